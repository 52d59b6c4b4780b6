/* What stands beside a kinetic study in its figures: one's own measurements, and published efficiencies. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "report/figure.h"
#include "workflow/kinetics_run.h"

#define PRODUCTS_MAX 32

/* What a figure of columns of one kind shows of a run's product. */
typedef struct quantity {
    const char *kind, *key, *unit;
    bool magnitude;
} quantity;

static const quantity quantities[] = {{"fe", "faradaic_efficiency_percent", "%", false},
                                      {"j", "partial_current_ma_per_cm2", "mA/cm²", true},
                                      {"rate", "turnover_per_s", "1/s", false}};

hc_status hc_study_read_result(hc_context *ctx, const hc_study *study, const char *name, hc_json **result)
{
    char *path = NULL, *inside = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_join(ctx, study->yaml->folder ? study->yaml->folder : ".", name, &path));
    HC_TRY(hc_path_join(ctx, path, "result.json", &inside));
    HC_TRY(hc_json_read(ctx, hc_file_exists(inside) ? inside : path, result));
cleanup:
    free(path);
    free(inside);
    return status;
}

hc_status hc_study_read_company(hc_context *ctx, hc_study *study)
{
    const hc_text_list *list = &study->options.measured;
    hc_status status = hc_literature_check(ctx, study->options.literature);
    if (status != HC_OK) {
        return hc_schema_fail_at(ctx, status, study->yaml, "literature");
    }
    HC_TRY(hc_allocate(ctx, list->count, sizeof *study->measured, &study->measured));
    for (size_t i = 0; i < list->count; i++) {
        status = hc_study_read_result(ctx, study, list->value[i], &study->measured[i]);
        if (status == HC_OK && hc_json_count(hc_json_get(study->measured[i], "runs")) == 0) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s has no runs; a folder that `halfcell measured -o` wrote is right",
                             list->value[i]);
        }
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "measured[%zu]", i);
        }
    }
cleanup:
    return status;
}

static double member(const hc_json *object, const char *key, const char *part)
{
    return hc_json_real_of(hc_json_get(hc_json_get(object, key), part));
}

/* Products of all runs, each once. */
static size_t list_products(const hc_json *runs, const char **product)
{
    size_t count = 0;
    for (size_t i = 0; i < hc_json_count(runs); i++) {
        const hc_json *products = hc_json_get(hc_json_at(runs, i), "products");
        for (size_t k = 0; k < hc_json_count(products) && count < PRODUCTS_MAX; k++) {
            const char *name = hc_json_text_of(hc_json_get(hc_json_at(products, k), "product"));
            size_t known = 0;
            while (name != NULL && known < count && strcmp(product[known], name) != 0) {
                known++;
            }
            if (name != NULL && known == count) {
                product[count++] = name;
            }
        }
    }
    return count;
}

/* Points of one product; found by two methods in a run, it has two. x, value and their errors lie behind one another in
 * work [4][capacity]. */
static size_t collect(const hc_json *runs, const char *product, const quantity *q, size_t capacity, double *work)
{
    size_t count = 0;
    for (size_t i = 0; i < hc_json_count(runs); i++) {
        const hc_json *run = hc_json_at(runs, i), *products = hc_json_get(run, "products");
        for (size_t k = 0; k < hc_json_count(products) && count < capacity; k++) {
            const hc_json *one = hc_json_at(products, k);
            const char *name = hc_json_text_of(hc_json_get(one, "product"));
            double value = member(one, q->key, "value");
            if (name == NULL || strcmp(name, product) != 0 || isnan(value)) {
                continue;
            }
            work[count] = member(run, "potential_v_rhe", "value");
            work[capacity + count] = q->magnitude ? fabs(value) : value;
            work[2 * capacity + count] = member(run, "potential_v_rhe", "error");
            work[3 * capacity + count] = member(one, q->key, "error");
            count++;
        }
    }
    return count;
}

