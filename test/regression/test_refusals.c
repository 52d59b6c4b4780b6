/* A thousand damaged files and a hundred made-up recipes: each is built whole, or refused with a message that says
 * where; never a crash, never a half without a word. Everything follows from seeds; the file of a finding is left in
 * FOLDER. */
#include "support/context_fixture.h"

#include <sys/time.h>

#include "atoms/cell.h"
#include "atoms/closest.h"
#include "base/file.h"
#include "base/text.h"
#include "builders/build_step.h"
#include "math/random.h"
#include "workflow/recipe.h"

#define SECONDS_MAX 60 /* of the processor, for one file: what takes longer hangs */
#define FOLDER HC_SCRATCH "/refusals"
#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static size_t below(hc_random *random, size_t count)
{
    return count > 0 ? (size_t)(hc_random_uniform(random) * (double)count) : 0;
}

static bool chance(hc_random *random, double probability)
{
    return hc_random_uniform(random) < probability;
}

/* ---- damage ------------------------------------------------------------------------------------------------------ */

/* [first, end) of a random line, with its line end. */
static void pick_line(hc_random *random, const char *text, size_t length, size_t *first, size_t *end)
{
    *first = below(random, length);
    while (*first > 0 && text[*first - 1] != '\n') {
        (*first)--;
    }
    *end = *first;
    while (*end < length && text[(*end)++] != '\n') {
    }
}

/* [first, end) of a random word; empty when there is none behind the place that was drawn. */
static void pick_word(hc_random *random, const char *text, size_t length, size_t *first, size_t *end)
{
    static const char between[] = " \t\n,:[]{}\"'=";
    *first = below(random, length);
    while (*first < length && strchr(between, text[*first]) != NULL) {
        (*first)++;
    }
    *end = *first;
    while (*end < length && strchr(between, text[*end]) == NULL) {
        (*end)++;
    }
}

static void replace(hc_text *out, const char *text, size_t length, size_t first, size_t end, const char *by)
{
    hc_text_add_bytes(out, text, first);
    hc_text_add(out, by);
    hc_text_add_bytes(out, text + end, length - end);
}

static void swap_lines(hc_random *random, const char *text, size_t length, hc_text *out)
{
    size_t a, b, c, d;
    pick_line(random, text, length, &a, &b);
    pick_line(random, text, length, &c, &d);
    if (c < a) {
        size_t first = a, end = b;
        a = c, b = d, c = first, d = end;
    }
    hc_text_add_bytes(out, text, a);
    hc_text_add_bytes(out, text + c, d - c);
    hc_text_add_bytes(out, text + b, c > b ? c - b : 0);
    hc_text_add_bytes(out, text + a, c > a ? b - a : 0);
    hc_text_add_bytes(out, text + d, length - d);
}

typedef enum damage {
    CUT,
    LINE_LOST,
    LINE_TWICE,
    LINES_SWAPPED,
    BYTES,
    WORD_LOST,
    WORD_OTHER,
    SPAN_LOST,
    DAMAGE_COUNT
} damage;

/* What a file has for a word that is not what belongs there. */
static const char *const words[] = {"nan",    "-1",   "0",     "1e400",      "99999999999999999999",
                                    "1e-300", "",     "xyzzy", "]",          "\"",
                                    "{",      "- -",  "inf",   "0x10",       "\xff\xfe",
                                    "1.5",    "true", "null",  "2147483648", "-0.0",
                                    "\t"};

static damage damage_text(hc_random *random, const char *text, size_t length, hc_text *out)
{
    damage kind = (damage)below(random, DAMAGE_COUNT);
    size_t first = 0, end = 0;
    switch (kind) {
    case CUT:
        hc_text_add_bytes(out, text, below(random, length));
        break;
    case LINES_SWAPPED:
        swap_lines(random, text, length, out);
        break;
    case BYTES:
        hc_text_add_bytes(out, text, length);
        for (size_t i = 0; i <= below(random, 4); i++) {
            out->data[below(random, length)] = (char)below(random, 256);
        }
        break;
    case SPAN_LOST:
        first = below(random, length);
        end = first + below(random, length - first);
        replace(out, text, length, first, end, "");
        break;
    case LINE_LOST:
    case LINE_TWICE:
        pick_line(random, text, length, &first, &end);
        hc_text_add_bytes(out, text, kind == LINE_TWICE ? end : first);
        hc_text_add_bytes(out, text + (kind == LINE_TWICE ? first : end), length - (kind == LINE_TWICE ? first : end));
        break;
    default:
        pick_word(random, text, length, &first, &end);
        replace(out, text, length, first, end, kind == WORD_LOST ? "" : words[below(random, COUNT_OF(words))]);
        break;
    }
    return kind;
}

/* ---- what must hold ---------------------------------------------------------------------------------------------- */

