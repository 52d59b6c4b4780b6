#include "gpw/fields/poisson.h"

#include <stdlib.h>

#include "gpw/fields/poisson_internal.h"

static const hc_poisson_solver *const SOLVERS[] = {&hc_poisson_periodic, &hc_poisson_slab, &hc_poisson_isolated};

hc_status hc_gpw_poisson_create(hc_context *ctx, const hc_grid *grid, const bool periodic[3], hc_gpw_poisson **poisson)
{
    hc_status status = HC_OK;
    hc_gpw_poisson *made = NULL;
    const hc_poisson_solver *solver = NULL;
    *poisson = NULL;
    for (size_t i = 0; i < sizeof SOLVERS / sizeof SOLVERS[0]; i++) {
        const bool *has = SOLVERS[i]->periodic;
        if (has[0] == periodic[0] && has[1] == periodic[1] && has[2] == periodic[2]) {
            solver = SOLVERS[i];
        }
    }
    if (solver == NULL) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                       "electrostatics periodic along %s%s%s: all three lattice vectors, the first and the second, or "
                       "none can be periodic",
                       periodic[0] ? "a" : "", periodic[1] ? "b" : "", periodic[2] ? "c" : "");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->solver = solver;
    made->grid = *grid;
    if (solver->create != NULL) {
        HC_TRY(solver->create(ctx, made));
    }
    *poisson = made;
    made = NULL;
cleanup:
    hc_gpw_poisson_free(made);
    return status;
}

void hc_gpw_poisson_free(hc_gpw_poisson *poisson)
{
    if (poisson != NULL) {
        if (poisson->solver->free != NULL) {
            poisson->solver->free(poisson);
        }
        free(poisson);
    }
}

hc_status hc_gpw_poisson_solve(hc_context *ctx, const hc_gpw_poisson *poisson, const hc_fft *fft,
                               const double complex *rho_g, double complex *v_g, double *energy, hc_mat3 *strain)
{
    if (strain != NULL && !poisson->solver->has_strain) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "stress with %s electrostatics; it needs three periodic directions",
                       poisson->solver->name);
    }
    return poisson->solver->solve(ctx, poisson, fft, rho_g, v_g, energy, strain);
}
