#include "workflow/page_trajectory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "atoms/extxyz.h"
#include "halfcell/units.h"

/* Text that grows; `failed` once out of memory. */
typedef struct growing_text {
    char *text;
    size_t length, capacity;
    bool failed;
} growing_text;

static void append(growing_text *out, const char *piece, size_t length)
{
    if (out->failed) {
        return;
    }
    if (out->length + length + 1 > out->capacity) {
        size_t capacity = 2 * (out->length + length + 1);
        char *larger = realloc(out->text, capacity);
        if (!larger) {
            out->failed = true;
            return;
        }
        out->text = larger;
        out->capacity = capacity;
    }
    memcpy(out->text + out->length, piece, length);
    out->length += length;
    out->text[out->length] = '\0';
}

static void append_frame(growing_text *out, const hc_structure *structure)
{
    char line[128];
    append(out, line, (size_t)snprintf(line, sizeof line, "%zu\n\n", structure->natom));
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, structure->position[i]);
        const char *symbol = hc_element_symbol(structure->atomic_number[i]);
        append(out, line,
               (size_t)snprintf(line, sizeof line, "%s %.3f %.3f %.3f\n", symbol ? symbol : "X", r.x, r.y, r.z));
    }
}

static hc_status count_frames(hc_context *ctx, const char *path, size_t *count)
{
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    hc_status status = HC_OK;
    *count = 0;
    HC_TRY(hc_trajectory_open(ctx, path, &reader));
    do {
        hc_frame_free(frame);
        frame = NULL;
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        *count += frame != NULL;
    } while (frame);
cleanup:
    hc_trajectory_close(reader);
    return status;
}

static bool frame_is_shown(size_t index, size_t total, size_t shown)
{
    if (total <= shown) {
        return true;
    }
    /* Frame k of those shown is number k (total - 1)/(shown - 1), rounded. */
    double step = (double)(total - 1) / (double)(shown - 1);
    return (size_t)llround(llround((double)index / step) * step) == index;
}

static hc_status collect_frames(hc_context *ctx, const char *path, size_t total, size_t shown, growing_text *xyz,
                                hc_json *times)
{
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_trajectory_open(ctx, path, &reader));
    for (size_t i = 0; i < total; i++) {
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        if (frame && frame_is_shown(i, total, shown)) {
            append_frame(xyz, frame->structure);
            hc_json_append(times, hc_json_real(hc_frame_time_fs(frame)));
        }
        hc_frame_free(frame);
        frame = NULL;
    }
    if (xyz->failed) {
        status = hc_fail(ctx, HC_ERROR_MEMORY, "out of memory: the trajectory of the page");
    }
cleanup:
    hc_trajectory_close(reader);
    return status;
}

static hc_json *marked_atoms(const hc_setup *setup)
{
    hc_json *array = hc_json_array();
    for (size_t k = 0; k < setup->nconstraint; k++) {
        for (size_t i = 0; i < setup->colvar[k]->natom && setup->colvar[k]->natom <= 8; i++) {
            hc_json_append(array, hc_json_integer((long long)setup->colvar[k]->atoms[i]));
        }
    }
    return array;
}

hc_status hc_page_add_trajectory(hc_context *ctx, const hc_folder *folder, const hc_evaluation *e, hc_json *page)
{
    const hc_structure *structure = e->setup->structure;
    growing_text xyz = {0};
    hc_json *json = hc_json_object(), *times = hc_json_array(), *pbc = hc_json_array();
    char *path = NULL;
    size_t total = 0;
    hc_status status = HC_OK;
    hc_json_set(json, "times_fs", times);
    hc_json_set(json, "pbc", pbc);
    HC_TRY(hc_folder_file(ctx, folder, "trajectory.extxyz", &path));
    HC_TRY(count_frames(ctx, path, &total));
    HC_TRY(collect_frames(ctx, path, total, (size_t)e->job.output.page_frames, &xyz, times));
    for (int k = 0; k < 3; k++) {
        hc_json_append(pbc, hc_json_bool(structure->periodic[k]));
    }
    bool has_cell = hc_mat3_determinant(&structure->cell) != 0.0;
    hc_json_set(json, "cell_angstrom",
                has_cell ? hc_json_vectors(3, structure->cell.row, HC_BOHR_IN_ANGSTROM) : hc_json_text(NULL));
    hc_json_set(json, "xyz", hc_json_text(xyz.text ? xyz.text : ""));
    hc_json_set(json, "marked", marked_atoms(e->setup));
    hc_json_set(json, "marked_label", hc_json_text("atoms of the constraints"));
    hc_json_set(page, "trajectory", json);
    json = NULL;
cleanup:
    hc_json_free(json);
    free(path);
    free(xyz.text);
    return status;
}
