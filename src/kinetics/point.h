/* Everything that a mechanism gives at one set of conditions. */
#ifndef HC_KINETICS_POINT_H
#define HC_KINETICS_POINT_H

#include "kinetics/control.h"
#include "kinetics/model.h"

/* Work space and results for one model; used again and again along a scan. All arrays are owned. */
typedef struct hc_kinetic_point {
    const hc_kinetic_model *model;
    hc_steady_solver *solver;
    hc_kinetic_conditions conditions;
    hc_model_rates rates;
    hc_steady steady;
    bool has_guess;        /* steady.x is that of a point nearby */
    double *guess;         /* room for a copy of it, [network nspecies] */
    double *made;          /* net formation of each species, 1/s per site, [nspecies]; 0 for what is on the surface */
    double *electrons_per; /* electrons that make one of each fluid from the feed, [nspecies]; 0 for those that are no
                              product */
    double electron_rate;  /* electrons taken from the electrode, 1/s per site */
    /* Filled by hc_kinetic_point_control: */
    hc_sensitivity sensitivity;
    /* Filled by hc_kinetic_point_differentiate: */
    double *by_variable[2]; /* of ln of the forward and the reverse constants, [nstep] */
    /* Its room: */
    hc_model_rates moved[2];
    double *log_activity; /* [nspecies] */
} hc_kinetic_point;

HC_MUST_CHECK hc_status hc_kinetic_point_create(hc_context *ctx, const hc_kinetic_model *model,
                                                hc_kinetic_point **point);
void hc_kinetic_point_free(hc_kinetic_point *point);

/* Rate constants, steady state, formation rates. Starts from the last solution. */
HC_MUST_CHECK hc_status hc_kinetic_point_solve(hc_context *ctx, hc_kinetic_point *point,
                                               const hc_kinetic_conditions *conditions, const hc_energy_shift *shift);

/* Its rate constants, for those that solve in another way. */
hc_rate_constants hc_kinetic_point_constants(const hc_kinetic_point *point);

/* Derivatives with respect to all rate constants, at the last solution. */
HC_MUST_CHECK hc_status hc_kinetic_point_control(hc_context *ctx, hc_kinetic_point *point);

/* A rate that one asks about: of formation of a fluid, or of electrons (species HC_NONE). */
double hc_kinetic_rate(const hc_kinetic_point *point, size_t species);
/* d rate / d ln k_j at a constant equilibrium constant: both directions change. */
double hc_kinetic_rate_by_step(const hc_kinetic_point *point, size_t species, size_t j);
/* d rate / d(-G_s/kT) of a surface species at fixed transition states: its thermodynamic control times the rate. */
double hc_kinetic_rate_by_species(const hc_kinetic_point *point, size_t species, size_t surface);

/* Faradaic efficiency of a fluid: its share of the electrons; NaN when no electrons flow. */
double hc_kinetic_efficiency(const hc_kinetic_point *point, size_t species);

/* What a rate is differentiated by. */
typedef enum hc_kinetic_variable {
    HC_VARIABLE_POTENTIAL,   /* V, at constant pH */
    HC_VARIABLE_TEMPERATURE, /* K */
    HC_VARIABLE_PH_AT_SHE,   /* at constant U_SHE */
    HC_VARIABLE_ACTIVITY     /* ln of the activity of a fluid */
} hc_kinetic_variable;

/* Derivatives of the rate constants by a variable, by central differences, at a point that was solved without shifts of
 * its energies; fluid is read for HC_VARIABLE_ACTIVITY. */
HC_MUST_CHECK hc_status hc_kinetic_point_differentiate(hc_context *ctx, hc_kinetic_point *point,
                                                       hc_kinetic_variable variable, size_t fluid);
/* d rate / d that variable: exact for the steady state; after hc_kinetic_point_control. */
double hc_kinetic_rate_derivative(const hc_kinetic_point *point, size_t species);

#endif
