#include "kinetics/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

#define ZERO 1e-9 /* coefficients are small rational numbers */

static hc_status copy_names(hc_context *ctx, hc_network *network, const hc_network_input *input)
{
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, network->nspecies, sizeof *network->name, &network->name));
    for (size_t s = 0; s < network->nspecies; s++) {
        HC_TRY(hc_format(ctx, &network->name[s], "%s", input->name[s]));
    }
cleanup:
    return status;
}

static hc_status allocate(hc_context *ctx, hc_network *network)
{
    hc_status status = HC_OK;
    size_t n = network->nspecies, m = network->nstep;
    HC_TRY(hc_allocate(ctx, n, sizeof *network->site, &network->site));
    HC_TRY(hc_allocate(ctx, network->nsite, sizeof *network->empty, &network->empty));
    HC_TRY(hc_allocate(ctx, m, sizeof *network->step, &network->step));
    HC_TRY(hc_allocate(ctx, n * m, sizeof *network->stoichiometry, &network->stoichiometry));
    HC_TRY(hc_allocate(ctx, m + 1, sizeof *network->pair_begin, &network->pair_begin));
    HC_TRY(hc_allocate(ctx, m * HC_ORDER_MAX, sizeof *network->pair_from, &network->pair_from));
    HC_TRY(hc_allocate(ctx, m * HC_ORDER_MAX, sizeof *network->pair_to, &network->pair_to));
cleanup:
    return status;
}

/* Pairs what a step takes with what it makes, within each site type and after what stays is struck out. */
static bool pair_sites(hc_network *network, size_t j, size_t *npair)
{
    hc_network_step *step = &network->step[j];
    bool used[HC_ORDER_MAX] = {false}, stays[HC_ORDER_MAX] = {false};
    for (size_t a = 0; a < step->order; a++) {
        for (size_t b = 0; b < step->order && !stays[a]; b++) {
            if (!used[b] && step->reactant[a] == step->product[b]) {
                used[b] = stays[a] = true;
            }
        }
    }
    for (size_t a = 0; a < step->order; a++) {
        size_t b = 0;
        if (stays[a]) {
            continue;
        }
        while (b < step->order && (used[b] || network->site[step->product[b]] != network->site[step->reactant[a]])) {
            b++;
        }
        if (b == step->order) {
            return false;
        }
        used[b] = true;
        network->pair_from[*npair] = step->reactant[a];
        network->pair_to[(*npair)++] = step->product[b];
    }
    return true;
}

static hc_status add_steps(hc_context *ctx, hc_network *network)
{
    size_t npair = 0;
    network->linear = true;
    for (size_t j = 0; j < network->nstep; j++) {
        const hc_network_step *step = &network->step[j];
        if (step->order == 0 || step->order > HC_ORDER_MAX) {
            return hc_fail(ctx, HC_ERROR_INPUT, "step %zu has %zu surface species a side; 1 to %d can be done", j,
                           step->order, HC_ORDER_MAX);
        }
        if (!pair_sites(network, j, &npair)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "step %zu does not keep the number of sites of each type", j);
        }
        for (size_t a = 0; a < step->order; a++) {
            network->stoichiometry[step->reactant[a] * network->nstep + j]--;
            network->stoichiometry[step->product[a] * network->nstep + j]++;
        }
        network->linear = network->linear && step->order == 1;
        network->pair_begin[j + 1] = npair;
    }
    return HC_OK;
}

/* Row-reduces [stoichiometry | identity]; returns the rank. */
static size_t reduce(const hc_network *network, double *matrix)
{
    size_t n = network->nspecies, m = network->nstep, width = m + n, rank = 0;
    for (size_t s = 0; s < n; s++) {
        for (size_t j = 0; j < m; j++) {
            matrix[s * width + j] = network->stoichiometry[s * m + j];
        }
        matrix[s * width + m + s] = 1.0;
    }
    for (size_t j = 0; j < m && rank < n; j++) {
        size_t best = rank;
        for (size_t s = rank; s < n; s++) {
            best = fabs(matrix[s * width + j]) > fabs(matrix[best * width + j]) ? s : best;
        }
        if (fabs(matrix[best * width + j]) < ZERO) {
            continue;
        }
        for (size_t c = 0; c < width; c++) {
            double swap = matrix[best * width + c];
            matrix[best * width + c] = matrix[rank * width + c];
            matrix[rank * width + c] = swap;
        }
        for (size_t s = rank + 1; s < n; s++) {
            double factor = matrix[s * width + j] / matrix[rank * width + j];
            for (size_t c = 0; factor != 0.0 && c < width; c++) {
                matrix[s * width + c] -= factor * matrix[rank * width + c];
            }
        }
        rank++;
    }
    return rank;
}

