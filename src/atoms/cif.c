/* CIF 1.1: one crystal, its symmetry operations applied. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/spacegroup.h"
#include "atoms/structure_format.h"
#include "base/formula.h"
#include "base/text.h"
#include "halfcell/units.h"

#define SIZE_MAX_BYTES ((size_t)64 << 20)
#define SITE_MAX 10000
#define SAME_ATOM (0.1 * HC_ANGSTROM) /* images of an atom on a special position, as rounded as files are */

typedef struct token {
    const char *start;
    size_t length, line;
    bool quoted;
} token;

typedef struct cif {
    hc_context *ctx;
    const char *name;
    size_t count;
    token *word;
} cif;

static bool is_word(const token *t, const char *text)
{
    return !t->quoted && t->length == strlen(text) && strncasecmp(t->start, text, t->length) == 0;
}

static bool begins(const token *t, const char *text)
{
    return !t->quoted && t->length >= strlen(text) && strncasecmp(t->start, text, strlen(text)) == 0;
}

/* A name, a loop or a block: what ends the values of a loop. */
static bool is_key(const token *t)
{
    return begins(t, "_") || begins(t, "loop_") || begins(t, "data_");
}

/* The end of a text between two lines that begin with a semicolon. */
static const char *end_of_block(const char *p)
{
    const char *end = strstr(p, "\n;");
    return end != NULL ? end : p + strlen(p);
}

static const char *end_of_quote(const char *p, char quote)
{
    while (*p != '\0' && *p != '\n' && !(*p == quote && (p[1] == '\0' || isspace((unsigned char)p[1])))) {
        p++;
    }
    return p;
}

static hc_status fail_at(const cif *file, const token *t, const char *what)
{
    return hc_fail(file->ctx, HC_ERROR_FORMAT, "%s:%zu: %s; here is '%.*s'", file->name, t->line, what,
                   (int)(t->length < 40 ? t->length : 40), t->start);
}

static hc_status split(cif *file, const char *text)
{
    size_t line = 1, capacity = strlen(text) / 2 + 2;
    hc_status status = hc_allocate(file->ctx, capacity, sizeof *file->word, &file->word);
    for (const char *p = text; status == HC_OK && *p != '\0';) {
        if (*p == '\n') {
            line++;
            p++;
        } else if (isspace((unsigned char)*p)) {
            p++;
        } else if (*p == '#') {
            p += strcspn(p, "\n");
        } else {
            bool block = *p == ';' && (p == text || p[-1] == '\n'), quoted = block || *p == '\'' || *p == '"';
            const char *start = p + quoted;
            const char *end = block    ? end_of_block(start)
                              : quoted ? end_of_quote(start, *p)
                                       : p + strcspn(p, " \t\r\n");
            file->word[file->count++] = (token){start, (size_t)(end - start), line, quoted};
            if (quoted && (*end == '\0' || (!block && *end == '\n'))) {
                return fail_at(file, &file->word[file->count - 1],
                               block ? "the text that begins here has no line ';' at its end"
                                     : "a quote is not closed");
            }
            for (const char *c = p; c < end; c++) {
                line += *c == '\n';
            }
            line += block;
            p = *end == '\0' ? end : block ? end + 2 : end + quoted;
        }
    }
    return status;
}

/* "3.567(2)"; NaN when it is no number ("?", "."). */
static double number_of(const token *t)
{
    char buffer[64], *end;
    size_t length = 0;
    while (length < t->length && length + 1 < sizeof buffer && t->start[length] != '(') {
        buffer[length] = t->start[length];
        length++;
    }
    buffer[length] = '\0';
    double value = strtod(buffer, &end);
    return length > 0 && *end == '\0' && isfinite(value) ? value : NAN;
}

