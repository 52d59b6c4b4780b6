/* What a study of diagrams says: as JSON and as text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "halfcell/units.h"
#include "halfcell/version.h"
#include "workflow/diagram_job.h"

/* A chemical step that no potential helps leaves the steps with electrons without a meaning of their own. */
double hc_diagram_study_overpotential(const hc_diagram *d)
{
    double overpotential = d->equilibrium_v - d->limiting_v;
    return d->uphill > 0.0 && overpotential < 0.0 ? NAN : overpotential;
}

/* What rounds to nothing has no sign. */
static double shown(double value)
{
    return fabs(value) < 5e-4 ? 0.0 : value;
}

static void set_real(hc_json *json, const char *key, double value)
{
    hc_json_set(json, key, hc_json_real(value));
}

static hc_json *step_json(const hc_diagram *d, size_t k)
{
    hc_json *json = hc_json_object();
    const hc_diagram_step *s = &d->step[k];
    hc_json_set(json, "reaction", hc_json_text(s->reaction->text));
    set_real(json, "free_energy_ev", hc_diagram_step_energy(d, k, 0.0) / HC_EV);
    set_real(json, "error_ev", s->error / HC_EV);
    set_real(json, "barrier_ev", hc_diagram_step_barrier(d, k, 0.0) / HC_EV);
    set_real(json, "electrons", s->electrons);
    set_real(json, "protons", s->protons);
    return json;
}

static hc_json *levels_json(const hc_diagram *d, double potential)
{
    hc_json *json = hc_json_object(), *levels = hc_json_array();
    double level = 0.0;
    set_real(json, "potential_v_rhe", potential);
    hc_json_append(levels, hc_json_real(0.0));
    for (size_t k = 0; k < d->count; k++) {
        level += hc_diagram_step_energy(d, k, potential);
        hc_json_append(levels, hc_json_real(level / HC_EV));
    }
    hc_json_set(json, "levels_ev", levels);
    set_real(json, "largest_climb_ev", hc_diagram_climb(d, potential) / HC_EV);
    return json;
}

static hc_json *diagram_json(const hc_diagram_study *study, const hc_diagram *d)
{
    hc_json *json = hc_json_object(), *steps = hc_json_array(), *levels = hc_json_array();
    hc_json_set(json, "mechanism", hc_json_text(d->mechanism->name));
    hc_json_set(json, "path", hc_json_text(d->path->name));
    hc_json_set(json, "surface", hc_json_text(d->surface));
    set_real(json, "total_ev", d->total / HC_EV);
    set_real(json, "electrons", d->electrons);
    set_real(json, "equilibrium_v_rhe", d->equilibrium_v);
    set_real(json, "limiting_v_rhe", d->limiting_v);
    set_real(json, "limiting_error_v", d->limiting_error_v);
    set_real(json, "overpotential_v", hc_diagram_study_overpotential(d));
    set_real(json, "onset_v_rhe", hc_diagram_onset(d, study->job->allowance));
    hc_json_set(json, "potential_determining_step",
                hc_json_text(d->limiting_step < d->count ? d->step[d->limiting_step].reaction->text : NULL));
    set_real(json, "largest_chemical_step_ev", d->uphill / HC_EV);
    for (size_t k = 0; k < d->count; k++) {
        hc_json_append(steps, step_json(d, k));
    }
    for (size_t i = 0; i < study->job->potentials_v.count; i++) {
        hc_json_append(levels, levels_json(d, study->job->potentials_v.value[i]));
    }
    hc_json_set(json, "steps", steps);
    hc_json_set(json, "levels", levels);
    return json;
}

static hc_json *selectivity_json(const hc_diagram_study *study)
{
    hc_json *array = hc_json_array();
    size_t competing = hc_diagram_study_competing(study);
    for (size_t m = 0; m < competing && competing < study->nmechanism; m++) {
        for (size_t i = 0; i < study->nsurface; i++) {
            const hc_diagram *a = hc_diagram_study_best(study, m, study->surface[i]);
            const hc_diagram *b = hc_diagram_study_best(study, competing, study->surface[i]);
            if (a && b) {
                hc_json *json = hc_json_object();
                hc_json_set(json, "surface", hc_json_text(study->surface[i]));
                hc_json_set(json, "mechanism", hc_json_text(a->mechanism->name));
                set_real(json, "limiting_v_rhe", a->limiting_v);
                set_real(json, "competing_v_rhe", b->limiting_v);
                set_real(json, "difference_v", a->limiting_v - b->limiting_v);
                hc_json_append(array, json);
            }
        }
    }
    return array;
}

