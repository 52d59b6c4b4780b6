#include "workflow/crystal_symmetry.h"

#include <math.h>
#include <stdlib.h>

#include "atoms/spacegroup.h"
#include "base/array.h"

#define PAIRS_MAX 2e9 /* comparisons of atoms; of larger structures all forces are computed */

/* A lattice that the operation does not keep to this has not the symmetry: what is measured is turned by it. */
#define ORTHOGONAL 1e-5

/* The Cartesian form of an operation on fractional coordinates, without its translation; false when it does not keep
 * lengths. */
static bool cartesian(const hc_mat3 *cell, const hc_spacegroup_operation *o, hc_mat3 *rotation)
{
    const hc_mat3 inverse = hc_mat3_inverse(cell);
    hc_spacegroup_operation turn = *o;
    hc_mat3 columns;
    double error = 0.0;
    for (int k = 0; k < 3; k++) {
        turn.translation[k] = 0.0;
    }
    for (int k = 0; k < 3; k++) { /* a row of the inverse has the fractional coordinates of an axis */
        columns.row[k] = hc_vec3_times_mat3(hc_spacegroup_apply(&turn, inverse.row[k]), cell);
    }
    *rotation = hc_mat3_transpose(&columns);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            error = fmax(error, fabs(hc_vec3_dot(rotation->row[i], rotation->row[k]) - (i == k)));
        }
    }
    return error < ORTHOGONAL;
}

/* Whether two points differ by a lattice vector along periodic directions. */
static bool coincide(const hc_structure *s, hc_vec3 a, hc_vec3 b, double tolerance)
{
    hc_vec3 d = hc_vec3_sub(a, b);
    for (int k = 0; k < 3; k++) {
        *hc_vec3_at(&d, k) -= s->periodic[k] ? round(hc_vec3_get(d, k)) : 0.0;
    }
    return hc_vec3_norm(hc_vec3_times_mat3(d, &s->cell)) < tolerance;
}

/* Where each atom goes; false when one has no counterpart. */
static bool find_images(const hc_structure *s, const hc_vec3 *fraction, const hc_spacegroup_operation *o,
                        double tolerance, size_t *image)
{
    for (size_t i = 0; i < s->natom; i++) {
        hc_vec3 target = hc_spacegroup_apply(o, fraction[i]);
        size_t j = 0;
        while (j < s->natom && !(s->atomic_number[i] == s->atomic_number[j] && s->mass[i] == s->mass[j] &&
                                 coincide(s, fraction[j], target, tolerance))) {
            j++;
        }
        if (j == s->natom) {
            return false;
        }
        image[i] = j;
    }
    return true;
}

/* The identity, which is there from the beginning, is not added again. */
static hc_status add_operation(hc_context *ctx, const hc_structure *s, const hc_vec3 *fraction,
                               const hc_spacegroup_operation *o, double tolerance, hc_symmetry *symmetry)
{
    size_t *image = NULL;
    hc_mat3 rotation;
    hc_status status = HC_OK;
    if (!cartesian(&s->cell, o, &rotation)) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *image, &image));
    if (find_images(s, fraction, o, tolerance, image) && !(hc_spacegroup_is_translation(o) && image[0] == 0)) {
        HC_TRY(hc_array_grow(ctx, &symmetry->operation, symmetry->count, sizeof *symmetry->operation));
        symmetry->operation[symmetry->count++] =
            (hc_symmetry_operation){rotation, hc_mat3_determinant(&rotation) > 0.0, image};
        image = NULL;
    }
cleanup:
    free(image);
    return status;
}

/* Whether one operation takes all atoms back to where another takes them from. */
static bool undoes(size_t natom, const hc_symmetry_operation *back, const hc_symmetry_operation *o)
{
    double trace = 0.0; /* of the two together: 3 for the inverse */
    for (size_t i = 0; i < natom; i++) {
        if (back->image[o->image[i]] != i) {
            return false;
        }
    }
    hc_mat3 transposed = hc_mat3_transpose(&o->rotation);
    for (int r = 0; r < 3; r++) {
        trace += hc_vec3_dot(back->rotation.row[r], transposed.row[r]);
    }
    return fabs(trace - 3.0) < 1e-3;
}

/* At the edge of the tolerance an operation may pass and its inverse not: what an atom is measured by would be missing
 * for another. */
static bool is_closed(const hc_symmetry *s)
{
    for (size_t k = 0; k < s->count; k++) {
        size_t other = 0;
        while (other < s->count && !undoes(s->natom, &s->operation[other], &s->operation[k])) {
            other++;
        }
        if (other == s->count) {
            return false;
        }
    }
    return true;
}

static hc_status add_all(hc_context *ctx, const hc_structure *s, const hc_spacegroup *group, double tolerance,
                         hc_symmetry *symmetry)
{
    const hc_mat3 inverse = hc_mat3_inverse(&s->cell);
    hc_vec3 *fraction = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *fraction, &fraction));
    for (size_t i = 0; i < s->natom; i++) {
        fraction[i] = hc_vec3_times_mat3(s->position[i], &inverse);
    }
    for (size_t k = 0; k < group->noperation; k++) {
        HC_TRY(add_operation(ctx, s, fraction, &group->operation[k], tolerance, symmetry));
    }
cleanup:
    free(fraction);
    return status;
}

hc_status hc_symmetry_find_periodic(hc_context *ctx, const hc_structure *s, double tolerance, hc_symmetry **symmetry)
{
    hc_spacegroup *group = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_symmetry_none(ctx, s->natom, symmetry));
    if (hc_structure_periodic_count(s) == 0 || !(fabs(hc_mat3_determinant(&s->cell)) > 1e-6)) {
        return HC_OK;
    }
    HC_TRY(hc_spacegroup_find(ctx, s, tolerance, &group));
    if ((double)group->noperation * (double)s->natom * (double)s->natom < PAIRS_MAX) {
        HC_TRY(add_all(ctx, s, group, tolerance, *symmetry));
        if (!is_closed(*symmetry)) {
            hc_symmetry_free(*symmetry);
            HC_TRY(hc_symmetry_none(ctx, s->natom, symmetry));
        }
    }
cleanup:
    hc_spacegroup_free(group);
    if (status != HC_OK) {
        hc_symmetry_free(*symmetry);
        *symmetry = NULL;
    }
    return status;
}
