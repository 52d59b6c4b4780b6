/* Lattice sums of 1/R between point charges: molecules, slabs and bulk.
 *
 * J[i][j] is the electrostatic potential (hartree/e) at atom i that a unit charge at atom j and all its periodic images
 * make; on the diagonal the images alone. The energy is 1/2 q J q. Conventions:
 *   molecule   plain 1/R, J[i][i] = 0;
 *   slab       the first two lattice directions are periodic, their plane has any orientation, and nothing is repeated
 *              along the normal: the lattice sum in the order of growing discs. The plane average of the potential of
 * one unit charge is -2 pi |z| / A exactly, which also says what a net charge means: it is a charged plane between two
 * fields, without a background; bulk       tin-foil boundary conditions; the average of the potential over the cell is
 * zero, which for a net charge is that of a uniform neutralising background. J is symmetric. A wire (one periodic
 * direction) is refused with HC_ERROR_UNSUPPORTED. Theory and references: docs/theory/electrostatics.md. */
#ifndef HC_GFN1_EWALD_H
#define HC_GFN1_EWALD_H

#include "halfcell/structure.h"

typedef struct hc_ewald_options {
    double accuracy; /* hartree/e: largest error wanted in one element of J (default 1e-11) */
    double alpha; /* 1/bohr, splitting exp(-alpha^2 r^2); 0 (default): chosen for speed. Results do not depend on it */
} hc_ewald_options;

#define HC_EWALD_DEFAULTS ((hc_ewald_options){.accuracy = 1e-11, .alpha = 0.0})

/* J [natom][natom], overwritten. `options` NULL: defaults. */
HC_MUST_CHECK hc_status hc_ewald_matrix(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                                        double *matrix);

/* Derivatives of E = 1/2 q J q at constant charge [natom] (e). *energy is set. force[i] += -dE/dR_i (hartree/bohr,
 * [natom]); strain += dE/d(strain) (hartree, symmetric; not divided by the volume). Either may be NULL. */
HC_MUST_CHECK hc_status hc_ewald_gradient(hc_context *ctx, const hc_structure *structure,
                                          const hc_ewald_options *options, const double *charge, double *energy,
                                          hc_vec3 *force, hc_mat3 *strain);

/* J by the plain formulas (direct Ewald sums; for slabs Parry's), pair by pair and image by image: what the fast one is
 * tested against. Far too slow for use. Of the options only alpha is used. */
HC_MUST_CHECK hc_status hc_ewald_reference_matrix(hc_context *ctx, const hc_structure *structure,
                                                  const hc_ewald_options *options, double *matrix);

/* Plane average of the potential of point charges (hartree/e), with the same zero as J. `axis` is the lattice direction
 * that leaves the plane; z [count] are distances (bohr) along the plane's normal from the origin, and a slab has
 * axis 2. potential [count] is overwritten. Molecules have none (HC_ERROR_UNSUPPORTED). */
HC_MUST_CHECK hc_status hc_ewald_plane_potential(hc_context *ctx, const hc_structure *structure, const double *charge,
                                                 int axis, size_t count, const double *z, double *potential);

#endif
