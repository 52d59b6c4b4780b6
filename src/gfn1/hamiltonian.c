#include "gfn1/hamiltonian.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "atoms/images.h"
#include "dispersion/coordination.h"
#include "gfn1/diatomic.h"
#include "gfn1/overlap.h"

/* A pair of atoms with the kinds in the order of the tables. */
typedef struct atom_pair {
    size_t a, b;
    hc_vec3 r; /* from a to b, with the image */
    double distance;
    const hc_gfn1_kind *ka, *kb;
    const hc_gfn1_table *table;
    const double (*scale)[HC_GFN1_SHELLS];
    hc_gfn1_frame frame;
    double f[HC_GFN1_CHANNELS], df[HC_GFN1_CHANNELS];
    double rho; /* sqrt(R / (R_A + R_B)) */
} atom_pair;

static int highest_l(const hc_gfn1_kind *kind)
{
    int l = 0;
    for (size_t s = 0; s < kind->element.nshell; s++) {
        l = kind->function[s].l > l ? kind->function[s].l : l;
    }
    return l;
}

/* Where the images of a pair of atoms are to be looked for; the kinds are in the order of the tables. */
typedef struct image_search {
    atom_pair pair; /* without what depends on the image */
    hc_vec3 r;      /* from a to b, reduced */
    size_t count;   /* images that may matter */
} image_search;

static void search_images(const hc_gfn1_hamiltonian *h, const hc_structure *structure, const hc_images *images,
                          size_t i, size_t j, image_search *search)
{
    const hc_gfn1_basis *basis = h->basis;
    bool swap = basis->kind_of[i] > basis->kind_of[j];
    atom_pair *pair = &search->pair;
    pair->a = swap ? j : i;
    pair->b = swap ? i : j;
    size_t index = basis->kind_of[pair->a] * basis->nkind + basis->kind_of[pair->b];
    double within;
    pair->table = &h->tables[index];
    pair->ka = pair->table->a;
    pair->kb = pair->table->b;
    pair->scale = (const double(*)[HC_GFN1_SHELLS])h->scale[index];
    hc_vec3 r = hc_vec3_sub(structure->position[pair->b], structure->position[pair->a]);
    search->r = hc_images_reduce(images, r, &within);
    search->count = hc_images_within(images, pair->table->cutoff + within);
}

/* Of an atom with itself every second image, the first not being one. */
static bool is_counted(const hc_images *images, size_t image)
{
    double x = images->x[image], y = images->y[image], z = images->z[image];
    return x != 0.0 ? x > 0.0 : y != 0.0 ? y > 0.0 : z > 0.0;
}

/* False: beyond the cutoff, or not to be counted. */
static bool set_pair(const hc_images *images, size_t image, const image_search *search, atom_pair *pair)
{
    hc_vec3 r = {search->r.x + images->x[image], search->r.y + images->y[image], search->r.z + images->z[image]};
    double r2 = hc_vec3_norm2(r), cutoff = pair->table->cutoff;
    if (r2 >= cutoff * cutoff || (pair->a == pair->b && !is_counted(images, image))) {
        return false;
    }
    pair->r = r;
    pair->distance = sqrt(r2);
    pair->rho = sqrt(pair->distance / (pair->ka->element.radius + pair->kb->element.radius));
    int la = highest_l(pair->ka), lb = highest_l(pair->kb);
    hc_gfn1_frame_set(&pair->frame, pair->r, la > lb ? la : lb);
    hc_gfn1_table_evaluate(pair->table, pair->distance, pair->f, pair->df);
    return true;
}

/* Adds a block to M at (row, column) and its transpose at (column, row). */
static void add_block(double *matrix, size_t nao, size_t row, size_t column, size_t na, size_t nb, double factor,
                      const double *block)
{
    for (size_t i = 0; i < na; i++) {
        for (size_t j = 0; j < nb; j++) {
            double value = factor * block[i * nb + j];
            matrix[(row + i) * nao + column + j] += value;
            matrix[(column + j) * nao + row + i] += value;
        }
    }
}

