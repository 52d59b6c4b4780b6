/* F. L. Hirshfeld, Theor. Chim. Acta 44, 129 (1977). */
#include "gpw/hirshfeld.h"

#include <math.h>
#include <stdlib.h>

#include "gpw/free_atoms.h"

struct hc_gpw_hirshfeld {
    const hc_gpw_system *system;
    const hc_grid *grid;
    hc_gpw_free_atoms *atoms;
    double *total; /* of all free atoms, [grid->count] */
};

hc_status hc_gpw_hirshfeld_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *placed,
                                  const hc_grid *grid, hc_gpw_hirshfeld **hirshfeld)
{
    hc_gpw_hirshfeld *h = NULL;
    hc_status status = HC_OK;
    *hirshfeld = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *h, &h));
    h->system = system;
    h->grid = grid;
    HC_TRY(hc_gpw_free_atoms_create(ctx, system, placed, grid, &h->atoms));
    HC_TRY(hc_allocate(ctx, grid->count, sizeof *h->total, &h->total));
    hc_gpw_free_atoms_sum(h->atoms, h->total);
    *hirshfeld = h;
    h = NULL;
cleanup:
    hc_gpw_hirshfeld_free(h);
    return status;
}

void hc_gpw_hirshfeld_free(hc_gpw_hirshfeld *h)
{
    if (h) {
        hc_gpw_free_atoms_free(h->atoms);
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
        share s = {h->total, density, 0.0};
        hc_gpw_free_atoms_each_point(h->atoms, a, add_share, &s);
        population[a] = s.sum * grid->volume_element;
    }
    for (size_t a = 0; a < natom; a++) {
        electrons += fabs(population[a]);
    }
    for (size_t a = 0; a < natom && electrons > 0.0; a++) {
        population[a] += rest * fabs(population[a]) / electrons;
    }
}
