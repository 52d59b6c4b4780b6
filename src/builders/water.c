#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "atoms/neighbours.h"
#include "builders/assemble.h"
#include "builders/packing_grid.h"
#include "builders/solvate.h"
#include "builders/water_anneal.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

/* Oxygen atoms may stand so much beyond the surface of an open region: there is no wall. */
#define OPEN_SURFACE (0.7 * HC_ANGSTROM)
/* A closed region may be so much smaller than the density asks for. */
#define SQUEEZE_MAX 1.1
/* First distance between oxygen atoms, and the shortest that is tried when not all find a place. */
#define APART_FIRST (2.4 * HC_ANGSTROM)
#define APART_LAST (1.7 * HC_ANGSTROM)
/* Nearer than this share of the contact distance is an overlap. */
#define OVERLAP 0.75

hc_water_options hc_water_defaults(void)
{
    return (hc_water_options){.count = HC_INTEGER_UNSET,
                              .density = HC_GRAM_PER_CM3,
                              .region = HC_REGION_CELL,
                              .axis = 2,
                              .bottom = NAN,
                              .top = NAN,
                              .sweeps = 300,
                              .seed = 1};
}

/* A voxel and how far out it lies in the region; water fills from the inside. */
typedef struct ranked_voxel {
    float rank;
    size_t voxel;
} ranked_voxel;

typedef struct filling {
    const hc_water_options *options;
    const hc_structure *solute;
    hc_packing_grid *grid;
    float *rank;   /* [grid->count]; HC_PACKING_FAR outside the region */
    bool *allowed; /* [grid->count]: where oxygen atoms may be */
    size_t nwater;
    double per_water; /* bohr^3 */
} filling;

static void filling_clear(filling *fill)
{
    hc_packing_grid_free(fill->grid);
    free(fill->rank);
    free(fill->allowed);
}

static bool is_open(const hc_water_options *options)
{
    return options->region == HC_REGION_SHELL || (options->region == HC_REGION_SLAB && isnan(options->top));
}

/* Middle of the bounding box along the slab's normal, in fractions of the cell. Ions follow the water, not the other
 * way round, so they do not count. */
static double middle_fraction(const filling *fill)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < fill->solute->natom; i++) {
        if (hc_element_is_alkali(fill->solute->atomic_number[i])) {
            continue;
        }
        hc_vec3 s = hc_full_cell_fractional(&fill->grid->cell, fill->solute->position[i]);
        low = fmin(low, hc_vec3_get(s, fill->options->axis));
        high = fmax(high, hc_vec3_get(s, fill->options->axis));
    }
    return low <= high ? 0.5 * (low + high) : 0.5;
}

static float slab_rank(const filling *fill, double fraction, double middle)
{
    const hc_water_options *options = fill->options;
    double height = fill->grid->cell.height[options->axis], z = fraction * height;
    if (!isnan(options->bottom)) {
        bool outside = z < options->bottom || (!isnan(options->top) && z > options->top);
        return outside ? HC_PACKING_FAR : isnan(options->top) ? (float)(z - options->bottom) : 0.0f;
    }
    double from_middle = fraction - middle;
    if (fill->grid->cell.periodic[options->axis]) {
        from_middle -= round(from_middle);
    }
    return (float)(fabs(from_middle) * height);
}

static void rank_voxels(const filling *fill)
{
    double middle = middle_fraction(fill);
    for (size_t voxel = 0; voxel < fill->grid->count; voxel++) {
        hc_vec3 s = hc_packing_grid_fraction(fill->grid, voxel);
        switch (fill->options->region) {
        case HC_REGION_SLAB:
            fill->rank[voxel] = slab_rank(fill, hc_vec3_get(s, fill->options->axis), middle);
            break;
        case HC_REGION_SHELL:
            fill->rank[voxel] = fill->grid->gap[voxel];
            break;
        default:
            fill->rank[voxel] = 0.0f;
        }
    }
}

static int compare_ranks(const void *a, const void *b)
{
    const ranked_voxel *p = a, *q = b;
    if (p->rank != q->rank) {
        return p->rank < q->rank ? -1 : 1;
    }
    return (p->voxel > q->voxel) - (p->voxel < q->voxel);
}

static hc_status fail_no_room(hc_context *ctx, const filling *fill, double volume)
{
    return hc_fail(
        ctx, HC_ERROR_INPUT,
        "there is no room for %zu water molecules: the region has %.1f cubic Angstrom beside the atoms, which "
        "is room for %.0f at this density; give a larger cell or region, or fewer",
        fill->nwater, volume / (HC_ANGSTROM * HC_ANGSTROM * HC_ANGSTROM), floor(volume / fill->per_water));
}

