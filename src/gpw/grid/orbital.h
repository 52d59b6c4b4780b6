/* One function of the basis on grids: an orbital. */
#ifndef HC_GPW_GRID_ORBITAL_H
#define HC_GPW_GRID_ORBITAL_H

#include "gpw/grid/grid.h"
#include "gpw/system.h"

/* value[level] (set) of sum_a coefficient[a] chi_a(r), bohr^(-3/2), all periodic images; each exponent goes to the
 * level that it asks for. coefficient [nao]; what stays below eps is left out. */
void hc_gpw_collocate_orbital(const hc_gpw_system *system, const hc_structure *structure, const hc_multigrid *multigrid,
                              double eps, const double *coefficient, double *const *value);

#endif
