#include "gfn1/coulomb.h"

#include <stdlib.h>
#include <string.h>

#include "atoms/images.h"
#include "atoms/pair_chunks.h"
#include "gfn1/ewald.h"

/* Where the correction to 1/R of periodic systems ends, and over what length it is switched off, bohr. */
static const double SWITCH_END = 10.0, SWITCH_WIDTH = 1.0;

struct hc_coulomb {
    size_t natom, nshell;
    size_t *first;    /* [natom + 1] */
    double *hardness; /* [nshell] */
};

hc_status hc_coulomb_create(hc_context *ctx, const hc_structure *structure, const size_t *first_shell,
                            const double *hardness, hc_coulomb **coulomb)
{
    hc_status status;
    hc_coulomb *made = NULL;
    *coulomb = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = structure->natom;
    made->nshell = first_shell[structure->natom];
    HC_TRY(hc_allocate(ctx, made->natom + 1, sizeof *made->first, &made->first));
    HC_TRY(hc_allocate(ctx, made->nshell, sizeof *made->hardness, &made->hardness));
    memcpy(made->first, first_shell, (made->natom + 1) * sizeof *first_shell);
    for (size_t s = 0; s < made->nshell; s++) {
        if (!(hardness[s] > 0.0)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "shell %zu: the hardness must be positive, it is %g hartree/e^2", s,
                           hardness[s]));
        }
        made->hardness[s] = hardness[s];
    }
    *coulomb = made;
    made = NULL;
cleanup:
    hc_coulomb_free(made);
    return status;
}

void hc_coulomb_free(hc_coulomb *coulomb)
{
    if (coulomb) {
        free(coulomb->first);
        free(coulomb->hardness);
        free(coulomb);
    }
}

static double mean_hardness(const hc_coulomb *coulomb, size_t a, size_t b)
{
    double x = coulomb->hardness[a], y = coulomb->hardness[b];
    return 2.0 * x * y / (x + y);
}

static bool is_periodic(const hc_structure *structure)
{
    return structure->periodic[0] || structure->periodic[1] || structure->periodic[2];
}

/* f(R), from 1 to 0 with two continuous derivatives. */
static double switching(double r, double *slope)
{
    double x = (r - (SWITCH_END - SWITCH_WIDTH)) / SWITCH_WIDTH;
    *slope = 0.0;
    if (x <= 0.0) {
        return 1.0;
    }
    if (x >= 1.0) {
        return 0.0;
    }
    *slope = -30.0 * x * x * (1.0 - x) * (1.0 - x) / SWITCH_WIDTH;
    return 1.0 - x * x * x * (10.0 - x * (15.0 - 6.0 * x));
}

static hc_status check_structure(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure)
{
    if (coulomb->natom != structure->natom) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the Coulomb kernel was made for %zu atoms, not for %zu", coulomb->natom,
                       structure->natom);
    }
    return HC_OK;
}

/* --- the matrix --- */

/* What one pair of atoms needs: the images within reach, and how the kernel is made of them. */
typedef struct kernel {
    const hc_coulomb *coulomb;
    const hc_structure *structure;
    const hc_images *images; /* NULL: molecule */
    const double *bare;      /* J, [natom][natom]; NULL: molecule */
    double *gamma;
} kernel;

/* Adds f(R) (g(R) - 1/R) of one image (molecule: g(R) itself) to the block of two atoms. */
static void add_image(const kernel *k, size_t i, size_t j, double r2)
{
    const hc_coulomb *coulomb = k->coulomb;
    double slope, r = sqrt(r2), factor = k->images ? switching(r, &slope) : 1.0, bare = k->images ? 1.0 / r : 0.0;
    for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
        for (size_t b = coulomb->first[j]; b < coulomb->first[j + 1]; b++) {
            double eta = mean_hardness(coulomb, a, b);
            k->gamma[a * coulomb->nshell + b] += factor * (1.0 / sqrt(r2 + 1.0 / (eta * eta)) - bare);
        }
    }
}

static void fill_block(const kernel *k, size_t i, size_t j)
{
    const hc_coulomb *coulomb = k->coulomb;
    double start = k->bare ? k->bare[i * coulomb->natom + j] : 0.0, within;
    for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
        for (size_t b = coulomb->first[j]; b < coulomb->first[j + 1]; b++) {
            k->gamma[a * coulomb->nshell + b] = start + (i == j ? mean_hardness(coulomb, a, b) : 0.0);
        }
    }
    hc_vec3 d = hc_vec3_sub(k->structure->position[j], k->structure->position[i]);
    if (!k->images) {
        if (i != j) {
            add_image(k, i, j, hc_vec3_norm2(d));
        }
        return;
    }
    d = hc_images_reduce(k->images, d, &within);
    size_t count = hc_images_within(k->images, SWITCH_END + within);
    for (size_t m = i == j ? 1 : 0; m < count; m++) {
        hc_vec3 v = {d.x + k->images->x[m], d.y + k->images->y[m], d.z + k->images->z[m]};
        double r2 = hc_vec3_norm2(v);
        if (r2 < SWITCH_END * SWITCH_END) {
            add_image(k, i, j, r2);
        }
    }
}

/* Copies the block of atoms i, j to that of j, i. */
static void mirror_block(const kernel *k, size_t i, size_t j)
{
    const hc_coulomb *coulomb = k->coulomb;
    for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
        for (size_t b = coulomb->first[j]; b < coulomb->first[j + 1]; b++) {
            k->gamma[b * coulomb->nshell + a] = k->gamma[a * coulomb->nshell + b];
        }
    }
}

