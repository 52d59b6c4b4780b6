/* The diffusion layer before the electrode: CO2, HCO3-, CO3-- and OH- diffuse and react,
 *     D c'' + R(c) = 0,  0 <= x <= thickness,
 *     CO2 + OH- <-> HCO3-,  HCO3- + OH- <-> CO3-- + H2O,
 * with what the electrode consumes (or makes) at x = 0 and the bulk at the end. Constants at 25 C from Gupta, Gattrell
 * and MacDougall, J. Appl. Electrochem. 36, 161 (2006). There is no migration: a supporting electrolyte is assumed. */
#ifndef HC_KINETICS_TRANSPORT_H
#define HC_KINETICS_TRANSPORT_H

#include <stdbool.h>

#include "halfcell/context.h"

typedef enum hc_solute { HC_SOLUTE_CO2, HC_SOLUTE_HCO3, HC_SOLUTE_CO3, HC_SOLUTE_OH, HC_SOLUTES } hc_solute;

typedef struct hc_transport_options {
    double thickness_m;
    double diffusion_m2_s[HC_SOLUTES];
    double bulk_mol_m3[HC_SOLUTES];
    bool reacts;                   /* whether the buffer reacts within the layer */
    double k1_forward, k1_reverse; /* CO2 + OH-: m3/(mol s), 1/s */
    double k2_forward, k2_reverse; /* HCO3- + OH-: m3/(mol s), 1/s */
} hc_transport_options;

/* Diffusion and rate constants of the literature; a bulk in equilibrium at this pH (at 25 C, pKw 14) with so much CO2.
 */
void hc_transport_defaults(hc_transport_options *options, double thickness_m, double co2_mol_m3, double ph);

/* Thickness of the diffusion layer of a rotating disk (Levich 1942): 1.61 D^(1/3) nu^(1/6) omega^(-1/2), m; kinematic
 * viscosity in m2/s, omega in rad/s. */
double hc_levich_thickness(double diffusion_m2_s, double viscosity_m2_s, double omega_rad_s);

/* What the electrode consumes of a solute near a state of the surface: flux times the product over j of
 * (c_j/c_j at that state)^order[j]; mol/(m2 s), negative where it makes some. */
typedef struct hc_transport_flux {
    double at_mol_m3[HC_SOLUTES]; /* surface concentrations at which `value` holds */
    double value[HC_SOLUTES];
    double order[HC_SOLUTES][HC_SOLUTES];
} hc_transport_flux;

#define HC_TRANSPORT_NODES 81 /* closer together towards the electrode */

typedef struct hc_transport_profile {
    double x_m[HC_TRANSPORT_NODES];                  /* 0: the electrode */
    double c_mol_m3[HC_TRANSPORT_NODES][HC_SOLUTES]; /* positive */
} hc_transport_profile;

/* Fills the profile with the bulk. */
void hc_transport_begin(const hc_transport_options *options, hc_transport_profile *profile);
/* Solves from the profile given; Newton's method in logarithms of concentrations. Fails with HC_ERROR_NOT_CONVERGED. */
HC_MUST_CHECK hc_status hc_transport_solve(hc_context *ctx, const hc_transport_options *options,
                                           const hc_transport_flux *flux, hc_transport_profile *profile);

/* Flux of a solute from the bulk into the layer at its far end, mol/(m2 s): with what reacts in between it balances. */
double hc_transport_bulk_flux(const hc_transport_options *options, const hc_transport_profile *profile,
                              hc_solute solute);

#endif
