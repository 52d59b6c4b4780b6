#include "workflow/kinetics_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/data_file.h"
#include "base/file.h"

void hc_study_free(hc_study *study)
{
    if (study == NULL) {
        return;
    }
    for (size_t i = 0; study->catalyst != NULL && i < study->ncatalyst; i++) {
        hc_kinetic_model_free(study->catalyst[i].model);
        free(study->catalyst[i].log_activity);
    }
    for (size_t i = 0; study->measured != NULL && i < study->options.measured.count; i++) {
        hc_json_free(study->measured[i]);
    }
    hc_text_clear(&study->remarks);
    free(study->measured);
    free(study->catalyst);
    hc_kinetic_mechanism_free(study->mechanism);
    hc_schema_clear(&hc_study_section, &study->options);
    hc_yaml_free(study->yaml);
    free(study);
}

size_t hc_study_find_catalyst(const hc_study *study, const char *name)
{
    size_t i = 0;
    while (i < study->ncatalyst && strcmp(study->catalyst[i].options->name, name) != 0) {
        i++;
    }
    return i;
}

static hc_status read_mechanism_file(hc_context *ctx, hc_study *study)
{
    char *path = NULL;
    hc_status status =
        hc_data_file_beside(ctx, study->yaml->folder, "mechanisms", study->options.mechanism_file, &path);
    if (status != HC_OK) {
        return hc_schema_fail_at(ctx, status, study->yaml, "mechanism_file");
    }
    status = hc_kinetic_mechanism_read(ctx, path, &study->mechanism);
    free(path);
    return status;
}

/* Blanks before line number `line` (from 1) of the study's file, which YAML cuts off from a block of text. 0 where the
 * file cannot be read again (standard input): then columns count from the block's own margin. */
static size_t find_margin(hc_context *ctx, const hc_study *study, size_t line)
{
    char *text = NULL;
    size_t length = 0, margin = 0;
    if (hc_file_exists(study->yaml->name) && hc_file_read(ctx, study->yaml->name, &text, &length) == HC_OK) {
        const char *at = text;
        for (size_t i = 1; i < line && at != NULL; i++) {
            at = strchr(at, '\n');
            at = at != NULL ? at + 1 : NULL;
        }
        margin = at != NULL ? strspn(at, " ") : 0;
    }
    hc_context_clear(ctx);
    free(text);
    return margin;
}

static hc_status read_mechanism(hc_context *ctx, hc_study *study)
{
    if (study->options.mechanism_file != NULL) {
        return read_mechanism_file(ctx, study);
    }
    size_t line = 0, column = 0;
    const hc_yaml_node *node = hc_yaml_at(study->yaml, "mechanism", &line, &column);
    bool block = node != NULL && node->quoted && strchr(node->text, '\n') != NULL;
    size_t first = line + block, margin = block ? find_margin(ctx, study, first) : 0;
    return hc_kinetic_mechanism_parse_within(ctx, study->options.mechanism, study->yaml->name, first, margin,
                                             &study->mechanism);
}

/* ---- one catalyst -------------------------------------------------------------------------------------------------
 */

static hc_status fail_at(hc_context *ctx, hc_status status, const hc_study *study, size_t catalyst, const char *list,
                         size_t item, const char *key)
{
    return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].%s[%zu].%s", catalyst, list, item, key);
}

