#include "analysis/surface_distance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static hc_status add_site(hc_context *ctx, hc_surface *s, hc_vec3 site)
{
    if (s->count == s->capacity) {
        size_t capacity = s->capacity > 0 ? 2 * s->capacity : 256;
        hc_vec3 *grown = NULL;
        hc_status status = hc_allocate(ctx, capacity, sizeof *grown, &grown);
        if (status != HC_OK) {
            return status;
        }
        if (s->count > 0) {
            memcpy(grown, s->site, s->count * sizeof *grown);
        }
        free(s->site);
        s->site = grown;
        s->capacity = capacity;
    }
    s->site[s->count++] = site;
    return HC_OK;
}

/* Into the cell in the periodic directions. */
static hc_vec3 wrapped(const hc_full_cell *cell, hc_vec3 fractional)
{
    for (int k = 0; k < 3; k++) {
        double *f = hc_vec3_at(&fractional, k);
        *f -= cell->periodic[k] ? floor(*f) : 0;
    }
    return fractional;
}

/* All images of one atom inside the region widened by the maximum. */
static hc_status add_images(hc_context *ctx, hc_surface *s, hc_vec3 fractional, const double margin[3])
{
    int reach[3];
    for (int k = 0; k < 3; k++) {
        reach[k] = s->cell.periodic[k] ? (int)ceil(margin[k]) + 1 : 0;
    }
    for (int i = -reach[0]; i <= reach[0]; i++) {
        for (int j = -reach[1]; j <= reach[1]; j++) {
            for (int k = -reach[2]; k <= reach[2]; k++) {
                hc_vec3 image = hc_vec3_add(fractional, hc_vec3_make(i, j, k));
                bool near = true;
                for (int axis = 0; axis < 3; axis++) {
                    double f = hc_vec3_get(image, axis);
                    near = near && f >= s->low[axis] - margin[axis] && f <= s->high[axis] + margin[axis];
                }
                hc_status status = near ? add_site(ctx, s, hc_vec3_times_mat3(image, &s->cell.vectors)) : HC_OK;
                if (status != HC_OK) {
                    return status;
                }
            }
        }
    }
    return HC_OK;
}

hc_status hc_surface_prepare(hc_context *ctx, hc_surface *surface, const hc_structure *structure, size_t count,
                             const size_t *atom)
{
    hc_status status = HC_OK;
    double margin[3];

    surface->cell = hc_full_cell_make(&structure->cell, structure->periodic);
    surface->count = 0;
    for (int k = 0; k < 3; k++) {
        margin[k] = surface->maximum / surface->cell.height[k];
        surface->low[k] = surface->cell.periodic[k] ? 0 : INFINITY;
        surface->high[k] = surface->cell.periodic[k] ? 1 : -INFINITY;
        for (size_t i = 0; i < count && !surface->cell.periodic[k]; i++) {
            double f = hc_vec3_get(hc_full_cell_fractional(&surface->cell, structure->position[atom[i]]), k);
            surface->low[k] = fmin(surface->low[k], f - margin[k]);
            surface->high[k] = fmax(surface->high[k], f + margin[k]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        hc_vec3 f = hc_full_cell_fractional(&surface->cell, structure->position[atom[i]]);
        HC_TRY(add_images(ctx, surface, wrapped(&surface->cell, f), margin));
    }

cleanup:
    return status;
}

void hc_surface_clear(hc_surface *surface)
{
    free(surface->site);
    free(surface->distance);
    free(surface->point);
    *surface = (hc_surface){0};
}

/* The point must lie inside the region. */
static double nearest_site(const hc_surface *s, hc_vec3 point)
{
    double best = INFINITY;
    for (size_t i = 0; i < s->count; i++) {
        best = fmin(best, hc_vec3_norm2(hc_vec3_sub(s->site[i], point)));
    }
    double distance = sqrt(best);
    return distance <= s->maximum ? distance : INFINITY;
}

double hc_surface_distance(const hc_surface *surface, hc_vec3 point)
{
    hc_vec3 f = wrapped(&surface->cell, hc_full_cell_fractional(&surface->cell, point));
    return nearest_site(surface, hc_vec3_times_mat3(f, &surface->cell.vectors));
}

static hc_status make_room(hc_context *ctx, hc_surface *s, size_t npoint)
{
    hc_status status = HC_OK;
    if (npoint <= s->point_capacity) {
        return HC_OK;
    }
    free(s->point);
    free(s->distance);
    s->point = NULL;
    s->distance = NULL;
    s->point_capacity = 0;
    HC_TRY(hc_allocate(ctx, npoint, sizeof(hc_vec3), &s->point));
    HC_TRY(hc_allocate(ctx, npoint, sizeof(double), &s->distance));
    s->point_capacity = npoint;

cleanup:
    return status;
}

hc_status hc_surface_volumes(hc_context *ctx, hc_surface *surface, size_t npoint, hc_random *random, double width,
                             size_t nbin, double *volume)
{
    hc_status status = make_room(ctx, surface, npoint);
    if (status != HC_OK) {
        return status;
    }
    double region = fabs(hc_mat3_determinant(&surface->cell.vectors));
    for (int k = 0; k < 3; k++) {
        region *= surface->high[k] - surface->low[k];
    }
    for (size_t i = 0; i < npoint; i++) {
        hc_vec3 f;
        for (int k = 0; k < 3; k++) {
            *hc_vec3_at(&f, k) = surface->low[k] + (surface->high[k] - surface->low[k]) * hc_random_uniform(random);
        }
        surface->point[i] = hc_vec3_times_mat3(f, &surface->cell.vectors);
    }
#pragma omp parallel for schedule(static)
    for (size_t i = 0; i < npoint; i++) {
        surface->distance[i] = nearest_site(surface, surface->point[i]);
    }
    for (size_t k = 0; k < nbin; k++) {
        volume[k] = 0;
    }
    for (size_t i = 0; i < npoint; i++) {
        double bin = surface->distance[i] / width;
        if (bin < (double)nbin) {
            volume[(size_t)bin] += region / (double)npoint;
        }
    }
    return HC_OK;
}
