#include <errno.h>
#include <math.h>
#include <string.h>

#include "atoms/cell.h"
#include "atoms/elements.h"
#include "atoms/extxyz.h"
#include "halfcell/units.h"

static bool has_own_masses(const hc_structure *structure)
{
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        double standard = hc_element_mass(structure->atomic_number[iatom]);
        if (fabs(structure->mass[iatom] - standard) > 1e-9 * standard) {
            return true;
        }
    }
    return false;
}

static bool has_fixed(const hc_structure *structure)
{
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        if (structure->fixed[iatom]) {
            return true;
        }
    }
    return false;
}

static hc_status check_finite(hc_context *ctx, const hc_frame *frame)
{
    for (size_t iatom = 0; iatom < frame->structure->natom; iatom++) {
        if (frame->force != NULL && !isfinite(hc_vec3_norm2(frame->force[iatom]))) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "the force on atom %zu is not finite and cannot be written", iatom);
        }
        if (frame->charge != NULL && !isfinite(frame->charge[iatom])) {
            return hc_fail(ctx, HC_ERROR_NUMERIC, "the charge of atom %zu is not finite and cannot be written", iatom);
        }
    }
    if (frame->has_energy && !isfinite(frame->energy)) {
        return hc_fail(ctx, HC_ERROR_NUMERIC, "the energy is not finite and cannot be written");
    }
    return HC_OK;
}

/* Quotes a key or a value where the syntax needs it. */
static void write_quoted(FILE *file, const char *text)
{
    bool quote = text[0] == '\0' || strpbrk(text, " \t\n\r\v\f\"'{}[]=\\,") != NULL;
    if (quote) {
        fputc('"', file);
    }
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            fputc('\\', file);
        }
        fputc(*c == '\n' || *c == '\r' ? ' ' : *c, file);
    }
    if (quote) {
        fputc('"', file);
    }
}

/* Ten decimals; numbers that would then be very long, in exponential form. */
static void write_vector(FILE *file, hc_vec3 v, double unit)
{
    for (int k = 0; k < 3; k++) {
        double value = hc_vec3_get(v, k) / unit;
        fprintf(file, fabs(value) < 1e8 ? " %16.10f" : " %.16g", value);
    }
}

static void write_lattice(FILE *file, const hc_structure *structure)
{
    const hc_mat3 *cell = &structure->cell;
    if (hc_vec3_norm2(cell->row[0]) + hc_vec3_norm2(cell->row[1]) + hc_vec3_norm2(cell->row[2]) == 0.0) {
        return;
    }
    fprintf(file, "Lattice=\"");
    for (int i = 0; i < 9; i++) {
        fprintf(file, "%s%.10f", i == 0 ? "" : " ", hc_vec3_get(cell->row[i / 3], i % 3) / HC_ANGSTROM);
    }
    fprintf(file, "\" ");
}

typedef struct columns {
    bool mass, momentum, force, charge, move_mask;
} columns;

static void write_comment(FILE *file, const hc_frame *frame, const columns *with)
{
    const hc_structure *structure = frame->structure;
    write_lattice(file, structure);
    fprintf(file, "Properties=species:S:1:pos:R:3%s%s%s%s%s", with->mass ? ":masses:R:1" : "",
            with->momentum ? ":momenta:R:3" : "", with->move_mask ? ":move_mask:L:1" : "",
            with->force ? ":forces:R:3" : "", with->charge ? ":charge:R:1" : "");
    if (frame->has_energy) {
        fprintf(file, " energy=%.12f", frame->energy / HC_EV);
    }
    if (structure->charge != 0) {
        fprintf(file, " charge=%lld", structure->charge);
    }
    for (size_t i = 0; i < frame->ninfo; i++) {
        fputc(' ', file);
        write_quoted(file, frame->info_key[i]);
        fputc('=', file);
        write_quoted(file, frame->info_value[i]);
    }
    const bool *periodic = structure->periodic;
    fprintf(file, " pbc=\"%c %c %c\"\n", "FT"[periodic[0]], "FT"[periodic[1]], "FT"[periodic[2]]);
}

static void write_atom(FILE *file, const hc_frame *frame, const columns *with, size_t iatom)
{
    const hc_structure *structure = frame->structure;
    fprintf(file, "%-2s", hc_element_symbol(structure->atomic_number[iatom]));
    write_vector(file, structure->position[iatom], HC_ANGSTROM);
    if (with->mass) {
        fprintf(file, " %.12g", structure->mass[iatom] / HC_DALTON);
    }
    if (with->momentum) {
        hc_vec3 momentum = hc_vec3_scale(structure->mass[iatom], structure->velocity[iatom]);
        write_vector(file, momentum, sqrt(HC_DALTON * HC_EV));
    }
    if (with->move_mask) {
        fprintf(file, "  %c", structure->fixed[iatom] ? 'F' : 'T');
    }
    if (with->force) {
        write_vector(file, frame->force[iatom], HC_EV_PER_ANGSTROM);
    }
    if (with->charge) {
        fprintf(file, " %14.10f", frame->charge[iatom]);
    }
    fputc('\n', file);
}

hc_status hc_frame_write(hc_context *ctx, FILE *file, const hc_frame *frame)
{
    hc_status status = HC_OK;
    const hc_structure *structure = frame->structure;
    columns with = {.mass = has_own_masses(structure),
                    .momentum = structure->has_velocity,
                    .force = frame->force != NULL,
                    .charge = frame->charge != NULL,
                    .move_mask = has_fixed(structure)};
    HC_TRY(hc_structure_check(ctx, structure));
    HC_TRY(check_finite(ctx, frame));
    errno = 0;
    fprintf(file, "%zu\n", structure->natom);
    write_comment(file, frame, &with);
    for (size_t iatom = 0; iatom < structure->natom; iatom++) {
        write_atom(file, frame, &with, iatom);
    }
    if (ferror(file)) {
        status = hc_fail(ctx, HC_ERROR_FILE, "a frame cannot be written: %s", strerror(errno));
    }
cleanup:
    return status;
}
