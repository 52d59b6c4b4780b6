/* Displacements of a whole structure: homogeneous strain, random and layer-wise distortion, twist. */
#ifndef HC_BUILDERS_DEFORM_H
#define HC_BUILDERS_DEFORM_H

#include "halfcell/structure.h"

/* r -> F r for atoms and lattice vectors. HC_ERROR_INPUT when that turns the structure inside out (det F <= 0). */
HC_MUST_CHECK hc_status hc_structure_deform(hc_context *ctx, const hc_mat3 *gradient, hc_structure *structure);

/* Normally distributed displacements of some atoms, without their mean (for two atoms and more), scaled so that the
 * root of the mean square of their lengths is exactly `rms` bohr; `along` says which Cartesian directions. */
HC_MUST_CHECK hc_status hc_structure_shake(hc_context *ctx, size_t count, const size_t *atoms, double rms,
                                           const bool along[3], int seed, hc_structure *structure);

/* Displaces some atoms by amplitude cos(2 pi wave . s), s their fractional coordinates in the cell: wave
 * (0, 0, 0) moves all alike, others need that cell. */
HC_MUST_CHECK hc_status hc_structure_wave(hc_context *ctx, size_t count, const size_t *atoms, hc_vec3 amplitude,
                                          const int wave[3], hc_structure *structure);

/* Turns every atom about the axis through the middle of the cell along c, right-handed, by rate (radian per bohr) times
 * its coordinate along c. What repeats along c (no gap of 4 Angstrom between it and its image) must not change when it
 * is turned by the angle of one period: HC_ERROR_INPUT otherwise. */
HC_MUST_CHECK hc_status hc_structure_twist(hc_context *ctx, double rate, hc_structure *structure);

#endif
