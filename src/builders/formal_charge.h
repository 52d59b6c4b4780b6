/* Formal charges of the atoms of a compound: enough to say whether a cut through it is polar. */
#ifndef HC_BUILDERS_FORMAL_CHARGE_H
#define HC_BUILDERS_FORMAL_CHARGE_H

#include "halfcell/structure.h"

/* charge [natom], in e. Anions (the elements N, O, F, S, Cl, Se, Br, Te, I, and C as in carbides; carbonates and
 * molecules are not meant) get their usual charge, metals with one common oxidation state theirs; the other metals
 * share what makes the sum zero. All zero where there is no anion or no metal. */
void hc_formal_charges(const hc_structure *structure, double *charge);

#endif
