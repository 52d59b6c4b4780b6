/* Composition of a species by its name: "COOH", "HCO3-", "H-CO", "C2H5OH", "Fe(CN)6---". */
#ifndef HC_KINETICS_FORMULA_H
#define HC_KINETICS_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#define HC_KINETIC_FORMULA_ELEMENTS_MAX 8
#define HC_KINETIC_FORMULA_SYMBOL_SIZE 16

/* Letters that are no element count as themselves ("A2B"), so abstract mechanisms are balanced too. */
typedef struct hc_kinetic_formula {
    size_t count;
    char symbol[HC_KINETIC_FORMULA_ELEMENTS_MAX][HC_KINETIC_FORMULA_SYMBOL_SIZE];
    int number[HC_KINETIC_FORMULA_ELEMENTS_MAX];
    int charge; /* signs at the end: "OH-" is -1, "CO3--" is -2 */
} hc_kinetic_formula;

/* Reads text [length]. False when it is no formula. '-' and '.' between letters are bonds and mean nothing; lower-case
 * letters that follow no capital (as in "tCOOH") are a tag. */
bool hc_kinetic_formula_read(const char *text, size_t length, hc_kinetic_formula *formula);
/* Atoms of an element. */
int hc_kinetic_formula_atoms(const hc_kinetic_formula *formula, const char *symbol);
/* Adds count times `other`; false when there are too many elements. */
bool hc_kinetic_formula_add(hc_kinetic_formula *formula, const hc_kinetic_formula *other, int count);

/* Electrons that make the species from CO2, H2O, N2 and protons: y + 4x - 2z - q for CxHyOz with charge q. So 2 for H2
 * and CO, 8 for CH4, 0 for water and bicarbonate, 1 for the electron itself. */
int hc_kinetic_formula_electrons(const hc_kinetic_formula *formula);

#endif
