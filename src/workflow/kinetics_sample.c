/* A catalyst's results under draws of its energies, and statements held against them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/statistics.h"
#include "workflow/kinetics_run.h"

struct hc_study_sampler {
    const hc_study_catalyst_result *base;
    size_t catalyst;
    hc_energy_errors errors;
    hc_kinetic_point *point;
    double *species, *barrier; /* shifts of the draw */
};

hc_status hc_study_sampler_create(hc_context *ctx, const hc_study *study, size_t catalyst,
                                  const hc_study_catalyst_result *base, hc_study_sampler **sampler)
{
    const hc_study_uncertainty *u = study->options.uncertainty;
    hc_study_sampler *made = NULL;
    hc_status status = HC_OK;
    *sampler = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->base = base;
    made->catalyst = catalyst;
    made->errors = (hc_energy_errors){.species_correlation = u->species_correlation,
                                      .barrier_correlation = u->barrier_correlation,
                                      .seed = (uint64_t)u->seed};
    HC_TRY(hc_allocate(ctx, study->mechanism->nspecies, sizeof(double), &made->species));
    HC_TRY(hc_allocate(ctx, study->mechanism->nstep, sizeof(double), &made->barrier));
    HC_TRY(hc_kinetic_point_create(ctx, base->model->model, &made->point));
    *sampler = made;
    made = NULL;
cleanup:
    hc_study_sampler_free(made);
    return status;
}

void hc_study_sampler_free(hc_study_sampler *sampler)
{
    if (sampler != NULL) {
        hc_kinetic_point_free(sampler->point);
        free(sampler->species);
        free(sampler->barrier);
        free(sampler);
    }
}

hc_status hc_study_draws_create(hc_context *ctx, size_t nproduct, size_t count, hc_study_draws *draws)
{
    hc_status status = HC_OK;
    *draws = (hc_study_draws){.count = count};
    HC_TRY(hc_allocate(ctx, nproduct * count, sizeof(double), &draws->rate));
    HC_TRY(hc_allocate(ctx, nproduct * count, sizeof(double), &draws->efficiency));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &draws->electron_rate));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &draws->scratch));
cleanup:
    return status;
}

void hc_study_draws_clear(hc_study_draws *draws)
{
    free(draws->rate);
    free(draws->efficiency);
    free(draws->electron_rate);
    free(draws->scratch);
    *draws = (hc_study_draws){0};
}

hc_study_band hc_study_draws_band(const hc_study_draws *draws, double value, const double *values)
{
    static const double share[3] = {0.16, 0.5, 0.84};
    double quantile[3];
    if (draws->count > 0) { /* a copy: the draws of two catalysts belong together, so their order stays */
        memcpy(draws->scratch, values, draws->count * sizeof *values);
    }
    hc_statistics_quantiles(draws->count, draws->scratch, 3, share, quantile);
    return (hc_study_band){value, quantile[0], quantile[1], quantile[2]};
}

/* Which step controls each product in this draw. */
static hc_status count_steps(hc_context *ctx, const hc_study_sampler *w, double *const *step_count)
{
    hc_status status = hc_kinetic_point_control(ctx, w->point);
    for (size_t i = 0; status == HC_OK && i < w->base->nproduct; i++) {
        size_t species = w->base->product[i].species, best = 0;
        double best_control = -INFINITY, rate = hc_kinetic_rate(w->point, species);
        for (size_t j = 0; j < w->point->model->mechanism->nstep; j++) {
            double control = hc_kinetic_rate_by_step(w->point, species, j) / rate;
            best = control > best_control ? j : best;
            best_control = fmax(best_control, control);
        }
        step_count[i][best] += 1.0;
    }
    return status;
}

