/* Planar density profiles along a lattice direction, by element and in total. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "analysis/frame_series.h"
#include "analysis/units.h"
#include "atoms/cell.h"
#include "atoms/elements.h"
#include "base/file.h"
#include "halfcell/units.h"

/* Room beyond the outermost atoms of the first frame, where the direction is not periodic. */
#define OPEN_MARGIN (10 * HC_ANGSTROM)

typedef struct density_options {
    int axis;
    double width;
    char *centre;
} density_options;

typedef struct density {
    const density_options *options;
    int axis;
    bool periodic;
    hc_atom_set centre; /* empty: heights as they are */
    size_t nelement;
    int element[HC_ELEMENT_MAX]; /* ascending */
    size_t nbin;
    double low, high;       /* of the bins in the first frame; bins of later frames scale with a periodic cell */
    double *row;            /* [nelement + 1][nbin], the last one the total */
    hc_frame_series series; /* electron masses a bohr^3 */
    size_t outside;         /* atoms beyond the bins, all frames */
} density;

static void density_free(void *self)
{
    density *d = self;
    if (d != NULL) {
        hc_atom_set_clear(&d->centre);
        hc_frame_series_clear(&d->series);
        free(d->row);
        free(d);
    }
}

static void list_elements(const hc_structure *first, density *d)
{
    for (int element = 1; element <= HC_ELEMENT_MAX; element++) {
        bool present = false;
        for (size_t i = 0; i < first->natom; i++) {
            present = present || first->atomic_number[i] == element;
        }
        if (present) {
            d->element[d->nelement++] = element;
        }
    }
}

/* Unit normal, area and length along it of the present cell. */
typedef struct plane_geometry {
    hc_vec3 normal;
    double area, length;
} plane_geometry;

static plane_geometry geometry_of(const hc_structure *structure, int axis)
{
    const hc_vec3 *row = structure->cell.row;
    hc_vec3 cross = hc_vec3_cross(row[(axis + 1) % 3], row[(axis + 2) % 3]);
    double area = hc_vec3_norm(cross);
    cross = hc_vec3_dot(cross, row[axis]) < 0 ? hc_vec3_scale(-1, cross) : cross;
    hc_vec3 normal = hc_vec3_scale(1 / area, cross);
    return (plane_geometry){.normal = normal, .area = area, .length = hc_vec3_dot(row[axis], normal)};
}

/* Height of the centre: the mean, on a circle where the direction is periodic. */
static double centre_height(const density *d, const hc_structure *structure, const plane_geometry *plane)
{
    double sum = 0, sine = 0, cosine = 0;
    for (size_t k = 0; k < d->centre.count; k++) {
        double height = hc_vec3_dot(structure->position[d->centre.atom[k]], plane->normal);
        sum += height;
        sine += sin(2 * HC_PI * height / plane->length);
        cosine += cos(2 * HC_PI * height / plane->length);
    }
    if (d->centre.count == 0) {
        return 0;
    }
    return d->periodic ? plane->length / (2 * HC_PI) * atan2(sine, cosine) : sum / (double)d->centre.count;
}

static void place_bins(const hc_structure *first, density *d)
{
    plane_geometry plane = geometry_of(first, d->axis);
    double centre = centre_height(d, first, &plane);
    if (d->periodic) {
        d->low = d->centre.count > 0 ? -0.5 * plane.length : 0;
        d->high = d->low + plane.length;
    } else {
        d->low = INFINITY;
        d->high = -INFINITY;
        for (size_t i = 0; i < first->natom; i++) {
            double height = hc_vec3_dot(first->position[i], plane.normal) - centre;
            d->low = fmin(d->low, height - OPEN_MARGIN);
            d->high = fmax(d->high, height + OPEN_MARGIN);
        }
    }
    d->nbin = (size_t)fmax(1, round((d->high - d->low) / d->options->width));
}

static hc_status density_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                               void **self)
{
    hc_status status = HC_OK;
    density *d = NULL;

    (void)has_time;
    HC_TRY(hc_allocate(ctx, 1, sizeof *d, &d));
    *self = d;
    d->options = options;
    d->axis = d->options->axis;
    d->periodic = first->periodic[d->axis];
    if (!first->periodic[(d->axis + 1) % 3] || !first->periodic[(d->axis + 2) % 3] || first->natom == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_UNSUPPORTED,
                       "a planar density needs atoms in a cell that is periodic in the two directions beside %c",
                       'x' + d->axis));
    }
    if (d->options->centre != NULL) {
        HC_TRY(hc_atom_set_parse(ctx, "centre", d->options->centre, first, &d->centre));
    }
    list_elements(first, d);
    place_bins(first, d);
    HC_TRY(hc_allocate(ctx, (d->nelement + 1) * d->nbin, sizeof(double), &d->row));
    HC_TRY(hc_frame_series_create(ctx, (d->nelement + 1) * d->nbin, &d->series));

cleanup:
    return status;
}

static size_t element_index(const density *d, int element)
{
    size_t k = 0;
    while (d->element[k] != element) {
        k++;
    }
    return k;
}

