/* The short-ranged local potential of ions, V(r) = exp(-r^2/(2 r_loc^2)) sum_k local[k] (r/r_loc)^(2k), under a
 * Gaussian: F(R) = integral of exp(-p |r - P|^2) V(r - C), R = P - C, with its derivatives (Hermite integrals). Several
 * centers C go together, one a lane. See docs/theory/gpw-integrals.md. */
#ifndef HC_GPW_TERMS_SHORT_RANGE_H
#define HC_GPW_TERMS_SHORT_RANGE_H

#include "gpw/harmonics.h"
#include "gpw/potential.h"

enum {
    HC_GPW_HERMITE_MAX = 2 * HC_GPW_LMAX + 1, /* with the derivative for forces */
    HC_GPW_HERMITES = (HC_GPW_HERMITE_MAX + 1) * (HC_GPW_HERMITE_MAX + 2) * (HC_GPW_HERMITE_MAX + 3) / 6,
    HC_GPW_LANES = 8
};

/* How the derivative at a place comes from lower ones: axis * from + factor * lower; and its neighbours above. */
typedef struct hc_gpw_hermite_rules {
    struct {
        unsigned char axis, from, lower, factor;
    } rule[HC_GPW_HERMITES];
    unsigned char raised[3][HC_GPW_HERMITES]; /* place with one more of an axis; below HC_GPW_HERMITE_MAX */
    unsigned char power[HC_GPW_HERMITES][3];
} hc_gpw_hermite_rules;

/* F and its derivatives by s = R^2: (2 d/ds)^n F = exp(-omega s) sum_k q[n][k] s^k. */
typedef struct hc_gpw_short_range {
    double omega;
    size_t nterm;
    double q[HC_GPW_HERMITE_MAX + 1][HC_GPW_LOCAL_MAX];
} hc_gpw_short_range;

/* Up to HC_GPW_LANES vectors P - C, bohr, and whose they are. */
typedef struct hc_gpw_lanes {
    size_t count;
    double x[HC_GPW_LANES], y[HC_GPW_LANES], z[HC_GPW_LANES];
    size_t atom[HC_GPW_LANES];
} hc_gpw_lanes;

/* value[place][lane]: d^t/dx^t d^u/dy^u d^v/dz^v F with place = hc_cartesian_place(t, u, v); zero in unused lanes. */
typedef struct hc_gpw_hermites {
    double value[HC_GPW_HERMITES][HC_GPW_LANES];
} __attribute__((aligned(64))) hc_gpw_hermites;

void hc_gpw_hermite_rules_fill(hc_gpw_hermite_rules *rules);
/* q for n = 0 ... order. */
void hc_gpw_short_range_prepare(const hc_gpw_potential *potential, double p, int order, hc_gpw_short_range *function);
/* Derivatives of total order 0 ... order (not more than was prepared), in the first of the two buffers, which is
 * returned. */
const hc_gpw_hermites *hc_gpw_short_range_hermites(const hc_gpw_short_range *function, int order,
                                                   const hc_gpw_hermite_rules *rules, const hc_gpw_lanes *lanes,
                                                   hc_gpw_hermites buffer[2]);

#endif
