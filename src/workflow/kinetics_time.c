/* Second looks at a steady state: other solutions, integration in time. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kinetics/transient.h"
#include "workflow/kinetics_run.h"

#define SOLUTIONS_MAX 17
#define CHECK_UNTIL_S 1e10
#define DISTURBANCE 1e-3

static hc_status find_solutions(hc_context *ctx, hc_study_catalyst_result *c)
{
    const hc_rate_constants k = hc_kinetic_point_constants(c->point);
    size_t n = c->model->model->network->nspecies;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, SOLUTIONS_MAX * n, sizeof *c->solution, &c->solution));
    memcpy(c->solution, c->point->steady.x, n * sizeof *c->solution);
    c->nsolution = 1;
    HC_TRY(hc_steady_find_all(ctx, c->point->solver, &k, SOLUTIONS_MAX, c->solution, &c->nsolution));
cleanup:
    return status;
}

const char *const hc_study_stability_names[] = {"not known", "stable", "unstable"};

/* theta [nspecies], each changed by a part in a thousand or less and brought to full sites again. */
static void disturb(const hc_network *network, const double *x, double *theta)
{
    for (size_t site = 0; site < network->nsite; site++) {
        double sum = 0.0;
        for (size_t s = 0; s < network->nspecies; s++) {
            if (network->site[s] == site) {
                theta[s] = exp(x[s]) * (1.0 + DISTURBANCE * cos((double)s + 1.0));
                sum += theta[s];
            }
        }
        for (size_t s = 0; s < network->nspecies; s++) {
            theta[s] /= network->site[s] == site ? sum : 1.0;
        }
    }
}

static double distance(size_t n, const double *theta, const double *x)
{
    double largest = 0.0;
    for (size_t s = 0; s < n; s++) {
        largest = fmax(largest, fabs(theta[s] - exp(x[s])));
    }
    return largest;
}

/* Where there are several steady states: whether each comes back when it is disturbed. */
static hc_status judge_stability(hc_context *ctx, hc_study_catalyst_result *c)
{
    const hc_network *network = c->model->model->network;
    const hc_rate_constants k = hc_kinetic_point_constants(c->point);
    size_t n = network->nspecies;
    double *start = NULL, *theta = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, c->nsolution, sizeof *c->stability, &c->stability));
    HC_TRY(hc_allocate(ctx, n, sizeof *start, &start));
    HC_TRY(hc_allocate(ctx, n, sizeof *theta, &theta));
    for (size_t i = 0; c->nsolution > 1 && i < c->nsolution; i++) {
        const double *x = &c->solution[i * n], until = CHECK_UNTIL_S;
        size_t done = 0;
        disturb(network, x, start);
        status = hc_transient_run(ctx, network, &k, NULL, start, 1, &until, theta, &done);
        if (status == HC_ERROR_NOT_CONVERGED) { /* that is said */
            status = HC_OK;
            continue;
        }
        HC_TRY(status);
        double before = distance(n, start, x), after = distance(n, theta, x);
        c->stability[i] = after < 0.5 * before   ? HC_STUDY_STABLE
                          : after > 2.0 * before ? HC_STUDY_UNSTABLE
                                                 : HC_STUDY_UNKNOWN;
    }
cleanup:
    free(start);
    free(theta);
    return status;
}

static void set_empty(const hc_network *network, double *start)
{
    memset(start, 0, network->nspecies * sizeof *start);
    for (size_t t = 0; t < network->nsite; t++) {
        start[network->empty[t]] = 1.0;
    }
}

