#include "atoms/extxyz.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/extxyz_comment.h"
#include "atoms/text_reader.h"
#include "halfcell/units.h"

struct hc_trajectory_reader {
    hc_text_reader text;
};

/* What one line of the atoms' block says, in atomic units. */
typedef struct atom_row {
    int number;
    hc_vec3 position, momentum, velocity, force;
    double mass, charge;
    bool moves;
} atom_row;

/* Rows are collected as they come, so that a wrong count in the header does not ask for memory that no file fills. */
typedef struct row_list {
    size_t count, capacity;
    atom_row *row;
} row_list;

void hc_frame_free(hc_frame *frame)
{
    if (frame == NULL) {
        return;
    }
    hc_structure_free(frame->structure);
    free(frame->force);
    free(frame->charge);
    for (size_t i = 0; i < frame->ninfo; i++) {
        free(frame->info_key[i]);
        free(frame->info_value[i]);
    }
    free(frame->info_key);
    free(frame->info_value);
    free(frame);
}

hc_status hc_trajectory_open_stream(hc_context *ctx, FILE *file, const char *name, hc_trajectory_reader **reader)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **reader, reader);
    if (status == HC_OK) {
        status = hc_text_wrap(ctx, file, name, &(*reader)->text);
        if (status != HC_OK) {
            free(*reader);
            *reader = NULL;
        }
    }
    return status;
}

hc_status hc_trajectory_open(hc_context *ctx, const char *path, hc_trajectory_reader **reader)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **reader, reader);
    if (status == HC_OK) {
        status = hc_text_open(ctx, path, &(*reader)->text);
        if (status != HC_OK) {
            free(*reader);
            *reader = NULL;
        }
    }
    return status;
}

void hc_trajectory_close(hc_trajectory_reader *reader)
{
    if (reader != NULL) {
        hc_text_close(&reader->text);
        free(reader);
    }
}

static hc_status add_row(hc_context *ctx, row_list *list, atom_row **row)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
        atom_row *larger = realloc(list->row, capacity * sizeof *larger);
        if (larger == NULL) {
            return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory after %zu atoms of a frame", list->count);
        }
        list->row = larger;
        list->capacity = capacity;
    }
    *row = &list->row[list->count++];
    **row = (atom_row){.moves = true};
    return HC_OK;
}

/* The member of a row that a real-valued property goes to, and the unit of the file. */
static double *real_member(atom_row *row, hc_xyz_field field, size_t component, double *unit)
{
    static const double momentum_unit_squared = HC_DALTON * HC_EV; /* ASE: sqrt(u eV) */
    switch (field) {
    case HC_XYZ_POSITION:
        *unit = HC_ANGSTROM;
        return hc_vec3_at(&row->position, (int)component);
    case HC_XYZ_MASS:
        *unit = HC_DALTON;
        return &row->mass;
    case HC_XYZ_MOMENTUM:
        *unit = sqrt(momentum_unit_squared);
        return hc_vec3_at(&row->momentum, (int)component);
    case HC_XYZ_VELOCITY:
        *unit = sqrt(HC_EV / HC_DALTON); /* ASE: sqrt(eV / u) */
        return hc_vec3_at(&row->velocity, (int)component);
    case HC_XYZ_FORCE:
        *unit = HC_EV_PER_ANGSTROM;
        return hc_vec3_at(&row->force, (int)component);
    case HC_XYZ_CHARGE:
        *unit = 1.0;
        return &row->charge;
    default:
        return NULL;
    }
}

static const char *const field_names[HC_XYZ_FIELD_COUNT] = {
    "a property", "the element", "the position", "the atomic number", "the mass",  "a momentum",
    "a velocity", "a force",     "a charge",     "a charge",          "move_mask",
};

static hc_status read_species(hc_context *ctx, const hc_text_reader *text, hc_word word, int *number)
{
    long value = 0;
    if (hc_word_integer(word, &value)) {
        *number = value >= 1 && value <= HC_ELEMENT_MAX ? (int)value : 0;
    } else {
        *number = hc_element_number_of(word.start, word.length);
    }
    if (*number == 0) {
        return hc_text_fail(ctx, text, word.column, "'%.*s' is not an element: give a symbol such as Au",
                            HC_WORD_SHOWN(word));
    }
    return HC_OK;
}

