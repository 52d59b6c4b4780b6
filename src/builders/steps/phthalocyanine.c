#include "builders/carbon/phthalocyanine.h"
#include "atoms/elements.h"
#include "atoms/selection.h"
#include "builders/assemble.h"
#include "builders/build_step.h"
#include "halfcell/units.h"

typedef struct phthalocyanine_options {
    char *metal, *at;
    double height, angle;
} phthalocyanine_options;

static const hc_keyword keywords[] = {
    {.name = "metal", .type = HC_VALUE_TEXT, .offset = offsetof(phthalocyanine_options, metal), .doc = "Symbol."},
    {.name = "at",
     .type = HC_VALUE_SELECTION,
     .offset = offsetof(phthalocyanine_options, at),
     .default_text = "",
     .doc = "The atom below the metal. Not given: the one nearest to the middle, seen from above."},
    {.name = "height_angstrom",
     .type = HC_VALUE_REAL,
     .offset = offsetof(phthalocyanine_options, height),
     .unit = HC_ANGSTROM,
     .default_text = "3.3",
     .minimum = 2,
     .maximum = 20,
     .doc = "Of the molecule above the highest atom along z."},
    {.name = "angle_degree",
     .type = HC_VALUE_REAL,
     .offset = offsetof(phthalocyanine_options, angle),
     .unit = HC_DEGREE,
     .default_text = "0",
     .minimum = -360,
     .maximum = 360,
     .doc = "Between x and the bond of the metal to its first nitrogen atom."},
    {0}};

/* Of the highest layer, the atom nearest to its middle. */
static size_t middle_atom(const hc_structure *structure)
{
    hc_vec3 middle = {0, 0, 0};
    double top = -INFINITY;
    size_t best = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        middle = hc_vec3_axpy(middle, 1.0 / (double)structure->natom, structure->position[i]);
        top = fmax(top, structure->position[i].z);
    }
    double least = INFINITY;
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 d = hc_vec3_sub(structure->position[i], middle);
        double away = sqrt(d.x * d.x + d.y * d.y);
        if (structure->position[i].z > top - 0.5 * HC_ANGSTROM && away < least - 1e-6) {
            least = away;
            best = i;
        }
    }
    return best;
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const phthalocyanine_options *given = options;
    hc_status status = HC_OK;
    hc_structure *molecule = NULL;
    int metal = hc_element_number(given->metal);
    if (!hc_element_is_metal(metal)) {
        return hc_fail(ctx, HC_ERROR_INPUT, "metal: '%.20s' is not a metal such as Co", given->metal);
    }
    HC_TRY(hc_phthalocyanine(ctx, metal, given->angle, &molecule));
    if ((*structure)->natom == 0) {
        HC_TRY(hc_structure_append(ctx, molecule, hc_vec3_make(0, 0, 0), structure));
        goto cleanup;
    }
    size_t under = middle_atom(*structure);
    if (given->at != NULL) {
        HC_TRY(hc_selection_parse_one(ctx, given->at, *structure, &under));
    }
    HC_TRY(hc_phthalocyanine_lay(ctx, molecule, under, given->height, structure));
cleanup:
    hc_structure_free(molecule);
    return status;
}

const hc_build_step_record hc_build_phthalocyanine = {
    .name = "phthalocyanine",
    .summary = "A metal phthalocyanine, alone or flat on what is there (graphite).",
    .reference = "Meshitsuka et al., J. Chem. Soc. Chem. Commun. 1974, 158",
    .keywords = keywords,
    .options_size = sizeof(phthalocyanine_options),
    .apply = apply,
};
