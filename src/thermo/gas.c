#include "thermo/gas.h"

#include <math.h>
#include <string.h>

#include "halfcell/units.h"

#define SHIMANOUCHI                                                                                                    \
    "T. Shimanouchi, NSRDS-NBS 39 (1972); rotational constants: NIST CCCBDB (doi:10.18434/T47C7Z); vapour pressures: " \
    "NIST Chemistry WebBook"
/* G(298.15 K) - H(0 K) that follows is within 3.5 meV of CODATA, NIST and Gurvich for every record (the tests). The
 * vapour pressure of water is also the CRC Handbook's, 3.169 kPa; that of methanol what Antoine's constants give. Most
 * of the vapour over formic acid (5.72 kPa) are pairs: with ln(K bar) = -17.92 + 7036 K/T (J. Chem. Eng. Data 44 (1999)
 * 48) 1.24 kPa are single molecules. Enthalpies of vaporisation at 298.15 K: CRC Handbook; of formic acid to single
 * molecules: Konicek, Wadso 1970. Entropies of the liquids that follow are within 3 J/(mol K) of the measured ones (the
 * tests). */
#define HUBER "K. P. Huber, G. Herzberg, Constants of Diatomic Molecules (1979)"

static const hc_gas_record hydrogen = {"H2", "dihydrogen", HUBER, {60.853}, 2, 1, {4161}, 0.0, 0.0};
static const hc_gas_record oxygen = {"O2", "dioxygen", HUBER, {1.43768}, 2, 3, {1556}, 0.0, 0.0};
static const hc_gas_record nitrogen = {"N2", "dinitrogen", HUBER, {1.99824}, 2, 1, {2330}, 0.0, 0.0};
static const hc_gas_record carbon_monoxide = {"CO", "carbon monoxide", HUBER, {1.93128}, 1, 1, {2143}, 0.0, 0.0};
static const hc_gas_record carbon_dioxide = {"CO2", "carbon dioxide",       SHIMANOUCHI, {0.39022}, 2,
                                             1,     {667, 667, 1333, 2349}, 0.0,         0.0};
static const hc_gas_record water = {"H2O",  "water", SHIMANOUCHI, {27.877, 14.512, 9.285}, 2, 1, {1595, 3657, 3756},
                                    3169.0, 43990.0};
static const hc_gas_record methane = {
    "CH4", "methane", SHIMANOUCHI, {5.241, 5.241, 5.241}, 12, 1, {1306, 1306, 1306, 1534, 1534, 2917, 3019, 3019, 3019},
    0.0,   0.0};
static const hc_gas_record formic_acid = {"HCOOH",
                                          "formic acid, monomer",
                                          SHIMANOUCHI,
                                          {2.58548, 0.40210, 0.34745},
                                          1,
                                          1,
                                          {625, 638, 1033, 1105, 1229, 1387, 1770, 2943, 3570},
                                          1240.0,
                                          46400.0};
static const hc_gas_record formaldehyde = {
    "HCHO", "formaldehyde", SHIMANOUCHI, {9.40552, 1.29543, 1.13419}, 2, 1, {1167, 1249, 1500, 1746, 2782, 2843}, 0.0,
    0.0};
/* The lowest mode is the hindered turn of the hydroxyl group, taken as a vibration. */
static const hc_gas_record methanol = {"CH3OH",
                                       "methanol",
                                       SHIMANOUCHI,
                                       {4.25373, 0.82366, 0.79273},
                                       1,
                                       1,
                                       {295, 1033, 1060, 1165, 1345, 1455, 1477, 1477, 2844, 2960, 3000, 3681},
                                       16900.0,
                                       37430.0};
static const hc_gas_record ethylene = {"C2H4",
                                       "ethylene",
                                       SHIMANOUCHI,
                                       {4.82809, 1.00106, 0.82816},
                                       4,
                                       1,
                                       {826, 943, 949, 1023, 1236, 1342, 1444, 1623, 2989, 3026, 3103, 3106},
                                       0.0,
                                       0.0};

const hc_gas_record *const *hc_gas_records(void)
{
    static const hc_gas_record *const records[] = {&hydrogen,       &oxygen,   &nitrogen, &carbon_monoxide,
                                                   &carbon_dioxide, &water,    &methane,  &formic_acid,
                                                   &formaldehyde,   &methanol, &ethylene, NULL};
    return records;
}

const hc_gas_record *hc_gas_find(const char *name)
{
    for (const hc_gas_record *const *record = hc_gas_records(); *record; record++) {
        if (strcmp((*record)->name, name) == 0) {
            return *record;
        }
    }
    return NULL;
}

double hc_gas_vapour_pressure(const hc_gas_record *gas, double temperature_k)
{
    const double gas_constant = HC_KELVIN * HC_HARTREE_IN_JOULE * HC_AVOGADRO;
    return gas->vapour_pressure_pa * exp(gas->vaporisation_j_mol / gas_constant * (1.0 / 298.15 - 1.0 / temperature_k));
}

hc_rotor hc_gas_rotor(const hc_gas_record *gas)
{
    const double *b = gas->rotational_constant;
    hc_rotor rotor = {.symmetry_number = gas->symmetry_number};
    rotor.kind = b[0] == 0.0 ? HC_ROTOR_ATOM : b[1] == 0.0 ? HC_ROTOR_LINEAR : HC_ROTOR_NONLINEAR;
    for (int k = 0; k < 3 && rotor.kind != HC_ROTOR_ATOM; k++) {
        double constant = b[rotor.kind == HC_ROTOR_LINEAR ? 0 : k];
        rotor.moment[k] = rotor.kind == HC_ROTOR_LINEAR && k == 0 ? 0.0 : 0.5 / (constant * HC_PER_CM);
    }
    return rotor;
}
