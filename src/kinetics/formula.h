/* Composition and charge of a species by its name: "COOH", "HCO3-", "H-CO", "C2H5OH", "Fe(CN)6---". */
#ifndef HC_KINETICS_FORMULA_H
#define HC_KINETICS_FORMULA_H

#include "base/formula.h"

/* Letters that are no element count as themselves ("A2B"), so abstract mechanisms are balanced too. */
typedef struct hc_kinetic_formula {
    hc_formula elements;
    int charge; /* signs at the end: "OH-" is -1, "CO3--" is -2 */
} hc_kinetic_formula;

/* Reads text [length]. False when it is no formula, or an empty one. */
bool hc_kinetic_formula_read(const char *text, size_t length, hc_kinetic_formula *formula);

/* Electrons that make the species from CO2, H2O, N2 and protons: y + 4x - 2z - q for CxHyOz with charge q. So 2 for H2
 * and CO, 8 for CH4, 0 for water and bicarbonate, 1 for the electron itself. */
double hc_kinetic_formula_electrons(const hc_kinetic_formula *formula);

#endif
