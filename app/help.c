/* --help, from the records. */
#include <string.h>

#include "base/keyword_text.h"
#include "command.h"

#define COLUMN 34
#define WIDTH 100

/* Text in a column, wrapped; the cursor is at `at`. */
static void add_column(hc_text *out, size_t at, const char *text)
{
    if (at + 2 > COLUMN) {
        hc_text_add(out, "\n");
        at = 0;
    }
    hc_text_add_repeated(out, ' ', COLUMN - at);
    size_t column = COLUMN;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column > COLUMN && column + 1 + length > WIDTH) {
            hc_text_add(out, "\n");
            hc_text_add_repeated(out, ' ', COLUMN);
            column = COLUMN;
        } else if (column > COLUMN) {
            hc_text_add(out, " ");
            column++;
        }
        hc_text_add_bytes(out, text, length);
        column += length;
        text += length;
        text += strspn(text, " ");
    }
    hc_text_add(out, "\n");
}

static void add_option(hc_text *out, const hc_keyword *keyword)
{
    hc_text name = {0}, doc = {0}, range = {0};
    hc_text_add(&name, "  --");
    for (const char *c = keyword->name; *c != '\0'; c++) {
        hc_text_add_bytes(&name, *c == '_' ? "-" : c, 1);
    }
    static const char *const values[] = {
        [HC_VALUE_BOOL] = "",           [HC_VALUE_INTEGER] = " N",        [HC_VALUE_REAL] = " X",
        [HC_VALUE_CHOICE] = " WORD",    [HC_VALUE_TEXT] = " TEXT",        [HC_VALUE_FILE] = " FILE",
        [HC_VALUE_SELECTION] = " SEL",  [HC_VALUE_REAL_LIST] = " X,X...", [HC_VALUE_INTEGER_LIST] = " N,N...",
        [HC_VALUE_TEXT_LIST] = " TEXT",
    };
    hc_text_add(&name, values[keyword->type]);
    hc_text_add(&doc, keyword->doc != NULL ? keyword->doc : "");
    hc_keyword_add_range(&range, keyword);
    bool has_default = keyword->default_text != NULL && keyword->default_text[0] != '\0' &&
                       !(keyword->type == HC_VALUE_BOOL && strcmp(keyword->default_text, "false") == 0);
    if (range.length > 0 || has_default || keyword->default_text == NULL) {
        hc_text_addf(&doc, " (%s%s%s%s)", hc_text_string(&range),
                     range.length > 0 && (has_default || keyword->default_text == NULL) ? "; " : "",
                     keyword->default_text == NULL ? "required"
                     : has_default                 ? "default "
                                                   : "",
                     has_default ? keyword->default_text : "");
    }
    hc_text_add(out, hc_text_string(&name));
    add_column(out, name.length, hc_text_string(&doc));
    hc_text_clear(&name);
    hc_text_clear(&doc);
    hc_text_clear(&range);
}

void app_help_options(hc_text *out, const char *title, const hc_keyword *table)
{
    if (table == NULL || table->name == NULL) {
        return;
    }
    if (title != NULL) {
        hc_text_addf(out, "\n%s:\n", title);
    }
    for (const hc_keyword *keyword = table; keyword->name != NULL; keyword++) {
        add_option(out, keyword);
    }
}

static void add_pick(hc_text *out, const app_pick *pick)
{
    hc_variant_type type;
    hc_text text = {0};
    hc_text_addf(&text, "\n  --%s NAME", pick->option);
    hc_text_add(out, hc_text_string(&text));
    size_t at = text.length - 1;
    hc_text_clear(&text);
    hc_text_addf(&text, "%s (%s%s) Each has options of its own:", pick->doc,
                 pick->default_name != NULL ? "default " : "required",
                 pick->default_name != NULL ? pick->default_name : "");
    add_column(out, at, hc_text_string(&text));
    for (size_t i = 0; pick->describe(i, &type); i++) {
        hc_text_clear(&text);
        hc_text_addf(&text, "options of --%s %s", pick->option, type.section.name);
        app_help_options(out, hc_text_string(&text), type.section.keywords);
    }
    hc_text_clear(&text);
}

void app_help_command(hc_text *out, const app_command *command)
{
    hc_text_addf(out, "halfcell %s: %s\n\nusage: halfcell %s %s%s[options]\n", command->name, command->summary,
                 command->name, command->arguments, *command->arguments ? " " : "");
    if (command->doc != NULL) {
        hc_text_addf(out, "\n%s\n", command->doc);
    }
    if (command->examples != NULL) {
        hc_text_addf(out, "\nexamples:\n%s\n", command->examples);
    }
    for (size_t i = 0; i < APP_TABLE_MAX; i++) {
        app_help_options(out, i == 0 ? "options" : NULL, command->tables[i].keywords);
    }
    if (command->extra_help != NULL) {
        command->extra_help(out);
    }
    for (size_t i = 0; i < APP_PICK_MAX && command->picks[i].option != NULL; i++) {
        add_pick(out, &command->picks[i]);
    }
    app_help_options(out, "options of every command", app_common_keywords);
}

void app_help_program(hc_text *out)
{
    hc_text_add(out, "halfcell: first-principles electrocatalysis, from atoms to measured numbers\n\n"
                     "usage: halfcell COMMAND [arguments] [options]\n\ncommands:\n");
    for (const app_command *const *command = app_commands(); *command != NULL; command++) {
        hc_text_addf(out, "  %-12s", (*command)->name);
        hc_text_addf(out, "%s\n", (*command)->summary);
    }
    hc_text_add(out,
                "\n`halfcell COMMAND --help` shows arguments and options, `halfcell --version` the version.\n\n"
                "Results go to standard output, messages to standard error; with --json standard output is one JSON\n"
                "document, {\"error\": {\"code\", \"message\"}} when something failed.\n\n"
                "exit codes: 0 done; 1 another failure; 2 wrong usage or input; 3 not converged (the best result is\n"
                "shown); 130 interrupted (what is on disk can be resumed)\n");
}
