/* Pulay's mixing of Kohn-Sham matrices, for levels that are filled in part (P. Pulay, Chem. Phys. Lett. 73, 393 (1980);
 * G. Kresse, J. Furthmueller, Phys. Rev. B 54, 11169 (1996), who mix densities so). The commutator does not see whether
 * levels are filled as they should be; the difference between the matrix of a density and the matrix that this density
 * was made from does. */
#ifndef HC_GPW_SCF_MIXING_H
#define HC_GPW_SCF_MIXING_H

#include <stdbool.h>

#include "engine/occupation.h"
#include "engine/orbitals.h"
#include "gpw/scf/diis.h"

typedef struct hc_gpw_mixing {
    size_t nao, nspin;
    double kT;        /* hartree */
    double *residual; /* what the diis makes small: see hc_gpw_mixing_measure */
    size_t window[2]; /* levels whose residual counts: those up to a little above the Fermi level */
    double *basis[2]; /* [nao][nao] the orbitals of the beginning: residuals are compared in them */
    hc_gpw_diis *diis;
    double *change;   /* hartree, of the levels of one spin */
    int idle, astray; /* iterations since the smallest error was last halved, and those that led uphill */
    double smallest;  /* error, hartree; infinity: none yet */
} hc_gpw_mixing;

/* Begins with these orbitals and occupations of each spin. */
HC_MUST_CHECK hc_status hc_gpw_mixing_create(hc_context *ctx, size_t nspin, double kT, hc_orbitals *const orbitals[2],
                                             const hc_occupation occupation[2], hc_gpw_mixing **mixing);
void hc_gpw_mixing_free(hc_gpw_mixing *mixing);
/* Takes in the matrix h [nao][nao] of the density of spin s, whose orbitals were made from `used` (lower triangle).
 * Returns how far levels are from being filled as h would have them: 4 kT times the largest change of an occupation
 * (hartree; of a half filled level the change of its energy against the others). scratch: two of [nao][nao]. */
double hc_gpw_mixing_measure(hc_gpw_mixing *mixing, size_t s, const hc_orbitals *orbitals, const double *occupation,
                             double fermi_level, const double *used, const double *h, double *const scratch[2]);
/* matrices, of the present density, become what the next orbitals are to be made from; the present ones were made from
 * `used` (both are triangles, spin after spin). All spins have been measured. */
HC_MUST_CHECK hc_status hc_gpw_mixing_step(hc_context *ctx, hc_gpw_mixing *mixing, const double *used,
                                           double *matrices);
/* Counts an iteration with this error (hartree; uphill: it ended much above the lowest energy). Whether mixing does not
 * find its way. */
bool hc_gpw_mixing_is_lost(hc_gpw_mixing *mixing, double error, bool uphill);

#endif
