/* Gaussian's cube format: two lines of title, number of atoms and origin, three lines of points and steps, the atoms,
 * the values with the third direction fastest. */
#include "atoms/cube.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/elements.h"
#include "atoms/text_reader.h"
#include "base/file.h"
#include "halfcell/units.h"

#define ATOM_MAX 1000000
#define POINTS_MAX 100000
#define VALUES_A_LINE 6

typedef struct head {
    char *title;
    size_t natom;
    bool has_orbital_line; /* a negative number of atoms: a line of orbital numbers follows the atoms */
    hc_vec3 origin;
    size_t n[3];
    hc_mat3 step;
    double unit; /* bohr */
} head;

static hc_status read_real(hc_context *ctx, const hc_text_reader *text, size_t *position, const char *what,
                           double *value)
{
    hc_word word = hc_text_word(text, position);
    if (!hc_word_real(word, value)) {
        return hc_text_fail(ctx, text, word.column, "%s should be a number, not '%.*s'", what, HC_WORD_SHOWN(word));
    }
    return HC_OK;
}

/* An integer from -limit to limit and three numbers. */
static hc_status read_count_and_vector(hc_context *ctx, hc_text_reader *text, const char *what, long limit, long *count,
                                       hc_vec3 *vector, size_t *position)
{
    hc_status status = HC_OK;
    *position = 0;
    HC_TRY(hc_text_need(ctx, text, what));
    hc_word word = hc_text_word(text, position);
    if (!hc_word_integer(word, count) || *count < -limit || *count > limit) {
        HC_TRY(hc_text_fail(ctx, text, word.column, "%s should begin with a whole number of at most %ld, not '%.*s'",
                            what, limit, HC_WORD_SHOWN(word)));
    }
    for (int k = 0; k < 3; k++) {
        HC_TRY(read_real(ctx, text, position, what, hc_vec3_at(vector, k)));
    }
cleanup:
    return status;
}

static hc_status read_title(hc_context *ctx, hc_text_reader *text, head *h)
{
    hc_status status = HC_OK;
    HC_TRY(hc_text_need(ctx, text, "the title"));
    HC_TRY(hc_format(ctx, &h->title, "%.*s", (int)(text->length < 200 ? text->length : 200), text->line));
    HC_TRY(hc_text_need(ctx, text, "the second line of the title"));
cleanup:
    return status;
}

static hc_status read_atom_count(hc_context *ctx, hc_text_reader *text, head *h)
{
    long natom = 0, fields = 1;
    size_t position;
    hc_status status = HC_OK;
    HC_TRY(read_count_and_vector(ctx, text, "the line of the number of atoms and the origin", ATOM_MAX, &natom,
                                 &h->origin, &position));
    hc_word word = hc_text_word(text, &position);
    if (word.length > 0 && (!hc_word_integer(word, &fields) || fields != 1)) {
        HC_TRY(hc_text_fail(ctx, text, word.column,
                            "the file holds '%.*s' values a point; only files of one can be read",
                            HC_WORD_SHOWN(word)));
    }
    h->has_orbital_line = natom < 0;
    h->natom = (size_t)labs(natom);
cleanup:
    return status;
}

static hc_status read_head(hc_context *ctx, hc_text_reader *text, head *h)
{
    hc_status status = HC_OK;
    bool angstrom = false;
    HC_TRY(read_title(ctx, text, h));
    HC_TRY(read_atom_count(ctx, text, h));
    for (int k = 0; k < 3; k++) {
        long points = 0;
        size_t position;
        HC_TRY(read_count_and_vector(ctx, text, "a line of the number of points and the step", POINTS_MAX, &points,
                                     &h->step.row[k], &position));
        if (points == 0 || (k > 0 && (points < 0) != angstrom)) {
            HC_TRY(hc_text_fail(ctx, text, 1,
                                "the numbers of points should be positive (bohr) or negative (angstrom), all three"));
        }
        angstrom = points < 0;
        h->n[k] = (size_t)labs(points);
    }
    h->unit = angstrom ? HC_ANGSTROM : 1.0;
cleanup:
    return status;
}

