#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/file.h"
#include "commands.h"
#include "math/statistics.h"
#include "workflow/results.h"

/* Tables longer than this are summarised on the terminal. */
#define ROWS_SHOWN 40

typedef struct analyze_options {
    char *output;
    int skip, stride;
    double timestep_fs;
} analyze_options;

static const hc_keyword keywords[] = {
    {.name = "output",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(analyze_options, output),
     .default_text = "",
     .doc = "Folder for the results: a CSV and a JSON file for each table; made when it is not there."},
    {.name = "skip",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(analyze_options, skip),
     .default_text = "0",
     .minimum = 0,
     .maximum = 2147483647,
     .doc = "Leading frames to leave out."},
    {.name = "stride",
     .type = HC_VALUE_INTEGER,
     .offset = offsetof(analyze_options, stride),
     .default_text = "1",
     .minimum = 1,
     .maximum = 2147483647,
     .doc = "Use every so-many-th frame."},
    {.name = "timestep_fs",
     .type = HC_VALUE_REAL,
     .offset = offsetof(analyze_options, timestep_fs),
     .default_text = "",
     .minimum = 1e-9,
     .maximum = 1e9,
     .doc = "Time between frames, for trajectories that do not say (time_fs, time_ps)."},
    {0}};

/* The analyses asked for, in their order; options that follow one are its own. */
typedef struct request {
    const hc_analysis_record *record;
    void *options;
} request;

typedef struct requests {
    size_t count;
    request *item;
} requests;

static void extra_free(app_call *call)
{
    requests *asked = call->extra;
    for (size_t i = 0; asked != NULL && i < asked->count; i++) {
        hc_keywords_clear(asked->item[i].record->keywords, asked->item[i].options);
        free(asked->item[i].options);
    }
    if (asked != NULL) {
        free(asked->item);
    }
    free(asked);
    call->extra = NULL;
}

/* Is `typed` ('_' for '-') the name of this record? */
static bool is_named(const hc_analysis_record *record, const char *typed)
{
    size_t i = 0;
    while (typed[i] != '\0' && (typed[i] == record->name[i] || (typed[i] == '_' && record->name[i] == '-'))) {
        i++;
    }
    return typed[i] == '\0' && record->name[i] == '\0';
}

static const hc_analysis_record *record_named(const char *typed)
{
    for (const hc_analysis_record *const *record = hc_analysis_records(); *record != NULL; record++) {
        if (is_named(*record, typed)) {
            return *record;
        }
    }
    return NULL;
}

static hc_status add_request(app_call *call, const hc_analysis_record *record, request **added)
{
    hc_status status = HC_OK;
    requests *asked = call->extra;
    request *grown = NULL;
    void *options = NULL;

    HC_TRY(hc_allocate(call->ctx, 1, record->options_size, &options));
    HC_TRY(hc_keywords_set_defaults(call->ctx, record->keywords, options));
    HC_TRY(hc_allocate(call->ctx, asked->count + 1, sizeof *grown, &grown));
    if (asked->count > 0) {
        memcpy(grown, asked->item, asked->count * sizeof *grown);
    }
    free(asked->item);
    asked->item = grown;
    *added = &asked->item[asked->count++];
    **added = (request){.record = record, .options = options};
    options = NULL;

cleanup:
    free(options);
    return status;
}

/* The value of an option: behind '=', or the next word. */
static hc_status take_value(app_call *call, const char *name, const char *value, const char *next, bool *used_next,
                            const char **taken)
{
    *taken = value != NULL ? value : next;
    *used_next = value == NULL;
    if (*taken == NULL) {
        return hc_fail(call->ctx, HC_ERROR_INPUT, "--%s wants a value; --help shows the options", name);
    }
    return HC_OK;
}

/* `--rdf O-O` sets the keyword of the short form, which may be left out when it has a default or can be done without.
 */
static hc_status begin_request(app_call *call, const hc_analysis_record *record, const char *value, const char *next,
                               bool *used_next)
{
    hc_status status = HC_OK;
    request *added = NULL;
    const char *text = NULL;

    HC_TRY(add_request(call, record, &added));
    const hc_keyword *keyword = record->shorthand != NULL ? hc_keyword_find(record->keywords, record->shorthand) : NULL;
    bool given = value != NULL || (next != NULL && strncmp(next, "--", 2) != 0);
    if (keyword != NULL && (given || keyword->default_text == NULL)) {
        HC_TRY(take_value(call, record->name, value, next, used_next, &text));
        HC_TRY(hc_keyword_set(call->ctx, keyword, added->options, text));
    } else if (value != NULL) {
        HC_TRY(hc_fail(call->ctx, HC_ERROR_INPUT, "--%s takes no value", record->name));
    }

cleanup:
    return status;
}

