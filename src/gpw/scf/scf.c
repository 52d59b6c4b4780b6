#include "gpw/scf/scf.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gpw/scf/guess.h"
#include "gpw/scf/levels.h"
#include "math/linalg.h"
#include "math/triangle.h"

#define DIIS_LENGTH 8
#define UPHILL 2e-3           /* hartree an atom: a step that costs more is taken back */
#define MIXING_REFUSALS 2     /* in a row: raised levels do not keep a metal from going astray */
#define MIXING_RESIDUAL 5e-2  /* hartree: below it, too, matrices are mixed where levels are filled in part */
#define DESCENT_RESIDUAL 2e-2 /* hartree: where descent is to save time it starts below it */
#define DESCENT_GAP 0.01      /* hartree: and above this gap */
#define DESCENT_REFUSALS 10   /* in a row: no step along the direction lowers the energy */
#define DESCENT_STEPS 40      /* of one that is to save time; one that is to find the way at all may take longer */
#define INVERTED 1e-3         /* hartree: of an empty level below a filled one */

void hc_gpw_scf_free(hc_gpw_scf *scf)
{
    if (scf) {
        for (size_t s = 0; s < 2; s++) {
            free(scf->density[s]);
            free(scf->h[s]);
            free(scf->reference[s]);
            free(scf->occupation[s]);
            free(scf->work[s]);
            hc_orbitals_free(scf->orbitals[s]);
        }
        free(scf->factor);
        free(scf->vector);
        free(scf->used);
        free(scf->residual);
        hc_gpw_diis_free(scf->diis);
        hc_gpw_safeguard_free(scf->safeguard);
        hc_gpw_mixing_free(scf->mixing);
        hc_gpw_ensemble_free(scf->ensemble);
        hc_gpw_descent_free(scf->descent);
        hc_history_free(scf->history);
        free(scf->history_value);
        free(scf);
    }
}

hc_status hc_gpw_scf_create(hc_context *ctx, size_t natom, size_t nao, const hc_gpw_scf_options *options,
                            hc_gpw_scf **scf)
{
    hc_gpw_scf *c = NULL;
    size_t square = nao * nao;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *c, &c));
    c->options = *options;
    c->natom = natom;
    c->nao = nao;
    for (size_t s = 0; s < options->nspin; s++) {
        HC_TRY(hc_allocate(ctx, square, sizeof(double), &c->density[s]));
        HC_TRY(hc_allocate(ctx, square, sizeof(double), &c->h[s]));
        HC_TRY(hc_allocate(ctx, nao, sizeof(double), &c->occupation[s]));
        HC_TRY(hc_orbitals_create(ctx, nao, &c->orbitals[s]));
    }
    HC_TRY(hc_allocate(ctx, square, sizeof(double), &c->work[0]));
    HC_TRY(hc_allocate(ctx, square, sizeof(double), &c->work[1]));
    HC_TRY(hc_allocate(ctx, square, sizeof(double), &c->factor));
    *scf = c;
    c = NULL;
cleanup:
    hc_gpw_scf_free(c);
    return status;
}

/* Electrons in a filled orbital of the density matrix. */
static double filling(const hc_gpw_scf *scf)
{
    return scf->options.nspin == 1 ? 2.0 : 1.0;
}

/* Numbers in the lower triangle of a matrix: half of what symmetric and antisymmetric ones hold. */
static size_t triangle_count(const hc_gpw_scf *scf)
{
    return scf->nao * (scf->nao + 1) / 2;
}

static void pack_densities(const hc_gpw_scf *scf, double *packed)
{
    for (size_t s = 0; s < scf->options.nspin; s++) {
        hc_triangle_pack(scf->nao, 1.0, scf->density[s], packed + s * triangle_count(scf));
    }
}

