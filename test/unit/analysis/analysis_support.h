/* Runs an analysis as input and command line do: options from text, frames, tables. */
#ifndef ANALYSIS_SUPPORT_H
#define ANALYSIS_SUPPORT_H

#include "support/context_fixture.h"

#include "analysis/analysis.h"
#include "halfcell/units.h"
#include "math/random.h"

/* An analysis with its options. */
typedef struct session {
    const hc_analysis_record *record;
    void *options;
    hc_analysis *analysis;
    hc_table_list tables;
} session;

/* settings: name, value, name, value ... NULL. */
static hc_status session_begin(session *s, const char *name, const char *const *settings, const hc_structure *first,
                               bool has_time)
{
    *s = (session){0};
    assert_int_equal(hc_analysis_find(ctx, name, &s->record), HC_OK);
    s->options = calloc(1, s->record->options_size);
    assert_int_equal(hc_keywords_set_defaults(ctx, s->record->keywords, s->options), HC_OK);
    for (; settings != NULL && settings[0] != NULL; settings += 2) {
        const hc_keyword *keyword = hc_keyword_find(s->record->keywords, settings[0]);
        assert_non_null(keyword);
        assert_int_equal(hc_keyword_set(ctx, keyword, s->options, settings[1]), HC_OK);
    }
    return hc_analysis_create(ctx, s->record, s->options, first, has_time, &s->analysis);
}

static void session_end(session *s)
{
    hc_table_list_clear(&s->tables);
    hc_analysis_free(s->analysis);
    hc_keywords_clear(s->record->keywords, s->options);
    free(s->options);
}

static void session_frame(session *s, const hc_structure *structure, double time)
{
    assert_int_equal(hc_analysis_add_frame(s->analysis, ctx, structure, time), HC_OK);
}

static void session_finish(session *s)
{
    assert_int_equal(hc_analysis_finish(s->analysis, ctx, &s->tables), HC_OK);
}

/* Value of a column in a row, by names. */
static inline double value_at(const session *s, size_t itable, const char *column, size_t row)
{
    const hc_table *table = s->tables.table[itable];
    size_t k = hc_table_find(table, column);
    assert_true(k < table->ncolumn && row < table->nrow);
    return table->column[k].value[row];
}

/* Atoms from symbols ("OHH") and positions in Angstrom; a cubic or other cell in Angstrom, or NULL for a molecule. */
static inline hc_structure *make_structure(const char *const *symbols, size_t natom, const double (*position)[3],
                                           const double (*cell)[3])
{
    hc_structure *structure = NULL;
    assert_int_equal(hc_structure_create(ctx, natom, &structure), HC_OK);
    for (size_t i = 0; i < natom; i++) {
        hc_structure_set_element(structure, i, hc_element_number(symbols[i]));
        if (position != NULL) {
            structure->position[i] =
                hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(position[i][0], position[i][1], position[i][2]));
        }
    }
    for (int k = 0; cell != NULL && k < 3; k++) {
        structure->cell.row[k] = hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(cell[k][0], cell[k][1], cell[k][2]));
        structure->periodic[k] = true;
    }
    return structure;
}

#endif
