#include "measured/reference_electrode.h"

#include <math.h>

#include "base/record.h"
#include "measured/constants.h"

#define SAWYER                                                                                                         \
    "Sawyer, Sobkowiak, Roberts, Electrochemistry for Chemists, 2nd ed. (Wiley, 1995), p. 192: formal potentials "     \
    "with "                                                                                                            \
    "the liquid junction"
#define TEMPERATURES                                                                                                   \
    {                                                                                                                  \
        10, 15, 20, 25, 30, 35, 40                                                                                     \
    }
#define BEYOND_TABLE_MAX_K 5.0
/* G. Inzelt, A. Lewenstam, F. Scholz (eds.), Handbook of Reference Electrodes (Springer, 2013). */
#define ANY_PH 0, 0, NULL
#define CHLORIDE 0, 13, "hydroxide enters through the junction, and chloride the electrolyte"
#define MERCURY_OXIDE 9, 16, "its filling is alkaline: a large liquid junction potential, and its pH changes in time"
#define SULFATE 0, 9, "mercury(I) sulfate turns into oxide in alkaline solutions"

static const hc_reference_electrode she = {
    "she", "standard hydrogen electrode", "zero at every temperature by convention", 2, {-50, 150}, {0, 0}, ANY_PH};
static const hc_reference_electrode rhe = {
    "rhe", "reversible hydrogen electrode in the same electrolyte", "Nernst equation with the pH given", 0, {0}, {0},
    ANY_PH};
static const hc_reference_electrode ag_agcl_saturated = {"ag_agcl_saturated_kcl",
                                                         "Ag/AgCl in saturated KCl",
                                                         SAWYER,
                                                         7,
                                                         TEMPERATURES,
                                                         {0.214, 0.209, 0.204, 0.199, 0.194, 0.189, 0.184},
                                                         CHLORIDE};
static const hc_reference_electrode ag_agcl_35 = {"ag_agcl_3.5m_kcl",
                                                  "Ag/AgCl in 3.5 M KCl",
                                                  SAWYER,
                                                  7,
                                                  TEMPERATURES,
                                                  {0.215, 0.212, 0.208, 0.205, 0.201, 0.197, 0.193},
                                                  CHLORIDE};
static const hc_reference_electrode ag_agcl_3 = {
    "ag_agcl_3m_kcl", "Ag/AgCl in 3 M KCl", "value of the makers of the electrode, 25 C", 1, {25}, {0.210}, CHLORIDE};
static const hc_reference_electrode sce = {
    "sce",   "saturated calomel electrode", SAWYER, 7, TEMPERATURES, {0.254, 0.251, 0.248, 0.244, 0.241, 0.238, 0.234},
    CHLORIDE};
static const hc_reference_electrode calomel_35 = {"calomel_3.5m_kcl",
                                                  "calomel in 3.5 M KCl",
                                                  SAWYER,
                                                  7,
                                                  TEMPERATURES,
                                                  {0.256, 0.254, 0.252, 0.250, 0.248, 0.246, 0.244},
                                                  CHLORIDE};
static const hc_reference_electrode hg_hgo_1 = {
    "hg_hgo_1m_naoh",
    "Hg/HgO in 1 M NaOH",
    "Nickell, Zhu, Payne, Cahela, Tatarchuk, J. Power Sources 161, 1217 (2006): 1.00 mol/kg, 25 C",
    1,
    {25},
    {0.1077},
    MERCURY_OXIDE};
static const hc_reference_electrode hg_hgo_01 = {
    "hg_hgo_0.1m_naoh",
    "Hg/HgO in 0.1 M NaOH",
    "Nickell, Zhu, Payne, Cahela, Tatarchuk, J. Power Sources 161, 1217 (2006): 0.100 mol/kg, 25 C",
    1,
    {25},
    {0.1634},
    MERCURY_OXIDE};
static const hc_reference_electrode mse = {"hg_hg2so4_saturated_k2so4",
                                           "Hg/Hg2SO4 in saturated K2SO4",
                                           "Bard, Faulkner, Electrochemical Methods, 2nd ed. (Wiley, 2001), inside "
                                           "back cover, 25 C",
                                           1,
                                           {25},
                                           {0.64},
                                           SULFATE};
static const hc_reference_electrode cse = {"cu_cuso4_saturated",
                                           "Cu/CuSO4 saturated",
                                           "Int. J. Corros. 2010, 756950, Table 2, 25 C",
                                           1,
                                           {25},
                                           {0.316},
                                           ANY_PH};

const hc_reference_electrode *const *hc_reference_electrodes(void)
{
    static const hc_reference_electrode *const records[] = {
        &she,        &rhe,      &ag_agcl_saturated, &ag_agcl_35, &ag_agcl_3, &sce,
        &calomel_35, &hg_hgo_1, &hg_hgo_01,         &mse,        &cse,       NULL,
    };
    return records;
}

HC_DEFINE_RECORD_FIND(hc_reference_electrode_find, hc_reference_electrode, hc_reference_electrodes,
                      "reference electrode", "reference-electrodes")

double hc_nernst_slope_v(double temperature_k)
{
    return HC_LN_10 * HC_GAS_CONSTANT_J_PER_MOL_K * temperature_k / HC_FARADAY_C_PER_MOL;
}

static double interpolate(const hc_reference_electrode *record, double temperature_c)
{
    size_t last = record->count - 1, k = 0;
    if (temperature_c <= record->temperature_c[0]) {
        return record->potential_v[0];
    }
    if (temperature_c >= record->temperature_c[last]) {
        return record->potential_v[last];
    }
    while (temperature_c > record->temperature_c[k + 1]) {
        k++;
    }
    double t = (temperature_c - record->temperature_c[k]) / (record->temperature_c[k + 1] - record->temperature_c[k]);
    return record->potential_v[k] + t * (record->potential_v[k + 1] - record->potential_v[k]);
}

hc_status hc_reference_electrode_potential(hc_context *ctx, const hc_reference_electrode *record, double temperature_k,
                                           double ph, double *potential_v, bool *tabulated)
{
    double temperature_c = temperature_k - HC_CELSIUS_ZERO_K;
    if (record->count == 0) {
        *potential_v = -hc_nernst_slope_v(temperature_k) * ph;
        if (tabulated != NULL) {
            *tabulated = true;
        }
        return HC_OK;
    }
    double first = record->temperature_c[0], last = record->temperature_c[record->count - 1];
    double beyond = fmax(first - temperature_c, temperature_c - last);
    if (!(beyond <= BEYOND_TABLE_MAX_K)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the potential of '%s' is known from %g to %g C, not at %g C; give it as potential_v_she",
                       record->name, first, last, temperature_c);
    }
    *potential_v = interpolate(record, temperature_c);
    if (tabulated != NULL) {
        *tabulated = beyond <= 1e-9;
    }
    return HC_OK;
}
