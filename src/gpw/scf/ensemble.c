#include "gpw/scf/ensemble.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/scf/line_search.h"
#include "math/linalg.h"
#include "math/triangle.h"

#define DAMPING 0.3         /* of the first step: a metal's electrons screen what moves */
#define SCALE_MIN 0.05      /* of the preconditioner */
#define ENSEMBLE_HISTORY 12 /* steps that the next one's curvature is taken from */
#define ANSWER_MIN 1e-2     /* 1/hartree: pairs of levels that answer less are as good as both filled or both empty */
#define SOFTER 5.0          /* curvature without the potential's answer, beside that along the direction, at most */
#define REFUSALS 10         /* one after the other: no step along the direction lowers the energy; it begins anew */
#define NEAR_LEVELS 1e-6    /* of kT: nearer levels answer like one */
#define ASTRAY 0.5          /* of the redistribution to first order: what lies beyond that is not near any more */
#define UNMOVED 1e-8        /* redistribution that rounding may have a part in */
#define SHORTER_MIN 0.1     /* beside the last trial, of a step that led astray */
#define SHORTER_MAX 0.7
#define ROOT_2 1.41421356237309504880

/* Electrons in an orbital. */
static double filling(const hc_gpw_ensemble *e)
{
    return e->nspin == 1 ? 2.0 : 1.0;
}

static size_t triangle_count(const hc_gpw_ensemble *e)
{
    return e->nao * (e->nao + 1) / 2;
}

void hc_gpw_ensemble_free(hc_gpw_ensemble *e)
{
    if (e) {
        free(e->base);
        free(e->gradient);
        free(e->base_gradient);
        free(e->direction);
        free(e->trial);
        free(e->base_density);
        for (size_t k = 0; k < 2; k++) {
            free(e->difference[k]);
            free(e->dual[k]);
            free(e->work[k]);
        }
        hc_gpw_secants_free(e->secants);
        free(e);
    }
}

/* Forgets all steps. */
static void begin(hc_gpw_ensemble *e)
{
    hc_gpw_secants_reset(e->secants);
    e->has_base = false;
    e->refusals = 0;
    e->scale = DAMPING;
}

hc_status hc_gpw_ensemble_create(hc_context *ctx, size_t nao, size_t nspin, double kT, hc_gpw_ensemble **ensemble)
{
    hc_gpw_ensemble *e = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *e, &e));
    e->nao = nao;
    e->nspin = nspin;
    e->kT = kT;
    e->count = nspin * triangle_count(e);
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->base));
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->gradient));
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->base_gradient));
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->direction));
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->trial));
    HC_TRY(hc_allocate(ctx, e->count, sizeof(double), &e->base_density));
    for (size_t k = 0; k < 2; k++) {
        HC_TRY(hc_allocate(ctx, nao * nao, sizeof(double), &e->work[k]));
        HC_TRY(hc_allocate(ctx, k < nspin ? nao * nao : 0, sizeof(double), &e->difference[k]));
        HC_TRY(hc_allocate(ctx, k < nspin ? nao * nao : 0, sizeof(double), &e->dual[k]));
    }
    HC_TRY(hc_gpw_secants_create(ctx, e->count, ENSEMBLE_HISTORY, &e->secants));
    begin(e);
    *ensemble = e;
    e = NULL;
cleanup:
    hc_gpw_ensemble_free(e);
    return status;
}

/* out = a m a^T, or a^T m a; all [n][n]. */
static void transform(size_t n, bool transposed, const double *a, const double *m, double *scratch, double *out)
{
    hc_gemm(transposed, false, n, n, n, 1.0, a, n, m, n, 0.0, scratch, n);
    hc_gemm(false, !transposed, n, n, n, 1.0, scratch, n, a, n, 0.0, out, n);
}

/* Change of the density's element between levels i and j with that of the matrix, less its sign, 1/hartree. */
static double answer(const hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, size_t i, size_t j)
{
    const double *f = spin->occupation, *level = spin->orbitals->energy;
    double apart = level[i] - level[j];
    if (fabs(apart) < NEAR_LEVELS * e->kT) {
        return 0.5 * (f[i] * (1.0 - f[i]) + f[j] * (1.0 - f[j])) / e->kT;
    }
    return (f[j] - f[i]) / apart;
}

/* The common shift of the levels filled in part when the diagonal of m is added to them. */
static double shift_of(const hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, const double *m)
{
    return hc_occupation_shift(e->nao, spin->occupation, m, e->nao + 1);
}

