#include "measured/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "math/line_fit.h"
#include "math/statistics.h"
#include "measured/constants.h"

#define CONFIDENCE_95 1.959963984540054
#define ROUNDING 1e-9 /* of a sum whose parts have no errors */

/* Current of a row in A; files that have only densities are multiplied by the area. */
static double current_of(const hc_trace *trace, size_t row, double area_m2)
{
    return trace->value[HC_TRACE_CURRENT] != NULL ? trace->value[HC_TRACE_CURRENT][row]
                                                  : trace->value[HC_TRACE_CURRENT_DENSITY][row] * area_m2;
}

static hc_status find_rows(hc_context *ctx, const hc_trace *trace, double begin_s, double end_s, size_t *first,
                           size_t *count)
{
    const double *time = trace->value[HC_TRACE_TIME];
    bool has_current = trace->value[HC_TRACE_CURRENT] || trace->value[HC_TRACE_CURRENT_DENSITY];
    if (time == NULL || !has_current) {
        return hc_fail(ctx, HC_ERROR_INPUT, "an electrolysis needs time and current; the file has no %s",
                       time == NULL ? "time" : "current");
    }
    *first = trace->nrow;
    *count = 0;
    for (size_t i = 0; i < trace->nrow; i++) {
        if (i > 0 && time[i] < time[i - 1]) {
            return hc_fail(ctx, HC_ERROR_INPUT, "the time goes back at row %zu, from %g to %g s", i, time[i - 1],
                           time[i]);
        }
        if ((isnan(begin_s) || time[i] >= begin_s) && (isnan(end_s) || time[i] <= end_s)) {
            *first = i < *first ? i : *first;
            (*count)++;
        }
    }
    if (*count < 2 || !(time[*first + *count - 1] > time[*first])) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "%zu rows lie in the time that counts; at least 2 are needed (the file goes from %g to %g s)",
                       *count, time[0], time[trace->nrow - 1]);
    }
    return HC_OK;
}

/* Standard error of the mean about a straight line: a drift is no noise. */
static hc_status error_of_mean(hc_context *ctx, size_t count, const double *time, double *current, double *error)
{
    hc_line_fit line;
    hc_estimate estimate;
    *error = 0.0;
    if (count < 4) {
        return HC_OK;
    }
    hc_status status = hc_line_fit_make(ctx, "current against time", count, time, current, &line);
    for (size_t i = 0; status == HC_OK && i < count; i++) {
        current[i] -= hc_line_fit_at(&line, time[i], NULL);
    }
    if (status == HC_OK) {
        status = hc_statistics_mean(ctx, count, current, &estimate);
    }
    if (status == HC_OK) {
        *error = estimate.error;
    }
    return status;
}

hc_status hc_current_mean_make(hc_context *ctx, const hc_trace *trace, double begin_s, double end_s, double area_m2,
                               hc_current_mean *mean)
{
    hc_status status = HC_OK;
    size_t first = 0, count = 0;
    double *current = NULL, potential = 0.0;
    *mean = (hc_current_mean){0};
    HC_TRY(find_rows(ctx, trace, begin_s, end_s, &first, &count));
    HC_TRY(hc_allocate(ctx, count, sizeof *current, &current));
    const double *time = trace->value[HC_TRACE_TIME] + first;
    const double *volts =
        trace->value[HC_TRACE_POTENTIAL] ? trace->value[HC_TRACE_POTENTIAL] : trace->value[HC_TRACE_CONTROL];
    for (size_t i = 0; i < count; i++) {
        current[i] = current_of(trace, first + i, area_m2);
        potential += volts ? volts[first + i] / (double)count : NAN;
        mean->charge_c += i > 0 ? 0.5 * (current[i] + current[i - 1]) * (time[i] - time[i - 1]) : 0.0;
    }
    mean->duration_s = time[count - 1] - time[0];
    mean->current_a = mean->charge_c / mean->duration_s;
    mean->potential_v = potential;
    HC_TRY(error_of_mean(ctx, count, time, current, &mean->error_a));
cleanup:
    free(current);
    return status;
}

