/* A switch for interactions that end at a distance. */
#ifndef HC_MATH_SWITCH_OFF_H
#define HC_MATH_SWITCH_OFF_H

/* From 1 at cutoff - width to 0 at the cutoff, with continuous second derivative. */
static inline double hc_switch_off(double r, double cutoff, double width, double *derivative)
{
    double x = (r - cutoff + width) / width;
    *derivative = 0.0;
    if (x <= 0.0) {
        return 1.0;
    }
    if (x >= 1.0) {
        return 0.0;
    }
    *derivative = -30.0 * x * x * (1.0 - x) * (1.0 - x) / width;
    return 1.0 - x * x * x * (10.0 - 15.0 * x + 6.0 * x * x);
}

#endif
