#include <math.h>
#include <stdlib.h>

#include "atoms/neighbours.h"
#include "builders/build_step.h"
#include "builders/site_choice.h"
#include "halfcell/units.h"
#include "math/ranking.h"

typedef struct antisite_options {
    hc_site_choice where;
    char *with;
} antisite_options;

static const hc_keyword keywords[] = {HC_SITE_KEYWORDS(antisite_options, where),
                                      {.name = "with",
                                       .type = HC_VALUE_TEXT,
                                       .offset = offsetof(antisite_options, with),
                                       .doc = "The other element: its nearest atom changes places."},
                                      {0}};

/* The nearest atom of that element that has not been moved; natom when there is none. */
static size_t partner(const hc_structure *structure, const bool *moved, size_t atom, int number)
{
    size_t best = structure->natom;
    double nearest = INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        if (structure->atomic_number[i] == number && i != atom && !moved[i]) {
            double distance =
                hc_vec3_norm(hc_minimum_image(structure, structure->position[atom], structure->position[i]));
            if (distance < nearest - HC_SAME_DISTANCE) {
                nearest = distance;
                best = i;
            }
        }
    }
    return best;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const antisite_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    bool *moved = NULL;
    int number;
    HC_TRY(hc_site_element(ctx, given->with, &number));
    HC_TRY(hc_sites_choose(ctx, *structure, &given->where, &count, &atoms));
    HC_TRY(hc_allocate(ctx, (*structure)->natom, sizeof *moved, &moved));
    for (size_t k = 0; k < count; k++) {
        int own = (*structure)->atomic_number[atoms[k]];
        size_t other = partner(*structure, moved, atoms[k], number);
        if (own == number) {
            status = hc_fail(ctx, HC_ERROR_INPUT, "with: atom %zu is %s itself; name the other element", atoms[k],
                             hc_element_symbol(own));
            goto cleanup;
        }
        if (other == (*structure)->natom) {
            status = hc_fail(ctx, HC_ERROR_INPUT,
                             "atom %zu (%s) has no %s to change places with: there is none, or none that has not "
                             "changed places already",
                             atoms[k], hc_element_symbol(own), hc_element_symbol(number));
            goto cleanup;
        }
        hc_structure_set_element(*structure, atoms[k], number);
        hc_structure_set_element(*structure, other, own);
        moved[atoms[k]] = moved[other] = true;
        hc_log(ctx, HC_LOG_INFO, "atoms %zu and %zu have changed places", atoms[k], other);
    }
cleanup:
    free(atoms);
    free(moved);
    return status;
}

const hc_build_step_record hc_build_antisite = {
    .name = "antisite",
    .summary = "Pairs of atoms of two elements change places. One atom on the wrong place is `substitute`.",
    .keywords = keywords,
    .options_size = sizeof(antisite_options),
    .needs_atoms = true,
    .apply = apply,
};