static void add_pair(hc_gfn1_hamiltonian *h, const atom_pair *pair)
{
    const hc_gfn1_basis *basis = h->basis;
    for (size_t sa = 0; sa < pair->ka->element.nshell; sa++) {
        const hc_gfn1_shell *a = &pair->ka->element.shell[sa];
        size_t ishell = basis->first_shell[pair->a] + sa, row = basis->shell_ao[ishell];
        for (size_t sb = 0; sb < pair->kb->element.nshell; sb++) {
            const hc_gfn1_shell *b = &pair->kb->element.shell[sb];
            size_t jshell = basis->first_shell[pair->b] + sb, column = basis->shell_ao[jshell];
            double block[HC_GFN1_BLOCK];
            hc_gfn1_frame_expand(&pair->frame, a->l, b->l, pair->f + pair->table->channel[sa][sb], block);
            double factor = 0.5 * (h->level[ishell] + h->level[jshell]) * pair->scale[sa][sb] *
                            (1.0 + a->polynomial * pair->rho) * (1.0 + b->polynomial * pair->rho);
            size_t na = 2 * (size_t)a->l + 1, nb = 2 * (size_t)b->l + 1;
            add_block(h->overlap, basis->nao, row, column, na, nb, 1.0, block);
            add_block(h->h0, basis->nao, row, column, na, nb, factor, block);
        }
    }
}

static void add_diagonal(hc_gfn1_hamiltonian *h)
{
    const hc_gfn1_basis *basis = h->basis;
    for (size_t s = 0; s < basis->nshell; s++) {
        for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
            h->overlap[m * basis->nao + m] += h->self_overlap[s];
            h->h0[m * basis->nao + m] += h->self_overlap[s] * h->level[s];
        }
    }
}

hc_status hc_gfn1_hamiltonian_update(hc_context *ctx, hc_gfn1_hamiltonian *h, const hc_structure *structure)
{
    const hc_gfn1_basis *basis = h->basis;
    hc_images *images = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_images_create(ctx, structure, h->cutoff, &images));
    HC_TRY(hc_coordination_numbers(ctx, structure, HC_COORDINATION_CUTOFF, h->coordination));
    for (size_t s = 0; s < basis->nshell; s++) {
        const hc_gfn1_shell *shell = hc_gfn1_shell_of(basis, s);
        h->level[s] = shell->level + shell->level_cn * h->coordination[basis->atom_of[s]];
    }
    size_t nao = basis->nao;
#pragma omp parallel
    {
#pragma omp for schedule(static)
        for (size_t m = 0; m < nao; m++) {
            memset(h->overlap + m * nao, 0, nao * sizeof(double));
            memset(h->h0 + m * nao, 0, nao * sizeof(double));
        }
        /* All images of a pair i, j belong to one i, so that no block is written by two threads. */
#pragma omp for schedule(dynamic, 4)
        for (size_t i = 0; i < basis->natom; i++) {
            image_search search;
            for (size_t j = i; j < basis->natom; j++) {
                search_images(h, structure, images, i, j, &search);
                for (size_t image = 0; image < search.count; image++) {
                    if (set_pair(images, image, &search, &search.pair)) {
                        add_pair(h, &search.pair);
                    }
                }
            }
        }
    }
    add_diagonal(h);
cleanup:
    hc_images_free(images);
    return status;
}

typedef struct gradient_sum {
    hc_vec3 *force; /* [natom] */
    double *de_dcn; /* [natom] */
    hc_mat3 strain;
} gradient_sum;

