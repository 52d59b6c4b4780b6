#include "kinetics/balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ZERO 1e-9 /* reduced coefficients are rational numbers of small denominators */

hc_status hc_balance_create(hc_context *ctx, const hc_network *network, hc_balance **balance)
{
    hc_status status = HC_OK;
    hc_balance *b = NULL;
    size_t n = network->nspecies, columns = network->nstep + n;
    *balance = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *b, &b));
    b->network = network;
    b->n = n;
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &b->x));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &b->theta));
    HC_TRY(hc_allocate(ctx, columns, sizeof(double), &b->forward));
    HC_TRY(hc_allocate(ctx, columns, sizeof(double), &b->reverse));
    HC_TRY(hc_allocate(ctx, columns, sizeof(double), &b->gross));
    HC_TRY(hc_allocate(ctx, columns, sizeof(size_t), &b->order));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &b->pivot));
    HC_TRY(hc_allocate(ctx, columns, sizeof(bool), &b->is_pivot));
    HC_TRY(hc_allocate(ctx, n * columns, sizeof(double), &b->matrix));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &b->residual));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &b->up));
    HC_TRY(hc_allocate(ctx, n, sizeof(double), &b->down));
    HC_TRY(hc_allocate(ctx, 2 * n * columns, sizeof(double), &b->whole));
    HC_TRY(hc_allocate(ctx, 2 * n * columns, sizeof(double), &b->rest));
    HC_TRY(hc_allocate(ctx, n * n, sizeof(double), &b->jacobian));
    HC_TRY(hc_allocate(ctx, n * n, sizeof(double), &b->lu));
    HC_TRY(hc_allocate(ctx, n, sizeof(size_t), &b->permutation));
    for (size_t j = 0; j < columns; j++) {
        b->order[j] = j;
    }
    *balance = b;
    b = NULL;
cleanup:
    hc_balance_free(b);
    return status;
}

void hc_balance_free(hc_balance *b)
{
    if (b == NULL) {
        return;
    }
    free(b->x);
    free(b->theta);
    free(b->forward);
    free(b->reverse);
    free(b->gross);
    free(b->order);
    free(b->pivot);
    free(b->is_pivot);
    free(b->matrix);
    free(b->residual);
    free(b->up);
    free(b->down);
    free(b->whole);
    free(b->rest);
    free(b->jacobian);
    free(b->lu);
    free(b->permutation);
    free(b);
}

static void set_rates(hc_balance *b, const hc_rate_constants *k, const double *x, double log_step, const double *before)
{
    const hc_network *network = b->network;
    size_t m = network->nstep;
    for (size_t s = 0; s < b->n; s++) {
        b->x[s] = x[s];
        b->theta[s] = exp(x[s]);
    }
    for (size_t j = 0; j < m; j++) {
        b->forward[j] = hc_network_log_forward(network, k, j, x, b->theta);
        b->reverse[j] = hc_network_log_reverse(network, k, j, x, b->theta);
    }
    for (size_t s = 0; before != NULL && s < b->n; s++) {
        b->forward[m + s] = x[s] - log_step;
        b->reverse[m + s] = before[s] - log_step;
    }
    b->ncolumn = before != NULL ? m + b->n : m;
    for (size_t j = 0; j < b->ncolumn; j++) {
        b->gross[j] = fmax(b->forward[j], b->reverse[j]);
        b->is_pivot[j] = false;
    }
}

/* By insertion: from one iteration to the next the order hardly changes. Ties stand by index, for determinism. */
static void sort_columns(hc_balance *b)
{
    size_t *order = b->order, total = b->network->nstep + b->n;
    if (b->ncolumn < total) { /* columns of an earlier time step */
        size_t kept = 0;
        for (size_t i = 0; i < total; i++) {
            if (order[i] < b->ncolumn) {
                order[kept++] = order[i];
            }
        }
        for (size_t j = b->ncolumn; j < total; j++) {
            order[j] = j;
        }
    }
    for (size_t i = 1; i < b->ncolumn; i++) {
        size_t column = order[i], at = i;
        while (at > 0 && (b->gross[order[at - 1]] < b->gross[column] ||
                          (b->gross[order[at - 1]] == b->gross[column] && order[at - 1] > column))) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = column;
    }
}

