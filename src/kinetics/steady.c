#include "kinetics/steady.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kinetics/chain.h"
#include "kinetics/dense.h"
#include "math/random.h"

#define GOAL 1e-13          /* where iterating ends, if rounding lets it come so far */
#define STEP_MAX 40.0       /* largest change of ln theta in one iteration */
#define CHAIN_ITERATIONS 12 /* of coverages of frozen partners */
#define NEWTON_ITERATIONS 60
#define POLISH_ITERATIONS 60

struct hc_steady_solver {
    const hc_network *network;
    hc_balance *balance;
    double *start, *trial, *direction, *before, *scratch; /* [nspecies] */
    double *chain;                                        /* [nspecies][nspecies] */
    double *probability;
    size_t *member;            /* species of one site type */
    double *forward, *reverse; /* constants on the way of the homotopy */
    size_t iterations;
};

hc_status hc_steady_solver_create(hc_context *ctx, const hc_network *network, hc_steady_solver **solver)
{
    hc_status status = HC_OK;
    hc_steady_solver *made = NULL;
    size_t n = network->nspecies;
    *solver = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->network = network;
    HC_TRY(hc_balance_create(ctx, network, &made->balance));
    double **vectors[] = {&made->start,  &made->trial,   &made->direction,
                          &made->before, &made->scratch, &made->probability};
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        HC_TRY(hc_allocate(ctx, n, sizeof(double), vectors[i]));
    }
    HC_TRY(hc_allocate(ctx, n * n, sizeof(double), &made->chain));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &made->member));
    HC_TRY(hc_allocate(ctx, network->nstep, sizeof(double), &made->forward));
    HC_TRY(hc_allocate(ctx, network->nstep, sizeof(double), &made->reverse));
    *solver = made;
    made = NULL;
cleanup:
    hc_steady_solver_free(made);
    return status;
}

void hc_steady_solver_free(hc_steady_solver *solver)
{
    if (solver == NULL) {
        return;
    }
    hc_balance_free(solver->balance);
    free(solver->start);
    free(solver->trial);
    free(solver->direction);
    free(solver->before);
    free(solver->scratch);
    free(solver->probability);
    free(solver->chain);
    free(solver->member);
    free(solver->forward);
    free(solver->reverse);
    free(solver);
}

hc_balance *hc_steady_balance(hc_steady_solver *solver)
{
    return solver->balance;
}

const char *hc_steady_way_text(hc_steady_way way)
{
    static const char *const text[HC_STEADY_WAYS] = {"exact elimination", "Newton", "implicit time steps",
                                                     "continuation from equal rate constants"};
    return text[way];
}

/* ---- the chain of frozen partners -------------------------------------------------------------------------------- */

/* Rates of single sites of type `site` between species: each step's rate over the coverage that it takes from. */
static size_t fill_chain(hc_steady_solver *w, const hc_rate_constants *k, const double *x, size_t site)
{
    const hc_network *network = w->network;
    size_t count = 0;
    for (size_t s = 0; s < network->nspecies; s++) {
        if (network->site[s] == site) {
            w->member[s] = count++;
        }
        w->trial[s] = exp(x[s]);
    }
    for (size_t i = 0; i < count * count; i++) {
        w->chain[i] = -INFINITY;
    }
    for (size_t j = 0; j < network->nstep; j++) {
        double forward = hc_network_log_forward(network, k, j, x, w->trial);
        double reverse = hc_network_log_reverse(network, k, j, x, w->trial);
        for (size_t p = network->pair_begin[j]; p < network->pair_begin[j + 1]; p++) {
            size_t from = network->pair_from[p], to = network->pair_to[p];
            if (network->site[from] == site) {
                double *there = &w->chain[w->member[from] * count + w->member[to]];
                double *back = &w->chain[w->member[to] * count + w->member[from]];
                *there = hc_log_add(*there, forward - x[from]);
                *back = hc_log_add(*back, reverse - x[to]);
            }
        }
    }
    return count;
}

/* Coverages of the chains at x, into `result`; false where one is not irreducible. */
static bool solve_chains(hc_steady_solver *w, const hc_rate_constants *k, const double *x, double *result)
{
    for (size_t site = 0; site < w->network->nsite; site++) {
        size_t count = fill_chain(w, k, x, site);
        if (!hc_chain_steady(count, w->chain, w->probability)) {
            return false;
        }
        for (size_t s = 0; s < w->network->nspecies; s++) {
            if (w->network->site[s] == site) {
                result[s] = w->probability[w->member[s]];
            }
        }
    }
    return true;
}

