#include "analysis/common.h"

#include <errno.h>
#include <stdlib.h>

#include "atoms/selection.h"

hc_status hc_atom_set_parse(hc_context *ctx, const char *keyword, const char *text, const hc_structure *structure,
                            hc_atom_set *set)
{
    hc_status status = HC_OK;

    *set = (hc_atom_set){0};
    status = hc_selection_parse(ctx, text, structure, &set->count, &set->atom);
    if (status != HC_OK) {
        return hc_fail_within(ctx, status, "%s: ", keyword);
    }
    if (set->count == 0) {
        HC_TRY(hc_fail(ctx, HC_ERROR_INPUT, "%s: the selection '%s' holds no atom", keyword, text));
    }
    HC_TRY(hc_allocate(ctx, structure->natom, sizeof(bool), &set->member));
    for (size_t i = 0; i < set->count; i++) {
        set->member[set->atom[i]] = true;
    }

cleanup:
    if (status != HC_OK) {
        hc_atom_set_clear(set);
    }
    return status;
}

void hc_atom_set_clear(hc_atom_set *set)
{
    free(set->atom);
    free(set->member);
    *set = (hc_atom_set){0};
}

hc_status hc_atom_tuple_parse(hc_context *ctx, const char *text, size_t size, const hc_structure *structure,
                              size_t *atom)
{
    const char *at = text;
    for (size_t i = 0; i < size; i++) {
        char *end = NULL;
        errno = 0;
        unsigned long long value = *at >= '0' && *at <= '9' ? strtoull(at, &end, 10) : 0;
        if (end == NULL || errno != 0 || *end != (i + 1 < size ? '-' : '\0')) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s' is not %zu atom numbers joined by '-', such as %s", text, size,
                           size == 2 ? "0-5" : "0-5-7");
        }
        if (value >= structure->natom) {
            return hc_fail(ctx, HC_ERROR_INPUT, "'%s': there is no atom %llu; atoms are counted from 0 to %zu", text,
                           value, structure->natom - 1);
        }
        for (size_t j = 0; j < i; j++) {
            if (atom[j] == value) {
                return hc_fail(ctx, HC_ERROR_INPUT, "'%s' names atom %llu twice", text, value);
            }
        }
        atom[i] = (size_t)value;
        at = end + 1;
    }
    return HC_OK;
}

hc_status hc_table_add_time(hc_context *ctx, hc_table *table, bool has_time)
{
    return hc_table_add_column(ctx, table,
                               has_time ? &(hc_column_options){.name = "time", .unit = "fs"}
                                        : &(hc_column_options){.name = "frame"});
}

hc_status hc_table_list_create(hc_context *ctx, hc_table_list *list, const char *id, const char *title,
                               const char *caption, const hc_column_options *x, hc_table **table)
{
    hc_status status = HC_OK;
    hc_table *made = NULL;

    *table = NULL;
    HC_TRY(hc_table_create(ctx, id, title, caption, &made));
    HC_TRY(hc_table_list_add(ctx, list, made));
    HC_TRY(hc_table_add_column(ctx, made, x));
    *table = made;

cleanup:
    return status;
}
