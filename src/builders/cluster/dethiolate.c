#include "builders/cluster/dethiolate.h"

#include <stdlib.h>

#include "atoms/bonds.h"
#include "atoms/elements.h"
#include "builders/assemble.h"
#include "builders/placement.h"

typedef struct leaving {
    size_t count;
    size_t *atom; /* [natom] */
    bool *gone;   /* [natom] */
} leaving;

static void take(leaving *list, size_t i)
{
    if (!list->gone[i]) {
        list->gone[i] = true;
        list->atom[list->count++] = i;
    }
}

/* The atoms of R: from the carbon atoms of the sulphur atom on, never through sulphur or metal. */
static void take_group(const hc_structure *structure, const hc_bonds *bonds, size_t sulphur, leaving *list)
{
    size_t start = list->count;
    for (size_t k = bonds->first[sulphur]; k < bonds->first[sulphur + 1]; k++) {
        if (!hc_element_is_metal(structure->atomic_number[bonds->partner[k]])) {
            take(list, bonds->partner[k]);
        }
    }
    for (size_t n = start; n < list->count; n++) {
        size_t i = list->atom[n];
        for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
            int z = structure->atomic_number[bonds->partner[k]];
            if (!hc_element_is_metal(z) && bonds->partner[k] != sulphur && z != 16) {
                take(list, bonds->partner[k]);
            }
        }
    }
}

static hc_status check_thiolate(hc_context *ctx, const hc_structure *structure, const hc_bonds *bonds, size_t i)
{
    bool metal = false, carbon = false;
    for (size_t k = bonds->first[i]; k < bonds->first[i + 1]; k++) {
        int z = structure->atomic_number[bonds->partner[k]];
        metal = metal || hc_element_is_metal(z);
        carbon = carbon || z == 6;
    }
    return structure->atomic_number[i] == 16 && metal && carbon
               ? HC_OK
               : hc_fail(ctx, HC_ERROR_INPUT, "atom %zu (%s) is no sulphur atom on a metal and a carbon atom", i,
                         hc_element_symbol(structure->atomic_number[i]));
}

hc_status hc_dethiolate(hc_context *ctx, size_t count, size_t ncandidate, const size_t *candidates, bool keep_sulphur,
                        hc_structure **structure)
{
    hc_status status = HC_OK;
    hc_bonds *bonds = NULL;
    leaving list = {0};
    size_t natom = (*structure)->natom, *chosen = NULL;
    if (count > ncandidate) {
        return hc_fail(ctx, HC_ERROR_INPUT, "%zu ligands shall leave, but there are only %zu to choose from", count,
                       ncandidate);
    }
    HC_TRY(hc_bonds_create(ctx, *structure, &bonds));
    HC_TRY(hc_allocate(ctx, natom, sizeof *list.atom, &list.atom));
    HC_TRY(hc_allocate(ctx, natom, sizeof *list.gone, &list.gone));
    HC_TRY(hc_allocate(ctx, count, sizeof *chosen, &chosen));
    for (size_t k = 0; k < ncandidate; k++) {
        HC_TRY(check_thiolate(ctx, *structure, bonds, candidates[k]));
    }
    HC_TRY(hc_place_farthest(ctx, *structure, ncandidate, candidates, count, 0, chosen));
    for (size_t n = 0; n < count; n++) {
        take_group(*structure, bonds, chosen[n], &list);
        if (!keep_sulphur) {
            take(&list, chosen[n]);
        }
    }
    HC_TRY(hc_structure_remove(ctx, list.count, list.atom, structure));
cleanup:
    hc_bonds_free(bonds);
    free(list.atom);
    free(list.gone);
    free(chosen);
    return status;
}
