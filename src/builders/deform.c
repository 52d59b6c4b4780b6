#include "builders/deform.h"

#include <stdlib.h>

#include "atoms/cell.h"
#include "atoms/neighbours.h"
#include "builders/assemble.h"
#include "halfcell/units.h"
#include "math/random.h"

#define SAME_ATOM (0.02 * HC_ANGSTROM)
#define GAP (4.0 * HC_ANGSTROM)

hc_status hc_structure_deform(hc_context *ctx, const hc_mat3 *gradient, hc_structure *structure)
{
    double determinant = hc_mat3_determinant(gradient);
    if (!(determinant > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "this strain leaves %.3f of the volume; it has to be positive",
                       determinant);
    }
    for (int d = 0; d < 3; d++) {
        structure->cell.row[d] = hc_mat3_times_vec3(gradient, structure->cell.row[d]);
    }
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i] = hc_mat3_times_vec3(gradient, structure->position[i]);
    }
    return HC_OK;
}

static void draw(size_t count, const bool along[3], int seed, hc_vec3 *shift)
{
    hc_random random;
    hc_vec3 mean = {0, 0, 0};
    hc_random_seed(&random, (uint64_t)seed);
    for (size_t k = 0; k < count; k++) {
        for (int d = 0; d < 3; d++) {
            *hc_vec3_at(&shift[k], d) = along[d] ? hc_random_normal(&random) : 0.0;
        }
        mean = hc_vec3_axpy(mean, 1.0 / (double)count, shift[k]);
    }
    for (size_t k = 0; k < count && count > 1; k++) {
        shift[k] = hc_vec3_sub(shift[k], mean);
    }
}

hc_status hc_structure_shake(hc_context *ctx, size_t count, const size_t *atoms, double rms, const bool along[3],
                             int seed, hc_structure *structure)
{
    hc_vec3 *shift = NULL;
    double square = 0.0;
    hc_status status = hc_allocate(ctx, count, sizeof *shift, &shift);
    if (status != HC_OK) {
        return status;
    }
    draw(count, along, seed, shift);
    for (size_t k = 0; k < count; k++) {
        square += hc_vec3_norm2(shift[k]) / (double)count;
    }
    for (size_t k = 0; k < count && square > 0.0; k++) {
        hc_vec3 *r = &structure->position[atoms[k]];
        *r = hc_vec3_axpy(*r, rms / sqrt(square), shift[k]);
    }
    free(shift);
    return HC_OK;
}

hc_status hc_structure_wave(hc_context *ctx, size_t count, const size_t *atoms, hc_vec3 amplitude, const int wave[3],
                            hc_structure *structure)
{
    const hc_full_cell cell = hc_full_cell_make(&structure->cell, structure->periodic);
    const hc_vec3 q = hc_vec3_make(wave[0], wave[1], wave[2]);
    for (int d = 0; d < 3; d++) {
        if (wave[d] != 0 && !structure->periodic[d]) {
            return hc_fail(ctx, HC_ERROR_INPUT, "wave: the structure does not repeat along %c", "abc"[d]);
        }
    }
    for (size_t k = 0; k < count; k++) {
        hc_vec3 *r = &structure->position[atoms[k]];
        double phase = 2.0 * HC_PI * hc_vec3_dot(q, hc_full_cell_fractional(&cell, *r));
        *r = hc_vec3_axpy(*r, cos(phase), amplitude);
    }
    return HC_OK;
}

/* The line through the middle of the cell along c. */
typedef struct axis {
    hc_vec3 direction, point;
    double period;
} axis;

static axis axis_of(const hc_structure *structure)
{
    const hc_vec3 *c = structure->cell.row;
    double period = hc_vec3_norm(c[2]);
    return (axis){.direction = hc_vec3_scale(1.0 / period, c[2]),
                  .point = hc_vec3_scale(0.5, hc_vec3_add(c[0], c[1])),
                  .period = period};
}

/* Rodrigues' formula. */
static hc_vec3 turned(const axis *about, double angle, hc_vec3 r)
{
    hc_vec3 v = hc_vec3_sub(r, about->point), k = about->direction;
    hc_vec3 sum = hc_vec3_axpy(hc_vec3_scale(cos(angle), v), sin(angle), hc_vec3_cross(k, v));
    return hc_vec3_add(about->point, hc_vec3_axpy(sum, (1.0 - cos(angle)) * hc_vec3_dot(k, v), k));
}

static bool has_free_ends(const axis *about, const hc_structure *structure)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        double height = hc_vec3_dot(structure->position[i], about->direction);
        low = fmin(low, height);
        high = fmax(high, height);
    }
    return !structure->periodic[2] || about->period - (high - low) > GAP;
}

/* Whether every atom turned by the angle falls on one of its element. */
static hc_status check_symmetry(hc_context *ctx, const axis *about, double angle, const hc_structure *structure)
{
    hc_status status = HC_OK;
    hc_structure *both = NULL;
    hc_neighbour_list *list = NULL;
    size_t found = 0;
    HC_TRY(hc_structure_copy(ctx, structure, &both));
    HC_TRY(hc_structure_append(ctx, structure, hc_vec3_make(0, 0, 0), &both));
    for (size_t i = structure->natom; i < both->natom; i++) {
        both->position[i] = turned(about, angle, both->position[i]);
    }
    HC_TRY(hc_neighbours_create(ctx, SAME_ATOM, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, both));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            found += j >= structure->natom && both->atomic_number[i] == both->atomic_number[j];
        }
    }
    if (found != structure->natom) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "turned by the %.4f degrees of one period this structure is not itself, so the twist does not "
                         "repeat; let it end (free_ends)",
                         angle / HC_DEGREE);
    }
cleanup:
    hc_neighbours_free(list);
    hc_structure_free(both);
    return status;
}

hc_status hc_structure_twist(hc_context *ctx, double rate, hc_structure *structure)
{
    hc_status status = HC_OK;
    const axis about = axis_of(structure);
    if (!(fabs(hc_mat3_determinant(&structure->cell)) > 0.0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a twist is about the middle of a cell with three vectors; there is none");
    }
    if (!has_free_ends(&about, structure)) {
        status = check_symmetry(ctx, &about, rate * about.period, structure);
    }
    for (size_t i = 0; i < structure->natom && status == HC_OK; i++) {
        hc_vec3 *r = &structure->position[i];
        *r = turned(&about, rate * hc_vec3_dot(*r, about.direction), *r);
    }
    return status;
}
