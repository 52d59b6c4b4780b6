#include "gpw/fields/transfer.h"

#include <stdlib.h>

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
            if (made->n[i][k] > made->n[0][k]) {
                HC_TRY(hc_fail(ctx, HC_ERROR_INTERNAL, "grid level %zu has more points than level 0", i));
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

hc_status hc_gpw_transfer_up(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *rho,
                             double complex *rho_g)
{
    hc_status status = HC_OK;
    double complex *coarse = NULL;
    if (transfer->nlevel > 1) {
        HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(transfer->fft[1]), &coarse));
    }
    hc_fft_forward(transfer->fft[0], rho[0], rho_g);
    for (size_t i = 1; i < transfer->nlevel; i++) {
        hc_fft_forward(transfer->fft[i], rho[i], coarse);
        exchange(transfer->n[0], rho_g, transfer->n[i], coarse, count_of(transfer->n[0]) / count_of(transfer->n[i]),
                 true);
    }
cleanup:
    hc_fft_release(coarse);
    return status;
}

hc_status hc_gpw_transfer_down(hc_context *ctx, const hc_gpw_transfer *transfer, double *const *v)
{
    hc_status status = HC_OK;
    double complex *fine = NULL, *coarse = NULL;
    if (transfer->nlevel < 2) {
        return HC_OK;
    }
    HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(transfer->fft[0]), &fine));
    HC_TRY(hc_fft_allocate_complex(ctx, hc_fft_coefficient_count(transfer->fft[1]), &coarse));
    hc_fft_forward(transfer->fft[0], v[0], fine);
    for (size_t i = 1; i < transfer->nlevel; i++) {
        size_t ncoefficient = hc_fft_coefficient_count(transfer->fft[i]);
        for (size_t c = 0; c < ncoefficient; c++) {
            coarse[c] = 0.0;
        }
        exchange(transfer->n[0], fine, transfer->n[i], coarse, 1.0 / count_of(transfer->n[0]), false);
        hc_fft_backward(transfer->fft[i], coarse, v[i]);
    }
cleanup:
    hc_fft_release(fine);
    hc_fft_release(coarse);
    return status;
}
