/* Results of a study for people and for machines. */
#include <math.h>

#include "kinetics/steady.h"
#include "workflow/kinetics_run.h"

/* ---- text ---------------------------------------------------------------------------------------------------------
 */

static void add_band(hc_text *out, const char *what, const hc_study_band *band, double scale, const char *unit)
{
    hc_text_addf(out, "    %-28s%12.4g %s", what, scale * band->value, unit);
    if (!isnan(band->median)) {
        hc_text_addf(out, "   (68 %% of samples: %.3g to %.3g)", scale * band->low, scale * band->high);
    }
    hc_text_add(out, "\n");
}

static void text_product(const hc_study_catalyst_result *c, const hc_study_product *p, hc_text *out)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    hc_text_addf(out, "  %s\n", m->species[p->species].name);
    add_band(out, "turnover frequency", &p->rate_per_s, 1.0, "1/s");
    if (!isnan(p->efficiency.value)) {
        add_band(out, "Faradaic efficiency", &p->efficiency, 100.0, "%");
    }
    if (!isnan(p->current_ma_cm2.value)) {
        add_band(out, "partial current", &p->current_ma_cm2, 1.0, "mA/cm2");
    }
    if (p->determining_step == HC_NONE) {
        return;
    }
    hc_text_addf(out, "    %-28s%s (rate control %.3f", "rate-determining step", m->step[p->determining_step].name,
                 p->control[p->determining_step]);
    if (!isnan(p->rate_per_s.median)) {
        hc_text_addf(out, ", in %.1f %% of samples", 100.0 * p->step_probability[p->determining_step]);
    }
    hc_text_addf(out, ")\n    %-28s%12.3f eV\n", "apparent activation energy", p->activation_ev);
    if (!isnan(p->tafel_mv)) {
        hc_text_addf(out, "    %-28s%12.1f mV/decade\n", "Tafel slope", p->tafel_mv);
    }
    hc_text_addf(out, "    %-28s", "reaction orders");
    for (size_t s = 0; s < m->nspecies; s++) {
        const hc_kinetic_species *one = &m->species[s];
        if (one->kind == HC_KINETIC_FLUID && !hc_kinetic_species_has_own_energy(one)) {
            hc_text_addf(out, "  %s %.3g", one->name, fabs(p->order[s]) < 5e-4 ? 0.0 : p->order[s]);
        }
    }
    if (hc_kinetic_mechanism_moves_electrons(m) && !isnan(p->order_ph_she)) {
        hc_text_addf(out, "  pH at constant U_SHE %.3g", fabs(p->order_ph_she) < 5e-4 ? 0.0 : p->order_ph_she);
    }
    hc_text_add(out, "\n");
}

static void text_solutions(const hc_study_catalyst_result *c, hc_text *out)
{
    const hc_kinetic_model *model = c->model->model;
    for (size_t i = 0; i < c->nsolution; i++) {
        hc_text_addf(out, "    %zu, %s:", i + 1, hc_study_stability_names[c->stability[i]]);
        for (size_t s = 0; s < model->mechanism->nspecies; s++) {
            if (model->surface[s] != HC_NONE) {
                hc_text_addf(out, "  %s %.3g", model->mechanism->species[s].name,
                             exp(c->solution[i * model->network->nspecies + model->surface[s]]));
            }
        }
        hc_text_add(out, "\n");
    }
}

