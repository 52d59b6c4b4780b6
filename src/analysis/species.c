/* Water, hydroxide, hydronium over time: each hydrogen belongs to its nearest other atom. */
#include <stddef.h>
#include <stdlib.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "analysis/hydrogens.h"
#include "halfcell/units.h"

typedef struct species_options {
    hc_hydrogen_options hydrogen;
} species_options;

typedef struct species {
    hc_hydrogens *hydrogens;
    hc_table *table;
} species;

/* Columns 1 ... 5 in the order of hc_oxygen_kind; then the hydrogens that hang on no oxygen. */
static const hc_column_options columns[] = {
    {.name = "water"},
    {.name = "hydroxide"},
    {.name = "hydronium"},
    {.name = "oxide", .label = "oxygen without hydrogen"},
    {.name = "bound_oxygen", .label = "oxygen bonded to a nonmetal"},
    {.name = "other_hydrogen", .label = "hydrogen on no oxygen"},
};

#define COLUMN_COUNT (sizeof columns / sizeof columns[0])

static void species_free(void *self)
{
    species *s = self;
    if (s != NULL) {
        hc_hydrogens_free(s->hydrogens);
        hc_table_free(s->table);
        free(s);
    }
}

static hc_status species_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                               void **self)
{
    hc_status status = HC_OK;
    const species_options *o = options;
    species *s = NULL;

    HC_TRY(hc_allocate(ctx, 1, sizeof *s, &s));
    *self = s;
    HC_TRY(hc_hydrogens_create(ctx, &o->hydrogen, first, &s->hydrogens));
    HC_TRY(hc_table_create(ctx, "species", "Water and its ions",
                           "Oxygen atoms by the number of hydrogens that are nearer to them than to any other atom.",
                           &s->table));
    HC_TRY(hc_table_add_time(ctx, s->table, has_time));
    for (size_t k = 0; k < COLUMN_COUNT; k++) {
        HC_TRY(hc_table_add_column(ctx, s->table, &columns[k]));
    }

cleanup:
    return status;
}

static hc_status species_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    species *s = self;
    const hc_hydrogens *h = s->hydrogens;
    hc_status status = hc_hydrogens_analyse(ctx, s->hydrogens, structure);
    if (status != HC_OK) {
        return status;
    }
    double row[1 + COLUMN_COUNT] = {time};
    for (size_t i = 0; i < structure->natom; i++) {
        if (h->oxygen[i] != HC_OXYGEN_NONE) {
            row[h->oxygen[i]] += 1;
        }
        bool on_oxygen = h->owner[i] != HC_NO_ATOM && structure->atomic_number[h->owner[i]] == 8;
        row[COLUMN_COUNT] += structure->atomic_number[i] == 1 && !on_oxygen;
    }
    return hc_table_add_row(ctx, s->table, row, NULL);
}

static hc_status species_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    species *s = self;
    hc_table *table = s->table;
    s->table = NULL;
    return hc_table_list_add(ctx, tables, table);
}

static const hc_keyword keywords[] = {
    HC_HYDROGEN_KEYWORDS(species_options),
    {0},
};

const hc_analysis_record hc_analysis_species = {
    .name = "species",
    .summary = "numbers of water molecules, hydroxide and hydronium ions over time",
    .reference = "",
    .shorthand = NULL,
    .keywords = keywords,
    .options_size = sizeof(species_options),
    .begin = species_begin,
    .frame = species_frame,
    .end = species_end,
    .free = species_free,
};
