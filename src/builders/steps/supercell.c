#include "builders/supercell.h"
#include "builders/build_step.h"

typedef struct supercell_options {
    hc_integer_list repeat, matrix;
} supercell_options;

static const hc_keyword keywords[] = {{.name = "repeat",
                                       .type = HC_VALUE_INTEGER_LIST,
                                       .offset = offsetof(supercell_options, repeat),
                                       .default_text = "",
                                       .doc = "Three numbers: how often along a, b, c."},
                                      {.name = "matrix",
                                       .type = HC_VALUE_INTEGER_LIST,
                                       .offset = offsetof(supercell_options, matrix),
                                       .default_text = "",
                                       .doc = "Instead: nine numbers, the new vectors in terms of a, b, c."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const supercell_options *given = options;
    int matrix[3][3] = {{0}};
    if ((given->repeat.count == 3) == (given->matrix.count == 9) || given->repeat.count + given->matrix.count > 9) {
        return hc_fail(ctx, HC_ERROR_INPUT, "give repeat with 3 numbers or matrix with 9");
    }
    for (size_t k = 0; k < given->matrix.count; k++) {
        matrix[k / 3][k % 3] = given->matrix.value[k];
    }
    for (size_t k = 0; k < given->repeat.count; k++) {
        matrix[k][k] = given->repeat.value[k];
        if (given->repeat.value[k] < 1) {
            return hc_fail(ctx, HC_ERROR_INPUT, "repeat: each number is at least 1, not %d", given->repeat.value[k]);
        }
    }
    for (int k = 0; k < 9; k++) {
        if (matrix[k / 3][k % 3] > 1000 || matrix[k / 3][k % 3] < -1000) {
            return hc_fail(ctx, HC_ERROR_INPUT, "numbers of a supercell are -1000 to 1000");
        }
    }
    return hc_supercell(ctx, (const int(*)[3])matrix, structure);
}

const hc_build_step_record hc_build_supercell = {
    .name = "supercell",
    .summary = "Repeats the cell, or takes any other cell of the same lattice.",
    .keywords = keywords,
    .options_size = sizeof(supercell_options),
    .needs_atoms = true,
    .apply = apply,
};
