#include "builders/void_sites.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"
#include "halfcell/units.h"

#define STEP (0.45 * HC_ANGSTROM) /* of the places where the search begins */
#define MERGE (0.1 * HC_ANGSTROM)
#define TIE 1e-9
#define ROOM_MIN (1.0 * HC_ANGSTROM)
#define START_MAX 200000
#define ATOM_MAX 2000

/* The structure and what is needed of it again and again. */
typedef struct search {
    const hc_structure *structure;
    hc_full_cell cell;
    hc_mat3 inverse;
    hc_spacegroup *group;
} search;

static hc_vec3 shortest(const search *s, hc_vec3 from, hc_vec3 to)
{
    return hc_full_cell_shortest(&s->cell, hc_vec3_sub(to, from));
}

/* What operation k makes of a place. */
static hc_vec3 image_of(const search *s, size_t k, hc_vec3 r)
{
    hc_vec3 fraction = hc_vec3_times_mat3(r, &s->inverse);
    return hc_vec3_times_mat3(hc_spacegroup_apply(&s->group->operation[k], fraction), &s->structure->cell);
}

static double room(const search *s, hc_vec3 r)
{
    double nearest = INFINITY;
    for (size_t i = 0; i < s->structure->natom; i++) {
        nearest = fmin(nearest, hc_vec3_norm(shortest(s, r, s->structure->position[i])));
    }
    return nearest;
}

/* Uphill in ever smaller steps along the 26 directions: the distance to the nearest atom has kinks, but no
 * derivative is needed. */
static hc_vec3 climb(const search *s, hc_vec3 r, double *distance)
{
    *distance = room(s, r);
    for (double step = 0.5 * STEP; step > 1e-5;) {
        hc_vec3 best = r;
        for (int k = 0; k < 27; k++) {
            hc_vec3 trial =
                hc_vec3_add(r, hc_vec3_make(step * (k % 3 - 1), step * (k / 3 % 3 - 1), step * (k / 9 - 1)));
            double d = room(s, trial);
            if (d > *distance + 1e-9) {
                *distance = d;
                best = trial;
            }
        }
        step = hc_vec3_norm(hc_vec3_sub(best, r)) > 0.0 ? step : 0.5 * step;
        r = best;
    }
    return r;
}

/* A maximum of the distance to the nearest atom touches four atoms at least; where the climb got stuck on a ridge it
 * touches fewer. */
static bool touches_four(const search *s, hc_vec3 r, double distance)
{
    size_t count = 0;
    for (size_t i = 0; i < s->structure->natom; i++) {
        hc_vec3 nearest = shortest(s, r, s->structure->position[i]);
        for (int k = 0; k < 27; k++) {
            const int image[3] = {k % 3 - 1, k / 3 % 3 - 1, k / 9 - 1};
            hc_vec3 other = hc_vec3_add(nearest, hc_cell_translation(&s->structure->cell, image));
            count += hc_vec3_norm(other) < distance + 0.1 * MERGE;
        }
    }
    return count >= 4;
}

/* Whether an operation makes one place of the other. */
static bool same_place(const search *s, hc_vec3 a, hc_vec3 b)
{
    for (size_t k = 0; k < s->group->noperation; k++) {
        if (hc_vec3_norm(shortest(s, image_of(s, k, a), b)) < MERGE) {
            return true;
        }
    }
    return false;
}

static size_t count_images(const search *s, hc_vec3 a)
{
    size_t stay = 0;
    for (size_t k = 0; k < s->group->noperation; k++) {
        stay += hc_vec3_norm(shortest(s, image_of(s, k, a), a)) < MERGE;
    }
    return s->group->noperation / stay; /* the identity stays */
}

static int by_room(const void *a, const void *b)
{
    const hc_void_site *p = a, *q = b;
    return p->distance > q->distance ? -1 : p->distance < q->distance;
}

/* Places in equal steps along the cell vectors, and how far each is from the nearest atom. */
typedef struct start_grid {
    size_t n[3], count;
    double *room; /* [count] */
} start_grid;

