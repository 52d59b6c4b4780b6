/* Radial distribution functions (docs/theory/analysis.md). */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "analysis/frame_series.h"
#include "atoms/neighbours.h"
#include "base/file.h"
#include "halfcell/units.h"

typedef struct rdf_options {
    char *pair, *from, *to;
    double maximum, width;
    double volume, excluded_volume; /* bohr^3; volume NaN: the cell's */
} rdf_options;

typedef struct rdf {
    const rdf_options *options;
    char *name; /* "O-O" or "selection" */
    hc_atom_set from, to;
    hc_neighbour_list *list;
    size_t nbin;
    bool normalised;         /* g(r); otherwise the number density of `to` around `from` */
    double *row;             /* [nbin] */
    hc_frame_series density; /* pairs a `from` atom and shell volume, times V/N_to when normalised */
    hc_frame_series running; /* pairs a `from` atom up to the outer edge of the bin */
} rdf;

static void rdf_free(void *self)
{
    rdf *r = self;
    if (r != NULL) {
        free(r->name);
        free(r->row);
        hc_atom_set_clear(&r->from);
        hc_atom_set_clear(&r->to);
        hc_neighbours_free(r->list);
        hc_frame_series_clear(&r->density);
        hc_frame_series_clear(&r->running);
        free(r);
    }
}

/* "O-H" as two selections "element O", "element H". */
static hc_status parse_pair(hc_context *ctx, const char *pair, char **from, char **to)
{
    hc_status status = HC_OK;
    const char *dash = strchr(pair, '-');
    char *left = NULL;

    if (dash == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "pair: '%s' is not two elements joined by '-', such as O-H", pair);
    }
    HC_TRY(hc_format(ctx, &left, "%.*s", (int)(dash - pair), pair));
    const char *const symbols[2] = {left, dash + 1};
    for (int i = 0; i < 2; i++) {
        if (hc_element_number(symbols[i]) == 0) {
            HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "pair: '%s' in '%s' is no element", symbols[i], pair));
        }
    }
    HC_TRY(hc_format(ctx, from, "element %s", left));
    HC_TRY(hc_format(ctx, to, "element %s", dash + 1));

cleanup:
    free(left);
    return status;
}

static hc_status resolve_sets(hc_context *ctx, const hc_structure *first, rdf *r)
{
    hc_status status = HC_OK;
    const rdf_options *o = r->options;
    char *from = NULL, *to = NULL;

    if ((o->pair != NULL) == (o->from != NULL || o->to != NULL) || (o->from != NULL) != (o->to != NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give either pair (two elements) or both from and to (selections)");
    }
    if (o->pair != NULL) {
        HC_TRY(parse_pair(ctx, o->pair, &from, &to));
    }
    HC_TRY(hc_format(ctx, &r->name, "%s", o->pair != NULL ? o->pair : "selection"));
    HC_TRY(hc_atom_set_parse(ctx, o->pair != NULL ? "pair" : "from", from != NULL ? from : o->from, first, &r->from));
    HC_TRY(hc_atom_set_parse(ctx, o->pair != NULL ? "pair" : "to", to != NULL ? to : o->to, first, &r->to));

cleanup:
    free(from);
    free(to);
    return status;
}

static hc_status rdf_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time, void **self)
{
    hc_status status = HC_OK;
    rdf *r = NULL;

    (void)has_time;
    HC_TRY(hc_allocate(ctx, 1, sizeof *r, &r));
    *self = r;
    r->options = options;
    HC_TRY(resolve_sets(ctx, first, r));
    r->normalised = hc_structure_periodic_count(first) == 3 || !isnan(r->options->volume);
    r->nbin = (size_t)ceil(r->options->maximum / r->options->width - 1e-9);
    HC_TRY(hc_neighbours_create(ctx, (double)r->nbin * r->options->width, 0, &r->list));
    HC_TRY(hc_allocate(ctx, r->nbin, sizeof(double), &r->row));
    HC_TRY(hc_frame_series_create(ctx, r->nbin, &r->density));
    HC_TRY(hc_frame_series_create(ctx, r->nbin, &r->running));

cleanup:
    return status;
}