/* residual, a triangle: [H', P'] in the orthonormal basis of L: H' = L^-1 H L^-T, P' = L^T P L. */
static double commutator(hc_gpw_scf *scf, size_t s, double *residual)
{
    size_t n = scf->nao;
    double *hp = scf->work[1], largest = 0.0;
    const double *inverse = scf->orbitals[0]->inverse;
    hc_gemm(false, false, n, n, n, 1.0, scf->h[s], n, scf->density[s], n, 0.0, hp, n); /* L^-1 (H P) L */
    hc_triangular_multiply(false, false, n, n, inverse, hp, n);
    hc_triangular_multiply(true, false, n, n, scf->factor, hp, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double e = hp[i * n + j] - hp[j * n + i];
            residual[i * (i + 1) / 2 + j] = e;
            largest = fmax(largest, fabs(e));
        }
    }
    return largest / filling(scf);
}

/* Once a geometry. */
static hc_status set_overlap(hc_context *ctx, hc_gpw_scf *scf, const double *overlap)
{
    hc_status status = HC_OK;
    size_t n = scf->nao;
    if (scf->has_factor) {
        return HC_OK;
    }
    memcpy(scf->factor, overlap, n * n * sizeof(double));
    HC_TRY(hc_cholesky(ctx, n, scf->factor));
    HC_TRY(hc_orbitals_set_factor(ctx, scf->orbitals[0], scf->factor));
    if (scf->options.nspin == 2) {
        memcpy(scf->orbitals[1]->inverse, scf->orbitals[0]->inverse, n * n * sizeof(double));
    }
    scf->has_factor = true;
cleanup:
    return status;
}

/* Orbitals of the matrices in scf->vector, which are kept in scf->used, their occupation and density. */
static hc_status update_density(hc_context *ctx, hc_gpw_scf *scf)
{
    const hc_gpw_scf_options *o = &scf->options;
    size_t n = scf->nao;
    hc_status status = HC_OK;
    scf->minus_ts = 0.0;
    memcpy(scf->used, scf->vector, o->nspin * triangle_count(scf) * sizeof *scf->used);
    for (size_t s = 0; s < o->nspin; s++) {
        hc_triangle_unpack(n, 1.0, scf->vector + s * triangle_count(scf), scf->work[0]);
        HC_TRY(hc_orbitals_solve(ctx, scf->orbitals[s], scf->work[0]));
        hc_occupy(n, scf->orbitals[s]->energy, o->electrons[s], o->kT, scf->occupation[s], &scf->spin[s]);
        scf->minus_ts += filling(scf) * scf->spin[s].minus_ts;
        hc_orbitals_density(scf->orbitals[s], scf->occupation[s], scf->work[0], scf->density[s]);
        for (size_t i = 0; o->nspin == 1 && i < n * n; i++) {
            scf->density[s][i] *= 2.0;
        }
    }
cleanup:
    return status;
}

static void report(hc_context *ctx, const hc_gpw_scf *scf, const char *method, double change)
{
    hc_log(ctx, HC_LOG_DEBUG, "gpw %4d  %-8s  free energy %20.10f hartree  change %11.3e  residual %9.2e hartree",
           scf->iterations, method, hc_gpw_scf_free_energy(scf), change, scf->error);
}

static bool must_stop(const hc_gpw_scf *scf)
{
    return scf->converged || scf->iterations >= scf->options.max_iterations;
}

static void end_mixing(hc_gpw_scf *scf)
{
    hc_gpw_mixing_free(scf->mixing);
    scf->mixing = NULL;
}

/* The whole-matrix work space comes and goes: descent needs none of it. */
static hc_status prepare_diagonalisation(hc_context *ctx, hc_gpw_scf *scf)
{
    size_t count = triangle_count(scf) * scf->options.nspin;
    hc_status status = HC_OK;
    if (!scf->diis) {
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &scf->vector));
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &scf->used));
        HC_TRY(hc_allocate(ctx, count, sizeof(double), &scf->residual));
        HC_TRY(hc_gpw_diis_create(ctx, count, DIIS_LENGTH, &scf->diis));
        HC_TRY(hc_gpw_safeguard_create(ctx, count, UPHILL * (double)scf->natom, &scf->safeguard));
    }
    hc_gpw_diis_reset(scf->diis);
    hc_gpw_safeguard_reset(scf->safeguard);
    end_mixing(scf);
