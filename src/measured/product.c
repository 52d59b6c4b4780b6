#include "measured/product.h"

#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "measured/constants.h"
#include "measured/reference_electrode.h"

#define NBS "Wagman et al., NBS tables, J. Phys. Chem. Ref. Data 11, Suppl. 2 (1982)"
#define AMEND "Amend, Shock, FEMS Microbiol. Rev. 25, 175 (2001)"

#define CO2_KJ_PER_MOL (-394.359)
#define WATER_KJ_PER_MOL (-237.129)
#define STANDARD_TEMPERATURE_K 298.15

static const hc_product hydrogen = {"hydrogen", "H2", "hydrogen, gas", "zero by definition", 0, 2, 0, 0, 0.0};
const hc_product hc_product_carbon_monoxide = {"carbon_monoxide", "CO", "carbon monoxide, gas", NBS, 1, 0, 1, 0,
                                               -137.168};
static const hc_product formic_acid = {"formic_acid", "HCOOH", "formic acid, aqueous", NBS, 1, 2, 2, 0, -372.3};
static const hc_product formate = {"formate", "HCOO-", "formate ion, aqueous", NBS, 1, 1, 2, -1, -351.0};
static const hc_product formaldehyde = {"formaldehyde", "HCHO", "formaldehyde, gas", NBS, 1, 2, 1, 0, -102.53};
static const hc_product methanol = {"methanol", "CH3OH", "methanol, aqueous", NBS, 1, 4, 1, 0, -175.31};
static const hc_product methane = {"methane", "CH4", "methane, gas", NBS, 1, 4, 0, 0, -50.72};
static const hc_product ethylene = {"ethylene", "C2H4", "ethylene, gas", NBS, 2, 4, 0, 0, 68.15};
static const hc_product ethane = {"ethane", "C2H6", "ethane, gas", NBS, 2, 6, 0, 0, -32.82};
static const hc_product ethanol = {"ethanol", "C2H5OH", "ethanol, aqueous", NBS, 2, 6, 1, 0, -181.64};
static const hc_product acetaldehyde = {"acetaldehyde", "CH3CHO", "acetaldehyde, aqueous", AMEND, 2, 4, 1, 0, -139.0};
static const hc_product acetic_acid = {"acetic_acid", "CH3COOH", "acetic acid, aqueous", NBS, 2, 4, 2, 0, -396.46};
static const hc_product acetate = {"acetate", "CH3COO-", "acetate ion, aqueous", NBS, 2, 3, 2, -1, -369.31};
static const hc_product ethylene_glycol = {
    "ethylene_glycol", "C2H6O2", "ethylene glycol, liquid", NBS, 2, 6, 2, 0, -323.08};
static const hc_product propanol = {"n_propanol", "C3H7OH", "1-propanol, aqueous", AMEND, 3, 8, 1, 0, -175.81};

const hc_product *const *hc_products(void)
{
    static const hc_product *const records[] = {
        &hydrogen,     &hc_product_carbon_monoxide,
        &formic_acid,  &formate,
        &formaldehyde, &methanol,
        &methane,      &ethylene,
        &ethane,       &ethanol,
        &acetaldehyde, &acetic_acid,
        &acetate,      &ethylene_glycol,
        &propanol,     NULL,
    };
    return records;
}

static HC_DEFINE_RECORD_FIND(find_by_name, hc_product, hc_products, "product", "products")

    hc_status hc_product_find(hc_context *ctx, const char *name, const hc_product **product)
{
    for (const hc_product *const *record = hc_products(); *record != NULL; record++) {
        if (strcmp((*record)->formula, name) == 0) {
            *product = *record;
            return HC_OK;
        }
    }
    return find_by_name(ctx, name, product);
}

int hc_product_water(const hc_product *p)
{
    return 2 * p->carbon - p->oxygen;
}

int hc_product_electrons(const hc_product *p)
{
    return 4 * p->carbon + p->hydrogen - 2 * p->oxygen - p->charge;
}

int hc_product_protons(const hc_product *p)
{
    return hc_product_electrons(p) + p->charge;
}

double hc_product_standard_potential_v(const hc_product *p)
{
    double energy = p->formation_kj_per_mol + hc_product_water(p) * WATER_KJ_PER_MOL - p->carbon * CO2_KJ_PER_MOL;
    return -1e3 * energy / (hc_product_electrons(p) * HC_FARADAY_C_PER_MOL);
}

double hc_product_equilibrium_v_rhe(const hc_product *p, double ph)
{
    double surplus = 1.0 - (double)hc_product_protons(p) / hc_product_electrons(p);
    return hc_product_standard_potential_v(p) + surplus * hc_nernst_slope_v(STANDARD_TEMPERATURE_K) * ph;
}

double hc_water_oxidation_potential_v(void)
{
    return -1e3 * 2.0 * WATER_KJ_PER_MOL / (4.0 * HC_FARADAY_C_PER_MOL);
}
