#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/data_file.h"
#include "base/file.h"
#include "report/embed.h"

/* The template with data in it; the caller owns *html. */
static hc_status fill_template(hc_context *ctx, const char *data, size_t data_length, char **html, size_t *html_length)
{
    char *template_path = NULL, *template_text = NULL;
    size_t template_length = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_data_file_find(ctx, "report_template.html", &template_path));
    HC_TRY(hc_file_read(ctx, template_path, &template_text, &template_length));
    HC_TRY(hc_report_fill(ctx, template_path, template_text, data, data_length, html, html_length));
cleanup:
    free(template_path);
    free(template_text);
    return status;
}

hc_status hc_report_check(hc_context *ctx)
{
    char *html = NULL;
    size_t html_length = 0;
    hc_status status = fill_template(ctx, "", 0, &html, &html_length);
    free(html);
    return status;
}

hc_status hc_report_write(hc_context *ctx, const hc_json *page, const char *path)
{
    char *json = NULL, *data = NULL, *html = NULL;
    size_t data_length = 0, html_length = 0;
    hc_status status = HC_OK;
    HC_TRY(hc_json_format(ctx, page, &json));
    HC_TRY(hc_report_escape(ctx, json, &data, &data_length));
    HC_TRY(fill_template(ctx, data, data_length, &html, &html_length));
    HC_TRY(hc_file_write_atomically(ctx, path, html, html_length));
cleanup:
    free(json);
    free(data);
    free(html);
    return status;
}

hc_status hc_report_write_beside(hc_context *ctx, const hc_json *page, const char *path)
{
    hc_status status = hc_report_write(ctx, page, path);
    if (status == HC_ERROR_MISSING_DATA) {
        hc_log(ctx, HC_LOG_WARNING, "no page was made: %s", hc_context_message(ctx));
        remove(path); /* an earlier one would not show these results */
        status = HC_OK;
    }
    return status;
}