static char *read_whole(const char *path, size_t *length)
{
    char *text = NULL;
    CHECK(hc_file_read(ctx, path, &text, length));
    return text;
}

static void write_bytes(const char *path, const hc_text *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(hc_text_string(text), 1, text->length, file), text->length);
    assert_int_equal(fclose(file), 0);
}

/* The message names the file and, where something in it is wrong, the line or the atom. */
static void assert_says_where(const char *path, size_t number)
{
    static const char *const of_the_whole[] = {"empty",           "cut off",         "missing",
                                               "without atoms",   "no format",       "not text",
                                               "no known format", "not a text file", "cannot be"};
    const char *message = hc_context_message(ctx), *name = strrchr(path, '/') + 1, *found = strstr(message, name);
    if (found == NULL) {
        fail_msg("file %zu: the message does not name it: %s", number, message);
    }
    for (const char *at = found; at != NULL; at = strstr(at + 1, name)) {
        const char *behind = at + strlen(name);
        if ((behind[0] == ':' && behind[1] >= '0' && behind[1] <= '9') || strncmp(behind, ": atom ", 7) == 0) {
            return;
        }
    }
    for (size_t i = 0; i < COUNT_OF(of_the_whole); i++) {
        if (strstr(message, of_the_whole[i]) != NULL) {
            return;
        }
    }
    fail_msg("file %zu: the message does not say where: %s", number, message);
}

/* What was built is whole: atoms at finite places in a cell, none on another. */
static void assert_is_whole(const hc_structure *structure, bool of_recipe, size_t number)
{
    hc_closest closest;
    CHECK(hc_structure_check(ctx, structure));
    assert_true(structure->natom > 0);
    if (of_recipe) {
        CHECK(hc_structure_closest(ctx, structure, &closest));
        if (closest.share < HC_TOO_CLOSE) {
            fail_msg("file %zu: atoms %zu and %zu are too close", number, closest.i, closest.j);
        }
    }
}

/* ---- structures -------------------------------------------------------------------------------------------------- */

typedef struct original {
    const char *path, *name; /* what is read, and as what the damaged one is written */
    bool counted;            /* the file says how many atoms it has */
} original;

#define DATA HC_REPOSITORY "/test/regression/data/"
static const original originals[] = {
    {DATA "structures/ase_slab.extxyz", "damaged.extxyz", true},
    {DATA "structures/ase_molecule.xyz", "damaged.xyz", true},
    {HC_REPOSITORY "/examples/co2-activation/gold.xyz", "damaged.xyz", true},
    {DATA "structures/POSCAR_ase", "POSCAR_damaged", true},
    {DATA "structures/ase_cartesian.vasp", "damaged.vasp", true},
    {DATA "structures/quartz.cif", "damaged.cif", false},
    {DATA "structures/rutile.cif", "damaged.cif", false},
    {DATA "structures/quartz.cif", "damaged.cif", false},
};

typedef struct tally {
    size_t built, refused;
} tally;

static size_t warnings;

static void count_warnings(void *user, hc_log_level level, const char *line)
{
    (void)user;
    (void)line;
    warnings += level == HC_LOG_WARNING;
}

/* A file that lost something is refused, read as the whole (what was lost does not count), or read with a warning. */
static void assert_no_half(const original *source, damage kind, size_t whole, const hc_structure *read, size_t number)
{
    bool lost = kind == CUT || kind == LINE_LOST || kind == SPAN_LOST;
    if (lost && source->counted && read->natom != whole) {
        fail_msg("file %zu (%s): %zu atoms of %zu without a word", number, source->path, read->natom, whole);
    }
    if (kind == CUT && !source->counted && read->natom < whole && warnings == 0) {
        fail_msg("file %zu (%s): %zu atoms of %zu without a warning", number, source->path, read->natom, whole);
    }
}

static void damage_structure(hc_random *random, size_t number, tally *t)
{
    const original *source = &originals[below(random, COUNT_OF(originals))];
    hc_structure *whole = NULL, *read = NULL;
    hc_text damaged = {0};
    size_t length = 0;
    char path[512], *text = read_whole(source->path, &length);
    CHECK(hc_structure_read(ctx, source->path, &whole));
    damage kind = damage_text(random, text, length, &damaged);
    snprintf(path, sizeof path, FOLDER "/%s", source->name);
    write_bytes(path, &damaged);
    warnings = 0;
    if (hc_structure_read(ctx, path, &read) == HC_OK) {
        assert_is_whole(read, false, number);
        assert_no_half(source, kind, whole->natom, read, number);
        t->built++;
    } else {
        assert_null(read);
        assert_says_where(path, number);
        t->refused++;
    }
    hc_text_clear(&damaged);
    hc_structure_free(whole);
    hc_structure_free(read);
    free(text);
}

/* ---- recipes ----------------------------------------------------------------------------------------------------- */

