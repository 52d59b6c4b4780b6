#include "dynamics/colvar_pairs.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/neighbours.h"

/* Below this distance two atoms are taken for one: no bond is a tenth of a bohr long. */
#define OVERLAP 0.1

/* Two atoms each: the list is searched only while it is short. */
static hc_status collect_atoms(hc_context *ctx, size_t natom, size_t npair, const size_t *first, const size_t *second,
                               hc_pair *pair, hc_colvar_shape *shape)
{
    size_t *index;
    hc_status status = hc_allocate(ctx, natom, sizeof *index, &index);
    if (status != HC_OK) {
        return status;
    }
    for (size_t ipair = 0; ipair < npair; ipair++) {
        const size_t atom[2] = {first[ipair], second[ipair]};
        size_t local[2];
        for (int side = 0; side < 2; side++) {
            if (index[atom[side]] == 0) {
                shape->atoms[shape->natom] = atom[side];
                index[atom[side]] = ++shape->natom;
            }
            local[side] = index[atom[side]] - 1;
        }
        pair[ipair].a = local[0];
        pair[ipair].b = local[1];
    }
    free(index);
    return HC_OK;
}

hc_status hc_pair_sum_create(hc_context *ctx, const hc_structure *structure, size_t npair, const size_t *first,
                             const size_t *second, const double *coefficient, hc_colvar_shape *shape)
{
    hc_status status = HC_OK;
    hc_pair_sum *sum = NULL;
    *shape = (hc_colvar_shape){.translation_invariant = true};
    for (size_t ipair = 0; ipair < npair; ipair++) {
        HC_TRY(hc_colvar_check_apart(ctx, structure, first[ipair], second[ipair]));
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *sum, &sum));
    sum->npair = npair;
    HC_TRY(hc_allocate(ctx, npair, sizeof *sum->pair, &sum->pair));
    HC_TRY(hc_allocate(ctx, 2 * npair, sizeof *shape->atoms, &shape->atoms));
    HC_TRY(collect_atoms(ctx, structure->natom, npair, first, second, sum->pair, shape));
    for (size_t ipair = 0; ipair < npair; ipair++) {
        sum->pair[ipair].coefficient = coefficient[ipair];
    }
    shape->self = sum;
    return HC_OK;
cleanup:
    hc_pair_sum_free(sum);
    free(shape->atoms);
    *shape = (hc_colvar_shape){0};
    return status;
}

void hc_pair_sum_free(void *self)
{
    hc_pair_sum *sum = self;
    if (sum != NULL) {
        free(sum->pair);
        free(sum->parameters);
        free(sum);
    }
}

static hc_pair_value pair_value(const hc_pair_sum *sum, double d)
{
    return sum->function == NULL ? (hc_pair_value){d, 1, 0} : sum->function(sum->parameters, d);
}

double hc_pair_sum_evaluate(const void *self, const size_t *atoms, const hc_structure *structure, hc_vec3 *gradient)
{
    const hc_pair_sum *sum = self;
    double xi = 0;
    for (size_t ipair = 0; ipair < sum->npair; ipair++) {
        const hc_pair *pair = &sum->pair[ipair];
        hc_vec3 r =
            hc_minimum_image(structure, structure->position[atoms[pair->a]], structure->position[atoms[pair->b]]);
        double d = hc_vec3_norm(r);
        hc_pair_value value = pair_value(sum, d);
        xi += pair->coefficient * value.f;
        if (gradient != NULL) {
            double slope = pair->coefficient * value.df / d;
            gradient[pair->a] = hc_vec3_axpy(gradient[pair->a], -slope, r);
            gradient[pair->b] = hc_vec3_axpy(gradient[pair->b], slope, r);
        }
    }
    return xi;
}

/* The block of a pair is f'' u u^T + (f'/d) (1 - u u^T), with + on the diagonal of a and b and - between them. */
void hc_pair_sum_hessian_product(const void *self, const size_t *atoms, const hc_structure *structure,
                                 const hc_vec3 *direction, hc_vec3 *product)
{
    const hc_pair_sum *sum = self;
    for (size_t ipair = 0; ipair < sum->npair; ipair++) {
        const hc_pair *pair = &sum->pair[ipair];
        hc_vec3 r =
            hc_minimum_image(structure, structure->position[atoms[pair->a]], structure->position[atoms[pair->b]]);
        double d = hc_vec3_norm(r);
        hc_pair_value value = pair_value(sum, d);
        hc_vec3 u = hc_vec3_scale(1 / d, r);
        hc_vec3 change = hc_vec3_sub(direction[pair->b], direction[pair->a]);
        double along = hc_vec3_dot(u, change);
        hc_vec3 across = hc_vec3_axpy(change, -along, u);
        hc_vec3 block = hc_vec3_axpy(hc_vec3_scale(value.ddf * along, u), value.df / d, across);
        product[pair->a] = hc_vec3_axpy(product[pair->a], -pair->coefficient, block);
        product[pair->b] = hc_vec3_axpy(product[pair->b], pair->coefficient, block);
    }
}

hc_status hc_colvar_check_apart(hc_context *ctx, const hc_structure *structure, size_t a, size_t b)
{
    if (a == b) {
        return hc_fail(ctx, HC_ERROR_INPUT, "atom %zu is named twice where two different atoms are needed", a);
    }
    double d = hc_vec3_norm(hc_minimum_image(structure, structure->position[a], structure->position[b]));
    if (!(d > OVERLAP)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "atoms %zu and %zu overlap (%.3f bohr apart): nothing can be measured "
                       "between them",
                       a, b, d);
    }
    return HC_OK;
}
