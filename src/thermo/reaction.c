#include "thermo/reaction.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "halfcell/units.h"

void hc_reaction_clear(hc_reaction *reaction)
{
    for (size_t i = 0; i < reaction->nterm; i++) {
        free(reaction->term[i].name);
    }
    free(reaction->term);
    free(reaction->text);
    free(reaction->transition);
    *reaction = (hc_reaction){0};
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && isspace((unsigned char)*p)) {
        p++;
    }
    return p;
}

static hc_status add_term(hc_context *ctx, hc_reaction *r, const char *begin, const char *end, double sign)
{
    char *after = NULL;
    double count = 1.0;
    begin = skip_blanks(begin, end);
    while (end > begin && isspace((unsigned char)end[-1])) {
        end--;
    }
    if (begin < end && isdigit((unsigned char)*begin)) {
        count = strtod(begin, &after);
        begin = skip_blanks(after, end);
    }
    if (begin >= end) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a species is missing beside '+' or an arrow in '%s'", r->text);
    }
    hc_status status = HC_OK;
    HC_TRY(hc_array_grow(ctx, &r->term, r->nterm, sizeof *r->term));
    hc_term *term = &r->term[r->nterm];
    *term = (hc_term){.count = sign * count};
    HC_TRY(hc_format(ctx, &term->name, "%.*s", (int)(end - begin), begin));
    r->nterm++;
    HC_TRY(hc_chemical_parse(ctx, term->name, &term->formula));
cleanup:
    return status;
}

/* Species of one side, separated by " + ": the plus of "H+" has no blank before it. */
static hc_status read_side(hc_context *ctx, hc_reaction *r, const char *begin, const char *end, double sign)
{
    const char *start = begin;
    for (const char *p = begin; p < end; p++) {
        if (*p == '+' && p > begin && isspace((unsigned char)p[-1])) {
            hc_status status = add_term(ctx, r, start, p, sign);
            if (status != HC_OK) {
                return status;
            }
            start = p + 1;
        }
    }
    return add_term(ctx, r, start, end, sign);
}

/* The next "->", "<->" or "<=>" (`begin` to `after`), false when there is none. */
static bool find_arrow(const char *p, const char **begin, const char **after)
{
    for (; *p; p++) {
        if (strncmp(p, "->", 2) == 0 && (p[-1] == ' ' || p[-1] == '<')) {
            *begin = p[-1] == '<' ? p - 1 : p;
            *after = p + 2;
            return true;
        }
        if (strncmp(p, "<=>", 3) == 0) {
            *begin = p;
            *after = p + 3;
            return true;
        }
    }
    return false;
}

static hc_status read_options(hc_context *ctx, const char *text, hc_reaction *r)
{
    static const char *const names[] = {"barrier_ev", "at_v_rhe", "beta"};
    double *const values[] = {&r->barrier, &r->barrier_at_v, &r->beta};
    while (*(text += strspn(text, " \t;,"))) {
        size_t length = strcspn(text, "= \t;,");
        char *after = NULL;
        double value = text[length] == '=' ? strtod(text + length + 1, &after) : NAN;
        size_t k = 0;
        while (k < 3 && (strlen(names[k]) != length || strncmp(text, names[k], length) != 0)) {
            k++;
        }
        if (k == 3 || !after || after == text + length + 1 || !isfinite(value)) {
            return hc_fail(ctx, HC_ERROR_INPUT,
                           "'%.*s' behind ';': written are barrier_ev=0.7, at_v_rhe=-0.5, beta=0.5",
                           (int)strcspn(text, ";,"), text);
        }
        *values[k] = k == 0 ? value * HC_EV : value;
        text = after;
    }
    return HC_OK;
}

