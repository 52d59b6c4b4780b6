#include "analysis/defects/crystal_frames.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

#define SAME 1e-6

static const hc_mat3 unit = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};

static void fcc_vectors(const hc_mat3 *axes, hc_vec3 *vector)
{
    for (int k = 0; k < 12; k++) {
        int a = k / 4, b = (a + 1) % 3;
        double x = k & 1 ? -0.5 : 0.5, y = k & 2 ? -0.5 : 0.5;
        vector[k] = hc_vec3_axpy(hc_vec3_scale(x, axes->row[a]), y, axes->row[b]);
    }
}

static void bcc_vectors(hc_vec3 *vector)
{
    for (int k = 0; k < 8; k++) {
        vector[k] = hc_vec3_make(k & 1 ? -0.5 : 0.5, k & 2 ? -0.5 : 0.5, k & 4 ? -0.5 : 0.5);
    }
    for (int k = 8; k < 14; k++) {
        vector[k] = hc_vec3_scale(k & 1 ? -1.0 : 1.0, unit.row[(k - 8) / 2]);
    }
}

/* Of the fcc vectors those within the plane and above it; below are the mirror images of those above. */
static void hcp_vectors(const hc_mat3 *axes, hc_vec3 normal, hc_vec3 *vector)
{
    hc_vec3 fcc[12];
    int count = 0;
    fcc_vectors(axes, fcc);
    for (int k = 0; k < 12; k++) {
        double height = hc_vec3_dot(fcc[k], normal);
        if (height > -SAME) {
            vector[count++] = fcc[k];
        }
        if (height > SAME) {
            vector[count++] = hc_vec3_axpy(fcc[k], -2.0 * height, normal);
        }
    }
}

static hc_crystal_frame make_frame(hc_lattice lattice, const hc_mat3 *axes, hc_vec3 normal)
{
    hc_crystal_frame made = {.lattice = lattice, .count = lattice == HC_LATTICE_BCC ? 14 : 12, .axes = *axes};
    if (lattice == HC_LATTICE_FCC) {
        fcc_vectors(axes, made.vector);
    } else if (lattice == HC_LATTICE_BCC) {
        bcc_vectors(made.vector);
    } else {
        made.normal = normal;
        hcp_vectors(axes, normal, made.vector);
    }
    for (int k = 0; k < 8; k++) {
        made.beside[0][k] = made.beside[1][k] = -1;
    }
    return made;
}

static bool has_vector(const hc_crystal_frame *frame, hc_vec3 v)
{
    for (int k = 0; k < frame->count; k++) {
        if (hc_vec3_norm2(hc_vec3_sub(frame->vector[k], v)) < SAME) {
            return true;
        }
    }
    return false;
}

static bool is_same(const hc_crystal_frame *a, const hc_crystal_frame *b)
{
    bool same = a->lattice == b->lattice;
    for (int k = 0; same && k < a->count; k++) {
        same = has_vector(a, b->vector[k]);
    }
    return same;
}

/* Number of a frame with these vectors, added when there is none. */
static hc_status find_frame(hc_context *ctx, hc_crystal_frames *frames, hc_lattice lattice, const hc_mat3 *axes,
                            hc_vec3 normal, int *number)
{
    hc_crystal_frame wanted = make_frame(lattice, axes, normal);
    for (size_t k = 0; k < frames->count; k++) {
        if (is_same(&frames->frame[k], &wanted)) {
            *number = (int)k;
            return HC_OK;
        }
    }
    hc_status status = hc_array_reserve(ctx, &frames->frame, sizeof *frames->frame, frames->count, frames->count + 1,
                                        &frames->capacity);
    if (status == HC_OK) {
        *number = (int)frames->count;
        frames->frame[frames->count++] = wanted;
    }
    return status;
}

hc_status hc_crystal_frames_create(hc_context *ctx, hc_crystal_frames **frames)
{
    static const hc_lattice begin[] = {
        [HC_FRAME_FCC] = HC_LATTICE_FCC, [HC_FRAME_BCC] = HC_LATTICE_BCC, [HC_FRAME_HCP] = HC_LATTICE_HCP};
    hc_status status = HC_OK;
    hc_vec3 normal = hc_vec3_scale(1.0 / sqrt(3.0), hc_vec3_make(1, 1, 1));
    hc_crystal_frames *made = NULL;
    int number;
    *frames = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    for (int k = 0; k < 3; k++) {
        HC_TRY(find_frame(ctx, made, begin[k], &unit, normal, &number));
    }
    *frames = made;
    made = NULL;
cleanup:
    hc_crystal_frames_free(made);
    return status;
}

