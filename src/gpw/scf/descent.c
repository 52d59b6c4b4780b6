#include "gpw/scf/descent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/scf/line_search.h"
#include "math/linalg.h"

#define DAMPING 0.75         /* of the first step: the preconditioner does not know the potential's answer */
#define DESCENT_HISTORY 8    /* steps that the next one's curvature is taken from */
#define RENEWAL 10           /* steps after which the preconditioner is made anew */
#define LONGER 2.0           /* a step, at most, beside the last one */
#define NEAR_ORTHONORMAL 0.5 /* largest row sum of C S C^T - 1 up to which the iteration for its root is sure */
#define ROOT_ROUNDS 20
#define ROOT_TOLERANCE 1e-15

/* Electrons in an orbital. */
static double filling(const hc_gpw_descent *d)
{
    return d->nspin == 1 ? 2.0 : 1.0;
}

void hc_gpw_descent_free(hc_gpw_descent *d)
{
    if (d) {
        for (size_t s = 0; s < 2; s++) {
            free(d->c[s]);
            free(d->sc[s]);
            free(d->lambda[s]);
            free(d->canonical[s]);
            free(d->empty[s]);
            hc_gpw_preconditioner_free(d->preconditioner[s]);
        }
        free(d->gradient);
        free(d->base);
        free(d->base_gradient);
        free(d->direction);
        free(d->trial);
        free(d->work);
        free(d->square);
        hc_gpw_secants_free(d->secants);
        free(d);
    }
}

static hc_status allocate_spin(hc_context *ctx, hc_gpw_descent *d, size_t s)
{
    size_t n = d->nao, nocc = d->nocc[s], nvirtual = n - nocc;
    hc_status status = HC_OK;
    d->nempty[s] = nvirtual < HC_GPW_DESCENT_EMPTY ? nvirtual : HC_GPW_DESCENT_EMPTY;
    d->lumo[s] = NAN;
    HC_TRY(hc_allocate(ctx, nocc * n, sizeof(double), &d->c[s]));
    HC_TRY(hc_allocate(ctx, nocc * n, sizeof(double), &d->sc[s]));
    HC_TRY(hc_allocate(ctx, nocc * nocc, sizeof(double), &d->lambda[s]));
    HC_TRY(hc_allocate(ctx, nocc * nocc, sizeof(double), &d->canonical[s]));
    HC_TRY(hc_allocate(ctx, d->nempty[s] * n, sizeof(double), &d->empty[s]));
    HC_TRY(hc_gpw_preconditioner_create(ctx, n, nocc, &d->preconditioner[s]));
cleanup:
    return status;
}

static hc_status allocate(hc_context *ctx, size_t nao, size_t nspin, const size_t *nocc, hc_gpw_descent **descent)
{
    hc_gpw_descent *d = NULL;
    size_t count = 0, most = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *d, &d));
    d->nao = nao;
    d->nspin = nspin;
    for (size_t s = 0; s < nspin; s++) {
        d->nocc[s] = nocc[s];
        HC_TRY(allocate_spin(ctx, d, s));
        d->first[s + 1] = count += nocc[s] * nao;
        most = nocc[s] > most ? nocc[s] : most;
    }
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->gradient));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->base));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->base_gradient));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->direction));
    HC_TRY(hc_allocate(ctx, count, sizeof(double), &d->trial));
    HC_TRY(hc_allocate(ctx, most * nao, sizeof(double), &d->work));
    HC_TRY(hc_allocate(ctx, 4 * most * most + most, sizeof(double), &d->square));
    HC_TRY(hc_gpw_secants_create(ctx, count, DESCENT_HISTORY, &d->secants));
    *descent = d;
    d = NULL;
cleanup:
    hc_gpw_descent_free(d);
    return status;
}

