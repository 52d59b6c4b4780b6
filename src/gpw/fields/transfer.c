#include "gpw/fields/transfer.h"

#include <stdlib.h>
#include <string.h>

struct hc_gpw_transfer {
    size_t nlevel;
    size_t n[HC_GRID_LEVELS][3];
    hc_fft *fft[HC_GRID_LEVELS];
};

/* Frequencies of n points that have a partner of opposite sign: -limit ... limit. */
static size_t limit(size_t n)
{
    return (n - 1) / 2;
}

hc_status hc_gpw_transfer_create(hc_context *ctx, const hc_multigrid *multigrid, hc_gpw_transfer **transfer)
{
    hc_status status = HC_OK;
    hc_gpw_transfer *made = NULL;
    *transfer = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->nlevel = multigrid->nlevel;
    for (size_t i = 0; i < made->nlevel; i++) {
        for (int k = 0; k < 3; k++) {
            made->n[i][k] = multigrid->level[i].n[k];
            if (i > 0 && made->n[i][k] > made->n[i - 1][k]) {
                HC_TRY(hc_fail(ctx, HC_ERROR_INTERNAL, "grid level %zu has more points than the one before", i));
            }
        }
        HC_TRY(hc_fft_create(ctx, made->n[i], &made->fft[i]));
    }
    *transfer = made;
    made = NULL;
cleanup:
    hc_gpw_transfer_free(made);
    return status;
}

void hc_gpw_transfer_free(hc_gpw_transfer *transfer)
{
    if (transfer != NULL) {
        for (size_t i = 0; i < transfer->nlevel; i++) {
            hc_fft_free(transfer->fft[i]);
        }
        free(transfer);
    }
}

const hc_fft *hc_gpw_transfer_fft(const hc_gpw_transfer *transfer)
{
    return transfer->fft[0];
}

/* Index of frequency h = -limit ... limit among n points, for h = place - limit. */
static size_t wrapped(size_t place, size_t half, size_t n)
{
    return place >= half ? place - half : n + place - half;
}

/* fine += scale coarse (up), or coarse = scale fine (down, coarse zeroed before), on the frequencies both can hold. */
static void exchange(const size_t fine_n[3], double complex *fine, const size_t n[3], double complex *coarse,
                     double scale, bool up)
{
    size_t half[3] = {limit(n[0]), limit(n[1]), limit(n[2])};
    size_t fine_row = fine_n[0] / 2 + 1, row = n[0] / 2 + 1;
#pragma omp parallel for schedule(static)
    for (size_t c = 0; c < 2 * half[2] + 1; c++) {
        for (size_t b = 0; b < 2 * half[1] + 1; b++) {
            double complex *f =
                fine + (wrapped(c, half[2], fine_n[2]) * fine_n[1] + wrapped(b, half[1], fine_n[1])) * fine_row;
            double complex *g = coarse + (wrapped(c, half[2], n[2]) * n[1] + wrapped(b, half[1], n[1])) * row;
            for (size_t a = 0; a <= half[0]; a++) {
                if (up) {
                    f[a] += scale * g[a];
                } else {
                    g[a] = scale * f[a];
                }
            }
        }
    }
}

static double count_of(const size_t n[3])
{
    return (double)n[0] * (double)n[1] * (double)n[2];
}

/* What the first coarse level, and so all of them, can hold: the size of a grid for just that. */
static void low_size(const hc_gpw_transfer *transfer, size_t half[3], size_t n[3])
{
    for (int k = 0; k < 3; k++) {
        half[k] = limit(transfer->n[1][k]);
        n[k] = 2 * half[k] + 1;
    }
}

hc_status hc_gpw_transfer_gather(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *rho)
{
    hc_status status = HC_OK;
    size_t half[3], n[3];
    double complex *low, *coarse;
    if (transfer->nlevel < 2) {
        return HC_OK;
    }
    low_size(transfer, half, n);
    HC_TRY(hc_fft_scratch(ctx, transfer->fft[0], hc_fft_low_size(transfer->fft[0], half), &low));
    memset(low, 0, n[2] * n[1] * (half[0] + 1) * sizeof *low);
    for (size_t i = 1; i < transfer->nlevel; i++) {
        HC_TRY(hc_fft_scratch(ctx, transfer->fft[i], hc_fft_coefficient_count(transfer->fft[i]), &coarse));
        hc_fft_forward(transfer->fft[i], rho[i], coarse);
        exchange(n, low, transfer->n[i], coarse, 1.0 / count_of(transfer->n[i]), true);
    }
    hc_fft_backward_low(transfer->fft[0], half, low, rho[0]);
cleanup:
    return status;
}

hc_status hc_gpw_transfer_down(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *v)
{
    hc_status status = HC_OK;
    size_t half[3], n[3];
    double complex *low, *coarse;
    if (transfer->nlevel < 2) {
        return HC_OK;
    }
    low_size(transfer, half, n);
    HC_TRY(hc_fft_scratch(ctx, transfer->fft[0], hc_fft_low_size(transfer->fft[0], half), &low));
    hc_fft_forward_low(transfer->fft[0], half, v[0], low);
    for (size_t i = 1; i < transfer->nlevel; i++) {
        size_t ncoefficient = hc_fft_coefficient_count(transfer->fft[i]);
        HC_TRY(hc_fft_scratch(ctx, transfer->fft[i], ncoefficient, &coarse));
        memset(coarse, 0, ncoefficient * sizeof *coarse);
        exchange(n, low, transfer->n[i], coarse, 1.0 / count_of(transfer->n[0]), false);
        hc_fft_backward(transfer->fft[i], coarse, v[i]);
    }
cleanup:
    return status;
}
