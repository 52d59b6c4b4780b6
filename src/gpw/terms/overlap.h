/* Overlap and kinetic energy of the functions of two centres, by the recursions of S. Obara, A. Saika, J. Chem. Phys.
 * 84, 3963 (1986), in one dimension. See docs/theory/gpw-integrals.md. */
#ifndef HC_GPW_TERMS_OVERLAP_H
#define HC_GPW_TERMS_OVERLAP_H

#include "gpw/terms/contraction.h"

enum {
    HC_GPW_LINE_A = HC_GPW_LMAX + 1,       /* powers of the first centre's functions */
    HC_GPW_LINE_B = HC_GPW_DEGREE_MAX + 4, /* of the second's, with those that derivatives need */
    HC_GPW_PLACES = (HC_GPW_DEGREE_MAX + 1) * (HC_GPW_DEGREE_MAX + 2) * (HC_GPW_DEGREE_MAX + 3) / 6
};

/* One-dimensional integrals s[i][j] of a direction, and the same spread over the places of b: [i][place]. */
typedef struct hc_gpw_line {
    double s[HC_GPW_LINE_A][HC_GPW_LINE_B], t[HC_GPW_LINE_A][HC_GPW_LINE_B];
    double overlap[HC_GPW_LINE_A][HC_GPW_PLACES], kinetic[HC_GPW_LINE_A][HC_GPW_PLACES];
    double doverlap[HC_GPW_LINE_A][HC_GPW_PLACES], dkinetic[HC_GPW_LINE_A][HC_GPW_PLACES]; /* d/dB */
} hc_gpw_line;

/* What one thread works with. */
typedef struct hc_gpw_overlap_work {
    hc_gpw_contraction overlap, kinetic;
    hc_gpw_line line[3];
    unsigned char power[HC_GPW_PLACES][3];
} hc_gpw_overlap_work;

/* For pairs of a shell of table a (basis functions: up to HC_GPW_LMAX) and one of table b. */
HC_MUST_CHECK hc_status hc_gpw_overlap_work_create(hc_context *ctx, const hc_gpw_shell_table *a,
                                                   const hc_gpw_shell_table *b, size_t nthread,
                                                   hc_gpw_overlap_work **work);
void hc_gpw_overlap_work_free(hc_gpw_overlap_work *work, size_t nthread);

/* Blocks work->overlap.function and (when asked) work->kinetic.function [a.nfunction][b.nfunction] for b at r from a.
 * False: all below eps, nothing was set. */
bool hc_gpw_overlap_block(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_vec3 r, double eps, bool kinetic,
                          hc_gpw_overlap_work *work);
/* d/dr of sum_ab work->overlap.function_ab S_ab + work->kinetic.function_ab T_ab (the latter when asked): densities go
 * in where the integrals come out. */
hc_vec3 hc_gpw_overlap_gradient(const hc_gpw_shells *a, const hc_gpw_shells *b, hc_vec3 r, double eps, bool kinetic,
                                hc_gpw_overlap_work *work);

#endif
