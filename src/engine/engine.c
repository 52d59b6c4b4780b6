#include "halfcell/engine.h"

#include <math.h>
#include <stdlib.h>

#include "base/record.h"
#include "engine/capability.h"

struct hc_engine {
    const hc_engine_record *record;
    void *self;
};

const char *hc_capability_text(hc_capability capability)
{
    switch (capability) {
    case HC_CAN_MOLECULE:
        return "molecules (no periodic direction)";
    case HC_CAN_WIRE:
        return "wires (one periodic direction)";
    case HC_CAN_SLAB:
        return "slabs (x and y periodic, z free)";
    case HC_CAN_BULK:
        return "bulk cells (three periodic directions)";
    case HC_CAN_CHARGE:
        return "net charges";
    case HC_CAN_SPIN:
        return "open shells";
    case HC_CAN_FRACTIONAL_ELECTRONS:
        return "fractional electron numbers";
    case HC_CAN_STRESS:
        return "stress";
    case HC_CAN_ATOMIC_CHARGES:
        return "atomic charges";
    case HC_CAN_FERMI_LEVEL:
        return "a Fermi level";
    case HC_CAN_PLANE_POTENTIAL:
        return "the electrostatic potential";
    case HC_CAN_DIPOLE:
        return "a dipole moment";
    case HC_CAN_HIRSHFELD:
        return "Hirshfeld charges";
    case HC_CAN_SHOW:
        return "densities and orbitals";
    case HC_CAPABILITY_COUNT:
        break;
    }
    return "an unknown capability";
}

HC_DEFINE_RECORD_FIND(hc_engine_find, hc_engine_record, hc_engine_records, "engine", "engines")

/* The capability that the periodicity of a structure asks for. */
static hc_status periodicity_needed(hc_context *ctx, const hc_structure *structure, hc_capability *needed)
{
    static const hc_capability by_count[] = {HC_CAN_MOLECULE, HC_CAN_WIRE, HC_CAN_SLAB, HC_CAN_BULK};
    int count = hc_structure_periodic_count(structure);
    *needed = by_count[count];
    if (count == 2 && structure->periodic[2]) {
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                       "the structure is a slab whose free direction is not the third lattice vector; turn the cell so "
                       "that pbc is \"T T F\"");
    }
    return HC_OK;
}

static hc_status check_structure(hc_context *ctx, const hc_engine_record *record, const hc_structure *structure)
{
    hc_capability needed = HC_CAN_MOLECULE;
    hc_status status = HC_OK;
    if (structure->natom == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the structure has no atoms");
    }
    HC_TRY(periodicity_needed(ctx, structure, &needed));
    if (!(record->capabilities & (unsigned)needed)) {
        const char *instead = needed == HC_CAN_WIRE
                                  ? "; make all three directions periodic, with 10 angstrom of vacuum beside the wire"
                                  : "";
        return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "engine %s does not treat %s%s", record->name,
                       hc_capability_text(needed), instead);
    }
    if (needed == HC_CAN_BULK && fabs(hc_mat3_determinant(&structure->cell)) < 1e-6) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cell has no volume; its three lattice vectors must be independent");
    }
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 r = structure->position[i];
        if (!isfinite(r.x) || !isfinite(r.y) || !isfinite(r.z)) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the position of atom %zu is not finite", i);
        }
    }
cleanup:
    return status;
}

hc_status hc_engine_create(hc_context *ctx, const hc_engine_record *record, const void *options,
                           const hc_structure *structure, hc_engine **engine)
{
    void *defaults = NULL;
    hc_engine *made = NULL;
    hc_status status = HC_OK;
    *engine = NULL;
    HC_TRY(check_structure(ctx, record, structure));
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->record = record;
    if (!options) {
        HC_TRY(hc_allocate(ctx, 1, record->options_size, &defaults));
        HC_TRY(hc_keywords_set_defaults(ctx, record->keywords, defaults));
        options = defaults;
    }
    HC_TRY(record->create(ctx, options, structure, &made->self));
    *engine = made;
    made = NULL;
cleanup:
    if (defaults) {
        hc_keywords_clear(record->keywords, defaults);
    }
    free(defaults);
    free(made);
    return status;
}

void hc_engine_free(hc_engine *engine)
{
    if (engine) {
        engine->record->free(engine->self);
        free(engine);
    }
}

const hc_engine_record *hc_engine_record_of(const hc_engine *engine)
{
    return engine->record;
}

