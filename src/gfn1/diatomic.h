/* The diatomic frame: z' from atom a to atom b. In it the overlap block of two shells is diagonal in m, and its
 * derivative follows from the radial functions and from how shells turn.
 *
 * Functions of a shell are in the order of basis.h, m = -l ... l. Idea: J. C. Slater, G. F. Koster, Phys. Rev. 94, 1498
 * (1954); here with rotation matrices instead of tabulated direction cosines. */
#ifndef HC_GFN1_DIATOMIC_H
#define HC_GFN1_DIATOMIC_H

#include <stddef.h>

#include "halfcell/vec.h"

#define HC_GFN1_FRAME_BLOCK 25 /* largest block: d with d */

typedef struct hc_gfn1_frame {
    hc_vec3 x, y, z;   /* local axes in global components */
    double inverse_r;  /* 1/bohr */
    double d[3][5][5]; /* d[l][m'][m]: local function m' = sum_m d[l][m'][m] global function m */
} hc_gfn1_frame;

/* Frame of the vector r (not zero); rotation matrices up to lmax. */
void hc_gfn1_frame_set(hc_gfn1_frame *frame, hc_vec3 r, int lmax);

/* block [2la+1][2lb+1] = sum_m d_a[m] f[|m|] d_b[m], overwritten; f [min(la,lb)+1]. */
void hc_gfn1_frame_expand(const hc_gfn1_frame *frame, int la, int lb, const double *f, double *block);

/* local [2la+1][2lb+1] = d_a global d_b^T; global has row length `stride`. */
void hc_gfn1_frame_project(const hc_gfn1_frame *frame, int la, int lb, const double *global, size_t stride,
                           double *local);

/* sum_mn M_mn d S_mn / d r in local axes, for M in the local frame; f and df (d f / d R) [min(la,lb)+1]. */
hc_vec3 hc_gfn1_frame_derivative(const hc_gfn1_frame *frame, int la, int lb, const double *f, const double *df,
                                 const double *local);

/* sum_m M_mm f_|m| */
double hc_gfn1_frame_trace(int la, int lb, const double *f, const double *local);

#endif
