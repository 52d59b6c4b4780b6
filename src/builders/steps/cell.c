#include <string.h>

#include "atoms/cell.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct cell_options {
    hc_real_list lengths, vectors; /* bohr */
    int periodic;
} cell_options;

/* Bit d of the index: direction d. */
static const char *const periodic_choices[] = {"none", "x", "y", "xy", "z", "xz", "yz", "xyz", NULL};

static const hc_keyword keywords[] = {{.name = "lengths_angstrom",
                                       .type = HC_VALUE_REAL_LIST,
                                       .offset = offsetof(cell_options, lengths),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "",
                                       .doc = "Three edges of a box."},
                                      {.name = "vectors_angstrom",
                                       .type = HC_VALUE_REAL_LIST,
                                       .offset = offsetof(cell_options, vectors),
                                       .unit = HC_ANGSTROM,
                                       .default_text = "",
                                       .doc = "Nine numbers: the lattice vectors a, b, c one after the other."},
                                      {.name = "periodic",
                                       .type = HC_VALUE_CHOICE,
                                       .offset = offsetof(cell_options, periodic),
                                       .default_text = "xyz",
                                       .choices = periodic_choices,
                                       .doc = "Directions (of a, b, c) that repeat."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const cell_options *given = options;
    hc_mat3 cell = (*structure)->cell;
    if (given->lengths.count > 0 && given->vectors.count > 0) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give lengths_angstrom or vectors_angstrom, not both");
    }
    if ((given->lengths.count != 0 && given->lengths.count != 3) ||
        (given->vectors.count != 0 && given->vectors.count != 9)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "lengths_angstrom are 3 numbers, vectors_angstrom are 9; here are %zu",
                       given->lengths.count + given->vectors.count);
    }
    if (given->lengths.count == 3) {
        const double *a = given->lengths.value;
        if (a[0] < 0.0 || a[1] < 0.0 || a[2] < 0.0) {
            return hc_fail(ctx, HC_ERROR_INPUT, "lengths_angstrom: an edge cannot be negative; here are %g %g %g",
                           a[0] / HC_ANGSTROM, a[1] / HC_ANGSTROM, a[2] / HC_ANGSTROM);
        }
        cell = (hc_mat3){{{a[0], 0, 0}, {0, a[1], 0}, {0, 0, a[2]}}};
    }
    for (size_t k = 0; k < given->vectors.count; k++) {
        *hc_vec3_at(&cell.row[k / 3], (int)(k % 3)) = given->vectors.value[k];
    }
    (*structure)->cell = cell;
    for (int d = 0; d < 3; d++) {
        (*structure)->periodic[d] = (given->periodic >> d) & 1;
    }
    return hc_structure_check(ctx, *structure);
}

const hc_build_step_record hc_build_cell = {
    .name = "cell",
    .summary = "Sets the cell and which of its directions repeat. The atoms stay where they are.",
    .keywords = keywords,
    .options_size = sizeof(cell_options),
    .apply = apply,
};