hc_status hc_gpw_descent_create(hc_context *ctx, size_t nspin, const size_t *nocc, hc_orbitals *const *orbitals,
                                hc_gpw_descent **descent)
{
    size_t n = orbitals[0]->nao;
    hc_status status = allocate(ctx, n, nspin, nocc, descent);
    for (size_t s = 0; status == HC_OK && s < nspin; s++) {
        hc_gpw_descent *d = *descent;
        memcpy(d->c[s], orbitals[s]->coefficient, nocc[s] * n * sizeof(double));
        memcpy(d->empty[s], orbitals[s]->coefficient + nocc[s] * n, d->nempty[s] * n * sizeof(double));
        d->lumo[s] = d->nempty[s] > 0 ? orbitals[s]->energy[nocc[s]] : NAN;
    }
    return status;
}

static const char *const empty_names[2] = {"gpw/empty_alpha", "gpw/empty_beta"};
static const char *const lumo_names[2] = {"gpw/lumo_alpha", "gpw/lumo_beta"};

hc_status hc_gpw_descent_save(const hc_gpw_descent *d, hc_context *ctx, hc_state *state)
{
    hc_status status = HC_OK;
    for (size_t s = 0; s < d->nspin; s++) {
        HC_TRY(hc_state_put_reals(ctx, state, empty_names[s], d->nempty[s] * d->nao, d->empty[s]));
        HC_TRY(hc_state_put_reals(ctx, state, lumo_names[s], 1, &d->lumo[s]));
    }
cleanup:
    return status;
}

hc_status hc_gpw_descent_load(hc_context *ctx, const hc_state *state, size_t nao, size_t nspin, const size_t *nocc,
                              hc_gpw_descent **descent)
{
    hc_gpw_descent *d = NULL;
    hc_status status = HC_OK;
    HC_TRY(allocate(ctx, nao, nspin, nocc, &d));
    for (size_t s = 0; s < nspin; s++) {
        HC_TRY(hc_state_get_reals(ctx, state, empty_names[s], d->nempty[s] * nao, d->empty[s]));
        HC_TRY(hc_state_get_reals(ctx, state, lumo_names[s], 1, &d->lumo[s]));
    }
    *descent = d;
    d = NULL;
cleanup:
    hc_gpw_descent_free(d);
    return status;
}

/* Largest row sum of |o - 1|, o [m][m]: a bound of the largest eigenvalue's distance from 1. */
static double distance_from_one(size_t m, const double *o)
{
    double largest = 0.0;
    for (size_t i = 0; i < m; i++) {
        double sum = 0.0;
        for (size_t j = 0; j < m; j++) {
            sum += fabs(o[i * m + j] - (i == j ? 1.0 : 0.0));
        }
        largest = fmax(largest, sum);
    }
    return largest;
}

/* root = o^(-1/2) by the eigenvectors of o, which is overwritten; w [m]. */
static hc_status root_by_eigenvectors(hc_context *ctx, size_t m, double *o, double *w, double *root)
{
    hc_status status = hc_eigen_symmetric(ctx, m, o, w); /* rows of o: eigenvectors */
    if (status != HC_OK) {
        return status;
    }
    if (m > 0 && w[0] < 1e-8) {
        return hc_fail(ctx, HC_ERROR_NUMERIC,
                       "gpw: occupied orbitals became linearly dependent (overlap eigenvalue %.2g)", w[0]);
    }
    for (size_t i = 0; i < m; i++) {
        double scale = pow(w[i], -0.25); /* (o^T scale^2 o) is the inverse root */
        for (size_t j = 0; j < m; j++) {
            o[i * m + j] *= scale;
        }
    }
    hc_gemm(true, false, m, m, m, 1.0, o, m, o, m, 0.0, root, m);
    return HC_OK;
}

/* root = o^(-1/2) for o near 1 by Newton and Schulz: T = (3 - Z Y) / 2, Y <- Y T, Z <- T Z from Y = o, Z = 1
 * (N. J. Higham, Functions of Matrices, SIAM 2008, eq. 6.35). work [2][m][m]; o is overwritten. */
