#include "kinetics/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"
#include "kinetics/barrier_table.h"

double hc_kt_ev(double temperature_k)
{
    return temperature_k * HC_KELVIN * HC_HARTREE_IN_EV;
}

double hc_kinetic_conditions_she_v(const hc_kinetic_conditions *c)
{
    return c->potential_v_rhe - hc_kt_ev(c->temperature_k) * log(10.0) * c->ph;
}

/* ---- making -------------------------------------------------------------------------------------------------------
 */

static void list_surface(const hc_kinetic_side *side, const hc_kinetic_model *model, size_t *list, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < side->count; i++) {
        size_t surface = model->surface[side->species[i]];
        for (int c = 0; surface != HC_NONE && c < side->coefficient[i]; c++) {
            list[(*count)++] = surface;
        }
    }
}

static hc_status make_network(hc_context *ctx, hc_kinetic_model *model)
{
    const hc_kinetic_mechanism *m = model->mechanism;
    hc_status status = HC_OK;
    hc_network_step *step = NULL;
    const char **name = NULL;
    size_t *site = NULL, *empty = NULL, count = 0;
    HC_TRY(hc_allocate(ctx, m->nstep, sizeof *step, &step));
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof *name, &name));
    HC_TRY(hc_allocate(ctx, m->nspecies, sizeof *site, &site));
    HC_TRY(hc_allocate(ctx, m->nsite, sizeof *empty, &empty));
    for (size_t i = 0; i < m->nspecies; i++) {
        bool on_surface = m->species[i].kind != HC_KINETIC_FLUID && !m->species[i].is_transition_state;
        model->surface[i] = on_surface ? count : HC_NONE;
        if (on_surface) {
            name[count] = m->species[i].name;
            site[count++] = m->species[i].site;
        }
    }
    for (size_t t = 0; t < m->nsite; t++) {
        empty[t] = model->surface[m->empty[t]];
    }
    for (size_t j = 0; j < m->nstep; j++) {
        size_t products;
        list_surface(&m->step[j].initial, model, step[j].reactant, &step[j].order);
        list_surface(&m->step[j].final, model, step[j].product, &products);
        step[j].reversible = m->step[j].reversible;
    }
    const hc_network_input input = {.nspecies = count,
                                    .nsite = m->nsite,
                                    .nstep = m->nstep,
                                    .name = name,
                                    .site = site,
                                    .empty = empty,
                                    .step = step};
    HC_TRY(hc_network_create(ctx, &input, &model->network));
cleanup:
    free(step);
    free(name);
    free(site);
    free(empty);
    return status;
}

/* The fluid whose name begins so ("H2_"); HC_NONE where there is none. */
static size_t find_fluid(const hc_kinetic_mechanism *m, const char *begin)
{
    for (size_t s = 0; s < m->nspecies; s++) {
        if (m->species[s].kind == HC_KINETIC_FLUID && strncmp(m->species[s].name, begin, strlen(begin)) == 0) {
            return s;
        }
    }
    return HC_NONE;
}

hc_status hc_kinetic_model_create(hc_context *ctx, const hc_kinetic_mechanism *mechanism, hc_kinetic_model **model)
{
    hc_status status = HC_OK;
    hc_kinetic_model *made = NULL;
    *model = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->mechanism = mechanism;
    made->reference_temperature_k = 298.15;
    made->pkw = 14.0;
    made->feed = HC_NONE;
    made->hydrogen = find_fluid(mechanism, "H2_");
    made->water = find_fluid(mechanism, "H2O_");
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof *made->surface, &made->surface));
    HC_TRY(hc_allocate(ctx, mechanism->nspecies, sizeof *made->energy, &made->energy));
    HC_TRY(hc_allocate(ctx, mechanism->nstep, sizeof *made->barrier, &made->barrier));
    HC_TRY(make_network(ctx, made));
    size_t n = made->network->nspecies;
    HC_TRY(hc_allocate(ctx, n * n, sizeof *made->interaction_ev, &made->interaction_ev));
    *model = made;
    made = NULL;
cleanup:
    hc_kinetic_model_free(made);
    return status;
}

void hc_kinetic_model_free(hc_kinetic_model *model)
{
    if (model == NULL) {
        return;
    }
    hc_network_free(model->network);
    free(model->surface);
    free(model->energy);
    free(model->barrier);
    free(model->interaction_ev);
    free(model);
}

static const hc_barrier_record *law_of(const hc_kinetic_model *model, size_t j)
{
    return model->barrier[j].record ? model->barrier[j].record : &hc_barrier_none;
}

/* An irreversible step with a barrier that does not ask for the reaction free energy needs no energies. */
static bool needs_energies(const hc_kinetic_model *model, size_t j)
{
    const hc_barrier_record *law = law_of(model, j);
    return model->mechanism->step[j].reversible || (law != &hc_barrier_computed && law != &hc_barrier_collision);
}

