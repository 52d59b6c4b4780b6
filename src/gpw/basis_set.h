/* Gaussian basis sets in CP2K's file format (BASIS_MOLOPT, BASIS_MOLOPT_UCL, BASIS_MOLOPT_UZH, GTH_BASIS_SETS,
 * BASIS_RI_cc-TZ).
 *
 * A contracted function is chi_lm(r) = S_lm(r) sum_i coefficient[i] exp(-exponent[i] r^2), S_lm the real solid
 * harmonics of gpw/harmonics.h; coefficients are scaled when read so that <chi|chi> = 1. */
#ifndef HC_GPW_BASIS_SET_H
#define HC_GPW_BASIS_SET_H

#include <stddef.h>

#include "halfcell/context.h"

/* Functions that share exponents. */
typedef struct hc_gpw_set {
    int lmin, lmax; /* lowest and highest angular momentum of the shells */
    size_t nexponent;
    double *exponent; /* 1/bohr^2, [nexponent], descending as in the file */
    size_t nshell;
    int *l;              /* [nshell] */
    double *coefficient; /* [nshell][nexponent], of normalised contracted functions */
    size_t *first;       /* [nshell]: first function of the shell within the basis set; m = -l ... l follow */
} hc_gpw_set;

typedef struct hc_gpw_basis_set {
    int atomic_number;
    char *name;  /* "DZVP-MOLOPT-SR-GTH", the name asked for as the file spells it */
    int valence; /* electrons that it is made for, from the -qN of one of its names; 0 when none says it */
    size_t nset;
    hc_gpw_set *set;
    size_t nao; /* spherical functions */
} hc_gpw_basis_set;

/* The basis set of that name (any of its aliases) for an element, from the first of the known files that has it.
 * HC_ERROR_MISSING_DATA names the sets that the element has. The caller frees. */
HC_MUST_CHECK hc_status hc_gpw_basis_set_find(hc_context *ctx, int atomic_number, const char *name,
                                              hc_gpw_basis_set **basis);
/* From one file only. */
HC_MUST_CHECK hc_status hc_gpw_basis_set_read(hc_context *ctx, const char *path, int atomic_number, const char *name,
                                              hc_gpw_basis_set **basis);
void hc_gpw_basis_set_free(hc_gpw_basis_set *basis);

/* Distance (bohr) beyond which every function of the set is smaller than eps in absolute value. */
double hc_gpw_set_radius(const hc_gpw_set *set, double eps);

#endif
