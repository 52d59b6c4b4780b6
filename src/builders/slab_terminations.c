#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builders/slab_unit.h"
#include "halfcell/units.h"

#define SAME_HEIGHT (0.02 * HC_ANGSTROM) /* bohr, of cuts that an operation maps on each other */
#define POLAR 1e-3                       /* of the sum of |q| times the spacing */

/* An operation acts on heights as h' = sign h + shift; sign 0: it turns the plane away. */
typedef struct height_map {
    int sign;
    double shift; /* bohr */
} height_map;

static height_map map_of(const hc_spacegroup_operation *operation, const int miller[3], double spacing_per_step)
{
    int turned[3] = {0, 0, 0};
    double shift = 0.0;
    for (int i = 0; i < 3; i++) {
        shift += miller[i] * operation->translation[i];
        for (int j = 0; j < 3; j++) {
            turned[j] += miller[i] * operation->rotation[i][j];
        }
    }
    height_map map = {.shift = shift * spacing_per_step};
    for (int sign = -1; sign <= 1; sign += 2) {
        if (turned[0] == sign * miller[0] && turned[1] == sign * miller[1] && turned[2] == sign * miller[2]) {
            map.sign = sign;
        }
    }
    return map;
}

static bool same_height(double a, double b, double spacing)
{
    double apart = (a - b) / spacing;
    return fabs(apart - nearbyint(apart)) * spacing < SAME_HEIGHT;
}

/* Whether operations with that sign map one cut on the other. */
static bool equivalent(const hc_slab_unit *unit, const int miller[3], int sign, double from, double to,
                       double spacing_per_step)
{
    for (size_t k = 0; k < unit->group->noperation; k++) {
        height_map map = map_of(&unit->group->operation[k], miller, spacing_per_step);
        if (map.sign == sign && same_height(sign * from + map.shift, to, unit->lattice.spacing)) {
            return true;
        }
    }
    return false;
}

static void name_plane(const hc_slab_unit *unit, size_t plane, char *text, size_t size)
{
    size_t count[119] = {0}, length = 0;
    for (size_t i = 0; i < unit->natom; i++) {
        count[unit->number[i]] += unit->plane[i] == plane;
    }
    text[0] = '\0';
    for (int z = 1; z < 119; z++) {
        if (count[z] > 0 && length + 8 < size) {
            int added = count[z] > 1 ? snprintf(text + length, size - length, "%s%zu", hc_element_symbol(z), count[z])
                                     : snprintf(text + length, size - length, "%s", hc_element_symbol(z));
            length += (size_t)added;
        }
    }
}

/* Dipole of the unit whose highest plane is `below`. */
static void set_dipole(const hc_slab_unit *unit, hc_termination *cut)
{
    double scale = 0.0;
    cut->dipole = 0.0;
    for (size_t i = 0; i < unit->natom; i++) {
        double z = unit->fraction[i].z - (unit->plane[i] > cut->below ? 1.0 : 0.0);
        cut->dipole += unit->charge[i] * z * unit->lattice.spacing;
        scale += fabs(unit->charge[i]) * unit->lattice.spacing;
    }
    cut->polar = fabs(cut->dipole) > POLAR * scale;
}

static hc_termination make_cut(const hc_slab_unit *unit, size_t below)
{
    hc_termination cut = {.below = below};
    bool last = below + 1 == unit->nplane;
    double high = last ? unit->fraction[0].z + 1.0 : unit->fraction[unit->first[below + 1]].z;
    double low = unit->fraction[(last ? unit->natom : unit->first[below + 1]) - 1].z;
    double middle = 0.5 * (low + high);
    cut.height = (middle - floor(middle)) * unit->lattice.spacing;
    cut.gap = (high - low) * unit->lattice.spacing;
    name_plane(unit, below, cut.top, sizeof cut.top);
    set_dipole(unit, &cut);
    return cut;
}

static int by_stability(const void *a, const void *b)
{
    const hc_termination *p = a, *q = b;
    if (p->polar != q->polar) {
        return p->polar ? 1 : -1;
    }
    if (fabs(p->gap - q->gap) > SAME_HEIGHT) {
        return p->gap > q->gap ? -1 : 1;
    }
    return p->below < q->below ? -1 : 1;
}

hc_status hc_slab_terminations(hc_context *ctx, const hc_structure *crystal, const int miller[3],
                               const hc_slab_unit *unit, size_t *count, hc_termination **list)
{
    hc_status status = HC_OK;
    hc_termination *cuts = NULL;
    *count = 0;
    *list = NULL;
    HC_TRY(hc_allocate(ctx, unit->nplane, sizeof *cuts, &cuts));
    hc_mat3 inverse = hc_mat3_inverse(&crystal->cell);
    hc_vec3 g = hc_mat3_times_vec3(&inverse, hc_vec3_make(miller[0], miller[1], miller[2]));
    double per_step = 1.0 / hc_vec3_norm(g);
    for (size_t below = 0; below < unit->nplane; below++) {
        hc_termination cut = make_cut(unit, below);
        bool is_new = true;
        for (size_t k = 0; k < *count && is_new; k++) {
            is_new = !equivalent(unit, miller, 1, cuts[k].height, cut.height, per_step);
        }
        if (is_new) {
            cut.symmetric = equivalent(unit, miller, -1, cut.height, cut.height, per_step);
            cuts[(*count)++] = cut;
        }
    }
    qsort(cuts, *count, sizeof *cuts, by_stability);
    *list = cuts;
    cuts = NULL;
cleanup:
    free(cuts);
    return status;
}
