/* The free atoms (gpw/atom.h) of a system on a grid, all periodic images. */
#ifndef HC_GPW_FREE_ATOMS_H
#define HC_GPW_FREE_ATOMS_H

#include "gpw/grid/grid.h"
#include "gpw/system.h"

typedef struct hc_gpw_free_atoms {
    const hc_gpw_system *system;
    const hc_structure *placed;
    const hc_grid *grid;
    struct hc_gpw_free_atom *kind; /* [nkind] */
} hc_gpw_free_atoms;

/* What is done with a free atom's density (e/bohr^3) at a point of the grid. */
typedef void hc_gpw_free_atoms_visit(void *user, size_t point, double rho);

/* Of the atoms of `placed` on `grid`; system, structure and grid are borrowed. Warns of a free atom that has not
 * converged. */
HC_MUST_CHECK hc_status hc_gpw_free_atoms_create(hc_context *ctx, const hc_gpw_system *system,
                                                 const hc_structure *placed, const hc_grid *grid,
                                                 hc_gpw_free_atoms **atoms);
void hc_gpw_free_atoms_free(hc_gpw_free_atoms *atoms);
/* Visits the points that an atom reaches, those of its images too; it ends where it has less than 1e-9 e/bohr^3. A
 * ghost reaches none. */
void hc_gpw_free_atoms_each_point(const hc_gpw_free_atoms *atoms, size_t atom, hc_gpw_free_atoms_visit *visit,
                                  void *user);
/* density [grid->count], e/bohr^3: the sum of all atoms. */
void hc_gpw_free_atoms_sum(const hc_gpw_free_atoms *atoms, double *density);

#endif
