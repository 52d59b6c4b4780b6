#include "base/checkpoint.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/state_internal.h"

#define FORMAT_VERSION 1

/* Behind the HDF5 data stands a seal: a word, the number of bytes before it and their hash. It is checked before HDF5
 * sees the file, whose library is not meant for damaged input. */
#define SEAL_WORD "hc-seal1"

typedef struct seal {
    char word[8];
    uint64_t length, hash;
} seal;

/* FNV-1a, 64 bits: finds damage, protects from nobody. */
static uint64_t hash_of(const char *bytes, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * 0x100000001b3u;
    }
    return hash;
}

static hc_status add_seal(hc_context *ctx, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    hc_status status = hc_file_read(ctx, path, &bytes, &length);
    FILE *file = status == HC_OK ? fopen(path, "ab") : NULL;
    if (status == HC_OK) {
        seal end = {.word = {'h', 'c', '-', 's', 'e', 'a', 'l', '1'}, .length = length, .hash = hash_of(bytes, length)};
        bool written = file && fwrite(&end, sizeof end, 1, file) == 1;
        written = file && fclose(file) == 0 && written;
        status = written ? HC_OK : hc_fail(ctx, HC_ERROR_FILE, "%s: the checkpoint cannot be written completely", path);
    }
    free(bytes);
    return status;
}

static hc_status check_seal(hc_context *ctx, const char *path)
{
    char *bytes = NULL;
    size_t length = 0;
    seal end;
    hc_status status = hc_file_read(ctx, path, &bytes, &length);
    if (status != HC_OK) {
        return status;
    }
    bool whole = length >= sizeof end;
    if (whole) {
        size_t data = length - sizeof end;
        memcpy(&end, bytes + data, sizeof end);
        whole =
            memcmp(end.word, SEAL_WORD, sizeof end.word) == 0 && end.length == data && end.hash == hash_of(bytes, data);
    }
    free(bytes);
    return whole ? HC_OK : hc_fail(ctx, HC_ERROR_FORMAT, "%s: is damaged, cut off or no checkpoint of halfcell", path);
}

static hid_t file_type(hc_state_type type)
{
    switch (type) {
    case HC_STATE_REAL:
        return H5T_IEEE_F64LE;
    case HC_STATE_INTEGER:
        return H5T_STD_I64LE;
    default:
        return H5T_STD_U8LE;
    }
}

static hid_t memory_type(hc_state_type type)
{
    switch (type) {
    case HC_STATE_REAL:
        return H5T_NATIVE_DOUBLE;
    case HC_STATE_INTEGER:
        return H5T_NATIVE_INT64;
    default:
        return H5T_NATIVE_UINT8;
    }
}

/* Entry names are paths ("gfn1/charges"): the folders are made as groups. */
static bool write_entry(hid_t file, hid_t link_list, const hc_state_entry *entry)
{
    hsize_t count = entry->count;
    hid_t space = H5Screate_simple(1, &count, NULL);
    hid_t set = H5Dcreate2(file, entry->name, file_type(entry->type), space, link_list, H5P_DEFAULT, H5P_DEFAULT);
    bool written = set >= 0 && (count == 0 || H5Dwrite(set, memory_type(entry->type), H5S_ALL, H5S_ALL, H5P_DEFAULT,
                                                       entry->data) >= 0);
    if (set >= 0) {
        H5Dclose(set);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    return written;
}

static bool write_format_version(hid_t file)
{
    int version = FORMAT_VERSION;
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(file, "halfcell_checkpoint_format", H5T_STD_I32LE, space, H5P_DEFAULT, H5P_DEFAULT);
    bool written = attribute >= 0 && H5Awrite(attribute, H5T_NATIVE_INT, &version) >= 0;
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    return written;
}

static hc_status write_file(hc_context *ctx, const char *path, const hc_state *state)
{
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    if (file < 0) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: the checkpoint cannot be written (disk full, or no permission?)", path);
    }
    hid_t link_list = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(link_list, 1);
    bool written = write_format_version(file);
    for (size_t i = 0; i < state->count && written; i++) {
        written = write_entry(file, link_list, &state->entry[i]);
    }
    H5Pclose(link_list);
    written = H5Fclose(file) >= 0 && written;
    return written ? HC_OK : hc_fail(ctx, HC_ERROR_FILE, "%s: the checkpoint cannot be written completely", path);
}

