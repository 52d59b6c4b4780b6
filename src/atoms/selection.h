/* Selections: which atoms, in words. Atoms are counted from 0.
 *
 *   "7"  "0-24"  "3, 5, 10-12"     by number
 *   "all"  "none"
 *   "element Au"  "element Au S"   by element
 *   "nearest O to 14"              the O atom nearest to atom 14 (periodic); "nearest 3 O to 14": the three nearest;
 *                                  never atom 14 itself; without a symbol: any atom
 *   "within 3.5 of 14"             closer than 3.5 Angstrom, atom 14 included
 *   "layer 0 of 3 along z"         layers along a Cartesian axis, found by gaps, counted from below;
 *                                  "layer 0 of 3 along z in element Au": of these atoms
 *   "group of 14"                  the bonded group (covalent radii, see bonds.h) that holds atom 14; "group of element
 *                                  Au" likewise
 *   "bonded to 14"                 its direct neighbours
 *   joined by "and" (binds more tightly), "or", "not" and parentheses. What follows to, of and in is one term: "within
 *   3.5 of 14 and element O" is "(within 3.5 of 14) and (element O)". */
#ifndef HC_ATOMS_SELECTION_H
#define HC_ATOMS_SELECTION_H

#include "halfcell/structure.h"

/* Atom numbers in ascending order (for "nearest N": by distance when it stands alone), owned by the caller. Fails with
 * HC_ERROR_INPUT naming the word that is wrong, or the atom number that is out of range. */
HC_MUST_CHECK hc_status hc_selection_parse(hc_context *ctx, const char *text, const hc_structure *structure,
                                           size_t *count, size_t **atoms);
/* The same, where exactly one atom is wanted. */
HC_MUST_CHECK hc_status hc_selection_parse_one(hc_context *ctx, const char *text, const hc_structure *structure,
                                               size_t *atom);

#endif
