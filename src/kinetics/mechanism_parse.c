/* The text of a mechanism into steps and species. */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/file.h"
#include "base/text.h"
#include "kinetics/mechanism.h"

/* A species as it is written: its parts point into the text. */
typedef struct species_words {
    hc_kinetic_species_kind kind;
    const char *base; /* formula */
    size_t base_length;
    const char *site; /* name of the site type, "" for the plain one */
    size_t site_length;
} species_words;

typedef struct parser {
    hc_context *ctx;
    hc_kinetic_mechanism *mechanism;
    const char *what;
    size_t line;
    size_t margin; /* columns in front of each line that the text does not have */
    const char *line_begin;
    bool middle; /* reading the side between two arrows */
} parser;

static hc_status refuse(const parser *p, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static hc_status refuse(const parser *p, const char *at, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return hc_fail(p->ctx, HC_ERROR_INPUT, "%s:%zu:%zu: %s", p->what, p->line,
                   (size_t)(at - p->line_begin) + p->margin + 1, message);
}

static bool is_fluid_suffix(const char *text, size_t length)
{
    return (length == 1 && (*text == 'g' || *text == 'l')) || (length == 2 && strncmp(text, "aq", 2) == 0);
}

/* Splits "COOH*_t", "COOH_t", "*_t", "CO2_g"; false when it is none of these. */
static bool split_species(const char *text, size_t length, species_words *words)
{
    const char *end = text + length, *mark = NULL, *star = memchr(text, '*', length);
    for (const char *c = text; c < end; c++) {
        mark = *c == '_' ? c : mark;
    }
    *words = (species_words){.kind = HC_KINETIC_ADSORBED, .base = text, .site = ""};
    if (mark != NULL) {
        words->site = mark + 1;
        words->site_length = (size_t)(end - mark - 1);
        end = mark;
        if (words->site_length == 0) {
            return false;
        }
    }
    if (star != NULL) {
        if (star != end - 1) {
            return false; /* something between '*' and '_' */
        }
        words->kind = star == text ? HC_KINETIC_SITE : HC_KINETIC_ADSORBED;
        words->base_length = (size_t)(star - text);
        return true;
    }
    words->base_length = (size_t)(end - text);
    if (mark == NULL || words->base_length == 0) {
        return false;
    }
    words->kind = is_fluid_suffix(words->site, words->site_length) ? HC_KINETIC_FLUID : HC_KINETIC_ADSORBED;
    return true;
}

static bool same_words(const species_words *a, const species_words *b)
{
    return a->kind == b->kind && a->base_length == b->base_length && a->site_length == b->site_length &&
           strncmp(a->base, b->base, a->base_length) == 0 && strncmp(a->site, b->site, a->site_length) == 0;
}

size_t hc_kinetic_mechanism_lookup(const hc_kinetic_mechanism *mechanism, const char *text, size_t length)
{
    species_words wanted, present;
    if (!split_species(text, length, &wanted)) {
        return HC_NONE;
    }
    for (size_t i = 0; i < mechanism->nspecies; i++) {
        const char *name = mechanism->species[i].name;
        if (split_species(name, strlen(name), &present) && same_words(&wanted, &present)) {
            return i;
        }
    }
    return HC_NONE;
}

static hc_status find_site(const parser *p, const species_words *words, size_t *site)
{
    hc_kinetic_mechanism *m = p->mechanism;
    hc_status status = HC_OK;
    for (*site = 0; *site < m->nsite; (*site)++) {
        if (strlen(m->site[*site]) == words->site_length &&
            strncmp(m->site[*site], words->site, words->site_length) == 0) {
            return HC_OK;
        }
    }
    if (m->nsite == HC_SITE_TYPES_MAX) {
        HC_TRY(refuse(p, words->base, "more than %d types of sites", HC_SITE_TYPES_MAX));
    }
    HC_TRY(hc_array_grow(p->ctx, &m->site, m->nsite, sizeof *m->site));
    HC_TRY(hc_array_grow(p->ctx, &m->empty, m->nsite, sizeof *m->empty));
    HC_TRY(hc_format(p->ctx, &m->site[m->nsite], "%.*s", (int)words->site_length, words->site));
    m->empty[m->nsite++] = HC_NONE;
cleanup:
    return status;
}

static void classify_fluid(hc_kinetic_species *species, const species_words *words)
{
    const char *base = words->base;
    size_t length = words->base_length;
    species->is_electron =
        (length == 3 && strncmp(base, "ele", 3) == 0) || (length == 2 && strncmp(base, "e-", 2) == 0);
    species->is_proton = length == 2 && strncmp(base, "H+", 2) == 0;
    species->is_hydroxide = length == 3 && strncmp(base, "OH-", 3) == 0;
}

static hc_status add_species(parser *p, const char *text, size_t length, const species_words *words, size_t *index)
{
    hc_kinetic_mechanism *m = p->mechanism;
    hc_status status = HC_OK;
    hc_kinetic_species species = {.kind = words->kind,
                                  .site = HC_NONE,
                                  .is_transition_state = p->middle,
                                  .line = p->line,
                                  .column = (size_t)(text - p->line_begin) + p->margin + 1};
    if (words->kind == HC_KINETIC_FLUID) {
        classify_fluid(&species, words);
    } else {
        HC_TRY(find_site(p, words, &species.site));
    }
    if (species.is_electron) {
        species.formula.charge = -1;
    } else if (words->kind != HC_KINETIC_SITE &&
               !hc_kinetic_formula_read(words->base, words->base_length, &species.formula)) {
        HC_TRY(refuse(p, text, "'%.*s' is no formula; write for example COOH, CO3-- or H-CO", (int)words->base_length,
                      words->base));
    }
    HC_TRY(hc_array_grow(p->ctx, &m->species, m->nspecies, sizeof *m->species));
    HC_TRY(hc_format(p->ctx, &species.name, "%.*s", (int)length, text));
    *index = m->nspecies;
    if (words->kind == HC_KINETIC_SITE) {
        m->empty[species.site] = *index;
    }
    m->species[m->nspecies++] = species;
cleanup:
    return status;
}

/* One "2 CO*_s" at [at, end). */
static hc_status parse_term(parser *p, const char *at, const char *end, hc_kinetic_side *side)
{
    species_words words;
    hc_status status = HC_OK;
    int coefficient = 0;
    const char *begin = at;
    while (at < end && isdigit((unsigned char)*at) && coefficient < 100) {
        coefficient = 10 * coefficient + (*at++ - '0');
    }
    coefficient = at == begin ? 1 : coefficient;
    while (at < end && isspace((unsigned char)*at)) {
        at++;
    }
    size_t length = (size_t)(end - at);
    if (length == 0) {
        return refuse(p, begin, "a species is missing here");
    }
    if (coefficient < 1 || coefficient > 9) {
        return refuse(p, begin, "a coefficient is a number from 1 to 9");
    }
    if (!split_species(at, length, &words) || memchr(at, ' ', length) != NULL) {
        return refuse(p, at,
                      "'%.*s' is no species; write CO2_g for a gas or ion, COOH* or COOH*_t on a site, * for an empty "
                      "site, ele_g for the electron, with ' + ' between them",
                      (int)length, at);
    }
    size_t index = hc_kinetic_mechanism_lookup(p->mechanism, at, length);
    if (index == HC_NONE) {
        HC_TRY(add_species(p, at, length, &words, &index));
    }
    p->mechanism->species[index].is_transition_state &= p->middle;
    for (size_t i = 0; i < side->count; i++) {
        if (side->species[i] == index) {
            side->coefficient[i] += coefficient;
            return HC_OK;
        }
    }
    if (side->count == HC_SIDE_MAX) {
        return refuse(p, at, "more than %d different species on one side", HC_SIDE_MAX);
    }
    side->species[side->count] = index;
    side->coefficient[side->count++] = coefficient;
cleanup:
    return status;
}

/* The next '+' that stands between species (a '+' after a letter or sign is a charge), or the end. */
static const char *next_plus(const char *at, const char *end)
{
    for (; at < end; at++) {
        bool before = isspace((unsigned char)at[-1]) || at[-1] == '*';
        bool after = at + 1 == end || isspace((unsigned char)at[1]) || isdigit((unsigned char)at[1]) || at[1] == '*' ||
                     isupper((unsigned char)at[1]);
        if (*at == '+' && (before || (after && at[1] != '_' && !isspace((unsigned char)at[-1])))) {
            return at;
        }
    }
    return end;
}

static hc_status parse_side(parser *p, const char *at, const char *end, hc_kinetic_side *side)
{
    hc_status status = HC_OK;
    while (true) {
        while (at < end && isspace((unsigned char)*at)) {
            at++;
        }
        const char *plus = at < end ? next_plus(at + 1, end) : end, *last = plus;
        while (last > at && isspace((unsigned char)last[-1])) {
            last--;
        }
        HC_TRY(parse_term(p, at, last, side));
        if (plus == end) {
            return HC_OK;
        }
        at = plus + 1;
    }
cleanup:
    return status;
}

/* The next arrow in [at, end), its length and kind; NULL when there is none. */
static const char *find_arrow(const char *at, const char *end, size_t *length, bool *reversible)
{
    for (; at < end; at++) {
        if (end - at >= 3 && (strncmp(at, "<->", 3) == 0 || strncmp(at, "<=>", 3) == 0)) {
            *length = 3;
            *reversible = true;
            return at;
        }
        if (end - at >= 2 && strncmp(at, "->", 2) == 0) {
            *length = 2;
            *reversible = false;
            return at;
        }
    }
    return NULL;
}

/* Difference of atoms, charge and sites between two sides, as words; false when there is none. */
static bool find_imbalance(const hc_kinetic_mechanism *m, const hc_kinetic_side *left, const hc_kinetic_side *right,
                           bool charge, hc_text *words)
{
    hc_kinetic_formula sum = {0};
    int sites[HC_SITE_TYPES_MAX] = {0};
    const hc_kinetic_side *side[2] = {left, right};
    for (int k = 0; k < 2; k++) {
        for (size_t i = 0; i < side[k]->count; i++) {
            const hc_kinetic_species *species = &m->species[side[k]->species[i]];
            int count = (k == 0 ? -1 : 1) * side[k]->coefficient[i];
            if (!hc_formula_add(&sum.elements, &species->formula.elements, count)) {
                hc_text_addf(words, ", more than %d elements", HC_FORMULA_ELEMENTS_MAX);
            }
            sum.charge += count * species->formula.charge;
            if (species->site != HC_NONE) {
                sites[species->site] += count;
            }
        }
    }
    for (size_t i = 0; i < sum.elements.count; i++) {
        if (fabs(sum.elements.number[i]) > 1e-9) {
            hc_text_addf(words, ", %+g %s", sum.elements.number[i], sum.elements.symbol[i]);
        }
    }
    if (charge && sum.charge != 0) {
        hc_text_addf(words, ", %+d charge", sum.charge);
    }
    for (size_t t = 0; t < m->nsite; t++) {
        if (sites[t] != 0) {
            hc_text_addf(words, ", %+d site *%s%s", sites[t], m->site[t][0] ? "_" : "", m->site[t]);
        }
    }
    return words->length > 0;
}

static hc_status check_balance(parser *p, const char *at, const hc_kinetic_side *left, const hc_kinetic_side *right,
                               bool charge, const char *which)
{
    hc_text words = {0};
    hc_status status = HC_OK;
    if (find_imbalance(p->mechanism, left, right, charge, &words)) {
        status = refuse(p, at, "the step is not balanced: %s has %s", which, hc_text_string(&words) + 2);
    }
    hc_text_clear(&words);
    return status;
}

static hc_status find_transition_state(parser *p, const char *at, hc_kinetic_step *step)
{
    step->transition_state = HC_NONE;
    for (size_t i = 0; i < step->transition.count; i++) {
        const hc_kinetic_species *species = &p->mechanism->species[step->transition.species[i]];
        if (species->kind != HC_KINETIC_ADSORBED) {
            continue;
        }
        if (step->transition_state != HC_NONE || !species->is_transition_state ||
            step->transition.coefficient[i] != 1) {
            return refuse(p, at,
                          "between two arrows stands one transition state, with a name of its own (H-CO*), and "
                          "empty sites");
        }
        step->transition_state = step->transition.species[i];
    }
    return step->transition_state != HC_NONE ? HC_OK : refuse(p, at, "no transition state stands between the arrows");
}

/* Surface species on both sides, and electrons that are taken. */
static hc_status check_sides(parser *p, const char *at, hc_kinetic_step *step)
{
    for (int k = 0; k < 2; k++) {
        const hc_kinetic_side *side = k == 0 ? &step->initial : &step->final;
        int surface = 0;
        for (size_t i = 0; i < side->count; i++) {
            const hc_kinetic_species *species = &p->mechanism->species[side->species[i]];
            surface += species->kind == HC_KINETIC_FLUID ? 0 : side->coefficient[i];
            step->electrons += species->is_electron ? (k == 0 ? 1 : -1) * side->coefficient[i] : 0;
        }
        if (surface < 1 || surface > HC_ORDER_MAX) {
            return refuse(p, at, "%d surface species on one side; a step has 1 to %d, empty sites counted", surface,
                          HC_ORDER_MAX);
        }
    }
    return HC_OK;
}

static hc_status parse_sides(parser *p, const char *at, const char *end, hc_kinetic_step *step)
{
    hc_status status = HC_OK;
    size_t length[2] = {0, 0};
    bool reversible[2];
    const char *arrow = find_arrow(at, end, &length[0], &reversible[0]), *second = NULL;
    if (arrow == NULL) {
        return refuse(p, at, "an arrow '<->' or '->' is missing");
    }
    second = find_arrow(arrow + length[0], end, &length[1], &reversible[1]);
    step->reversible = reversible[0];
    step->transition_state = HC_NONE;
    HC_TRY(parse_side(p, at, arrow, &step->initial));
    const char *middle = arrow + length[0];
    if (second != NULL) {
        p->middle = true;
        status = parse_side(p, middle, second, &step->transition);
        p->middle = false;
        HC_TRY(status);
        HC_TRY(find_transition_state(p, middle, step));
        HC_TRY(check_balance(p, at, &step->initial, &step->transition, false, "the transition state"));
        middle = second + length[1];
    }
    HC_TRY(parse_side(p, middle, end, &step->final));
    HC_TRY(check_balance(p, at, &step->initial, &step->final, true, "the right side"));
    HC_TRY(check_sides(p, at, step));
cleanup:
    return status;
}

static hc_status parse_line(parser *p, const char *at, const char *end)
{
    hc_kinetic_mechanism *m = p->mechanism;
    hc_status status = HC_OK;
    hc_kinetic_step step = {.line = p->line};
    const char *colon = memchr(at, ':', (size_t)(end - at)), *label = at;
    if (colon != NULL) {
        at = colon + 1;
        while (colon > label && isspace((unsigned char)colon[-1])) {
            colon--;
        }
        while (at < end && isspace((unsigned char)*at)) {
            at++;
        }
        if (colon == label) {
            return refuse(p, label, "a name is missing before ':'");
        }
    }
    HC_TRY(parse_sides(p, at, end, &step));
    HC_TRY(hc_format(p->ctx, &step.text, "%.*s", (int)(end - at), at));
    HC_TRY(hc_format(p->ctx, &step.name, "%.*s", (int)(colon ? colon - label : end - at), colon ? label : at));
    for (size_t i = 0; i < m->nstep; i++) {
        if (strcmp(m->step[i].name, step.name) == 0) {
            HC_TRY(refuse(p, label, "a step '%s' is on line %zu already", step.name, m->step[i].line));
        }
    }
    HC_TRY(hc_array_grow(p->ctx, &m->step, m->nstep, sizeof *m->step));
    m->step[m->nstep++] = step;
    return HC_OK;
cleanup:
    free(step.text);
    free(step.name);
    return status;
}

static hc_status parse_lines(parser *p, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        const char *at = text, *end = text + strcspn(text, "#\n");
        p->line_begin = text;
        while (at < end && isspace((unsigned char)*at)) {
            at++;
        }
        while (end > at && isspace((unsigned char)end[-1])) {
            end--;
        }
        hc_status status = at < end ? parse_line(p, at, end) : HC_OK;
        if (status != HC_OK) {
            return status;
        }
        p->line++;
        text += length + (text[length] == '\n');
    }
    return HC_OK;
}

