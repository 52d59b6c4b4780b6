#include "workflow/result_json.h"

#include "halfcell/units.h"
#include "halfcell/version.h"
#include "workflow/results.h"

static hc_json *estimate_json(const hc_estimate *estimate, double scale)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "value", hc_json_real(scale * estimate->mean));
    hc_json_set(json, "error", hc_json_real(scale * estimate->error));
    hc_json_set(json, "samples", hc_json_integer((long long)estimate->count));
    hc_json_set(json, "correlation_samples", hc_json_real(estimate->correlation_time));
    hc_json_set(json, "error_is_lower_bound", hc_json_bool(!estimate->reliable));
    return json;
}

static hc_json *pair(double value, double error)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "value", hc_json_real(value));
    hc_json_set(json, "error", hc_json_real(error));
    return json;
}

static hc_json *path_json(const hc_path *path, const hc_xi_unit *unit)
{
    const hc_profile_summary *s = &path->summary;
    hc_json *json = hc_json_object();
    hc_json_set(json, "name", hc_json_text(path->name));
    hc_json_set(json, "barrier_ev", pair(s->barrier / HC_EV, s->barrier_error / HC_EV));
    hc_json_set(json, "barrier_at_xi", hc_json_real(s->barrier_xi / unit->size));
    hc_json_set(json, "barrier_bias_ev", hc_json_real(s->barrier_bias / HC_EV));
    hc_json_set(json, "reverse_barrier_ev", pair(s->reverse_barrier / HC_EV, s->reverse_barrier_error / HC_EV));
    hc_json_set(json, "reaction_ev", pair(s->reaction_energy / HC_EV, s->reaction_error / HC_EV));
    return json;
}

static hc_json *hysteresis_json(const hc_hysteresis *h, const hc_xi_unit *unit)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "largest_ev", pair(h->largest / HC_EV, h->largest_error / HC_EV));
    hc_json_set(json, "largest_at_xi", hc_json_real(h->largest_xi / unit->size));
    hc_json_set(json, "at_end_ev", pair(h->at_end / HC_EV, h->at_end_error / HC_EV));
    hc_json_set(json, "dissipation_ev", pair(h->dissipation / HC_EV, h->dissipation_error / HC_EV));
    hc_json_set(json, "directions_agree", hc_json_bool(h->agree));
    return json;
}

static const char *quantity(const hc_evaluation *e)
{
    const hc_sampling_record *sampling = e->job.sampling.record;
    return sampling->kind == HC_SAMPLING_BLUE_MOON ? "free energy"
                                                   : hc_profile_quantity(e->has_hysteresis ? &e->hysteresis : NULL);
}

static hc_json *profile_json(const hc_evaluation *e)
{
    const hc_path *quoted = &e->path[e->quoted];
    hc_json *json = path_json(quoted, &e->xi_unit), *paths = hc_json_array();
    hc_json_set(json, "quantity", hc_json_text(quantity(e)));
    hc_json_set(json, "xi", hc_json_text(e->xi_name));
    hc_json_set(json, "xi_unit", hc_json_text(e->xi_unit.name));
    for (size_t i = 0; i < e->npath; i++) {
        hc_json_append(paths, path_json(&e->path[i], &e->xi_unit));
    }
    hc_json_set(json, "paths", paths);
    if (e->has_hysteresis) {
        hc_json_set(json, "hysteresis", hysteresis_json(&e->hysteresis, &e->xi_unit));
    }
    return json;
}

static hc_json *potential_json(const hc_evaluation *e)
{
    const hc_engine_record *engine = e->job.engine.record;
    hc_json *json = hc_json_object();
    hc_json_set(json, "work_function_ev", estimate_json(&e->work_function_v, 1.0));
    hc_json_set(json, "u_she_v", estimate_json(&e->u_she_v, 1.0));
    hc_json_set(json, "u_rhe_v", pair(e->u_rhe_v, e->u_she_v.error));
    hc_json_set(json, "level", hc_json_text(hc_potential_level_names[e->job.potential->level]));
    hc_json_set(json, "u_she_homo_v", hc_json_real(e->u_homo_v));
    hc_json_set(json, "u_she_lumo_v", hc_json_real(e->u_lumo_v));
    hc_json_set(json, "ph", hc_json_real(e->job.potential->ph));
    hc_json_set(json, "she_absolute_v", hc_json_real(e->job.potential->she_absolute_v));
    hc_json_set(json, "offset_v", hc_json_real(e->job.potential->offset_v));
    if (engine->potential_note) {
        hc_json_set(json, "note", hc_json_text(engine->potential_note));
    }
    return json;
}

