#include "builders/build_step.h"

const hc_build_step_record *const *hc_build_step_records(void)
{
    /* One line each, so that two who add one do not meet. */
    /* clang-format off */
    static const hc_build_step_record *const records[] = {
        &hc_build_read,
        &hc_build_cell,
        &hc_build_centre,
        &hc_build_water,
        &hc_build_ions,
        &hc_build_molecule,
        &hc_build_fix,
        &hc_build_remove,
        &hc_build_crystal,
        &hc_build_supercell,
        &hc_build_slab,
        &hc_build_graphene,
        &hc_build_ribbon,
        &hc_build_nanotube,
        &hc_build_flake,
        &hc_build_carbon_defect,
        &hc_build_dope,
        &hc_build_metal_site,
        &hc_build_saturate,
        &hc_build_phthalocyanine,
        &hc_build_vacancy,
        &hc_build_substitute,
        &hc_build_antisite,
        &hc_build_interstitial,
        &hc_build_adsorbate,
        &hc_build_dislocation,
        &hc_build_wire,
        &hc_build_twist,
        &hc_build_strain,
        &hc_build_distort,
        &hc_build_m25,
        &hc_build_dethiolate,
        &hc_build_stacking,
        &hc_build_grain_boundary,
        &hc_build_interface,
        &hc_build_nanoparticle,
        NULL,
    };
    /* clang-format on */
    return records;
}
