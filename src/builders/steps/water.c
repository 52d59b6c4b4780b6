#include "builders/build_step.h"
#include "builders/solvate.h"
#include "halfcell/units.h"

static const char *const region_choices[] = {"cell", "slab", "shell", NULL};
static const char *const axis_choices[] = {"a", "b", "c", NULL};

static const hc_keyword keywords[] = {
    {.name = "count",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_water_options, count),
     .default_text = "",
     .minimum = 1,
     .maximum = 100000,
     .doc = "Molecules. Not given: as many as the density says, for a region that is closed."},
    {.name = "density_g_cm3",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_water_options, density),
     .unit = HC_GRAM_PER_CM3,
     .default_text = "1.0",
     .minimum = 0.05,
     .maximum = 1.5,
     .doc = "Density in the room that the atoms leave (solvent-excluded surface, radius 1.4 Angstrom)."},
    {.name = "region",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_water_options, region),
     .default_text = "cell",
     .choices = region_choices,
     .doc = "The whole cell; a slab perpendicular to `axis`; a shell around the atoms. Slab and shell become as thick "
            "as count and density ask for."},
    {.name = "axis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(hc_water_options, axis),
     .default_text = "c",
     .choices = axis_choices,
     .doc = "Direction that a slab is perpendicular to."},
    {.name = "bottom_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_water_options, bottom),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .doc = "Lower end of a slab. Not given: it grows both ways from the middle of the atoms (without ions)."},
    {.name = "top_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(hc_water_options, top),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .doc = "Upper end of a slab. Not given: where count and density put it."},
    {.name = "sweeps",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_water_options, sweeps),
     .default_text = "300",
     .minimum = 1,
     .maximum = 1000000,
     .doc = "Monte Carlo moves of each molecule."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(hc_water_options, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Another seed gives another arrangement."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    return hc_solvate_water(ctx, options, structure);
}

const hc_build_step_record hc_build_water = {
    .name = "water",
    .summary =
        "Fills room with rigid water molecules, without overlaps: random insertion, then Monte Carlo with TIP3P.",
    .reference = "Jorgensen et al., J. Chem. Phys. 79, 926 (1983)",
    .keywords = keywords,
    .options_size = sizeof(hc_water_options),
    .apply = apply,
};
