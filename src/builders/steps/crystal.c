#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/prototype.h"
#include "halfcell/units.h"

typedef struct crystal_options {
    char *prototype, *element;
    double a, b, c; /* bohr */
    int cell;
} crystal_options;

static const char *const cell_choices[] = {"conventional", "primitive", NULL};

static const hc_keyword keywords[] = {
    {.name = "prototype",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(crystal_options, prototype),
     .doc = "A name of `halfcell list prototypes`, a metal (Pd), or fcc, bcc, hcp."},
    {.name = "element",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(crystal_options, element),
     .default_text = "",
     .doc = "Of fcc, bcc and hcp."},
    {.name = "a_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(crystal_options, a),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 200,
     .doc = "Another lattice constant; b and c keep their ratio to it unless they are given."},
    {.name = "b_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(crystal_options, b),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 200,
     .doc = "Another b."},
    {.name = "c_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(crystal_options, c),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 200,
     .doc = "Another c."},
    {.name = "cell",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(crystal_options, cell),
     .default_text = "conventional",
     .choices = cell_choices,
     .doc = "Which cell. Miller indices of `slab` are those of the cell that is there, so they want the conventional."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const crystal_options *given = options;
    hc_status status = HC_OK;
    hc_structure *crystal = NULL;
    hc_prototype_options prototype = {.name = given->prototype,
                                      .element = given->element,
                                      .a = given->a,
                                      .b = given->b,
                                      .c = given->c,
                                      .primitive = given->cell == 1};
    HC_TRY(hc_structure_begin(ctx, *structure));
    HC_TRY(hc_prototype_build(ctx, &prototype, &crystal));
    hc_structure_replace(structure, &crystal);
cleanup:
    return status;
}

const hc_build_step_record hc_build_crystal = {
    .name = "crystal",
    .summary = "A crystal by its name. Others come from a CIF file with `read`.",
    .keywords = keywords,
    .options_size = sizeof(crystal_options),
    .apply = apply,
};
