#include "thermo/correction.h"

#include <stdbool.h>
#include <string.h>

#include "base/record.h"
#include "halfcell/units.h"

/* The O-C-O backbone of carbon dioxide and of the carboxyl group in free molecules is too stable with these
 * functionals; fits over gas-phase reaction energies gave one number for it. */
static const hc_correction_entry peterson_entries[] = {{"CO2_g", 0.45}, {"HCOOH_g", 0.45}, {NULL, 0.0}};
static const hc_correction_record peterson = {
    "peterson-2010-rpbe", "RPBE: O-C-O backbone of CO2 and HCOOH +0.45 eV",
    "A. A. Peterson, F. Abild-Pedersen, F. Studt, J. Rossmeisl, J. K. Nørskov, Energy Environ. Sci. 3 (2010) 1311, "
    "doi:10.1039/c0ee00071j, supporting information",
    peterson_entries};

static const hc_correction_entry studt_entries[] = {{"CO2_g", 0.41}, {"HCOOH_g", 0.41}, {"H2_g", 0.09}, {NULL, 0.0}};
static const hc_correction_record studt = {
    "studt-2013-beef-vdw", "BEEF-vdW: O-C-O backbone of CO2 and HCOOH +0.41 eV, H2 +0.09 eV",
    "F. Studt, F. Abild-Pedersen, J. B. Varley, J. K. Nørskov, Catal. Lett. 143 (2013) 71, "
    "doi:10.1007/s10562-012-0947-5",
    studt_entries};

/* Hydrogen bonds to a water layer: -0.5 eV for hydroxyl on the surface, -0.25 eV for a hydroxyl group of an adsorbate,
 * -0.1 eV for CO and its hydrogenated relatives. */
static const hc_correction_entry water_entries[] = {{"OH*", -0.5},    {"COOH*", -0.25},  {"COH*", -0.25},
                                                    {"CHOH*", -0.25}, {"COHOH*", -0.25}, {"CH2OH*", -0.25},
                                                    {"CO*", -0.1},    {"CHO*", -0.1},    {NULL, 0.0}};
static const hc_correction_record water = {
    "peterson-2010-water", "water around adsorbates: OH* -0.5, R-OH* -0.25, CO* and CHO* -0.1 eV",
    "A. A. Peterson et al., Energy Environ. Sci. 3 (2010) 1311, doi:10.1039/c0ee00071j; as tabulated in CatMAP, "
    "doi:10.1007/s10562-015-1495-6",
    water_entries};

/* What PBE and RPBE miss of measured free energies, in reactions with H2, H2O and CH4, which have no correction,
 * rounded to 0.01 eV. examples/gas-corrections has the energies. */
#define MEASURED                                                                                                       \
    " (examples/gas-corrections) against D. D. Wagman et al., The NBS tables of chemical thermodynamic properties, "   \
    "J. Phys. Chem. Ref. Data 11 (1982) supplement 2"
#define BY_GPW "computed with halfcell's engine gpw, cc-QZ" MEASURED
#define BY_NWCHEM "computed with NWChem 7.0.2, def2-QZVPP" MEASURED

static const hc_correction_entry gpw_pbe_entries[] = {{"CO2_g", 0.09},  {"CO_g", -0.32},   {"HCOOH_g", 0.11},
                                                      {"HCHO_g", 0.01}, {"CH3OH_g", 0.03}, {"C2H4_g", -0.09},
                                                      {NULL, 0.0}};
static const hc_correction_record gpw_pbe = {
    "gpw-pbe", "PBE with GTH potentials: CO2 +0.09 eV, CO -0.32 eV, HCOOH +0.11 eV and others", BY_GPW,
    gpw_pbe_entries};

static const hc_correction_entry gpw_rpbe_entries[] = {{"CO2_g", 0.40},   {"HCOOH_g", 0.23}, {"HCHO_g", 0.18},
                                                       {"CH3OH_g", 0.01}, {"C2H4_g", 0.04},  {NULL, 0.0}};
static const hc_correction_record gpw_rpbe = {
    "gpw-rpbe", "RPBE with GTH potentials: CO2 +0.40 eV, CO +0.00 eV, HCOOH +0.23 eV and others", BY_GPW,
    gpw_rpbe_entries};

static const hc_correction_entry all_electron_pbe_entries[] = {{"CO2_g", 0.22},  {"CO_g", -0.27},   {"HCOOH_g", 0.20},
                                                               {"HCHO_g", 0.06}, {"CH3OH_g", 0.05}, {"C2H4_g", -0.06},
                                                               {NULL, 0.0}};
static const hc_correction_record all_electron_pbe = {
    "all-electron-pbe", "PBE, all-electron and PAW programs: CO2 +0.22 eV, CO -0.27 eV, HCOOH +0.20 eV and others",
    BY_NWCHEM, all_electron_pbe_entries};

static const hc_correction_entry all_electron_rpbe_entries[] = {{"CO2_g", 0.55},  {"CO_g", 0.11},    {"HCOOH_g", 0.34},
                                                                {"HCHO_g", 0.25}, {"CH3OH_g", 0.05}, {"C2H4_g", 0.08},
                                                                {NULL, 0.0}};
static const hc_correction_record all_electron_rpbe = {
    "all-electron-rpbe", "RPBE, all-electron and PAW programs: CO2 +0.55 eV, CO +0.11 eV, HCOOH +0.34 eV and others",
    BY_NWCHEM, all_electron_rpbe_entries};

const hc_correction_record *const *hc_correction_records(void)
{
    static const hc_correction_record *const records[] = {
        &peterson, &studt, &gpw_pbe, &gpw_rpbe, &all_electron_pbe, &all_electron_rpbe, &water, NULL};
    return records;
}

HC_DEFINE_RECORD_FIND(hc_correction_find, hc_correction_record, hc_correction_records, "correction", "corrections")

double hc_correction_of(const hc_correction_record *record, const char *species)
{
    for (const hc_correction_entry *e = record->entries; e->species; e++) {
        size_t length = strlen(e->species);
        bool same = strcmp(e->species, species) == 0;
        /* "H2_l" and "H2_g" are one molecule. */
        bool liquid = length > 2 && strcmp(e->species + length - 2, "_g") == 0 && strlen(species) == length &&
                      strncmp(species, e->species, length - 1) == 0 && species[length - 1] == 'l';
        if (same || liquid) {
            return e->energy_ev * HC_EV;
        }
    }
    return 0.0;
}
