#include "builders/build_step.h"

const hc_build_step_record *const *hc_build_step_records(void)
{
    static const hc_build_step_record *const records[] = {
        &hc_build_read, &hc_build_cell,   &hc_build_centre,  &hc_build_water,     &hc_build_ions, &hc_build_molecule,
        &hc_build_fix,  &hc_build_remove, &hc_build_crystal, &hc_build_supercell, &hc_build_slab, NULL,
    };
    return records;
}
