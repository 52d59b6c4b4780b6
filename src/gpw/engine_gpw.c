/* The engine "gpw": Kohn-Sham density functional theory with Gaussians and plane waves. Theory: docs/theory/gpw.md. */
#include <math.h>
#include <stdlib.h>

#include "atoms/lattice_planes.h"
#include "engine/electron_count.h"
#include "engine/engine_table.h"
#include "engine/plane_axis.h"
#include "gpw/box.h"
#include "gpw/d3_atoms.h"
#include "gpw/dipole.h"
#include "gpw/free_atoms.h"
#include "gpw/hamiltonian.h"
#include "gpw/hirshfeld.h"
#include "gpw/options.h"
#include "gpw/plane_potential.h"
#include "gpw/resolution.h"
#include "gpw/scf/scf.h"
#include "gpw/show.h"
#include "gpw/spacing.h"
#include "halfcell/units.h"

/* Functions from which on moving the occupied orbitals costs less than diagonalising. */
#define DESCENT_NAO 400

typedef struct gpw_engine {
    double margin;
    hc_gpw_box box;
    hc_gpw_system *system;
    hc_gpw_hamiltonian *hamiltonian;
    hc_gpw_scf *scf;
    hc_gpw_d3 *d3;              /* NULL: none */
    double *weighted;           /* [nao][nao] */
    const hc_structure *placed; /* while it computes: in the box */
    bool has_density;
    hc_gpw_shown shown;
} gpw_engine;

static void gpw_free(void *self)
{
    gpw_engine *e = self;
    if (e) {
        hc_gpw_show_clear(&e->shown);
        hc_gpw_scf_free(e->scf);
        hc_gpw_hamiltonian_free(e->hamiltonian);
        hc_gpw_system_free(e->system);
        hc_gpw_d3_free(e->d3);
        free(e->weighted);
        free(e);
    }
}

static hc_status create_system(hc_context *ctx, gpw_engine *e, const hc_gpw_options *options,
                               const hc_structure *structure)
{
    hc_gpw_system_options o = {.basis = options->basis,
                               .functional = options->functional,
                               .basis_of = (const char *const *)options->basis_of.value,
                               .nbasis_of = options->basis_of.count,
                               .potential_of = (const char *const *)options->potential_of.value,
                               .npotential_of = options->potential_of.count};
    return hc_gpw_system_create(ctx, structure, &o, &e->system);
}

/* Kohn-Sham matrices of free atoms beside each other, scaled to the electrons of each spin. */
static hc_status free_atoms(hc_context *ctx, void *user, double *const *h)
{
    gpw_engine *e = user;
    const hc_gpw_scf_options *o = &e->scf->options;
    const hc_grid *grid = &e->hamiltonian->multigrid.level[0];
    hc_gpw_free_atoms *atoms = NULL;
    double *total = e->hamiltonian->v_hartree, sum = 0.0;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_free_atoms_create(ctx, e->system, e->placed, grid, &atoms));
    hc_gpw_free_atoms_sum(atoms, total);
    for (size_t i = 0; i < grid->count; i++) {
        sum += total[i] * grid->volume_element;
    }
    for (size_t s = 0; s < o->nspin; s++) {
        double share = sum > 0.0 ? (o->nspin == 1 ? 2.0 : 1.0) * o->electrons[s] / sum : 0.0;
        for (size_t i = 0; i < grid->count; i++) {
            e->hamiltonian->rho[s][0][i] = share * total[i];
        }
    }
    HC_TRY(hc_gpw_hamiltonian_of_grid(ctx, e->hamiltonian, h));
cleanup:
    hc_gpw_free_atoms_free(atoms);
    return status;
}