static hc_status set_species(hc_context *ctx, const hc_study *study, size_t index, hc_kinetic_model *model)
{
    const hc_section_list *list = &study->catalyst[index].options->species;
    for (size_t i = 0; i < list->count; i++) {
        const hc_study_species *given = (const hc_study_species *)list->item + i;
        size_t s;
        hc_status status = hc_kinetic_mechanism_find_species(ctx, study->mechanism, given->name, &s);
        if (status == HC_OK && model->energy[s].given) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s is listed twice", given->name);
        }
        const hc_kinetic_species *species = status == HC_OK ? &study->mechanism->species[s] : NULL;
        if (species && (species->is_electron || species->is_proton || species->is_hydroxide)) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "the free energy of %s follows from potential and pH", given->name);
        }
        if (status == HC_OK && given->descriptor_slopes.count > HC_DESCRIPTORS) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s has %zu descriptor_slopes; there are %d descriptors", given->name,
                             given->descriptor_slopes.count, HC_DESCRIPTORS);
        }
        if (status != HC_OK) {
            return fail_at(ctx, status, study, index, "species", i, "name");
        }
        hc_kinetic_species_energy *energy = &model->energy[s];
        *energy = (hc_kinetic_species_energy){.given = true,
                                              .free_energy_ev = given->free_energy_ev,
                                              .entropy_ev_per_k = 1e-3 * given->entropy_mev_per_k,
                                              .error_ev = given->error_ev};
        for (size_t d = 0; d < given->descriptor_slopes.count; d++) {
            energy->slope[d] = given->descriptor_slopes.value[d];
        }
    }
    return HC_OK;
}

static hc_status set_barriers(hc_context *ctx, const hc_study *study, size_t index, hc_kinetic_model *model)
{
    const hc_variant_list *list = &study->catalyst[index].options->barriers;
    for (size_t i = 0; i < list->count; i++) {
        const hc_barrier_common *common = list->item[i].options;
        size_t j;
        hc_status status = hc_kinetic_mechanism_find_step(ctx, study->mechanism, common->step, &j);
        if (status == HC_OK && model->barrier[j].record != NULL) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "step '%s' has a barrier already", common->step);
        }
        if (status != HC_OK) {
            return fail_at(ctx, status, study, index, "barriers", i, "step");
        }
        model->barrier[j] = (hc_kinetic_step_barrier){list->item[i].record, common};
    }
    return HC_OK;
}

static hc_status set_interactions(hc_context *ctx, const hc_study *study, size_t index, hc_kinetic_model *model)
{
    const hc_section_list *list = &study->catalyst[index].options->interactions;
    size_t n = model->network->nspecies;
    for (size_t i = 0; i < list->count; i++) {
        const hc_study_interaction *given = (const hc_study_interaction *)list->item + i;
        size_t surface[2] = {0, 0}, count = given->between.count;
        hc_status status = HC_OK;
        if (count < 1 || count > 2) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%zu species; an interaction is between one or two", count);
        }
        for (size_t k = 0; status == HC_OK && k < count; k++) {
            size_t s;
            status = hc_kinetic_mechanism_find_species(ctx, study->mechanism, given->between.value[k], &s);
            if (status == HC_OK && model->surface[s] == HC_NONE) {
                status = hc_fail(ctx, HC_ERROR_INPUT, "%s is not on the surface", given->between.value[k]);
            }
            surface[k] = status == HC_OK ? model->surface[s] : 0;
        }
        if (status != HC_OK) {
            return fail_at(ctx, status, study, index, "interactions", i, "between");
        }
        size_t a = surface[0], b = count == 2 ? surface[1] : a;
        model->interaction_ev[a * n + b] = model->interaction_ev[b * n + a] = given->energy_ev;
        model->has_interactions = true;
    }
    return HC_OK;
}

static hc_status set_activities(hc_context *ctx, const hc_study *study, double *log_activity)
{
    const hc_section_list *list = &study->options.fluids;
    for (size_t i = 0; i < list->count; i++) {
        const hc_study_fluid *fluid = (const hc_study_fluid *)list->item + i;
        size_t s;
        hc_status status = hc_kinetic_mechanism_find_species(ctx, study->mechanism, fluid->name, &s);
        if (status == HC_OK && study->mechanism->species[s].kind != HC_KINETIC_FLUID) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s is no fluid", fluid->name);
        }
        const hc_kinetic_species *species = status == HC_OK ? &study->mechanism->species[s] : NULL;
        if (species && (species->is_electron || species->is_proton || species->is_hydroxide)) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "the activity of %s follows from potential and pH", fluid->name);
        }
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "fluids[%zu].name", i);
        }
        log_activity[s] = log(fluid->activity);
    }
    return HC_OK;
}

