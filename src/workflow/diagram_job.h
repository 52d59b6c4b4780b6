/* What `halfcell diagram JOB.yaml` reads, and what it finds. */
#ifndef HC_WORKFLOW_DIAGRAM_JOB_H
#define HC_WORKFLOW_DIAGRAM_JOB_H

#include "base/json.h"
#include "base/text.h"
#include "input/schema.h"
#include "thermo/diagram.h"
#include "thermo/stability.h"

typedef struct hc_diagram_job {
    char *title, *competing, *descriptor, *competing_descriptor, *chemical_potential;
    hc_text_list energies, corrections, mechanisms, surfaces, scaling, stability, notes;
    hc_real_list potentials_v, ph_range, chemical_potential_range_ev;
    double ph, activity, allowance /* hartree */, low_v, high_v;
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
    size_t nstability;
    hc_routes **state_set;    /* [nstability] */
    hc_stability **stability; /* [nstability] */
} hc_diagram_study;

/* `job` was parsed from yaml and outlives the study. */
HC_MUST_CHECK hc_status hc_diagram_study_create(hc_context *ctx, const hc_yaml *yaml, const hc_diagram_job *job,
                                                hc_diagram_study **study);
void hc_diagram_study_free(hc_diagram_study *study);

/* Diagram of the path of a mechanism that asks for least on a surface, where an uphill chemical step counts like the
 * limiting potential; NULL: none. */
const hc_diagram *hc_diagram_study_best(const hc_diagram_study *study, size_t mechanism, const char *surface);
/* Equilibrium less limiting potential, V; NaN where a chemical step costs more than any step with electrons does. */
double hc_diagram_study_overpotential(const hc_diagram *d);
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