hc_status hc_coulomb_matrix(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure, double *gamma)
{
    hc_status status;
    hc_images *images = NULL;
    double *bare = NULL;
    size_t n = structure->natom;
    HC_TRY(check_structure(ctx, coulomb, structure));
    if (is_periodic(structure)) {
        HC_TRY(hc_allocate(ctx, n * n, sizeof *bare, &bare));
        HC_TRY(hc_ewald_matrix(ctx, structure, NULL, bare));
        HC_TRY(hc_images_create(ctx, structure, SWITCH_END, &images));
    }
    kernel k = {coulomb, structure, images, bare, gamma};
#pragma omp parallel for schedule(dynamic, 8)
    for (size_t row = 0; row < n; row++) {
        size_t i = n - 1 - row;
        for (size_t j = 0; j <= i; j++) {
            fill_block(&k, i, j);
            mirror_block(&k, i, j);
        }
    }
cleanup:
    free(bare);
    hc_images_free(images);
    return status;
}

/* --- derivatives --- */

/* Sum over shells of q q (g - 1/R) (molecule: q q g) for a pair at distance r, and its derivative by r, over r. */
static double shell_sum(const hc_coulomb *coulomb, const double *charge, size_t i, size_t j, bool periodic, double r2,
                        double *slope)
{
    double value = 0.0, derivative = 0.0, bare = periodic ? 1.0 / sqrt(r2) : 0.0;
    for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
        for (size_t b = coulomb->first[j]; b < coulomb->first[j + 1]; b++) {
            double eta = mean_hardness(coulomb, a, b), product = charge[a] * charge[b];
            double square = 1.0 / (r2 + 1.0 / (eta * eta)), g = sqrt(square);
            value += product * (g - bare);
            derivative += product * (bare * bare * bare - g * square);
        }
    }
    *slope = derivative;
    return value;
}

/* Everything of a pair beyond the bare lattice sum; an atom with its own images counts half. */
static void add_pair(const hc_coulomb *coulomb, const hc_structure *structure, const hc_images *images,
                     const double *charge, size_t i, size_t j, hc_pair_chunk *chunk)
{
    hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
    double within, slope, scale = i == j ? 0.5 : 1.0;
    if (!images) {
        if (i != j) {
            chunk->energy += shell_sum(coulomb, charge, i, j, false, hc_vec3_norm2(d), &slope);
            hc_pair_chunk_add(chunk, i, j, d, slope);
        }
        return;
    }
    d = hc_images_reduce(images, d, &within);
    size_t count = hc_images_within(images, SWITCH_END + within);
    for (size_t m = i == j ? 1 : 0; m < count; m++) {
        hc_vec3 v = {d.x + images->x[m], d.y + images->y[m], d.z + images->z[m]};
        double r2 = hc_vec3_norm2(v), factor_slope;
        if (r2 < SWITCH_END * SWITCH_END) {
            double r = sqrt(r2), factor = switching(r, &factor_slope);
            double value = shell_sum(coulomb, charge, i, j, true, r2, &slope);
            chunk->energy += scale * factor * value;
            hc_pair_chunk_add(chunk, i, j, v, scale * (factor * slope + factor_slope * value / r));
        }
    }
}

static void add_onsite(const hc_coulomb *coulomb, const double *charge, size_t i, hc_pair_chunk *chunk)
{
    for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
        for (size_t b = coulomb->first[i]; b < coulomb->first[i + 1]; b++) {
            chunk->energy += 0.5 * charge[a] * charge[b] * mean_hardness(coulomb, a, b);
        }
    }
}

static void add_pairs(const hc_coulomb *coulomb, const hc_structure *structure, const hc_images *images,
                      const double *charge, hc_pair_chunks *chunks)
{
#pragma omp parallel for schedule(dynamic)
    for (size_t c = 0; c < HC_PAIR_CHUNKS; c++) {
        for (size_t i = c; i < structure->natom; i += HC_PAIR_CHUNKS) {
            add_onsite(coulomb, charge, i, &chunks->chunk[c]);
            for (size_t j = 0; j <= i; j++) {
                add_pair(coulomb, structure, images, charge, i, j, &chunks->chunk[c]);
            }
        }
    }
}

/* The lattice sum of 1/R with the charges of whole atoms. */
static hc_status add_bare(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure,
                          const double *shell_charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    double *charge, bare;
    hc_status status = hc_allocate(ctx, coulomb->natom, sizeof *charge, &charge);
    if (status != HC_OK) {
        return status;
    }
    for (size_t i = 0; i < coulomb->natom; i++) {
        for (size_t a = coulomb->first[i]; a < coulomb->first[i + 1]; a++) {
            charge[i] += shell_charge[a];
        }
    }
    status = hc_ewald_gradient(ctx, structure, NULL, charge, &bare, force, strain);
    *energy += bare;
    free(charge);
    return status;
}

hc_status hc_coulomb_gradient(hc_context *ctx, const hc_coulomb *coulomb, const hc_structure *structure,
                              const double *shell_charge, double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    hc_images *images = NULL;
    hc_pair_chunks *chunks = NULL;
    *energy = 0.0;
    HC_TRY(check_structure(ctx, coulomb, structure));
    HC_TRY(hc_pair_chunks_create(ctx, coulomb->natom, &chunks));
    if (is_periodic(structure)) {
        HC_TRY(hc_images_create(ctx, structure, SWITCH_END, &images));
        HC_TRY(add_bare(ctx, coulomb, structure, shell_charge, energy, force, strain));
    }
    add_pairs(coulomb, structure, images, shell_charge, chunks);
    hc_pair_chunks_add(chunks, energy, force, NULL, strain);
cleanup:
    hc_images_free(images);
    hc_pair_chunks_free(chunks);
    return status;
}
