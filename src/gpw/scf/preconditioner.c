#include "gpw/scf/preconditioner.h"

#include <math.h>
#include <stdlib.h>

#include "math/linalg.h"

#define SMALLEST_DISTANCE 0.03 /* hartree: of a level from the lowest empty one */
#define GROUP_RATIO 2.0        /* of the distances within a group */
#define LOWERINGS 8            /* of a shift that turns out to lie above an empty level */

void hc_gpw_preconditioner_free(hc_gpw_preconditioner *p)
{
    if (p) {
        for (size_t g = 0; g < HC_GPW_PRECONDITIONER_GROUPS; g++) {
            free(p->factor[g]);
        }
        free(p);
    }
}

hc_status hc_gpw_preconditioner_create(hc_context *ctx, size_t nao, size_t nocc, hc_gpw_preconditioner **preconditioner)
{
    hc_gpw_preconditioner *p = NULL;
    hc_status status = hc_allocate(ctx, 1, sizeof *p, &p);
    if (status == HC_OK) {
        p->nao = nao;
        p->nocc = nocc;
        *preconditioner = p;
    }
    return status;
}

/* Groups from the gap downwards; the lowest one takes what is left. They are kept in ascending order of their levels.
 */
static void divide(hc_gpw_preconditioner *p, const double *energy, double lumo)
{
    size_t end[HC_GPW_PRECONDITIONER_GROUPS], last = p->nocc;
    double shift[HC_GPW_PRECONDITIONER_GROUPS];
    p->ngroup = 0;
    while (last > 0) {
        double nearest = fmax(lumo - energy[last - 1], SMALLEST_DISTANCE), farthest = nearest;
        size_t first = last;
        bool takes_all = p->ngroup == HC_GPW_PRECONDITIONER_GROUPS - 1;
        while (first > 0 && (takes_all || lumo - energy[first - 1] <= GROUP_RATIO * nearest)) {
            first--;
            farthest = fmax(farthest, lumo - energy[first]);
        }
        end[p->ngroup] = last;
        shift[p->ngroup] = lumo - sqrt(nearest * farthest);
        p->ngroup++;
        last = first;
    }
    p->first[0] = 0;
    for (size_t g = 0; g < p->ngroup; g++) {
        p->first[g + 1] = end[p->ngroup - 1 - g];
        p->shift[g] = shift[p->ngroup - 1 - g];
    }
}

/* factor = A, its lower triangle. */
static void assemble(const hc_gpw_preconditioner *p, size_t g, const double *h, const double *overlap,
                     const double *occupied, double weight, double *factor)
{
    size_t n = p->nao;
    double shift = p->shift[g];
#pragma omp parallel for schedule(static, 64)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            size_t k = i * n + j;
            factor[k] = h[k] - shift * overlap[k] + weight * occupied[k];
        }
    }
}

/* Each failure to factorise says that an empty level lies below the shift. */
static hc_status factorise(hc_context *ctx, hc_gpw_preconditioner *p, size_t g, const double *h, const double *overlap,
                           const double *occupied, double lowest, double lumo)
{
    for (int attempt = 0; attempt <= LOWERINGS; attempt++) {
        double weight = 2.0 * (p->shift[g] - lowest) + SMALLEST_DISTANCE;
        assemble(p, g, h, overlap, occupied, fmax(weight, SMALLEST_DISTANCE), p->factor[g]);
        if (hc_is_positive_definite(p->nao, p->factor[g])) {
            return HC_OK;
        }
        p->shift[g] = lumo - 2.0 * (lumo - p->shift[g]);
    }
    return hc_fail(ctx, HC_ERROR_NUMERIC,
                   "gpw: the Kohn-Sham matrix has no lowest empty level above %.3f hartree; the basis is linearly "
                   "dependent or the density is far from any solution",
                   p->shift[g]);
}

hc_status hc_gpw_preconditioner_update(hc_context *ctx, hc_gpw_preconditioner *p, const double *h,
                                       const double *overlap, const double *sc, const double *energy, double lumo)
{
    size_t n = p->nao;
    double *occupied = NULL;
    hc_status status = HC_OK;
    if (p->nocc == 0) {
        return HC_OK;
    }
    double homo = energy[p->nocc - 1];
    lumo = isnan(lumo) ? homo + 1.0 : fmax(lumo, homo + SMALLEST_DISTANCE);
    divide(p, energy, lumo);
    HC_TRY(hc_allocate(ctx, n * n, sizeof *occupied, &occupied));
    hc_syrk(true, n, p->nocc, 1.0, sc, n, 0.0, occupied, n);
    for (size_t g = 0; g < p->ngroup; g++) {
        if (!p->factor[g]) {
            HC_TRY(hc_allocate(ctx, n * n, sizeof(double), &p->factor[g]));
        }
        HC_TRY(factorise(ctx, p, g, h, overlap, occupied, energy[0], lumo));
    }
cleanup:
    free(occupied);
    return status;
}

void hc_gpw_preconditioner_apply(const hc_gpw_preconditioner *p, double *gradient)
{
    for (size_t g = 0; g < p->ngroup; g++) {
        size_t count = p->first[g + 1] - p->first[g];
        hc_cholesky_solve(p->nao, p->factor[g], count, gradient + p->first[g] * p->nao);
    }
}

void hc_gpw_preconditioner_apply_highest(const hc_gpw_preconditioner *p, size_t count, double *gradient)
{
    if (p->ngroup > 0) {
        hc_cholesky_solve(p->nao, p->factor[p->ngroup - 1], count, gradient);
    }
}
