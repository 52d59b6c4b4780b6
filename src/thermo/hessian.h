/* Force constants from displaced atoms, and the vibrational modes they make.
 *
 * A plan says which atoms are to be displaced along which directions so that symmetry gives the rest. Whoever has an
 * engine measures the forces; this part only does the algebra. */
#ifndef HC_THERMO_HESSIAN_H
#define HC_THERMO_HESSIAN_H

#include "math/point_symmetry.h"

typedef struct hc_displacement {
    size_t atom;
    hc_vec3 direction; /* of length one */
    size_t mirror;     /* operation that turns `direction` into its opposite and keeps the atom; 0: none, both signs
                        * have to be measured */
} hc_displacement;

typedef struct hc_hessian_plan {
    const hc_symmetry *symmetry; /* borrowed */
    size_t natom, count;
    hc_displacement *displacement; /* [count] */
    bool *moves;                   /* atoms whose force constants are wanted, [natom] */
} hc_hessian_plan;

/* `moves` [natom]: the chosen atoms; symmetry operations that mix them with others are left out. The caller owns
 * *plan. */
HC_MUST_CHECK hc_status hc_hessian_plan_create(hc_context *ctx, const hc_symmetry *symmetry, const bool *moves,
                                               hc_hessian_plan **plan);
void hc_hessian_plan_free(hc_hessian_plan *plan);

/* Hessian [3 nmove][3 nmove], hartree/bohr^2, over the atoms that move in their order, from the forces at the displaced
 * structures: plus[i] and minus[i] [natom], hartree/bohr, at +-step along displacement i; minus[i] is not read where
 * the displacement has a mirror. *asymmetry: largest |H - H^T| before it was made symmetric. */
HC_MUST_CHECK hc_status hc_hessian_assemble(hc_context *ctx, const hc_hessian_plan *plan, double step,
                                            hc_vec3 *const *plus, hc_vec3 *const *minus, double *hessian,
                                            double *asymmetry);

/* What moves as a whole and is no vibration. */
typedef enum hc_rigid_motions { HC_RIGID_NONE, HC_RIGID_TRANSLATIONS, HC_RIGID_ALL } hc_rigid_motions;

typedef struct hc_modes {
    size_t natom, count;
    double *quantum;      /* h nu, hartree, ascending, [count]; imaginary ones are negative */
    double *vector;       /* Cartesian displacements of length one, [count][3 natom] */
    double *reduced_mass; /* electron masses, [count] */
    double residue;       /* largest |quantum| that the rigid motions had before they were projected out, hartree */
} hc_modes;

/* `body`: the atoms that move. The caller owns *modes. */
HC_MUST_CHECK hc_status hc_modes_solve(hc_context *ctx, const hc_body *body, const double *hessian,
                                       hc_rigid_motions rigid, hc_modes **modes);
void hc_modes_free(hc_modes *modes);

#endif
