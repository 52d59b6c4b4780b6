/* Coincidence-site lattices of cubic crystals (Ranganathan, Acta Cryst. 21, 197 (1966); Grimmer, Bollmann, Warrington,
 * Acta Cryst. A 30, 197 (1974)). Everything is in whole numbers, so nothing is a matter of tolerances. */
#ifndef HC_BUILDERS_BOUNDARY_COINCIDENCE_H
#define HC_BUILDERS_BOUNDARY_COINCIDENCE_H

#include "halfcell/structure.h"

#define HC_CSL_ROTATION_MAX 32 /* rotations about one axis with one sigma */

/* The rotation by the quaternion (m, n axis): tan(angle/2) = n |axis| / m. */
typedef struct hc_csl_rotation {
    int axis[3], m, n;
    int norm;         /* m^2 + n^2 axis^2 */
    int matrix[3][3]; /* norm times the rotation, for columns of coordinates */
    int sigma;        /* one of so many lattice points is common */
    double angle;     /* radian, above 0 and up to pi */
} hc_csl_rotation;

/* Axis without a common divisor; m and n are not negative and have none, n is not 0. */
hc_csl_rotation hc_csl_rotation_make(const int axis[3], int m, int n);

/* All rotations about the axis with that sigma, by angle; their number, at most HC_CSL_ROTATION_MAX. */
size_t hc_csl_rotations(const int axis[3], int sigma, hc_csl_rotation *list);

/* The smallest angle (radian) of the 24 x 24 rotations that the symmetry of the cube makes equal. */
double hc_csl_disorientation(const hc_csl_rotation *rotation);

typedef enum hc_cubic_lattice { HC_CUBIC_P, HC_CUBIC_I, HC_CUBIC_F } hc_cubic_lattice;

/* A lattice vector, in halves of the cubic edge. */
typedef struct hc_half_vector {
    int h[3];
} hc_half_vector;

bool hc_cubic_has(hc_cubic_lattice lattice, hc_half_vector v);

/* The shortest lattice vector along a direction. */
hc_half_vector hc_cubic_along(hc_cubic_lattice lattice, const int direction[3]);

/* Two shortest vectors of the plane (Miller indices) that both the lattice and the rotated lattice have; right-handed
 * with the normal of the plane. */
void hc_csl_plane_basis(hc_cubic_lattice lattice, const hc_csl_rotation *rotation, const int plane[3],
                        hc_half_vector basis[2]);

/* The plane in the axes of the rotated crystal, without common divisor. */
void hc_csl_other_plane(const hc_csl_rotation *rotation, const int plane[3], int other[3]);

/* Divides by the greatest common divisor; false when all are 0. */
bool hc_csl_reduce(int v[3]);

#endif
