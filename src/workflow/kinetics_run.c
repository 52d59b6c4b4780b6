#include "workflow/kinetics_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

hc_study_band hc_study_current(const hc_study_model *model, double electrons, hc_study_band rate_per_s)
{
    double factor = -1e3 * HC_ELEMENTARY_CHARGE_IN_COULOMB * model->site_density_per_cm2 * electrons;
    double low = factor * rate_per_s.low, high = factor * rate_per_s.high;
    return (hc_study_band){factor * rate_per_s.value, factor < 0.0 ? high : low, factor * rate_per_s.median,
                           factor < 0.0 ? low : high};
}

static void free_product(hc_study_product *product)
{
    free(product->control);
    free(product->selectivity_control);
    free(product->thermodynamic_control);
    free(product->step_probability);
    free(product->order);
}

void hc_study_result_free(hc_study_result *result)
{
    if (result == NULL) {
        return;
    }
    for (size_t i = 0; result->catalyst != NULL && i < result->ncatalyst; i++) {
        hc_study_catalyst_result *c = &result->catalyst[i];
        for (size_t p = 0; c->product != NULL && p < c->nproduct; p++) {
            free_product(&c->product[p]);
        }
        free(c->product);
        hc_study_draws_clear(&c->draws);
        free(c->solution);
        free(c->stability);
        hc_table_free(c->transient);
        hc_table_list_clear(&c->scans);
        hc_kinetic_point_free(c->point);
    }
    free(result->catalyst);
    free(result->verdict);
    hc_table_free(result->map);
    free(result);
}

/* Fluids whose making costs electrons; where no step moves electrons, those that are made by the first catalyst. */
static bool is_product(const hc_kinetic_point *point, size_t s, bool electrons)
{
    const hc_kinetic_species *species = &point->model->mechanism->species[s];
    if (species->kind != HC_KINETIC_FLUID || hc_kinetic_species_has_own_energy(species)) {
        return false;
    }
    return electrons ? point->electrons_per[s] != 0.0 : point->made[s] > 0.0;
}

static hc_status allocate_products(hc_context *ctx, hc_study_catalyst_result *c)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    hc_status status = HC_OK;
    const bool electrons = hc_kinetic_mechanism_moves_electrons(m);
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof *c->product, &c->product));
    for (size_t s = 0; s < m->nspecies; s++) {
        if (!is_product(c->point, s, electrons)) {
            continue;
        }
        hc_study_product *p = &c->product[c->nproduct++];
        p->species = s;
        p->determining_step = HC_NONE;
        HC_TRY(hc_allocate(ctx, m->nstep, sizeof(double), &p->control));
        HC_TRY(hc_allocate(ctx, m->nstep, sizeof(double), &p->selectivity_control));
        HC_TRY(hc_allocate(ctx, m->nstep, sizeof(double), &p->step_probability));
        HC_TRY(hc_allocate(ctx, m->nspecies, sizeof(double), &p->order));
        HC_TRY(hc_allocate(ctx, c->model->model->network->nspecies, sizeof(double), &p->thermodynamic_control));
    }
cleanup:
    return status;
}

static void set_control(const hc_kinetic_point *point, hc_study_product *p)
{
    const hc_kinetic_mechanism *m = point->model->mechanism;
    double rate = hc_kinetic_rate(point, p->species), electrons = point->electron_rate, best = -INFINITY;
    for (size_t j = 0; j < m->nstep; j++) {
        p->control[j] = hc_kinetic_rate_by_step(point, p->species, j) / rate;
        p->selectivity_control[j] = p->control[j] - hc_kinetic_rate_by_step(point, HC_NONE, j) / electrons;
        if (p->control[j] > best) {
            best = p->control[j];
            p->determining_step = j;
        }
    }
    for (size_t s = 0; s < point->model->network->nspecies; s++) {
        p->thermodynamic_control[s] = hc_kinetic_rate_by_species(point, p->species, s) / rate;
    }
}

/* Responses of all products to one variable; those that are not made stay as they are. */
static hc_status set_responses_to(hc_context *ctx, hc_study_catalyst_result *c, hc_kinetic_variable variable,
                                  size_t fluid)
{
    hc_status status = hc_kinetic_point_differentiate(ctx, c->point, variable, fluid);
    double temperature_k = c->point->conditions.temperature_k;
    for (size_t i = 0; status == HC_OK && i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        double rate = hc_kinetic_rate(c->point, p->species), by = hc_kinetic_rate_derivative(c->point, p->species);
        if (!(rate > 0.0)) {
            continue;
        }
        switch (variable) {
        case HC_VARIABLE_TEMPERATURE:
            p->activation_ev = hc_kt_ev(temperature_k) * temperature_k * by / rate;
            break;
        case HC_VARIABLE_POTENTIAL:
            p->tafel_mv = by != 0.0 ? 1e3 * log(10.0) * rate / by : NAN;
            break;
        case HC_VARIABLE_PH_AT_SHE:
            p->order_ph_she = by / rate / log(10.0);
            break;
        case HC_VARIABLE_ACTIVITY:
            p->order[fluid] = by / rate;
            break;
        }
    }
    return status;
}

