#include <stdlib.h>

#include "atoms/pair_chunks.h"
#include "gfn1/ewald_internal.h"
#include "halfcell/units.h"
#include "math/linalg.h"

enum { BLOCK = 1024 };

/* One pair of charges in a molecule. */
static void add_bare_pair(const hc_structure *structure, const double *charge, size_t i, size_t j, hc_pair_chunk *chunk)
{
    hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
    double r = hc_vec3_norm(d), term = charge[i] * charge[j] / r;
    chunk->energy += term;
    hc_pair_chunk_add(chunk, i, j, d, -term / (r * r));
}

/* All images of one pair of screened charges; an atom with its own images counts half. */
static void add_screened_pair(const hc_ewald_plan *plan, const hc_structure *structure, const double *charge, size_t i,
                              size_t j, hc_pair_chunk *chunk)
{
    const hc_images *images = plan->images;
    double within, cutoff2 = plan->cutoff * plan->cutoff, gauss = 2.0 * plan->alpha / sqrt(HC_PI);
    double product = charge[i] * charge[j] * (i == j ? 0.5 : 1.0);
    hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
    d = hc_images_reduce(images, d, &within);
    size_t count = hc_images_within(images, plan->cutoff + within);
    for (size_t m = i == j ? 1 : 0; m < count; m++) {
        hc_vec3 v = {d.x + images->x[m], d.y + images->y[m], d.z + images->z[m]};
        double r2 = hc_vec3_norm2(v);
        if (r2 < cutoff2) {
            double r = sqrt(r2), t = plan->alpha * r, term = product * hc_erfc_look_up(&plan->erfc, t) / r;
            chunk->energy += term;
            hc_pair_chunk_add(chunk, i, j, v, -(term + product * gauss * exp(-t * t)) / r2);
        }
    }
}

static hc_status add_pairs(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                           const double *charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_pair_chunks *chunks;
    bool bare = plan->kind == HC_EWALD_MOLECULE;
    hc_status status = hc_pair_chunks_create(ctx, structure->natom, &chunks);
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < structure->natom; i += HC_PAIR_CHUNKS) {
            for (size_t j = 0; j < (bare ? i : i + 1); j++) {
                if (bare) {
                    add_bare_pair(structure, charge, i, j, &chunks->chunk[c]);
                } else {
                    add_screened_pair(plan, structure, charge, i, j, &chunks->chunk[c]);
                }
            }
        }
    }
    hc_pair_chunks_add(chunks, energy, force, NULL, strain);
    hc_pair_chunks_free(chunks);
    return HC_OK;
}

/* Self energy and background. */
static void add_constants(const hc_ewald_plan *plan, size_t natom, const double *charge, double *energy,
                          hc_mat3 *strain)
{
    double total = 0.0, squares = 0.0;
    for (size_t i = 0; i < natom; i++) {
        total += charge[i];
        squares += charge[i] * charge[i];
    }
    double background = 0.5 * HC_PI * total * total / (plan->alpha * plan->alpha * plan->volume);
    *energy -= plan->alpha / sqrt(HC_PI) * squares + background;
    for (int a = 0; a < 3; a++) {
        *hc_vec3_at(&strain->row[a], a) += background;
    }
}

/* Room for one block of waves. */
typedef struct wave_workspace {
    double *phase;    /* [natom][2 BLOCK] */
    double *sums;     /* [2 BLOCK]: structure factor */
    double *weight;   /* [2 BLOCK][3]: what cos(k.r_i) and sin(k.r_i) count in the gradient */
    double *gradient; /* [natom][3], over all waves, of the potential at the atoms */
} wave_workspace;

static void add_block(const hc_ewald_plan *plan, size_t natom, const hc_ewald_wave *wave, size_t count,
                      const double *charge, wave_workspace *work, double *energy, hc_mat3 *strain)
{
    hc_gemv(true, natom, 2 * count, 1.0, work->phase, 2 * count, charge, 0.0, work->sums);
    for (size_t w = 0; w < count; w++) {
        double c = work->sums[2 * w], s = work->sums[2 * w + 1], k2 = hc_vec3_norm2(wave[w].k);
        double term = 0.5 * wave[w].weight * (c * c + s * s);
        *energy += term;
        hc_mat3_add_outer(strain, term * (2.0 / k2 + 0.5 / (plan->alpha * plan->alpha)), wave[w].k, wave[w].k);
        for (int a = 0; a < 3; a++) {
            *hc_vec3_at(&strain->row[a], a) -= term;
            work->weight[(2 * w) * 3 + (size_t)a] = wave[w].weight * s * hc_vec3_get(wave[w].k, a);
            work->weight[(2 * w + 1) * 3 + (size_t)a] = -wave[w].weight * c * hc_vec3_get(wave[w].k, a);
        }
    }
    hc_gemm(false, false, natom, 3, 2 * count, 1.0, work->phase, 2 * count, work->weight, 3, 1.0, work->gradient, 3);
}

