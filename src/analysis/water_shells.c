/* Density of water and hydrogen bonds of a water molecule against the distance to a surface: a cluster, a slab. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "analysis/frame_series.h"
#include "analysis/hydrogens.h"
#include "analysis/surface_distance.h"
#include "analysis/units.h"
#include "atoms/elements.h"
#include "base/file.h"
#include "halfcell/units.h"

typedef struct shells_options {
    hc_hydrogen_options hydrogen;
    char *surface;
    double maximum, width;
    int points, seed;
} shells_options;

typedef struct shells {
    const shells_options *options;
    hc_atom_set set;
    hc_hydrogens *hydrogens;
    hc_surface surface;
    hc_random random;
    size_t nbin;
    double *volume, *water, *bond; /* one frame, [nbin] */
    size_t *degree;                /* hydrogen bonds of an atom, given and taken, [natom] */
    hc_frame_series volumes, waters, bonds;
} shells;

static void shells_free(void *self)
{
    shells *s = self;
    if (s != NULL) {
        hc_atom_set_clear(&s->set);
        hc_hydrogens_free(s->hydrogens);
        hc_surface_clear(&s->surface);
        free(s->volume);
        free(s->water);
        free(s->bond);
        free(s->degree);
        hc_frame_series_clear(&s->volumes);
        hc_frame_series_clear(&s->waters);
        hc_frame_series_clear(&s->bonds);
        free(s);
    }
}

static hc_status shells_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                              void **self)
{
    hc_status status = HC_OK;
    shells *s = NULL;

    (void)has_time;
    HC_TRY(hc_allocate(ctx, 1, sizeof *s, &s));
    *self = s;
    s->options = options;
    HC_TRY(hc_atom_set_parse(ctx, "surface", s->options->surface, first, &s->set));
    HC_TRY(hc_hydrogens_create(ctx, &s->options->hydrogen, first, &s->hydrogens));
    s->nbin = (size_t)ceil(s->options->maximum / s->options->width - 1e-9);
    s->surface.maximum = (double)s->nbin * s->options->width;
    hc_random_seed(&s->random, (uint64_t)s->options->seed);
    HC_TRY(hc_allocate(ctx, s->nbin, sizeof(double), &s->volume));
    HC_TRY(hc_allocate(ctx, s->nbin, sizeof(double), &s->water));
    HC_TRY(hc_allocate(ctx, s->nbin, sizeof(double), &s->bond));
    HC_TRY(hc_allocate(ctx, first->natom, sizeof(size_t), &s->degree));
    HC_TRY(hc_frame_series_create(ctx, s->nbin, &s->volumes));
    HC_TRY(hc_frame_series_create(ctx, s->nbin, &s->waters));
    HC_TRY(hc_frame_series_create(ctx, s->nbin, &s->bonds));

cleanup:
    return status;
}

static void count_waters(shells *s, const hc_structure *structure)
{
    const hc_hydrogens *h = s->hydrogens;
    memset(s->water, 0, s->nbin * sizeof(double));
    memset(s->bond, 0, s->nbin * sizeof(double));
    memset(s->degree, 0, structure->natom * sizeof(size_t));
    for (size_t k = 0; k < h->nbond; k++) {
        s->degree[h->bond[k].donor]++;
        s->degree[h->bond[k].acceptor]++;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (h->oxygen[i] == HC_OXYGEN_WATER && !s->set.member[i]) {
            double bin = hc_surface_distance(&s->surface, structure->position[i]) / s->options->width;
            if (bin < (double)s->nbin) {
                s->water[(size_t)bin] += 1;
                s->bond[(size_t)bin] += (double)s->degree[i];
            }
        }
    }
}

static hc_status shells_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    hc_status status = HC_OK;
    shells *s = self;

    (void)time;
    HC_TRY(hc_hydrogens_analyse(ctx, s->hydrogens, structure));
    HC_TRY(hc_surface_prepare(ctx, &s->surface, structure, s->set.count, s->set.atom));
    HC_TRY(hc_surface_volumes(ctx, &s->surface, (size_t)s->options->points, &s->random, s->options->width, s->nbin,
                              s->volume));
    count_waters(s, structure);
    HC_TRY(hc_frame_series_add(ctx, &s->volumes, s->volume));
    HC_TRY(hc_frame_series_add(ctx, &s->waters, s->water));
    HC_TRY(hc_frame_series_add(ctx, &s->bonds, s->bond));

