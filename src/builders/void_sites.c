#include "builders/void_sites.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"
#include "builders/near_atoms.h"
#include "halfcell/units.h"
#include "math/ranking.h"

#define STEP (0.45 * HC_ANGSTROM) /* of the places where the search begins */
#define MERGE (0.1 * HC_ANGSTROM)
#define TIE 1e-9
#define SAME_ROOM 1e-3 /* bohr: climbs end in steps of 1e-5 */
#define ROOM_MIN (1.0 * HC_ANGSTROM)
#define START_MAX 1000000
#define ATOM_MAX 10000

/* The structure and what is needed of it again and again. */
typedef struct search {
    const hc_structure *structure;
    hc_full_cell cell;
    hc_mat3 inverse;
    hc_spacegroup *group;
    hc_near_atoms *near;
    double farthest; /* bohr: what is farther from all atoms is not told apart */
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
    return hc_near_atoms_distance(s->near, r, s->farthest, 0.0);
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
            double d = hc_near_atoms_distance(s->near, trial, s->farthest, *distance);
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
    return hc_near_atoms_count(s->near, r, distance + 0.1 * MERGE) >= 4;
}

static size_t count_images(const search *s, hc_vec3 a)
{
    size_t stay = 0;
    for (size_t k = 0; k < s->group->noperation; k++) {
        stay += hc_vec3_norm(shortest(s, image_of(s, k, a), a)) < MERGE;
    }
    return s->group->noperation / stay; /* the identity stays */
}

/* The sites [count] in a new list, the roomiest first, of equal ones those with fewer equivalents, then the one found
 * first. */
static hc_status sort_by_room(hc_context *ctx, size_t count, const hc_void_site *site, hc_void_site **list)
{
    hc_status status = HC_OK;
    hc_ranked *by_number = NULL, *by_room = NULL;
    HC_TRY(hc_allocate(ctx, count, sizeof *by_number, &by_number));
    HC_TRY(hc_allocate(ctx, count, sizeof *by_room, &by_room));
    HC_TRY(hc_allocate(ctx, count, sizeof **list, list));
    for (size_t k = 0; k < count; k++) {
        by_number[k] = (hc_ranked){(double)site[k].multiplicity, k};
    }
    hc_rank(by_number, count, 0.5);
    for (size_t k = 0; k < count; k++) {
        by_room[k] = (hc_ranked){-site[by_number[k].number].distance, k};
    }
    hc_rank(by_room, count, SAME_ROOM);
    for (size_t k = 0; k < count; k++) {
        (*list)[k] = site[by_number[by_room[k].number].number];
    }
cleanup:
    free(by_number);
    free(by_room);
    return status;
}

/* Places in equal steps along the cell vectors, and how far each is from the nearest atom. */
typedef struct start_grid {
    size_t n[3], count;
    int merge[3]; /* steps within which MERGE lies */
    double *room; /* [count] */
} start_grid;

static hc_vec3 grid_place(const search *s, const start_grid *grid, size_t k)
{
    const size_t *n = grid->n;
    hc_vec3 fraction = {((double)(k % n[0]) + 0.5) / (double)n[0], ((double)(k / n[0] % n[1]) + 0.5) / (double)n[1],
                        ((double)(k / n[0] / n[1]) + 0.5) / (double)n[2]};
    return hc_vec3_times_mat3(fraction, &s->structure->cell);
}

static hc_status look_for_stop(hc_context *ctx)
{
    return hc_context_stop_requested(ctx)
               ? hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped while room was being looked for")
               : HC_OK;
}

static hc_status make_grid(hc_context *ctx, const search *s, start_grid *grid)
{
    const hc_structure *structure = s->structure;
    double count = 1.0;
    for (int d = 0; d < 3; d++) {
        double steps = fmax(1.0, ceil(hc_vec3_norm(structure->cell.row[d]) / STEP));
        count *= steps;
        grid->n[d] = count <= START_MAX ? (size_t)steps : 1;
        grid->merge[d] = (int)ceil(MERGE * (double)grid->n[d] / s->cell.height[d]);
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
        status = look_for_stop(ctx);
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

/* The sites found so far, by the step of the grid in which they lie: those near to a place are looked up. */
typedef struct site_table {
    size_t count;
    hc_void_site *site; /* [grid count] */
    size_t *head;       /* [grid count]: the last site in each step, plus one; 0: none */
    size_t *next;       /* [grid count]: the one before it, likewise */
} site_table;

static hc_status make_table(hc_context *ctx, const start_grid *grid, site_table *table)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *table->site, &table->site));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *table->head, &table->head));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *table->next, &table->next));
cleanup:
    return status;
}