static void text_steps(const hc_study_catalyst_result *c, hc_text *out)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    hc_text_addf(out, "  %-44s%10s%12s%14s\n", "step", "G (eV)", "barrier", "net rate 1/s");
    for (size_t j = 0; j < m->nstep; j++) {
        double g = c->point->rates.reaction_ev[j];
        hc_text_addf(out, "  %-44s", m->step[j].name);
        if (isnan(g)) {
            hc_text_addf(out, "%10s", "-");
        } else {
            hc_text_addf(out, "%10.3f", g);
        }
        hc_text_addf(out, "%12.3f%14.4g\n", c->point->rates.barrier_ev[j], c->point->steady.net[j]);
    }
    hc_text_add(out, "  coverages:");
    for (size_t s = 0; s < m->nspecies; s++) {
        if (c->model->model->surface[s] != HC_NONE) {
            hc_text_addf(out, "  %s %.3g", m->species[s].name, c->point->steady.theta[c->model->model->surface[s]]);
        }
    }
    hc_text_addf(out, "\n  steady state by %s, %zu iterations, balances to %.1e\n",
                 hc_steady_way_text(c->point->steady.way), c->point->steady.iterations, c->point->steady.residual);
    if (c->nsolution > 1) {
        hc_text_addf(out, "  %zu steady states were found; the numbers are those of the first\n", c->nsolution);
        text_solutions(c, out);
    }
    if (!isnan(c->time_reached_s)) {
        hc_text_addf(out, "  time integration to %.3g s: coverages differ by at most %.1e\n", c->time_reached_s,
                     c->time_difference);
    }
    if (c->point->rates.nraised > 0) {
        hc_text_addf(out, "  %zu barrier%s raised to zero or to the reaction free energy\n", c->point->rates.nraised,
                     c->point->rates.nraised == 1 ? " was" : "s were");
    }
}

static const char *verdict_text(const hc_study_verdict *v, hc_text *words)
{
    const hc_statement_options *o = v->options;
    switch (v->record->kind) {
    case HC_STATEMENT_STEP:
        hc_text_addf(words, "%s: '%s' determines the rate of %s (control %.3f)", o->catalyst, o->step, o->product,
                     v->value);
        break;
    case HC_STATEMENT_SELECTIVE:
        hc_text_addf(words, "%s is selective for %s (%.4g %%)", o->catalyst, o->product, v->value);
        break;
    case HC_STATEMENT_MORE_ACTIVE:
        hc_text_addf(words, "%s makes more %s per site than %s (ratio %.3g)", o->catalyst, o->product, o->than,
                     v->value);
        break;
    }
    return hc_text_string(words);
}

void hc_study_text(const hc_study_result *result, hc_text *out)
{
    for (size_t i = 0; i < result->ncatalyst; i++) {
        const hc_study_catalyst_result *c = &result->catalyst[i];
        const hc_kinetic_conditions *at = &c->model->conditions;
        hc_text_addf(out, "%s%s at ", i > 0 ? "\n" : "", c->model->options->name);
        if (hc_kinetic_mechanism_moves_electrons(c->model->model->mechanism)) {
            hc_text_addf(out, "%.3f V vs RHE, pH %g, ", at->potential_v_rhe, at->ph);
        }
        hc_text_addf(out, "%g K\n", at->temperature_k);
        text_steps(c, out);
        for (size_t p = 0; p < c->nproduct; p++) {
            text_product(c, &c->product[p], out);
        }
        if (!isnan(c->current_ma_cm2.value)) {
            hc_text_add(out, "  all products\n");
            add_band(out, "total current", &c->current_ma_cm2, 1.0, "mA/cm2");
        }
    }
    if (result->study->remarks.length > 0) {
        hc_text_addf(out, "\nBarriers from runs\n%s", hc_text_string(&result->study->remarks));
    }
    for (size_t i = 0; i < result->nverdict; i++) {
        const hc_study_verdict *v = &result->verdict[i];
        hc_text words = {0};
        hc_text_addf(out, "%s%s  %s", i == 0 ? "\nPublished statements\n" : "", v->met ? "  met    " : "  NOT MET",
                     verdict_text(v, &words));
        if (!isnan(v->probability)) {
            hc_text_addf(out, ", in %.1f %% of samples", 100.0 * v->probability);
        }
        hc_text_add(out, "\n");
        hc_text_clear(&words);
    }
}

/* ---- JSON ---------------------------------------------------------------------------------------------------------
 */

static hc_json *band_json(const hc_study_band *band, double scale)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "value", hc_json_real(scale * band->value));
    if (!isnan(band->median)) {
        hc_json_set(json, "low_16", hc_json_real(scale * band->low));
        hc_json_set(json, "median", hc_json_real(scale * band->median));
        hc_json_set(json, "high_84", hc_json_real(scale * band->high));
    }
    return json;
}

static hc_json *by_step(const hc_kinetic_mechanism *m, const double *values)
{
    hc_json *json = hc_json_object();
    for (size_t j = 0; j < m->nstep; j++) {
        hc_json_set(json, m->step[j].name, hc_json_real(values[j]));
    }
    return json;
}

