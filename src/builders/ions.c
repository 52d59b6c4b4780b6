#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "builders/assemble.h"
#include "builders/packing_grid.h"
#include "builders/solvate.h"
#include "halfcell/units.h"
#include "math/random.h"
#include "math/ranking.h"

/* Of so many places the one farthest from the other ions is taken. */
#define CANDIDATES 200
/* How near an ion may come to another atom, as a share of the sum of the contact radii. */
#define CLEARANCE 0.9
/* Orientations that are tried at a place. */
#define TURNS 20

hc_ion_options hc_ion_defaults(void)
{
    return (hc_ion_options){.ion = hc_ion_of_element(11),
                            .count = 1,
                            .distance = 4.5 * HC_ANGSTROM,
                            .tolerance = 0.3 * HC_ANGSTROM,
                            .apart = 5.0 * HC_ANGSTROM,
                            .axis = 2,
                            .bottom = NAN,
                            .top = NAN,
                            .seed = 1};
}

typedef struct distance_field {
    float *distance; /* bohr, [voxels], to the nearest of the atoms that count */
    bool *blocked;   /* [voxels]: too near to an atom of any kind */
} distance_field;

static void mark_distance(void *data, size_t voxel, double distance)
{
    distance_field *field = data;
    field->distance[voxel] = fminf(field->distance[voxel], (float)distance);
}

static void mark_blocked(void *data, size_t voxel, double distance)
{
    distance_field *field = data;
    (void)distance;
    field->blocked[voxel] = true;
}

static size_t atoms_of(const hc_ion_record *record)
{
    size_t count = 0;
    while (count < HC_ION_ATOMS && record->atom[count].symbol != NULL) {
        count++;
    }
    return count;
}

/* How near two atoms may come. */
static double contact_of(int number, int other)
{
    return CLEARANCE * (hc_contact_radius(number) + hc_contact_radius(other));
}

static hc_status make_field(hc_context *ctx, const hc_ion_options *options, const hc_packing_grid *grid, size_t naway,
                            const size_t *away_from, const hc_structure *structure, distance_field *field)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *field->distance, &field->distance));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *field->blocked, &field->blocked));
    for (size_t voxel = 0; voxel < grid->count; voxel++) {
        field->distance[voxel] = HC_PACKING_FAR;
    }
    for (size_t k = 0; k < (away_from == NULL ? structure->natom : naway); k++) {
        hc_vec3 centre = structure->position[away_from == NULL ? k : away_from[k]];
        hc_packing_grid_visit(grid, centre, options->distance + options->tolerance + HC_ANGSTROM, mark_distance, field);
    }
    int middle = hc_element_number(options->ion.atom[0].symbol);
    for (size_t i = 0; i < structure->natom; i++) {
        double contact = contact_of(structure->atomic_number[i], middle);
        hc_packing_grid_visit(grid, structure->position[i], contact, mark_blocked, field);
    }
cleanup:
    return status;
}

/* The ions that are there already, each of `size` atoms, the first of them in its middle. */
static double distance_to_ions(const hc_full_cell *cell, const hc_structure *ions, size_t count, size_t size, hc_vec3 r)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < count; i++) {
        hc_vec3 away = hc_vec3_sub(r, ions->position[i * size]);
        nearest = fmin(nearest, hc_vec3_norm(hc_full_cell_shortest(cell, away)));
    }
    return nearest;
}

/* Whether an atom has room among the first `count` atoms of a structure. */
static bool fits(const hc_full_cell *cell, const hc_structure *structure, size_t count, int number, hc_vec3 r)
{
    for (size_t i = 0; i < count; i++) {
        hc_vec3 apart = hc_full_cell_shortest(cell, hc_vec3_sub(r, structure->position[i]));
        if (hc_vec3_norm(apart) < contact_of(structure->atomic_number[i], number)) {
            return false;
        }
    }
    return true;
}

/* Turns an ion about its middle, where there is room for that, until all its atoms have room. */
static bool turn_ion(const hc_ion_record *record, const hc_full_cell *cell, const hc_structure *structure,
                     const hc_structure *ions, size_t first, hc_vec3 middle, hc_random *random, hc_vec3 *atom)
{
    size_t size = atoms_of(record);
    atom[0] = middle;
    for (int attempt = 0; size > 1 && attempt < TURNS; attempt++) {
        hc_mat3 turn = hc_random_rotation(random);
        bool room = true;
        for (size_t k = 1; k < size && room; k++) {
            const hc_ion_atom *a = &record->atom[k];
            hc_vec3 r = hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(a->x, a->y, a->z));
            int number = hc_element_number(a->symbol);
            atom[k] = hc_vec3_add(middle, hc_mat3_times_vec3(&turn, r));
            room = fits(cell, structure, structure->natom, number, atom[k]) && fits(cell, ions, first, number, atom[k]);
        }
        if (room) {
            return true;
        }
    }
    return size == 1;
}

