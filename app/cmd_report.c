#include <stdlib.h>

#include "base/file.h"
#include "commands.h"
#include "workflow/evaluate.h"

static hc_status run(app_call *call)
{
    const char *folder = call->argument[0];
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_report_folder(call->ctx, folder));
    HC_TRY(app_say_written(call, folder, "result.json, profile.csv, analysis/"));
    HC_TRY(hc_path_join(call->ctx, folder, "result.json", &path));
    HC_TRY(hc_json_read(call->ctx, path, &call->result));
    hc_json_set(call->result, "folder", hc_json_text(folder));
cleanup:
    free(path);
    return status;
}

const app_command app_report = {
    .name = "report",
    .summary = "evaluates a job's folder anew and writes its page",
    .arguments = "FOLDER",
    .doc = "Also while the run goes on, or after it was stopped: then for what is there.",
    .minimum = 1,
    .maximum = 1,
    .run = run,
};
