#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "builders/carbon/sheet.h"
#include "halfcell/units.h"

typedef struct tube_step_options {
    hc_integer_list indices;
    int length;
    double lattice, vacuum;
    bool relax;
} tube_step_options;

static const hc_keyword keywords[] = {{.name = "indices",
                                       .type = HC_VALUE_INTEGER_LIST,
                                       .offset = offsetof(tube_step_options, indices),
                                       .doc = "The chiral indices n and m, n >= m >= 0."},
                                      {.name = "length",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(tube_step_options, length),
                                       .default_text = "1",
                                       .minimum = 1,
                                       .maximum = 1000,
                                       .doc = "Periods along c."},
                                      {.name = "a_angstrom",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(tube_step_options, lattice),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "2.46",
                                       .minimum = 2.2,
                                       .maximum = 2.8,
                                       .doc = "Lattice constant of graphene."},
                                      {.name = "vacuum_angstrom",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(tube_step_options, vacuum),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "12",
                                       .minimum = 3,
                                       .maximum = 1000,
                                       .doc = "Between tubes, along a and b."},
                                      {.name = "relax",
                                       .type = HC_VALUE_BOOL,
                                       .offset = offsetof(tube_step_options, relax),
                                       .default_text = "true",
                                       .doc = "Move the atoms to a minimum of the bond-network force field; the cell "
                                              "stays."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const tube_step_options *given = options;
    hc_status status = HC_OK;
    hc_structure *made = NULL;
    if (given->indices.count != 2 || given->indices.value[0] > 200 || given->indices.value[1] < 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "indices: two numbers n >= m >= 0, n at most 200, such as [10, 0]");
    }
    hc_tube_options tube = {.n = given->indices.value[0],
                            .m = given->indices.value[1],
                            .length = given->length,
                            .lattice = given->lattice,
                            .vacuum = given->vacuum};
    HC_TRY(hc_structure_begin(ctx, *structure));
    HC_TRY(hc_carbon_tube(ctx, &tube, &made));
    HC_TRY(hc_carbon_begin(ctx, made, false, given->relax, structure));
cleanup:
    return status;
}

const hc_build_step_record hc_build_nanotube = {
    .name = "nanotube",
    .summary = "A carbon nanotube along c.",
    .reference = "Saito, Dresselhaus, Dresselhaus, Physical Properties of Carbon Nanotubes (1998)",
    .keywords = keywords,
    .options_size = sizeof(tube_step_options),
    .apply = apply,
};