cleanup:
    return status;
}

/* The density of the orbitals of the matrices in scf->h. */
static hc_status set_density(hc_context *ctx, hc_gpw_scf *scf)
{
    hc_status status = HC_OK;
    HC_TRY(prepare_diagonalisation(ctx, scf));
    for (size_t s = 0; s < scf->options.nspin; s++) {
        hc_triangle_pack(scf->nao, 1.0, scf->h[s], scf->vector + s * triangle_count(scf));
    }
    HC_TRY(update_density(ctx, scf));
cleanup:
    return status;
}

hc_status hc_gpw_scf_start(hc_context *ctx, hc_gpw_scf *scf, const double *overlap)
{
    hc_status status = HC_OK;
    scf->has_factor = false;
    HC_TRY(set_overlap(ctx, scf, overlap));
    HC_TRY(set_density(ctx, scf));
    scf->started = true;
cleanup:
    return status;
}

static void end_diagonalisation(hc_gpw_scf *scf)
{
    hc_gpw_diis_free(scf->diis);
    hc_gpw_safeguard_free(scf->safeguard);
    end_mixing(scf);
    free(scf->vector);
    free(scf->used);
    free(scf->residual);
    scf->diis = NULL;
    scf->safeguard = NULL;
    scf->vector = scf->used = scf->residual = NULL;
}

/* Whether the occupied orbitals are set apart well enough, and the result is near enough, to go on with them alone. */
static bool descent_pays(const hc_gpw_scf *scf)
{
    return hc_gpw_levels_may_be_whole(scf) && scf->nao >= scf->options.descent_nao && scf->error <= DESCENT_RESIDUAL &&
           hc_gpw_levels_gap(scf) > DESCENT_GAP && hc_gpw_levels_are_whole(scf);
}

static hc_status start_descent(hc_context *ctx, hc_gpw_scf *scf)
{
    size_t nocc[2];
    hc_gpw_scf_filled(scf, nocc);
    end_diagonalisation(scf);
    scf->minus_ts = 0.0;
    hc_gpw_scf_forget(scf);
    return hc_gpw_descent_create(ctx, scf->options.nspin, nocc, scf->orbitals, &scf->descent);
}

/* Adds shift (S - S P S), P the packed densities of filling one, to the matrices in scf->vector: empty levels go up,
 * filled ones stay. */
static void raise_empty_levels(hc_gpw_scf *scf, const double *overlap, double shift, const double *packed)
{
    size_t n = scf->nao;
    double *ps = scf->work[0], *sps = scf->work[1];
    for (size_t s = 0; s < scf->options.nspin; s++) {
        double *triangle = scf->vector + s * triangle_count(scf);
        hc_triangle_unpack(n, 1.0, packed + s * triangle_count(scf), sps);
        hc_gemm(false, false, n, n, n, 1.0 / filling(scf), sps, n, overlap, n, 0.0, ps, n);
        hc_gemm(false, false, n, n, n, 1.0, overlap, n, ps, n, 0.0, sps, n);
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++) {
                triangle[i * (i + 1) / 2 + j] += shift * (overlap[i * n + j] - sps[i * n + j]);
            }
        }
    }
}

/* The error of the present density, and what the next orbitals' matrices are chosen from. */
static void measure(hc_gpw_scf *scf)
{
    scf->error = 0.0;
    for (size_t s = 0; s < scf->options.nspin; s++) {
        scf->error = fmax(scf->error, commutator(scf, s, scf->residual + s * triangle_count(scf)));
        if (scf->mixing) {
            double misfilling =
                hc_gpw_mixing_measure(scf->mixing, s, scf->orbitals[s], scf->occupation[s], scf->spin[s].fermi_level,
                                      scf->used + s * triangle_count(scf), scf->h[s], scf->work);
            scf->error = fmax(scf->error, misfilling);
        }
        hc_triangle_pack(scf->nao, 1.0, scf->h[s], scf->vector + s * triangle_count(scf));
    }
}

