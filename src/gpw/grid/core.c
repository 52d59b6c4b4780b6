#include "gpw/grid/core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "gpw/grid/kernel.h"
#include "gpw/grid/polynomial.h"

/* Values below this (e/bohr^3) are left out. */
#define CORE_EPS 1e-14

/* The charge of one ion: value exp(-exponent r^2). */
typedef struct charge {
    hc_grid_gaussian gaussian;
    double value;
} charge;

static charge charge_of(const hc_gpw_potential *potential, hc_vec3 center)
{
    double width = potential->local_radius, exponent = 0.5 / (width * width);
    double value = -potential->charge / pow(2.0 * M_PI * width * width, 1.5);
    double radius = sqrt(fmax(0.0, log(fabs(value) / CORE_EPS)) / exponent);
    return (charge){.gaussian = {.exponent = exponent, .center = center, .radius = radius, .l = 0}, .value = value};
}

/* What the kernels need: planes, and workspaces of all threads. */
typedef struct tools {
    hc_kernel_grid grid;
    double **plane; /* [n2] */
    size_t nspace;
    hc_kernel_space *space; /* [nspace] */
} tools;

static void tools_release(tools *t)
{
    for (size_t i = 0; t->space && i < t->nspace; i++) {
        hc_kernel_space_release(&t->space[i]);
    }
    free(t->space);
    free(t->plane);
    hc_kernel_grid_release(&t->grid);
}

static double greatest_radius(const hc_gpw_system *system)
{
    double greatest = 0;
    for (size_t k = 0; k < system->nkind; k++) {
        const hc_gpw_potential *potential = system->kind[k].potential;
        if (potential) {
            greatest = fmax(greatest, charge_of(potential, (hc_vec3){0, 0, 0}).gaussian.radius);
        }
    }
    return greatest;
}

static hc_status tools_create(hc_context *ctx, const hc_gpw_system *system, const hc_grid *grid, double *values,
                              tools *t)
{
    double radius = greatest_radius(system);
    hc_status status;
    HC_TRY(hc_kernel_grid_create(ctx, grid, &t->grid));
    HC_TRY(hc_allocate(ctx, grid->n[2], sizeof *t->plane, &t->plane));
    for (size_t k = 0; k < grid->n[2]; k++) {
        t->plane[k] = values + hc_grid_index(grid, 0, 0, k);
    }
    HC_TRY(hc_allocate(ctx, (size_t)omp_get_max_threads(), sizeof *t->space, &t->space));
    for (; t->nspace < (size_t)omp_get_max_threads(); t->nspace++) {
        HC_TRY(hc_kernel_space_fit(ctx, &t->grid, radius, &t->space[t->nspace]));
    }
cleanup:
    return status;
}

hc_status hc_gpw_core_charge(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                             const hc_grid *grid, double *rho)
{
    const hc_kernel *kernel = hc_kernel_best();
    tools t = {.nspace = 0};
    hc_status status;
    memset(rho, 0, grid->count * sizeof *rho);
    HC_TRY(tools_create(ctx, system, grid, rho, &t));
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        if (potential) {
            charge c = charge_of(potential, structure->position[i]);
            kernel->collocate(&t.grid, &c.gaussian, &c.value, t.plane, &t.space[0]);
        }
    }
cleanup:
    tools_release(&t);
    return status;
}

/* What one ion gives. */
typedef struct share {
    double energy;
    hc_vec3 force;
    hc_mat3 strain;
} share;

static share integrate(const hc_grid *grid, const charge *c, const tools *t, hc_kernel_space *space)
{
    double moments[HC_CARTESIAN_TOTAL(2)];
    hc_grid_gaussian g = c->gaussian;
    g.l += 2;
    hc_kernel_best()->integrate(&t->grid, &g, (const double *const *)t->plane, moments, space);
    share s;
    hc_gaussian_integrals integrals;
    hc_gaussian_integrate(c->gaussian.l, g.exponent, g.offset, &c->value, moments, &integrals, &s.strain);
    s.energy = grid->volume_element * integrals.value;
    s.force = hc_vec3_scale(grid->volume_element, integrals.gradient);
    return s;
}

/* The strain moves the grid and the ion together and changes the volume element. */
static void add_strain(const hc_grid *grid, const share *s, hc_mat3 *strain)
{
    for (int x = 0; x < 3; x++) {
        strain->row[x] = hc_vec3_axpy(strain->row[x], grid->volume_element, s->strain.row[x]);
        *hc_vec3_at(&strain->row[x], x) += s->energy;
    }
}

hc_status hc_gpw_core_charge_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                      const hc_grid *grid, const double *v, hc_vec3 *force, hc_mat3 *strain)
{
    share *shares = NULL;
    tools t = {.nspace = 0};
    hc_status status;
    HC_TRY(hc_allocate(ctx, system->natom, sizeof *shares, &shares));
    HC_TRY(tools_create(ctx, system, grid, (double *)v, &t)); /* read only */
#pragma omp parallel for schedule(dynamic) num_threads(t.nspace)
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        if (potential) {
            charge c = charge_of(potential, structure->position[i]);
            shares[i] = integrate(grid, &c, &t, &t.space[omp_get_thread_num()]);
        }
    }
    for (size_t i = 0; i < system->natom; i++) {
        force[i] = hc_vec3_add(force[i], shares[i].force);
        if (strain) {
            add_strain(grid, &shares[i], strain);
        }
    }
cleanup:
    free(shares);
    tools_release(&t);
    return status;
}
