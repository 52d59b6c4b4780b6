/* The command line, read by the same keyword tables as the input. */
#include <stdlib.h>
#include <string.h>

#include "base/keyword_text.h"
#include "base/names.h"
#include "command.h"

#define NAME_MAX_LENGTH 128
#define GROUP_MAX (1 + APP_TABLE_MAX + APP_PICK_MAX)
#define CANDIDATE_MAX 256

const hc_keyword app_common_keywords[] = {
    {.name = "json",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(app_common, json),
     .default_text = "false",
     .doc = "Print one JSON document, also for errors."},
    {.name = "threads",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(app_common, threads),
     .default_text = "",
     .minimum = 1,
     .maximum = 4096,
     .doc = "Threads to use; every core that the process may use when not given."},
    {.name = "verbose",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(app_common, verbose),
     .default_text = "false",
     .doc = "Say on standard error what is being done."},
    {.name = "help",
     .type = HC_VALUE_BOOL,
     .offset = offsetof(app_common, help),
     .default_text = "false",
     .doc = "Show this text."},
    {0}};

typedef struct group {
    const hc_keyword *table;
    void *options;
} group;

typedef struct parser {
    app_call *call;
    app_common common;
    size_t ngroup;
    group groups[GROUP_MAX];
    int count, next;
    char **words;
} parser;

/* An option as it was typed: its name with '_' for '-', and the value behind '='. */
typedef struct option {
    const char *word; /* "--timestep-fs=1" */
    char name[NAME_MAX_LENGTH];
    const char *value; /* NULL: none */
} option;

static bool split_option(const char *word, option *o)
{
    const char *begin = word + 2;
    size_t length = strcspn(begin, "=");
    *o = (option){.word = word, .value = begin[length] == '=' ? begin + length + 1 : NULL};
    if (length == 0 || length >= sizeof o->name) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        o->name[i] = begin[i] == '-' ? '_' : begin[i];
    }
    return true;
}

/* Whether word i can be the value of the option before it; "-3" can, "--json" cannot. */
static bool is_value(const parser *p, int i)
{
    return i < p->count && strncmp(p->words[i], "--", 2) != 0;
}

static void add_dashed(hc_text *text, const char *name)
{
    hc_text_add(text, "--");
    for (const char *c = name; *c != '\0'; c++) {
        hc_text_add_bytes(text, *c == '_' ? "-" : c, 1);
    }
}

static const hc_keyword *find(const parser *p, const char *name, void **options)
{
    for (size_t i = 0; i < p->ngroup; i++) {
        const hc_keyword *keyword = hc_keyword_find(p->groups[i].table, name);
        if (keyword != NULL) {
            *options = p->groups[i].options;
            return keyword;
        }
    }
    return NULL;
}

static hc_status refuse_unknown(const parser *p, const option *o)
{
    const char *names[CANDIDATE_MAX];
    size_t count = 0;
    hc_text hint = {0}, dashed = {0};
    for (size_t i = 0; i < p->ngroup; i++) {
        for (const hc_keyword *k = p->groups[i].table; k != NULL && k->name != NULL && count < CANDIDATE_MAX; k++) {
            names[count++] = k->name;
        }
    }
    for (size_t i = 0; i < APP_PICK_MAX && p->call->command->picks[i].option != NULL && count < CANDIDATE_MAX; i++) {
        names[count++] = p->call->command->picks[i].option;
    }
    add_dashed(&dashed, o->name);
    hc_names_suggest(&hint, o->name, names, count);
    /* Names in the words of the command line: 'timestep-fs', not 'timestep_fs'. */
    bool lists_all = strncmp(hc_text_string(&hint), "; there is", 10) == 0;
    for (size_t i = 0; i < hint.length; i++) {
        hint.data[i] = hint.data[i] == '_' ? '-' : hint.data[i];
    }
    hc_status status = hc_fail(p->call->ctx, HC_ERROR_INPUT, "unknown option %s%s", hc_text_string(&dashed),
                               lists_all ? "; --help shows the options" : hc_text_string(&hint));
    hc_text_clear(&hint);
    hc_text_clear(&dashed);
    return status;
}

/* A repeated option of a list of texts adds to the list; any other repetition replaces. */
static hc_status set_text_item(hc_context *ctx, const hc_keyword *keyword, void *options, const char *value)
{
    hc_text items = {0};
    const hc_text_list *list = (const void *)((char *)options + keyword->offset);
    hc_text_add(&items, "[");
    for (size_t i = 0; i < list->count; i++) {
        hc_keyword_add_item(&items, list->value[i]);
        hc_text_add(&items, ", ");
    }
    hc_keyword_add_item(&items, value);
    hc_text_add(&items, "]");
    hc_status status = hc_keyword_set(ctx, keyword, options, hc_text_string(&items));
    hc_text_clear(&items);
    return status;
}

