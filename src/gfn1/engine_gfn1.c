/* The engine "gfn1": GFN1-xTB for molecules, slabs and bulk cells at the Gamma point. Theory: docs/theory/gfn1.md. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dispersion/d3.h"
#include "engine/engine_table.h"
#include "engine/history.h"
#include "gfn1/coulomb.h"
#include "gfn1/halogen.h"
#include "gfn1/hamiltonian.h"
#include "gfn1/options.h"
#include "gfn1/plane_potential.h"
#include "gfn1/repulsion.h"
#include "gfn1/scc.h"
#include "halfcell/units.h"

#define HISTORY_RIDGE 1e-6

typedef struct gfn1_engine {
    hc_gfn1_options options;
    hc_gfn1_basis *basis;
    hc_gfn1_hamiltonian *hamiltonian;
    hc_gfn1_repulsion *repulsion;
    hc_gfn1_halogen *halogen;
    hc_coulomb *coulomb;
    hc_d3 *d3;
    hc_gfn1_scc *scc;
    hc_gfn1_scc_options scc_options;
    hc_history *history;
    double *gamma;    /* [nshell][nshell] */
    double *weighted; /* [nao][nao] */
} gfn1_engine;

static void gfn1_free(void *self)
{
    gfn1_engine *e = self;
    if (e) {
        hc_history_free(e->history);
        hc_gfn1_scc_free(e->scc);
        hc_d3_free(e->d3);
        hc_coulomb_free(e->coulomb);
        hc_gfn1_halogen_free(e->halogen);
        hc_gfn1_repulsion_free(e->repulsion);
        hc_gfn1_hamiltonian_free(e->hamiltonian);
        hc_gfn1_basis_free(e->basis);
        free(e->gamma);
        free(e->weighted);
        free(e);
    }
}

static hc_status create_terms(hc_context *ctx, gfn1_engine *e, const hc_structure *structure)
{
    const hc_d3_parameters *d3_parameters = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_gfn1_hamiltonian_create(ctx, e->basis, hc_gfn1_options_tabulate(&e->options, e->basis), &e->hamiltonian));
    HC_TRY(hc_gfn1_repulsion_create(ctx, e->basis, &e->repulsion));
    HC_TRY(hc_gfn1_halogen_create(ctx, e->basis, &e->halogen));
    HC_TRY(hc_coulomb_create(ctx, structure, e->basis->first_shell, e->basis->hardness, &e->coulomb));
    HC_TRY(hc_d3_parameters_find(ctx, "gfn1", HC_D3_BJ, &d3_parameters));
    HC_TRY(hc_d3_create(ctx, d3_parameters, NULL, structure, &e->d3));
cleanup:
    return status;
}

/* Cerium to ytterbium have 4f electrons that take part in other charges than +3. */
static void warn_of_lanthanides(hc_context *ctx, const hc_gfn1_basis *basis)
{
    for (size_t k = 0; k < basis->nkind; k++) {
        int z = basis->kind[k].element.atomic_number;
        if (z >= 58 && z <= 70) {
            hc_log(ctx, HC_LOG_WARNING,
                   "gfn1 has the 4f electrons of %s in its core: right for the trivalent ion alone; use gpw for others",
                   hc_element_symbol(z));
        }
    }
}

static hc_status gfn1_create(hc_context *ctx, const void *options, const hc_structure *structure, void **self)
{
    gfn1_engine *e = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *e, &e));
    e->options = *(const hc_gfn1_options *)options;
    HC_TRY(hc_gfn1_basis_create(ctx, structure, &e->basis));
    warn_of_lanthanides(ctx, e->basis);
    HC_TRY(hc_gfn1_options_scc(ctx, &e->options, e->basis, &e->scc_options));
    HC_TRY(create_terms(ctx, e, structure));
    HC_TRY(hc_gfn1_scc_create(ctx, e->basis, &e->scc));
    HC_TRY(hc_history_create(ctx, e->basis->natom, e->basis->nshell, (size_t)e->options.history, HISTORY_RIDGE,
                             &e->history));
    HC_TRY(hc_allocate(ctx, e->basis->nshell * e->basis->nshell, sizeof *e->gamma, &e->gamma));
    HC_TRY(hc_allocate(ctx, e->basis->nao * e->basis->nao, sizeof *e->weighted, &e->weighted));
    *self = e;
    e = NULL;
