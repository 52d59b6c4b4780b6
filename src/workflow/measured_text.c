/* A measured experiment for people and for machines. */
#include <math.h>

#include "workflow/measured_study.h"

static hc_json *number(const hc_uncertain *u, double scale)
{
    hc_json *pair = hc_json_object();
    hc_json_set(pair, "value", hc_json_real(u->value * scale));
    hc_json_set(pair, "error", hc_json_real(hc_uncertain_error(u) * fabs(scale)));
    return pair;
}

static hc_json *product_json(const hc_run_result *run, const hc_run_product *p)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "product", hc_json_text(p->product->formula));
    hc_json_set(json, "method", hc_json_text(p->method->name));
    hc_json_set(json, "electrons", hc_json_integer(hc_product_electrons(p->product)));
    hc_json_set(json, "faradaic_efficiency_percent", number(&p->efficiency, 100.0));
    hc_json_set(json, "partial_current_ma_per_cm2", number(&p->partial_a_m2, 0.1));
    hc_json_set(json, "rate_nmol_per_s", number(&p->rate_mol_s, 1e9));
    hc_json_set(json, "turnover_per_s", number(&p->turnover_per_s, 1.0));
    hc_json_set(json, "half_cell_energy_efficiency_percent", number(&p->half_cell_energy, 100.0));
    hc_json_set(json, "full_cell_energy_efficiency_percent", number(&p->full_cell_energy, 100.0));
    hc_json_set(json, "largest_error", hc_json_text(hc_run_largest_source(run, &p->efficiency)));
    return json;
}

static hc_json *run_json(const hc_run_result *run)
{
    hc_json *json = hc_json_object(), *products = hc_json_array(), *notes = hc_json_array();
    for (size_t i = 0; i < run->nproduct; i++) {
        hc_json_append(products, product_json(run, &run->product[i]));
    }
    hc_json_append_lines(notes, hc_text_string(&run->notes));
    hc_json_set(json, "label", hc_json_text(run->label));
    hc_json_set(json, "potential_v", hc_json_real(run->potential_v));
    hc_json_set(json, "potential_v_rhe", number(&run->potential_v_rhe, 1.0));
    hc_json_set(json, "current_ma", number(&run->current_a, 1e3));
    hc_json_set(json, "current_density_ma_per_cm2", number(&run->current_a_m2, 0.1));
    hc_json_set(json, "charge_c", hc_json_real(run->charge_c));
    hc_json_set(json, "duration_s", hc_json_real(run->duration_s));
    hc_json_set(json, "products", products);
    hc_json_set(json, "total_efficiency_percent", number(&run->total, 100.0));
    hc_json_set(json, "closure", hc_json_text(hc_closure_name(run->closure)));
    hc_json_set(json, "notes", notes);
    return json;
}

static hc_json *curve_json(const hc_measured_curve *curve)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "label", hc_json_text(curve->label));
    hc_json_set(json, "format", hc_json_text(curve->trace->format));
    hc_json_set(json, "technique", hc_json_text(hc_technique_name(curve->trace->technique)));
    hc_json_set(json, "reference_in_file",
                hc_json_text(curve->trace->reference[0] != '\0' ? curve->trace->reference : NULL));
    hc_json_set(json, "rows", hc_json_integer((long long)curve->trace->nrow));
    hc_json_set(json, "scan_rate_mv_s", hc_json_real(1e3 * curve->scan_rate_v_s));
    return json;
}

static hc_json *analysis_json(const hc_experiment_result *r, size_t index)
{
    const hc_measured_analysis *record = r->experiment.analyses.item[index].record;
    const hc_measured_result *result = &r->analysis[index];
    hc_json *json = hc_json_object(), *values = hc_json_object();
    for (size_t i = 0; i < result->nvalue; i++) {
        hc_json *pair = hc_json_object();
        hc_json_set(pair, "value", hc_json_real(result->value[i].value));
        hc_json_set(pair, "error", hc_json_real(result->value[i].error));
        hc_json_set(values, result->value[i].key, pair);
    }
    hc_json_set(json, "type", hc_json_text(record->name));
    hc_json_set(json, "values", values);
    return json;
}

