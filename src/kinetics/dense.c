#include "kinetics/dense.h"

#include <math.h>

static double row_size(size_t n, const double *row)
{
    double size = 0.0;
    for (size_t j = 0; j < n; j++) {
        size = fmax(size, fabs(row[j]));
    }
    return size;
}

static void swap_rows(size_t n, double *a, size_t *permutation, size_t i, size_t k)
{
    for (size_t j = 0; j < n; j++) {
        double keep = a[i * n + j];
        a[i * n + j] = a[k * n + j];
        a[k * n + j] = keep;
    }
    size_t keep = permutation[i];
    permutation[i] = permutation[k];
    permutation[k] = keep;
}

bool hc_dense_factor(size_t n, double *a, size_t *permutation)
{
    for (size_t i = 0; i < n; i++) {
        permutation[i] = i;
    }
    for (size_t k = 0; k < n; k++) {
        size_t best = k;
        double best_size = 0.0;
        for (size_t i = k; i < n; i++) {
            double size = row_size(n - k, &a[i * n + k]);
            double relative = size > 0.0 ? fabs(a[i * n + k]) / size : 0.0;
            if (relative > best_size) {
                best = i;
                best_size = relative;
            }
        }
        if (!(best_size > 0.0)) {
            return false;
        }
        if (best != k) {
            swap_rows(n, a, permutation, k, best);
        }
        for (size_t i = k + 1; i < n; i++) {
            double factor = a[i * n + k] / a[k * n + k];
            a[i * n + k] = factor;
            for (size_t j = k + 1; factor != 0.0 && j < n; j++) {
                a[i * n + j] -= factor * a[k * n + j];
            }
        }
    }
    return true;
}

void hc_dense_solve(size_t n, const double *a, const size_t *permutation, double *b, double *scratch)
{
    for (size_t i = 0; i < n; i++) {
        scratch[i] = b[permutation[i]];
        for (size_t j = 0; j < i; j++) {
            scratch[i] -= a[i * n + j] * scratch[j];
        }
    }
    for (size_t i = n; i-- > 0;) {
        double sum = scratch[i];
        for (size_t j = i + 1; j < n; j++) {
            sum -= a[i * n + j] * b[j];
        }
        b[i] = sum / a[i * n + i];
    }
}