/* Names the species in combinations that no step changes and that are no sum over a site type. */
static hc_status refuse_conserved(hc_context *ctx, const hc_network *network, const double *matrix, size_t rank)
{
    size_t n = network->nspecies, width = network->nstep + n;
    hc_text names = {0};
    for (size_t s = 0; s < n; s++) {
        bool differs = false;
        for (size_t row = rank; row < n; row++) {
            const double *weight = &matrix[row * width + network->nstep];
            differs = differs || fabs(weight[s] - weight[network->empty[network->site[s]]]) > ZERO;
        }
        if (differs) {
            hc_text_addf(&names, "%s%s", names.length > 0 ? ", " : "", network->name[s]);
        }
    }
    hc_status status = hc_fail(ctx, HC_ERROR_INPUT,
                               "the steps leave a combination of the coverages of %s as it was at the start, so the "
                               "steady state is not determined; a step that makes or removes them is missing",
                               hc_text_string(&names));
    hc_text_clear(&names);
    return status;
}

static hc_status check_rank(hc_context *ctx, hc_network *network)
{
    double *matrix = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, network->nspecies * (network->nspecies + network->nstep), sizeof *matrix, &matrix));
    network->rank = reduce(network, matrix);
    if (network->rank + network->nsite != network->nspecies) {
        HC_TRY(refuse_conserved(ctx, network, matrix, network->rank));
    }
cleanup:
    free(matrix);
    return status;
}

/* Marks what can be reached from the empty sites along the steps, or against them. */
static void mark_reached(const hc_network *network, bool backward, bool *reached)
{
    bool grows = true;
    memset(reached, 0, network->nspecies * sizeof *reached);
    for (size_t t = 0; t < network->nsite; t++) {
        reached[network->empty[t]] = true;
    }
    while (grows) {
        grows = false;
        for (size_t j = 0; j < network->nstep; j++) {
            const hc_network_step *step = &network->step[j];
            for (size_t ab = 0; ab < step->order * step->order; ab++) {
                size_t from = step->reactant[ab / step->order], to = step->product[ab % step->order];
                if (network->site[from] != network->site[to]) {
                    continue;
                }
                size_t first = backward ? to : from, second = backward ? from : to;
                bool forward_way = reached[first] && !reached[second];
                bool reverse_way = step->reversible && reached[second] && !reached[first];
                reached[second] = reached[second] || forward_way;
                reached[first] = reached[first] || reverse_way;
                grows = grows || forward_way || reverse_way;
            }
        }
    }
}

static hc_status check_reach(hc_context *ctx, const hc_network *network)
{
    bool *reached = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, network->nspecies, sizeof *reached, &reached));
    for (int backward = 0; backward < 2; backward++) {
        mark_reached(network, backward, reached);
        for (size_t s = 0; s < network->nspecies; s++) {
            if (!reached[s]) {
                HC_TRY(hc_fail(ctx, HC_ERROR_INPUT,
                               backward ? "%s is formed but no way leads from it back to the empty site: the surface "
                                          "would fill with it. A step that removes it is missing"
                                        : "no way leads from the empty site to %s: a step that makes it is missing",
                               network->name[s]));
            }
        }
    }
cleanup:
    free(reached);
    return status;
}

hc_status hc_network_create(hc_context *ctx, const hc_network_input *input, hc_network **network)
{
    hc_status status = HC_OK;
    hc_network *made = NULL;
    *network = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->nspecies = input->nspecies;
    made->nsite = input->nsite;
    made->nstep = input->nstep;
    HC_TRY(allocate(ctx, made));
    HC_TRY(copy_names(ctx, made, input));
    memcpy(made->site, input->site, made->nspecies * sizeof *made->site);
    memcpy(made->empty, input->empty, made->nsite * sizeof *made->empty);
    memcpy(made->step, input->step, made->nstep * sizeof *made->step);
    HC_TRY(add_steps(ctx, made));
    HC_TRY(check_rank(ctx, made));
    HC_TRY(check_reach(ctx, made));
    *network = made;
    made = NULL;
cleanup:
    hc_network_free(made);
    return status;
}

void hc_network_free(hc_network *network)
{
    if (network == NULL) {
        return;
    }
    for (size_t s = 0; network->name != NULL && s < network->nspecies; s++) {
        free(network->name[s]);
    }
    free(network->name);
    free(network->site);
    free(network->empty);
    free(network->step);
    free(network->stoichiometry);
    free(network->pair_begin);
    free(network->pair_from);
    free(network->pair_to);
    free(network);
}

static double log_rate(const hc_network *network, double log_k, const double *slope, const size_t *species,
                       size_t order, const double *x, const double *theta)
{
    double sum = log_k;
    for (size_t a = 0; a < order; a++) {
        sum += x[species[a]];
    }
    for (size_t s = 0; slope != NULL && s < network->nspecies; s++) {
        sum += slope[s] * theta[s];
    }
    return sum;
}

double hc_network_log_forward(const hc_network *network, const hc_rate_constants *k, size_t j, const double *x,
                              const double *theta)
{
    const double *slope = k->forward_slope ? k->forward_slope + j * network->nspecies : NULL;
    const hc_network_step *step = &network->step[j];
    return log_rate(network, k->forward[j], slope, step->reactant, step->order, x, theta);
}

double hc_network_log_reverse(const hc_network *network, const hc_rate_constants *k, size_t j, const double *x,
                              const double *theta)
{
    const double *slope = k->reverse_slope ? k->reverse_slope + j * network->nspecies : NULL;
    const hc_network_step *step = &network->step[j];
    return log_rate(network, k->reverse[j], slope, step->product, step->order, x, theta);
}
