/* Facts about the elements that do not depend on a method. */
#ifndef HC_ATOMS_ELEMENTS_H
#define HC_ATOMS_ELEMENTS_H

#include <stdbool.h>
#include <stddef.h>

#define HC_ELEMENT_MAX 118

/* Standard mass in electron masses: conventional value of IUPAC 2021 (Prohaska et al., Pure Appl. Chem. 94, 573
 * (2022)); for elements without a standard atomic weight the mass number of the longest-lived isotope. 0 for no
 * element. */
double hc_element_mass(int atomic_number);

/* Covalent radius in bohr: Cordero et al., Dalton Trans. 2008, 2832 (low spin for Mn, Fe, Co, sp3 for C) up to Cm;
 * Pyykkoe and Atsumi, Chem. Eur. J. 15, 186 (2009) beyond. 0 for no element. */
double hc_element_covalent_radius(int atomic_number);

/* Atomic number of the symbol that starts at text and is length characters long, in any case ("AU", "au"); 0 for none.
 */
int hc_element_number_of(const char *text, size_t length);

/* Li, Na, K, Rb, Cs, Fr: in water and at electrodes these are ions that are solvated, not bonded. */
bool hc_element_is_alkali(int atomic_number);

/* Everything but the noble gases and H, B, C, N, O, F, Si, P, S, Cl, Ge, As, Se, Br, Te, I, At. */
bool hc_element_is_metal(int atomic_number);

#endif
