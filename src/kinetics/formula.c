#include "kinetics/formula.h"

bool hc_kinetic_formula_read(const char *text, size_t length, hc_kinetic_formula *formula)
{
    formula->charge = 0;
    for (; length > 0 && (text[length - 1] == '+' || text[length - 1] == '-'); length--) {
        formula->charge += text[length - 1] == '+' ? 1 : -1;
    }
    return hc_formula_read(text, length, &formula->elements) && formula->elements.count > 0;
}

double hc_kinetic_formula_electrons(const hc_kinetic_formula *formula)
{
    const hc_formula *f = &formula->elements;
    return hc_formula_atoms(f, "H") + 4.0 * hc_formula_atoms(f, "C") - 2.0 * hc_formula_atoms(f, "O") - formula->charge;
}