/* The value of a name outside loops, or NULL. */
static const token *find_value(const cif *file, const char *name)
{
    for (size_t i = 0; i + 1 < file->count; i++) {
        if (is_word(&file->word[i], name) && !is_key(&file->word[i + 1])) {
            return &file->word[i + 1];
        }
    }
    return NULL;
}

/* A column of a loop: its values are first[0], first[stride], ... */
typedef struct column {
    const token *first;
    size_t stride, rows;
} column;

/* The first loop with that name; found->first is NULL when there is none. */
static hc_status find_column(const cif *file, const char *name, column *found)
{
    *found = (column){NULL, 0, 0};
    for (size_t i = 0; i < file->count && found->first == NULL; i++) {
        size_t width = 0, index = (size_t)-1, values = 0;
        if (!begins(&file->word[i], "loop_")) {
            continue;
        }
        while (i + 1 + width < file->count && begins(&file->word[i + 1 + width], "_")) {
            index = is_word(&file->word[i + 1 + width], name) ? width : index;
            width++;
        }
        const token *first = &file->word[i + 1] + width;
        while (i + 1 + width + values < file->count && !is_key(&first[values])) {
            values++;
        }
        if (index == (size_t)-1 || values == 0) {
            continue;
        }
        if (values % width != 0) {
            return fail_at(file, &first[values - values % width],
                           "the last row of this loop has fewer values than the loop has names");
        }
        *found = (column){first + index, width, values / width};
    }
    return HC_OK;
}

/* The first of two names that there is. */
static hc_status find_either(const cif *file, const char *name, const char *other, column *found)
{
    hc_status status = find_column(file, name, found);
    return status == HC_OK && found->first == NULL ? find_column(file, other, found) : status;
}

static hc_status read_cell(const cif *file, hc_mat3 *cell)
{
    static const char *const names[6] = {"_cell_length_a",    "_cell_length_b",   "_cell_length_c",
                                         "_cell_angle_alpha", "_cell_angle_beta", "_cell_angle_gamma"};
    double value[6];
    for (int k = 0; k < 6; k++) {
        const token *t = find_value(file, names[k]);
        double number = t != NULL ? number_of(t) : NAN;
        if (isnan(number)) {
            return hc_fail(file->ctx, HC_ERROR_FORMAT, "%s: %s is missing or no number", file->name, names[k]);
        }
        value[k] = number * (k < 3 ? HC_ANGSTROM : HC_DEGREE);
    }
    return hc_cell_from_lengths(file->ctx, value, value + 3, cell);
}

/* Digits with at most one point between them, from *p on, which moves behind them. */
static double read_decimal(const char **p, const char *end)
{
    double value = 0.0, place = 0.0;
    for (; *p < end && (isdigit((unsigned char)**p) || (**p == '.' && place == 0.0)); (*p)++) {
        if (**p == '.') {
            place = 1.0;
        } else {
            value = 10.0 * value + (**p - '0');
            place *= 10.0;
        }
    }
    return place > 0.0 ? value / place : value;
}

/* One of the three parts of "-y+1/2, x-y, z"; false when it is none. */
static bool read_part(const char *p, const char *end, int rotation[3], double *translation)
{
    double sign = 1.0;
    bool any = false;
    while (p < end) {
        if (*p == '+' || *p == '-') {
            sign = *p++ == '-' ? -1.0 : 1.0;
        } else if (strchr("xyzXYZ", *p) != NULL) {
            rotation[tolower((unsigned char)*p++) - 'x'] += sign > 0 ? 1 : -1;
            any = true;
        } else if (isdigit((unsigned char)*p) || *p == '.') {
            double value = read_decimal(&p, end), below = 1.0;
            if (p < end && *p == '/') {
                p++;
                below = read_decimal(&p, end);
            }
            if (!(below > 0.0) || (p < end && (isalpha((unsigned char)*p) || *p == '*'))) {
                return false;
            }
            *translation += sign * value / below;
        } else if (isspace((unsigned char)*p)) {
            p++;
        } else {
            return false;
        }
    }
    return any;
}