/* Elements, charge and sites are the same on both sides. */
static hc_status check_balance(hc_context *ctx, const hc_reaction *r)
{
    hc_chemical sum = {0};
    bool charged = false; /* names in brackets have charges: then all of them are taken at their word */
    for (size_t i = 0; i < r->nterm; i++) {
        const hc_term *term = &r->term[i];
        sum.opaque = sum.opaque || term->formula.opaque;
        charged = charged || (term->formula.opaque && term->formula.charge != 0.0);
        sum.charge += term->count * term->formula.charge;
        sum.sites += term->count * term->formula.sites;
        if (!hc_formula_add(&sum.elements, &term->formula.elements, term->count)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s' has more than %d elements", r->text, HC_FORMULA_ELEMENTS_MAX);
        }
    }
    if (sum.opaque && !charged) {
        return HC_OK;
    }
    for (size_t k = 0; k < sum.elements.count && !sum.opaque; k++) {
        double number = sum.elements.number[k];
        if (fabs(number) > 1e-6) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s' is not balanced: %g %s %s", r->text, fabs(number),
                           sum.elements.symbol[k], number > 0.0 ? "appear from nowhere" : "are lost");
        }
    }
    if (fabs(sum.charge) > 1e-6 || (fabs(sum.sites) > 1e-6 && !sum.opaque)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "'%s' is not balanced: %s %+g from left to right", r->text,
                       fabs(sum.charge) > 1e-6 ? "the charge changes by" : "the number of sites '*' changes by",
                       fabs(sum.charge) > 1e-6 ? sum.charge : sum.sites);
    }
    return HC_OK;
}

static void count_electrons(hc_reaction *r)
{
    for (size_t i = 0; i < r->nterm; i++) {
        const hc_term *term = &r->term[i];
        r->electrons -= term->formula.phase == HC_CHEMICAL_ELECTRON ? term->count : 0.0;
        r->protons -= term->formula.phase == HC_CHEMICAL_PROTON ? term->count : 0.0;
        r->protons += term->formula.phase == HC_CHEMICAL_HYDROXIDE ? term->count : 0.0;
    }
}

static hc_status read_reaction(hc_context *ctx, hc_reaction *r)
{
    const char *end = r->text + strlen(r->text), *arrow = NULL, *after = NULL, *arrow2 = NULL, *after2 = NULL;
    hc_status status = HC_OK;
    if (!find_arrow(r->text + 1, &arrow, &after)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "'%s' has no arrow; a step is written CO2_g + * + H+ + e- -> COOH*",
                       r->text);
    }
    HC_TRY(read_side(ctx, r, r->text, arrow, -1.0));
    if (find_arrow(after, &arrow2, &after2)) {
        const char *begin = skip_blanks(after, arrow2);
        const char *last = arrow2;
        while (last > begin && isspace((unsigned char)last[-1])) {
            last--;
        }
        HC_TRY(hc_format(ctx, &r->transition, "%.*s", (int)(last - begin), begin));
        after = after2;
    }
    HC_TRY(read_side(ctx, r, after, end, 1.0));
    HC_TRY(check_balance(ctx, r));
    count_electrons(r);
cleanup:
    return status;
}

hc_status hc_reaction_parse(hc_context *ctx, const char *text, hc_reaction *reaction)
{
    *reaction = (hc_reaction){.barrier = NAN, .beta = 0.5};
    const char *begin = text + strspn(text, " \t"), *semicolon = strchr(begin, ';');
    const char *end = semicolon ? semicolon : begin + strlen(begin);
    while (end > begin && isspace((unsigned char)end[-1])) {
        end--;
    }
    hc_status status = HC_OK;
    if (end == begin) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a reaction is missing");
    }
    HC_TRY(hc_format(ctx, &reaction->text, "%.*s", (int)(end - begin), begin));
    HC_TRY(read_reaction(ctx, reaction));
    if (semicolon) {
        HC_TRY(read_options(ctx, semicolon + 1, reaction));
    }
cleanup:
    if (status != HC_OK) {
        hc_reaction_clear(reaction);
    }
    return status;
}
