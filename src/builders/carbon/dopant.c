#include "builders/carbon/defect.h"
#include "halfcell/units.h"

bool hc_carbon_dopant_fits(const hc_skeleton *skeleton, size_t i, int site)
{
    if (site == HC_DOPANT_GRAPHITIC) {
        return skeleton->structure->atomic_number[i] == 6 && hc_carbon_heavy(skeleton, i) == 3 &&
               skeleton->atom[i].count == 3;
    }
    if (site == HC_DOPANT_SP3) {
        return skeleton->structure->atomic_number[i] == 6 && hc_carbon_count(skeleton, i, 6) == 4;
    }
    return hc_carbon_at_edge(skeleton, i) && (site != HC_DOPANT_PYRROLIC || hc_carbon_edge_partner(skeleton, i) >= 0);
}

static void lift(hc_skeleton *skeleton, size_t i, double height)
{
    hc_vec3 *at = &skeleton->structure->position[i];
    *at = hc_vec3_axpy(*at, height, hc_carbon_normal(skeleton, i));
}

/* A ligand (hydrogen, oxygen) on atom i, away from its two neighbours. */
static hc_status add_outside(hc_context *ctx, hc_skeleton *skeleton, size_t i, int element, double length)
{
    hc_status status = HC_OK;
    size_t added = 0;
    hc_vec3 back = hc_vec3_add(hc_skeleton_vector(skeleton, i, 0), hc_skeleton_vector(skeleton, i, 1));
    double norm = fmax(hc_vec3_norm(back), 1e-6);
    hc_vec3 at = hc_vec3_axpy(skeleton->structure->position[i], -length / norm, back);
    HC_TRY(hc_skeleton_add_atom(ctx, skeleton, element, at, &added));
    HC_TRY(hc_skeleton_bond(ctx, skeleton, i, added, NULL));
cleanup:
    return status;
}

/* i and its partner j become one atom between their other neighbours. */
static hc_status contract_pair(hc_context *ctx, hc_skeleton *skeleton, size_t i, int element)
{
    hc_status status = HC_OK;
    hc_vec3 *at = skeleton->structure->position;
    hc_carbon_strip(skeleton, i);
    int k = hc_carbon_edge_partner(skeleton, i), image[3];
    hc_skeleton_link pair = skeleton->atom[i].link[k];
    hc_carbon_strip(skeleton, pair.j);
    int back = hc_skeleton_find(skeleton, pair.j, i);
    hc_skeleton_link beyond = skeleton->atom[pair.j].link[1 - back];
    for (int d = 0; d < 3; d++) {
        image[d] = pair.image[d] + beyond.image[d];
    }
    at[i] = hc_vec3_axpy(at[i], 0.5, hc_skeleton_vector(skeleton, i, k));
    hc_skeleton_remove_atom(skeleton, pair.j);
    hc_structure_set_element(skeleton->structure, i, element);
    HC_TRY(hc_skeleton_bond(ctx, skeleton, i, beyond.j, image));
    if (element == 7 || element == 6) { /* sulphur, oxygen and others have two bonds in a five-ring */
        HC_TRY(add_outside(ctx, skeleton, i, 1, 1.01 * HC_ANGSTROM));
    }
cleanup:
    return status;
}

hc_status hc_carbon_dope(hc_context *ctx, hc_skeleton *skeleton, size_t i, int element, int site)
{
    if (site == HC_DOPANT_PYRROLIC) {
        return contract_pair(ctx, skeleton, i, element);
    }
    if (site == HC_DOPANT_PYRIDINIC || site == HC_DOPANT_OXIDE) {
        hc_carbon_strip(skeleton, i);
    }
    hc_structure_set_element(skeleton->structure, i, element);
    if (site == HC_DOPANT_GRAPHITIC && (element == 15 || element == 16 || element == 14)) {
        lift(skeleton, i, 0.5 * HC_ANGSTROM); /* too large for the sheet: they leave its plane */
    }
    return site == HC_DOPANT_OXIDE ? add_outside(ctx, skeleton, i, 8, 1.28 * HC_ANGSTROM) : HC_OK;
}