/* The rank up to which the region is filled, so that the molecules have the volume that their density asks for. */
static hc_status find_surface(hc_context *ctx, filling *fill, float *surface)
{
    hc_status status = HC_OK;
    ranked_voxel *free_voxel = NULL;
    size_t count = 0;
    HC_TRY(hc_allocate(ctx, fill->grid->count, sizeof *free_voxel, &free_voxel));
    for (size_t voxel = 0; voxel < fill->grid->count; voxel++) {
        if (fill->grid->free[voxel] && fill->rank[voxel] < HC_PACKING_FAR) {
            free_voxel[count++] = (ranked_voxel){fill->rank[voxel], voxel};
        }
    }
    double volume = (double)count * fill->grid->voxel_volume;
    if (fill->options->count == HC_INTEGER_UNSET) {
        fill->nwater = (size_t)floor(volume / fill->per_water + 0.5);
    }
    double wanted = (double)fill->nwater * fill->per_water;
    if (wanted > volume * (is_open(fill->options) ? 1.0 : SQUEEZE_MAX)) {
        status = fail_no_room(ctx, fill, volume);
        goto cleanup;
    }
    *surface = HC_PACKING_FAR;
    size_t needed = (size_t)ceil(wanted / fill->grid->voxel_volume);
    if (is_open(fill->options) && needed > 0) {
        qsort(free_voxel, count, sizeof *free_voxel, compare_ranks);
        *surface = free_voxel[needed - 1 < count ? needed - 1 : count - 1].rank + (float)OPEN_SURFACE;
    }
cleanup:
    free(free_voxel);
    return status;
}

static hc_status prepare(hc_context *ctx, filling *fill)
{
    hc_status status = HC_OK;
    float surface = 0.0f;
    HC_TRY(hc_packing_grid_create(ctx, fill->solute, &fill->grid));
    HC_TRY(hc_allocate(ctx, fill->grid->count, sizeof *fill->rank, &fill->rank));
    HC_TRY(hc_allocate(ctx, fill->grid->count, sizeof *fill->allowed, &fill->allowed));
    rank_voxels(fill);
    HC_TRY(find_surface(ctx, fill, &surface));
    for (size_t voxel = 0; voxel < fill->grid->count; voxel++) {
        fill->allowed[voxel] = fill->grid->gap[voxel] >= (float)HC_WATER_RADIUS && fill->rank[voxel] < HC_PACKING_FAR &&
                               fill->rank[voxel] <= surface;
    }
cleanup:
    return status;
}

static void block_voxel(void *data, size_t voxel, double distance)
{
    (void)distance;
    ((bool *)data)[voxel] = true;
}

/* A point in a voxel. */
static hc_vec3 point_within(const hc_packing_grid *grid, size_t voxel, hc_random *random)
{
    hc_vec3 s = hc_packing_grid_fraction(grid, voxel);
    for (int d = 0; d < 3; d++) {
        *hc_vec3_at(&s, d) += (hc_random_uniform(random) - 0.5) * 0.98 / grid->n[d];
    }
    return hc_vec3_times_mat3(s, &grid->cell.vectors);
}

/* Takes the allowed voxels in random order; each molecule blocks those nearer than `apart`. Returns how many found a
 * place. */
static size_t insert_oxygen(const filling *fill, hc_water_box *box, double apart, size_t *order, size_t count,
                            bool *blocked)
{
    size_t placed = 0;
    memset(blocked, 0, fill->grid->count * sizeof *blocked);
    for (size_t k = count; k > 1; k--) {
        size_t other = (size_t)(hc_random_uniform(&box->random) * (double)k), kept = order[k - 1];
        order[k - 1] = order[other];
        order[other] = kept;
    }
    for (size_t k = 0; k < count && placed < fill->nwater; k++) {
        if (!blocked[order[k]]) {
            hc_vec3 r = point_within(fill->grid, order[k], &box->random);
            box->site[placed++][0] = r;
            hc_packing_grid_visit(fill->grid, r, apart, block_voxel, blocked);
        }
    }
    return placed;
}

static hc_status insert_all(hc_context *ctx, const filling *fill, hc_water_box *box)
{
    hc_status status = HC_OK;
    size_t *order = NULL, count = 0, placed = 0;
    bool *blocked = NULL;
    HC_TRY(hc_allocate(ctx, fill->grid->count, sizeof *order, &order));
    HC_TRY(hc_allocate(ctx, fill->grid->count, sizeof *blocked, &blocked));
    for (size_t voxel = 0; voxel < fill->grid->count; voxel++) {
        if (fill->allowed[voxel]) {
            order[count++] = voxel;
        }
    }
    for (double apart = APART_FIRST; placed < fill->nwater && apart >= APART_LAST; apart -= 0.1 * HC_ANGSTROM) {
        placed = insert_oxygen(fill, box, apart, order, count, blocked);
    }
    if (placed < fill->nwater) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "only %zu of %zu water molecules find a place: ask for a lower density",
                         placed, fill->nwater);
        goto cleanup;
    }
    for (size_t i = 0; i < fill->nwater; i++) {
        hc_water_orient(box, i);
    }