hc_status hc_checkpoint_write(hc_context *ctx, const char *path, const hc_state *state)
{
    char *temporary = NULL;
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hc_status status = hc_format(ctx, &temporary, "%s.tmp", path);
    if (status == HC_OK) {
        status = write_file(ctx, temporary, state);
    }
    if (status == HC_OK) {
        status = add_seal(ctx, temporary);
    }
    if (status == HC_OK) {
        status = hc_file_commit(ctx, temporary, path);
    }
    free(temporary);
    return status;
}

typedef struct read_target {
    hc_context *ctx;
    hc_state *state;
    const char *path;
    hc_status status;
} read_target;

static hc_status read_entry(read_target *target, hid_t set, const char *name)
{
    hid_t space = H5Dget_space(set);
    hid_t type = H5Dget_type(set);
    hssize_t count = space >= 0 ? H5Sget_simple_extent_npoints(space) : -1;
    hc_state_type kind = H5Tget_class(type) == H5T_FLOAT ? HC_STATE_REAL
                         : H5Tget_size(type) == 1        ? HC_STATE_TEXT
                                                         : HC_STATE_INTEGER;
    void *data = NULL;
    hc_status status = count < 0 ? hc_fail(target->ctx, HC_ERROR_FORMAT, "%s: entry %s is damaged", target->path, name)
                                 : hc_allocate(target->ctx, (size_t)count, hc_state_type_size(kind), &data);
    if (status == HC_OK && count > 0 && H5Dread(set, memory_type(kind), H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) {
        status = hc_fail(target->ctx, HC_ERROR_FORMAT, "%s: entry %s is damaged", target->path, name);
    }
    if (status == HC_OK && kind == HC_STATE_TEXT && (count == 0 || ((char *)data)[count - 1] != '\0')) {
        status = hc_fail(target->ctx, HC_ERROR_FORMAT, "%s: text entry %s is damaged", target->path, name);
    }
    if (status == HC_OK) {
        status = hc_state_put(target->ctx, target->state, name, kind, (size_t)count, data);
    }
    free(data);
    H5Tclose(type);
    H5Sclose(space);
    return status;
}

static herr_t visit_entry(hid_t file, const char *name, const H5O_info_t *info, void *user)
{
    read_target *target = user;
    if (info->type != H5O_TYPE_DATASET) {
        return 0;
    }
    hid_t set = H5Dopen2(file, name, H5P_DEFAULT);
    if (set < 0) {
        target->status = hc_fail(target->ctx, HC_ERROR_FORMAT, "%s: entry %s is damaged", target->path, name);
        return -1;
    }
    target->status = read_entry(target, set, name);
    H5Dclose(set);
    return target->status == HC_OK ? 0 : -1;
}

static hc_status check_format_version(hc_context *ctx, hid_t file, const char *path)
{
    int version = 0;
    hid_t attribute = H5Aopen(file, "halfcell_checkpoint_format", H5P_DEFAULT);
    bool known = attribute >= 0 && H5Aread(attribute, H5T_NATIVE_INT, &version) >= 0;
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (!known) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: is an HDF5 file, but no checkpoint of halfcell", path);
    }
    if (version > FORMAT_VERSION) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: checkpoint format %d is newer than this halfcell (%d) can read", path,
                       version, FORMAT_VERSION);
    }
    return HC_OK;
}

hc_status hc_checkpoint_read(hc_context *ctx, const char *path, hc_state **state)
{
    *state = NULL;
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    if (!hc_file_exists(path)) {
        return hc_fail(ctx, HC_ERROR_FILE, "%s: there is no such checkpoint", path);
    }
    hc_status status = check_seal(ctx, path);
    if (status != HC_OK) {
        return status;
    }
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file < 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: the checkpoint is damaged or not an HDF5 file", path);
    }
    read_target target = {.ctx = ctx, .path = path};
    HC_TRY(check_format_version(ctx, file, path));
    HC_TRY(hc_state_create(ctx, &target.state));
    if (H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, visit_entry, &target, H5O_INFO_BASIC) < 0) {
        status = target.status != HC_OK ? target.status
                                        : hc_fail(ctx, HC_ERROR_FORMAT, "%s: the checkpoint is damaged", path);
        goto cleanup;
    }
    *state = target.state;
    target.state = NULL;
cleanup:
    hc_state_free(target.state);
    H5Fclose(file);
    return status;
}

const char *hc_checkpoint_library(void)
{
    return H5_VERS_INFO;
}
