#include "atoms/structure_format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"

const hc_structure_format *const *hc_structure_formats(void)
{
    static const hc_structure_format *const formats[] = {&hc_format_extxyz, &hc_format_poscar, &hc_format_cif, NULL};
    return formats;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool name_matches(const hc_structure_format *format, const char *name)
{
    const char *dot = strrchr(name, '.');
    for (const char *const *extension = format->extensions; dot != NULL && *extension != NULL; extension++) {
        if (strcasecmp(dot, *extension) == 0) {
            return true;
        }
    }
    for (const char *const *stem = format->stems; *stem != NULL; stem++) {
        if (strncmp(name, *stem, strlen(*stem)) == 0) {
            return true;
        }
    }
    return false;
}

const hc_structure_format *hc_structure_format_of_name(const char *path)
{
    for (const hc_structure_format *const *format = hc_structure_formats(); *format != NULL; format++) {
        if (name_matches(*format, file_name(path))) {
            return *format;
        }
    }
    return NULL;
}

/* The names that a file may have, for messages: ".xyz .extxyz .vasp ... POSCAR". */
static hc_status list_names(hc_context *ctx, char **text)
{
    hc_status status = hc_format(ctx, text, "%s", "");
    for (const hc_structure_format *const *format = hc_structure_formats(); status == HC_OK && *format != NULL;
         format++) {
        for (int list = 0; list < 2; list++) {
            const char *const *name = list == 0 ? (*format)->extensions : (*format)->stems;
            for (; status == HC_OK && *name != NULL; name++) {
                char *longer = NULL;
                status = hc_format(ctx, &longer, "%s%s%s%s", *text, (*text)[0] != '\0' ? ", " : "", *name,
                                   list == 1 ? "..." : "");
                free(*text);
                *text = longer;
            }
        }
    }
    return status;
}

static hc_status fail_unknown(hc_context *ctx, const char *path)
{
    char *names = NULL;
    hc_status status = list_names(ctx, &names);
    if (status == HC_OK) {
        status = hc_fail(ctx, HC_ERROR_FORMAT,
                         "%s: neither the name nor the content is that of a structure file; known "
                         "names: %s",
                         path, names);
    }
    free(names);
    return status;
}

/* Decides by the first bytes, and goes back to the beginning. */
static const hc_structure_format *format_of_content(FILE *file)
{
    char text[2048];
    size_t length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    rewind(file);
    for (const hc_structure_format *const *format = hc_structure_formats(); *format != NULL; format++) {
        if ((*format)->recognises(text)) {
            return *format;
        }
    }
    return NULL;
}

hc_status hc_structure_read(hc_context *ctx, const char *path, hc_structure **structure)
{
    *structure = NULL;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be opened: %s", path, strerror(errno));
    }
    int first = fgetc(file);
    if (first == EOF && ferror(file)) { /* a folder opens, and only then cannot be read */
        hc_status unreadable = hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be read: %s", path, strerror(errno));
        fclose(file);
        return unreadable;
    }
    ungetc(first, file);
    const hc_structure_format *format = hc_structure_format_of_name(path);
    if (format == NULL) {
        format = format_of_content(file);
    }
    hc_status status = format == NULL ? fail_unknown(ctx, path) : format->read(ctx, file, path, structure);
    fclose(file);
    return status;
}

static hc_status write_to(hc_context *ctx, const char *path, const hc_structure_format *format,
                          const hc_structure *structure)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written: %s", path, strerror(errno));
    }
    hc_status status = format->write(ctx, file, structure);
    if (fclose(file) != 0 && status == HC_OK) {
        status = hc_fail(ctx, HC_ERROR_FILE, "%s: cannot be written completely: %s", path, strerror(errno));
    }
    return status;
}

/* By its name, or a message that says which names are known. */
static hc_status find_format(hc_context *ctx, const char *path, const hc_structure_format **format)
{
    char *names = NULL;
    *format = hc_structure_format_of_name(path);
    hc_status status = *format == NULL ? list_names(ctx, &names) : HC_OK;
    if (names != NULL) {
        status = hc_fail(ctx, HC_ERROR_INPUT, "%s: the name does not say which format to write; known names: %s", path,
                         names);
    }
    free(names);
    return status;
}

hc_status hc_structure_write_check(hc_context *ctx, const char *path)
{
    const hc_structure_format *format = NULL;
    hc_status status = find_format(ctx, path, &format);
    return status == HC_OK ? hc_file_check_place(ctx, path) : status;
}

hc_status hc_structure_write(hc_context *ctx, const char *path, const hc_structure *structure)
{
    hc_status status = HC_OK;
    char *temporary = NULL;
    const hc_structure_format *format = NULL;
    HC_TRY(find_format(ctx, path, &format));
    HC_TRY(hc_format(ctx, &temporary, "%s.tmp", path));
    status = write_to(ctx, temporary, format, structure);
    if (status != HC_OK) {
        remove(temporary);
        goto cleanup;
    }
    HC_TRY(hc_file_commit(ctx, temporary, path));
cleanup:
    free(temporary);
    return status;
}
