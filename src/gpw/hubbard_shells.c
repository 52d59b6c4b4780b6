#include "gpw/hubbard_shells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "gpw/atom.h"
#include "gpw/select.h"
#include "halfcell/units.h"

#define U_MAX 30.0 /* eV */

static const char letters[] = "spdf";

/* A text taken apart: atoms, shell and what stands after the colon. */
typedef struct request {
    int l;
    const char *value; /* borrowed from the text */
    size_t count;
    size_t *atom; /* [count], owned */
} request;

static hc_status parse(hc_context *ctx, const hc_structure *structure, const char *text, const char *example,
                       request *r)
{
    const char *equals = strchr(text, '=');
    char *who = NULL;
    hc_status status = HC_OK;
    if (!equals || equals == text) {
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": a shell of atoms looks like \"%s\"", text, example);
    }
    const char *letter = equals[1] == '\0' ? NULL : strchr(letters, equals[1]);
    if (!letter || equals[2] != ':') {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "\"%s\": after \"=\" a shell (s, p, d or f, without its number) and a colon: %s", text, example);
    }
    r->l = (int)(letter - letters);
    r->value = equals + 3;
    HC_TRY(hc_format(ctx, &who, "%.*s", (int)(equals - text), text));
    HC_TRY(hc_gpw_select(ctx, structure, who, &r->count, &r->atom));
    if (r->count == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": no atom of the structure is meant", text));
    }
cleanup:
    free(who);
    return status;
}

/* What is wrong with a shell of an atom, if anything. */
static hc_status check_shell(hc_context *ctx, const hc_gpw_system *system, const char *text, size_t atom, int l)
{
    const hc_gpw_kind *kind = hc_gpw_kind_of(system, atom);
    const char *symbol = hc_element_symbol(kind->atomic_number);
    if (!kind->potential) {
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": atom %zu (%s) is a ghost, which has no electrons", text, atom,
                       symbol);
    }
    if (kind->potential->electrons[l] == 0) {
        char has[sizeof letters] = "";
        size_t count = 0;
        for (int k = 0; k < 4; k++) {
            if (kind->potential->electrons[k] > 0) {
                has[count++] = letters[k];
            }
        }
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": the free atom %s has no %c electrons with %s, only of %s", text,
                       symbol, letters[l], kind->potential->name, has);
    }
    return HC_OK;
}

/* The shell's place; self->count when it is not there. */
static size_t find_shell(const hc_gpw_hubbard_shells *self, size_t atom, int l)
{
    size_t k = 0;
    while (k < self->count && !(self->shell[k].atom == atom && self->shell[k].l == l)) {
        k++;
    }
    return k;
}

static hc_status apply_u(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, const char *text,
                         hc_gpw_hubbard_shells *self)
{
    request r = {0};
    char *end = NULL;
    hc_status status = HC_OK;
    HC_TRY(parse(ctx, structure, text, "Ce=f:5", &r));
    double u = strtod(r.value, &end);
    if (end == r.value || *end != '\0' || !(fabs(u) <= U_MAX)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": U is a number of eV from -%g to %g", text, U_MAX, U_MAX));
    }
    for (size_t k = 0; k < r.count; k++) {
        HC_TRY(check_shell(ctx, system, text, r.atom[k], r.l));
        size_t place = find_shell(self, r.atom[k], r.l);
        self->count += place == self->count;
        self->shell[place] = (hc_gpw_hubbard_shell){.atom = r.atom[k], .l = r.l, .u = u * HC_EV, .start = {NAN, NAN}};
    }
cleanup:
    free(r.atom);
    return status;
}

/* "1", "5/3": electrons of each spin, of at most `room`. */
static bool read_start(const char *value, double room, double start[2])
{
    char *end = NULL;
    start[0] = strtod(value, &end);
    start[1] = 0.0;
    if (end != value && *end == '/') {
        value = end + 1;
        start[1] = strtod(value, &end);
    }
    return end != value && *end == '\0' && start[0] >= 0.0 && start[0] <= room && start[1] >= 0.0 && start[1] <= room;
}

