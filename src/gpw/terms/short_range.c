#include "gpw/terms/short_range.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "gpw/terms/shells.h"
#include "halfcell/units.h"

/* As many doubles as there are lanes; the compiler makes of it what the processor has. */
typedef double vector __attribute__((vector_size(64)));
typedef int64_t integers __attribute__((vector_size(64)));

/* Of a place's powers, one that is 1 needs no lower term; else any that is not 0. */
static int axis_of(const unsigned char *power)
{
    int axis = -1;
    for (int k = 0; k < 3; k++) {
        if (power[k] == 1) {
            return k;
        }
        axis = power[k] > 0 ? k : axis;
    }
    return axis;
}

static unsigned char shifted(const unsigned char *power, int axis, int by)
{
    int moved[3] = {power[0], power[1], power[2]};
    moved[axis] += by;
    return (unsigned char)hc_cartesian_place(moved[0], moved[1], moved[2]);
}

void hc_gpw_hermite_rules_fill(hc_gpw_hermite_rules *rules)
{
    memset(rules, 0, sizeof *rules);
    hc_gpw_cartesian_powers(HC_GPW_HERMITE_MAX, rules->power);
    for (size_t place = 0; place < HC_GPW_HERMITES; place++) {
        const unsigned char *power = rules->power[place];
        int axis = axis_of(power);
        if (axis >= 0) {
            rules->rule[place].axis = (unsigned char)axis;
            rules->rule[place].from = shifted(power, axis, -1);
            rules->rule[place].factor = (unsigned char)(power[axis] - 1);
            rules->rule[place].lower = power[axis] > 1 ? shifted(power, axis, -2) : 0;
        }
        for (int k = 0; power[0] + power[1] + power[2] < HC_GPW_HERMITE_MAX && k < 3; k++) {
            rules->raised[k][place] = shifted(power, k, 1);
        }
    }
}

/* q[0]: (pi/t)^(3/2) sum_k c_k r_loc^(-2k) sum_m C(k,m) (p/t)^(2m) s^m t^(m-k) Gamma(k+3/2)/Gamma(m+3/2), t = p +
 * gamma: moments of a Gaussian about a point beside it. */
static void first_polynomial(const hc_gpw_potential *potential, double p, hc_gpw_short_range *function)
{
    double radius2 = potential->local_radius * potential->local_radius, total = p + 0.5 / radius2;
    double root = sqrt(HC_PI / total), shift = p * p / (total * total);
    double scale = root * root * root, shift_power = 1.0;
    for (size_t k = 0; k < potential->nlocal; k++) {
        double term = scale * potential->local[k] * shift_power; /* m = k */
        for (size_t m = k + 1; m-- > 0;) {
            function->q[0][m] += term;
            term *= (double)m / (double)(k - m + 1) * ((double)m + 0.5) / (total * shift);
        }
        shift_power *= shift;
        scale /= radius2;
    }
}

void hc_gpw_short_range_prepare(const hc_gpw_potential *potential, double p, int order, hc_gpw_short_range *function)
{
    double gamma = 0.5 / (potential->local_radius * potential->local_radius);
    function->omega = p * gamma / (p + gamma);
    function->nterm = potential->nlocal;
    memset(function->q[0], 0, sizeof function->q[0]);
    first_polynomial(potential, p, function);
    for (int n = 0; n < order; n++) {
        for (size_t k = 0; k < function->nterm; k++) {
            double slope = k + 1 < function->nterm ? (double)(k + 1) * function->q[n][k + 1] : 0.0;
            function->q[n + 1][k] = 2.0 * (slope - function->omega * function->q[n][k]);
        }
    }
}

/* exp(x) for -700 < x <= 0: x = k ln 2 + f, 2^k by its bits, e^f by its series to f^13. */
static inline void exponential(const vector *argument, vector *result)
{
    static const double series[] = {1.0 / 6227020800.0,
                                    1.0 / 479001600.0,
                                    1.0 / 39916800.0,
                                    1.0 / 3628800.0,
                                    1.0 / 362880.0,
                                    1.0 / 40320.0,
                                    1.0 / 5040.0,
                                    1.0 / 720.0,
                                    1.0 / 120.0,
                                    1.0 / 24.0,
                                    1.0 / 6.0,
                                    0.5,
                                    1.0,
                                    1.0};
    const double round = 0x1.8p52; /* the sum's last bits are a whole number */
    vector x = *argument, sum = x * 1.4426950408889634 + round, k = sum - round;
    vector f = (x - k * 0x1.62e42fee00000p-1) - k * 0x1.a39ef35793c76p-33;
    vector value = {0};
    for (size_t i = 0; i < sizeof series / sizeof series[0]; i++) {
        value = value * f + series[i];
    }
    integers bits;
    memcpy(&bits, &sum, sizeof bits);
    bits = (bits + (1023 - 0x4338000000000000)) << 52;
    vector power;
    memcpy(&power, &bits, sizeof power);
    *result = value * power;
}

/* Derivatives of total order 0 ... degree from those of one level above, of total order 0 ... degree - 1. */
static inline void raise_level(const hc_gpw_hermite_rules *rules, int degree, const vector axis[3], const vector *above,
                               vector *level)
{
    size_t count = HC_CARTESIAN_TOTAL(degree);
    for (size_t place = 1; place < count; place++) {
        vector value = axis[rules->rule[place].axis] * above[rules->rule[place].from];
        if (rules->rule[place].factor) {
            value += (double)rules->rule[place].factor * above[rules->rule[place].lower];
        }
        level[place] = value;
    }
}

const hc_gpw_hermites *hc_gpw_short_range_hermites(const hc_gpw_short_range *function, int order,
                                                   const hc_gpw_hermite_rules *rules, const hc_gpw_lanes *lanes,
                                                   hc_gpw_hermites buffer[2])
{
    vector axis[3], used;
    for (size_t k = 0; k < HC_GPW_LANES; k++) {
        bool in = k < lanes->count;
        axis[0][k] = in ? lanes->x[k] : 0.0;
        axis[1][k] = in ? lanes->y[k] : 0.0;
        axis[2][k] = in ? lanes->z[k] : 0.0;
        used[k] = in ? 1.0 : 0.0;
    }
    vector s = axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2];
    vector argument = -function->omega * s, gaussian;
    exponential(&argument, &gaussian);
    gaussian *= used;
    for (int n = order; n >= 0; n--) {
        vector *level = (vector *)buffer[n % 2].value;
        vector value = {0};
        for (size_t k = function->nterm; k-- > 0;) {
            value = value * s + function->q[n][k];
        }
        level[0] = value * gaussian;
        raise_level(rules, order - n, axis, (const vector *)buffer[(n + 1) % 2].value, level);
    }
    return &buffer[0];
}
