#include "builders/build_step.h"
#include "builders/deform.h"
#include "halfcell/units.h"

typedef struct twist_options {
    double rate; /* radian per bohr */
} twist_options;

static const hc_keyword keywords[] = {{.name = "degree_per_nm",
                                       .type = HC_VALUE_REAL,
                                       .offset = offsetof(twist_options, rate),
                                       .unit = HC_DEGREE / (10.0 * HC_ANGSTROM),
                                       .minimum = -90,
                                       .maximum = 90,
                                       .doc = "How far the wire turns along c; right-handed when positive."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const twist_options *given = options;
    return hc_structure_twist(ctx, given->rate, *structure);
}

const hc_build_step_record hc_build_twist = {
    .name = "twist",
    .summary = "Twists a wire or tube about the middle of the cell along c.",
    .reference = "J. D. Eshelby, J. Appl. Phys. 24, 176 (1953), for wires with a screw dislocation",
    .keywords = keywords,
    .options_size = sizeof(twist_options),
    .needs_atoms = true,
    .apply = apply,
};
