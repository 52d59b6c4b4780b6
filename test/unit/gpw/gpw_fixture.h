/* For tests of GPW's integrals: systems made by hand, and their functions on a grid over the cell, where sums over the
 * points are integrals to rounding when the functions are smooth. Include after nothing but this. */
#ifndef TEST_UNIT_GPW_FIXTURE_H
#define TEST_UNIT_GPW_FIXTURE_H

#include "support/structure_fixture.h"

#include "gpw/harmonics.h"
#include "gpw/system.h"
#include "math/random.h"

typedef struct set_recipe {
    int nshell, l[4];
    int nexponent;
    double exponent[4];
} set_recipe;

typedef struct kind_recipe {
    int nset;
    set_recipe set[2];
    bool ghost;
    hc_gpw_potential potential;
} kind_recipe;

/* Numbers in (-1, 1), always the same. */
static inline double next_number(hc_random *random)
{
    return 2.0 * hc_random_uniform(random) - 1.0;
}

static inline void fill_set(const set_recipe *recipe, size_t *nao, hc_random *random, hc_gpw_set *set)
{
    set->nexponent = (size_t)recipe->nexponent;
    set->nshell = (size_t)recipe->nshell;
    set->exponent = calloc(set->nexponent, sizeof(double));
    set->l = calloc(set->nshell, sizeof(int));
    set->first = calloc(set->nshell, sizeof(size_t));
    set->coefficient = calloc(set->nshell * set->nexponent, sizeof(double));
    memcpy(set->exponent, recipe->exponent, set->nexponent * sizeof(double));
    set->lmin = set->lmax = recipe->l[0];
    for (size_t s = 0; s < set->nshell; s++) {
        set->l[s] = recipe->l[s];
        set->lmin = set->l[s] < set->lmin ? set->l[s] : set->lmin;
        set->lmax = set->l[s] > set->lmax ? set->l[s] : set->lmax;
        set->first[s] = *nao;
        *nao += HC_SPHERICAL_COUNT(set->l[s]);
    }
    for (size_t k = 0; k < set->nshell * set->nexponent; k++) {
        set->coefficient[k] = next_number(random);
    }
}

/* kind_of [natom]; potentials are borrowed from the recipes. */
static inline hc_gpw_system *make_system(size_t nkind, const kind_recipe *recipes, size_t natom, const size_t *kind_of)
{
    hc_random random;
    hc_random_seed(&random, 7);
    hc_gpw_system *system = calloc(1, sizeof *system);
    system->natom = natom;
    system->nkind = nkind;
    system->kind = calloc(nkind, sizeof *system->kind);
    system->kind_of = calloc(natom, sizeof(size_t));
    system->first_ao = calloc(natom + 1, sizeof(size_t));
    for (size_t k = 0; k < nkind; k++) {
        hc_gpw_basis_set *basis = calloc(1, sizeof *basis);
        basis->nset = (size_t)recipes[k].nset;
        basis->set = calloc(basis->nset, sizeof *basis->set);
        for (size_t s = 0; s < basis->nset; s++) {
            fill_set(&recipes[k].set[s], &basis->nao, &random, &basis->set[s]);
        }
        system->kind[k].basis = basis;
        system->kind[k].potential = recipes[k].ghost ? NULL : (hc_gpw_potential *)&recipes[k].potential;
    }
    for (size_t i = 0; i < natom; i++) {
        system->kind_of[i] = kind_of[i];
        system->first_ao[i + 1] = system->first_ao[i] + hc_gpw_kind_of(system, i)->basis->nao;
    }
    system->nao = system->first_ao[natom];
    return system;
}

static inline void free_system(hc_gpw_system *system)
{
    for (size_t k = 0; k < system->nkind; k++) {
        hc_gpw_basis_set *basis = system->kind[k].basis;
        for (size_t s = 0; s < basis->nset; s++) {
            free(basis->set[s].exponent);
            free(basis->set[s].l);
            free(basis->set[s].first);
            free(basis->set[s].coefficient);
        }
        free(basis->set);
        free(basis);
    }
    free(system->kind);
    free(system->kind_of);
    free(system->first_ao);
    free(system);
}

