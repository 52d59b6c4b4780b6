/* Lennard-Jones pairs, the same for all elements: an engine whose every number is known on paper, for tests and
 * teaching.
 *
 * E = sum_{pairs} 4 eps [(s/r)^12 - (s/r)^6] f(r), with f a switch of continuous second derivative from 1 at
 * 0.9 cutoff to 0 at the cutoff. */
#include <math.h>
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "engine/engine_table.h"
#include "halfcell/units.h"
#include "math/switch_off.h"

typedef struct lj_options {
    double epsilon, sigma, cutoff;
} lj_options;

typedef struct lj_engine {
    lj_options options;
    hc_neighbour_list *neighbours;
} lj_engine;

static const hc_keyword lj_keywords[] = {
    {.name = "epsilon_ev",
     .type = HC_VALUE_REAL,
     .offset = offsetof(lj_options, epsilon),
     .unit = HC_EV,
     .default_text = "0.0104",
     .minimum = 0,
     .maximum = 100,
     .doc = "Depth of the pair potential; the default is argon's."},
    {.name = "sigma_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(lj_options, sigma),
     .unit = HC_ANGSTROM,
     .default_text = "3.4",
     .minimum = 0.1,
     .maximum = 20,
     .doc = "Distance at which the pair potential crosses zero."},
    {.name = "cutoff_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(lj_options, cutoff),
     .unit = HC_ANGSTROM,
     .default_text = "8.5",
     .minimum = 0.2,
     .maximum = 60,
     .doc = "Distance beyond which pairs do not interact; switched off smoothly over its last tenth."},
    {0}};

static void lj_free(void *self)
{
    lj_engine *lj = self;
    if (lj) {
        hc_neighbours_free(lj->neighbours);
        free(lj);
    }
}

static hc_status lj_create(hc_context *ctx, const void *options, const hc_structure *structure, void **self)
{
    (void)structure;
    lj_engine *lj = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *lj, &lj));
    lj->options = *(const lj_options *)options;
    HC_TRY(hc_neighbours_create(ctx, lj->options.cutoff, 1.0 * HC_ANGSTROM, &lj->neighbours));
    *self = lj;
    lj = NULL;
cleanup:
    lj_free(lj);
    return status;
}

static double pair_energy(const lj_options *options, double r, double *derivative)
{
    double s6 = pow(options->sigma / r, 6), switch_derivative;
    double f = hc_switch_off(r, options->cutoff, 0.1 * options->cutoff, &switch_derivative);
    double bare = 4.0 * options->epsilon * (s6 * s6 - s6);
    double bare_derivative = -24.0 * options->epsilon * (2.0 * s6 * s6 - s6) / r;
    *derivative = bare_derivative * f + bare * switch_derivative;
    return bare * f;
}

static hc_status lj_compute(void *self, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                            hc_result *result)
{
    lj_engine *lj = self;
    hc_status status = hc_neighbours_update(ctx, lj->neighbours, structure);
    if (status != HC_OK) {
        return status;
    }
    hc_mat3 virial = {0};
    double energy = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = lj->neighbours->first[i]; k < lj->neighbours->first[i + 1]; k++) {
            const hc_neighbour *neighbour = &lj->neighbours->entry[k];
            hc_vec3 d = hc_neighbour_vector(structure, i, neighbour);
            double r = hc_vec3_norm(d), derivative;
            if (r >= lj->options.cutoff) {
                continue;
            }
            energy += pair_energy(&lj->options, r, &derivative);
            hc_vec3 pull = hc_vec3_scale(derivative / r, d);
            result->force[i] = hc_vec3_add(result->force[i], pull);
            result->force[neighbour->j] = hc_vec3_sub(result->force[neighbour->j], pull);
            hc_mat3_add_outer(&virial, 1.0, pull, d);
        }
    }
    if (wanted & HC_WANT_STRESS) {
        double scale = 1.0 / fabs(hc_mat3_determinant(&structure->cell));
        for (int k = 0; k < 3; k++) {
            result->stress.row[k] = hc_vec3_scale(scale, virial.row[k]);
        }
    }
    result->energy = result->free_energy = energy;
    hc_result_add_term(result, "pairs", energy);
    return HC_OK;
}

const hc_engine_record hc_engine_lj = {
    .name = "lj",
    .summary = "Lennard-Jones pairs, the same for all elements; for tests and teaching",
    .reference = "J. E. Lennard-Jones, Proc. Phys. Soc. 43, 461 (1931)",
    .capabilities = HC_CAN_MOLECULE | HC_CAN_WIRE | HC_CAN_SLAB | HC_CAN_BULK | HC_CAN_STRESS,
    .keywords = lj_keywords,
    .options_size = sizeof(lj_options),
    .create = lj_create,
    .free = lj_free,
    .compute = lj_compute,
};
