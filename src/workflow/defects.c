#include "workflow/defects.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "atoms/structure_format.h"
#include "base/file.h"
#include "halfcell/units.h"
#include "workflow/page_trajectory.h"

const hc_keyword hc_defect_keywords[] = {
    {.name = "reference",
     .type = HC_VALUE_FILE,
     .offset = offsetof(hc_defect_request, reference),
     .default_text = "",
     .doc = "Perfect structure of the same cell, or a cell that fills it when repeated: vacancies, interstitials and "
            "strain are against it."},
    {.name = "only",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(hc_defect_request, only),
     .default_text = "",
     .doc = "Recognisers to use, as `halfcell list recognisers` names them; all that apply without it."},
    {.name = "rings_up_to",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_defect_request, rings_up_to),
     .default_text = "12",
     .minimum = 3,
     .maximum = HC_RING_MAXIMUM,
     .doc = "Atoms of the largest rings that are looked for."},
    {.name = "cell_edge_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_defect_request, cell_edge),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 20,
     .doc =
         "Edge of the unstrained cubic cell (of hcp: √2 a) that the strain of metals is against; without it the mean "
         "one of the structure."},
    {.name = "skip",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_defect_request, skip),
     .default_text = "0",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Leading frames of a trajectory to leave out."},
    {.name = "stride",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_defect_request, stride),
     .default_text = "1",
     .minimum = 1,
     .maximum = 2147483647,
     .doc = "Use every so-many-th frame."},
    {.name = "page_frames",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_defect_request, page_frames),
     .default_text = "200",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Frames that the page shows at most, the first ones."},
    {0}};

/* More atoms than these are too many for a page. */
#define PAGE_ATOMS 20000

/* What is used while frames are read. */
typedef struct reading {
    hc_defect_study *study;
    const hc_defect_request *request;
    hc_defect_options options;
    hc_structure *reference;
    size_t nrecord;
    const hc_recogniser_record **record;
    FILE *out; /* NULL: nothing is written */
    size_t capacity;
    size_t shown_atoms; /* atoms of the first frame: those with others cannot be shown with it */
} reading;

static hc_status find_records(hc_context *ctx, reading *r)
{
    hc_status status = HC_OK;
    r->nrecord = r->request->only.count;
    HC_TRY(hc_allocate(ctx, r->nrecord, sizeof *r->record, &r->record));
    for (size_t k = 0; k < r->nrecord; k++) {
        HC_TRY(hc_recogniser_find(ctx, r->request->only.value[k], &r->record[k]));
    }
cleanup:
    return status;
}

/* Room for one more frame in all rows. */
static hc_status reserve_frame(hc_context *ctx, reading *r)
{
    hc_defect_study *study = r->study;
    hc_status status = HC_OK;
    double *larger = NULL;
    if (study->nframe < r->capacity) {
        return HC_OK;
    }
    size_t capacity = 2 * r->capacity + 16;
    for (size_t k = 0; k <= study->nkind; k++) {
        double **row = k < study->nkind ? &study->count[k] : &study->time;
        HC_TRY(hc_allocate(ctx, capacity, sizeof *larger, &larger));
        if (study->nframe > 0) {
            memcpy(larger, *row, study->nframe * sizeof *larger);
        }
        free(*row);
        *row = larger;
    }
    r->capacity = capacity;
cleanup:
    return status;
}

/* The row of a kind, made when it is new: the frames before had none. */
static hc_status row_of(hc_context *ctx, reading *r, const hc_census_line *line, size_t *row)
{
    hc_status status = HC_OK;
    hc_defect_study *study = r->study;
    hc_census_line *kinds = NULL;
    double **counts = NULL;
    for (*row = 0; *row < study->nkind; (*row)++) {
        if (strcmp(study->kind[*row].kind, line->kind) == 0) {
            return HC_OK;
        }
    }
    HC_TRY(hc_allocate(ctx, study->nkind + 1, sizeof *kinds, &kinds));
    HC_TRY(hc_allocate(ctx, study->nkind + 1, sizeof *counts, &counts));
    HC_TRY(hc_allocate(ctx, r->capacity, sizeof **counts, &counts[study->nkind]));
    if (study->nkind > 0) {
        memcpy(kinds, study->kind, study->nkind * sizeof *kinds);
        memcpy(counts, study->count, study->nkind * sizeof *counts);
    }
    kinds[study->nkind] = *line;
    kinds[study->nkind].count = 0.0;
    free(study->kind);
    free(study->count);
    study->kind = kinds;
    study->count = counts;
    study->nkind++;
    kinds = NULL;
    counts = NULL;
cleanup:
    free(kinds);
    free(counts);
    return status;
}

