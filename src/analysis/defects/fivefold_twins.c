/* Five-fold twins: on the common edge of five twinned crystals an atom shares five neighbours, in a ring, with each of
 * the two atoms along the edge, and four with each of the other ten. */
#include <stdio.h>
#include <stdlib.h>

#include "analysis/defects/groups.h"
#include "analysis/defects/lattice.h"
#include "halfcell/units.h"

/* A single atom of this kind is common in liquids. */
#define ATOMS_LEAST 2

/* Joins atoms that follow one another along an axis; axes that only touch, as in an icosahedron, stay apart. */
static void join_axes(const hc_lattice_map *map, size_t *axis)
{
    for (size_t i = 0; i < map->structure->natom; i++) {
        const hc_shell_neighbour *near = hc_shells_of(map->shells, i);
        for (int a = 0; map->lattice[i] == HC_LATTICE_FIVEFOLD && a < 12; a++) {
            if ((map->marked[i] >> a & 1u) && map->lattice[near[a].to] == HC_LATTICE_FIVEFOLD) {
                hc_groups_join(axis, i, near[a].to);
            }
        }
    }
}

static hc_status take_axis(hc_context *ctx, const hc_lattice_map *map, size_t first, const size_t *next, size_t *atoms,
                           hc_census *census)
{
    size_t count = 0;
    for (size_t i = first; i != SIZE_MAX; i = next[i]) {
        atoms[count++] = i;
    }
    if (count < ATOMS_LEAST) {
        return HC_OK;
    }
    hc_finding finding = {.kind = "five-fold twin", .position = map->structure->position[first]};
    finding.measure = "length_nm";
    finding.value = (double)count * map->shells->nearest * HC_BOHR_IN_ANGSTROM * 0.1;
    snprintf(finding.note, sizeof finding.note, "%zu atoms on the axis", count);
    return hc_census_find(ctx, census, &finding, count, atoms);
}

hc_status hc_fivefold_twins_find(hc_context *ctx, const hc_lattice_map *map, hc_census *census)
{
    hc_status status = HC_OK;
    size_t natom = map->structure->natom, count = map->count[HC_LATTICE_FIVEFOLD];
    size_t *axis = NULL, *next = NULL, *atoms = NULL;
    if (count < ATOMS_LEAST) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, natom, sizeof *axis, &axis));
    HC_TRY(hc_allocate(ctx, natom, sizeof *next, &next));
    HC_TRY(hc_allocate(ctx, count, sizeof *atoms, &atoms));
    hc_groups_begin(axis, natom);
    join_axes(map, axis);
    hc_groups_list(axis, natom, next);
    for (size_t i = 0; i < natom; i++) {
        if (map->lattice[i] == HC_LATTICE_FIVEFOLD && hc_groups_find(axis, i) == i) {
            HC_TRY(take_axis(ctx, map, i, next, atoms, census));
        }
    }
cleanup:
    free(axis);
    free(next);
    free(atoms);
    return status;
}
