#include "base/data_folder.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/data_file.h"
#include "base/file.h"
#include "base/record.h"

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Length of the name without the ending; 0: the file is none of ours. */
static size_t stem_length(const char *file, const char *ending)
{
    size_t length = strlen(file), tail = strlen(ending);
    bool ours = file[0] != '.' && length > tail && strcmp(file + length - tail, ending) == 0;
    return ours ? length - tail : 0;
}

static hc_status add_name(hc_context *ctx, hc_data_folder *list, const char *file, size_t length)
{
    hc_status status = hc_array_grow(ctx, &list->name, list->count, sizeof *list->name);
    if (status == HC_OK) {
        status = hc_format(ctx, &list->name[list->count], "%.*s", (int)length, file);
    }
    list->count += status == HC_OK;
    return status;
}

hc_status hc_data_folder_read(hc_context *ctx, const char *folder, const char *ending, hc_data_folder **list)
{
    hc_status status = HC_OK;
    hc_data_folder *read = NULL;
    DIR *directory = NULL;
    *list = NULL;
    HC_TRY(hc_allocate(ctx, 1, sizeof *read, &read));
    HC_TRY(hc_data_file_find(ctx, folder, &read->path));
    directory = opendir(read->path);
    if (directory == NULL) {
        status = hc_fail(ctx, HC_ERROR_FILE, "%s: the folder cannot be read", read->path);
        goto cleanup;
    }
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        size_t length = stem_length(entry->d_name, ending);
        if (length > 0) {
            HC_TRY(add_name(ctx, read, entry->d_name, length));
        }
    }
    if (read->count > 1) {
        qsort(read->name, read->count, sizeof *read->name, compare_names);
    }
    *list = read;
    read = NULL;
cleanup:
    if (directory != NULL) {
        closedir(directory);
    }
    hc_data_folder_free(read);
    return status;
}

void hc_data_folder_free(hc_data_folder *list)
{
    if (list != NULL) {
        for (size_t i = 0; i < list->count; i++) {
            free(list->name[i]);
        }
        free(list->name);
        free(list->path);
        free(list);
    }
}

hc_status hc_data_folder_file(hc_context *ctx, const hc_data_folder *list, const char *kind, const char *word,
                              const char *name, const char *ending, char **path)
{
    size_t index = 0;
    *path = NULL;
    hc_status status = hc_record_index(ctx, kind, word, name, (const char *const *)list->name, list->count, &index);
    return status != HC_OK ? status : hc_format(ctx, path, "%s/%s%s", list->path, list->name[index], ending);
}
