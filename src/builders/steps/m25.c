#include "builders/cluster/m25.h"
#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/cluster/ligand.h"

typedef struct m25_step_options {
    char *metal, *centre, *icosahedron, *staple;
    int ligand, sides;
    hc_integer_list side;
} m25_step_options;

static const char *const sides_choices[] = {"alternate", "same", "twisted", "roomiest", NULL};

static const hc_keyword keywords[] = {
    {.name = "metal",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(m25_step_options, metal),
     .default_text = "Au",
     .doc = "Symbol, of all 25 atoms unless the next three say otherwise."},
    {.name = "centre",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(m25_step_options, centre),
     .default_text = "",
     .doc = "Of the atom in the middle."},
    {.name = "icosahedron",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(m25_step_options, icosahedron),
     .default_text = "",
     .doc = "Of the twelve around it."},
    {.name = "staple",
     .type = HC_VALUE_TEXT,
     .offset = offsetof(m25_step_options, staple),
     .default_text = "",
     .doc = "Of the twelve in the staples."},
    {.name = "ligand",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(m25_step_options, ligand),
     .default_text = "methyl",
     .choices = hc_ligand_names,
     .doc = "R of the thiolates SR."},
    {.name = "sides",
     .type = HC_VALUE_CHOICE,
     .offset = offsetof(m25_step_options, sides),
     .default_text = "alternate",
     .choices = sides_choices,
     .doc =
         "On which side of its staple R is: the middle one opposite to the outer ones, all on one side, or the outer "
         "ones on opposite sides, or each where it has most room."},
    {.name = "side",
     .type = HC_VALUE_INTEGER_LIST,
     .offset = offsetof(m25_step_options, side),
     .default_text = "",
     .minimum = -1,
     .maximum = 1,
     .doc = "Instead: 18 numbers, +1 or -1, for sulphur 0 to 17 (outer, middle, outer of each staple)."},
    {0}};

static hc_status element(hc_context *ctx, const char *keyword, const char *symbol, const char *otherwise, int *number)
{
    *number = hc_element_number(symbol != NULL ? symbol : otherwise);
    return *number > 20 ? HC_OK
                        : hc_fail(ctx, HC_ERROR_INPUT, "%s: '%.20s' is not a metal such as Au", keyword,
                                  symbol != NULL ? symbol : otherwise);
}

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const m25_step_options *given = options;
    hc_status status = HC_OK;
    hc_structure *made = NULL;
    hc_m25_options cluster = {.ligand = given->ligand, .sides = given->sides};
    if (given->side.count != 0 && given->side.count != HC_M25_SULPHURS) {
        return hc_fail(ctx, HC_ERROR_INPUT, "side: 18 numbers are needed, %zu are given", given->side.count);
    }
    for (size_t i = 0; i < given->side.count; i++) {
        if (given->side.value[i] == 0) {
            return hc_fail(ctx, HC_ERROR_INPUT, "side: number %zu is 0; +1 and -1 are sides", i);
        }
    }
    cluster.side = given->side.count > 0 ? given->side.value : NULL;
    HC_TRY(element(ctx, "centre", given->centre, given->metal, &cluster.centre));
    HC_TRY(element(ctx, "icosahedron", given->icosahedron, given->metal, &cluster.icosahedron));
    HC_TRY(element(ctx, "staple", given->staple, given->metal, &cluster.staple));
    HC_TRY(hc_structure_begin(ctx, *structure));
    HC_TRY(hc_m25_build(ctx, &cluster, &made));
    hc_structure_replace(structure, &made);
cleanup:
    return status;
}

const hc_build_step_record hc_build_m25 = {
    .name = "m25",
    .summary =
        "The cluster M25(SR)18: centre, icosahedron, six staples S-M-S-M-S, ligands with room. Its charge (-1 for "
        "eight electrons) belongs to the engine.",
    .reference = "Heaven et al., J. Am. Chem. Soc. 130, 3754 (2008); Joshi et al., J. Am. Chem. Soc. 137, 11578 (2015)",
    .keywords = keywords,
    .options_size = sizeof(m25_step_options),
    .apply = apply,
};
