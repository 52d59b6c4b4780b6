/* Goedecker-Teter-Hutter pseudopotentials in CP2K's file format (GTH_POTENTIALS, POTENTIAL_UZH).
 *
 * V_local(r) = -Z/r erf(r / (sqrt(2) r_loc)) + exp(-r^2/(2 r_loc^2)) sum_k local[k] (r/r_loc)^(2k),  k = 0, 1, 2, 3
 * V_nonlocal = sum_l sum_ij sum_m |p_i^lm> h_ij^l <p_j^lm|,
 * p_i^lm(r) = N_il Y_lm r^(l+2i) exp(-r^2/(2 r_l^2)), i = 0, 1, 2, normalised to one.
 * S. Goedecker, M. Teter, J. Hutter, Phys. Rev. B 54, 1703 (1996); C. Hartwigsen et al., Phys. Rev. B 58, 3641 (1998).
 */
#ifndef HC_GPW_POTENTIAL_H
#define HC_GPW_POTENTIAL_H

#include <stddef.h>

#include "halfcell/context.h"

#define HC_GPW_LOCAL_MAX 4
#define HC_GPW_CHANNEL_MAX 4
#define HC_GPW_PROJECTOR_MAX 3

/* Projectors of one angular momentum. */
typedef struct hc_gpw_channel {
    int l;
    double radius; /* r_l, bohr */
    size_t nprojector;
    double h[HC_GPW_PROJECTOR_MAX][HC_GPW_PROJECTOR_MAX]; /* hartree, symmetric */
} hc_gpw_channel;

typedef struct hc_gpw_potential {
    int atomic_number;
    char *name;                     /* "GTH-PBE-q11" */
    double charge;                  /* Z of the ion: number of valence electrons */
    int electrons[4];               /* valence electrons in s, p, d, f of the neutral atom */
    double local_radius;            /* r_loc, bohr */
    size_t nlocal;                  /* coefficients in use */
    double local[HC_GPW_LOCAL_MAX]; /* hartree */
    size_t nchannel;
    hc_gpw_channel channel[HC_GPW_CHANNEL_MAX];
} hc_gpw_potential;

/* The potential of that name (any alias) for an element from the first of the known files that has it; the error names
 * those that the element has. Potentials with a non-linear core correction are refused by name. The caller frees. */
HC_MUST_CHECK hc_status hc_gpw_potential_find(hc_context *ctx, int atomic_number, const char *name,
                                              hc_gpw_potential **potential);
/* The potential named `stem` (one per element has the name without its valence), or else the first named stem-qN. */
HC_MUST_CHECK hc_status hc_gpw_potential_find_any_valence(hc_context *ctx, int atomic_number, const char *stem,
                                                          hc_gpw_potential **potential);
/* From one file only. */
HC_MUST_CHECK hc_status hc_gpw_potential_read(hc_context *ctx, const char *path, int atomic_number, const char *name,
                                              hc_gpw_potential **potential);
void hc_gpw_potential_free(hc_gpw_potential *potential);

/* exp(-r^2/(2 r_loc^2)) sum_k local[k] (r/r_loc)^(2k): the part of V_local that has no tail. */
double hc_gpw_potential_short_range(const hc_gpw_potential *potential, double r);

#endif
