#include "builders/slab_unit.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/cell.h"
#include "builders/formal_charge.h"
#include "halfcell/units.h"

#define SAME_ATOM (0.02 * HC_ANGSTROM)

typedef struct unit_atom {
    int number;
    hc_vec3 fraction;
    double charge;
} unit_atom;

/* Fractions next to 1 are 0. */
static hc_vec3 wrap(hc_vec3 s)
{
    for (int d = 0; d < 3; d++) {
        double *x = hc_vec3_at(&s, d);
        *x -= floor(*x + HC_SAME_FRACTION);
    }
    return s;
}

static int by_height(const void *a, const void *b)
{
    const unit_atom *p = a, *q = b;
    for (int d = 2; d >= 0; d--) {
        double x = hc_vec3_get(p->fraction, d), y = hc_vec3_get(q->fraction, d);
        if (fabs(x - y) > HC_SAME_FRACTION) {
            return x < y ? -1 : 1;
        }
    }
    return p->number - q->number;
}

/* The atoms of the crystal modulo the (smaller) cell. */
static size_t fold(const hc_structure *crystal, const double *charge, const hc_full_cell *cell, unit_atom *atom)
{
    size_t count = 0;
    for (size_t i = 0; i < crystal->natom; i++) {
        hc_vec3 s = wrap(hc_full_cell_fractional(cell, crystal->position[i]));
        bool is_new = true;
        for (size_t k = 0; k < count && is_new; k++) {
            hc_vec3 apart = hc_vec3_times_mat3(hc_vec3_sub(s, atom[k].fraction), &cell->vectors);
            is_new = hc_vec3_norm(hc_full_cell_shortest(cell, apart)) > SAME_ATOM;
        }
        if (is_new) {
            atom[count++] = (unit_atom){crystal->atomic_number[i], s, charge[i]};
        }
    }
    return count;
}

/* Where the largest gap is, the count of planes begins: no plane is cut by the boundary of the unit. */
static size_t after_largest_gap(const unit_atom *atom, size_t count)
{
    size_t best = 0;
    double largest = atom[0].fraction.z + 1.0 - atom[count - 1].fraction.z;
    for (size_t i = 1; i < count; i++) {
        double gap = atom[i].fraction.z - atom[i - 1].fraction.z;
        if (gap > largest + HC_SAME_FRACTION) {
            largest = gap;
            best = i;
        }
    }
    return best;
}

static void fill_planes(const unit_atom *atom, double same_plane, hc_slab_unit *unit)
{
    size_t start = after_largest_gap(atom, unit->natom);
    double threshold = same_plane / unit->lattice.spacing;
    for (size_t k = 0; k < unit->natom; k++) {
        const unit_atom *a = &atom[(start + k) % unit->natom];
        unit->number[k] = a->number;
        unit->charge[k] = a->charge;
        unit->fraction[k] = a->fraction;
        unit->fraction[k].z += start + k >= unit->natom ? 1.0 : 0.0; /* heights rise */
        if (k == 0 || unit->fraction[k].z - unit->fraction[k - 1].z > threshold) {
            unit->first[unit->nplane++] = k;
        }
        unit->plane[k] = unit->nplane - 1;
    }
}

hc_status hc_slab_unit_create(hc_context *ctx, const hc_structure *crystal, const int miller[3], double same_plane,
                              hc_slab_unit **unit)
{
    hc_status status = HC_OK;
    const bool periodic[3] = {true, true, true};
    hc_slab_unit *u = NULL;
    unit_atom *atom = NULL;
    double *charge = NULL;
    *unit = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *u, &u));
    HC_TRY(hc_spacegroup_find(ctx, crystal, HC_SPACEGROUP_TOLERANCE, &u->group));
    HC_TRY(hc_plane_lattice_find(ctx, crystal, u->group, miller, &u->lattice));
    u->cell = (hc_mat3){{u->lattice.vector[0], u->lattice.vector[1], u->lattice.vector[2]}};
    hc_full_cell cell = hc_full_cell_make(&u->cell, periodic);
    HC_TRY(hc_allocate(ctx, crystal->natom, sizeof *atom, &atom));
    HC_TRY(hc_allocate(ctx, crystal->natom, sizeof *charge, &charge));
    hc_formal_charges(crystal, charge);
    u->natom = fold(crystal, charge, &cell, atom);
    double expected =
        (double)crystal->natom * hc_mat3_determinant(&u->cell) / fabs(hc_mat3_determinant(&crystal->cell));
    if (fabs((double)u->natom - expected) > 0.01) {
        status = hc_fail(ctx, HC_ERROR_INTERNAL, "a repeat unit has %zu atoms instead of %g", u->natom, expected);
        goto cleanup;
    }
    qsort(atom, u->natom, sizeof *atom, by_height);
    HC_TRY(hc_allocate(ctx, u->natom, sizeof *u->number, &u->number));
    HC_TRY(hc_allocate(ctx, u->natom, sizeof *u->fraction, &u->fraction));
    HC_TRY(hc_allocate(ctx, u->natom, sizeof *u->charge, &u->charge));
    HC_TRY(hc_allocate(ctx, u->natom, sizeof *u->plane, &u->plane));
    HC_TRY(hc_allocate(ctx, u->natom, sizeof *u->first, &u->first));
    fill_planes(atom, same_plane, u);
    *unit = u;
    u = NULL;
cleanup:
    hc_slab_unit_free(u);
    free(atom);
    free(charge);
    return status;
}

void hc_slab_unit_free(hc_slab_unit *unit)
{
    if (unit != NULL) {
        hc_spacegroup_free(unit->group);
        free(unit->number);
        free(unit->fraction);
        free(unit->charge);
        free(unit->plane);
        free(unit->first);
        free(unit);
    }
}