static hc_json *by_surface(const hc_kinetic_model *model, const double *values)
{
    hc_json *json = hc_json_object();
    for (size_t s = 0; s < model->mechanism->nspecies; s++) {
        if (model->surface[s] != HC_NONE) {
            hc_json_set(json, model->mechanism->species[s].name, hc_json_real(values[model->surface[s]]));
        }
    }
    return json;
}

static hc_json *orders_json(const hc_kinetic_mechanism *m, const double *order)
{
    hc_json *json = hc_json_object();
    for (size_t s = 0; s < m->nspecies; s++) {
        if (!isnan(order[s])) {
            hc_json_set(json, m->species[s].name, hc_json_real(order[s]));
        }
    }
    return json;
}

static hc_json *product_json(const hc_study_catalyst_result *c, const hc_study_product *p)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    hc_json *json = hc_json_object();
    bool known = p->determining_step != HC_NONE;
    hc_json_set(json, "turnover_per_s", band_json(&p->rate_per_s, 1.0));
    hc_json_set(json, "efficiency_percent", band_json(&p->efficiency, 100.0));
    hc_json_set(json, "current_ma_cm2", band_json(&p->current_ma_cm2, 1.0));
    hc_json_set(json, "electrons", hc_json_real(c->point->electrons_per[p->species]));
    hc_json_set(json, "rate_determining_step", hc_json_text(known ? m->step[p->determining_step].name : NULL));
    hc_json_set(json, "rate_control", by_step(m, p->control));
    hc_json_set(json, "selectivity_control", by_step(m, p->selectivity_control));
    hc_json_set(json, "thermodynamic_rate_control", by_surface(c->model->model, p->thermodynamic_control));
    if (!isnan(p->rate_per_s.median)) {
        hc_json_set(json, "rate_determining_share_of_samples", by_step(m, p->step_probability));
    }
    hc_json_set(json, "apparent_activation_ev", hc_json_real(p->activation_ev));
    hc_json_set(json, "tafel_mv_per_decade", hc_json_real(p->tafel_mv));
    hc_json_set(json, "order_ph_at_constant_she", hc_json_real(p->order_ph_she));
    hc_json_set(json, "orders", orders_json(m, p->order));
    return json;
}

static hc_json *steps_json(const hc_study_catalyst_result *c)
{
    const hc_kinetic_mechanism *m = c->model->model->mechanism;
    hc_json *json = hc_json_object();
    for (size_t j = 0; j < m->nstep; j++) {
        hc_json *step = hc_json_object();
        hc_json_set(step, "equation", hc_json_text(m->step[j].text));
        hc_json_set(step, "reaction_ev", hc_json_real(c->point->rates.reaction_ev[j]));
        hc_json_set(step, "barrier_ev", hc_json_real(c->point->rates.barrier_ev[j]));
        hc_json_set(step, "log_forward", hc_json_real(c->point->rates.forward[j]));
        hc_json_set(step, "log_reverse", hc_json_real(c->point->rates.reverse[j]));
        hc_json_set(step, "net_per_s", hc_json_real(c->point->steady.net[j]));
        hc_json_set(json, m->step[j].name, step);
    }
    return json;
}

static hc_json *tables_json(const hc_table_list *list)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < list->count; i++) {
        hc_json *table = hc_json_object(), *columns = hc_json_object();
        hc_json_set(table, "id", hc_json_text(list->table[i]->id));
        for (size_t k = 0; k < list->table[i]->ncolumn; k++) {
            hc_json_set(columns, list->table[i]->column[k].name,
                        hc_json_reals(list->table[i]->nrow, list->table[i]->column[k].value));
        }
        hc_json_set(table, "columns", columns);
        hc_json_append(array, table);
    }
    return array;
}

static hc_json *solutions_json(const hc_study_catalyst_result *c)
{
    const hc_kinetic_model *model = c->model->model;
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < c->nsolution; i++) {
        hc_json *one = hc_json_object();
        for (size_t s = 0; s < model->mechanism->nspecies; s++) {
            if (model->surface[s] != HC_NONE) {
                double x = c->solution[i * model->network->nspecies + model->surface[s]];
                hc_json_set(one, model->mechanism->species[s].name, hc_json_real(exp(x)));
            }
        }
        hc_json_append(array, one);
    }
    return array;
}

