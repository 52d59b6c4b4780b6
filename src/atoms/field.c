#include "halfcell/field.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/file.h"

hc_status hc_field_create(hc_context *ctx, const size_t n[3], const hc_mat3 *cell, hc_vec3 origin, hc_field **field)
{
    hc_field *made = NULL;
    hc_status status = HC_OK;
    *field = NULL;
    if (n[0] == 0 || n[1] == 0 || n[2] == 0 || n[1] > SIZE_MAX / 8 / n[0] || n[2] > SIZE_MAX / 8 / (n[0] * n[1])) {
        return hc_fail(ctx, HC_ERROR_INPUT, "a grid of %zu x %zu x %zu points cannot be made", n[0], n[1], n[2]);
    }
    double volume = fabs(hc_mat3_determinant(cell));
    if (!(volume > 0.0) || !isfinite(volume)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "the cell of a grid has no volume, or one that is not finite");
    }
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    *made = (hc_field){.n = {n[0], n[1], n[2]}, .count = n[0] * n[1] * n[2], .cell = *cell, .origin = origin};
    HC_TRY(hc_allocate(ctx, made->count, sizeof *made->value, &made->value));
    *field = made;
    made = NULL;
cleanup:
    hc_field_free(made);
    return status;
}

void hc_field_free(hc_field *field)
{
    if (field) {
        free(field->value);
        free(field);
    }
}

double hc_field_volume_element(const hc_field *field)
{
    return fabs(hc_mat3_determinant(&field->cell)) / (double)field->count;
}

double hc_field_integral(const hc_field *field)
{
    double sum = 0.0;
    size_t plane = field->n[0] * field->n[1];
    for (size_t k = 0; k < field->n[2]; k++) { /* plane by plane: fewer rounding errors */
        double part = 0.0;
        for (size_t i = 0; i < plane; i++) {
            part += field->value[k * plane + i];
        }
        sum += part;
    }
    return sum * hc_field_volume_element(field);
}

hc_status hc_cube_create(hc_context *ctx, const char *title, hc_structure *structure, hc_field *field, hc_cube **cube)
{
    hc_cube *made = NULL;
    hc_status status = HC_OK;
    *cube = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *made, &made));
    HC_TRY(hc_format(ctx, &made->title, "%s", title));
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof *made->ion_charge, &made->ion_charge));
    made->structure = structure;
    made->field = field;
    *cube = made;
    made = NULL;
cleanup:
    hc_cube_free(made);
    return status;
}

void hc_cube_free(hc_cube *cube)
{
    if (cube) {
        free(cube->title);
        free(cube->ion_charge);
        hc_structure_free(cube->structure);
        hc_field_free(cube->field);
        free(cube);
    }
}