static void build(const hc_text *recipe, size_t number, tally *t)
{
    static const char path[] = FOLDER "/damaged.yaml";
    write_bytes(path, recipe);
    hc_structure *built = NULL;
    if (hc_recipe_build(ctx, path, &built) == HC_OK) {
        assert_is_whole(built, true, number);
        t->built++;
    } else {
        assert_null(built);
        assert_says_where(path, number);
        t->refused++;
    }
    hc_structure_free(built);
}

static void damage_recipe(hc_random *random, size_t number, tally *t)
{
    static const char *const catalysts[] = {"fe-n-c",   "n-carbon-foam", "bdd-cathode",   "silk-cocoon-carbon",
                                            "v-zn-zns", "v-o-cu2o",      "v-s-mos2",      "agco-surface-alloy",
                                            "cu-ceo2",  "con4-cnt",      "np-aerogel",    "mxene-vacancy",
                                            "v-o-snox", "copc-graphite", "s-doped-carbon"};
    hc_text damaged = {0};
    size_t length = 0;
    char path[512];
    snprintf(path, sizeof path, HC_REPOSITORY "/data/catalysts/%s.yaml", catalysts[below(random, COUNT_OF(catalysts))]);
    char *text = read_whole(path, &length);
    (void)damage_text(random, text, length, &damaged);

    build(&damaged, number, t);
    hc_text_clear(&damaged);
    free(text);
}

/* Beginnings that are right, so that some of what follows has something to work on. */
static const char *const beginnings[] = {
    "{type: crystal, prototype: ZnS_wz}",
    "{type: crystal, prototype: TiO2_rutile}",
    "{type: crystal, prototype: Cu}",
    "{type: crystal, prototype: fcc, element: Pd}",
    "{type: crystal, prototype: ZnO_wz}\n  - {type: supercell, repeat: [2, 2, 2]}",
    "{type: crystal, prototype: Ag}\n  - {type: slab, miller: [1, 1, 1], layers: 3, repeat: [2, 2]}",
    "{type: crystal, prototype: SnO2_rutile}\n  - {type: slab, miller: [1, 1, 0], layers: 2}",
    "{type: graphene, repeat: [6, 6]}",
    "{type: ribbon, edge: zigzag, width: 6, length: 6}",
    "{type: ribbon, edge: armchair, width: 7, length: 4}",
    "{type: nanotube, indices: [8, 0], length: 3}",
    "{type: flake, ring: 5, shells: 3}",
    "{type: m25, metal: Au}",
    "{type: cell, lengths_angstrom: [12, 12, 14]}",
};

static const char *const elements[] = {"C", "N",  "O", "S", "Zn", "Cu", "Au", "Ni",
                                       "B", "Pd", "P", "H", "K",  "Ti", "Xx", "zinc"};
static const char *const names[] = {"CO2",    "CO",          "COOH", "OH",      "H",
                                    "ZnS_wz", "TiO2_rutile", "fcc",  "methane", "'N, P'"};
static const char *const selections[] = {"0",    "element C",  "element Zn",   "'0-5'",        "\"nearest 3 O to 0\"",
                                         "all",  "none",       "layer 0 of 3", "elemnt C",     "99999999",
                                         "'1,'", "element Xx", "bonded to 0",  "within 3 of 0"};
static const char *const wrong[] = {"maybe", "[]", "{}", "'", "-", "1e999", "[1, [2]]", "~", "!x 1", "&a 1", "*a"};

static void add_list(hc_random *random, const hc_keyword *keyword, hc_text *out)
{
    bool whole = keyword->type == HC_VALUE_INTEGER_LIST, pair = strcmp(keyword->name, "indices") == 0;
    size_t count = chance(random, 0.1) ? 1 + below(random, 9) : strcmp(keyword->name, "matrix") == 0 ? 9 : pair ? 2 : 3;
    hc_text_add(out, "[");
    for (size_t i = 0; i < count; i++) {
        double value = whole ? (double)below(random, 4) : 12.0 * hc_random_uniform(random);
        value = chance(random, 0.02) ? -1e9 * value : value;
        hc_text_addf(out, "%s%.*f", i > 0 ? ", " : "", whole ? 0 : 3, value);
    }
    hc_text_add(out, "]");
}