/* The fixed point of solve_chains is the steady state; some damped iterations come near it. */
static void improve_by_chains(hc_steady_solver *w, const hc_rate_constants *k, double *x)
{
    for (size_t i = 0; i < CHAIN_ITERATIONS && solve_chains(w, k, x, w->direction); i++) {
        double largest = 0.0;
        for (size_t s = 0; s < w->network->nspecies; s++) {
            double change = w->direction[s] - x[s];
            largest = fmax(largest, fabs(change));
            x[s] += i == 0 ? change : 0.5 * change;
        }
        if (largest < 0.1) {
            break;
        }
    }
}

/* ---- Newton ------------------------------------------------------------------------------------------------------ */

static double norm2(const hc_balance *b)
{
    double sum = 0.0;
    for (size_t i = 0; i < b->n; i++) {
        sum += b->residual[i] * b->residual[i];
    }
    return sum;
}

/* Newton's direction at the last evaluation, shortened to STEP_MAX, and its largest component; infinite when the
 * Jacobian is singular. */
static double find_direction(hc_steady_solver *w, const hc_rate_constants *k)
{
    hc_balance *b = w->balance;
    hc_balance_differentiate(b, k);
    memcpy(b->lu, b->jacobian, b->n * b->n * sizeof *b->lu);
    if (!hc_dense_factor(b->n, b->lu, b->permutation)) {
        return INFINITY;
    }
    double largest = 0.0;
    for (size_t s = 0; s < b->n; s++) {
        w->direction[s] = -b->residual[s];
    }
    hc_dense_solve(b->n, b->lu, b->permutation, w->direction, w->scratch);
    for (size_t s = 0; s < b->n; s++) {
        largest = fmax(largest, fabs(w->direction[s]));
    }
    for (size_t s = 0; s < b->n && largest > STEP_MAX; s++) {
        w->direction[s] *= STEP_MAX / largest;
    }
    return isfinite(largest) ? largest : INFINITY;
}

/* Goes along the direction, shorter and shorter until the residual falls (or the shortest length is taken: the rows
 * change with x, and a residual that rises may still be the way). Returns the largest |E| there. */
static double search(hc_steady_solver *w, const hc_rate_constants *k, double *x, double log_step, const double *before)
{
    double old = norm2(w->balance), largest = INFINITY;
    for (double length = 1.0; length > 0.01; length *= 0.4) {
        for (size_t s = 0; s < w->balance->n; s++) {
            w->trial[s] = x[s] + length * w->direction[s];
        }
        largest = hc_balance_evaluate(w->balance, k, w->trial, log_step, before);
        if (isfinite(largest) && norm2(w->balance) <= (1.0 - 0.1 * length) * old) {
            break;
        }
    }
    memcpy(x, w->trial, w->balance->n * sizeof *x);
    return largest;
}

/* Improves x [n] until E is as small as `goal` or rounding ends it. Returns the largest |E|. */
static double newton(hc_steady_solver *w, const hc_rate_constants *k, double *x, double log_step, const double *before,
                     double goal, size_t iterations)
{
    double residual = hc_balance_evaluate(w->balance, k, x, log_step, before);
    for (size_t i = 0; i < iterations && residual > goal && isfinite(residual); i++) {
        w->iterations++;
        if (!isfinite(find_direction(w, k))) {
            return INFINITY;
        }
        double last = residual;
        residual = search(w, k, x, log_step, before);
        if (last < HC_STEADY_TOLERANCE && residual > 0.5 * last) {
            break;
        }
    }
    return residual;
}

/* Small balances are not all: where they depend on little that is left of large terms, ln theta is known when Newton's
 * method does not move it any more. Goes on from the last evaluation, that at x, until it does not, or no longer
 * shrinks. */
static void polish(hc_steady_solver *w, const hc_rate_constants *k, double *x)
{
    double last = INFINITY;
    for (int i = 0; i < POLISH_ITERATIONS; i++) {
        double change = find_direction(w, k);
        /* far away steps have one length (a square root is halved in ln theta), near the end they shrink fast */
        if (!(change < (last < 0.1 ? 0.5 : 1.01) * last) || change < GOAL) {
            break;
        }
        last = change;
        for (size_t s = 0; s < w->balance->n; s++) {
            w->trial[s] = x[s] + w->direction[s];
        }
        if (!(hc_balance_evaluate(w->balance, k, w->trial, 0.0, NULL) <= HC_STEADY_TOLERANCE)) {
            break;
        }
        memcpy(x, w->trial, w->balance->n * sizeof *x);
    }
}

