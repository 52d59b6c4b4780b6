#include "analysis/defects/recogniser.h"
#include "base/record.h"

static const hc_recogniser_record *const records[] = {
    &hc_recogniser_coordination, &hc_recogniser_lattice,   &hc_recogniser_holes,
    &hc_recogniser_rings,        &hc_recogniser_edges,     &hc_recogniser_dopants,
    &hc_recogniser_ligands,      &hc_recogniser_reference, NULL,
};

const hc_recogniser_record *const *hc_recogniser_records(void)
{
    return records;
}

HC_DEFINE_RECORD_FIND(hc_recogniser_find, hc_recogniser_record, hc_recogniser_records, "recogniser", "recognisers")

hc_status hc_defects_recognise(hc_context *ctx, const hc_structure *structure, const hc_defect_options *options,
                               size_t count, const hc_recogniser_record *const *asked, hc_extent *extent,
                               hc_census **census)
{
    hc_status status = HC_OK;
    hc_defect_scene *scene = NULL;
    hc_census *made = NULL;
    *census = NULL;
    HC_TRY(hc_defect_scene_create(ctx, structure, options, &scene));
    HC_TRY(hc_census_create(ctx, structure->natom, &made));
    const hc_recogniser_record *const *chosen = count > 0 ? asked : records;
    for (size_t k = 0; count > 0 ? k < count : chosen[k] != NULL; k++) {
        made->recogniser = chosen[k]->name;
        if (chosen[k]->applies(scene)) {
            HC_TRY(chosen[k]->recognise(ctx, scene, made));
        } else if (count > 0) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "'%s' cannot be done with this structure: it needs %s", chosen[k]->name,
                           chosen[k]->needs));
        }
    }
    if (extent != NULL) {
        *extent = scene->extent;
    }
    *census = made;
    made = NULL;
cleanup:
    hc_census_free(made);
    hc_defect_scene_free(scene);
    return status;
}
