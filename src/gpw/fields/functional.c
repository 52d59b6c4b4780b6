#define _GNU_SOURCE /* strcasestr */

#include "gpw/fields/functional.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <xc.h>

#include "base/names.h"
#include "base/text.h"
#include "gpw/fields/pbe.h"
#include "halfcell/units.h"

#define COMPONENT_MAX 4

struct hc_gpw_functional {
    size_t nspin;
    size_t ncomponent;
    xc_func_type component[COMPONENT_MAX];
    bool gga;
    bool fast; /* pbe holds: evaluated by ourselves */
    hc_gpw_pbe pbe;
};

typedef struct short_name {
    const char *name;       /* as the literature writes it; letter case and hyphens do not matter */
    const char *components; /* libxc names */
} short_name;

static const short_name SHORT_NAMES[] = {
    {"LDA", "LDA_X+LDA_C_PW"},        {"PADE", "LDA_XC_TETER93"},
    {"SVWN", "LDA_X+LDA_C_VWN"},      {"PZ81", "LDA_X+LDA_C_PZ"},
    {"PBE", "GGA_X_PBE+GGA_C_PBE"},   {"revPBE", "GGA_X_PBE_R+GGA_C_PBE"},
    {"RPBE", "GGA_X_RPBE+GGA_C_PBE"}, {"PBEsol", "GGA_X_PBE_SOL+GGA_C_PBE_SOL"},
    {"BLYP", "GGA_X_B88+GGA_C_LYP"},  {"BP86", "GGA_X_B88+GGA_C_P86"},
    {"BP", "GGA_X_B88+GGA_C_P86"},    {"PW91", "GGA_X_PW91+GGA_C_PW91"},
    {"OLYP", "GGA_X_OPTX+GGA_C_LYP"}, {"XLYP", "GGA_XC_XLYP"},
    {"WC", "GGA_X_WC+GGA_C_PBE"},     {"AM05", "GGA_X_AM05+GGA_C_AM05"},
    {"HCTH120", "GGA_XC_HCTH_120"},   {"HCTH407", "GGA_XC_HCTH_407"},
    {"B97D", "GGA_XC_B97_D"},
};

#define SHORT_NAME_COUNT (sizeof SHORT_NAMES / sizeof SHORT_NAMES[0])

typedef struct pbe_record {
    int exchange, correlation; /* libxc's numbers */
    hc_gpw_pbe parameters;
} pbe_record;

/* beta of PBE, and mu = beta pi^2/3 that goes with it: with all digits, as libxc has it. */
#define BETA 0.06672455060314922
#define MU (BETA * HC_PI * HC_PI / 3.0)
/* As published, and as the programs have it whose numbers ours are compared with: what the short names mean. */
#define PUBLISHED_BETA 0.066725

static const pbe_record PBE_FAMILY[] = {
    {XC_GGA_X_PBE, XC_GGA_C_PBE, {0.804, MU, false, BETA, false}},
    {XC_GGA_X_PBE_R, XC_GGA_C_PBE, {1.245, MU, false, BETA, false}},
    {XC_GGA_X_RPBE, XC_GGA_C_PBE, {0.804, MU, true, BETA, false}},
    {XC_GGA_X_PBE_SOL, XC_GGA_C_PBE_SOL, {0.804, 10.0 / 81.0, false, 0.046, false}},
};

typedef struct refused_name {
    const char *name;
    const char *reason;
    const char *nearest;
} refused_name;

static const char EXACT_EXCHANGE[] = "it is a hybrid, and exact exchange is not implemented";
static const char KINETIC[] = "it is a meta-GGA, and the kinetic energy density is not implemented";
static const char NONLOCAL[] = "it has nonlocal van der Waals correlation, which is not implemented";

