/* write_page PAGE.json REPORT.html: the report page of any page data, for the tests in the browser. */
#include <stdio.h>

#include "base/json.h"
#include "report/report.h"

int main(int count, char **argument)
{
    hc_context *ctx = NULL;
    hc_json *page = NULL;
    if (count != 3 || hc_context_create(&ctx) != HC_OK) {
        fprintf(stderr, "usage: write_page PAGE.json REPORT.html\n");
        return 2;
    }
    hc_status status = hc_json_read(ctx, argument[1], &page);
    if (status == HC_OK) {
        status = hc_report_write(ctx, page, argument[2]);
    }
    if (status != HC_OK) {
        fprintf(stderr, "%s\n", hc_context_message(ctx));
    }
    hc_json_free(page);
    hc_context_free(ctx);
    return status == HC_OK ? 0 : 1;
}
