/* Molecules whose rotation and vibrations are known from experiment: what a table of energies need not repeat. */
#ifndef HC_THERMO_GAS_H
#define HC_THERMO_GAS_H

#include "thermo/free_energy.h"

#define HC_GAS_MODES_MAX 24

typedef struct hc_gas_record {
    const char *name; /* formula as tables write it */
    const char *summary;
    const char *reference;
    double rotational_constant[3]; /* cm-1; a linear molecule has the first alone, an atom none */
    int symmetry_number, multiplicity;
    double mode[HC_GAS_MODES_MAX]; /* cm-1, fundamentals; ends with 0 */
    double vapour_pressure_pa;     /* of single molecules over the liquid at 298.15 K; 0: not a liquid */
    double vaporisation_j_mol;     /* enthalpy that brings it to other temperatures (Clausius, Clapeyron) */
} hc_gas_record;

/* NULL-terminated. */
const hc_gas_record *const *hc_gas_records(void);
/* NULL when there is none of that formula. */
const hc_gas_record *hc_gas_find(const char *name);
hc_rotor hc_gas_rotor(const hc_gas_record *gas);
/* Pressure of the vapour over its liquid, Pa; 0: not a liquid. */
double hc_gas_vapour_pressure(const hc_gas_record *gas, double temperature_k);

#endif
