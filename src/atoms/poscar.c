/* POSCAR and CONTCAR of VASP, format version 5 (with the line of element symbols). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/structure_format.h"
#include "atoms/text_reader.h"
#include "halfcell/units.h"

#define SPECIES_MAX 256
#define ATOM_MAX 1000000

typedef struct poscar_head {
    hc_vec3 scale; /* of vectors and Cartesian coordinates, without a unit */
    hc_mat3 cell;  /* bohr, scaled */
    size_t nspecies;
    int number[SPECIES_MAX];
    size_t count[SPECIES_MAX];
    size_t natom;
    bool selective;
} poscar_head;

static hc_status read_vector(hc_context *ctx, const hc_text_reader *text, size_t *position, const char *what,
                             hc_vec3 *vector)
{
    for (int k = 0; k < 3; k++) {
        hc_word word = hc_text_word(text, position);
        if (!hc_word_real(word, hc_vec3_at(vector, k))) {
            return hc_text_fail(ctx, text, word.column, "%s needs three numbers; '%.*s' is none", what,
                                HC_WORD_SHOWN(word));
        }
    }
    return HC_OK;
}

/* The scale factor, or three of them; a negative one is minus the volume in cubic Angstrom. */
static hc_status read_scale(hc_context *ctx, const hc_text_reader *text, hc_vec3 *scale)
{
    size_t position = 0;
    double value[3] = {0.0, 0.0, 0.0};
    size_t count = 0;
    for (hc_word word = hc_text_word(text, &position); word.length > 0; word = hc_text_word(text, &position)) {
        if (count == 3 || !hc_word_real(word, &value[count]) || value[count] == 0.0) {
            return hc_text_fail(ctx, text, word.column,
                                "the scale is one number (or three) that is not zero, not '%.*s'", HC_WORD_SHOWN(word));
        }
        count++;
    }
    if (count != 1 && count != 3) {
        return hc_text_fail(ctx, text, 0, "the second line should be the scale: one number (or three)");
    }
    *scale = count == 1 ? hc_vec3_make(value[0], value[0], value[0]) : hc_vec3_make(value[0], value[1], value[2]);
    if (count == 3 && (scale->x < 0.0 || scale->y < 0.0 || scale->z < 0.0)) {
        return hc_text_fail(ctx, text, 1, "of three scales none may be negative");
    }
    return HC_OK;
}

static hc_vec3 scale_vector(hc_vec3 scale, hc_vec3 v)
{
    return hc_vec3_make(scale.x * v.x, scale.y * v.y, scale.z * v.z);
}

static hc_status read_cell(hc_context *ctx, hc_text_reader *text, poscar_head *head)
{
    hc_status status = HC_OK;
    HC_TRY(hc_text_need(ctx, text, "the scale"));
    HC_TRY(read_scale(ctx, text, &head->scale));
    for (int d = 0; d < 3; d++) {
        size_t position = 0;
        HC_TRY(hc_text_need(ctx, text, "a lattice vector"));
        HC_TRY(read_vector(ctx, text, &position, "a lattice vector", &head->cell.row[d]));
    }
    if (head->scale.x < 0.0) {
        double scale = cbrt(-head->scale.x / fabs(hc_mat3_determinant(&head->cell)));
        head->scale = hc_vec3_make(scale, scale, scale);
    }
    for (int d = 0; d < 3; d++) {
        head->cell.row[d] = hc_vec3_scale(HC_ANGSTROM, scale_vector(head->scale, head->cell.row[d]));
    }
cleanup:
    return status;
}

/* Length of the symbol in "Au_pv", "Au.2" or "Au/5a3f...", as VASP writes them. */
static size_t symbol_length(hc_word word)
{
    size_t length = 0;
    while (length < word.length && strchr("_./", word.start[length]) == NULL) {
        length++;
    }
    return length;
}

/* The elements of a line; those of a line that does not hold only elements are none. */
static size_t read_elements(const hc_text_reader *text, int *number, hc_word *wrong)
{
    size_t position = 0, count = 0;
    *wrong = (hc_word){0};
    for (hc_word word = hc_text_word(text, &position); word.length > 0; word = hc_text_word(text, &position)) {
        int element = hc_element_number_of(word.start, symbol_length(word));
        if (element == 0 || count == SPECIES_MAX) {
            *wrong = word;
            return 0;
        }
        number[count++] = element;
    }
    return count;
}

