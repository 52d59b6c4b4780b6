#include <math.h>
#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/assemble.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct molecule_options {
    char *file, *near;
    hc_real_list position; /* bohr */
    double distance, clearance;
    int seed;
} molecule_options;

static const hc_keyword keywords[] = {
    {.name = "file",
     .type = HC_VALUE_FILE,
     .offset = offsetof(molecule_options, file),
     .doc = "Structure whose atoms are added; its cell is not used."},
    {.name = "position_angstrom",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(molecule_options, position),
     .unit = HC_ANGSTROM,
     .default_text = "",
     .doc = "Where its centre of mass shall be; its orientation is kept."},
    {.name = "near",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(molecule_options, near),
     .default_text = "",
     .doc = "Instead: atoms that it is put near to, in the orientation that has most room."},
    {.name = "distance_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(molecule_options, distance),
     .unit = HC_ANGSTROM,
     .default_text = "3.0",
     .minimum = 0.5,
     .maximum = 50,
     .doc = "From the nearest atom in `near` to its nearest atom."},
    {.name = "clearance",
     .type = HC_VALUE_REAL,
     .offset = offsetof(molecule_options, clearance),
     .default_text = "0.85",
     .minimum = 0.3,
     .maximum = 2,
     .doc = "How near it may come to the other atoms, as a share of the sum of the contact radii."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(molecule_options, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Another seed gives another place."},
    {0}};

static hc_status put_near(hc_context *ctx, const molecule_options *given, const hc_structure *molecule,
                          hc_structure **structure)
{
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_selection_parse(ctx, given->near, *structure, &count, &atoms));
    hc_place_options place = {
        .nnear = count, .near = atoms, .distance = given->distance, .clearance = given->clearance, .seed = given->seed};
    HC_TRY(hc_structure_place(ctx, &place, molecule, structure));
cleanup:
    free(atoms);
    return status;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const molecule_options *given = options;
    hc_status status = HC_OK;
    hc_structure *molecule = NULL;
    const double *at = given->position.value;
    if ((given->position.count > 0) == (given->near != NULL)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give either position_angstrom or near, to say where the molecule goes");
    }
    if (given->position.count != 0 && given->position.count != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "position_angstrom: three numbers are needed, %zu are given",
                       given->position.count);
    }
    HC_TRY(hc_structure_read(ctx, given->file, &molecule));
    if (given->near != NULL) {
        HC_TRY(put_near(ctx, given, molecule, structure));
    } else {
        hc_vec3 shift = hc_vec3_sub(hc_vec3_make(at[0], at[1], at[2]), hc_structure_middle(molecule));
        HC_TRY(hc_structure_append(ctx, molecule, shift, structure));
    }
cleanup:
    hc_structure_free(molecule);
    return status;
}

const hc_build_step_record hc_build_molecule = {
    .name = "molecule",
    .summary = "Adds the atoms of a file, at a position or near to atoms that are there.",
    .keywords = keywords,
    .options_size = sizeof(molecule_options),
    .apply = apply,
};