static bool read_operation(const token *t, hc_spacegroup_operation *operation)
{
    const char *p = t->start, *end = t->start + t->length;
    *operation = (hc_spacegroup_operation){{{0}}, {0}};
    for (int row = 0; row < 3; row++) {
        const char *comma = memchr(p, ',', (size_t)(end - p));
        if ((comma == NULL) != (row == 2) ||
            !read_part(p, comma != NULL ? comma : end, operation->rotation[row], &operation->translation[row])) {
            return false;
        }
        p = comma != NULL ? comma + 1 : end;
    }
    const int(*r)[3] = (const int(*)[3])operation->rotation;
    int determinant = r[0][0] * (r[1][1] * r[2][2] - r[1][2] * r[2][1]) -
                      r[0][1] * (r[1][0] * r[2][2] - r[1][2] * r[2][0]) +
                      r[0][2] * (r[1][0] * r[2][1] - r[1][1] * r[2][0]);
    return determinant == 1 || determinant == -1;
}

/* Those of the file; without any, those of its Hall symbol; a space group alone has several settings. */
static hc_status read_operations(const cif *file, hc_spacegroup_operation *operation, size_t *count)
{
    column list;
    hc_status status = find_either(file, "_space_group_symop_operation_xyz", "_symmetry_equiv_pos_as_xyz", &list);
    *count = 0;
    if (status != HC_OK) {
        return status;
    }
    if (list.rows > HC_SPACEGROUP_OPERATION_MAX) {
        return fail_at(file, list.first, "there are more symmetry operations than in any space group");
    }
    for (size_t k = 0; k < list.rows; k++) {
        if (!read_operation(&list.first[k * list.stride], &operation[(*count)++])) {
            return fail_at(file, &list.first[k * list.stride], "a symmetry operation is written like -y,x-y,z+1/3");
        }
    }
    size_t a, b;
    if (*count > 0 && !hc_spacegroup_is_group(*count, operation, &a, &b)) {
        return hc_fail(file->ctx, HC_ERROR_FORMAT,
                       "%s:%zu: the symmetry operations are no group: number %zu after number %zu (from 0) is none of "
                       "the %zu; one is missing or wrong",
                       file->name, list.first->line, a, b, *count);
    }
    if (*count > 0) {
        return HC_OK;
    }
    const token *hall = find_value(file, "_space_group_name_Hall");
    hall = hall != NULL ? hall : find_value(file, "_symmetry_space_group_name_Hall");
    char symbol[32] = "";
    if (hall != NULL && hall->length < sizeof symbol) {
        memcpy(symbol, hall->start, hall->length);
    }
    int number = symbol[0] != '\0' ? hc_spacegroup_hall_number(symbol) : 0;
    if (number == 0) {
        return hc_fail(file->ctx, HC_ERROR_FORMAT,
                       "%s: the symmetry operations are missing (_space_group_symop_operation_xyz), and no Hall symbol "
                       "says which they are; P 1 has the one operation x,y,z",
                       file->name);
    }
    return hc_spacegroup_of_hall_number(file->ctx, number, operation, count);
}

/* "Zn2+", "O1", "Cd": the longest beginning that is an element. */
static int element_of(const token *t)
{
    int number = 0;
    for (size_t length = 1; length <= 2 && length <= t->length && isalpha((unsigned char)t->start[length - 1]);
         length++) {
        int found = hc_element_number_of(t->start, length);
        number = found != 0 ? found : number;
    }
    return number;
}