static hc_status add_counts(hc_context *ctx, reading *r, double time)
{
    hc_defect_study *study = r->study;
    hc_status status = HC_OK;
    size_t row;
    HC_TRY(reserve_frame(ctx, r));
    for (size_t k = 0; k < study->census->nline; k++) {
        HC_TRY(row_of(ctx, r, &study->census->line[k], &row));
        study->count[row][study->nframe] = study->census->line[k].count;
    }
    study->has_time = study->nframe == 0 ? isfinite(time) : study->has_time && isfinite(time);
    study->time[study->nframe] = isfinite(time) ? time : (double)study->nframe;
    study->nframe++;
cleanup:
    return status;
}

/* Keeps the frame for the viewer while it has room and the same atoms. */
static void keep_frame(reading *r)
{
    const hc_structure *s = r->study->structure;
    r->shown_atoms = r->study->nframe == 1 ? s->natom : r->shown_atoms;
    if (s->natom == r->shown_atoms && r->study->nshown < (size_t)r->request->page_frames && s->natom <= PAGE_ATOMS) {
        hc_page_add_frame(&r->study->xyz, s);
        r->study->nshown++;
    }
}

/* Looks at one frame; takes the structure. */
static hc_status take_frame(hc_context *ctx, reading *r, hc_structure *structure, double time)
{
    hc_status status = HC_OK;
    hc_defect_study *study = r->study;
    hc_structure_free(study->structure);
    study->structure = structure;
    hc_census_free(study->census);
    study->census = NULL;
    HC_TRY(hc_defects_recognise(ctx, structure, &r->options, r->nrecord, r->record, &study->extent, &study->census));
    HC_TRY(add_counts(ctx, r, time));
    keep_frame(r);
    if (r->out != NULL) {
        HC_TRY(hc_census_write_frame(ctx, r->out, structure, study->census));
    }
    if (hc_context_stop_requested(ctx)) {
        status = hc_fail(ctx, HC_ERROR_INTERRUPTED, "stopped after %zu frames", study->nframe);
    }
cleanup:
    return status;
}

static hc_status read_frames(hc_context *ctx, reading *r, const char *path)
{
    hc_status status = HC_OK;
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    HC_TRY(hc_trajectory_open(ctx, path, &reader));
    for (size_t index = 0;; index++) {
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        if (frame == NULL) {
            break;
        }
        size_t skip = (size_t)r->request->skip;
        if (index >= skip && (index - skip) % (size_t)r->request->stride == 0) {
            hc_structure *structure = frame->structure;
            frame->structure = NULL;
            status = take_frame(ctx, r, structure, hc_frame_time_fs(frame));
            HC_TRY(status == HC_OK ? HC_OK : hc_fail_within(ctx, status, "%s, frame %zu: ", path, index));
        }
        hc_frame_free(frame);
        frame = NULL;
    }
    if (r->study->nframe == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: no frame is left after skipping %d", path, r->request->skip);
    }
cleanup:
    hc_frame_free(frame);
    hc_trajectory_close(reader);
    return status;
}

static hc_status read_all(hc_context *ctx, reading *r, const char *path)
{
    const hc_structure_format *format = hc_structure_format_of_name(path);
    hc_structure *structure = NULL;
    if (format == &hc_format_extxyz) {
        return read_frames(ctx, r, path);
    }
    hc_status status = hc_structure_read(ctx, path, &structure);
    return status == HC_OK ? take_frame(ctx, r, structure, NAN) : status;
}

