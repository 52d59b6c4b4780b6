/* Evaluates a job's folder from what the run wrote there: series.csv and trajectory.extxyz. Also of a run that is still
 * going on or was stopped: then of the part that is there. */
#ifndef HC_WORKFLOW_EVALUATE_H
#define HC_WORKFLOW_EVALUATE_H

#include "base/table.h"
#include "math/statistics.h"
#include "sampling/profile.h"
#include "workflow/folder.h"
#include "workflow/plan.h"

/* One direction of slow growth, or the windows. */
typedef struct hc_path {
    const char *name; /* "forward", "backward", "mean", "windows" */
    hc_profile *profile;
    hc_profile_summary summary;
} hc_path;

#define HC_PATH_MAX 3

typedef struct hc_evaluation {
    hc_job job;
    hc_setup *setup;
    hc_plan *plan;
    hc_table *series;
    bool complete; /* the run reached its end */
    size_t steps;  /* rows of the series after the start */
    size_t unconverged;
    hc_estimate temperature_k; /* over the phases that count; NaN where the set temperature changes */
    hc_estimate above_set_k;   /* temperature above the set one; NaN where that is constant */
    double drift;              /* of the conserved quantity, hartree per atom and ps, least squares; NaN: too short */
    double fluctuation;        /* of it around that line, hartree per atom */
    bool has_potential;
    hc_estimate work_function_v, u_she_v;
    double u_homo_v,
        u_lumo_v; /* against SHE, had the highest filled or lowest empty level been taken; NaN when unknown */
    double u_rhe_v;
    hc_estimate *mean_force; /* plain sampling: dA/dxi of each constraint, hartree per unit, [nconstraint]; or NULL */
    size_t npath;
    hc_path path[HC_PATH_MAX];
    size_t quoted; /* index of the path whose barrier counts */
    bool has_hysteresis;
    hc_hysteresis hysteresis;
    char *xi_name; /* of the profile: the constraint's, or "progress" when several grow */
    hc_xi_unit xi_unit;
    hc_table_list profiles; /* profile.csv and its gradients, as figures */
    hc_table_list analyses;
} hc_evaluation;

HC_MUST_CHECK hc_status hc_evaluation_create(hc_context *ctx, const hc_folder *folder, hc_evaluation **evaluation);
void hc_evaluation_free(hc_evaluation *evaluation);

/* Evaluates and writes result.json, profile.csv, analysis/NAME.csv and report.html. A page that cannot be made because
 * the template is missing is a warning in the log: the numbers are there. */
HC_MUST_CHECK hc_status hc_evaluate_folder(hc_context *ctx, const hc_folder *folder);

/* The same for `halfcell report FOLDER`; here a page that cannot be made is a failure. */
HC_MUST_CHECK hc_status hc_report_folder(hc_context *ctx, const char *folder_path);

#endif