static hc_status find_current(hc_context *ctx, const hc_measured_conditions *conditions, const hc_run_options *o,
                              const hc_trace *trace, hc_current_mean *mean)
{
    if (trace != NULL) {
        hc_status status = hc_current_mean_make(ctx, trace, o->begin_s, o->end_s, conditions->electrode.area_m2, mean);
        if (status == HC_OK && isnan(mean->potential_v)) {
            mean->potential_v = o->potential_v;
        }
        if (status == HC_OK && isnan(mean->potential_v)) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "the file has no potential: give potential_v");
        }
        return status;
    }
    if (!isfinite(o->potential_v) || !isfinite(o->current_a) || !isfinite(o->duration_s)) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "name a file, or give potential_v, current_ma and duration_s of the electrolysis");
    }
    *mean = (hc_current_mean){.current_a = o->current_a,
                              .error_a = o->current_error_a,
                              .charge_c = o->current_a * o->duration_s,
                              .duration_s = o->duration_s,
                              .potential_v = o->potential_v};
    return HC_OK;
}

/* n' = p V'/(R T); with an inert standard the flow out is the flow in times x_in/x_out. */
static hc_status find_flow(hc_context *ctx, const hc_run_options *o, hc_error_sources *sources, hc_uncertain *flow)
{
    hc_uncertain ratio, volume;
    double moles = o->flow_pressure_pa / (HC_GAS_CONSTANT_J_PER_MOL_K * (o->flow_temperature_c + HC_CELSIUS_ZERO_K));
    bool standard = isfinite(o->standard_in) || isfinite(o->standard_out);
    *flow = hc_uncertain_exact(NAN);
    if (!isfinite(o->flow_m3_s)) {
        return HC_OK;
    }
    if (standard && !(isfinite(o->standard_in) && isfinite(o->standard_out))) {
        return hc_fail(ctx, HC_ERROR_INPUT, "an inert standard needs both standard_in_ppm and standard_out_ppm");
    }
    hc_status status = hc_uncertain_measured(ctx, sources, "gas flow", o->flow_m3_s, o->flow_error_m3_s, &volume);
    if (status != HC_OK) {
        return status;
    }
    double factor = standard ? o->standard_in / o->standard_out : 1.0;
    status = hc_uncertain_measured(ctx, sources, "inert standard", factor, factor * o->standard_error, &ratio);
    volume = hc_uncertain_multiply(&volume, &ratio);
    *flow = hc_uncertain_scale(&volume, moles);
    return status;
}

/* FE = n F r/|I| or n F N/|Q|; the charge moves with the mean current. */
static hc_uncertain find_efficiency(const hc_product *product, const hc_product_yield *yield,
                                    const hc_uncertain *current, double duration_s)
{
    hc_uncertain charge = hc_uncertain_scale(current, yield->is_rate ? -1.0 : -duration_s);
    hc_uncertain efficiency = hc_uncertain_divide(&yield->value, &charge);
    return hc_uncertain_scale(&efficiency, hc_product_electrons(product) * HC_FARADAY_C_PER_MOL);
}

typedef struct evaluation {
    const hc_measured_conditions *conditions;
    const hc_run_options *options;
    hc_uncertain area, sites;
    hc_run_result *result;
} evaluation;

/* (E_anode - E_product)/(E_anode - E) FE for the half cell, (E_anode - E_product)/U FE for the cell. */
static void find_energy_efficiency(const evaluation *e, hc_run_product *p)
{
    double anode = hc_water_oxidation_potential_v();
    double equilibrium = hc_product_equilibrium_v_rhe(p->product, e->conditions->electrolyte.ph);
    hc_uncertain potential = hc_uncertain_scale(&e->result->potential_v_rhe, -1.0);
    potential.value += anode;
    hc_uncertain ratio = hc_uncertain_divide(&p->efficiency, &potential);
    p->half_cell_energy = hc_uncertain_scale(&ratio, anode - equilibrium);
    p->full_cell_energy = hc_uncertain_scale(&p->efficiency, (anode - equilibrium) / e->options->cell_voltage_v);
}

static hc_status evaluate_product(hc_context *ctx, const evaluation *e, const hc_product_measurement *measurement,
                                  const hc_run_volumes *volumes, hc_run_product *p)
{
    hc_run_result *r = e->result;
    hc_product_yield yield;
    p->method = measurement->method;
    hc_status status = hc_product_find(ctx, hc_product_method_product(measurement->options), &p->product);
    if (status == HC_OK) {
        status = p->method->measure(ctx, measurement->options, volumes, &r->sources, &yield);
    }
    if (status != HC_OK) {
        return status;
    }
    p->efficiency = find_efficiency(p->product, &yield, &r->current_a, r->duration_s);
    p->rate_mol_s = yield.is_rate ? yield.value : hc_uncertain_scale(&yield.value, 1.0 / r->duration_s);
    p->partial_a_m2 = hc_uncertain_multiply(&p->efficiency, &r->current_a_m2);
    p->turnover_per_s = hc_uncertain_divide(&p->rate_mol_s, &e->sites);
    find_energy_efficiency(e, p);
    r->total = hc_uncertain_add(&r->total, &p->efficiency);
    return HC_OK;
}

