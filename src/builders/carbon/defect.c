#include "builders/carbon/defect.h"

#define BANHART "Banhart, Kotakoski, Krasheninnikov, ACS Nano 5, 26 (2011)"

static hc_status stone_wales(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    return hc_carbon_rotate_bond(ctx, skeleton, i, direction);
}

static hc_status open_vacancy(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    (void)ctx;
    (void)direction;
    hc_skeleton_remove_atom(skeleton, i);
    return HC_OK;
}

static hc_status vacancy(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    hc_status status = hc_carbon_close(ctx, skeleton, i, (direction + 1) % 3, (direction + 2) % 3);
    hc_skeleton_remove_atom(skeleton, i);
    return status;
}

static hc_status open_divacancy(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    (void)ctx;
    size_t j = skeleton->atom[i].link[direction].j;
    hc_skeleton_remove_atom(skeleton, i);
    hc_skeleton_remove_atom(skeleton, j);
    return HC_OK;
}

static hc_status divacancy(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    hc_status status = HC_OK;
    size_t j = skeleton->atom[i].link[direction].j;
    int back = hc_skeleton_find(skeleton, j, i);
    HC_TRY(hc_carbon_close(ctx, skeleton, i, (direction + 1) % 3, (direction + 2) % 3));
    HC_TRY(hc_carbon_close(ctx, skeleton, j, (back + 1) % 3, (back + 2) % 3));
    HC_TRY(open_divacancy(ctx, skeleton, i, direction));
cleanup:
    return status;
}

/* Whether y is a neighbour of a neighbour of j, other than through i. */
static bool leads_to(const hc_skeleton *skeleton, size_t y, size_t j, size_t i)
{
    for (int n = 0; n < skeleton->atom[y].count; n++) {
        size_t b = skeleton->atom[y].link[n].j;
        if (b != i && b != j && hc_skeleton_find(skeleton, j, b) >= 0) {
            return true;
        }
    }
    return false;
}

/* The bond x-y of the octagon of a 5-8-5 that touches neither pentagon: i and j, which will be gone, and x and y are
 * opposite bonds of a hexagon. */
static bool find_octagon_bond(const hc_skeleton *skeleton, size_t i, size_t j, size_t *x, size_t *y)
{
    for (int k = 0; k < skeleton->atom[i].count; k++) {
        size_t a = skeleton->atom[i].link[k].j;
        for (int l = 0; l < skeleton->atom[a].count && a != j; l++) {
            *x = skeleton->atom[a].link[l].j;
            for (int m = 0; m < skeleton->atom[*x].count && *x != i; m++) {
                *y = skeleton->atom[*x].link[m].j;
                if (*y != a && leads_to(skeleton, *y, j, i)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static hc_status triple(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    hc_status status = HC_OK;
    size_t x = 0, y = 0;
    if (!find_octagon_bond(skeleton, i, skeleton->atom[i].link[direction].j, &x, &y)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu is not among six-rings, so that no 555-777 can be made there", i);
    }
    HC_TRY(divacancy(ctx, skeleton, i, direction));
    HC_TRY(hc_carbon_rotate_bond(ctx, skeleton, x, hc_skeleton_find(skeleton, x, y)));
cleanup:
    return status;
}

static hc_status edge_pentagon(hc_context *ctx, hc_skeleton *skeleton, size_t i, int direction)
{
    (void)direction;
    if (hc_carbon_edge_partner(skeleton, i) >= 0) {
        return hc_carbon_dope(ctx, skeleton, i, 6, HC_DOPANT_PYRROLIC);
    }
    hc_carbon_strip(skeleton, i);
    hc_status status = hc_carbon_close(ctx, skeleton, i, 0, 1);
    hc_skeleton_remove_atom(skeleton, i);
    return status;
}

static const hc_carbon_defect_record defect_stone_wales = {
    .name = "stone-wales",
    .summary = "a bond turned by 90 degrees: two five- and two seven-rings",
    .reference = BANHART,
    .fits = hc_carbon_inside,
    .make = stone_wales,
};
static const hc_carbon_defect_record defect_vacancy = {
    .name = "vacancy-5-9",
    .summary = "an atom missing, two of its neighbours bonded: a five- and a nine-ring with an unsaturated atom",
    .reference = BANHART,
    .fits = hc_carbon_inside,
    .make = vacancy,
};
static const hc_carbon_defect_record defect_divacancy = {
    .name = "divacancy-5-8-5",
    .summary = "two atoms missing: two five-rings and an eight-ring, nothing unsaturated",
    .reference = BANHART,
    .fits = hc_carbon_well_inside,
    .make = divacancy,
};
static const hc_carbon_defect_record defect_triple = {
    .name = "divacancy-555-777",
    .summary = "two atoms missing, a bond of the eight-ring turned: three five- and three seven-rings",
    .reference = BANHART "; Lee et al., Phys. Rev. Lett. 95, 205501 (2005)",
    .fits = hc_carbon_well_inside,
    .make = triple,
};
static const hc_carbon_defect_record defect_open_vacancy = {
    .name = "open-vacancy",
    .summary = "an atom missing, its three neighbours unsaturated: for dopants or hydrogen",
    .fits = hc_carbon_inside,
    .make = open_vacancy,
};
static const hc_carbon_defect_record defect_open_divacancy = {
    .name = "open-divacancy",
    .summary = "two bonded atoms missing, four neighbours unsaturated: for dopants or hydrogen",
    .fits = hc_carbon_inside,
    .make = open_divacancy,
};
static const hc_carbon_defect_record defect_edge_pentagon = {
    .name = "edge-pentagon",
    .summary = "a six-ring at an edge made a five-ring: by one atom less (zigzag), or one for two (armchair)",
    .fits = hc_carbon_at_edge,
    .make = edge_pentagon,
};

const char *const hc_carbon_defect_names[] = {"stone-wales",  "vacancy-5-9",    "divacancy-5-8-5", "divacancy-555-777",
                                              "open-vacancy", "open-divacancy", "edge-pentagon",   NULL};

const hc_carbon_defect_record *const *hc_carbon_defect_records(void)
{
    static const hc_carbon_defect_record *const records[] = {
        &defect_stone_wales,  &defect_vacancy,        &defect_divacancy,     &defect_triple,
        &defect_open_vacancy, &defect_open_divacancy, &defect_edge_pentagon, NULL};
    return records;
}