static void add_pair_gradient(const hc_gfn1_hamiltonian *h, const atom_pair *pair, const double *density,
                              const double *weighted, const double *potential, gradient_sum *sum)
{
    const hc_gfn1_basis *basis = h->basis;
    hc_vec3 local_total = {0.0, 0.0, 0.0};
    double cn_a = 0.0, cn_b = 0.0;
    for (size_t sa = 0; sa < pair->ka->element.nshell; sa++) {
        const hc_gfn1_shell *a = &pair->ka->element.shell[sa];
        size_t ishell = basis->first_shell[pair->a] + sa, row = basis->shell_ao[ishell];
        double grown_a = 1.0 + a->polynomial * pair->rho;
        for (size_t sb = 0; sb < pair->kb->element.nshell; sb++) {
            const hc_gfn1_shell *b = &pair->kb->element.shell[sb];
            size_t jshell = basis->first_shell[pair->b] + sb, column = basis->shell_ao[jshell];
            double grown_b = 1.0 + b->polynomial * pair->rho;
            double p[HC_GFN1_BLOCK], w[HC_GFN1_BLOCK];
            size_t start = row * basis->nao + column;
            hc_gfn1_frame_project(&pair->frame, a->l, b->l, density + start, basis->nao, p);
            hc_gfn1_frame_project(&pair->frame, a->l, b->l, weighted + start, basis->nao, w);
            const double *f = pair->f + pair->table->channel[sa][sb], *df = pair->df + pair->table->channel[sa][sb];
            double populated = hc_gfn1_frame_trace(a->l, b->l, f, p);
            double scale = pair->scale[sa][sb], level = 0.5 * (h->level[ishell] + h->level[jshell]);
            double factor = level * scale * grown_a * grown_b - 0.5 * (potential[ishell] + potential[jshell]);
            int size = (2 * a->l + 1) * (2 * b->l + 1);
            for (int m = 0; m < size; m++) {
                p[m] = 2.0 * (factor * p[m] - w[m]);
            }
            hc_vec3 local = hc_gfn1_frame_derivative(&pair->frame, a->l, b->l, f, df, p);
            double polynomial_slope =
                (a->polynomial * grown_b + b->polynomial * grown_a) * 0.5 * pair->rho * pair->frame.inverse_r;
            local.z += 2.0 * populated * level * scale * polynomial_slope;
            local_total = hc_vec3_add(local_total, local);
            cn_a += populated * scale * grown_a * grown_b * a->level_cn;
            cn_b += populated * scale * grown_a * grown_b * b->level_cn;
        }
    }
    hc_vec3 gradient = hc_vec3_scale(local_total.x, pair->frame.x); /* with respect to the vector from a to b */
    gradient = hc_vec3_axpy(gradient, local_total.y, pair->frame.y);
    gradient = hc_vec3_axpy(gradient, local_total.z, pair->frame.z);
    sum->force[pair->a] = hc_vec3_add(sum->force[pair->a], gradient);
    sum->force[pair->b] = hc_vec3_sub(sum->force[pair->b], gradient);
    hc_mat3_add_outer(&sum->strain, 1.0, gradient, pair->r);
    sum->de_dcn[pair->a] += cn_a;
    sum->de_dcn[pair->b] += cn_b;
}

static void add_diagonal_cn(const hc_gfn1_hamiltonian *h, const double *density, double *de_dcn)
{
    const hc_gfn1_basis *basis = h->basis;
    for (size_t s = 0; s < basis->nshell; s++) {
        double population = 0.0;
        for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
            population += density[m * basis->nao + m] * h->self_overlap[s];
        }
        de_dcn[basis->atom_of[s]] += population * hc_gfn1_shell_of(basis, s)->level_cn;
    }
}

hc_status hc_gfn1_hamiltonian_gradient(hc_context *ctx, const hc_gfn1_hamiltonian *h, const hc_structure *structure,
                                       const double *density, const double *weighted, const double *potential,
                                       hc_vec3 *force, hc_mat3 *strain)
{
    const hc_gfn1_basis *basis = h->basis;
    size_t natom = basis->natom, nthread = (size_t)omp_get_max_threads();
    hc_vec3 *forces = NULL;
    double *de_dcn = NULL;
    gradient_sum *sums = NULL;
    hc_images *images = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_images_create(ctx, structure, h->cutoff, &images));
    HC_TRY(hc_allocate(ctx, nthread, sizeof *sums, &sums));
    HC_TRY(hc_allocate(ctx, nthread * natom, sizeof *forces, &forces));
    HC_TRY(hc_allocate(ctx, nthread * natom, sizeof *de_dcn, &de_dcn));
    for (size_t t = 0; t < nthread; t++) {
        sums[t].force = forces + t * natom;
        sums[t].de_dcn = de_dcn + t * natom;
    }
