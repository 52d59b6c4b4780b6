#include <math.h>

#include "base/file.h"
#include "commands.h"
#include "electrons.h"
#include "halfcell/engine.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"
#include "halfcell/version.h"
#include "list_kinds.h"
#include "work_function.h"

typedef struct energy_options {
    bool forces, stress;
    char *plane_potential;
    app_electron_options electrons;
} energy_options;

static const hc_keyword keywords[] = {{.name = "forces",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(energy_options, forces),
                                       .default_text = "false",
                                       .doc = "Show the force on each atom."},
                                      {.name = "stress",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(energy_options, stress),
                                       .default_text = "false",
                                       .doc = "Show the stress, for periodic structures."},
                                      {.name = "plane_potential",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(energy_options, plane_potential),
                                       .default_text = "",
                                       .doc = "Write the plane average of the electrostatic potential, along the "
                                              "vacuum or the free direction, to this CSV file."},
                                      {0}};

typedef struct facts {
    const hc_structure *structure;
    const hc_result *result;
    const app_electrons *electrons;
    const app_work_function *work_function;
    double wall_s;
} facts;

static bool has_charges(const hc_result *result)
{
    return result->natom > 0 && !isnan(result->charge[0]);
}

static bool has_spins(const hc_result *result)
{
    return result->natom > 0 && !isnan(result->spin[0]);
}

/* What only an engine with explicit orbitals says. */
static void add_orbital_facts(hc_json *json, const hc_result *r)
{
    if (has_spins(r)) {
        hc_json_set(json, "mulliken_e", hc_json_reals(r->natom, r->charge));
        hc_json_set(json, "spins", hc_json_reals(r->natom, r->spin));
    }
    if (r->basis_count > 0) {
        hc_json_set(json, "basis_count", hc_json_integer((long long)r->basis_count));
        hc_json_set(json, "orbital_count", hc_json_integer((long long)r->orbital_count));
    }
    if (r->grid[0] > 0) {
        hc_json *grid = hc_json_array();
        for (int k = 0; k < 3; k++) {
            hc_json_append(grid, hc_json_integer((long long)r->grid[k]));
        }
        hc_json_set(json, "grid", grid);
    }
}

static hc_json *result_json(const app_call *call, const facts *f)
{
    const energy_options *options = call->options;
    const hc_result *r = f->result;
    hc_json *json = hc_json_object(), *terms = hc_json_object();
    for (size_t i = 0; i < r->nterm; i++) {
        hc_json_set(terms, r->term[i].name, hc_json_real(r->term[i].energy));
    }
    hc_json_set(json, "engine", hc_json_text(call->picked[0].type.section.name));
    hc_json_set(json, "version", hc_json_text(hc_version()));
    hc_json_set(json, "natom", hc_json_integer((long long)r->natom));
    hc_json_set(json, "energy_hartree", hc_json_real(r->energy));
    hc_json_set(json, "free_energy_hartree", hc_json_real(r->free_energy));
    hc_json_set(json, "terms_hartree", terms);
    if (options->forces) {
        hc_json_set(json, "forces_hartree_per_bohr", hc_json_vectors(r->natom, r->force, 1.0));
    }
    if (options->stress) {
        hc_json_set(json, "stress_hartree_per_bohr3", hc_json_vectors(3, r->stress.row, 1.0));
    }
    hc_json_set(json, "charges_e", has_charges(r) ? hc_json_reals(r->natom, r->charge) : hc_json_text(NULL));
    hc_json_set(json, "fermi_ev", hc_json_real(r->fermi_level / HC_EV));
    hc_json_set(json, "homo_ev", hc_json_real(r->homo / HC_EV));
    hc_json_set(json, "lumo_ev", hc_json_real(r->lumo / HC_EV));
    hc_json_set(json, "gap_ev", hc_json_real(r->gap / HC_EV));
    add_orbital_facts(json, r);
    app_work_function_json(json, f->work_function);
    app_electrons_json(json, f->electrons, r);
    hc_json_set(json, "iterations", hc_json_integer(r->iterations));
    hc_json_set(json, "converged", hc_json_bool(r->converged));
    hc_json_set(json, "wall_s", hc_json_real(f->wall_s));
    return json;
}

static void add_atoms(hc_text *out, const facts *f, bool forces)
{
    const hc_result *r = f->result;
    if (!forces && !has_charges(r)) {
        return;
    }
    hc_text_addf(out, "\n%6s %-3s%s%s\n", "atom", "", has_charges(r) ? "  charge (e)" : "",
                 forces ? "            force (hartree/bohr)" : "");
    for (size_t i = 0; i < r->natom; i++) {
        hc_text_addf(out, "%6zu %-3s", i, hc_element_symbol(f->structure->atomic_number[i]));
        if (has_charges(r)) {
            hc_text_addf(out, "%12.6f", r->charge[i]);
        }
        if (forces) {
            hc_text_addf(out, "  %14.8f %14.8f %14.8f", r->force[i].x, r->force[i].y, r->force[i].z);
        }
        hc_text_add(out, "\n");
    }
}

