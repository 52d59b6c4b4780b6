/* A job written back: as YAML with every default spelled out and explained, and as JSON. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/keyword_text.h"
#include "input/schema_internal.h"

#define COMMENT_COLUMN 40

typedef struct echo {
    hc_context *ctx;
    hc_text *out;
    hc_status status; /* of the first failure */
} echo;

/* What plain YAML reads back as the same text, whatever reader it is. */
static bool is_plain(const char *text)
{
    static const char *const meant_otherwise[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    size_t length = strlen(text);
    if (length == 0 || !(isalnum((unsigned char)text[0]) || text[0] == '/' || text[0] == '_') ||
        text[length - 1] == ' ') {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        if (!isalnum(c) && strchr("_-+./ ", c) == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof meant_otherwise / sizeof meant_otherwise[0]; i++) {
        const char *word = meant_otherwise[i];
        size_t k = 0;
        while (word[k] != '\0' && tolower((unsigned char)text[k]) == word[k]) {
            k++;
        }
        if (word[k] == '\0' && text[k] == '\0') {
            return false;
        }
    }
    return true;
}

/* Characters beyond ASCII that a YAML reader takes for line breaks or for nothing: next line (U+0085) and its control
 * neighbours, line and paragraph separator (U+2028, U+2029), byte order mark (U+FEFF). Returns the length in bytes and
 * the code point of one that begins at c, or 0. */
static size_t needs_escape(const unsigned char *c, unsigned *code)
{
    if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] <= 0x9f) {
        *code = c[1];
        return 2;
    }
    if (c[0] == 0xe2 && c[1] == 0x80 && (c[2] == 0xa8 || c[2] == 0xa9)) {
        *code = 0x2000u + (c[2] & 0x3fu);
        return 3;
    }
    if (c[0] == 0xef && c[1] == 0xbb && c[2] == 0xbf) {
        *code = 0xfeff;
        return 3;
    }
    return 0;
}

void hc_yaml_add_scalar(hc_text *out, const char *text)
{
    if (is_plain(text)) {
        hc_text_add(out, text);
        return;
    }
    hc_text_add(out, "\"");
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        unsigned code = 0;
        size_t length = needs_escape(c, &code);
        if (length > 0) {
            hc_text_addf(out, "\\u%04x", code);
            c += length - 1;
        } else if (*c == '"' || *c == '\\') {
            hc_text_addf(out, "\\%c", *c);
        } else if (*c < 0x20 || *c == 0x7f) {
            hc_text_addf(out, "\\x%02x", *c);
        } else {
            hc_text_add_bytes(out, (const char *)c, 1);
        }
    }
    hc_text_add(out, "\"");
}

static bool add_text_list(hc_text *out, const hc_text_list *list)
{
    hc_text_add(out, list->value != NULL ? "[" : "");
    for (size_t i = 0; i < list->count; i++) {
        hc_text_add(out, i > 0 ? ", " : "");
        hc_yaml_add_scalar(out, list->value[i]);
    }
    hc_text_add(out, list->value != NULL ? "]" : "");
    return list->value != NULL;
}

bool hc_schema_add_value(hc_context *ctx, hc_text *out, const hc_keyword *keyword, const void *options,
                         hc_status *status)
{
    const void *member = hc_schema_member_const(options, keyword->offset);
    switch (keyword->type) {
    case HC_VALUE_TEXT:
    case HC_VALUE_FILE:
    case HC_VALUE_SELECTION: {
        const char *text = *(char *const *)member;
        if (text != NULL) {
            hc_yaml_add_scalar(out, text);
        }
        return text != NULL;
    }
    case HC_VALUE_TEXT_LIST:
        return add_text_list(out, member);
    default: {
        char *text = NULL;
        hc_status formatted = hc_keyword_format(ctx, keyword, options, &text);
        if (formatted != HC_OK) {
            *status = *status == HC_OK ? formatted : *status;
            return false;
        }
        hc_text_add(out, text);
        bool is_set = text[0] != '\0';
        free(text);
        return is_set;
    }
    }
}

static size_t line_length(const hc_text *text)
{
    size_t begin = text->length;
    while (begin > 0 && text->data[begin - 1] != '\n') {
        begin--;
    }
    return text->length - begin;
}

static void end_with_comment(hc_text *out, const char *comment)
{
    if (comment[0] != '\0') {
        size_t length = line_length(out);
        hc_text_add_repeated(out, ' ', length + 2 < COMMENT_COLUMN ? COMMENT_COLUMN - length : 2);
        hc_text_add(out, "# ");
        for (const char *c = comment; *c != '\0'; c++) {
            hc_text_add_bytes(out, *c == '\n' ? " " : c, 1);
        }
    }
    hc_text_add(out, "\n");
}

/* "Time step. (0.001 to 10 fs; default 0.5)" */
static void add_keyword_comment(hc_text *comment, const hc_keyword *keyword)
{
    hc_text_add(comment, keyword->doc != NULL ? keyword->doc : "");
    hc_text note = {0};
    hc_keyword_add_range(&note, keyword);
    if (keyword->default_text == NULL) {
        hc_text_addf(&note, "%srequired", note.length > 0 ? "; " : "");
    } else if (keyword->default_text[0] != '\0') {
        hc_text_addf(&note, "%sdefault %s", note.length > 0 ? "; " : "", keyword->default_text);
    }
    if (note.length > 0) {
        hc_text_addf(comment, " (%s)", hc_text_string(&note));
    }
    hc_text_clear(&note);
}

/* Indents a line; the first line of a list item carries its dash. */
static void begin_line(hc_text *out, int indent, bool *dash)
{
    if (*dash) {
        hc_text_add_repeated(out, ' ', (size_t)(indent - 2));
        hc_text_add(out, "- ");
        *dash = false;
    } else {
        hc_text_add_repeated(out, ' ', (size_t)indent);
    }
}

