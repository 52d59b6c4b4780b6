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
    for (size_t i = 0; i < formula->elements.count; i++) {
        double mass = NAN;
        for (size_t k = 0; k < sizeof masses / sizeof *masses; k++) {
            mass = strcmp(masses[k].symbol, formula->elements.symbol[i]) == 0 ? masses[k].dalton : mass;
        }
        sum += formula->elements.number[i] * mass * HC_DALTON;
    }
    return sum;
}

bool hc_chemical_is_empty_site(const hc_chemical *formula)
{
    return formula->phase == HC_CHEMICAL_ADSORBATE && formula->elements.count == 0 && !formula->opaque;
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
        *formula = (hc_chemical){.phase = HC_CHEMICAL_PROTON, .elements = {1, {"H"}, {1.0}}, .charge = 1.0};
        return HC_OK;
    }
    if (is_one_of(name, hydroxides)) {
        *formula =
            (hc_chemical){.phase = HC_CHEMICAL_HYDROXIDE, .elements = {2, {"O", "H"}, {1.0, 1.0}}, .charge = -1.0};
        return HC_OK;
    }
    const char *end = name + strlen(name);
    bool ok = read_suffix(name, &end, formula);
    formula->opaque = name[0] == '[';
    const char *close = formula->opaque ? strchr(name, ']') : NULL;
    if (close) { /* "[V_Zn^2-]_s": a charge is read also where the elements are not */
        read_charge(name, &close, formula);
    }
    if (ok && !formula->opaque) {
        read_charge(name, &end, formula);
        ok = hc_formula_read(name, (size_t)(end - name), &formula->elements) &&
             (formula->elements.count > 0 || (end == name && formula->sites > 0.0));
    }
    return ok ? HC_OK
              : hc_fail(ctx, HC_ERROR_INPUT,
                        "'%s' is no species; written are CO2_g, H2O_l, Zn^2+_aq, ZnS_s, COOH*, *, H+, e-, OH-, or "
                        "[any name]_s",
                        name);
}
