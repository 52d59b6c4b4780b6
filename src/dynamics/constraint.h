/* Constraints on collective variables: SHAKE for positions, RATTLE for velocities, several at once.
 *
 * Sign: the constraint force on atom i is -sum_k lambda_k dxi_k/dr_i, so that for a distance dA/dxi = -<lambda>.
 * Derivations are in docs/theory/constraints.md. */
#ifndef HC_DYNAMICS_CONSTRAINT_H
#define HC_DYNAMICS_CONSTRAINT_H

#include "dynamics/colvar.h"

typedef struct hc_constraint_options {
    double target; /* user's unit of the colvar; NaN: the value at the start */
    double growth; /* user's unit per fs; 0: the target stays */
    double stop;   /* user's unit; NaN: none. Growth ends exactly there */
} hc_constraint_options;

/* Keywords of hc_constraint_options whose names carry the unit of this kind: target_angstrom,
 * growth_angstrom_per_fs, stop_angstrom; target_degree ...; target, growth_per_fs, stop for a pure number. */
const hc_keyword *hc_constraint_keywords(const hc_colvar_record *record);

/* One constraint: what is held, where, how fast it moves. Atomic units. */
typedef struct hc_constraint {
    const hc_colvar *colvar; /* borrowed */
    double start;            /* target at time 0 */
    double rate;             /* d target / dt */
    double stop;             /* NaN: none */
} hc_constraint;

/* From options to atomic units; an unset target becomes the value in `structure`. Refuses a growth that moves away
 * from its stop value, and a target that is not finite. */
HC_MUST_CHECK hc_status hc_constraint_make(hc_context *ctx, const hc_colvar *colvar,
                                           const hc_constraint_options *options, const hc_structure *structure,
                                           hc_constraint *constraint);
/* Target at a time after the start, and its velocity during the step that leads there. */
double hc_constraint_target(const hc_constraint *constraint, double time);
/* 0 where the constraint does not grow or has arrived at `time`. */
double hc_constraint_velocity(const hc_constraint *constraint, double time);
/* True when it does not grow or has arrived. Never true for a growth without a stop value. */
bool hc_constraint_arrived(const hc_constraint *constraint, double time);

typedef struct hc_constraint_set hc_constraint_set;

/* `inverse_mass` [structure->natom] is copied; 0 for an atom that cannot move. Refuses constraints none of whose atoms
 * can move and constraints that depend linearly on each other. `colvars` [count] are borrowed. count 0 is allowed. */
HC_MUST_CHECK hc_status hc_constraint_set_create(hc_context *ctx, size_t count, const hc_colvar *const *colvars,
                                                 const double *inverse_mass, const hc_structure *structure,
                                                 hc_constraint_set **set);
void hc_constraint_set_free(hc_constraint_set *set);
size_t hc_constraint_set_count(const hc_constraint_set *set);

/* Evaluates xi and gradients at the present positions; the gradients are what the two calls below push along. Fails
 * with HC_ERROR_NUMERIC where a gradient is not finite. xi [count] may be NULL. */
HC_MUST_CHECK hc_status hc_constraint_set_evaluate(hc_constraint_set *set, hc_context *ctx,
                                                   const hc_structure *structure, double *xi);

/* SHAKE: moves structure->position by -scale M^-1 sum_k lambda_k grad xi_k, gradients as last evaluated, until
 * xi = target to 1e-12 (relative above 1). lambda [count]: on entry the guess, on return the multipliers.
 * *iterations counts Newton steps. HC_ERROR_NOT_CONVERGED leaves positions where they were on entry. */
HC_MUST_CHECK hc_status hc_constraint_set_shake(hc_constraint_set *set, hc_context *ctx, hc_structure *structure,
                                                double scale, const double *target, double *lambda, int *iterations);

/* RATTLE: changes velocity [natom] by -M^-1 sum_k mu_k grad xi_k (gradients as last evaluated) so that
 * d xi_k/dt = xi_velocity[k]. mu [count] is overwritten; may be NULL. */
HC_MUST_CHECK hc_status hc_constraint_set_rattle(hc_constraint_set *set, hc_context *ctx, const double *xi_velocity,
                                                 hc_vec3 *velocity, double *mu);

/* Takes from gradient [natom] its components along the constraints in the metric of inverse_mass (for optimisation,
 * where that is 1 or 0): g -= sum_k lambda_k grad xi_k. lambda [count] may be NULL. */
HC_MUST_CHECK hc_status hc_constraint_set_project(hc_constraint_set *set, hc_context *ctx, hc_vec3 *gradient,
                                                  double *lambda);

/* What the mean force needs besides lambda, at the geometry last evaluated:
 *     dA/dxi_k = < weight (-lambda_k + kT G_k) > / < weight >,
 *     Z_kl = sum_i grad_i xi_k . grad_i xi_l / m_i,   weight = det(Z)^-1/2,
 *     G_k = sum_l (Z^-1)_kl sum_ab (Z^-1)_ab v_l . H_a . v_b,   v_a = M^-1 grad xi_a.
 * For one constraint G = v.H.v / Z^2. Output: Z [count][count] row-major, G [count]; either may be NULL. */
HC_MUST_CHECK hc_status hc_constraint_set_metric(hc_constraint_set *set, hc_context *ctx, const hc_structure *structure,
                                                 double *Z, double *weight, double *G);

#endif
