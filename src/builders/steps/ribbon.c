#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "builders/carbon/sheet.h"
#include "halfcell/units.h"

typedef struct ribbon_step_options {
    hc_ribbon_options ribbon;
    bool saturate, relax;
} ribbon_step_options;

static const char *const edge_choices[] = {"zigzag", "armchair", NULL};

static const hc_keyword keywords[] = {
    {.name = "edge",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(ribbon_step_options, ribbon.edge),
     .default_text = "zigzag",
     .choices = edge_choices,
     .doc = "Of the ribbon, which runs along a."},
    {.name = "width",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(ribbon_step_options, ribbon.width),
     .default_text = "6",
     .minimum = 2,
     .maximum = 1000,
     .doc = "Zigzag chains, or dimer lines of an armchair ribbon."},
    {.name = "length",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(ribbon_step_options, ribbon.length),
     .default_text = "1",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Periods along a: 2.46 Angstrom each for zigzag, 4.26 for armchair."},
    {.name = "a_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ribbon_step_options, ribbon.lattice),
     .unit = HC_ANGSTROM,
     .default_text = "2.46",
     .minimum = 2.2,
     .maximum = 2.8,
     .doc = "Lattice constant of graphene."},
    {.name = "vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ribbon_step_options, ribbon.vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "12",
     .minimum = 3,
     .maximum = 1000,
     .doc = "Beside the ribbon (b) and above it (c)."},
    {.name = "saturate",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(ribbon_step_options, saturate),
     .default_text = "true",
     .doc = "Hydrogen on the edges; otherwise they are bare."},
    {.name = "relax",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(ribbon_step_options, relax),
     .default_text = "false",
     .doc = "Move the atoms to a minimum of the bond-network force field; the cell stays."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const ribbon_step_options *given = options;
    hc_status status = HC_OK;
    hc_structure *made = NULL;
    HC_TRY(hc_structure_begin(ctx, *structure));
    HC_TRY(hc_carbon_ribbon(ctx, &given->ribbon, &made));
    HC_TRY(hc_carbon_begin(ctx, made, given->saturate, given->relax, structure));
cleanup:
    return status;
}

const hc_build_step_record hc_build_ribbon = {
    .name = "ribbon",
    .summary = "A ribbon of graphene, with zigzag or armchair edges, bare or with hydrogen.",
    .keywords = keywords,
    .options_size = sizeof(ribbon_step_options),
    .apply = apply,
};
