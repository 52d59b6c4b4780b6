/* Names of species: "CO2_g", "H2O_l", "Zn^2+_aq", "COOH*", "H-CO*", "*", "H+", "e-". */
#ifndef HC_THERMO_CHEMICAL_H
#define HC_THERMO_CHEMICAL_H

#include "base/formula.h"
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

typedef struct hc_chemical {
    hc_chemical_phase phase;
    hc_formula elements;
    double charge; /* e */
    double sites;
    bool opaque; /* a name in brackets ("[V_Zn^2-]_s"): a charge is read from it, but no elements; of reactions with
                  * one, the charge alone is checked, and only where a name in brackets has a charge */
} hc_chemical;

/* Elements (base/formula.h), charge ("^2+"), sites and phase. */
HC_MUST_CHECK hc_status hc_chemical_parse(hc_context *ctx, const char *name, hc_chemical *formula);
/* "*" */
bool hc_chemical_is_empty_site(const hc_chemical *formula);
/* Mass in electron masses; NaN when an element is not in the short table of light elements. */
double hc_chemical_mass(const hc_chemical *formula);

#endif
