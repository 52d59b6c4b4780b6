#include "kinetics/point.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hc_status allocate_rates(hc_context *ctx, size_t m, size_t n, bool slopes, hc_model_rates *rates)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &rates->forward));
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &rates->reverse));
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &rates->reaction_ev));
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &rates->barrier_ev));
    if (slopes) {
        HC_TRY(hc_allocate(ctx, m * n, sizeof(double), &rates->forward_slope));
        HC_TRY(hc_allocate(ctx, m * n, sizeof(double), &rates->reverse_slope));
    }
cleanup:
    return status;
}

static void free_rates(hc_model_rates *rates)
{
    free(rates->forward);
    free(rates->reverse);
    free(rates->reaction_ev);
    free(rates->barrier_ev);
    free(rates->forward_slope);
    free(rates->reverse_slope);
}

static hc_rate_constants constants_of(const hc_model_rates *rates)
{
    return (hc_rate_constants){.forward = rates->forward,
                               .reverse = rates->reverse,
                               .forward_slope = rates->forward_slope,
                               .reverse_slope = rates->reverse_slope};
}

/* Electrons that make one of each fluid from the feed: its carbon carries those that it took before. */
static void count_electrons(const hc_kinetic_model *model, double *electrons_per)
{
    const hc_kinetic_mechanism *mechanism = model->mechanism;
    double per_carbon = 0.0;
    if (model->feed != HC_NONE) {
        const hc_kinetic_formula *feed = &mechanism->species[model->feed].formula;
        per_carbon = hc_kinetic_formula_electrons(feed) / hc_formula_atoms(&feed->elements, "C");
    }
    for (size_t s = 0; s < mechanism->nspecies; s++) {
        const hc_kinetic_species *species = &mechanism->species[s];
        bool carries = species->kind == HC_KINETIC_FLUID && !species->is_electron;
        electrons_per[s] = carries ? hc_kinetic_formula_electrons(&species->formula) -
                                         per_carbon * hc_formula_atoms(&species->formula.elements, "C")
                                   : 0.0;
    }
}

hc_status hc_kinetic_point_create(hc_context *ctx, const hc_kinetic_model *model, hc_kinetic_point **point)
{
    hc_status status = HC_OK;
    hc_kinetic_point *made = NULL;
    const hc_kinetic_mechanism *mechanism = model->mechanism;
    size_t m = mechanism->nstep, n = model->network->nspecies;
    *point = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->model = model;
    HC_TRY(hc_steady_solver_create(ctx, model->network, &made->solver));
    HC_TRY(allocate_rates(ctx, m, n, model->has_interactions, &made->rates));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &made->steady.x));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &made->guess));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &made->steady.theta));
    HC_TRY(hc_allocate(ctx, m, sizeof(double), &made->steady.net));
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof(double), &made->made));
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof(double), &made->electrons_per));
    HC_TRY(hc_allocate(ctx, m * m, sizeof(double), &made->sensitivity.by_forward));
    HC_TRY(hc_allocate(ctx, m * m, sizeof(double), &made->sensitivity.by_reverse));
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof(double), &made->log_activity));
    for (int i = 0; i < 2; i++) {
        HC_TRY(allocate_rates(ctx, m, n, model->has_interactions, &made->moved[i]));
        HC_TRY(hc_allocate(ctx, m, sizeof(double), &made->by_variable[i]));
    }
    count_electrons(model, made->electrons_per);
    *point = made;
    made = NULL;
cleanup:
    hc_kinetic_point_free(made);
    return status;
}

void hc_kinetic_point_free(hc_kinetic_point *point)
{
    if (point == NULL) {
        return;
    }
    hc_steady_solver_free(point->solver);
    free_rates(&point->rates);
    free(point->steady.x);
    free(point->guess);
    free(point->steady.theta);
    free(point->steady.net);
    free(point->made);
    free(point->electrons_per);
    free(point->sensitivity.by_forward);
    free(point->sensitivity.by_reverse);
    free(point->log_activity);
    for (int i = 0; i < 2; i++) {
        free_rates(&point->moved[i]);
        free(point->by_variable[i]);
    }
    free(point);
}

/* Sum over the steps of a species' coefficient times values of the steps. species HC_NONE: electrons taken. */
static double over_steps(const hc_kinetic_mechanism *mechanism, size_t species, const double *value, size_t stride)
{
    double sum = 0.0;
    for (size_t j = 0; j < mechanism->nstep; j++) {
        const hc_kinetic_step *step = &mechanism->step[j];
        int count = species == HC_NONE ? step->electrons : hc_kinetic_step_stoichiometry(step, species);
        sum += count != 0 ? count * value[j * stride] : 0.0;
    }
    return sum;
}

hc_status hc_kinetic_point_solve(hc_context *ctx, hc_kinetic_point *point, const hc_kinetic_conditions *conditions,
                                 const hc_energy_shift *shift)
{
    hc_status status = HC_OK;
    const hc_kinetic_mechanism *mechanism = point->model->mechanism;
    bool has_guess = point->has_guess;
    point->conditions = *conditions;
    HC_TRY(hc_kinetic_model_rates(ctx, point->model, conditions, shift, &point->rates));
    const hc_rate_constants k = constants_of(&point->rates);
    memcpy(point->guess, point->steady.x, point->model->network->nspecies * sizeof *point->guess);
    point->has_guess = false;
    HC_TRY(hc_steady_solve(ctx, point->solver, &k, has_guess ? point->guess : NULL, &point->steady));
    point->has_guess = true;
    for (size_t s = 0; s < mechanism->nspecies; s++) {
        bool fluid = mechanism->species[s].kind == HC_KINETIC_FLUID;
        point->made[s] = fluid ? over_steps(mechanism, s, point->steady.net, 1) : 0.0;
    }
    point->electron_rate = over_steps(mechanism, HC_NONE, point->steady.net, 1);
cleanup:
    return status;
}

