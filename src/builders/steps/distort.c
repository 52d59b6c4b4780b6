#include <stdlib.h>

#include "atoms/selection.h"
#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/deform.h"
#include "halfcell/units.h"

typedef struct distort_options {
    char *atoms;
    double rms; /* bohr */
    hc_real_list shift;
    hc_integer_list wave;
    int along, seed;
} distort_options;

static const hc_keyword keywords[] = {
    {.name = "atoms",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(distort_options, atoms),
     .default_text = "all",
     .doc = "Which atoms: a sublattice (element O), a layer (layer 0 of 3 along z)."},
    {.name = "rms_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(distort_options, rms),
     .unit = HC_ANGSTROM,
     .default_text = "0",
     .minimum = 0,
     .maximum = 2,
     .doc = "Random displacements with exactly this root of the mean square of their lengths; their mean is zero."},
    {.name = "along",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(distort_options, along),
     .default_text = "xyz",
     .choices = hc_along_choices,
     .doc = "Directions of the random displacements."},
    {.name = "seed",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(distort_options, seed),
     .default_text = "1",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Of the random numbers."},
    {.name = "shift_angstrom",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(distort_options, shift),
     .unit = HC_ANGSTROM,
     .default_text = "[0, 0, 0]",
     .minimum = -50,
     .maximum = 50,
     .doc = "A displacement of all of them, Cartesian."},
    {.name = "wave",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(distort_options, wave),
     .default_text = "[0, 0, 0]",
     .minimum = -1000,
     .maximum = 1000,
     .doc = "The shift is multiplied by cos(2 pi (h x + k y + l z)), x, y, z in fractions of the cell: so many waves "
            "along "
            "a, b, c."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const distort_options *given = options;
    const double *shift = given->shift.value;
    const int *wave = given->wave.value;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    bool along[3];
    if (given->shift.count != 3 || given->wave.count != 3) {
        return hc_fail(ctx, HC_ERROR_INPUT, "shift_angstrom and wave have three numbers, not %zu and %zu",
                       given->shift.count, given->wave.count);
    }
    hc_vec3 amplitude = hc_vec3_make(shift[0], shift[1], shift[2]);
    if (given->rms == 0.0 && hc_vec3_norm(amplitude) == 0.0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "rms_angstrom or shift_angstrom says how much; both are zero");
    }
    HC_TRY(hc_selection_parse(ctx, given->atoms, *structure, &count, &atoms));
    if (count == 0) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "atoms: '%.200s' is no atom", given->atoms);
        goto cleanup;
    }
    if (hc_vec3_norm(amplitude) > 0.0) {
        HC_TRY(hc_structure_wave(ctx, count, atoms, amplitude, wave, *structure));
    }
    hc_along_directions(given->along, along);
    HC_TRY(hc_structure_shake(ctx, count, atoms, given->rms, along, given->seed, *structure));
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_distort = {
    .name = "distort",
    .summary = "Displaces atoms: at random, a layer or sublattice as a whole, or in a wave. The cell stays.",
    .keywords = keywords,
    .options_size = sizeof(distort_options),
    .needs_atoms = true,
    .apply = apply,
};