/* ---- the ways ---------------------------------------------------------------------------------------------------- */

/* Nearly all sites of each type on one species (`full`, or the empty one of the other types). */
static void set_start(const hc_network *network, size_t full, double others, double *x)
{
    for (size_t s = 0; s < network->nspecies; s++) {
        size_t site = network->site[s], main = network->site[full] == site ? full : network->empty[site];
        x[s] = s == main ? 0.0 : log(others);
    }
}

/* State number `index` to begin from: one species on all its sites, or random coverages over 30 decades. */
static void set_start_number(const hc_network *network, size_t index, hc_random *random, double *x)
{
    if (index < network->nspecies) {
        set_start(network, index, 1e-4, x);
        return;
    }
    for (size_t s = 0; s < network->nspecies; s++) {
        x[s] = -70.0 * hc_random_uniform(random);
    }
}

static bool try_newton(hc_steady_solver *w, const hc_rate_constants *k, double *x)
{
    return newton(w, k, x, 0.0, NULL, GOAL, NEWTON_ITERATIONS) <= HC_STEADY_TOLERANCE;
}

/* Implicit Euler from nearly empty sites, each step as long as Newton converges in few iterations, until Newton finds
 * the steady state from there. */
static bool try_time(hc_steady_solver *w, const hc_rate_constants *k, double *x)
{
    const hc_network *network = w->network;
    size_t n = network->nspecies;
    double fastest = -INFINITY;
    set_start(network, network->empty[0], 1e-6, w->start);
    hc_balance_evaluate(w->balance, k, w->start, 0.0, NULL);
    for (size_t j = 0; j < network->nstep; j++) {
        fastest = fmax(fastest, w->balance->gross[j]);
    }
    double log_step = -fastest, length = log(10.0), last_try = log_step;
    for (size_t i = 0; i < 600 && log_step < 200.0; i++) {
        memcpy(w->before, w->start, n * sizeof *x);
        memcpy(x, w->start, n * sizeof *x);
        size_t count = w->iterations;
        double residual = newton(w, k, x, log_step, w->before, 1e-6, 15);
        if (residual > 1e-6) {
            log_step -= 1.5 * length;
            length = fmax(0.5 * length, 0.05);
            continue;
        }
        memcpy(w->start, x, n * sizeof *x);
        length = fmin(w->iterations - count <= 5 ? 1.6 * length : length, log(1e4));
        log_step += length;
        if (log_step - last_try > log(1e3)) {
            last_try = log_step;
            if (newton(w, k, x, 0.0, NULL, GOAL, 12) <= HC_STEADY_TOLERANCE) {
                return true;
            }
        }
    }
    memcpy(x, w->start, n * sizeof *x);
    return try_newton(w, k, x);
}

/* All rate constants to the power s, from s = 0, where they are equal, to 1. */
static bool try_homotopy(hc_steady_solver *w, const hc_rate_constants *k, double *x)
{
    const hc_network *network = w->network;
    const hc_rate_constants between = {.forward = w->forward,
                                       .reverse = w->reverse,
                                       .forward_slope = k->forward_slope,
                                       .reverse_slope = k->reverse_slope};
    double done = 0.0, step = 0.02;
    set_start(network, network->empty[0], 1.0, w->start);
    while (done < 1.0 && step > 1e-5) {
        double s = fmin(1.0, done + step);
        for (size_t j = 0; j < network->nstep; j++) {
            w->forward[j] = s * k->forward[j];
            w->reverse[j] = isfinite(k->reverse[j]) ? s * k->reverse[j] : -INFINITY;
        }
        memcpy(x, w->start, network->nspecies * sizeof *x);
        if (newton(w, &between, x, 0.0, NULL, s < 1.0 ? 1e-6 : GOAL, 15) <= (s < 1.0 ? 1e-6 : HC_STEADY_TOLERANCE)) {
            memcpy(w->start, x, network->nspecies * sizeof *x);
            done = s;
            step *= 1.5;
        } else {
            step *= 0.4;
        }
    }
    return done >= 1.0;
}

