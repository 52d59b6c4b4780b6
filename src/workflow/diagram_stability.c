/* Sets of states of a job: each for every surface whose energies it needs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "electrode/potential.h"
#include "halfcell/units.h"
#include "workflow/diagram_job.h"

/* A set for one surface. One that the tables lack energies for is left out and said; *made tells. */
static hc_status add_surface(hc_context *ctx, hc_diagram_study *s, hc_routes *set, const char *surface, bool *made)
{
    hc_stability *stability = NULL;
    hc_status status = hc_stability_create(ctx, s->energies, set, surface, &stability);
    *made = status == HC_OK;
    if (status == HC_ERROR_INPUT && s->nsurface > 1) {
        hc_text_addf(&s->skipped, HC_DIAGRAM_SKIPPED "%s\n", hc_context_message(ctx));
        return HC_OK;
    }
    if (status == HC_OK) {
        s->state_set[s->nstability] = set;
        s->stability[s->nstability++] = stability;
    }
    return status;
}

/* A set that no surface has energies of its own for (a material in water) is there once. */
static hc_status add_set(hc_context *ctx, hc_diagram_study *s, hc_routes *set)
{
    size_t before = s->nstability;
    for (size_t i = 0; i < s->nsurface; i++) {
        bool made = false;
        hc_status status = add_surface(ctx, s, set, s->surface[i], &made);
        if (status != HC_OK) {
            return status;
        }
        if (made && *s->stability[s->nstability - 1]->surface == '\0') {
            return HC_OK;
        }
    }
    return s->nstability > before
               ? HC_OK
               : hc_fail(ctx, HC_ERROR_INPUT, "no surface has what the states need:\n%s", hc_text_string(&s->skipped));
}

static bool names_species(const hc_routes *set, const char *species)
{
    for (size_t p = 0; p < set->npath; p++) {
        const hc_reaction *r = set->path[p].nstep > 0 ? &set->path[p].step[0] : NULL;
        for (size_t i = 0; r && i < r->nterm; i++) {
            if (strcmp(r->term[i].name, species) == 0) {
                return true;
            }
        }
    }
    return false;
}

/* What no state takes up or gives off has no chemical potential to vary. */
static hc_status check_chemical_potentials(hc_context *ctx, const hc_yaml *yaml, const hc_diagram_study *s)
{
    for (size_t k = 0; k < s->job->chemical_potential.count; k++) {
        const char *species = s->job->chemical_potential.value[k];
        bool found = false;
        for (size_t i = 0; i < s->nset; i++) {
            found = found || names_species(s->set[i], species);
        }
        if (!found) {
            hc_status status = hc_fail(ctx, HC_ERROR_INPUT, "no state takes up or gives off '%s'", species);
            return hc_schema_fail_at(ctx, status, yaml, "chemical_potential[%zu]", k);
        }
    }
    return HC_OK;
}

/* Whether no state before it is of the same defect. */
static bool begins_defect(const hc_stability *s, size_t state)
{
    for (size_t i = 0; i < state; i++) {
        if (hc_stability_same_defect(s, i, state)) {
            return false;
        }
    }
    return hc_stability_defect_name(s, state) > 0;
}

static hc_status find_transitions(hc_context *ctx, hc_diagram_study *study, size_t index)
{
    const hc_stability *s = study->stability[index];
    double *boundary = NULL;
    size_t *state = NULL, crossings = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, s->count + 1, sizeof *boundary, &boundary));
    HC_TRY(hc_allocate(ctx, s->count + 1, sizeof *state, &state));
    for (size_t k = 0; k < s->count; k++) {
        if (!begins_defect(s, k)) {
            continue;
        }
        hc_stability_scan(s, k, study->job->low_v, study->job->high_v, study->job->ph, &crossings, boundary, state);
        for (size_t i = 0; i < crossings; i++) {
            HC_TRY(hc_array_grow(ctx, &study->transition, study->ntransition, sizeof *study->transition));
            study->transition[study->ntransition++] =
                (hc_transition){.from = s->state[state[i]].name,
                                .to = s->state[state[i + 1]].name,
                                .length = (int)hc_stability_defect_name(s, k),
                                .set = index,
                                .at_v_she = boundary[i],
                                .error_v = hc_stability_crossing_error(s, state[i], state[i + 1])};
        }
    }
cleanup:
    free(boundary);
    free(state);
    return status;
}

hc_status hc_diagram_make_stability(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *s)
{
    const hc_text_list *list = &s->job->stability;
    size_t most = list->count * (s->nsurface ? s->nsurface : 1);
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, list->count, sizeof *s->set, &s->set));
    HC_TRY(hc_allocate(ctx, most, sizeof *s->stability, &s->stability));
    HC_TRY(hc_allocate(ctx, most, sizeof *s->state_set, &s->state_set));
    for (size_t i = 0; i < list->count; i++) {
        HC_TRY(hc_diagram_read_set(ctx, yaml, list->value[i], "stability", i, &s->set[i]));
        s->nset++;
        status = add_set(ctx, s, s->set[i]);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "stability[%zu]", i);
        }
    }
    HC_TRY(check_chemical_potentials(ctx, yaml, s));
    for (size_t i = 0; i < s->nstability; i++) {
        HC_TRY(find_transitions(ctx, s, i));
    }
cleanup:
    return status;
}

double hc_diagram_study_she(const hc_diagram_study *study, double u_v_rhe)
{
    return u_v_rhe - hc_rhe_shift_v(study->job->ph, study->job->conditions.temperature_k * HC_KELVIN);
}

void hc_diagram_study_set_name(const hc_diagram_study *study, size_t index, char *text, size_t size)
{
    const hc_routes *set = study->state_set[index];
    const char *surface = study->stability[index]->surface;
    snprintf(text, size, "%.90s%s%.60s", set->title ? set->title : set->name, *surface ? ", " : "", surface);
}
