#include "gfn1/halogen.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "math/switch_off.h"

#define CUTOFF 20.0      /* bohr */
#define SWITCH_WIDTH 1.0 /* bohr */

static bool is_acceptor(int z)
{
    return z == 7 || z == 8 || z == 15 || z == 16;
}

hc_status hc_gfn1_halogen_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_halogen **halogen)
{
    hc_gfn1_halogen *h = NULL;
    hc_status status = HC_OK;
    bool has_halogen = false, has_acceptor = false;
    for (size_t k = 0; k < basis->nkind; k++) {
        has_halogen = has_halogen || basis->kind[k].element.halogen_strength > 0.0;
        has_acceptor = has_acceptor || is_acceptor(basis->kind[k].element.atomic_number);
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->basis = basis;
    if (has_halogen && has_acceptor) {
        HC_TRY(hc_neighbours_create(ctx, CUTOFF, 1.0, &h->neighbours));
        HC_TRY(hc_allocate(ctx, basis->natom, sizeof *h->nearest, &h->nearest));
        HC_TRY(hc_allocate(ctx, basis->natom, sizeof *h->nearest_vector, &h->nearest_vector));
    }
    *halogen = h;
    h = NULL;
cleanup:
    hc_gfn1_halogen_free(h);
    return status;
}

void hc_gfn1_halogen_free(hc_gfn1_halogen *halogen)
{
    if (halogen) {
        hc_neighbours_free(halogen->neighbours);
        free(halogen->nearest);
        free(halogen->nearest_vector);
        free(halogen);
    }
}

static void offer_nearest(hc_gfn1_halogen *halogen, size_t x, size_t k, hc_vec3 vector, double *best)
{
    double r2 = hc_vec3_norm2(vector);
    if (r2 < best[x]) {
        best[x] = r2;
        halogen->nearest[x] = k;
        halogen->nearest_vector[x] = vector;
    }
}

static hc_status find_nearest(hc_context *ctx, hc_gfn1_halogen *halogen, const hc_structure *structure)
{
    size_t natom = structure->natom;
    double *best = NULL;
    hc_status status = hc_allocate(ctx, natom, sizeof *best, &best);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < natom; i++) {
        best[i] = INFINITY;
        halogen->nearest[i] = natom;
    }
    for (size_t i = 0; i < natom; i++) {
        for (size_t k = halogen->neighbours->first[i]; k < halogen->neighbours->first[i + 1]; k++) {
            size_t j = halogen->neighbours->entry[k].j;
            hc_vec3 d = hc_neighbour_vector(structure, i, &halogen->neighbours->entry[k]);
            offer_nearest(halogen, i, j, d, best);
            offer_nearest(halogen, j, i, hc_vec3_scale(-1.0, d), best);
        }
    }
    free(best);
    return HC_OK;
}

/* Distance part and its derivative. */
static double radial(const hc_gfn1_element *x, const hc_gfn1_element *acceptor, double r, double *derivative)
{
    double t = HC_GFN1_HALOGEN_RADIUS_SCALE * (x->radius + acceptor->radius) / r, t6 = pow(t, 6), t12 = t6 * t6;
    double value = x->halogen_strength * (t12 - HC_GFN1_HALOGEN_DAMPING * t6) / (1.0 + t12);
    double slope = x->halogen_strength * (-12.0 * t12 + 6.0 * HC_GFN1_HALOGEN_DAMPING * t6) / (r * (1.0 + t12)) +
                   value * 12.0 * t12 / (r * (1.0 + t12));
    double switch_slope, factor = hc_switch_off(r, CUTOFF, SWITCH_WIDTH, &switch_slope);
    *derivative = slope * factor + value * switch_slope;
    return value * factor;
}

/* X at atom x, acceptor at atom a, `to_acceptor` the vector between them. */
static double add_bond(const hc_gfn1_halogen *halogen, size_t x, size_t a, hc_vec3 to_acceptor, hc_vec3 *force,
                       hc_mat3 *strain)
{
    const hc_gfn1_basis *basis = halogen->basis;
    double r = hc_vec3_norm(to_acceptor);
    if (r >= CUTOFF || halogen->nearest[x] == basis->natom) {
        return 0.0;
    }
    size_t k = halogen->nearest[x];
    hc_vec3 to_nearest = halogen->nearest_vector[x];
    double distance_k = hc_vec3_norm(to_nearest), slope;
    double value = radial(&hc_gfn1_kind_of(basis, x)->element, &hc_gfn1_kind_of(basis, a)->element, r, &slope);
    double cosine = hc_vec3_dot(to_acceptor, to_nearest) / (r * distance_k), half = 0.5 - 0.5 * cosine;
    double angular = pow(half, 6);
    if (force) {
        double by_cosine = -3.0 * pow(half, 5) * value, cross = by_cosine / (r * distance_k);
        hc_vec3 da = hc_vec3_scale(slope * angular / r - by_cosine * cosine / (r * r), to_acceptor);
        da = hc_vec3_axpy(da, cross, to_nearest);
        hc_vec3 dk = hc_vec3_scale(-by_cosine * cosine / (distance_k * distance_k), to_nearest);
        dk = hc_vec3_axpy(dk, cross, to_acceptor);
        force[a] = hc_vec3_sub(force[a], da);
        force[k] = hc_vec3_sub(force[k], dk);
        force[x] = hc_vec3_add(force[x], hc_vec3_add(da, dk));
        hc_mat3_add_outer(strain, 1.0, da, to_acceptor);
        hc_mat3_add_outer(strain, 1.0, dk, to_nearest);
    }
    return value * angular;
}

hc_status hc_gfn1_halogen_compute(hc_context *ctx, hc_gfn1_halogen *halogen, const hc_structure *structure,
                                  double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    const hc_gfn1_basis *basis = halogen->basis;
    hc_status status = HC_OK;
    *energy = 0.0;
    if (!halogen->neighbours) {
        return HC_OK;
    }
    HC_TRY(hc_neighbours_update(ctx, halogen->neighbours, structure));
    HC_TRY(find_nearest(ctx, halogen, structure));
    for (size_t i = 0; i < basis->natom; i++) {
        const hc_gfn1_element *a = &hc_gfn1_kind_of(basis, i)->element;
        for (size_t k = halogen->neighbours->first[i]; k < halogen->neighbours->first[i + 1]; k++) {
            size_t j = halogen->neighbours->entry[k].j;
            const hc_gfn1_element *b = &hc_gfn1_kind_of(basis, j)->element;
            hc_vec3 d = hc_neighbour_vector(structure, i, &halogen->neighbours->entry[k]);
            if (a->halogen_strength > 0.0 && is_acceptor(b->atomic_number)) {
                *energy += add_bond(halogen, i, j, d, force, strain);
            }
            if (b->halogen_strength > 0.0 && is_acceptor(a->atomic_number)) {
                *energy += add_bond(halogen, j, i, hc_vec3_scale(-1.0, d), force, strain);
            }
        }
    }
cleanup:
    return status;
}