static hc_status set_conditions(hc_context *ctx, const hc_study *study, size_t index, hc_study_model *m)
{
    const hc_study_options *o = &study->options;
    double kt = hc_kt_ev(o->temperature_k), u = m->options->potential_v_rhe;
    u = isnan(u) ? o->potential_v_rhe : u;
    u = isnan(u) ? o->potential_v_she + kt * log(10.0) * o->ph : u;
    if (isnan(u) && hc_kinetic_mechanism_moves_electrons(study->mechanism)) {
        hc_status status = hc_fail(ctx, HC_ERROR_INPUT,
                                   "there is no potential: potential_v_rhe or potential_v_she of the "
                                   "study, or potential_v_rhe of the catalyst");
        return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu]", index);
    }
    m->conditions = (hc_kinetic_conditions){.temperature_k = o->temperature_k,
                                            .potential_v_rhe = isnan(u) ? 0.0 : u,
                                            .ph = o->ph,
                                            .log_activity = m->log_activity};
    if (m->options->descriptors.count > HC_DESCRIPTORS) {
        hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "%zu descriptors; there are at most %d",
                                   m->options->descriptors.count, HC_DESCRIPTORS);
        return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].descriptors", index);
    }
    for (size_t d = 0; d < m->options->descriptors.count; d++) {
        m->conditions.descriptor[d] = m->options->descriptors.value[d];
    }
    bool own = !isnan(m->options->site_density_per_cm2);
    m->site_density_per_cm2 = own ? m->options->site_density_per_cm2 : o->site_density_per_cm2;
    if (o->transport != NULL && isnan(m->site_density_per_cm2)) {
        hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "a diffusion layer needs site_density_per_cm2");
        return hc_schema_fail_at(ctx, status, study->yaml, "transport");
    }
    return HC_OK;
}

static hc_status set_feed(hc_context *ctx, const hc_study *study, hc_kinetic_model *model)
{
    const char *feed = study->options.feed;
    hc_status status = HC_OK;
    if (feed == NULL) {
        return HC_OK;
    }
    status = hc_kinetic_mechanism_find_species(ctx, study->mechanism, feed, &model->feed);
    if (status == HC_OK) {
        const hc_kinetic_species *species = &study->mechanism->species[model->feed];
        if (species->kind != HC_KINETIC_FLUID || hc_formula_atoms(&species->formula.elements, "C") == 0.0) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "'%s' is no fluid with carbon", feed);
        }
    }
    return status == HC_OK ? HC_OK : hc_schema_fail_at(ctx, status, study->yaml, "feed");
}

static hc_status make_catalyst(hc_context *ctx, hc_study *study, size_t index)
{
    const hc_study_options *o = &study->options;
    hc_study_model *m = &study->catalyst[index];
    hc_status status = HC_OK;
    m->options = (const hc_study_catalyst *)o->catalysts.item + index;
    if (hc_study_find_catalyst(study, m->options->name) != index) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "there are two catalysts '%s'", m->options->name);
        return hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu].name", index);
    }
    status = hc_kinetic_model_create(ctx, study->mechanism, &m->model);
    if (status != HC_OK) {
        return hc_schema_fail_at(ctx, status, study->yaml, "%s", o->mechanism ? "mechanism" : "mechanism_file");
    }
    m->model->reference_temperature_k = o->reference_temperature_k;
    m->model->hydrogen_ev = isnan(o->hydrogen_ev) ? 0.0 : o->hydrogen_ev;
    m->model->water_ev = isnan(o->water_ev) ? 0.0 : o->water_ev;
    m->model->pkw = o->pkw;
    HC_TRY(set_feed(ctx, study, m->model));
    m->model->barriers_on_rhe = o->barrier_scale == 1;
    HC_TRY(hc_allocate(ctx, study->mechanism->nspecies, sizeof *m->log_activity, &m->log_activity));
    HC_TRY(set_activities(ctx, study, m->log_activity));
    HC_TRY(set_species(ctx, study, index, m->model));
    HC_TRY(hc_study_take_energies(ctx, study, index, m->model));
    HC_TRY(set_barriers(ctx, study, index, m->model));
    HC_TRY(set_interactions(ctx, study, index, m->model));
    HC_TRY(set_conditions(ctx, study, index, m));
    status = hc_kinetic_model_check(ctx, m->model);
    if (status != HC_OK) {
        status = hc_schema_fail_at(ctx, status, study->yaml, "catalysts[%zu]", index);
    }