static hc_status set_responses(hc_context *ctx, hc_study_catalyst_result *c)
{
    const hc_kinetic_mechanism *m = c->point->model->mechanism;
    hc_status status = HC_OK;
    HC_TRY(set_responses_to(ctx, c, HC_VARIABLE_TEMPERATURE, 0));
    HC_TRY(set_responses_to(ctx, c, HC_VARIABLE_POTENTIAL, 0));
    HC_TRY(set_responses_to(ctx, c, HC_VARIABLE_PH_AT_SHE, 0));
    for (size_t s = 0; s < m->nspecies; s++) {
        const hc_kinetic_species *fluid = &m->species[s];
        if (fluid->kind == HC_KINETIC_FLUID && !hc_kinetic_species_has_own_energy(fluid)) {
            HC_TRY(set_responses_to(ctx, c, HC_VARIABLE_ACTIVITY, s));
        }
    }
cleanup:
    return status;
}

static void set_unknown(const hc_kinetic_point *point, hc_study_product *p)
{
    const hc_kinetic_mechanism *m = point->model->mechanism;
    for (size_t j = 0; j < m->nstep; j++) {
        p->control[j] = p->selectivity_control[j] = NAN;
    }
    for (size_t s = 0; s < point->model->network->nspecies; s++) {
        p->thermodynamic_control[s] = NAN;
    }
    for (size_t s = 0; s < m->nspecies; s++) {
        p->order[s] = NAN;
    }
    p->activation_ev = p->tafel_mv = p->order_ph_she = NAN;
}

static hc_status set_products(hc_context *ctx, hc_study_catalyst_result *c)
{
    bool electrons = c->point->electron_rate != 0.0;
    c->electrons_per_s = (hc_study_band){c->point->electron_rate, NAN, NAN, NAN};
    for (size_t i = 0; i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        double rate = hc_kinetic_rate(c->point, p->species);
        p->rate_per_s = (hc_study_band){rate, NAN, NAN, NAN};
        p->efficiency = (hc_study_band){electrons ? hc_kinetic_efficiency(c->point, p->species) : NAN, NAN, NAN, NAN};
        set_unknown(c->point, p);
        if (rate > 0.0) {
            set_control(c->point, p);
        }
    }
    return set_responses(ctx, c);
}

static void set_currents(hc_study_catalyst_result *c)
{
    c->current_ma_cm2 = hc_study_current(c->model, 1.0, c->electrons_per_s);
    for (size_t i = 0; i < c->nproduct; i++) {
        hc_study_product *p = &c->product[i];
        p->current_ma_cm2 = hc_study_current(c->model, c->point->electrons_per[p->species], p->rate_per_s);
    }
}

static hc_status run_catalyst(hc_context *ctx, const hc_study *study, size_t index, hc_study_catalyst_result *c)
{
    hc_status status = HC_OK;
    c->model = &study->catalyst[index];
    HC_TRY(hc_kinetic_point_create(ctx, c->model->model, &c->point));
    status = hc_kinetic_point_solve(ctx, c->point, &c->model->conditions, NULL);
    if (status != HC_OK) {
        status = hc_fail_within(ctx, status, "catalyst '%s': ", c->model->options->name);
        goto cleanup;
    }
    HC_TRY(hc_kinetic_point_control(ctx, c->point));
    HC_TRY(allocate_products(ctx, c));
    HC_TRY(set_products(ctx, c));
    if (study->options.uncertainty != NULL) {
        HC_TRY(hc_study_sample(ctx, study, index, c));
    }
    set_currents(c);
    HC_TRY(hc_study_second_look(ctx, study, c));
    HC_TRY(hc_study_scan(ctx, study, index, c, &c->scans));
cleanup:
    return status;
}

hc_status hc_study_run(hc_context *ctx, const hc_study *study, hc_study_result **result)
{
    hc_status status = HC_OK;
    hc_study_result *made = NULL;
    *result = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->study = study;
    made->ncatalyst = study->ncatalyst;
    HC_TRY(hc_allocate(ctx, study->ncatalyst, sizeof *made->catalyst, &made->catalyst));
    for (size_t i = 0; i < study->ncatalyst; i++) {
        HC_TRY(run_catalyst(ctx, study, i, &made->catalyst[i]));
    }
    if (study->options.map != NULL) {
        HC_TRY(hc_study_map_run(ctx, study, &made->map));
    }
    HC_TRY(hc_study_judge(ctx, study, made));
    *result = made;
    made = NULL;
cleanup:
    hc_study_result_free(made);
    return status;
}
