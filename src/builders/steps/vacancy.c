#include <stdlib.h>

#include "builders/assemble.h"
#include "builders/build_step.h"
#include "builders/site_choice.h"
#include "halfcell/units.h"

typedef struct vacancy_options {
    hc_site_choice where;
    int charge;
} vacancy_options;

static const hc_keyword keywords[] = {HC_SITE_KEYWORDS(vacancy_options, where),
                                      {.name = "charge",
                                       .type = HC_VALUE_INTEGER,
                                       .offset = offsetof(vacancy_options, charge),
                                       .default_text = "0",
                                       .minimum = -10,
                                       .maximum = 10,
                                       .doc = "Charge state of each vacancy, in e: noted; that of all is charge= in an "
                                              "extended XYZ file. The engine is told by its own option."},
                                      {0}};

static hc_status apply(hc_context *ctx, const void *options, hc_structure **structure)
{
    const vacancy_options *given = options;
    hc_status status = HC_OK;
    size_t count = 0, *atoms = NULL;
    HC_TRY(hc_sites_choose(ctx, *structure, &given->where, &count, &atoms));
    for (size_t k = 0; k < count; k++) {
        hc_vec3 r = hc_vec3_scale(1.0 / HC_ANGSTROM, (*structure)->position[atoms[k]]);
        hc_log(ctx, HC_LOG_INFO, "vacancy of %s at %.4f %.4f %.4f Angstrom",
               hc_element_symbol((*structure)->atomic_number[atoms[k]]), r.x, r.y, r.z);
    }
    if (given->charge != 0) {
        hc_log(ctx, HC_LOG_INFO, "charge state: %+d e for each vacancy, %+lld e for the cell", given->charge,
               (long long)count * given->charge);
    }
    HC_TRY(hc_structure_remove(ctx, count, atoms, structure));
    (*structure)->charge += (long long)count * given->charge;
cleanup:
    free(atoms);
    return status;
}

const hc_build_step_record hc_build_vacancy = {
    .name = "vacancy",
    .summary = "Takes atoms out by element, site and depth; the others are counted anew.",
    .keywords = keywords,
    .options_size = sizeof(vacancy_options),
    .needs_atoms = true,
    .apply = apply,
};