static void echo_keyword(echo *e, const hc_keyword *keyword, const void *options, int indent, bool *dash)
{
    hc_text value = {0}, comment = {0};
    if (hc_schema_add_value(e->ctx, &value, keyword, options, &e->status)) {
        begin_line(e->out, indent, dash);
        hc_text_addf(e->out, "%s: %s", keyword->name, hc_text_string(&value));
    } else {
        /* A comment: the key is not set, and this is its name. It must not take the dash of an item. */
        hc_text_add_repeated(e->out, ' ', (size_t)indent);
        hc_text_addf(e->out, "# %s:", keyword->name);
    }
    add_keyword_comment(&comment, keyword);
    end_with_comment(e->out, hc_text_string(&comment));
    hc_text_clear(&value);
    hc_text_clear(&comment);
}

static void echo_members(echo *e, const hc_section *section, const void *options, int indent, bool *dash);

/* The members of a section below its key; a section of which nothing is set is {}. */
static void echo_section(echo *e, const char *name, const char *doc, const hc_section *section, const void *options,
                         int indent, bool *dash)
{
    hc_text members = {0};
    echo inner = {.ctx = e->ctx, .out = &members};
    bool empty = true;
    echo_members(&inner, section, options, indent + 2, &(bool){false});
    for (const char *line = hc_text_string(&members); *line != '\0' && empty;) {
        const char *first = line + strspn(line, " ");
        empty = *first == '#';
        const char *end = strchr(line, '\n');
        line = end != NULL ? end + 1 : line + strlen(line);
    }
    begin_line(e->out, indent, dash);
    hc_text_addf(e->out, "%s:%s", name, empty ? " {}" : "");
    end_with_comment(e->out, doc);
    hc_text_add(e->out, hc_text_string(&members));
    e->status = e->status == HC_OK ? inner.status : e->status;
    hc_text_clear(&members);
}

static void echo_variant_members(echo *e, const hc_variant *variant, int indent, bool *dash)
{
    hc_variant_type type = hc_variant_type_of(variant);
    begin_line(e->out, indent, dash);
    hc_text_addf(e->out, "type: %s", type.section.name);
    end_with_comment(e->out, type.section.doc != NULL ? type.section.doc : "");
    echo_members(e, &type.section, variant->options, indent, dash);
}

static void echo_list(echo *e, const hc_part *part, const void *member, int indent, bool *dash)
{
    bool variants = part->kind == HC_PART_VARIANT_LIST;
    const hc_section_list *sections = member;
    const hc_variant_list *list = member;
    size_t count = variants ? list->count : sections->count;
    begin_line(e->out, indent, dash);
    hc_text_addf(e->out, "%s:%s", part->name, count == 0 ? " []" : "");
    end_with_comment(e->out, hc_schema_part_doc(part));
    for (size_t i = 0; i < count; i++) {
        bool item_dash = true;
        if (variants) {
            echo_variant_members(e, &list->item[i], indent + 4, &item_dash);
            continue;
        }
        const void *options = (const char *)sections->item + i * part->section->size;
        echo_members(e, part->section, options, indent + 4, &item_dash);
        if (item_dash) {
            begin_line(e->out, indent + 4, &item_dash);
            hc_text_add(e->out, "{}\n");
        }
    }
}

static void echo_absent(echo *e, const hc_part *part, int indent)
{
    hc_text_add_repeated(e->out, ' ', (size_t)indent);
    hc_text_addf(e->out, "# %s:", part->name);
    end_with_comment(e->out, hc_schema_part_doc(part));
}

static void echo_part(echo *e, const hc_part *part, const void *member, int indent, bool *dash)
{
    const char *doc = hc_schema_part_doc(part);
    switch (part->kind) {
    case HC_PART_SECTION:
        echo_section(e, part->name, doc, part->section, member, indent, dash);
        break;
    case HC_PART_OPTIONAL_SECTION: {
        void *const *pointer = member;
        if (*pointer == NULL) {
            echo_absent(e, part, indent);
        } else {
            echo_section(e, part->name, doc, part->section, *pointer, indent, dash);
        }
        break;
    }
    case HC_PART_VARIANT: {
        const hc_variant *variant = member;
        if (variant->record == NULL) {
            echo_absent(e, part, indent);
            break;
        }
        begin_line(e->out, indent, dash);
        hc_text_addf(e->out, "%s:", part->name);
        end_with_comment(e->out, doc);
        echo_variant_members(e, variant, indent + 2, &(bool){false});
        break;
    }
    case HC_PART_SECTION_LIST:
    case HC_PART_VARIANT_LIST:
        echo_list(e, part, member, indent, dash);
        break;
    }
}

static void echo_members(echo *e, const hc_section *section, const void *options, int indent, bool *dash)
{
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        for (const hc_keyword *keyword = table.keywords; keyword != NULL && keyword->name != NULL; keyword++) {
            echo_keyword(e, keyword, hc_schema_member_const(options, table.offset), indent, dash);
        }
    }
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        if (indent == 0) {
            hc_text_add(e->out, "\n");
        }
        echo_part(e, part, hc_schema_member_const(options, part->offset), indent, dash);
    }
}

hc_status hc_schema_echo(hc_context *ctx, const hc_section *section, const void *options, char **text)
{
    hc_text out = {0};
    echo e = {.ctx = ctx, .out = &out};
    bool dash = false;
    *text = NULL;
    echo_members(&e, section, options, 0, &dash);
    if (e.status != HC_OK) {
        hc_text_clear(&out);
        return e.status;
    }
    return hc_text_take(ctx, &out, text);
}
