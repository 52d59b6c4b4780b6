#include "builders/build_step.h"
#include "builders/deform.h"

typedef struct strain_options {
    hc_real_list strain;
} strain_options;

static const hc_keyword keywords[] = {
    {.name = "strain",
     .type = HC_VALUE_REAL_LIST,
     .offset = offsetof(strain_options, strain),
     .minimum = -0.9,
     .maximum = 9,
     .doc =
         "Cartesian, 0.01 is 1 % longer: one number (all directions alike), three (xx, yy, zz), six (xx, yy, zz, yz, "
         "xz, "
         "xy, of the tensor: half the angle of a shear) or nine (displacement gradient row by row, turns included)."},
    {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    static const int place[6][2] = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};
    const hc_real_list *given = &((const strain_options *)options)->strain;
    hc_mat3 gradient = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    if (given->count != 1 && given->count != 3 && given->count != 6 && given->count != 9) {
        return hc_fail(ctx, HC_ERROR_INPUT, "strain: 1, 3, 6 or 9 numbers, not %zu", given->count);
    }
    for (size_t k = 0; k < 9 && given->count == 9; k++) {
        *hc_vec3_at(&gradient.row[k / 3], (int)(k % 3)) += given->value[k];
    }
    for (size_t k = 0; k < (given->count == 6 ? 6 : 3) && given->count < 9; k++) {
        double value = given->value[given->count == 1 ? 0 : k];
        *hc_vec3_at(&gradient.row[place[k][0]], place[k][1]) += value;
        if (place[k][0] != place[k][1]) {
            *hc_vec3_at(&gradient.row[place[k][1]], place[k][0]) += value;
        }
    }
    return hc_structure_deform(ctx, &gradient, *structure);
}

const hc_build_step_record hc_build_strain = {
    .name = "strain",
    .summary = "Homogeneous strain or expansion: cell and atoms are deformed alike.",
    .keywords = keywords,
    .options_size = sizeof(strain_options),
    .needs_atoms = true,
    .apply = apply,
};