static hc_status begin(hc_context *ctx, reading *r, const char *folder, char **temporary)
{
    hc_status status = HC_OK;
    r->options.ring_maximum = r->request->rings_up_to;
    r->options.cell_edge = r->request->cell_edge;
    HC_TRY(find_records(ctx, r));
    if (r->request->reference != NULL) {
        HC_TRY(hc_structure_read(ctx, r->request->reference, &r->reference));
        r->options.reference = r->reference;
    }
    if (folder != NULL) {
        HC_TRY(hc_directory_create(ctx, folder));
        HC_TRY(hc_path_join(ctx, folder, "defects.extxyz.tmp", temporary));
        r->out = fopen(*temporary, "w");
        if (r->out == NULL) {
            status = hc_fail(ctx, HC_ERROR_FILE, "%s cannot be written", *temporary);
        }
    }
cleanup:
    return status;
}

static void finish_means(hc_defect_study *study)
{
    for (size_t k = 0; k < study->nkind; k++) {
        double sum = 0.0;
        for (size_t i = 0; i < study->nframe; i++) {
            sum += study->count[k][i];
        }
        study->kind[k].count = sum / (double)study->nframe;
    }
    for (size_t i = 0; !study->has_time && i < study->nframe; i++) {
        study->time[i] = (double)i;
    }
}

/* Closes defects.extxyz and gives it its name. */
static hc_status commit(hc_context *ctx, reading *r, const char *folder, const char *temporary)
{
    char *path = NULL;
    hc_status status = hc_path_join(ctx, folder, "defects.extxyz", &path);
    int failed = fclose(r->out);
    r->out = NULL;
    if (status == HC_OK) {
        status = failed != 0 ? hc_fail(ctx, HC_ERROR_FILE, "%s cannot be written", temporary)
                             : hc_file_commit(ctx, temporary, path);
    }
    free(path);
    return status;
}

hc_status hc_defect_study_create(hc_context *ctx, const char *path, const hc_defect_request *request,
                                 const char *folder, hc_defect_study **study)
{
    hc_status status = HC_OK;
    reading r = {.request = request};
    char *temporary = NULL;
    *study = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *r.study, &r.study));
    r.study->path = path;
    HC_TRY(begin(ctx, &r, folder, &temporary));
    HC_TRY(read_all(ctx, &r, path));
    finish_means(r.study);
    if (r.out != NULL) {
        HC_TRY(commit(ctx, &r, folder, temporary));
    }
    *study = r.study;
    r.study = NULL;
cleanup:
    if (r.out != NULL) {
        fclose(r.out);
        remove(temporary);
    }
    free(temporary);
    free(r.record);
    hc_structure_free(r.reference);
    hc_defect_study_free(r.study);
    return status;
}

hc_status hc_defect_study_of(hc_context *ctx, const char *name, const hc_structure *structure, hc_defect_study **study)
{
    hc_status status = HC_OK;
    hc_defect_request request = {0};
    reading r = {.request = &request};
    hc_structure *copy = NULL;
    *study = NULL;
    HC_TRY(hc_keywords_set_defaults(ctx, hc_defect_keywords, &request));
    HC_TRY(hc_allocate(ctx, 1, sizeof *r.study, &r.study));
    r.study->path = name;
    HC_TRY(begin(ctx, &r, NULL, NULL));
    HC_TRY(hc_structure_copy(ctx, structure, &copy));
    HC_TRY(take_frame(ctx, &r, copy, NAN));
    finish_means(r.study);
    *study = r.study;
    r.study = NULL;
cleanup:
    free(r.record);
    hc_keywords_clear(hc_defect_keywords, &request);
    hc_defect_study_free(r.study);
    return status;
}

void hc_defect_study_free(hc_defect_study *study)
{
    if (study == NULL) {
        return;
    }
    hc_structure_free(study->structure);
    hc_census_free(study->census);
    for (size_t k = 0; k < study->nkind; k++) {
        free(study->count[k]);
    }
    free(study->count);
    free(study->kind);
    free(study->time);
    hc_text_clear(&study->xyz);
    free(study);
}