static hc_status apply_start(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                             const char *text, hc_gpw_hubbard_shells *self)
{
    request r = {0};
    double start[2];
    hc_status status = HC_OK;
    HC_TRY(parse(ctx, structure, text, "12=f:1", &r));
    double room = 2.0 * r.l + 1.0;
    if (!read_start(r.value, room, start)) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT,
                       "\"%s\": a shell %c begins with 0 to %g electrons of each spin, up and down: %c:1 or %c:1/0",
                       text, letters[r.l], room, letters[r.l], letters[r.l]));
    }
    for (size_t k = 0; k < r.count; k++) {
        size_t place = find_shell(self, r.atom[k], r.l);
        if (place == self->count) {
            int z = hc_gpw_kind_of(system, r.atom[k])->atomic_number;
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": the shell %c of atom %zu (%s) has no Hubbard U", text,
                           letters[r.l], r.atom[k], hc_element_symbol(z)));
        }
        memcpy(self->shell[place].start, start, sizeof start);
    }
cleanup:
    free(r.atom);
    return status;
}

/* Shells whose U was taken away go; the others get their projectors' numbers. */
static void number_shells(hc_gpw_hubbard_shells *self)
{
    size_t kept = 0;
    for (size_t k = 0; k < self->count; k++) {
        if (self->shell[k].u != 0.0) {
            self->shell[kept] = self->shell[k];
            self->shell[kept].first = self->nprojector;
            self->nprojector += hc_gpw_hubbard_width(&self->shell[kept++]);
        }
    }
    self->count = kept;
}

/* The projectors of a shell, from the free atom of its kind. */
static void fill_shell(const hc_gpw_system *system, const hc_gpw_atom *atom, hc_gpw_hubbard_shell *shell,
                       double *projector)
{
    const hc_gpw_atom_shells *of_l = &atom->of_l[shell->l];
    const hc_gpw_kind *kind = hc_gpw_kind_of(system, shell->atom);
    size_t width = hc_gpw_hubbard_width(shell), level = 0;
    double room = 2.0 * (double)width, electrons = kind->potential->electrons[shell->l];
    while (electrons > room) {
        electrons -= room;
        level++;
    }
    shell->occupation = electrons / room;
    for (size_t a = 0; a < of_l->count; a++) {
        size_t ao = system->first_ao[shell->atom] + of_l->set[a]->first[of_l->ishell[a]];
        for (size_t m = 0; m < width; m++) {
            projector[(shell->first + m) * system->nao + ao + m] = of_l->orbital[level * of_l->count + a];
        }
    }
}

static hc_status fill_projectors(hc_context *ctx, const hc_gpw_system *system, hc_gpw_hubbard_shells *self)
{
    hc_status status = HC_OK;
    hc_gpw_atom *atom = NULL;
    HC_TRY(hc_allocate(ctx, self->nprojector * system->nao, sizeof *self->projector, &self->projector));
    for (size_t kind = 0; kind < system->nkind; kind++) {
        for (size_t k = 0; k < self->count; k++) {
            if (system->kind_of[self->shell[k].atom] == kind) {
                if (!atom) {
                    HC_TRY(hc_gpw_atom_create(ctx, &system->kind[kind], &atom));
                }
                fill_shell(system, atom, &self->shell[k], self->projector);
            }
        }
        hc_gpw_atom_free(atom);
        atom = NULL;
    }
cleanup:
    hc_gpw_atom_free(atom);
    return status;
}

hc_status hc_gpw_hubbard_shells_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                       const hc_gpw_hubbard_options *options, hc_gpw_hubbard_shells **shells)
{
    hc_gpw_hubbard_shells *self = NULL;
    hc_status status = HC_OK;
    *shells = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    HC_TRY(hc_allocate(ctx, system->natom * (sizeof letters - 1), sizeof *self->shell, &self->shell));
    for (size_t k = 0; k < options->nu; k++) {
        HC_TRY(apply_u(ctx, system, structure, options->u[k], self));
    }
    number_shells(self);
    for (size_t k = 0; k < options->nstart; k++) {
        HC_TRY(apply_start(ctx, system, structure, options->start[k], self));
    }
    HC_TRY(fill_projectors(ctx, system, self));
    *shells = self;
    self = NULL;
cleanup:
    hc_gpw_hubbard_shells_free(self);
    return status;
}

char hc_gpw_hubbard_letter(const hc_gpw_hubbard_shell *shell)
{
    return letters[shell->l];
}

void hc_gpw_hubbard_shells_free(hc_gpw_hubbard_shells *self)
{
    if (self) {
        free(self->shell);
        free(self->projector);
        free(self);
    }
}
