/* Units of analyses that halfcell/units.h does not have. */
#ifndef HC_ANALYSIS_UNITS_H
#define HC_ANALYSIS_UNITS_H

#include "halfcell/units.h"

#define HC_DALTON_IN_GRAM 1.66053906660e-24 /* CODATA 2018 */

/* g/cm^3 in electron masses a bohr^3 */
#define HC_GRAM_PER_CM3                                                                                                \
    (HC_DALTON_IN_ELECTRON_MASS / HC_DALTON_IN_GRAM * 1e-24 * HC_BOHR_IN_ANGSTROM * HC_BOHR_IN_ANGSTROM *              \
     HC_BOHR_IN_ANGSTROM)

#endif
