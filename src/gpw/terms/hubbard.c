#include "gpw/terms/hubbard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/linalg.h"

#define WIDTH_MAX 7        /* orbitals of an f shell */
#define BEGIN_STRENGTH 1.0 /* hartree: in place of a smaller U where shells begin as asked */

hc_status hc_gpw_hubbard_create(hc_context *ctx, hc_gpw_hubbard_shells *shells, size_t nao, size_t nspin,
                                hc_gpw_hubbard **hubbard)
{
    hc_gpw_hubbard *self = NULL;
    hc_status status = HC_OK;
    size_t count = shells->nprojector * nao;
    *hubbard = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *self, &self));
    self->shells = shells;
    shells = NULL;
    self->nao = nao;
    self->nspin = nspin;
    HC_TRY(hc_allocate(ctx, count, sizeof *self->projected, &self->projected));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &self->work[0]));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &self->work[1]));
    *hubbard = self;
    self = NULL;
cleanup:
    hc_gpw_hubbard_shells_free(shells);
    hc_gpw_hubbard_free(self);
    return status;
}

void hc_gpw_hubbard_free(hc_gpw_hubbard *self)
{
    if (self) {
        hc_gpw_hubbard_shells_free(self->shells);
        free(self->projected);
        free(self->work[0]);
        free(self->work[1]);
        free(self);
    }
}

void hc_gpw_hubbard_update(hc_gpw_hubbard *self, const double *overlap)
{
    size_t n = self->nao;
    hc_gemm(false, false, self->shells->nprojector, n, n, 1.0, self->shells->projector, n, overlap, n, 0.0,
            self->projected, n);
}

/* work[0] = projected P. */
static void project(hc_gpw_hubbard *self, const double *density)
{
    size_t n = self->nao;
    hc_gemm(false, false, self->shells->nprojector, n, n, 1.0, self->projected, n, density, n, 0.0, self->work[0], n);
}

/* n of a shell for one spin, [width][width], of the density that was projected. */
static void occupation_of(const hc_gpw_hubbard *self, const hc_gpw_hubbard_shell *shell, double *occupation)
{
    size_t n = self->nao, width = hc_gpw_hubbard_width(shell);
    hc_gemm(false, true, width, width, n, self->nspin == 1 ? 0.5 : 1.0, self->work[0] + shell->first * n, n,
            self->projected + shell->first * n, n, 0.0, occupation, width);
}

/* v = u (1/2 - n), hartree; returns u/2 Tr(n - n n). */
static double potential_of(double u, size_t width, const double *occupation, double *v)
{
    double trace = 0.0;
    for (size_t a = 0; a < width; a++) {
        for (size_t b = 0; b < width; b++) {
            double n = 0.5 * (occupation[a * width + b] + occupation[b * width + a]), unit = a == b ? 1.0 : 0.0;
            v[a * width + b] = u * (0.5 * unit - n);
            trace += unit * n - n * n;
        }
    }
    return 0.5 * u * trace;
}

/* out rows of the shell = v times rows of `in`. */
static void multiply(const hc_gpw_hubbard *self, const hc_gpw_hubbard_shell *shell, const double *v, const double *in,
                     double *out)
{
    size_t n = self->nao, width = hc_gpw_hubbard_width(shell);
    hc_gemm(false, false, width, n, width, 1.0, v, width, in + shell->first * n, n, 0.0, out + shell->first * n, n);
}

/* work[0] = projected P; returns E_U of the spin's electrons, and rows v times `in` (NULL: work[0] itself) in
 * work[1]. */
static double apply_potential(hc_gpw_hubbard *self, const double *density, const double *in)
{
    double energy = 0.0, occupation[WIDTH_MAX * WIDTH_MAX], v[WIDTH_MAX * WIDTH_MAX];
    project(self, density);
    for (size_t k = 0; k < self->shells->count; k++) {
        const hc_gpw_hubbard_shell *shell = &self->shells->shell[k];
        occupation_of(self, shell, occupation);
        energy += potential_of(shell->u, hc_gpw_hubbard_width(shell), occupation, v);
        multiply(self, shell, v, in ? in : self->work[0], self->work[1]);
    }
    return energy;
}

double hc_gpw_hubbard_add(hc_gpw_hubbard *self, const double *const *density, double *const *h)
{
    size_t n = self->nao, np = self->shells->nprojector;
    double energy = 0.0, spins = self->nspin == 1 ? 2.0 : 1.0;
    for (size_t s = 0; s < self->nspin; s++) {
        energy += spins * apply_potential(self, density[s], self->projected);
        hc_gemm(true, false, n, n, np, 1.0, self->projected, n, self->work[1], n, 1.0, h[s], n);
    }
    return energy;
}

