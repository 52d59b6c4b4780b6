/* Units. Inside the library everything is in Hartree atomic units; a constant here is the value, in atomic units, of
 * one unit named. `x_angstrom * HC_ANGSTROM` is bohr, `energy / HC_EV` is eV. CODATA 2018. */
#ifndef HALFCELL_UNITS_H
#define HALFCELL_UNITS_H

#define HC_PI 3.14159265358979323846

#define HC_BOHR_IN_ANGSTROM 0.529177210903
#define HC_HARTREE_IN_EV 27.211386245988
#define HC_TIME_IN_FS 0.02418884326585747
#define HC_HARTREE_IN_KELVIN 315775.02480407
#define HC_DALTON_IN_ELECTRON_MASS 1822.888486209
#define HC_HARTREE_IN_JOULE 4.3597447222071e-18
#define HC_AVOGADRO 6.02214076e23
#define HC_ELEMENTARY_CHARGE_IN_COULOMB 1.602176634e-19

#define HC_ANGSTROM (1.0 / HC_BOHR_IN_ANGSTROM)
#define HC_EV (1.0 / HC_HARTREE_IN_EV)
#define HC_RYDBERG 0.5
#define HC_FS (1.0 / HC_TIME_IN_FS)
#define HC_KELVIN (1.0 / HC_HARTREE_IN_KELVIN) /* as an energy: temperature_k * HC_KELVIN is kT */
#define HC_DALTON HC_DALTON_IN_ELECTRON_MASS
#define HC_EV_PER_ANGSTROM (HC_EV / HC_ANGSTROM)
#define HC_ANGSTROM_PER_FS (HC_ANGSTROM / HC_FS)
#define HC_PER_CM (1.0 / 219474.63136320) /* h c times a wavenumber: an energy */
#define HC_PASCAL (1.0 / 2.9421015697e13)
#define HC_GPA (1.0e9 / 2.9421015697e13)
#define HC_DEBYE (1.0e-11 / (299792458.0 * HC_ELEMENTARY_CHARGE_IN_COULOMB * HC_BOHR_IN_ANGSTROM)) /* in e bohr */
#define HC_DEGREE (HC_PI / 180.0)
#define HC_KCAL_PER_MOL (4184.0 / (HC_HARTREE_IN_JOULE * HC_AVOGADRO))
#define HC_VOLT HC_EV /* potential energy of a unit charge */

/* Absolute potential of the standard hydrogen electrode, V (Trasatti 1986 as used by the field; a parameter
 * everywhere). */
#define HC_SHE_ABSOLUTE_VOLT 4.44

#endif