/* From here on in this geometry, with the present orbitals to compare residuals in. */
static hc_status begin_mixing(hc_context *ctx, hc_gpw_scf *scf)
{
    const hc_gpw_scf_options *o = &scf->options;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_mixing_create(ctx, o->nspin, o->kT, scf->orbitals, scf->spin, &scf->mixing));
    hc_log(ctx, HC_LOG_DEBUG, "gpw: levels are filled in part: matrices are mixed");
cleanup:
    return status;
}

/* From here on in this geometry, with the present orbitals. */
static hc_status begin_ensemble(hc_context *ctx, hc_gpw_scf *scf)
{
    const hc_gpw_scf_options *o = &scf->options;
    hc_status status = HC_OK;
    end_mixing(scf);
    if (!scf->cools) {
        hc_gpw_scf_forget(scf);
        scf->cools = true;
    }
    hc_log(ctx, HC_LOG_DEBUG, "gpw: levels are filled in part: down the free energy");
    HC_TRY(hc_gpw_scf_set_reference(ctx, scf));
    HC_TRY(hc_gpw_ensemble_create(ctx, scf->nao, o->nspin, o->kT, &scf->ensemble));
cleanup:
    return status;
}

/* Goes on where levels are filled in part: with mixing or as the last geometry did, or, at first, with a descent where
 * a Hubbard U sets a price on that. */
static hc_status fill_levels(hc_context *ctx, hc_gpw_scf *scf, const hc_gpw_hamiltonian *hamiltonian)
{
    if (hamiltonian->hubbard && hc_gpw_levels_may_be_whole(scf) && !scf->rescued) {
        scf->rescued = true;
        return start_descent(ctx, scf);
    }
    return scf->cools ? begin_ensemble(ctx, scf) : begin_mixing(ctx, scf);
}

/* The first step of mixing, of the density that the safeguard has put back. */
static hc_status mix_from_lowest(hc_context *ctx, hc_gpw_scf *scf)
{
    hc_status status = HC_OK;
    HC_TRY(begin_mixing(ctx, scf));
    for (size_t s = 0; s < scf->options.nspin; s++) {
        hc_triangle_unpack(scf->nao, 1.0, scf->vector + s * triangle_count(scf), scf->h[s]);
    }
    measure(scf);
    HC_TRY(hc_gpw_mixing_step(ctx, scf->mixing, scf->used, scf->vector));
cleanup:
    return status;
}

/* A step by the commutator, unless the last one led astray; filled_in_part: so are the levels when none is raised. */
static hc_status guarded_step(hc_context *ctx, hc_gpw_scf *scf, const double *overlap, bool filled_in_part)
{
    hc_gpw_safeguard *guard = scf->safeguard;
    double *packed = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, triangle_count(scf) * scf->options.nspin, sizeof *packed, &packed));
    pack_densities(scf, packed);
    if (hc_gpw_safeguard_accepts(guard, hc_gpw_scf_free_energy(scf), scf->error, scf->used, scf->vector, packed)) {
        HC_TRY(hc_gpw_diis_step(ctx, scf->diis, scf->vector, scf->residual));
    } else if (filled_in_part && guard->refusals >= MIXING_REFUSALS) {
        hc_gpw_safeguard_reset(guard);
        HC_TRY(mix_from_lowest(ctx, scf));
    } else {
        hc_log(ctx, HC_LOG_DEBUG, "gpw: the energy went up: one step back, empty levels raised by %.2f hartree",
               guard->shift);
    }
    if (guard->shift > 0.0) {
        raise_empty_levels(scf, overlap, guard->shift, packed);
    }
cleanup:
    free(packed);
    return status;
}