static inline double *random_symmetric(size_t n, uint64_t seed)
{
    hc_random random;
    hc_random_seed(&random, seed);
    double *matrix = calloc(n * n, sizeof(double));
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            matrix[i * n + j] = matrix[j * n + i] = next_number(&random);
        }
    }
    return matrix;
}

static inline double power_of(double x, int n)
{
    double value = 1.0;
    for (int k = 0; k < n; k++) {
        value *= x;
    }
    return value;
}

/* S_lm (row m + l) at d, and its gradient. */
static inline double harmonic_at(int l, size_t row, hc_vec3 d, hc_vec3 *gradient)
{
    const double *c = hc_solid_harmonics(l) + row * HC_CARTESIAN_COUNT(l);
    double sum = 0.0;
    *gradient = (hc_vec3){0.0, 0.0, 0.0};
    for (int x = 0; x <= l; x++) {
        for (int y = 0; x + y <= l; y++) {
            int z = l - x - y;
            double f = c[hc_cartesian_index(x, y, z)];
            double px = power_of(d.x, x), py = power_of(d.y, y), pz = power_of(d.z, z);
            sum += f * px * py * pz;
            gradient->x += x ? f * x * power_of(d.x, x - 1) * py * pz : 0.0;
            gradient->y += y ? f * y * power_of(d.y, y - 1) * px * pz : 0.0;
            gradient->z += z ? f * z * power_of(d.z, z - 1) * px * py : 0.0;
        }
    }
    return sum;
}

/* Adds all functions of an atom at d from it: value [nao] and gradient [3][nao] of the system. */
static inline void add_functions(const hc_gpw_system *system, size_t iatom, hc_vec3 d, double *value, double *gradient)
{
    const hc_gpw_basis_set *basis = hc_gpw_kind_of(system, iatom)->basis;
    double r2 = hc_vec3_norm2(d);
    for (size_t is = 0; is < basis->nset; is++) {
        const hc_gpw_set *set = &basis->set[is];
        for (size_t s = 0; s < set->nshell; s++) {
            double radial = 0.0, slope = 0.0;
            for (size_t i = 0; i < set->nexponent; i++) {
                double g = set->coefficient[s * set->nexponent + i] * exp(-set->exponent[i] * r2);
                radial += g;
                slope -= 2.0 * set->exponent[i] * g;
            }
            for (size_t m = 0; m < HC_SPHERICAL_COUNT(set->l[s]); m++) {
                hc_vec3 dh;
                size_t ao = system->first_ao[iatom] + set->first[s] + m;
                double h = harmonic_at(set->l[s], m, d, &dh);
                value[ao] += h * radial;
                gradient[ao] += dh.x * radial + h * slope * d.x;
                gradient[system->nao + ao] += dh.y * radial + h * slope * d.y;
                gradient[2 * system->nao + ao] += dh.z * radial + h * slope * d.z;
            }
        }
    }
}

/* Lattice vectors of whole numbers -n ... n in each direction, one after another; false after the last. */
static inline bool next_translation(const hc_structure *structure, int n, int *counter, hc_vec3 *shift)
{
    int side = 2 * n + 1, k = (*counter)++;
    hc_vec3 whole = {k % side - n, k / side % side - n, k / (side * side) - n};
    *shift = hc_vec3_times_mat3(whole, &structure->cell);
    return k < side * side * side;
}

/* Point k of an n x n x n grid over the cell. */
static inline hc_vec3 grid_point(const hc_structure *structure, int n, int k)
{
    hc_vec3 fraction = {(double)(k % n) / n, (double)(k / n % n) / n, (double)(k / (n * n)) / n};
    return hc_vec3_times_mat3(fraction, &structure->cell);
}

