#include "thermo/molecule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "math/linalg.h"

static double total_mass(const hc_body *body)
{
    double mass = 0.0;
    for (size_t i = 0; i < body->natom; i++) {
        mass += body->mass[i];
    }
    return mass;
}

hc_vec3 hc_body_centre(const hc_body *body)
{
    hc_vec3 sum = {0.0, 0.0, 0.0};
    for (size_t i = 0; i < body->natom; i++) {
        sum = hc_vec3_axpy(sum, body->mass[i], body->position[i]);
    }
    return hc_vec3_scale(1.0 / total_mass(body), sum);
}

/* Axis through the centre and the atom farthest from it; *kind says whether all atoms lie on it. */
static hc_vec3 long_axis(const hc_body *body, hc_vec3 centre, double tolerance, hc_rotor_kind *kind)
{
    hc_vec3 axis = {0.0, 0.0, 1.0};
    double farthest = 0.0;
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 r = hc_vec3_sub(body->position[i], centre);
        if (hc_vec3_norm(r) > farthest) {
            farthest = hc_vec3_norm(r);
            axis = hc_vec3_scale(1.0 / farthest, r);
        }
    }
    *kind = farthest < tolerance ? HC_ROTOR_ATOM : HC_ROTOR_LINEAR;
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 r = hc_vec3_sub(body->position[i], centre);
        if (hc_vec3_norm(hc_vec3_cross(axis, r)) > tolerance && *kind == HC_ROTOR_LINEAR) {
            *kind = HC_ROTOR_NONLINEAR;
        }
    }
    return axis;
}

static bool same_kind(const hc_body *body, size_t i, size_t j)
{
    return body->atomic_number[i] == body->atomic_number[j] && fabs(body->mass[i] / body->mass[j] - 1.0) < 1e-9;
}

/* Atoms that the operation takes nowhere make it fail. */
static bool find_images(const hc_body *body, hc_vec3 centre, const hc_mat3 *rotation, double tolerance, size_t *image)
{
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 target = hc_vec3_add(centre, hc_mat3_times_vec3(rotation, hc_vec3_sub(body->position[i], centre)));
        size_t j = 0;
        while (j < body->natom &&
               (!same_kind(body, i, j) || hc_vec3_norm(hc_vec3_sub(body->position[j], target)) > tolerance)) {
            j++;
        }
        if (j == body->natom) {
            return false;
        }
        image[i] = j;
    }
    return true;
}

static bool is_known(const hc_symmetry *s, const hc_mat3 *rotation)
{
    for (size_t k = 0; k < s->count; k++) {
        double difference = 0.0;
        for (int i = 0; i < 3; i++) {
            difference += hc_vec3_norm2(hc_vec3_sub(s->operation[k].rotation.row[i], rotation->row[i]));
        }
        if (difference < 1e-2) {
            return true;
        }
    }
    return false;
}

static hc_status add_operation(hc_context *ctx, const hc_body *body, hc_vec3 centre, const hc_mat3 *rotation,
                               double tolerance, hc_symmetry *s)
{
    size_t *image = NULL;
    if (is_known(s, rotation)) {
        return HC_OK;
    }
    hc_status status = hc_allocate(ctx, body->natom, sizeof *image, &image);
    if (status != HC_OK || !find_images(body, centre, rotation, tolerance, image)) {
        free(image);
        return status;
    }
    status = hc_array_grow(ctx, &s->operation, s->count, sizeof *s->operation);
    if (status != HC_OK) {
        free(image);
        return status;
    }
    s->operation[s->count++] = (hc_symmetry_operation){*rotation, hc_mat3_determinant(rotation) > 0.0, image};
    return HC_OK;
}

static const hc_mat3 identity = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};

/* Orthonormal rows: a, the part of b across it, their cross product times `sign`. */
static hc_mat3 frame(hc_vec3 a, hc_vec3 b, double sign)
{
    hc_vec3 x = hc_vec3_scale(1.0 / hc_vec3_norm(a), a);
    hc_vec3 y = hc_vec3_axpy(b, -hc_vec3_dot(b, x), x);
    y = hc_vec3_scale(1.0 / hc_vec3_norm(y), y);
    return (hc_mat3){{x, y, hc_vec3_scale(sign, hc_vec3_cross(x, y))}};
}

