#include "analysis/bader_core.h"

#include <math.h>
#include <stdlib.h>

#define RADIUS_MAX 2.5 /* bohr: holes are smaller */
#define BINS 64
/* Height over that of the ring and width of the Gaussian: its slope outweighs the ring's inside of it, and at twice the
 * radius of the ring it has fallen to a thousandth. */
#define HEIGHT 4.0
#define WIDTH 0.5
#define REACH 7.0 /* widths */

typedef void visit(void *user, double r, size_t point);

static size_t wrap(long index, size_t n)
{
    long rest = index % (long)n;
    return (size_t)(rest < 0 ? rest + (long)n : rest);
}

/* All points within `radius` of a point, images included. */
static void each_point(const hc_field *field, hc_vec3 center, double radius, visit *function, void *user)
{
    hc_mat3 step, inverse = hc_mat3_inverse(&field->cell), across = hc_mat3_transpose(&inverse);
    hc_vec3 from = hc_vec3_sub(center, field->origin);
    long low[3], high[3];
    for (int k = 0; k < 3; k++) {
        double n = (double)field->n[k], middle = n * hc_vec3_dot(across.row[k], from);
        double half = n * hc_vec3_norm(across.row[k]) * radius;
        step.row[k] = hc_vec3_scale(1.0 / n, field->cell.row[k]);
        low[k] = (long)ceil(middle - half);
        high[k] = (long)floor(middle + half);
    }
    for (long k = low[2]; k <= high[2]; k++) {
        for (long j = low[1]; j <= high[1]; j++) {
            size_t row = (wrap(k, field->n[2]) * field->n[1] + wrap(j, field->n[1])) * field->n[0];
            for (long i = low[0]; i <= high[0]; i++) {
                hc_vec3 index = {(double)i, (double)j, (double)k};
                double r = hc_vec3_norm(hc_vec3_sub(hc_vec3_times_mat3(index, &step), from));
                if (r <= radius) {
                    function(user, r, row + wrap(i, field->n[0]));
                }
            }
        }
    }
}

typedef struct shells {
    const double *value;
    double width, sum[BINS], count[BINS];
} shells;

static void add_to_shell(void *user, double r, size_t point)
{
    shells *s = user;
    size_t bin = (size_t)(r / s->width);
    if (bin < BINS) {
        s->sum[bin] += s->value[point];
        s->count[bin] += 1.0;
    }
}

typedef struct spike {
    double height, width;
    double *value;
} spike;

static void add_spike(void *user, double r, size_t point)
{
    const spike *s = user;
    s->value[point] += s->height * exp(-0.5 * r * r / (s->width * s->width));
}

/* Half of the way to the nearest other atom, or less. */
static double room(const hc_structure *structure, const hc_mat3 *cell, size_t iatom)
{
    double nearest = 2.0 * RADIUS_MAX;
    for (size_t j = 0; j < structure->natom; j++) {
        hc_vec3 r = hc_vec3_sub(structure->position[j], structure->position[iatom]);
        hc_mat3 inverse = hc_mat3_inverse(cell);
        hc_vec3 s = hc_vec3_times_mat3(r, &inverse);
        s = hc_vec3_sub(s, hc_vec3_make(round(s.x), round(s.y), round(s.z)));
        if (j != iatom) {
            nearest = fmin(nearest, hc_vec3_norm(hc_vec3_times_mat3(s, cell)));
        }
    }
    return 0.5 * nearest;
}

static double longest_step(const hc_field *field)
{
    double longest = 0.0;
    for (int k = 0; k < 3; k++) {
        longest = fmax(longest, hc_vec3_norm(field->cell.row[k]) / (double)field->n[k]);
    }
    return longest;
}

/* Middle of the shell of the greatest mean density; 0 when it is the innermost. */
static double ring_radius(const shells *s, double *height)
{
    size_t best = 0;
    bool first = true;
    *height = 0.0;
    for (size_t bin = 0; bin < BINS; bin++) {
        double mean = s->count[bin] > 0.0 ? s->sum[bin] / s->count[bin] : -INFINITY;
        if (s->count[bin] > 0.0 && (first || mean > *height)) {
            best = first ? 0 : bin;
            *height = mean;
            first = false;
        }
    }
    return best == 0 ? 0.0 : ((double)best + 0.5) * s->width;
}

hc_status hc_bader_fill_holes(hc_context *ctx, const hc_cube *density, double *value)
{
    const hc_field *field = density->field;
    const hc_structure *structure = density->structure;
    spike *spikes = NULL;
    hc_status status = hc_allocate(ctx, structure->natom, sizeof *spikes, &spikes);
    if (status != HC_OK) {
        return status;
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < structure->natom; i++) {
        double radius = room(structure, &field->cell, i), height;
        shells s = {.value = field->value, .width = fmax(longest_step(field), radius / BINS)};
        each_point(field, structure->position[i], radius, add_to_shell, &s);
        double ring = ring_radius(&s, &height);
        if (ring > 0.0 && height > 0.0) {
            spikes[i] = (spike){HEIGHT * height, WIDTH * ring, value};
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (spikes[i].value) {
            each_point(field, structure->position[i], REACH * spikes[i].width, add_spike, &spikes[i]);
        }
    }
    free(spikes);
    return HC_OK;
}
