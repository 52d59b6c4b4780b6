#include "gfn1/scc.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "gfn1/mixing.h"
#include "halfcell/units.h"
#include "math/linalg.h"

#define NEWTON_ERROR 0.03    /* e: residual from which on a step of Newton's is tried */
#define NEWTON_ACCURACY 0.03 /* of the residual, to which its linear equation is solved */
#define NEWTON_ITERATIONS 8

hc_status hc_gfn1_scc_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_scc **scc)
{
    hc_gfn1_scc *s = NULL;
    size_t nao = basis->nao, nshell = basis->nshell;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *s, &s));
    s->nao = nao;
    s->nshell = nshell;
    HC_TRY(hc_orbitals_create(ctx, nao, &s->orbitals));
    HC_TRY(hc_gfn1_mixer_create(ctx, nshell, &s->mixer));
    HC_TRY(hc_gfn1_response_create(ctx, basis, &s->response));
    HC_TRY(hc_allocate(ctx, 4 * nshell, sizeof *s->newton_work, &s->newton_work));
    HC_TRY(hc_allocate(ctx, nshell, sizeof *s->charge, &s->charge));
    HC_TRY(hc_allocate(ctx, nshell, sizeof *s->potential, &s->potential));
    HC_TRY(hc_allocate(ctx, nshell, sizeof *s->output, &s->output));
    HC_TRY(hc_allocate(ctx, nao, sizeof *s->occupation, &s->occupation));
    HC_TRY(hc_allocate(ctx, nshell, sizeof *s->refined, &s->refined));
    HC_TRY(hc_allocate(ctx, 2 * nao, sizeof *s->spin_filling, &s->spin_filling));
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *s->density, &s->density));
    HC_TRY(hc_allocate(ctx, nao * nao, sizeof *s->work, &s->work));
    *scc = s;
    s = NULL;
cleanup:
    hc_gfn1_scc_free(s);
    return status;
}

void hc_gfn1_scc_free(hc_gfn1_scc *scc)
{
    if (scc) {
        hc_orbitals_free(scc->orbitals);
        hc_gfn1_mixer_free(scc->mixer);
        hc_gfn1_response_free(scc->response);
        free(scc->newton_work);
        free(scc->charge);
        free(scc->potential);
        free(scc->output);
        free(scc->occupation);
        free(scc->refined);
        free(scc->spin_filling);
        free(scc->density);
        free(scc->work);
        free(scc);
    }
}

/* V = gamma q + Gamma q_A^2; returns q gamma q. */
static double shell_potential(const hc_gfn1_scc_problem *problem, const double *charge, double *potential)
{
    const hc_gfn1_basis *basis = problem->basis;
    hc_gemv(false, basis->nshell, basis->nshell, 1.0, problem->gamma, basis->nshell, charge, 0.0, potential);
    double interaction = hc_dot(basis->nshell, charge, potential);
    for (size_t i = 0; i < basis->natom; i++) {
        double q = 0.0;
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            q += charge[s];
        }
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            potential[s] += hc_gfn1_kind_of(basis, i)->element.third_order * q * q;
        }
    }
    return interaction;
}

static double third_order_energy(const hc_gfn1_basis *basis, const double *charge)
{
    double energy = 0.0;
    for (size_t i = 0; i < basis->natom; i++) {
        double q = 0.0;
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            q += charge[s];
        }
        energy += hc_gfn1_kind_of(basis, i)->element.third_order * q * q * q / 3.0;
    }
    return energy;
}

/* h = H0 - S (V_a + V_b) / 2 */
static void build_hamiltonian(const hc_gfn1_scc_problem *problem, const double *potential, double *h)
{
    const hc_gfn1_basis *basis = problem->basis;
    size_t nao = basis->nao;
#pragma omp parallel for schedule(static)
    for (size_t s = 0; s < basis->nshell; s++) {
        for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
            const double *h0 = problem->h0 + m * nao, *overlap = problem->overlap + m * nao;
            double *row = h + m * nao;
            for (size_t t = 0; t < basis->nshell; t++) {
                double v = 0.5 * (potential[s] + potential[t]);
                for (size_t n = basis->shell_ao[t]; n < basis->shell_ao[t + 1]; n++) {
                    row[n] = h0[n] - overlap[n] * v;
                }
            }
        }
    }
}

