/* Hydrogen bonds over time. */
#include <stddef.h>
#include <stdlib.h>

#include "analysis/analysis_table.h"
#include "analysis/common.h"
#include "analysis/hydrogens.h"
#include "base/file.h"
#include "halfcell/units.h"

typedef struct bonds_options {
    hc_hydrogen_options hydrogen;
    char *donor, *acceptor;
} bonds_options;

typedef struct bonds {
    const bonds_options *options;
    hc_atom_set donor, acceptor;
    hc_hydrogens *hydrogens;
    hc_table *table;
} bonds;

static void bonds_free(void *self)
{
    bonds *b = self;
    if (b != NULL) {
        hc_atom_set_clear(&b->donor);
        hc_atom_set_clear(&b->acceptor);
        hc_hydrogens_free(b->hydrogens);
        hc_table_free(b->table);
        free(b);
    }
}

static hc_status bonds_begin(hc_context *ctx, const void *options, const hc_structure *first, bool has_time,
                             void **self)
{
    hc_status status = HC_OK;
    bonds *b = NULL;
    char *caption = NULL;

    HC_TRY(hc_allocate(ctx, 1, sizeof *b, &b));
    *self = b;
    b->options = options;
    const hc_hydrogen_options *o = &b->options->hydrogen;
    HC_TRY(hc_atom_set_parse(ctx, "donor", b->options->donor, first, &b->donor));
    HC_TRY(hc_atom_set_parse(ctx, "acceptor", b->options->acceptor, first, &b->acceptor));
    HC_TRY(hc_hydrogens_create(ctx, o, first, &b->hydrogens));
    HC_TRY(
        hc_format(ctx, &caption,
                  "A hydrogen bond: donor and acceptor not farther than %.3g Angstrom, angle hydrogen-donor-acceptor "
                  "at most %.3g degrees.",
                  o->distance / HC_ANGSTROM, o->angle / HC_DEGREE));
    HC_TRY(hc_table_create(ctx, "hydrogen-bonds", "Hydrogen bonds", caption, &b->table));
    HC_TRY(hc_table_add_time(ctx, b->table, has_time));
    HC_TRY(
        hc_table_add_column(ctx, b->table, &(hc_column_options){.name = "hydrogen_bonds", .label = "hydrogen bonds"}));
    HC_TRY(hc_table_add_column(ctx, b->table,
                               &(hc_column_options){.name = "water_water", .label = "between water molecules"}));

cleanup:
    free(caption);
    return status;
}

static hc_status bonds_frame(void *self, hc_context *ctx, const hc_structure *structure, double time)
{
    bonds *b = self;
    hc_hydrogens *h = b->hydrogens;
    hc_status status = hc_hydrogens_analyse(ctx, h, structure);
    if (status != HC_OK) {
        return status;
    }
    double row[3] = {time};
    for (size_t k = 0; k < h->nbond; k++) {
        size_t donor = h->bond[k].donor, acceptor = h->bond[k].acceptor;
        if (b->donor.member[donor] && b->acceptor.member[acceptor]) {
            row[1] += 1;
            row[2] += h->oxygen[donor] == HC_OXYGEN_WATER && h->oxygen[acceptor] == HC_OXYGEN_WATER;
        }
    }
    return hc_table_add_row(ctx, b->table, row, NULL);
}

static hc_status bonds_end(void *self, hc_context *ctx, hc_table_list *tables)
{
    bonds *b = self;
    hc_table *table = b->table;
    b->table = NULL;
    return hc_table_list_add(ctx, tables, table);
}

static const hc_keyword keywords[] = {
    HC_HYDROGEN_KEYWORDS(bonds_options),
    {.name = "donor",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(bonds_options, donor),
     .default_text = "all",
     .doc = "Only bonds given by these atoms count."},
    {.name = "acceptor",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(bonds_options, acceptor),
     .default_text = "all",
     .doc = "Only bonds taken by these atoms count."},
    {0},
};

const hc_analysis_record hc_analysis_hydrogen_bonds = {
    .name = "hydrogen-bonds",
    .summary = "number of hydrogen bonds over time",
    .reference = "Luzar, Chandler, Phys. Rev. Lett. 76, 928 (1996)",
    .shorthand = NULL,
    .keywords = keywords,
    .options_size = sizeof(bonds_options),
    .begin = bonds_begin,
    .frame = bonds_frame,
    .end = bonds_end,
    .free = bonds_free,
};