static void count_pairs(rdf *r, const hc_structure *structure)
{
    memset(r->row, 0, r->nbin * sizeof(double));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = r->list->first[i]; k < r->list->first[i + 1]; k++) {
            const hc_neighbour *pair = &r->list->entry[k];
            int weight = (r->from.member[i] && r->to.member[pair->j]) + (r->from.member[pair->j] && r->to.member[i]);
            double at = hc_vec3_norm(hc_neighbour_vector(structure, i, pair)) / r->options->width;
            if (weight > 0 && at < (double)r->nbin) {
                r->row[(size_t)at] += weight;
            }
        }
    }
}

static hc_status volume_of(hc_context *ctx, const rdf *r, const hc_structure *structure, double *volume)
{
    double whole = isnan(r->options->volume) ? fabs(hc_mat3_determinant(&structure->cell)) : r->options->volume;
    *volume = whole - r->options->excluded_volume;
    if (r->normalised && !(*volume > 0)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "excluded_volume_angstrom3 leaves nothing of a volume of %.1f Angstrom^3",
                       whole / (HC_ANGSTROM * HC_ANGSTROM * HC_ANGSTROM));
    }
    return HC_OK;
}

static hc_status rdf_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    hc_status status = HC_OK;
    rdf *r = self;
    double volume = 0, sum = 0;

    (void)time;
    HC_TRY(volume_of(ctx, r, structure, &volume));
    HC_TRY(hc_neighbours_update(ctx, r->list, structure));
    count_pairs(r, structure);
    for (size_t k = 0; k < r->nbin; k++) {
        sum += r->row[k] / (double)r->from.count;
        r->row[k] = sum;
    }
    HC_TRY(hc_frame_series_add(ctx, &r->running, r->row));
    double density = r->normalised ? (double)r->to.count / volume : 1;
    for (size_t k = r->nbin; k-- > 0;) {
        double inner = r->options->width * (double)k, outer = inner + r->options->width;
        double shell = 4 * HC_PI / 3 * (outer * outer * outer - inner * inner * inner);
        r->row[k] = (r->row[k] - (k > 0 ? r->row[k - 1] : 0)) / (shell * density);
    }
    HC_TRY(hc_frame_series_add(ctx, &r->density, r->row));

cleanup:
    return status;
}

static hc_status add_bins(hc_context *ctx, const rdf *r, const hc_frame_series *series, double offset, double scale,
                          hc_table *table)
{
    hc_status status = HC_OK;
    for (size_t k = 0; k < r->nbin; k++) {
        double values[2] = {((double)k + offset) * r->options->width / HC_ANGSTROM}, errors[2] = {0};
        HC_TRY(hc_frame_series_mean(ctx, series, k, &values[1], &errors[1]));
        values[1] *= scale;
        errors[1] *= scale;
        HC_TRY(hc_table_add_row(ctx, table, values, errors));
    }

cleanup:
    return status;
}

static const char *caption_of(const rdf *r)
{
    if (!r->normalised) {
        return "Number density of the second kind of atoms around the first. Not normalised to 1: the structure is not "
               "periodic in three directions, so it has no mean density (volume_angstrom3 gives one).";
    }
    return isnan(r->options->volume) ? "Normalised by the number of atoms of the second kind in the volume of the cell "
                                       "less excluded_volume_angstrom3; where a cell holds vacuum or a cluster, g(r) "
                                       "does not go to 1."
                                     : "Normalised by the number of atoms of the second kind in the given volume.";
}

