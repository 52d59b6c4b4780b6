#include "kinetics/formula.h"

#include <ctype.h>
#include <string.h>

static bool add_symbol(hc_kinetic_formula *formula, const char *symbol, size_t length, int number)
{
    size_t i = 0;
    if (length >= HC_KINETIC_FORMULA_SYMBOL_SIZE) {
        return false;
    }
    while (i < formula->count &&
           (strncmp(formula->symbol[i], symbol, length) != 0 || formula->symbol[i][length] != '\0')) {
        i++;
    }
    if (i == HC_KINETIC_FORMULA_ELEMENTS_MAX) {
        return false;
    }
    if (i == formula->count) {
        formula->count++;
        memcpy(formula->symbol[i], symbol, length);
        formula->symbol[i][length] = '\0';
        formula->number[i] = 0;
    }
    formula->number[i] += number;
    return true;
}

static int read_number(const char **at, const char *end)
{
    int number = 0;
    const char *begin = *at;
    while (*at < end && isdigit((unsigned char)**at) && number < 10000) {
        number = 10 * number + (*(*at)++ - '0');
    }
    return *at == begin ? 1 : number;
}

/* Atoms up to the end or to the closing parenthesis of `depth`. */
static bool read_atoms(const char **at, const char *end, int depth, hc_kinetic_formula *formula)
{
    while (*at < end && **at != ')') {
        if (**at == '(') {
            hc_kinetic_formula inner = {0};
            (*at)++;
            if (depth > 4 || !read_atoms(at, end, depth + 1, &inner) || *at == end) {
                return false;
            }
            (*at)++;
            if (!hc_kinetic_formula_add(formula, &inner, read_number(at, end))) {
                return false;
            }
        } else if (isupper((unsigned char)**at)) {
            const char *symbol = (*at)++;
            *at += *at < end && islower((unsigned char)**at);
            size_t length = (size_t)(*at - symbol);
            if (!add_symbol(formula, symbol, length, read_number(at, end))) {
                return false;
            }
        } else if (**at == '-' || **at == '.' || **at == '=' || islower((unsigned char)**at)) {
            (*at)++;
        } else {
            return false;
        }
    }
    return depth > 0 ? *at < end : *at == end;
}

bool hc_kinetic_formula_read(const char *text, size_t length, hc_kinetic_formula *formula)
{
    const char *at = text, *end = text + length;
    *formula = (hc_kinetic_formula){0};
    while (end > text && (end[-1] == '+' || end[-1] == '-')) {
        formula->charge += *--end == '+' ? 1 : -1;
    }
    return read_atoms(&at, end, 0, formula) && formula->count > 0;
}

int hc_kinetic_formula_atoms(const hc_kinetic_formula *formula, const char *symbol)
{
    for (size_t i = 0; i < formula->count; i++) {
        if (strcmp(formula->symbol[i], symbol) == 0) {
            return formula->number[i];
        }
    }
    return 0;
}

bool hc_kinetic_formula_add(hc_kinetic_formula *formula, const hc_kinetic_formula *other, int count)
{
    for (size_t i = 0; i < other->count; i++) {
        if (!add_symbol(formula, other->symbol[i], strlen(other->symbol[i]), count * other->number[i])) {
            return false;
        }
    }
    formula->charge += count * other->charge;
    return true;
}

int hc_kinetic_formula_electrons(const hc_kinetic_formula *formula)
{
    return hc_kinetic_formula_atoms(formula, "H") + 4 * hc_kinetic_formula_atoms(formula, "C") -
           2 * hc_kinetic_formula_atoms(formula, "O") - formula->charge;
}
