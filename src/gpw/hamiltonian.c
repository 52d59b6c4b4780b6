#include "gpw/hamiltonian.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "gpw/grid/core.h"
#include "gpw/terms/ions.h"
#include "gpw/terms/local.h"
#include "gpw/terms/nonlocal.h"
#include "gpw/terms/one_electron.h"
#include "math/linalg.h"

static void free_grids(hc_gpw_hamiltonian *h)
{
    hc_gpw_tasks_free(h->tasks); /* borrows the grids */
    hc_gpw_transfer_free(h->transfer);
    hc_gpw_poisson_free(h->poisson);
    hc_fft_release(h->ion_g);
    hc_fft_release(h->v_hartree);
    hc_fft_release(h->sum_g);
    for (size_t s = 0; s < 2; s++) {
        for (size_t l = 0; l < HC_GRID_LEVELS; l++) {
            hc_fft_release(h->rho[s][l]);
            h->rho[s][l] = NULL;
        }
    }
    h->tasks = NULL;
    h->transfer = NULL;
    h->poisson = NULL;
    h->v_hartree = NULL;
    h->ion_g = h->sum_g = NULL;
}

void hc_gpw_hamiltonian_free(hc_gpw_hamiltonian *h)
{
    if (h) {
        free_grids(h);
        hc_gpw_functional_free(h->functional);
        hc_gpw_hubbard_free(h->hubbard);
        free(h->overlap);
        free(h->core);
        free(h);
    }
}

static hc_status create_grids(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure)
{
    const hc_gpw_hamiltonian_options *o = &h->options;
    hc_status status = HC_OK;
    h->cell = structure->cell;
    HC_TRY(hc_multigrid_create(ctx, &structure->cell, o->cutoff, o->relative_cutoff, o->nlevel, &h->multigrid));
    HC_TRY(hc_gpw_transfer_create(ctx, &h->multigrid, &h->transfer));
    HC_TRY(hc_gpw_poisson_create(ctx, &h->multigrid.level[0], structure->periodic, &h->poisson));
    size_t ng = hc_fft_coefficient_count(hc_gpw_transfer_fft(h->transfer)), n = h->multigrid.level[0].count;
    HC_TRY(hc_fft_allocate_complex(ctx, ng, &h->ion_g));
    HC_TRY(hc_fft_allocate_complex(ctx, ng, &h->sum_g));
    HC_TRY(hc_fft_allocate_real(ctx, n, &h->v_hartree));
    for (size_t s = 0; s < o->nspin; s++) {
        for (size_t l = 0; l < h->multigrid.nlevel; l++) {
            HC_TRY(hc_fft_allocate_real(ctx, h->multigrid.level[l].count, &h->rho[s][l]));
        }
    }
cleanup:
    return status;
}

static hc_status create_hubbard(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure)
{
    hc_gpw_hubbard_shells *shells = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_hubbard_shells_create(ctx, h->system, structure, &h->options.hubbard, &shells));
    if (shells->count == 0) {
        hc_gpw_hubbard_shells_free(shells);
        goto cleanup;
    }
    HC_TRY(hc_gpw_hubbard_create(ctx, shells, h->system->nao, h->options.nspin, &h->hubbard));
cleanup:
    return status;
}

hc_status hc_gpw_hamiltonian_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                    const hc_gpw_hamiltonian_options *options, hc_gpw_hamiltonian **hamiltonian)
{
    hc_gpw_hamiltonian *h = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->system = system;
    h->options = *options;
    HC_TRY(hc_gpw_functional_create(ctx, options->functional, options->nspin, &h->functional));
    HC_TRY(hc_allocate(ctx, system->nao * system->nao, sizeof *h->overlap, &h->overlap));
    HC_TRY(hc_allocate(ctx, system->nao * system->nao, sizeof *h->core, &h->core));
    HC_TRY(create_hubbard(ctx, h, structure));
    HC_TRY(create_grids(ctx, h, structure));
    *hamiltonian = h;
    h = NULL;
cleanup:
    hc_gpw_hamiltonian_free(h);
    return status;
}

/* Adds what has passed since `begin`; returns the present. */
static double add_time(double *sum, double begin)
{
    double now = hc_wall_seconds();
    *sum += now - begin;
    return now;
}

/* What the ions put on the finest grid. */
static hc_status update_ions(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure)
{
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_core_charge(ctx, h->system, structure, &h->multigrid.level[0], h->v_hartree));
    hc_fft_forward(hc_gpw_transfer_fft(h->transfer), h->v_hartree, h->ion_g);
    HC_TRY(hc_gpw_ion_overlap(ctx, h->system, structure, h->options.eps, &h->ion_overlap, NULL, NULL));
cleanup:
    return status;
}

