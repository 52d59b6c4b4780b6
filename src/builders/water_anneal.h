/* Rigid water molecules made comfortable by Monte Carlo. */
#ifndef HC_BUILDERS_WATER_ANNEAL_H
#define HC_BUILDERS_WATER_ANNEAL_H

#include "builders/packing_grid.h"
#include "math/random.h"

typedef struct hc_water_box {
    const hc_structure *solute; /* what is there; it does not move */
    const hc_packing_grid *grid;
    const bool *allowed; /* [grid->count]: where oxygen atoms may be */
    size_t nwater;
    hc_vec3 (*site)[3]; /* bohr, [nwater]: O, H, H */
    hc_random random;
} hc_water_box;

/* Puts the hydrogen atoms of molecule `iwater` around its oxygen, in a random orientation (TIP3P geometry). */
void hc_water_orient(hc_water_box *box, size_t iwater);

/* `sweeps` moves of every molecule, from 1000 K down to 300 K. */
HC_MUST_CHECK hc_status hc_water_anneal(hc_context *ctx, hc_water_box *box, int sweeps);

#endif