cleanup:
    return status;
}

/* A fluid of the mechanism; one whose activity can be set where `set`. */
static hc_status find_fluid(hc_context *ctx, const hc_study *study, const char *name, bool set)
{
    size_t s;
    hc_status status = hc_kinetic_mechanism_find_species(ctx, study->mechanism, name, &s);
    const hc_kinetic_species *species = status == HC_OK ? &study->mechanism->species[s] : NULL;
    if (species && (species->kind != HC_KINETIC_FLUID || species->is_electron)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s is no fluid", name);
    }
    if (species && set && (species->is_proton || species->is_hydroxide)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the activity of %s follows from the pH: a scan of type ph is right", name);
    }
    return status;
}

/* Names in scans, the map and statements. */
static hc_status check_names(hc_context *ctx, const hc_study *study)
{
    const hc_study_options *o = &study->options;
    size_t found;
    hc_status status = HC_OK;
    for (size_t i = 0; status == HC_OK && i < o->scans.count; i++) {
        const hc_scan_options *scan = o->scans.item[i].options;
        status = scan->fluid ? find_fluid(ctx, study, scan->fluid, true) : HC_OK;
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "scans[%zu].fluid", i);
        }
    }
    if (o->map != NULL) {
        status = find_fluid(ctx, study, o->map->product, false);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "map.product");
        }
    }
    for (size_t i = 0; i < o->statements.count; i++) {
        const hc_statement_options *s = o->statements.item[i].options;
        const char *catalyst[2] = {s->catalyst, s->than};
        status = find_fluid(ctx, study, s->product, false);
        if (status == HC_OK && s->step != NULL) {
            status = hc_kinetic_mechanism_find_step(ctx, study->mechanism, s->step, &found);
        }
        for (int k = 0; k < 2 && status == HC_OK; k++) {
            if (catalyst[k] != NULL && hc_study_find_catalyst(study, catalyst[k]) == study->ncatalyst) {
                status = hc_fail(ctx, HC_ERROR_INPUT, "there is no catalyst '%s'", catalyst[k]);
            }
        }
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, study->yaml, "statements[%zu]", i);
        }
    }
    return HC_OK;
}

hc_status hc_study_read(hc_context *ctx, const char *path, const hc_text_list *set, hc_study **study)
{
    hc_status status = HC_OK;
    hc_study *made = NULL;
    *study = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_yaml_read_with(ctx, path, set, &made->yaml));
    HC_TRY(hc_schema_parse(ctx, &hc_study_section, made->yaml, &made->options));
    HC_TRY(read_mechanism(ctx, made));
    made->ncatalyst = made->options.catalysts.count;
    HC_TRY(hc_allocate(ctx, made->ncatalyst, sizeof *made->catalyst, &made->catalyst));
    for (size_t i = 0; i < made->ncatalyst; i++) {
        made->catalyst[i].options = (const hc_study_catalyst *)made->options.catalysts.item + i;
    }
    HC_TRY(hc_study_take_runs(ctx, made));
    for (size_t i = 0; i < made->ncatalyst; i++) {
        HC_TRY(make_catalyst(ctx, made, i));
    }
    HC_TRY(check_names(ctx, made));
    HC_TRY(hc_study_read_company(ctx, made));
    *study = made;
    made = NULL;
cleanup:
    hc_study_free(made);
    return status;
}
