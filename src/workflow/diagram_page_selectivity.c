/* Selectivity: limiting potentials of the reactions asked for against that of the competing one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"
#include "report/figure.h"
#include "workflow/diagram_page.h"

#define MAP_POINTS 81

size_t hc_diagram_page_collect(hc_context *ctx, const hc_diagram_study *study, const hc_route *path,
                               const char *descriptor, hc_diagram **diagrams, double *value, const char **names)
{
    size_t count = 0;
    for (size_t i = 0; i < study->ndiagram; i++) {
        double found;
        if (study->diagram[i]->path == path &&
            hc_diagram_study_value(ctx, study, descriptor, study->diagram[i]->surface, &found) == HC_OK &&
            !isnan(found)) {
            diagrams[count] = study->diagram[i];
            names[count] = study->diagram[i]->surface;
            value[count++] = found / HC_EV;
        }
    }
    return count;
}

/* U_L of a mechanism less that of the competing one, against it: right is active, up is selective. */
static void add_points(hc_json *figures, const hc_diagram_study *study)
{
    size_t competing = hc_diagram_study_competing(study), n = study->nsurface;
    double *x = calloc(2 * n + 1, sizeof *x), *y = x ? x + n : NULL;
    const char **names = calloc(n + 1, sizeof *names);
    if (competing == study->nmechanism || competing == 0 || !x || !names) {
        free(x);
        free(names);
        return;
    }
    hc_json *figure = hc_figure_curves(
        &(hc_figure_head){.id = "selectivity",
                          .group = "Limiting potentials",
                          .title = "Selectivity against the competing reaction",
                          .caption = "Difference of the limiting potentials of a mechanism and of the competing one: "
                                     "the more positive, the more selective (doi:10.1021/acscatal.7b00687)."},
        &(hc_figure_axis){.label = "U_L", .unit = "V vs RHE"}, &(hc_figure_axis){.label = "ΔU_L"}, false);
    for (size_t m = 0; m < competing; m++) {
        size_t count = 0;
        char label[96];
        snprintf(label, sizeof label, "ΔU_L, %.80s", study->mechanism[m]->name);
        for (size_t i = 0; i < n; i++) {
            const hc_diagram *a = hc_diagram_study_best(study, m, study->surface[i]);
            const hc_diagram *b = hc_diagram_study_best(study, competing, study->surface[i]);
            if (a && b) {
                x[count] = a->limiting_v;
                y[count] = a->limiting_v - b->limiting_v;
                names[count++] = study->surface[i];
            }
        }
        hc_figure_add_series(figure, &(hc_figure_series){.label = label,
                                                         .unit = "V",
                                                         .style = HC_FIGURE_POINTS,
                                                         .count = count,
                                                         .x = x,
                                                         .value = y,
                                                         .names = names});
    }
    hc_figure_add_mark(figure, 'y', 0.0, "equal");
    hc_json_append(figures, figure);
    free(x);
    free(names);
}

/* The paths of one mechanism on their linear relations to one descriptor. */
typedef struct relations {
    size_t count;
    hc_volcano *volcano; /* [count] */
    size_t nsurface;     /* that have the descriptor and a path */
    double *value;       /* eV */
    const char **name;
} relations;

static void relations_clear(relations *r)
{
    for (size_t i = 0; i < r->count; i++) {
        hc_volcano_clear(&r->volcano[i]);
    }
    free(r->volcano);
    free(r->value);
    free(r->name);
    *r = (relations){0};
}

/* Empty when no path has three surfaces. */
static hc_status relations_make(hc_context *ctx, const hc_diagram_study *study, size_t m, const char *descriptor,
                                relations *r)
{
    const hc_routes *mechanism = study->mechanism[m];
    hc_diagram **diagrams = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, study->nsurface + 1, sizeof *diagrams, &diagrams));
    HC_TRY(hc_allocate(ctx, mechanism->npath + 1, sizeof *r->volcano, &r->volcano));
    HC_TRY(hc_allocate(ctx, study->nsurface + 1, sizeof *r->value, &r->value));
    HC_TRY(hc_allocate(ctx, study->nsurface + 1, sizeof *r->name, &r->name));
    for (size_t p = 0; p < mechanism->npath; p++) {
        size_t count =
            hc_diagram_page_collect(ctx, study, &mechanism->path[p], descriptor, diagrams, r->value, r->name);
        if (count >= 3 && hc_volcano_make(ctx, count, diagrams, r->value, &r->volcano[r->count]) == HC_OK) {
            r->count++;
        }
    }
    for (size_t i = 0; i < study->nsurface; i++) {
        double found;
        if (hc_diagram_study_value(ctx, study, descriptor, study->surface[i], &found) == HC_OK && !isnan(found)) {
            r->value[r->nsurface] = found / HC_EV;
            r->name[r->nsurface++] = study->surface[i];
        }
    }