void hc_crystal_frames_free(hc_crystal_frames *frames)
{
    if (frames != NULL) {
        free(frames->frame);
        free(frames);
    }
}

/* Turned by 180 degrees about the normal: the other side of an hcp layer. */
static hc_mat3 turned(const hc_mat3 *axes, hc_vec3 normal)
{
    hc_mat3 other;
    for (int k = 0; k < 3; k++) {
        other.row[k] = hc_vec3_axpy(hc_vec3_scale(-1.0, axes->row[k]), 2.0 * hc_vec3_dot(axes->row[k], normal), normal);
    }
    return other;
}

/* An hcp atom lies in one of the four close-packed planes, with the fcc crystal on one of its sides. */
static hc_status make_hcp_beside_fcc(hc_context *ctx, hc_crystal_frames *frames, int from)
{
    hc_status status = HC_OK;
    for (int k = 0; k < 8; k++) {
        hc_mat3 axes = frames->frame[from].axes;
        hc_vec3 normal = hc_vec3_scale(k & 4 ? -1.0 : 1.0, axes.row[0]);
        normal = hc_vec3_axpy(hc_vec3_axpy(normal, k & 1 ? -1.0 : 1.0, axes.row[1]), k & 2 ? -1.0 : 1.0, axes.row[2]);
        int number;
        HC_TRY(find_frame(ctx, frames, HC_LATTICE_HCP, &axes, hc_vec3_scale(1.0 / sqrt(3.0), normal), &number));
        frames->frame[from].beside[1][k] = number;
    }
cleanup:
    return status;
}

/* Beside an hcp atom: fcc as above or as below; hcp of the same layer, or of the next one, which is turned. */
static hc_status make_beside_hcp(hc_context *ctx, hc_crystal_frames *frames, int from, hc_lattice lattice)
{
    hc_status status = HC_OK;
    hc_mat3 axes = frames->frame[from].axes;
    hc_vec3 normal = frames->frame[from].normal;
    hc_mat3 other = turned(&axes, normal);
    int first, second;
    HC_TRY(find_frame(ctx, frames, lattice, &axes, normal, &first));
    HC_TRY(find_frame(ctx, frames, lattice, &other, normal, &second));
    frames->frame[from].beside[lattice == HC_LATTICE_HCP][0] = first;
    frames->frame[from].beside[lattice == HC_LATTICE_HCP][1] = second;
cleanup:
    return status;
}

static int count_beside(hc_lattice from, hc_lattice lattice)
{
    if (from == HC_LATTICE_BCC || lattice == HC_LATTICE_BCC) {
        return from == lattice ? 1 : 0;
    }
    return from == HC_LATTICE_HCP ? 2 : lattice == HC_LATTICE_FCC ? 1 : 8;
}

hc_status hc_crystal_frames_beside(hc_context *ctx, hc_crystal_frames *frames, int from, hc_lattice lattice, int *count,
                                   const int **candidates)
{
    hc_status status = HC_OK;
    bool hexagonal = lattice == HC_LATTICE_HCP;
    hc_lattice own = frames->frame[from].lattice;
    *count = count_beside(own, lattice);
    *candidates = NULL;
    if (*count > 0 && frames->frame[from].beside[hexagonal][0] < 0) {
        if (*count == 1) {
            frames->frame[from].beside[hexagonal][0] = from;
        } else if (own == HC_LATTICE_HCP) {
            HC_TRY(make_beside_hcp(ctx, frames, from, lattice));
        } else {
            HC_TRY(make_hcp_beside_fcc(ctx, frames, from));
        }
    }
    *candidates = frames->frame[from].beside[hexagonal];
cleanup:
    return status;
}

double hc_crystal_frame_moment(const hc_crystal_frame *frame)
{
    return frame->lattice == HC_LATTICE_BCC ? 4.0 : 2.0;
}
