#include "builders/slab.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct slab_step {
    hc_integer_list miller, repeat;
    int cell;
    hc_slab_options slab;
} slab_step;

static const char *const cell_choices[] = {"primitive", "orthogonal", NULL};

#define SLAB(member) offsetof(slab_step, slab) + offsetof(hc_slab_options, member)

static const hc_keyword keywords[] = {
    {.name = "miller",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(slab_step, miller),
     .doc = "Three indices h, k, l of the plane, of the cell that is there (hexagonal: without the third of four)."},
    {.name = "layers",
     .type = HC_VALUE_INTEGER,
     .offset = SLAB(layers),
     .default_text = "4",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Repeat units; in fcc, bcc and rock salt one is one atomic layer."},
    {.name = "planes",
     .type = HC_VALUE_INTEGER,
     .offset = SLAB(planes),
     .default_text = "",
     .minimum = 1,
     .maximum = 10000,
     .doc = "Instead of layers: atomic planes, counted from the top; need not be stoichiometric."},
    {.name = "termination",
     .type = HC_VALUE_INTEGER,
     .offset = SLAB(termination),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1000,
     .doc = "Which of the different ends of the top; `halfcell build --verbose` lists them. 0 is not polar if any is."},
    {.name = "cell",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(slab_step, cell),
     .default_text = "primitive",
     .choices = cell_choices,
     .doc = "The smallest cell in the plane, or the smallest with a right angle."},
    {.name = "repeat",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(slab_step, repeat),
     .default_text = "[1, 1]",
     .doc = "Two numbers: how often the cell is repeated in the plane."},
    {.name = "vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = SLAB(vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "15",
     .minimum = 0,
     .maximum = 1000,
     .doc = "Between the slab and its image above, from atom to atom."},
    {.name = "fixed_planes",
     .type = HC_VALUE_INTEGER,
     .offset = SLAB(fixed_planes),
     .default_text = "0",
     .minimum = 0,
     .maximum = 10000,
     .doc = "Atomic planes at the bottom that do not move."},
    {.name = "same_plane_angstrom",
     .type = HC_VALUE_REAL,
     .offset = SLAB(same_plane),
     .unit = HC_ANGSTROM,
     .default_text = "0.2",
     .minimum = 0.01,
     .maximum = 3,
     .doc = "Heights that differ less belong to one atomic plane, which no cut goes through."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const slab_step *given = options;
    hc_slab_options slab = given->slab;
    if (given->miller.count != 3 || given->repeat.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "miller has three numbers, repeat two; here are %zu and %zu",
                       given->miller.count, given->repeat.count);
    }
    for (int d = 0; d < 3; d++) {
        slab.miller[d] = given->miller.value[d];
    }
    for (int d = 0; d < 2; d++) {
        slab.repeat[d] = given->repeat.value[d];
    }
    slab.orthogonal = given->cell == 1;
    return hc_slab_build(ctx, &slab, structure);
}

const hc_build_step_record hc_build_slab = {
    .name = "slab",
    .summary = "Cuts a crystal along a lattice plane; the normal becomes z.",
    .reference = "P. W. Tasker, J. Phys. C 12, 4977 (1979), for what polar means",
    .keywords = keywords,
    .options_size = sizeof(slab_step),
    .needs_atoms = true,
    .apply = apply,
};
