/* Halogen-bond correction of GFN1-xTB: Br, I or At (X) near N, O, P or S (the acceptor), with K the nearest neighbour
 * of X:
 *   E = sum c_X ((1 - cos KXA) / 2)^6 (t^12 - 0.44 t^6) / (1 + t^12),  t = 1.3 (R_X + R_A) / R_XA,
 * all images of the acceptor within 20 bohr, switched off over the last bohr. */
#ifndef HC_GFN1_HALOGEN_H
#define HC_GFN1_HALOGEN_H

#include "atoms/neighbours.h"
#include "gfn1/basis.h"

typedef struct hc_gfn1_halogen {
    const hc_gfn1_basis *basis;    /* borrowed */
    hc_neighbour_list *neighbours; /* NULL: there are no halogen bonds in this structure */
    hc_vec3 *nearest_vector;       /* [natom]: from X to its nearest neighbour */
    size_t *nearest;               /* [natom] */
} hc_gfn1_halogen;

HC_MUST_CHECK hc_status hc_gfn1_halogen_create(hc_context *ctx, const hc_gfn1_basis *basis, hc_gfn1_halogen **halogen);
void hc_gfn1_halogen_free(hc_gfn1_halogen *halogen);

/* *energy is set; force += -dE/dR [natom]; strain += dE/d(strain), hartree. Both or none may be NULL. */
HC_MUST_CHECK hc_status hc_gfn1_halogen_compute(hc_context *ctx, hc_gfn1_halogen *halogen,
                                                const hc_structure *structure, double *energy, hc_vec3 *force,
                                                hc_mat3 *strain);

#endif
