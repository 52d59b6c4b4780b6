/* What a structure is made of. */
#ifndef HC_ATOMS_COMPOSITION_H
#define HC_ATOMS_COMPOSITION_H

#include "base/text.h"
#include "halfcell/structure.h"

/* "Au25 S18": elements in the order of their first atoms. */
void hc_composition_add(hc_text *text, const hc_structure *structure);

#endif
