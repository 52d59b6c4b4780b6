/* Overlap integrals from tables: for each pair of kinds, the radial functions <a m | b m>(R) of the diatomic frame as
 * piecewise polynomials. They agree with overlap.h to about 1e-11 and are switched off smoothly where they have fallen
 * to 1e-11, so that energies have no jumps when pairs come and go. */
#ifndef HC_GFN1_OVERLAP_TABLE_H
#define HC_GFN1_OVERLAP_TABLE_H

#include "gfn1/basis.h"

/* Radial functions of one pair of kinds: shells of a, shells of b, m = 0 ... min(la, lb); d-metal with itself has 14.
 */
#define HC_GFN1_CHANNELS 14

typedef struct hc_gfn1_table {
    const hc_gfn1_kind *a, *b;
    double cutoff;                                  /* bohr; zero from here on */
    size_t nchannel;                                /* of this pair of kinds */
    size_t channel[HC_GFN1_SHELLS][HC_GFN1_SHELLS]; /* first channel of a pair of shells */
    size_t ninterval;
    double *coefficient; /* [ninterval][HC_GFN1_TABLE_ORDER][nchannel], or NULL: integrals are always computed */
} hc_gfn1_table;

#define HC_GFN1_TABLE_ORDER 8    /* coefficients of a piece */
#define HC_GFN1_TABLE_STEP 0.125 /* bohr */
#define HC_GFN1_TABLE_START 0.5  /* bohr; nearer pairs are computed */
#define HC_GFN1_OVERLAP_SMALL 1e-11

/* tables [nkind][nkind]: entry a * nkind + b is set for a <= b. `tabulate` false: no tables, every integral computed.
 */
HC_MUST_CHECK hc_status hc_gfn1_tables_create(hc_context *ctx, const hc_gfn1_basis *basis, bool tabulate,
                                              hc_gfn1_table **tables);
void hc_gfn1_tables_free(const hc_gfn1_basis *basis, hc_gfn1_table *tables);

/* f and df/dR [nchannel] at distance r < cutoff. */
void hc_gfn1_table_evaluate(const hc_gfn1_table *table, double r, double *f, double *df);

#endif