static bool starts_with_digit(const hc_text_reader *text)
{
    size_t position = 0;
    hc_word word = hc_text_word(text, &position);
    return word.length > 0 && word.start[0] >= '0' && word.start[0] <= '9';
}

static hc_status read_counts(hc_context *ctx, const hc_text_reader *text, poscar_head *head)
{
    size_t position = 0, count = 0;
    for (hc_word word = hc_text_word(text, &position); word.length > 0; word = hc_text_word(text, &position)) {
        long value = 0;
        if (!hc_word_integer(word, &value) || value < 1 || value > ATOM_MAX) {
            return hc_text_fail(ctx, text, word.column, "'%.*s' should be a number of atoms, from 1 to %d",
                                HC_WORD_SHOWN(word), ATOM_MAX);
        }
        if (count == head->nspecies) {
            return hc_text_fail(ctx, text, word.column, "more numbers of atoms than the %zu elements", head->nspecies);
        }
        head->count[count++] = (size_t)value;
        head->natom += (size_t)value;
    }
    if (count != head->nspecies) {
        return hc_text_fail(ctx, text, 0, "%zu numbers of atoms for %zu elements", count, head->nspecies);
    }
    if (head->natom > ATOM_MAX) {
        return hc_text_fail(ctx, text, 1, "more than %d atoms", ATOM_MAX);
    }
    return HC_OK;
}

/* Elements and their numbers. Where the line of elements is missing (format 4), the comment line must hold them; its
 * elements are in head->number already. */
static hc_status read_species(hc_context *ctx, hc_text_reader *text, poscar_head *head)
{
    hc_status status = HC_OK;
    hc_word wrong;
    HC_TRY(hc_text_need(ctx, text, "the element symbols"));
    if (starts_with_digit(text)) {
        if (head->nspecies == 0) {
            return hc_text_fail(ctx, text, 1,
                                "the element symbols are missing: put a line such as 'Au S C H' above the numbers");
        }
    } else {
        head->nspecies = read_elements(text, head->number, &wrong);
        if (hc_text_is_blank(text)) {
            return hc_text_fail(ctx, text, 0, "the line of the element symbols is blank: expected 'Au S C H' or so");
        }
        if (head->nspecies == 0) {
            return hc_text_fail(ctx, text, wrong.column,
                                "'%.*s' is not an element: expected symbols such as 'Au S C H'", HC_WORD_SHOWN(wrong));
        }
        HC_TRY(hc_text_need(ctx, text, "the number of atoms of each element"));
    }
    HC_TRY(read_counts(ctx, text, head));
cleanup:
    return status;
}

static char first_letter(const hc_text_reader *text)
{
    size_t position = 0;
    hc_word word = hc_text_word(text, &position);
    return word.length > 0 ? word.start[0] : '\0';
}

/* The line(s) between the numbers and the coordinates. */
static hc_status read_mode(hc_context *ctx, hc_text_reader *text, poscar_head *head, bool *cartesian)
{
    hc_status status = HC_OK;
    HC_TRY(hc_text_need(ctx, text, "'Selective dynamics', 'Direct' or 'Cartesian'"));
    if (strchr("Ss", first_letter(text)) != NULL && first_letter(text) != '\0') {
        head->selective = true;
        HC_TRY(hc_text_need(ctx, text, "'Direct' or 'Cartesian'"));
    }
    char letter = first_letter(text);
    *cartesian = letter != '\0' && strchr("CcKk", letter) != NULL;
    if (!*cartesian && letter != 'D' && letter != 'd') {
        status = hc_text_fail(ctx, text, 1, "expected 'Direct' or 'Cartesian' on this line");
    }
cleanup:
    return status;
}

static hc_status read_flags(hc_context *ctx, const hc_text_reader *text, size_t *position, bool *fixed)
{
    for (int k = 0; k < 3; k++) {
        hc_word word = hc_text_word(text, position);
        char c = word.length > 0 ? word.start[word.start[0] == '.' && word.length > 1 ? 1 : 0] : '\0';
        bool moves = c == 'T' || c == 't';
        if (!moves && c != 'F' && c != 'f') {
            return hc_text_fail(ctx, text, word.column,
                                "selective dynamics needs three of T and F after the coordinates");
        }
        if (k > 0 && moves == *fixed) {
            return hc_text_fail(ctx, text, word.column,
                                "single directions of an atom are fixed; only whole atoms can be fixed");
        }
        *fixed = !moves;
    }
    return HC_OK;
}

