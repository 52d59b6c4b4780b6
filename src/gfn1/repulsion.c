#include "gfn1/repulsion.h"

#include <math.h>
#include <stdlib.h>

/* exp(-x) beyond this is below 1e-17: with charges up to 80 the cut cannot be seen in the energy. */
#define EXPONENT_MAXIMUM 46.0

#define DISTANCE_MINIMUM 0.05 /* bohr; no structure has atoms that near */

static double pair_alpha(const hc_gfn1_element *a, const hc_gfn1_element *b)
{
    return sqrt(a->repulsion_alpha * b->repulsion_alpha);
}

hc_status hc_gfn1_repulsion_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_repulsion **repulsion)
{
    hc_gfn1_repulsion *r = NULL;
    hc_status status = HC_OK;
    double smallest = INFINITY;
    for (size_t k = 0; k < basis->nkind; k++) {
        smallest = fmin(smallest, basis->kind[k].element.repulsion_alpha);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *r, &r));
    r->basis = basis;
    double cutoff = pow(EXPONENT_MAXIMUM / smallest, 1.0 / HC_GFN1_REPULSION_EXPONENT);
    HC_TRY(hc_neighbours_create(ctx, cutoff, 1.0, &r->neighbours));
    *repulsion = r;
    r = NULL;
cleanup:
    hc_gfn1_repulsion_free(r);
    return status;
}

void hc_gfn1_repulsion_free(hc_gfn1_repulsion *repulsion)
{
    if (repulsion) {
        hc_neighbours_free(repulsion->neighbours);
        free(repulsion);
    }
}

hc_status hc_gfn1_repulsion_compute(hc_context *ctx, hc_gfn1_repulsion *repulsion, const hc_structure *structure,
                                    double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    const hc_gfn1_basis *basis = repulsion->basis;
    hc_status status = hc_neighbours_update(ctx, repulsion->neighbours, structure);
    if (status != HC_OK) {
        return status;
    }
    *energy = 0.0;
    for (size_t i = 0; i < basis->natom; i++) {
        const hc_gfn1_element *a = &hc_gfn1_kind_of(basis, i)->element;
        for (size_t k = repulsion->neighbours->first[i]; k < repulsion->neighbours->first[i + 1]; k++) {
            const hc_neighbour *neighbour = &repulsion->neighbours->entry[k];
            const hc_gfn1_element *b = &hc_gfn1_kind_of(basis, neighbour->j)->element;
            hc_vec3 d = hc_neighbour_vector(structure, i, neighbour);
            double r = hc_vec3_norm(d);
            if (r < DISTANCE_MINIMUM) {
                return hc_fail(ctx, HC_ERROR_INPUT, "atoms %zu and %zu are %.3g bohr apart (images included)", i,
                               neighbour->j, r);
            }
            double grown = r * sqrt(r), x = pair_alpha(a, b) * grown; /* R^1.5 */
            if (x > EXPONENT_MAXIMUM) {
                continue;
            }
            double pair = a->repulsion_zeff * b->repulsion_zeff / r * exp(-x);
            *energy += pair;
            if (force) {
                double slope = -pair * (1.0 + HC_GFN1_REPULSION_EXPONENT * x) / r;
                hc_vec3 pull = hc_vec3_scale(slope / r, d); /* dE/d(r_j - r_i) */
                force[i] = hc_vec3_add(force[i], pull);
                force[neighbour->j] = hc_vec3_sub(force[neighbour->j], pull);
                hc_mat3_add_outer(strain, 1.0, pull, d);
            }
        }
    }
    return HC_OK;
}