static hc_closure find_closure(const hc_uncertain *total)
{
    double off = total->value - 1.0, allowed = CONFIDENCE_95 * hc_uncertain_error(total) + ROUNDING;
    return off > allowed ? HC_CLOSURE_ABOVE : off < -allowed ? HC_CLOSURE_MISSING : HC_CLOSURE_CLOSED;
}

/* Current, density and potential with their errors. */
static hc_status evaluate_current(hc_context *ctx, evaluation *e, const hc_trace *trace)
{
    hc_run_result *r = e->result;
    const hc_run_options *o = e->options;
    hc_current_mean mean;
    hc_potential_scale scale;
    hc_uncertain gain;
    hc_status status = HC_OK;
    HC_TRY(find_current(ctx, e->conditions, o, trace, &mean));
    if (!(mean.current_a < 0.0)) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "the mean current is %g A; a reduction has a negative (cathodic) one. reverse_current: true "
                         "is for files that count it as positive",
                         mean.current_a);
        goto cleanup;
    }
    HC_TRY(
        hc_uncertain_measured(ctx, &r->sources, "noise of the current", mean.current_a, mean.error_a, &r->current_a));
    HC_TRY(hc_uncertain_measured(ctx, &r->sources, "instrument", 1.0, o->instrument_error, &gain));
    r->current_a = hc_uncertain_multiply(&r->current_a, &gain);
    r->current_a_m2 = hc_uncertain_divide(&r->current_a, &e->area);
    r->charge_c = mean.charge_c;
    r->duration_s = mean.duration_s;
    r->potential_v = mean.potential_v;
    HC_TRY(hc_potential_scale_make(ctx, e->conditions, &r->sources, &scale, &r->notes));
    r->potential_v_rhe = hc_potential_uncertain_v_rhe(&scale, mean.potential_v, &r->current_a);
    if (o->label != NULL) {
        snprintf(r->label, sizeof r->label, "%s", o->label);
    } else {
        snprintf(r->label, sizeof r->label, "%.2f V", r->potential_v_rhe.value);
    }
cleanup:
    return status;
}

hc_status hc_run_evaluate(hc_context *ctx, const hc_measured_conditions *conditions, const hc_run_options *options,
                          const hc_trace *trace, size_t nmeasurement, const hc_product_measurement *measurements,
                          hc_run_result *result)
{
    hc_status status = HC_OK;
    hc_run_volumes volumes = {.liquid_m3 = hc_uncertain_exact(NAN)};
    *result = (hc_run_result){0};
    evaluation e = {.conditions = conditions, .options = options, .result = result};
    HC_TRY(hc_allocate(ctx, nmeasurement, sizeof *result->product, &result->product));
    HC_TRY(hc_uncertain_measured(ctx, &result->sources, "electrode area", conditions->electrode.area_m2,
                                 conditions->electrode.area_error_m2, &e.area));
    HC_TRY(hc_uncertain_measured(ctx, &result->sources, "number of sites", conditions->electrode.sites_mol,
                                 conditions->electrode.sites_error_mol, &e.sites));
    HC_TRY(evaluate_current(ctx, &e, trace));
    HC_TRY(find_flow(ctx, options, &result->sources, &volumes.gas_flow_mol_s));
    if (isfinite(options->volume_m3)) {
        HC_TRY(hc_uncertain_measured(ctx, &result->sources, "electrolyte volume", options->volume_m3,
                                     options->volume_error_m3, &volumes.liquid_m3));
    }
    for (size_t i = 0; i < nmeasurement; i++) {
        HC_TRY(evaluate_product(ctx, &e, &measurements[i], &volumes, &result->product[i]));
        result->nproduct++;
    }
    result->closure = find_closure(&result->total);
cleanup:
    return status;
}

void hc_run_result_clear(hc_run_result *result)
{
    free(result->product);
    hc_text_clear(&result->notes);
    *result = (hc_run_result){0};
}