/* Number along direction d of the step that lies `by` from that of a fraction; the grid repeats. */
static size_t step_of(const start_grid *grid, hc_vec3 fraction, int d, int by)
{
    double n = (double)grid->n[d], at = floor(hc_vec3_get(fraction, d) * n) + by;
    return (size_t)fmin(at - n * floor(at / n), n - 1.0);
}

static size_t step_index(const search *s, const start_grid *grid, hc_vec3 r, const int by[3])
{
    hc_vec3 fraction = hc_vec3_times_mat3(r, &s->inverse);
    return (step_of(grid, fraction, 2, by[2]) * grid->n[1] + step_of(grid, fraction, 1, by[1])) * grid->n[0] +
           step_of(grid, fraction, 0, by[0]);
}

static bool is_in_step(const search *s, const site_table *table, size_t step, hc_vec3 r, double distance)
{
    for (size_t m = table->head[step]; m > 0; m = table->next[m - 1]) {
        const hc_void_site *site = &table->site[m - 1];
        if (fabs(site->distance - distance) <= MERGE && hc_vec3_norm(shortest(s, r, site->position)) < MERGE) {
            return true;
        }
    }
    return false;
}

static bool is_known(const search *s, const start_grid *grid, const site_table *table, hc_vec3 r, double distance)
{
    const int *reach = grid->merge;
    int by[3];
    for (by[2] = -reach[2]; by[2] <= reach[2]; by[2]++) {
        for (by[1] = -reach[1]; by[1] <= reach[1]; by[1]++) {
            for (by[0] = -reach[0]; by[0] <= reach[0]; by[0]++) {
                if (is_in_step(s, table, step_index(s, grid, r, by), r, distance)) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* Whether the place is a maximum that no site before it is equal to. */
static bool is_new(const search *s, const start_grid *grid, const site_table *table, hc_vec3 r, double distance)
{
    bool fresh = touches_four(s, r, distance);
    for (size_t k = 0; k < s->group->noperation && fresh; k++) {
        fresh = !is_known(s, grid, table, image_of(s, k, r), distance);
    }
    return fresh;
}

static void add_site(const search *s, const start_grid *grid, hc_vec3 r, double distance, site_table *table)
{
    const int here[3] = {0, 0, 0};
    size_t step = step_index(s, grid, r, here);
    table->site[table->count] = (hc_void_site){r, distance, count_images(s, r)};
    table->next[table->count] = table->head[step];
    table->head[step] = ++table->count;
}

hc_status hc_void_sites_find(hc_context *ctx, const hc_structure *structure, double farthest, size_t *count,
                             hc_void_site **list)
{
    hc_status status = HC_OK;
    search s = {
        .structure = structure, .cell = hc_full_cell_make(&structure->cell, structure->periodic), .farthest = farthest};
    start_grid grid = {.count = 0};
    site_table table = {0};
    *count = 0;
    *list = NULL;
    HC_TRY(hc_near_atoms_create(ctx, structure, &s.near));
    HC_TRY(make_grid(ctx, &s, &grid));
    HC_TRY(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &s.group));
    HC_TRY(make_table(ctx, &grid, &table));
    s.inverse = hc_mat3_inverse(&structure->cell);
    for (size_t k = 0; k < grid.count; k++) {
        double distance = grid.room[k];
        HC_TRY(look_for_stop(ctx));
        if (distance < ROOM_MIN || distance > farthest || !is_top(&grid, k)) {
            continue;
        }
        hc_vec3 r = climb(&s, grid_place(&s, &grid, k), &distance);
        if (distance <= farthest && is_new(&s, &grid, &table, r, distance)) {
            add_site(&s, &grid, r, distance, &table);
        }
    }
    HC_TRY(sort_by_room(ctx, table.count, table.site, list));
    *count = table.count;
cleanup:
    free(table.site);
    free(table.head);
    free(table.next);
    free(grid.room);
    hc_near_atoms_free(s.near);
    hc_spacegroup_free(s.group);
    return status;
}
