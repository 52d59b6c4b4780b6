/* Distances and angles over time. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "atoms/neighbours.h"
#include "base/file.h"
#include "halfcell/units.h"

typedef struct geometry_options {
    hc_text_list atoms;
} geometry_options;

typedef struct geometry {
    size_t size;   /* atoms of one measure: 2 or 3 */
    size_t count;  /* measures */
    size_t *atom;  /* [count][size] */
    double *value; /* one row, time first, [count + 1] */
    hc_table *table;
} geometry;

static void geometry_free(void *self)
{
    geometry *g = self;
    if (g != NULL) {
        free(g->atom);
        free(g->value);
        hc_table_free(g->table);
        free(g);
    }
}

/* "d_0_5", labelled "Au0-S5". */
static hc_status add_measure(hc_context *ctx, geometry *g, const hc_structure *first, const size_t *atom)
{
    hc_status status = HC_OK;
    char *name = NULL, *label = NULL;
    const char *symbol[3];

    for (size_t k = 0; k < g->size; k++) {
        symbol[k] = hc_element_symbol(first->atomic_number[atom[k]]);
    }
    if (g->size == 2) {
        HC_TRY(hc_format(ctx, &name, "d_%zu_%zu", atom[0], atom[1]));
        HC_TRY(hc_format(ctx, &label, "%s%zu-%s%zu", symbol[0], atom[0], symbol[1], atom[1]));
    } else {
        HC_TRY(hc_format(ctx, &name, "angle_%zu_%zu_%zu", atom[0], atom[1], atom[2]));
        HC_TRY(hc_format(ctx, &label, "%s%zu-%s%zu-%s%zu", symbol[0], atom[0], symbol[1], atom[1], symbol[2], atom[2]));
    }
    const char *unit = g->size == 2 ? "angstrom" : "degree";
    HC_TRY(hc_table_add_column(ctx, g->table, &(hc_column_options){.name = name, .label = label, .unit = unit}));

cleanup:
    free(name);
    free(label);
    return status;
}

static hc_status geometry_begin(hc_context *ctx, const geometry_options *options, const hc_structure *first,
                                bool has_time, size_t size, void **self)
{
    hc_status status = HC_OK;
    geometry *g = NULL;

    HC_TRY(hc_allocate(ctx, 1, sizeof *g, &g));
    *self = g;
    g->size = size;
    g->count = options->atoms.count;
    if (g->count == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "%s: at least one is needed, such as %s", size == 2 ? "pairs" : "triples",
                       size == 2 ? "0-5" : "0-5-7"));
    }
    HC_TRY(hc_allocate(ctx, g->count, size * sizeof(size_t), &g->atom));
    HC_TRY(hc_allocate(ctx, g->count + 1, sizeof(double), &g->value));
    HC_TRY(hc_table_create(ctx, size == 2 ? "distance" : "angle", size == 2 ? "Distances" : "Angles",
                           "Shortest vectors over periodic images.", &g->table));
    HC_TRY(hc_table_add_time(ctx, g->table, has_time));
    for (size_t i = 0; i < g->count; i++) {
        HC_TRY(hc_atom_tuple_parse(ctx, options->atoms.value[i], size, first, g->atom + i * size));
        HC_TRY(add_measure(ctx, g, first, g->atom + i * size));
    }

cleanup:
    return status;
}

static hc_status distance_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                                void **self)
{
    return geometry_begin(ctx, options, first, has_time, 2, self);
}

static hc_status angle_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                             void **self)
{
    return geometry_begin(ctx, options, first, has_time, 3, self);
}

static double measure(const hc_structure *structure, size_t size, const size_t *atom)
{
    const hc_vec3 *r = structure->position;
    hc_vec3 a = hc_minimum_image(structure, r[atom[1]], r[atom[0]]);
    if (size == 2) {
        return hc_vec3_norm(a) / HC_ANGSTROM;
    }
    hc_vec3 b = hc_minimum_image(structure, r[atom[1]], r[atom[2]]);
    /* Exact also near 0 and 180 degrees, where the cosine is not. */
    return atan2(hc_vec3_norm(hc_vec3_cross(a, b)), hc_vec3_dot(a, b)) / HC_DEGREE;
}

static hc_status geometry_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    geometry *g = self;
    g->value[0] = time;
    for (size_t i = 0; i < g->count; i++) {
        g->value[i + 1] = measure(structure, g->size, g->atom + i * g->size);
    }
    return hc_table_add_row(ctx, g->table, g->value, NULL);
}

static hc_status geometry_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    geometry *g = self;
    hc_table *table = g->table;
    g->table = NULL;
    return hc_table_list_add(ctx, tables, table);
}

static const hc_keyword distance_keywords[] = {
    {.name = "pairs",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(geometry_options, atoms),
     .default_text = NULL,
     .doc = "Pairs of atom numbers, counted from 0, joined by '-': [0-5, 3-17]."},
    {0},
};

static const hc_keyword angle_keywords[] = {
    {.name = "triples",
     .type = HC_VALUE_TEXT_LIST,
     .offset = offsetof(geometry_options, atoms),
     .default_text = NULL,
     .doc = "Triples of atom numbers, counted from 0, the vertex in the middle: [0-5-7]."},
    {0},
};

const hc_analysis_record hc_analysis_distance = {
    .name = "distance",
    .summary = "distances of atoms over time",
    .reference = "",
    .shorthand = "pairs",
    .keywords = distance_keywords,
    .options_size = sizeof(geometry_options),
    .begin = distance_begin,
    .frame = geometry_frame,
    .end = geometry_end,
    .free = geometry_free,
};

const hc_analysis_record hc_analysis_angle = {
    .name = "angle",
    .summary = "angles of atoms over time",
    .reference = "",
    .shorthand = "triples",
    .keywords = angle_keywords,
    .options_size = sizeof(geometry_options),
    .begin = angle_begin,
    .frame = geometry_frame,
    .end = geometry_end,
    .free = geometry_free,
};
