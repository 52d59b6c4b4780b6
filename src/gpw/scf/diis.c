#include "gpw/scf/diis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define DIIS_MAX 20

struct hc_gpw_diis {
    size_t count, limit, kept, next; /* next: place of the next entry, round and round */
    double *vector[DIIS_MAX], *error[DIIS_MAX];
    double product[DIIS_MAX][DIIS_MAX]; /* of the errors */
};

void hc_gpw_diis_free(hc_gpw_diis *diis)
{
    if (diis) {
        for (size_t i = 0; i < diis->limit; i++) {
            free(diis->vector[i]);
            free(diis->error[i]);
        }
        free(diis);
    }
}

hc_status hc_gpw_diis_create(hc_context *ctx, size_t count, size_t limit, hc_gpw_diis **diis)
{
    hc_gpw_diis *d = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *d, &d));
    d->count = count;
    d->limit = limit < 1 ? 1 : limit > DIIS_MAX ? DIIS_MAX : limit;
    for (size_t i = 0; i < d->limit; i++) {
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->vector[i]));
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->error[i]));
    }
    *diis = d;
    d = NULL;
cleanup:
    hc_gpw_diis_free(d);
    return status;
}

void hc_gpw_diis_reset(hc_gpw_diis *diis)
{
    diis->kept = diis->next = 0;
}

static void keep(hc_gpw_diis *d, const double *vector, const double *error)
{
    size_t place = d->next;
    memcpy(d->vector[place], vector, d->count * sizeof *vector);
    memcpy(d->error[place], error, d->count * sizeof *error);
    d->next = (place + 1) % d->limit;
    d->kept += d->kept < d->limit;
    for (size_t i = 0; i < d->kept; i++) {
        d->product[i][place] = d->product[place][i] = hc_dot(d->count, d->error[i], d->error[place]);
    }
}

/* Weights that sum to one and make the combined error smallest. With u_i = w_i |e_i| the problem is well scaled however
 * much the errors have fallen. */
static hc_status find_weights(hc_context *ctx, const hc_gpw_diis *d, double *weight)
{
    size_t n = d->kept;
    double a[DIIS_MAX * DIIS_MAX], b[DIIS_MAX], inverse_norm[DIIS_MAX], sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        inverse_norm[i] = 1.0 / sqrt(fmax(d->product[i][i], 1e-300));
        b[i] = inverse_norm[i]; /* any multiple of it: the weights are normalised below */
    }
    double scale = b[(d->next + d->limit - 1) % d->limit];
    for (size_t i = 0; i < n; i++) {
        b[i] /= scale;
        for (size_t j = 0; j < n; j++) {
            a[i * n + j] = d->product[i][j] * inverse_norm[i] * inverse_norm[j];
        }
    }
    hc_status status = hc_least_squares(ctx, n, n, a, b, 1e-12, weight);
    for (size_t i = 0; status == HC_OK && i < n; i++) {
        weight[i] *= inverse_norm[i];
        sum += weight[i];
    }
    for (size_t i = 0; status == HC_OK && i < n; i++) {
        weight[i] /= sum;
    }
    return status;
}

hc_status hc_gpw_diis_step(hc_context *ctx, hc_gpw_diis *d, double *vector, const double *error)
{
    double weight[DIIS_MAX];
    keep(d, vector, error);
    hc_status status = find_weights(ctx, d, weight);
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(static)
    for (size_t k = 0; k < d->count; k++) {
        double sum = 0.0;
        for (size_t i = 0; i < d->kept; i++) {
            sum += weight[i] * d->vector[i][k];
        }
        vector[k] = sum;
    }
    return HC_OK;
}
