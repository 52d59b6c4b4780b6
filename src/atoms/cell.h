/* Geometry of a cell whose directions may or may not be periodic. */
#ifndef HC_ATOMS_CELL_H
#define HC_ATOMS_CELL_H

#include "halfcell/structure.h"

/* A cell without zero vectors: the non-periodic directions are replaced by unit vectors perpendicular to the periodic
 * ones, so that it can always be inverted. */
typedef struct hc_full_cell {
    hc_mat3 vectors;  /* bohr, rows */
    hc_mat3 inverse;  /* Cartesian (as a row) times inverse = fractional */
    double height[3]; /* bohr, distance of the two planes that bound the cell in each direction */
    bool periodic[3];
} hc_full_cell;

/* The periodic vectors must be linearly independent, as hc_structure_check makes sure. */
hc_full_cell hc_full_cell_make(const hc_mat3 *cell, const bool periodic[3]);

/* Fractional coordinates of a Cartesian vector. */
static inline hc_vec3 hc_full_cell_fractional(const hc_full_cell *cell, hc_vec3 r)
{
    return hc_vec3_times_mat3(r, &cell->inverse);
}

/* The lattice translation image[0] a + image[1] b + image[2] c. Always the same bits for the same image. */
static inline hc_vec3 hc_cell_translation(const hc_mat3 *cell, const int image[3])
{
    return hc_vec3_times_mat3(hc_vec3_make(image[0], image[1], image[2]), cell);
}

/* Shortest vector of those that differ from r by a lattice translation. Exact also for skewed cells. */
hc_vec3 hc_full_cell_shortest(const hc_full_cell *cell, hc_vec3 r);

/* a, b, c in bohr and alpha, beta, gamma in radian as rows: a along x, b in the xy plane. HC_ERROR_INPUT when the six
 * make no cell. */
HC_MUST_CHECK hc_status hc_cell_from_lengths(hc_context *ctx, const double length[3], const double angle[3],
                                             hc_mat3 *cell);

/* Checks what every reader and builder must guarantee: elements known, positions and velocities finite, masses
 * positive, periodic lattice vectors finite, not zero and not (nearly) in one plane. HC_ERROR_INPUT names the atom or
 * vector. */
HC_MUST_CHECK hc_status hc_structure_check(hc_context *ctx, const hc_structure *structure);

#endif
