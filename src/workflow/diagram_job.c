#include "workflow/diagram_job.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/data_file.h"
#include "base/file.h"
#include "halfcell/units.h"

#define OF(member) offsetof(hc_diagram_job, member)

static const hc_keyword keywords[] = {
    {.name = "title", .type = HC_VALUE_TEXT, .offset = OF(title), .default_text = "", .doc = "Of the page."},
    {.name = "energies",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(energies),
     .doc = "Tables of energies: CSV, JSON, CatMAP's table, folders of `halfcell thermo`; beside the job, or of "
            "halfcell's data."},
    {.name = "mechanisms",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(mechanisms),
     .default_text = "",
     .doc = "Names (co2-to-co, co2-to-hcooh, co2-to-hcho, co2-to-ch3oh, co2-to-ch4, co2-to-c2h4, co2-to-c2h5oh, "
            "hydrogen) or files."},
    {.name = "competing",
     .type = HC_VALUE_TEXT,
     .offset = OF(competing),
     .default_text = "",
     .doc = "Mechanism whose limiting potential the others' is compared with; usually hydrogen."},
    {.name = "surfaces",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(surfaces),
     .default_text = "",
     .doc = "Surfaces of the tables, in this order; by default all that have what a mechanism needs."},
    {.name = "corrections",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(corrections),
     .default_text = "",
     .doc = "Named corrections of electronic energies (`halfcell list corrections`); none by default."},
    {.name = "potentials_v_rhe",
     .type = HC_VALUE_REAL_LIST,
     .offset = OF(potentials_v),
     .default_text = "0",
     .doc = "Potentials at which the diagrams are drawn."},
    {.name = "ph",
     .type = HC_VALUE_REAL,
     .offset = OF(ph),
     .default_text = "0",
     .minimum = -2,
     .maximum = 16,
     .doc = "It matters to steps that do not take as many protons as electrons, and to stability."},
    {.name = "onset_allowance_ev",
     .type = HC_VALUE_REAL,
     .offset = OF(allowance),
     .unit = HC_EV,
     .default_text = "0",
     .minimum = 0,
     .maximum = 3,
     .doc = "Largest climb (levels and barriers) that the onset potential leaves."},
    {.name = "descriptor",
     .type = HC_VALUE_TEXT,
     .offset = OF(descriptor),
     .default_text = "",
     .doc = "Abscissa of volcanoes: a species or a reaction, 'CO_g + * -> CO*'."},
    {.name = "competing_descriptor",
     .type = HC_VALUE_TEXT,
     .offset = OF(competing_descriptor),
     .default_text = "",
     .doc =
         "The like for the competing mechanism, such as `* + H+ + e- -> H*`: with both, the difference of the limiting "
         "potentials is mapped over the two."},
    {.name = "scaling",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(scaling),
     .default_text = "",
     .doc = "Relations to fit: 'COOH* against CO*', species or reactions."},
    {.name = "stability",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(stability),
     .default_text = "",
     .doc = "Sets of states (files as mechanisms): dissolution, reduction, defects, ligand loss."},
    {.name = "stability_low_v_she",
     .type = HC_VALUE_REAL,
     .offset = OF(low_v),
     .default_text = "-1.5",
     .minimum = -5,
     .maximum = 5,
     .doc = "Range of potentials of stability."},
    {.name = "stability_high_v_she",
     .type = HC_VALUE_REAL,
     .offset = OF(high_v),
     .default_text = "1.5",
     .minimum = -5,
     .maximum = 5,
     .doc = "Range of potentials of stability."},
    {.name = "stability_ph_range",
     .type = HC_VALUE_REAL_LIST,
     .offset = OF(ph_range),
     .default_text = "0, 14",
     .doc = "Range of pH of stability."},
    {.name = "chemical_potential",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(chemical_potential),
     .default_text = "",
     .doc = "Species whose chemical potentials are varied, one at a time, against their values in the table: states "
            "(defects) are drawn over each at the first of the potentials, and mapped over it and the potential."},
    {.name = "she_absolute_v",
     .type = HC_VALUE_REAL,
     .offset = OF(she_absolute),
     .unit = HC_VOLT,
     .default_text = "4.44",
     .minimum = 3.5,
     .maximum = 5.5,
     .doc = "Absolute potential of the standard hydrogen electrode: where electrons of charged cells "
            "(electron_level_ev of the tables) stand."},
    {.name = "chemical_potential_range_ev",
     .type = HC_VALUE_REAL_LIST,
     .offset = OF(chemical_potential_range_ev),
     .default_text = "-2, 0",
     .doc = "Range of these chemical potentials; 0 is the table's."},
    {.name = "activity",
     .type = HC_VALUE_REAL,
     .offset = OF(activity),
     .default_text = "1e-6",
     .minimum = 1e-30,
     .maximum = 100,
     .doc = "Of dissolved species that have none of their own."},
    {.name = "notes",
     .type = HC_VALUE_TEXT_LIST,
     .offset = OF(notes),
     .default_text = "",
     .doc = "Lines that are shown above the figures: where the energies come from, what to beware of."},
    {0}};

