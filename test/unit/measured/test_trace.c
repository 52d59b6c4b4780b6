/* Instrument files: the same measurement written in every layout is read as the same numbers; what is wrong with a file
 * is said with its name and line. The files are made by test/regression/data/measured/make.py. */
#include "support/context_fixture.h"

#include "unit/measured/near.h"

#include "base/file.h"
#include "measured/column.h"
#include "measured/trace_format.h"

#define DATA HC_REPOSITORY "/test/regression/data/measured/"

typedef struct good_file {
    const char *name, *format;
    hc_technique technique;
    double tolerance; /* of the digits that the layout has, V and A */
} good_file;

static const good_file voltammograms[] = {
    {"cv_comma.mpt", "mpt", HC_TECHNIQUE_CV, 1e-9}, {"cv_v2.mpr", "mpr", HC_TECHNIQUE_CV, 1e-7},
    {"cv_v3.mpr", "mpr", HC_TECHNIQUE_CV, 1e-7},    {"cv_v11.mpr", "mpr", HC_TECHNIQUE_CV, 1e-7},
    {"cv.dta", "gamry", HC_TECHNIQUE_CV, 1e-5},     {"cv_chi.txt", "chi", HC_TECHNIQUE_CV, 1e-5},
    {"cv_nova.txt", "nova", HC_TECHNIQUE_CV, 1e-9}, {"cv_nova_tabs.txt", "nova", HC_TECHNIQUE_CV, 1e-9},
    {"cv_plain.csv", "csv", HC_TECHNIQUE_CV, 1e-9},
};

static const good_file amperograms[] = {
    {"ca.mpt", "mpt", HC_TECHNIQUE_CA, 1e-9},
    {"ca.mpr", "mpr", HC_TECHNIQUE_CA, 1e-7},
    {"ca.dta", "gamry", HC_TECHNIQUE_CA, 1e-7},
    {"ca_chi.csv", "chi", HC_TECHNIQUE_CA, 1e-9},
    {"ca_utf16.csv", "csv", HC_TECHNIQUE_UNKNOWN, 1e-9},
};

static hc_trace *read_good(const good_file *file)
{
    char path[512];
    hc_trace *trace = NULL;
    snprintf(path, sizeof path, "%s%s", DATA, file->name);
    CHECK(hc_trace_read(ctx, path, NULL, &trace));
    assert_string_equal(trace->format, file->format);
    assert_int_equal(trace->technique, file->technique);
    return trace;
}

static void voltammograms_are_the_same_in_every_format(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof voltammograms / sizeof voltammograms[0]; k++) {
        hc_trace *trace = read_good(&voltammograms[k]);
        assert_int_equal(trace->nrow, 41);
        for (size_t i = 0; i < 41; i++) {
            double potential = i <= 20 ? -0.2 - 0.04 * (double)i : -1.0 + 0.04 * (double)(i - 20);
            assert_near(trace->value[HC_TRACE_POTENTIAL][i], potential, voltammograms[k].tolerance);
            assert_near(trace->value[HC_TRACE_CURRENT][i], 1e-3 * (potential + 0.1), 1e-3 * voltammograms[k].tolerance);
            assert_near(trace->value[HC_TRACE_TIME][i], 0.8 * (double)i, 1e-5);
        }
        hc_trace_free(trace);
    }
}

static void amperograms_are_the_same_in_every_format(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof amperograms / sizeof amperograms[0]; k++) {
        hc_trace *trace = read_good(&amperograms[k]);
        hc_trace_quantity potential = trace->value[HC_TRACE_POTENTIAL] ? HC_TRACE_POTENTIAL : HC_TRACE_CONTROL;
        assert_int_equal(trace->nrow, 11);
        for (size_t i = 0; i < 11; i++) {
            assert_near(trace->value[potential][i], -0.8, amperograms[k].tolerance);
            assert_near(trace->value[HC_TRACE_CURRENT][i], -2e-3 * (1 + exp(-(double)i / 10)),
                        amperograms[k].tolerance);
            assert_near(trace->value[HC_TRACE_TIME][i], (double)i, 1e-8);
        }
        hc_trace_free(trace);
    }
}

static void headers_say_area_scan_rate_and_reference(void **state)
{
    (void)state;
    hc_trace *mpt = read_good(&voltammograms[0]), *dta = read_good(&voltammograms[4]);
    assert_near(mpt->area_m2, 0.5e-4, 1e-12);
    assert_near(mpt->scan_rate_v_s, 0.05, 1e-12);
    assert_string_equal(mpt->reference, "Ag/AgCl / KCl (sat'd) (0.197 V)");
    assert_near(dta->area_m2, 0.5e-4, 1e-12);
    assert_near(dta->scan_rate_v_s, 0.05, 1e-12);
    assert_near(dta->value[HC_TRACE_CYCLE][20], 0.0, 0.0);
    assert_near(dta->value[HC_TRACE_CYCLE][21], 1.0, 0.0);
    hc_trace_free(mpt);
    hc_trace_free(dta);
}

