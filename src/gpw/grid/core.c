#include "gpw/grid/core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

#include "gpw/grid/kernel.h"
#include "gpw/grid/polynomial.h"

/* Values below this (e/bohr^3 or hartree) are left out. */
#define CORE_EPS 1e-14

/* A radial function of one ion: a Gaussian times a polynomial in r^2. */
typedef struct radial {
    hc_grid_gaussian gaussian;
    double coefficient[HC_CARTESIAN_TOTAL(2 * (HC_GPW_LOCAL_MAX - 1))];
} radial;

/* Adds value r^(2 order) to a polynomial: the multinomial expansion of (x^2 + y^2 + z^2)^order. */
static void add_even_power(int order, double value, double *coefficient)
{
    static const double factorial[] = {1, 1, 2, 6, 24};
    for (int x = 0; x <= order; x++) {
        for (int y = 0; x + y <= order; y++) {
            int z = order - x - y;
            coefficient[hc_cartesian_place(2 * x, 2 * y, 2 * z)] +=
                value * factorial[order] / (factorial[x] * factorial[y] * factorial[z]);
        }
    }
}

/* Radius beyond which exp(-exponent r^2) sum |c_k| r^(2k) stays below CORE_EPS. */
static double tail_radius(double exponent, size_t count, const double *c)
{
    double radius = 100.0 / sqrt(exponent);
    for (int iteration = 0; iteration < 30; iteration++) {
        double size = 0;
        for (size_t k = count; k-- > 0;) {
            size = size * radius * radius + fabs(c[k]);
        }
        double decay = log(size / CORE_EPS);
        if (!(decay > 0)) {
            return 0;
        }
        radius = sqrt(decay / exponent);
    }
    return radius;
}

/* exp(-r^2 / (2 width^2)) sum_k value[k] r^(2k) at a point. */
static radial make_radial(hc_vec3 center, double width, size_t count, const double *value)
{
    double exponent = 0.5 / (width * width);
    radial f = {.gaussian = {.exponent = exponent,
                             .center = center,
                             .radius = tail_radius(exponent, count, value),
                             .l = 2 * (int)(count - 1)}};
    for (size_t k = 0; k < count; k++) {
        add_even_power((int)k, value[k], f.coefficient);
    }
    return f;
}

/* One of the two functions that an ion has; false when it has none. */
typedef bool make_function(const hc_gpw_potential *potential, hc_vec3 center, radial *f);

static bool make_charge(const hc_gpw_potential *potential, hc_vec3 center, radial *f)
{
    double width = potential->local_radius;
    double value = -potential->charge / pow(2.0 * M_PI * width * width, 1.5);
    *f = make_radial(center, width, 1, &value);
    return true;
}

static bool make_local(const hc_gpw_potential *potential, hc_vec3 center, radial *f)
{
    double value[HC_GPW_LOCAL_MAX], scale = 1.0;
    for (size_t k = 0; k < potential->nlocal; k++) {
        value[k] = potential->local[k] * scale;
        scale /= potential->local_radius * potential->local_radius;
    }
    if (potential->nlocal > 0) {
        *f = make_radial(center, potential->local_radius, potential->nlocal, value);
    }
    return potential->nlocal > 0;
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

static double greatest_radius(const hc_gpw_system *system, make_function *make)
{
    double greatest = 0;
    for (size_t k = 0; k < system->nkind; k++) {
        radial f;
        if (system->kind[k].potential && make(system->kind[k].potential, (hc_vec3){0, 0, 0}, &f)) {
            greatest = fmax(greatest, f.gaussian.radius);
        }
    }
    return greatest;
}

static hc_status tools_create(hc_context *ctx, const hc_gpw_system *system, const hc_grid *grid, make_function *make,
                              double *values, tools *t)
{
    double radius = greatest_radius(system, make);
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

static hc_status collocate(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                           const hc_grid *grid, make_function *make, double *values)
{
    const hc_kernel *kernel = hc_kernel_best();
    tools t = {.nspace = 0};
    hc_status status;
    HC_TRY(tools_create(ctx, system, grid, make, values, &t));
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        radial f;
        if (potential && make(potential, structure->position[i], &f)) {
            kernel->collocate(&t.grid, &f.gaussian, f.coefficient, t.plane, &t.space[0]);
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

static share integrate(const hc_grid *grid, const radial *f, const tools *t, hc_kernel_space *space)
{
    double moments[HC_CARTESIAN_TOTAL(2 * (HC_GPW_LOCAL_MAX - 1) + 2)];
    hc_grid_gaussian g = f->gaussian;
    g.l += 2;
    hc_kernel_best()->integrate(&t->grid, &g, (const double *const *)t->plane, moments, space);
    share s;
    hc_gaussian_integrals integrals;
    hc_gaussian_integrate(f->gaussian.l, g.exponent, g.offset, f->coefficient, moments, &integrals, &s.strain);
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

static hc_status gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                          const hc_grid *grid, make_function *make, const double *values, hc_vec3 *force,
                          hc_mat3 *strain)
{
    share *shares = NULL;
    tools t = {.nspace = 0};
    hc_status status;
    HC_TRY(hc_allocate(ctx, system->natom, sizeof *shares, &shares));
    HC_TRY(tools_create(ctx, system, grid, make, (double *)values, &t)); /* read only */
#pragma omp parallel for schedule(dynamic) num_threads(t.nspace)
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        radial f;
        if (potential && make(potential, structure->position[i], &f)) {
            shares[i] = integrate(grid, &f, &t, &t.space[omp_get_thread_num()]);
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

hc_status hc_gpw_core_charge(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                             const hc_grid *grid, double *rho)
{
    memset(rho, 0, grid->count * sizeof *rho);
    return collocate(ctx, system, structure, grid, make_charge, rho);
}

hc_status hc_gpw_core_charge_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                      const hc_grid *grid, const double *v, hc_vec3 *force, hc_mat3 *strain)
{
    return gradient(ctx, system, structure, grid, make_charge, v, force, strain);
}

hc_status hc_gpw_local_potential(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                 const hc_grid *grid, double *v)
{
    return collocate(ctx, system, structure, grid, make_local, v);
}

hc_status hc_gpw_local_potential_gradient(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                          const hc_grid *grid, const double *rho, hc_vec3 *force, hc_mat3 *strain)
{
    return gradient(ctx, system, structure, grid, make_local, rho, force, strain);
}