static hc_status check(hc_context *ctx, const void *options)
{
    const hc_diagram_job *job = options;
    if (job->mechanisms.count + job->stability.count + job->scaling.count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "nothing is asked for: name mechanisms, scaling or stability");
    }
    if (!(job->high_v > job->low_v) || job->ph_range.count != 2 || !(job->ph_range.value[1] > job->ph_range.value[0])) {
        return hc_fail(ctx, HC_ERROR_INPUT, "stability needs a range of potentials and [low, high] of pH");
    }
    if (job->chemical_potential.count > 0 && job->stability.count == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "chemical_potential needs stability beside it: the states it is drawn for");
    }
    if (job->competing_descriptor && !(job->descriptor && job->competing)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "competing_descriptor needs competing and descriptor beside it");
    }
    const hc_real_list *range = &job->chemical_potential_range_ev;
    if (range->count != 2 || !(range->value[1] > range->value[0])) {
        return hc_fail(ctx, HC_ERROR_INPUT, "chemical_potential_range_ev is [low, high]");
    }
    return HC_OK;
}

const hc_section hc_diagram_section = {
    .name = "diagram",
    .doc = "Free-energy diagrams, scaling relations, volcanoes and stability from tables of energies.",
    .reference = "Computational hydrogen electrode: doi:10.1021/jp047349j",
    .keywords = keywords,
    .inlined = {{hc_thermo_condition_keywords, OF(conditions)}},
    .size = sizeof(hc_diagram_job),
    .check = check};

static hc_status read_energies(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *s)
{
    const hc_diagram_job *job = s->job;
    hc_status status = HC_OK;
    HC_TRY(hc_energies_create(ctx, &s->energies));
    s->energies->conditions = job->conditions;
    s->energies->activity = job->activity;
    s->energies->she_absolute = job->she_absolute;
    for (size_t i = 0; i < job->energies.count; i++) {
        char *path = NULL;
        status = hc_data_file_beside(ctx, yaml->folder, "thermo", job->energies.value[i], &path);
        status = status == HC_OK ? hc_energies_read(ctx, s->energies, path) : status;
        free(path);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "energies[%zu]", i);
        }
    }
    for (size_t i = 0; i < job->corrections.count; i++) {
        if (i == sizeof s->energies->correction / sizeof *s->energies->correction) {
            return hc_fail(ctx, HC_ERROR_INPUT, "%zu corrections are too many", job->corrections.count);
        }
        status = hc_correction_find(ctx, job->corrections.value[i], &s->energies->correction[i]);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "corrections[%zu]", i);
        }
        s->energies->ncorrection++;
        if (!hc_energies_corrected(s->energies, s->energies->correction[i])) {
            status = hc_fail(ctx, HC_ERROR_INPUT,
                             "%s corrects nothing here: no species of its list has an electronic energy (energy_ev) in "
                             "the tables",
                             s->energies->correction[i]->name);
            return hc_schema_fail_at(ctx, status, yaml, "corrections[%zu]", i);
        }
    }
cleanup:
    return status;
}