static void fill_matrix(hc_balance *b)
{
    size_t m = b->network->nstep;
    memset(b->matrix, 0, b->n * b->ncolumn * sizeof *b->matrix);
    for (size_t s = 0; s < b->n; s++) {
        for (size_t j = 0; j < m; j++) {
            b->matrix[s * b->ncolumn + j] = b->network->stoichiometry[s * m + j];
        }
        if (b->ncolumn > m) {
            b->matrix[s * b->ncolumn + m + s] = -1.0;
        }
    }
}

/* Makes column j the unit vector of row `row`; false when it depends on the pivots so far. */
static bool take_pivot(hc_balance *b, size_t row, size_t j)
{
    size_t width = b->ncolumn, best = row;
    double *a = b->matrix;
    for (size_t s = row + 1; s < b->n; s++) {
        best = fabs(a[s * width + j]) > fabs(a[best * width + j]) + ZERO ? s : best;
    }
    double value = a[best * width + j];
    if (fabs(value) < ZERO) {
        return false;
    }
    for (size_t c = 0; c < width; c++) {
        double keep = a[best * width + c];
        a[best * width + c] = a[row * width + c];
        a[row * width + c] = keep / value;
    }
    for (size_t s = 0; s < b->n; s++) {
        double factor = a[s * width + j];
        if (s == row || factor == 0.0) {
            continue;
        }
        for (size_t c = 0; c < width; c++) {
            double changed = a[s * width + c] - factor * a[row * width + c];
            a[s * width + c] = fabs(changed) < ZERO ? 0.0 : changed;
        }
        a[s * width + j] = 0.0;
    }
    return true;
}

static void reduce(hc_balance *b)
{
    size_t wanted = b->ncolumn > b->network->nstep ? b->n : b->network->rank;
    fill_matrix(b);
    b->nrow = 0;
    for (size_t i = 0; i < b->ncolumn && b->nrow < wanted; i++) {
        size_t j = b->order[i];
        if (take_pivot(b, b->nrow, j)) {
            b->is_pivot[j] = true;
            b->pivot[b->nrow++] = j;
        }
    }
}

/* Sums of the terms of a row that go up and down, in units of the pivot's gross rate. */
static void add_terms(hc_balance *b, size_t row)
{
    double unit = b->gross[b->pivot[row]];
    b->up[row] = b->down[row] = 0.0;
    for (size_t j = 0; j < b->ncolumn; j++) {
        double c = b->matrix[row * b->ncolumn + j];
        if (c == 0.0) {
            continue;
        }
        double forward = fabs(c) * exp(b->forward[j] - unit), reverse = fabs(c) * exp(b->reverse[j] - unit);
        b->up[row] += c > 0.0 ? forward : reverse;
        b->down[row] += c > 0.0 ? reverse : forward;
    }
}

static bool nearly_balanced(const hc_balance *b, size_t row)
{
    return fabs(b->up[row] - b->down[row]) < 0.1 * b->down[row];
}

/* Species of one direction of a step. */
static const size_t *side_of(const hc_network_step *step, bool is_forward)
{
    return is_forward ? step->reactant : step->product;
}

/* ln of the rate of one direction of step j over that of one direction of step p, where species of both cancel. */
static double log_ratio(const hc_balance *b, const hc_rate_constants *k, size_t j, bool j_forward, size_t p,
                        bool p_forward)
{
    const hc_network_step *one = &b->network->step[j], *other = &b->network->step[p];
    const size_t *mine = side_of(one, j_forward), *theirs = side_of(other, p_forward);
    bool gone[HC_ORDER_MAX] = {false};
    double sum = 0.0;
    for (size_t a = 0; a < one->order; a++) {
        size_t c = 0;
        while (c < other->order && (gone[c] || theirs[c] != mine[a])) {
            c++;
        }
        if (c < other->order) {
            gone[c] = true;
        } else {
            sum += b->x[mine[a]];
        }
    }
    for (size_t c = 0; c < other->order; c++) {
        sum -= gone[c] ? 0.0 : b->x[theirs[c]];
    }
    return sum + ((j_forward ? k->forward : k->reverse)[j] - (p_forward ? k->forward : k->reverse)[p]);
}

