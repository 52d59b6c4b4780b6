/* Density matrix to density on grids, and potential on grids to matrix: the two heaviest steps of GPW.
 *
 * Every product of primitives of two atoms becomes one Gaussian at the center of the product with a polynomial (all
 * contracted functions of a pair of sets that share the exponents go together) on the level that its exponent asks for.
 */
#ifndef HC_GPW_GRID_TASKS_H
#define HC_GPW_GRID_TASKS_H

#include "gpw/grid/grid.h"
#include "gpw/system.h"

typedef struct hc_gpw_tasks hc_gpw_tasks;

/* For the positions of `structure`: pairs of atoms whose functions overlap, periodic images included. Products that
 * stay below eps (e/bohr^3 for a density matrix element of one) everywhere are left out. Grids and system are borrowed.
 */
HC_MUST_CHECK hc_status hc_gpw_tasks_create(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure,
                                            const hc_multigrid *multigrid, double eps, hc_gpw_tasks **tasks);
void hc_gpw_tasks_free(hc_gpw_tasks *tasks);

/* rho[level] (set, not added to), e/bohr^3, of the symmetric density matrix P [nao][nao]: sum_ab P_ab chi_a chi_b. */
HC_MUST_CHECK hc_status hc_gpw_collocate_density(hc_context *ctx, const hc_gpw_tasks *tasks, const double *density,
                                                 double *const *rho);
/* H [nao][nao] += sum over levels of volume_element sum_r v[level](r) chi_a(r) chi_b(r); symmetric. v in hartree. */
HC_MUST_CHECK hc_status hc_gpw_integrate_potential(hc_context *ctx, const hc_gpw_tasks *tasks, const double *const *v,
                                                   double *h);
/* Derivatives of E = sum_ab P_ab <a|v|b> at fixed v: force [natom] += -dE/dR (hartree/bohr), strain += dE/dstrain
 * (hartree; the functions move with the atoms, the grid values of v are kept; may be NULL). Several spins: call again.
 */
HC_MUST_CHECK hc_status hc_gpw_integrate_gradient(hc_context *ctx, const hc_gpw_tasks *tasks, const double *density,
                                                  const double *const *v, hc_vec3 *force, hc_mat3 *strain);

#endif