static void clear_result(hc_result *result)
{
    result->energy = result->free_energy = 0.0;
    result->fermi_level = result->homo = result->lumo = result->gap = NAN;
    result->stress = (hc_mat3){0};
    result->iterations = 0;
    result->converged = true;
    result->nterm = 0;
    result->basis_count = result->orbital_count = 0;
    result->grid[0] = result->grid[1] = result->grid[2] = 0;
    for (size_t i = 0; i < result->natom; i++) {
        result->force[i] = (hc_vec3){0};
        result->charge[i] = result->spin[i] = NAN;
        result->hirshfeld_charge[i] = result->hirshfeld_spin[i] = NAN;
    }
    result->dipole = hc_vec3_make(NAN, NAN, NAN);
    free(result->plane_potential.z);
    free(result->plane_potential.potential);
    result->plane_potential = (hc_plane_potential){0};
}

static bool forces_finite(const hc_result *result)
{
    double sum = 0.0;
    for (size_t i = 0; i < result->natom; i++) {
        sum += 0.0 * (result->force[i].x + result->force[i].y + result->force[i].z);
    }
    return sum == 0.0;
}

static hc_status check_wanted(hc_context *ctx, const hc_engine_record *record, unsigned wanted)
{
    static const struct {
        hc_wanted wanted;
        hc_capability capability;
    } needs[] = {{HC_WANT_STRESS, HC_CAN_STRESS},
                 {HC_WANT_PLANE_POTENTIAL, HC_CAN_PLANE_POTENTIAL},
                 {HC_WANT_DIPOLE, HC_CAN_DIPOLE},
                 {HC_WANT_HIRSHFELD, HC_CAN_HIRSHFELD}};
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++) {
        if ((wanted & needs[i].wanted) && !(record->capabilities & needs[i].capability)) {
            return hc_fail(ctx, HC_ERROR_UNSUPPORTED, "engine %s does not give %s", record->name,
                           hc_capability_text(needs[i].capability));
        }
    }
    return HC_OK;
}

hc_status hc_engine_compute(hc_engine *engine, hc_context *ctx, const hc_structure *structure, unsigned wanted,
                            hc_result *result)
{
    const hc_engine_record *record = engine->record;
    hc_status status = check_wanted(ctx, record, wanted);
    status = status == HC_OK ? check_structure(ctx, record, structure) : status;
    if (status != HC_OK) {
        return status;
    }
    clear_result(result);
    status = record->compute(engine->self, ctx, structure, wanted, result);
    if (status == HC_OK && (!isfinite(result->free_energy) || !forces_finite(result))) {
        return hc_fail(ctx, HC_ERROR_NUMERIC,
                       "engine %s gave an energy or a force that is not finite; do atoms overlap?", record->name);
    }
    return status;
}

static hc_status check_show(hc_context *ctx, const hc_engine_record *record)
{
    return record->capabilities & HC_CAN_SHOW ? HC_OK
                                              : hc_fail(ctx, HC_ERROR_UNSUPPORTED, "engine %s does not give %s",
                                                        record->name, hc_capability_text(HC_CAN_SHOW));
}

hc_status hc_engine_show_field(hc_engine *engine, hc_context *ctx, const hc_field_request *request, hc_cube **cube)
{
    *cube = NULL;
    hc_status status = check_show(ctx, engine->record);
    return status == HC_OK ? engine->record->show_field(engine->self, ctx, request, cube) : status;
}

hc_status hc_engine_show_levels(hc_engine *engine, hc_context *ctx, hc_levels **levels)
{
    *levels = NULL;
    hc_status status = check_show(ctx, engine->record);
    return status == HC_OK ? engine->record->show_levels(engine->self, ctx, levels) : status;
}

hc_status hc_engine_save(const hc_engine *engine, hc_context *ctx, hc_state *state)
{
    return engine->record->save ? engine->record->save(engine->self, ctx, state) : HC_OK;
}

hc_status hc_engine_load(hc_engine *engine, hc_context *ctx, const hc_state *state)
{
    return engine->record->load ? engine->record->load(engine->self, ctx, state) : HC_OK;
}

hc_status hc_result_create(hc_context *ctx, size_t natom, hc_result **result)
{
    hc_result *made = NULL;
    hc_status status = HC_OK;
    *result = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    made->natom = natom;
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->force, &made->force));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->charge, &made->charge));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->spin, &made->spin));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->hirshfeld_charge, &made->hirshfeld_charge));
    HC_TRY(hc_allocate(ctx, natom, sizeof *made->hirshfeld_spin, &made->hirshfeld_spin));
    clear_result(made);
    *result = made;
    made = NULL;
cleanup:
    hc_result_free(made);
    return status;
}

void hc_result_free(hc_result *result)
{
    if (result) {
        free(result->force);
        free(result->charge);
        free(result->spin);
        free(result->hirshfeld_charge);
        free(result->hirshfeld_spin);
        free(result->plane_potential.z);
        free(result->plane_potential.potential);
        free(result);
    }
}

void hc_result_add_term(hc_result *result, const char *name, double energy)
{
    if (result->nterm < HC_TERM_MAX) {
        result->term[result->nterm++] = (hc_energy_term){name, energy};
    }
}
