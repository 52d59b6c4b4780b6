/* Options of the engine gfn1. */
#ifndef HC_GFN1_OPTIONS_H
#define HC_GFN1_OPTIONS_H

#include "engine/history.h"
#include "gfn1/scc.h"
#include "halfcell/keyword.h"

typedef enum hc_gfn1_integrals {
    HC_GFN1_INTEGRALS_AUTO,
    HC_GFN1_INTEGRALS_TABLES,
    HC_GFN1_INTEGRALS_DIRECT
} hc_gfn1_integrals;

typedef struct hc_gfn1_options {
    double charge;                 /* e */
    int multiplicity;              /* 0: the lowest */
    bool equal_spins;              /* alpha and beta hold half of the electrons each, whatever their number */
    double electronic_temperature; /* hartree: kT */
    double charge_tolerance;       /* e */
    int max_iterations;
    int history; /* geometries kept for the guess */
    bool search;
    int integrals; /* hc_gfn1_integrals */
} hc_gfn1_options;

extern const hc_keyword hc_gfn1_keywords[];

/* Electrons of each spin and what else the iteration needs; refuses impossible electron numbers and multiplicities. */
HC_MUST_CHECK hc_status hc_gfn1_options_scc(hc_context *ctx, const hc_gfn1_options *options, const hc_gfn1_basis *basis,
                                            hc_gfn1_scc_options *scc);
/* Whether tables of integrals pay for a structure of this size. */
bool hc_gfn1_options_tabulate(const hc_gfn1_options *options, const hc_gfn1_basis *basis);

#endif
