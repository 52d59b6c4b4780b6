/* The context: where messages go. One context belongs to one thread at a time. */
#ifndef HALFCELL_CONTEXT_H
#define HALFCELL_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/status.h"

#pragma GCC visibility push(default)

typedef struct hc_context hc_context;

typedef enum hc_log_level { HC_LOG_DEBUG, HC_LOG_INFO, HC_LOG_WARNING } hc_log_level;

/* Receives every log line (no newline at its end). `user` is what was given to hc_context_set_log. */
typedef void hc_log_function(void *user, hc_log_level level, const char *line);

/* Makes a context that logs nowhere. Returns HC_ERROR_MEMORY or HC_OK; the caller owns *ctx. */
HC_MUST_CHECK hc_status hc_context_create(hc_context **ctx);
void hc_context_free(hc_context *ctx);

/* The message of the last failure: what, where, what would be right. "" when there was none. */
const char *hc_context_message(const hc_context *ctx);
void hc_context_clear(hc_context *ctx);
void hc_context_set_log(hc_context *ctx, hc_log_function *log, void *user);
/* Who receives the lines now (NULL: nobody), so that one can listen in and hand over. */
void hc_context_get_log(const hc_context *ctx, hc_log_function **log, void **user);

/* Asks long work to stop at its next safe point; safe to call from a signal handler. */
void hc_context_request_stop(hc_context *ctx);
bool hc_context_stop_requested(const hc_context *ctx);

/* Records a failure and returns `status`, so that one writes `return hc_fail(ctx, HC_ERROR_INPUT, "...", ...)`. */
HC_MUST_CHECK hc_status hc_fail(hc_context *ctx, hc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Puts a prefix such as "job.yaml:12:5: " before the message already recorded, and returns `status`. */
HC_MUST_CHECK hc_status hc_fail_within(hc_context *ctx, hc_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void hc_log(hc_context *ctx, hc_log_level level, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* malloc/calloc of count elements of size bytes, zeroed, with the overflow of the product checked.
 * *pointer is NULL on failure; count 0 gives a valid pointer that can be freed. */
HC_MUST_CHECK hc_status hc_allocate(hc_context *ctx, size_t count, size_t size, void *pointer);

#pragma GCC visibility pop

#endif