static void root_by_iteration(size_t m, double *o, double *work, double *root)
{
    double *t = work, *product = work + m * m;
    size_t square = m * m;
    memset(root, 0, square * sizeof *root);
    for (size_t i = 0; i < m; i++) {
        root[i * m + i] = 1.0;
    }
    for (int round = 0; round < ROOT_ROUNDS; round++) {
        hc_gemm(false, false, m, m, m, -0.5, root, m, o, m, 0.0, t, m);
        for (size_t i = 0; i < m; i++) {
            t[i * m + i] += 1.5;
        }
        double change = distance_from_one(m, t);
        hc_gemm(false, false, m, m, m, 1.0, t, m, root, m, 0.0, product, m);
        memcpy(root, product, square * sizeof *root);
        if (change < ROOT_TOLERANCE * (double)m) {
            return;
        }
        hc_gemm(false, false, m, m, m, 1.0, o, m, t, m, 0.0, product, m);
        memcpy(o, product, square * sizeof *o);
    }
}

/* c = (C S C^T)^(-1/2) C, and sc. */
static hc_status orthonormalise(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap)
{
    size_t n = d->nao, m = d->nocc[s], square = m * m;
    double *c = d->c[s], *sc = d->sc[s], *o = d->square, *root = o + square, *work = root + square;
    hc_gemm(false, false, m, n, n, 1.0, c, n, overlap, n, 0.0, d->work, n);
    hc_gemm(false, true, m, m, n, 1.0, d->work, n, c, n, 0.0, o, m);
    if (distance_from_one(m, o) < NEAR_ORTHONORMAL) {
        root_by_iteration(m, o, work, root);
    } else {
        hc_status status = root_by_eigenvectors(ctx, m, o, work, root);
        if (status != HC_OK) {
            return status;
        }
    }
    hc_gemm(false, false, m, n, m, 1.0, root, m, d->work, n, 0.0, sc, n);
    hc_gemm(false, false, m, n, m, 1.0, root, m, c, n, 0.0, d->work, n);
    memcpy(c, d->work, m * n * sizeof *c);
    return HC_OK;
}

hc_status hc_gpw_descent_begin(hc_context *ctx, hc_gpw_descent *d, const double *overlap)
{
    hc_status status = HC_OK;
    hc_gpw_secants_reset(d->secants);
    d->has_base = false;
    d->age = d->refusals = 0;
    d->length = 1.0;
    d->scale = DAMPING;
    for (size_t s = 0; s < d->nspin; s++) {
        HC_TRY(orthonormalise(ctx, d, s, overlap));
    }
cleanup:
    return status;
}

void hc_gpw_descent_density(const hc_gpw_descent *d, double *const *density)
{
    for (size_t s = 0; s < d->nspin; s++) {
        hc_syrk(true, d->nao, d->nocc[s], filling(d), d->c[s], d->nao, 0.0, density[s], d->nao);
    }
}

/* gradient [nocc][nao] = C H - lambda C S; lambda. */
static void find_gradient(hc_gpw_descent *d, size_t s, const double *h, double *gradient)
{
    size_t n = d->nao, m = d->nocc[s];
    hc_gemm(false, false, m, n, n, 1.0, d->c[s], n, h, n, 0.0, gradient, n);
    hc_gemm(false, true, m, m, n, 1.0, gradient, n, d->c[s], n, 0.0, d->lambda[s], m);
    hc_gemm(false, false, m, n, m, -1.0, d->lambda[s], m, d->sc[s], n, 1.0, gradient, n);
}

/* Largest over the basis functions of the norm of their row of the gradient: no rotation of the orbitals changes it. */
static double gradient_error(size_t m, size_t n, const double *gradient, double *square)
{
    double largest = 0.0;
    memset(square, 0, n * sizeof *square);
    for (size_t i = 0; i < m; i++) {
        for (size_t k = 0; k < n; k++) {
            square[k] += gradient[i * n + k] * gradient[i * n + k];
        }
    }
    for (size_t k = 0; k < n; k++) {
        largest = fmax(largest, square[k]);
    }
    return sqrt(largest);
}