/* See hc_gpw_ensemble_look. */
static double error_of(const hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, const double *difference)
{
    size_t n = e->nao;
    const double *f = spin->occupation;
    double mixed = 0.0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            mixed = fmax(mixed, fabs(difference[i * n + j] * (f[i] - f[j])));
        }
    }
    double refilled = hc_occupation_change(n, spin->orbitals->energy, f, spin->fermi_level, e->kT, difference, n + 1);
    return fmax(mixed, 4.0 * e->kT * refilled);
}

/* H - x in the present orbitals, the gradient, and the error. */
static double take_in(hc_gpw_ensemble *e, const double *overlap, const hc_gpw_ensemble_spin *spin, size_t s)
{
    size_t n = e->nao;
    const double *c = spin->orbitals->coefficient;
    double *difference = e->difference[s], *m = e->work[0];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            m[i * n + j] = m[j * n + i] = spin->h[i * n + j] - spin->used[i * (i + 1) / 2 + j];
        }
    }
    transform(n, false, c, m, e->work[1], difference);
    hc_gemm(false, false, n, n, n, 1.0, c, n, overlap, n, 0.0, e->dual[s], n);
    double shift = shift_of(e, spin, difference);
#pragma omp parallel for schedule(static, 64)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double moved = difference[i * n + j] - (i == j ? shift : 0.0);
            m[i * n + j] = -filling(e) * answer(e, spin, i, j) * moved;
        }
    }
    transform(n, true, c, m, e->work[1], m);
    hc_triangle_pack(n, ROOT_2, m, e->gradient + s * triangle_count(e));
    return error_of(e, spin, difference);
}

/* What the step from the base to the present matrices says of the curvature. */
static void learn(hc_gpw_ensemble *e)
{
    double *step = e->trial, *change = e->base_gradient;
    for (size_t k = 0; k < e->count; k++) {
        step[k] = e->length * e->direction[k];
        change[k] = e->gradient[k] - change[k];
    }
    if (hc_gpw_secants_add(e->secants, step, change)) {
        double curvature = hc_dot(e->count, step, change);
        e->scale = fmin(1.0, fmax(SCALE_MIN, e->length * e->length * e->model / curvature));
    }
}

/* The preconditioner: what answers to a change of the density is divided by the answer; the rest is left out. */
static void precondition(hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, size_t s, double *vector)
{
    size_t n = e->nao;
    double *m = e->work[0];
    hc_triangle_unpack(n, ROOT_2, vector, m);
    transform(n, false, e->dual[s], m, e->work[1], m);
#pragma omp parallel for schedule(static, 64)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double a = answer(e, spin, i, j);
            m[i * n + j] *= a < ANSWER_MIN ? 0.0 : e->scale / (filling(e) * a);
        }
    }
    transform(n, true, e->dual[s], m, e->work[1], m);
    hc_triangle_pack(n, ROOT_2, m, vector);
}

/* The direction is less the vector; between levels that hardly answer matrices become those of the density. Adds to
 * slope, model and redistribution. */
static void finish_direction(hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, size_t s, double *vector)
{
    size_t n = e->nao;
    double *m = e->work[0], slope = 0.0, model = 0.0, redistribution = 0.0;
    const double *difference = e->difference[s];
    hc_triangle_unpack(n, ROOT_2, vector, m);
    transform(n, false, spin->orbitals->coefficient, m, e->work[1], m);
    double shift = shift_of(e, spin, difference), own_shift = -shift_of(e, spin, m);
#pragma omp parallel for schedule(static, 64) reduction(+ : slope, model, redistribution)
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double a = answer(e, spin, i, j), unit = i == j ? 1.0 : 0.0;
            double wanted = difference[i * n + j] - unit * shift;
            double own = a < ANSWER_MIN ? wanted : -m[i * n + j] - unit * own_shift;
            slope -= filling(e) * a * wanted * own;
            model += filling(e) * a * own * own;
            redistribution += a * own * a * own;
            m[i * n + j] = own;
        }
    }
    e->slope += slope;
    e->model += model;
    e->redistribution += redistribution;
    transform(n, true, e->dual[s], m, e->work[1], m);
    hc_triangle_pack(n, ROOT_2, m, vector);
}