static hc_status create_solver(hc_context *ctx, gpw_engine *e, const hc_gpw_options *options)
{
    hc_electron_request request = {.neutral = e->system->electrons,
                                   .charge = options->charge,
                                   .multiplicity = options->multiplicity,
                                   .equal_spins = options->equal_spins,
                                   .orbitals = e->system->nao};
    hc_gpw_scf_options scf = {.kT = options->electronic_temperature,
                              .tolerance = options->scf_tolerance,
                              .max_iterations = options->max_iterations,
                              .history = (size_t)options->history,
                              .descent_nao = DESCENT_NAO,
                              .free_atoms = free_atoms,
                              .user = e};
    hc_status status = HC_OK;
    HC_TRY(hc_electron_count(ctx, &request, scf.electrons));
    scf.nspin = scf.electrons[0] == scf.electrons[1] ? 1 : 2;
    HC_TRY(hc_gpw_scf_create(ctx, e->system->natom, e->system->nao, &scf, &e->scf));
cleanup:
    return status;
}

static hc_status create_hamiltonian(hc_context *ctx, gpw_engine *e, const hc_gpw_options *options,
                                    const hc_structure *structure)
{
    hc_gpw_hamiltonian_options o = {.cutoff = options->cutoff,
                                    .relative_cutoff = options->relative_cutoff,
                                    .nlevel = (size_t)options->grids,
                                    .eps = options->eps,
                                    .functional = options->functional,
                                    .nspin = e->scf->options.nspin,
                                    .hubbard = {.u = (const char *const *)options->hubbard_u.value,
                                                .nu = options->hubbard_u.count,
                                                .start = (const char *const *)options->hubbard_start.value,
                                                .nstart = options->hubbard_start.count}};
    hc_structure *placed = NULL;
    hc_status status = HC_OK;
    e->box = hc_gpw_box_around(structure, e->margin);
    HC_TRY(hc_gpw_box_place(ctx, &e->box, e->margin, structure, &placed));
    HC_TRY(hc_gpw_hamiltonian_create(ctx, e->system, placed, &o, &e->hamiltonian));
cleanup:
    hc_structure_free(placed);
    return status;
}

static hc_status gpw_create(hc_context *ctx, const void *options, const hc_structure *structure, void **self)
{
    const hc_gpw_options *o = options;
    gpw_engine *e = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, 1, sizeof *e, &e));
    e->margin = o->margin;
    HC_TRY(hc_gpw_check_spacing(ctx, structure));
    HC_TRY(create_system(ctx, e, o, structure));
    HC_TRY(hc_gpw_d3_create(ctx, o, e->system, structure, &e->d3));
    HC_TRY(hc_gpw_check_cutoff(ctx, e->system, o->cutoff));
    HC_TRY(create_solver(ctx, e, o));
    HC_TRY(create_hamiltonian(ctx, e, o, structure));
    HC_TRY(hc_allocate(ctx, e->system->nao * e->system->nao, sizeof *e->weighted, &e->weighted));
    *self = e;
    e = NULL;
cleanup:
    gpw_free(e);
    return status;
}

/* Mulliken: what of P S belongs to each atom's functions. */
static void report_charges(const gpw_engine *e, hc_result *result)
{
    const hc_gpw_system *system = e->system;
    size_t nao = system->nao;
    for (size_t i = 0; i < system->natom; i++) {
        double population[2] = {0.0, 0.0};
        for (size_t s = 0; s < e->scf->options.nspin; s++) {
            for (size_t a = system->first_ao[i]; a < system->first_ao[i + 1]; a++) {
                for (size_t b = 0; b < nao; b++) {
                    population[s] += e->scf->density[s][a * nao + b] * e->hamiltonian->overlap[a * nao + b];
                }
            }
        }
        result->charge[i] = hc_gpw_ion_charge(system, i) - population[0] - population[1];
        result->spin[i] = e->scf->options.nspin == 2 ? population[0] - population[1] : 0.0;
    }
}