hc_status hc_gpw_hamiltonian_update(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure)
{
    hc_status status = HC_OK;
    if (memcmp(&h->cell, &structure->cell, sizeof h->cell) != 0) {
        free_grids(h);
        HC_TRY(create_grids(ctx, h, structure));
    }
    double begin = hc_wall_seconds();
    hc_gpw_tasks_free(h->tasks);
    h->tasks = NULL;
    HC_TRY(hc_gpw_tasks_create(ctx, h->system, structure, &h->multigrid, h->options.eps, &h->tasks));
    begin = add_time(&h->times.tasks, begin);
    HC_TRY(hc_gpw_one_electron(ctx, h->system, structure, h->options.eps, h->overlap, h->core));
    if (h->hubbard) {
        hc_gpw_hubbard_update(h->hubbard, h->overlap);
    }
    HC_TRY(hc_gpw_nonlocal(ctx, h->system, structure, h->options.eps, h->core));
    HC_TRY(hc_gpw_local(ctx, h->system, structure, h->options.eps, h->core));
    begin = add_time(&h->times.integrals, begin);
    HC_TRY(update_ions(ctx, h, structure));
    add_time(&h->times.ions, begin);
cleanup:
    return status;
}

hc_status hc_gpw_hamiltonian_density(hc_context *ctx, hc_gpw_hamiltonian *h, const double *const *density)
{
    double begin = hc_wall_seconds();
    hc_status status = HC_OK;
    for (size_t s = 0; s < h->options.nspin; s++) {
        HC_TRY(hc_gpw_collocate_density(ctx, h->tasks, density[s], h->rho[s]));
    }
    begin = add_time(&h->times.collocate, begin);
    for (size_t s = 0; s < h->options.nspin; s++) {
        HC_TRY(hc_gpw_transfer_gather(ctx, h->transfer, h->rho[s]));
    }
    add_time(&h->times.fields, begin);
cleanup:
    return status;
}

/* sum_g: coefficients of the electrons' and the ions' charge. */
static void transform_charge(hc_gpw_hamiltonian *h)
{
    const hc_fft *fft = hc_gpw_transfer_fft(h->transfer);
    const double *total = h->rho[0][0];
    if (h->options.nspin == 2) {
#pragma omp parallel for schedule(static)
        for (size_t i = 0; i < h->multigrid.level[0].count; i++) {
            h->v_hartree[i] = h->rho[0][0][i] + h->rho[1][0][i];
        }
        total = h->v_hartree;
    }
    hc_fft_forward(fft, total, h->sum_g);
#pragma omp parallel for schedule(static)
    for (size_t g = 0; g < hc_fft_coefficient_count(fft); g++) {
        h->sum_g[g] += h->ion_g[g];
    }
}

/* v_hartree of the densities rho[spin][0] and the ions; sum_g is used up. */
static hc_status solve_hartree(hc_context *ctx, hc_gpw_hamiltonian *h, double *energy, hc_mat3 *strain)
{
    const hc_fft *fft = hc_gpw_transfer_fft(h->transfer);
    hc_status status = HC_OK;
    transform_charge(h);
    HC_TRY(hc_gpw_poisson_solve(ctx, h->poisson, fft, h->sum_g, h->sum_g, energy, strain));
    hc_fft_backward(fft, h->sum_g, h->v_hartree);
cleanup:
    return status;
}

/* The densities rho[spin][0] become the potential, on all levels. */
static hc_status solve_fields(hc_context *ctx, hc_gpw_hamiltonian *h, hc_gpw_energies *energies, hc_mat3 *strain)
{
    const hc_grid *grid = &h->multigrid.level[0];
    hc_status status = HC_OK;
    double begin = hc_wall_seconds();
    HC_TRY(solve_hartree(ctx, h, &energies->hartree, strain));
    const double *rho[2] = {h->rho[0][0], h->rho[1][0]};
    double *v[2] = {h->rho[0][0], h->rho[1][0]};
    HC_TRY(hc_gpw_xc(ctx, h->functional, grid, hc_gpw_transfer_fft(h->transfer), h->options.nspin, rho, &energies->xc,
                     v, strain));
    for (size_t s = 0; s < h->options.nspin; s++) {
#pragma omp parallel for schedule(static)
        for (size_t i = 0; i < grid->count; i++) {
            v[s][i] += h->v_hartree[i];
        }
        HC_TRY(hc_gpw_transfer_down(ctx, h->transfer, h->rho[s]));
    }
    add_time(&h->times.fields, begin);
cleanup:
    return status;
}

/* Of the potentials in rho[spin][level]. */
static hc_status make_matrices(hc_context *ctx, hc_gpw_hamiltonian *h, double *const *matrix)
{
    size_t nao = h->system->nao;
    hc_status status = HC_OK;
    double begin = hc_wall_seconds();
    for (size_t s = 0; s < h->options.nspin; s++) {
        memcpy(matrix[s], h->core, nao * nao * sizeof *h->core);
        HC_TRY(hc_gpw_integrate_potential(ctx, h->tasks, (const double *const *)h->rho[s], matrix[s]));
    }
    add_time(&h->times.integrate, begin);
cleanup:
    return status;
}