static const refused_name REFUSED_NAMES[] = {
    {"PBE0", EXACT_EXCHANGE, "PBE"},   {"B3LYP", EXACT_EXCHANGE, "BLYP"},  {"HSE", EXACT_EXCHANGE, "PBE"},
    {"HSE03", EXACT_EXCHANGE, "PBE"},  {"HSE06", EXACT_EXCHANGE, "PBE"},   {"CAMB3LYP", EXACT_EXCHANGE, "BLYP"},
    {"wB97X", EXACT_EXCHANGE, "B97D"}, {"wB97XD", EXACT_EXCHANGE, "B97D"}, {"M06", EXACT_EXCHANGE, "PBE"},
    {"M062X", EXACT_EXCHANGE, "PBE"},  {"TPSS", KINETIC, "PBE"},           {"revTPSS", KINETIC, "PBEsol"},
    {"SCAN", KINETIC, "PBEsol"},       {"rSCAN", KINETIC, "PBEsol"},       {"r2SCAN", KINETIC, "PBEsol"},
    {"M06L", KINETIC, "PBE"},          {"B97M", KINETIC, "B97D"},          {"BEEFvdW", NONLOCAL, "RPBE"},
    {"vdWDF", NONLOCAL, "revPBE"},     {"vdWDF2", NONLOCAL, "revPBE"},     {"optB86bvdW", NONLOCAL, "PBE"},
    {"optB88vdW", NONLOCAL, "PBE"},    {"optPBEvdW", NONLOCAL, "PBE"},     {"VV10", NONLOCAL, "PBE"},
    {"rVV10", NONLOCAL, "PBE"},
};

/* Letter case, hyphens, blanks and underscores aside. */
static bool same_name(const char *a, const char *b)
{
    for (;;) {
        a += strspn(a, "- _");
        b += strspn(b, "- _");
        if (*a == '\0' || *b == '\0') {
            return *a == *b;
        }
        if (strncasecmp(a, b, 1) != 0) {
            return false;
        }
        a++;
        b++;
    }
}

const char *hc_gpw_functional_short_name(size_t index, const char **components)
{
    if (index >= SHORT_NAME_COUNT) {
        return NULL;
    }
    *components = SHORT_NAMES[index].components;
    return SHORT_NAMES[index].name;
}

static hc_status refuse(hc_context *ctx, const char *name, const char *reason, const char *nearest)
{
    return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "functional '%s': %s; LDAs and GGAs are, the nearest is '%s'", name,
                   reason, nearest);
}

static hc_status unknown(hc_context *ctx, const char *name)
{
    const char *candidate[SHORT_NAME_COUNT];
    hc_text text = {0};
    for (size_t i = 0; i < SHORT_NAME_COUNT; i++) {
        candidate[i] = SHORT_NAMES[i].name;
    }
    hc_names_suggest(&text, name, candidate, SHORT_NAME_COUNT);
    hc_status status =
        hc_fail(ctx, HC_ERROR_INPUT,
                "there is no functional '%s'%s; libxc's names of LDAs and GGAs, joined by '+', are right too", name,
                hc_text_string(&text));
    hc_text_clear(&text);
    return status;
}

/* What a libxc functional may not be. */
static hc_status check_kind(hc_context *ctx, const char *name, const xc_func_info_type *info)
{
    int family = xc_func_info_get_family(info), flags = xc_func_info_get_flags(info);
    const char *nearest = strcasestr(name, "lyp") != NULL ? "BLYP" : "PBE";
    switch (family) {
    case XC_FAMILY_LDA:
    case XC_FAMILY_GGA:
        break;
    case XC_FAMILY_MGGA:
        return refuse(ctx, name, KINETIC, nearest);
    default: /* hybrids of LDAs, GGAs and meta-GGAs, optimised effective potentials */
        return refuse(ctx, name, EXACT_EXCHANGE, nearest);
    }
    if ((flags & XC_FLAGS_VV10) != 0 || xc_func_info_get_number(info) == XC_GGA_XC_BEEFVDW) {
        return refuse(ctx, name, NONLOCAL, nearest);
    }
    if ((flags & XC_FLAGS_3D) == 0) {
        return refuse(ctx, name, "it is made for fewer than three dimensions", "LDA");
    }
    if ((flags & XC_FLAGS_HAVE_EXC) == 0 || (flags & XC_FLAGS_HAVE_VXC) == 0) {
        return refuse(ctx, name, "it has a potential but no energy", nearest);
    }
    if (xc_func_info_get_kind(info) == XC_KINETIC) {
        return refuse(ctx, name, "it is a kinetic energy, not exchange and correlation", nearest);
    }
    return HC_OK;
}