hc_status hc_kinetic_point_control(hc_context *ctx, hc_kinetic_point *point)
{
    const hc_rate_constants k = constants_of(&point->rates);
    return hc_sensitivity_compute(ctx, point->solver, &k, &point->steady, &point->sensitivity);
}

hc_rate_constants hc_kinetic_point_constants(const hc_kinetic_point *point)
{
    return constants_of(&point->rates);
}

double hc_kinetic_rate(const hc_kinetic_point *point, size_t species)
{
    return species == HC_NONE ? point->electron_rate : point->made[species];
}

static double by_constant(const hc_kinetic_point *point, size_t species, size_t j, bool forward)
{
    const hc_kinetic_mechanism *mechanism = point->model->mechanism;
    const double *by = forward ? point->sensitivity.by_forward : point->sensitivity.by_reverse;
    return over_steps(mechanism, species, by + j, mechanism->nstep);
}

double hc_kinetic_rate_by_step(const hc_kinetic_point *point, size_t species, size_t j)
{
    return by_constant(point, species, j, true) + by_constant(point, species, j, false);
}

double hc_kinetic_rate_by_species(const hc_kinetic_point *point, size_t species, size_t surface)
{
    const hc_network *network = point->model->network;
    double sum = 0.0;
    for (size_t j = 0; j < network->nstep; j++) {
        const hc_network_step *step = &network->step[j];
        for (size_t a = 0; a < step->order; a++) {
            sum -= step->reactant[a] == surface ? by_constant(point, species, j, true) : 0.0;
            sum -= step->product[a] == surface ? by_constant(point, species, j, false) : 0.0;
        }
    }
    return sum;
}

double hc_kinetic_efficiency(const hc_kinetic_point *point, size_t species)
{
    return point->electron_rate != 0.0 ? point->electrons_per[species] * point->made[species] / point->electron_rate
                                       : NAN;
}

/* ---- derivatives by conditions ------------------------------------------------------------------------------------
 */

/* The conditions with the variable moved by `by`; log_activity [nspecies] is room for a copy. */
static void move(hc_kinetic_conditions *c, hc_kinetic_variable variable, size_t fluid, double by, size_t nspecies,
                 double *log_activity)
{
    memcpy(log_activity, c->log_activity, nspecies * sizeof *log_activity);
    c->log_activity = log_activity;
    switch (variable) {
    case HC_VARIABLE_POTENTIAL:
        c->potential_v_rhe += by;
        break;
    case HC_VARIABLE_TEMPERATURE:
        c->temperature_k += by;
        break;
    case HC_VARIABLE_PH_AT_SHE:
        c->potential_v_rhe += hc_kt_ev(c->temperature_k) * log(10.0) * by;
        c->ph += by;
        break;
    case HC_VARIABLE_ACTIVITY:
        log_activity[fluid] += by;
        break;
    }
}

/* ln of a constant with what interactions add at the coverages. */
static double effective(const hc_kinetic_point *point, const double *constant, const double *slope, size_t j)
{
    size_t n = point->model->network->nspecies;
    double sum = constant[j];
    for (size_t s = 0; slope != NULL && s < n; s++) {
        sum += slope[j * n + s] * point->steady.theta[s];
    }
    return sum;
}

hc_status hc_kinetic_point_differentiate(hc_context *ctx, hc_kinetic_point *point, hc_kinetic_variable variable,
                                         size_t fluid)
{
    const hc_kinetic_model *model = point->model;
    double step = variable == HC_VARIABLE_TEMPERATURE ? 0.01 : 1e-4;
    hc_model_rates *low = &point->moved[0], *high = &point->moved[1];
    for (int side = 0; side < 2; side++) {
        hc_kinetic_conditions moved = point->conditions;
        move(&moved, variable, fluid, side == 0 ? -step : step, model->mechanism->nspecies, point->log_activity);
        hc_status status = hc_kinetic_model_rates(ctx, model, &moved, NULL, &point->moved[side]);
        if (status != HC_OK) {
            return status;
        }
    }
    for (size_t j = 0; j < model->mechanism->nstep; j++) {
        point->by_variable[0][j] = (effective(point, high->forward, high->forward_slope, j) -
                                    effective(point, low->forward, low->forward_slope, j)) /
                                   (2.0 * step);
        point->by_variable[1][j] = isfinite(low->reverse[j])
                                       ? (effective(point, high->reverse, high->reverse_slope, j) -
                                          effective(point, low->reverse, low->reverse_slope, j)) /
                                             (2.0 * step)
                                       : 0.0;
    }
    return HC_OK;
}

double hc_kinetic_rate_derivative(const hc_kinetic_point *point, size_t species)
{
    double sum = 0.0;
    for (size_t j = 0; j < point->model->mechanism->nstep; j++) {
        sum += by_constant(point, species, j, true) * point->by_variable[0][j] +
               by_constant(point, species, j, false) * point->by_variable[1][j];
    }
    return sum;
}
