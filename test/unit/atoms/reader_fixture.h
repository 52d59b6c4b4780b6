/* Reads structures and frames out of texts, for the tests of the readers. */
#ifndef READER_FIXTURE_H
#define READER_FIXTURE_H

#include "support/context_fixture.h"

#include "atoms/extxyz.h"
#include "atoms/structure_format.h"
#include "halfcell/units.h"

/* A bad input and a part of the message it must give. */
typedef struct bad_input {
    const char *text, *message;
} bad_input;

static inline FILE *open_text(const char *text)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    rewind(file);
    return file;
}

static inline hc_status read_text_as(const hc_structure_format *format, const char *text, hc_structure **structure)
{
    FILE *file = open_text(text);
    *structure = NULL;
    hc_status status = format->read(ctx, file, "test", structure);
    fclose(file);
    return status;
}

static inline void assert_refused(const hc_structure_format *format, const bad_input *bad)
{
    hc_structure *structure = NULL;
    hc_status status = read_text_as(format, bad->text, &structure);
    if (status != HC_ERROR_FORMAT || strstr(hc_context_message(ctx), bad->message) == NULL) {
        fail_msg("for\n%s\nstatus %s, message '%s' instead of '%s'", bad->text, hc_status_name(status),
                 hc_context_message(ctx), bad->message);
    }
    assert_null(structure);
}

static inline void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance)) {
        fail_msg("%.15g instead of %.15g (tolerance %g)", value, expected, tolerance);
    }
}

static inline void assert_vector_near(hc_vec3 v, double x, double y, double z, double unit, double tolerance)
{
    assert_near(v.x / unit, x, tolerance);
    assert_near(v.y / unit, y, tolerance);
    assert_near(v.z / unit, z, tolerance);
}

#endif
