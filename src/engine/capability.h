#ifndef HC_ENGINE_CAPABILITY_H
#define HC_ENGINE_CAPABILITY_H

#include "halfcell/engine.h"

/* What a capability lets one do, in words: "net charges". */
const char *hc_capability_text(hc_capability capability);

#endif
