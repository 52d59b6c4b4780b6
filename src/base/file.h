/* Files that survive a crash. */
#ifndef HC_BASE_FILE_H
#define HC_BASE_FILE_H

#include <stdio.h>

#include "halfcell/context.h"

/* Reads a whole file; *text is zero-terminated and owned by the caller, *length does not count the terminator. */
HC_MUST_CHECK hc_status hc_file_read(hc_context *ctx, const char *path, char **text, size_t *length);

/* Writes beside (path.tmp), syncs, renames: a reader sees the old content or the new one, never a part. */
HC_MUST_CHECK hc_status hc_file_write_atomically(hc_context *ctx, const char *path, const char *text, size_t length);

/* Syncs and renames a file that somebody else wrote as `temporary`. */
HC_MUST_CHECK hc_status hc_file_commit(hc_context *ctx, const char *temporary, const char *path);

/* Cuts a file back to `length` bytes (what a resumed run does with rows written after its checkpoint). */
HC_MUST_CHECK hc_status hc_file_truncate(hc_context *ctx, const char *path, size_t length);

HC_MUST_CHECK hc_status hc_directory_create(hc_context *ctx, const char *path);
bool hc_file_exists(const char *path);
/* Whether a file can be written there, for those who would know before long work: its folder is there and may be
 * written, and the path is no folder itself. */
HC_MUST_CHECK hc_status hc_file_check_place(hc_context *ctx, const char *path);

/* Allocated "a/b" or, when b is absolute, b. The caller frees *joined. */
HC_MUST_CHECK hc_status hc_path_join(hc_context *ctx, const char *a, const char *b, char **joined);
/* "water" of "some/where/water.vasp"; the caller frees *stem. */
HC_MUST_CHECK hc_status hc_path_stem(hc_context *ctx, const char *path, char **stem);

/* printf into a new string; the caller frees *text. */
HC_MUST_CHECK hc_status hc_format(hc_context *ctx, char **text, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Seconds since an arbitrary point, monotonic. */
double hc_wall_seconds(void);

#endif