static hc_status read_atoms(hc_context *ctx, hc_text_reader *text, const head *h, hc_cube *cube)
{
    hc_status status = HC_OK;
    for (size_t i = 0; i < h->natom; i++) {
        long number = 0;
        size_t position = 0;
        HC_TRY(hc_text_need(ctx, text, "an atom"));
        hc_word word = hc_text_word(text, &position);
        if (!hc_word_integer(word, &number) || number < 1 || number > HC_ELEMENT_MAX) {
            HC_TRY(hc_text_fail(ctx, text, word.column, "'%.*s' should be the atomic number of atom %zu",
                                HC_WORD_SHOWN(word), i));
        }
        hc_structure_set_element(cube->structure, i, (int)number);
        HC_TRY(read_real(ctx, text, &position, "the charge of a nucleus", &cube->ion_charge[i]));
        for (int k = 0; k < 3; k++) {
            double *x = hc_vec3_at(&cube->structure->position[i], k);
            HC_TRY(read_real(ctx, text, &position, "a coordinate", x));
            *x *= h->unit;
        }
    }
cleanup:
    return status;
}

/* "1 12": one orbital, and its number. */
static hc_status read_orbital_line(hc_context *ctx, hc_text_reader *text)
{
    long count = 0;
    size_t position = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_text_need(ctx, text, "the line of orbital numbers"));
    hc_word word = hc_text_word(text, &position);
    if (!hc_word_integer(word, &count) || count != 1) {
        HC_TRY(hc_text_fail(ctx, text, word.column, "the file holds '%.*s' orbitals; only files of one can be read",
                            HC_WORD_SHOWN(word)));
    }
cleanup:
    return status;
}

static hc_status read_values(hc_context *ctx, hc_text_reader *text, hc_field *field)
{
    hc_status status = HC_OK;
    size_t position = 0, done = 0;
    HC_TRY(hc_text_need(ctx, text, "values"));
    while (done < field->count) {
        hc_word word = hc_text_word(text, &position);
        if (word.length == 0) {
            HC_TRY(hc_text_need(ctx, text, "more values"));
            position = 0;
            continue;
        }
        size_t k = done % field->n[2], j = done / field->n[2] % field->n[1], i = done / field->n[2] / field->n[1];
        if (!hc_word_real(word, &field->value[(k * field->n[1] + j) * field->n[0] + i])) {
            HC_TRY(hc_text_fail(ctx, text, word.column, "'%.*s' should be a value, a number", HC_WORD_SHOWN(word)));
        }
        done++;
    }
cleanup:
    return status;
}

/* A head that promises more than the file can hold is found out before the memory is asked for. */
static hc_status check_size(hc_context *ctx, FILE *file, const hc_text_reader *text, const head *h)
{
    double values = (double)h->n[0] * (double)h->n[1] * (double)h->n[2];
    long here = ftell(file);
    if (here >= 0 && fseek(file, 0, SEEK_END) == 0) {
        long end = ftell(file);
        if (fseek(file, here, SEEK_SET) != 0) {
            return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be read: %s", text->name, strerror(errno));
        }
        if (2.0 * values + 10.0 * (double)h->natom > (double)end + 2.0) {
            return hc_text_fail(ctx, text, 0, "the file is too short for %zu atoms and %g values", h->natom, values);
        }
    }
    return HC_OK;
}

static hc_status make_cube(hc_context *ctx, const head *h, hc_cube **cube)
{
    hc_structure *structure = NULL;
    hc_field *field = NULL;
    hc_mat3 cell;
    hc_status status = HC_OK;
    for (int k = 0; k < 3; k++) {
        cell.row[k] = hc_vec3_scale((double)h->n[k] * h->unit, h->step.row[k]);
    }
    HC_TRY(hc_field_create(ctx, h->n, &cell, hc_vec3_scale(h->unit, h->origin), &field));
    HC_TRY(hc_structure_create(ctx, h->natom, &structure));
    structure->cell = cell;
    structure->periodic[0] = structure->periodic[1] = structure->periodic[2] = true;
    HC_TRY(hc_cube_create(ctx, h->title, structure, field, cube));
    structure = NULL;
    field = NULL;
cleanup:
    hc_structure_free(structure);
    hc_field_free(field);
    return status;
}