static void report(const gpw_engine *e, double dispersion, hc_result *result)
{
    const hc_gpw_scf *scf = e->scf;
    const hc_gpw_energies *energies = &scf->energies;
    hc_result_add_term(result, "core_hamiltonian", energies->core_hamiltonian);
    hc_result_add_term(result, "hartree", energies->hartree);
    hc_result_add_term(result, "exchange_correlation", energies->xc);
    hc_result_add_term(result, "hubbard", energies->hubbard);
    hc_result_add_term(result, "ion_self", energies->ion_self);
    hc_result_add_term(result, "ion_overlap", energies->ion_overlap);
    hc_result_add_term(result, "dispersion", dispersion);
    hc_result_add_term(result, "entropy", scf->minus_ts);
    result->free_energy = hc_gpw_scf_free_energy(scf) + dispersion;
    result->energy = result->free_energy - scf->minus_ts;
    result->fermi_level = hc_gpw_scf_fermi_level(scf);
    hc_gpw_scf_frontier(scf, &result->homo, &result->lumo, &result->gap);
    result->iterations = scf->iterations;
    result->converged = scf->converged;
    result->basis_count = e->system->nao;
    result->orbital_count = (size_t)ceil(scf->options.electrons[0] - 1e-9);
    for (int k = 0; k < 3; k++) {
        result->grid[k] = e->hamiltonian->multigrid.level[0].n[k];
    }
    report_charges(e, result);
}

static hc_status add_gradient(hc_context *ctx, gpw_engine *e, const hc_structure *placed, unsigned wanted,
                              hc_mat3 *strain, hc_result *result)
{
    hc_status status = HC_OK;
    hc_gpw_scf_weighted_density(e->scf, e->weighted);
    HC_TRY(hc_gpw_hamiltonian_gradient(ctx, e->hamiltonian, placed, (const double *const *)e->scf->density, e->weighted,
                                       result->force, wanted & HC_WANT_STRESS ? strain : NULL));
    if (wanted & HC_WANT_STRESS) {
        double scale = 1.0 / fabs(hc_mat3_determinant(&placed->cell));
        for (int k = 0; k < 3; k++) {
            result->stress.row[k] = hc_vec3_scale(scale, strain->row[k]);
        }
    }
cleanup:
    return status;
}

static hc_status add_plane_potential(hc_context *ctx, const gpw_engine *e, const hc_structure *structure,
                                     const hc_structure *placed, hc_result *result)
{
    int axis = 2;
    hc_status status = hc_plane_axis_choose(ctx, structure, &axis);
    if (status != HC_OK) {
        return status;
    }
    hc_vec3 moved = hc_vec3_sub(placed->position[0], structure->position[0]);
    double shift = hc_vec3_dot(moved, hc_plane_normal(placed, axis));
    return hc_gpw_plane_potential(ctx, e->hamiltonian, placed, axis, shift, &result->plane_potential);
}

/* population of the density [finest grid], made to sum to `electrons` (NaN: as the grid has it). */
static void divide(const gpw_engine *e, const hc_gpw_hirshfeld *hirshfeld, const double *density, double electrons,
                   double *population)
{
    double sum = 0.0;
    hc_gpw_hirshfeld_populations(hirshfeld, density, population);
    for (size_t i = 0; i < e->system->natom; i++) {
        sum += population[i];
    }
    for (size_t i = 0; i < e->system->natom && !isnan(electrons) && sum > 0.0; i++) {
        population[i] *= electrons / sum;
    }
}

/* density: of all electrons; of an open shell it gives way to that of the spins. */
static hc_status add_hirshfeld(hc_context *ctx, gpw_engine *e, const hc_structure *placed, const double *density,
                               hc_result *result)
{
    const hc_gpw_scf_options *o = &e->scf->options;
    hc_gpw_hirshfeld *hirshfeld = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_gpw_hirshfeld_create(ctx, e->system, placed, &e->hamiltonian->multigrid.level[0], &hirshfeld));
    double electrons = o->nspin == 1 ? 2.0 * o->electrons[0] : o->electrons[0] + o->electrons[1];
    divide(e, hirshfeld, density, electrons, result->hirshfeld_charge);
    for (size_t i = 0; i < e->system->natom; i++) {
        result->hirshfeld_charge[i] = hc_gpw_ion_charge(e->system, i) - result->hirshfeld_charge[i];
        result->hirshfeld_spin[i] = 0.0;
    }
    if (o->nspin == 2) {
        HC_TRY(hc_gpw_show_density(ctx, e->hamiltonian, e->scf, true, &density));
        divide(e, hirshfeld, density, NAN, result->hirshfeld_spin);
    }