static hc_json *scaling_json(const hc_scaling *s)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "x", hc_json_text(s->x_label));
    hc_json_set(json, "y", hc_json_text(s->y_label));
    hc_json_set(json, "points", hc_json_integer((long long)s->count));
    set_real(json, "slope", s->fit.slope);
    set_real(json, "slope_error", s->fit.slope_error);
    set_real(json, "intercept_ev", s->fit.intercept);
    set_real(json, "intercept_error_ev", s->fit.intercept_error);
    set_real(json, "r2", s->fit.r2);
    set_real(json, "rmse_ev", s->fit.rmse);
    return json;
}

static hc_json *state_json(const hc_stable_state *s)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "state", hc_json_text(s->name));
    hc_json_set(json, "reaction", hc_json_text(s->reaction ? s->reaction->text : NULL));
    set_real(json, "free_energy_ev", s->free_energy / HC_EV);
    set_real(json, "error_ev", s->error / HC_EV);
    set_real(json, "electrons", s->electrons);
    set_real(json, "protons", s->protons);
    return json;
}

static hc_json *stable_json(const hc_diagram_study *study, const hc_stability *s)
{
    hc_json *intervals = hc_json_array();
    double *boundary = calloc(s->count + 1, sizeof *boundary);
    size_t *lowest = calloc(s->count + 1, sizeof *lowest), count = 0;
    if (boundary && lowest) {
        hc_stability_scan(s, HC_STABILITY_ALL, study->job->low_v, study->job->high_v, study->job->ph, &count, boundary,
                          lowest);
        for (size_t i = 0; i <= count; i++) {
            hc_json *interval = hc_json_object();
            hc_json_set(interval, "state", hc_json_text(s->state[lowest[i]].name));
            set_real(interval, "from_v_she", i ? boundary[i - 1] : study->job->low_v);
            set_real(interval, "to_v_she", i < count ? boundary[i] : study->job->high_v);
            if (i < count) {
                set_real(interval, "to_error_v", hc_stability_crossing_error(s, lowest[i], lowest[i + 1]));
            }
            hc_json_append(intervals, interval);
        }
    }
    free(boundary);
    free(lowest);
    return intervals;
}

static hc_json *transitions_json(const hc_diagram_study *study, size_t index)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < study->ntransition; i++) {
        const hc_transition *t = &study->transition[i];
        if (t->set != index) {
            continue;
        }
        hc_json *json = hc_json_object();
        hc_json_set(json, "below", hc_json_text(t->from));
        hc_json_set(json, "above", hc_json_text(t->to));
        set_real(json, "at_v_she", t->at_v_she);
        set_real(json, "error_v", t->error_v);
        hc_json_append(array, json);
    }
    return array;
}

static hc_json *stability_json(const hc_diagram_study *study, size_t index)
{
    const hc_stability *s = study->stability[index];
    hc_json *json = hc_json_object(), *states = hc_json_array();
    hc_json_set(json, "name", hc_json_text(study->state_set[index]->name));
    hc_json_set(json, "surface", hc_json_text(s->surface));
    for (size_t i = 0; i < s->count; i++) {
        hc_json_append(states, state_json(&s->state[i]));
    }
    hc_json_set(json, "states", states);
    set_real(json, "ph", study->job->ph);
    hc_json_set(json, "stable", stable_json(study, s));
    hc_json_set(json, "transitions", transitions_json(study, index));
    return json;
}

hc_json *hc_diagram_study_json(const hc_diagram_study *study)
{
    hc_json *json = hc_json_object(), *diagrams = hc_json_array(), *scaling = hc_json_array(),
            *stability = hc_json_array(), *corrections = hc_json_array();
    for (size_t i = 0; i < study->ndiagram; i++) {
        hc_json_append(diagrams, diagram_json(study, study->diagram[i]));
    }
    for (size_t i = 0; i < study->nscaling; i++) {
        hc_json_append(scaling, scaling_json(&study->scaling[i]));
    }
    for (size_t i = 0; i < study->nstability; i++) {
        hc_json_append(stability, stability_json(study, i));
    }
    for (size_t i = 0; i < study->energies->ncorrection; i++) {
        hc_json_append(corrections, hc_json_text(study->energies->correction[i]->name));
    }
    hc_json_set(json, "kind", hc_json_text("diagram"));
    hc_json_set(json, "version", hc_json_text(hc_version()));
    set_real(json, "temperature_k", study->job->conditions.temperature_k);
    set_real(json, "ph", study->job->ph);
    hc_json_set(json, "corrections", corrections);
    hc_json_set(json, "diagrams", diagrams);
    hc_json_set(json, "selectivity", selectivity_json(study));
    hc_json_set(json, "scaling", scaling);
    hc_json_set(json, "stability", stability);
    hc_json_set(json, "left_out", hc_json_text(hc_text_string(&study->skipped)));
    return json;
}

