#include "builders/carbon/edit.h"

#include <stdlib.h>

#include "atoms/composition.h"
#include "builders/assemble.h"

hc_status hc_carbon_complete(hc_context *ctx, hc_skeleton *skeleton, bool saturate, bool relax,
                             hc_structure **structure)
{
    hc_status status = HC_OK;
    size_t added = 0;
    if (saturate) {
        HC_TRY(hc_carbon_saturate(ctx, skeleton, 3, &added));
    }
    size_t left = hc_carbon_unsaturated(skeleton);
    if (left > 0) {
        hc_log(ctx, HC_LOG_WARNING, "%zu carbon atom%s fewer than three neighbours", left,
               left == 1 ? " has" : "s have");
    }
    if (relax) {
        HC_TRY(hc_skeleton_relax(ctx, skeleton));
    }
    HC_TRY(hc_skeleton_finish(ctx, skeleton, structure));
cleanup:
    hc_skeleton_free(skeleton);
    return status;
}

/* Before any bond is looked for: in a metal everything is bonded to everything, which says nothing to a user. */
static hc_status require_carbon(hc_context *ctx, const hc_structure *structure)
{
    hc_text found = {0};
    for (size_t i = 0; i < structure->natom; i++) {
        if (structure->atomic_number[i] == 6) {
            return HC_OK;
        }
    }
    hc_composition_add(&found, structure);
    hc_status status = hc_fail(
        ctx, HC_ERROR_INPUT,
        "this step changes carbon, and there is none: the steps before it made %s. Begin with graphene, ribbon, "
        "nanotube, flake or a crystal of carbon; other crystals are changed by vacancy, substitute, interstitial "
        "and adsorbate",
        structure->natom == 0 ? "no atoms" : hc_text_string(&found));
    hc_text_clear(&found);
    return status;
}

hc_status hc_carbon_edit(hc_context *ctx, hc_carbon_change *change, const void *options, bool saturate, bool relax,
                         hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_skeleton *skeleton = NULL;
    if (change != NULL) {
        HC_TRY(require_carbon(ctx, *structure));
    }
    HC_TRY(hc_skeleton_create(ctx, *structure, &skeleton));
    if (change != NULL) {
        HC_TRY(change(ctx, skeleton, options));
    }
    status = hc_carbon_complete(ctx, skeleton, saturate, relax, structure);
    skeleton = NULL;
cleanup:
    hc_skeleton_free(skeleton);
    return status;
}

hc_status hc_carbon_begin(hc_context *ctx, hc_structure *piece, bool saturate, bool relax, hc_structure **structure)
{
    hc_status status = hc_carbon_edit(ctx, NULL, NULL, saturate, relax, &piece);
    if (status == HC_OK) {
        hc_structure_replace(structure, &piece);
    }
    hc_structure_free(piece);
    return status;
}

hc_status hc_carbon_find_site(hc_context *ctx, const hc_skeleton *skeleton, const hc_carbon_site *site,
                              hc_carbon_fits *fits, const void *data, const char *what, size_t *atom)
{
    hc_status status = HC_OK;
    bool *mask = NULL;
    HC_TRY(hc_allocate(ctx, skeleton->structure->natom, sizeof *mask, &mask));
    for (size_t i = 0; i < skeleton->structure->natom; i++) {
        mask[i] = !skeleton->atom[i].gone && fits(data, skeleton, i);
    }
    HC_TRY(hc_carbon_choose(ctx, skeleton, site, mask, what, atom));
cleanup:
    free(mask);
    return status;
}
