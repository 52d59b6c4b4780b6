#include "builders/assemble.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"

/* Bit d of the index + 1: direction d. */
const char *const hc_along_choices[] = {"x", "y", "xy", "z", "xz", "yz", "xyz", NULL};

void hc_along_directions(int choice, bool along[3])
{
    for (int d = 0; d < 3; d++) {
        along[d] = ((choice + 1) >> d) & 1;
    }
}

static void copy_atom(const hc_structure *from, size_t i, hc_structure *to, size_t j)
{
    to->atomic_number[j] = from->atomic_number[i];
    to->position[j] = from->position[i];
    to->mass[j] = from->mass[i];
    to->velocity[j] = from->velocity[i];
    to->fixed[j] = from->fixed[i];
}

/* All that is not of single atoms. */
static void copy_whole(const hc_structure *from, hc_structure *to)
{
    to->cell = from->cell;
    memcpy(to->periodic, from->periodic, sizeof to->periodic);
    to->has_velocity = from->has_velocity;
    to->charge = from->charge;
}

void hc_structure_replace(hc_structure **structure, hc_structure **made)
{
    hc_structure_free(*structure);
    *structure = *made;
    *made = NULL;
}

hc_status hc_structure_begin(hc_context *ctx, const hc_structure *structure)
{
    return structure->natom == 0
               ? HC_OK
               : hc_fail(ctx, HC_ERROR_INPUT, "there are atoms already; this step comes first in a recipe");
}

hc_status hc_structure_append(hc_context *ctx, const hc_structure *addition, hc_vec3 shift, hc_structure **structure)
{
    hc_structure *joined = NULL;
    size_t natom = (*structure)->natom;
    hc_status status = hc_structure_create(ctx, natom + addition->natom, &joined);
    if (status != HC_OK) {
        return status;
    }
    copy_whole(*structure, joined);
    joined->charge += addition->charge;
    joined->has_velocity = (*structure)->has_velocity || addition->has_velocity;
    for (size_t i = 0; i < natom; i++) {
        copy_atom(*structure, i, joined, i);
    }
    for (size_t i = 0; i < addition->natom; i++) {
        copy_atom(addition, i, joined, natom + i);
        joined->position[natom + i] = hc_vec3_add(addition->position[i], shift);
    }
    hc_structure_replace(structure, &joined);
    return HC_OK;
}

hc_status hc_structure_remove(hc_context *ctx, size_t count, const size_t *atoms, hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_structure *rest = NULL;
    bool *gone = NULL;
    size_t natom = (*structure)->natom, left = natom;
    HC_TRY(hc_allocate(ctx, natom, sizeof *gone, &gone));
    for (size_t k = 0; k < count; k++) {
        if (atoms[k] >= natom) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "there is no atom %zu to be removed; there are %zu", atoms[k], natom);
            goto cleanup;
        }
        left -= !gone[atoms[k]];
        gone[atoms[k]] = true;
    }
    HC_TRY(hc_structure_create(ctx, left, &rest));
    copy_whole(*structure, rest);
    for (size_t i = 0, j = 0; i < natom; i++) {
        if (!gone[i]) {
            copy_atom(*structure, i, rest, j++);
        }
    }
    hc_structure_replace(structure, &rest);
cleanup:
    free(gone);
    return status;
}

hc_status hc_structure_centre(hc_context *ctx, const bool directions[3], const double at[3], hc_structure *structure)
{
    hc_vec3 shift = {0, 0, 0};
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "there are no atoms to be centred");
    }
    if (!(fabs(hc_mat3_determinant(&structure->cell)) > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "centring needs a cell with three vectors");
    }
    hc_mat3 inverse = hc_mat3_inverse(&structure->cell);
    for (int d = 0; d < 3; d++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < structure->natom; i++) {
            double s = hc_vec3_get(hc_vec3_times_mat3(structure->position[i], &inverse), d);
            low = fmin(low, s);
            high = fmax(high, s);
        }
        if (directions[d]) {
            shift = hc_vec3_axpy(shift, at[d] - 0.5 * (low + high), structure->cell.row[d]);
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i] = hc_vec3_add(structure->position[i], shift);
    }
    return HC_OK;
}

hc_vec3 hc_structure_middle(const hc_structure *structure)
{
    hc_vec3 sum = {0, 0, 0};
    double mass = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        sum = hc_vec3_axpy(sum, structure->mass[i], structure->position[i]);
        mass += structure->mass[i];
    }
    return mass > 0.0 ? hc_vec3_scale(1.0 / mass, sum) : sum;
}
