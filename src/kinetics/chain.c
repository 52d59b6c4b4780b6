#include "kinetics/chain.h"

#include <math.h>

double hc_log_add(double a, double b)
{
    double high = a > b ? a : b, low = a > b ? b : a;
    return high - low < 40.0 ? high + log1p(exp(low - high))
                             : high; /* also for -infinity: the difference is NaN or inf */
}

/* Takes state k out of the chain of states 0 ... k; its rates to the others become shares of the way out. */
static bool eliminate(size_t n, size_t k, double *rate)
{
    double out = -INFINITY;
    for (size_t j = 0; j < k; j++) {
        out = hc_log_add(out, rate[k * n + j]);
    }
    if (!isfinite(out)) {
        return false;
    }
    for (size_t i = 0; i < k; i++) {
        double *in = &rate[i * n + k];
        if (!isfinite(*in)) {
            continue;
        }
        *in -= out;
        for (size_t j = 0; j < k; j++) {
            if (j != i && isfinite(rate[k * n + j])) {
                rate[i * n + j] = hc_log_add(rate[i * n + j], *in + rate[k * n + j]);
            }
        }
    }
    return true;
}

bool hc_chain_steady(size_t n, double *rate, double *log_probability)
{
    for (size_t k = n; k-- > 1;) {
        if (!eliminate(n, k, rate)) {
            return false;
        }
    }
    double total = 0.0;
    log_probability[0] = 0.0;
    for (size_t k = 1; k < n; k++) {
        double sum = -INFINITY;
        for (size_t i = 0; i < k; i++) {
            if (isfinite(rate[i * n + k])) {
                sum = hc_log_add(sum, log_probability[i] + rate[i * n + k]);
            }
        }
        if (!isfinite(sum)) {
            return false;
        }
        log_probability[k] = sum;
        total = hc_log_add(total, sum);
    }
    for (size_t k = 0; k < n; k++) {
        log_probability[k] -= total;
    }
    return true;
}