cleanup:
    hc_gpw_hirshfeld_free(hirshfeld);
    return status;
}

static hc_vec3 center_of_mass(const hc_structure *structure)
{
    hc_vec3 sum = {0};
    double mass = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        sum = hc_vec3_axpy(sum, structure->mass[i], structure->position[i]);
        mass += structure->mass[i];
    }
    return hc_vec3_scale(1.0 / mass, sum);
}

/* What is read off the density. */
static hc_status add_density_facts(hc_context *ctx, gpw_engine *e, const hc_structure *placed, unsigned wanted,
                                   hc_result *result)
{
    const double *density = NULL;
    hc_status status = HC_OK;
    if (wanted & (HC_WANT_DIPOLE | HC_WANT_HIRSHFELD)) {
        HC_TRY(hc_gpw_show_density(ctx, e->hamiltonian, e->scf, false, &density));
    }
    if (wanted & HC_WANT_DIPOLE) {
        HC_TRY(hc_gpw_dipole(ctx, e->hamiltonian, placed, center_of_mass(placed), density, &result->dipole));
    }
    if (wanted & HC_WANT_HIRSHFELD) {
        HC_TRY(add_hirshfeld(ctx, e, placed, density, result));
    }
cleanup:
    return status;
}

/* Where the electrons of shells with a Hubbard U are. */
static hc_status log_shells(hc_context *ctx, const gpw_engine *e)
{
    hc_gpw_hubbard *hubbard = e->hamiltonian->hubbard;
    double(*electrons)[2] = NULL;
    hc_status status = HC_OK;
    if (!hubbard) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(ctx, hubbard->shells->count, sizeof *electrons, &electrons));
    hc_gpw_hubbard_electrons(hubbard, (const double *const *)e->scf->density, electrons);
    for (size_t k = 0; k < hubbard->shells->count; k++) {
        const hc_gpw_hubbard_shell *shell = &hubbard->shells->shell[k];
        hc_log(ctx, HC_LOG_DEBUG, "gpw: shell %c of atom %zu (%s): %.3f electrons up, %.3f down",
               hc_gpw_hubbard_letter(shell), shell->atom,
               hc_element_symbol(hc_gpw_kind_of(e->system, shell->atom)->atomic_number), electrons[k][0],
               electrons[k][1]);
    }
cleanup:
    free(electrons);
    return status;
}

static void log_times(hc_context *ctx, const gpw_engine *e)
{
    const hc_gpw_times *t = &e->hamiltonian->times;
    hc_log(
        ctx, HC_LOG_DEBUG,
        "gpw times so far (s): integrals %.2f  ions %.2f  tasks %.2f  collocation %.2f  fields %.2f  integration %.2f  "
        "forces %.2f",
        t->integrals, t->ions, t->tasks, t->collocate, t->fields, t->integrate, t->gradient);
}

