#include "halfcell/status.h"

static const struct {
    hc_status code;
    const char *name, *text;
} table[] = {
#define STATUS_ROW(code, name, text) {code, name, text},
    HC_STATUS_LIST(STATUS_ROW)
#undef STATUS_ROW
};

const char *hc_status_name(hc_status status)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].code == status) {
            return table[i].name;
        }
    }
    return "unknown";
}

const char *hc_status_text(hc_status status)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].code == status) {
            return table[i].text;
        }
    }
    return "not a status code of halfcell";
}
