#include <string.h>

#include "gpw/scf/scf.h"
#include "math/linalg.h"

void hc_gpw_scf_weighted_density(hc_gpw_scf *scf, double *weighted)
{
    size_t n = scf->nao;
    if (scf->descent) {
        hc_gpw_descent_weighted_density(scf->descent, weighted);
        return;
    }
    double *w = scf->work[0];
    const double *inverse = scf->orbitals[0]->inverse;
    memset(weighted, 0, n * n * sizeof *weighted);
    for (size_t s = 0; s < scf->options.nspin; s++) {
        hc_gemm(false, false, n, n, n, 1.0, scf->h[s], n, scf->density[s], n, 0.0, w, n);
        hc_triangular_multiply(false, false, n, n, inverse, w, n);
        hc_triangular_multiply(false, true, n, n, inverse, w, n);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j < n; j++) {
                weighted[i * n + j] += 0.5 * (w[i * n + j] + w[j * n + i]);
            }
        }
    }
}
