/* Ions that a recipe puts into a solution. */
#ifndef HC_BUILDERS_ION_H
#define HC_BUILDERS_ION_H

#include "halfcell/structure.h"

#define HC_ION_ATOMS 6

typedef struct hc_ion_atom {
    const char *symbol;
    double x, y, z; /* Angstrom; the first atom, in the middle, is at the origin */
} hc_ion_atom;

typedef struct hc_ion_record {
    const char *name, *summary;
    int charge;                     /* in units of e */
    hc_ion_atom atom[HC_ION_ATOMS]; /* ends with a NULL symbol */
} hc_ion_record;

/* Those of several atoms; ends with a NULL name. */
extern const hc_ion_record hc_ions[];

/* HC_ERROR_INPUT with the nearest name. */
HC_MUST_CHECK hc_status hc_ion_find(hc_context *ctx, const char *name, const hc_ion_record **record);

/* One atom, whose charge is left to the engine; no atoms when the number is that of no element. */
hc_ion_record hc_ion_of_element(int number);

#endif
