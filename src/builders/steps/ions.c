#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/build_step.h"
#include "builders/solvate.h"
#include "halfcell/units.h"

typedef struct ion_step_options {
    char *element, *species, *from;
    int count, seed;
    double distance, tolerance, apart, bottom, top;
    int axis;
} ion_step_options;

static const char *const axis_choices[] = {"a", "b", "c", NULL};

static const hc_keyword keywords[] = {
    {.name = "element",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(ion_step_options, element),
     .default_text = "",
     .doc = "Symbol of an ion of one atom; Na when there is no species either. Li, Na, K, Rb and Cs have ionic radii; "
            "others are as large as neutral atoms."},
    {.name = "species",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(ion_step_options, species),
     .default_text = "",
     .doc = "Instead of element, an ion of several atoms: OH, HCO3, CO3, HCOO, H3O, NH4. Distances are those of its "
            "middle (C, N, or O)."},
    {.name = "count",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(ion_step_options, count),
     .default_text = "1",
     .minimum = 1,
     .maximum = 10000,
     .doc = "Number of ions."},
    {.name = "distance_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ion_step_options, distance),
     .unit = HC_ANGSTROM,
     .default_text = "4.5",
     .minimum = 0.5,
     .maximum = 50,
     .doc = "From the nearest of the atoms in `from`."},
    {.name = "tolerance_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ion_step_options, tolerance),
     .unit = HC_ANGSTROM,
     .default_text = "0.3",
     .minimum = 0.05,
     .maximum = 50,
     .doc = "How far the distance may be off."},
    {.name = "apart_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ion_step_options, apart),
     .unit = HC_ANGSTROM,
     .default_text = "5.0",
     .minimum = 0.5,
     .maximum = 1000,
     .doc = "At least between two ions."},
    {.name = "axis",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(ion_step_options, axis),
     .default_text = "c",
     .choices = axis_choices,
     .doc = "Direction of bottom and top."},
    {.name = "bottom_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ion_step_options, bottom),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .doc = "Ions only above this plane, so that they come to lie in a layer of water."},
    {.name = "top_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(ion_step_options, top),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .doc = "Ions only below this plane."},
    {.name = "from",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(ion_step_options, from),
     .default_text = "all",
     .doc = "The atoms that the distance is counted from."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(ion_step_options, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Another seed gives other places."},
    {0}};

static hc_status find_ion(hc_context *ctx, const ion_step_options *given, hc_ion_record *ion)
{
    if (given->species == NULL) {
        const char *symbol = given->element != NULL ? given->element : "Na";
        *ion = hc_ion_of_element(hc_element_number(symbol));
        return ion->name != NULL
                   ? HC_OK
                   : hc_fail(ctx, HC_ERROR_INPUT, "element: '%.20s' is not an element symbol such as Na", symbol);
    }
    if (given->element != NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "element %.20s and species %.20s: a step puts one kind of ion; give one of them, and the other "
                       "to a step of its own",
                       given->element, given->species);
    }
    const hc_ion_record *record = NULL;
    hc_status status = hc_ion_find(ctx, given->species, &record);
    if (status == HC_OK) {
        *ion = *record;
        hc_log(ctx, HC_LOG_INFO,
               "charge: %+d e for each %s, %+d e for all; charge= of an extended XYZ file says it, the engine is told "
               "by its own option",
               ion->charge, ion->name, ion->charge * given->count);
    }
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const ion_step_options *given = options;
    hc_ion_options ions = {.count = given->count,
                           .distance = given->distance,
                           .tolerance = given->tolerance,
                           .apart = given->apart,
                           .axis = given->axis,
                           .bottom = given->bottom,
                           .top = given->top,
                           .seed = given->seed};
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(find_ion(ctx, given, &ions.ion));
    HC_TRY(hc_selection_parse(ctx, given->from, *structure, &count, &atoms));
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "from: '%.200s' is no atom, from which a distance could be counted",
                         given->from);
        goto cleanup;
    }
    HC_TRY(hc_solvate_ions(ctx, &ions, count, atoms, structure));
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_ions = {
    .name = "ions",
    .summary = "Puts ions at a distance from atoms, without overlaps and far from one another. Before the water.",
    .keywords = keywords,
    .options_size = sizeof(ion_step_options),
    .apply = apply,
};