hc_status hc_study_sampler_run(hc_context *ctx, hc_study_sampler *w, const hc_kinetic_conditions *conditions,
                               hc_study_draws *draws, double *const *step_count)
{
    const hc_energy_shift shift = {.species = w->species, .barrier = w->barrier};
    draws->nfailed = 0;
    for (size_t k = 0; k < draws->count; k++) {
        hc_energy_draw(w->base->model->model, &w->errors, k, w->catalyst, w->species, w->barrier);
        hc_status status = hc_kinetic_point_solve(ctx, w->point, conditions, &shift);
        bool found = status == HC_OK;
        if (!found && status != HC_ERROR_NOT_CONVERGED) {
            return status;
        }
        draws->nfailed += !found;
        draws->electron_rate[k] = found ? w->point->electron_rate : NAN;
        for (size_t i = 0; i < w->base->nproduct; i++) {
            size_t species = w->base->product[i].species;
            draws->rate[i * draws->count + k] = found ? hc_kinetic_rate(w->point, species) : NAN;
            draws->efficiency[i * draws->count + k] = found ? hc_kinetic_efficiency(w->point, species) : NAN;
        }
        status = found && step_count != NULL ? count_steps(ctx, w, step_count) : HC_OK;
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

hc_status hc_study_sample(hc_context *ctx, const hc_study *study, size_t catalyst, hc_study_catalyst_result *c)
{
    size_t count = (size_t)study->options.uncertainty->samples;
    hc_study_draws *draws = &c->draws;
    hc_study_sampler *sampler = NULL;
    double **step_count = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, c->nproduct, sizeof *step_count, &step_count));
    for (size_t i = 0; i < c->nproduct; i++) {
        step_count[i] = c->product[i].step_probability;
    }
    HC_TRY(hc_study_draws_create(ctx, c->nproduct, count, draws));
    HC_TRY(hc_study_sampler_create(ctx, study, catalyst, c, &sampler));
    HC_TRY(hc_study_sampler_run(ctx, sampler, &c->model->conditions, draws, step_count));
    for (size_t i = 0; i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        p->rate_per_s = hc_study_draws_band(draws, p->rate_per_s.value, &draws->rate[i * count]);
        p->efficiency = hc_study_draws_band(draws, p->efficiency.value, &draws->efficiency[i * count]);
        for (size_t j = 0; j < study->mechanism->nstep; j++) {
            p->step_probability[j] /= (double)(count - draws->nfailed);
        }
    }
    c->electrons_per_s = hc_study_draws_band(draws, c->electrons_per_s.value, draws->electron_rate);
cleanup:
    hc_study_sampler_free(sampler);
    free(step_count);
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
                       double limit, bool efficiency)
{
    size_t yes = 0, known = 0, count = a->draws.count;
    for (size_t k = 0; k < count; k++) {
        double left = (efficiency ? a->draws.efficiency : a->draws.rate)[ia * count + k];
        double right = efficiency ? limit : b->draws.rate[ib * count + k];
        known += !isnan(left) && !isnan(right);
        yes += left >= right;
    }
    return known > 0 ? (double)yes / (double)known : NAN;
}

static hc_status judge_one(hc_context *ctx, const hc_study *study, const hc_study_result *result, hc_study_verdict *v)
{
    const hc_statement_options *o = v->options;
    const hc_study_catalyst_result *a = &result->catalyst[hc_study_find_catalyst(study, o->catalyst)], *b = a;
    size_t step = 0, ib = 0;
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
        v->probability = a->draws.count > 0 ? p->step_probability[step] : NAN;
        break;
    case HC_STATEMENT_SELECTIVE:
        v->value = 100.0 * p->efficiency.value;
        v->met = v->value >= o->efficiency_percent;
        v->probability = share_of(a, ia, b, ib, 0.01 * o->efficiency_percent, true);
        break;
    case HC_STATEMENT_MORE_ACTIVE:
        v->value = p->rate_per_s.value / b->product[ib].rate_per_s.value;
        v->met = v->value > 1.0;
        v->probability = share_of(a, ia, b, ib, 0.0, false);
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
