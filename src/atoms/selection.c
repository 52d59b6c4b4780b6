#include "atoms/selection.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "atoms/selection_terms.h"
#include "atoms/text_reader.h"
#include "halfcell/units.h"

/* Deeper nesting of "not", "(" and "of" is refused, since each level takes stack. */
#define DEPTH_MAX 100

typedef struct parser {
    hc_context *ctx;
    const char *text;
    size_t position; /* behind the present word */
    hc_word word;    /* the present word; empty at the end */
    hc_selection_scene scene;
    size_t natom;
    int depth;
} parser;

static hc_status parse_or(parser *p, hc_atom_set *set);
static hc_status parse_unary(parser *p, hc_atom_set *set);

static void set_clear(hc_atom_set *set)
{
    free(set->has);
    free(set->ranked);
    *set = (hc_atom_set){0};
}

static hc_status set_allocate(parser *p, hc_atom_set *set)
{
    return hc_allocate(p->ctx, p->natom, sizeof *set->has, &set->has);
}

/* Words are separated by blanks and commas; parentheses are words of their own. */
static void advance(parser *p)
{
    size_t at = p->position;
    while (isspace((unsigned char)p->text[at]) || p->text[at] == ',') {
        at++;
    }
    size_t first = at;
    if (p->text[at] == '(' || p->text[at] == ')') {
        at++;
    } else {
        while (p->text[at] != '\0' && strchr("(), \t\n\r\v\f", p->text[at]) == NULL) {
            at++;
        }
    }
    p->word = (hc_word){.start = (char *)p->text + first, .length = at - first, .column = first + 1};
    p->position = at;
}

static bool at_end(const parser *p)
{
    return p->word.length == 0;
}

static bool accept_word(parser *p, const char *text)
{
    if (!hc_word_is(p->word, text)) {
        return false;
    }
    advance(p);
    return true;
}

/* "selection '...', character 9: 'Oo' is wrong: expected ..." */
static hc_status fail_expected(parser *p, const char *expected)
{
    if (at_end(p)) {
        return hc_fail(p->ctx, HC_ERROR_INPUT, "selection '%.200s' ends too early: expected %s", p->text, expected);
    }
    return hc_fail(p->ctx, HC_ERROR_INPUT, "selection '%.200s', character %zu: '%.*s' is wrong: expected %s", p->text,
                   p->word.column, HC_WORD_SHOWN(p->word), expected);
}

static hc_status expect_word(parser *p, const char *text)
{
    return accept_word(p, text) ? HC_OK : fail_expected(p, text);
}

static hc_status fail_term(parser *p, size_t column, hc_status status)
{
    return hc_fail_within(p->ctx, status, "selection '%.200s', character %zu: ", p->text, column);
}

static bool starts_number(hc_word word)
{
    return word.length > 0 && isdigit((unsigned char)word.start[0]);
}

static bool is_number(hc_word word, long *value)
{
    return starts_number(word) && hc_word_integer(word, value);
}

/* "7" or "3-9". */
static bool split_range(hc_word word, long *low, long *high)
{
    const char *dash = memchr(word.start, '-', word.length);
    if (dash == NULL) {
        bool ok = is_number(word, low);
        *high = *low;
        return ok;
    }
    size_t before = (size_t)(dash - word.start);
    hc_word first = {.start = word.start, .length = before};
    hc_word last = {.start = word.start + before + 1, .length = word.length - before - 1};
    return is_number(first, low) && is_number(last, high);
}

static hc_status parse_numbers(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    HC_TRY(set_allocate(p, set));
    while (starts_number(p->word)) {
        long low = 0, high = 0;
        if (!split_range(p->word, &low, &high)) {
            return fail_expected(p, "an atom number such as 7, or a range such as 3-9");
        }
        if (high < low) {
            return fail_expected(p, "a range that runs upwards");
        }
        if (p->natom == 0 || (size_t)high >= p->natom) {
            return hc_fail(p->ctx, HC_ERROR_INPUT,
                           "selection '%.200s', character %zu: there is no atom %ld; the %zu atoms are counted from 0",
                           p->text, p->word.column, high, p->natom);
        }
        for (long i = low; i <= high; i++) {
            set->has[i] = true;
        }
        advance(p);
    }
cleanup:
    return status;
}

/* Marks the atoms of the element symbols that follow; returns how many symbols there were. */
static size_t take_elements(parser *p, hc_atom_set *set)
{
    size_t count = 0;
    for (;; count++) {
        char symbol[4] = "";
        if (p->word.length == 0 || p->word.length > 2) {
            return count;
        }
        memcpy(symbol, p->word.start, p->word.length);
        int number = hc_element_number(symbol);
        if (number == 0) {
            return count;
        }
        for (size_t i = 0; i < p->natom; i++) {
            set->has[i] = set->has[i] || p->scene.structure->atomic_number[i] == number;
        }
        advance(p);
    }
}

