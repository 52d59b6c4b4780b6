#include <stdlib.h>

#include "base/file.h"
#include "command.h"

hc_status app_say_written(app_call *call, const char *folder, const char *files)
{
    char *page = NULL;
    hc_status status = hc_path_join(call->ctx, folder, "report.html", &page);
    if (status == HC_OK) {
        hc_text_addf(&call->out, "written: %s/%s%s\n", folder, hc_file_exists(page) ? "report.html, " : "", files);
    }
    free(page);
    return status;
}
