#include "builders/supercell.h"

#include <stdlib.h>

#include "builders/assemble.h"

#define ATOM_MAX 1000000

typedef struct box {
    long low[3], high[3]; /* of the old lattice, that hold the new cell */
} box;

static long long determinant(const int m[3][3])
{
    return (long long)m[0][0] * ((long long)m[1][1] * m[2][2] - (long long)m[1][2] * m[2][1]) -
           (long long)m[0][1] * ((long long)m[1][0] * m[2][2] - (long long)m[1][2] * m[2][0]) +
           (long long)m[0][2] * ((long long)m[1][0] * m[2][1] - (long long)m[1][1] * m[2][0]);
}

static box bounding_box(const int m[3][3])
{
    box b = {{0, 0, 0}, {0, 0, 0}};
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 3; i++) {
            *(m[i][j] < 0 ? &b.low[j] : &b.high[j]) += m[i][j];
        }
    }
    return b;
}

/* Lattice points n of the old lattice inside the half-open new cell: n M^-1 in [0, 1). Exact, in integers: the adjugate
 * times the sign of the determinant. */
static bool inside(const int m[3][3], long long det, const long n[3])
{
    long long sign = det < 0 ? -1 : 1;
    for (int i = 0; i < 3; i++) {
        long long s = 0;
        for (int j = 0; j < 3; j++) {
            int r = (i + 1) % 3, t = (i + 2) % 3, u = (j + 1) % 3, v = (j + 2) % 3;
            s += n[j] * ((long long)m[r][u] * m[t][v] - (long long)m[r][v] * m[t][u]);
        }
        if (s * sign < 0 || s * sign >= det * sign) {
            return false;
        }
    }
    return true;
}

/* Translations of the old lattice inside the new cell, [count]. */
static void list_translations(const hc_mat3 *cell, const int m[3][3], long long det, size_t count, hc_vec3 *translation)
{
    box b = bounding_box(m);
    size_t k = 0;
    for (long x = b.low[0]; x <= b.high[0]; x++) {
        for (long y = b.low[1]; y <= b.high[1]; y++) {
            for (long z = b.low[2]; z <= b.high[2]; z++) {
                const long n[3] = {x, y, z};
                if (k < count && inside(m, det, n)) {
                    translation[k++] = hc_vec3_times_mat3(hc_vec3_make((double)x, (double)y, (double)z), cell);
                }
            }
        }
    }
}

hc_status hc_supercell(hc_context *ctx, const int matrix[3][3], hc_structure **structure)
{
    hc_status status = HC_OK;
    const hc_structure *old = *structure;
    hc_structure *large = NULL;
    hc_vec3 *translation = NULL;
    long long det = determinant(matrix);
    if (det == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the vectors of the new cell lie in one plane (the determinant is 0)");
    }
    if (hc_structure_periodic_count(old) != 3) {
        bool diagonal = true;
        for (int i = 0; i < 9; i++) {
            diagonal &= i / 3 == i % 3 ? old->periodic[i / 3] || matrix[i / 3][i % 3] == 1 : matrix[i / 3][i % 3] == 0;
        }
        if (!diagonal) {
            return hc_fail(ctx, HC_ERROR_INPUT, "only periodic directions can be repeated");
        }
    }
    size_t count = (size_t)llabs(det);
    if (count > ATOM_MAX || count * old->natom > ATOM_MAX) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu copies of %zu atoms are more than %d", count, old->natom, ATOM_MAX);
    }
    HC_TRY(hc_allocate(ctx, count, sizeof *translation, &translation));
    HC_TRY(hc_structure_create(ctx, count * old->natom, &large));
    large->charge = (long long)count * old->charge;
    list_translations(&old->cell, matrix, det, count, translation);
    for (int i = 0; i < 3; i++) {
        const int *row = matrix[i];
        large->cell.row[i] = hc_vec3_times_mat3(hc_vec3_make(row[0], row[1], row[2]), &old->cell);
        large->periodic[i] = old->periodic[i];
    }
    for (size_t i = 0; i < old->natom; i++) {
        for (size_t k = 0; k < count; k++) {
            hc_structure_set_element(large, i * count + k, old->atomic_number[i]);
            large->mass[i * count + k] = old->mass[i];
            large->fixed[i * count + k] = old->fixed[i];
            large->position[i * count + k] = hc_vec3_add(old->position[i], translation[k]);
        }
    }
    hc_structure_replace(structure, &large);
cleanup:
    hc_structure_free(large);
    free(translation);
    return status;
}
