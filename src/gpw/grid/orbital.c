#include "gpw/grid/orbital.h"

#include <math.h>
#include <string.h>

#include "gpw/grid/gaussian.h"
#include "gpw/harmonics.h"

/* Polynomial [HC_CARTESIAN_TOTAL(lmax)] that goes with exponent i of a set. */
static void make_polynomial(const hc_gpw_set *set, size_t i, const double *coefficient, double *polynomial)
{
    memset(polynomial, 0, HC_CARTESIAN_TOTAL(HC_GPW_LMAX) * sizeof *polynomial);
    for (size_t s = 0; s < set->nshell; s++) {
        int l = set->l[s];
        size_t ncart = HC_CARTESIAN_COUNT(l), place = hc_cartesian_place(l, 0, 0);
        const double *harmonics = hc_solid_harmonics(l);
        double contraction = set->coefficient[s * set->nexponent + i];
        for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
            for (size_t c = 0; c < ncart; c++) {
                polynomial[place + c] += contraction * coefficient[set->first[s] + m] * harmonics[m * ncart + c];
            }
        }
    }
}

/* Beyond it the terms of the polynomial, each taken alone, are below eps. */
static double radius_of(double exponent, int lmax, const double *polynomial, double eps)
{
    double radius = 0.0;
    size_t place = 0;
    for (int l = 0; l <= lmax; l++) {
        double size = 0.0;
        for (size_t c = 0; c < HC_CARTESIAN_COUNT(l); c++) {
            size += fabs(polynomial[place++]);
        }
        double r = sqrt(0.5 * l / exponent); /* where r^l exp(-exponent r^2) is greatest */
        if (size * pow(r, l) * exp(-exponent * r * r) > eps) {
            double step = 0.5 / sqrt(exponent);
            while (size * pow(r, l) * exp(-exponent * r * r) > eps) {
                r += step;
            }
            radius = fmax(radius, r);
        }
    }
    return radius;
}

static void add_set(const hc_gpw_set *set, hc_vec3 center, const hc_multigrid *multigrid, double eps,
                    const double *coefficient, double *const *value)
{
    double polynomial[HC_CARTESIAN_TOTAL(HC_GPW_LMAX)];
    for (size_t i = 0; i < set->nexponent; i++) {
        size_t level = hc_multigrid_level(multigrid, set->exponent[i]);
        make_polynomial(set, i, coefficient, polynomial);
        hc_grid_gaussian g = {.exponent = set->exponent[i],
                              .center = center,
                              .radius = radius_of(set->exponent[i], set->lmax, polynomial, eps),
                              .l = set->lmax};
        if (g.radius > 0.0) {
            hc_grid_collocate_reference(&multigrid->level[level], &g, polynomial, value[level]);
        }
    }
}

void hc_gpw_collocate_orbital(const hc_gpw_system *system, const hc_structure *structure, const hc_multigrid *multigrid,
                              double eps, const double *coefficient, double *const *value)
{
    for (size_t level = 0; level < multigrid->nlevel; level++) {
        memset(value[level], 0, multigrid->level[level].count * sizeof(double));
    }
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_basis_set *basis = hc_gpw_kind_of(system, i)->basis;
        for (size_t s = 0; s < basis->nset; s++) {
            add_set(&basis->set[s], structure->position[i], multigrid, eps, coefficient + system->first_ao[i], value);
        }
    }
}