static hc_status rdf_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    hc_status status = HC_OK;
    rdf *r = self;
    hc_table *table = NULL;
    char *id = NULL, *title = NULL, *running_id = NULL, *running_title = NULL;
    const hc_column_options x = {.name = "r", .unit = "angstrom"};
    const double angstrom3 = HC_ANGSTROM * HC_ANGSTROM * HC_ANGSTROM;

    HC_TRY(hc_format(ctx, &id, "rdf-%s", r->name));
    HC_TRY(hc_format(ctx, &title, "Radial distribution function %s", r->name));
    HC_TRY(hc_table_list_create(ctx, tables, id, title, caption_of(r), &x, &table));
    hc_column_options y = {.name = "g", .label = "g(r)", .has_error = true};
    if (!r->normalised) {
        y = (hc_column_options){.name = "density", .unit = "per_angstrom3", .has_error = true};
    }
    HC_TRY(hc_table_add_column(ctx, table, &y));
    HC_TRY(add_bins(ctx, r, &r->density, 0.5, r->normalised ? 1 : angstrom3, table));

    HC_TRY(hc_format(ctx, &running_id, "rdf-%s-running", r->name));
    HC_TRY(hc_format(ctx, &running_title, "Running coordination number %s", r->name));
    HC_TRY(hc_table_list_create(ctx, tables, running_id, running_title,
                                "Mean number of atoms of the second kind not farther than r from one of the first.", &x,
                                &table));
    HC_TRY(hc_table_add_column(ctx, table, &(hc_column_options){.name = "n", .label = "n(r)", .has_error = true}));
    HC_TRY(add_bins(ctx, r, &r->running, 1, 1, table));

cleanup:
    free(id);
    free(title);
    free(running_id);
    free(running_title);
    return status;
}

#define ANGSTROM3 (HC_ANGSTROM * HC_ANGSTROM * HC_ANGSTROM)

static const hc_keyword keywords[] = {
    {.name = "pair",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(rdf_options, pair),
     .default_text = "",
     .doc = "Two elements joined by '-', such as O-H; or give from and to."},
    {.name = "from",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(rdf_options, from),
     .default_text = "",
     .doc = "Atoms at the origin."},
    {.name = "to",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(rdf_options, to),
     .default_text = "",
     .doc = "Atoms counted around them."},
    {.name = "maximum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(rdf_options, maximum),
     .unit = HC_ANGSTROM,
     .default_text = "8",
     .minimum = 0.1,
     .maximum = 100,
     .doc = "Largest distance; beyond half of the cell images are counted."},
    {.name = "bin_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(rdf_options, width),
     .unit = HC_ANGSTROM,
     .default_text = "0.05",
     .minimum = 0.001,
     .maximum = 10,
     .doc = "Width of a bin."},
    {.name = "volume_angstrom3",
     .type = HC_VALUE_REAL,
     .offset = offsetof(rdf_options, volume),
     .unit = ANGSTROM3,
     .default_text = "",
     .minimum = 1e-6,
     .maximum = 1e12,
     .doc = "Volume that the atoms share, for slabs and molecules; unset: the cell's where it is periodic in three "
            "directions, otherwise no normalisation."},
    {.name = "excluded_volume_angstrom3",
     .type = HC_VALUE_REAL,
     .offset = offsetof(rdf_options, excluded_volume),
     .unit = ANGSTROM3,
     .default_text = "0",
     .minimum = 0,
     .maximum = 1e12,
     .doc = "Taken from the volume: vacuum, the inside of a cluster."},
    {0},
};

const hc_analysis_record hc_analysis_rdf = {
    .name = "rdf",
    .summary = "radial distribution function and running coordination number",
    .reference = "Allen, Tildesley, Computer Simulation of Liquids (2017), section 2.6",
    .shorthand = "pair",
    .keywords = keywords,
    .options_size = sizeof(rdf_options),
    .begin = rdf_begin,
    .frame = rdf_frame,
    .end = rdf_end,
    .free = rdf_free,
};
