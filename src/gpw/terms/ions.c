#include "gpw/terms/ions.h"

#include <math.h>

#include "atoms/neighbours.h"
#include "halfcell/units.h"

double hc_gpw_ion_self_energy(const hc_gpw_system *system)
{
    double sum = 0.0;
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_potential *potential = hc_gpw_kind_of(system, i)->potential;
        if (potential) {
            sum -= potential->charge * potential->charge / (2.0 * sqrt(HC_PI) * potential->local_radius);
        }
    }
    return sum;
}

/* Where the widest pair of ions with the largest charges has fallen to eps. */
static double ion_cutoff(const hc_gpw_system *system, double eps)
{
    double charge = 0.0, radius = 0.0;
    for (size_t k = 0; k < system->nkind; k++) {
        const hc_gpw_potential *potential = system->kind[k].potential;
        charge = potential ? fmax(charge, potential->charge) : charge;
        radius = potential ? fmax(radius, potential->local_radius) : radius;
    }
    double cutoff = radius, width = 2.0 * radius;
    while (radius > 0.0 && charge * charge * erfc(cutoff / width) / cutoff > eps) {
        cutoff += 0.1 * radius;
    }
    return cutoff;
}

/* One pair at distance r: energy, and *slope = dE/dr / r. */
static double ion_pair(const hc_gpw_system *system, size_t i, size_t j, double r, double *slope)
{
    double charge = hc_gpw_ion_charge(system, i) * hc_gpw_ion_charge(system, j);
    *slope = 0.0;
    if (charge == 0.0) {
        return 0.0;
    }
    double ri = hc_gpw_kind_of(system, i)->potential->local_radius;
    double rj = hc_gpw_kind_of(system, j)->potential->local_radius;
    double width = sqrt(2.0 * (ri * ri + rj * rj)), x = r / width;
    double energy = charge * erfc(x) / r;
    *slope = -(energy + charge * 2.0 / sqrt(HC_PI) * exp(-x * x) / width) / (r * r);
    return energy;
}

hc_status hc_gpw_ion_overlap(hc_context *ctx, const hc_gpw_system *system, const hc_structure *structure, double eps,
                             double *energy, hc_vec3 *force, hc_mat3 *strain)
{
    hc_status status;
    hc_neighbour_list *list = NULL;
    double cutoff = ion_cutoff(system, eps);
    *energy = 0.0;
    if (cutoff == 0.0) {
        return HC_OK; /* ghosts alone */
    }
    HC_TRY(hc_neighbours_create(ctx, cutoff, 0.0, &list));
    HC_TRY(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < system->natom; i++) {
        for (size_t entry = list->first[i]; entry < list->first[i + 1]; entry++) {
            size_t j = list->entry[entry].j;
            hc_vec3 r = hc_neighbour_vector(structure, i, &list->entry[entry]);
            double distance = hc_vec3_norm(r), slope;
            if (distance >= cutoff) {
                continue;
            }
            *energy += ion_pair(system, i, j, distance, &slope);
            if (force) {
                force[i] = hc_vec3_axpy(force[i], slope, r);
                force[j] = hc_vec3_axpy(force[j], -slope, r);
            }
            if (strain) {
                hc_mat3_add_outer(strain, slope, r, r);
            }
        }
    }
cleanup:
    hc_neighbours_free(list);
    return status;
}