static void headers_of_columns_are_understood(void **state)
{
    (void)state;
    static const struct {
        const char *header, *unit_text;
        int quantity;
        double si;
    } cases[] = {
        {"time/s", NULL, HC_TRACE_TIME, 1.0},
        {"<I>/mA", NULL, HC_TRACE_CURRENT, 1e-3},
        {"WE(1).Current (A)", NULL, HC_TRACE_CURRENT, 1.0},
        {"\"I (\xC2\xB5"
         "A)\"",
         NULL, HC_TRACE_CURRENT, 1e-6},
        {"current_ma", NULL, HC_TRACE_CURRENT, 1e-3},
        {"j / mA cm\xE2\x81\xBB\xC2\xB2", NULL, HC_TRACE_CURRENT_DENSITY, 10.0},
        {"current density (mA/cm^2)", NULL, HC_TRACE_CURRENT_DENSITY, 10.0},
        {"I/mA\xC2\xB7"
         "cm-2",
         NULL, HC_TRACE_CURRENT_DENSITY, 10.0},
        {"E / V vs. SCE", NULL, HC_TRACE_POTENTIAL, 1.0},
        {"potential_v_rhe", NULL, HC_TRACE_POTENTIAL, 1.0},
        {"Vf", "V vs. Ref.", HC_TRACE_POTENTIAL, 1.0},
        {"(Q-Qo)/mA.h", NULL, HC_TRACE_CHARGE, 3.6},
        {"Time [h]", NULL, HC_TRACE_TIME, 3600.0},
        {"control/V/mA", NULL, -1, 0.0},
        {"I Range", NULL, -1, 0.0},
        {"Ewe-Ece/V", NULL, -1, 0.0},
        {"Q charge/discharge/mA.h", NULL, -1, 0.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hc_column_meaning meaning;
        hc_column_understand(cases[i].header, cases[i].unit_text, &meaning);
        if (cases[i].quantity < 0) {
            assert_true(!meaning.known || meaning.unit == NULL);
            continue;
        }
        assert_true(meaning.known && meaning.unit != NULL);
        assert_int_equal(meaning.quantity, cases[i].quantity);
        assert_near(meaning.unit->si, cases[i].si, 1e-15 * cases[i].si);
    }
}

typedef struct bad_text {
    const char *text, *message;
} bad_text;

static const bad_text refused[] = {
    {"", "bad: the file is empty"},
    {"hello\nworld\n", "no header line with the names and units of columns"},
    {"0,1\n1,2\n", "bad:1: a header line with names and units is expected before the numbers"},
    {"potential,current\n0.1,2\n", "bad:1: the column 'potential' (potential) names no unit"},
    {"E/V,current\n0.1,2\n", "bad:1: the column 'current' (current) names no unit; write it into the header as in "
                             "'current (A)' or give it as current_unit"},
    {"E/V,I/mA\n0.1,2\n0.2,x\n0.3,4\n", "bad:3: 'x' in the column 'I/mA' is not a number"},
    {"E/V,I/mA\n0.1,2\n0.2\n0.3,4\n", "bad:3: the row has 1 fields, the header 2; 'I/mA' is missing"},
    {"E/V,I/mA\n0,1,2,0\n", "decimal commas with commas between the columns cannot be told apart"},
    {"E/V;I/mA\n0,1;2.5,0\n", "bad:2: '2.5,0' in the column 'I/mA' is not a number"},
    {"E/V,I/mA\n0.1,\n", "bad:2: '' in the column 'I/mA' is not a number"},
    {"E/V,I/mA\n0.1,1e999\n", "bad:2: '1e999' in the column 'I/mA' is not a number"},
    {"E/V,I/mA\n", "bad: there are no rows of numbers"},
    {"EC-Lab ASCII FILE\nsomething\n", "bad:2: 'Nb header lines : N' is expected here"},
    {"EC-Lab ASCII FILE\nNb header lines : 58\n\n", "bad: cut off: the header has 58 lines, the file 3"},
    {"EC-Lab ASCII FILE\nNb header lines : 4\n\nfreq/Hz\tRe(Z)/Ohm\n1\t2\n",
     "bad:4: no column of potential or current"},
    {"EXPLAIN\nTAG\tCV\nTITLE\tLABEL\tCV\n", "bad: there is no table 'CURVE'"},
    {"EXPLAIN\nTAG\tCV\nCURVE\tTABLE\t5\n", "bad:3: cut off: the table has no lines with names and units"},
    {"date\nCyclic Voltammetry\nInstrument Model:  CHI660E\n", "no line 'Potential/V, Current/A'"},
};

static void refused_texts_say_where_and_what(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        hc_trace *trace = NULL;
        hc_status status = hc_trace_parse(ctx, "bad", refused[i].text, strlen(refused[i].text), NULL, &trace);
        if (status != HC_ERROR_FORMAT || strstr(hc_context_message(ctx), refused[i].message) == NULL) {
            fail_msg("case %zu: %s", i, hc_context_message(ctx));
        }
        assert_null(trace);
    }
}

