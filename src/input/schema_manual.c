/* The manual of a schema, from its records alone: as Markdown and for a terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/keyword_text.h"
#include "input/schema_internal.h"

#define WIDTH 100
#define TABLE_MAX 64

typedef struct manual {
    hc_text out;
    bool markdown;
    size_t ntable; /* tables of variants that were mentioned; each gets a chapter, once */
    const hc_variant_table *table[TABLE_MAX];
} manual;

static void mention(manual *m, const hc_variant_table *table)
{
    for (size_t i = 0; i < m->ntable; i++) {
        if (m->table[i] == table) {
            return;
        }
    }
    if (m->ntable < TABLE_MAX) {
        m->table[m->ntable++] = table;
    }
}

static void add_heading(manual *m, int level, const char *title)
{
    if (m->markdown) {
        hc_text_add_repeated(&m->out, '#', (size_t)(level < 6 ? level : 6));
        hc_text_addf(&m->out, " %s\n\n", title);
    } else {
        hc_text_addf(&m->out, "%s\n", title);
        hc_text_add_repeated(&m->out, level <= 2 ? '=' : '-', strlen(title));
        hc_text_add(&m->out, "\n");
    }
}

/* Breaks a paragraph into lines of a terminal. */
static void add_wrapped(hc_text *out, const char *text, size_t indent)
{
    size_t column = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        if (column == 0 || column + 1 + length > WIDTH) {
            hc_text_add(out, column > 0 ? "\n" : "");
            hc_text_add_repeated(out, ' ', indent);
            column = indent;
        } else if (length > 0) {
            hc_text_add(out, " ");
            column++;
        }
        hc_text_add_bytes(out, text, length);
        column += length;
        text += length;
        text += strspn(text, " \n");
    }
    hc_text_add(out, "\n");
}

static void add_paragraph(manual *m, const char *text, size_t indent)
{
    if (text == NULL || text[0] == '\0') {
        return;
    }
    if (m->markdown) {
        hc_text_addf(&m->out, "%s\n\n", text);
    } else {
        add_wrapped(&m->out, text, indent);
    }
}

/* In a cell of a Markdown table. */
static void add_cell(hc_text *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        hc_text_add(out, *c == '|' ? "\\" : "");
        hc_text_add_bytes(out, *c == '\n' ? " " : c, 1);
    }
}

static void add_default(hc_text *out, const hc_keyword *keyword, bool markdown)
{
    if (keyword->default_text == NULL) {
        hc_text_add(out, markdown ? "**required**" : "required");
    } else if (keyword->default_text[0] == '\0') {
        hc_text_add(out, markdown ? "*none*" : "no default");
    } else if (markdown) {
        hc_text_addf(out, "`%s`", keyword->default_text);
    } else {
        hc_text_addf(out, "default %s", keyword->default_text);
    }
}

static void add_keyword_row(manual *m, const hc_keyword *keyword)
{
    hc_text range = {0};
    hc_keyword_add_range(&range, keyword);
    hc_text_addf(&m->out, "| `%s` | %s | ", keyword->name, hc_value_type_text(keyword->type));
    hc_text_addf(&m->out, "%s | ", hc_keyword_unit_text(keyword));
    add_default(&m->out, keyword, true);
    hc_text_add(&m->out, " | ");
    add_cell(&m->out, hc_text_string(&range));
    hc_text_add(&m->out, " | ");
    add_cell(&m->out, keyword->doc != NULL ? keyword->doc : "");
    hc_text_add(&m->out, " |\n");
    hc_text_clear(&range);
}

static void add_keyword_lines(manual *m, const hc_keyword *keyword)
{
    hc_text line = {0}, range = {0};
    hc_keyword_add_range(&range, keyword);
    hc_text_addf(&line, "%s (%s; ", keyword->name, hc_value_type_text(keyword->type));
    add_default(&line, keyword, false);
    hc_text_addf(&line, "%s%s)", range.length > 0 ? "; " : "", hc_text_string(&range));
    add_wrapped(&m->out, hc_text_string(&line), 2);
    add_paragraph(m, keyword->doc, 6);
    hc_text_clear(&line);
    hc_text_clear(&range);
}

static bool has_keywords(const hc_section *section)
{
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        const hc_keyword *keywords = hc_section_table(section, t).keywords;
        if (keywords != NULL && keywords->name != NULL) {
            return true;
        }
    }
    return false;
}

static void add_keywords(manual *m, const hc_section *section)
{
    if (!has_keywords(section)) {
        return;
    }
    if (m->markdown) {
        hc_text_add(&m->out, "| key | type | unit | default | allowed | meaning |\n|---|---|---|---|---|---|\n");
    }
    for (size_t t = 0; t < HC_SECTION_TABLE_COUNT; t++) {
        hc_inlined_table table = hc_section_table(section, t);
        for (const hc_keyword *keyword = table.keywords; keyword != NULL && keyword->name != NULL; keyword++) {
            if (m->markdown) {
                add_keyword_row(m, keyword);
            } else {
                add_keyword_lines(m, keyword);
            }
        }
    }
    hc_text_add(&m->out, "\n");
}

