/* What `halfcell diagram JOB.yaml` reads, and what it finds. */
#ifndef HC_WORKFLOW_DIAGRAM_JOB_H
#define HC_WORKFLOW_DIAGRAM_JOB_H

#include "base/json.h"
#include "base/text.h"
#include "input/schema.h"
#include "thermo/diagram.h"
#include "thermo/stability.h"

typedef struct hc_diagram_job {
    char *title, *competing, *descriptor, *competing_descriptor;
    hc_text_list energies, corrections, mechanisms, surfaces, scaling, stability, notes, chemical_potential;
    hc_real_list potentials_v, ph_range, chemical_potential_range_ev;
    double ph, activity, allowance /* hartree */, low_v, high_v, she_absolute /* hartree */;
    hc_thermo_conditions conditions;
} hc_diagram_job;

extern const hc_section hc_diagram_section;

/* One pair of species or reactions over surfaces. */
typedef struct hc_scaling {
    char *x_label, *y_label;
    size_t count;
    const char **surface; /* [count], borrowed */
    double *x, *y;        /* eV, [count] */
    hc_line_fit fit;
} hc_scaling;

/* Where, between the job's limits of potential, a defect changes its charge. */
typedef struct hc_transition {
    const char *from, *to; /* states below and above, borrowed */
    int length;            /* of the defect's name, with which both begin */
    size_t set;            /* index of its set of states */
    double at_v_she, error_v;
} hc_transition;

typedef struct hc_diagram_study {
    const hc_diagram_job *job;
    hc_energies *energies;
    size_t nmechanism; /* those asked for, then the competing one */
    hc_routes **mechanism;
    size_t nsurface;
    const char **surface; /* [nsurface] */
    size_t ndiagram;
    hc_diagram **diagram;
    hc_text skipped; /* lines, each with this before it */
#define HC_DIAGRAM_SKIPPED "left out: "
    size_t nscaling;
    hc_scaling *scaling;
    size_t nset;
    hc_routes **set;          /* of states, [nset] */
    size_t nstability;        /* sets times the surfaces whose energies they need */
    hc_routes **state_set;    /* [nstability], of `set` */
    hc_stability **stability; /* [nstability] */
    size_t ntransition;
    hc_transition *transition; /* of all sets */
} hc_diagram_study;

/* `job` was parsed from yaml and outlives the study. */
HC_MUST_CHECK hc_status hc_diagram_study_create(hc_context *ctx, const hc_yaml *yaml, const hc_diagram_job *job,
                                                hc_diagram_study **study);
void hc_diagram_study_free(hc_diagram_study *study);

/* A file of paths or states beside the job or of halfcell's data; `key` and `index` say where the job names it. */
HC_MUST_CHECK hc_status hc_diagram_read_set(hc_context *ctx, const hc_yaml *yaml, const char *name, const char *key,
                                            size_t index, hc_routes **mechanism);
/* Fills the study's sets of states, for each surface that has what they need. */
HC_MUST_CHECK hc_status hc_diagram_make_stability(hc_context *ctx, const hc_yaml *yaml, hc_diagram_study *study);

/* Diagram of the path of a mechanism that asks for least on a surface, where an uphill chemical step counts like the
 * limiting potential; NULL: none. */
const hc_diagram *hc_diagram_study_best(const hc_diagram_study *study, size_t mechanism, const char *surface);
/* Equilibrium less limiting potential, V; NaN where a chemical step costs more than any step with electrons does. */
double hc_diagram_study_overpotential(const hc_diagram *d);
/* A potential against RHE on the scale of SHE at the job's temperature and pH, V. */
double hc_diagram_study_she(const hc_diagram_study *study, double u_v_rhe);
/* What a set of states is called, with its surface where it depends on one. */
void hc_diagram_study_set_name(const hc_diagram_study *study, size_t index, char *text, size_t size);
/* Index of the competing mechanism; nmechanism: none. */
size_t hc_diagram_study_competing(const hc_diagram_study *study);
/* Free energy of a species or a reaction ("CO_g + * -> CO*") on a surface, hartree; NaN where the table lacks it. */
HC_MUST_CHECK hc_status hc_diagram_study_value(hc_context *ctx, const hc_diagram_study *study, const char *text,
                                               const char *surface, double *value);

hc_json *hc_diagram_study_json(const hc_diagram_study *study);
void hc_diagram_study_text(const hc_diagram_study *study, hc_text *out);
/* result.json and report.html in `folder`. */
HC_MUST_CHECK hc_status hc_diagram_study_write(hc_context *ctx, const hc_diagram_study *study, const char *folder);

#endif