static hc_status make_preconditioner(hc_context *ctx, hc_gpw_descent *d, size_t s, const double *overlap,
                                     const double *h)
{
    size_t m = d->nocc[s];
    memcpy(d->canonical[s], d->lambda[s], m * m * sizeof(double));
    hc_status status = hc_eigen_symmetric(ctx, m, d->canonical[s], d->square);
    return status == HC_OK
               ? hc_gpw_preconditioner_update(ctx, d->preconditioner[s], h, overlap, d->sc[s], d->square, d->lumo[s])
               : status;
}

/* Vectors of all spins, [sum of nocc][nao]: the inverse of the preconditioner's matrix times `vector`. */
static void precondition(hc_gpw_descent *d, double *vector)
{
    size_t n = d->nao;
    for (size_t s = 0; s < d->nspin; s++) {
        size_t m = d->nocc[s];
        const double *u = d->canonical[s];
        double *part = vector + d->first[s];
        hc_gemm(false, false, m, n, m, 1.0, u, m, part, n, 0.0, d->work, n);
        hc_gpw_preconditioner_apply(d->preconditioner[s], d->work);
        hc_gemm(true, false, m, n, m, 1.0, u, m, d->work, n, 0.0, part, n);
    }
}

/* `vector` less what it has of the occupied orbitals. */
static void project(hc_gpw_descent *d, double *vector)
{
    size_t n = d->nao;
    for (size_t s = 0; s < d->nspin; s++) {
        size_t m = d->nocc[s];
        double *part = vector + d->first[s];
        hc_gemm(false, true, m, m, n, 1.0, part, n, d->sc[s], n, 0.0, d->square, m);
        hc_gemm(false, false, m, n, m, -1.0, d->square, m, d->c[s], n, 1.0, part, n);
    }
}

/* Of the present orbitals; *error as in hc_gpw_descent_look. */
static hc_status find_gradients(hc_context *ctx, hc_gpw_descent *d, const double *overlap, const double *const *h,
                                double *error)
{
    hc_status status = HC_OK;
    *error = 0.0;
    for (size_t s = 0; s < d->nspin; s++) {
        double *gradient = d->gradient + d->first[s];
        find_gradient(d, s, h[s], gradient);
        *error = fmax(*error, gradient_error(d->nocc[s], d->nao, gradient, d->work));
        if (d->age == 0) {
            HC_TRY(make_preconditioner(ctx, d, s, overlap, h[s]));
        }
    }
cleanup:
    return status;
}

/* What the step from the base to the present orbitals says of the curvature. */
static void learn(hc_gpw_descent *d)
{
    size_t count = d->first[d->nspin];
    double *step = d->trial, *change = d->base_gradient;
    for (size_t s = 0; s < d->nspin; s++) {
        for (size_t k = d->first[s]; k < d->first[s + 1]; k++) {
            step[k] = d->c[s][k - d->first[s]] - d->base[k];
            change[k] = d->gradient[k] - change[k];
        }
    }
    if (!hc_gpw_secants_add(d->secants, step, change)) {
        return;
    }
    double curvature = hc_dot(count, step, change);
    memcpy(step, change, count * sizeof *step);
    precondition(d, step);
    project(d, step);
    d->scale = fmin(1.0, curvature / hc_dot(count, step, change));
}

static void scale(size_t count, double factor, double *vector)
{
    for (size_t k = 0; k < count; k++) {
        vector[k] *= factor;
    }
}

