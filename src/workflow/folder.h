/* The folder of a job: its files, how they grow, and how they are cut back to the last checkpoint.
 *
 * job.yaml        what ran, every default spelled out         start.extxyz      the structure it started from
 * log.txt         what was said                               trajectory.extxyz frames
 * series.csv      a row a step                                checkpoint.h5     the state after the last checkpoint
 * charges.csv     a row an atom, for steps of one's choice; only where the job asks for it
 * profile.csv, result.json, report.html, analysis/            made from these at the end */
#ifndef HC_WORKFLOW_FOLDER_H
#define HC_WORKFLOW_FOLDER_H

#include <stdbool.h>
#include <stdio.h>

#include "halfcell/context.h"
#include "halfcell/state.h"

typedef enum hc_folder_stream {
    HC_FOLDER_LOG,
    HC_FOLDER_SERIES,
    HC_FOLDER_TRAJECTORY,
    HC_FOLDER_CHARGES, /* only where has_charges */
    HC_FOLDER_STREAM_COUNT
} hc_folder_stream;

typedef struct hc_folder {
    char *path;
    FILE *stream[HC_FOLDER_STREAM_COUNT]; /* open for appending while a run holds the folder */
    bool has_charges;                     /* set by the run before anything is done with the streams */
    int lock;                             /* descriptor; -1: not held */
    hc_log_function *outer_log;           /* who else receives the log */
    void *outer_user;
    hc_context *logging; /* the context whose log is written into log.txt */
} hc_folder;

/* Makes a new folder. Refuses one that holds a job already, unless `overwrite`, which removes that job's files. */
HC_MUST_CHECK hc_status hc_folder_create(hc_context *ctx, const char *path, bool overwrite, hc_folder **folder);
/* Opens an existing job's folder. Refuses one without job.yaml. */
HC_MUST_CHECK hc_status hc_folder_open(hc_context *ctx, const char *path, hc_folder **folder);
/* Releases the lock, closes the streams and gives the log back. */
void hc_folder_close(hc_folder *folder);

/* "FOLDER/name"; the caller frees *path. */
HC_MUST_CHECK hc_status hc_folder_file(hc_context *ctx, const hc_folder *folder, const char *name, char **path);

/* Takes the folder for writing: one process at a time; opens the streams at their ends and logs into log.txt. */
HC_MUST_CHECK hc_status hc_folder_take(hc_context *ctx, hc_folder *folder);

/* Flushes the streams to disk and puts their lengths into the state ... */
HC_MUST_CHECK hc_status hc_folder_save(hc_context *ctx, hc_folder *folder, hc_state *state);
/* ... and cuts the files back to them, before hc_folder_take. */
HC_MUST_CHECK hc_status hc_folder_cut_back(hc_context *ctx, const hc_folder *folder, const hc_state *state);
/* Empties the streams' files: a run that has no checkpoint yet starts again. */
HC_MUST_CHECK hc_status hc_folder_reset(hc_context *ctx, const hc_folder *folder);

#endif
