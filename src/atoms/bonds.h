/* Who is bonded to whom, judged by distance alone.
 *
 * Two atoms are bonded when they are nearer than 1.2 times the sum of their covalent radii, periodic images included.
 * Alkali metals bond to nothing: in water and at electrodes they are ions. */
#ifndef HC_ATOMS_BONDS_H
#define HC_ATOMS_BONDS_H

#include "atoms/neighbours.h"

#define HC_BOND_FACTOR 1.2

/* The pairs that are bonded, an atom with its own images among them; the caller owns *list. */
HC_MUST_CHECK hc_status hc_bond_list_create(hc_context *ctx, const hc_structure *structure, hc_neighbour_list **list);

typedef struct hc_bonds {
    size_t natom;
    size_t *first;   /* [natom + 1]: partners of i are first[i] ... first[i + 1] - 1 */
    size_t *partner; /* ascending for each atom, each once; an atom is never its own partner */
} hc_bonds;

HC_MUST_CHECK hc_status hc_bonds_create(hc_context *ctx, const hc_structure *structure, hc_bonds **bonds);
void hc_bonds_free(hc_bonds *bonds);

/* Number of the molecule (connected group) of every atom into molecule [natom], counted from 0 in the order of their
 * first atoms; *count is how many there are. */
HC_MUST_CHECK hc_status hc_bonds_molecules(hc_context *ctx, const hc_bonds *bonds, size_t *molecule, size_t *count);

#endif