static hc_json *constraints_json(const hc_evaluation *e)
{
    hc_json *array = hc_json_array();
    for (size_t k = 0; k < e->setup->nconstraint; k++) {
        const hc_colvar *colvar = e->setup->colvar[k];
        const hc_constraint *c = &e->setup->constraint[k];
        double unit = colvar->record->unit;
        hc_json *json = hc_json_object(), *atoms = hc_json_array();
        hc_json_set(json, "name", hc_json_text(e->setup->name[k]));
        hc_json_set(json, "type", hc_json_text(colvar->record->name));
        hc_json_set(json, "unit", hc_json_text(colvar->record->unit_name));
        for (size_t i = 0; i < colvar->natom; i++) {
            hc_json_append(atoms, hc_json_integer((long long)colvar->atoms[i]));
        }
        hc_json_set(json, "atoms", atoms);
        hc_json_set(json, "start", hc_json_real(c->start / unit));
        hc_json_set(json, "stop", hc_json_real(c->stop / unit));
        hc_json_set(json, "growth_per_fs", hc_json_real(c->rate * HC_FS / unit));
        if (e->mean_force) {
            hc_json_set(json, "dA_dxi_ev_per_unit", estimate_json(&e->mean_force[k], unit / HC_EV));
        }
        hc_json_append(array, json);
    }
    return array;
}

static hc_json *phases_json(const hc_plan *plan)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < plan->count; i++) {
        hc_json *json = hc_json_object();
        hc_json_set(json, "label", hc_json_text(plan->phase[i].label));
        hc_json_set(json, "kind", hc_json_text(hc_phase_kind_name(plan->phase[i].kind)));
        hc_json_set(json, "steps", hc_json_integer((long long)plan->phase[i].steps));
        hc_json_append(array, json);
    }
    return array;
}

hc_status hc_result_json_write(hc_context *ctx, const hc_folder *folder, const hc_evaluation *e)
{
    const hc_engine_record *engine = e->job.engine.record;
    const hc_sampling_record *sampling = e->job.sampling.record;
    hc_json *json = hc_json_object(), *conserved = hc_json_object();
    hc_json_set(json, "halfcell", hc_json_text(hc_version()));
    hc_json_set(json, "title", hc_json_text(e->job.title));
    hc_json_set(json, "complete", hc_json_bool(e->complete));
    hc_json_set(json, "steps", hc_json_integer((long long)e->steps));
    hc_json_set(json, "steps_planned", hc_json_integer((long long)e->plan->total_steps));
    hc_json_set(json, "timestep_fs", hc_json_real(e->job.dynamics.md.timestep / HC_FS));
    hc_json_set(json, "natom", hc_json_integer((long long)e->setup->structure->natom));
    hc_json_set(json, "engine", hc_json_text(engine->name));
    hc_json_set(json, "engine_limits", hc_json_text(engine->limits));
    hc_json_set(json, "sampling", hc_json_text(sampling->name));
    hc_json_set(json, "phases", phases_json(e->plan));
    bool follows = e->job.dynamics.schedule.count > 0;
    hc_json_set(json, "temperature_k", follows ? hc_json_text(NULL) : estimate_json(&e->temperature_k, 1.0));
    hc_json_set(json, "temperature_above_set_k", follows ? estimate_json(&e->above_set_k, 1.0) : hc_json_text(NULL));
    hc_json_set(conserved, "drift_hartree_per_atom_ps", hc_json_real(e->drift));
    hc_json_set(conserved, "fluctuation_hartree_per_atom", hc_json_real(e->fluctuation));
    hc_json_set(json, "conserved", conserved);
    hc_json_set(json, "engine_calls_not_converged", hc_json_integer((long long)e->unconverged));
    hc_json_set(json, "constraints", constraints_json(e));
    hc_json_set(json, "profile", e->npath > 0 ? profile_json(e) : hc_json_text(NULL));
    hc_json_set(json, "potential", e->has_potential ? potential_json(e) : hc_json_text(NULL));
    return hc_results_json(ctx, folder->path, "result.json", json);
}
