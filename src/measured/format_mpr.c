/* BioLogic's binary files: 52 bytes of a magic text, then modules. A module is "MODULE", a short name (10), a long name
 * (25), its length, its version and a date (8); since EC-Lab 11.50 the first length is 0xFFFFFFFF or a largest length,
 * followed by the length, an old and a new version. "VMP data" holds the number of rows, the number of columns, their
 * numbers and, from a place that depends on the version, the rows. Little endian. The format is not published; it is
 * described by the projects galvani and yadg. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "measured/formats.h"
#include "measured/mpr_columns.h"

#define MAGIC "BIO-LOGIC MODULAR FILE\x1a"
#define MAGIC_SIZE 52

typedef struct module {
    char name[11];
    const unsigned char *data;
    size_t length;
    unsigned old_version, new_version;
    bool is_new; /* the longer header */
} module;

static bool recognises(const hc_source *source)
{
    return source->length >= sizeof MAGIC - 1 && memcmp(source->bytes, MAGIC, sizeof MAGIC - 1) == 0;
}

static unsigned get_u16(const unsigned char *at)
{
    return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static uint32_t get_u32(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static double get_f32(const unsigned char *at)
{
    uint32_t bits = get_u32(at);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double get_f64(const unsigned char *at)
{
    uint64_t bits = (uint64_t)get_u32(at + 4) << 32 | get_u32(at);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double get_number(const unsigned char *at, hc_mpr_type type)
{
    switch (type) {
    case HC_MPR_U8:
        return at[0];
    case HC_MPR_U16:
        return get_u16(at);
    case HC_MPR_U32:
        return get_u32(at);
    case HC_MPR_F32:
        return get_f32(at);
    case HC_MPR_F64:
        return get_f64(at);
    default:
        return NAN;
    }
}

/* The module at *offset, which moves behind it. */
static hc_status next_module(hc_context *ctx, const hc_source *source, size_t *offset, module *found)
{
    const unsigned char *at = source->bytes + *offset;
    size_t left = source->length - *offset, header = 6 + 51;
    if (left < header || memcmp(at, "MODULE", 6) != 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: cut off or damaged: a module is expected at byte %zu", source->name,
                       *offset);
    }
    uint32_t first = get_u32(at + 41);
    *found = (module){.is_new = first == UINT32_MAX};
    if (found->is_new) {
        header = 6 + 59;
        if (left < header) {
            return hc_fail(ctx, HC_ERROR_FORMAT, "%s: cut off in the header of the module at byte %zu", source->name,
                           *offset);
        }
        found->length = get_u32(at + 45);
        found->old_version = get_u32(at + 49);
        found->new_version = get_u32(at + 53);
    } else {
        found->length = first;
        found->old_version = get_u32(at + 45);
    }
    memcpy(found->name, at + 6, 10);
    found->data = at + header;
    if (found->length > left - header) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: cut off: the module '%s' at byte %zu has %zu bytes, the file only %zu more", source->name,
                       found->name, *offset, found->length, left - header);
    }
    *offset += header + found->length;
    return HC_OK;
}

/* Where in the data module the columns and the rows begin. */
static hc_status find_layout(hc_context *ctx, const hc_source *source, const module *data, size_t *numbers,
                             size_t *width, size_t *rows)
{
    *width = 2;
    *numbers = 5;
    if (data->is_new && data->old_version == 0 && data->new_version > 0) {
        *numbers = 6;
        *rows = 1007;
    } else if (data->old_version == 0) {
        *width = 1;
        *rows = 100;
    } else if (data->old_version == 2 || data->old_version == 3) {
        *rows = data->old_version == 2 ? 405 : 406;
    } else {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: version %u of the data module is not known; export the file as text (.mpt)", source->name,
                       data->old_version);
    }
    if (data->length < *rows) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: cut off: the data module has %zu bytes, fewer than its header",
                       source->name, data->length);
    }
    return HC_OK;
}

/* A column that is read, and where it lies in a row. */
typedef struct wanted {
    const hc_mpr_column *column;
    size_t offset;
} wanted;

static hc_status read_columns(hc_context *ctx, const hc_source *source, const unsigned char *at, size_t width,
                              size_t count, wanted columns[HC_TRACE_QUANTITY_COUNT], size_t *row_size)
{
    bool flags = false;
    *row_size = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned number = width == 1 ? at[i] : get_u16(at + 2 * i);
        const hc_mpr_column *column = hc_mpr_column_find(number);
        if (column == NULL) {
            return hc_fail(ctx, HC_ERROR_FORMAT,
                           "%s: column %zu has the number %u, whose meaning is not known; export the file as text "
                           "(.mpt)",
                           source->name, i, number);
        }
        if (column->type == HC_MPR_FLAG) {
            *row_size += !flags;
            flags = true;
            continue;
        }
        if (column->quantity >= 0 &&
            (columns[column->quantity].column == NULL || columns[column->quantity].column->rank > column->rank)) {
            columns[column->quantity] = (wanted){column, *row_size};
        }
        *row_size += hc_mpr_type_size(column->type);
    }
    return HC_OK;
}