hc_status hc_gpw_hamiltonian_of_grid(hc_context *ctx, hc_gpw_hamiltonian *h, double *const *matrix)
{
    hc_gpw_energies energies;
    hc_status status = HC_OK;
    HC_TRY(solve_fields(ctx, h, &energies, NULL));
    HC_TRY(make_matrices(ctx, h, matrix));
    if (h->hubbard) {
        HC_TRY(hc_gpw_hubbard_begin(ctx, h->hubbard, matrix));
    }
cleanup:
    return status;
}

hc_status hc_gpw_hamiltonian_evaluate(hc_context *ctx, hc_gpw_hamiltonian *h, const double *const *density,
                                      hc_gpw_energies *energies, double *const *matrix)
{
    size_t nao = h->system->nao;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_hamiltonian_density(ctx, h, density));
    HC_TRY(solve_fields(ctx, h, energies, NULL));
    HC_TRY(make_matrices(ctx, h, matrix));
    energies->hubbard = h->hubbard ? hc_gpw_hubbard_add(h->hubbard, density, matrix) : 0.0;
    energies->core_hamiltonian = 0.0;
    energies->ion_self = hc_gpw_ion_self_energy(h->system);
    energies->ion_overlap = h->ion_overlap;
    for (size_t s = 0; s < h->options.nspin; s++) {
        energies->core_hamiltonian += hc_dot(nao * nao, density[s], h->core);
    }
cleanup:
    return status;
}

double hc_gpw_energies_sum(const hc_gpw_energies *e)
{
    return e->core_hamiltonian + e->hartree + e->xc + e->hubbard + e->ion_self + e->ion_overlap;
}

/* The terms of the gradient that the grids bring. */
static hc_status grid_gradient(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure,
                               const double *const *density, hc_vec3 *force, hc_mat3 *strain)
{
    const hc_grid *grid = &h->multigrid.level[0];
    hc_gpw_energies energies;
    hc_status status = HC_OK;
    if (strain) { /* otherwise the potentials of the last evaluation are still there */
        HC_TRY(hc_gpw_hamiltonian_density(ctx, h, density));
        HC_TRY(solve_fields(ctx, h, &energies, strain));
    }
    double begin = hc_wall_seconds();
    HC_TRY(hc_gpw_core_charge_gradient(ctx, h->system, structure, grid, h->v_hartree, force, strain));
    for (size_t s = 0; s < h->options.nspin; s++) {
        HC_TRY(hc_gpw_integrate_gradient(ctx, h->tasks, density[s], (const double *const *)h->rho[s], force, strain));
    }
    add_time(&h->times.gradient, begin);
cleanup:
    return status;
}

static hc_status add_spins(hc_context *ctx, size_t nao, const double *const *density, double **sum)
{
    hc_status status = hc_allocate(ctx, nao * nao, sizeof **sum, sum);
    for (size_t i = 0; status == HC_OK && i < nao * nao; i++) {
        (*sum)[i] = density[0][i] + density[1][i];
    }
    return status;
}

hc_status hc_gpw_hamiltonian_gradient(hc_context *ctx, hc_gpw_hamiltonian *h, const hc_structure *structure,
                                      const double *const *density, const double *weighted, hc_vec3 *force,
                                      hc_mat3 *strain)
{
    double eps = h->options.eps, energy, *sum = NULL, *weight = NULL;
    const double *total = density[0];
    size_t square = h->system->nao * h->system->nao;
    hc_status status = HC_OK;
    HC_TRY(grid_gradient(ctx, h, structure, density, force, strain));
    double begin = hc_wall_seconds();
    if (h->options.nspin == 2) {
        HC_TRY(add_spins(ctx, h->system->nao, density, &sum));
        total = sum;
    }
    if (h->hubbard) {
        HC_TRY(hc_allocate(ctx, square, sizeof *weight, &weight));
        memcpy(weight, weighted, square * sizeof *weight);
        hc_gpw_hubbard_weight(h->hubbard, density, weight);
        weighted = weight;
    }
    HC_TRY(hc_gpw_one_electron_gradient(ctx, h->system, structure, eps, total, weighted, force, strain));
    HC_TRY(hc_gpw_nonlocal_gradient(ctx, h->system, structure, eps, total, &energy, force, strain));
    HC_TRY(hc_gpw_local_gradient(ctx, h->system, structure, eps, total, &energy, force, strain));
    HC_TRY(hc_gpw_ion_overlap(ctx, h->system, structure, eps, &energy, force, strain));
    add_time(&h->times.gradient, begin);
cleanup:
    free(weight);
    free(sum);
    return status;
}
