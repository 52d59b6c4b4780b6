/* A catalyst's results under draws of its energies, and statements held against them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "workflow/kinetics_run.h"

static hc_energy_errors errors_of(const hc_study_uncertainty *u)
{
    return (hc_energy_errors){.species_correlation = u->species_correlation,
                              .barrier_correlation = u->barrier_correlation,
                              .seed = (uint64_t)u->seed};
}

/* Which step controls each product in this draw. */
static hc_status count_steps(hc_context *ctx, hc_kinetic_point *point, hc_study_catalyst_result *c)
{
    hc_status status = hc_kinetic_point_control(ctx, point);
    for (size_t i = 0; status == HC_OK && i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        size_t best = 0;
        double best_control = -INFINITY, rate = hc_kinetic_rate(point, p->species);
        for (size_t j = 0; j < point->model->mechanism->nstep; j++) {
            double control = hc_kinetic_rate_by_step(point, p->species, j) / rate;
            best = control > best_control ? j : best;
            best_control = fmax(best_control, control);
        }
        p->step_probability[best] += 1.0;
    }
    return status;
}

static hc_status one_sample(hc_context *ctx, const hc_study_model *model, hc_kinetic_point *point, size_t sample,
                            const hc_energy_shift *shift, hc_study_catalyst_result *c)
{
    size_t np = c->nproduct;
    hc_status status = hc_kinetic_point_solve(ctx, point, &model->conditions, shift);
    if (status == HC_ERROR_NOT_CONVERGED) {
        c->nfailed++;
        for (size_t i = 0; i < np; i++) {
            c->sample_rate[sample * np + i] = c->sample_efficiency[sample * np + i] = NAN;
        }
        return HC_OK;
    }
    for (size_t i = 0; status == HC_OK && i < np; i++) {
        c->sample_rate[sample * np + i] = hc_kinetic_rate(point, c->product[i].species);
        c->sample_efficiency[sample * np + i] = hc_kinetic_efficiency(point, c->product[i].species);
    }
    return status == HC_OK ? count_steps(ctx, point, c) : status;
}

/* Quantiles of column `column` of values [count][width] that are numbers. */
static void set_band(size_t count, size_t width, size_t column, const double *values, double *scratch,
                     hc_study_band *band)
{
    size_t kept = 0;
    for (size_t k = 0; k < count; k++) {
        if (!isnan(values[k * width + column])) {
            scratch[kept++] = values[k * width + column];
        }
    }
    band->low = hc_quantile(kept, scratch, 0.16);
    band->median = hc_quantile(kept, scratch, 0.5);
    band->high = hc_quantile(kept, scratch, 0.84);
}

hc_status hc_study_sample(hc_context *ctx, const hc_study *study, size_t catalyst, hc_study_catalyst_result *c)
{
    const hc_study_uncertainty *u = study->options.uncertainty;
    const hc_study_model *model = &study->catalyst[catalyst];
    const hc_energy_errors errors = errors_of(u);
    size_t count = (size_t)u->samples, nstep = study->mechanism->nstep;
    double *species = NULL, *barrier = NULL, *scratch = NULL;
    hc_kinetic_point *point = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, study->mechanism->nspecies, sizeof *species, &species));
    HC_TRY(hc_allocate(ctx, nstep, sizeof *barrier, &barrier));
    HC_TRY(hc_allocate(ctx, count, sizeof *scratch, &scratch));
    HC_TRY(hc_allocate(ctx, count * c->nproduct, sizeof(double), &c->sample_rate));
    HC_TRY(hc_allocate(ctx, count * c->nproduct, sizeof(double), &c->sample_efficiency));
    HC_TRY(hc_kinetic_point_create(ctx, model->model, &point));
    for (size_t k = 0; k < count; k++) {
        const hc_energy_shift shift = {.species = species, .barrier = barrier};
        hc_energy_draw(model->model, &errors, k, catalyst, species, barrier);
        HC_TRY(one_sample(ctx, model, point, k, &shift, c));
    }
    for (size_t i = 0; i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        set_band(count, c->nproduct, i, c->sample_rate, scratch, &p->rate_per_s);
        set_band(count, c->nproduct, i, c->sample_efficiency, scratch, &p->efficiency);
        for (size_t j = 0; j < nstep; j++) {
            p->step_probability[j] /= (double)(count - c->nfailed);
        }
    }
