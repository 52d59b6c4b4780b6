#include "gpw/free_atoms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/atom.h"

#define REACH_DENSITY 1e-9 /* e/bohr^3: free atoms end where they have less */
#define TABLE_STEP 0.005   /* bohr */
#define RADIUS_MAX 40.0    /* bohr */

/* By the distance, linear between points; zero from the last point on. */
typedef struct hc_gpw_free_atom {
    size_t count; /* 0: a ghost */
    double *rho;  /* e/bohr^3, [count], every TABLE_STEP */
    double radius;
} free_atom;

static hc_status tabulate(hc_context *ctx, const hc_gpw_kind *kind, free_atom *t)
{
    hc_gpw_atom *atom = NULL;
    hc_status status = HC_OK;
    if (!kind->potential) {
        return HC_OK;
    }
    HC_TRY(hc_gpw_atom_create(ctx, kind, &atom));
    if (!atom->converged) {
        hc_log(ctx, HC_LOG_WARNING, "the free %s atom has not converged (%.1e of its electrons still move)",
               hc_element_symbol(kind->atomic_number), atom->residual);
    }
    double radius = 1.0;
    while (radius < RADIUS_MAX && hc_gpw_atom_density(atom, radius) > REACH_DENSITY) {
        radius += 0.5;
    }
    t->count = (size_t)ceil(radius / TABLE_STEP) + 1;
    t->radius = TABLE_STEP * (double)(t->count - 1);
    HC_TRY(hc_allocate(ctx, t->count, sizeof *t->rho, &t->rho));
    for (size_t i = 0; i < t->count; i++) {
        t->rho[i] = hc_gpw_atom_density(atom, TABLE_STEP * (double)i);
    }
cleanup:
    hc_gpw_atom_free(atom);
    return status;
}

hc_status hc_gpw_free_atoms_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *placed,
                                   const hc_grid *grid, hc_gpw_free_atoms **atoms)
{
    hc_gpw_free_atoms *a = NULL;
    hc_status status = HC_OK;
    *atoms = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *a, &a));
    a->system = system;
    a->placed = placed;
    a->grid = grid;
    HC_TRY(hc_allocate(ctx, system->nkind, sizeof *a->kind, &a->kind));
    for (size_t k = 0; k < system->nkind; k++) {
        HC_TRY(tabulate(ctx, &system->kind[k], &a->kind[k]));
    }
    *atoms = a;
    a = NULL;
cleanup:
    hc_gpw_free_atoms_free(a);
    return status;
}

void hc_gpw_free_atoms_free(hc_gpw_free_atoms *a)
{
    if (a) {
        for (size_t k = 0; a->kind && k < a->system->nkind; k++) {
            free(a->kind[k].rho);
        }
        free(a->kind);
        free(a);
    }
}

static double density_at(const free_atom *t, double r)
{
    double x = r / TABLE_STEP;
    size_t i = (size_t)x;
    return i + 1 < t->count ? t->rho[i] + (x - (double)i) * (t->rho[i + 1] - t->rho[i]) : 0.0;
}

/* Points of the infinite grid, low ... high along each vector. */
typedef struct reach {
    const free_atom *atom;
    hc_vec3 center;
    long low[3], high[3];
} reach;

static reach reach_of(const hc_gpw_free_atoms *a, size_t i)
{
    reach r = {.atom = &a->kind[a->system->kind_of[i]], .center = a->placed->position[i]};
    hc_grid_box(a->grid, r.center, r.atom->radius, r.low, r.high);
    if (r.atom->count == 0) {
        r.high[2] = r.low[2] - 1;
    }
    return r;
}

static void visit_plane(const hc_grid *grid, const reach *r, long k, hc_gpw_free_atoms_visit *visit, void *user)
{
    const free_atom *t = r->atom;
    for (long j = r->low[1]; j <= r->high[1]; j++) {
        size_t row = hc_grid_index(grid, 0, hc_grid_wrap(j, grid->n[1]), hc_grid_wrap(k, grid->n[2]));
        for (long i = r->low[0]; i <= r->high[0]; i++) {
            hc_vec3 index = {(double)i, (double)j, (double)k};
            double r2 = hc_vec3_norm2(hc_vec3_sub(hc_vec3_times_mat3(index, &grid->step), r->center));
            if (r2 < t->radius * t->radius) {
                visit(user, row + hc_grid_wrap(i, grid->n[0]), density_at(t, sqrt(r2)));
            }
        }
    }
}

void hc_gpw_free_atoms_each_point(const hc_gpw_free_atoms *a, size_t atom, hc_gpw_free_atoms_visit *visit, void *user)
{
    reach r = reach_of(a, atom);
    for (long k = r.low[2]; k <= r.high[2]; k++) {
        visit_plane(a->grid, &r, k, visit, user);
    }
}

static void add_to_sum(void *user, size_t point, double rho)
{
    double *sum = user;
    sum[point] += rho;
}

/* Threads share the planes of the grid: each adds to its own. */
void hc_gpw_free_atoms_sum(const hc_gpw_free_atoms *a, double *density)
{
    const hc_grid *grid = a->grid;
    memset(density, 0, grid->count * sizeof *density);
#pragma omp parallel for schedule(static)
    for (size_t plane = 0; plane < grid->n[2]; plane++) {
        for (size_t i = 0; i < a->system->natom; i++) {
            reach r = reach_of(a, i);
            for (long k = r.low[2]; k <= r.high[2]; k++) {
                if (hc_grid_wrap(k, grid->n[2]) == plane) {
                    visit_plane(grid, &r, k, add_to_sum, density);
                }
            }
        }
    }
}
