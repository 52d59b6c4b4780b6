/* The spherical neutral atom in the contracted functions of its basis set: no spin, electrons spread evenly over the
 * orbitals of a shell, local density approximation, the kind's pseudopotential. How many electrons have which angular
 * momentum is what the pseudopotential says. */
#ifndef HC_GPW_ATOM_H
#define HC_GPW_ATOM_H

#include <stdbool.h>

#include "gpw/system.h"

#define HC_GPW_ATOM_LMAX 3

/* The functions of one angular momentum, m left out. */
typedef struct hc_gpw_atom_shells {
    size_t count;
    const hc_gpw_set **set; /* [count], borrowed from the basis set */
    size_t *ishell;         /* [count], within the set */
    double *density;        /* [count][count], all m together */
    double *level;          /* hartree, ascending, [nlevel]; of shells with electrons only, else zero */
    size_t nlevel;          /* fewer than count when functions depend on each other */
    double *orbital;        /* [nlevel][count], of the levels: rows of norm one */
} hc_gpw_atom_shells;

typedef struct hc_gpw_atom {
    hc_gpw_atom_shells of_l[HC_GPW_ATOM_LMAX + 1];
    double energy; /* hartree */
    size_t iterations;
    double residual; /* electrons that the last iteration moved, as part of all electrons */
    bool converged;
} hc_gpw_atom;

/* The kind must have a potential; it is borrowed for as long as the atom lives. An atom that has not converged is given
 * nevertheless. Fails with HC_ERROR_INPUT when the basis set has no room for the electrons. */
HC_MUST_CHECK hc_status hc_gpw_atom_create(hc_context *ctx, const hc_gpw_kind *kind, hc_gpw_atom **atom);
void hc_gpw_atom_free(hc_gpw_atom *atom);

/* Electrons/bohr^3 at distance r. */
double hc_gpw_atom_density(const hc_gpw_atom *atom, double r);

#endif
