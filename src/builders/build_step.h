/* Steps of a recipe: one record and one line in the table (build_step_table.c) for each. */
#ifndef HC_BUILDERS_BUILD_STEP_H
#define HC_BUILDERS_BUILD_STEP_H

#include "halfcell/keyword.h"
#include "halfcell/structure.h"

typedef struct hc_build_step_record {
    const char *name;
    const char *summary;
    const char *reference;      /* NULL: none */
    const hc_keyword *keywords; /* of its options */
    size_t options_size;
    bool needs_atoms; /* it works on those that are there: HC_ERROR_INPUT by whoever does the steps when there are none
                       */
    /* Changes or replaces *structure, which is never NULL but has no atoms at first. */
    hc_status (*apply)(hc_context *ctx, const void *options, hc_structure **structure);
} hc_build_step_record;

/* All steps, a NULL-terminated list. */
const hc_build_step_record *const *hc_build_step_records(void);

extern const hc_build_step_record hc_build_read, hc_build_cell, hc_build_centre, hc_build_water, hc_build_ions,
    hc_build_molecule, hc_build_fix, hc_build_remove, hc_build_crystal, hc_build_supercell, hc_build_slab,
    hc_build_vacancy, hc_build_substitute, hc_build_antisite, hc_build_interstitial, hc_build_adsorbate;

/* Dislocations and deformations. */
extern const hc_build_step_record hc_build_dislocation, hc_build_wire, hc_build_twist, hc_build_strain,
    hc_build_distort;

/* Carbon and clusters. */
extern const hc_build_step_record hc_build_graphene, hc_build_ribbon, hc_build_nanotube, hc_build_flake,
    hc_build_carbon_defect, hc_build_dope, hc_build_metal_site, hc_build_saturate, hc_build_phthalocyanine,
    hc_build_m25, hc_build_dethiolate, hc_build_nanoparticle;

/* Boundaries. */
extern const hc_build_step_record hc_build_stacking, hc_build_grain_boundary, hc_build_interface;

#endif
