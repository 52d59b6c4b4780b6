#include "analysis/defects/junction.h"

#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "atoms/neighbours.h"
#include "halfcell/units.h"

/* Near a junction a circuit goes around more than one line, so that each line is seen to end before it: ends of one
 * junction are within so many nearest distances. */
#define REACH 4.0
#define ZERO 1e-3 /* of a sum of Burgers vectors, squared */

/* Ends as atoms of the same cell, for the list of neighbours. */
static hc_status place_ends(hc_context *ctx, const hc_structure *structure, size_t count, const hc_line_end *end,
                            hc_structure **places)
{
    hc_status status = hc_structure_create(ctx, count, places);
    for (size_t k = 0; status == HC_OK && k < count; k++) {
        hc_structure_set_element(*places, k, 1);
        (*places)->position[k] = end[k].place;
    }
    for (int d = 0; status == HC_OK && d < 3; d++) {
        (*places)->cell.row[d] = structure->cell.row[d];
        (*places)->periodic[d] = structure->periodic[d];
    }
    return status;
}

static hc_status group_ends(hc_context *ctx, const hc_structure *places, double reach, size_t *group)
{
    hc_neighbour_list *list = NULL;
    hc_status status = HC_OK;
    hc_groups_begin(group, places->natom);
    HC_TRY(hc_neighbours_create(ctx, reach, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, places));
    for (size_t k = 0; k < places->natom; k++) {
        for (size_t e = list->first[k]; e < list->first[k + 1]; e++) {
            hc_groups_join(group, k, list->entry[e].j);
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}

/* What is summed over the ends of a group, at the number of its first. */
typedef struct meeting {
    size_t count;
    bool one_grain;
    hc_vec3 burgers, away; /* away: bohr, from the first to the others */
} meeting;

static void add_ends(const hc_structure *places, const hc_line_end *end, size_t *group, meeting *met)
{
    for (size_t k = 0; k < places->natom; k++) {
        size_t first = hc_groups_find(group, k);
        meeting *m = &met[first];
        m->one_grain = m->count == 0 || (m->one_grain && end[k].grain == end[first].grain);
        m->count++;
        m->burgers = hc_vec3_add(m->burgers, end[k].burgers);
        m->away = hc_vec3_add(m->away, hc_minimum_image(places, end[first].place, end[k].place));
    }
}

static hc_status tell(hc_context *ctx, const hc_line_end *end, size_t count, size_t *group, const meeting *m,
                      size_t first, hc_census *census)
{
    hc_status status = HC_OK;
    hc_finding finding = {.kind = "junction of dislocations", .measure = "lines", .value = (double)m->count};
    size_t *atoms = NULL, natom = 0;
    HC_TRY(hc_allocate(ctx, m->count, sizeof *atoms, &atoms));
    for (size_t k = first; k < count; k++) {
        if (hc_groups_find(group, k) == first) {
            atoms[natom++] = end[k].atom;
        }
    }
    finding.position = hc_vec3_axpy(end[first].place, 1.0 / (double)m->count, m->away);
    snprintf(finding.note, sizeof finding.note, "%zu lines meet; away from here their b add up to zero", m->count);
    HC_TRY(hc_census_find(ctx, census, &finding, natom, atoms));
cleanup:
    free(atoms);
    return status;
}

hc_status hc_junctions_find(hc_context *ctx, const hc_structure *structure, double nearest, size_t count,
                            const hc_line_end *end, hc_census *census)
{
    hc_status status = HC_OK;
    hc_structure *places = NULL;
    size_t *group = NULL;
    meeting *met = NULL;
    if (count < 3) {
        return HC_OK;
    }
    HC_TRY(place_ends(ctx, structure, count, end, &places));
    HC_TRY(hc_allocate(ctx, count, sizeof *group, &group));
    HC_TRY(hc_allocate(ctx, count, sizeof *met, &met));
    HC_TRY(group_ends(ctx, places, REACH * nearest, group));
    add_ends(places, end, group, met);
    for (size_t k = 0; k < count; k++) {
        if (met[k].count >= 3 && met[k].one_grain && hc_vec3_norm2(met[k].burgers) < ZERO) {
            HC_TRY(tell(ctx, end, count, group, &met[k], k, census));
        }
    }
cleanup:
    hc_structure_free(places);
    free(group);
    free(met);
    return status;
}
