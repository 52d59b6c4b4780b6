#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "commands.h"
#include "list_kinds.h"

#define NAME_MAX_COUNT 256

static hc_status refuse(app_call *call, const char *what, const char *name, const char *const *names, size_t count)
{
    hc_text hint = {0};
    hc_names_suggest(&hint, name, names, count);
    hc_status status = hc_fail(call->ctx, HC_ERROR_INPUT, "there is no %s '%s'%s", what, name, hc_text_string(&hint));
    hc_text_clear(&hint);
    return status;
}

static hc_status list_kinds(app_call *call)
{
    hc_json *kinds = hc_json_array();
    for (const app_list_kind *kind = app_list_kinds; kind->name != NULL; kind++) {
        hc_text_addf(&call->out, "%-14s %s\n", kind->name, kind->doc);
        hc_json_append(kinds, hc_json_text(kind->name));
    }
    call->result = hc_json_object();
    hc_json_set(call->result, "kinds", kinds);
    return HC_OK;
}

static hc_status find_kind(app_call *call, const app_list_kind **found)
{
    const char *names[NAME_MAX_COUNT];
    size_t count = 0;
    for (const app_list_kind *kind = app_list_kinds; kind->name != NULL && count < NAME_MAX_COUNT; kind++) {
        names[count++] = kind->name;
        if (strcmp(kind->name, call->argument[0]) == 0) {
            *found = kind;
            return HC_OK;
        }
    }
    return refuse(call, "list", call->argument[0], names, count);
}

static hc_status list_records(app_call *call, const app_list_kind *kind)
{
    hc_status status = HC_OK;
    hc_variant_type type;
    hc_json *records = hc_json_array(), *record = NULL;
    call->result = hc_json_object();
    hc_json_set(call->result, kind->name, records);
    for (size_t i = 0; kind->describe(i, &type); i++) {
        hc_text_addf(&call->out, "%-22s %s\n", type.section.name, type.section.doc);
        HC_TRY(hc_schema_describe(call->ctx, &type.section, &record));
        hc_json_append(records, record);
    }
    if (call->out.length == 0) {
        hc_text_add(&call->out, "there is none yet\n");
    }
cleanup:
    return status;
}

static hc_status show_record(app_call *call, const app_list_kind *kind)
{
    const char *names[NAME_MAX_COUNT];
    size_t count = 0;
    hc_variant_type type;
    char *text = NULL;
    hc_status status = HC_OK;
    for (;; count++) {
        if (count == NAME_MAX_COUNT || !kind->describe(count, &type)) {
            return refuse(call, kind->name, call->argument[1], names, count);
        }
        names[count] = type.section.name;
        if (strcmp(names[count], call->argument[1]) == 0) {
            break;
        }
    }
    HC_TRY(hc_schema_manual_text(call->ctx, &type.section, &text));
    hc_text_add(&call->out, text);
    if (kind->more != NULL) {
        hc_text_add(&call->out, "\n");
        kind->more(type.record, &call->out);
    }
    HC_TRY(hc_schema_describe(call->ctx, &type.section, &call->result));
cleanup:
    free(text);
    return status;
}

/* Kinds that are data: all of them under the kind's name, or one. */
static hc_status list_data(app_call *call, const app_list_kind *kind)
{
    hc_json *found = NULL;
    const char *name = call->nargument > 1 ? call->argument[1] : NULL;
    hc_status status = kind->list(call->ctx, name, &call->out, &found);
    if (status != HC_OK || name != NULL) {
        call->result = found;
        return status;
    }
    call->result = hc_json_object();
    hc_json_set(call->result, kind->name, found);
    return HC_OK;
}

static hc_status run(app_call *call)
{
    const app_list_kind *kind = NULL;
    if (call->nargument == 0) {
        return list_kinds(call);
    }
    hc_status status = find_kind(call, &kind);
    if (status != HC_OK) {
        return status;
    }
    if (kind->list != NULL) {
        return list_data(call, kind);
    }
    return call->nargument == 1 ? list_records(call, kind) : show_record(call, kind);
}

const app_command app_list = {
    .name = "list",
    .summary = "what there is of a kind: engines, file formats ...",
    .arguments = "[KIND [NAME]]",
    .doc = "Without KIND it lists the kinds; with NAME it shows one in full, with its options.",
    .examples = "  halfcell list engines\n  halfcell list engines lj",
    .maximum = 2,
    .run = run,
};
