#include "thermo/chemical.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"

/* IUPAC 2021, conventional. Elements of the molecules that electrocatalysis reduces, oxidises and makes. */
static const struct {
    const char *symbol;
    double dalton;
} masses[] = {{"H", 1.008},   {"B", 10.81},   {"C", 12.011},  {"N", 14.007}, {"O", 15.999},  {"F", 18.998},
              {"Si", 28.085}, {"P", 30.974},  {"S", 32.06},   {"Cl", 35.45}, {"Se", 78.971}, {"Br", 79.904},
              {"I", 126.904}, {"He", 4.0026}, {"Ne", 20.180}, {"Ar", 39.95}};

double hc_chemical_mass(const hc_chemical *formula)
{
    double sum = 0.0;
    for (size_t i = 0; i < formula->count; i++) {
        double mass = NAN;
        for (size_t k = 0; k < sizeof masses / sizeof *masses; k++) {
            mass = strcmp(masses[k].symbol, formula->symbol[i]) == 0 ? masses[k].dalton : mass;
        }
        sum += formula->number[i] * mass * HC_DALTON;
    }
    return sum;
}

bool hc_chemical_is_opaque(const char *name)
{
    return name[0] == '[';
}

static bool add_element(hc_chemical *f, const char *symbol, size_t length, double number)
{
    size_t i = 0;
    while (i < f->count && (strncmp(f->symbol[i], symbol, length) != 0 || f->symbol[i][length] != '\0')) {
        i++;
    }
    if (i == HC_FORMULA_MAX) {
        return false;
    }
    if (i == f->count) {
        memcpy(f->symbol[i], symbol, length);
        f->symbol[i][length] = '\0';
        f->count++;
    }
    f->number[i] += number;
    return true;
}

/* Elements and groups in brackets; returns where it stopped, NULL for what is no formula. */
static const char *read_elements(const char *p, const char *end, double times, int depth, hc_chemical *f)
{
    while (p < end && *p != ')') {
        if (*p == '-' || (islower((unsigned char)*p) && f->count == 0)) {
            for (p++; p < end && p[-1] == '-' && islower((unsigned char)*p);) {
                p += strcspn(p, "-*_(ABCDEFGHIJKLMNOPQRSTUVWXYZ"); /* "-ele", "-pe" of transition states */
            }
            continue;
        }
        hc_chemical group = {0};
        const char *symbol = p;
        size_t length = 0;
        if (*p == '(' && depth < 4) {
            p = read_elements(p + 1, end, 1.0, depth + 1, &group);
            if (!p || p == end) {
                return NULL;
            }
            p++;
        } else if (isupper((unsigned char)*p)) {
            length = p + 1 < end && islower((unsigned char)p[1]) ? 2 : 1;
            p += length;
        } else {
            return NULL;
        }
        char *after = NULL;
        double number = p < end && isdigit((unsigned char)*p) ? strtod(p, &after) : 1.0;
        p = after && after <= end ? after : p;
        bool ok = length == 0 || add_element(f, symbol, length, number * times);
        for (size_t i = 0; i < group.count && ok; i++) {
            ok = add_element(f, group.symbol[i], strlen(group.symbol[i]), group.number[i] * number * times);
        }
        if (!ok) {
            return NULL;
        }
    }
    return p;
}

/* "^2+", "^-", "^3-" before `*end`, which is moved to it. */
static void read_charge(const char *name, const char **end, hc_chemical *f)
{
    const char *caret = memchr(name, '^', (size_t)(*end - name));
    if (caret) {
        double size = isdigit((unsigned char)caret[1]) ? strtod(caret + 1, NULL) : 1.0;
        f->charge = (*end)[-1] == '-' ? -size : size;
        *end = caret;
    }
}

static bool read_suffix(const char *name, const char **end, hc_chemical *f)
{
    static const struct {
        const char *suffix;
        hc_chemical_phase phase;
    } suffixes[] = {
        {"_g", HC_CHEMICAL_GAS}, {"_l", HC_CHEMICAL_LIQUID}, {"_s", HC_CHEMICAL_SOLID}, {"_aq", HC_CHEMICAL_AQUEOUS}};
    const char *star = strchr(name, '*');
    if (star) {
        f->phase = HC_CHEMICAL_ADSORBATE;
        *end = star;
        for (; *star == '*'; star++) {
            f->sites += 1.0;
        }
        return *star == '\0' || (*star == '_' && star[1] != '\0');
    }
    f->phase = HC_CHEMICAL_SOLID;
    for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
        size_t length = strlen(suffixes[k].suffix), whole = strlen(name);
        if (whole > length && strcmp(name + whole - length, suffixes[k].suffix) == 0) {
            f->phase = suffixes[k].phase;
            *end = name + whole - length;
        }
    }
    return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

hc_status hc_chemical_parse(hc_context *ctx, const char *name, hc_chemical *formula)
{
    static const char *const electrons[] = {"e-", "ele_g", NULL}, *const protons[] = {"H+", "H+_g", "H+_aq", NULL},
                             *const hydroxides[] = {"OH-", "OH-_g", "OH-_aq", NULL};
    *formula = (hc_chemical){0};
    if (is_one_of(name, electrons)) {
        *formula = (hc_chemical){.phase = HC_CHEMICAL_ELECTRON, .charge = -1.0};
        return HC_OK;
    }
    if (is_one_of(name, protons)) {
        *formula = (hc_chemical){HC_CHEMICAL_PROTON, 1, {"H"}, {1.0}, 1.0, 0.0};
        return HC_OK;
    }
    if (is_one_of(name, hydroxides)) {
        *formula = (hc_chemical){HC_CHEMICAL_HYDROXIDE, 2, {"O", "H"}, {1.0, 1.0}, -1.0, 0.0};
        return HC_OK;
    }
    const char *end = name + strlen(name);
    bool ok = read_suffix(name, &end, formula);
    if (ok && !hc_chemical_is_opaque(name)) {
        read_charge(name, &end, formula);
        ok = read_elements(name, end, 1.0, 0, formula) == end &&
             (formula->count > 0 || (end == name && formula->sites > 0.0));
    }
    return ok ? HC_OK
              : hc_fail(ctx, HC_ERROR_INPUT,
                        "'%s' is no species; written are CO2_g, H2O_l, Zn^2+_aq, ZnS_s, COOH*, *, H+, e-, OH-, or "
                        "[any name]_s",
                        name);
}
