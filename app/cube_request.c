#include "cube_request.h"

#include <stdlib.h>
#include <string.h>

typedef enum meaning { FIELD, NUMBERED, HOMO, LUMO } meaning;

/* One line a word. */
static const struct {
    const char *word;
    meaning which;
    hc_field_kind kind;
} words[] = {{"density", FIELD, HC_FIELD_DENSITY},     {"spin", FIELD, HC_FIELD_SPIN_DENSITY},
             {"potential", FIELD, HC_FIELD_POTENTIAL}, {"orbital-", NUMBERED, HC_FIELD_ORBITAL},
             {"homo", HOMO, HC_FIELD_ORBITAL},         {"lumo", LUMO, HC_FIELD_ORBITAL}};

static const char *const spins[] = {"", "-alpha", "-beta"};

typedef struct parsed {
    meaning which;
    hc_field_kind kind;
    size_t orbital, spin;
} parsed;

static bool parse_rest(const char *rest, meaning which, parsed *p)
{
    if (which == NUMBERED) {
        char *end;
        if (*rest < '0' || *rest > '9') {
            return false;
        }
        p->orbital = strtoul(rest, &end, 10);
        rest = end;
    }
    for (size_t s = 0; s < (which == FIELD ? 1u : 3u); s++) {
        if (strcmp(rest, spins[s]) == 0) {
            p->spin = s == 2 ? 1 : 0;
            return true;
        }
    }
    return false;
}

static bool parse(const char *word, parsed *p)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].word);
        *p = (parsed){.which = words[i].which, .kind = words[i].kind};
        if (strncmp(word, words[i].word, length) == 0 && parse_rest(word + length, words[i].which, p)) {
            return true;
        }
    }
    return false;
}

hc_status app_cube_check(hc_context *ctx, const char *word)
{
    parsed p;
    return parse(word, &p) ? HC_OK
                           : hc_fail(ctx, HC_ERROR_INPUT,
                                     "--cube: '%s' is not known; there are density, spin, potential, homo, lumo and "
                                     "orbital-N (from 0), orbitals also with -alpha or -beta behind",
                                     word);
}

bool app_cube_needs_levels(const char *word)
{
    parsed p;
    return parse(word, &p) && (p.which == HOMO || p.which == LUMO);
}

hc_status app_cube_request(hc_context *ctx, const char *word, const hc_levels *levels, hc_field_request *request)
{
    parsed p;
    if (!parse(word, &p)) {
        return app_cube_check(ctx, word);
    }
    *request = (hc_field_request){.kind = p.kind, .spin = p.spin, .orbital = p.orbital};
    if (p.which == FIELD || p.which == NUMBERED) {
        return HC_OK;
    }
    if (p.spin >= levels->nspin) {
        return hc_fail(ctx, HC_ERROR_INPUT, "--cube: '%s': the shell is closed, both spins have the same orbitals",
                       word);
    }
    size_t homo = hc_levels_homo(levels, p.spin);
    request->orbital = p.which == HOMO ? homo : homo == levels->count ? 0 : homo + 1;
    if (request->orbital >= levels->count) {
        return hc_fail(ctx, HC_ERROR_INPUT, "--cube: '%s': there is no such orbital", word);
    }
    return HC_OK;
}
