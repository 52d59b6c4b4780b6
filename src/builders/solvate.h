/* Water and ions around what is there.
 *
 * Water molecules are put at random where there is room (random sequential insertion) and then moved and turned by a
 * short Monte Carlo run with TIP3P (Jorgensen et al., J. Chem. Phys. 79, 926 (1983)) among themselves, a soft wall
 * around the other atoms and a unit charge on alkali ions: what comes out has no overlaps and sensible hydrogen bonds,
 * and is a start for molecular dynamics, not its result. Same seed, same result. */
#ifndef HC_BUILDERS_SOLVATE_H
#define HC_BUILDERS_SOLVATE_H

#include "builders/ion.h"
#include "halfcell/units.h"

typedef enum hc_water_region {
    HC_REGION_CELL, /* the whole cell */
    HC_REGION_SLAB, /* a layer perpendicular to a direction of the cell; the rest stays vacuum */
    HC_REGION_SHELL /* around the atoms, everywhere equally thick */
} hc_water_region;

typedef struct hc_water_options {
    int count;      /* molecules; HC_INTEGER_UNSET: as many as the density and the region give */
    double density; /* hartree atomic units of mass per bohr^3; 1 g/cm^3 is HC_GRAM_PER_CM3 */
    int region;     /* hc_water_region */
    int axis;       /* of the slab: 0, 1, 2 for a, b, c */
    double bottom;  /* of the slab, bohr along its normal from the origin; NaN: grows around the middle of the atoms */
    double top;     /* NaN: as thick as count and density ask for */
    int sweeps;     /* Monte Carlo moves of each molecule */
    int seed;
} hc_water_options;

#define HC_GRAM_PER_CM3                                                                                                \
    (1.0 / 1.66053906660 * HC_DALTON * HC_BOHR_IN_ANGSTROM * HC_BOHR_IN_ANGSTROM * HC_BOHR_IN_ANGSTROM)

hc_water_options hc_water_defaults(void);

/* Appends the molecules (O, H, H each) to *structure, which is replaced. The cell is filled, not the space outside it,
 * so it needs three vectors. HC_ERROR_INPUT when there is not room enough. */
HC_MUST_CHECK hc_status hc_solvate_water(hc_context *ctx, const hc_water_options *options, hc_structure **structure);

typedef struct hc_ion_options {
    hc_ion_record ion;
    int count;
    double distance;  /* bohr, to the nearest atom of what is there, from the first atom of the ion */
    double tolerance; /* bohr, of the distance */
    double apart;     /* bohr, at least between the ions */
    int axis;         /* 0, 1, 2 for a, b, c: the direction of bottom and top */
    double bottom;    /* bohr along the normal of the planes, from the origin: ions only above; NaN: anywhere */
    double top;       /* ions only below; NaN: anywhere */
    int seed;
} hc_ion_options;

hc_ion_options hc_ion_defaults(void);

/* Appends ions. Best done before the water, which then packs around them. `away_from` [naway] are the atoms that the
 * distance is counted from; NULL: all. */
HC_MUST_CHECK hc_status hc_solvate_ions(hc_context *ctx, const hc_ion_options *options, size_t naway,
                                        const size_t *away_from, hc_structure **structure);

#endif
