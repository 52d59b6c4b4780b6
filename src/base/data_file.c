#include "base/data_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* Which Debian package brings a file that is missing. */
static const struct {
    const char *file, *package;
} origin[] = {
    {"xTB_parameters", "Debian package cp2k-data"},   {"dftd3.dat", "Debian package cp2k-data"},
    {"BASIS_MOLOPT", "Debian package cp2k-data"},     {"BASIS_MOLOPT_UCL", "Debian package cp2k-data"},
    {"BASIS_MOLOPT_UZH", "Debian package cp2k-data"}, {"GTH_BASIS_SETS", "Debian package cp2k-data"},
    {"BASIS_RI_cc-TZ", "Debian package cp2k-data"},   {"GTH_POTENTIALS", "Debian package cp2k-data"},
    {"POTENTIAL_UZH", "Debian package cp2k-data"},    {"report_template.html", "halfcell's own build (needs npm)"},
};

#define PLACE_MAX 32

typedef struct place_list {
    size_t count;
    char *place[PLACE_MAX];
} place_list;

static void places_clear(place_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->place[i]);
    }
    list->count = 0;
}

static hc_status add_place(hc_context *ctx, place_list *list, const char *folder, size_t length)
{
    if (length == 0 || list->count == PLACE_MAX) {
        return HC_OK;
    }
    hc_status status = hc_format(ctx, &list->place[list->count], "%.*s", (int)length, folder);
    list->count += status == HC_OK;
    return status;
}

static hc_status add_environment(hc_context *ctx, place_list *list, const char *variable)
{
    const char *value = getenv(variable);
    while (value && *value) {
        size_t length = strcspn(value, ":");
        hc_status status = add_place(ctx, list, value, length);
        if (status != HC_OK) {
            return status;
        }
        value += length + (value[length] == ':');
    }
    return HC_OK;
}

/* PREFIX/bin/halfcell belongs to PREFIX/share/halfcell, wherever the tree was moved to. */
static hc_status add_beside_binary(hc_context *ctx, place_list *list)
{
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    for (int level = 0; level < 2 && length > 0; level++) {
        while (length > 0 && self[--length] != '/') {
        }
    }
    if (length <= 0) {
        return HC_OK;
    }
    char *folder = NULL;
    hc_status status = hc_format(ctx, &folder, "%.*s/share/halfcell", (int)length, self);
    if (status == HC_OK) {
        status = add_place(ctx, list, folder, strlen(folder));
    }
    free(folder);
    return status;
}

static hc_status collect_places(hc_context *ctx, place_list *list)
{
    static const char *const fixed[] = {HC_BUILD_DATA, HC_SOURCE_DATA, HC_INSTALLED_DATA, "/usr/share/cp2k",
                                        "/usr/local/share/cp2k"};
    hc_status status = HC_OK;
    list->count = 0;
    HC_TRY(add_environment(ctx, list, "HALFCELL_DATA"));
    HC_TRY(add_beside_binary(ctx, list));
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        HC_TRY(add_place(ctx, list, fixed[i], strlen(fixed[i])));
    }
    HC_TRY(add_environment(ctx, list, "CP2K_DATA_DIR"));
cleanup:
    return status;
}

static hc_status join_places(hc_context *ctx, const place_list *list, const char *separator, char **text)
{
    hc_status status = hc_format(ctx, text, "%s", "");
    for (size_t i = 0; i < list->count && status == HC_OK; i++) {
        char *longer = NULL;
        status = hc_format(ctx, &longer, "%s%s%s", *text, i ? separator : "", list->place[i]);
        free(*text);
        *text = longer;
    }
    return status;
}

static hc_status fail_not_found(hc_context *ctx, const place_list *list, const char *name)
{
    const char *source = "halfcell's data";
    for (size_t i = 0; i < sizeof origin / sizeof *origin; i++) {
        if (strcmp(origin[i].file, name) == 0) {
            source = origin[i].package;
        }
    }
    char *searched = NULL;
    hc_status status = join_places(ctx, list, ", ", &searched);
    if (status == HC_OK) {
        status =
            hc_fail(ctx, HC_ERROR_MISSING_DATA,
                    "the data file %s was not found (it comes with %s; set HALFCELL_DATA to its folder). Searched: %s",
                    name, source, searched);
    }
    free(searched);
    return status;
}

hc_status hc_data_file_find(hc_context *ctx, const char *name, char **path)
{
    place_list list;
    *path = NULL;
    hc_status status = collect_places(ctx, &list);
    for (size_t i = 0; i < list.count && status == HC_OK && !*path; i++) {
        char *candidate = NULL;
        status = hc_path_join(ctx, list.place[i], name, &candidate);
        if (status == HC_OK && access(candidate, R_OK) == 0) {
            *path = candidate;
        } else {
            free(candidate);
        }
    }
    if (status == HC_OK && !*path) {
        status = fail_not_found(ctx, &list, name);
    }
    places_clear(&list);
    return status;
}

hc_status hc_data_file_beside(hc_context *ctx, const char *folder, const char *kind, const char *name, char **path)
{
    char *relative = NULL;
    hc_status status = HC_OK;
    HC_TRY(hc_path_join(ctx, folder ? folder : ".", name, path));
    if (hc_file_exists(*path)) {
        return HC_OK;
    }
    free(*path);
    *path = NULL;
    HC_TRY(hc_format(ctx, &relative, "%s/%s", kind, name));
    status = hc_data_file_find(ctx, relative, path);
    if (status == HC_ERROR_MISSING_DATA) {
        status = hc_fail(ctx, HC_ERROR_INPUT,
                         "there is no file '%s', neither beside the input nor in data/%s of halfcell", name, kind);
    }
cleanup:
    free(relative);
    return status;
}

hc_status hc_data_file_places(hc_context *ctx, char **lines)
{
    place_list list;
    *lines = NULL;
    hc_status status = collect_places(ctx, &list);
    if (status == HC_OK) {
        status = join_places(ctx, &list, "\n", lines);
    }
    places_clear(&list);
    return status;
}