static hc_status parse_elements(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    HC_TRY(set_allocate(p, set));
    if (take_elements(p, set) == 0) {
        status = fail_expected(p, "an element symbol such as Au");
    }
cleanup:
    return status;
}

static void fill(parser *p, hc_atom_set *set, bool value)
{
    for (size_t i = 0; i < p->natom; i++) {
        set->has[i] = value;
    }
}

/* nearest [N] [SYMBOL...] to ANCHOR */
static hc_status parse_nearest(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set candidates = {0}, anchors = {0};
    size_t column = p->word.column;
    long count = 1;
    if (starts_number(p->word)) {
        if (!is_number(p->word, &count) || count < 1) {
            return fail_expected(p, "how many atoms, 1 or more");
        }
        advance(p);
    }
    HC_TRY(set_allocate(p, &candidates));
    accept_word(p, "element");
    if (take_elements(p, &candidates) == 0) {
        fill(p, &candidates, true);
    }
    if (!accept_word(p, "to")) {
        status = fail_expected(p, "an element symbol, or 'to' and an atom, as in 'nearest O to 14'");
        goto cleanup;
    }
    HC_TRY(parse_unary(p, &anchors));
    status = hc_select_nearest(p->ctx, &p->scene, (size_t)count, &candidates, &anchors, set);
    status = status == HC_OK ? HC_OK : fail_term(p, column, status);
cleanup:
    set_clear(&candidates);
    set_clear(&anchors);
    return status;
}

/* within RADIUS of ANCHOR */
static hc_status parse_within(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set anchors = {0};
    double radius = 0.0;
    if (!hc_word_real(p->word, &radius) || radius <= 0.0 || radius > 1e4) {
        return fail_expected(p, "a distance in Angstrom, above 0 and up to 1e4");
    }
    advance(p);
    HC_TRY(expect_word(p, "of"));
    HC_TRY(parse_unary(p, &anchors));
    HC_TRY(hc_select_within(p->ctx, &p->scene, radius * HC_ANGSTROM, &anchors, set));
cleanup:
    set_clear(&anchors);
    return status;
}

/* group of ANCHOR, bonded to ANCHOR */
static hc_status parse_bonded(parser *p, const char *preposition, bool whole_group, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set anchors = {0};
    HC_TRY(expect_word(p, preposition));
    HC_TRY(parse_unary(p, &anchors));
    HC_TRY(hc_select_bonded(p->ctx, &p->scene, &anchors, whole_group, set));
cleanup:
    set_clear(&anchors);
    return status;
}

static hc_status parse_axis(parser *p, int *axis)
{
    for (*axis = 0; *axis < 3; (*axis)++) {
        if (accept_word(p, (const char *const[]){"x", "y", "z"}[*axis])) {
            return HC_OK;
        }
    }
    return fail_expected(p, "x, y or z");
}

/* layer N of M along AXIS [in ATOMS] */
static hc_status parse_layer(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set of = {0};
    size_t column = p->word.column;
    long layer = 0, nlayer = 0;
    int axis = 0;
    if (!is_number(p->word, &layer)) {
        return fail_expected(p, "the number of a layer, counted from 0");
    }
    advance(p);
    HC_TRY(expect_word(p, "of"));
    if (!is_number(p->word, &nlayer) || nlayer <= layer) {
        return fail_expected(p, "how many layers there are, more than the number of the layer (counted from 0)");
    }
    advance(p);
    HC_TRY(expect_word(p, "along"));
    HC_TRY(parse_axis(p, &axis));
    if (accept_word(p, "in")) {
        HC_TRY(parse_unary(p, &of));
    } else {
        HC_TRY(set_allocate(p, &of));
        fill(p, &of, true);
    }
    status = hc_select_layer(p->ctx, &p->scene, (size_t)layer, (size_t)nlayer, axis, &of, set);
    status = status == HC_OK ? HC_OK : fail_term(p, column, status);
cleanup:
    set_clear(&of);
    return status;
}

static hc_status parse_constant(parser *p, bool value, hc_atom_set *set)
{
    hc_status status = set_allocate(p, set);
    if (status == HC_OK) {
        fill(p, set, value);
    }
    return status;
}