hc_status hc_diagram_read_set(hc_context *ctx, const hc_yaml *yaml, const char *name, const char *key, size_t index,
                              hc_routes **mechanism)
{
    char *path = NULL;
    /* A name without the ending of its file is known to hc_routes_read. */
    hc_status status = hc_data_file_beside(ctx, yaml->folder, "diagrams", name, &path);
    status = hc_routes_read(ctx, status == HC_OK ? path : name, mechanism);
    free(path);
    return status == HC_OK ? HC_OK : hc_schema_fail_at(ctx, status, yaml, "%s[%zu]", key, index);
}

/* A state may be the reference itself; a way to a product has steps. */
static hc_status read_mechanism(hc_context *ctx, const hc_yaml *yaml, const char *name, const char *key, size_t index,
                                hc_diagram_study *s)
{
    hc_routes **mechanism = &s->mechanism[s->nmechanism];
    hc_status status = hc_diagram_read_set(ctx, yaml, name, key, index, mechanism);
    if (status != HC_OK) {
        return status;
    }
    s->nmechanism++;
    for (size_t p = 0; p < (*mechanism)->npath; p++) {
        if ((*mechanism)->path[p].nstep == 0) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "%s: path %s has no steps; they stand below it, one a line",
                             (*mechanism)->file, (*mechanism)->path[p].name);
            return hc_schema_fail_at(ctx, status, yaml, "%s[%zu]", key, index);
        }
    }
    return HC_OK;
}

static hc_status read_mechanisms(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *s)
{
    const hc_diagram_job *job = s->job;
    hc_status status = HC_OK;
    HC_TRY(hc_allocate(ctx, job->mechanisms.count + 1, sizeof *s->mechanism, &s->mechanism));
    for (size_t i = 0; i < job->mechanisms.count; i++) {
        HC_TRY(read_mechanism(ctx, yaml, job->mechanisms.value[i], "mechanisms", i, s));
    }
    if (job->competing) {
        HC_TRY(read_mechanism(ctx, yaml, job->competing, "competing", 0, s));
    }
cleanup:
    return status;
}

static hc_status choose_surfaces(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *s)
{
    const hc_text_list *wanted = &s->job->surfaces;
    size_t count = 0;
    const char **all = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_energies_surfaces(ctx, s->energies, &count, &all));
    if (wanted->count == 0) {
        HC_TRY(hc_allocate(ctx, count + 1, sizeof *s->surface, &s->surface));
        memcpy(s->surface, all, count * sizeof *all);
        s->nsurface = count;
        if (count == 0) {
            s->surface[s->nsurface++] = "";
        }
    } else {
        HC_TRY(hc_allocate(ctx, wanted->count, sizeof *s->surface, &s->surface));
    }
    for (size_t i = 0; i < wanted->count; i++) {
        size_t k = 0;
        while (k < count && strcmp(all[k], wanted->value[i]) != 0) {
            k++;
        }
        if (k == count) {
            hc_text text = {0};
            for (size_t m = 0; m < count; m++) {
                hc_text_addf(&text, "%s%s", m ? ", " : "", all[m]);
            }
            status = hc_fail(ctx, HC_ERROR_INPUT, "surface '%s' is in no table; there are %s", wanted->value[i],
                             hc_text_string(&text));
            hc_text_clear(&text);
            status = hc_schema_fail_at(ctx, status, yaml, "surfaces[%zu]", i);
            goto cleanup;
        }
        s->surface[s->nsurface++] = all[k];
    }
cleanup:
    free(all);
    return status;
}

