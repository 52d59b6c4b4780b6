/* Free energy of a gas, a liquid or an adsorbate from its vibrational modes. */
#ifndef HC_THERMO_FREE_ENERGY_H
#define HC_THERMO_FREE_ENERGY_H

#include <stdbool.h>

#include "halfcell/context.h"
#include "halfcell/keyword.h"
#include "thermo/partition.h"

/* What is done with modes too low for the harmonic oscillator. */
typedef enum hc_low_modes {
    HC_LOW_MODES_KEEP,  /* harmonic as they are */
    HC_LOW_MODES_FLOOR, /* raised to a floor (Ribeiro, Marenich, Cramer, Truhlar 2011) */
    HC_LOW_MODES_GRIMME /* entropy turned into that of a free rotor (Grimme 2012); energy as it is */
} hc_low_modes;

typedef struct hc_thermo_conditions {
    double temperature_k;
    double pressure_pa; /* of a gas; of a liquid: its vapour pressure (fugacity) */
    int low_modes;      /* of hc_low_modes */
    double floor;       /* hartree: quantum of HC_LOW_MODES_FLOOR */
    double crossover;   /* hartree: where HC_LOW_MODES_GRIMME weighs both halves alike */
} hc_thermo_conditions;

extern const hc_keyword hc_thermo_condition_keywords[];

/* How the parts of a species that do not vibrate are treated. */
typedef enum hc_thermo_model {
    HC_THERMO_HARMONIC, /* all degrees of freedom are vibrations: adsorbates */
    HC_THERMO_GAS,      /* translation, rotation, vibration */
    HC_THERMO_HINDERED  /* two hindered translations, one hindered rotation, vibrations */
} hc_thermo_model;

/* Of HC_THERMO_HINDERED. */
typedef struct hc_hindered {
    double translation_barrier, rotation_barrier; /* hartree */
    double spacing;                               /* bohr, between neighbouring sites */
    int minima, symmetry;                         /* of the rotation in a turn */
    double moment;                                /* about the surface normal, electron mass bohr^2 */
} hc_hindered;

typedef struct hc_thermo_species {
    hc_thermo_model model;
    double mass; /* electron masses */
    hc_rotor rotor;
    int multiplicity; /* 2 S + 1 */
    size_t nmode;
    const double *mode; /* h nu, hartree, [nmode], borrowed; negative: imaginary, left out and counted */
    const hc_hindered *hindered;
} hc_thermo_species;

typedef struct hc_thermo_result {
    hc_thermo_part translation, rotation, vibration, electronic;
    double zero_point, enthalpy /* H(T) - E, with the zero-point energy */, entropy /* k_B */, heat_capacity /* k_B, at
        constant pressure for a gas */
        ,
        free_energy;          /* G(T, p) - E, hartree */
    size_t imaginary, raised; /* modes left out; modes changed by the rule for low ones */
} hc_thermo_result;

/* Refuses temperatures and pressures that are not positive and a species without the numbers that its model needs. */
HC_MUST_CHECK hc_status hc_thermo_compute(hc_context *ctx, const hc_thermo_species *species,
                                          const hc_thermo_conditions *conditions, hc_thermo_result *result);

#endif