static hc_status add_component(hc_context *ctx, hc_gpw_functional *functional, const char *name)
{
    int number = xc_functional_get_number(name);
    if (number <= 0) {
        return unknown(ctx, name);
    }
    if (functional->ncomponent == COMPONENT_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "functional: at most %d libxc names can be joined, '%s' is one more",
                       COMPONENT_MAX, name);
    }
    xc_func_type *component = &functional->component[functional->ncomponent];
    if (xc_func_init(component, number, functional->nspin == 2 ? XC_POLARIZED : XC_UNPOLARIZED) != 0) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "libxc %s does not initialise functional '%s'", xc_version_string(),
                       name);
    }
    functional->ncomponent++;
    functional->gga = functional->gga || xc_func_info_get_family(component->info) == XC_FAMILY_GGA;
    return check_kind(ctx, name, component->info);
}

/* Of "A+B" in turn. */
static hc_status add_components(hc_context *ctx, hc_gpw_functional *functional, const char *names)
{
    for (const char *at = names;;) {
        char name[64];
        size_t blank = strspn(at, " "), length = strcspn(at + blank, "+");
        const char *end = at + blank + length;
        while (length > 0 && at[blank + length - 1] == ' ') {
            length--;
        }
        if (length >= sizeof name) {
            return hc_fail(ctx, HC_ERROR_INPUT, "there is no functional '%s'", names);
        }
        memcpy(name, at + blank, length);
        name[length] = '\0';
        hc_status status = add_component(ctx, functional, name);
        if (status != HC_OK || *end == '\0') {
            return status;
        }
        at = end + 1;
    }
}

/* Gives a component the value of one of its parameters, where it has that. */
static void set_parameter(xc_func_type *component, const char *name, double value)
{
    for (int i = 0; i < xc_func_info_get_n_ext_params(component->info); i++) {
        if (strcmp(xc_func_info_get_ext_params_name(component->info, i), name) == 0) {
            xc_func_set_ext_params_name(component, name, value);
        }
    }
}

/* Constants as published, in ours and (beta and mu; those of the uniform gas are not parameters there) in libxc's
 * evaluation. */
static void take_published_constants(hc_gpw_functional *functional)
{
    functional->pbe.published = true;
    functional->pbe.beta = PUBLISHED_BETA;
    functional->pbe.mu = PUBLISHED_BETA * HC_PI * HC_PI / 3.0;
    for (size_t i = 0; i < functional->ncomponent; i++) {
        set_parameter(&functional->component[i], "_beta", functional->pbe.beta);
        set_parameter(&functional->component[i], "_mu", functional->pbe.mu);
    }
}

static const hc_gpw_pbe *find_pbe(const hc_gpw_functional *functional)
{
    for (size_t i = 0; i < sizeof PBE_FAMILY / sizeof PBE_FAMILY[0] && functional->ncomponent == 2; i++) {
        int a = xc_func_info_get_number(functional->component[0].info);
        int b = xc_func_info_get_number(functional->component[1].info);
        const pbe_record *record = &PBE_FAMILY[i];
        if ((a == record->exchange && b == record->correlation) ||
            (b == record->exchange && a == record->correlation)) {
            return &record->parameters;
        }
    }
    return NULL;
}

