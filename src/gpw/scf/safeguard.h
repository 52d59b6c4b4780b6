/* Keeps a diagonalisation from going astray: a step that raises the energy much is taken back and made again with the
 * empty levels raised, which makes it shorter (V. R. Saunders, I. H. Hillier, Int. J. Quantum Chem. 7, 699 (1973)). */
#ifndef HC_GPW_SCF_SAFEGUARD_H
#define HC_GPW_SCF_SAFEGUARD_H

#include <stddef.h>

#include "halfcell/context.h"

typedef struct hc_gpw_safeguard {
    size_t count;
    double uphill;   /* hartree: a step far from self-consistency that ends more above the lowest energy is refused */
    double energy;   /* hartree, the lowest so far; infinity: none yet */
    double shift;    /* hartree, of the empty levels for the next step; 0: as it is */
    double *matrix;  /* [count] Kohn-Sham matrix of the lowest energy */
    double *density; /* [count] */
    double *used;    /* [count] the matrix that this density was made from */
    int refusals;    /* one after the other */
} hc_gpw_safeguard;

/* For matrices of `count` numbers. */
HC_MUST_CHECK hc_status hc_gpw_safeguard_create(hc_context *ctx, size_t count, double uphill,
                                                hc_gpw_safeguard **safeguard);
void hc_gpw_safeguard_free(hc_gpw_safeguard *safeguard);
void hc_gpw_safeguard_reset(hc_gpw_safeguard *safeguard); /* for another geometry */
/* Whether a step that has led to this energy went astray. */
bool hc_gpw_safeguard_is_uphill(const hc_gpw_safeguard *safeguard, double energy, double residual);
/* Accepts the step that has led from the matrix `used` to this density, with its own matrix, and lowers the shift; or
 * refuses it, puts the three back to those of the lowest energy, and raises the shift. A fourth refusal in a row would
 * not help either: it accepts, and counts from there. */
bool hc_gpw_safeguard_accepts(hc_gpw_safeguard *safeguard, double energy, double residual, double *used, double *matrix,
                              double *density);

#endif