static hc_status read_rows(hc_context *ctx, const unsigned char *rows, size_t nrow, size_t row_size,
                           const wanted columns[HC_TRACE_QUANTITY_COUNT], hc_trace *trace)
{
    bool has[HC_TRACE_QUANTITY_COUNT];
    double values[HC_TRACE_QUANTITY_COUNT] = {0};
    for (size_t row = 0; row < nrow; row++) {
        for (size_t i = 0; i < HC_TRACE_QUANTITY_COUNT; i++) {
            const hc_mpr_column *column = columns[i].column;
            has[i] = column != NULL;
            if (has[i]) {
                values[i] = get_number(rows + row * row_size + columns[i].offset, column->type) * column->si;
            }
        }
        hc_status status = hc_trace_add_row(ctx, trace, has, values);
        if (status != HC_OK) {
            return status;
        }
    }
    return HC_OK;
}

static hc_status read_data(hc_context *ctx, const hc_source *source, const module *data, hc_trace *trace)
{
    size_t numbers = 0, width = 0, rows = 0, row_size = 0;
    wanted columns[HC_TRACE_QUANTITY_COUNT] = {{0}};
    hc_status status = find_layout(ctx, source, data, &numbers, &width, &rows);
    if (status != HC_OK) {
        return status;
    }
    size_t nrow = get_u32(data->data), count = data->data[4];
    if (count == 0 || numbers + count * width > rows) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: damaged: the data module names %zu columns", source->name, count);
    }
    status = read_columns(ctx, source, data->data + numbers, width, count, columns, &row_size);
    if (status != HC_OK) {
        return status;
    }
    if (row_size == 0 || (data->length - rows) / row_size != nrow || (data->length - rows) % row_size != 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: the data module announces %zu rows of %zu bytes and holds %zu bytes: it is damaged, or a "
                       "column is wider than known; export the file as text (.mpt)",
                       source->name, nrow, row_size, data->length - rows);
    }
    return read_rows(ctx, data->data + rows, nrow, row_size, columns, trace);
}

/* The first byte of the settings is the technique. */
static void read_settings(const module *settings, hc_trace *trace)
{
    static const struct {
        unsigned char number;
        hc_technique technique;
    } known[] = {{0x06, HC_TECHNIQUE_CV}, {0x30, HC_TECHNIQUE_CV}, {0x33, HC_TECHNIQUE_CV}, {0x6C, HC_TECHNIQUE_LSV},
                 {0x18, HC_TECHNIQUE_CA}, {0x19, HC_TECHNIQUE_CP}, {0x0B, HC_TECHNIQUE_OCP}};
    for (size_t i = 0; settings->length > 0 && i < sizeof known / sizeof known[0]; i++) {
        if (known[i].number == settings->data[0]) {
            trace->technique = known[i].technique;
        }
    }
    hc_source_copy(trace->title, sizeof trace->title, hc_technique_name(trace->technique));
}

static hc_status read(hc_context *ctx, const hc_source *source, const hc_trace_options *options, hc_trace *trace)
{
    (void)options; /* units are those of the format */
    module found;
    bool has_data = false;
    size_t offset = MAGIC_SIZE;
    hc_status status = HC_OK;
    if (!recognises(source) || source->length < MAGIC_SIZE) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: does not begin with 'BIO-LOGIC MODULAR FILE'", source->name);
    }
    while (status == HC_OK && offset < source->length) {
        status = next_module(ctx, source, &offset, &found);
        if (status == HC_OK && strncmp(found.name, "VMP Set", 7) == 0) {
            read_settings(&found, trace);
        }
        if (status == HC_OK && strncmp(found.name, "VMP data", 8) == 0 && !has_data) {
            status = read_data(ctx, source, &found, trace);
            has_data = true;
        }
    }
    if (status == HC_OK && !has_data) {
        status = hc_fail(ctx, HC_ERROR_FORMAT, "%s: cut off: there is no module 'VMP data'", source->name);
    }
    return status;
}

static const char *const extensions[] = {".mpr", NULL};

const hc_trace_format hc_format_mpr = {
    .name = "mpr",
    .summary = "BioLogic EC-Lab binary files",
    .reference = "Not published by the maker; described by the projects galvani and yadg (J. Open Source "
                 "Softw. 7, 4166 (2022))",
    .extensions = extensions,
    .recognises = recognises,
    .read = read,
};
