#include "analysis/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_table.h"

struct hc_analysis {
    const hc_analysis_record *record;
    void *self;
    size_t natom, nframe;
    int *atomic_number; /* of the first frame, [natom] */
};

hc_status hc_analysis_create(hc_context *ctx, const hc_analysis_record *record, const void *options,
                             const hc_structure *first, bool has_time, hc_analysis **analysis)
{
    hc_status status = HC_OK;
    hc_analysis *a = NULL;

    *analysis = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *a, &a));
    a->record = record;
    a->natom = first->natom;
    HC_TRY(hc_allocate(ctx, first->natom, sizeof(int), &a->atomic_number));
    if (first->natom > 0) {
        memcpy(a->atomic_number, first->atomic_number, first->natom * sizeof(int));
    }
    status = record->begin(ctx, options, first, has_time, &a->self);
    if (status != HC_OK) {
        HC_TRY(hc_fail_within(ctx, status, "analysis '%s': ", record->name));
    }
    *analysis = a;
    a = NULL;

cleanup:
    hc_analysis_free(a);
    return status;
}

hc_status hc_analysis_add_frame(hc_analysis *analysis, hc_context *ctx, const hc_structure *structure, double time)
{
    if (structure->natom != analysis->natom) {
        return hc_fail(ctx, HC_ERROR_INPUT, "analysis '%s': frame %zu has %zu atoms, the first one has %zu",
                       analysis->record->name, analysis->nframe, structure->natom, analysis->natom);
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (structure->atomic_number[i] != analysis->atomic_number[i]) {
            return hc_fail(ctx, HC_ERROR_INPUT, "analysis '%s': atom %zu is another element in frame %zu than before",
                           analysis->record->name, i, analysis->nframe);
        }
    }
    hc_status status = analysis->record->frame(analysis->self, ctx, structure, time);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "analysis '%s', frame %zu: ", analysis->record->name, analysis->nframe);
    }
    analysis->nframe++;
    return HC_OK;
}

hc_status hc_analysis_finish(hc_analysis *analysis, hc_context *ctx, hc_table_list *tables)
{
    if (analysis->nframe == 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "analysis '%s': there are no frames", analysis->record->name);
    }
    return analysis->record->end(analysis->self, ctx, tables);
}

void hc_analysis_free(hc_analysis *analysis)
{
    if (analysis == NULL) {
        return;
    }
    if (analysis->self != NULL) {
        analysis->record->free(analysis->self);
    }
    free(analysis->atomic_number);
    free(analysis);
}

double hc_frame_time_fs(const hc_frame *frame)
{
    for (size_t i = 0; i < frame->ninfo; i++) {
        double scale = strcmp(frame->info_key[i], "time_fs") == 0   ? 1
                       : strcmp(frame->info_key[i], "time_ps") == 0 ? 1000
                                                                    : 0;
        char *end = NULL;
        double value = scale > 0 ? strtod(frame->info_value[i], &end) : NAN;
        if (end != NULL && end != frame->info_value[i] && *end == '\0') {
            return scale * value;
        }
    }
    return NAN;
}

/* What a pass over a file carries. */
typedef struct file_pass {
    const hc_analysis_range *range;
    size_t count;
    const hc_analysis_record *const *records;
    const void *const *options;
    hc_analysis **analysis; /* [count] */
    bool has_time;
    size_t iframe, nused;
} file_pass;

static hc_status begin_all(hc_context *ctx, file_pass *pass, const hc_frame *frame)
{
    pass->has_time = isfinite(pass->range->timestep_fs) || isfinite(hc_frame_time_fs(frame));
    for (size_t i = 0; i < pass->count; i++) {
        hc_status status = hc_analysis_create(ctx, pass->records[i], pass->options[i], frame->structure, pass->has_time,
                                              &pass->analysis[i]);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

static hc_status time_of(hc_context *ctx, const file_pass *pass, const hc_frame *frame, double *time)
{
    double written = hc_frame_time_fs(frame);
    if (!pass->has_time) {
        *time = (double)pass->iframe;
    } else if (isfinite(pass->range->timestep_fs)) {
        *time = (double)pass->iframe * pass->range->timestep_fs;
    } else if (isfinite(written)) {
        *time = written;
    } else {
        return hc_fail(ctx, HC_ERROR_FORMAT, "frame %zu has no time_fs, unlike the first one; give the time step",
                       pass->iframe);
    }
    return HC_OK;
}

static hc_status use_frame(hc_context *ctx, file_pass *pass, const hc_frame *frame)
{
    hc_status status = HC_OK;
    double time = 0;

    if (pass->nused == 0) {
        HC_TRY(begin_all(ctx, pass, frame));
    }
    HC_TRY(time_of(ctx, pass, frame, &time));
    for (size_t i = 0; i < pass->count; i++) {
        HC_TRY(hc_analysis_add_frame(pass->analysis[i], ctx, frame->structure, time));
    }
    pass->nused++;

cleanup:
    return status;
}

static hc_status read_all(hc_context *ctx, hc_trajectory_reader *reader, file_pass *pass)
{
    hc_status status = HC_OK;
    hc_frame *frame = NULL;
    size_t stride = pass->range->stride > 0 ? pass->range->stride : 1;

    for (;; pass->iframe++) {
        hc_frame_free(frame);
        frame = NULL;
        if (hc_context_stop_requested(ctx)) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped after %zu frames", pass->iframe));
        }
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        if (frame == NULL) {
            break;
        }
        if (pass->iframe >= pass->range->skip && (pass->iframe - pass->range->skip) % stride == 0) {
            HC_TRY(use_frame(ctx, pass, frame));
        }
    }

cleanup:
    hc_frame_free(frame);
    return status;
}

hc_status hc_analysis_file(hc_context *ctx, const char *path, const hc_analysis_range *range, size_t count,
                           const hc_analysis_record *const *records, const void *const *options, hc_table_list *tables)
{
    hc_status status = HC_OK;
    hc_trajectory_reader *reader = NULL;
    file_pass pass = {.range = range, .count = count, .records = records, .options = options};

    HC_TRY(hc_allocate(ctx, count, sizeof(hc_analysis *), &pass.analysis));
    HC_TRY(hc_trajectory_open(ctx, path, &reader));
    HC_TRY(read_all(ctx, reader, &pass));
    if (pass.nused == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "%s: no frame is left of %zu after leaving out the first %zu", path,
                       pass.iframe, range->skip));
    }
    for (size_t i = 0; i < count; i++) {
        HC_TRY(hc_analysis_finish(pass.analysis[i], ctx, tables));
    }

cleanup:
    hc_trajectory_close(reader);
    for (size_t i = 0; pass.analysis != NULL && i < count; i++) {
        hc_analysis_free(pass.analysis[i]);
    }
    free(pass.analysis);
    return status;
}
