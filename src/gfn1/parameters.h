/* Parameters of GFN1-xTB: S. Grimme, C. Bannwarth, P. Shushkov, J. Chem. Theory Comput. 13, 1989 (2017).
 *
 * What depends on the element comes from CP2K's file xTB_parameters (table S31 of the paper); what that file lacks, and
 * the two elements for which it holds values from before the publication (Na, Mg), is in parameters_table.c. */
#ifndef HC_GFN1_PARAMETERS_H
#define HC_GFN1_PARAMETERS_H

#include <stdbool.h>

#include "halfcell/context.h"

#define HC_GFN1_ELEMENTS 86 /* H to Rn */
#define HC_GFN1_SHELLS 3    /* at most, of one atom */

/* Electronvolt of the parametrisation (CODATA 2010), hartree; the levels were fitted with it. */
#define HC_GFN1_EV (1.0 / 27.21138505)

typedef struct hc_gfn1_shell {
    int n, l;                    /* main and angular quantum number of the Slater function */
    bool valence;                /* false: a second shell of the same l (2s of H), orthogonalised to the first */
    size_t nprimitive;           /* Gaussians of its fit */
    double zeta;                 /* Slater exponent, 1/bohr */
    double level;                /* hartree, at coordination number 0 */
    double level_cn;             /* d level / d CN, hartree */
    double polynomial;           /* k_poly: factor 1 + k_poly sqrt(R / (R_A + R_B)) of the Hamiltonian */
    double hardness;             /* eta (1 + kappa_l), hartree/e^2 */
    double reference_occupation; /* electrons of the neutral atom */
} hc_gfn1_shell;

typedef struct hc_gfn1_element {
    int atomic_number;
    size_t nshell;
    hc_gfn1_shell shell[HC_GFN1_SHELLS];
    double third_order;                     /* Gamma = d eta / d q, hartree/e^3 */
    double repulsion_alpha, repulsion_zeff; /* alpha of bohr^-3/2, effective nuclear charge */
    double electronegativity;               /* Pauling's */
    double radius;                          /* bohr, of the polynomial and of the halogen bond */
    double halogen_strength;                /* hartree; 0 for what makes no halogen bond */
} hc_gfn1_element;

/* Global constants, table 2 of the paper. */
#define HC_GFN1_ELECTRONEGATIVITY_SCALE (-0.007)
#define HC_GFN1_K_DIFFUSE 2.85
#define HC_GFN1_REPULSION_EXPONENT 1.5
#define HC_GFN1_HALOGEN_DAMPING 0.44
#define HC_GFN1_HALOGEN_RADIUS_SCALE 1.3

/* Reads the records of `count` elements (ascending or not, no duplicates needed) into element [count]. Fails with
 * HC_ERROR_MISSING_DATA when there is no file, or no such element in it. */
HC_MUST_CHECK hc_status hc_gfn1_parameters_read(hc_context *ctx, size_t count, const int *atomic_number,
                                                hc_gfn1_element *element);

/* Factor of the Hamiltonian element between two shells, without level, polynomial and overlap: K_ll', k_AB and the
 * electronegativity difference, or K_diffuse where a shell is not of the valence. */
double hc_gfn1_hamiltonian_scale(const hc_gfn1_element *a, size_t ishell, const hc_gfn1_element *b, size_t jshell);

/* Parts that are not in the file (parameters_table.c). Radii in bohr; electrons of shell l of the neutral atom. */
double hc_gfn1_electronegativity(int atomic_number);
double hc_gfn1_radius(int atomic_number);
double hc_gfn1_halogen_strength(int atomic_number);
double hc_gfn1_pair_scale(int atomic_number_a, int atomic_number_b);
double hc_gfn1_reference_occupation(int atomic_number, int l);
/* d level / d CN over level, as a number per coordination number: 0.006 for s of the main groups that have it. */
double hc_gfn1_level_cn_factor(int atomic_number, int l);
/* Replaces the record of an element whose values in the file are not the published ones. */
void hc_gfn1_apply_corrections(hc_gfn1_element *element);

#endif
