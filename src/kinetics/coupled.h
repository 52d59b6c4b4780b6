/* Kinetics and transport together: the mechanism sees the concentrations at the surface, the diffusion layer the rates.
 *
 * The electrode's potential is fixed against SHE; the pH at the surface moves it against RHE. CO2 (and HCO3-, CO3--,
 * where the mechanism has them) have their activities in proportion to their concentrations. Protons taken count as OH-
 * made. */
#ifndef HC_KINETICS_COUPLED_H
#define HC_KINETICS_COUPLED_H

#include "kinetics/point.h"
#include "kinetics/transport.h"

typedef struct hc_coupled {
    hc_transport_options transport;
    hc_transport_profile profile; /* of the last solution, where the next begins */
    double site_density_per_m2;
    size_t fluid[HC_SOLUTES]; /* of the mechanism; HC_NONE */
    size_t hydroxide, proton; /* of the mechanism; HC_NONE */
    double *log_activity;     /* at the surface, [nspecies], owned */
    double surface_ph;
    double surface_ratio[HC_SOLUTES]; /* concentrations at the surface over those in the bulk */
    size_t iterations;
} hc_coupled;

HC_MUST_CHECK hc_status hc_coupled_create(hc_context *ctx, const hc_kinetic_model *model,
                                          const hc_transport_options *transport, double site_density_per_cm2,
                                          hc_coupled **coupled);
void hc_coupled_free(hc_coupled *coupled);

/* Solves for the conditions of the bulk; `point` is left at those of the surface. Fails with HC_ERROR_NOT_CONVERGED. */
HC_MUST_CHECK hc_status hc_coupled_solve(hc_context *ctx, hc_coupled *coupled, hc_kinetic_point *point,
                                         const hc_kinetic_conditions *bulk);

#endif
