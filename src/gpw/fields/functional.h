/* Exchange-correlation functionals at points: names, and values from libxc or code of our own. */
#ifndef HC_GPW_FIELDS_FUNCTIONAL_H
#define HC_GPW_FIELDS_FUNCTIONAL_H

#include "gpw/fields/xc.h"

/* Points together in one call; what is borrowed is as long. */
#define HC_GPW_XC_BLOCK 256

/* One array of HC_GPW_XC_BLOCK a quantity, aligned to 64 bytes. Unpolarised: rho[0] of both spins, sigma[0] = |grad
 * rho|^2. Polarised: rho up, down; sigma of grad up with itself, up with down, down with itself. LDAs leave sigma and
 * vsigma alone. */
typedef struct hc_gpw_xc_points {
    double *rho[2];    /* electrons/bohr^3, not negative, in sum at least HC_GPW_XC_DENSITY_MIN */
    double *sigma[3];  /* electrons^2/bohr^8 */
    double *energy;    /* out: hartree/bohr^3 */
    double *v[2];      /* out: d energy / d rho, hartree */
    double *vsigma[3]; /* out: d energy / d sigma */
} hc_gpw_xc_points;

/* Points with fewer electrons/bohr^3 contribute nothing. */
#define HC_GPW_XC_DENSITY_MIN 1e-10

/* The points of the arrays, all of them; of what is not wanted, let the density be HC_GPW_XC_DENSITY_MIN. Many threads
 * may share a functional. */
void hc_gpw_functional_evaluate(const hc_gpw_functional *functional, const hc_gpw_xc_points *points);
/* The same by libxc also where the functional has code of its own: what that is held against. (Of PBE, revPBE and RPBE
 * by their short names libxc cannot be given all the published digits: those of the uniform gas differ.) */
void hc_gpw_functional_evaluate_reference(const hc_gpw_functional *functional, const hc_gpw_xc_points *points);
/* Whether it has. */
bool hc_gpw_functional_is_fast(const hc_gpw_functional *functional);
size_t hc_gpw_functional_spin_count(const hc_gpw_functional *functional);

/* Short name and what it stands for (libxc names joined by "+"); NULL past the end. */
const char *hc_gpw_functional_short_name(size_t index, const char **components);

#endif