cleanup:
    gfn1_free(e);
    return status;
}

static hc_status solve_charges(hc_context *ctx, gfn1_engine *e, const hc_structure *structure)
{
    hc_status status = HC_OK;
    HC_TRY(hc_gfn1_hamiltonian_update(ctx, e->hamiltonian, structure));
    HC_TRY(hc_coulomb_matrix(ctx, e->coulomb, structure, e->gamma));
    HC_TRY(hc_history_guess(ctx, e->history, structure->position, e->scc->charge));
    hc_gfn1_scc_problem problem = {
        .basis = e->basis, .h0 = e->hamiltonian->h0, .overlap = e->hamiltonian->overlap, .gamma = e->gamma};
    hc_gfn1_scc_options options = e->scc_options;
    options.search = options.search && e->history->count == 0;
    HC_TRY(hc_gfn1_scc_run(ctx, e->scc, &problem, &options));
cleanup:
    return status;
}

static hc_status electronic_gradient(hc_context *ctx, gfn1_engine *e, const hc_structure *structure, hc_vec3 *force,
                                     hc_mat3 *strain)
{
    double second_order;
    hc_status status = HC_OK;
    hc_gfn1_scc_weighted_density(e->scc, e->weighted);
    HC_TRY(hc_gfn1_hamiltonian_gradient(ctx, e->hamiltonian, structure, e->scc->density, e->weighted, e->scc->potential,
                                        force, strain));
    HC_TRY(hc_coulomb_gradient(ctx, e->coulomb, structure, e->scc->output, &second_order, force, strain));
cleanup:
    return status;
}

/* Atoms' charges, levels and iterations. */
static void report_electrons(const gfn1_engine *e, hc_result *result)
{
    const hc_gfn1_scc *scc = e->scc;
    double electrons[2] = {e->scc_options.alpha_electrons, e->scc_options.beta_electrons};
    for (size_t i = 0; i < e->basis->natom; i++) {
        result->charge[i] = 0.0;
        for (size_t s = e->basis->first_shell[i]; s < e->basis->first_shell[i + 1]; s++) {
            result->charge[i] += scc->output[s];
        }
    }
    double total = electrons[0] + electrons[1];
    if (total >
        0.0) { /* one level for each spin: dF/dN when the spins share what is added as they share the electrons */
        result->fermi_level =
            (electrons[0] * scc->spin[0].fermi_level + electrons[1] * scc->spin[1].fermi_level) / total;
    }
    hc_gfn1_scc_frontier(scc, &result->homo, &result->lumo, &result->gap);
    result->iterations = scc->iterations;
    result->converged = scc->converged;
}

static void report_energies(const gfn1_engine *e, double repulsion, double dispersion, double halogen,
                            hc_result *result)
{
    const hc_gfn1_energies *energies = &e->scc->energies;
    hc_result_add_term(result, "band", energies->band);
    hc_result_add_term(result, "coulomb_second_order", energies->second_order);
    hc_result_add_term(result, "coulomb_third_order", energies->third_order);
    hc_result_add_term(result, "repulsion", repulsion);
    hc_result_add_term(result, "dispersion", dispersion);
    hc_result_add_term(result, "halogen", halogen);
    hc_result_add_term(result, "entropy", energies->minus_ts);
    result->free_energy = 0.0;
    for (size_t i = 0; i < result->nterm; i++) {
        result->free_energy += result->term[i].energy;
    }
    result->energy = result->free_energy - energies->minus_ts;
}

static hc_status fail_convergence(hc_context *ctx, const gfn1_engine *e)
{
    return hc_fail(
        ctx, HC_ERROR_NOT_CONVERGED,
        "gfn1: the charges did not converge in %d iterations (largest change of a shell charge %.2g e, wanted "
        "%.2g e); try a higher electronic_temperature_k, another multiplicity or charge, or a better geometry",
        e->scc->iterations, e->scc->error, e->scc_options.charge_tolerance);
}

static hc_status check_wanted(hc_context *ctx, const hc_structure *structure, unsigned wanted)
{
    if ((wanted & HC_WANT_STRESS) && hc_structure_periodic_count(structure) != 3) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "gfn1: stress needs a cell that is periodic in all three directions");
    }
    return HC_OK;
}