/* The present orbitals become the base; direction and slope of the next steps. */
static void find_direction(hc_gpw_descent *d, double energy)
{
    size_t count = d->first[d->nspin];
    d->energy = energy;
    memcpy(d->base_gradient, d->gradient, count * sizeof *d->gradient);
    for (size_t s = 0; s < d->nspin; s++) {
        memcpy(d->base + d->first[s], d->c[s], d->nocc[s] * d->nao * sizeof(double));
    }
    do {
        memcpy(d->direction, d->gradient, count * sizeof *d->gradient);
        hc_gpw_secants_before(d->secants, d->direction);
        precondition(d, d->direction);
        scale(count, d->scale, d->direction);
        hc_gpw_secants_after(d->secants, d->direction);
        project(d, d->direction);
        scale(count, -1.0, d->direction);
        d->slope = filling(d) * 2.0 * hc_dot(count, d->gradient, d->direction);
    } while (d->slope > 0.0 && hc_gpw_secants_reset(d->secants));
}

hc_status hc_gpw_descent_look(hc_context *ctx, hc_gpw_descent *d, const double *overlap, const double *const *h,
                              double energy, double tolerance, double *error)
{
    size_t count = d->first[d->nspin];
    hc_status status = HC_OK;
    HC_TRY(find_gradients(ctx, d, overlap, h, error));
    double enough = d->energy + HC_GPW_LINE_SUFFICIENT * d->length * d->slope + HC_GPW_LINE_NOISE * fabs(energy);
    if (d->has_base && *error >= tolerance && !(energy <= enough)) {
        double slope = filling(d) * 2.0 * hc_dot(count, d->gradient, d->direction);
        d->length *= hc_gpw_line_shorter(d->length, d->slope, slope, energy - d->energy);
        d->refusals++;
    } else {
        if (d->has_base) {
            learn(d);
            d->length = fmin(1.0, LONGER * d->length);
        }
        find_direction(d, energy);
        d->has_base = true;
        d->refusals = 0;
        d->age = (d->age + 1) % RENEWAL;
    }
    for (size_t k = 0; k < count; k++) {
        d->trial[k] = d->base[k] + d->length * d->direction[k];
    }
cleanup:
    return status;
}

hc_status hc_gpw_descent_move(hc_context *ctx, hc_gpw_descent *d, const double *overlap)
{
    hc_status status = HC_OK;
    for (size_t s = 0; s < d->nspin; s++) {
        memcpy(d->c[s], d->trial + d->first[s], d->nocc[s] * d->nao * sizeof(double));
        HC_TRY(orthonormalise(ctx, d, s, overlap));
    }
cleanup:
    return status;
}

hc_status hc_gpw_descent_exchange(hc_context *ctx, hc_gpw_descent *d, size_t s)
{
    size_t n = d->nao, m = d->nocc[s];
    double *canonical = d->square, *level = d->square + m * m;
    memcpy(canonical, d->lambda[s], m * m * sizeof *canonical);
    hc_status status = hc_eigen_symmetric(ctx, m, canonical, level);
    if (status == HC_OK) {
        hc_gemm(false, false, m, n, m, 1.0, canonical, m, d->c[s], n, 0.0, d->work, n);
        memcpy(d->c[s], d->work, m * n * sizeof(double));
        memcpy(d->c[s] + (m - 1) * n, d->empty[s], n * sizeof(double));
        memcpy(d->empty[s], d->work + (m - 1) * n, n * sizeof(double));
        d->lumo[s] = level[m - 1];
    }
    return status;
}

void hc_gpw_descent_weighted_density(hc_gpw_descent *d, double *weighted)
{
    size_t n = d->nao;
    memset(weighted, 0, n * n * sizeof *weighted);
    for (size_t s = 0; s < d->nspin; s++) {
        size_t m = d->nocc[s];
        hc_gemm(false, false, m, n, m, filling(d), d->lambda[s], m, d->c[s], n, 0.0, d->work, n);
        hc_gemm(true, false, n, n, m, 1.0, d->c[s], n, d->work, n, 1.0, weighted, n);
    }
}
