/* A kinetic study as one writes it: mechanism, catalysts with their energies, conditions, and what is asked. */
#ifndef HC_WORKFLOW_KINETICS_STUDY_H
#define HC_WORKFLOW_KINETICS_STUDY_H

#include "input/schema.h"
#include "kinetics/model.h"
#include "kinetics/transport.h"
#include "workflow/literature.h"

typedef struct hc_study_species {
    char *name;
    double free_energy_ev, entropy_mev_per_k, error_ev;
    hc_real_list descriptor_slopes;
} hc_study_species;

typedef struct hc_study_interaction {
    hc_text_list between;
    double energy_ev;
} hc_study_interaction;

typedef struct hc_study_catalyst {
    char *name;
    double potential_v_rhe;      /* NaN: that of the study */
    double site_density_per_cm2; /* NaN: that of the study */
    hc_real_list descriptors;
    hc_text_list energies; /* tables */
    char *surface;         /* in them; NULL: the catalyst's name */
    hc_section_list species, interactions;
    hc_variant_list barriers;
} hc_study_catalyst;

typedef struct hc_study_fluid {
    char *name;
    double activity;
} hc_study_fluid;

/* Options of every kind of scan; the kinds differ in the keys that fill them. */
typedef struct hc_scan_options {
    double from, to;
    int points;
    char *fluid;
    int hold_she; /* of a scan of pH: U_SHE is kept, not U_RHE */
} hc_scan_options;

typedef struct hc_scan_record {
    const char *name, *summary, *reference;
    const hc_keyword *keywords;
    const char *label, *unit; /* of the axis; unit as of columns of tables (base/table.h) */
    bool log;
    /* Sets the conditions to x; activity [nspecies] is the conditions' own and may be written; fluid is its index. */
    void (*apply)(const hc_scan_options *options, double x, size_t fluid, hc_kinetic_conditions *conditions,
                  double *log_activity);
} hc_scan_record;
const hc_scan_record *const *hc_scan_records(void);

typedef struct hc_study_map {
    double x_from, x_to, y_from, y_to;
    int points;
    char *x_label, *y_label, *product;
} hc_study_map;

typedef struct hc_study_uncertainty {
    int samples, seed;
    double species_correlation, barrier_correlation;
} hc_study_uncertainty;

typedef struct hc_study_transient {
    double from_s, until_s;
    int points;
} hc_study_transient;

typedef struct hc_study_transport {
    double thickness_um; /* NaN: by the rotation */
    double rotation_rpm, viscosity_m2_s, co2_mol_per_l;
    bool buffer;
} hc_study_transport;

/* The layer of a study at the pH of its bulk, with `share` of the CO2 that its keys say. */
void hc_study_layer(const hc_study_transport *transport, double ph, double share, hc_transport_options *options);

/* A published statement to be held against the results; the kinds differ in which keys they have. */
typedef struct hc_statement_options {
    char *catalyst, *than, *product, *step, *source;
    double efficiency_percent;
} hc_statement_options;

typedef enum hc_statement_kind {
    HC_STATEMENT_STEP,
    HC_STATEMENT_SELECTIVE,
    HC_STATEMENT_MORE_ACTIVE
} hc_statement_kind;

typedef struct hc_statement_record {
    const char *name, *summary, *reference;
    const hc_keyword *keywords;
    hc_statement_kind kind;
} hc_statement_record;
const hc_statement_record *const *hc_statement_records(void);

typedef struct hc_study_options {
    char *title, *mechanism, *mechanism_file, *feed;
    hc_text_list notes, sources, measured;
    double temperature_k, potential_v_rhe, potential_v_she, ph;
    double reference_temperature_k, hydrogen_ev, water_ev, pkw, site_density_per_cm2, resistance_ohm_cm2;
    int barrier_scale; /* 0 SHE, 1 RHE */
    bool all_solutions, check_in_time;
    hc_section_list fluids, catalysts;
    hc_variant_list scans, statements;
    hc_study_map *map;
    hc_study_uncertainty *uncertainty;
    hc_study_transient *transient;
    hc_study_transport *transport;
    hc_literature_filter *literature;
} hc_study_options;
extern const hc_section hc_study_section;

/* One catalyst, ready for computing. */
typedef struct hc_study_model {
    const hc_study_catalyst *options; /* borrowed */
    hc_kinetic_model *model;
    hc_kinetic_conditions conditions; /* log_activity is that below */
    double *log_activity;
    double site_density_per_cm2; /* NaN: no currents */
} hc_study_model;

typedef struct hc_study {
    hc_yaml *yaml;
    hc_study_options options;
    hc_kinetic_mechanism *mechanism;
    size_t ncatalyst;
    hc_study_model *catalyst;
    hc_json **measured; /* results of `halfcell measured`, [options.measured.count] */
    hc_text remarks;    /* lines that a reader has to know beside the study's own notes */
} hc_study;

/* Reads and checks everything; errors have file, line and column. The caller owns *study. */
HC_MUST_CHECK hc_status hc_study_read(hc_context *ctx, const char *path, const hc_text_list *set, hc_study **study);
void hc_study_free(hc_study *study);

/* Barriers from the folders of runs that the study's barriers name. */
HC_MUST_CHECK hc_status hc_study_take_runs(hc_context *ctx, hc_study *study);

/* Free energies that are not given yet, from the tables that a catalyst names. */
HC_MUST_CHECK hc_status hc_study_take_energies(hc_context *ctx, const hc_study *study, size_t catalyst,
                                               hc_kinetic_model *model);

/* Results that a study names: those of a folder that a command wrote, or a file, relative to the study. */
HC_MUST_CHECK hc_status hc_study_read_result(hc_context *ctx, const hc_study *study, const char *name,
                                             hc_json **result);
/* Results of `halfcell measured` that the study names; and its other company, published efficiencies, is checked. */
HC_MUST_CHECK hc_status hc_study_read_company(hc_context *ctx, hc_study *study);
/* Draws both into a figure over the potential: `kind` is that of its columns, "fe", "j" or "rate", or "total". */
HC_MUST_CHECK hc_status hc_study_add_company(hc_context *ctx, const hc_study *study, const char *kind, hc_json *figure);

/* Index of a catalyst by its name, or ncatalyst. */
size_t hc_study_find_catalyst(const hc_study *study, const char *name);

/* For lists and the manual. */
bool hc_study_describe_barrier(size_t index, hc_variant_type *type);
extern const hc_variant_table hc_barrier_variants, hc_scan_variants, hc_statement_variants;

#endif