/* n of a shell that begins with `electrons` in the orbitals lowest in h. */
static hc_status fill_lowest(hc_context *ctx, hc_gpw_hubbard *self, const hc_gpw_hubbard_shell *shell, const double *h,
                             double electrons, double *occupation)
{
    size_t n = self->nao, width = hc_gpw_hubbard_width(shell);
    const double *projector = self->shells->projector + shell->first * n;
    double orbital[WIDTH_MAX * WIDTH_MAX], level[WIDTH_MAX];
    hc_gemm(false, false, width, n, n, 1.0, projector, n, h, n, 0.0, self->work[0], n);
    hc_gemm(false, true, width, width, n, 1.0, self->work[0], n, projector, n, 0.0, orbital, width);
    hc_status status = hc_eigen_symmetric(ctx, width, orbital, level);
    memset(occupation, 0, width * width * sizeof *occupation);
    for (size_t k = 0; status == HC_OK && k < width; k++) {
        double filling = fmin(1.0, fmax(0.0, electrons - (double)k));
        for (size_t i = 0; i < width * width; i++) {
            occupation[i] += filling * orbital[k * width + i / width] * orbital[k * width + i % width];
        }
    }
    return status;
}

/* n of a shell as it begins, for the matrix h of spin s. */
static hc_status begin_shell(hc_context *ctx, hc_gpw_hubbard *self, const hc_gpw_hubbard_shell *shell, size_t s,
                             const double *h, double *occupation)
{
    size_t width = hc_gpw_hubbard_width(shell);
    double electrons = self->nspin == 1 ? 0.5 * (shell->start[0] + shell->start[1]) : shell->start[s];
    if (!isnan(electrons)) {
        return fill_lowest(ctx, self, shell, h, electrons, occupation);
    }
    for (size_t i = 0; i < width * width; i++) {
        occupation[i] = i % (width + 1) == 0 ? shell->occupation : 0.0;
    }
    return HC_OK;
}

hc_status hc_gpw_hubbard_begin(hc_context *ctx, hc_gpw_hubbard *self, double *const *h)
{
    size_t n = self->nao;
    double occupation[WIDTH_MAX * WIDTH_MAX], v[WIDTH_MAX * WIDTH_MAX];
    hc_status status = HC_OK;
    for (size_t s = 0; s < self->nspin; s++) {
        for (size_t k = 0; k < self->shells->count; k++) {
            const hc_gpw_hubbard_shell *shell = &self->shells->shell[k];
            HC_TRY(begin_shell(ctx, self, shell, s, h[s], occupation));
            double u = isnan(shell->start[0]) ? shell->u : fmax(shell->u, BEGIN_STRENGTH);
            potential_of(u, hc_gpw_hubbard_width(shell), occupation, v);
            multiply(self, shell, v, self->projected, self->work[1]);
        }
        hc_gemm(true, false, n, n, self->shells->nprojector, 1.0, self->projected, n, self->work[1], n, 1.0, h[s], n);
    }
cleanup:
    return status;
}

void hc_gpw_hubbard_electrons(hc_gpw_hubbard *self, const double *const *density, double (*electrons)[2])
{
    double occupation[WIDTH_MAX * WIDTH_MAX];
    for (size_t s = 0; s < 2; s++) {
        project(self, density[s < self->nspin ? s : 0]);
        for (size_t k = 0; k < self->shells->count; k++) {
            const hc_gpw_hubbard_shell *shell = &self->shells->shell[k];
            size_t width = hc_gpw_hubbard_width(shell);
            occupation_of(self, shell, occupation);
            electrons[k][s] = 0.0;
            for (size_t m = 0; m < width; m++) {
                electrons[k][s] += occupation[m * (width + 1)];
            }
        }
    }
}

void hc_gpw_hubbard_weight(hc_gpw_hubbard *self, const double *const *density, double *weighted)
{
    size_t n = self->nao, np = self->shells->nprojector;
    for (size_t s = 0; s < self->nspin; s++) {
        apply_potential(self, density[s], NULL);
        hc_gemm(true, false, n, n, np, -1.0, self->shells->projector, n, self->work[1], n, 1.0, weighted, n);
        hc_gemm(true, false, n, n, np, -1.0, self->work[1], n, self->shells->projector, n, 1.0, weighted, n);
    }
}
