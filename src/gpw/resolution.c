#include "gpw/resolution.h"

#include <math.h>

#include "halfcell/units.h"

static double largest_exponent(const hc_gpw_basis_set *basis)
{
    double largest = 0.0;
    for (size_t s = 0; s < basis->nset; s++) {
        for (size_t i = 0; i < basis->set[s].nexponent; i++) {
            largest = fmax(largest, basis->set[s].exponent[i]);
        }
    }
    return largest;
}

/* The cutoff (hartree) at which the Fourier components of the ion's charge have fallen to a quarter and those of the
 * square of the narrowest function to a half. Plane waves of kinetic energy E have G^2 = 2 E; a charge of width r falls
 * as exp(-G^2 r^2/2), the square of a function of exponent a as exp(-G^2/(8 a)). */
static double lowest_cutoff(const hc_gpw_kind *kind)
{
    double function = 4.0 * largest_exponent(kind->basis) * log(2.0);
    double ion = kind->potential ? log(4.0) / (kind->potential->local_radius * kind->potential->local_radius) : 0.0;
    return fmax(function, ion);
}

hc_status hc_gpw_check_cutoff(hc_context *ctx, const hc_gpw_system *system, double cutoff)
{
    size_t worst = 0;
    double highest = 0.0;
    for (size_t i = 0; i < system->natom; i++) {
        double lowest = lowest_cutoff(hc_gpw_kind_of(system, i));
        worst = lowest > highest ? i : worst;
        highest = fmax(highest, lowest);
    }
    if (cutoff < highest) {
        const hc_gpw_kind *kind = hc_gpw_kind_of(system, worst);
        return hc_fail(ctx, HC_ERROR_INPUT,
                       "gpw: cutoff_ry %g is too low for %s (atom %zu, basis set %s): below %.0f Ry the grid holds "
                       "next to nothing of its narrowest function or of its ion's charge; 280 to 600 are usual",
                       cutoff / HC_RYDBERG, hc_element_symbol(kind->atomic_number), worst, kind->basis->name,
                       ceil(highest / HC_RYDBERG));
    }
    return HC_OK;
}