static hc_json *stabilities_json(const hc_study_catalyst_result *c)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < c->nsolution; i++) {
        hc_json_append(array, hc_json_text(hc_study_stability_names[c->stability[i]]));
    }
    return array;
}

static hc_json *catalyst_json(const hc_study_catalyst_result *c)
{
    const hc_kinetic_conditions *at = &c->model->conditions;
    hc_json *json = hc_json_object(), *products = hc_json_object(), *solver = hc_json_object();
    hc_json_set(json, "name", hc_json_text(c->model->options->name));
    hc_json_set(json, "potential_v_rhe", hc_json_real(at->potential_v_rhe));
    hc_json_set(json, "potential_v_she", hc_json_real(hc_kinetic_conditions_she_v(at)));
    hc_json_set(json, "ph", hc_json_real(at->ph));
    hc_json_set(json, "temperature_k", hc_json_real(at->temperature_k));
    hc_json_set(json, "coverages", by_surface(c->model->model, c->point->steady.theta));
    hc_json_set(json, "log_coverages", by_surface(c->model->model, c->point->steady.x));
    hc_json_set(json, "steps", steps_json(c));
    for (size_t i = 0; i < c->nproduct; i++) {
        hc_json_set(products, c->model->model->mechanism->species[c->product[i].species].name,
                    product_json(c, &c->product[i]));
    }
    hc_json_set(json, "products", products);
    hc_json_set(json, "electrons_per_s", band_json(&c->electrons_per_s, 1.0));
    hc_json_set(json, "current_ma_cm2", band_json(&c->current_ma_cm2, 1.0));
    hc_json_set(solver, "way", hc_json_text(hc_steady_way_text(c->point->steady.way)));
    hc_json_set(solver, "iterations", hc_json_integer((long long)c->point->steady.iterations));
    hc_json_set(solver, "residual", hc_json_real(c->point->steady.residual));
    hc_json_set(solver, "samples_failed", hc_json_integer((long long)c->draws.nfailed));
    hc_json_set(solver, "barriers_raised", hc_json_integer((long long)c->point->rates.nraised));
    if (c->nsolution > 0) {
        hc_json_set(json, "steady_states", solutions_json(c));
        hc_json_set(json, "steady_states_stability", stabilities_json(c));
    }
    if (!isnan(c->time_reached_s)) {
        hc_json_set(solver, "time_reached_s", hc_json_real(c->time_reached_s));
        hc_json_set(solver, "time_largest_difference", hc_json_real(c->time_difference));
    }
    hc_json_set(json, "solver", solver);
    hc_json_set(json, "scans", tables_json(&c->scans));
    return json;
}

hc_json *hc_study_statements_json(const hc_study_result *result)
{
    hc_json *statements = hc_json_array();
    for (size_t i = 0; i < result->nverdict; i++) {
        const hc_study_verdict *v = &result->verdict[i];
        hc_json *one = hc_json_object();
        hc_text words = {0};
        hc_json_set(one, "statement", hc_json_text(verdict_text(v, &words)));
        hc_json_set(one, "source", hc_json_text(v->options->source));
        hc_json_set(one, "met", hc_json_bool(v->met));
        hc_json_set(one, "value", hc_json_real(v->value));
        hc_json_set(one, "share_of_samples", hc_json_real(v->probability));
        hc_json_append(statements, one);
        hc_text_clear(&words);
    }
    return statements;
}

hc_json *hc_study_json(const hc_study_result *result)
{
    hc_json *json = hc_json_object(), *catalysts = hc_json_array();
    hc_json_set(json, "title", hc_json_text(result->study->options.title));
    for (size_t i = 0; i < result->ncatalyst; i++) {
        hc_json_append(catalysts, catalyst_json(&result->catalyst[i]));
    }
    hc_json_set(json, "catalysts", catalysts);
    hc_json *remarks = hc_json_array();
    hc_json_append_lines(remarks, hc_text_string(&result->study->remarks));
    hc_json_set(json, "remarks", remarks);
    hc_json_set(json, "statements", hc_study_statements_json(result));
    return json;
}
