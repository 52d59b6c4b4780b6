/* A grid over the cell that knows how much room there is beside the atoms: where a water molecule can stand, and how
 * much volume it finds. */
#ifndef HC_BUILDERS_PACKING_GRID_H
#define HC_BUILDERS_PACKING_GRID_H

#include "atoms/cell.h"
#include "halfcell/units.h"

typedef struct hc_packing_grid {
    hc_full_cell cell;
    int n[3];            /* voxels along each lattice vector, about 0.5 Angstrom apart */
    size_t count;        /* n[0] n[1] n[2] */
    double voxel_volume; /* bohr^3 */
    float *gap; /* bohr, [count]: from the centre of a voxel to the surface of the nearest atom; negative inside; voxels
                   farther than HC_PACKING_GAP_MAX from all have a huge one */
    bool *free; /* [count]: within reach of a water molecule that does not overlap with the atoms (solvent-excluded
                   surface) */
} hc_packing_grid;

/* Radius of a water molecule against the surface of others, bohr. */
#define HC_WATER_RADIUS (1.4 * HC_ANGSTROM)
#define HC_PACKING_GAP_MAX (15.0 * HC_ANGSTROM)
#define HC_PACKING_FAR 1e30f

/* Radius that an atom shows to water, bohr: ionic radius for alkali metals (Shannon 1976, coordination 6), otherwise
 * covalent radius + 0.8 Angstrom (Pauling's rule for van der Waals radii). */
double hc_contact_radius(int atomic_number);

/* The cell must have three independent vectors; coordinates wrap in its periodic directions only. */
HC_MUST_CHECK hc_status hc_packing_grid_create(hc_context *ctx, const hc_structure *structure, hc_packing_grid **grid);
void hc_packing_grid_free(hc_packing_grid *grid);

/* Centre of a voxel, bohr. */
hc_vec3 hc_packing_grid_point(const hc_packing_grid *grid, size_t voxel);
/* Fractional coordinates of the centre of a voxel. */
hc_vec3 hc_packing_grid_fraction(const hc_packing_grid *grid, size_t voxel);
/* The voxel that holds a point, or `count` when the point is outside a cell that is free in that direction. */
size_t hc_packing_grid_voxel(const hc_packing_grid *grid, hc_vec3 r);

/* Calls visit(data, voxel, distance) for every voxel whose centre is within `radius` of a point. A voxel may be visited
 * several times, for several images. */
typedef void hc_voxel_visit(void *data, size_t voxel, double distance);
void hc_packing_grid_visit(const hc_packing_grid *grid, hc_vec3 centre, double radius, hc_voxel_visit *visit,
                           void *data);

#endif
