#include "workflow/crystal_symmetry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/images.h"
#include "atoms/spacegroup.h"
#include "base/array.h"

#define PAIRS_MAX 2e9 /* comparisons of atoms; a minute's work, for which forces may be computed as well */

/* A lattice that the operation does not keep to this has not the symmetry: what is measured is turned by it. */
#define ORTHOGONAL 1e-5

/* s' = W s of the fractional coordinates of r, as a Cartesian vector. */
static hc_vec3 turned(const hc_mat3 *cell, const hc_mat3 *inverse, const hc_spacegroup_operation *o, hc_vec3 r)
{
    hc_vec3 s = hc_vec3_times_mat3(r, inverse), to;
    for (int i = 0; i < 3; i++) {
        *hc_vec3_at(&to, i) = o->rotation[i][0] * s.x + o->rotation[i][1] * s.y + o->rotation[i][2] * s.z;
    }
    return hc_vec3_times_mat3(to, cell);
}

/* The Cartesian form of an operation on fractional coordinates; false when it does not keep lengths. */
static bool cartesian(const hc_mat3 *cell, const hc_spacegroup_operation *o, hc_mat3 *rotation, hc_vec3 *shift)
{
    const hc_mat3 inverse = hc_mat3_inverse(cell);
    double error = 0.0;
    hc_mat3 columns = {{turned(cell, &inverse, o, (hc_vec3){1.0, 0.0, 0.0}),
                        turned(cell, &inverse, o, (hc_vec3){0.0, 1.0, 0.0}),
                        turned(cell, &inverse, o, (hc_vec3){0.0, 0.0, 1.0})}};
    *rotation = hc_mat3_transpose(&columns);
    *shift = hc_vec3_times_mat3((hc_vec3){o->translation[0], o->translation[1], o->translation[2]}, cell);
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            error = fmax(error, fabs(hc_vec3_dot(rotation->row[i], rotation->row[k]) - (i == k)));
        }
    }
    return error < ORTHOGONAL;
}

/* Where each atom goes; false when one has no counterpart. */
static bool find_images(const hc_structure *s, const hc_images *lattice, const hc_mat3 *rotation, hc_vec3 shift,
                        double tolerance, size_t *image)
{
    for (size_t i = 0; i < s->natom; i++) {
        hc_vec3 target = hc_vec3_add(hc_mat3_times_vec3(rotation, s->position[i]), shift);
        size_t j = 0;
        for (; j < s->natom; j++) {
            double within;
            hc_vec3 d = hc_images_reduce(lattice, hc_vec3_sub(s->position[j], target), &within);
            if (s->atomic_number[i] == s->atomic_number[j] && s->mass[i] == s->mass[j] && hc_vec3_norm(d) < tolerance) {
                break;
            }
        }
        if (j == s->natom) {
            return false;
        }
        image[i] = j;
    }
    return true;
}

static hc_status add_operation(hc_context *ctx, const hc_structure *s, const hc_images *lattice,
                               const hc_mat3 *rotation, hc_vec3 shift, double tolerance, hc_symmetry *symmetry)
{
    size_t *image = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, s->natom, sizeof *image, &image));
    if (!find_images(s, lattice, rotation, shift, tolerance, image)) {
        goto cleanup;
    }
    HC_TRY(hc_array_grow(ctx, &symmetry->operation, symmetry->count, sizeof *symmetry->operation));
    symmetry->operation[symmetry->count++] =
        (hc_symmetry_operation){*rotation, hc_mat3_determinant(rotation) > 0.0, image};
    image = NULL;
cleanup:
    free(image);
    return status;
}

/* Whether some operation takes all atoms back. */
static bool has_inverse(const hc_symmetry *s, const hc_symmetry_operation *o)
{
    for (size_t k = 0; k < s->count; k++) {
        size_t i = 0;
        while (i < s->natom && s->operation[k].image[o->image[i]] == i) {
            i++;
        }
        hc_mat3 back = hc_mat3_transpose(&o->rotation);
        double trace = 0.0; /* of the two together: 3 for the inverse */
        for (int r = 0; r < 3; r++) {
            trace += hc_vec3_dot(s->operation[k].rotation.row[r], back.row[r]);
        }
        if (i == s->natom && fabs(trace - 3.0) < 1e-3) {
            return true;
        }
    }
    return false;
}

/* At the edge of the tolerance an operation may pass and its inverse not: what an atom is measured by would be missing
 * for another. */
static bool is_closed(const hc_symmetry *s)
{
    for (size_t k = 0; k < s->count; k++) {
        if (!has_inverse(s, &s->operation[k])) {
            return false;
        }
    }
    return true;
}

static bool is_identity(const hc_symmetry *s, const size_t *image, const hc_mat3 *rotation)
{
    bool same = fabs(rotation->row[0].x + rotation->row[1].y + rotation->row[2].z - 3.0) < 1e-3;
    for (size_t i = 0; same && i < s->natom; i++) {
        same = image[i] == i;
    }
    return same;
}

static hc_status add_all(hc_context *ctx, const hc_structure *s, const hc_spacegroup *group, double tolerance,
                         hc_symmetry *symmetry)
{
    hc_images *lattice = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_images_create(ctx, s, 1.0, &lattice));
    for (size_t k = 0; k < group->noperation; k++) {
        hc_mat3 rotation;
        hc_vec3 shift;
        size_t before = symmetry->count;
        if (cartesian(&s->cell, &group->operation[k], &rotation, &shift)) {
            HC_TRY(add_operation(ctx, s, lattice, &rotation, shift, tolerance, symmetry));
        }
        if (symmetry->count > before && is_identity(symmetry, symmetry->operation[before].image, &rotation)) {
            free(symmetry->operation[--symmetry->count].image); /* it is there from the beginning */
        }
    }
cleanup:
    hc_images_free(lattice);
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
