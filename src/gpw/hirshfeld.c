/* F. L. Hirshfeld, Theor. Chim. Acta 44, 129 (1977). */
#include "gpw/hirshfeld.h"

#include <math.h>
#include <stdlib.h>

#include "gpw/atom.h"

#define REACH_DENSITY 1e-9 /* e/bohr^3: free atoms end where they have less */
#define TABLE_STEP 0.01    /* bohr */
#define RADIUS_MAX 40.0    /* bohr */

/* A free atom by its distance, linear between points; zero from the last point on. */
typedef struct table {
    size_t count; /* 0: a ghost */
    double *rho;  /* e/bohr^3, [count], every TABLE_STEP */
    double radius;
} table;

struct hc_gpw_hirshfeld {
    const hc_gpw_system *system;
    const hc_structure *placed;
    const hc_grid *grid;
    table *kind;   /* [nkind] */
    double *total; /* of all free atoms, [grid->count] */
};

static hc_status tabulate(hc_context *ctx, const hc_gpw_kind *kind, table *t)
{
    hc_gpw_atom *atom = NULL;
    hc_status status = HC_OK;
    if (!kind->potential) {
        return HC_OK;
    }
    HC_TRY(hc_gpw_atom_create(ctx, kind, &atom));
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

static double density_at(const table *t, double r)
{
    double x = r / TABLE_STEP;
    size_t i = (size_t)x;
    return i + 1 < t->count ? t->rho[i] + (x - (double)i) * (t->rho[i + 1] - t->rho[i]) : 0.0;
}

/* What is done with a free atom at a point. */
typedef void visit(void *user, size_t point, double rho);

/* The points of one plane k (of the infinite grid) that an atom reaches. */
static void each_point_of_plane(const hc_grid *grid, const table *t, hc_vec3 center, const long low[3],
                                const long high[3], long k, visit *function, void *user)
{
    for (long j = low[1]; j <= high[1]; j++) {
        size_t row = hc_grid_index(grid, 0, hc_grid_wrap(j, grid->n[1]), hc_grid_wrap(k, grid->n[2]));
        for (long i = low[0]; i <= high[0]; i++) {
            hc_vec3 index = {(double)i, (double)j, (double)k};
            double r2 = hc_vec3_norm2(hc_vec3_sub(hc_vec3_times_mat3(index, &grid->step), center));
            if (r2 < t->radius * t->radius) {
                function(user, row + hc_grid_wrap(i, grid->n[0]), density_at(t, sqrt(r2)));
            }
        }
    }
}

static void add_to_total(void *user, size_t point, double rho)
{
    double *total = user;
    total[point] += rho;
}

/* Threads share the planes of the grid: each adds to its own. */
static void sum_atoms(hc_gpw_hirshfeld *h)
{
    const hc_grid *grid = h->grid;
#pragma omp parallel for schedule(static)
    for (size_t plane = 0; plane < grid->n[2]; plane++) {
        for (size_t a = 0; a < h->system->natom; a++) {
            const table *t = &h->kind[h->system->kind_of[a]];
            long low[3], high[3];
            hc_grid_box(grid, h->placed->position[a], t->radius, low, high);
            for (long k = low[2]; t->count > 0 && k <= high[2]; k++) {
                if (hc_grid_wrap(k, grid->n[2]) == plane) {
                    each_point_of_plane(grid, t, h->placed->position[a], low, high, k, add_to_total, h->total);
                }
            }
        }
    }
}

hc_status hc_gpw_hirshfeld_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *placed,
                                  const hc_grid *grid, hc_gpw_hirshfeld **hirshfeld)
{
    hc_gpw_hirshfeld *h = NULL;
    hc_status status = HC_OK;
    *hirshfeld = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->system = system;
    h->placed = placed;
    h->grid = grid;
    HC_TRY(hc_allocate(ctx, system->nkind, sizeof *h->kind, &h->kind));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *h->total, &h->total));
    for (size_t k = 0; k < system->nkind; k++) {
        HC_TRY(tabulate(ctx, &system->kind[k], &h->kind[k]));
    }
    sum_atoms(h);
    *hirshfeld = h;
    h = NULL;
cleanup:
    hc_gpw_hirshfeld_free(h);
    return status;
}

void hc_gpw_hirshfeld_free(hc_gpw_hirshfeld *h)
{
    if (h) {
        for (size_t k = 0; h->kind && k < h->system->nkind; k++) {
            free(h->kind[k].rho);
        }
        free(h->kind);
        free(h->total);
        free(h);
    }
}

typedef struct share {
    const double *total, *density;
    double sum;
} share;

static void add_share(void *user, size_t point, double rho)
{
    share *s = user;
    if (s->total[point] > 0.0) {
        s->sum += rho / s->total[point] * s->density[point];
    }
}

/* What no free atom reaches, and all there is. */
static double left_over(const hc_gpw_hirshfeld *h, const double *density)
{
    double sum = 0.0;
    for (size_t i = 0; i < h->grid->count; i++) {
        sum += h->total[i] > 0.0 ? 0.0 : density[i];
    }
    return sum * h->grid->volume_element;
}

void hc_gpw_hirshfeld_populations(const hc_gpw_hirshfeld *h, const double *density, double *population)
{
    const hc_grid *grid = h->grid;
    size_t natom = h->system->natom;
    double electrons = 0.0, rest = left_over(h, density);
#pragma omp parallel for schedule(dynamic)
    for (size_t a = 0; a < natom; a++) {
        const table *t = &h->kind[h->system->kind_of[a]];
        share s = {h->total, density, 0.0};
        long low[3], high[3];
        hc_grid_box(grid, h->placed->position[a], t->radius, low, high);
        for (long k = low[2]; t->count > 0 && k <= high[2]; k++) {
            each_point_of_plane(grid, t, h->placed->position[a], low, high, k, add_share, &s);
        }
        population[a] = s.sum * grid->volume_element;
    }
    for (size_t a = 0; a < natom; a++) {
        electrons += fabs(population[a]);
    }
    for (size_t a = 0; a < natom && electrons > 0.0; a++) {
        population[a] += rest * fabs(population[a]) / electrons;
    }
}