/* Mulliken: q_a = reference - sum_{m in a} (P S)_mm. */
static void shell_charges(const hc_gfn1_scc_problem *problem, const double *density, double *charge)
{
    const hc_gfn1_basis *basis = problem->basis;
    size_t nao = basis->nao;
#pragma omp parallel for schedule(static)
    for (size_t s = 0; s < basis->nshell; s++) {
        double population = 0.0;
        for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
            const double *p = density + m * nao, *o = problem->overlap + m * nao;
            double sum = 0.0;
#pragma omp simd reduction(+ : sum)
            for (size_t n = 0; n < nao; n++) {
                sum += p[n] * o[n];
            }
            population += sum;
        }
        charge[s] = basis->reference[s] - population;
    }
}

static void occupy(hc_gfn1_scc *scc, const hc_gfn1_scc_options *options, double kT)
{
    double electrons[2] = {options->alpha_electrons, options->beta_electrons};
    size_t nao = scc->nao;
    for (int spin = 0; spin < 2; spin++) {
        double *filling = scc->spin_filling + (size_t)spin * nao;
        if (spin == 1 && electrons[1] == electrons[0]) {
            memcpy(filling, scc->spin_filling, nao * sizeof *filling);
            scc->spin[1] = scc->spin[0];
        } else {
            hc_occupy(nao, scc->orbitals->energy, electrons[spin], kT, filling, &scc->spin[spin]);
        }
    }
    for (size_t i = 0; i < nao; i++) {
        scc->occupation[i] = scc->spin_filling[i] + scc->spin_filling[nao + i];
    }
}

/* Energies of the orbitals' own charges (variational in the density). */
static void set_energies(hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem)
{
    const hc_gfn1_basis *basis = problem->basis;
    double band = 0.0;
    for (size_t i = 0; i < scc->nao; i++) {
        band += scc->occupation[i] * scc->orbitals->energy[i];
    }
    for (size_t s = 0; s < scc->nshell; s++) {
        band += scc->potential[s] * (basis->reference[s] - scc->output[s]);
    }
    scc->energies.band = band;
    scc->energies.second_order = 0.5 * shell_potential(problem, scc->output, scc->mixer->scratch);
    scc->energies.third_order = third_order_energy(basis, scc->output);
    scc->energies.minus_ts = scc->spin[0].minus_ts + scc->spin[1].minus_ts;
}

double hc_gfn1_scc_free_energy(const hc_gfn1_scc *scc)
{
    return scc->energies.band + scc->energies.second_order + scc->energies.third_order + scc->energies.minus_ts;
}

/* Orbitals, density and output charges of the potential that scc->charge makes. */
static hc_status evaluate(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                          const hc_gfn1_scc_options *options, double kT)
{
    shell_potential(problem, scc->charge, scc->potential);
    build_hamiltonian(problem, scc->potential, scc->work);
    hc_status status = hc_orbitals_solve(ctx, scc->orbitals, scc->work);
    if (status != HC_OK) {
        return status;
    }
    occupy(scc, options, kT);
    hc_orbitals_density(scc->orbitals, scc->occupation, scc->work, scc->density);
    shell_charges(problem, scc->density, scc->output);
    scc->error = 0.0;
    for (size_t s = 0; s < scc->nshell; s++) {
        scc->error = fmax(scc->error, fabs(scc->output[s] - scc->charge[s]));
    }
    scc->iterations++;
    return HC_OK;
}