static hc_status read_positions(hc_context *ctx, hc_text_reader *text, const poscar_head *head, bool cartesian,
                                hc_structure *structure)
{
    hc_status status = HC_OK;
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        size_t position = 0;
        hc_vec3 r;
        HC_TRY(hc_text_need(ctx, text, "the coordinates of an atom"));
        HC_TRY(read_vector(ctx, text, &position, "an atom", &r));
        structure->position[iatom] = cartesian ? hc_vec3_scale(HC_ANGSTROM, scale_vector(head->scale, r))
                                               : hc_vec3_times_mat3(r, &structure->cell);
        if (head->selective) {
            HC_TRY(read_flags(ctx, text, &position, &structure->fixed[iatom]));
        }
    }
cleanup:
    return status;
}

/* VASP 6 writes a block of eight lines about the motion of the cell before the velocities. */
static hc_status skip_lattice_velocities(hc_context *ctx, hc_text_reader *text, bool *end)
{
    hc_status status = HC_OK;
    if (first_letter(text) == 'L' || first_letter(text) == 'l') {
        for (int line = 0; line < 7; line++) {
            HC_TRY(hc_text_need(ctx, text, "the velocities and vectors of the lattice"));
        }
        HC_TRY(hc_text_next(ctx, text, end));
    }
cleanup:
    return status;
}

/* Velocities after a blank (or 'Cartesian') line, in Angstrom/fs. What follows them is VASP's own. */
static hc_status read_velocities(hc_context *ctx, hc_text_reader *text, hc_structure *structure)
{
    hc_status status = HC_OK;
    bool end = false;
    HC_TRY(hc_text_next(ctx, text, &end));
    if (!end) {
        HC_TRY(skip_lattice_velocities(ctx, text, &end));
    }
    if (end) {
        return HC_OK;
    }
    char letter = first_letter(text);
    if (letter != '\0' && strchr("CcKk", letter) == NULL) {
        return hc_text_fail(ctx, text, 1,
                            "after the coordinates stands a blank line, or 'Cartesian', and then velocities in "
                            "Angstrom/fs (direct ones are not read), or nothing");
    }
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        size_t position = 0;
        HC_TRY(hc_text_next(ctx, text, &end));
        if (end || (iatom == 0 && hc_text_is_blank(text))) {
            if (iatom == 0) {
                return HC_OK;
            }
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the file ends after %zu of %zu velocities", text->name,
                           text->number + 1, iatom, structure->natom);
        }
        HC_TRY(read_vector(ctx, text, &position, "a velocity", &structure->velocity[iatom]));
        structure->velocity[iatom] = hc_vec3_scale(HC_ANGSTROM_PER_FS, structure->velocity[iatom]);
        /* A relaxation leaves a block of zeros, which says nothing about velocities. */
        structure->has_velocity = structure->has_velocity || hc_vec3_norm2(structure->velocity[iatom]) > 0.0;
    }
cleanup:
    return status;
}

static hc_status make_structure(hc_context *ctx, const poscar_head *head, hc_structure **structure)
{
    hc_status status = hc_structure_create(ctx, head->natom, structure);
    if (status != HC_OK) {
        return status;
    }
    size_t iatom = 0;
    for (size_t ispecies = 0; ispecies < head->nspecies; ispecies++) {
        for (size_t i = 0; i < head->count[ispecies]; i++) {
            hc_structure_set_element(*structure, iatom++, head->number[ispecies]);
        }
    }
    (*structure)->cell = head->cell;
    for (int d = 0; d < 3; d++) {
        (*structure)->periodic[d] = true;
    }
    return HC_OK;
}

static hc_status read_text(hc_context *ctx, hc_text_reader *text, hc_structure **structure)
{
    hc_status status = HC_OK;
    poscar_head *head = NULL;
    hc_structure *made = NULL;
    bool cartesian = false;
    hc_word ignored;
    HC_TRY(hc_allocate(ctx, 1, sizeof *head, &head));
    HC_TRY(hc_text_need(ctx, text, "a comment (first line of a POSCAR)"));
    head->nspecies = read_elements(text, head->number, &ignored);
    HC_TRY(read_cell(ctx, text, head));
    HC_TRY(read_species(ctx, text, head));
    HC_TRY(read_mode(ctx, text, head, &cartesian));
    HC_TRY(make_structure(ctx, head, &made));
    HC_TRY(read_positions(ctx, text, head, cartesian, made));
    HC_TRY(read_velocities(ctx, text, made));
    status = hc_structure_check(ctx, made);
    if (status != HC_OK) {
        status = hc_fail_within(ctx, HC_ERROR_FORMAT, "%s:1: in the structure that begins here: ", text->name);
        goto cleanup;
    }
    *structure = made;
    made = NULL;
cleanup:
    hc_structure_free(made);
    free(head);
    return status;
}