/* Place of the colour of the model's first curve of that product, "CO" or "catalyst: CO", from 1; 0: it has none. */
static size_t colour_of(const hc_json *figure, const char *product)
{
    const hc_json *series = hc_json_get(figure, "series");
    size_t length = strlen(product);
    for (size_t i = 0; i < hc_json_count(series); i++) {
        const char *label = hc_json_text_of(hc_json_get(hc_json_at(series, i), "label"));
        size_t full = label ? strlen(label) : 0, before = full > length ? full - length : 0;
        bool ends = full >= length && strcmp(label + before, product) == 0;
        if (ends && (before == 0 || (before >= 2 && strncmp(label + before - 2, ": ", 2) == 0))) {
            return i + 1;
        }
    }
    return 0;
}

static hc_status add_measured(hc_context *ctx, const hc_json *result, const quantity *q, hc_json *figure)
{
    const hc_json *runs = hc_json_get(result, "runs");
    const char *product[PRODUCTS_MAX], *title = hc_json_text_of(hc_json_get(result, "title"));
    size_t capacity = 0, nproduct = list_products(runs, product);
    double *work = NULL;
    char label[160];
    for (size_t i = 0; i < hc_json_count(runs); i++) {
        capacity += hc_json_count(hc_json_get(hc_json_at(runs, i), "products"));
    }
    hc_status status = hc_allocate(ctx, 4 * capacity + 1, sizeof *work, &work);
    for (size_t p = 0; status == HC_OK && p < nproduct; p++) {
        size_t count = collect(runs, product[p], q, capacity, work), colour = colour_of(figure, product[p]);
        snprintf(label, sizeof label, "%s (%.100s)", product[p], title ? title : "measured");
        if (count > 0) {
            hc_figure_add_series(figure, &(hc_figure_series){.label = label,
                                                             .unit = q->unit,
                                                             .style = HC_FIGURE_POINTS,
                                                             .count = count,
                                                             .x = work,
                                                             .value = work + capacity,
                                                             .x_error = work + 2 * capacity,
                                                             .error = work + 3 * capacity});
            if (colour > 0) {
                hc_figure_set_colour(figure, colour);
            }
        }
    }
    free(work);
    return status;
}

/* Mean currents of the runs, with their sign. */
static hc_status add_totals(hc_context *ctx, const hc_json *result, hc_json *figure)
{
    const hc_json *runs = hc_json_get(result, "runs");
    const char *title = hc_json_text_of(hc_json_get(result, "title"));
    size_t count = hc_json_count(runs);
    double *work = NULL;
    hc_status status = hc_allocate(ctx, 4 * count + 1, sizeof *work, &work);
    for (size_t i = 0; status == HC_OK && i < count; i++) {
        const hc_json *run = hc_json_at(runs, i);
        work[i] = member(run, "potential_v_rhe", "value");
        work[count + i] = member(run, "current_density_ma_per_cm2", "value");
        work[2 * count + i] = member(run, "potential_v_rhe", "error");
        work[3 * count + i] = member(run, "current_density_ma_per_cm2", "error");
    }
    if (status == HC_OK) {
        hc_figure_add_series(figure, &(hc_figure_series){.label = title ? title : "measured",
                                                         .unit = "mA/cm²",
                                                         .style = HC_FIGURE_POINTS,
                                                         .count = count,
                                                         .x = work,
                                                         .value = work + count,
                                                         .x_error = work + 2 * count,
                                                         .error = work + 3 * count});
    }
    free(work);
    return status;
}

hc_status hc_study_add_company(hc_context *ctx, const hc_study *study, const char *kind, hc_json *figure)
{
    hc_status status = HC_OK;
    for (size_t k = 0; k < sizeof quantities / sizeof *quantities; k++) {
        for (size_t i = 0; i < study->options.measured.count && strcmp(kind, quantities[k].kind) == 0; i++) {
            HC_TRY(add_measured(ctx, study->measured[i], &quantities[k], figure));
        }
    }
    for (size_t i = 0; i < study->options.measured.count && strcmp(kind, "total") == 0; i++) {
        HC_TRY(add_totals(ctx, study->measured[i], figure));
    }
    if (strcmp(kind, "fe") == 0 && study->options.literature != NULL) {
        HC_TRY(hc_literature_add_efficiencies(ctx, figure, study->options.literature, NULL));
    }
cleanup:
    return status;
}