hc_json *hc_experiment_json(const hc_experiment_result *r)
{
    hc_json *json = hc_json_object(), *curves = hc_json_array(), *runs = hc_json_array();
    hc_json *analyses = hc_json_array(), *notes = hc_json_array();
    for (size_t i = 0; i < r->experiment.curves.count; i++) {
        hc_json_append(curves, curve_json(&r->curve[i]));
    }
    for (size_t i = 0; i < r->nrun; i++) {
        hc_json_append(runs, run_json(&r->run[i]));
    }
    for (size_t i = 0; i < r->nanalysis; i++) {
        hc_json_append(analyses, analysis_json(r, i));
    }
    hc_json_append_lines(notes, hc_text_string(&r->notes));
    hc_json_set(json, "title", hc_json_text(r->experiment.title));
    hc_json_set(json, "reference_v_she", number(&r->scale.reference_v_she, 1.0));
    hc_json_set(json, "shift_to_rhe_v", number(&r->scale.shift_v, 1.0));
    hc_json_set(json, "uncompensated_resistance_ohm", number(&r->scale.resistance_ohm, 1.0));
    hc_json_set(json, "curves", curves);
    hc_json_set(json, "runs", runs);
    hc_json_set(json, "analyses", analyses);
    hc_json_set(json, "notes", notes);
    return json;
}

static void add_run(const hc_run_result *run, hc_text *out)
{
    hc_text_addf(out, "\n%s: %.3f ± %.3f V vs RHE, %.3f ± %.3f mA/cm2, %.4g C in %.4g s\n", run->label,
                 run->potential_v_rhe.value, hc_uncertain_error(&run->potential_v_rhe), 0.1 * run->current_a_m2.value,
                 0.1 * hc_uncertain_error(&run->current_a_m2), run->charge_c, run->duration_s);
    hc_text_addf(out, "  %-9s%-6s%18s%22s%16s   %s\n", "product", "by", "FE (%)", "j (mA/cm2)", "rate (nmol/s)",
                 "largest error");
    for (size_t i = 0; i < run->nproduct; i++) {
        const hc_run_product *p = &run->product[i];
        hc_text_addf(out, "  %-9s%-6s%9.2f ± %6.2f%13.4f ± %6.4f%16.4g   %s\n", p->product->formula, p->method->name,
                     100.0 * p->efficiency.value, 100.0 * hc_uncertain_error(&p->efficiency),
                     0.1 * p->partial_a_m2.value, 0.1 * hc_uncertain_error(&p->partial_a_m2), 1e9 * p->rate_mol_s.value,
                     hc_run_largest_source(run, &p->efficiency));
    }
    if (run->nproduct > 0) {
        static const char *const words[] = {"closes within its error", "products are missing", "is above the charge"};
        hc_text_addf(out, "  %-15s%9.2f ± %6.2f   %s\n", "sum", 100.0 * run->total.value,
                     100.0 * hc_uncertain_error(&run->total), words[run->closure]);
    }
}

static void add_analysis(const hc_experiment_result *r, size_t index, hc_text *out)
{
    const hc_measured_analysis *record = r->experiment.analyses.item[index].record;
    hc_text_addf(out, "\n%s\n", record->name);
    for (size_t i = 0; i < r->analysis[index].nvalue; i++) {
        const hc_measured_value *v = &r->analysis[index].value[i];
        hc_text_addf(out, "  %-28s%12.5g", v->label, v->value);
        if (isfinite(v->error)) {
            hc_text_addf(out, " ± %-10.3g", v->error);
        }
        hc_text_addf(out, " %s%s%s\n", v->unit, v->note[0] != '\0' ? "   " : "", v->note);
    }
}

void hc_experiment_text(const hc_experiment_result *r, hc_text *out)
{
    hc_text_addf(out, "E(RHE) = E + %.4f V (± %.4f) - I %.4g ohm\n", r->scale.shift_v.value,
                 hc_uncertain_error(&r->scale.shift_v), r->scale.resistance_ohm.value);
    for (size_t i = 0; i < r->experiment.curves.count; i++) {
        const hc_trace *trace = r->curve[i].trace;
        hc_text_addf(out, "%s: %s, %zu rows (%s)%s%s\n", r->curve[i].label, hc_technique_name(trace->technique),
                     trace->nrow, trace->format, trace->reference[0] != '\0' ? ", against " : "", trace->reference);
    }
    for (size_t i = 0; i < r->nrun; i++) {
        add_run(&r->run[i], out);
    }
    for (size_t i = 0; i < r->nanalysis; i++) {
        add_analysis(r, i, out);
    }
    if (r->notes.length > 0) {
        hc_text_addf(out, "\n%s", hc_text_string(&r->notes));
    }
}
