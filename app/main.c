/* halfcell: finds the command, calls it, prints what it says. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "halfcell/version.h"
#include "startup.h"

static hc_context *volatile signalled; /* what a signal asks to stop */

static void on_signal(int number)
{
    hc_context_request_stop(signalled);
    signal(number, SIG_DFL); /* a second one ends the program at once */
}

static void log_line(void *user, hc_log_level level, const char *line)
{
    const app_call *call = user;
    if (call->progress != NULL && (level == HC_LOG_WARNING || call->verbose)) {
        hc_progress_clear(call->progress);
    }
    if (level == HC_LOG_WARNING) {
        fprintf(stderr, "halfcell: warning: %s\n", line);
    } else if (call->verbose) {
        fprintf(stderr, "halfcell: %s\n", line);
    }
}

static app_exit exit_of(hc_status status)
{
    switch (status) {
    case HC_OK:
        return APP_EXIT_OK;
    case HC_ERROR_INPUT:
    case HC_ERROR_FILE:
    case HC_ERROR_FORMAT:
    case HC_ERROR_MISSING_DATA:
    case HC_ERROR_UNSUPPORTED:
        return APP_EXIT_INPUT;
    case HC_ERROR_NOT_CONVERGED:
        return APP_EXIT_NOT_CONVERGED;
    case HC_ERROR_INTERRUPTED:
        return APP_EXIT_INTERRUPTED;
    case HC_ERROR_NUMERIC:
    case HC_ERROR_MEMORY:
    case HC_ERROR_INTERNAL:
        break;
    }
    return APP_EXIT_OTHER;
}

/* A reader that has seen enough is no error; anything else that keeps a result from being written is. */
static app_exit print(const char *text, app_exit code)
{
    errno = 0;
    size_t length = strlen(text);
    bool ended = length == 0 || text[length - 1] == '\n';
    if (fputs(text, stdout) >= 0 && (ended || fputc('\n', stdout) != EOF) && fflush(stdout) == 0) {
        return code;
    }
    if (errno == EPIPE) {
        return code;
    }
    fprintf(stderr, "halfcell: the result cannot be written to standard output: %s\n", strerror(errno));
    return code == APP_EXIT_OK ? APP_EXIT_OTHER : code;
}

static app_exit print_json(app_call *call, hc_status status)
{
    app_exit code = exit_of(status);
    char *text = NULL;
    if (call->result == NULL) {
        call->result = hc_json_object();
    }
    if (status != HC_OK) {
        hc_json *error = hc_json_object();
        hc_json_set(error, "code", hc_json_text(hc_status_name(status)));
        hc_json_set(error, "message", hc_json_text(hc_context_message(call->ctx)));
        hc_json_set(call->result, "error", error);
    }
    if (hc_json_format(call->ctx, call->result, &text) != HC_OK) {
        fprintf(stderr, "halfcell: %s\n", hc_context_message(call->ctx));
        return APP_EXIT_OTHER;
    }
    code = print(text, code);
    free(text);
    return code;
}

static app_exit print_text(app_call *call, hc_status status)
{
    app_exit code = APP_EXIT_OK;
    if (call->out.failed) {
        status = hc_fail(call->ctx, HC_ERROR_MEMORY, "out of memory");
    } else if (call->out.length > 0) {
        code = print(hc_text_string(&call->out), exit_of(status));
    }
    if (status != HC_OK) {
        fprintf(stderr, "halfcell: %s\n", hc_context_message(call->ctx));
        code = exit_of(status);
    }
    return code;
}

static bool asks_for_json(int count, char **words)
{
    bool json = false;
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++) {
        json = json || strcmp(words[i], "--json") == 0 || strcmp(words[i], "--json=true") == 0;
    }
    return json;
}

/* `halfcell`, `halfcell --help` and `halfcell NONSENSE` are matters of the command help. */
static const app_command *choose(int *count, char ***words)
{
    const app_command *command = *count > 0 ? app_command_find((*words)[0]) : NULL;
    if (command != NULL) {
        *count -= 1;
        *words += 1;
        return command;
    }
    if (*count > 0 && (strcmp((*words)[0], "--help") == 0 || strcmp((*words)[0], "-h") == 0)) {
        *count = 0;
    }
    if (*count > 0 && (*words)[0][0] != '-') {
        *count = 1; /* what follows a command that does not exist says nothing */
    }
    return &app_help;
}

static hc_status run(app_call *call, int count, char **words)
{
    bool help = false;
    call->json = asks_for_json(count, words);
    if (count == 1 && strcmp(words[0], "--version") == 0) {
        hc_text_addf(&call->out, "halfcell %s\n", hc_version());
        return HC_OK;
    }
    call->command = choose(&count, &words);
    hc_status status = app_parse_options(call, count, words, &help);
    if (status != HC_OK) {
        return status;
    }
    if (help) {
        call->json = false;
        app_help_command(&call->out, call->command);
        return HC_OK;
    }
    return call->command->run(call);
}

int main(int argc, char **argv)
{
    app_call call = {0};
    app_startup_streams();
    app_startup_environment(argc, argv);
    if (hc_context_create(&call.ctx) != HC_OK) {
        fputs("halfcell: out of memory\n", stderr);
        return APP_EXIT_OTHER;
    }
    hc_context_set_log(call.ctx, log_line, &call);
    signalled = call.ctx;
    signal(SIGINT, on_signal);
    signal(SIGTERM, on_signal);
    hc_status status = run(&call, argc - 1, argv + 1);
    app_exit code = call.json ? print_json(&call, status) : print_text(&call, status);
    hc_context *ctx = call.ctx;
    app_call_clear(&call);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    hc_context_free(ctx);
    return code;
}
