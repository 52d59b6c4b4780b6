/* Commands: one small file and one line in command_table.c for each (docs/how-to-add/command.md).
 *
 * The record says what a command takes; options, their help and their errors come from keyword tables. A command fills
 * `out` (text) and `result` (JSON), whichever is asked for, and main prints it: nothing is written to standard output
 * before the work is done, and messages go to standard error. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "base/progress.h"
#include "base/text.h"
#include "halfcell/context.h"
#include "halfcell/keyword.h"
#include "input/schema.h"

/* Exit codes of every command. */
typedef enum app_exit {
    APP_EXIT_OK = 0,
    APP_EXIT_OTHER = 1,         /* out of memory, disk full, a defect */
    APP_EXIT_INPUT = 2,         /* wrong usage, wrong or missing input */
    APP_EXIT_NOT_CONVERGED = 3, /* the best result so far is shown */
    APP_EXIT_INTERRUPTED = 130
} app_exit;

typedef struct app_command app_command;

#define APP_TABLE_MAX 4
#define APP_PICK_MAX 2

/* An option that picks a record from a table (--engine NAME) and brings the options of that record with it. */
typedef struct app_pick {
    const char *option; /* NULL ends the list */
    const char *doc;
    bool (*describe)(size_t index, hc_variant_type *type);
    const char *default_name; /* NULL: required */
} app_pick;

typedef struct app_picked {
    hc_variant_type type; /* .record is the table's own record */
    void *options;        /* its struct */
} app_picked;

/* What a command is called with. */
typedef struct app_call {
    hc_context *ctx;
    const app_command *command;
    bool json, verbose;
    size_t nargument;
    const char **argument;           /* what is no option, [nargument] */
    void *options;                   /* the command's struct */
    app_picked picked[APP_PICK_MAX]; /* as command->picks */
    void *extra;                     /* of the command's own option hook */
    hc_progress *progress;           /* a line that log messages must not run into; NULL: none */
    /* What the command says. */
    hc_text out;
    hc_json *result;
} app_call;

struct app_command {
    const char *name;
    const char *summary;                    /* one line */
    const char *arguments;                  /* "FILE", "[KIND [NAME]]" */
    const char *doc;                        /* paragraphs for --help */
    const char *examples;                   /* lines */
    size_t minimum, maximum;                /* number of arguments */
    hc_inlined_table tables[APP_TABLE_MAX]; /* options, and where in the command's struct they begin */
    size_t options_size;
    app_pick picks[APP_PICK_MAX];
    hc_status (*run)(app_call *call);
    /* Options that no keyword table has. May be NULL; NULL text of help: none. Takes `name` (dashes are '_') with the
     * value behind '=' or NULL; `next` is the following argument, *used_next says whether it was its value. *taken is
     * false when the name is not its own. */
    hc_status (*extra_option)(app_call *call, const char *name, const char *value, const char *next, bool *taken,
                              bool *used_next);
    void (*extra_help)(hc_text *out);
    void (*extra_free)(app_call *call);
};

/* NULL-terminated. */
const app_command *const *app_commands(void);
const app_command *app_command_find(const char *name);

/* Text of --help: of one command, of the program. */
void app_help_command(hc_text *out, const app_command *command);
void app_help_program(hc_text *out);
/* One table of options under a title (NULL: none), for extra_help. */
void app_help_options(hc_text *out, const char *title, const hc_keyword *table);

/* Reads the command line behind the command's name. *help: --help was given, nothing else was read. */
HC_MUST_CHECK hc_status app_parse_options(app_call *call, int count, char **words, bool *help);
/* Frees what the parser allocated. */
void app_call_clear(app_call *call);

/* "written: FOLDER/report.html, FILES"; without the page where none could be made. */
HC_MUST_CHECK hc_status app_say_written(app_call *call, const char *folder, const char *files);

/* Options that every command has. */
typedef struct app_common {
    bool json, verbose, help;
    int threads;
} app_common;
extern const hc_keyword app_common_keywords[];

#endif