typedef struct ion_places {
    const hc_packing_grid *grid;
    const hc_structure *structure; /* what is there */
    hc_full_cell cell;
    size_t *voxel, count;
} ion_places;

/* One more ion at the best of some random places. Images of itself do not count. */
static hc_status place_ion(hc_context *ctx, const hc_ion_options *options, const ion_places *places, size_t iion,
                           hc_random *random, hc_structure *ions)
{
    const hc_ion_record *ion = &options->ion;
    size_t size = atoms_of(ion), first = iion * size;
    double farthest = -INFINITY;
    for (int candidate = 0; candidate < CANDIDATES; candidate++) {
        size_t voxel = places->voxel[(size_t)(hc_random_uniform(random) * (double)places->count)];
        hc_vec3 atom[HC_ION_ATOMS], r = hc_packing_grid_point(places->grid, voxel);
        double distance = distance_to_ions(&places->cell, ions, iion, size, r);
        if (distance > farthest + HC_SAME_DISTANCE &&
            turn_ion(ion, &places->cell, places->structure, ions, first, r, random, atom)) {
            farthest = distance;
            memcpy(&ions->position[first], atom, size * sizeof *atom);
        }
    }
    for (size_t k = 0; k < size; k++) {
        hc_structure_set_element(ions, first + k, hc_element_number(ion->atom[k].symbol));
    }
    if (farthest == -INFINITY) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "ion %zu of %d: however %s is turned it overlaps with others at this distance; give another "
                       "distance, or a larger gap",
                       iion + 1, options->count, ion->name);
    }
    if (farthest < options->apart) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "ion %zu of %d comes within %.2f Angstrom of another; fewer ions, a larger distance or a smaller "
            "gap between them have more room",
            iion + 1, options->count, farthest / HC_ANGSTROM);
    }
    return HC_OK;
}

static bool is_between(const hc_ion_options *options, const hc_packing_grid *grid, size_t voxel)
{
    hc_vec3 s = hc_packing_grid_fraction(grid, voxel);
    double z = hc_vec3_get(s, options->axis) * grid->cell.height[options->axis];
    return !(z < options->bottom) && !(z > options->top);
}

static hc_status find_places(hc_context *ctx, const hc_ion_options *options, const hc_packing_grid *grid,
                             const distance_field *field, bool anywhere, size_t **place, size_t *count)
{
    hc_status status = hc_allocate(ctx, grid->count, sizeof **place, place);
    *count = 0;
    for (size_t voxel = 0; status == HC_OK && voxel < grid->count; voxel++) {
        bool at_distance = anywhere || fabs(field->distance[voxel] - options->distance) <= options->tolerance;
        if (at_distance && !field->blocked[voxel] && is_between(options, grid, voxel)) {
            (*place)[(*count)++] = voxel;
        }
    }
    if (status == HC_OK && *count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "no place for an ion %.2f Angstrom from the atoms that does not overlap with others; give "
                         "another distance, or put ions in before the water",
                         options->distance / HC_ANGSTROM);
    }
    return status;
}

hc_status hc_solvate_ions(hc_context *ctx, const hc_ion_options *options, size_t naway, const size_t *away_from,
                          hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_packing_grid *grid = NULL;
    distance_field field = {0};
    hc_structure *ions = NULL;
    ion_places places = {.structure = *structure};
    hc_random random;
    size_t size = atoms_of(&options->ion);
    if (options->count < 1 || !(options->distance > 0.0) || size == 0 || options->axis < 0 || options->axis > 2) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "ions: give an element, a positive number, a positive distance and axis 0, 1 or 2");
    }
    if (options->bottom > options->top) {
        return hc_fail(ctx, HC_ERROR_INPUT, "ions: bottom, %.4g Angstrom, is above top, %.4g Angstrom",
                       options->bottom / HC_ANGSTROM, options->top / HC_ANGSTROM);
    }
    bool anywhere = (away_from == NULL ? (*structure)->natom : naway) == 0;
    hc_random_seed(&random, (uint64_t)options->seed);
    HC_TRY(hc_packing_grid_create(ctx, *structure, &grid));
    HC_TRY(make_field(ctx, options, grid, naway, away_from, *structure, &field));
    HC_TRY(find_places(ctx, options, grid, &field, anywhere, &places.voxel, &places.count));
    HC_TRY(hc_structure_create(ctx, (size_t)options->count * size, &ions));
    ions->charge = (long long)options->count * options->ion.charge;
    places.grid = grid;
    places.cell = hc_full_cell_make(&(*structure)->cell, (*structure)->periodic);
    for (size_t i = 0; i < (size_t)options->count; i++) {
        HC_TRY(place_ion(ctx, options, &places, i, &random, ions));
    }
    HC_TRY(hc_structure_append(ctx, ions, hc_vec3_make(0, 0, 0), structure));
cleanup:
    hc_structure_free(ions);
    free(places.voxel);
    free(field.distance);
    free(field.blocked);
    hc_packing_grid_free(grid);
    return status;
}
