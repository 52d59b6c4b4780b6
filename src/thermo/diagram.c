#include "thermo/diagram.h"

#include <math.h>
#include <stdlib.h>

#include "halfcell/units.h"

/* Energy of a pH unit for one proton. */
static double per_ph(const hc_diagram *d)
{
    return d->temperature_k * HC_KELVIN * log(10.0);
}

/* U_SHE = U_RHE - kT ln10 pH / e: what is left of pH is that of protons without an electron. */
static double ph_term(const hc_diagram *d, const hc_diagram_step *s)
{
    return (s->protons - s->electrons) * per_ph(d) * d->ph;
}

double hc_diagram_step_energy(const hc_diagram *diagram, size_t step, double u_v_rhe)
{
    const hc_diagram_step *s = &diagram->step[step];
    return s->free_energy + s->electrons * u_v_rhe * HC_EV + ph_term(diagram, s);
}

/* A part beta of the electrode's energy is in the transition state already; it is never below either side. */
double hc_diagram_step_barrier(const hc_diagram *diagram, size_t step, double u_v_rhe)
{
    const hc_diagram_step *s = &diagram->step[step];
    if (isnan(s->barrier)) {
        return NAN;
    }
    double barrier = s->barrier + s->beta * (s->electrons * u_v_rhe * HC_EV + ph_term(diagram, s));
    return fmax(barrier, fmax(0.0, hc_diagram_step_energy(diagram, step, u_v_rhe)));
}

void hc_diagram_levels(const hc_diagram *diagram, double u_v_rhe, double *levels)
{
    levels[0] = 0.0;
    for (size_t k = 0; k < diagram->count; k++) {
        levels[k + 1] = levels[k] + hc_diagram_step_energy(diagram, k, u_v_rhe);
    }
}

double hc_diagram_climb(const hc_diagram *diagram, double u_v_rhe)
{
    double level = 0.0, lowest = 0.0, climb = 0.0;
    for (size_t k = 0; k < diagram->count; k++) {
        double barrier = hc_diagram_step_barrier(diagram, k, u_v_rhe);
        climb = isnan(barrier) ? climb : fmax(climb, level + barrier - lowest);
        level += hc_diagram_step_energy(diagram, k, u_v_rhe);
        climb = fmax(climb, level - lowest);
        lowest = fmin(lowest, level);
    }
    return climb;
}

/* The climb falls with the potential as far as electrons are consumed: bisection between what is too high and enough.
 */
double hc_diagram_onset(const hc_diagram *diagram, double allowance)
{
    double high = 3.0, low = -5.0;
    if (!(diagram->electrons > 0.0) || hc_diagram_climb(diagram, low) > allowance) {
        return NAN;
    }
    for (int k = 0; k < 60; k++) {
        double middle = 0.5 * (high + low);
        if (hc_diagram_climb(diagram, middle) > allowance + 1e-12) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return low;
}

static hc_status set_barrier(hc_context *ctx, const hc_energies *energies, const char *surface, hc_diagram *d, size_t k)
{
    hc_diagram_step *s = &d->step[k];
    const hc_reaction *r = s->reaction;
    s->barrier = isnan(r->barrier) ? NAN : r->barrier - r->beta * s->electrons * r->barrier_at_v * HC_EV;
    if (!r->transition) {
        return HC_OK;
    }
    hc_chemical formula;
    hc_free_energy transition;
    double left = 0.0;
    hc_status status = HC_OK;
    HC_TRY(hc_chemical_parse(ctx, r->transition, &formula));
    if (!hc_energies_have(energies, &(hc_reaction){.nterm = 1, .term = &(hc_term){1.0, r->transition, formula}},
                          surface)) {
        return HC_OK; /* drawn when the table has it */
    }
    HC_TRY(hc_energies_find(ctx, energies, &formula, r->transition, surface, &transition));
    for (size_t i = 0; i < r->nterm; i++) {
        hc_free_energy part;
        if (r->term[i].count < 0.0) {
            HC_TRY(hc_energies_find(ctx, energies, &r->term[i].formula, r->term[i].name, surface, &part));
            left -= r->term[i].count * part.total;
        }
    }
    s->barrier = transition.total - left;
cleanup:
    return status;
}

/* Reductions (electrons consumed in all) are limited by the most negative -dG/n, oxidations by the most positive. */
static void find_limits(hc_diagram *d)
{
    double direction = d->electrons < 0.0 ? -1.0 : 1.0;
    d->limiting_v = d->equilibrium_v = d->limiting_error_v = NAN;
    d->limiting_step = d->uphill_step = d->count;
    for (size_t k = 0; k < d->count; k++) {
        const hc_diagram_step *s = &d->step[k];
        double energy = hc_diagram_step_energy(d, k, 0.0);
        d->total += energy;
        if (s->electrons == 0.0 && energy > d->uphill) {
            d->uphill = energy;
            d->uphill_step = k;
        }
        double limit = -energy / (s->electrons * HC_EV);
        if (s->electrons * direction > 0.0 &&
            (d->limiting_step == d->count || direction * limit < direction * d->limiting_v)) {
            d->limiting_v = limit;
            d->limiting_step = k;
            d->limiting_error_v = s->error / (fabs(s->electrons) * HC_EV);
        }
    }
    if (d->electrons != 0.0) {
        d->equilibrium_v = -d->total / (d->electrons * HC_EV);
    }
}

hc_status hc_diagram_create(hc_context *ctx, const hc_energies *energies, const hc_routes *mechanism, size_t path,
                            const char *surface, double ph, hc_diagram **diagram)
{
    const hc_route *steps = &mechanism->path[path];
    hc_diagram *d = NULL;
    hc_status status = HC_OK;
    *diagram = NULL;
    if (steps->nstep == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: path %s has no steps", mechanism->file, steps->name);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *d, &d));
    *d = (hc_diagram){.mechanism = mechanism,
                      .path = steps,
                      .surface = surface,
                      .temperature_k = energies->conditions.temperature_k,
                      .count = steps->nstep,
                      .ph = ph};
    HC_TRY(hc_allocate(ctx, steps->nstep, sizeof *d->step, &d->step));
    for (size_t k = 0; k < steps->nstep; k++) {
        const hc_reaction *r = &steps->step[k];
        d->step[k] = (hc_diagram_step){
            .reaction = r, .electrons = r->electrons, .protons = r->protons, .beta = r->beta, .barrier = NAN};
        status = hc_energies_reaction(ctx, energies, r, surface, &d->step[k].free_energy, &d->step[k].error);
        if (status == HC_OK) {
            status = set_barrier(ctx, energies, surface, d, k);
        }
        if (status != HC_OK) {
            status = hc_fail_within(ctx, status, "%s, path %s%s%s: ", mechanism->name, steps->name,
                                    *surface ? ", surface " : "", surface);
            goto cleanup;
        }
        d->electrons += r->electrons;
    }
    find_limits(d);
    *diagram = d;
    d = NULL;
cleanup:
    hc_diagram_free(d);
    return status;
}

void hc_diagram_free(hc_diagram *diagram)
{
    if (diagram) {
        free(diagram->step);
        free(diagram);
    }
}