/* What a table cannot give is left out and said; a surface that was named must give at least one path. */
static hc_status make_diagrams(hc_context *ctx, hc_diagram_study *s)
{
    size_t most = 0;
    hc_status status = HC_OK;
    for (size_t m = 0; m < s->nmechanism; m++) {
        most += s->mechanism[m]->npath * s->nsurface;
    }
    HC_TRY(hc_allocate(ctx, most, sizeof *s->diagram, &s->diagram));
    for (size_t m = 0; m < s->nmechanism; m++) {
        for (size_t i = 0; i < s->nsurface; i++) {
            size_t before = s->ndiagram;
            for (size_t p = 0; p < s->mechanism[m]->npath; p++) {
                status = hc_diagram_create(ctx, s->energies, s->mechanism[m], p, s->surface[i], s->job->ph,
                                           &s->diagram[s->ndiagram]);
                s->ndiagram += status == HC_OK;
                if (status == HC_ERROR_INPUT) {
                    hc_text_addf(&s->skipped, HC_DIAGRAM_SKIPPED "%s\n", hc_context_message(ctx));
                    status = HC_OK;
                }
                HC_TRY(status);
            }
            if (s->ndiagram == before && s->job->surfaces.count > 0) {
                status = hc_fail(ctx, HC_ERROR_INPUT, "no path of %s can be drawn for %s:\n%s", s->mechanism[m]->name,
                                 s->surface[i], hc_text_string(&s->skipped));
                goto cleanup;
            }
        }
    }
    if (s->nmechanism > 0 && s->ndiagram == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "no diagram can be drawn:\n%s", hc_text_string(&s->skipped));
    }
cleanup:
    return status;
}

hc_status hc_diagram_study_value(hc_context *ctx, const hc_diagram_study *study, const char *text, const char *surface,
                                 double *value)
{
    hc_status status = HC_OK;
    *value = NAN;
    if (strstr(text, "->")) {
        hc_reaction reaction;
        double error;
        HC_TRY(hc_reaction_parse(ctx, text, &reaction));
        if (hc_energies_have(study->energies, &reaction, surface)) {
            status = hc_energies_reaction(ctx, study->energies, &reaction, surface, value, &error);
        }
        hc_reaction_clear(&reaction);
        return status;
    }
    hc_term term = {.count = 1.0};
    hc_free_energy found;
    HC_TRY(hc_chemical_parse(ctx, text, &term.formula));
    HC_TRY(hc_format(ctx, &term.name, "%s", text));
    if (hc_energies_have(study->energies, &(hc_reaction){.nterm = 1, .term = &term}, surface)) {
        status = hc_energies_find(ctx, study->energies, &term.formula, text, surface, &found);
        *value = status == HC_OK ? found.total : NAN;
    }
    free(term.name);
cleanup:
    return status;
}

/* What no surface has would give an empty figure. */
static hc_status check_descriptor(hc_context *ctx, const hc_yaml *yaml, const hc_diagram_study *s, const char *key,
                                  const char *text)
{
    hc_status status = HC_OK;
    for (size_t i = 0; text && i < s->nsurface; i++) {
        double value;
        HC_TRY(hc_diagram_study_value(ctx, s, text, s->surface[i], &value));
        if (!isnan(value)) {
            return HC_OK;
        }
    }
    if (text) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "'%s': the tables have no energy for it on any surface", text);
    }
cleanup:
    return status == HC_OK ? HC_OK : hc_schema_fail_at(ctx, status, yaml, "%s", key);
}

static hc_status make_scaling(hc_context *ctx, hc_diagram_study *s, const char *text, hc_scaling *scaling)
{
    const char *between = strstr(text, " against ");
    hc_status status = HC_OK;
    if (!between) {
        return hc_fail(ctx, HC_ERROR_INPUT, "'%s': written is 'COOH* against CO*'", text);
    }
    HC_TRY(hc_format(ctx, &scaling->y_label, "%.*s", (int)(between - text), text));
    HC_TRY(hc_format(ctx, &scaling->x_label, "%s", between + strlen(" against ")));
    HC_TRY(hc_allocate(ctx, s->nsurface, sizeof *scaling->x, &scaling->x));
    HC_TRY(hc_allocate(ctx, s->nsurface, sizeof *scaling->y, &scaling->y));
    HC_TRY(hc_allocate(ctx, s->nsurface, sizeof *scaling->surface, &scaling->surface));
    for (size_t i = 0; i < s->nsurface; i++) {
        double x, y;
        HC_TRY(hc_diagram_study_value(ctx, s, scaling->x_label, s->surface[i], &x));
        HC_TRY(hc_diagram_study_value(ctx, s, scaling->y_label, s->surface[i], &y));
        if (!isnan(x) && !isnan(y)) {
            scaling->surface[scaling->count] = s->surface[i];
            scaling->x[scaling->count] = x / HC_EV;
            scaling->y[scaling->count++] = y / HC_EV;
        }
    }
    if (scaling->count < 2) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "a line needs two surfaces that have both %s and %s; of %zu the tables have %zu",
                         scaling->y_label, scaling->x_label, s->nsurface, scaling->count);
        goto cleanup;
    }
    HC_TRY(hc_line_fit_make(ctx, "a scaling relation", scaling->count, scaling->x, scaling->y, &scaling->fit));
