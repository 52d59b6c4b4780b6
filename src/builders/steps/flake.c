#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/carbon/edit.h"
#include "builders/carbon/sheet.h"
#include "halfcell/units.h"

typedef struct flake_options {
    int ring, shells;
    bool saturate, relax;
} flake_options;

static const hc_keyword keywords[] = {{.name = "ring",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(flake_options, ring),
                                       .default_text = "6",
                                       .minimum = 4,
                                       .maximum = 8,
                                       .doc =
                                           "Members of the ring in the middle: 5 makes a bowl, 6 a flat flake, 7 and "
                                           "8 saddles."},
                                      {.name = "shells",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(flake_options, shells),
                                       .default_text = "2",
                                       .minimum = 2,
                                       .maximum = 30,
                                       .doc = "Shells of rings, the middle one counted: 2 is corannulene or coronene."},
                                      HC_CARBON_RELAX_KEYWORDS(flake_options),
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const flake_options *given = options;
    hc_status status = HC_OK;
    hc_skeleton *skeleton = NULL;
    HC_TRY(hc_structure_begin(ctx, *structure));
    HC_TRY(hc_carbon_flake(ctx, given->ring, given->shells, 2.46 * HC_ANGSTROM, &skeleton));
    HC_TRY(hc_carbon_complete(ctx, skeleton, given->saturate, given->relax, structure));
cleanup:
    return status;
}

const hc_build_step_record hc_build_flake = {
    .name = "flake",
    .summary = "A flake of carbon around one ring: isolated pentagon (bowl), hexagon, heptagon or octagon (saddles).",
    .keywords = keywords,
    .options_size = sizeof(flake_options),
    .apply = apply,
};
