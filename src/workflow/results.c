#include "workflow/results.h"

#include <stdlib.h>

#include "base/file.h"
#include "report/report.h"

hc_status hc_results_json(hc_context *ctx, const char *folder, const char *name, hc_json *json)
{
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_join(ctx, folder, name, &path));
    HC_TRY(hc_json_write(ctx, path, json));
cleanup:
    hc_json_free(json);
    free(path);
    return status;
}

hc_status hc_results_text(hc_context *ctx, const char *folder, const char *name, hc_text *text)
{
    char *path = NULL, *string = NULL;
    size_t length = text->length;
    hc_status status = HC_OK;
    HC_TRY(hc_path_join(ctx, folder, name, &path));
    HC_TRY(hc_text_take(ctx, text, &string));
    HC_TRY(hc_file_write_atomically(ctx, path, string, length));
cleanup:
    hc_text_clear(text);
    free(path);
    free(string);
    return status;
}

hc_status hc_results_table(hc_context *ctx, const char *folder, const hc_table *table)
{
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_format(ctx, &path, "%s/%s.csv", folder, table->id));
    HC_TRY(hc_table_write(ctx, table, path));
cleanup:
    free(path);
    return status;
}

hc_status hc_results_tables(hc_context *ctx, const char *folder, const hc_table_list *tables)
{
    hc_status status = HC_OK;
    for (size_t i = 0; i < tables->count && status == HC_OK; i++) {
        status = hc_results_table(ctx, folder, tables->table[i]);
    }
    return status;
}

hc_status hc_results_page(hc_context *ctx, const char *folder, hc_json *page)
{
    char *path = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_join(ctx, folder, "report.html", &path));
    HC_TRY(hc_report_write_beside(ctx, page, path));
cleanup:
    hc_json_free(page);
    free(path);
    return status;
}
