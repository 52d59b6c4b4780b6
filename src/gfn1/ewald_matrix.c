#include <stdlib.h>

#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"
#include "math/linalg.h"

/* Waves a matrix product takes at a time. */
enum { BLOCK = 1024 };

static void fill_molecule(const hc_structure *structure, double *matrix)
{
    size_t n = structure->natom;
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double r = hc_vec3_norm(hc_vec3_sub(structure->position[j], structure->position[i]));
            matrix[i * n + j] = i == j ? 0.0 : 1.0 / r;
        }
    }
}

/* sum over images of erfc(alpha R)/R */
static double sum_pair(const hc_ewald_plan *plan, const hc_structure *structure, size_t i, size_t j)
{
    const hc_images *images = plan->images;
    double within, sum = 0.0, cutoff2 = plan->cutoff * plan->cutoff;
    hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
    d = hc_images_reduce(images, d, &within);
    size_t count = hc_images_within(images, plan->cutoff + within);
    for (size_t m = i == j ? 1 : 0; m < count; m++) {
        double x = d.x + images->x[m], y = d.y + images->y[m], z = d.z + images->z[m];
        double r2 = x * x + y * y + z * z;
        if (r2 < cutoff2) {
            double r = sqrt(r2);
            sum += hc_erfc_look_up(&plan->erfc, plan->alpha * r) / r;
        }
    }
    return sum;
}

static void fill_real_space(const hc_ewald_plan *plan, const hc_structure *structure, double *matrix)
{
    size_t n = structure->natom;
    /* what the waves' Gaussians do to themselves, and the background */
    double self = 2.0 * plan->alpha / sqrt(HC_PI), background = HC_PI / (plan->alpha * plan->alpha * plan->volume);
#pragma omp parallel for schedule(dynamic, 8)
    for (size_t row = 0; row < n; row++) {
        size_t i = n - 1 - row;
        for (size_t j = 0; j <= i; j++) {
            double value = sum_pair(plan, structure, i, j) - background - (i == j ? self : 0.0);
            matrix[i * n + j] = value;
            matrix[j * n + i] = value;
        }
    }
}

static hc_status add_waves(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure, double *matrix)
{
    hc_status status;
    double *phase = NULL, *scale = NULL;
    size_t n = structure->natom, widest = plan->nwave < BLOCK ? plan->nwave : BLOCK;
    HC_TRY(hc_allocate(ctx, n * 2 * widest, sizeof *phase, &phase));
    HC_TRY(hc_allocate(ctx, plan->nwave, sizeof *scale, &scale));
    for (size_t w = 0; w < plan->nwave; w++) {
        scale[w] = sqrt(plan->wave[w].weight);
    }
    for (size_t first = 0; first < plan->nwave; first += BLOCK) {
        size_t count = plan->nwave - first < BLOCK ? plan->nwave - first : BLOCK;
        HC_TRY(hc_ewald_phases(ctx, plan, structure, plan->wave + first, count, scale + first, phase));
        hc_syrk(false, n, 2 * count, 1.0, phase, 2 * count, 1.0, matrix, n);
    }
cleanup:
    free(phase);
    free(scale);
    return status;
}

hc_status hc_ewald_matrix(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                          double *matrix)
{
    hc_status status;
    hc_ewald_plan *plan = NULL;
    HC_TRY(hc_ewald_plan_create(ctx, structure, options, &plan));
    if (structure->natom == 0) {
        goto cleanup;
    }
    if (plan->kind == HC_EWALD_MOLECULE) {
        fill_molecule(structure, matrix);
        goto cleanup;
    }
    fill_real_space(plan, structure, matrix);
    HC_TRY(add_waves(ctx, plan, structure, matrix));
    if (plan->kind == HC_EWALD_SLAB) {
        HC_TRY(hc_ewald_layer_matrix(ctx, plan, structure, matrix));
    }
cleanup:
    hc_ewald_plan_free(plan);
    return status;
}