/* What a part is, in one sentence: "One thermostat (see Kinds of thermostat below); default csvr." */
static void add_part_sentence(hc_text *text, const hc_part *part)
{
    switch (part->kind) {
    case HC_PART_SECTION:
        hc_text_add(text, part->required ? "A section; required." : "A section.");
        break;
    case HC_PART_OPTIONAL_SECTION:
        hc_text_add(text, part->required ? "A section; required." : "A section that may be left out.");
        break;
    case HC_PART_SECTION_LIST:
        hc_text_add(text, part->required ? "A list of maps; at least one." : "A list of maps.");
        break;
    case HC_PART_VARIANT:
        hc_text_addf(text, "One %s, picked by its `type`", part->variants->kind);
        if (part->default_type != NULL) {
            hc_text_addf(text, "; default `%s`.", part->default_type);
        } else {
            hc_text_add(text, part->required ? "; required." : "; may be left out.");
        }
        break;
    case HC_PART_VARIANT_LIST:
        hc_text_addf(text, "A list, each item one %s picked by its `type`%s", part->variants->kind,
                     part->required ? "; at least one." : ".");
        break;
    }
}

static void add_section(manual *m, const hc_section *section, const char *path, int level);

static void add_part(manual *m, const hc_part *part, const char *path, int level)
{
    hc_text title = {0}, sentence = {0}, below = {0};
    bool is_list = part->kind == HC_PART_SECTION_LIST || part->kind == HC_PART_VARIANT_LIST;
    hc_text_addf(&below, "%s%s%s%s", path, path[0] != '\0' ? "." : "", part->name, is_list ? "[]" : "");
    hc_text_addf(&title, m->markdown ? "`%s`" : "%s", hc_text_string(&below));
    add_heading(m, level, hc_text_string(&title));
    add_part_sentence(&sentence, part);
    if (part->variants != NULL) {
        mention(m, part->variants);
        hc_text_addf(&sentence, " See \"Kinds of %s\" below.", part->variants->kind);
    }
    add_paragraph(m, hc_text_string(&sentence), 0);
    add_paragraph(m, hc_schema_part_doc(part), 0);
    if (!m->markdown) {
        hc_text_add(&m->out, "\n");
    }
    if (part->section != NULL) {
        add_section(m, part->section, hc_text_string(&below), level);
    }
    hc_text_clear(&title);
    hc_text_clear(&sentence);
    hc_text_clear(&below);
}

/* Keywords of a section, then its parts under their own headings. */
static void add_section(manual *m, const hc_section *section, const char *path, int level)
{
    if (section->reference != NULL) {
        hc_text line = {0};
        hc_text_addf(&line, "Reference: %s", section->reference);
        add_paragraph(m, hc_text_string(&line), 0);
        hc_text_clear(&line);
    }
    add_keywords(m, section);
    for (const hc_part *part = section->parts; part != NULL && part->name != NULL; part++) {
        add_part(m, part, path, level + 1);
    }
}

static void add_table(manual *m, const hc_variant_table *table, int level)
{
    hc_text title = {0};
    hc_variant_type type;
    hc_text_addf(&title, "Kinds of %s", table->kind);
    add_heading(m, level, hc_text_string(&title));
    add_paragraph(m, table->doc, 0);
    for (size_t i = 0; table->describe(i, &type); i++) {
        hc_text_clear(&title);
        hc_text_addf(&title, m->markdown ? "`type: %s`" : "type: %s", type.section.name);
        add_heading(m, level + 1, hc_text_string(&title));
        add_paragraph(m, type.section.doc, 0);
        add_section(m, &type.section, "", level + 1);
        if (!m->markdown && !has_keywords(&type.section)) {
            hc_text_add(&m->out, "\n");
        }
    }
    hc_text_clear(&title);
}

static hc_status write_manual(hc_context *ctx, const hc_section *section, bool markdown, int level, char **text)
{
    manual m = {.markdown = markdown};
    add_heading(&m, level, section->name);
    add_paragraph(&m, section->doc, 0);
    add_section(&m, section, "", level);
    for (size_t i = 0; i < m.ntable; i++) { /* grows while tables mention others */
        add_table(&m, m.table[i], level + 1);
    }
    while (m.out.length > 1 && m.out.data[m.out.length - 1] == '\n' && m.out.data[m.out.length - 2] == '\n') {
        m.out.data[--m.out.length] = '\0';
    }
    return hc_text_take(ctx, &m.out, text);
}

hc_status hc_schema_manual_markdown(hc_context *ctx, const hc_section *section, int heading_level, char **text)
{
    return write_manual(ctx, section, true, heading_level, text);
}

hc_status hc_schema_manual_text(hc_context *ctx, const hc_section *section, char **text)
{
    return write_manual(ctx, section, false, 1, text);
}
