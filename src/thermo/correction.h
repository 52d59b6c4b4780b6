/* Named corrections of energies: systematic errors of a functional for molecules, the stabilisation of adsorbates by
 * water. None is applied unless it is asked for by name. How to add one: docs/how-to-add/correction.md. */
#ifndef HC_THERMO_CORRECTION_H
#define HC_THERMO_CORRECTION_H

#include "halfcell/context.h"

typedef struct hc_correction_entry {
    const char *species; /* as hc_chemical_parse writes them: "CO2_g", "COOH*"; a gas entry holds for its liquid too;
                          * NULL ends the list */
    double energy_ev;    /* added to the electronic energy */
} hc_correction_entry;

typedef struct hc_correction_record {
    const char *name;
    const char *summary;
    const char *reference;
    const hc_correction_entry *entries;
} hc_correction_record;

/* NULL-terminated. */
const hc_correction_record *const *hc_correction_records(void);
HC_MUST_CHECK hc_status hc_correction_find(hc_context *ctx, const char *name, const hc_correction_record **record);
/* What a record adds to a species, hartree; 0 when it says nothing of it. */
double hc_correction_of(const hc_correction_record *record, const char *species);

#endif