static hc_status read_sites(const cif *file, size_t *count, int *number, hc_vec3 *fraction)
{
    static const char *const axes[3] = {"_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z"};
    column kind, occupancy, x[3];
    hc_status status = HC_OK;
    HC_TRY(find_either(file, "_atom_site_type_symbol", "_atom_site_label", &kind));
    HC_TRY(find_column(file, "_atom_site_occupancy", &occupancy));
    for (int d = 0; d < 3; d++) {
        HC_TRY(find_column(file, axes[d], &x[d]));
    }
    if (kind.first == NULL || kind.rows > SITE_MAX) {
        return hc_fail(file->ctx, HC_ERROR_FORMAT,
                       "%s: a loop of 1 to %d atoms with _atom_site_type_symbol or "
                       "_atom_site_label is missing",
                       file->name, SITE_MAX);
    }
    *count = kind.rows;
    for (size_t i = 0; i < kind.rows; i++) {
        number[i] = element_of(&kind.first[i * kind.stride]);
        if (number[i] == 0) {
            return fail_at(file, &kind.first[i * kind.stride], "an atom needs an element");
        }
        if (i < occupancy.rows && number_of(&occupancy.first[i * occupancy.stride]) < 0.99) {
            return fail_at(file, &occupancy.first[i * occupancy.stride],
                           "partly occupied sites are no structure: choose one (occupancy 1) and leave the others out");
        }
        for (int d = 0; d < 3; d++) {
            double value = i < x[d].rows ? number_of(&x[d].first[i * x[d].stride]) : NAN;
            if (isnan(value)) {
                return fail_at(file, &kind.first[i * kind.stride],
                               "_atom_site_fract_x, _y, _z of this atom are no numbers");
            }
            *hc_vec3_at(&fraction[i], d) = value;
        }
    }
cleanup:
    return status;
}

/* The formula and the number of formula units say how many atoms of each element a cell has; a file that was cut
 * between two atoms, or that leaves out its hydrogen, has fewer. */
static void warn_of_formula(const cif *file, const hc_structure *structure)
{
    const token *text = find_value(file, "_chemical_formula_sum"), *units = find_value(file, "_cell_formula_units_Z");
    double z = units != NULL ? number_of(units) : NAN;
    char plain[256]; /* without the blanks between the elements */
    size_t length = 0;
    hc_formula formula;
    for (size_t i = 0; text != NULL && i < text->length && length < sizeof plain; i++) {
        plain[length] = text->start[i];
        length += !isspace((unsigned char)text->start[i]);
    }
    if (isnan(z) || !hc_formula_read(plain, length, &formula)) {
        return;
    }
    for (size_t k = 0; k < formula.count; k++) {
        double found = 0.0, wanted = z * formula.number[k];
        for (size_t i = 0; i < structure->natom; i++) {
            found += structure->atomic_number[i] == hc_element_number(formula.symbol[k]);
        }
        if (fabs(found - wanted) > 0.01 * wanted) {
            hc_log(file->ctx, HC_LOG_WARNING, "%s:%zu: the cell has %g atoms of %s, its formula and Z ask for %g",
                   file->name, text->line, found, formula.symbol[k], wanted);
        }
    }
}

static hc_status read_text(hc_context *ctx, FILE *stream, const char *name, char **text)
{
    hc_text all = {0};
    char buffer[4096];
    for (size_t n = fread(buffer, 1, sizeof buffer, stream); n > 0; n = fread(buffer, 1, sizeof buffer, stream)) {
        hc_text_add_bytes(&all, buffer, n);
        if (all.length > SIZE_MAX_BYTES || memchr(buffer, '\0', n) != NULL) {
            hc_text_clear(&all);
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: this is no CIF file (too long, or not text)", name);
        }
    }
    return hc_text_take(ctx, &all, text);
}

/* Only the first block with atoms counts: the words from the next block on are dropped. */
static void keep_first_block(cif *file)
{
    bool seen = false;
    for (size_t i = 0; i < file->count; i++) {
        if (begins(&file->word[i], "data_") && seen) {
            file->count = i;
        }
        seen |= begins(&file->word[i], "_atom_site_");
    }
}