static bool try_all(hc_steady_solver *w, const hc_rate_constants *k, const double *guess, double *x, hc_steady_way *way)
{
    const hc_network *network = w->network;
    size_t n = network->nspecies;
    if (network->linear && k->forward_slope == NULL) {
        *way = HC_STEADY_CHAIN;
        memset(w->start, 0, n * sizeof *x);
        if (solve_chains(w, k, w->start, x) &&
            hc_balance_evaluate(w->balance, k, x, 0.0, NULL) <= HC_STEADY_TOLERANCE) {
            return true;
        }
    }
    *way = HC_STEADY_NEWTON;
    if (guess != NULL) {
        memcpy(x, guess, n * sizeof *x);
        if (newton(w, k, x, 0.0, NULL, GOAL, 20) <= HC_STEADY_TOLERANCE) {
            return true;
        }
    }
    set_start(network, network->empty[0], 1e-3, x);
    improve_by_chains(w, k, x);
    if (try_newton(w, k, x)) {
        return true;
    }
    *way = HC_STEADY_TIME;
    if (try_time(w, k, x)) {
        return true;
    }
    *way = HC_STEADY_HOMOTOPY;
    if (try_homotopy(w, k, x)) {
        return true;
    }
    *way = HC_STEADY_NEWTON;
    hc_random random;
    hc_random_seed(&random, 1);
    for (size_t i = 0; i < 6 * n; i++) { /* the first n with the chains' coverages behind them */
        set_start_number(network, i, &random, x);
        if (i < n) {
            improve_by_chains(w, k, x);
        }
        if (try_newton(w, k, x)) {
            return true;
        }
    }
    return false;
}

/* Coverages from x, each site type summed to one to the last bit or two. */
static void finish(hc_steady_solver *w, const hc_rate_constants *k, hc_steady *steady)
{
    const hc_network *network = w->network;
    for (size_t site = 0; site < network->nsite; site++) {
        double log_sum = hc_balance_log_sum(network, site, steady->x);
        for (size_t s = 0; s < network->nspecies; s++) {
            if (network->site[s] == site) {
                steady->x[s] -= log_sum;
                steady->theta[s] = exp(steady->x[s]);
            }
        }
    }
    steady->residual = hc_balance_evaluate(w->balance, k, steady->x, 0.0, NULL);
    hc_balance_net_rates(w->balance, steady->net);
}

hc_status hc_steady_solve(hc_context *ctx, hc_steady_solver *solver, const hc_rate_constants *k, const double *guess,
                          hc_steady *steady)
{
    solver->iterations = 0;
    bool found = try_all(solver, k, guess, steady->x, &steady->way);
    steady->iterations = solver->iterations;
    if (found && steady->way != HC_STEADY_CHAIN) {
        polish(solver, k, steady->x);
    }
    finish(solver, k, steady);
    if (!found) {
        return hc_fail(
            ctx, HC_ERROR_NOT_CONVERGED,
            "the steady state was not found after %zu iterations; the balances are off by a factor of e^%.2g",
            solver->iterations, steady->residual);
    }
    return HC_OK;
}

/* ---- several solutions --------------------------------------------------------------------------------------------
 */

static bool is_known(size_t n, size_t count, const double *all, const double *x)
{
    for (size_t i = 0; i < count; i++) {
        double largest = 0.0;
        for (size_t s = 0; s < n; s++) {
            largest = fmax(largest, fabs(all[i * n + s] - x[s]));
        }
        if (largest < 1e-5) {
            return true;
        }
    }
    return false;
}

hc_status hc_steady_find_all(hc_context *ctx, hc_steady_solver *w, const hc_rate_constants *k, size_t most, double *x,
                             size_t *count)
{
    size_t n = w->network->nspecies;
    double *trial = NULL;
    hc_random random;
    hc_status status = HC_OK;
    hc_random_seed(&random, 1);
    HC_TRY(hc_allocate(ctx, n, sizeof *trial, &trial));
    for (size_t i = 0; i < 3 * n + 1 && *count < most; i++) {
        bool found;
        if (i == 3 * n) {
            found = try_time(w, k, trial);
        } else {
            set_start_number(w->network, i, &random, trial);
            found = try_newton(w, k, trial);
        }
        if (found) {
            polish(w, k, trial);
        }
        if (found && !is_known(n, *count, x, trial)) {
            memcpy(&x[(*count)++ * n], trial, n * sizeof *x);
        }
    }
cleanup:
    free(trial);
    return status;
}
