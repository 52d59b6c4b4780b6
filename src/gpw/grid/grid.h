/* Regular grids over a cell, and the stack of grids of falling cutoff on which products of Gaussians are collocated.
 *
 * Values are [n[2]][n[1]][n[0]], the index along the first lattice vector fastest. Point (i, j, k) lies at
 * i step.row[0] + j step.row[1] + k step.row[2]; all grids have a point at the origin and are periodic. */
#ifndef HC_GPW_GRID_H
#define HC_GPW_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"
#include "halfcell/vec.h"

#define HC_GRID_LEVELS 8

typedef struct hc_grid {
    size_t n[3];
    size_t count;          /* n[0] n[1] n[2] */
    hc_mat3 cell;          /* bohr, lattice vectors as rows */
    hc_mat3 step;          /* row[k] = cell.row[k] / n[k] */
    hc_mat3 reciprocal;    /* 2 pi times the inverse of the cell, rows b_k with a_j . b_k = 2 pi delta_jk, 1/bohr */
    double volume;         /* of the cell, bohr^3 */
    double volume_element; /* volume / count */
    bool orthorhombic;     /* lattice vectors along x, y, z */
} hc_grid;

static inline size_t hc_grid_index(const hc_grid *grid, size_t i, size_t j, size_t k)
{
    return (k * grid->n[1] + j) * grid->n[0] + i;
}

/* The point that an index beyond the cell means. */
static inline size_t hc_grid_wrap(long index, size_t n)
{
    long rest = index % (long)n;
    return (size_t)(rest < 0 ? rest + (long)n : rest);
}

/* Indices low ... high along each vector of a box that holds all points nearer to `center` than `radius`; they may lie
 * outside of 0 ... n - 1. */
void hc_grid_box(const hc_grid *grid, hc_vec3 center, double radius, long low[3], long high[3]);

typedef struct hc_multigrid {
    size_t nlevel;
    hc_grid level[HC_GRID_LEVELS]; /* the finest first */
    double cutoff[HC_GRID_LEVELS]; /* hartree (kinetic energy of the plane waves; 1 hartree = 2 Ry) */
    double relative_cutoff;        /* hartree: a Gaussian of exponent 1 wants a grid of this cutoff */
} hc_multigrid;

/* Level i has the cutoff / 3^i. The number of points along a vector is the smallest product of 2, 3 and 5 that is
 * not below 2 floor(sqrt(2 cutoff) |a| / 2 pi) + 1. */
HC_MUST_CHECK hc_status hc_multigrid_create(hc_context *ctx, const hc_mat3 *cell, double cutoff, double relative_cutoff,
                                            size_t nlevel, hc_multigrid *multigrid);
/* The coarsest level whose cutoff is not below exponent x relative_cutoff; the finest when none is. */
size_t hc_multigrid_level(const hc_multigrid *multigrid, double exponent);

#endif