cleanup:
    return status;
}

static hc_status make_scalings(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *s)
{
    const hc_text_list *list = &s->job->scaling;
    hc_status status = hc_allocate(ctx, list->count, sizeof *s->scaling, &s->scaling);
    for (size_t i = 0; i < list->count && status == HC_OK; i++) {
        s->nscaling++;
        status = make_scaling(ctx, s, list->value[i], &s->scaling[i]);
        if (status != HC_OK) {
            return hc_schema_fail_at(ctx, status, yaml, "scaling[%zu]", i);
        }
    }
    return status;
}

hc_status hc_diagram_study_create(hc_context *ctx, const hc_yaml *yaml, const hc_diagram_job *job,
                                  hc_diagram_study **study)
{
    hc_diagram_study *s = NULL;
    hc_status status = HC_OK;
    *study = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *s, &s));
    s->job = job;
    HC_TRY(read_energies(ctx, yaml, s));
    HC_TRY(read_mechanisms(ctx, yaml, s));
    HC_TRY(choose_surfaces(ctx, yaml, s));
    HC_TRY(make_diagrams(ctx, s));
    HC_TRY(check_descriptor(ctx, yaml, s, "descriptor", job->descriptor));
    HC_TRY(check_descriptor(ctx, yaml, s, "competing_descriptor", job->competing_descriptor));
    HC_TRY(make_scalings(ctx, yaml, s));
    HC_TRY(hc_diagram_make_stability(ctx, yaml, s));
    *study = s;
    s = NULL;
cleanup:
    hc_diagram_study_free(s);
    return status;
}

void hc_diagram_study_free(hc_diagram_study *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i < s->ndiagram; i++) {
        hc_diagram_free(s->diagram[i]);
    }
    for (size_t i = 0; i < s->nmechanism; i++) {
        hc_routes_free(s->mechanism[i]);
    }
    for (size_t i = 0; i < s->nscaling; i++) {
        free(s->scaling[i].x_label);
        free(s->scaling[i].y_label);
        free(s->scaling[i].x);
        free(s->scaling[i].y);
        free(s->scaling[i].surface);
    }
    for (size_t i = 0; i < s->nstability; i++) {
        hc_stability_free(s->stability[i]);
    }
    for (size_t i = 0; i < s->nset; i++) {
        hc_routes_free(s->set[i]);
    }
    hc_energies_free(s->energies);
    hc_text_clear(&s->skipped);
    free(s->diagram);
    free(s->mechanism);
    free(s->surface);
    free(s->scaling);
    free(s->stability);
    free(s->state_set);
    free(s->transition);
    free(s->set);
    free(s);
}

size_t hc_diagram_study_competing(const hc_diagram_study *study)
{
    return study->job->competing ? study->nmechanism - 1 : study->nmechanism;
}

/* What a path asks for: the larger of what its potential and its chemical steps have to overcome, V. */
static double score(const hc_diagram *d)
{
    return fmin(d->limiting_v, -d->uphill / HC_EV);
}

const hc_diagram *hc_diagram_study_best(const hc_diagram_study *study, size_t mechanism, const char *surface)
{
    const hc_diagram *best = NULL;
    for (size_t i = 0; i < study->ndiagram; i++) {
        const hc_diagram *d = study->diagram[i];
        if (d->mechanism == study->mechanism[mechanism] && strcmp(d->surface, surface) == 0 && !isnan(d->limiting_v) &&
            (!best || score(d) > score(best) + 1e-9)) {
            best = d;
        }
    }
    return best;
}
