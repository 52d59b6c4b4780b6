/* Polarisation curves and the control of selectivity on the page of a study. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/figure.h"
#include "workflow/kinetics_run.h"

/* One catalyst: the total current over the potential at the electrode, with its band, and over the applied one where
 * they differ. */
static void add_curves(hc_json *figure, const hc_study_catalyst_result *c, const hc_table *table, bool drop, bool named)
{
    const double *total = hc_table_values(table, "j-total"), *applied = hc_table_values(table, "u-applied");
    const double *low = hc_table_values(table, "j-total-low"), *high = hc_table_values(table, "j-total-high");
    char label[128];
    for (int k = 0; k < (drop ? 2 : 1) && total != NULL && applied != NULL; k++) {
        const char *what = !drop ? "total" : k == 0 ? "at the electrode" : "applied";
        snprintf(label, sizeof label, "%.80s%s%s", named ? c->model->options->name : "", named ? ": " : "", what);
        hc_figure_add_series(figure, &(hc_figure_series){.label = label,
                                                         .unit = "mA/cm²",
                                                         .style = k == 0 ? HC_FIGURE_LINE : HC_FIGURE_DASHED,
                                                         .count = table->nrow,
                                                         .x = k == 0 ? table->column[0].value : applied,
                                                         .value = total,
                                                         .low = k == 0 ? low : NULL,
                                                         .high = k == 0 ? high : NULL});
    }
}

hc_status hc_study_add_polarisation(hc_context *ctx, const hc_study_result *result, size_t scan, hc_json *figures)
{
    const hc_scan_record *record = result->study->options.scans.item[scan].record;
    const bool drop = result->study->options.resistance_ohm_cm2 > 0.0;
    char id[64];
    bool any = false;
    for (size_t i = 0; i < result->ncatalyst; i++) {
        any = any || hc_table_values(result->catalyst[i].scans.table[scan], "j-total") != NULL;
    }
    if (!any || strcmp(record->unit, "v_rhe") != 0) {
        return HC_OK;
    }
    snprintf(id, sizeof id, "polarisation-%zu", scan);
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = id,
                          .group = "Over U",
                          .title = "Polarisation curve",
                          .caption = drop ? "Steady currents, reductions negative. Applied: with the drop j R; points "
                                            "are corrected for theirs, and belong to the electrode. Bands: 16 to "
                                            "84 % of the samples, where there are any."
                                          : "Steady currents, reductions negative. Bands: 16 to 84 % of the "
                                            "samples, where there are any."},
        &(hc_figure_axis){.label = "U", .unit = "V vs RHE"}, &(hc_figure_axis){.label = "j"}, false);
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        add_curves(figure, c, c->scans.table[scan], drop, result->ncatalyst > 1);
    }
    hc_status status = hc_study_add_company(ctx, result->study, "total", figure);
    hc_json_append(figures, figure);
    return status;
}

static const double *control_of(const hc_study_product *product, bool selectivity)
{
    return selectivity ? product->selectivity_control : product->control;
}

/* Bars, one group a catalyst and product that is made, one bar a step. Of selectivity: nothing where one product takes
 * all or no electrons flow. */
static void add_control(const hc_study_result *result, const hc_figure_head *head, bool selectivity, hc_json *figures)
{
    enum { GROUPS_MAX = 64 };
    const hc_kinetic_mechanism *m = result->study->mechanism;
    const hc_study_product *product[GROUPS_MAX];
    const char *category[GROUPS_MAX];
    char text[GROUPS_MAX][96], shown[HC_STUDY_COLUMN_SIZE];
    double value[GROUPS_MAX];
    size_t count = 0;
    bool any = !selectivity;
    for (size_t i = 0; i < result->ncatalyst; i++) {
        for (size_t k = 0; k < result->catalyst[i].nproduct && count < GROUPS_MAX; k++) {
            const hc_study_product *p = &result->catalyst[i].product[k];
            if (p->determining_step == HC_NONE || (selectivity && isnan(p->efficiency.value))) {
                continue;
            }
            hc_study_display_name(&m->species[p->species], shown);
            snprintf(text[count], sizeof text[count], "%.40s: %.50s", result->catalyst[i].model->options->name, shown);
            category[count] = text[count];
            product[count++] = p;
            for (size_t j = 0; j < m->nstep; j++) {
                any = any || fabs(control_of(p, selectivity)[j]) > 0.01;
            }
        }
    }
    if (!any) {
        return;
    }
    hc_json *figure = hc_figure_bars(
        head, &(hc_figure_axis){.label = selectivity ? "selectivity control" : "rate control"}, count, category, false);
    for (size_t j = 0; j < m->nstep; j++) {
        for (size_t i = 0; i < count; i++) {
            value[i] = control_of(product[i], selectivity)[j];
        }
        hc_figure_add_bars(figure, m->step[j].name, count, value, NULL);
    }
    hc_json_append(figures, figure);
}

void hc_study_add_controls(const hc_study_result *result, hc_json *figures)
{
    static const hc_figure_head rate = {
        .id = "control",
        .group = "Control",
        .title = "Degree of rate control",
        .caption = "d ln(rate)/d ln(k) of each step, forward and reverse together; the sum over the steps is one.",
        .wide = true};
    static const hc_figure_head selectivity = {
        .id = "selectivity-control",
        .group = "Control",
        .title = "Degree of selectivity control",
        .caption =
            "d ln(Faradaic efficiency)/d ln(k) of each step, forward and reverse together; the sum over the steps "
            "is zero.",
        .wide = true};
    add_control(result, &rate, false, figures);
    add_control(result, &selectivity, true, figures);
}
