/* The balances of a network at given coverages, in a form that loses nothing to cancellation.
 *
 * In the plain balances d theta/dt = S r a fast step near its equilibrium adds two numbers that cancel, and rounding
 * hides what slow steps do. So S is row-reduced with the fastest steps as pivots (a maximum-weight basis of its
 * columns): each row then is the balance of one fast step against slower ones only, and in logarithms, E_i = ln(sum of
 * terms that go up) - ln(sum of terms that go down), every row is of order one in ln theta: the affinity of a step in
 * quasi-equilibrium, the flux balance of slow ones. The last rows are the site balances ln(sum theta). E = 0 is the
 * steady state exactly, and Newton's step in x = ln theta is the same whichever basis was taken.
 *
 * Two terms of a row may be equal but for 1 - theta of a species that covers the surface (an adsorbate that multiplies
 * as fast as it leaves). What is left of their difference decides the row then; it is taken from the logarithms, in
 * which equal constants and species of both terms cancel before anything is rounded.
 *
 * With a time step the same rows hold implicit Euler's equations: (theta - theta_before)/dt enters as further steps. */
#ifndef HC_KINETICS_BALANCE_H
#define HC_KINETICS_BALANCE_H

#include "kinetics/network.h"

typedef struct hc_balance {
    const hc_network *network;
    size_t n;          /* unknowns and rows */
    size_t ncolumn;    /* steps, and behind them one accumulation a species when there is a time step */
    size_t nrow;       /* reduced rows; the others are site balances */
    double *x;         /* ln theta of the last evaluation, [n] */
    double *theta;     /* [n] */
    double *forward;   /* ln of the forward rates, [nstep + n] */
    double *reverse;   /* ln of the reverse rates */
    double *gross;     /* the larger of the two */
    size_t *order;     /* columns from the fastest to the slowest */
    size_t *pivot;     /* column that is the pivot of each row, [n] */
    bool *is_pivot;    /* [nstep + n] */
    double *matrix;    /* reduced stoichiometry, [n][nstep + n] */
    double *residual;  /* E, [n] */
    double *up, *down; /* sums of a row's terms in units of the pivot's gross rate; E = ln(up/down), [n] */
    /* Terms of nearly balanced rows, forward and reverse, in units of the pivot's gross rate: whole + rest,
     * [n][nstep + n][2]. */
    double *whole, *rest;
    double *jacobian; /* dE/dx, [n][n] */
    double *lu;       /* work for hc_dense_* */
    size_t *permutation;
} hc_balance;

HC_MUST_CHECK hc_status hc_balance_create(hc_context *ctx, const hc_network *network, hc_balance **balance);
void hc_balance_free(hc_balance *balance);

/* Rates, basis, residual at x = ln theta [n]. log_step: ln of the time step in s, before: ln theta before it [n]; NULL:
 * steady state. Returns the largest |E|; infinite when a row has terms of one sign only. */
double hc_balance_evaluate(hc_balance *balance, const hc_rate_constants *k, const double *x, double log_step,
                           const double *before);
/* ln(sum theta) of a type of sites at ln theta x: to the last digit of what is not on the species that covers it. */
double hc_balance_log_sum(const hc_network *network, size_t site, const double *x);
/* The Jacobian at the x of the last evaluation. */
void hc_balance_differentiate(hc_balance *balance, const hc_rate_constants *k);
/* dE/d ln kf_j and dE/d ln kr_j of the last evaluation, each [n]. */
void hc_balance_differentiate_constants(const hc_balance *balance, size_t j, double *by_forward, double *by_reverse);

/* Net rates of the steps [nstep], 1/s, at the steady state of the last evaluation: those of the slowest independent
 * steps from their own forward and reverse rates, those of the fast ones from the balances. */
void hc_balance_net_rates(const hc_balance *balance, double *net);
/* The same for derivatives: `net` holds those of the steps that are no pivots, and gets the others. */
void hc_balance_complete(const hc_balance *balance, double *net);

#endif
