/* DFT-D3 dispersion, with rational (Becke-Johnson) or zero damping, for molecules and any periodicity.
 * Theory and references: docs/theory/dispersion.md. */
#ifndef HC_DISPERSION_D3_H
#define HC_DISPERSION_D3_H

#include "halfcell/structure.h"

typedef enum hc_d3_damping { HC_D3_BJ, HC_D3_ZERO } hc_d3_damping;

/* One line of the table of parameters. */
typedef struct hc_d3_parameters {
    const char
        *method; /* functional or method, lower case as in libxc's or the literature's short name: "pbe", "gfn1" */
    hc_d3_damping damping;
    double s6, s8; /* scale of the C6 and C8 terms */
    double s9;     /* scale of the three-body term; 0: left out (the usual D3) */
    double a1, a2; /* BJ: R0 = a1 sqrt(C8/C6) + a2 (bohr); zero damping: s_r6 and s_r8 */
    const char *reference;
} hc_d3_parameters;

/* All records; *count of them. */
const hc_d3_parameters *hc_d3_parameter_table(size_t *count);
/* By method (case does not matter) and damping; the error names the methods there are. */
HC_MUST_CHECK hc_status hc_d3_parameters_find(hc_context *ctx, const char *method, hc_d3_damping damping,
                                              const hc_d3_parameters **parameters);

typedef struct hc_d3_options {
    double cutoff;       /* bohr: pairs beyond do not count (default 50) */
    double switch_width; /* bohr: the pair energy is switched off over this last stretch (default 0.05) */
    double cn_cutoff;    /* bohr: cutoff of the coordination number (default 25) */
    double cutoff3;      /* bohr: each side of a triangle of the three-body term (default 25) */
} hc_d3_options;

#define HC_D3_DEFAULTS ((hc_d3_options){.cutoff = 50.0, .switch_width = 0.05, .cn_cutoff = 25.0, .cutoff3 = 25.0})
/* Cutoffs of the program dftd3 of D3's authors (R^2 <= 9000 and 1600 bohr^2), switched off over 1 bohr. */
#define HC_D3_WIDE ((hc_d3_options){.cutoff = 94.868, .switch_width = 1.0, .cn_cutoff = 40.0, .cutoff3 = 40.0})

typedef struct hc_d3 hc_d3;

/* Reads dftd3.dat (looked for as all parameter files are). `options` NULL: defaults. Fails with HC_ERROR_MISSING_DATA
 * for an element that the file lacks. The elements of later structures must be the same. */
HC_MUST_CHECK hc_status hc_d3_create(hc_context *ctx, const hc_d3_parameters *parameters, const hc_d3_options *options,
                                     const hc_structure *structure, hc_d3 **d3);
void hc_d3_free(hc_d3 *d3);

/* *energy is set (hartree); force [natom] += -dE/dR (hartree/bohr); strain += dE/d(strain) (hartree, symmetric, not
 * divided by the volume). force and strain may be NULL. Deterministic for a given number of threads. */
HC_MUST_CHECK hc_status hc_d3_compute(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure, double *energy,
                                      hc_vec3 *force, hc_mat3 *strain);

#endif