cleanup:
    free(diagrams);
    return status;
}

/* What the chemical steps of a path cost at most, V. */
static double uphill(const hc_volcano *volcano, double descriptor)
{
    double most = 0.0;
    for (size_t k = 0; k < volcano->count; k++) {
        if (volcano->electrons[k] == 0.0) {
            most = fmax(most, hc_line_fit_at(&volcano->fit[k], descriptor, NULL));
        }
    }
    return most;
}

/* Limiting potential of the path that asks for least (as hc_diagram_study_best chooses); NaN: none. */
static double limit_at(const relations *r, double descriptor)
{
    double limit = NAN, best = -INFINITY;
    for (size_t i = 0; i < r->count; i++) {
        size_t step;
        double own = hc_volcano_limit(&r->volcano[i], descriptor, &step);
        double score = fmin(own, -uphill(&r->volcano[i], descriptor));
        if (!isnan(own) && score > best) {
            best = score;
            limit = own;
        }
    }
    return limit;
}

static void draw_map(hc_json *figures, const hc_diagram_study *study, size_t m, const relations *x_of,
                     const relations *y_of)
{
    double x[MAP_POINTS], y[MAP_POINTS], low, high, *z = calloc((size_t)MAP_POINTS * MAP_POINTS, sizeof *z);
    char id[96], title[192];
    if (!z) {
        return;
    }
    for (int axis = 0; axis < 2; axis++) {
        const relations *r = axis ? y_of : x_of;
        hc_diagram_page_range(r->nsurface, r->value, &low, &high);
        for (size_t i = 0; i < MAP_POINTS; i++) {
            (axis ? y : x)[i] = low + (high - low) * (double)i / (MAP_POINTS - 1);
        }
    }
    for (size_t i = 0; i < (size_t)MAP_POINTS * MAP_POINTS; i++) {
        z[i] = limit_at(x_of, x[i % MAP_POINTS]) - limit_at(y_of, y[i / MAP_POINTS]);
    }
    snprintf(id, sizeof id, "selectivity-map-%.60s", study->mechanism[m]->name);
    snprintf(title, sizeof title, "ΔU_L: %.60s less %.60s", study->mechanism[m]->name,
             study->mechanism[hc_diagram_study_competing(study)]->name);
    hc_json *figure = hc_figure_map(
        &(hc_figure_head){.id = id,
                          .group = "Limiting potentials",
                          .title = title,
                          .caption =
                              "Limiting potential less that of the competing reaction, from the linear relations "
                              "of each step to the descriptors; positive: the reaction is preferred. Line: "
                              "equal. Points: the surfaces."},
        &(hc_figure_grid){.x = {.label = study->job->descriptor, .unit = "eV"},
                          .y = {.label = study->job->competing_descriptor, .unit = "eV"},
                          .z = {.label = "ΔU_L", .unit = "V"},
                          .nx = MAP_POINTS,
                          .ny = MAP_POINTS,
                          .x_values = x,
                          .y_values = y,
                          .z_values = z,
                          .diverging = true});
    hc_figure_set_contours(figure, 1, &(double){0.0});
    for (size_t i = 0; i < x_of->nsurface; i++) {
        for (size_t k = 0; k < y_of->nsurface; k++) {
            if (strcmp(x_of->name[i], y_of->name[k]) == 0) {
                hc_figure_add_point(
                    figure, &(hc_figure_point){.label = x_of->name[i], .x = x_of->value[i], .y = y_of->value[k]});
            }
        }
    }
    hc_json_append(figures, figure);
    free(z);
}

static hc_status add_maps(hc_context *ctx, hc_json *figures, const hc_diagram_study *study)
{
    size_t competing = hc_diagram_study_competing(study);
    relations y_of = {0};
    hc_status status = HC_OK;
    HC_TRY(relations_make(ctx, study, competing, study->job->competing_descriptor, &y_of));
    for (size_t m = 0; m < competing && y_of.count > 0; m++) {
        relations x_of = {0};
        status = relations_make(ctx, study, m, study->job->descriptor, &x_of);
        if (status == HC_OK && x_of.count > 0) {
            draw_map(figures, study, m, &x_of, &y_of);
        }
        relations_clear(&x_of);
        HC_TRY(status);
    }
cleanup:
    relations_clear(&y_of);
    return status;
}

hc_status hc_diagram_page_add_selectivity(hc_context *ctx, hc_json *figures, const hc_diagram_study *study)
{
    add_points(figures, study);
    return study->job->competing_descriptor ? add_maps(ctx, figures, study) : HC_OK;
}