#pragma omp parallel num_threads((int)nthread)
    {
        gradient_sum *sum = &sums[omp_get_thread_num()];
        image_search search;
#pragma omp for schedule(static, 1)
        for (size_t i = 0; i < natom; i++) {
            for (size_t j = i; j < natom; j++) {
                search_images(h, structure, images, i, j, &search);
                for (size_t image = 0; image < search.count; image++) {
                    if (set_pair(images, image, &search, &search.pair)) {
                        add_pair_gradient(h, &search.pair, density, weighted, potential, sum);
                    }
                }
            }
        }
    }
    for (size_t t = 0; t < nthread; t++) {
        for (size_t i = 0; i < natom; i++) {
            force[i] = hc_vec3_add(force[i], sums[t].force[i]);
            de_dcn[i] += t > 0 ? sums[t].de_dcn[i] : 0.0;
        }
        for (int k = 0; k < 3; k++) {
            strain->row[k] = hc_vec3_add(strain->row[k], sums[t].strain.row[k]);
        }
    }
    add_diagonal_cn(h, density, de_dcn);
    HC_TRY(hc_coordination_gradient(ctx, structure, HC_COORDINATION_CUTOFF, de_dcn, force, strain));
cleanup:
    hc_images_free(images);
    free(sums);
    free(forces);
    free(de_dcn);
    return status;
}

static double largest_cutoff(const hc_gfn1_basis *basis, const hc_gfn1_table *tables)
{
    double cutoff = 0.0;
    for (size_t a = 0; a < basis->nkind; a++) {
        for (size_t b = a; b < basis->nkind; b++) {
            cutoff = fmax(cutoff, tables[a * basis->nkind + b].cutoff);
        }
    }
    return cutoff;
}

static void set_scales(hc_gfn1_hamiltonian *h)
{
    const hc_gfn1_basis *basis = h->basis;
    for (size_t a = 0; a < basis->nkind; a++) {
        for (size_t b = 0; b < basis->nkind; b++) {
            const hc_gfn1_element *ea = &basis->kind[a].element, *eb = &basis->kind[b].element;
            for (size_t sa = 0; sa < ea->nshell; sa++) {
                for (size_t sb = 0; sb < eb->nshell; sb++) {
                    h->scale[a * basis->nkind + b][sa][sb] = hc_gfn1_hamiltonian_scale(ea, sa, eb, sb);
                }
            }
        }
    }
    for (size_t i = 0; i < basis->natom; i++) {
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            const hc_gfn1_function *function = &hc_gfn1_kind_of(basis, i)->function[s - basis->first_shell[i]];
            double block[HC_GFN1_BLOCK];
            hc_gfn1_overlap_block(function, function, (hc_vec3){0.0, 0.0, 0.0}, block, NULL);
            h->self_overlap[s] = block[0];
        }
    }
}

hc_status hc_gfn1_hamiltonian_create(hc_context *ctx, const hc_gfn1_basis *basis, bool tabulate,
                                     hc_gfn1_hamiltonian **hamiltonian)
{
    hc_gfn1_hamiltonian *h = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->basis = basis;
    HC_TRY(hc_gfn1_tables_create(ctx, basis, tabulate, &h->tables));
    HC_TRY(hc_allocate(ctx, basis->nkind * basis->nkind, sizeof *h->scale, &h->scale));
    HC_TRY(hc_allocate(ctx, basis->nshell, sizeof *h->self_overlap, &h->self_overlap));
    HC_TRY(hc_allocate(ctx, basis->natom, sizeof *h->coordination, &h->coordination));
    HC_TRY(hc_allocate(ctx, basis->nshell, sizeof *h->level, &h->level));
    HC_TRY(hc_allocate(ctx, basis->nao * basis->nao, sizeof *h->overlap, &h->overlap));
    HC_TRY(hc_allocate(ctx, basis->nao * basis->nao, sizeof *h->h0, &h->h0));
    set_scales(h);
    h->cutoff = largest_cutoff(basis, h->tables);
    *hamiltonian = h;
    h = NULL;
cleanup:
    hc_gfn1_hamiltonian_free(h);
    return status;
}

void hc_gfn1_hamiltonian_free(hc_gfn1_hamiltonian *h)
{
    if (h) {
        hc_gfn1_tables_free(h->basis, h->tables);
        free(h->scale);
        free(h->self_overlap);
        free(h->coordination);
        free(h->level);
        free(h->overlap);
        free(h->h0);
        free(h);
    }
}
