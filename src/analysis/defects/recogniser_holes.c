/* Vacancies and larger holes of sheets that no bond has closed, by the atoms that are missing. */
#include <stdio.h>

#include "analysis/defects/recogniser.h"

static bool applies(const hc_defect_scene *scene)
{
    return scene->holes != NULL;
}

/* What atoms with two bonds are at its rim: unsaturated, or hydrogen, nitrogen and the like instead. */
static const char *rim_of(const hc_hole *hole)
{
    return hole->bare == hole->open ? "bare" : hole->bare == 0 ? "saturated" : "partly bare";
}

static void name_hole(const hc_hole *hole, char *kind)
{
    if (hole->missing == 1 || hole->missing == 2) {
        snprintf(kind, HC_KIND_LENGTH, "%svacancy, %s", hole->missing == 1 ? "mono" : "di", rim_of(hole));
    } else if (hole->missing > 2) {
        snprintf(kind, HC_KIND_LENGTH, "hole of %d atoms, %s", hole->missing, rim_of(hole));
    } else {
        snprintf(kind, HC_KIND_LENGTH, "hole, %s", rim_of(hole));
    }
}

static hc_status recognise(hc_context *ctx, const hc_defect_scene *scene, hc_census *census)
{
    hc_status status = HC_OK;
    const hc_holes *holes = scene->holes;
    for (size_t k = 0; k < holes->count; k++) {
        const hc_hole *hole = &holes->hole[k];
        hc_finding finding = {.position = hole->centre};
        if (hole->missing == HC_HOLE_UNKNOWN && hole->bare == 0) {
            /* A macrocycle, a framework: as it should be, for all that is known. */
            HC_TRY(hc_census_count(ctx, census, HC_ROLE_USUAL, "pores", 1.0));
            continue;
        }
        name_hole(hole, finding.kind);
        snprintf(finding.note, sizeof finding.note, "ring of %zu, %zu atoms with two bonds, %zu of them bare",
                 hole->size, hole->open, hole->bare);
        HC_TRY(hc_census_find(ctx, census, &finding, hole->size, &holes->atom[hole->first]));
    }
cleanup:
    return status;
}

const hc_recogniser_record hc_recogniser_holes = {
    .name = "holes",
    .summary = "vacancies and larger holes of carbon sheets that no bond has closed, by the atoms missing",
    .reference = "Banhart, Kotakoski, Krasheninnikov, ACS Nano 5, 26 (2011)",
    .needs = "fused rings of carbon",
    .applies = applies,
    .recognise = recognise,
};