/* Keeps the matrices of the lowest energy. *lost: mixing does not find its way. */
static hc_status watch_mixing(hc_context *ctx, hc_gpw_scf *scf, bool *lost)
{
    hc_gpw_safeguard *guard = scf->safeguard;
    double energy = hc_gpw_scf_free_energy(scf), *packed = NULL;
    bool uphill = hc_gpw_safeguard_is_uphill(guard, energy, scf->error);
    hc_status status = HC_OK;
    *lost = hc_gpw_mixing_is_lost(scf->mixing, scf->error, uphill);
    if (uphill) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, triangle_count(scf) * scf->options.nspin, sizeof *packed, &packed));
    pack_densities(scf, packed);
    hc_gpw_safeguard_accepts(guard, energy, scf->error, scf->used, scf->vector, packed);
cleanup:
    free(packed);
    return status;
}

/* Mixes, unless that does not find the way: then a descent begins with the orbitals of the lowest energy, at first of
 * the energy with levels filled or empty, if they may be, else of the free energy. */
static hc_status mix_or_descend(hc_context *ctx, hc_gpw_scf *scf)
{
    bool lost = false;
    hc_status status = HC_OK;
    HC_TRY(watch_mixing(ctx, scf, &lost));
    if (!lost) {
        return hc_gpw_mixing_step(ctx, scf->mixing, scf->used, scf->vector);
    }
    hc_log(ctx, HC_LOG_DEBUG, "gpw: mixing does not find the way: descent from the lowest orbitals");
    memcpy(scf->vector, scf->safeguard->used, triangle_count(scf) * scf->options.nspin * sizeof *scf->vector);
    HC_TRY(update_density(ctx, scf));
    if (hc_gpw_levels_may_be_whole(scf) && !hc_gpw_levels_are_hot(scf) && !scf->rescued) {
        scf->rescued = true;
        HC_TRY(start_descent(ctx, scf));
    } else {
        HC_TRY(begin_ensemble(ctx, scf));
    }
cleanup:
    return status;
}

/* Until converged, out of iterations, or near enough for descent. No density is a result before orbitals have been
 * occupied in this geometry: a combination of earlier densities may commute with its matrix and yet have no orbitals
 * that are filled or empty (its energy is then wrong in first order), and an excited density is stationary too. */
static hc_status diagonalise(hc_context *ctx, hc_gpw_scf *scf, hc_gpw_hamiltonian *hamiltonian)
{
    double before = hc_gpw_scf_free_energy(scf);
    bool has_orbitals = scf->started; /* of this geometry */
    bool as_they_are = true;          /* the levels that they were occupied by: none was raised */
    bool filled_in_part = false;      /* so are these levels */
    hc_status status = HC_OK;
    HC_TRY(set_overlap(ctx, scf, hamiltonian->overlap));
    HC_TRY(prepare_diagonalisation(ctx, scf));
    if (scf->cools) { /* it may end here, and is remembered as an ensemble would be */
        HC_TRY(hc_gpw_scf_set_reference(ctx, scf));
    }
    if (scf->started && (hc_gpw_levels_are_shared(scf) || hamiltonian->hubbard)) {
        HC_TRY(fill_levels(ctx, scf, hamiltonian));
    }
    scf->started = false;
    while (!must_stop(scf) && !scf->descent && !scf->ensemble) {
        HC_TRY(
            hc_gpw_hamiltonian_evaluate(ctx, hamiltonian, (const double *const *)scf->density, &scf->energies, scf->h));
        scf->iterations++;
        measure(scf);
        report(ctx, scf, scf->mixing ? "mixing" : "orbitals", hc_gpw_scf_free_energy(scf) - before);
        before = hc_gpw_scf_free_energy(scf);
        scf->converged = scf->error < scf->options.tolerance && has_orbitals && as_they_are;
        if (must_stop(scf)) {
            break;
        }
        if (scf->mixing) {
            HC_TRY(mix_or_descend(ctx, scf));
            if (scf->descent || scf->ensemble) {
                break;
            }
        } else if (has_orbitals) {
            HC_TRY(guarded_step(ctx, scf, hamiltonian->overlap, filled_in_part));
        } else if (scf->history) { /* of any other density the residual says little */
            HC_TRY(hc_gpw_diis_step(ctx, scf->diis, scf->vector, scf->residual));
        }
        as_they_are = scf->safeguard->shift == 0.0;
        bool near = has_orbitals && as_they_are && descent_pays(scf);
        HC_TRY(update_density(ctx, scf));
        has_orbitals = true;
        filled_in_part = as_they_are ? hc_gpw_levels_are_shared(scf) : filled_in_part;
        if (!scf->mixing && as_they_are && filled_in_part && scf->error < MIXING_RESIDUAL) {
            HC_TRY(fill_levels(ctx, scf, hamiltonian));
        }
        if (!scf->descent && !scf->ensemble && near && descent_pays(scf)) {
            HC_TRY(start_descent(ctx, scf));
        }
    }
cleanup:
    return status;
}

