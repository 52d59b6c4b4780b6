#include <stdlib.h>

#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"
#include "math/linalg.h"

/* Electrostatic layer correction (A. Arnold, J. de Joannis, C. Holm, J. Chem. Phys. 117, 2496 (2002)), in closed form:
 * the plane wave k of layers at distances n L (n = +-1, +-2 ...) sums to (2 pi / A k) 2 cosh(k z) / (e^(kL) - 1)
 * cos(k.rho), and their plane averages leave (2 pi / A) (z^2 / L + L / 6). Both are taken off. The hyperbolic functions
 * of z_i - z_j are split into those of z_i and z_j, each times e^(-kL/2): nothing overflows. A layer wave's weight is
 * 8 pi / (A k (1 - e^(-kL))): two for k and -k, two for both sides. */

/* cosh(k z_i) and sinh(k z_i), times e^(-kL/2) and the phases: four blocks [natom][2 nlayer], in this order the even
 * (cosh) and the odd (sinh) ones. */
typedef struct layer_factors {
    double *even, *odd; /* [natom][2 nlayer], cos and sin side by side */
} layer_factors;

static void free_factors(layer_factors *factors)
{
    free(factors->even);
    free(factors->odd);
}

static hc_status make_factors(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                              const double *scale, layer_factors *factors)
{
    hc_status status;
    size_t columns = 2 * plan->nlayer;
    HC_TRY(hc_allocate(ctx, structure->natom * columns, sizeof(double), &factors->even));
    HC_TRY(hc_allocate(ctx, structure->natom * columns, sizeof(double), &factors->odd));
    HC_TRY(hc_ewald_phases(ctx, plan, structure, plan->layer, plan->nlayer, scale, factors->even));
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < structure->natom; i++) {
        double *even = factors->even + i * columns, *odd = factors->odd + i * columns;
        for (size_t w = 0; w < plan->nlayer; w++) {
            double k = hc_vec3_norm(plan->layer[w].k);
            double up = exp(k * (plan->z[i] - 0.5 * plan->height)), down = exp(-k * (plan->z[i] + 0.5 * plan->height));
            for (size_t part = 2 * w; part < 2 * w + 2; part++) {
                odd[part] = 0.5 * (up - down) * even[part];
                even[part] *= 0.5 * (up + down);
            }
        }
    }
cleanup:
    return status;
}

hc_status hc_ewald_layer_matrix(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                                double *matrix)
{
    hc_status status;
    size_t n = structure->natom, columns = 2 * plan->nlayer;
    layer_factors factors = {NULL, NULL};
    double *scale = NULL;
    HC_TRY(hc_allocate(ctx, plan->nlayer, sizeof *scale, &scale));
    for (size_t w = 0; w < plan->nlayer; w++) {
        scale[w] = sqrt(plan->layer[w].weight);
    }
    HC_TRY(make_factors(ctx, plan, structure, scale, &factors));
    if (columns > 0) {
        hc_syrk(false, n, columns, -1.0, factors.even, columns, 1.0, matrix, n);
        hc_syrk(false, n, columns, 1.0, factors.odd, columns, 1.0, matrix, n);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double z = plan->z[i] - plan->z[j];
            matrix[i * n + j] -= 2.0 * HC_PI / plan->area * (z * z / plan->height + plan->height / 6.0);
        }
    }
cleanup:
    free(scale);
    free_factors(&factors);
    return status;
}

/* sums[w][part] = sum_i charge_i factor_i,w,part. */
static void project(size_t natom, size_t columns, const double *factor, const double *charge, double *sums)
{
    hc_gemv(true, natom, columns, 1.0, factor, columns, charge, 0.0, sums);
}

/* Projections of the charges, and of charge times z, on the factors: [2 nlayer] each. */
typedef struct layer_sums {
    double *even, *odd;     /* sum of q cosh, q sinh */
    double *even_z, *odd_z; /* sum of q z cosh, q z sinh */
} layer_sums;

