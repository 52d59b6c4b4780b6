/* Second-moment tight binding of fcc metals: the width of the d band goes as the square root of its second moment, a
 * sum over neighbours, and with it the bond energy; pairs repel.
 *
 * E = sum_i [sum_j A exp(-p (r/d - 1)) s(r) - xi sqrt(sum_j exp(-2 q (r/d - 1)) s(r))], d the nearest distance of the
 * crystal, s a switch between the fifth shell of the crystal, the last one of the fit, and the sixth. */
#include <math.h>
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "engine/engine_table.h"
#include "halfcell/units.h"
#include "math/switch_off.h"

typedef struct gupta_metal {
    int number;
    double a, xi;   /* eV */
    double p, q;    /* 1 */
    double lattice; /* angstrom, of the cubic cell */
} gupta_metal;

/* Tables I and II of the reference. */
static const gupta_metal metals[] = {
    {13, 0.1221, 1.316, 8.612, 2.516, 4.050},  {28, 0.0376, 1.070, 16.999, 1.189, 3.523},
    {29, 0.0855, 1.224, 10.960, 2.278, 3.615}, {45, 0.0629, 1.660, 18.450, 1.867, 3.803},
    {46, 0.1746, 1.718, 10.867, 3.742, 3.887}, {47, 0.1028, 1.178, 10.928, 3.139, 4.085},
    {77, 0.1156, 2.289, 16.980, 2.691, 3.839}, {78, 0.2975, 2.695, 10.612, 4.004, 3.924},
    {79, 0.2061, 1.790, 10.229, 4.036, 4.079}, {82, 0.0980, 0.914, 9.576, 3.648, 4.951},
};

typedef struct gupta_engine {
    gupta_metal metal;             /* a and xi in hartree */
    double nearest, cutoff, width; /* bohr */
    hc_neighbour_list *neighbours;
    double *moment; /* [natom], the sum under the root */
} gupta_engine;

static const hc_keyword gupta_keywords[] = {{0}};

static void gupta_free(void *self)
{
    gupta_engine *gupta = self;
    if (gupta) {
        hc_neighbours_free(gupta->neighbours);
        free(gupta->moment);
        free(gupta);
    }
}

static const gupta_metal *find_metal(int number)
{
    for (size_t k = 0; k < sizeof metals / sizeof metals[0]; k++) {
        if (metals[k].number == number) {
            return &metals[k];
        }
    }
    return NULL;
}

static hc_status check_elements(hc_context *ctx, const hc_structure *structure)
{
    int first = structure->atomic_number[0];
    for (size_t i = 0; i < structure->natom; i++) {
        int number = structure->atomic_number[i];
        if (find_metal(number) == NULL) {
            return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                           "engine gupta has no parameters for %s (atom %zu); it has them for Al, Ni, Cu, Rh, Pd, Ag, "
                           "Ir, Pt, Au and Pb",
                           hc_element_symbol(number), i);
        }
        if (number != first) {
            return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                           "engine gupta treats one metal, not an alloy: atom 0 is %s, atom %zu is %s",
                           hc_element_symbol(first), i, hc_element_symbol(number));
        }
    }
    return HC_OK;
}

static hc_status gupta_create(hc_context *ctx, const void *options, const hc_structure *structure, void **self)
{
    (void)options;
    gupta_engine *gupta = NULL;
    hc_status status = HC_OK;
    HC_TRY(check_elements(ctx, structure));
    HC_TRY(hc_allocate(ctx, 1, sizeof *gupta, &gupta));
    gupta->metal = *find_metal(structure->atomic_number[0]);
    gupta->metal.a *= HC_EV;
    gupta->metal.xi *= HC_EV;
    gupta->nearest = sqrt(0.5) * gupta->metal.lattice * HC_ANGSTROM;
    gupta->cutoff = sqrt(6.0) * gupta->nearest;
    gupta->width = (sqrt(6.0) - sqrt(5.0)) * gupta->nearest;
    HC_TRY(hc_neighbours_create(ctx, gupta->cutoff, 1.0 * HC_ANGSTROM, &gupta->neighbours));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *gupta->moment, &gupta->moment));
    *self = gupta;
    gupta = NULL;
cleanup:
    gupta_free(gupta);
    return status;
}

/* exp(-rate (r/d - 1)) s(r) and its derivative. */
static double decay(const gupta_engine *gupta, double rate, double r, double *derivative)
{
    double slope, s = hc_switch_off(r, gupta->cutoff, gupta->width, &slope);
    if (r >= gupta->cutoff) {
        *derivative = 0.0;
        return 0.0;
    }
    double bare = exp(-rate * (r / gupta->nearest - 1.0));
    *derivative = bare * (slope - rate / gupta->nearest * s);
    return bare * s;
}