static hc_status extra_option(app_call *call, const char *name, const char *value, const char *next, bool *taken,
                              bool *used_next)
{
    hc_status status = HC_OK;
    const char *text = NULL;

    if (call->extra == NULL) {
        HC_TRY(hc_allocate(call->ctx, 1, sizeof(requests), &call->extra));
    }
    const hc_analysis_record *record = record_named(name);
    if (record != NULL) {
        *taken = true;
        return begin_request(call, record, value, next, used_next);
    }
    requests *asked = call->extra;
    request *last = asked->count > 0 ? &asked->item[asked->count - 1] : NULL;
    const hc_keyword *keyword = last != NULL ? hc_keyword_find(last->record->keywords, name) : NULL;
    if (keyword != NULL) {
        *taken = true;
        HC_TRY(take_value(call, name, value, next, used_next, &text));
        HC_TRY(hc_keyword_set(call->ctx, keyword, last->options, text));
    }

cleanup:
    return status;
}

static void extra_help(hc_text *out)
{
    hc_text_add(out, "\nanalyses; the options that follow one are its own:\n");
    for (const hc_analysis_record *const *record = hc_analysis_records(); *record != NULL; record++) {
        hc_text title = {0};
        hc_text_addf(&title, "--%s%s%s%s (%s)", (*record)->name, (*record)->shorthand != NULL ? " <" : "",
                     (*record)->shorthand != NULL ? (*record)->shorthand : "", (*record)->shorthand != NULL ? ">" : "",
                     (*record)->summary);
        app_help_options(out, hc_text_string(&title), (*record)->keywords);
        hc_text_clear(&title);
    }
}

/* Two analyses of one kind make tables of one name: the later ones get a number. */
static hc_status number_names(hc_context *ctx, hc_table_list *tables)
{
    for (size_t i = 0; i < tables->count; i++) {
        size_t same = 1;
        for (size_t j = 0; j < i; j++) {
            const char *other = tables->table[j]->id, *own = tables->table[i]->id;
            size_t length = strlen(own);
            bool numbered = strncmp(other, own, length) == 0 && other[length] == '-' &&
                            strspn(other + length + 1, "0123456789") == strlen(other + length + 1) &&
                            other[length + 1] != '\0';
            same += strcmp(other, own) == 0 || numbered;
        }
        if (same > 1) {
            char *numbered = NULL;
            hc_status status = hc_format(ctx, &numbered, "%s-%zu", tables->table[i]->id, same);
            if (status != HC_OK) {
                return status;
            }
            free(tables->table[i]->id);
            tables->table[i]->id = numbered;
        }
    }
    return HC_OK;
}

static hc_status write_tables(app_call *call, const char *folder, const hc_table_list *tables)
{
    hc_status status = HC_OK;
    char *json = NULL;

    HC_TRY(hc_directory_create(call->ctx, folder));
    HC_TRY(hc_results_tables(call->ctx, folder, tables));
    for (size_t i = 0; i < tables->count; i++) {
        const hc_table *table = tables->table[i];
        free(json);
        json = NULL;
        HC_TRY(hc_format(call->ctx, &json, "%s.json", table->id));
        HC_TRY(hc_results_json(call->ctx, folder, json, hc_table_figure(table)));
        hc_text_addf(&call->out, "wrote %s/%s.csv and .json: %s\n", folder, table->id, table->title);
    }

cleanup:
    free(json);
    return status;
}

static void add_rows(hc_text *out, const hc_table *table)
{
    for (size_t k = 0; k < table->ncolumn; k++) {
        const hc_column *c = &table->column[k];
        hc_text_addf(out, "%16s%s", c->name, c->error != NULL ? "           error" : "");
    }
    hc_text_add(out, "\n");
    for (size_t row = 0; row < table->nrow; row++) {
        for (size_t k = 0; k < table->ncolumn; k++) {
            const hc_column *c = &table->column[k];
            hc_text_addf(out, "%16.8g", c->value[row]);
            if (c->error != NULL) {
                hc_text_addf(out, "%16.3g", c->error[row]);
            }
        }
        hc_text_add(out, "\n");
    }
}