/* A term of a row in units of the pivot's gross rate: `whole` + `rest`, where whole is 1 for what is nearly as fast. */
static double split_term(const hc_balance *b, const hc_rate_constants *k, size_t pivot, size_t j, bool is_forward,
                         double *rest)
{
    double log_rate = is_forward ? b->forward[j] : b->reverse[j], difference = log_rate - b->gross[pivot];
    if (!(fabs(difference) < 0.5)) {
        *rest = exp(difference);
        return 0.0;
    }
    if (j < b->network->nstep && pivot < b->network->nstep && k->forward_slope == NULL) {
        difference = log_ratio(b, k, j, is_forward, pivot, b->forward[pivot] >= b->reverse[pivot]);
    }
    *rest = expm1(difference);
    return 1.0;
}

/* ln(up/down) of a row. The wholes cancel without rounding: coefficients are small rational numbers. */
static double row_residual(hc_balance *b, const hc_rate_constants *k, size_t row)
{
    double whole = 0.0, rest = 0.0;
    add_terms(b, row);
    if (!nearly_balanced(b, row)) {
        return log(b->up[row] / b->down[row]);
    }
    for (size_t j = 0; j < b->ncolumn; j++) {
        const double c = b->matrix[row * b->ncolumn + j];
        double *wholes = &b->whole[2 * (row * b->ncolumn + j)], *rests = &b->rest[2 * (row * b->ncolumn + j)];
        for (int reverse = 0; c != 0.0 && reverse < 2; reverse++) {
            wholes[reverse] = split_term(b, k, b->pivot[row], j, !reverse, &rests[reverse]);
        }
        if (c != 0.0) {
            whole += c * (wholes[0] - wholes[1]);
            rest += c * (rests[0] - rests[1]);
        }
    }
    return log1p((whole + rest) / b->down[row]);
}

double hc_balance_log_sum(const hc_network *network, size_t site, const double *x)
{
    size_t most = network->empty[site];
    double others = 0.0;
    for (size_t s = 0; s < network->nspecies; s++) {
        most = network->site[s] == site && x[s] > x[most] ? s : most;
    }
    for (size_t s = 0; s < network->nspecies; s++) {
        others += network->site[s] == site && s != most ? exp(x[s] - x[most]) : 0.0;
    }
    return x[most] + log1p(others);
}

double hc_balance_evaluate(hc_balance *b, const hc_rate_constants *k, const double *x, double log_step,
                           const double *before)
{
    double largest = 0.0;
    set_rates(b, k, x, log_step, before);
    sort_columns(b);
    reduce(b);
    for (size_t row = 0; row < b->nrow; row++) {
        b->residual[row] = row_residual(b, k, row);
        largest = fmax(largest, fabs(b->residual[row]));
    }
    for (size_t row = b->nrow; row < b->n; row++) {
        b->residual[row] = hc_balance_log_sum(b->network, row - b->nrow, x);
        largest = fmax(largest, fabs(b->residual[row]));
    }
    return isnan(largest) ? INFINITY : largest;
}

/* Adds weight d(ln rate)/dx of one direction of a column to a row of the Jacobian. */
static void add_gradient(const hc_balance *b, const hc_rate_constants *k, size_t j, bool is_forward, double weight,
                         double *row)
{
    const hc_network *network = b->network;
    if (j >= network->nstep) {
        row[j - network->nstep] += is_forward ? weight : 0.0;
        return;
    }
    const hc_network_step *step = &network->step[j];
    const size_t *species = side_of(step, is_forward);
    const double *slope = is_forward ? k->forward_slope : k->reverse_slope;
    for (size_t a = 0; a < step->order; a++) {
        row[species[a]] += weight;
    }
    for (size_t s = 0; slope != NULL && s < b->n; s++) {
        row[s] += weight * slope[j * b->n + s] * b->theta[s];
    }
}

