/* What a study gives: computed once, then written as text, JSON, tables and page. */
#ifndef HC_WORKFLOW_KINETICS_RUN_H
#define HC_WORKFLOW_KINETICS_RUN_H

#include "base/table.h"
#include "base/text.h"
#include "kinetics/point.h"
#include "kinetics/sample.h"
#include "workflow/kinetics_study.h"

/* A number with what the errors of the energies make of it. */
typedef struct hc_study_band {
    double value;             /* with the energies as given */
    double low, median, high; /* 16, 50 and 84 % of the samples; NaN without samples */
} hc_study_band;

/* Results under draws of the energies at one set of conditions; NaN where a draw has no steady state. */
typedef struct hc_study_draws {
    size_t count, nfailed;
    double *rate, *efficiency; /* [nproduct][count] */
    double *electron_rate;     /* [count] */
    double *scratch;           /* [count] */
} hc_study_draws;

typedef struct hc_study_product {
    size_t species;                /* of the mechanism */
    hc_study_band rate_per_s;      /* net formation per site (TOF) */
    hc_study_band efficiency;      /* Faradaic, 0 to 1; NaN without electrons */
    hc_study_band current_ma_cm2;  /* partial; cathodic is negative; NaN without a site density */
    double *control;               /* degree of rate control of each step, [nstep]; NaN where the product is not made */
    double *selectivity_control;   /* d ln(efficiency)/d ln k, [nstep] */
    double *thermodynamic_control; /* of each surface species, [network nspecies] */
    double *step_probability;      /* share of samples in which each step has the largest control, [nstep] */
    size_t determining_step;       /* HC_NONE where the product is not made */
    double activation_ev;          /* apparent: kT^2 d ln r/dT at constant U_RHE */
    double tafel_mv;               /* dU/d log10 of its rate, mV a decade; NaN for no electrons */
    double order_ph_she;           /* d log10 r/d pH at constant U_SHE */
    double *order;                 /* d ln r/d ln activity, [nspecies]; NaN for what is no fluid */
} hc_study_product;

/* What becomes of a steady state that is disturbed a little. */
typedef enum hc_study_stability {
    HC_STUDY_UNKNOWN, /* the integration did not come far enough */
    HC_STUDY_STABLE,
    HC_STUDY_UNSTABLE
} hc_study_stability;
extern const char *const hc_study_stability_names[];

typedef struct hc_study_catalyst_result {
    const hc_study_model *model;
    hc_kinetic_point *point; /* at the study's conditions */
    size_t nproduct;
    hc_study_product *product;
    hc_study_band electrons_per_s; /* taken from the electrode, per site */
    hc_study_band current_ma_cm2;  /* total; NaN without a site density */
    hc_study_draws draws;          /* at the study's conditions; empty without samples */
    size_t nsolution;              /* distinct steady states found; 0: not looked for */
    double *solution;              /* their ln theta, [nsolution][network nspecies] */
    hc_study_stability *stability; /* [nsolution] */
    double time_reached_s;         /* of the check in time; NaN: not asked for */
    double time_difference;        /* largest difference of a coverage from the steady state there */
    hc_table *transient;           /* NULL: not asked for */
    hc_table_list scans;           /* in the order of the study's scans */
} hc_study_catalyst_result;

typedef struct hc_study_verdict {
    const hc_statement_record *record;
    const hc_statement_options *options;
    bool met;
    double value;       /* control of the step, efficiency in percent, ratio of the rates */
    double probability; /* share of the samples in which it is met; NaN without samples */
} hc_study_verdict;

typedef struct hc_study_result {
    const hc_study *study;
    size_t ncatalyst;
    hc_study_catalyst_result *catalyst;
    size_t nverdict;
    hc_study_verdict *verdict;
    hc_table *map; /* NULL: none was asked for; rows x, y, rate, efficiency, x fastest */
} hc_study_result;

HC_MUST_CHECK hc_status hc_study_run(hc_context *ctx, const hc_study *study, hc_study_result **result);
void hc_study_result_free(hc_study_result *result);