/* A text file cut anywhere is read as far as it goes or refused; no number is half a number. */
static void cut_texts_give_no_half_numbers(void **state)
{
    (void)state;
    static const char *const names[] = {"cv_plain.csv", "cv_comma.mpt", "cv.dta", "cv_nova.txt", "cv_chi.txt"};
    for (size_t k = 0; k < 5; k++) {
        char path[512], *bytes = NULL;
        size_t length = 0;
        hc_trace *whole = NULL;
        snprintf(path, sizeof path, "%s%s", DATA, names[k]);
        assert_int_equal(hc_file_read(ctx, path, &bytes, &length), HC_OK);
        assert_int_equal(hc_trace_parse(ctx, path, bytes, length, NULL, &whole), HC_OK);
        for (size_t cut = 0; cut < length; cut++) {
            hc_trace *part = NULL;
            if (hc_trace_parse(ctx, path, bytes, cut, NULL, &part) != HC_OK) {
                assert_true(strlen(hc_context_message(ctx)) > 0);
                continue;
            }
            assert_true(part->nrow <= whole->nrow);
            /* the first rows have nothing to compare their length with */
            for (size_t i = 0; i < part->nrow && part->nrow > 4; i++) {
                double difference = part->value[HC_TRACE_CURRENT][i] - whole->value[HC_TRACE_CURRENT][i];
                assert_true(fabs(difference) <= 1e-5 * fabs(whole->value[HC_TRACE_CURRENT][i]));
            }
            hc_trace_free(part);
        }
        hc_trace_free(whole);
        free(bytes);
    }
}

static void cut_binary_files_are_refused(void **state)
{
    (void)state;
    char *bytes = NULL;
    size_t length = 0, accepted = 0;
    assert_int_equal(hc_file_read(ctx, DATA "cv_v3.mpr", &bytes, &length), HC_OK);
    for (size_t cut = 0; cut < length; cut++) {
        hc_trace *trace = NULL;
        hc_status status = hc_trace_parse(ctx, "cut.mpr", bytes, cut, NULL, &trace);
        accepted += status == HC_OK;
        assert_true(status != HC_OK || trace->nrow == 41);
        hc_trace_free(trace);
    }
    assert_int_equal(accepted, 1);                      /* exactly between two modules, behind the data */
    bytes[52 + 6 + 51 + 201 + 6 + 51 + 5] = (char)0xFF; /* number of the first column */
    bytes[52 + 6 + 51 + 201 + 6 + 51 + 6] = (char)0x7F;
    hc_trace *trace = NULL;
    assert_int_equal(hc_trace_parse(ctx, "odd.mpr", bytes, length, NULL, &trace), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "odd.mpr: column 0 has the number 32767"));
    free(bytes);
}

static void units_and_signs_can_be_given(void **state)
{
    (void)state;
    static const char text[] = "E;I\n0,1;2,0\n0,2;3,0\n";
    hc_trace_options options = {.potential_unit = "mV", .current_unit = "uA", .reverse_current = true};
    hc_trace *trace = NULL;
    assert_int_equal(hc_trace_parse(ctx, "t", text, sizeof text - 1, &options, &trace), HC_OK);
    assert_near(trace->value[HC_TRACE_POTENTIAL][1], 2e-4, 1e-18);
    assert_near(trace->value[HC_TRACE_CURRENT][1], -3e-6, 1e-18);
    hc_trace_free(trace);
    options.current_unit = "volts";
    assert_int_equal(hc_trace_parse(ctx, "t", text, sizeof text - 1, &options, &trace), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "'volts' is no unit of a current"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(voltammograms_are_the_same_in_every_format),
        cmocka_unit_test(amperograms_are_the_same_in_every_format),
        cmocka_unit_test(headers_say_area_scan_rate_and_reference),
        cmocka_unit_test(headers_of_columns_are_understood),
        cmocka_unit_test(refused_texts_say_where_and_what),
        cmocka_unit_test(cut_texts_give_no_half_numbers),
        cmocka_unit_test(cut_binary_files_are_refused),
        cmocka_unit_test(units_and_signs_can_be_given),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