/* Shares of a column's two directions in dE of a row, for d ln of their rates. */
static void row_weights(const hc_balance *b, size_t row, size_t j, double *forward, double *reverse)
{
    double unit = b->gross[b->pivot[row]], c = b->matrix[row * b->ncolumn + j], up = b->up[row], down = b->down[row];
    *forward = fabs(c) * exp(b->forward[j] - unit) / (c > 0.0 ? up : -down);
    *reverse = fabs(c) * exp(b->reverse[j] - unit) / (c > 0.0 ? -down : up);
}

/* Of a row whose terms nearly balance, d ln(up/down) = d(up - down)/down - (d up/up) (up/down - 1): first what cancels
 * without rounding, then what is left of it. */
static void differentiate_balanced(hc_balance *b, const hc_rate_constants *k, size_t row)
{
    const double *whole = &b->whole[2 * row * b->ncolumn], *rest = &b->rest[2 * row * b->ncolumn];
    double *into = &b->jacobian[row * b->n], excess = expm1(b->residual[row]);
    for (int part = 0; part < 2; part++) {
        for (size_t j = 0; j < b->ncolumn; j++) {
            const double c = b->matrix[row * b->ncolumn + j] / b->down[row], *of = part == 0 ? whole : rest;
            for (int reverse = 0; c != 0.0 && reverse < 2; reverse++) {
                if (of[2 * j + (size_t)reverse] != 0.0) {
                    add_gradient(b, k, j, !reverse, (reverse ? -c : c) * of[2 * j + (size_t)reverse], into);
                }
            }
        }
    }
    for (size_t j = 0; j < b->ncolumn && excess != 0.0; j++) {
        const double c = b->matrix[row * b->ncolumn + j];
        size_t at = 2 * j + (c < 0.0);
        if (c != 0.0) {
            add_gradient(b, k, j, c > 0.0, -excess * fabs(c) * (whole[at] + rest[at]) / b->up[row], into);
        }
    }
}

void hc_balance_differentiate(hc_balance *b, const hc_rate_constants *k)
{
    memset(b->jacobian, 0, b->n * b->n * sizeof *b->jacobian);
    for (size_t row = 0; row < b->nrow; row++) {
        double forward, reverse;
        if (nearly_balanced(b, row)) {
            differentiate_balanced(b, k, row);
            continue;
        }
        for (size_t j = 0; j < b->ncolumn; j++) {
            if (b->matrix[row * b->ncolumn + j] == 0.0) {
                continue;
            }
            row_weights(b, row, j, &forward, &reverse);
            add_gradient(b, k, j, true, forward, &b->jacobian[row * b->n]);
            add_gradient(b, k, j, false, reverse, &b->jacobian[row * b->n]);
        }
    }
    for (size_t row = b->nrow; row < b->n; row++) {
        double sum = exp(b->residual[row]);
        for (size_t s = 0; s < b->n; s++) {
            b->jacobian[row * b->n + s] = b->network->site[s] == row - b->nrow ? b->theta[s] / sum : 0.0;
        }
    }
}

void hc_balance_differentiate_constants(const hc_balance *b, size_t j, double *by_forward, double *by_reverse)
{
    memset(by_forward, 0, b->n * sizeof *by_forward);
    memset(by_reverse, 0, b->n * sizeof *by_reverse);
    for (size_t row = 0; row < b->nrow; row++) {
        if (b->matrix[row * b->ncolumn + j] != 0.0) {
            row_weights(b, row, j, &by_forward[row], &by_reverse[row]);
        }
    }
}

void hc_balance_net_rates(const hc_balance *b, double *net)
{
    for (size_t j = 0; j < b->network->nstep; j++) {
        double forward = b->forward[j], reverse = b->reverse[j];
        net[j] =
            forward >= reverse ? -exp(forward) * expm1(reverse - forward) : exp(reverse) * expm1(forward - reverse);
    }
    hc_balance_complete(b, net);
}

void hc_balance_complete(const hc_balance *b, double *net)
{
    for (size_t row = 0; row < b->nrow; row++) {
        double sum = 0.0;
        for (size_t j = 0; j < b->network->nstep; j++) {
            sum += b->is_pivot[j] ? 0.0 : b->matrix[row * b->ncolumn + j] * net[j];
        }
        net[b->pivot[row]] = 0.0 - sum; /* no negative zero */
    }
}
