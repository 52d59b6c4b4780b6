#include "math/point_symmetry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "math/ranking.h"

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

/* A body with its atoms by their distance from the centre: an operation keeps that, so few come into question. */
typedef struct measured_body {
    const hc_body *body;
    hc_vec3 centre;
    double tolerance;
    double *distance; /* [natom], of each atom */
    hc_ranked *order; /* [natom]: the nearest first */
} measured_body;

static hc_status measure_body(hc_context *ctx, const hc_body *body, double tolerance, measured_body *m)
{
    hc_status status = HC_OK;
    *m = (measured_body){.body = body, .centre = hc_body_centre(body), .tolerance = tolerance};
    HC_TRY(hc_allocate(ctx, body->natom, sizeof *m->distance, &m->distance));
    HC_TRY(hc_allocate(ctx, body->natom, sizeof *m->order, &m->order));
    for (size_t i = 0; i < body->natom; i++) {
        m->distance[i] = hc_vec3_norm(hc_vec3_sub(body->position[i], m->centre));
        m->order[i] = (hc_ranked){m->distance[i], i};
    }
    hc_rank(m->order, body->natom, 0.0);
cleanup:
    return status;
}

/* The first place in `order` whose atom is not nearer than that. */
static size_t first_at(const measured_body *m, double distance)
{
    size_t low = 0, high = m->body->natom;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (m->order[middle].value < distance) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
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

/* The atom of the kind of `i` at a place that is as far from the centre as `i` is; natom: there is none. */
static size_t find_atom(const measured_body *m, size_t i, hc_vec3 place)
{
    const hc_body *body = m->body;
    for (size_t k = first_at(m, m->distance[i] - m->tolerance);
         k < body->natom && m->order[k].value <= m->distance[i] + m->tolerance; k++) {
        size_t j = m->order[k].number;
        if (same_kind(body, i, j) && hc_vec3_norm(hc_vec3_sub(body->position[j], place)) <= m->tolerance) {
            return j;
        }
    }
    return body->natom;
}

/* Atoms that the operation takes nowhere make it fail. */
static bool find_images(const measured_body *m, const hc_mat3 *rotation, size_t *image)
{
    for (size_t i = 0; i < m->body->natom; i++) {
        hc_vec3 from = hc_vec3_sub(m->body->position[i], m->centre);
        image[i] = find_atom(m, i, hc_vec3_add(m->centre, hc_mat3_times_vec3(rotation, from)));
        if (image[i] == m->body->natom) {
            return false;
        }
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

static hc_status add_operation(hc_context *ctx, const measured_body *m, const hc_mat3 *rotation, hc_symmetry *s)
{
    size_t *image = NULL;
    if (is_known(s, rotation)) {
        return HC_OK;
    }
    hc_status status = hc_allocate(ctx, m->body->natom, sizeof *image, &image);
    if (status != HC_OK || !find_images(m, rotation, image)) {
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
static hc_status find_linear(hc_context *ctx, const measured_body *m, hc_vec3 axis, hc_symmetry *s)
{
    hc_mat3 from = frame(axis, hc_vec3_across(axis), 1.0);
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
            hc_status status = add_operation(ctx, m, &rotation, s);
            if (status != HC_OK) {
                return status;
            }
            s->proper = flip && s->count > before ? 2 : s->proper;
        }
    }
    return HC_OK;
}

/* How many are of the kind of an atom and as far from the centre, itself among them. */
static size_t count_alike(const measured_body *m, size_t i)
{
    size_t count = 0;
    for (size_t k = first_at(m, m->distance[i] - 2.0 * m->tolerance);
         k < m->body->natom && m->order[k].value < m->distance[i] + 2.0 * m->tolerance; k++) {
        count += same_kind(m->body, i, m->order[k].number);
    }
    return count;
}

/* An atom off the centre whose kind and distance few others share, and one that spans a plane with it. */
static void choose_pair(const measured_body *m, size_t *first, size_t *second)
{
    const hc_body *body = m->body;
    size_t fewest = body->natom + 1;
    for (size_t i = 0; i < body->natom; i++) {
        size_t like = m->distance[i] > 0.3 ? count_alike(m, i) : fewest;
        if (like < fewest) {
            fewest = like;
            *first = i;
        }
    }
    hc_vec3 a = hc_vec3_sub(body->position[*first], m->centre);
    double best = 0.0;
    for (size_t i = 0; i < body->natom; i++) {
        double area = hc_vec3_norm(hc_vec3_cross(a, hc_vec3_sub(body->position[i], m->centre)));
        if (area > best) {
            best = area;
            *second = i;
        }
    }
}

static bool alike(const measured_body *m, size_t i, size_t j)
{
    return same_kind(m->body, i, j) && fabs(m->distance[i] - m->distance[j]) < m->tolerance;
}

static hc_status find_nonlinear(hc_context *ctx, const measured_body *m, hc_symmetry *s)
{
    size_t first = 0, second = 0;
    choose_pair(m, &first, &second);
    const hc_vec3 *r = m->body->position;
    double apart = hc_vec3_norm(hc_vec3_sub(r[first], r[second]));
    hc_mat3 from = frame(hc_vec3_sub(r[first], m->centre), hc_vec3_sub(r[second], m->centre), 1.0);
    for (size_t i = 0; i < m->body->natom; i++) {
        for (size_t j = 0; j < m->body->natom && alike(m, first, i); j++) {
            double distance = hc_vec3_norm(hc_vec3_sub(r[i], r[j]));
            if (!alike(m, second, j) || fabs(distance - apart) > 2.0 * m->tolerance) {
                continue;
            }
            for (int sign = 1; sign >= -1; sign -= 2) {
                hc_mat3 to = frame(hc_vec3_sub(r[i], m->centre), hc_vec3_sub(r[j], m->centre), sign);
                hc_mat3 rotation = rotation_between(&from, &to);
                hc_status status = add_operation(ctx, m, &rotation, s);
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
    measured_body m = {0};
    hc_symmetry *s = NULL;
    hc_status status = HC_OK;
    *symmetry = NULL;
    HC_TRY(measure_body(ctx, body, tolerance, &m));
    HC_TRY(begin(ctx, body->natom, &s));
    hc_vec3 axis = long_axis(body, m.centre, tolerance, &s->kind);
    if (s->kind == HC_ROTOR_LINEAR) {
        HC_TRY(find_linear(ctx, &m, axis, s));
    } else if (s->kind == HC_ROTOR_NONLINEAR) {
        HC_TRY(find_nonlinear(ctx, &m, s));
        s->proper = 0;
        for (size_t k = 0; k < s->count; k++) {
            s->proper += s->operation[k].proper;
        }
    }
    *symmetry = s;
    s = NULL;
cleanup:
    hc_symmetry_free(s);
    free(m.distance);
    free(m.order);
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
