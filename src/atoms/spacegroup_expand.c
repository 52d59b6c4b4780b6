#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/cell.h"
#include "atoms/spacegroup.h"

hc_vec3 hc_spacegroup_apply(const hc_spacegroup_operation *operation, hc_vec3 s)
{
    hc_vec3 image;
    for (int i = 0; i < 3; i++) {
        const int *row = operation->rotation[i];
        *hc_vec3_at(&image, i) = row[0] * s.x + row[1] * s.y + row[2] * s.z + operation->translation[i];
    }
    return image;
}

bool hc_spacegroup_is_translation(const hc_spacegroup_operation *operation)
{
    bool same = true;
    for (int k = 0; k < 9; k++) {
        same &= operation->rotation[k / 3][k % 3] == (k / 3 == k % 3);
    }
    return same;
}

static hc_spacegroup_operation product(const hc_spacegroup_operation *a, const hc_spacegroup_operation *b)
{
    hc_spacegroup_operation c = {{{0}}, {a->translation[0], a->translation[1], a->translation[2]}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 3; k++) {
            c.translation[i] += a->rotation[i][k] * b->translation[k];
            for (int j = 0; j < 3; j++) {
                c.rotation[i][j] += a->rotation[i][k] * b->rotation[k][j];
            }
        }
    }
    return c;
}

static bool same_operation(const hc_spacegroup_operation *a, const hc_spacegroup_operation *b)
{
    bool same = memcmp(a->rotation, b->rotation, sizeof a->rotation) == 0;
    for (int i = 0; same && i < 3; i++) {
        double off = a->translation[i] - b->translation[i];
        same = fabs(off - round(off)) < 0.01;
    }
    return same;
}

bool hc_spacegroup_is_group(size_t count, const hc_spacegroup_operation *operation, size_t *a, size_t *b)
{
    for (*a = 0; *a < count; (*a)++) {
        for (*b = 0; *b < count; (*b)++) {
            hc_spacegroup_operation c = product(&operation[*a], &operation[*b]);
            size_t k = 0;
            while (k < count && !same_operation(&c, &operation[k])) {
                k++;
            }
            if (k == count) {
                return false;
            }
        }
    }
    return true;
}

static hc_vec3 wrap(hc_vec3 s)
{
    for (int d = 0; d < 3; d++) {
        double *x = hc_vec3_at(&s, d);
        *x -= floor(*x);
        *x = *x > 1.0 - 1e-9 ? 0.0 : *x;
    }
    return s;
}

static bool is_new(const hc_full_cell *cell, size_t count, const hc_vec3 *position, hc_vec3 r, double tolerance)
{
    for (size_t i = 0; i < count; i++) {
        if (hc_vec3_norm(hc_full_cell_shortest(cell, hc_vec3_sub(position[i], r))) < tolerance) {
            return false;
        }
    }
    return true;
}

hc_status hc_spacegroup_expand(hc_context *ctx, const hc_mat3 *cell, size_t nsite, const int *number,
                               const hc_vec3 *fraction, size_t noperation, const hc_spacegroup_operation *operation,
                               double tolerance, hc_structure **structure)
{
    hc_status status = HC_OK;
    const bool periodic[3] = {true, true, true};
    hc_full_cell full = hc_full_cell_make(cell, periodic);
    hc_structure *result = NULL;
    hc_vec3 *position = NULL;
    int *element = NULL;
    size_t count = 0;
    *structure = NULL;
    HC_TRY(hc_allocate(ctx, nsite * noperation, sizeof *position, &position));
    HC_TRY(hc_allocate(ctx, nsite * noperation, sizeof *element, &element));
    for (size_t i = 0; i < nsite; i++) {
        for (size_t k = 0, first = count; k < noperation; k++) {
            hc_vec3 r = hc_vec3_times_mat3(wrap(hc_spacegroup_apply(&operation[k], fraction[i])), cell);
            if (is_new(&full, count - first, position + first, r, tolerance)) {
                position[count] = r;
                element[count++] = number[i];
            }
        }
    }
    HC_TRY(hc_structure_create(ctx, count, &result));
    result->cell = *cell;
    for (size_t i = 0; i < count; i++) {
        hc_structure_set_element(result, i, element[i]);
        result->position[i] = position[i];
    }
    for (int d = 0; d < 3; d++) {
        result->periodic[d] = true;
    }
    HC_TRY(hc_structure_check(ctx, result));
    *structure = result;
    result = NULL;
cleanup:
    hc_structure_free(result);
    free(position);
    free(element);
    return status;
}