static void add_moments(gupta_engine *gupta, const hc_structure *structure)
{
    for (size_t i = 0; i < structure->natom; i++) {
        gupta->moment[i] = 0.0;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = gupta->neighbours->first[i]; k < gupta->neighbours->first[i + 1]; k++) {
            const hc_neighbour *neighbour = &gupta->neighbours->entry[k];
            double r = hc_vec3_norm(hc_neighbour_vector(structure, i, neighbour)), derivative;
            double term = decay(gupta, 2.0 * gupta->metal.q, r, &derivative);
            gupta->moment[i] += term;
            gupta->moment[neighbour->j] += term;
        }
    }
}

/* d/dm of -xi sqrt(m); an atom without neighbours pulls nothing. */
static double bond_slope(const gupta_engine *gupta, size_t i)
{
    return gupta->moment[i] > 0.0 ? -0.5 * gupta->metal.xi / sqrt(gupta->moment[i]) : 0.0;
}

/* The repulsion of a pair; derivative: of the whole energy with the pair's distance. */
static double pair_energy(const gupta_engine *gupta, size_t i, size_t j, double r, double *derivative)
{
    double repulsion_slope, moment_slope;
    double repulsion = 2.0 * gupta->metal.a * decay(gupta, gupta->metal.p, r, &repulsion_slope);
    decay(gupta, 2.0 * gupta->metal.q, r, &moment_slope);
    *derivative = 2.0 * gupta->metal.a * repulsion_slope + (bond_slope(gupta, i) + bond_slope(gupta, j)) * moment_slope;
    return repulsion;
}

/* The repulsion of all pairs; adds the forces of everything. */
static double add_pairs(const gupta_engine *gupta, const hc_structure *structure, hc_result *result, hc_mat3 *virial)
{
    double repulsion = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = gupta->neighbours->first[i]; k < gupta->neighbours->first[i + 1]; k++) {
            const hc_neighbour *neighbour = &gupta->neighbours->entry[k];
            hc_vec3 d = hc_neighbour_vector(structure, i, neighbour);
            double r = hc_vec3_norm(d), derivative;
            repulsion += pair_energy(gupta, i, neighbour->j, r, &derivative);
            hc_vec3 pull = hc_vec3_scale(derivative / r, d);
            result->force[i] = hc_vec3_add(result->force[i], pull);
            result->force[neighbour->j] = hc_vec3_sub(result->force[neighbour->j], pull);
            hc_mat3_add_outer(virial, 1.0, pull, d);
        }
    }
    return repulsion;
}

static hc_status gupta_compute(void *self, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                               hc_result *result)
{
    gupta_engine *gupta = self;
    hc_mat3 virial = {0};
    double bonds = 0.0;
    hc_status status = HC_OK;
    HC_TRY(hc_neighbours_update(ctx, gupta->neighbours, structure));
    add_moments(gupta, structure);
    for (size_t i = 0; i < structure->natom; i++) {
        bonds -= gupta->metal.xi * sqrt(gupta->moment[i]);
    }
    double repulsion = add_pairs(gupta, structure, result, &virial);
    if (wanted & HC_WANT_STRESS) {
        double scale = 1.0 / fabs(hc_mat3_determinant(&structure->cell));
        for (int k = 0; k < 3; k++) {
            result->stress.row[k] = hc_vec3_scale(scale, virial.row[k]);
        }
    }
    result->energy = result->free_energy = bonds + repulsion;
    hc_result_add_term(result, "bonds", bonds);
    hc_result_add_term(result, "repulsion", repulsion);
cleanup:
    return status;
}

const hc_engine_record hc_engine_gupta = {
    .name = "gupta",
    .summary =
        "Second-moment tight binding of one fcc metal (Al, Ni, Cu, Rh, Pd, Ag, Ir, Pt, Au, Pb) without electrons: "
        "relaxes particles and crystal defects of thousands of atoms",
    .reference = "Gupta, Phys. Rev. B 23, 6265 (1981); Cleri and Rosato, Phys. Rev. B 48, 22 (1993)",
    .limits =
        "The Gupta potential is fitted to the bulk crystal (lattice constant, cohesive energy, elastic constants): "
        "energies of stacking faults are poor (copper 17 mJ/m2, measured 45), and there are no electrons, no charges "
        "and no other elements.",
    .capabilities = HC_CAN_MOLECULE | HC_CAN_WIRE | HC_CAN_SLAB | HC_CAN_BULK | HC_CAN_STRESS,
    .keywords = gupta_keywords,
    .options_size = 0,
    .create = gupta_create,
    .free = gupta_free,
    .compute = gupta_compute,
};