/* dv = gamma d + 2 Gamma q_A d_A: change of the potential with the charges at scc->charge. */
static void potential_change(const hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem, const double *change,
                             double *dv)
{
    const hc_gfn1_basis *basis = problem->basis;
    hc_gemv(false, basis->nshell, basis->nshell, 1.0, problem->gamma, basis->nshell, change, 0.0, dv);
    for (size_t i = 0; i < basis->natom; i++) {
        double q = 0.0, d = 0.0;
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            q += scc->charge[s];
            d += change[s];
        }
        for (size_t s = basis->first_shell[i]; s < basis->first_shell[i + 1]; s++) {
            dv[s] += 2.0 * hc_gfn1_kind_of(basis, i)->element.third_order * q * d;
        }
    }
}

/* Newton step: charges at which the residual vanishes to first order, by the response of the orbitals. The linear
 * equation is solved by the mixing, with what it knows from before as preconditioner. */
static hc_status newton_step(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                             const hc_gfn1_scc_options *options, double kT)
{
    size_t n = scc->nshell;
    double *change = scc->newton_work, *dv = change + n, *answer = dv + n, *output = answer + n;
    hc_status status = HC_OK;
    hc_gfn1_response_prepare(scc->response, scc->orbitals, problem->overlap, scc->spin_filling, kT);
    hc_gfn1_mixer_start(scc->mixer);
    double enough = fmax(NEWTON_ACCURACY * scc->error, 0.02 * options->charge_tolerance);
    HC_TRY(hc_gfn1_mixer_step(ctx, scc->mixer, scc->charge, scc->output, scc->refined));
    for (int i = 0; i < NEWTON_ITERATIONS; i++) {
        for (size_t s = 0; s < n; s++) {
            change[s] = scc->refined[s] - scc->charge[s];
        }
        potential_change(scc, problem, change, dv);
        hc_gfn1_response_apply(scc->response, dv, answer);
        double error = 0.0;
        for (size_t s = 0; s < n; s++) {
            output[s] = scc->output[s] + answer[s];
            error = fmax(error, fabs(output[s] - scc->refined[s]));
            change[s] = scc->refined[s];
        }
        scc->responses++;
        HC_TRY(hc_gfn1_mixer_step(ctx, scc->mixer, change, output, scc->refined));
        if (error < enough) {
            break;
        }
    }
    hc_gfn1_mixer_start(scc->mixer);
cleanup:
    return status;
}

static hc_status iterate(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                         const hc_gfn1_scc_options *options, double kT)
{
    bool was_newton = false;
    double last_error = INFINITY;
    scc->converged = false;
    hc_gfn1_mixer_start(scc->mixer);
    for (int i = 0; i < options->max_iterations; i++) {
        hc_status status = evaluate(ctx, scc, problem, options, kT);
        if (status != HC_OK) {
            return status;
        }
        scc->converged = scc->error < options->charge_tolerance;
        /* Far from the solution, or where the last step of Newton's did not help, the mixing alone is safer. */
        bool newton = scc->error < NEWTON_ERROR && !(was_newton && scc->error > 0.5 * last_error);
        status = newton ? newton_step(ctx, scc, problem, options, kT)
                        : hc_gfn1_mixer_step(ctx, scc->mixer, scc->charge, scc->output, scc->refined);
        was_newton = newton;
        last_error = scc->error;
        if (status != HC_OK) {
            return status;
        }
        if (scc->converged) {
            break;
        }
        memcpy(scc->charge, scc->refined, scc->nshell * sizeof *scc->charge);
    }
    set_energies(scc, problem);
    return HC_OK;
}

/* Through falling electronic temperatures, each from the charges of the one before: metals and stretched bonds that do
 * not converge at once find their way like this. */
