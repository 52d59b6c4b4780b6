#include "measured/trace_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/record.h"
#include "measured/column.h"
#include "measured/formats.h"

const hc_trace_format *const *hc_trace_formats(void)
{
    static const hc_trace_format *const records[] = {
        &hc_format_mpr, &hc_format_mpt, &hc_format_gamry, &hc_format_chi, &hc_format_nova, &hc_format_csv, NULL,
    };
    return records;
}

static HC_DEFINE_RECORD_FIND(find_format, hc_trace_format, hc_trace_formats, "instrument format", "instruments")

    double hc_format_setting(const hc_source *source, size_t end, const char *key)
{
    size_t length = strlen(key);
    for (size_t iline = 0; iline < end && iline < source->nline; iline++) {
        const char *line = source->line[iline] + strspn(source->line[iline], " \t");
        if (strncmp(line, key, length) != 0) {
            continue;
        }
        char field[64];
        double value = NAN;
        line += length;
        hc_source_copy(field, sizeof field, line + strspn(line, " \t=:"));
        field[strcspn(field, " \t")] = '\0';
        if (field[0] != '\0' && hc_source_number(field, strchr(field, ',') ? ',' : '.', &value)) {
            return value;
        }
    }
    return NAN;
}

static hc_status recognise(hc_context *ctx, const hc_source *source, const hc_trace_format **format)
{
    for (const hc_trace_format *const *record = hc_trace_formats(); *record != NULL; record++) {
        if ((*record)->recognises(source)) {
            *format = *record;
            return HC_OK;
        }
    }
    if (source->length == 0) {
        return hc_fail(ctx, HC_ERROR_FORMAT, "%s: the file is empty", source->name);
    }
    if (source->is_text && hc_source_find(source, "") < source->nline) {
        return hc_fail(ctx, HC_ERROR_FORMAT,
                       "%s: no header line with the names and units of columns was found (%zu lines); expected is "
                       "something such as 'time/s, Ewe/V, I/mA'; `halfcell list instruments` shows what is read",
                       source->name, source->nline);
    }
    return hc_fail(ctx, HC_ERROR_FORMAT,
                   "%s: no known format: a binary file that is no BioLogic .mpr; `halfcell list instruments` shows "
                   "what is read, and every instrument's software exports text",
                   source->name);
}

static hc_status check_units(hc_context *ctx, const hc_trace_options *options)
{
    const char *const given[] = {options->time_unit, options->potential_unit, options->current_unit};
    static const hc_measured_dimension wanted[] = {HC_DIMENSION_TIME, HC_DIMENSION_POTENTIAL, HC_DIMENSION_CURRENT};
    for (size_t i = 0; i < 3; i++) {
        const hc_measured_unit *unit = given[i] ? hc_measured_unit_find(given[i]) : NULL;
        bool density = unit != NULL && i == 2 && unit->dimension == HC_DIMENSION_CURRENT_DENSITY;
        if (given[i] != NULL && (unit == NULL || (unit->dimension != wanted[i] && !density))) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s' is no unit of a %s; right are for example %s", given[i],
                           i == 0   ? "time"
                           : i == 1 ? "potential"
                                    : "current",
                           i == 0   ? "s, min, h"
                           : i == 1 ? "V, mV"
                                    : "A, mA, uA, mA/cm2");
        }
    }
    return HC_OK;
}

hc_status hc_trace_parse(hc_context *ctx, const char *name, const void *bytes, size_t length,
                         const hc_trace_options *options, hc_trace **trace)
{
    static const hc_trace_options none = {0};
    hc_status status = HC_OK;
    hc_source *source = NULL;
    hc_trace *made = NULL;
    const hc_trace_format *format = NULL;
    *trace = NULL;
    options = options ? options : &none;
    HC_TRY(check_units(ctx, options));
    HC_TRY(hc_source_open(ctx, name, bytes, length, &source));
    if (options->format != NULL) {
        HC_TRY(find_format(ctx, options->format, &format));
    } else {
        HC_TRY(recognise(ctx, source, &format));
    }
    HC_TRY(hc_trace_create(ctx, &made));
    made->format = format->name;
    HC_TRY(format->read(ctx, source, options, made));
    HC_TRY(hc_trace_check(ctx, name, made));
    for (size_t i = 0; options->reverse_current && i < made->nrow; i++) {
        static const hc_trace_quantity signed_ones[] = {HC_TRACE_CURRENT, HC_TRACE_CURRENT_DENSITY, HC_TRACE_CHARGE};
        for (size_t k = 0; k < 3; k++) {
            if (made->value[signed_ones[k]] != NULL) {
                made->value[signed_ones[k]][i] = -made->value[signed_ones[k]][i];
            }
        }
    }
    *trace = made;
    made = NULL;
cleanup:
    hc_source_free(source);
    hc_trace_free(made);
    return status;
}

hc_status hc_trace_read(hc_context *ctx, const char *path, const hc_trace_options *options, hc_trace **trace)
{
    hc_status status = HC_OK;
    char *bytes = NULL;
    size_t length = 0;
    *trace = NULL;
    HC_TRY(hc_file_read(ctx, path, &bytes, &length));
    HC_TRY(hc_trace_parse(ctx, path, bytes, length, options, trace));
cleanup:
    free(bytes);
    return status;
}