static hc_status gfn1_compute(void *self, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                              hc_result *result)
{
    gfn1_engine *e = self;
    double repulsion = 0.0, dispersion = 0.0, halogen = 0.0;
    hc_mat3 strain = {0};
    bool gradient = (wanted & (HC_WANT_FORCES | HC_WANT_STRESS)) != 0;
    hc_vec3 *force = gradient ? result->force : NULL;
    hc_status status = HC_OK;
    HC_TRY(check_wanted(ctx, structure, wanted));
    HC_TRY(hc_gfn1_repulsion_compute(ctx, e->repulsion, structure, &repulsion, force, &strain));
    HC_TRY(hc_gfn1_halogen_compute(ctx, e->halogen, structure, &halogen, force, &strain));
    HC_TRY(hc_d3_compute(ctx, e->d3, structure, &dispersion, force, gradient ? &strain : NULL));
    HC_TRY(solve_charges(ctx, e, structure));
    report_energies(e, repulsion, dispersion, halogen, result);
    report_electrons(e, result);
    if (gradient) {
        HC_TRY(electronic_gradient(ctx, e, structure, result->force, &strain));
    }
    if (wanted & HC_WANT_STRESS) {
        double scale = 1.0 / fabs(hc_mat3_determinant(&structure->cell));
        for (int k = 0; k < 3; k++) {
            result->stress.row[k] = hc_vec3_scale(scale, strain.row[k]);
        }
    }
    if (wanted & HC_WANT_PLANE_POTENTIAL) {
        HC_TRY(hc_gfn1_plane_potential(ctx, structure, result->charge, &result->plane_potential));
    }
    if (!e->scc->converged) {
        status = fail_convergence(ctx, e);
        goto cleanup;
    }
    hc_history_add(e->history, structure->position, e->scc->refined);
cleanup:
    return status;
}

static hc_status gfn1_save(const void *self, hc_context *ctx, hc_state *state)
{
    const gfn1_engine *e = self;
    hc_status status = HC_OK;
    HC_TRY(hc_history_save(e->history, ctx, "gfn1", state));
    HC_TRY(hc_gfn1_mixer_save(e->scc->mixer, ctx, state));
cleanup:
    return status;
}

static hc_status gfn1_load(void *self, hc_context *ctx, const hc_state *state)
{
    gfn1_engine *e = self;
    hc_status status = HC_OK;
    HC_TRY(hc_history_load(e->history, ctx, "gfn1", state));
    HC_TRY(hc_gfn1_mixer_load(e->scc->mixer, ctx, state));
cleanup:
    return status;
}

const hc_engine_record hc_engine_gfn1 = {
    .name = "gfn1",
    .summary =
        "GFN1-xTB tight binding, H to Rn, with D3(BJ), halogen bonds and self-consistent charges; the quick look",
    .reference = "S. Grimme, C. Bannwarth, P. Shushkov, J. Chem. Theory Comput. 13, 1989 (2017)",
    .limits =
        "GFN1-xTB is a quick look: it keeps Au25(SCH3)18 with Au-S bonds 0.11 Angstrom too long, but on full "
        "relaxation the staples of Ag25(SCH3)18 do not hold; barriers are not those of density functional theory.",
    .potential_note = "GFN1's absolute potential scale is not calibrated: differences between runs mean something, the "
                      "value itself does not until potential.offset_v is set from density functional theory on "
                      "snapshots.",
    .capabilities = HC_CAN_MOLECULE | HC_CAN_SLAB | HC_CAN_BULK | HC_CAN_CHARGE | HC_CAN_SPIN |
                    HC_CAN_FRACTIONAL_ELECTRONS | HC_CAN_STRESS | HC_CAN_ATOMIC_CHARGES | HC_CAN_FERMI_LEVEL |
                    HC_CAN_PLANE_POTENTIAL,
    .keywords = hc_gfn1_keywords,
    .options_size = sizeof(hc_gfn1_options),
    .create = gfn1_create,
    .free = gfn1_free,
    .compute = gfn1_compute,
    .save = gfn1_save,
    .load = gfn1_load,
};
