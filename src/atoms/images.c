#include "atoms/images.h"

#include <stdlib.h>

/* Dual vectors within the span of the periodic lattice vectors: rows of (A A^T)^-1 A. */
static hc_status find_dual(hc_context *ctx, hc_images *images)
{
    hc_mat3 metric = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
    double scale = 1.0;
    for (int k = 0; k < images->nperiodic; k++) {
        for (int l = 0; l < images->nperiodic; l++) {
            *hc_vec3_at(&metric.row[k], l) = hc_vec3_dot(images->vector[k], images->vector[l]);
        }
        scale *= hc_vec3_norm2(images->vector[k]);
    }
    double determinant = hc_mat3_determinant(&metric);
    if (!(determinant > 1e-12 * scale)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "the cell is flat: its periodic lattice vectors must be finite and linearly independent");
    }
    hc_mat3 inverse = hc_mat3_inverse(&metric);
    for (int k = 0; k < images->nperiodic; k++) {
        images->dual[k] = (hc_vec3){0.0, 0.0, 0.0};
        for (int l = 0; l < images->nperiodic; l++) {
            images->dual[k] = hc_vec3_axpy(images->dual[k], hc_vec3_get(inverse.row[k], l), images->vector[l]);
        }
    }
    return HC_OK;
}

/* Longest in-lattice part that hc_images_reduce can leave: half the longest diagonal. */
static double half_diagonal(const hc_images *images)
{
    double longest = 0.0;
    for (int corner = 0; corner < 8; corner++) {
        hc_vec3 d = {0.0, 0.0, 0.0};
        for (int k = 0; k < images->nperiodic; k++) {
            d = hc_vec3_axpy(d, (corner >> k) & 1 ? 0.5 : -0.5, images->vector[k]);
        }
        longest = fmax(longest, hc_vec3_norm(d));
    }
    return longest;
}

typedef struct translation {
    hc_vec3 t;
    double length;
    int n[3];
} translation;

static int compare_translations(const void *left, const void *right)
{
    const translation *a = left, *b = right;
    if (a->length != b->length) {
        return a->length < b->length ? -1 : 1;
    }
    for (int k = 0; k < 3; k++) {
        if (a->n[k] != b->n[k]) {
            return a->n[k] < b->n[k] ? -1 : 1;
        }
    }
    return 0;
}

/* Collects the translations no longer than `reach` into list (NULL: counts only). */
static size_t collect(const hc_images *images, const int range[3], double reach, translation *list)
{
    size_t count = 0;
    for (int i = -range[0]; i <= range[0]; i++) {
        for (int j = -range[1]; j <= range[1]; j++) {
            for (int k = -range[2]; k <= range[2]; k++) {
                int n[3] = {i, j, k};
                hc_vec3 t = {0.0, 0.0, 0.0};
                for (int l = 0; l < images->nperiodic; l++) {
                    t = hc_vec3_axpy(t, n[l], images->vector[l]);
                }
                double length = hc_vec3_norm(t);
                if (length > reach) {
                    continue;
                }
                if (list) {
                    list[count] = (translation){t, length, {i, j, k}};
                }
                count++;
            }
        }
    }
    return count;
}

static hc_status fill(hc_context *ctx, hc_images *images)
{
    hc_status status;
    translation *list = NULL;
    double reach = (images->cutoff + half_diagonal(images)) * (1.0 + 1e-12);
    int range[3] = {0, 0, 0};
    double most = 1.0;
    for (int k = 0; k < images->nperiodic; k++) {
        double whole = floor(reach * hc_vec3_norm(images->dual[k]));
        most *= 2.0 * whole + 1.0;
        if (!(most < 1e8)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the cell is too small or too skewed for a pair cutoff of %g bohr",
                           images->cutoff);
        }
        range[k] = (int)whole;
    }
    images->count = collect(images, range, reach, NULL);
    HC_TRY(hc_allocate(ctx, images->count, sizeof *list, &list));
    HC_TRY(hc_allocate(ctx, images->count, sizeof(double), &images->x));
    HC_TRY(hc_allocate(ctx, images->count, sizeof(double), &images->y));
    HC_TRY(hc_allocate(ctx, images->count, sizeof(double), &images->z));
    HC_TRY(hc_allocate(ctx, images->count, sizeof(double), &images->length));
    collect(images, range, reach, list);
    qsort(list, images->count, sizeof *list, compare_translations);
    for (size_t m = 0; m < images->count; m++) {
        images->x[m] = list[m].t.x;
        images->y[m] = list[m].t.y;
        images->z[m] = list[m].t.z;
        images->length[m] = list[m].length;
    }
cleanup:
    free(list);
    return status;
}

hc_status hc_images_create(hc_context *ctx, const hc_structure *structure, double cutoff, hc_images **images)
{
    hc_status status;
    hc_images *made = NULL;
    *images = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->cutoff = cutoff;
    for (int k = 0; k < 3; k++) {
        if (structure->periodic[k]) {
            made->vector[made->nperiodic++] = structure->cell.row[k];
        }
    }
    HC_TRY(find_dual(ctx, made));
    HC_TRY(fill(ctx, made));
    *images = made;
    made = NULL;
cleanup:
    hc_images_free(made);
    return status;
}

void hc_images_free(hc_images *images)
{
    if (images) {
        free(images->x);
        free(images->y);
        free(images->z);
        free(images->length);
        free(images);
    }
}
