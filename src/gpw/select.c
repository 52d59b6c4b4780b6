#include "gpw/select.h"

#include "atoms/selection.h"

hc_status hc_gpw_select(hc_context *ctx, const hc_structure *structure, const char *text, size_t *count, size_t **atoms)
{
    int z = hc_element_number(text);
    if (z == 0) {
        return hc_selection_parse(ctx, text, structure, count, atoms);
    }
    hc_status status = hc_allocate(ctx, structure->natom, sizeof **atoms, atoms);
    *count = 0;
    for (size_t i = 0; status == HC_OK && i < structure->natom; i++) {
        if (structure->atomic_number[i] == z) {
            (*atoms)[(*count)++] = i;
        }
    }
    return status;
}
