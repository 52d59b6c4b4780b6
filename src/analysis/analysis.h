/* Analyses of trajectories, frame by frame: a record each, in the table of analysis_table.c. Works on anybody's frames:
 * nothing but atoms, cell and periodicity is read.
 *
 * An analysis is begun with the first frame's structure (selections are resolved there), is given every frame, and at
 * the end appends its result tables. */
#ifndef HC_ANALYSIS_ANALYSIS_H
#define HC_ANALYSIS_ANALYSIS_H

#include <stddef.h>

#include "atoms/extxyz.h"
#include "base/table.h"
#include "halfcell/keyword.h"

/* One analysis as a line of the table. */
typedef struct hc_analysis_record {
    const char *name;      /* of input and command line: "rdf" */
    const char *summary;   /* one line */
    const char *reference; /* of definition and criteria */
    const char *shorthand; /* the keyword that the command line's --NAME VALUE sets; NULL when --NAME takes no value */
    const hc_keyword *keywords;
    size_t options_size;
    /* Options stay valid until free. `has_time`: the times of frames are fs, otherwise they are frame numbers. On
     * failure *self may be set and is freed. */
    hc_status (*begin)(hc_context *ctx, const void *options, const hc_structure *first, bool has_time, void **self);
    hc_status (*frame)(void *self, hc_context *ctx, const hc_structure *structure, double time);
    /* Called once, after at least one frame: appends the result tables. */
    hc_status (*end)(void *self, hc_context *ctx, hc_table_list *tables);
    void (*free)(void *self);
} hc_analysis_record;

/* All analyses, a NULL-terminated list. */
const hc_analysis_record *const *hc_analysis_records(void);
/* By name; fails with the nearest name. */
HC_MUST_CHECK hc_status hc_analysis_find(hc_context *ctx, const char *name, const hc_analysis_record **record);

/* One analysis at work. */
typedef struct hc_analysis hc_analysis;

/* options: the record's struct, borrowed until free. `has_time`: the times given with frames are fs. */
HC_MUST_CHECK hc_status hc_analysis_create(hc_context *ctx, const hc_analysis_record *record, const void *options,
                                           const hc_structure *first, bool has_time, hc_analysis **analysis);
/* Refuses a frame with other atoms than the first (number or elements). */
HC_MUST_CHECK hc_status hc_analysis_add_frame(hc_analysis *analysis, hc_context *ctx, const hc_structure *structure,
                                              double time);
/* Appends the result tables. Fails when no frame was given. */
HC_MUST_CHECK hc_status hc_analysis_finish(hc_analysis *analysis, hc_context *ctx, hc_table_list *tables);
void hc_analysis_free(hc_analysis *analysis);

/* Time of a frame in fs from its comment line (time_fs, time_ps), NaN when it does not say. */
double hc_frame_time_fs(const hc_frame *frame);

/* Which frames of a file are read. */
typedef struct hc_analysis_range {
    size_t skip;        /* leading frames left out */
    size_t stride;      /* every stride-th after that; 0 stands for 1 */
    double timestep_fs; /* between frames where they carry no time; NaN: the abscissa is the frame number */
} hc_analysis_range;

/* Reads a trajectory once and gives its frames to several analyses: records, options [count]. */
HC_MUST_CHECK hc_status hc_analysis_file(hc_context *ctx, const char *path, const hc_analysis_range *range,
                                         size_t count, const hc_analysis_record *const *records,
                                         const void *const *options, hc_table_list *tables);

#endif