static hc_status check_side(hc_context *ctx, const hc_kinetic_model *model, const hc_kinetic_step *step,
                            const hc_kinetic_side *side)
{
    for (size_t i = 0; i < side->count; i++) {
        const hc_kinetic_species *species = &model->mechanism->species[side->species[i]];
        if (!hc_kinetic_species_has_own_energy(species) && !model->energy[side->species[i]].given) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "%s has no free energy, and step '%s' needs it; list it under species, or write an "
                           "irreversible step (->) with a computed barrier",
                           species->name, step->name);
        }
    }
    return HC_OK;
}

hc_status hc_kinetic_model_check(hc_context *ctx, const hc_kinetic_model *model)
{
    const hc_kinetic_mechanism *m = model->mechanism;
    hc_status status = HC_OK;
    for (size_t j = 0; j < m->nstep; j++) {
        const hc_kinetic_step *step = &m->step[j];
        const hc_barrier_record *law = law_of(model, j);
        if (needs_energies(model, j)) {
            HC_TRY(check_side(ctx, model, step, &step->initial));
            HC_TRY(check_side(ctx, model, step, &step->final));
        }
        if (law == &hc_barrier_transition_state) {
            HC_TRY(check_side(ctx, model, step, &step->transition));
        }
        if (law->check != NULL) {
            status = law->check(ctx, model->barrier[j].options, step->electrons, step->transition_state != HC_NONE);
            if (status != HC_OK) {
                return hc_fail_within(ctx, status, "step '%s': ", step->name);
            }
        }
        if (model->barrier[j].record == NULL && !step->reversible) {
            return hc_fail(ctx, HC_ERROR_INPUT, "step '%s' is irreversible and has no barrier", step->name);
        }
    }
cleanup:
    return status;
}

/* ---- rate constants -----------------------------------------------------------------------------------------------
 */

typedef struct evaluation {
    const hc_kinetic_model *model;
    const hc_kinetic_conditions *conditions;
    const hc_energy_shift *shift;
    double kt, ln10kt, kt_h_per_s, she_v;
    double hydrogen_ev, water_ev; /* G of H2 at 1 bar and of the water that the mechanism has, at its activity */
} evaluation;

/* G at standard activity, without what the conditions say of electrons and protons. */
static double listed_ev(const evaluation *e, size_t s)
{
    const hc_kinetic_species_energy *energy = &e->model->energy[s];
    double g = energy->free_energy_ev -
               energy->entropy_ev_per_k * (e->conditions->temperature_k - e->model->reference_temperature_k);
    for (int d = 0; d < HC_DESCRIPTORS; d++) {
        g += energy->slope[d] * e->conditions->descriptor[d];
    }
    return g + (e->shift && e->shift->species ? e->shift->species[s] : 0.0);
}

/* ln of the activity. */
static double log_activity(const evaluation *e, size_t s)
{
    const hc_kinetic_species *species = &e->model->mechanism->species[s];
    double ln10 = log(10.0);
    if (species->kind != HC_KINETIC_FLUID || species->is_electron) {
        return 0.0;
    }
    if (species->is_proton) {
        return -ln10 * e->conditions->ph;
    }
    if (species->is_hydroxide) {
        return ln10 * (e->conditions->ph - e->model->pkw);
    }
    return e->conditions->log_activity[s];
}

/* G at standard activity; the electron without its potential. */
static double standard_ev(const evaluation *e, size_t s)
{
    const hc_kinetic_species *species = &e->model->mechanism->species[s];
    if (species->is_electron || species->kind == HC_KINETIC_SITE) {
        return 0.0;
    }
    if (species->is_proton) {
        return 0.5 * e->hydrogen_ev;
    }
    if (species->is_hydroxide) {
        return e->water_ev - 0.5 * e->hydrogen_ev + e->ln10kt * e->model->pkw;
    }
    return listed_ev(e, s);
}

/* Whether the activity of a species is taken up in the potential: H+ and OH- where barriers live on the RHE scale. */
static bool is_in_potential(const evaluation *e, size_t s)
{
    const hc_kinetic_species *species = &e->model->mechanism->species[s];
    return e->model->barriers_on_rhe && (species->is_proton || species->is_hydroxide);
}

/* Sums over a side: G at standard activities (those in the potential at the conditions), ln of the other activities. */
static void sum_side(const evaluation *e, const hc_kinetic_side *side, double *standard, double *activity)
{
    *standard = *activity = 0.0;
    for (size_t i = 0; i < side->count; i++) {
        size_t s = side->species[i];
        double count = side->coefficient[i], log_a = log_activity(e, s);
        bool inside = is_in_potential(e, s);
        *standard += count * (standard_ev(e, s) + (inside ? e->kt * log_a : 0.0));
        *activity += inside ? 0.0 : count * log_a;
    }
}