static hc_vec3 grid_place(const search *s, const start_grid *grid, size_t k)
{
    const size_t *n = grid->n;
    hc_vec3 fraction = {((double)(k % n[0]) + 0.5) / (double)n[0], ((double)(k / n[0] % n[1]) + 0.5) / (double)n[1],
                        ((double)(k / n[0] / n[1]) + 0.5) / (double)n[2]};
    return hc_vec3_times_mat3(fraction, &s->structure->cell);
}

static hc_status make_grid(hc_context *ctx, const search *s, start_grid *grid)
{
    const hc_structure *structure = s->structure;
    double count = 1.0;
    for (int d = 0; d < 3; d++) {
        double steps = fmax(1.0, ceil(hc_vec3_norm(structure->cell.row[d]) / STEP));
        count *= steps;
        grid->n[d] = count <= START_MAX ? (size_t)steps : 1;
    }
    if (structure->natom > ATOM_MAX || count > START_MAX) {
        return hc_fail(
            ctx, HC_ERROR_INPUT,
            "room for interstitials is looked for in cells of at most %d atoms and %g nm3; here are %zu in a "
            "larger cell: put the atom into a smaller one and repeat that",
            ATOM_MAX, START_MAX * pow(STEP / HC_ANGSTROM, 3) / 1000.0, structure->natom);
    }
    grid->count = (size_t)count;
    hc_status status = hc_allocate(ctx, grid->count, sizeof *grid->room, &grid->room);
    for (size_t k = 0; status == HC_OK && k < grid->count; k++) {
        grid->room[k] = room(s, grid_place(s, grid, k));
        if (hc_context_stop_requested(ctx)) {
            status = hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped while room was being looked for");
        }
    }
    return status;
}

/* Whether no place one step away along a cell vector has more room: where a climb has to begin. */
static bool is_top(const start_grid *grid, size_t k)
{
    const size_t *n = grid->n, stride[3] = {1, n[0], n[0] * n[1]};
    for (int d = 0; d < 3; d++) {
        size_t at = k / stride[d] % n[d], base = k - at * stride[d];
        size_t up = base + (at + 1) % n[d] * stride[d], down = base + (at + n[d] - 1) % n[d] * stride[d];
        if (grid->room[up] > grid->room[k] + TIE || grid->room[down] > grid->room[k] + TIE) {
            return false;
        }
    }
    return true;
}

/* Whether the place is a maximum that no site before it is equal to. */
static bool is_new(const search *s, size_t count, const hc_void_site *sites, hc_vec3 r, double distance)
{
    bool fresh = touches_four(s, r, distance);
    for (size_t m = 0; m < count && fresh; m++) {
        fresh = fabs(sites[m].distance - distance) > MERGE || !same_place(s, r, sites[m].position);
    }
    return fresh;
}

hc_status hc_void_sites_find(hc_context *ctx, const hc_structure *structure, double farthest, size_t *count,
                             hc_void_site **list)
{
    hc_status status = HC_OK;
    search s = {.structure = structure, .cell = hc_full_cell_make(&structure->cell, structure->periodic)};
    start_grid grid = {.count = 0};
    hc_void_site *sites = NULL;
    *count = 0;
    *list = NULL;
    HC_TRY(make_grid(ctx, &s, &grid));
    HC_TRY(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &s.group));
    HC_TRY(hc_allocate(ctx, grid.count, sizeof *sites, &sites));
    s.inverse = hc_mat3_inverse(&structure->cell);
    for (size_t k = 0; k < grid.count; k++) {
        double distance = grid.room[k];
        if (distance < ROOM_MIN || distance > farthest || !is_top(&grid, k)) {
            continue;
        }
        hc_vec3 r = climb(&s, grid_place(&s, &grid, k), &distance);
        if (distance <= farthest && is_new(&s, *count, sites, r, distance)) {
            sites[(*count)++] = (hc_void_site){r, distance, count_images(&s, r)};
        }
    }
    qsort(sites, *count, sizeof *sites, by_room);
    *list = sites;
    sites = NULL;
cleanup:
    free(sites);
    free(grid.room);
    hc_spacegroup_free(s.group);
    return status;
}