cleanup:
    hc_kinetic_point_free(point);
    free(species);
    free(barrier);
    free(scratch);
    return status;
}

/* ---- statements ---------------------------------------------------------------------------------------------------
 */

/* Index of a product of a catalyst by the name of its species; nproduct when it is none. */
static size_t find_product(const hc_study_catalyst_result *c, const char *name)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    size_t i = 0;
    while (i < c->nproduct && strcmp(m->species[c->product[i].species].name, name) != 0) {
        i++;
    }
    return i;
}

/* Share of the samples in which `wins` says yes; NaN without samples. */
static double share_of(const hc_study_catalyst_result *a, size_t ia, const hc_study_catalyst_result *b, size_t ib,
                       size_t count, double limit, bool efficiency)
{
    size_t yes = 0, known = 0;
    if (a->sample_rate == NULL) {
        return NAN;
    }
    for (size_t k = 0; k < count; k++) {
        double left = efficiency ? a->sample_efficiency[k * a->nproduct + ia] : a->sample_rate[k * a->nproduct + ia];
        double right = efficiency ? limit : b->sample_rate[k * b->nproduct + ib];
        known += !isnan(left) && !isnan(right);
        yes += left >= right;
    }
    return known > 0 ? (double)yes / (double)known : NAN;
}

static hc_status judge_one(hc_context *ctx, const hc_study *study, const hc_study_result *result, hc_study_verdict *v)
{
    const hc_statement_options *o = v->options;
    const hc_study_catalyst_result *a = &result->catalyst[hc_study_find_catalyst(study, o->catalyst)], *b = a;
    size_t count = study->options.uncertainty ? (size_t)study->options.uncertainty->samples : 0, step = 0, ib = 0;
    size_t ia = find_product(a, o->product);
    hc_status status = HC_OK;
    if (o->than != NULL) {
        b = &result->catalyst[hc_study_find_catalyst(study, o->than)];
        ib = find_product(b, o->product);
    }
    if (ia == a->nproduct || ib == b->nproduct) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a statement is about %s, which is no product", o->product);
    }
    const hc_study_product *p = &a->product[ia];
    switch (v->record->kind) {
    case HC_STATEMENT_STEP:
        HC_TRY(hc_kinetic_mechanism_find_step(ctx, study->mechanism, o->step, &step));
        v->met = p->determining_step == step;
        v->value = p->control[step];
        v->probability = count > 0 ? p->step_probability[step] : NAN;
        break;
    case HC_STATEMENT_SELECTIVE:
        v->value = 100.0 * p->efficiency.value;
        v->met = v->value >= o->efficiency_percent;
        v->probability = share_of(a, ia, b, ib, count, 0.01 * o->efficiency_percent, true);
        break;
    case HC_STATEMENT_MORE_ACTIVE:
        v->value = p->rate_per_s.value / b->product[ib].rate_per_s.value;
        v->met = v->value > 1.0;
        v->probability = share_of(a, ia, b, ib, count, 0.0, false);
        break;
    }
cleanup:
    return status;
}

hc_status hc_study_judge(hc_context *ctx, const hc_study *study, hc_study_result *result)
{
    const hc_variant_list *list = &study->options.statements;
    hc_status status = hc_allocate(ctx, list->count, sizeof *result->verdict, &result->verdict);
    for (; status == HC_OK && result->nverdict < list->count; result->nverdict++) {
        const hc_variant *item = &list->item[result->nverdict];
        hc_study_verdict *v = &result->verdict[result->nverdict];
        *v = (hc_study_verdict){.record = item->record, .options = item->options};
        status = judge_one(ctx, study, result, v);
    }
    return status;
}