static void set_references(evaluation *e)
{
    const hc_kinetic_model *model = e->model;
    bool own_hydrogen = model->hydrogen != HC_NONE && model->energy[model->hydrogen].given;
    bool own_water = model->water != HC_NONE && model->energy[model->water].given;
    double warmer = e->conditions->temperature_k - model->reference_temperature_k;
    e->hydrogen_ev =
        own_hydrogen ? listed_ev(e, model->hydrogen) : model->hydrogen_ev - model->hydrogen_entropy * warmer;
    e->water_ev = own_water ? listed_ev(e, model->water) + e->kt * e->conditions->log_activity[model->water]
                            : model->water_ev - model->water_entropy * warmer;
}

/* Barrier of step j with reaction free energy `standard` at standard activities; at least max(0, that). */
static double barrier_of(const evaluation *e, size_t j, double initial, double standard, double attempt, bool *raised)
{
    const hc_kinetic_step *step = &e->model->mechanism->step[j];
    double transition = NAN, activity;
    if (step->transition.count > 0) {
        sum_side(e, &step->transition, &transition, &activity);
    }
    const hc_barrier_state state = {.kt_ev = e->kt,
                                    .attempt_per_s = attempt,
                                    .reaction_ev = standard,
                                    .initial_ev = initial,
                                    .transition_ev = transition,
                                    .electrons = step->electrons,
                                    .potential_v =
                                        e->model->barriers_on_rhe ? e->conditions->potential_v_rhe : e->she_v,
                                    .scale_is_rhe = e->model->barriers_on_rhe};
    double barrier = law_of(e->model, j)->barrier_ev(e->model->barrier[j].options, &state);
    barrier += e->shift && e->shift->barrier ? e->shift->barrier[j] : 0.0;
    double least = needs_energies(e->model, j) ? fmax(0.0, standard) : 0.0;
    *raised = barrier < least - 1e-12;
    return fmax(barrier, least);
}

/* Interactions: differential energies of the surface species are G_a + sum_b epsilon_ab theta_b; the transition state
 * has a share of the change. */
static void set_slopes(const evaluation *e, size_t j, double share, hc_model_rates *rates)
{
    const hc_network *network = e->model->network;
    size_t n = network->nspecies;
    for (size_t s = 0; s < n; s++) {
        double change = 0.0;
        for (size_t q = 0; q < n; q++) {
            change += network->stoichiometry[q * network->nstep + j] * e->model->interaction_ev[q * n + s];
        }
        rates->forward_slope[j * n + s] = -share * change / e->kt;
        rates->reverse_slope[j * n + s] = (1.0 - share) * change / e->kt;
    }
}

static hc_status set_step(hc_context *ctx, const evaluation *e, size_t j, hc_model_rates *rates)
{
    const hc_kinetic_step *step = &e->model->mechanism->step[j];
    const hc_barrier_common *common = e->model->barrier[j].options;
    double initial, final, activity, product_activity;
    bool raised;
    sum_side(e, &step->initial, &initial, &activity);
    sum_side(e, &step->final, &final, &product_activity);
    double standard = final - initial + step->electrons * e->she_v;
    double attempt = common != NULL && !isnan(common->prefactor_per_s) ? common->prefactor_per_s : e->kt_h_per_s;
    double barrier = barrier_of(e, j, initial, standard, attempt, &raised);
    double reaction = standard + e->kt * (product_activity - activity);
    rates->nraised += raised;
    rates->forward[j] = log(attempt) - barrier / e->kt + activity;
    rates->reverse[j] = step->reversible ? rates->forward[j] + reaction / e->kt : -INFINITY;
    if (rates->reaction_ev) {
        rates->reaction_ev[j] = needs_energies(e->model, j) ? reaction : NAN;
    }
    if (rates->barrier_ev) {
        rates->barrier_ev[j] = barrier;
    }
    if (e->model->has_interactions) {
        set_slopes(e, j, common ? common->interaction_share : 0.5, rates);
    }
    if (!isfinite(rates->forward[j]) || isnan(rates->reverse[j])) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "the rate constants of step '%s' are no numbers (barrier %g eV)",
                       step->name, barrier);
    }
    return HC_OK;
}

hc_status hc_kinetic_model_rates(hc_context *ctx, const hc_kinetic_model *model,
                                 const hc_kinetic_conditions *conditions, const hc_energy_shift *shift,
                                 hc_model_rates *rates)
{
    evaluation e = {.model = model, .conditions = conditions, .shift = shift};
    e.kt = hc_kt_ev(conditions->temperature_k);
    e.ln10kt = e.kt * log(10.0);
    e.kt_h_per_s = e.kt * HC_EV / (2.0 * HC_PI) * 1e15 * HC_FS;
    e.she_v = hc_kinetic_conditions_she_v(conditions);
    set_references(&e);
    rates->nraised = 0;
    for (size_t j = 0; j < model->mechanism->nstep; j++) {
        hc_status status = set_step(ctx, &e, j, rates);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}