/* The functions summed over images, and their gradients, at r: value [nao], gradient [3][nao]. */
static inline void functions_at(const hc_gpw_system *system, const hc_structure *structure, int images, hc_vec3 r,
                                double *value, double *gradient)
{
    memset(value, 0, system->nao * sizeof(double));
    memset(gradient, 0, 3 * system->nao * sizeof(double));
    for (size_t i = 0; i < system->natom; i++) {
        int counter = 0;
        hc_vec3 shift;
        while (next_translation(structure, images, &counter, &shift)) {
            hc_vec3 d = hc_vec3_sub(r, hc_vec3_add(structure->position[i], shift));
            if (hc_vec3_norm2(d) < 120.0) {
                add_functions(system, i, d, value, gradient);
            }
        }
    }
}

static inline double largest_difference(size_t n, const double *a, const double *b)
{
    double worst = 0.0;
    for (size_t k = 0; k < n; k++) {
        double difference = fabs(a[k] - b[k]);
        worst = !(difference <= worst) ? difference : worst;
    }
    return worst;
}

/* A small skewed cell with three kinds of atoms: functions from s to g, one kind with two sets. */
static const double SKEWED[3][3] = {{6.5, 0.3, -0.4}, {0.8, 6.1, 0.5}, {-0.6, 0.9, 7.0}};
static const hc_vec3 SKEWED_POSITION[] = {{0.3, 0.2, 0.1}, {3.1, 2.4, 0.9}, {5.5, 5.9, 9.0}, {-1.0, 3.0, 4.5}};
static const size_t SKEWED_KIND[] = {0, 1, 2, 1};
static const kind_recipe SKEWED_RECIPE[] = {
    {.nset = 1,
     .set = {{.nshell = 4, .l = {0, 0, 1, 2}, .nexponent = 3, .exponent = {1.1, 0.55, 0.3}}},
     .potential = {.charge = 3.0,
                   .local_radius = 0.65,
                   .nlocal = 2,
                   .local = {-4.0, 1.5},
                   .nchannel = 2,
                   .channel = {{.l = 0, .radius = 0.6, .nprojector = 2, .h = {{3.0, -1.2}, {-1.2, 2.0}}},
                               {.l = 1, .radius = 0.7, .nprojector = 1, .h = {{-2.0}}}}}},
    {.nset = 2,
     .set = {{.nshell = 2, .l = {1, 3}, .nexponent = 2, .exponent = {0.9, 0.4}},
             {.nshell = 2, .l = {4, 0}, .nexponent = 1, .exponent = {0.7}}},
     .potential = {.charge = 5.0,
                   .local_radius = 0.8,
                   .nlocal = 4,
                   .local = {2.0, -1.0, 0.5, 0.1},
                   .nchannel = 3,
                   .channel = {{.l = 0,
                                .radius = 0.7,
                                .nprojector = 3,
                                .h = {{1.0, 0.3, -0.2}, {0.3, -2.0, 0.4}, {-0.2, 0.4, 0.8}}},
                               {.l = 2, .radius = 0.65, .nprojector = 2, .h = {{-1.0, 0.5}, {0.5, 1.5}}},
                               {.l = 3, .radius = 0.8, .nprojector = 1, .h = {{0.7}}}}}},
    {.nset = 1, .set = {{.nshell = 2, .l = {2, 1}, .nexponent = 2, .exponent = {0.8, 0.35}}}, .ghost = true},
};

static inline hc_structure *skewed_structure(void)
{
    static const int numbers[] = {8, 16, 1, 16};
    hc_structure *structure = make_structure(4, numbers, SKEWED_POSITION);
    set_cell(structure, SKEWED);
    return structure;
}

static inline hc_gpw_system *skewed_system(void)
{
    return make_system(3, SKEWED_RECIPE, 4, SKEWED_KIND);
}

#endif
