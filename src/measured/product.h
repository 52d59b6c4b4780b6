/* Products of electrolysis: what they are made of and what they need.
 *
 * x CO2 + m H+ + n e- -> CxHyOz^q + w H2O fixes electrons and protons by the composition:
 * w = 2x - z, n = 4x + y - 2z - q, m = n + q. The equilibrium potential follows from free energies of formation. */
#ifndef HC_MEASURED_PRODUCT_H
#define HC_MEASURED_PRODUCT_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_product {
    const char *name;      /* of input: "formate" */
    const char *formula;   /* "HCOO-" */
    const char *summary;   /* "formate ion, aqueous" */
    const char *reference; /* of the free energy */
    int carbon, hydrogen, oxygen, charge;
    double formation_kj_per_mol; /* standard free energy at 298.15 K */
} hc_product;

/* NULL-terminated. */
const hc_product *const *hc_products(void);
extern const hc_product hc_product_carbon_monoxide; /* one of them */
/* By name or formula. */
HC_MUST_CHECK hc_status hc_product_find(hc_context *ctx, const char *name, const hc_product **product);

int hc_product_electrons(const hc_product *product);
int hc_product_protons(const hc_product *product);
int hc_product_water(const hc_product *product);
/* Against SHE at pH 0, 298.15 K, V. */
double hc_product_standard_potential_v(const hc_product *product);
/* Against RHE at the pH: (1 - m/n) ln(10) RT/F pH above the standard potential; that of products without charge does
 * not depend on the pH. */
double hc_product_equilibrium_v_rhe(const hc_product *product, double ph);

/* O2 + 4 H+ + 4 e- -> 2 H2O against SHE at pH 0 and against RHE, V. */
double hc_water_oxidation_potential_v(void);

#endif
