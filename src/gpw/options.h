/* Options of the engine gpw. */
#ifndef HC_GPW_OPTIONS_H
#define HC_GPW_OPTIONS_H

#include <stdbool.h>

#include "engine/history.h"
#include "halfcell/keyword.h"

typedef enum hc_gpw_dispersion {
    HC_GPW_DISPERSION_NONE,
    HC_GPW_DISPERSION_D3,
    HC_GPW_DISPERSION_D3BJ
} hc_gpw_dispersion;

typedef struct hc_gpw_options {
    char *functional;
    int dispersion; /* hc_gpw_dispersion */
    char *basis;
    hc_text_list basis_of, potential_of; /* "Ag=TZVP-MOLOPT-SR-GTH" */
    hc_text_list hubbard_start;          /* "12=f:1" */
    hc_text_list hubbard_u;              /* "Ce=f:5", eV */
    double cutoff, relative_cutoff;      /* hartree */
    int grids;
    double eps;
    double charge;                 /* e */
    int multiplicity;              /* 0: the lowest */
    bool equal_spins;              /* both spins share orbitals that hold half of the electrons each */
    double electronic_temperature; /* hartree: kT */
    double scf_tolerance;          /* hartree */
    int max_iterations;
    int history;   /* geometries kept for the guess */
    double margin; /* bohr */
} hc_gpw_options;

extern const hc_keyword hc_gpw_keywords[];

#endif
