/* Empty sites of fcc and bcc without a reference. Both are the same seen from either side of a site: an atom that has a
 * neighbour at v but none at -v votes for an empty site there. In bcc only the first shell votes. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "analysis/defects/lattice.h"
#include "atoms/neighbours.h"
#include "base/array.h"

/* In units of the nearest distance. */
#define SAME_PLACE 0.35 /* votes this near to each other are for one site; an atom this near to -v fills it */
#define FREE_PLACE 0.70 /* nearer to an atom than this is no site */

typedef struct vote {
    hc_vec3 place; /* bohr */
    size_t voter;
} vote;

typedef struct ballot {
    size_t count, capacity;
    vote *vote;
} ballot;

static size_t first_shell(const hc_lattice_map *map, size_t i, bool body_centred)
{
    const hc_shells *shells = map->shells;
    size_t count = 0, most = body_centred ? 8 : 12;
    double reach = (body_centred ? 1.08 : 1.21) * shells->nearest;
    for (size_t k = shells->first[i]; k < shells->first[i + 1] && count < most; k++) {
        count += shells->entry[k].length < reach;
    }
    return count;
}

static bool is_filled(const hc_shell_neighbour *shell, size_t count, hc_vec3 place, double within)
{
    for (size_t k = 0; k < count; k++) {
        if (hc_vec3_norm2(hc_vec3_sub(shell[k].vector, place)) < within * within) {
            return true;
        }
    }
    return false;
}

static hc_status cast_votes(hc_context *ctx, const hc_lattice_map *map, size_t i, bool body_centred, ballot *votes)
{
    hc_status status = HC_OK;
    const hc_shell_neighbour *shell = hc_shells_of(map->shells, i);
    size_t all = map->shells->first[i + 1] - map->shells->first[i], count = first_shell(map, i, body_centred);
    double nearest = map->shells->nearest;
    for (size_t k = 0; k < count; k++) {
        hc_vec3 place = hc_vec3_scale(-1.0, shell[k].vector);
        if (!is_filled(shell, all, place, FREE_PLACE * nearest)) {
            HC_TRY(hc_array_reserve(ctx, &votes->vote, sizeof *votes->vote, votes->count, votes->count + 1,
                                    &votes->capacity));
            votes->vote[votes->count++] = (vote){hc_vec3_add(map->structure->position[i], place), i};
        }
    }
cleanup:
    return status;
}

/* Votes near each other are for one site. */
static hc_status gather(hc_context *ctx, const hc_lattice_map *map, const ballot *votes, size_t *site)
{
    hc_status status = HC_OK;
    hc_vec3 *place = NULL;
    HC_TRY(hc_allocate(ctx, votes->count, sizeof *place, &place));
    for (size_t k = 0; k < votes->count; k++) {
        place[k] = votes->vote[k].place;
    }
    HC_TRY(hc_groups_of_places(ctx, map->structure, votes->count, place, SAME_PLACE * map->shells->nearest, site));
cleanup:
    free(place);
    return status;
}

/* A site needs the votes of most of its neighbours: fewer is a surface. Two neighbouring vacancies still have 11 each.
 */
static hc_status take_sites(hc_context *ctx, const hc_lattice_map *map, const ballot *votes, size_t *site,
                            const bool *in_core, bool body_centred, hc_census *census)
{
    hc_status status = HC_OK;
    size_t *number = NULL, (*voters)[12] = NULL, full = body_centred ? 8 : 12;
    hc_vec3 *sum = NULL;
    HC_TRY(hc_allocate(ctx, votes->count, sizeof *number, &number));
    HC_TRY(hc_allocate(ctx, votes->count, sizeof *voters, &voters));
    HC_TRY(hc_allocate(ctx, votes->count, sizeof *sum, &sum));
    for (size_t k = 0; k < votes->count; k++) {
        size_t root = hc_groups_find(site, k);
        hc_vec3 d = hc_minimum_image(map->structure, votes->vote[root].place, votes->vote[k].place);
        sum[root] = hc_vec3_add(sum[root], d);
        if (number[root] < 12) {
            voters[root][number[root]] = votes->vote[k].voter;
        }
        /* one of a core is one too many */
        number[root] += in_core[votes->vote[k].voter] ? full + 1 : 1;
    }
    for (size_t k = 0; k < votes->count; k++) {
        /* 7 of 12 or more are below a surface or in it, where 9 (111) and 8 (100) neighbours remain. */
        if (number[k] < full * 7 / 12 + 1 || number[k] > full) {
            continue;
        }
        hc_finding finding = {.position = hc_vec3_axpy(votes->vote[k].place, 1.0 / (double)number[k], sum[k])};
        snprintf(finding.kind, sizeof finding.kind, "lattice vacancy");
        snprintf(finding.note, sizeof finding.note, "empty %s site with %zu of %zu neighbours",
                 body_centred ? "bcc" : "fcc", number[k], full);
        HC_TRY(hc_census_find(ctx, census, &finding, number[k], voters[k]));
    }
cleanup:
    free(number);
    free(voters);
    free(sum);
    return status;
}

hc_status hc_lattice_vacancies_find(hc_context *ctx, const hc_lattice_map *map, const bool *in_core, hc_census *census)
{
    hc_status status = HC_OK;
    ballot votes = {0};
    size_t *site = NULL;
    bool body_centred = map->count[HC_LATTICE_BCC] > map->count[HC_LATTICE_FCC];
    unsigned char own = body_centred ? HC_LATTICE_BCC : HC_LATTICE_FCC;
    if (map->count[own] < map->count[HC_LATTICE_HCP] || map->count[own] == 0) {
        return HC_OK;
    }
    for (size_t i = 0; i < map->structure->natom; i++) {
        if (map->lattice[i] == HC_LATTICE_OTHER && map->shells->first[i + 1] > map->shells->first[i]) {
            HC_TRY(cast_votes(ctx, map, i, body_centred, &votes));
        }
    }
    HC_TRY(hc_allocate(ctx, votes.count, sizeof *site, &site));
    if (votes.count > 0) {
        HC_TRY(gather(ctx, map, &votes, site));
        HC_TRY(take_sites(ctx, map, &votes, site, in_core, body_centred, census));
    }
cleanup:
    free(votes.vote);
    free(site);
    return status;
}