/* The message of a keyword begins with its name; on the command line the name has dashes. */
static hc_status rename_failure(hc_context *ctx, const hc_keyword *keyword, hc_status status)
{
    size_t length = strlen(keyword->name);
    const char *message = hc_context_message(ctx);
    if (status != HC_ERROR_INPUT || strncmp(message, keyword->name, length) != 0) {
        return status;
    }
    hc_text renamed = {0};
    add_dashed(&renamed, keyword->name);
    hc_text_add(&renamed, message + length);
    status = hc_fail(ctx, status, "%s", hc_text_string(&renamed));
    hc_text_clear(&renamed);
    return status;
}

static hc_status set_option(parser *p, const hc_keyword *keyword, void *options, const option *o)
{
    hc_context *ctx = p->call->ctx;
    const char *value = o->value;
    if (value == NULL && keyword->type == HC_VALUE_BOOL) {
        value = "true";
    }
    if (value == NULL && is_value(p, p->next)) {
        value = p->words[p->next++];
    }
    if (value == NULL) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s wants a value (%s)", o->word, hc_value_type_text(keyword->type));
    }
    hc_status status = keyword->type == HC_VALUE_TEXT_LIST ? set_text_item(ctx, keyword, options, value)
                                                           : hc_keyword_set(ctx, keyword, options, value);
    return rename_failure(ctx, keyword, status);
}

static hc_status parse_option(parser *p, const char *word)
{
    option o;
    void *options;
    app_call *call = p->call;
    const app_pick *picks = call->command->picks;
    if (!split_option(word, &o)) {
        return hc_fail(call->ctx, HC_ERROR_INPUT, "'%s' is no option; --help shows the options", word);
    }
    const hc_keyword *keyword = find(p, o.name, &options);
    if (keyword != NULL) {
        return set_option(p, keyword, options, &o);
    }
    for (size_t i = 0; i < APP_PICK_MAX && picks[i].option != NULL; i++) {
        if (strcmp(o.name, picks[i].option) == 0) { /* its value was taken before */
            if (o.value == NULL && !is_value(p, p->next++)) {
                return hc_fail(call->ctx, HC_ERROR_INPUT, "%s wants a name: %s", word, picks[i].doc);
            }
            return HC_OK;
        }
    }
    if (strncmp(o.name, "no_", 3) == 0 && o.value == NULL) {
        keyword = find(p, o.name + 3, &options);
        if (keyword != NULL && keyword->type == HC_VALUE_BOOL) {
            return hc_keyword_set(call->ctx, keyword, options, "false");
        }
    }
    if (call->command->extra_option != NULL) {
        bool taken = false, used_next = false;
        const char *following = p->next < p->count ? p->words[p->next] : NULL;
        hc_status status = call->command->extra_option(call, o.name, o.value, following, &taken, &used_next);
        p->next += used_next;
        if (status != HC_OK || taken) {
            return status;
        }
    }
    return refuse_unknown(p, &o);
}

/* The value of an option before options are read; NULL: not given. */
static const char *value_of(const parser *p, const char *wanted)
{
    const char *value = NULL;
    size_t length = strlen(wanted);
    for (int i = 0; i < p->count && strcmp(p->words[i], "--") != 0; i++) {
        const char *word = p->words[i];
        if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, wanted, length) != 0) {
            continue;
        }
        if (word[2 + length] == '=') {
            value = word + 3 + length;
        } else if (word[2 + length] == '\0' && is_value(p, i + 1)) {
            value = p->words[i + 1];
        }
    }
    return value;
}

/* What is picked decides which options there are, so it is looked for before they are read. */
static hc_status pick(parser *p, const app_pick *choice, app_picked *picked)
{
    app_call *call = p->call;
    hc_variant_table table = {.kind = choice->option, .describe = choice->describe};
    const char *name = value_of(p, choice->option);
    size_t index;
    hc_status status = HC_OK;
    if (name == NULL && choice->default_name == NULL) {
        return HC_OK; /* complained about when all options are known to be right */
    }
    HC_TRY(hc_variant_find(call->ctx, &table, name != NULL ? name : choice->default_name, &index, &picked->type));
    const hc_section *section = &picked->type.section;
    HC_TRY(hc_allocate(call->ctx, 1, section->size, &picked->options));
    HC_TRY(hc_keywords_set_defaults(call->ctx, section->keywords, picked->options));
    p->groups[p->ngroup++] = (group){section->keywords, picked->options};
cleanup:
    return status;
}

