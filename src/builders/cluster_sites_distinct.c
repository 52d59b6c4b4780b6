#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"
#include "builders/cluster_sites.h"
#include "builders/near_atoms.h"
#include "halfcell/units.h"
#include "math/point_symmetry.h"

#define SAME (0.05 * HC_ANGSTROM)
#define MARK HC_ANGSTROM /* how far above a place the point is that stands for it and its side */

static int by_rank(const void *a, const void *b)
{
    const hc_cluster_place *p = a, *q = b;
    if (p->site.coordination != q->site.coordination) {
        return p->site.coordination > q->site.coordination ? -1 : 1;
    }
    double deeper = p->site.below == q->site.below ? 0.0 : round(p->site.below / SAME) - round(q->site.below / SAME);
    if (p->site.coordination > 1 && deeper != 0.0) {
        return deeper < 0.0 ? -1 : 1;
    }
    return hc_cluster_place_compare(p, q);
}

/* Marks what the operations make of place k; how many places these are, itself among them. */
static size_t mark_images(const hc_symmetry *symmetry, hc_vec3 centre, const hc_structure *points,
                          const hc_near_atoms *near, size_t k, bool *done)
{
    size_t count = 0, found[4];
    for (size_t o = 0; o < symmetry->count; o++) {
        hc_vec3 from = hc_vec3_sub(points->position[k], centre);
        hc_vec3 to = hc_vec3_add(centre, hc_mat3_times_vec3(&symmetry->operation[o].rotation, from));
        size_t n = hc_near_atoms_list(near, to, SAME, 4, found);
        for (size_t l = 0; l < n && l < 4; l++) {
            count += !done[found[l]];
            done[found[l]] = true;
        }
    }
    return count;
}

hc_status hc_cluster_places_distinct(hc_context *ctx, const hc_structure *structure, size_t *count,
                                     hc_cluster_place *list)
{
    hc_status status = HC_OK;
    const bool nowhere[3] = {false, false, false};
    const hc_body body = {structure->natom, structure->atomic_number, structure->mass, structure->position};
    hc_symmetry *symmetry = NULL;
    hc_structure *points = NULL;
    hc_near_atoms *near = NULL;
    bool *done = NULL;
    size_t kept = 0;
    if (*count == 0) {
        return HC_OK;
    }
    hc_full_cell alone = hc_full_cell_make(&structure->cell, nowhere);
    HC_TRY(hc_symmetry_find(ctx, &body, HC_SPACEGROUP_TOLERANCE, &symmetry));
    HC_TRY(hc_structure_create(ctx, *count, &points));
    HC_TRY(hc_allocate(ctx, *count, sizeof *done, &done));
    for (size_t k = 0; k < *count; k++) {
        points->position[k] = hc_vec3_axpy(list[k].site.position, MARK, list[k].outward);
    }
    HC_TRY(hc_near_atoms_create(ctx, points, &near));
    for (size_t k = 0; k < *count; k++) {
        if (!done[k]) {
            list[kept] = list[k];
            list[kept].site.multiplicity = mark_images(symmetry, hc_body_centre(&body), points, near, k, done);
            list[kept].site.below = hc_site_depth(structure, &alone, list[k].site.position, list[k].outward);
            kept++;
        }
    }
    qsort(list, kept, sizeof *list, by_rank);
    *count = kept;
cleanup:
    free(done);
    hc_near_atoms_free(near);
    hc_structure_free(points);
    hc_symmetry_free(symmetry);
    return status;
}
