/* Steady state of a Markov chain by the elimination of Grassmann, Taksar and Heyman (Oper. Res. 33, 1107 (1985)): no
 * subtraction occurs, so that no probability loses digits however many decades the rates span (O'Cinneide, Numer. Math.
 * 65, 109 (1993)). Done with logarithms of rates, so that nothing over- or underflows. */
#ifndef HC_KINETICS_CHAIN_H
#define HC_KINETICS_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

/* ln(exp(a) + exp(b)); -infinity is zero. */
double hc_log_add(double a, double b);

/* rate [n][n]: ln of the rate from i to j, -infinity where there is none, diagonal not read; destroyed. log_probability
 * [n] sums to one after exp. False when the chain is not irreducible. */
bool hc_chain_steady(size_t n, double *rate, double *log_probability);

#endif
