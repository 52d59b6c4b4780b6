#include "base/names.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "halfcell/keyword.h"
#include "halfcell/units.h"

#define NAME_LENGTH_MAX 64
#define LISTED_MAX 40

/* A suffix that is the end of another stands after it: "k" after "mk", "ev" after "mev". */
static const hc_unit_name units[] = {
    {"hartree_per_bohr2", "Ha/bohr2", "energy/area", 1.0},
    {"ev_per_angstrom2", "eV/A^2", "energy/area", HC_EV / (HC_ANGSTROM * HC_ANGSTROM)},
    {"hartree_per_bohr", "Ha/bohr", "force", 1.0},
    {"ev_per_angstrom", "eV/A", "force", HC_EV_PER_ANGSTROM},
    {"angstrom_per_step", "A/step", "length/step", HC_ANGSTROM},
    {"bohr_per_step", NULL, "length/step", 1.0},
    {"angstrom_per_fs", "A/fs", "velocity", HC_ANGSTROM_PER_FS},
    {"kcal_per_mol", "kcal/mol", "energy", HC_KCAL_PER_MOL},
    {"kj_per_mol", "kJ/mol", "energy", HC_KCAL_PER_MOL / 4.184},
    {"g_per_cm3", "g/cm3", "density", HC_DALTON / 1.66053906660 / (HC_ANGSTROM * HC_ANGSTROM * HC_ANGSTROM)},
    {"ma_cm2", "mA/cm2", "current density", 0.0},
    {"degree_per_fs", "deg/fs", "angular velocity", HC_DEGREE / HC_FS},
    {"per_ps", "1/ps", "rate", 1e-3 / HC_FS},
    {"per_fs", "1/fs", "rate", 1.0 / HC_FS},
    {"per_s", "1/s", "rate", 1e-15 / HC_FS},
    {"angstrom3", "A3", "volume", HC_ANGSTROM *HC_ANGSTROM *HC_ANGSTROM},
    {"nm3", NULL, "volume", 1e3 * HC_ANGSTROM *HC_ANGSTROM *HC_ANGSTROM},
    {"per_cm", "cm-1", "wavenumber", 0.0},
    {"v_rhe", NULL, "potential (RHE)", HC_VOLT},
    {"v_she", NULL, "potential (SHE)", HC_VOLT},
    {"hartree", "Ha", "energy", 1.0},
    {"rydberg", "Ry", "energy", 0.5},
    {"mev", "meV", "energy", 1e-3 * HC_EV},
    {"ev", "eV", "energy", HC_EV},
    {"angstrom", "A", "length", HC_ANGSTROM},
    {"bohr", "a0", "length", 1.0},
    {"pm", NULL, "length", 0.01 * HC_ANGSTROM},
    {"nm", NULL, "length", 10.0 * HC_ANGSTROM},
    {"fs", NULL, "time", HC_FS},
    {"ps", NULL, "time", 1e3 * HC_FS},
    {"ns", NULL, "time", 1e6 * HC_FS},
    {"kelvin", "K", "temperature", HC_KELVIN},
    {"k", NULL, "temperature", HC_KELVIN},
    {"celsius", "degC", "temperature (Celsius)", 0.0},
    {"degree", "deg", "angle", HC_DEGREE},
    {"radian", "rad", "angle", 1.0},
    {"gpa", "GPa", "pressure", HC_GPA},
    {"mpa", "MPa", "pressure", 1e-3 * HC_GPA},
    {"bar", NULL, "pressure", 1e-4 * HC_GPA},
    {"dalton", NULL, "mass", HC_DALTON},
    {"amu", NULL, "mass", HC_DALTON},
    {"u", NULL, "mass", HC_DALTON},
    {"mv", "mV", "potential", 1e-3 * HC_VOLT},
    {"v", "V", "potential", HC_VOLT},
    {"s", NULL, "time", 1e15 * HC_FS},
    {"e", NULL, "charge", 1.0},
};

static bool ends_with_unit(const char *name, const char *suffix, size_t *base_length)
{
    size_t length = strlen(name), suffix_length = strlen(suffix);
    if (length < suffix_length + 2 || name[length - suffix_length - 1] != '_' ||
        strcasecmp(name + length - suffix_length, suffix) != 0) {
        return false;
    }
    *base_length = length - suffix_length - 1;
    return true;
}

const hc_unit_name *hc_unit_of_key(const char *name, size_t *base_length)
{
    const hc_unit_name *found = NULL;
    size_t shortest = strlen(name), base;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (ends_with_unit(name, units[i].suffix, &base) && base < shortest) {
            found = &units[i];
            shortest = base;
        }
    }
    if (base_length != NULL) {
        *base_length = shortest;
    }
    return found;
}

const hc_unit_name *hc_unit_of_text(const char *text)
{
    while (isspace((unsigned char)*text)) {
        text++;
    }
    size_t length = strlen(text);
    while (length > 0 && isspace((unsigned char)text[length - 1])) {
        length--;
    }
    for (int exact = 1; exact >= 0; exact--) {
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
            const char *written[2] = {units[i].alias, units[i].suffix};
            for (int k = 0; k < 2; k++) {
                if (written[k] != NULL && strlen(written[k]) == length && length > 0 &&
                    (exact ? strncmp : strncasecmp)(text, written[k], length) == 0) {
                    return &units[i];
                }
            }
        }
    }
    return NULL;
}

