/* Edges of sp2 carbon: zigzag and armchair, of the sheet or of a hole in it, with hydrogen or bare. */
#include <stdio.h>

#include "analysis/defects/recogniser.h"

/* Rings larger than this are holes. */
#define HOLE_LEAST 9

typedef struct site {
    size_t degree; /* bonds to the network */
    size_t partner[2];
    bool terminated; /* something else is bonded to it */
} site;

/* Partners in the net of rings: chains and groups that hang on it do not count, metals neither. */
static site look(const hc_defect_scene *scene, size_t i)
{
    site seen = {0};
    const hc_bond_graph *bonds = scene->bonds;
    for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
        size_t j = bonds->bond[k].to;
        bool inside = scene->in_sheet[j];
        if (inside && seen.degree < 2) {
            seen.partner[seen.degree] = j;
        }
        seen.degree += inside;
        seen.terminated = seen.terminated || !inside;
    }
    return seen;
}

static bool at_hole(const hc_defect_scene *scene, size_t i)
{
    const hc_rings *rings = scene->rings;
    if (scene->holes->at[i]) {
        return true;
    }
    for (size_t k = rings->of_first[i]; k < rings->of_first[i + 1]; k++) {
        if (hc_ring_size(rings, rings->of[k]) >= HOLE_LEAST) {
            return true;
        }
    }
    return false;
}

/* An atom with two bonds in the net: zigzag when both partners have three, armchair when one of them has two as well.
 */
static const char *edge_kind(const hc_defect_scene *scene, size_t i, const site *here)
{
    size_t open = 0;
    for (size_t k = 0; k < 2; k++) {
        open += look(scene, here->partner[k]).degree == 2;
    }
    return at_hole(scene, i) ? "hole edge" : open == 0 ? "zigzag edge" : open == 1 ? "armchair edge" : "edge, other";
}

static hc_status take_edge(hc_context *ctx, hc_census *census, const hc_defect_scene *scene, size_t i)
{
    site here = look(scene, i);
    if (here.degree != 2 || hc_rings_smallest(scene->rings, i) == 0) {
        return HC_OK;
    }
    hc_finding finding = {.position = scene->structure->position[i]};
    snprintf(finding.kind, sizeof finding.kind, "%s", edge_kind(scene, i, &here));
    snprintf(finding.note, sizeof finding.note, "%s", here.terminated ? "terminated" : "bare");
    hc_status status = hc_census_find(ctx, census, &finding, 1, &i);
    if (status == HC_OK) {
        /* The edge itself is counted as a defect; this says only what is at it. */
        status = hc_census_count(ctx, census, HC_ROLE_USUAL,
                                 here.terminated ? "edge atoms, terminated" : "edge atoms, bare", 1.0);
    }
    return status;
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    for (size_t i = 0; i < scene->structure->natom; i++) {
        if (scene->structure->atomic_number[i] == 6 && scene->in_network[i]) {
            hc_status status = take_edge(ctx, census, scene, i);
            if (status != HC_OK) {
                return status;
            }
        }
    }
    return HC_OK;
}

const hc_recogniser_record hc_recogniser_edges = {
    .name = "edges",
    .summary = "zigzag and armchair edges of carbon sheets, terminated or bare",
    .reference = "Nakada et al., Phys. Rev. B 54, 17954 (1996)",
    .needs = "fused rings of carbon",
    .applies = hc_scene_has_carbon_sheet,
    .recognise = recognise,
};
