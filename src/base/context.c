#include "halfcell/context.h"

#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE 4096

struct hc_context {
    char message[MESSAGE_SIZE];
    hc_log_function *log;
    void *log_user;
    volatile sig_atomic_t stop_requested;
};

hc_status hc_context_create(hc_context **ctx)
{
    *ctx = calloc(1, sizeof **ctx);
    return *ctx ? HC_OK : HC_ERROR_MEMORY;
}

void hc_context_free(hc_context *ctx)
{
    free(ctx);
}

const char *hc_context_message(const hc_context *ctx)
{
    return ctx->message;
}

void hc_context_clear(hc_context *ctx)
{
    ctx->message[0] = '\0';
}

void hc_context_set_log(hc_context *ctx, hc_log_function *log, void *user)
{
    ctx->log = log;
    ctx->log_user = user;
}

void hc_context_get_log(const hc_context *ctx, hc_log_function **log, void **user)
{
    *log = ctx->log;
    *user = ctx->log_user;
}

void hc_context_request_stop(hc_context *ctx)
{
    ctx->stop_requested = 1;
}

bool hc_context_stop_requested(const hc_context *ctx)
{
    return ctx->stop_requested != 0;
}

hc_status hc_fail(hc_context *ctx, hc_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ctx->message, sizeof ctx->message, format, arguments);
    va_end(arguments);
    return status;
}

hc_status hc_fail_within(hc_context *ctx, hc_status status, const char *format, ...)
{
    char inner[MESSAGE_SIZE];
    memcpy(inner, ctx->message, sizeof inner);
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(ctx->message, sizeof ctx->message, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < sizeof ctx->message) {
        size_t room = sizeof ctx->message - (size_t)length - 1;
        strncat(ctx->message + length, inner, room);
    }
    return status;
}

void hc_log(hc_context *ctx, hc_log_level level, const char *format, ...)
{
    if (!ctx->log) {
        return;
    }
    char line[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    ctx->log(ctx->log_user, level, line);
}

hc_status hc_allocate(hc_context *ctx, size_t count, size_t size, void *pointer)
{
    void *block = NULL;
    if (size == 0 || count <= SIZE_MAX / size) {
        block = calloc(count ? count : 1, size ? size : 1);
    }
    memcpy(pointer, &block, sizeof block);
    if (!block) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "out of memory: %zu elements of %zu bytes were asked for", count, size);
    }
    return HC_OK;
}
