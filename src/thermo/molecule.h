/* A free molecule as a rigid rotor: its moments of inertia and its symmetry number. */
#ifndef HC_THERMO_MOLECULE_H
#define HC_THERMO_MOLECULE_H

#include "math/point_symmetry.h"
#include "thermo/partition.h"

/* Principal moments, kind (by `tolerance` bohr off a line) and symmetry number. */
HC_MUST_CHECK hc_status hc_body_rotor(hc_context *ctx, const hc_body *body, double tolerance, hc_rotor *rotor);

#endif