static hc_status check_in_time(hc_context *ctx, hc_study_catalyst_result *c)
{
    const hc_network *network = c->model->model->network;
    const hc_rate_constants k = hc_kinetic_point_constants(c->point);
    size_t n = network->nspecies, count = 20, done = 0;
    double times[20], *start = NULL, *theta = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, n, sizeof *start, &start));
    HC_TRY(hc_allocate(ctx, count * n, sizeof *theta, &theta));
    for (size_t i = 0; i < count; i++) {
        times[i] = CHECK_UNTIL_S * pow(10.0, (double)i - (double)(count - 1));
    }
    set_empty(network, start);
    status = hc_transient_run(ctx, network, &k, NULL, start, count, times, theta, &done);
    if (status == HC_ERROR_NOT_CONVERGED) { /* a result all the same: how far it came */
        hc_log(ctx, HC_LOG_WARNING, "%s: %s", c->model->options->name, hc_context_message(ctx));
        status = HC_OK;
    }
    HC_TRY(status);
    c->time_reached_s = done > 0 ? times[done - 1] : 0.0;
    c->time_difference = done > 0 ? 0.0 : NAN;
    for (size_t s = 0; done > 0 && s < n; s++) {
        c->time_difference = fmax(c->time_difference, fabs(theta[(done - 1) * n + s] - c->point->steady.theta[s]));
    }
cleanup:
    free(start);
    free(theta);
    return status;
}

static hc_status add_columns(hc_context *ctx, const hc_kinetic_model *model, hc_table *table)
{
    const hc_column_options time = {.name = "t", .label = "time", .unit = "s"};
    hc_status status = HC_OK;
    HC_TRY(hc_table_add_column(ctx, table, &time));
    for (size_t s = 0; s < model->mechanism->nspecies; s++) {
        char name[HC_STUDY_COLUMN_SIZE];
        const hc_column_options column = {.name = name, .label = model->mechanism->species[s].name};
        if (model->surface[s] != HC_NONE) {
            hc_study_column_name("theta", column.label, "", name);
            HC_TRY(hc_table_add_column(ctx, table, &column));
        }
    }
cleanup:
    return status;
}

static hc_status run_transient(hc_context *ctx, const hc_study *study, hc_study_catalyst_result *c)
{
    const hc_study_transient *o = study->options.transient;
    const hc_network *network = c->model->model->network;
    const hc_rate_constants k = hc_kinetic_point_constants(c->point);
    size_t n = network->nspecies, count = (size_t)o->points, done = 0;
    double *times = NULL, *start = NULL, *theta = NULL, *row = NULL;
    char id[64], title[160];
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, count, sizeof *times, &times));
    HC_TRY(hc_allocate(ctx, n, sizeof *start, &start));
    HC_TRY(hc_allocate(ctx, count * n, sizeof *theta, &theta));
    HC_TRY(hc_allocate(ctx, n + 1, sizeof *row, &row));
    for (size_t i = 0; i < count; i++) {
        times[i] = o->from_s * pow(o->until_s / o->from_s, (double)i / (double)(count - 1));
    }
    set_empty(network, start);
    HC_TRY(hc_transient_run(ctx, network, &k, NULL, start, count, times, theta, &done));
    snprintf(id, sizeof id, "transient-%zu", (size_t)(c->model - study->catalyst));
    snprintf(title, sizeof title, "%s: coverages in time", c->model->options->name);
    HC_TRY(hc_table_create(ctx, id, title, "From empty sites at time zero.", &c->transient));
    HC_TRY(add_columns(ctx, c->model->model, c->transient));
    for (size_t i = 0; i < done; i++) {
        row[0] = times[i];
        memcpy(row + 1, theta + i * n, n * sizeof *row);
        HC_TRY(hc_table_add_row(ctx, c->transient, row, NULL));
    }
cleanup:
    free(times);
    free(start);
    free(theta);
    free(row);
    return status;
}

hc_status hc_study_second_look(hc_context *ctx, const hc_study *study, hc_study_catalyst_result *c)
{
    const hc_study_options *o = &study->options;
    hc_status status = HC_OK;
    c->time_reached_s = c->time_difference = NAN;
    if (o->all_solutions) {
        HC_TRY(find_solutions(ctx, c));
        HC_TRY(judge_stability(ctx, c));
    }
    if (o->check_in_time) {
        HC_TRY(check_in_time(ctx, c));
    }
    if (o->transient != NULL) {
        HC_TRY(run_transient(ctx, study, c));
    }
cleanup:
    return status;
}