static hc_status check_required(const parser *p)
{
    for (size_t i = 0; i < p->ngroup; i++) {
        for (const hc_keyword *k = p->groups[i].table; k != NULL && k->name != NULL; k++) {
            char *text = NULL;
            if (k->default_text != NULL) {
                continue;
            }
            hc_status status = hc_keyword_format(p->call->ctx, k, p->groups[i].options, &text);
            bool missing = status == HC_OK && text[0] == '\0';
            free(text);
            if (missing) {
                hc_text dashed = {0};
                add_dashed(&dashed, k->name);
                status =
                    hc_fail(p->call->ctx, HC_ERROR_INPUT, "option %s is missing: %s", hc_text_string(&dashed), k->doc);
                hc_text_clear(&dashed);
            }
            if (status != HC_OK) {
                return status;
            }
        }
    }
    return HC_OK;
}

static hc_status check_arguments(const parser *p)
{
    const app_call *call = p->call;
    const app_command *command = call->command;
    if (call->nargument < command->minimum) {
        return hc_fail(call->ctx, HC_ERROR_INPUT, "an argument is missing; usage: halfcell %s %s", command->name,
                       command->arguments);
    }
    if (call->nargument > command->maximum) {
        return hc_fail(call->ctx, HC_ERROR_INPUT, "'%s' is one argument too many; usage: halfcell %s %s",
                       call->argument[command->maximum], command->name, command->arguments);
    }
    for (size_t i = 0; i < APP_PICK_MAX && command->picks[i].option != NULL; i++) {
        if (call->picked[i].type.record == NULL) {
            return hc_fail(call->ctx, HC_ERROR_INPUT, "option --%s is missing: %s", command->picks[i].option,
                           command->picks[i].doc);
        }
    }
    return HC_OK;
}

static hc_status read_words(parser *p)
{
    hc_status status = HC_OK;
    app_call *call = p->call;
    bool options_end = false;
    while (p->next < p->count) {
        const char *word = p->words[p->next++];
        if (!options_end && strcmp(word, "--") == 0) {
            options_end = true;
        } else if (!options_end && strcmp(word, "-h") == 0) {
            p->common.help = true;
        } else if (!options_end && strcmp(word, "-o") == 0) {
            HC_TRY(parse_option(p, "--output"));
        } else if (!options_end && word[0] == '-' && word[1] == '-') {
            HC_TRY(parse_option(p, word));
        } else if (!options_end && word[0] == '-' && word[1] != '\0') {
            HC_TRY(hc_fail(call->ctx, HC_ERROR_INPUT, "unknown option %s; options begin with two dashes", word));
        } else {
            call->argument[call->nargument++] = word;
        }
    }
cleanup:
    return status;
}

static bool asks_for_help(int count, char **words)
{
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) {
            return true;
        }
    }
    return false;
}

hc_status app_parse_options(app_call *call, int count, char **words, bool *help)
{
    parser p = {.call = call, .count = count, .words = words};
    hc_status status = HC_OK;
    *help = asks_for_help(count, words);
    if (*help) {
        return HC_OK;
    }
    HC_TRY(hc_allocate(call->ctx, (size_t)count, sizeof *call->argument, &call->argument));
    HC_TRY(hc_allocate(call->ctx, 1, call->command->options_size, &call->options));
    HC_TRY(hc_keywords_set_defaults(call->ctx, app_common_keywords, &p.common));
    p.groups[p.ngroup++] = (group){app_common_keywords, &p.common};
    for (size_t i = 0; i < APP_TABLE_MAX && call->command->tables[i].keywords != NULL; i++) {
        void *options = (char *)call->options + call->command->tables[i].offset;
        HC_TRY(hc_keywords_set_defaults(call->ctx, call->command->tables[i].keywords, options));
        p.groups[p.ngroup++] = (group){call->command->tables[i].keywords, options};
    }
    for (size_t i = 0; i < APP_PICK_MAX && call->command->picks[i].option != NULL; i++) {
        HC_TRY(pick(&p, &call->command->picks[i], &call->picked[i]));
    }
    HC_TRY(read_words(&p));
    call->verbose = p.common.verbose;
    HC_TRY(check_arguments(&p));
    HC_TRY(check_required(&p));
cleanup:
    return status;
}

void app_call_clear(app_call *call)
{
    if (call->command != NULL && call->command->extra_free != NULL) {
        call->command->extra_free(call);
    }
    for (size_t i = 0; call->options != NULL && i < APP_TABLE_MAX; i++) {
        const hc_inlined_table *table = &call->command->tables[i];
        hc_keywords_clear(table->keywords, (char *)call->options + table->offset);
    }
    for (size_t i = 0; i < APP_PICK_MAX; i++) {
        if (call->picked[i].options != NULL) {
            hc_keywords_clear(call->picked[i].type.section.keywords, call->picked[i].options);
        }
        free(call->picked[i].options);
    }
    free(call->options);
    free(call->argument);
    hc_json_free(call->result);
    hc_text_clear(&call->out);
    *call = (app_call){.ctx = call->ctx};
}