static hc_status gpw_compute(void *self, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                             hc_result *result)
{
    gpw_engine *e = self;
    hc_structure *placed = NULL;
    hc_mat3 strain = {0};
    double dispersion = 0.0;
    bool gradient = (wanted & (HC_WANT_FORCES | HC_WANT_STRESS)) != 0;
    hc_status status = HC_OK;
    if ((wanted & HC_WANT_STRESS) && hc_structure_periodic_count(structure) != 3) {
        HC_TRY(hc_fail(ctx, HC_ERROR_UNSUPPORTED, "gpw: stress needs a cell that is periodic in all three directions"));
    }
    if ((wanted & HC_WANT_DIPOLE) && hc_structure_periodic_count(structure) == 3) {
        HC_TRY(hc_fail(ctx, HC_ERROR_UNSUPPORTED, "%s", HC_GPW_NO_DIPOLE)); /* before the work */
    }
    hc_gpw_show_clear(&e->shown);
    HC_TRY(hc_gpw_box_place(ctx, &e->box, e->margin, structure, &placed));
    e->placed = placed;
    if (e->d3) {
        HC_TRY(hc_gpw_d3_compute(ctx, e->d3, structure, &dispersion, gradient ? result->force : NULL,
                                 gradient ? &strain : NULL));
    }
    HC_TRY(hc_gpw_hamiltonian_update(ctx, e->hamiltonian, placed));
    if (!e->has_density) {
        HC_TRY(free_atoms(ctx, e, e->scf->h));
        HC_TRY(hc_gpw_scf_start(ctx, e->scf, e->hamiltonian->overlap));
        e->has_density = true;
    }
    HC_TRY(hc_gpw_scf_run(ctx, e->scf, e->hamiltonian, structure->position));
    report(e, dispersion, result);
    if (wanted & HC_WANT_PLANE_POTENTIAL) {
        HC_TRY(add_plane_potential(ctx, e, structure, placed, result));
    }
    if (gradient) {
        HC_TRY(add_gradient(ctx, e, placed, wanted, &strain, result));
    }
    HC_TRY(add_density_facts(ctx, e, placed, wanted, result));
    HC_TRY(hc_gpw_show_begin(ctx, structure, placed, &e->shown));
    log_times(ctx, e);
    HC_TRY(log_shells(ctx, e));
    if (!e->scf->converged) {
        double homo, lumo, gap;
        hc_gpw_scf_frontier(e->scf, &homo, &lumo, &gap);
        status =
            hc_fail(ctx, HC_ERROR_NOT_CONVERGED,
                    "gpw: the density did not converge in %d iterations (residual %.2g hartree, wanted %.2g%s); try "
                    "a higher electronic_temperature_k, another multiplicity or charge, or a better geometry",
                    e->scf->iterations, e->scf->error, e->scf->options.tolerance,
                    gap < 0.0 ? ", and an empty level lies below a filled one" : "");
    }
cleanup:
    e->placed = NULL;
    hc_structure_free(placed);
    return status;
}

static hc_status gpw_save(const void *self, hc_context *ctx, hc_state *state)
{
    const gpw_engine *e = self;
    return hc_gpw_scf_save(e->scf, ctx, state);
}

static hc_status gpw_load(void *self, hc_context *ctx, const hc_state *state)
{
    gpw_engine *e = self;
    hc_status status = hc_gpw_scf_load(e->scf, ctx, state);
    e->has_density = status == HC_OK && e->scf->history != NULL;
    return status;
}

static hc_status gpw_show_field(void *self, hc_context *ctx, const hc_field_request *request, hc_cube **cube)
{
    gpw_engine *e = self;
    return hc_gpw_show_field(ctx, &e->shown, e->hamiltonian, e->scf, request, cube);
}

static hc_status gpw_show_levels(void *self, hc_context *ctx, hc_levels **levels)
{
    gpw_engine *e = self;
    return hc_gpw_show_levels(ctx, &e->shown, e->hamiltonian, e->scf, levels);
}

const hc_engine_record hc_engine_gpw = {
    .name = "gpw",
    .summary =
        "Density functional theory with Gaussians and plane waves (LDA, GGA; GTH pseudopotentials; D3): the reference",
    .reference = "J. VandeVondele et al., Comput. Phys. Commun. 167, 103 (2005)",
    .capabilities = HC_CAN_MOLECULE | HC_CAN_SLAB | HC_CAN_BULK | HC_CAN_CHARGE | HC_CAN_SPIN |
                    HC_CAN_FRACTIONAL_ELECTRONS | HC_CAN_STRESS | HC_CAN_ATOMIC_CHARGES | HC_CAN_FERMI_LEVEL |
                    HC_CAN_PLANE_POTENTIAL | HC_CAN_DIPOLE | HC_CAN_HIRSHFELD | HC_CAN_SHOW,
    .keywords = hc_gpw_keywords,
    .options_size = sizeof(hc_gpw_options),
    .create = gpw_create,
    .free = gpw_free,
    .compute = gpw_compute,
    .save = gpw_save,
    .load = gpw_load,
    .show_field = gpw_show_field,
    .show_levels = gpw_show_levels,
};