static hc_status parse_term(parser *p, hc_atom_set *set)
{
    if (starts_number(p->word)) {
        return parse_numbers(p, set);
    }
    if (accept_word(p, "all")) {
        return parse_constant(p, true, set);
    }
    if (accept_word(p, "none")) {
        return parse_constant(p, false, set);
    }
    if (accept_word(p, "element")) {
        return parse_elements(p, set);
    }
    if (accept_word(p, "nearest")) {
        return parse_nearest(p, set);
    }
    if (accept_word(p, "within")) {
        return parse_within(p, set);
    }
    if (accept_word(p, "layer")) {
        return parse_layer(p, set);
    }
    if (accept_word(p, "group")) {
        return parse_bonded(p, "of", true, set);
    }
    if (accept_word(p, "bonded")) {
        return parse_bonded(p, "to", false, set);
    }
    return fail_expected(p, "an atom number, all, none, element, nearest, within, layer, group, bonded, not or '('");
}

static hc_status parse_negation(parser *p, hc_atom_set *set)
{
    hc_status status = parse_unary(p, set);
    for (size_t i = 0; status == HC_OK && i < p->natom; i++) {
        set->has[i] = !set->has[i];
    }
    free(set->ranked);
    set->ranked = NULL;
    return status;
}

static hc_status parse_unary(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    if (++p->depth > DEPTH_MAX) {
        return hc_fail(p->ctx, HC_ERROR_INPUT, "selection '%.200s': nested more than %d deep", p->text, DEPTH_MAX);
    }
    if (accept_word(p, "not")) {
        status = parse_negation(p, set);
    } else if (accept_word(p, "(")) {
        status = parse_or(p, set);
        if (status == HC_OK) {
            status = accept_word(p, ")") ? HC_OK : fail_expected(p, "and, or, or ')'");
        }
    } else {
        status = parse_term(p, set);
    }
    p->depth--;
    return status;
}

/* left = left and right, or left or right; the result has no order of its own. */
static void combine(parser *p, bool is_and, hc_atom_set *left, hc_atom_set *right)
{
    for (size_t i = 0; i < p->natom; i++) {
        left->has[i] = is_and ? left->has[i] && right->has[i] : left->has[i] || right->has[i];
    }
    free(left->ranked);
    left->ranked = NULL;
    set_clear(right);
}

static hc_status parse_and(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set right = {0};
    HC_TRY(parse_unary(p, set));
    while (accept_word(p, "and")) {
        HC_TRY(parse_unary(p, &right));
        combine(p, true, set, &right);
    }
cleanup:
    set_clear(&right);
    return status;
}

static hc_status parse_or(parser *p, hc_atom_set *set)
{
    hc_status status = HC_OK;
    hc_atom_set right = {0};
    HC_TRY(parse_and(p, set));
    while (accept_word(p, "or")) {
        HC_TRY(parse_and(p, &right));
        combine(p, false, set, &right);
    }
cleanup:
    set_clear(&right);
    return status;
}

static hc_status list_atoms(parser *p, hc_atom_set *set, size_t *count, size_t **atoms)
{
    *count = 0;
    if (set->ranked != NULL) {
        *count = set->nranked;
        *atoms = set->ranked;
        set->ranked = NULL;
        return HC_OK;
    }
    hc_status status = hc_allocate(p->ctx, p->natom, sizeof **atoms, atoms);
    for (size_t i = 0; status == HC_OK && i < p->natom; i++) {
        if (set->has[i]) {
            (*atoms)[(*count)++] = i;
        }
    }
    return status;
}

hc_status hc_selection_parse(hc_context *ctx, const char *text, const hc_structure *structure, size_t *count,
                             size_t **atoms)
{
    hc_status status = HC_OK;
    hc_atom_set set = {0};
    parser p = {.ctx = ctx, .text = text, .natom = structure->natom, .scene = {.structure = structure}};
    p.scene.cell = hc_full_cell_make(&structure->cell, structure->periodic);
    *count = 0;
    *atoms = NULL;
    advance(&p);
    HC_TRY(parse_or(&p, &set));
    if (!at_end(&p)) {
        status = fail_expected(&p, "and, or, or nothing more");
        goto cleanup;
    }
    HC_TRY(list_atoms(&p, &set, count, atoms));
cleanup:
    set_clear(&set);
    return status;
}

hc_status hc_selection_parse_one(hc_context *ctx, const char *text, const hc_structure *structure, size_t *atom)
{
    size_t count = 0, *atoms = NULL;
    hc_status status = hc_selection_parse(ctx, text, structure, &count, &atoms);
    if (status == HC_OK && count != 1) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "selection '%.200s' is %zu atoms; exactly one is wanted", text, count);
    }
    if (status == HC_OK) {
        *atom = atoms[0];
    }
    free(atoms);
    return status;
}
