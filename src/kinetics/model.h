/* A mechanism with its energies: rate constants at conditions, thermodynamically consistent by construction.
 *
 * Energies belong to species, so every cycle of steps closes. The electron has G = -e U_SHE; H+ is in equilibrium with
 * half of H2 at U_RHE = 0 (computational hydrogen electrode), and OH- with water and H+:
 *     G(H+) = G(H2)/2 - kT ln10 pH,   G(OH-) = G(H2O) - G(H+).
 * Forward constants are kT/h exp(-barrier/kT) times the activities of fluids, reverse ones follow from the reaction
 * free energy at the conditions. Energies in eV, activities in bar or mol/L over their standard state. */
#ifndef HC_KINETICS_MODEL_H
#define HC_KINETICS_MODEL_H

#include "kinetics/barrier.h"
#include "kinetics/mechanism.h"
#include "kinetics/network.h"

#define HC_DESCRIPTORS 2

typedef struct hc_kinetic_species_energy {
    bool given;
    double free_energy_ev;        /* at the reference temperature and standard activity */
    double entropy_ev_per_k;      /* G falls by so much for each kelvin */
    double error_ev;              /* standard error */
    double slope[HC_DESCRIPTORS]; /* of the descriptors of a map */
} hc_kinetic_species_energy;

typedef struct hc_kinetic_step_barrier {
    const hc_barrier_record *record; /* NULL: hc_barrier_none */
    const void *options;             /* borrowed; begins with hc_barrier_common */
} hc_kinetic_step_barrier;

typedef struct hc_kinetic_model {
    const hc_kinetic_mechanism *mechanism; /* borrowed */
    hc_network *network;
    size_t *surface; /* index in the network of each species, HC_NONE for fluids and transition states */
    hc_kinetic_species_energy *energy; /* [nspecies]; to be filled */
    hc_kinetic_step_barrier *barrier;  /* [nstep]; to be filled */
    double *interaction_ev;            /* [network nspecies][network nspecies], symmetric: G_a += sum_b of it theta_b */
    bool has_interactions;
    double reference_temperature_k;
    size_t hydrogen, water;                 /* H2 and water of the mechanism; HC_NONE */
    double hydrogen_ev, water_ev;           /* their G, for H+ and OH-, where the mechanism has none with an energy */
    double hydrogen_entropy, water_entropy; /* eV/K, with it */
    double pkw;
    size_t feed;          /* fluid whose carbon is what products are made of; HC_NONE: CO2 */
    bool barriers_on_rhe; /* barriers depend on U_RHE, not on U_SHE and the activities of H+ and OH- */
} hc_kinetic_model;

/* Makes the network; energies and barriers are then filled in, and hc_kinetic_model_check is called. */
HC_MUST_CHECK hc_status hc_kinetic_model_create(hc_context *ctx, const hc_kinetic_mechanism *mechanism,
                                                hc_kinetic_model **model);
void hc_kinetic_model_free(hc_kinetic_model *model);

/* Every energy that is needed is there: those of all species of reversible steps, and of transition states. */
HC_MUST_CHECK hc_status hc_kinetic_model_check(hc_context *ctx, const hc_kinetic_model *model);

typedef struct hc_kinetic_conditions {
    double temperature_k;
    double potential_v_rhe;
    double ph;
    double descriptor[HC_DESCRIPTORS];
    const double *log_activity; /* of fluids, natural logarithm, [nspecies]; those of electron, H+, OH- are not read */
} hc_kinetic_conditions;

/* Errors of energies, in eV: of species [nspecies] and of barriers [nstep]; NULL: none. */
typedef struct hc_energy_shift {
    const double *species, *barrier;
} hc_energy_shift;

typedef struct hc_model_rates {
    double *forward, *reverse; /* ln k, [nstep], the caller's */
    double *forward_slope,
        *reverse_slope;  /* [nstep][network nspecies], the caller's; not written without interactions */
    double *reaction_ev; /* reaction free energy at the conditions, [nstep], or NULL */
    double *barrier_ev;  /* [nstep], or NULL */
    size_t nraised;      /* barriers that had to be raised to zero or to the reaction free energy */
} hc_model_rates;

/* Fails with HC_ERROR_NUMERIC when a number is not finite. */
HC_MUST_CHECK hc_status hc_kinetic_model_rates(hc_context *ctx, const hc_kinetic_model *model,
                                               const hc_kinetic_conditions *conditions, const hc_energy_shift *shift,
                                               hc_model_rates *rates);

/* kT in eV, and U_SHE. */
double hc_kt_ev(double temperature_k);
double hc_kinetic_conditions_she_v(const hc_kinetic_conditions *conditions);

#endif
