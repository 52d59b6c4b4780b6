/* The table in the terminal and as JSON. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "workflow/literature.h"

#define CATALYST_WIDTH 38
#define DEFECT_WIDTH 24

/* `text` in a column of `width` characters: cut with "..", never inside a character of UTF-8, padded with blanks. */
static void add_cell(hc_text *out, const char *text, size_t width)
{
    size_t shown = 0, bytes = 0, total = 0;
    for (const char *c = text; *c != '\0'; c++) {
        total += ((unsigned char)*c & 0xC0) != 0x80;
    }
    size_t room = total > width ? width - 2 : width;
    while (text[bytes] != '\0') {
        bool begins = ((unsigned char)text[bytes] & 0xC0) != 0x80;
        if (begins && shown == room) {
            break;
        }
        shown += begins;
        bytes++;
    }
    hc_text_add_bytes(out, text, bytes);
    if (total > width) {
        hc_text_add(out, "..");
        shown += 2;
    }
    hc_text_add_repeated(out, ' ', width - shown + 1);
}

static void add_number(hc_text *out, const char *format, double value, int width)
{
    char text[32];
    snprintf(text, sizeof text, format, value);
    hc_text_addf(out, "%*s ", width, isfinite(value) ? text : "-");
}

static void say_record(const hc_json *record, hc_text *out)
{
    double u = NAN, half_width = 0.0;
    hc_literature_how how = HC_LITERATURE_STATED;
    hc_text_addf(out, "%3.0f ", hc_json_real_of(hc_json_get(record, "id")));
    add_cell(out, hc_literature_text_of(record, "catalyst"), CATALYST_WIDTH);
    add_cell(out, hc_literature_family(record), DEFECT_WIDTH);
    const char *product = hc_literature_product(record);
    add_cell(out, product != NULL ? product : "-", 12);
    add_number(out, "%.1f", hc_json_real_of(hc_json_get(record, "FE_percent")), 6);
    if (!hc_literature_potential(record, &u, &half_width, &how)) {
        u = NAN;
    }
    add_number(out, "%.2f", u, 6);
    hc_text_addf(out, "%c ",
                 !isfinite(u)                  ? ' '
                 : how == HC_LITERATURE_RANGE  ? 'r'
                 : how == HC_LITERATURE_STATED ? ' '
                                               : 'o');
    add_number(out, "%.1f", hc_json_real_of(hc_json_get(record, "j_mA_cm2")), 7);
    hc_text_addf(out, "%s\n", hc_literature_text_of(record, "doi"));
}

static void say_statements(const hc_literature *literature, hc_text *out)
{
    const hc_json *source = hc_json_get(literature->study, "source");
    const hc_json *words = hc_json_get(literature->study, "statements");
    hc_text_addf(out, "\nMeasured on Ag25(SPhMe2)18 and Au25(PET)18 (%s)\n", hc_literature_text_of(source, "doi"));
    for (size_t i = 0; i < literature->nstatement; i++) {
        const hc_json *quantity = literature->statement[i];
        hc_text_addf(out, "  %8g %-6s %s\n", hc_json_real_of(hc_json_get(quantity, "value")),
                     hc_literature_text_of(quantity, "unit"), hc_literature_text_of(quantity, "description"));
    }
    for (size_t i = 0; i < hc_json_count(words); i++) {
        hc_text_addf(out, "  %s\n", hc_json_text_of(hc_json_at(words, i)));
    }
}

void hc_literature_say(const hc_literature *literature, hc_text *out)
{
    const hc_json *source = hc_json_get(literature->catalysts, "source");
    if (literature->count > 0) {
        hc_text_addf(out, "%3s %-*s %-*s %-12s %6s %6s   %7s %s\n", "", CATALYST_WIDTH, "catalyst", DEFECT_WIDTH,
                     "defect", "product", "FE/%", "U/V", "j", "DOI");
    }
    for (size_t i = 0; i < literature->count; i++) {
        say_record(literature->record[i], out);
    }
    hc_text_addf(
        out,
        "%zu of %zu records. U against RHE: r, middle of a range; o, from the overpotential. j in mA/cm2, sign "
        "as printed.\nCollected in %s, doi:%s (%s).\n",
        literature->count, hc_json_count(hc_json_get(literature->catalysts, "records")),
        hc_literature_text_of(source, "journal"), hc_literature_text_of(source, "doi"),
        hc_literature_text_of(source, "license"));
    if (literature->nstatement > 0) {
        say_statements(literature, out);
    }
}

static hc_json *shared(size_t count, hc_json **values)
{
    hc_json *array = hc_json_array();
    for (size_t i = 0; i < count; i++) {
        hc_json_append(array, hc_json_share(values[i]));
    }
    return array;
}

hc_json *hc_literature_json(const hc_literature *literature)
{
    hc_json *json = hc_json_object();
    hc_json_set(json, "source", hc_json_share(hc_json_get(literature->catalysts, "source")));
    hc_json_set(json, "rules", hc_json_share(hc_json_get(literature->catalysts, "rules")));
    hc_json_set(json, "units", hc_json_share(hc_json_get(literature->catalysts, "units")));
    hc_json_set(json, "records", shared(literature->count, literature->record));
    if (literature->nstatement > 0) {
        hc_json *study = hc_json_object();
        hc_json_set(study, "source", hc_json_share(hc_json_get(literature->study, "source")));
        hc_json_set(study, "quantities", shared(literature->nstatement, literature->statement));
        hc_json_set(study, "statements", hc_json_share(hc_json_get(literature->study, "statements")));
        hc_json_set(study, "not_in_text", hc_json_share(hc_json_get(literature->study, "not_in_text")));
        hc_json_set(json, "measured", study);
    }
    return json;
}
