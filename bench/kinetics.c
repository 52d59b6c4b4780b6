/* How fast steady states are: random networks of 10 species (the median of one solution from nothing), and a map of 100
 * by 100 descriptors of CO2 to CO and hydrogen evolution, on one core. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "kinetics/steady.h"
#include "math/statistics.h"
#include "unit/kinetics/random_network.h"
#include "workflow/kinetics_run.h"

#define NETWORKS 1001

/* The shortest of three solutions, each from nothing. */
static hc_status time_network(hc_context *ctx, uint64_t seed, size_t nspecies, double *seconds, size_t *unsolved)
{
    hc_random random;
    random_network net;
    double x[RANDOM_SPECIES_MAX], theta[RANDOM_SPECIES_MAX], rate[RANDOM_STEP_MAX];
    hc_network *network = NULL;
    hc_steady_solver *solver = NULL;
    hc_steady steady = {.x = x, .theta = theta, .net = rate};
    hc_status status = HC_OK;
    hc_random_seed(&random, seed);
    random_make(&random, &net, nspecies, nspecies);
    const hc_network_input input = {net.nspecies, net.nsite, net.nstep, net.name, net.site, net.empty, net.step};
    const hc_rate_constants k = {.forward = net.forward, .reverse = net.reverse};
    HC_TRY(hc_network_create(ctx, &input, &network));
    HC_TRY(hc_steady_solver_create(ctx, network, &solver));
    *seconds = INFINITY;
    for (int i = 0; i < 3; i++) {
        double begin = hc_wall_seconds();
        status = hc_steady_solve(ctx, solver, &k, NULL, &steady);
        if (status == HC_ERROR_NOT_CONVERGED) {
            *unsolved += i == 0;
            status = HC_OK;
        }
        HC_TRY(status);
        *seconds = fmin(*seconds, hc_wall_seconds() - begin);
    }
cleanup:
    hc_steady_solver_free(solver);
    hc_network_free(network);
    return status;
}

static hc_status time_networks(hc_context *ctx, size_t nspecies)
{
    double *seconds = NULL;
    size_t unsolved = 0;
    hc_status status = hc_allocate(ctx, NETWORKS, sizeof *seconds, &seconds);
    for (size_t i = 0; status == HC_OK && i < NETWORKS; i++) {
        status = time_network(ctx, 500000 + i, nspecies, &seconds[i], &unsolved);
    }
    if (status == HC_OK) {
        const double share[3] = {0.5, 0.9, 1.0};
        double at[3];
        hc_statistics_quantiles(NETWORKS, seconds, 3, share, at);
        printf("%2zu species, %d random networks: median %.4f ms, 90 %% below %.4f ms, longest %.3f ms, %zu unsolved\n",
               nspecies, NETWORKS, 1e3 * at[0], 1e3 * at[1], 1e3 * at[2], unsolved);
    }
    free(seconds);
    return status;
}

static hc_status time_map(hc_context *ctx, const char *path)
{
    hc_study *study = NULL;
    hc_table *table = NULL;
    hc_status status = HC_OK;
    size_t missing = 0;
    HC_TRY(hc_study_read(ctx, path, NULL, &study));
    double begin = hc_wall_seconds();
    HC_TRY(hc_study_map_run(ctx, study, &table));
    double seconds = hc_wall_seconds() - begin;
    for (size_t i = 0; i < table->nrow; i++) {
        missing += isnan(table->column[2].value[i]);
    }
    printf("map of %zu points: %.3f s, %zu without a steady state\n", table->nrow, seconds, missing);
cleanup:
    hc_table_free(table);
    hc_study_free(study);
    return status;
}

int main(int argc, char **argv)
{
    hc_context *ctx = NULL;
    if (argc != 2 || hc_context_create(&ctx) != HC_OK) {
        fprintf(stderr, "usage: bench_kinetics MAP.yaml\n");
        return 2;
    }
    hc_status status = HC_OK;
    HC_TRY(time_networks(ctx, 10));
    HC_TRY(time_networks(ctx, 30));
    HC_TRY(time_map(ctx, argv[1]));
cleanup:
    if (status != HC_OK) {
        fprintf(stderr, "bench_kinetics: %s\n", hc_context_message(ctx));
    }
    hc_context_free(ctx);
    return status == HC_OK ? 0 : 1;
}
