#include "base/formula.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 4

static size_t find(const hc_formula *f, const char *symbol)
{
    size_t i = 0;
    while (i < f->count && strcmp(f->symbol[i], symbol) != 0) {
        i++;
    }
    return i;
}

static bool add_element(hc_formula *f, const char *symbol, double number)
{
    size_t i = find(f, symbol);
    if (i == HC_FORMULA_ELEMENTS_MAX) {
        return false;
    }
    if (i == f->count) {
        f->count++;
        strcpy(f->symbol[i], symbol);
        f->number[i] = 0.0;
    }
    f->number[i] += number;
    return true;
}

/* "2" or "0.5"; a dot without a digit behind it is a bond. */
static double read_number(const char **at, const char *end)
{
    char copy[24];
    size_t n = 0;
    const char *p = *at;
    while (p < end && n + 1 < sizeof copy &&
           (isdigit((unsigned char)*p) || (*p == '.' && n > 0 && p + 1 < end && isdigit((unsigned char)p[1])))) {
        copy[n++] = *p++;
    }
    copy[n] = '\0';
    *at = p;
    return n > 0 ? strtod(copy, NULL) : 1.0;
}

/* Bonds and tags at `p`. */
static const char *skip_meaningless(const char *p, const char *end, bool begins)
{
    bool tag = begins;
    for (; p < end; p++) {
        bool bond = *p == '-' || *p == '.' || *p == '=';
        if (!bond && !(tag && islower((unsigned char)*p))) {
            break;
        }
        tag = tag || *p == '-';
    }
    return p;
}

/* Up to the end or to the closing bracket of `depth`; NULL for what is no formula. */
static const char *read_elements(const char *p, const char *end, int depth, hc_formula *f)
{
    p = skip_meaningless(p, end, f->count == 0);
    while (p < end && *p != ')') {
        hc_formula group = {0};
        if (*p == '(' && depth < DEPTH_MAX) {
            p = read_elements(p + 1, end, depth + 1, &group);
            if (p == NULL || p == end) {
                return NULL;
            }
            p++;
        } else if (isupper((unsigned char)*p)) {
            char symbol[3] = {*p++};
            if (p < end && islower((unsigned char)*p)) {
                symbol[1] = *p++;
            }
            add_element(&group, symbol, 1.0);
        } else {
            return NULL;
        }
        if (!hc_formula_add(f, &group, read_number(&p, end))) {
            return NULL;
        }
        p = skip_meaningless(p, end, false);
    }
    return p;
}

bool hc_formula_read(const char *text, size_t length, hc_formula *formula)
{
    *formula = (hc_formula){0};
    return read_elements(text, text + length, 0, formula) == text + length;
}

bool hc_formula_add(hc_formula *formula, const hc_formula *other, double times)
{
    for (size_t i = 0; i < other->count; i++) {
        if (!add_element(formula, other->symbol[i], times * other->number[i])) {
            return false;
        }
    }
    return true;
}

double hc_formula_atoms(const hc_formula *formula, const char *symbol)
{
    size_t i = find(formula, symbol);
    return i < formula->count ? formula->number[i] : 0.0;
}
