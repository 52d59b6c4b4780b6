#include "builders/boundary/interface.h"
#include "builders/build_step.h"
#include "builders/prototype.h"
#include "builders/slab.h"
#include "halfcell/units.h"

#define PERCENT 0.01

typedef struct interface_step {
    char *file, *prototype;
    hc_integer_list miller;
    int layers, termination;
    double same_plane; /* bohr */
    hc_real_list translation;
    hc_interface_options interface;
} interface_step;

static const char *const strained_choices[] = {"upper", "lower", "both", NULL};

#define INTERFACE(member) offsetof(interface_step, interface) + offsetof(hc_interface_options, member)

static const hc_keyword keywords[] = {
    {.name = "prototype",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(interface_step, prototype),
     .default_text = "",
     .doc = "Crystal of the upper part, a name of `halfcell list prototypes`."},
    {.name = "miller",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(interface_step, miller),
     .default_text = "[0, 0, 1]",
     .doc = "Plane in which it is cut."},
    {.name = "layers",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(interface_step, layers),
     .default_text = "4",
     .minimum = 1,
     .maximum = 1000,
     .doc = "Its repeat units, as in `slab`."},
    {.name = "termination",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(interface_step, termination),
     .default_text = "0",
     .minimum = 0,
     .maximum = 1000,
     .doc = "Its termination, as in `slab`."},
    {.name = "same_plane_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(interface_step, same_plane),
     .unit = HC_ANGSTROM,
     .default_text = "0.2",
     .minimum = 0.01,
     .maximum = 3,
     .doc = "As in `slab`."},
    {.name = "file",
     .type = HC_VALUE_FILE,
     .offset = offsetof(interface_step, file),
     .default_text = "",
     .doc = "Instead of prototype: a slab, a and b in the xy plane."},
    {.name = "strain_percent",
     .type = HC_VALUE_REAL,
     .offset = INTERFACE(strain_max),
     .unit = PERCENT,
     .default_text = "5",
     .minimum = 0.001,
     .maximum = 15,
     .doc = "Largest principal strain that a match may need."},
    {.name = "area_angstrom2",
     .type = HC_VALUE_REAL,
     .offset = INTERFACE(area_max),
     .unit = HC_ANGSTROM * HC_ANGSTROM,
     .default_text = "150",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Largest area of the common cell."},
    {.name = "match",
     .type = HC_VALUE_INTEGER,
     .offset = INTERFACE(match),
     .default_text = "0",
     .minimum = 0,
     .maximum = 100000,
     .doc = "Which of the matches, the smallest first (`--verbose` lists 20)."},
    {.name = "strained",
     .type = HC_VALUE_CHOICE,
     .offset = INTERFACE(strained),
     .default_text = "upper",
     .choices = strained_choices,
     .doc = "Which part is strained onto the other."},
    {.name = "gap_angstrom",
     .type = HC_VALUE_REAL,
     .offset = INTERFACE(gap),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = -5,
     .maximum = 20,
     .doc = "From the highest atom of one part to the lowest of the other. Not given: until two atoms touch: a sum of "
            "covalent radii, 1 Angstrom more for two anions or two cations."},
    {.name = "translation",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(interface_step, translation),
     .default_text = "[0, 0]",
     .minimum = -10,
     .maximum = 10,
     .doc = "Of the upper part, in the two vectors of the common cell."},
    {.name = "vacuum_angstrom",
     .type = HC_VALUE_REAL,
     .offset = INTERFACE(vacuum),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .minimum = 1,
     .maximum = 1000,
     .doc = "One boundary between two surfaces. Not given: two boundaries that repeat along c."},
    {0}};

static hc_status make_upper(hc_context *ctx, const interface_step *given, hc_structure **upper)
{
    hc_status status = HC_OK;
    hc_prototype_options prototype = {.name = given->prototype, .a = NAN, .b = NAN, .c = NAN};
    hc_slab_options slab = hc_slab_defaults();
    if ((given->prototype == NULL) == (given->file == NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give prototype or file for the upper part: one of them");
    }
    if (given->file != NULL) {
        return hc_structure_read(ctx, given->file, upper);
    }
    slab.layers = given->layers;
    slab.termination = given->termination;
    slab.same_plane = given->same_plane;
    for (int d = 0; d < 3; d++) {
        slab.miller[d] = given->miller.value[d];
    }
    HC_TRY(hc_prototype_build(ctx, &prototype, upper));
    HC_TRY(hc_slab_build(ctx, &slab, upper));
cleanup:
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const interface_step *given = options;
    hc_status status = HC_OK;
    hc_interface_options interface = given->interface;
    hc_structure *upper = NULL;
    if (given->miller.count != 3 || given->translation.count != 2) {
        return hc_fail(ctx, HC_ERROR_INPUT, "miller has three numbers, translation two; here are %zu and %zu",
                       given->miller.count, given->translation.count);
    }
    interface.translation[0] = given->translation.value[0];
    interface.translation[1] = given->translation.value[1];
    HC_TRY(make_upper(ctx, given, &upper));
    HC_TRY(hc_interface_build(ctx, &interface, upper, structure));
cleanup:
    hc_structure_free(upper);
    return status;
}

const hc_build_step_record hc_build_interface = {
    .name = "interface",
    .summary = "Lays a slab of another crystal on the slab that is there, on a common cell: a phase boundary.",
    .reference = "Zur, McGill, J. Appl. Phys. 55, 378 (1984)",
    .keywords = keywords,
    .options_size = sizeof(interface_step),
    .needs_atoms = true,
    .apply = apply,
};
