/* Free energy and work along a collective variable, from its mean force, with errors.
 *
 * Everything is in atomic units and the unit of xi (bohr, radian, a pure number): gradients dA/dxi in hartree per unit
 * of xi. A profile is a linear function of its gradients, so errors are propagated exactly, and those of maxima by
 * sampling the gradients. */
#ifndef HC_SAMPLING_PROFILE_H
#define HC_SAMPLING_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/table.h"
#include "halfcell/context.h"

/* How gradients at windows are integrated. */
typedef enum hc_profile_rule {
    HC_PROFILE_SPLINE,   /* cubic spline through the gradients (not-a-knot ends): smooth profiles, error O(h^4) */
    HC_PROFILE_TRAPEZOID /* straight lines between the gradients: never overshoots */
} hc_profile_rule;

/* NULL-terminated names of the rules for keywords, in their order: "spline", "trapezoid". */
extern const char *const hc_profile_rule_names[];

typedef struct hc_profile {
    size_t count;           /* points, xi ascending */
    double *xi;             /* [count], owned */
    double *energy;         /* free energy or work from the start to xi, [count], owned */
    double *error;          /* standard error of energy, [count], owned; 0 at the start */
    size_t ngradient;       /* windows or bins */
    double *gradient_xi;    /* [ngradient], ascending, owned */
    double *gradient;       /* mean dA/dxi, [ngradient], owned */
    double *gradient_error; /* its standard error, [ngradient], owned */
    double *weight;         /* energy[k] = sum_j weight[k * ngradient + j] gradient[j], owned */
    bool descending;        /* the process starts at the largest xi */
    double inefficiency;    /* of the gradients' fluctuations, in samples; NaN for windows */
} hc_profile;

void hc_profile_free(hc_profile *profile);

/* Blue moon windows. xi, gradient, error [nwindow], any order, no xi twice, at least 2. `refine` points an interval
 * between windows (1: only the windows themselves; 0 stands for 10), so that the maximum is found between windows.
 * `descending`: the process starts at the largest xi. */
HC_MUST_CHECK hc_status hc_profile_from_windows(hc_context *ctx, size_t nwindow, const double *xi,
                                                const double *gradient, const double *error, hc_profile_rule rule,
                                                size_t refine, bool descending, hc_profile **profile);

/* Slow growth: the series of one run. */
typedef struct hc_growth {
    size_t count;           /* steps */
    const double *xi;       /* [count], monotonic: rising or falling, may rest; borrowed */
    const double *gradient; /* instantaneous -lambda + kT G, [count], borrowed */
    const double *weight;   /* Z^-1/2, [count], borrowed; NULL: all one */
} hc_growth;

/* Work by integrating over xi in `nbin` equal bins from `low` to `high` (NaN: the extent of the run; `nbin` 0: 20). The
 * bin means are exact integrals of the straight lines between the steps: no smoothing other than the bins. Their errors
 * come from the fluctuations around a smooth trend (a polynomial of degree 5 in xi, used for nothing else) in each bin
 * and the correlation time of the whole run. */
HC_MUST_CHECK hc_status hc_profile_from_growth(hc_context *ctx, const hc_growth *growth, size_t nbin, double low,
                                               double high, hc_profile **profile);

/* Several colvars grow at once: the total work along the progress s = 0 ... 1 of the first of them. xi and gradient
 * [ncolvar][count]; progress and total [count], filled: total = sum_a gradient_a dxi_a/ds, to be given to
 * hc_profile_from_growth as xi and gradient. */
HC_MUST_CHECK hc_status hc_profile_combine(hc_context *ctx, size_t ncolvar, size_t count, const double *const *xi,
                                           const double *const *gradient, double *progress, double *total);

typedef struct hc_profile_summary {
    double barrier, barrier_error;                 /* max - start; never negative */
    double barrier_bias;                           /* how much noise lifts the maximum on average; not subtracted */
    double barrier_xi;                             /* where the maximum is */
    double reverse_barrier, reverse_barrier_error; /* max - end */
    double reaction_energy, reaction_error;        /* end - start */
} hc_profile_summary;

/* Errors of barriers by sampling the gradients (2000 times, normal deviates, seeded). */
HC_MUST_CHECK hc_status hc_profile_summarise(hc_context *ctx, const hc_profile *profile, uint64_t seed,
                                             hc_profile_summary *summary);

/* Both directions of slow growth. */
typedef struct hc_hysteresis {
    double largest, largest_error, largest_xi; /* largest |forward - backward| of the two profiles, and its error */
    double at_end, at_end_error;               /* forward - backward at the forward end: twice the mean dissipation */
    double dissipation, dissipation_error;     /* half of it: mean work lost in one direction */
    bool agree; /* within HC_PROFILE_AGREEMENT standard errors everywhere: the mean may be called a free energy */
} hc_hysteresis;

#define HC_PROFILE_AGREEMENT 2.0

/* "free energy" when both directions agree, "work" otherwise or when hysteresis is NULL (one direction only). */
const char *hc_profile_quantity(const hc_hysteresis *hysteresis);

/* Forward and backward run over the range they share, in the same bins; start of all profiles is the forward start.
 * *mean has the averaged gradients. The caller owns the three profiles. */
typedef struct hc_growth_pair {
    hc_profile *forward, *backward, *mean;
    hc_hysteresis hysteresis;
} hc_growth_pair;

HC_MUST_CHECK hc_status hc_profile_from_growth_pair(hc_context *ctx, const hc_growth *forward,
                                                    const hc_growth *backward, size_t nbin, hc_growth_pair *pair);
void hc_growth_pair_clear(hc_growth_pair *pair);

/* The unit of xi outside: name as in base/table.h ("angstrom", "degree", "") and its size in atomic units (0: 1). */
typedef struct hc_xi_unit {
    const char *name;
    double size;
} hc_xi_unit;

/* Table xi | quantity_ev with errors (profile.csv). `quantity`: "free_energy" or "work". */
HC_MUST_CHECK hc_status hc_profile_table(hc_context *ctx, const hc_profile *profile, const char *id,
                                         const char *quantity, hc_xi_unit unit, hc_table **table);
/* Table xi | forward | backward | mean (work of both directions, and their mean under its right name), with errors. */
HC_MUST_CHECK hc_status hc_profile_pair_table(hc_context *ctx, const hc_growth_pair *pair, const char *id,
                                              hc_xi_unit unit, hc_table **table);

#endif
