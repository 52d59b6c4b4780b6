#include "work_function.h"

#include <math.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/table.h"
#include "halfcell/units.h"

#define SAME_SIDES 5e-3 /* V: work functions that differ by less are shown as one */

hc_status app_work_function_begin(hc_context *ctx, const hc_engine_record *engine, const hc_structure *structure,
                                  app_work_function *self)
{
    const unsigned needed = HC_CAN_PLANE_POTENTIAL | HC_CAN_FERMI_LEVEL;
    hc_vacuum vacuum;
    hc_status status = HC_OK;
    *self = (app_work_function){0};
    HC_TRY(hc_keywords_set_defaults(ctx, hc_potential_keywords, &self->options));
    self->asked = (engine->capabilities & needed) == needed &&
                  hc_vacuum_find(ctx, structure, self->options.axis, self->options.minimum_vacuum, &vacuum) == HC_OK;
cleanup:
    return status;
}

hc_status app_work_function_read(hc_context *ctx, const hc_structure *structure, const hc_result *result,
                                 app_work_function *self)
{
    if (!self->asked) {
        return HC_OK;
    }
    hc_status status = hc_electrode_potential_evaluate(ctx, &self->options, structure, result, 0.0, &self->found);
    if (status == HC_ERROR_UNSUPPORTED) {
        status = hc_format(ctx, &self->note, "%s", hc_context_message(ctx));
    }
    return status;
}

void app_work_function_json(hc_json *json, const app_work_function *self)
{
    if (self->note) {
        hc_json_set(json, "work_function_ev", hc_json_text(NULL));
        hc_json_set(json, "work_function_note", hc_json_text(self->note));
    } else if (self->asked) {
        hc_json_set(json, "work_function_ev", hc_json_real(self->found.phi_v));
        hc_json_set(json, "work_function_sides_ev", hc_json_reals(2, self->found.work_function_v));
        hc_json_set(json, "u_she_v", hc_json_real(self->found.u_she_v));
    }
}

void app_work_function_text(hc_text *out, const app_work_function *self, const hc_engine_record *engine)
{
    const double *sides = self->found.work_function_v;
    if (self->note) {
        hc_text_addf(out, "%-20s %20s    %s\n", "work function", "none", self->note);
    } else if (self->asked) {
        hc_text_addf(out, "%-20s %20.6f eV", "work function", self->found.phi_v);
        if (fabs(sides[1] - sides[0]) > SAME_SIDES) {
            hc_text_addf(out, " (%.6f below, %.6f above the atoms)", sides[0], sides[1]);
        }
        hc_text_addf(out, "\n%-20s %20.6f V against SHE\n", "potential", self->found.u_she_v);
        if (engine->potential_note) {
            hc_text_addf(out, "%-20s %s\n", "", engine->potential_note);
        }
    }
}

hc_status app_plane_potential_write(hc_context *ctx, const hc_plane_potential *plane, const char *file)
{
    static const hc_column_options columns[] = {{.name = "z", .unit = "angstrom"}, {.name = "potential", .unit = "v"}};
    hc_table *table = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_table_create(ctx, "plane-potential", "Plane average of the electrostatic potential", NULL, &table));
    HC_TRY(hc_table_add_column(ctx, table, &columns[0]));
    HC_TRY(hc_table_add_column(ctx, table, &columns[1]));
    for (size_t i = 0; i < plane->count; i++) {
        const double row[] = {plane->z[i] / HC_ANGSTROM, plane->potential[i] / HC_VOLT};
        HC_TRY(hc_table_add_row(ctx, table, row, NULL));
    }
    HC_TRY(hc_table_write(ctx, table, file));
cleanup:
    hc_table_free(table);
    return status;
}

void app_work_function_clear(app_work_function *self)
{
    free(self->note);
    *self = (app_work_function){0};
}