/* A site type of which the empty site occurs in no step cannot hold anything; a transition state is no intermediate. */
static hc_status check_whole(const parser *p)
{
    const hc_kinetic_mechanism *m = p->mechanism;
    if (m->nstep == 0) {
        return hc_fail(p->ctx, HC_ERROR_INPUT, "%s: no step in the mechanism; one is written as CO2_g + * <-> CO2*",
                       p->what);
    }
    for (size_t t = 0; t < m->nsite; t++) {
        const char *mark = m->site[t][0] != '\0' ? "_" : "";
        if (m->empty[t] == HC_NONE) {
            return hc_fail(p->ctx, HC_ERROR_INPUT, "%s: no step has the empty site *%s%s", p->what, mark, m->site[t]);
        }
    }
    for (size_t j = 0; j < m->nstep; j++) {
        size_t state = m->step[j].transition_state;
        if (state != HC_NONE && !m->species[state].is_transition_state) {
            return hc_fail(p->ctx, HC_ERROR_INPUT,
                           "%s:%zu: %s is a transition state here and an intermediate elsewhere", p->what,
                           m->step[j].line, m->species[state].name);
        }
    }
    return HC_OK;
}

hc_status hc_kinetic_mechanism_parse(hc_context *ctx, const char *text, const char *what, size_t first_line,
                                     hc_kinetic_mechanism **mechanism)
{
    return hc_kinetic_mechanism_parse_within(ctx, text, what, first_line, 0, mechanism);
}

hc_status hc_kinetic_mechanism_parse_within(hc_context *ctx, const char *text, const char *what, size_t first_line,
                                            size_t margin, hc_kinetic_mechanism **mechanism)
{
    hc_status status = HC_OK;
    hc_kinetic_mechanism *made = NULL;
    *mechanism = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    parser p = {.ctx = ctx, .mechanism = made, .what = what, .line = first_line, .margin = margin};
    HC_TRY(parse_lines(&p, text));
    HC_TRY(check_whole(&p));
    *mechanism = made;
    made = NULL;
cleanup:
    hc_kinetic_mechanism_free(made);
    return status;
}
