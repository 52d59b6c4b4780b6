#include "engine/occupation.h"

#include <math.h>

/* 1 / (1 + exp(x)) without overflow. */
static double fermi_function(double x)
{
    return x > 0.0 ? exp(-x) / (1.0 + exp(-x)) : 1.0 / (1.0 + exp(x));
}

static double fill(size_t n, const double *energy, double level, double kT, double *f, double *slope)
{
    double sum = 0.0;
    *slope = 0.0;
    for (size_t i = 0; i < n; i++) {
        f[i] = fermi_function((energy[i] - level) / kT);
        sum += f[i];
        *slope += f[i] * (1.0 - f[i]) / kT;
    }
    return sum;
}

/* x ln x, with its limit 0. */
static double x_log_x(double x)
{
    return x > 0.0 ? x * log(x) : 0.0;
}

/* Between the highest filled and the lowest empty level, where the count of electrons is to be found. */
static double first_guess(size_t n, const double *energy, double electrons)
{
    size_t filled = (size_t)ceil(electrons - 1e-9);
    if (electrons - floor(electrons) > 1e-9 || filled == 0 || filled == n) {
        return energy[filled == 0 ? 0 : filled - 1];
    }
    return 0.5 * (energy[filled - 1] + energy[filled]);
}

void hc_occupy(size_t n, const double *energy, double electrons, double kT, double *f, hc_occupation *occupation)
{
    double low = energy[0] - 60.0 * kT - 1.0, high = energy[n - 1] + 60.0 * kT + 1.0;
    double level = first_guess(n, energy, electrons);
    for (int iteration = 0; iteration < 200; iteration++) {
        double slope, excess = fill(n, energy, level, kT, f, &slope) - electrons;
        if (fabs(excess) < 1e-13 * (double)(n + 1)) {
            break;
        }
        if (excess > 0.0) {
            high = level;
        } else {
            low = level;
        }
        double next = level - excess / slope; /* infinite where the slope vanishes: then the bracket is halved */
        level = next > low && next < high ? next : 0.5 * (low + high);
    }
    occupation->fermi_level = level;
    occupation->minus_ts = 0.0;
    for (size_t i = 0; i < n; i++) {
        occupation->minus_ts += kT * (x_log_x(f[i]) + x_log_x(1.0 - f[i]));
    }
}

double hc_occupation_shift(size_t n, const double *f, const double *d, size_t stride)
{
    double sum = 0.0, weight = 0.0;
    for (size_t i = 0; i < n; i++) {
        double w = f[i] * (1.0 - f[i]);
        sum += w > 0.0 ? w * d[i * stride] : 0.0;
        weight += w;
    }
    return weight > 0.0 ? sum / weight : 0.0;
}

double hc_occupation_change(size_t n, const double *energy, const double *f, double fermi_level, double kT,
                            const double *d, size_t stride)
{
    double shift = hc_occupation_shift(n, f, d, stride), largest = 0.0;
    for (size_t i = 0; i < n; i++) {
        double level = energy[i] + d[i * stride] - shift - fermi_level;
        largest = fmax(largest, fabs(fermi_function(level / kT) - f[i]));
    }
    return largest;
}
