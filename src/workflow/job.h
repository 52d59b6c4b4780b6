/* A job: everything that `halfcell run` reads from JOB.yaml, as plain data. The schema in job.c is the one place where
 * the keys of a job are defined. */
#ifndef HC_WORKFLOW_JOB_H
#define HC_WORKFLOW_JOB_H

#include "dynamics/constraint.h"
#include "dynamics/md.h"
#include "electrode/potential.h"
#include "input/schema.h"
#include "workflow/charges.h"

typedef struct hc_job_structure {
    char *file; /* absolute path after parsing */
} hc_job_structure;

typedef struct hc_job_dynamics {
    hc_md_options md;
    hc_variant thermostat;    /* record: hc_thermostat_record */
    hc_section_list schedule; /* of hc_temperature_point */
} hc_job_dynamics;

/* An entry of `constraints`: this struct, and behind it the options of the collective variable's kind. */
typedef struct hc_job_constraint {
    hc_constraint_options values; /* user's units of the kind; NaN where not given */
    char *name;                   /* of columns; NULL: xi */
} hc_job_constraint;

static inline const void *hc_job_constraint_colvar_options(const hc_job_constraint *constraint)
{
    return constraint + 1;
}

typedef struct hc_plain_options {
    int steps;
} hc_plain_options;

typedef enum hc_growth_directions { HC_GROWTH_FORWARD, HC_GROWTH_BOTH } hc_growth_directions;

typedef struct hc_growth_options {
    int directions; /* of hc_growth_directions */
    int equilibration_steps;
    int turn_steps;
    int bins;
} hc_growth_options;

typedef struct hc_windows_options {
    int windows;
    int equilibration_steps;
    int sampling_steps;
    int rule; /* of hc_profile_rule */
} hc_windows_options;

typedef enum hc_sampling_kind { HC_SAMPLING_PLAIN, HC_SAMPLING_SLOW_GROWTH, HC_SAMPLING_BLUE_MOON } hc_sampling_kind;

typedef struct hc_sampling_record {
    hc_sampling_kind kind;
    const char *name, *summary, *reference;
    const hc_keyword *keywords;
    size_t options_size;
} hc_sampling_record;

/* NULL-terminated. */
const hc_sampling_record *const *hc_sampling_records(void);

typedef struct hc_job_output {
    int trajectory_every, checkpoint_every, page_frames;
} hc_job_output;

typedef struct hc_job {
    char *title;
    hc_job_structure structure;
    hc_variant engine; /* record: hc_engine_record */
    hc_job_dynamics dynamics;
    hc_variant_list constraints;     /* record: hc_colvar_record, options: hc_job_constraint + the kind's */
    hc_variant sampling;             /* record: hc_sampling_record */
    hc_potential_options *potential; /* NULL: not asked for */
    hc_charges_options *charges;     /* NULL: not asked for */
    hc_variant_list analysis;        /* record: hc_analysis_record */
    hc_job_output output;
} hc_job;

extern const hc_section hc_job_section;
extern const hc_variant_table hc_job_engine_variants, hc_job_thermostat_variants, hc_job_colvar_variants,
    hc_job_sampling_variants, hc_job_analysis_variants;

/* Reads and checks a job file; *yaml is kept for the positions in later messages. The caller frees both, also after a
 * failure. */
HC_MUST_CHECK hc_status hc_job_read(hc_context *ctx, const char *path, hc_yaml **yaml, hc_job *job);
/* The same with values that replace those of the file: `set` holds texts such as "sampling.steps=10" (may be NULL). */
HC_MUST_CHECK hc_status hc_job_read_with(hc_context *ctx, const char *path, const hc_text_list *set, hc_yaml **yaml,
                                         hc_job *job);
void hc_job_clear(hc_job *job);

/* The name of constraint `index`: as given, or "xi" ("xi0", "xi1" ... when there are several). The caller frees it. */
HC_MUST_CHECK hc_status hc_job_constraint_name(hc_context *ctx, const hc_job *job, size_t index, char **name);

#endif