/* Current density of so many electrons, as a rate per site with its band, mA/cm2, cathodic negative: the ends of the
 * band change places with the sign. NaN without a site density. */
hc_study_band hc_study_current(const hc_study_model *model, double electrons, hc_study_band rate_per_s);

/* A name for a column of a table: "theta-CO-t" of "theta" and "CO*_t", "free" for an empty site. */
#define HC_STUDY_COLUMN_SIZE 96
void hc_study_column_name(const char *kind, const char *species, const char *end, char name[HC_STUDY_COLUMN_SIZE]);

/* What a scan goes over, for readers: "U", "p(CO2)" of a gas, "c(HCO3-)" of what is dissolved; and its unit. */
void hc_study_scan_label(const hc_study *study, size_t scan, char *label, size_t size);
const char *hc_study_scan_unit(const hc_study *study, size_t scan);

/* What a species is called for readers: a fluid without "_g". */
void hc_study_display_name(const hc_kinetic_species *species, char name[HC_STUDY_COLUMN_SIZE]);

/* The parts, each in a file of its own. */
HC_MUST_CHECK hc_status hc_study_scan(hc_context *ctx, const hc_study *study, size_t catalyst,
                                      const hc_study_catalyst_result *base, hc_table_list *tables);
/* Further steady states, the check in time, the transient: what of it is asked for. */
HC_MUST_CHECK hc_status hc_study_second_look(hc_context *ctx, const hc_study *study, hc_study_catalyst_result *result);
HC_MUST_CHECK hc_status hc_study_map_run(hc_context *ctx, const hc_study *study, hc_table **table);
HC_MUST_CHECK hc_status hc_study_sample(hc_context *ctx, const hc_study *study, size_t catalyst,
                                        hc_study_catalyst_result *result);

/* Draws energies of one catalyst and solves for them, at conditions that may change from draw to draw. The products are
 * those of `base`. */
typedef struct hc_study_sampler hc_study_sampler;
HC_MUST_CHECK hc_status hc_study_sampler_create(hc_context *ctx, const hc_study *study, size_t catalyst,
                                                const hc_study_catalyst_result *base, hc_study_sampler **sampler);
void hc_study_sampler_free(hc_study_sampler *sampler);
/* Draws draws->count times. step_count [nproduct][nstep], or NULL: one more for the step with the largest control of
 * each product in each draw. */
HC_MUST_CHECK hc_status hc_study_sampler_run(hc_context *ctx, hc_study_sampler *sampler,
                                             const hc_kinetic_conditions *conditions, hc_study_draws *draws,
                                             double *const *step_count);
HC_MUST_CHECK hc_status hc_study_draws_create(hc_context *ctx, size_t nproduct, size_t count, hc_study_draws *draws);
void hc_study_draws_clear(hc_study_draws *draws);
/* Value with the quantiles of values [draws->count]; NaN quantiles without draws. */
hc_study_band hc_study_draws_band(const hc_study_draws *draws, double value, const double *values);
HC_MUST_CHECK hc_status hc_study_judge(hc_context *ctx, const hc_study *study, hc_study_result *result);

/* For people, for machines. */
void hc_study_text(const hc_study_result *result, hc_text *out);
hc_json *hc_study_json(const hc_study_result *result);
hc_json *hc_study_statements_json(const hc_study_result *result); /* its "statements" */
/* Parts of the page: total currents of a scan of the potential; how the steps control the rates and the efficiencies.
 */
HC_MUST_CHECK hc_status hc_study_add_polarisation(hc_context *ctx, const hc_study_result *result, size_t scan,
                                                  hc_json *figures);
HC_MUST_CHECK hc_status hc_study_add_tables(hc_context *ctx, const hc_study_result *result, hc_json *tables);
void hc_study_add_controls(const hc_study_result *result, hc_json *figures);
/* result.json, report.html and the tables as CSV, into a folder that is made when it is not there. */
HC_MUST_CHECK hc_status hc_study_write(hc_context *ctx, const hc_study_result *result, const char *folder);

#endif
