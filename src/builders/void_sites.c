#include "builders/void_sites.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"
#include "halfcell/units.h"

#define STEP (0.45 * HC_ANGSTROM) /* of the places where the search begins */
#define MERGE (0.1 * HC_ANGSTROM)
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

hc_status hc_void_sites_find(hc_context *ctx, const hc_structure *structure, double farthest, size_t *count,
                             hc_void_site **list)
{
    hc_status status = HC_OK;
    search s = {.structure = structure};
    hc_void_site *sites = NULL;
    int n[3];
    size_t nstart = 1;
    *count = 0;
    *list = NULL;
    for (int d = 0; d < 3; d++) {
        n[d] = (int)ceil(hc_vec3_norm(structure->cell.row[d]) / STEP);
        nstart *= (size_t)(n[d] > 0 ? n[d] : 1);
    }
    if (structure->natom > ATOM_MAX || nstart > START_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "room for interstitials is looked for in cells of at most %d atoms; here "
                       "are %zu: put the atom into a smaller cell and repeat that",
                       ATOM_MAX, structure->natom);
    }
    HC_TRY(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &s.group));
    HC_TRY(hc_allocate(ctx, nstart, sizeof *sites, &sites));
    s.inverse = hc_mat3_inverse(&structure->cell);
    s.cell = hc_full_cell_make(&structure->cell, structure->periodic);
    for (size_t k = 0; k < nstart; k++) {
        size_t x = k % (size_t)n[0], y = k / (size_t)n[0] % (size_t)n[1], z = k / (size_t)n[0] / (size_t)n[1];
        hc_vec3 fraction = {((double)x + 0.5) / n[0], ((double)y + 0.5) / n[1], ((double)z + 0.5) / n[2]};
        hc_vec3 start = hc_vec3_times_mat3(fraction, &structure->cell);
        double distance = room(&s, start);
        if (distance < ROOM_MIN || distance > farthest) {
            continue;
        }
        hc_vec3 r = climb(&s, start, &distance);
        bool is_new = distance <= farthest && touches_four(&s, r, distance);
        for (size_t m = 0; m < *count && is_new; m++) {
            is_new = fabs(sites[m].distance - distance) > MERGE || !same_place(&s, r, sites[m].position);
        }
        if (is_new) {
            sites[(*count)++] = (hc_void_site){r, distance, count_images(&s, r)};
        }
    }
    qsort(sites, *count, sizeof *sites, by_room);
    *list = sites;
    sites = NULL;
cleanup:
    free(sites);
    hc_spacegroup_free(s.group);
    return status;
}
