/* Coordination numbers over time: neighbours within a cutoff. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "atoms/neighbours.h"
#include "base/file.h"
#include "halfcell/units.h"

/* With more centres than this only their mean is written. */
#define SINGLE_MAXIMUM 12

typedef struct coordination_options {
    char *centre, *neighbour;
    double cutoff;
} coordination_options;

typedef struct coordination {
    const coordination_options *options;
    hc_atom_set centre, neighbour;
    hc_neighbour_list *list;
    double *count; /* [natom] */
    double *row;   /* time, mean, single ones */
    hc_table *table;
} coordination;

static void coordination_free(void *self)
{
    coordination *c = self;
    if (c != NULL) {
        hc_atom_set_clear(&c->centre);
        hc_atom_set_clear(&c->neighbour);
        hc_neighbours_free(c->list);
        free(c->count);
        free(c->row);
        hc_table_free(c->table);
        free(c);
    }
}

static size_t single_count(const coordination *c)
{
    return c->centre.count > 1 && c->centre.count <= SINGLE_MAXIMUM ? c->centre.count : 0;
}

static hc_status make_table(hc_context *ctx, coordination *c, const hc_structure *first, bool has_time)
{
    hc_status status = HC_OK;
    char *caption = NULL, *name = NULL, *label = NULL;

    HC_TRY(hc_format(ctx, &caption, "Number of atoms of '%s' within %.3g Angstrom of an atom of '%s', images included.",
                     c->options->neighbour, c->options->cutoff / HC_ANGSTROM, c->options->centre));
    HC_TRY(hc_table_create(ctx, "coordination", "Coordination", caption, &c->table));
    HC_TRY(hc_table_add_time(ctx, c->table, has_time));
    HC_TRY(hc_table_add_column(ctx, c->table,
                               &(hc_column_options){.name = "coordination_mean", .label = "mean coordination"}));
    for (size_t i = 0; i < single_count(c); i++) {
        size_t atom = c->centre.atom[i];
        free(name);
        free(label);
        name = label = NULL;
        HC_TRY(hc_format(ctx, &name, "coordination_%zu", atom));
        HC_TRY(hc_format(ctx, &label, "%s%zu", hc_element_symbol(first->atomic_number[atom]), atom));
        HC_TRY(hc_table_add_column(ctx, c->table, &(hc_column_options){.name = name, .label = label}));
    }

cleanup:
    free(caption);
    free(name);
    free(label);
    return status;
}

static hc_status coordination_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                                    void **self)
{
    hc_status status = HC_OK;
    coordination *c = NULL;

    HC_TRY(hc_allocate(ctx, 1, sizeof *c, &c));
    *self = c;
    c->options = options;
    HC_TRY(hc_atom_set_parse(ctx, "centre", c->options->centre, first, &c->centre));
    HC_TRY(hc_atom_set_parse(ctx, "neighbour", c->options->neighbour, first, &c->neighbour));
    HC_TRY(hc_neighbours_create(ctx, c->options->cutoff, 0, &c->list));
    HC_TRY(hc_allocate(ctx, first->natom, sizeof(double), &c->count));
    HC_TRY(hc_allocate(ctx, 2 + single_count(c), sizeof(double), &c->row));
    HC_TRY(make_table(ctx, c, first, has_time));

cleanup:
    return status;
}

static void count_neighbours(coordination *c, const hc_structure *structure)
{
    for (size_t i = 0; i < structure->natom; i++) {
        c->count[i] = 0;
    }
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = c->list->first[i]; k < c->list->first[i + 1]; k++) {
            const hc_neighbour *pair = &c->list->entry[k];
            if (hc_vec3_norm(hc_neighbour_vector(structure, i, pair)) <= c->options->cutoff) {
                c->count[i] += c->neighbour.member[pair->j];
                c->count[pair->j] += c->neighbour.member[i];
            }
        }
    }
}

static hc_status coordination_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    coordination *c = self;
    hc_status status = hc_neighbours_update(ctx, c->list, structure);
    if (status != HC_OK) {
        return status;
    }
    count_neighbours(c, structure);
    double sum = 0;
    for (size_t i = 0; i < c->centre.count; i++) {
        sum += c->count[c->centre.atom[i]];
    }
    c->row[0] = time;
    c->row[1] = sum / (double)c->centre.count;
    for (size_t i = 0; i < single_count(c); i++) {
        c->row[2 + i] = c->count[c->centre.atom[i]];
    }
    return hc_table_add_row(ctx, c->table, c->row, NULL);
}

static hc_status coordination_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    coordination *c = self;
    hc_table *table = c->table;
    c->table = NULL;
    return hc_table_list_add(ctx, tables, table);
}

static const hc_keyword keywords[] = {
    {.name = "centre",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(coordination_options, centre),
     .default_text = NULL,
     .doc = "Atoms whose neighbours are counted; their mean is written, and each by itself when they are 2 to 12."},
    {.name = "neighbour",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(coordination_options, neighbour),
     .default_text = "all",
     .doc = "Atoms that count as neighbours."},
    {.name = "cutoff_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(coordination_options, cutoff),
     .unit = HC_ANGSTROM,
     .default_text = "3",
     .minimum = 0.1,
     .maximum = 50,
     .doc = "A neighbour is not farther than this."},
    {0},
};

const hc_analysis_record hc_analysis_coordination = {
    .name = "coordination",
    .summary = "number of neighbours within a cutoff over time",
    .reference = "",
    .shorthand = "centre",
    .keywords = keywords,
    .options_size = sizeof(coordination_options),
    .begin = coordination_begin,
    .frame = coordination_frame,
    .end = coordination_end,
    .free = coordination_free,
};