static hc_status add_waves(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                           const double *charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    wave_workspace work = {NULL, NULL, NULL, NULL};
    size_t n = structure->natom, widest = plan->nwave < BLOCK ? plan->nwave : BLOCK;
    HC_TRY(hc_allocate(ctx, n * 2 * widest, sizeof(double), &work.phase));
    HC_TRY(hc_allocate(ctx, 2 * widest, sizeof(double), &work.sums));
    HC_TRY(hc_allocate(ctx, 6 * widest, sizeof(double), &work.weight));
    HC_TRY(hc_allocate(ctx, 3 * n, sizeof(double), &work.gradient));
    for (size_t first = 0; first < plan->nwave; first += BLOCK) {
        size_t count = plan->nwave - first < BLOCK ? plan->nwave - first : BLOCK;
        HC_TRY(hc_ewald_phases(ctx, plan, structure, plan->wave + first, count, NULL, work.phase));
        add_block(plan, n, plan->wave + first, count, charge, &work, energy, strain);
    }
    for (size_t i = 0; i < n; i++) {
        const double *g = work.gradient + 3 * i;
        force[i] = hc_vec3_axpy(force[i], -charge[i], (hc_vec3){g[0], g[1], g[2]});
    }
cleanup:
    free(work.phase);
    free(work.sums);
    free(work.weight);
    free(work.gradient);
    return status;
}

/* For a slab only the derivative within the plane comes from the sums. A strain that moves the atoms along or out of
 * the plane in proportion to z leaves the two lattice vectors alone, so that the rest follows from the forces; the
 * derivative is symmetric because the energy does not change in a rotation. */
static void finish_slab_strain(const hc_ewald_plan *plan, size_t natom, const hc_vec3 *force, hc_mat3 *strain)
{
    hc_vec3 normal = plan->normal, pull = {0.0, 0.0, 0.0};
    for (int a = 0; a < 3; a++) {
        strain->row[a] = hc_vec3_axpy(strain->row[a], -hc_vec3_dot(strain->row[a], normal), normal);
    }
    hc_vec3 columns = hc_vec3_times_mat3(normal, strain);
    hc_mat3_add_outer(strain, -1.0, normal, columns);
    for (size_t i = 0; i < natom; i++) {
        pull = hc_vec3_axpy(pull, -plan->z[i], force[i]);
    }
    double out = hc_vec3_dot(pull, normal);
    hc_vec3 along = hc_vec3_axpy(pull, -out, normal);
    hc_mat3_add_outer(strain, 1.0, normal, along);
    hc_mat3_add_outer(strain, 1.0, along, normal);
    hc_mat3_add_outer(strain, out, normal, normal);
}

static hc_status sum_all(hc_context *ctx, const hc_ewald_plan *plan, const hc_structure *structure,
                         const double *charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    HC_TRY(add_pairs(ctx, plan, structure, charge, energy, force, strain));
    if (plan->kind == HC_EWALD_MOLECULE) {
        goto cleanup;
    }
    add_constants(plan, structure->natom, charge, energy, strain);
    HC_TRY(add_waves(ctx, plan, structure, charge, energy, force, strain));
    if (plan->kind == HC_EWALD_SLAB) {
        HC_TRY(hc_ewald_layer_gradient(ctx, plan, structure, charge, energy, force, strain));
        finish_slab_strain(plan, structure->natom, force, strain);
    }
cleanup:
    return status;
}

hc_status hc_ewald_gradient(hc_context *ctx, const hc_structure *structure, const hc_ewald_options *options,
                            const double *charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    hc_ewald_plan *plan = NULL;
    hc_vec3 *own_force = NULL;
    hc_mat3 own_strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
    *energy = 0.0;
    HC_TRY(hc_ewald_plan_create(ctx, structure, options, &plan));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *own_force, &own_force));
    if (structure->natom > 0) {
        HC_TRY(sum_all(ctx, plan, structure, charge, energy, own_force, &own_strain));
    }
    for (size_t i = 0; force && i < structure->natom; i++) {
        force[i] = hc_vec3_add(force[i], own_force[i]);
    }
    for (int a = 0; strain && a < 3; a++) {
        strain->row[a] = hc_vec3_add(strain->row[a], own_strain.row[a]);
    }
cleanup:
    free(own_force);
    hc_ewald_plan_free(plan);
    return status;
}