static void add_level(hc_text *out, const char *name, double level)
{
    if (!isnan(level)) {
        hc_text_addf(out, "%-20s %20.6f eV\n", name, level / HC_EV);
    }
}

static void add_text(app_call *call, const facts *f)
{
    const energy_options *options = call->options;
    const hc_result *r = f->result;
    hc_text *out = &call->out;
    hc_text_addf(out, "%-20s %20s\n%-20s %20zu\n", "engine", call->picked[0].type.section.name, "atoms", r->natom);
    hc_text_addf(out, "%-20s %20.10f hartree\n", "energy", r->energy);
    hc_text_addf(out, "%-20s %20.10f hartree\n", "free energy", r->free_energy);
    for (size_t i = 0; i < r->nterm; i++) {
        hc_text_addf(out, "  %-18s %20.10f hartree\n", r->term[i].name, r->term[i].energy);
    }
    add_level(out, "Fermi level", r->fermi_level);
    add_level(out, "highest filled level", r->homo);
    add_level(out, "lowest empty level", r->lumo);
    add_level(out, "gap", r->gap);
    app_work_function_text(out, f->work_function, call->picked[0].type.record);
    if (r->iterations > 0) {
        hc_text_addf(out, "%-20s %20d%s\n", "iterations", r->iterations, r->converged ? "" : "  NOT CONVERGED");
    }
    hc_text_addf(out, "%-20s %20.3f s\n", "time", f->wall_s);
    add_atoms(out, f, options->forces);
    app_electrons_text(out, f->electrons, f->structure, r);
    if (options->stress) {
        hc_text_add(out, "\nstress (GPa; positive: the cell wants to shrink)\n");
        for (int k = 0; k < 3; k++) {
            hc_vec3 row = r->stress.row[k];
            hc_text_addf(out, "%14.6f %14.6f %14.6f\n", row.x / HC_GPA, row.y / HC_GPA, row.z / HC_GPA);
        }
    }
}

static hc_status run(app_call *call)
{
    const energy_options *options = call->options;
    hc_structure *structure = NULL;
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    app_electrons electrons = {0};
    app_work_function work_function = {0};
    hc_status status = HC_OK;
    unsigned wanted = (options->forces ? HC_WANT_FORCES : 0u) | (options->stress ? HC_WANT_STRESS : 0u);
    HC_TRY(app_electrons_begin(call->ctx, &options->electrons, &electrons));
    wanted |= electrons.wanted;
    HC_TRY(hc_structure_read(call->ctx, call->argument[0], &structure));
    if (options->stress && hc_structure_periodic_count(structure) != 3) {
        HC_TRY(hc_fail(call->ctx, HC_ERROR_INPUT, "%s: stress needs three periodic directions", call->argument[0]));
    }
    HC_TRY(app_work_function_begin(call->ctx, call->picked[0].type.record, structure, &work_function));
    wanted |= work_function.asked || options->plane_potential ? HC_WANT_PLANE_POTENTIAL : 0u;
    double begin = hc_wall_seconds();
    HC_TRY(hc_result_create(call->ctx, structure->natom, &result));
    HC_TRY(hc_engine_create(call->ctx, call->picked[0].type.record, call->picked[0].options, structure, &engine));
    status = hc_engine_compute(engine, call->ctx, structure, wanted, result);
    if (status == HC_OK || status == HC_ERROR_NOT_CONVERGED) {
        hc_status computed = status;
        if (computed == HC_OK) {
            HC_TRY(app_electrons_read(call->ctx, call->argument[0], engine, structure, result, &electrons));
            HC_TRY(app_work_function_read(call->ctx, structure, result, &work_function));
            if (options->plane_potential) {
                HC_TRY(app_plane_potential_write(call->ctx, &result->plane_potential, options->plane_potential));
            }
        } else {
            work_function.asked = false;
        }
        facts f = {structure, result, &electrons, &work_function, hc_wall_seconds() - begin};
        add_text(call, &f);
        call->result = result_json(call, &f);
        status = computed;
    }
cleanup:
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(structure);
    app_electrons_clear(&electrons);
    app_work_function_clear(&work_function);
    return status;
}

const app_command app_energy = {
    .name = "energy",
    .summary = "energy, forces and charges of one structure",
    .arguments = "FILE",
    .doc = "FILE is extended XYZ (the last frame), XYZ or POSCAR; cell and periodicity come from it.",
    .examples = "  halfcell energy water.xyz --engine gfn1\n"
                "  halfcell energy POSCAR --engine lj --epsilon-ev 0.01 --forces --json\n"
                "  halfcell energy CO.xyz --engine gpw --charges bader --dipole --cube density,homo --dos dos.csv",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}, {app_electron_keywords, offsetof(energy_options, electrons)}},
    .options_size = sizeof(energy_options),
    .picks = {APP_PICK_ENGINE},
    .run = run,
};
