/* Status codes: what every function that can fail returns.
 *
 * The list below is the only place where a code is defined. The message that belongs to a failure (what was wrong,
 * where, what would be right) is in the context, see context.h. */
#ifndef HALFCELL_STATUS_H
#define HALFCELL_STATUS_H

#include <stddef.h>

#pragma GCC visibility push(default)

/* X(code, name, text) */
#define HC_STATUS_LIST(X)                                                                                              \
    X(HC_OK, "ok", "success")                                                                                          \
    X(HC_ERROR_INPUT, "input", "the input is wrong")                                                                   \
    X(HC_ERROR_FILE, "file", "a file cannot be read or written")                                                       \
    X(HC_ERROR_FORMAT, "format", "a file is damaged or not of the expected format")                                    \
    X(HC_ERROR_MISSING_DATA, "missing-data", "a data file or a parameter is missing")                                  \
    X(HC_ERROR_UNSUPPORTED, "unsupported", "the engine or method cannot do what is asked")                             \
    X(HC_ERROR_NOT_CONVERGED, "not-converged", "an iteration did not converge; the best result so far is available")   \
    X(HC_ERROR_NUMERIC, "numeric", "a number is not finite, or a matrix is singular")                                  \
    X(HC_ERROR_MEMORY, "memory", "out of memory")                                                                      \
    X(HC_ERROR_INTERRUPTED, "interrupted", "stopped on request; what is on disk can be resumed")                       \
    X(HC_ERROR_INTERNAL, "internal", "a defect in halfcell; please report it")

typedef enum hc_status {
#define HC_STATUS_ENUM(code, name, text) code,
    HC_STATUS_LIST(HC_STATUS_ENUM)
#undef HC_STATUS_ENUM
} hc_status;

#define HC_MUST_CHECK __attribute__((warn_unused_result))

/* Short name ("not-converged") and explanation of a code; never NULL. */
const char *hc_status_name(hc_status status);
const char *hc_status_text(hc_status status);

/* Leaves to `cleanup:` with the status of a call that failed. The function needs a local `hc_status status`. */
#define HC_TRY(call)                                                                                                   \
    do {                                                                                                               \
        status = (call);                                                                                               \
        if (status != HC_OK) {                                                                                         \
            goto cleanup;                                                                                              \
        }                                                                                                              \
    } while (0)

#pragma GCC visibility pop

#endif
