#include "kinetics/coupled.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

#define ITERATIONS_MAX 200
#define MOVE_MAX 3.0 /* of ln c at the surface in one iteration */

static void find_fluids(const hc_kinetic_mechanism *m, hc_coupled *c)
{
    static const char *const name[HC_SOLUTES] = {"CO2_", "HCO3-_", "CO3--_", NULL};
    c->hydroxide = c->proton = HC_NONE;
    for (size_t k = 0; k < HC_SOLUTES; k++) {
        c->fluid[k] = HC_NONE;
    }
    for (size_t s = 0; s < m->nspecies; s++) {
        const hc_kinetic_species *species = &m->species[s];
        c->hydroxide = species->is_hydroxide ? s : c->hydroxide;
        c->proton = species->is_proton ? s : c->proton;
        for (size_t k = 0; k < HC_SOLUTES && species->kind == HC_KINETIC_FLUID; k++) {
            if (name[k] != NULL && strncmp(species->name, name[k], strlen(name[k])) == 0) {
                c->fluid[k] = s;
            }
        }
    }
}

hc_status hc_coupled_create(hc_context *ctx, const hc_kinetic_model *model, const hc_transport_options *transport,
                            double site_density_per_cm2, hc_coupled **coupled)
{
    hc_status status = HC_OK;
    hc_coupled *made = NULL;
    *coupled = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_allocate(ctx, model->mechanism->nspecies, sizeof *made->log_activity, &made->log_activity));
    made->transport = *transport;
    made->site_density_per_m2 = 1e4 * site_density_per_cm2;
    find_fluids(model->mechanism, made);
    hc_transport_begin(transport, &made->profile);
    *coupled = made;
    made = NULL;
cleanup:
    hc_coupled_free(made);
    return status;
}

void hc_coupled_free(hc_coupled *coupled)
{
    if (coupled != NULL) {
        free(coupled->log_activity);
        free(coupled);
    }
}

/* Conditions at the surface with concentrations c. */
static hc_kinetic_conditions surface_conditions(hc_coupled *w, const hc_kinetic_conditions *bulk, size_t nspecies,
                                                const double *c)
{
    hc_kinetic_conditions at = *bulk;
    const double *reference = w->transport.bulk_mol_m3;
    double shift = log10(c[HC_SOLUTE_OH] / reference[HC_SOLUTE_OH]);
    at.ph += shift;
    at.potential_v_rhe += hc_kt_ev(bulk->temperature_k) * log(10.0) * shift;
    memcpy(w->log_activity, bulk->log_activity, nspecies * sizeof *w->log_activity);
    for (size_t k = 0; k < HC_SOLUTES; k++) {
        if (w->fluid[k] != HC_NONE) {
            w->log_activity[w->fluid[k]] += log(c[k] / reference[k]);
        }
    }
    at.log_activity = w->log_activity;
    return at;
}

/* What the electrode consumes of a solute, 1/s per site, as `of` tells it of the mechanism's fluids; a proton made
 * takes OH- away. */
static double consumed(const hc_coupled *w, const hc_kinetic_point *point, size_t solute,
                       double (*of)(const hc_kinetic_point *point, size_t species))
{
    size_t made = solute == HC_SOLUTE_OH ? w->hydroxide : w->fluid[solute];
    double sum = made != HC_NONE ? -of(point, made) : 0.0;
    return solute == HC_SOLUTE_OH && w->proton != HC_NONE ? sum + of(point, w->proton) : sum;
}

/* What the electrode consumes at concentrations c, and how that changes with them. */
static hc_status find_flux(hc_context *ctx, const hc_coupled *w, hc_kinetic_point *point, const double *c,
                           hc_transport_flux *flux)
{
    double rate[HC_SOLUTES];
    hc_status status = HC_OK;
    HC_TRY(hc_kinetic_point_control(ctx, point));
    for (size_t k = 0; k < HC_SOLUTES; k++) {
        rate[k] = consumed(w, point, k, hc_kinetic_rate);
        flux->at_mol_m3[k] = c[k];
        flux->value[k] = w->site_density_per_m2 / HC_AVOGADRO * rate[k];
    }
    for (size_t q = 0; q < HC_SOLUTES; q++) { /* OH- is in the pH; no fluid: the rates do not depend on it */
        bool ph = q == HC_SOLUTE_OH, matters = ph || w->fluid[q] != HC_NONE;
        if (matters) {
            HC_TRY(hc_kinetic_point_differentiate(ctx, point, ph ? HC_VARIABLE_PH_AT_SHE : HC_VARIABLE_ACTIVITY,
                                                  w->fluid[q]));
        }
        for (size_t k = 0; k < HC_SOLUTES; k++) {
            double by = matters && rate[k] != 0.0 ? consumed(w, point, k, hc_kinetic_rate_derivative) : 0.0;
            flux->order[k][q] = by != 0.0 ? by / rate[k] / (ph ? log(10.0) : 1.0) : 0.0;
        }
    }
cleanup:
    return status;
}

hc_status hc_coupled_solve(hc_context *ctx, hc_coupled *w, hc_kinetic_point *point, const hc_kinetic_conditions *bulk)
{
    size_t nspecies = point->model->mechanism->nspecies;
    double c[HC_SOLUTES], largest = INFINITY;
    hc_transport_flux flux;
    hc_status status = HC_OK;
    memcpy(c, w->profile.c_mol_m3[0], sizeof c);
    for (w->iterations = 0; w->iterations < ITERATIONS_MAX && largest > 1e-8; w->iterations++) {
        hc_kinetic_conditions at = surface_conditions(w, bulk, nspecies, c);
        HC_TRY(hc_kinetic_point_solve(ctx, point, &at, NULL));
        HC_TRY(find_flux(ctx, w, point, c, &flux));
        HC_TRY(hc_transport_solve(ctx, &w->transport, &flux, &w->profile));
        largest = 0.0;
        double damping = w->iterations < 40 ? 1.0 : 0.3;
        for (size_t k = 0; k < HC_SOLUTES; k++) {
            double move = damping * log(w->profile.c_mol_m3[0][k] / c[k]);
            largest = fmax(largest, fabs(move));
            c[k] *= exp(fmax(-MOVE_MAX, fmin(MOVE_MAX, move)));
        }
    }
    if (!(largest <= 1e-8)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                       "kinetics and diffusion layer did not agree after %zu iterations (off by a factor e^%.1g)",
                       w->iterations, largest));
    }
    for (size_t k = 0; k < HC_SOLUTES; k++) {
        w->surface_ratio[k] = c[k] / w->transport.bulk_mol_m3[k];
    }
    w->surface_ph = bulk->ph + log10(w->surface_ratio[HC_SOLUTE_OH]);
cleanup:
    if (status != HC_OK) {
        hc_transport_begin(&w->transport, &w->profile);
    }
    return status;
}