static void limit_text(const hc_diagram_study *study, const hc_diagram *d, hc_text *out)
{
    double overpotential = hc_diagram_study_overpotential(d);
    if (isnan(d->limiting_v)) {
        return; /* no step takes electrons */
    }
    hc_text_addf(out, "  %-46s %+9.3f V vs RHE (equilibrium %+.3f", "limiting potential", shown(d->limiting_v),
                 shown(d->equilibrium_v));
    if (!isnan(overpotential)) {
        hc_text_addf(out, ", overpotential %.3f", shown(overpotential));
    }
    hc_text_add(out, ")\n");
    double onset = hc_diagram_onset(d, study->job->allowance);
    if (!isnan(onset)) {
        hc_text_addf(out, "  %-46s %+9.3f V vs RHE (no climb above %g eV)\n", "onset", shown(onset),
                     study->job->allowance / HC_EV);
    }
}

static void diagram_text(const hc_diagram_study *study, const hc_diagram *d, hc_text *out)
{
    hc_text_addf(out, "%s, path %s%s%s\n", d->mechanism->name, d->path->name, *d->surface ? ", on " : "", d->surface);
    for (size_t k = 0; k < d->count; k++) {
        double barrier = hc_diagram_step_barrier(d, k, 0.0);
        hc_text_addf(out, "  %-46s %+9.3f eV", d->step[k].reaction->text,
                     shown(hc_diagram_step_energy(d, k, 0.0) / HC_EV));
        if (!isnan(barrier)) {
            hc_text_addf(out, "  barrier %.3f", barrier / HC_EV);
        }
        hc_text_add(out, k == d->limiting_step ? "  <- limits\n" : "\n");
    }
    limit_text(study, d, out);
    if (d->uphill > 0.0) {
        hc_text_addf(out, "  %-46s %+9.3f eV (%s)\n", "no potential helps", d->uphill / HC_EV,
                     d->step[d->uphill_step].reaction->text);
    }
    for (size_t i = 0; i < study->job->potentials_v.count; i++) {
        double potential = study->job->potentials_v.value[i];
        hc_text_addf(out, "  at %+.3f V the largest climb is %.3f eV\n", potential,
                     hc_diagram_climb(d, potential) / HC_EV);
    }
    hc_text_add(out, "\n");
}

static void stability_text(const hc_diagram_study *study, size_t index, hc_text *out)
{
    hc_json *json = stability_json(study, index), *stable = hc_json_get(json, "stable");
    char name[192];
    hc_diagram_study_set_name(study, index, name, sizeof name);
    hc_text_addf(out, "%s at pH %g\n", name, study->job->ph);
    for (size_t i = 0; i < hc_json_count(stable); i++) {
        const hc_json *interval = hc_json_at(stable, i);
        hc_text_addf(out, "  %-20s %+8.3f to %+8.3f V vs SHE", hc_json_text_of(hc_json_get(interval, "state")),
                     hc_json_real_of(hc_json_get(interval, "from_v_she")),
                     hc_json_real_of(hc_json_get(interval, "to_v_she")));
        double error = hc_json_real_of(hc_json_get(interval, "to_error_v"));
        if (error > 0.0) {
            hc_text_addf(out, ", +- %.3f", error);
        }
        hc_text_add(out, "\n");
    }
    for (size_t i = 0; i < study->ntransition; i++) {
        const hc_transition *t = &study->transition[i];
        if (t->set == index) {
            hc_text_addf(out, "  %-9s to %-8s %+8.3f V vs SHE\n", t->from, t->to, t->at_v_she);
        }
    }
    hc_json_free(json);
}

void hc_diagram_study_text(const hc_diagram_study *study, hc_text *out)
{
    for (size_t i = 0; i < study->ndiagram; i++) {
        diagram_text(study, study->diagram[i], out);
    }
    for (size_t i = 0; i < study->nscaling; i++) {
        const hc_scaling *s = &study->scaling[i];
        hc_text_addf(out, "%s = (%.3f +- %.3f) %s + (%.3f +- %.3f) eV, R2 %.3f, %zu surfaces\n", s->y_label,
                     s->fit.slope, s->fit.slope_error, s->x_label, s->fit.intercept, s->fit.intercept_error, s->fit.r2,
                     s->count);
    }
    for (size_t i = 0; i < study->nstability; i++) {
        stability_text(study, i, out);
    }
    hc_text_add(out, hc_text_string(&study->skipped));
}
