#include "base/names.h"
#include "commands.h"

#define COMMAND_MAX 64

static hc_json *commands_json(void)
{
    hc_json *array = hc_json_array();
    for (const app_command *const *command = app_commands(); *command != NULL; command++) {
        hc_json *object = hc_json_object();
        hc_json_set(object, "name", hc_json_text((*command)->name));
        hc_json_set(object, "summary", hc_json_text((*command)->summary));
        hc_json_append(array, object);
    }
    return array;
}

static hc_status run(app_call *call)
{
    if (call->nargument == 0) {
        app_help_program(&call->out);
        call->result = hc_json_object();
        hc_json_set(call->result, "commands", commands_json());
        return HC_OK;
    }
    const app_command *command = app_command_find(call->argument[0]);
    if (command != NULL) {
        app_help_command(&call->out, command);
        call->result = hc_json_object();
        hc_json_set(call->result, "help", hc_json_text(hc_text_string(&call->out)));
        return HC_OK;
    }
    const char *names[COMMAND_MAX];
    size_t count = 0;
    for (const app_command *const *c = app_commands(); *c != NULL && count < COMMAND_MAX; c++) {
        names[count++] = (*c)->name;
    }
    hc_text hint = {0};
    hc_names_suggest(&hint, call->argument[0], names, count);
    hc_status status =
        hc_fail(call->ctx, HC_ERROR_INPUT, "there is no command '%s'%s", call->argument[0], hc_text_string(&hint));
    hc_text_clear(&hint);
    return status;
}

const app_command app_help = {
    .name = "help",
    .summary = "what the commands are, or one of them in full",
    .arguments = "[COMMAND]",
    .maximum = 1,
    .run = run,
};