static hc_status read_poscar(hc_context *ctx, FILE *file, const char *name, hc_structure **structure)
{
    hc_text_reader text;
    *structure = NULL;
    hc_status status = hc_text_wrap(ctx, file, name, &text);
    if (status == HC_OK) {
        status = read_text(ctx, &text, structure);
    }
    hc_text_close(&text);
    return status;
}

/* The second line is one number, the third to fifth three numbers each. */
static bool recognises(const char *content)
{
    static const int expected[] = {1, 3, 3, 3};
    const char *line = strchr(content, '\n');
    for (int i = 0; i < 4; i++) {
        if (line == NULL) {
            return false;
        }
        int count = 0;
        const char *next = strchr(++line, '\n');
        for (char *end = NULL; count < 4; line = end, count++) {
            strtod(line, &end);
            if (end == line || (next != NULL && end > next)) {
                break;
            }
        }
        if (count != expected[i]) {
            return false;
        }
        line = next;
    }
    return true;
}

/* End of the run of equal elements that starts at `first`. */
static size_t run_end(const hc_structure *structure, size_t first)
{
    size_t end = first;
    while (end < structure->natom && structure->atomic_number[end] == structure->atomic_number[first]) {
        end++;
    }
    return end;
}

/* Elements in runs, so that the order of the atoms is kept. */
static void write_species(FILE *file, const hc_structure *structure)
{
    for (size_t first = 0; first < structure->natom; first = run_end(structure, first)) {
        fprintf(file, " %s", hc_element_symbol(structure->atomic_number[first]));
    }
    fputc('\n', file);
    for (size_t first = 0; first < structure->natom; first = run_end(structure, first)) {
        fprintf(file, " %zu", run_end(structure, first) - first);
    }
    fputc('\n', file);
}

static void write_atoms(FILE *file, const hc_structure *structure)
{
    bool selective = false;
    hc_mat3 inverse = hc_mat3_inverse(&structure->cell);
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        selective = selective || structure->fixed[iatom];
    }
    fprintf(file, "%sDirect\n", selective ? "Selective dynamics\n" : "");
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        hc_vec3 s = hc_vec3_times_mat3(structure->position[iatom], &inverse);
        fprintf(file, "%20.16f %20.16f %20.16f", s.x, s.y, s.z);
        if (selective) {
            fputs(structure->fixed[iatom] ? " F F F" : " T T T", file);
        }
        fputc('\n', file);
    }
}

static void write_velocities(FILE *file, const hc_structure *structure)
{
    fputc('\n', file);
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        hc_vec3 v = hc_vec3_scale(1.0 / HC_ANGSTROM_PER_FS, structure->velocity[iatom]);
        fprintf(file, "%18.10E %18.10E %18.10E\n", v.x, v.y, v.z);
    }
}

static hc_status write_poscar(hc_context *ctx, FILE *file, const hc_structure *structure)
{
    hc_structure periodic = *structure;
    for (int d = 0; d < 3; d++) {
        periodic.periodic[d] = true;
    }
    hc_status status = hc_structure_check(ctx, &periodic);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "a POSCAR is periodic in all directions: ");
    }
    fprintf(file, "written by halfcell\n1.0\n");
    for (int d = 0; d < 3; d++) {
        hc_vec3 vector = hc_vec3_scale(1.0 / HC_ANGSTROM, structure->cell.row[d]);
        fprintf(file, "%20.12f %20.12f %20.12f\n", vector.x, vector.y, vector.z);
    }
    write_species(file, structure);
    write_atoms(file, structure);
    if (structure->has_velocity) {
        write_velocities(file, structure);
    }
    return ferror(file) ? hc_fail(ctx, HC_ERROR_FILE, "a POSCAR cannot be written") : HC_OK;
}

const hc_structure_format hc_format_poscar = {
    .name = "poscar",
    .summary = "POSCAR and CONTCAR of VASP",
    .reference = "https://www.vasp.at/wiki/POSCAR",
    .extensions = (const char *const[]){".vasp", ".poscar", ".contcar", NULL},
    .stems = (const char *const[]){"POSCAR", "CONTCAR", NULL},
    .recognises = recognises,
    .read = read_poscar,
    .write = write_poscar,
};