hc_status hc_cube_read_stream(hc_context *ctx, FILE *file, const char *name, hc_cube **cube)
{
    hc_text_reader text = {0};
    head h = {0};
    hc_cube *made = NULL;
    hc_status status = HC_OK;
    *cube = NULL;
    HC_TRY(hc_text_wrap(ctx, file, name, &text));
    HC_TRY(read_head(ctx, &text, &h));
    HC_TRY(check_size(ctx, file, &text, &h));
    status = make_cube(ctx, &h, &made);
    if (status == HC_ERROR_INPUT) {
        status = hc_fail_within(ctx, HC_ERROR_FORMAT, "%s: ", name);
    }
    HC_TRY(status);
    HC_TRY(read_atoms(ctx, &text, &h, made));
    if (h.has_orbital_line) {
        HC_TRY(read_orbital_line(ctx, &text));
    }
    HC_TRY(read_values(ctx, &text, made->field));
    *cube = made;
    made = NULL;
cleanup:
    free(h.title);
    hc_text_close(&text);
    hc_cube_free(made);
    return status;
}

hc_status hc_cube_read(hc_context *ctx, const char *path, hc_cube **cube)
{
    *cube = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    hc_status status = hc_cube_read_stream(ctx, file, path, cube);
    fclose(file);
    return status;
}

static void write_vector(FILE *file, hc_vec3 v)
{
    fprintf(file, " %17.12f %17.12f %17.12f\n", v.x, v.y, v.z);
}

static void write_head(FILE *file, const hc_cube *cube)
{
    const hc_structure *structure = cube->structure;
    const hc_field *field = cube->field;
    fprintf(file, "%s\nhalfcell: bohr; atomic units; the third direction is the fastest\n", cube->title);
    fprintf(file, "%5zu", structure->natom);
    write_vector(file, field->origin);
    for (int k = 0; k < 3; k++) {
        fprintf(file, "%5zu", field->n[k]);
        write_vector(file, hc_vec3_scale(1.0 / (double)field->n[k], field->cell.row[k]));
    }
    for (size_t i = 0; i < structure->natom; i++) {
        fprintf(file, "%5d %12.6f", structure->atomic_number[i], cube->ion_charge[i]);
        write_vector(file, structure->position[i]);
    }
}

hc_status hc_cube_write_stream(hc_context *ctx, FILE *file, const hc_cube *cube)
{
    const hc_field *f = cube->field;
    write_head(file, cube);
    for (size_t i = 0; i < f->n[0]; i++) {
        for (size_t j = 0; j < f->n[1]; j++) {
            for (size_t k = 0; k < f->n[2]; k++) {
                bool last = k + 1 == f->n[2] || (k + 1) % VALUES_A_LINE == 0;
                fprintf(file, "%15.7E%s", f->value[(k * f->n[1] + j) * f->n[0] + i], last ? "\n" : "");
            }
        }
    }
    return ferror(file) ? hc_fail(ctx, HC_ERROR_FILE, "a cube file cannot be written") : HC_OK;
}

hc_status hc_cube_write(hc_context *ctx, const char *path, const hc_cube *cube)
{
    char *temporary = NULL;
    FILE *file = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &temporary, "%s.tmp", path));
    file = fopen(temporary, "wb");
    if (file == NULL) {
        HC_TRY(hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno)));
    }
    status = hc_cube_write_stream(ctx, file, cube);
    if (fclose(file) != 0 && status == HC_OK) {
        status = hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written completely: %s", path, strerror(errno));
    }
    if (status != HC_OK) {
        remove(temporary);
        goto cleanup;
    }
    HC_TRY(hc_file_commit(ctx, temporary, path));
cleanup:
    free(temporary);
    return status;
}