static hc_status read_move_mask(hc_context *ctx, const hc_text_reader *text, hc_word word, size_t component,
                                atom_row *row)
{
    bool moves = hc_word_is(word, "T") || hc_word_is(word, "True") || hc_word_is(word, "1");
    if (!moves && !hc_word_is(word, "F") && !hc_word_is(word, "False") && !hc_word_is(word, "0")) {
        return hc_text_fail(ctx, text, word.column, "move_mask is '%.*s': give T (moves) or F (fixed)",
                            HC_WORD_SHOWN(word));
    }
    if (component > 0 && moves != row->moves) {
        return hc_text_fail(ctx, text, word.column,
                            "move_mask fixes single directions of an atom; only whole atoms can be fixed");
    }
    row->moves = moves;
    return HC_OK;
}

static hc_status read_value(hc_context *ctx, const hc_text_reader *text, hc_word word, hc_xyz_field field,
                            size_t component, atom_row *row)
{
    double unit = 1.0, value = 0.0;
    if (field == HC_XYZ_SKIPPED) {
        return HC_OK;
    }
    if (field == HC_XYZ_SPECIES || field == HC_XYZ_NUMBER) {
        return read_species(ctx, text, word, &row->number);
    }
    if (field == HC_XYZ_MOVE_MASK) {
        return read_move_mask(ctx, text, word, component, row);
    }
    double *member = real_member(row, field, component, &unit);
    if (!hc_word_real(word, &value) || fabs(value) > 1e100) {
        return hc_text_fail(ctx, text, word.column, "%s holds '%.*s', which is not a finite number", field_names[field],
                            HC_WORD_SHOWN(word));
    }
    *member = value * unit;
    return HC_OK;
}

static size_t count_columns(const hc_xyz_comment *comment)
{
    size_t count = 0;
    for (size_t i = 0; i < comment->nproperty; i++) {
        count += comment->property[i].count;
    }
    return count;
}

static hc_status read_row(hc_context *ctx, const hc_text_reader *text, const hc_xyz_comment *comment, atom_row *row)
{
    size_t position = 0, column = 0;
    for (size_t i = 0; i < comment->nproperty; i++) {
        for (size_t component = 0; component < comment->property[i].count; component++, column++) {
            hc_word word = hc_text_word(text, &position);
            if (word.length == 0) {
                return hc_text_fail(ctx, text, 0, "the line of an atom has %zu columns; %zu are needed", column,
                                    count_columns(comment));
            }
            hc_status status = read_value(ctx, text, word, comment->property[i].field, component, row);
            if (status != HC_OK) {
                return status;
            }
        }
    }
    hc_word surplus = hc_text_word(text, &position);
    if (comment->extended && surplus.length > 0) {
        return hc_text_fail(ctx, text, surplus.column,
                            "the line has more columns than the %zu that Properties declares", column);
    }
    return HC_OK;
}

static hc_status read_rows(hc_context *ctx, hc_text_reader *text, const hc_xyz_comment *comment, size_t natom,
                           row_list *list)
{
    hc_status status = HC_OK;
    for (size_t iatom = 0; iatom < natom; iatom++) {
        bool end = false;
        HC_TRY(hc_text_next(ctx, text, &end));
        if (end) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s:%zu: the file ends after %zu of the %zu atoms of this frame",
                           text->name, text->number + 1, iatom, natom);
        }
        atom_row *row = NULL;
        HC_TRY(add_row(ctx, list, &row));
        HC_TRY(read_row(ctx, text, comment, row));
    }
cleanup:
    return status;
}

static void set_atom(hc_structure *structure, size_t iatom, const atom_row *row, const hc_xyz_comment *comment)
{
    hc_structure_set_element(structure, iatom, row->number);
    structure->position[iatom] = row->position;
    structure->fixed[iatom] = !row->moves;
    if (comment->has[HC_XYZ_MASS]) {
        structure->mass[iatom] = row->mass;
    }
    if (comment->has[HC_XYZ_MOMENTUM]) {
        structure->velocity[iatom] = hc_vec3_scale(1.0 / structure->mass[iatom], row->momentum);
    } else if (comment->has[HC_XYZ_VELOCITY]) {
        structure->velocity[iatom] = row->velocity;
    }
}

