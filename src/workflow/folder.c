#include "workflow/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static const char *const stream_name[HC_FOLDER_STREAM_COUNT] = {"log.txt", "series.csv", "trajectory.extxyz",
                                                                "charges.csv"};

/* How many streams this folder has. */
static int stream_count(const hc_folder *folder)
{
    return folder->has_charges ? HC_FOLDER_STREAM_COUNT : HC_FOLDER_CHARGES;
}

hc_status hc_folder_file(hc_context *ctx, const hc_folder *folder, const char *name, char **path)
{
    return hc_path_join(ctx, folder->path, name, path);
}

static hc_status make(hc_context *ctx, const char *path, hc_folder **folder)
{
    hc_status status = hc_allocate(ctx, 1, sizeof **folder, folder);
    if (status != HC_OK) {
        return status;
    }
    (*folder)->lock = -1;
    return hc_format(ctx, &(*folder)->path, "%s", path);
}

static hc_status holds_job(hc_context *ctx, const hc_folder *folder, bool *holds)
{
    char *path = NULL;
    hc_status status = hc_folder_file(ctx, folder, "job.yaml", &path);
    *holds = status == HC_OK && hc_file_exists(path);
    free(path);
    return status;
}

/* Only files that a job makes are removed: whatever else lies in the folder is the user's. */
static hc_status remove_job_files(hc_context *ctx, const hc_folder *folder)
{
    static const char *const names[] = {"job.yaml",          "start.extxyz",  "log.txt",     "series.csv",
                                        "trajectory.extxyz", "checkpoint.h5", "profile.csv", "result.json",
                                        "report.html",       "charges.csv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = NULL;
        hc_status status = hc_folder_file(ctx, folder, names[i], &path);
        if (status == HC_OK && unlink(path) != 0 && errno != ENOENT) {
            status = hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be removed: %s", path, strerror(errno));
        }
        free(path);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

hc_status hc_folder_create(hc_context *ctx, const char *path, bool overwrite, hc_folder **folder)
{
    hc_folder *made = NULL;
    bool holds = false;
    hc_status status = HC_OK;
    *folder = NULL;
    HC_TRY(hc_directory_create(ctx, path));
    HC_TRY(make(ctx, path, &made));
    HC_TRY(holds_job(ctx, made, &holds));
    if (holds && !overwrite) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "%s holds a job already; continue it with --resume, choose another folder with --folder, or "
                         "replace it with --overwrite",
                         path);
        goto cleanup;
    }
    if (holds) {
        HC_TRY(remove_job_files(ctx, made));
    }
    *folder = made;
    made = NULL;
cleanup:
    hc_folder_close(made);
    return status;
}

hc_status hc_folder_open(hc_context *ctx, const char *path, hc_folder **folder)
{
    hc_folder *made = NULL;
    bool holds = false;
    hc_status status = HC_OK;
    *folder = NULL;
    HC_TRY(make(ctx, path, &made));
    HC_TRY(holds_job(ctx, made, &holds));
    if (!holds) {
        status = hc_fail(ctx, HC_ERROR_FILE, "%s is not the folder of a job: it has no job.yaml", path);
        goto cleanup;
    }
    *folder = made;
    made = NULL;
cleanup:
    hc_folder_close(made);
    return status;
}

static void write_log(void *user, hc_log_level level, const char *line)
{
    hc_folder *folder = user;
    static const char *const prefix[] = {"debug: ", "", "warning: "};
    if (folder->stream[HC_FOLDER_LOG]) {
        fprintf(folder->stream[HC_FOLDER_LOG], "%s%s\n", prefix[level], line);
        fflush(folder->stream[HC_FOLDER_LOG]);
    }
    if (folder->outer_log) {
        folder->outer_log(folder->outer_user, level, line);
    }
}

void hc_folder_close(hc_folder *folder)
{
    if (!folder) {
        return;
    }
    if (folder->logging) {
        hc_context_set_log(folder->logging, folder->outer_log, folder->outer_user);
    }
    for (int i = 0; i < HC_FOLDER_STREAM_COUNT; i++) {
        if (folder->stream[i]) {
            fclose(folder->stream[i]);
        }
    }
    if (folder->lock >= 0) {
        close(folder->lock);
    }
    free(folder->path);
    free(folder);
}

static hc_status take_lock(hc_context *ctx, hc_folder *folder)
{
    folder->lock = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->lock < 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: the folder cannot be opened: %s", folder->path, strerror(errno));
    }
    if (flock(folder->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: another halfcell is running this job right now", folder->path);
    }
    return HC_OK;
}

hc_status hc_folder_take(hc_context *ctx, hc_folder *folder)
{
    hc_status status = take_lock(ctx, folder);
    for (int i = 0; i < stream_count(folder) && status == HC_OK; i++) {
        char *path = NULL;
        status = hc_folder_file(ctx, folder, stream_name[i], &path);
        if (status == HC_OK) {
            folder->stream[i] = fopen(path, "ab");
        }
        if (status == HC_OK && !folder->stream[i]) {
            status = hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
        }
        free(path);
    }
    if (status == HC_OK) {
        /* Whoever follows a run sees its rows as they come. */
        setvbuf(folder->stream[HC_FOLDER_SERIES], NULL, _IOLBF, 0);
        folder->logging = ctx;
        hc_context_get_log(ctx, &folder->outer_log, &folder->outer_user);
        hc_context_set_log(ctx, write_log, folder);
    }
    return status;
}

hc_status hc_folder_save(hc_context *ctx, hc_folder *folder, hc_state *state)
{
    int64_t length[HC_FOLDER_STREAM_COUNT];
    for (int i = 0; i < stream_count(folder); i++) {
        FILE *file = folder->stream[i];
        /* The position of a stream opened for appending is known only after something was written or sought. */
        if (fflush(file) != 0 || fsync(fileno(file)) != 0 || fseek(file, 0, SEEK_END) != 0) {
            return hc_fail(ctx, HC_ERROR_FILE, "%s/%s: cannot be written completely: %s", folder->path, stream_name[i],
                           strerror(errno));
        }
        length[i] = ftell(file);
    }
    return hc_state_put_integers(ctx, state, "folder/lengths", (size_t)stream_count(folder), length);
}

static hc_status cut(hc_context *ctx, const hc_folder *folder, const int64_t *length)
{
    hc_status status = HC_OK;
    for (int i = 0; i < stream_count(folder) && status == HC_OK; i++) {
        char *path = NULL;
        status = hc_folder_file(ctx, folder, stream_name[i], &path);
        if (status == HC_OK && (length[i] > 0 || hc_file_exists(path))) {
            status = hc_file_truncate(ctx, path, (size_t)length[i]);
        }
        free(path);
    }
    return status;
}

hc_status hc_folder_cut_back(hc_context *ctx, const hc_folder *folder, const hc_state *state)
{
    int64_t length[HC_FOLDER_STREAM_COUNT];
    hc_status status = hc_state_get_integers(ctx, state, "folder/lengths", (size_t)stream_count(folder), length);
    return status == HC_OK ? cut(ctx, folder, length) : status;
}

hc_status hc_folder_reset(hc_context *ctx, const hc_folder *folder)
{
    static const int64_t nothing[HC_FOLDER_STREAM_COUNT] = {0};
    return cut(ctx, folder, nothing);
}
