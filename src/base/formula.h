/* Chemical formulas: "C2H5OH", "Fe(CN)6", "H-CO", elements with their numbers. */
#ifndef HC_BASE_FORMULA_H
#define HC_BASE_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#define HC_FORMULA_ELEMENTS_MAX 16

typedef struct hc_formula {
    size_t count;
    char symbol[HC_FORMULA_ELEMENTS_MAX][3]; /* a capital and perhaps a small letter, whether an element or not */
    double number[HC_FORMULA_ELEMENTS_MAX];
} hc_formula;

/* Reads text [length], with groups in brackets. '-', '.' and '=' between elements are bonds and mean nothing, nor do
 * small letters before the first element ("tCOOH") and behind a dash ("CO-ele"). False when it is no formula; "" is an
 * empty one. */
bool hc_formula_read(const char *text, size_t length, hc_formula *formula);
/* formula += times other; false when there are too many elements. */
bool hc_formula_add(hc_formula *formula, const hc_formula *other, double times);
/* Atoms of an element. */
double hc_formula_atoms(const hc_formula *formula, const char *symbol);

#endif
