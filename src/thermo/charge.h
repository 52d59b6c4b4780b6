/* Computed energies of charged cells: defects with a charge, charged clusters and adsorbates.
 *
 * An energy E(q) that a program gives counts from that program's zero of the potential and holds the interaction of the
 * charge with its periodic images and with the background that makes the cell neutral. To stand beside electrons of an
 * electrode, both have to go:
 *
 *     E = E(q) + E_corr + q (L - e Phi_SHE)
 *
 * L is the energy of an electron at the vacuum level in that calculation, so that an electron at the potential U has
 * L - e Phi_SHE - e U. The term -q e U is the electrons' that the reaction names. */
#ifndef HC_THERMO_CHARGE_H
#define HC_THERMO_CHARGE_H

#include "halfcell/context.h"

/* Trasatti, Pure Appl. Chem. 58 (1986) 955: 4.44 +- 0.02 V at 298.15 K. */
#define HC_CHARGE_SHE_ABSOLUTE_EV 4.44

/* NaN: not given. */
typedef struct hc_charged_cell {
    double electron_level; /* L, hartree; 0 for a cluster whose potential is zero at a distance */
    double correction;     /* E_corr, hartree, as a method of its own gave it (0 says that none is needed) */
    double edge;           /* in place of it: edge of a cubic cell, bohr, */
    double permittivity;   /* and relative permittivity of what lies between the images */
} hc_charged_cell;

/* What has to be added to E(q), hartree, of a cell of charge q (e). Refuses a cell of which L or the correction is not
 * known. */
HC_MUST_CHECK hc_status hc_charge_energy(hc_context *ctx, double charge, const hc_charged_cell *cell,
                                         double she_absolute, double *energy);

#endif
