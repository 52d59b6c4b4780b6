#include "gpw/atom_guess.h"

#include <string.h>

#include "gpw/atom.h"
#include "gpw/harmonics.h"

/* The electrons of a shell go evenly to its 2l+1 orbitals. */
static void spread(const hc_gpw_atom_shells *shells, int l, size_t nao, double *density)
{
    for (size_t a = 0; a < shells->count; a++) {
        for (size_t b = 0; b < shells->count; b++) {
            const size_t i = shells->set[a]->first[shells->ishell[a]], j = shells->set[b]->first[shells->ishell[b]];
            for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
                density[(i + m) * nao + j + m] = shells->density[a * shells->count + b] / (2 * l + 1);
            }
        }
    }
}

hc_status hc_gpw_atom_guess(hc_context *ctx, const hc_gpw_kind *kind, double *density)
{
    const size_t nao = kind->basis->nao;
    hc_gpw_atom *atom = NULL;
    memset(density, 0, nao * nao * sizeof *density);
    if (!kind->potential) {
        return HC_OK;
    }
    hc_status status = hc_gpw_atom_create(ctx, kind, &atom);
    if (status != HC_OK) {
        return status;
    }
    if (!atom->converged) {
        hc_log(ctx, HC_LOG_WARNING,
               "the free %s atom that the density starts from has not converged (%.1e of its electrons still move)",
               hc_element_symbol(kind->atomic_number), atom->residual);
    }
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        spread(&atom->of_l[l], l, nao, density);
    }
    hc_gpw_atom_free(atom);
    return HC_OK;
}
