#include "gpw/hubbard_shells.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "gpw/atom.h"
#include "gpw/select.h"
#include "halfcell/units.h"

#define U_MAX 30.0 /* eV */
#define EXAMPLE "Ce=f:5"

static const char letters[] = "spdf";

/* "f:5": l and hartree. */
static hc_status parse_value(hc_context *ctx, const char *text, const char *value, int *l, double *u)
{
    const char *letter = strchr(letters, value[0]);
    char *end = NULL;
    if (!letter || value[0] == '\0' || value[1] != ':') {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "\"%s\": after \"=\" a shell (s, p, d or f, without its number), a colon and U in eV: %s", text,
                       EXAMPLE);
    }
    *l = (int)(letter - letters);
    *u = strtod(value + 2, &end);
    if (end == value + 2 || *end != '\0' || !(fabs(*u) <= U_MAX)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": U is a number of eV from -%g to %g: %s", text, U_MAX, U_MAX,
                       EXAMPLE);
    }
    *u *= HC_EV;
    return HC_OK;
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

/* Sets the shell's U, adding the shell when it is new. */
static void set_u(hc_gpw_hubbard_shells *self, size_t atom, int l, double u)
{
    size_t k = 0;
    while (k < self->count && !(self->shell[k].atom == atom && self->shell[k].l == l)) {
        k++;
    }
    self->count = k == self->count ? k + 1 : self->count;
    self->shell[k] = (hc_gpw_hubbard_shell){.atom = atom, .l = l, .u = u};
}

static hc_status apply(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, const char *text,
                       hc_gpw_hubbard_shells *self)
{
    const char *equals = strchr(text, '=');
    char *who = NULL;
    size_t *chosen = NULL, count = 0;
    int l = 0;
    double u = 0.0;
    hc_status status = HC_OK;
    if (!equals || equals == text) {
        return hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": a Hubbard U looks like \"%s\" or \"12,13=d:4\"", text, EXAMPLE);
    }
    HC_TRY(parse_value(ctx, text, equals + 1, &l, &u));
    HC_TRY(hc_format(ctx, &who, "%.*s", (int)(equals - text), text));
    HC_TRY(hc_gpw_select(ctx, structure, who, &count, &chosen));
    if (count == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "\"%s\": no atom of the structure is meant", text));
    }
    for (size_t k = 0; k < count; k++) {
        HC_TRY(check_shell(ctx, system, text, chosen[k], l));
        set_u(self, chosen[k], l, u);
    }
cleanup:
    free(who);
    free(chosen);
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
            self->nprojector += 2 * (size_t)self->shell[kept++].l + 1;
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
    size_t width = 2 * (size_t)shell->l + 1, level = 0;
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
                                       const char *const *text, size_t ntext, hc_gpw_hubbard_shells **shells)
{
    hc_gpw_hubbard_shells *self = NULL;
    hc_status status = HC_OK;
    *shells = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    HC_TRY(hc_allocate(ctx, system->natom * (sizeof letters - 1), sizeof *self->shell, &self->shell));
    for (size_t k = 0; k < ntext; k++) {
        HC_TRY(apply(ctx, system, structure, text[k], self));
    }
    number_shells(self);
    HC_TRY(fill_projectors(ctx, system, self));
    *shells = self;
    self = NULL;
cleanup:
    hc_gpw_hubbard_shells_free(self);
    return status;
}

void hc_gpw_hubbard_shells_free(hc_gpw_hubbard_shells *self)
{
    if (self) {
        free(self->shell);
        free(self->projector);
        free(self);
    }
}
