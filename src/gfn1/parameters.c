#include "gfn1/parameters.h"

#include <stdlib.h>
#include <string.h>

#include "base/data_file.h"
#include "base/file.h"
#include "halfcell/structure.h"

/* K_ll' of s, p, d (table 2). */
static double shell_scale(int la, int lb)
{
    static const double diagonal[] = {1.85, 2.25, 2.0};
    return (la == 0 && lb == 1) || (la == 1 && lb == 0) ? 2.08 : 0.5 * (diagonal[la] + diagonal[lb]);
}

double hc_gfn1_hamiltonian_scale(const hc_gfn1_element *a, size_t ishell, const hc_gfn1_element *b, size_t jshell)
{
    const hc_gfn1_shell *i = &a->shell[ishell], *j = &b->shell[jshell];
    if (i->valence && j->valence) {
        double difference = a->electronegativity - b->electronegativity;
        return shell_scale(i->l, j->l) * hc_gfn1_pair_scale(a->atomic_number, b->atomic_number) *
               (1.0 + HC_GFN1_ELECTRONEGATIVITY_SCALE * difference * difference);
    }
    if (i->valence || j->valence) {
        int l = i->valence ? i->l : j->l;
        return 0.5 * (shell_scale(l, l) + HC_GFN1_K_DIFFUSE);
    }
    return HC_GFN1_K_DIFFUSE;
}

/* What follows from the element and the shells read: orders, fits, occupations, coordination dependence. */
static void complete_element(hc_gfn1_element *element)
{
    int z = element->atomic_number;
    bool seen[3] = {false};
    for (size_t s = 0; s < element->nshell; s++) {
        hc_gfn1_shell *shell = &element->shell[s];
        shell->valence = !seen[shell->l];
        seen[shell->l] = true;
        shell->nprimitive = shell->l == 2 ? 4 : 6;
        if (z <= 2) {
            shell->nprimitive = shell->valence ? 4 : 3;
        }
        shell->level_cn = shell->level * hc_gfn1_level_cn_factor(z, shell->l);
        shell->reference_occupation = shell->valence ? hc_gfn1_reference_occupation(z, shell->l) : 0.0;
    }
    element->electronegativity = hc_gfn1_electronegativity(z);
    element->radius = hc_gfn1_radius(z);
    element->halogen_strength = hc_gfn1_halogen_strength(z);
}

typedef struct reader {
    hc_context *ctx;
    const char *path;
    size_t line;
    hc_gfn1_element table[HC_GFN1_ELEMENTS];
    double eta;
} reader;

/* "3d" and four numbers: k_poly (percent), kappa (tenths), level (eV), zeta. */
static hc_status read_shell(reader *r, hc_gfn1_element *element, char *const *word, size_t nword)
{
    const char *letter = nword == 5 && strlen(word[0]) == 2 ? strchr("spd", word[0][1]) : NULL;
    if (!letter || word[0][0] < '1' || word[0][0] > '6') {
        return hc_fail(r->ctx, HC_ERROR_FORMAT,
                       "%s:%zu: a shell such as \"3d\" with kpoly, kappa, level and zeta was expected", r->path,
                       r->line);
    }
    if (element->nshell == HC_GFN1_SHELLS) {
        return hc_fail(r->ctx, HC_ERROR_FORMAT, "%s:%zu: more than %d shells", r->path, r->line, HC_GFN1_SHELLS);
    }
    double value[4];
    for (size_t i = 0; i < 4; i++) {
        char *end;
        value[i] = strtod(word[i + 1], &end);
        if (*end != '\0') {
            return hc_fail(r->ctx, HC_ERROR_FORMAT, "%s:%zu: \"%s\" is not a number", r->path, r->line, word[i + 1]);
        }
    }
    element->shell[element->nshell++] = (hc_gfn1_shell){.n = word[0][0] - '0',
                                                        .l = (int)(letter - "spd"),
                                                        .polynomial = 0.01 * value[0],
                                                        .hardness = r->eta * (1.0 + 0.1 * value[1]),
                                                        .level = value[2] * HC_GFN1_EV,
                                                        .zeta = value[3]};
    return HC_OK;
}

