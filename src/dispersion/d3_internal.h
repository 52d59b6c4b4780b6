/* What the files of D3 share. */
#ifndef HC_DISPERSION_D3_INTERNAL_H
#define HC_DISPERSION_D3_INTERNAL_H

#include "atoms/images.h"
#include "atoms/pair_chunks.h"
#include "dispersion/d3.h"
#include "dispersion/d3_reference.h"
#include "dispersion/element_data.h"

struct hc_d3 {
    hc_d3_parameters parameters;
    hc_d3_options options;
    hc_d3_reference *reference;
    size_t natom;
    int *atomic_number; /* [natom] */
    size_t *species;    /* [natom]: rows of the reference */
};

/* How much each reference system counts for each atom, and the derivative with respect to the atom's coordination
 * number. gamma = exp(-4 (CN - CN_ref)^2), normalised over the systems of the element. */
typedef struct hc_d3_weights {
    double *value; /* [natom][HC_D3_REFERENCES] */
    double *slope; /* same shape */
} hc_d3_weights;

/* C6 of one atom with all others, from its reference weights contracted with the table once. */
typedef struct hc_d3_row {
    double value[HC_D3_ELEMENTS][HC_D3_REFERENCES];
    double slope[HC_D3_ELEMENTS][HC_D3_REFERENCES];
} hc_d3_row;

void hc_d3_row_fill(const hc_d3 *d3, const hc_d3_weights *weights, size_t i, hc_d3_row *row);

/* C6 of the pair (hartree bohr^6) and its derivatives with respect to CN_i and CN_j; row belongs to i. */
double hc_d3_row_c6(const hc_d3 *d3, const hc_d3_weights *weights, const hc_d3_row *row, size_t j, double *slope_i,
                    double *slope_j);

/* Adds energy, forces, strain derivative and dE/dCN (in `atomic`) to the chunks. */
HC_MUST_CHECK hc_status hc_d3_add_pairs(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure,
                                        const hc_d3_weights *weights, hc_pair_chunks *chunks);
HC_MUST_CHECK hc_status hc_d3_add_triples(hc_context *ctx, const hc_d3 *d3, const hc_structure *structure,
                                          const hc_d3_weights *weights, hc_pair_chunks *chunks);

/* Factor that goes from 1 at cutoff - width to 0 at the cutoff with two continuous derivatives; *slope is d/dr. */
static inline double hc_d3_switch(double r, double cutoff, double width, double *slope)
{
    double x = r - (cutoff - width);
    *slope = 0.0;
    if (x <= 0.0) {
        return 1.0;
    }
    if (x >= width) {
        return 0.0;
    }
    x /= width;
    *slope = -30.0 * x * x * (1.0 - x) * (1.0 - x) / width;
    return 1.0 - x * x * x * (10.0 - x * (15.0 - 6.0 * x));
}

#endif