/* Case does not matter, and '-' is '_'. */
static char folded(char c)
{
    return c == '-' ? '_' : (char)tolower((unsigned char)c);
}

/* Edit distance where a swap of neighbours counts as one (optimal string alignment). */
static size_t edit_distance(const char *a, const char *b, size_t na, size_t nb)
{
    size_t row[3][NAME_LENGTH_MAX + 1];
    size_t *before = row[0], *last = row[1], *now = row[2];
    for (size_t j = 0; j <= nb; j++) {
        last[j] = j;
    }
    for (size_t i = 1; i <= na; i++) {
        now[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t changed = last[j - 1] + (folded(a[i - 1]) != folded(b[j - 1]));
            size_t moved = (last[j] < now[j - 1] ? last[j] : now[j - 1]) + 1;
            now[j] = changed < moved ? changed : moved;
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) && folded(a[i - 2]) == folded(b[j - 1]) &&
                before[j - 2] + 1 < now[j]) {
                now[j] = before[j - 2] + 1;
            }
        }
        size_t *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[nb];
}

/* Twice the edit distance, less when one name begins with the other; larger than the bound: not near. */
static size_t strangeness(const char *name, const char *candidate, size_t *bound)
{
    size_t na = strlen(name), nb = strlen(candidate);
    *bound = 0;
    if (na == 0 || nb == 0 || na > NAME_LENGTH_MAX || nb > NAME_LENGTH_MAX) {
        return 1;
    }
    size_t shorter = na < nb ? na : nb, common = 0;
    while (common < shorter && folded(name[common]) == folded(candidate[common])) {
        common++;
    }
    *bound = 2 * (shorter > 2 ? (shorter + 1) / 3 : shorter == 2 ? 1 : 0);
    size_t distance = 2 * edit_distance(name, candidate, na, nb);
    if (common == shorter && shorter >= 3) {
        /* "steps" for "steps_total": near however long the rest is, but less near than a slip of one letter. */
        size_t begun = 3 + (na > nb ? na - nb : nb - na) / 4;
        *bound = *bound > begun ? *bound : begun;
        return distance < begun ? distance : begun;
    }
    return distance;
}

const char *hc_nearest_name(const char *name, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t least = (size_t)-1;
    for (size_t i = 0; i < count; i++) {
        size_t bound, strange = strangeness(name, candidates[i], &bound);
        if (strange <= bound && strange < least) {
            least = strange;
            nearest = candidates[i];
        }
    }
    return nearest;
}

/* The candidate that is `name` but for its unit ("timestep_ps" or "timestep" for "timestep_fs"), or NULL. */
static const char *same_but_for_unit(const char *name, const char *const *candidates, size_t count)
{
    size_t base, candidate_base;
    hc_unit_of_key(name, &base);
    for (size_t i = 0; i < count; i++) {
        const hc_unit_name *unit = hc_unit_of_key(candidates[i], &candidate_base);
        bool either = unit != NULL || base < strlen(name);
        if (either && candidate_base == base && strncasecmp(name, candidates[i], base) == 0) {
            return candidates[i];
        }
    }
    return NULL;
}

static void suggest_unit(hc_text *text, const char *name, const char *meant)
{
    const hc_unit_name *wrong = hc_unit_of_key(name, NULL), *right = hc_unit_of_key(meant, NULL);
    if (right == NULL) {
        hc_text_addf(text, "; write '%s' (without a unit)", meant);
    } else if (wrong == NULL || wrong == right) {
        hc_text_addf(text, "; write '%s' (its value is in %s)", meant, right->suffix);
    } else if (wrong->value > 0 && right->value > 0 && strcmp(wrong->dimension, right->dimension) == 0) {
        hc_text_addf(text, "; write '%s', with the value in %s (1 %s = %.10g %s)", meant, right->suffix, wrong->suffix,
                     wrong->value / right->value, right->suffix);
    } else {
        hc_text_addf(text, "; write '%s', with the value in %s, not in %s", meant, right->suffix, wrong->suffix);
    }
}

void hc_names_suggest(hc_text *text, const char *name, const char *const *candidates, size_t count)
{
    const char *meant = same_but_for_unit(name, candidates, count);
    if (meant != NULL) {
        suggest_unit(text, name, meant);
        return;
    }
    meant = hc_nearest_name(name, candidates, count);
    if (meant != NULL) {
        hc_text_addf(text, "; did you mean '%s'?", meant);
        return;
    }
    if (count == 0) {
        hc_text_add(text, "; there is none to choose from");
        return;
    }
    hc_text_add(text, "; there is");
    for (size_t i = 0; i < count && i < LISTED_MAX; i++) {
        hc_text_addf(text, "%s %s", i > 0 ? "," : "", candidates[i]);
    }
    if (count > LISTED_MAX) {
        hc_text_addf(text, " and %zu more", count - LISTED_MAX);
    }
}