/* Until converged or out of iterations: orbitals and how they are filled go downhill together. */
static hc_status cool(hc_context *ctx, hc_gpw_scf *scf, hc_gpw_hamiltonian *hamiltonian)
{
    double before = hc_gpw_scf_free_energy(scf);
    hc_status status = HC_OK;
    while (!must_stop(scf)) {
        hc_gpw_ensemble_spin spin[2];
        HC_TRY(
            hc_gpw_hamiltonian_evaluate(ctx, hamiltonian, (const double *const *)scf->density, &scf->energies, scf->h));
        scf->iterations++;
        for (size_t s = 0; s < scf->options.nspin; s++) {
            spin[s] = (hc_gpw_ensemble_spin){.orbitals = scf->orbitals[s],
                                             .occupation = scf->occupation[s],
                                             .fermi_level = scf->spin[s].fermi_level,
                                             .density = scf->density[s],
                                             .used = scf->used + s * triangle_count(scf),
                                             .h = scf->h[s]};
        }
        hc_gpw_ensemble_look(scf->ensemble, hamiltonian->overlap, spin, hc_gpw_scf_free_energy(scf),
                             scf->options.tolerance, &scf->error);
        report(ctx, scf, "ensemble", hc_gpw_scf_free_energy(scf) - before);
        before = hc_gpw_scf_free_energy(scf);
        scf->converged = scf->error < scf->options.tolerance;
        for (bool near = must_stop(scf); !near;) {
            hc_gpw_ensemble_move(scf->ensemble, scf->vector);
            HC_TRY(update_density(ctx, scf));
            near = hc_gpw_ensemble_is_near(scf->ensemble, hamiltonian->overlap, (const double *const *)scf->density);
        }
    }
cleanup:
    return status;
}

static void give_up_descent(hc_context *ctx, hc_gpw_scf *scf, const char *why)
{
    hc_log(ctx, HC_LOG_DEBUG, "gpw: %s; diagonalising again", why);
    hc_gpw_descent_free(scf->descent);
    scf->descent = NULL;
    hc_gpw_scf_forget(scf);
}

/* Finds the levels, and exchanges the orbitals beside the gap of each spin in which an empty level lies below a filled
 * one, as long as that has led downhill; false where there is none. It takes a descent out of a state that another one
 * undercuts, where the way from one to the other leads uphill (an electron of an f shell with a Hubbard U to another
 * atom). */
static hc_status exchange(hc_context *ctx, hc_gpw_scf *scf, const double *overlap, bool *exchanged)
{
    double energy = hc_gpw_scf_free_energy(scf);
    hc_status status = HC_OK;
    *exchanged = false;
    HC_TRY(hc_gpw_levels_find(ctx, scf, overlap));
    if (!(energy < scf->exchange_energy) || scf->iterations >= scf->options.max_iterations) {
        return HC_OK;
    }
    for (size_t s = 0; s < scf->options.nspin; s++) {
        if (scf->lumo[s] < scf->homo[s] - INVERTED) { /* false where there is none (NaN) */
            hc_log(ctx, HC_LOG_DEBUG, "gpw: an empty level of spin %zu lies %.4f hartree below a filled one: exchanged",
                   s, scf->homo[s] - scf->lumo[s]);
            HC_TRY(hc_gpw_descent_exchange(ctx, scf->descent, s));
            *exchanged = true;
        }
    }
    if (*exchanged) {
        scf->exchange_energy = energy;
        HC_TRY(hc_gpw_descent_begin(ctx, scf->descent, overlap));
    }
cleanup:
    return status;
}

