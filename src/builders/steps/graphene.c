#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/carbon/sheet.h"
#include "halfcell/units.h"

typedef struct graphene_options {
    hc_integer_list repeat;
    int cell, layers;
    double lattice, spacing, vacuum;
} graphene_options;

static const char *const cell_choices[] = {"primitive", "orthogonal", NULL};

static const hc_keyword keywords[] = {{.name = "repeat",
                                       .type = HC_VALUE_INTEGER_LIST,
                                       .offset = offsetof(graphene_options, repeat),
                                       .default_text = "[1, 1]",
                                       .minimum = 1,
                                       .maximum = 1000,
                                       .doc = "Cells along a and b."},
                                      {.name = "cell",
                                       .type = HC_VALUE_CHOICE,
                                       .offset = offsetof(graphene_options, cell),
                                       .default_text = "primitive",
                                       .choices = cell_choices,
                                       .doc = "Two atoms with a and b at 120 degrees, or four with a zigzag and b "
                                              "armchair."},
                                      {.name = "layers",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(graphene_options, layers),
                                       .default_text = "1",
                                       .minimum = 1,
                                       .maximum = 100,
                                       .doc = "Layers of graphite, stacked A B A B."},
                                      {.name = "a_angstrom",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(graphene_options, lattice),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "2.46",
                                       .minimum = 2.2,
                                       .maximum = 2.8,
                                       .doc = "Lattice constant."},
                                      {.name = "spacing_angstrom",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(graphene_options, spacing),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "3.355",
                                       .minimum = 2.5,
                                       .maximum = 20,
                                       .doc = "Between layers."},
                                      {.name = "vacuum_angstrom",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(graphene_options, vacuum),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "15",
                                       .minimum = 3,
                                       .maximum = 1000,
                                       .doc = "Along c, between the uppermost layer and the image of the lowest."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const graphene_options *given = options;
    hc_status status = HC_OK;
    hc_structure *made = NULL;
    HC_TRY(hc_structure_begin(ctx, *structure));
    if (given->repeat.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "repeat: two numbers are needed, %zu are given", given->repeat.count);
    }
    hc_sheet_options sheet = {.cell = given->cell,
                              .repeat = {given->repeat.value[0], given->repeat.value[1]},
                              .layers = given->layers,
                              .lattice = given->lattice,
                              .spacing = given->spacing,
                              .vacuum = given->vacuum};
    HC_TRY(hc_carbon_sheet(ctx, &sheet, &made));
    hc_structure_replace(structure, &made);
cleanup:
    return status;
}

const hc_build_step_record hc_build_graphene = {
    .name = "graphene",
    .summary = "A sheet of graphene, or layers of graphite.",
    .reference = "Trucano, Chen, Nature 258, 136 (1975)",
    .keywords = keywords,
    .options_size = sizeof(graphene_options),
    .apply = apply,
};
