/* One electrolysis: a current over a time at a potential, and the products that were found. */
#ifndef HC_MEASURED_RUN_H
#define HC_MEASURED_RUN_H

#include "measured/conditions.h"
#include "measured/product_method.h"
#include "measured/trace_format.h"

/* How a file of a potentiostat is to be read; keywords of whatever names one. */
typedef struct hc_file_options {
    char *file; /* absolute path; NULL: none */
    hc_trace_options how;
} hc_file_options;

extern const hc_keyword hc_file_keywords[];
HC_MUST_CHECK hc_status hc_file_options_read(hc_context *ctx, const hc_file_options *options, hc_trace **trace);

typedef struct hc_run_options {
    char *label;
    double begin_s, end_s;             /* of the part of the file that counts; NaN: its ends */
    double potential_v;                /* without file */
    double current_a, current_error_a; /* without file */
    double duration_s;                 /* without file */
    double instrument_error;           /* relative, of the current */
    double flow_m3_s, flow_error_m3_s; /* NaN: no gas */
    double flow_temperature_c, flow_pressure_pa;
    double standard_in, standard_out;  /* mole fractions of an inert gas; NaN: the flow is the outlet's */
    double standard_error;             /* relative, of their ratio */
    double volume_m3, volume_error_m3; /* NaN: no liquid */
    double cell_voltage_v;             /* NaN: not known */
} hc_run_options;

extern const hc_keyword hc_run_keywords[];

/* A product and the method that found it, with the method's options. */
typedef struct hc_product_measurement {
    const hc_product_method *method;
    const void *options;
} hc_product_measurement;

typedef struct hc_run_product {
    const hc_product *product;
    const hc_product_method *method;
    hc_uncertain rate_mol_s;       /* mean rate of formation */
    hc_uncertain efficiency;       /* Faradaic */
    hc_uncertain partial_a_m2;     /* signed as the current */
    hc_uncertain half_cell_energy; /* energy efficiency of the cathode's half cell */
    hc_uncertain full_cell_energy; /* NaN: the voltage of the cell is not known */
    hc_uncertain turnover_per_s;   /* NaN: the number of sites is not known */
} hc_run_product;

typedef enum hc_closure { HC_CLOSURE_CLOSED, HC_CLOSURE_MISSING, HC_CLOSURE_ABOVE } hc_closure;

typedef struct hc_run_result {
    char label[64];
    hc_error_sources sources;
    double potential_v;           /* as measured, mean */
    hc_uncertain potential_v_rhe; /* of the corrected scale */
    hc_uncertain current_a, current_a_m2;
    double charge_c, duration_s;
    size_t nproduct;
    hc_run_product *product; /* [nproduct], owned */
    hc_uncertain total;      /* sum of the efficiencies */
    hc_closure closure;      /* of the sum against 1 within 1.96 standard errors */
    hc_text notes;
} hc_run_result;

/* trace: of the run's file, NULL without one. The caller clears *result, also after a failure. */
HC_MUST_CHECK hc_status hc_run_evaluate(hc_context *ctx, const hc_measured_conditions *conditions,
                                        const hc_run_options *options, const hc_trace *trace, size_t nmeasurement,
                                        const hc_product_measurement *measurements, hc_run_result *result);
void hc_run_result_clear(hc_run_result *result);

/* Mean current and charge of the rows with begin <= t <= end: charge by the trapezoidal rule, mean = charge/duration;
 * the error of the mean from the scatter about a straight line with its correlation. */
typedef struct hc_current_mean {
    double current_a, error_a, charge_c, duration_s, potential_v;
} hc_current_mean;
HC_MUST_CHECK hc_status hc_current_mean_make(hc_context *ctx, const hc_trace *trace, double begin_s, double end_s,
                                             double area_m2, hc_current_mean *mean);

#endif
