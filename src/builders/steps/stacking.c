#include "builders/boundary/stacking.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct stacking_step {
    char *sequence;
    hc_integer_list miller, repeat;
    int cell;
    double vacuum; /* bohr */
} stacking_step;

static const char *const cell_choices[] = {"primitive", "orthogonal", NULL};

static const hc_keyword keywords[] = {
    {.name = "sequence",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(stacking_step, sequence),
     .doc = "Layers from the bottom, letters A, B, C: ABC (hcp: AB) is the crystal, ABCACB two twin boundaries, "
            "ABCABABC an intrinsic stacking fault."},
    {.name = "miller",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(stacking_step, miller),
     .default_text = "[1, 1, 1]",
     .doc = "Of the layers; [0, 0, 1] for hcp and wurtzite."},
    {.name = "cell",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(stacking_step, cell),
     .default_text = "primitive",
     .choices = cell_choices,
     .doc = "The smallest cell in the plane, or the smallest with a right angle."},
    {.name = "repeat",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(stacking_step, repeat),
     .default_text = "[1, 1]",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Two numbers: how often the cell is repeated in the plane."},
    {.name = "vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(stacking_step, vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Makes a slab. Not given: the sequence repeats along c."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const stacking_step *given = options;
    const int *miller = given->miller.value, *repeat = given->repeat.value;
    if (given->miller.count != 3 || given->repeat.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "miller has three numbers, repeat two; here are %zu and %zu",
                       given->miller.count, given->repeat.count);
    }
    hc_stacking_options stacking = {.sequence = given->sequence,
                                    .miller = {miller[0], miller[1], miller[2]},
                                    .orthogonal = given->cell == 1,
                                    .repeat = {repeat[0], repeat[1]},
                                    .vacuum = given->vacuum};
    return hc_stacking_build(ctx, &stacking, structure);
}

const hc_build_step_record hc_build_stacking = {
    .name = "stacking",
    .summary = "Close-packed layers of a crystal in any order: coherent twins, stacking faults, polytypes.",
    .reference = "J. P. Hirth, J. Lothe, Theory of Dislocations, 2nd ed. (1982), chapter 10",
    .keywords = keywords,
    .options_size = sizeof(stacking_step),
    .needs_atoms = true,
    .apply = apply,
};