cleanup:
    return status;
}

static hc_status add_ratio(hc_context *ctx, const shells *s, const hc_frame_series *numerator,
                           const hc_frame_series *denominator, double scale, hc_table *table)
{
    hc_status status = HC_OK;
    for (size_t k = 0; k < s->nbin; k++) {
        double values[2] = {((double)k + 0.5) * s->options->width / HC_ANGSTROM}, errors[2] = {0};
        HC_TRY(hc_frame_series_ratio(ctx, numerator, denominator, k, &values[1], &errors[1]));
        values[1] *= scale;
        errors[1] *= scale;
        HC_TRY(hc_table_add_row(ctx, table, values, errors));
    }

cleanup:
    return status;
}

static hc_status shells_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    hc_status status = HC_OK;
    shells *s = self;
    const hc_hydrogen_options *h = &s->options->hydrogen;
    const double molecule = hc_element_mass(8) + 2 * hc_element_mass(1);
    const hc_column_options x = {.name = "distance", .label = "distance to the surface", .unit = "angstrom"};
    hc_table *table = NULL;
    char *caption = NULL, *bonds_caption = NULL;

    HC_TRY(
        hc_format(ctx, &caption,
                  "Mass of water molecules (placed at their oxygen) by volume of the shell at that distance from the "
                  "nearest atom of '%s'; shell volumes from %d random points a frame, vacuum included where there "
                  "is any.",
                  s->options->surface, s->options->points));
    HC_TRY(hc_table_list_create(ctx, tables, "water-density", "Density of water", caption, &x, &table));
    HC_TRY(hc_table_add_column(ctx, table,
                               &(hc_column_options){.name = "density", .unit = "g_per_cm3", .has_error = true}));
    HC_TRY(add_ratio(ctx, s, &s->waters, &s->volumes, molecule / HC_GRAM_PER_CM3, table));

    HC_TRY(
        hc_format(ctx, &bonds_caption,
                  "Hydrogen bonds given and taken by a water molecule at that distance from the nearest atom of '%s' "
                  "(donor-acceptor at most %.3g Angstrom, angle hydrogen-donor-acceptor at most %.3g degrees).",
                  s->options->surface, h->distance / HC_ANGSTROM, h->angle / HC_DEGREE));
    HC_TRY(hc_table_list_create(ctx, tables, "water-hydrogen-bonds", "Hydrogen bonds of a water molecule",
                                bonds_caption, &x, &table));
    HC_TRY(hc_table_add_column(
        ctx, table,
        &(hc_column_options){.name = "hydrogen_bonds", .label = "hydrogen bonds a molecule", .has_error = true}));
    HC_TRY(add_ratio(ctx, s, &s->bonds, &s->waters, 1, table));

cleanup:
    free(caption);
    free(bonds_caption);
    return status;
}

static const hc_keyword keywords[] = {
    {.name = "surface",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(shells_options, surface),
     .default_text = NULL,
     .doc = "Atoms of the cluster or slab; distances are to the nearest of them."},
    {.name = "maximum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(shells_options, maximum),
     .unit = HC_ANGSTROM,
     .default_text = "8",
     .minimum = 0.1,
     .maximum = 100,
     .doc = "Largest distance."},
    {.name = "bin_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(shells_options, width),
     .unit = HC_ANGSTROM,
     .default_text = "0.25",
     .minimum = 0.001,
     .maximum = 10,
     .doc = "Width of a shell."},
    {.name = "points",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(shells_options, points),
     .default_text = "20000",
     .minimum = 100,
     .maximum = 100000000,
     .doc = "Random points a frame that measure the volume of the shells."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(shells_options, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Seed of the random points."},
    HC_HYDROGEN_KEYWORDS(shells_options),
    {0},
};

const hc_analysis_record hc_analysis_water_shells = {
    .name = "water-shells",
    .summary = "density of water and its hydrogen bonds against the distance to a surface",
    .reference = "Luzar, Chandler, Phys. Rev. Lett. 76, 928 (1996)",
    .shorthand = "surface",
    .keywords = keywords,
    .options_size = sizeof(shells_options),
    .begin = shells_begin,
    .frame = shells_frame,
    .end = shells_end,
    .free = shells_free,
};