static hc_status density_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    density *d = self;
    plane_geometry plane = geometry_of(structure, d->axis);
    double centre = centre_height(d, structure, &plane);
    double extent = d->periodic ? plane.length : d->high - d->low;
    double low = d->periodic ? d->low / (d->high - d->low) * extent : d->low;
    double volume = plane.area * extent / (double)d->nbin;

    (void)time;
    memset(d->row, 0, (d->nelement + 1) * d->nbin * sizeof(double));
    for (size_t i = 0; i < structure->natom; i++) {
        double at = (hc_vec3_dot(structure->position[i], plane.normal) - centre - low) / extent;
        at = d->periodic ? at - floor(at) : at;
        if (at < 0 || at >= 1) {
            /* A periodic fraction of exactly 1 comes from rounding a tiny negative one. */
            d->outside += !d->periodic;
            at = d->periodic ? 0 : -1;
        }
        if (at >= 0) {
            size_t bin = (size_t)(at * (double)d->nbin);
            bin = bin < d->nbin ? bin : d->nbin - 1;
            double part = structure->mass[i] / volume;
            d->row[element_index(d, structure->atomic_number[i]) * d->nbin + bin] += part;
            d->row[d->nelement * d->nbin + bin] += part;
        }
    }
    return hc_frame_series_add(ctx, &d->series, d->row);
}

static hc_status add_columns(hc_context *ctx, const density *d, hc_table *table)
{
    hc_status status = HC_OK;
    char *name = NULL;

    HC_TRY(
        hc_table_add_column(ctx, table, &(hc_column_options){.name = "total", .unit = "g_per_cm3", .has_error = true}));
    for (size_t k = 0; k < d->nelement; k++) {
        free(name);
        name = NULL;
        HC_TRY(hc_format(ctx, &name, "density_%s", hc_element_symbol(d->element[k])));
        HC_TRY(hc_table_add_column(
            ctx, table,
            &(hc_column_options){
                .name = name, .label = hc_element_symbol(d->element[k]), .unit = "g_per_cm3", .has_error = true}));
    }

cleanup:
    free(name);
    return status;
}

static hc_status add_rows(hc_context *ctx, const density *d, hc_table *table)
{
    hc_status status = HC_OK;
    double *values = NULL, *errors = NULL;

    HC_TRY(hc_allocate(ctx, d->nelement + 2, sizeof(double), &values));
    HC_TRY(hc_allocate(ctx, d->nelement + 2, sizeof(double), &errors));
    for (size_t bin = 0; bin < d->nbin; bin++) {
        values[0] = (d->low + (d->high - d->low) * ((double)bin + 0.5) / (double)d->nbin) / HC_ANGSTROM;
        for (size_t k = 0; k <= d->nelement; k++) {
            size_t column = k == 0 ? 1 : k + 1, source = k == 0 ? d->nelement : k - 1;
            HC_TRY(hc_frame_series_mean(ctx, &d->series, source * d->nbin + bin, &values[column], &errors[column]));
            values[column] /= HC_GRAM_PER_CM3;
            errors[column] /= HC_GRAM_PER_CM3;
        }
        HC_TRY(hc_table_add_row(ctx, table, values, errors));
    }

cleanup:
    free(values);
    free(errors);
    return status;
}

static hc_status density_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    static const char *const axes[] = {"x", "y", "z"};
    hc_status status = HC_OK;
    density *d = self;
    hc_table *table = NULL;
    char *caption = NULL, *id = NULL;

    HC_TRY(hc_format(ctx, &id, "density-%s", axes[d->axis]));
    HC_TRY(hc_format(ctx, &caption,
                     "Mass density averaged over planes, along the normal of the planes of the two lattice directions "
                     "beside %s.%s%s",
                     axes[d->axis],
                     d->centre.count > 0 ? " Heights are relative to the mean height of the centre." : "",
                     d->outside > 0 ? " Atoms left the range shown: the densities there are too low." : ""));
    const hc_column_options x = {.name = axes[d->axis], .unit = "angstrom"};
    HC_TRY(hc_table_list_create(ctx, tables, id, "Density profile", caption, &x, &table));
    HC_TRY(add_columns(ctx, d, table));
    HC_TRY(add_rows(ctx, d, table));

cleanup:
    free(caption);
    free(id);
    return status;
}

static const char *const axis_choices[] = {"x", "y", "z", NULL};

static const hc_keyword keywords[] = {
    {.name = "axis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(density_options, axis),
     .default_text = "z",
     .choices = axis_choices,
     .doc = "Lattice direction across the planes: the first, second, third."},
    {.name = "bin_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(density_options, width),
     .unit = HC_ANGSTROM,
     .default_text = "0.25",
     .minimum = 0.001,
     .maximum = 100,
     .doc = "Width of a bin; rounded so that a whole number of them fills the cell."},
    {.name = "centre",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(density_options, centre),
     .default_text = "",
     .doc = "Heights are counted from the mean height of these atoms in each frame; unset: from the cell's origin."},
    {0},
};

const hc_analysis_record hc_analysis_density = {
    .name = "density",
    .summary = "planar mass density along a direction, by element",
    .reference = "",
    .shorthand = "axis",
    .keywords = keywords,
    .options_size = sizeof(density_options),
    .begin = density_begin,
    .frame = density_frame,
    .end = density_end,
    .free = density_free,
};