/* to^T from: takes the rows of `from` to those of `to`. */
static hc_mat3 rotation_between(const hc_mat3 *from, const hc_mat3 *to)
{
    hc_mat3 rotation = {{{0}}};
    for (int k = 0; k < 3; k++) {
        hc_mat3_add_outer(&rotation, 1.0, to->row[k], from->row[k]);
    }
    return rotation;
}

/* Quarter turns about the axis, each with and without inversion. */
static hc_status find_linear(hc_context *ctx, const hc_body *body, hc_vec3 centre, hc_vec3 axis, double tolerance,
                             hc_symmetry *s)
{
    hc_vec3 across = fabs(axis.x) < 0.7 ? (hc_vec3){1.0, 0.0, 0.0} : (hc_vec3){0.0, 1.0, 0.0};
    hc_mat3 from = frame(axis, across, 1.0);
    hc_vec3 y = from.row[1], z = from.row[2];
    const hc_vec3 second[4] = {y, z, hc_vec3_scale(-1.0, y), hc_vec3_scale(-1.0, z)};
    s->proper = 1;
    for (int turn = 0; turn < 4; turn++) {
        for (int flip = 0; flip < 2; flip++) {
            hc_mat3 to = frame(axis, second[turn], 1.0);
            hc_mat3 rotation = rotation_between(&from, &to);
            for (int k = 0; k < 3; k++) {
                rotation.row[k] = hc_vec3_scale(flip ? -1.0 : 1.0, rotation.row[k]);
            }
            size_t before = s->count;
            hc_status status = add_operation(ctx, body, centre, &rotation, tolerance, s);
            if (status != HC_OK) {
                return status;
            }
            s->proper = flip && s->count > before ? 2 : s->proper;
        }
    }
    return HC_OK;
}

/* An atom off the centre whose kind and distance few others share, and one that spans a plane with it. */
static void choose_pair(const hc_body *body, hc_vec3 centre, double tolerance, size_t *first, size_t *second)
{
    size_t fewest = body->natom + 1;
    for (size_t i = 0; i < body->natom; i++) {
        double distance = hc_vec3_norm(hc_vec3_sub(body->position[i], centre));
        size_t like = 0;
        for (size_t j = 0; j < body->natom; j++) {
            double other = hc_vec3_norm(hc_vec3_sub(body->position[j], centre));
            like += same_kind(body, i, j) && fabs(other - distance) < 2.0 * tolerance;
        }
        if (distance > 0.3 && like < fewest) {
            fewest = like;
            *first = i;
        }
    }
    hc_vec3 a = hc_vec3_sub(body->position[*first], centre);
    double best = 0.0;
    for (size_t i = 0; i < body->natom; i++) {
        double area = hc_vec3_norm(hc_vec3_cross(a, hc_vec3_sub(body->position[i], centre)));
        if (area > best) {
            best = area;
            *second = i;
        }
    }
}

static bool alike(const hc_body *body, hc_vec3 centre, size_t i, size_t j, double tolerance)
{
    double ri = hc_vec3_norm(hc_vec3_sub(body->position[i], centre));
    double rj = hc_vec3_norm(hc_vec3_sub(body->position[j], centre));
    return same_kind(body, i, j) && fabs(ri - rj) < tolerance;
}

static hc_status find_nonlinear(hc_context *ctx, const hc_body *body, hc_vec3 centre, double tolerance, hc_symmetry *s)
{
    size_t first = 0, second = 0;
    choose_pair(body, centre, tolerance, &first, &second);
    const hc_vec3 *r = body->position;
    double apart = hc_vec3_norm(hc_vec3_sub(r[first], r[second]));
    hc_mat3 from = frame(hc_vec3_sub(r[first], centre), hc_vec3_sub(r[second], centre), 1.0);
    for (size_t i = 0; i < body->natom; i++) {
        for (size_t j = 0; j < body->natom && alike(body, centre, first, i, tolerance); j++) {
            double distance = hc_vec3_norm(hc_vec3_sub(r[i], r[j]));
            if (!alike(body, centre, second, j, tolerance) || fabs(distance - apart) > 2.0 * tolerance) {
                continue;
            }
            for (int sign = 1; sign >= -1; sign -= 2) {
                hc_mat3 to = frame(hc_vec3_sub(r[i], centre), hc_vec3_sub(r[j], centre), sign);
                hc_mat3 rotation = rotation_between(&from, &to);
                hc_status status = add_operation(ctx, body, centre, &rotation, tolerance, s);
                if (status != HC_OK) {
                    return status;
                }
            }
        }
    }
    return HC_OK;
}

