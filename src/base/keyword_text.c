#include "base/keyword_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"

const char *hc_value_type_text(hc_value_type type)
{
    static const char *const texts[] = {
        [HC_VALUE_BOOL] = "true or false",
        [HC_VALUE_INTEGER] = "integer",
        [HC_VALUE_REAL] = "number",
        [HC_VALUE_CHOICE] = "choice",
        [HC_VALUE_TEXT] = "text",
        [HC_VALUE_FILE] = "file",
        [HC_VALUE_SELECTION] = "atom selection",
        [HC_VALUE_REAL_LIST] = "list of numbers",
        [HC_VALUE_INTEGER_LIST] = "list of integers",
        [HC_VALUE_TEXT_LIST] = "list of texts",
    };
    return texts[type];
}

bool hc_value_type_is_list(hc_value_type type)
{
    return type == HC_VALUE_REAL_LIST || type == HC_VALUE_INTEGER_LIST || type == HC_VALUE_TEXT_LIST;
}

const char *hc_keyword_unit_text(const hc_keyword *keyword)
{
    const hc_unit_name *unit = hc_unit_of_key(keyword->name, NULL);
    bool number = keyword->type == HC_VALUE_REAL || keyword->type == HC_VALUE_REAL_LIST ||
                  keyword->type == HC_VALUE_INTEGER || keyword->type == HC_VALUE_INTEGER_LIST;
    return unit != NULL && number ? unit->suffix : "";
}

static bool is_limited(const hc_keyword *keyword)
{
    return (keyword->minimum != 0 || keyword->maximum != 0) &&
           (isfinite(keyword->minimum) || isfinite(keyword->maximum));
}

void hc_keyword_add_range(hc_text *text, const hc_keyword *keyword)
{
    if (keyword->type == HC_VALUE_CHOICE) {
        for (size_t i = 0; keyword->choices[i] != NULL; i++) {
            hc_text_addf(text, "%s%s", i > 0 ? ", " : "", keyword->choices[i]);
        }
    } else if (!is_limited(keyword)) {
        return;
    } else if (!isfinite(keyword->maximum)) {
        hc_text_addf(text, "at least %.10g", keyword->minimum);
    } else if (!isfinite(keyword->minimum)) {
        hc_text_addf(text, "at most %.10g", keyword->maximum);
    } else {
        hc_text_addf(text, "%.10g to %.10g", keyword->minimum, keyword->maximum);
    }
}

void hc_keyword_add_item(hc_text *text, const char *item)
{
    if (item[0] != '\0' && strpbrk(item, " \t\r\n,[]\"'\\#:{}") == NULL) {
        hc_text_add(text, item);
        return;
    }
    hc_text_add(text, "\"");
    for (const char *c = item; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            hc_text_add(text, "\\");
        }
        hc_text_add_bytes(text, c, 1);
    }
    hc_text_add(text, "\"");
}

/* The number of user's units that comes back as exactly `value` when it is multiplied with the unit again. */
static double in_units(double value, double unit)
{
    double guess = value / unit, below = guess, above = guess;
    for (int i = 0; i < 4; i++) {
        if (below * unit == value) {
            return below;
        }
        if (above * unit == value) {
            return above;
        }
        below = nextafter(below, -INFINITY);
        above = nextafter(above, INFINITY);
    }
    return guess;
}

void hc_keyword_real_text(double value, double unit, char text[HC_REAL_TEXT_SIZE])
{
    double number = in_units(value, unit), back = number;
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(text, HC_REAL_TEXT_SIZE, "%.*g", precision, number);
        back = strtod(text, NULL);
        if (back * unit == value || back == number) {
            break;
        }
    }
    /* 20, not 2e+01: whole numbers are written as people write them. */
    if (back == rint(back) && fabs(back) < 1e9) {
        snprintf(text, HC_REAL_TEXT_SIZE, "%.0f", back);
    }
    /* YAML 1.1 wants a point in the mantissa of what has an exponent. */
    char *exponent = strchr(text, 'e');
    if (exponent != NULL && strchr(text, '.') == NULL) {
        memmove(exponent + 2, exponent, strlen(exponent) + 1);
        memcpy(exponent, ".0", 2);
    }
}
