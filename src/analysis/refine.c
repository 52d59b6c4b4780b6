#include "analysis/refine.h"

#include <math.h>
#include <string.h>

#include "math/fft.h"

/* Copies the frequencies -h ... h of each direction, h = (n - 1)/2; coefficients [n2][n1][n0/2 + 1]. */
static void copy_waves(const size_t n[3], const double complex *from, const size_t fine[3], double complex *to)
{
    size_t row = n[0] / 2 + 1, fine_row = fine[0] / 2 + 1;
    long h[3] = {((long)n[0] - 1) / 2, ((long)n[1] - 1) / 2, ((long)n[2] - 1) / 2};
    double scale = 1.0 / ((double)n[0] * (double)n[1] * (double)n[2]);
    for (long c = -h[2]; c <= h[2]; c++) {
        for (long b = -h[1]; b <= h[1]; b++) {
            size_t k = (size_t)(c < 0 ? c + (long)n[2] : c), j = (size_t)(b < 0 ? b + (long)n[1] : b);
            size_t fine_k = (size_t)(c < 0 ? c + (long)fine[2] : c), fine_j = (size_t)(b < 0 ? b + (long)fine[1] : b);
            for (size_t i = 0; i <= (size_t)h[0]; i++) {
                to[(fine_k * fine[1] + fine_j) * fine_row + i] = scale * from[(k * n[1] + j) * row + i];
            }
        }
    }
}

hc_status hc_field_refine(hc_context *ctx, const hc_field *field, size_t times, hc_field **fine)
{
    const size_t n[3] = {times * field->n[0], times * field->n[1], times * field->n[2]};
    hc_fft *coarse_fft = NULL, *fine_fft = NULL;
    double complex *waves = NULL, *fine_waves = NULL;
    double *values = NULL;
    hc_field *made = NULL;
    hc_status status = HC_OK;
    *fine = NULL;
    HC_TRY(hc_field_create(ctx, n, &field->cell, field->origin, &made));
    HC_TRY(hc_fft_create(ctx, field->n, &coarse_fft));
    HC_TRY(hc_fft_create(ctx, n, &fine_fft));
    HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(coarse_fft), &waves));
    HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(fine_fft), &fine_waves));
    HC_TRY(hc_fft_allocate_real(ctx, made->count, &values)); /* aligned, and first the coarse ones */
    memcpy(values, field->value, field->count * sizeof *values);
    hc_fft_forward(coarse_fft, values, waves);
    memset(fine_waves, 0, hc_fft_coefficient_count(fine_fft) * sizeof *fine_waves);
    copy_waves(field->n, waves, n, fine_waves);
    hc_fft_backward(fine_fft, fine_waves, values);
    memcpy(made->value, values, made->count * sizeof *values);
    *fine = made;
    made = NULL;
cleanup:
    hc_fft_free(coarse_fft);
    hc_fft_free(fine_fft);
    hc_fft_release(waves);
    hc_fft_release(fine_waves);
    hc_fft_release(values);
    hc_field_free(made);
    return status;
}

hc_status hc_cube_refine(hc_context *ctx, hc_cube *cube, size_t times)
{
    hc_field *fine = NULL;
    if (times <= 1) {
        return HC_OK;
    }
    hc_status status = hc_field_refine(ctx, cube->field, times, &fine);
    if (status == HC_OK) {
        hc_field_free(cube->field);
        cube->field = fine;
    }
    return status;
}

size_t hc_field_refinement(const hc_field *field, double step, double points)
{
    double longest = 0.0;
    for (int k = 0; k < 3; k++) {
        longest = fmax(longest, hc_vec3_norm(field->cell.row[k]) / (double)field->n[k]);
    }
    double times = fmax(1.0, ceil(longest / step - 1e-9));
    while (times > 1.0 && (double)field->count * times * times * times > points) {
        times -= 1.0;
    }
    return (size_t)times;
}