cleanup:
    free(order);
    free(blocked);
    return status;
}

static hc_status append_water(hc_context *ctx, const hc_water_box *box, hc_structure **structure)
{
    static const int number[3] = {8, 1, 1};
    hc_structure *water = NULL;
    hc_status status = hc_structure_create(ctx, 3 * box->nwater, &water);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < 3 * box->nwater; i++) {
        hc_structure_set_element(water, i, number[i % 3]);
        water->position[i] = box->site[i / 3][i % 3];
    }
    status = hc_structure_append(ctx, water, hc_vec3_make(0, 0, 0), structure);
    hc_structure_free(water);
    return status;
}

/* The shortest that a contact between a new atom and any other may be. */
static double shortest_contact(int a, int b)
{
    bool hydrogen_a = a == 1, hydrogen_b = b == 1;
    if (hydrogen_a || hydrogen_b) {
        return 1.3 * HC_ANGSTROM;
    }
    return OVERLAP * (hc_contact_radius(a) + hc_contact_radius(b));
}

/* Looks at every contact of the new atoms that is not within one molecule. */
static hc_status check_contacts(hc_context *ctx, const hc_structure *structure, size_t nsolute)
{
    hc_status status = HC_OK;
    hc_neighbour_list *list = NULL;
    HC_TRY(hc_neighbours_create(ctx, 4.0 * HC_ANGSTROM, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            bool one_molecule = i >= nsolute && (i - nsolute) / 3 == (j - nsolute) / 3;
            double distance = hc_vec3_norm(hc_neighbour_vector(structure, i, &list->entry[k]));
            if (j >= nsolute && !one_molecule &&
                distance < shortest_contact(structure->atomic_number[i], structure->atomic_number[j])) {
                status =
                    hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                            "water could not be placed without overlap: atoms %zu and %zu are %.2f Angstrom apart; "
                            "ask for a lower density or more sweeps",
                            i, j, distance / HC_ANGSTROM);
                goto cleanup;
            }
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

static hc_status check_options(hc_context *ctx, const hc_water_options *options)
{
    if (!(options->density > 0.0) || options->axis < 0 || options->axis > 2 || options->sweeps < 1 ||
        (options->count != HC_INTEGER_UNSET && options->count < 1)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "water: count, density and sweeps must be positive, the axis 0, 1 or 2");
    }
    if (options->region != HC_REGION_SLAB && (!isnan(options->bottom) || !isnan(options->top))) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "water: bottom and top are those of a slab: they go with region slab alone");
    }
    if (options->count == HC_INTEGER_UNSET && is_open(options)) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "water: give the number of molecules, or a region that is closed: the cell, or a slab with bottom "
            "and top");
    }
    if (!isnan(options->top) && !(options->top > options->bottom)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "water: a slab with a top needs a bottom below it");
    }
    return HC_OK;
}

hc_status hc_solvate_water(hc_context *ctx, const hc_water_options *options, hc_structure **structure)
{
    hc_status status = HC_OK;
    double mass = hc_element_mass(8) + 2.0 * hc_element_mass(1);
    filling fill = {.options = options, .solute = *structure, .per_water = mass / options->density};
    hc_water_box box = {.solute = *structure};
    size_t nsolute = (*structure)->natom;
    HC_TRY(check_options(ctx, options));
    fill.nwater = options->count == HC_INTEGER_UNSET ? 0 : (size_t)options->count;
    HC_TRY(prepare(ctx, &fill));
    if (fill.nwater == 0) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT,
                    "water: the region has no room for one molecule at this density; give a larger cell or region");
        goto cleanup;
    }
    box.grid = fill.grid;
    box.allowed = fill.allowed;
    box.nwater = fill.nwater;
    hc_random_seed(&box.random, (uint64_t)options->seed);
    HC_TRY(hc_allocate(ctx, fill.nwater, sizeof *box.site, &box.site));
    HC_TRY(insert_all(ctx, &fill, &box));
    HC_TRY(hc_water_anneal(ctx, &box, options->sweeps));
    HC_TRY(append_water(ctx, &box, structure));
    HC_TRY(check_contacts(ctx, *structure, nsolute));
    hc_log(ctx, HC_LOG_INFO, "water: %zu molecules placed", fill.nwater);
cleanup:
    free(box.site);
    filling_clear(&fill);
    return status;
}
