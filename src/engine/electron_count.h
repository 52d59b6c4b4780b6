/* How many electrons of each spin: from the neutral count, the net charge and the multiplicity that a user asks for. */
#ifndef HC_ENGINE_ELECTRON_COUNT_H
#define HC_ENGINE_ELECTRON_COUNT_H

#include <stdbool.h>
#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_electron_request {
    double neutral;   /* electrons of the neutral system */
    double charge;    /* e */
    int multiplicity; /* unpaired electrons plus one; 0: the lowest */
    bool equal_spins; /* half in each spin whatever the number */
    size_t orbitals;  /* each takes one electron of each spin */
} hc_electron_request;

/* spin[0] >= spin[1], alpha and beta. Refuses what cannot be, saying what could. */
HC_MUST_CHECK hc_status hc_electron_count(hc_context *ctx, const hc_electron_request *request, double spin[2]);

#endif
