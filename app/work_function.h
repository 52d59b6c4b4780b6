/* What `halfcell energy` says of the electrostatic potential: its plane average, and in a cell with vacuum the work
 * functions and the electrode potential. */
#ifndef APP_WORK_FUNCTION_H
#define APP_WORK_FUNCTION_H

#include <stdbool.h>

#include "base/json.h"
#include "base/text.h"
#include "electrode/potential.h"

typedef struct app_work_function {
    hc_potential_options options; /* the defaults */
    bool asked;                   /* the cell has vacuum, and the engine can say what the potential is there */
    hc_electrode_potential found; /* when there is no `note` */
    char *note;                   /* why there is none, in a cell that has vacuum; owned */
} app_work_function;

/* Whether the potential is to be asked for: sets `asked`. */
HC_MUST_CHECK hc_status app_work_function_begin(hc_context *ctx, const hc_engine_record *engine,
                                                const hc_structure *structure, app_work_function *self);
/* After the engine has computed with HC_WANT_PLANE_POTENTIAL. */
HC_MUST_CHECK hc_status app_work_function_read(hc_context *ctx, const hc_structure *structure, const hc_result *result,
                                               app_work_function *self);
void app_work_function_json(hc_json *json, const app_work_function *self);
void app_work_function_text(hc_text *out, const app_work_function *self, const hc_engine_record *engine);
/* z and the potential, in angstrom and V, as a CSV file. */
HC_MUST_CHECK hc_status app_plane_potential_write(hc_context *ctx, const hc_plane_potential *plane, const char *file);
void app_work_function_clear(app_work_function *self);

#endif
