/* Means with errors serve the analyses as well, so they are in math/. */
#ifndef HC_SAMPLING_STATISTICS_H
#define HC_SAMPLING_STATISTICS_H

#include "math/statistics.h"

#endif
