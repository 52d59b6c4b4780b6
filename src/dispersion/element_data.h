/* Tabulated numbers of the D3 model, by atomic number 1 to 94. */
#ifndef HC_DISPERSION_ELEMENT_DATA_H
#define HC_DISPERSION_ELEMENT_DATA_H

enum { HC_D3_ELEMENTS = 94 };

/* Covalent radius, bohr; 0 outside the table. P. Pyykko, M. Atsumi, Chem. Eur. J. 15, 186 (2009), metals less 10 %. */
double hc_d3_covalent_radius(int atomic_number);

/* sqrt(Q) with C8 = 3 C6 sqrt(Q_A Q_B), Q = sqrt(Z) <r^4>/<r^2> / 2; 0 outside the table. */
double hc_d3_sqrt_q(int atomic_number);

/* Cutoff radius R0 of a pair, bohr: zero damping and the three-body term; 0 outside the table.
 * S. Grimme et al., J. Chem. Phys. 132, 154104 (2010). */
double hc_d3_pair_radius(int atomic_number, int other);

#endif