static hc_status fill_frame(hc_context *ctx, const row_list *list, const hc_xyz_comment *comment, hc_frame *frame)
{
    hc_status status = HC_OK;
    HC_TRY(hc_structure_create(ctx, list->count, &frame->structure));
    frame->structure->has_velocity = comment->has[HC_XYZ_MOMENTUM] || comment->has[HC_XYZ_VELOCITY];
    for (size_t iatom = 0; iatom < list->count; iatom++) {
        set_atom(frame->structure, iatom, &list->row[iatom], comment);
    }
    if (comment->has[HC_XYZ_FORCE]) {
        HC_TRY(hc_allocate(ctx, list->count, sizeof *frame->force, &frame->force));
        for (size_t iatom = 0; iatom < list->count; iatom++) {
            frame->force[iatom] = list->row[iatom].force;
        }
    }
    if (comment->has[HC_XYZ_CHARGE]) {
        HC_TRY(hc_allocate(ctx, list->count, sizeof *frame->charge, &frame->charge));
        for (size_t iatom = 0; iatom < list->count; iatom++) {
            frame->charge[iatom] = list->row[iatom].charge;
        }
    }
    frame->structure->cell = comment->lattice;
    memcpy(frame->structure->periodic, comment->periodic, sizeof comment->periodic);
cleanup:
    return status;
}

/* Finds the line with the number of atoms of the next frame; *natom is 0 at the end of the file. */
static hc_status read_count(hc_context *ctx, hc_text_reader *text, size_t *natom)
{
    hc_status status = HC_OK;
    bool end = false;
    *natom = 0;
    do {
        HC_TRY(hc_text_next(ctx, text, &end));
    } while (!end && hc_text_is_blank(text));
    if (!end) {
        size_t position = 0;
        long count = 0;
        hc_word word = hc_text_word(text, &position);
        if (!hc_word_integer(word, &count) || count < 1) {
            return hc_text_fail(ctx, text, word.column, "'%.*s' stands where the number of atoms of a frame should be",
                                HC_WORD_SHOWN(word));
        }
        hc_word surplus = hc_text_word(text, &position);
        if (surplus.length > 0) {
            return hc_text_fail(ctx, text, surplus.column,
                                "'%.*s' follows the number of atoms, which should stand alone on its line",
                                HC_WORD_SHOWN(surplus));
        }
        *natom = (size_t)count;
    }
cleanup:
    return status;
}

/* Lattice vectors as lines VEC1 x y z after the atoms (ADF; ASE's vec_cell). */
static hc_status read_vec_lines(hc_context *ctx, hc_text_reader *text, hc_xyz_comment *comment)
{
    hc_status status = HC_OK;
    for (int d = 0; d < 3; d++) {
        bool end = false;
        size_t position = 0;
        HC_TRY(hc_text_next(ctx, text, &end));
        hc_word name = end ? (hc_word){0} : hc_text_word(text, &position);
        if (name.length != 4 || strncasecmp(name.start, "VEC", 3) != 0) {
            text->held = !end;
            return HC_OK;
        }
        if (name.start[3] != "123"[d]) {
            return hc_text_fail(ctx, text, name.column, "'%.*s' should be VEC%d", HC_WORD_SHOWN(name), d + 1);
        }
        for (int k = 0; k < 3; k++) {
            double value = 0.0;
            hc_word word = hc_text_word(text, &position);
            if (!hc_word_real(word, &value)) {
                return hc_text_fail(ctx, text, word.column, "VEC%d needs three numbers in Angstrom", d + 1);
            }
            *hc_vec3_at(&comment->lattice.row[d], k) = value * HC_ANGSTROM;
        }
        comment->periodic[d] = true;
    }
cleanup:
    return status;
}

static hc_status read_frame(hc_context *ctx, hc_text_reader *text, size_t natom, hc_frame *frame)
{
    hc_status status = HC_OK;
    hc_xyz_comment comment;
    row_list list = {0};
    size_t first_line = text->number;
    HC_TRY(hc_text_need(ctx, text, "the comment line of a frame"));
    HC_TRY(hc_xyz_comment_read(ctx, text, &comment, frame));
    HC_TRY(read_rows(ctx, text, &comment, natom, &list));
    if (!comment.extended) {
        HC_TRY(read_vec_lines(ctx, text, &comment));
    }
    HC_TRY(fill_frame(ctx, &list, &comment, frame));
    status = hc_structure_check(ctx, frame->structure);
    if (status != HC_OK) {
        status =
            hc_fail_within(ctx, HC_ERROR_FORMAT, "%s:%zu: in the frame that begins here: ", text->name, first_line);
    }
cleanup:
    free(list.row);
    return status;
}

hc_status hc_trajectory_next(hc_context *ctx, hc_trajectory_reader *reader, hc_frame **frame)
{
    hc_status status = HC_OK;
    hc_frame *made = NULL;
    size_t natom = 0;
    *frame = NULL;
    HC_TRY(read_count(ctx, &reader->text, &natom));
    if (natom > 0) {
        HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
        HC_TRY(read_frame(ctx, &reader->text, natom, made));
        *frame = made;
        made = NULL;
    }
cleanup:
    hc_frame_free(made);
    return status;
}
