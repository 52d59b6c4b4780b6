/* Reference C6 coefficients of D3, read from dftd3.dat, for the elements of one structure. */
#ifndef HC_DISPERSION_D3_REFERENCE_H
#define HC_DISPERSION_D3_REFERENCE_H

#include "halfcell/structure.h"

enum { HC_D3_REFERENCES = 5 }; /* most reference systems of one element */

typedef struct hc_d3_reference {
    size_t nspecies;
    int atomic_number[94]; /* [nspecies], ascending */
    size_t count[94];      /* [nspecies]: reference systems of each */
    double *cn;            /* [nspecies][HC_D3_REFERENCES]: their coordination numbers */
    double *c6; /* hartree bohr^6, [nspecies][nspecies][HC_D3_REFERENCES][HC_D3_REFERENCES]; zero where there is none */
} hc_d3_reference;

/* `path` NULL: the file is looked for as all parameter files are. */
HC_MUST_CHECK hc_status hc_d3_reference_create(hc_context *ctx, const char *path, const hc_structure *structure,
                                               hc_d3_reference **reference);
void hc_d3_reference_free(hc_d3_reference *reference);

/* Row of an element in the tables, or -1. */
int hc_d3_reference_species(const hc_d3_reference *reference, int atomic_number);

/* The block of C6 of a pair of species: [HC_D3_REFERENCES][HC_D3_REFERENCES]. */
static inline const double *hc_d3_reference_c6(const hc_d3_reference *reference, size_t s, size_t t)
{
    return reference->c6 + (s * reference->nspecies + t) * HC_D3_REFERENCES * HC_D3_REFERENCES;
}

#endif