/* The present matrices become the base; direction and slope of the next steps. */
static void find_direction(hc_gpw_ensemble *e, const hc_gpw_ensemble_spin *spin, double free_energy)
{
    e->energy = free_energy;
    memcpy(e->base_gradient, e->gradient, e->count * sizeof *e->gradient);
    for (size_t s = 0; s < e->nspin; s++) {
        double *base = e->base + s * triangle_count(e);
        hc_triangle_pack(e->nao, 1.0, spin[s].density, e->base_density + s * triangle_count(e));
        for (size_t i = 0; i < e->nao; i++) {
            for (size_t j = 0; j <= i; j++) {
                base[i * (i + 1) / 2 + j] = (i == j ? 1.0 : ROOT_2) * spin[s].used[i * (i + 1) / 2 + j];
            }
        }
    }
    do {
        e->slope = e->model = e->redistribution = 0.0;
        memcpy(e->direction, e->gradient, e->count * sizeof *e->gradient);
        hc_gpw_secants_before(e->secants, e->direction);
        for (size_t s = 0; s < e->nspin; s++) {
            precondition(e, &spin[s], s, e->direction + s * triangle_count(e));
        }
        hc_gpw_secants_after(e->secants, e->direction);
        for (size_t s = 0; s < e->nspin; s++) {
            finish_direction(e, &spin[s], s, e->direction + s * triangle_count(e));
        }
    } while (e->slope > 0.0 && hc_gpw_secants_reset(e->secants));
}

/* Whether the present free energy, with this slope along the direction, is low enough for the next base. Where it
 * cannot be told from the base's for rounding, the slope has to be, of a parabola less than twice as far as its minimum
 * (W. W. Hager, H. Zhang, SIAM J. Optim. 16, 170 (2005), eq. 4.1). */
static bool is_low(const hc_gpw_ensemble *e, double free_energy, double slope)
{
    return free_energy <= e->energy + HC_GPW_LINE_SUFFICIENT * e->length * e->slope ||
           (free_energy <= e->energy + HC_GPW_LINE_NOISE * fabs(free_energy) &&
            slope <= (2.0 * HC_GPW_LINE_SUFFICIENT - 1.0) * e->slope);
}

static void set_trial(hc_gpw_ensemble *e)
{
    for (size_t k = 0; k < e->count; k++) {
        e->trial[k] = e->base[k] + e->length * e->direction[k];
    }
}

void hc_gpw_ensemble_look(hc_gpw_ensemble *e, const double *overlap, const hc_gpw_ensemble_spin *spin,
                          double free_energy, double tolerance, double *error)
{
    *error = 0.0;
    for (size_t s = 0; s < e->nspin; s++) {
        *error = fmax(*error, take_in(e, overlap, &spin[s], s));
    }
    double slope = e->has_base ? hc_dot(e->count, e->gradient, e->direction) : 0.0;
    if (e->has_base && e->refusals < REFUSALS && *error >= tolerance && !is_low(e, free_energy, slope)) {
        e->length *= hc_gpw_line_shorter(e->length, e->slope, slope, free_energy - e->energy);
        e->refusals++;
    } else {
        if (e->refusals == REFUSALS) {
            begin(e);
        } else if (e->has_base) {
            learn(e);
        }
        find_direction(e, spin, free_energy);
        e->length = fmin(1.0, SOFTER * -e->slope / e->model);
        e->has_base = true;
        e->refusals = 0;
    }
    set_trial(e);
}

/* tr S d S d, d the difference to the base's density of spin s. */
static double redistribution_of(hc_gpw_ensemble *e, const double *overlap, const double *density, size_t s)
{
    size_t n = e->nao;
    double *d = e->work[0], *sd = e->work[1], sum = 0.0;
    hc_triangle_unpack(n, 1.0, e->base_density + s * triangle_count(e), d);
    for (size_t k = 0; k < n * n; k++) {
        d[k] = (density[k] - d[k]) / filling(e);
    }
    hc_gemm(false, false, n, n, n, 1.0, overlap, n, d, n, 0.0, sd, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            sum += sd[i * n + j] * sd[j * n + i];
        }
    }
    return sum;
}

bool hc_gpw_ensemble_is_near(hc_gpw_ensemble *e, const double *overlap, const double *const *density)
{
    double expected = e->length * e->length * e->redistribution, found = 0.0;
    for (size_t s = 0; s < e->nspin; s++) {
        found += redistribution_of(e, overlap, density[s], s);
    }
    double beyond = fabs(found - expected) / expected;
    if (!(expected >= UNMOVED) || beyond <= ASTRAY) {
        return true;
    }
    /* What lies beyond grows about with the square of the length. */
    e->length *= fmin(SHORTER_MAX, fmax(SHORTER_MIN, sqrt(ASTRAY / beyond)));
    set_trial(e);
    return false;
}

void hc_gpw_ensemble_move(const hc_gpw_ensemble *e, double *matrices)
{
    size_t k = 0;
    for (size_t s = 0; s < e->nspin; s++) {
        for (size_t i = 0; i < e->nao; i++) {
            for (size_t j = 0; j <= i; j++, k++) {
                matrices[k] = e->trial[k] / (i == j ? 1.0 : ROOT_2);
            }
        }
    }
}