static hc_status anneal(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                        const hc_gfn1_scc_options *options)
{
    static const double temperature[] = {20000.0, 8000.0, 4000.0, 2000.0, 1000.0, 500.0};
    memset(scc->charge, 0, scc->nshell * sizeof *scc->charge);
    for (size_t i = 0; i < sizeof temperature / sizeof temperature[0]; i++) {
        double kT = temperature[i] * HC_KELVIN;
        if (kT <= 1.2 * options->kT) {
            break;
        }
        hc_gfn1_scc_options loose = *options;
        loose.charge_tolerance = fmax(options->charge_tolerance, 1e-4);
        hc_gfn1_mixer_reset(scc->mixer);
        hc_status status = iterate(ctx, scc, problem, &loose, kT);
        if (status != HC_OK) {
            return status;
        }
        memcpy(scc->charge, scc->refined, scc->nshell * sizeof *scc->charge);
    }
    hc_gfn1_mixer_reset(scc->mixer);
    return iterate(ctx, scc, problem, options, options->kT);
}

void hc_gfn1_scc_frontier(const hc_gfn1_scc *scc, double *homo, double *lumo, double *gap)
{
    *homo = *lumo = *gap = NAN;
    for (int spin = 0; spin < 2; spin++) {
        const double *filling = scc->spin_filling + (size_t)spin * scc->nao;
        size_t first_empty = 0;
        while (first_empty < scc->nao && filling[first_empty] >= 0.5) {
            first_empty++;
        }
        double filled = first_empty > 0 ? scc->orbitals->energy[first_empty - 1] : NAN;
        double empty = first_empty < scc->nao ? scc->orbitals->energy[first_empty] : NAN;
        *homo = fmax(*homo, filled); /* fmax and fmin pass over NaN */
        *lumo = fmin(*lumo, empty);
        *gap = fmin(*gap, empty - filled);
    }
}

hc_status hc_gfn1_scc_run(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                          const hc_gfn1_scc_options *options)
{
    hc_status status = HC_OK;
    scc->iterations = scc->responses = 0;
    HC_TRY(hc_orbitals_set_overlap(ctx, scc->orbitals, problem->overlap));
    HC_TRY(iterate(ctx, scc, problem, options, options->kT));
    if (scc->converged && !options->search) {
        goto cleanup;
    }
    double homo, lumo, gap;
    hc_gfn1_scc_frontier(scc, &homo, &lumo, &gap);
    bool small_gap = gap < options->search_gap;
    if (scc->converged && !small_gap) {
        goto cleanup;
    }
    HC_TRY(hc_gfn1_scc_search(ctx, scc, problem, options));
cleanup:
    return status;
}

hc_status hc_gfn1_scc_search(hc_context *ctx, hc_gfn1_scc *scc, const hc_gfn1_scc_problem *problem,
                             const hc_gfn1_scc_options *options)
{
    bool first_converged = scc->converged;
    double first = hc_gfn1_scc_free_energy(scc), first_error = scc->error;
    double *kept = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, scc->nshell, sizeof *kept, &kept));
    memcpy(kept, scc->charge, scc->nshell * sizeof *kept);
    HC_TRY(anneal(ctx, scc, problem, options));
    double second = hc_gfn1_scc_free_energy(scc);
    bool second_is_worse =
        first_converged ? !scc->converged || second > first - 1e-9 : !scc->converged && scc->error > first_error;
    if (second_is_worse) {
        memcpy(scc->charge, kept, scc->nshell * sizeof *kept);
        HC_TRY(evaluate(ctx, scc, problem, options, options->kT));
        set_energies(scc, problem);
        memcpy(scc->refined, scc->output, scc->nshell * sizeof *kept);
        scc->converged = first_converged;
    } else if (first_converged) {
        hc_log(ctx, HC_LOG_INFO, "gfn1: a second solution of the self-consistent charges lies %.3g hartree lower",
               first - second);
    }
cleanup:
    free(kept);
    return status;
}

void hc_gfn1_scc_weighted_density(hc_gfn1_scc *scc, double *matrix)
{
    hc_orbitals_weighted_density(scc->orbitals, scc->occupation, scc->density, scc->work, matrix);
}