/* Until converged, out of iterations, or lost with iterations left; then the density is there for a diagonalisation to
 * go on from. */
static hc_status descend(hc_context *ctx, hc_gpw_scf *scf, hc_gpw_hamiltonian *hamiltonian)
{
    double before = 0.0;
    int steps = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_descent_begin(ctx, scf->descent, hamiltonian->overlap));
    while (!must_stop(scf)) {
        hc_gpw_descent_density(scf->descent, scf->density);
        HC_TRY(
            hc_gpw_hamiltonian_evaluate(ctx, hamiltonian, (const double *const *)scf->density, &scf->energies, scf->h));
        scf->iterations++;
        steps++;
        HC_TRY(hc_gpw_descent_look(ctx, scf->descent, hamiltonian->overlap, (const double *const *)scf->h,
                                   hc_gpw_scf_free_energy(scf), scf->options.tolerance, &scf->error));
        report(ctx, scf, "descent", steps > 1 ? hc_gpw_scf_free_energy(scf) - before : 0.0);
        before = hc_gpw_scf_free_energy(scf);
        scf->converged = scf->error < scf->options.tolerance;
        bool exchanged = false;
        if (scf->converged) {
            HC_TRY(exchange(ctx, scf, hamiltonian->overlap, &exchanged));
            scf->converged = !exchanged;
        }
        if (!must_stop(scf) && !exchanged) {
            HC_TRY(hc_gpw_descent_move(ctx, scf->descent, hamiltonian->overlap));
        }
        if (!must_stop(scf) &&
            (scf->descent->refusals >= DESCENT_REFUSALS || (!scf->rescued && steps >= DESCENT_STEPS))) {
            give_up_descent(ctx, scf, "the descent is lost");
            break;
        }
    }
cleanup:
    return status;
}

hc_status hc_gpw_scf_run(hc_context *ctx, hc_gpw_scf *scf, hc_gpw_hamiltonian *hamiltonian, const hc_vec3 *position)
{
    bool excited = false;
    hc_status status = HC_OK;
    scf->converged = false;
    scf->iterations = 0;
    scf->rescued = false;
    scf->exchange_energy = INFINITY;
    scf->has_factor = false;
    scf->has_reference = false;
    if (!scf->descent) {
        HC_TRY(set_overlap(ctx, scf, hamiltonian->overlap));
    }
    HC_TRY(hc_gpw_scf_guess(ctx, scf, position));
    if (scf->cools && !scf->descent && scf->history && scf->history->count > 0) {
        HC_TRY(set_density(ctx, scf));
        HC_TRY(begin_ensemble(ctx, scf));
    }
    do {
        HC_TRY(scf->descent    ? descend(ctx, scf, hamiltonian)
               : scf->ensemble ? cool(ctx, scf, hamiltonian)
                               : diagonalise(ctx, scf, hamiltonian));
        if (must_stop(scf) && !(scf->converged && scf->descent)) { /* else the descent has */
            HC_TRY(hc_gpw_levels_find(ctx, scf, hamiltonian->overlap));
        }
        excited = scf->converged && scf->descent && hc_gpw_levels_are_excited(scf);
        if (excited) {
            scf->converged = false;
            scf->cools = scf->rescued;
            if (!must_stop(scf)) {
                give_up_descent(ctx, scf, "the descent has found an excited state, or hardly a gap");
            }
        }
    } while (!must_stop(scf));
    if (scf->converged) {
        HC_TRY(hc_gpw_scf_remember(ctx, scf, position));
    }
cleanup:
    hc_gpw_ensemble_free(scf->ensemble);
    scf->ensemble = NULL;
    return status;
}

double hc_gpw_scf_free_energy(const hc_gpw_scf *scf)
{
    return hc_gpw_energies_sum(&scf->energies) + scf->minus_ts;
}