hc_status hc_gpw_functional_create(hc_context *ctx, const char *name, size_t nspin, hc_gpw_functional **functional)
{
    hc_status status = HC_OK;
    hc_gpw_functional *made = NULL;
    const char *components = name;
    const hc_gpw_pbe *pbe = NULL;
    *functional = NULL;
    if (nspin != 1 && nspin != 2) {
        return hc_fail(ctx, HC_ERROR_INTERNAL, "a functional of %zu spins; 1 and 2 are right", nspin);
    }
    for (size_t i = 0; i < sizeof REFUSED_NAMES / sizeof REFUSED_NAMES[0]; i++) {
        if (same_name(name, REFUSED_NAMES[i].name)) {
            return refuse(ctx, name, REFUSED_NAMES[i].reason, REFUSED_NAMES[i].nearest);
        }
    }
    for (size_t i = 0; i < SHORT_NAME_COUNT; i++) {
        if (same_name(name, SHORT_NAMES[i].name)) {
            components = SHORT_NAMES[i].components;
        }
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->nspin = nspin;
    HC_TRY(add_components(ctx, made, components));
    pbe = find_pbe(made);
    if (pbe) {
        made->fast = true;
        made->pbe = *pbe;
        if (components != name && pbe->beta == BETA) {
            take_published_constants(made);
        }
    }
    *functional = made;
    made = NULL;
cleanup:
    hc_gpw_functional_free(made);
    return status;
}

void hc_gpw_functional_free(hc_gpw_functional *functional)
{
    if (functional != NULL) {
        for (size_t i = 0; i < functional->ncomponent; i++) {
            xc_func_end(&functional->component[i]);
        }
        free(functional);
    }
}

bool hc_gpw_functional_is_gga(const hc_gpw_functional *functional)
{
    return functional->gga;
}

bool hc_gpw_functional_is_fast(const hc_gpw_functional *functional)
{
    return functional->fast;
}

size_t hc_gpw_functional_spin_count(const hc_gpw_functional *functional)
{
    return functional->nspin;
}

/* libxc's order of points: all spins of a point together. */
static void interleave(size_t width, double *const *from, double *to)
{
    for (size_t c = 0; c < width; c++) {
        for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
            to[i * width + c] = from[c][i];
        }
    }
}

static void add_apart(size_t width, const double *from, double *const *to)
{
    for (size_t c = 0; c < width; c++) {
        for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
            to[c][i] += from[i * width + c];
        }
    }
}

static void clear(size_t width, double *const *values)
{
    for (size_t c = 0; c < width; c++) {
        memset(values[c], 0, HC_GPW_XC_BLOCK * sizeof(double));
    }
}

void hc_gpw_functional_evaluate_reference(const hc_gpw_functional *functional, const hc_gpw_xc_points *points)
{
    double rho[2 * HC_GPW_XC_BLOCK], sigma[3 * HC_GPW_XC_BLOCK];
    double e[HC_GPW_XC_BLOCK], v[2 * HC_GPW_XC_BLOCK], vsigma[3 * HC_GPW_XC_BLOCK];
    size_t nspin = functional->nspin, nsigma = functional->gga ? 2 * nspin - 1 : 0;
    interleave(nspin, points->rho, rho);
    interleave(nsigma, points->sigma, sigma);
    clear(1, &points->energy);
    clear(nspin, points->v);
    clear(nsigma, points->vsigma);
    for (size_t c = 0; c < functional->ncomponent; c++) {
        const xc_func_type *component = &functional->component[c];
        if (xc_func_info_get_family(component->info) == XC_FAMILY_GGA) {
            xc_gga_exc_vxc(component, HC_GPW_XC_BLOCK, rho, sigma, e, v, vsigma);
            add_apart(nsigma, vsigma, points->vsigma);
        } else {
            xc_lda_exc_vxc(component, HC_GPW_XC_BLOCK, rho, e, v);
        }
        add_apart(nspin, v, points->v);
        for (size_t i = 0; i < HC_GPW_XC_BLOCK; i++) {
            points->energy[i] += e[i] * (nspin == 2 ? points->rho[0][i] + points->rho[1][i] : points->rho[0][i]);
        }
    }
}

void hc_gpw_functional_evaluate(const hc_gpw_functional *functional, const hc_gpw_xc_points *points)
{
    if (functional->fast) {
        hc_gpw_pbe_evaluate(&functional->pbe, functional->nspin, HC_GPW_XC_BLOCK, points);
    } else {
        hc_gpw_functional_evaluate_reference(functional, points);
    }
}
