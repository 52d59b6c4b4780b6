#include "workflow/page_trajectory.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/analysis.h"
#include "atoms/extxyz.h"
#include "halfcell/units.h"

void hc_page_add_frame(hc_text *xyz, const hc_structure *structure)
{
    hc_text_addf(xyz, "%zu\n\n", structure->natom);
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 r = hc_vec3_scale(HC_BOHR_IN_ANGSTROM, structure->position[i]);
        const char *symbol = hc_element_symbol(structure->atomic_number[i]);
        hc_text_addf(xyz, "%s %.3f %.3f %.3f\n", symbol ? symbol : "X", r.x, r.y, r.z);
    }
}

hc_json *hc_page_trajectory(const hc_structure *structure, const hc_text *xyz)
{
    hc_json *json = hc_json_object(), *pbc = hc_json_array();
    bool has_cell = hc_mat3_determinant(&structure->cell) != 0.0;
    for (int k = 0; k < 3; k++) {
        hc_json_append(pbc, hc_json_bool(structure->periodic[k]));
    }
    hc_json_set(json, "xyz", xyz->failed ? NULL : hc_json_text(hc_text_string(xyz)));
    hc_json_set(json, "cell_angstrom",
                has_cell ? hc_json_vectors(3, structure->cell.row, HC_BOHR_IN_ANGSTROM) : hc_json_text(NULL));
    hc_json_set(json, "pbc", pbc);
    return json;
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

static hc_status collect_frames(hc_context *ctx, const char *path, size_t total, size_t shown, hc_text *xyz,
                                hc_json *times)
{
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_trajectory_open(ctx, path, &reader));
    for (size_t i = 0; i < total; i++) {
        HC_TRY(hc_trajectory_next(ctx, reader, &frame));
        if (frame && frame_is_shown(i, total, shown)) {
            hc_page_add_frame(xyz, frame->structure);
            hc_json_append(times, hc_json_real(hc_frame_time_fs(frame)));
        }
        hc_frame_free(frame);
        frame = NULL;
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
    hc_text xyz = {0};
    hc_json *json = NULL, *times = hc_json_array();
    char *path = NULL;
    size_t total = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_folder_file(ctx, folder, "trajectory.extxyz", &path));
    HC_TRY(count_frames(ctx, path, &total));
    HC_TRY(collect_frames(ctx, path, total, (size_t)e->job.output.page_frames, &xyz, times));
    json = hc_page_trajectory(e->setup->structure, &xyz);
    hc_json_set(json, "times_fs", hc_json_share(times));
    hc_json_set(json, "marked", marked_atoms(e->setup));
    hc_json_set(json, "marked_label", hc_json_text("atoms of the constraints"));
    hc_json_set(page, "trajectory", json);
cleanup:
    hc_json_free(times);
    free(path);
    hc_text_clear(&xyz);
    return status;
}
