/* Names of species: "CO2_g", "H2O_l", "Zn^2+_aq", "COOH*", "H-CO*", "*", "H+", "e-". */
#ifndef HC_THERMO_CHEMICAL_H
#define HC_THERMO_CHEMICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef enum hc_chemical_phase {
    HC_CHEMICAL_GAS,       /* _g */
    HC_CHEMICAL_LIQUID,    /* _l */
    HC_CHEMICAL_SOLID,     /* _s; also names without suffix */
    HC_CHEMICAL_AQUEOUS,   /* _aq */
    HC_CHEMICAL_ADSORBATE, /* with '*' behind the formula; "*" alone is the empty site */
    HC_CHEMICAL_PROTON,    /* "H+" */
    HC_CHEMICAL_ELECTRON,  /* "e-", also "ele_g" */
    HC_CHEMICAL_HYDROXIDE  /* "OH-" */
} hc_chemical_phase;

#define HC_FORMULA_MAX 16

typedef struct hc_chemical {
    hc_chemical_phase phase;
    size_t count;
    char symbol[HC_FORMULA_MAX][3];
    double number[HC_FORMULA_MAX];
    double charge; /* e */
    double sites;
} hc_chemical;

/* Elements with their numbers, charge ("^2+"), sites and phase. Small letters before the first element ("tCOOH*") and
 * the dashes of transition states ("H-CO*", "CO-ele*" with what stands in small letters behind) mean nothing here. A
 * name in brackets ("[V_Zn]_s") is opaque: no elements are read from it. */
HC_MUST_CHECK hc_status hc_chemical_parse(hc_context *ctx, const char *name, hc_chemical *formula);
bool hc_chemical_is_opaque(const char *name);
/* Mass in electron masses; NaN when an element is not in the short table of light elements. */
double hc_chemical_mass(const hc_chemical *formula);

#endif