/* A value for the keyword: mostly one that it may have, sometimes beyond its range, sometimes nonsense. */
static void add_value(hc_random *random, const hc_keyword *keyword, hc_text *out)
{
    bool range = keyword->maximum > keyword->minimum;
    double low = range ? keyword->minimum : 0.0, span = range ? fmin(keyword->maximum - low, 6.0) : 6.0;
    double number =
        chance(random, 0.02) ? 1e3 * (range ? keyword->maximum : 1e9) : low + span * hc_random_uniform(random);
    size_t choices = 0;
    if (chance(random, 0.02)) {
        hc_text_add(out, wrong[below(random, COUNT_OF(wrong))]);
        return;
    }
    switch (keyword->type) {
    case HC_VALUE_BOOL:
        hc_text_add(out, chance(random, 0.5) ? "true" : "false");
        break;
    case HC_VALUE_INTEGER:
        hc_text_addf(out, "%.0f", floor(number));
        break;
    case HC_VALUE_REAL:
        hc_text_addf(out, "%.4g", number);
        break;
    case HC_VALUE_CHOICE:
        while (keyword->choices[choices] != NULL) {
            choices++;
        }
        hc_text_addf(out, "%s%s", keyword->choices[below(random, choices)], chance(random, 0.02) ? "x" : "");
        break;
    case HC_VALUE_FILE:
        hc_text_add(out,
                    chance(random, 0.7) ? HC_REPOSITORY "/examples/co2-activation/carbon-dioxide.xyz" : "nowhere.xyz");
        break;
    case HC_VALUE_SELECTION:
        hc_text_add(out, selections[below(random, COUNT_OF(selections))]);
        break;
    case HC_VALUE_REAL_LIST:
    case HC_VALUE_INTEGER_LIST:
        add_list(random, keyword, out);
        break;
    default:
        if (strcmp(keyword->name, "species") == 0 || strcmp(keyword->name, "prototype") == 0) {
            hc_text_add(out, names[below(random, COUNT_OF(names))]);
        } else {
            hc_text_add(out, elements[below(random, COUNT_OF(elements))]);
        }
        break;
    }
}

static void add_step(hc_random *random, const hc_build_step_record *record, hc_text *out)
{
    hc_text_addf(out, "  - {type: %s%s", record->name, chance(random, 0.02) ? "s" : "");
    for (const hc_keyword *k = record->keywords; k->name != NULL; k++) {
        if (chance(random, k->default_text == NULL ? 0.98 : 0.2)) {
            hc_text_addf(out, ", %s%s: ", k->name, chance(random, 0.01) ? "x" : "");
            add_value(random, k, out);
        }
    }
    hc_text_add(out, "}\n");
}

static void random_recipe(hc_random *random, size_t number, tally *t)
{
    const hc_build_step_record *const *records = hc_build_step_records();
    size_t count = 0, nstep = 1 + below(random, 2);
    hc_text recipe = {0};
    while (records[count] != NULL) {
        count++;
    }
    hc_text_add(&recipe, "steps:\n");
    if (chance(random, 0.95)) {
        hc_text_addf(&recipe, "  - %s\n", beginnings[below(random, COUNT_OF(beginnings))]);
    }
    while (nstep > 0) {
        const hc_build_step_record *record = records[below(random, count)];
        bool begins = strcmp(record->name, "read") == 0; /* with nothing there: one such step is enough, mostly */
        for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
            begins |= strncmp(beginnings[i] + 7, record->name, strlen(record->name)) == 0;
        }
        if (!begins || chance(random, 0.05)) {
            add_step(random, record, &recipe);
            nstep--;
        }
    }

    build(&recipe, number, t);
    hc_text_clear(&recipe);
}

/* ---- all of them ------------------------------------------------------------------------------------------------- */

typedef void make_one(hc_random *random, size_t number, tally *t);

/* SIGPROF, which nobody catches, after so many seconds; 0: none any more. */
static void limit_time(long seconds)
{
    const struct itimerval limit = {.it_value = {.tv_sec = seconds}};
    assert_int_equal(setitimer(ITIMER_PROF, &limit, NULL), 0);
}

/* Files 0 ... count - 1, each from a seed of its own. */
static tally try_all(make_one *make, size_t count)
{
    tally t = {0};
    CHECK(hc_directory_create(ctx, FOLDER));
    hc_context_set_log(ctx, count_warnings, NULL);
    for (size_t number = 0; number < count; number++) {
        hc_random random;
        hc_random_seed(&random, 1000003 * number + 17);
        hc_context_clear(ctx);
        limit_time(SECONDS_MAX);
        make(&random, number, &t);
    }
    limit_time(0);
    print_message("%zu built, %zu refused\n", t.built, t.refused);
    return t;
}

static void damaged_structures(void **state)
{
    (void)state;
    tally t = try_all(damage_structure, 700);
    assert_true(t.built > 100 && t.refused > 200);
}

static void damaged_recipes(void **state)
{
    (void)state;
    tally t = try_all(damage_recipe, 300);
    assert_true(t.built > 5 && t.refused > 30);
}

static void random_recipes(void **state)
{
    (void)state;
    tally t = try_all(random_recipe, 100);
    assert_true(t.built > 5 && t.refused > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_structures),
        cmocka_unit_test(damaged_recipes),
        cmocka_unit_test(random_recipes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
