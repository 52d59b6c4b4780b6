/* What several analyses share: selections, tuples of atoms, columns of time. */
#ifndef HC_ANALYSIS_COMMON_H
#define HC_ANALYSIS_COMMON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/table.h"
#include "halfcell/structure.h"

/* A selection as a list and as a mask. */
typedef struct hc_atom_set {
    size_t count;
    size_t *atom; /* ascending, [count], owned */
    bool *member; /* [natom], owned */
} hc_atom_set;

/* Parses a selection (atoms/selection.h) on the first frame; refuses an empty one, naming the keyword. */
HC_MUST_CHECK hc_status hc_atom_set_parse(hc_context *ctx, const char *keyword, const char *text,
                                          const hc_structure *structure, hc_atom_set *set);
void hc_atom_set_clear(hc_atom_set *set);

/* "3-17" or "3-17-4": `size` atom numbers, checked. */
HC_MUST_CHECK hc_status hc_atom_tuple_parse(hc_context *ctx, const char *text, size_t size,
                                            const hc_structure *structure, size_t *atom);

/* Column 0 of a table over frames: time_fs, or the frame's number. */
HC_MUST_CHECK hc_status hc_table_add_time(hc_context *ctx, hc_table *table, bool has_time);

/* Makes a table with the abscissa `x` and appends it to the list at once; *table is borrowed. */
HC_MUST_CHECK hc_status hc_table_list_create(hc_context *ctx, hc_table_list *list, const char *id, const char *title,
                                             const char *caption, const hc_column_options *x, hc_table **table);

#endif
