#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

hc_status hc_format(hc_context *ctx, char **text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    hc_status status = length < 0 ? hc_fail(ctx, HC_ERROR_INTERNAL, "a text could not be formatted: %s", format)
                                  : hc_allocate(ctx, (size_t)length + 1, 1, text);
    if (status == HC_OK) {
        vsnprintf(*text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return status;
}

hc_status hc_path_join(hc_context *ctx, const char *a, const char *b, char **joined)
{
    if (b[0] == '/' || a[0] == '\0') {
        return hc_format(ctx, joined, "%s", b);
    }
    size_t length = strlen(a);
    return hc_format(ctx, joined, "%s%s%s", a, a[length - 1] == '/' ? "" : "/", b);
}

hc_status hc_path_stem(hc_context *ctx, const char *path, char **stem)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    int length = dot && dot != name ? (int)(dot - name) : (int)strlen(name);
    return hc_format(ctx, stem, "%.*s", length, name);
}

bool hc_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

hc_status hc_file_check_place(hc_context *ctx, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = NULL;
    struct stat info;
    hc_status status = HC_OK;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%s: is a folder, where a file is to be written", path);
    }
    int length = slash == NULL ? 1 : slash == path ? 1 : (int)(slash - path);
    HC_TRY(hc_format(ctx, &folder, "%.*s", length, slash == NULL ? "." : path));
    if (access(folder, W_OK | X_OK) != 0) {
        status =
            hc_fail(ctx, HC_ERROR_INPUT, "%s: cannot be written: the folder %s: %s", path, folder, strerror(errno));
    }
cleanup:
    free(folder);
    return status;
}

/* Reads until the end, so that pipes and files that grow are read as well. */
static hc_status read_stream(hc_context *ctx, FILE *file, const char *path, char **text, size_t *length)
{
    size_t capacity = 1 << 16, used = 0;
    char *buffer = malloc(capacity);
    while (buffer) {
        used += fread(buffer + used, 1, capacity - used - 1, file);
        if (used < capacity - 1) {
            break;
        }
        capacity *= 2;
        char *larger = realloc(buffer, capacity);
        if (!larger) {
            free(buffer);
        }
        buffer = larger;
    }
    if (!buffer) {
        return hc_fail(ctx, HC_ERROR_MEMORY, "%s: out of memory after %zu bytes", path, used);
    }
    if (ferror(file)) {
        int reason = errno;
        free(buffer);
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be read: %s", path, strerror(reason));
    }
    buffer[used] = '\0';
    *text = buffer;
    *length = used;
    return HC_OK;
}

hc_status hc_file_read(hc_context *ctx, const char *path, char **text, size_t *length)
{
    *text = NULL;
    FILE *file = fopen(path, "rb");
    if (!file) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    hc_status status = read_stream(ctx, file, path, text, length);
    fclose(file);
    return status;
}

static hc_status sync_path(hc_context *ctx, const char *path, int flags)
{
    int descriptor = open(path, flags);
    if (descriptor < 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    int failed = fsync(descriptor);
    int reason = errno;
    close(descriptor);
    /* Some file systems cannot sync a directory; the rename itself is still atomic there. */
    if (failed && reason != EINVAL && reason != EROFS) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be synced to disk: %s", path, strerror(reason));
    }
    return HC_OK;
}

static hc_status sync_folder_of(hc_context *ctx, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) {
        return sync_path(ctx, ".", O_RDONLY | O_DIRECTORY);
    }
    char *folder = NULL;
    hc_status status = hc_format(ctx, &folder, "%.*s", (int)(slash - path + 1), path);
    if (status == HC_OK) {
        status = sync_path(ctx, folder, O_RDONLY | O_DIRECTORY);
    }
    free(folder);
    return status;
}

hc_status hc_file_commit(hc_context *ctx, const char *temporary, const char *path)
{
    hc_status status = sync_path(ctx, temporary, O_RDONLY);
    if (status != HC_OK) {
        return status;
    }
    if (rename(temporary, path) != 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be renamed to %s: %s", temporary, path, strerror(errno));
    }
    return sync_folder_of(ctx, path);
}

static hc_status write_all(hc_context *ctx, const char *path, const char *text, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (!file) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    }
    bool complete = fwrite(text, 1, length, file) == length;
    int reason = errno;
    if (fclose(file) != 0 && complete) {
        complete = false;
        reason = errno;
    }
    if (!complete) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written completely: %s", path, strerror(reason));
    }
    return HC_OK;
}

hc_status hc_file_write_atomically(hc_context *ctx, const char *path, const char *text, size_t length)
{
    char *temporary = NULL;
    hc_status status = hc_format(ctx, &temporary, "%s.tmp", path);
    if (status == HC_OK) {
        status = write_all(ctx, temporary, text, length);
    }
    if (status == HC_OK) {
        status = hc_file_commit(ctx, temporary, path);
    }
    free(temporary);
    return status;
}

hc_status hc_file_truncate(hc_context *ctx, const char *path, size_t length)
{
    struct stat info;
    if (stat(path, &info) != 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be read: %s", path, strerror(errno));
    }
    if ((size_t)info.st_size < length) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: has %lld bytes, but the checkpoint was written when it had %zu; it was changed since", path,
                       (long long)info.st_size, length);
    }
    if (truncate(path, (off_t)length) != 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be cut to %zu bytes: %s", path, length, strerror(errno));
    }
    return HC_OK;
}

hc_status hc_directory_create(hc_context *ctx, const char *path)
{
    if (mkdir(path, 0777) == 0) {
        return HC_OK;
    }
    struct stat info;
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return HC_OK;
    }
    return hc_fail(ctx, HC_ERROR_FILE, "%s: the folder cannot be made: %s", path, strerror(errno));
}

double hc_wall_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
