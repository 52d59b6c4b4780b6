/* Selections over a small periodic scene: nothing crashes, failures have a message, atoms are in range and unique. */
#include <string.h>

#include "atoms/selection.h"
#include "fuzz.h"
#include "halfcell/units.h"

#define NATOM 9

/* Two water molecules, a sodium ion and a gold dimer in a skewed cell that is free along z. */
static hc_structure *make_scene(hc_context *ctx)
{
    static const int number[NATOM] = {8, 1, 1, 8, 1, 1, 11, 79, 79};
    static const double angstrom[NATOM][3] = {{0, 0, 12},   {0.96, 0, 12}, {-0.24, 0.93, 12},
                                              {9.8, 5, 12}, {0.76, 5, 12}, {9.56, 5.93, 12},
                                              {0, 0, 14.3}, {0, 0, 0},     {2, 2, 0.1}};
    hc_structure *structure = NULL;
    FUZZ_REQUIRE(hc_structure_create(ctx, NATOM, &structure) == HC_OK);
    for (size_t i = 0; i < NATOM; i++) {
        hc_structure_set_element(structure, i, number[i]);
        structure->position[i] =
            hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(angstrom[i][0], angstrom[i][1], angstrom[i][2]));
    }
    structure->cell.row[0] = hc_vec3_make(10 * HC_ANGSTROM, 0, 0);
    structure->cell.row[1] = hc_vec3_make(3 * HC_ANGSTROM, 10 * HC_ANGSTROM, 0);
    structure->periodic[0] = structure->periodic[1] = true;
    return structure;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    hc_context *ctx = NULL;
    size_t count = 0, *atoms = NULL;
    bool seen[NATOM] = {false};
    char *text = malloc(size + 1);
    FUZZ_REQUIRE(text != NULL && hc_context_create(&ctx) == HC_OK);
    memcpy(text, data, size);
    text[size] = '\0';
    hc_structure *structure = make_scene(ctx);
    hc_status status = hc_selection_parse(ctx, text, structure, &count, &atoms);
    FUZZ_REQUIRE(status == HC_OK || (atoms == NULL && strlen(hc_context_message(ctx)) > 0));
    for (size_t k = 0; status == HC_OK && k < count; k++) {
        FUZZ_REQUIRE(atoms[k] < NATOM && !seen[atoms[k]]);
        seen[atoms[k]] = true;
    }
    free(atoms);
    free(text);
    hc_structure_free(structure);
    hc_context_free(ctx);
    return 0;
}