static hc_status read_cif(hc_context *ctx, FILE *stream, const char *name, hc_structure **structure)
{
    hc_status status = HC_OK;
    cif file = {.ctx = ctx, .name = name};
    char *text = NULL;
    hc_mat3 cell;
    int *number = NULL;
    hc_vec3 *fraction = NULL;
    hc_spacegroup_operation *operation = NULL;
    size_t nsite = 0, noperation = 0;
    *structure = NULL;
    HC_TRY(read_text(ctx, stream, name, &text));
    HC_TRY(split(&file, text));
    keep_first_block(&file);
    HC_TRY(read_cell(&file, &cell));
    HC_TRY(hc_allocate(ctx, HC_SPACEGROUP_OPERATION_MAX, sizeof *operation, &operation));
    HC_TRY(read_operations(&file, operation, &noperation));
    HC_TRY(hc_allocate(ctx, SITE_MAX, sizeof *number, &number));
    HC_TRY(hc_allocate(ctx, SITE_MAX, sizeof *fraction, &fraction));
    HC_TRY(read_sites(&file, &nsite, number, fraction));
    status = hc_spacegroup_expand(ctx, &cell, nsite, number, fraction, noperation, operation, SAME_ATOM, structure);
    if (status != HC_OK) {
        status = hc_fail_within(ctx, status, "%s: ", name);
        goto cleanup;
    }
    warn_of_formula(&file, *structure);
cleanup:
    free(text);
    free(file.word);
    free(number);
    free(fraction);
    free(operation);
    return status;
}

static hc_status write_cif(hc_context *ctx, FILE *stream, const hc_structure *structure)
{
    if (hc_structure_periodic_count(structure) != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a CIF file holds what repeats in three directions; write .extxyz instead");
    }
    const hc_vec3 *v = structure->cell.row;
    hc_mat3 inverse = hc_mat3_inverse(&structure->cell);
    static const char axis[] = "abc";
    static const char *const angle[] = {"alpha", "beta", "gamma"};
    fprintf(stream, "data_halfcell\n");
    for (int d = 0; d < 3; d++) {
        fprintf(stream, "_cell_length_%c %.10f\n", axis[d], hc_vec3_norm(v[d]) / HC_ANGSTROM);
    }
    for (int d = 0; d < 3; d++) {
        hc_vec3 a = v[(d + 1) % 3], b = v[(d + 2) % 3];
        double cosine = hc_vec3_dot(a, b) / (hc_vec3_norm(a) * hc_vec3_norm(b));
        fprintf(stream, "_cell_angle_%s %.10f\n", angle[d], acos(fmax(-1.0, fmin(1.0, cosine))) / HC_DEGREE);
    }
    fprintf(stream, "_space_group_IT_number 1\nloop_\n_space_group_symop_operation_xyz\n'x,y,z'\nloop_\n"
                    "_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n"
                    "_atom_site_fract_z\n");
    for (size_t i = 0; i < structure->natom; i++) {
        const char *symbol = hc_element_symbol(structure->atomic_number[i]);
        hc_vec3 s = hc_vec3_times_mat3(structure->position[i], &inverse);
        fprintf(stream, "%s%zu %s %.12f %.12f %.12f\n", symbol, i, symbol, s.x, s.y, s.z);
    }
    return HC_OK;
}

static bool recognises(const char *text)
{
    return strncasecmp(text, "data_", 5) == 0 || strstr(text, "\n_cell_length_a") != NULL;
}

static const char *const extensions[] = {".cif", NULL};
static const char *const stems[] = {NULL};

const hc_structure_format hc_format_cif = {
    .name = "cif",
    .summary = "Crystals with their symmetry operations; written without symmetry, cell and fractions only.",
    .reference = "S. R. Hall, F. H. Allen, I. D. Brown, Acta Cryst. A 47, 655 (1991)",
    .extensions = extensions,
    .stems = stems,
    .recognises = recognises,
    .read = read_cif,
    .write = write_cif,
};
