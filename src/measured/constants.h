/* Constants of electrochemistry in SI (CODATA 2018, exact). Measured data are in SI, not in atomic units: every name
 * says its unit. */
#ifndef HC_MEASURED_CONSTANTS_H
#define HC_MEASURED_CONSTANTS_H

#include "halfcell/units.h"

#define HC_FARADAY_C_PER_MOL (HC_AVOGADRO * HC_ELEMENTARY_CHARGE_IN_COULOMB) /* 96485.332... */
#define HC_GAS_CONSTANT_J_PER_MOL_K (HC_AVOGADRO * 1.380649e-23)             /* 8.314462... */
#define HC_CELSIUS_ZERO_K 273.15
#define HC_LN_10 2.302585092994045684

#endif
