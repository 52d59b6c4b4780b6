/* Cases of the GFN1-xTB files in test/regression/data: a structure with its reference numbers. */
#ifndef TEST_SUPPORT_GFN1_CASE_H
#define TEST_SUPPORT_GFN1_CASE_H

#include "support/context_fixture.h"

#include "base/json.h"
#include "halfcell/structure.h"
#include "halfcell/units.h"

typedef struct reference_case {
    const char *name;
    hc_structure *structure; /* owned */
    double charge, electronic_temperature_k, energy, gap_ev;
    int multiplicity;
    hc_json *numbers; /* what there is more of, borrowed */
} reference_case;

static inline hc_vec3 json_vector(const hc_json *json)
{
    return (hc_vec3){hc_json_real_of(hc_json_at(json, 0)), hc_json_real_of(hc_json_at(json, 1)),
                     hc_json_real_of(hc_json_at(json, 2))};
}

/* Every length in the files is in Angstrom. */
static inline hc_status reference_structure(const hc_json *json, hc_structure **structure)
{
    const hc_json *symbols = hc_json_get(json, "symbols"), *positions = hc_json_get(json, "positions_angstrom");
    const hc_json *cell = hc_json_get(json, "cell_angstrom");
    hc_status status = hc_structure_create(ctx, hc_json_count(symbols), structure);
    if (status != HC_OK) {
        return status;
    }
    hc_structure *s = *structure;
    for (size_t i = 0; i < s->natom; i++) {
        hc_structure_set_element(s, i, hc_element_number(hc_json_text_of(hc_json_at(symbols, i))));
        s->position[i] = hc_vec3_scale(HC_ANGSTROM, json_vector(hc_json_at(positions, i)));
    }
    for (int k = 0; cell && k < 3; k++) {
        s->cell.row[k] = hc_vec3_scale(HC_ANGSTROM, json_vector(hc_json_at(cell, (size_t)k)));
        s->periodic[k] = true;
    }
    return HC_OK;
}

/* Charged cells with their neutralising background; xtb calls its energy the total one. */
static inline double reference_energy(const hc_json *numbers)
{
    static const char *const names[] = {"energy_with_background_hartree", "energy_hartree", "total_energy_hartree"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const hc_json *energy = hc_json_get(numbers, names[i]);
        if (energy) {
            return hc_json_real_of(energy);
        }
    }
    return NAN;
}

/* Case `index` of a file that was read; false past the end. The caller frees the structure. */
static inline bool reference_case_at(const hc_json *file, size_t index, reference_case *out)
{
    hc_json *json = NULL;
    const char *name = hc_json_member(hc_json_get(file, "cases"), index, &json);
    if (!name) {
        return false;
    }
    /* Of the three periodic kernels in the tblite file, the one that halfcell has. */
    hc_json *cut = hc_json_get(json, "sr_cutoff_10_bohr"), *numbers = cut ? cut : json;
    hc_json *multiplicity = hc_json_get(json, "multiplicity");
    *out = (reference_case){.name = name,
                            .numbers = numbers,
                            .charge = hc_json_real_of(hc_json_get(json, "charge")),
                            .electronic_temperature_k =
                                hc_json_real_of(hc_json_get(json, "electronic_temperature_kelvin")),
                            .energy = reference_energy(numbers),
                            .gap_ev = hc_json_real_of(hc_json_get(numbers, "gap_ev")),
                            .multiplicity = multiplicity ? (int)hc_json_real_of(multiplicity) : 0};
    return reference_structure(json, &out->structure) == HC_OK;
}

#endif