/* Mean and range of a series over time; what has errors is a mean already, and only its range is shown. */
static hc_status add_summary(app_call *call, const hc_table *table)
{
    for (size_t k = 0; k < table->ncolumn; k++) {
        const hc_column *c = &table->column[k];
        double low = INFINITY, high = -INFINITY;
        hc_estimate estimate;
        for (size_t row = 0; row < table->nrow; row++) {
            low = fmin(low, c->value[row]);
            high = fmax(high, c->value[row]);
        }
        hc_text_addf(&call->out, "  %-24s from %.8g to %.8g %s", c->label, low, high, c->unit);
        if (k > 0 && c->error == NULL) {
            hc_status status = hc_statistics_mean(call->ctx, table->nrow, c->value, &estimate);
            if (status != HC_OK) {
                return status;
            }
            hc_text_addf(&call->out, ", mean %.8g, error %.2g%s", estimate.mean, estimate.error,
                         estimate.reliable ? "" : " (series too short for a sure error)");
        }
        hc_text_add(&call->out, "\n");
    }
    return HC_OK;
}

static hc_status show_tables(app_call *call, const hc_table_list *tables)
{
    for (size_t i = 0; i < tables->count; i++) {
        const hc_table *table = tables->table[i];
        hc_text_addf(&call->out, "%s%s\n%s\n", i > 0 ? "\n" : "", table->title, table->caption);
        if (table->nrow <= ROWS_SHOWN) {
            add_rows(&call->out, table);
            continue;
        }
        hc_text_addf(&call->out, "  %zu rows; all of them with --output FOLDER or --json\n", table->nrow);
        hc_status status = add_summary(call, table);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

static hc_status refuse_nothing(app_call *call)
{
    hc_text names = {0};
    for (const hc_analysis_record *const *record = hc_analysis_records(); *record != NULL; record++) {
        hc_text_addf(&names, "%s--%s", names.length > 0 ? ", " : "", (*record)->name);
    }
    hc_status status =
        hc_fail(call->ctx, HC_ERROR_INPUT, "no analysis is asked for; there are %s", hc_text_string(&names));
    hc_text_clear(&names);
    return status;
}

/* Runs all analyses in one pass over the file. */
static hc_status analyse(app_call *call, const requests *asked, hc_table_list *tables)
{
    const analyze_options *o = call->options;
    hc_status status = HC_OK;
    const hc_analysis_record **records = NULL;
    const void **options = NULL;
    hc_analysis_range range = {.skip = (size_t)o->skip, .stride = (size_t)o->stride, .timestep_fs = o->timestep_fs};

    HC_TRY(hc_allocate(call->ctx, asked->count, sizeof *records, &records));
    HC_TRY(hc_allocate(call->ctx, asked->count, sizeof *options, &options));
    for (size_t i = 0; i < asked->count; i++) {
        records[i] = asked->item[i].record;
        options[i] = asked->item[i].options;
    }
    HC_TRY(hc_analysis_file(call->ctx, call->argument[0], &range, asked->count, records, options, tables));
    HC_TRY(number_names(call->ctx, tables));

cleanup:
    free(records);
    free(options);
    return status;
}

static hc_json *figures_of(const char *path, const hc_table_list *tables)
{
    hc_json *json = hc_json_object(), *figures = hc_json_array();
    for (size_t i = 0; i < tables->count; i++) {
        hc_json_append(figures, hc_table_figure(tables->table[i]));
    }
    hc_json_set(json, "trajectory", hc_json_text(path));
    hc_json_set(json, "tables", figures);
    return json;
}

static hc_status run(app_call *call)
{
    const analyze_options *o = call->options;
    const requests *asked = call->extra;
    hc_status status = HC_OK;
    hc_table_list tables = {0};

    if (asked == NULL || asked->count == 0) {
        return refuse_nothing(call);
    }
    HC_TRY(analyse(call, asked, &tables));
    HC_TRY(o->output != NULL ? write_tables(call, o->output, &tables) : show_tables(call, &tables));
    call->result = figures_of(call->argument[0], &tables);

cleanup:
    hc_table_list_clear(&tables);
    return status;
}

const app_command app_analyze = {
    .name = "analyze",
    .summary = "distances, distributions, hydrogen bonds, densities of a trajectory",
    .arguments = "TRAJECTORY",
    .doc =
        "TRAJECTORY is extended XYZ or XYZ, written by any program. Ask for one or more analyses; they share one pass\n"
        "over the file. Atoms are counted from 0, and selections are resolved on the first frame that is used.",
    .examples = "  halfcell analyze trajectory.extxyz --rdf O-O --maximum-angstrom 6 --rdf Au-S --output results\n"
                "  halfcell analyze md.xyz --distance \"0-5, 3-17\" --hydrogen-bonds --timestep-fs 0.5 --json\n"
                "  halfcell analyze trajectory.extxyz --water-shells \"element Au S\" --density z --species",
    .minimum = 1,
    .maximum = 1,
    .tables = {{keywords, 0}},
    .options_size = sizeof(analyze_options),
    .run = run,
    .extra_option = extra_option,
    .extra_help = extra_help,
    .extra_free = extra_free,
};