static hc_status make_sums(hc_context *ctx, const hc_ewald_plan *plan, size_t natom, const layer_factors *factors,
                           const double *charge, layer_sums *sums)
{
    hc_status status;
    size_t columns = 2 * plan->nlayer;
    double *moment = NULL;
    HC_TRY(hc_allocate(ctx, natom, sizeof *moment, &moment));
    HC_TRY(hc_allocate(ctx, 4 * columns, sizeof(double), &sums->even));
    sums->odd = sums->even + columns;
    sums->even_z = sums->odd + columns;
    sums->odd_z = sums->even_z + columns;
    for (size_t i = 0; i < natom; i++) {
        moment[i] = charge[i] * plan->z[i];
    }
    project(natom, columns, factors->even, charge, sums->even);
    project(natom, columns, factors->odd, charge, sums->odd);
    project(natom, columns, factors->even, moment, sums->even_z);
    project(natom, columns, factors->odd, moment, sums->odd_z);
cleanup:
    free(moment);
    return status;
}

/* Energy and strain derivative (within the plane) of the waves. */
static void add_wave_energy(const hc_ewald_plan *plan, const layer_sums *sums, double *energy, hc_mat3 *strain)
{
    for (size_t w = 0; w < plan->nlayer; w++) {
        hc_vec3 kvec = plan->layer[w].k;
        double k = hc_vec3_norm(kvec), weight = plan->layer[w].weight, square = 0.0, slope = 0.0;
        for (size_t p = 2 * w; p < 2 * w + 2; p++) {
            square += sums->even[p] * sums->even[p] - sums->odd[p] * sums->odd[p];
            slope += 2.0 * (sums->even[p] * sums->odd_z[p] - sums->odd[p] * sums->even_z[p]);
        }
        double term = -0.5 * weight * square;
        double dterm_dk = term * (-1.0 / k + plan->height / expm1(-k * plan->height)) - 0.5 * weight * slope;
        *energy += term;
        for (int a = 0; a < 3; a++) {
            *hc_vec3_at(&strain->row[a], a) -= term;
        }
        hc_mat3_add_outer(strain, -dterm_dk / k, kvec, kvec);
    }
}

static hc_vec3 wave_force(const hc_ewald_plan *plan, const layer_sums *sums, const double *even, const double *odd)
{
    hc_vec3 force = {0.0, 0.0, 0.0};
    for (size_t w = 0; w < plan->nlayer; w++) {
        const double *se = sums->even + 2 * w, *so = sums->odd + 2 * w, *e = even + 2 * w, *o = odd + 2 * w;
        double weight = plan->layer[w].weight, k = hc_vec3_norm(plan->layer[w].k);
        double along = se[1] * e[0] - se[0] * e[1] + so[0] * o[1] - so[1] * o[0];
        double across = se[0] * o[0] + se[1] * o[1] - so[0] * e[0] - so[1] * e[1];
        force = hc_vec3_axpy(force, weight * along, plan->layer[w].k);
        force = hc_vec3_axpy(force, weight * k * across, plan->normal);
    }
    return force;
}

/* The plane averages: E = -(pi/A) (2 (Q M2 - M1^2) / L + Q^2 L / 6), M_n = sum q z^n. */
static void add_average(const hc_ewald_plan *plan, size_t natom, const double *charge, double *energy, hc_vec3 *force,
                        hc_mat3 *strain)
{
    double total = 0.0, first = 0.0, second = 0.0, scale = HC_PI / plan->area;
    for (size_t i = 0; i < natom; i++) {
        total += charge[i];
        first += charge[i] * plan->z[i];
        second += charge[i] * plan->z[i] * plan->z[i];
    }
    double term = -scale * (2.0 * (total * second - first * first) / plan->height + total * total * plan->height / 6.0);
    *energy += term;
    for (int a = 0; a < 3; a++) {
        *hc_vec3_at(&strain->row[a], a) -= term;
    }
    for (size_t i = 0; i < natom; i++) {
        double pull = 4.0 * scale / plan->height * charge[i] * (total * plan->z[i] - first);
        force[i] = hc_vec3_axpy(force[i], pull, plan->normal);
    }
}

hc_status hc_ewald_layer_gradient(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                                  const double *charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    size_t columns = 2 * plan->nlayer;
    layer_factors factors = {NULL, NULL};
    layer_sums sums = {NULL, NULL, NULL, NULL};
    HC_TRY(make_factors(ctx, plan, structure, NULL, &factors));
    HC_TRY(make_sums(ctx, plan, structure->natom, &factors, charge, &sums));
    add_wave_energy(plan, &sums, energy, strain);
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 f = wave_force(plan, &sums, factors.even + i * columns, factors.odd + i * columns);
        force[i] = hc_vec3_axpy(force[i], charge[i], f);
    }
    add_average(plan, structure->natom, charge, energy, force, strain);
cleanup:
    free(sums.even);
    free_factors(&factors);
    return status;
}
