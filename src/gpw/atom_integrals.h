/* Integrals over two contracted functions of one centre and one angular momentum. */
#ifndef HC_GPW_ATOM_INTEGRALS_H
#define HC_GPW_ATOM_INTEGRALS_H

#include "gpw/atom.h"

/* overlap and core (kinetic energy and separable part of the potential, hartree) [count][count] are set. */
HC_MUST_CHECK hc_status hc_gpw_atom_integrals(hc_context *ctx, const hc_gpw_atom_shells *shells, int l,
                                              const hc_gpw_potential *potential, double *overlap, double *core);
/* r^l sum_i coefficient[i] exp(-exponent[i] r^2) of function a. */
double hc_gpw_atom_function(const hc_gpw_atom_shells *shells, size_t a, double r);

#endif
