#include "analysis/defects/junction.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "atoms/neighbours.h"

/* Near a junction a circuit goes around more than one line, so that each line is seen to end before it: ends of one
 * junction are within so many nearest distances. */
#define REACH 4.0
#define ENDS_LEAST 3
#define ZERO 1e-3 /* of a sum of Burgers vectors, squared */

/* The ends of a group, from its first on: a junction when they are three or more, in one grain, without a sum. */
static hc_status judge(hc_context *ctx, const hc_structure *structure, const hc_line_end *end, size_t first,
                       const size_t *next, hc_census *census)
{
    hc_status status = HC_OK;
    hc_vec3 burgers = {0, 0, 0}, away = {0, 0, 0}; /* away: bohr, from the first to the others */
    size_t *atoms = NULL, count = 0, natom = 0;
    bool one_grain = true;
    for (size_t k = first; k != SIZE_MAX; k = next[k]) {
        one_grain = one_grain && end[k].grain == end[first].grain;
        burgers = hc_vec3_add(burgers, end[k].burgers);
        away = hc_vec3_add(away, hc_minimum_image(structure, end[first].place, end[k].place));
        count++;
    }
    if (count < ENDS_LEAST || !one_grain || !(hc_vec3_norm2(burgers) < ZERO)) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, count, sizeof *atoms, &atoms));
    for (size_t k = first; k != SIZE_MAX; k = next[k]) {
        atoms[natom++] = end[k].atom;
    }
    hc_finding finding = {.kind = "junction of dislocations", .measure = "lines", .value = (double)count};
    finding.position = hc_vec3_axpy(end[first].place, 1.0 / (double)count, away);
    snprintf(finding.note, sizeof finding.note, "%zu lines meet; away from here their b add up to zero", count);
    HC_TRY(hc_census_find(ctx, census, &finding, natom, atoms));
cleanup:
    free(atoms);
    return status;
}

hc_status hc_junctions_find(hc_context *ctx, const hc_structure *structure, double nearest, size_t count,
                            const hc_line_end *end, hc_census *census)
{
    hc_status status = HC_OK;
    hc_vec3 *place = NULL;
    size_t *group = NULL, *next = NULL;
    if (count < ENDS_LEAST) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, count, sizeof *place, &place));
    HC_TRY(hc_allocate(ctx, count, sizeof *group, &group));
    HC_TRY(hc_allocate(ctx, count, sizeof *next, &next));
    for (size_t k = 0; k < count; k++) {
        place[k] = end[k].place;
    }
    HC_TRY(hc_groups_of_places(ctx, structure, count, place, REACH * nearest, group));
    hc_groups_list(group, count, next);
    for (size_t k = 0; k < count; k++) {
        if (hc_groups_find(group, k) == k) {
            HC_TRY(judge(ctx, structure, end, k, next, census));
        }
    }
cleanup:
    free(place);
    free(group);
    free(next);
    return status;
}
