/* Repulsion of the cores: E = sum_{pairs, images} Z_A Z_B / R exp(-sqrt(alpha_A alpha_B) R^1.5). */
#ifndef HC_GFN1_REPULSION_H
#define HC_GFN1_REPULSION_H

#include "atoms/neighbours.h"
#include "gfn1/basis.h"

typedef struct hc_gfn1_repulsion {
    const hc_gfn1_basis *basis; /* borrowed */
    hc_neighbour_list *neighbours;
} hc_gfn1_repulsion;

HC_MUST_CHECK hc_status hc_gfn1_repulsion_create(hc_context *ctx, const hc_gfn1_basis *basis,
                                                 hc_gfn1_repulsion **repulsion);
void hc_gfn1_repulsion_free(hc_gfn1_repulsion *repulsion);

/* *energy is set; force += -dE/dR [natom]; strain += dE/d(strain), hartree. Both or none may be NULL. */
HC_MUST_CHECK hc_status hc_gfn1_repulsion_compute(hc_context *ctx, hc_gfn1_repulsion *repulsion,
                                                  const hc_structure *structure, double *energy, hc_vec3 *force,
                                                  hc_mat3 *strain);

#endif
