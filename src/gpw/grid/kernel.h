/* The fast kernels. They do what the plain ones of gaussian.h do, on a superset of the points: in each plane of the
 * grid, on a rectangle of rows around the circle, whose rows are filled up to a multiple of HC_KERNEL_STRIP points.
 * That set does not depend on the width of the processor's vectors. Collocation and integration use the same points.
 *
 * With d = r - center in coordinates (x, y, z) along the grid, a Gaussian is the product of three tables (times, in a
 * skewed cell, three tables of exp(-2 p g_ij d_i d_j)), so that a plane is
 *
 *     sum_j a_j(x) y^j gy(y),   a_j(x) = sum_k b_jk(x) z^k gz(z),   b_jk(x) = sum_i c_ijk x^i gx(x),
 *
 * with vectors running along x everywhere: l + 1 multiplications a point, everything else once a plane or once in all.
 * Integration does the same from the other end: sums over y in registers, then over z, then over x. */
#ifndef HC_GPW_GRID_KERNEL_H
#define HC_GPW_GRID_KERNEL_H

#include "gpw/grid/gaussian.h"
#include "gpw/grid/polynomial.h"

#define HC_KERNEL_STRIP 8

/* What the kernels have to know of a grid. Indices count grid points; the metric is that of the steps. */
typedef struct hc_kernel_grid {
    size_t n[3];
    bool orthorhombic;
    hc_mat3 index_of;    /* rows: index along each vector = row . r */
    double spacing[3];   /* orthorhombic: bohr between points; else 1: tables go by the index */
    double metric[3][3]; /* g_ij, orthorhombic: 1, 0, since the coordinates are bohr already */
    double plane_distance;
    double foot[2];  /* index along x and y, for each plane up, of the point above the center */
    double reach[2]; /* index along x and y that a radius of 1 bohr within a plane reaches */
    double box[3];   /* the same for the whole sphere along x, y, z */
    double *substitution[HC_POLYNOMIAL_MAX + 1]; /* by degree: Cartesian to index coordinates; NULL: orthorhombic */
} hc_kernel_grid;

/* Fails with HC_ERROR_UNSUPPORTED where the cell is skewed so much that exp(-2 p g_ij d_i d_j) might overflow. */
HC_MUST_CHECK hc_status hc_kernel_grid_create(hc_context *ctx, const hc_grid *grid, hc_kernel_grid *kernel_grid);
void hc_kernel_grid_release(hc_kernel_grid *kernel_grid);

/* A rectangle within a plane, not broken by the cell's boundaries. */
typedef struct hc_kernel_patch {
    size_t plane, iz; /* plane of the grid; place in the table of z */
    size_t offset;    /* of its first point within the plane */
    size_t ix, nx;    /* place in the table of x; points in a row */
    size_t iy, ny;    /* place in the table of y; rows */
} hc_kernel_patch;

/* Workspace of one thread for spheres up to some radius on some grids. */
typedef struct hc_kernel_space {
    size_t nx, ny, nz; /* lengths of the tables that there is room for */
    size_t npatch;
    double *memory;
    double *x, *b, *y, *z, *skew; /* aligned parts of it */
    hc_kernel_patch *patch;
} hc_kernel_space;

/* Makes room; more than one call is allowed. Begins with a space that is all zero. */
HC_MUST_CHECK hc_status hc_kernel_space_fit(hc_context *ctx, const hc_kernel_grid *grid, double radius,
                                            hc_kernel_space *space);
void hc_kernel_space_release(hc_kernel_space *space);

/* plane[k]: where the values [n1][n0] of plane k of the grid are; only those that the sphere touches are looked at. */
typedef void hc_kernel_collocate(const hc_kernel_grid *grid, const hc_grid_gaussian *gaussian,
                                 const double *coefficient, double *const *plane, hc_kernel_space *space);
typedef void hc_kernel_integrate(const hc_kernel_grid *grid, const hc_grid_gaussian *gaussian,
                                 const double *const *plane, double *moments, hc_kernel_space *space);

/* One build of the kernels. */
typedef struct hc_kernel {
    const char *name;
    hc_kernel_collocate *collocate;
    hc_kernel_integrate *integrate;
} hc_kernel;

/* The fastest for this processor; and all that it can run (NULL beyond the last). */
const hc_kernel *hc_kernel_best(void);
const hc_kernel *hc_kernel_available(size_t index);

/* Number of points that a kernel computes for a Gaussian. */
size_t hc_kernel_points(const hc_kernel_grid *grid, const hc_grid_gaussian *gaussian, hc_kernel_space *space);

/* For the kernels: tables' first indices and lengths, and the patches in space->patch; returns how many. */
typedef struct hc_kernel_frame {
    double center[3]; /* index */
    double origin[3]; /* index: what powers are of the distance from */
    long low[3];      /* index of the first entry of each table */
    size_t count[3];  /* entries; x: a multiple of HC_KERNEL_STRIP, and as many again are zero */
} hc_kernel_frame;
size_t hc_kernel_plan(const hc_kernel_grid *grid, const hc_grid_gaussian *gaussian, hc_kernel_frame *frame,
                      hc_kernel_space *space);
/* Coefficients of powers of the index from those of Cartesian powers (skewed cells), degree by degree, and the adjoint:
 * moments of Cartesian powers from those of powers of the index. */
void hc_kernel_substitute(const hc_kernel_grid *grid, int l, const double *c, double *d);
void hc_kernel_substitute_adjoint(const hc_kernel_grid *grid, int l, const double *d, double *c);

extern const hc_kernel hc_kernel_plain;
#if defined(__x86_64__)
extern const hc_kernel hc_kernel_avx2, hc_kernel_avx512;
#endif

#endif