/* Symbol, eta, gamma (tenths), alpha, Zeff. */
static hc_status read_element(reader *r, char *const *word, hc_gfn1_element **element)
{
    int z = hc_element_number(word[0]);
    if (z < 1 || z > HC_GFN1_ELEMENTS) {
        return hc_fail(r->ctx, HC_ERROR_FORMAT, "%s:%zu: \"%s\" is not an element from H to Rn", r->path, r->line,
                       word[0]);
    }
    double value[4];
    for (size_t i = 0; i < 4; i++) {
        char *end;
        value[i] = strtod(word[i + 1], &end);
        if (*end != '\0') {
            return hc_fail(r->ctx, HC_ERROR_FORMAT, "%s:%zu: \"%s\" is not a number", r->path, r->line, word[i + 1]);
        }
    }
    r->eta = value[0];
    *element = &r->table[z - 1];
    **element = (hc_gfn1_element){
        .atomic_number = z, .third_order = 0.1 * value[1], .repulsion_alpha = value[2], .repulsion_zeff = value[3]};
    return HC_OK;
}

static hc_status read_line(reader *r, char *text, hc_gfn1_element **element)
{
    char *word[16];
    size_t nword = 0;
    for (char *save, *w = strtok_r(text, " \t\r", &save); w && *w != '#'; w = strtok_r(NULL, " \t\r", &save)) {
        if (nword == sizeof word / sizeof word[0]) {
            return hc_fail(r->ctx, HC_ERROR_FORMAT, "%s:%zu: too many columns", r->path, r->line);
        }
        word[nword++] = w;
    }
    if (nword == 0) {
        return HC_OK;
    }
    size_t first = 0;
    if (nword == 10) {
        hc_status status = read_element(r, word, element);
        if (status != HC_OK) {
            return status;
        }
        first = 5;
    }
    if (!*element || nword - first != 5) {
        return hc_fail(r->ctx, HC_ERROR_FORMAT,
                       "%s:%zu: %zu columns; an element has 10 (symbol, eta, gamma, alpha, Zeff, shell, kpoly, kappa, "
                       "level, zeta) and a further shell has the last 5",
                       r->path, r->line, nword);
    }
    return read_shell(r, *element, word + first, nword - first);
}

static hc_status read_table(reader *r, char *text)
{
    hc_gfn1_element *element = NULL;
    for (char *line = text; line;) {
        char *next = strchr(line, '\n');
        if (next) {
            *next++ = '\0';
        }
        r->line++;
        hc_status status = read_line(r, line, &element);
        if (status != HC_OK) {
            return status;
        }
        line = next;
    }
    return HC_OK;
}

hc_status hc_gfn1_parameters_read(hc_context *ctx, size_t count, const int *atomic_number, hc_gfn1_element *element)
{
    char *path = NULL, *text = NULL;
    reader *r = NULL;
    size_t length;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *r, &r));
    HC_TRY(hc_data_file_find(ctx, "xTB_parameters", &path));
    HC_TRY(hc_file_read(ctx, path, &text, &length));
    r->ctx = ctx;
    r->path = path;
    HC_TRY(read_table(r, text));
    for (size_t i = 0; i < count; i++) {
        int z = atomic_number[i];
        if (z < 1 || z > HC_GFN1_ELEMENTS || r->table[z - 1].nshell == 0) {
            const char *symbol = hc_element_symbol(z);
            status = hc_fail(ctx, HC_ERROR_MISSING_DATA,
                             "GFN1-xTB has no parameters for %s (atomic number %d); it has "
                             "those from H (1) to Rn (86), read from %s",
                             symbol ? symbol : "an unknown element", z, path);
            goto cleanup;
        }
        element[i] = r->table[z - 1];
        hc_gfn1_apply_corrections(&element[i]);
        complete_element(&element[i]);
    }
cleanup:
    free(r);
    free(path);
    free(text);
    return status;
}