static hc_status begin(hc_context *ctx, size_t natom, hc_symmetry **symmetry)
{
    *symmetry = NULL;
    hc_symmetry *s = NULL;
    hc_status status = hc_allocate(ctx, 1, sizeof *s, &s);
    if (status != HC_OK) {
        return status;
    }
    s->natom = natom;
    s->proper = 1;
    status = hc_allocate(ctx, 1, sizeof *s->operation, &s->operation);
    if (status == HC_OK) {
        s->count = 1;
        s->operation[0] = (hc_symmetry_operation){.rotation = identity, .proper = true};
        status = hc_allocate(ctx, natom, sizeof(size_t), &s->operation[0].image);
    }
    if (status != HC_OK) {
        hc_symmetry_free(s);
        return status;
    }
    for (size_t i = 0; i < natom; i++) {
        s->operation[0].image[i] = i;
    }
    *symmetry = s;
    return HC_OK;
}

hc_status hc_symmetry_none(hc_context *ctx, size_t natom, hc_symmetry **symmetry)
{
    return begin(ctx, natom, symmetry);
}

hc_status hc_symmetry_find(hc_context *ctx, const hc_body *body, double tolerance, hc_symmetry **symmetry)
{
    hc_vec3 centre = hc_body_centre(body);
    hc_status status = begin(ctx, body->natom, symmetry);
    if (status != HC_OK) {
        return status;
    }
    hc_symmetry *s = *symmetry;
    hc_vec3 axis = long_axis(body, centre, tolerance, &s->kind);
    if (s->kind == HC_ROTOR_LINEAR) {
        status = find_linear(ctx, body, centre, axis, tolerance, s);
    } else if (s->kind == HC_ROTOR_NONLINEAR) {
        status = find_nonlinear(ctx, body, centre, tolerance, s);
        s->proper = 0;
        for (size_t k = 0; k < s->count; k++) {
            s->proper += s->operation[k].proper;
        }
    }
    if (status != HC_OK) {
        hc_symmetry_free(s);
        *symmetry = NULL;
    }
    return status;
}

void hc_symmetry_free(hc_symmetry *symmetry)
{
    if (!symmetry) {
        return;
    }
    for (size_t k = 0; k < symmetry->count; k++) {
        free(symmetry->operation[k].image);
    }
    free(symmetry->operation);
    free(symmetry);
}

hc_status hc_body_rotor(hc_context *ctx, const hc_body *body, double tolerance, hc_rotor *rotor)
{
    hc_vec3 centre = hc_body_centre(body);
    double inertia[9] = {0};
    for (size_t i = 0; i < body->natom; i++) {
        hc_vec3 r = hc_vec3_sub(body->position[i], centre);
        for (int k = 0; k < 9; k++) {
            double square = k % 4 == 0 ? hc_vec3_norm2(r) : 0.0;
            inertia[k] += body->mass[i] * (square - hc_vec3_get(r, k / 3) * hc_vec3_get(r, k % 3));
        }
    }
    hc_symmetry *symmetry = NULL;
    hc_status status = hc_eigen_symmetric(ctx, 3, inertia, rotor->moment);
    if (status == HC_OK) {
        status = hc_symmetry_find(ctx, body, tolerance, &symmetry);
    }
    if (status == HC_OK) {
        rotor->kind = symmetry->kind;
        rotor->symmetry_number = (int)symmetry->proper;
    }
    hc_symmetry_free(symmetry);
    return status;
}
