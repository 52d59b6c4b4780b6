/* For the tests of the grids: basis sets made by hand, random matrices, analytic overlap. */
#ifndef TEST_UNIT_GPW_GRID_SUPPORT_H
#define TEST_UNIT_GPW_GRID_SUPPORT_H

#include "support/structure_fixture.h"

#include "gpw/grid/tasks.h"
#include "gpw/harmonics.h"

/* Numbers in (-1, 1) that are the same in every run. */
static inline double next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (double)(int64_t)(*state >> 11) / (double)(1ll << 52) - 1.0;
}

/* Kind 0: one set with two s shells, p and d. Kind 1: a set with s and p, and one with f. */
static double exponents_0[] = {1.1, 0.35}, exponents_1[] = {0.8, 0.4, 0.25}, exponents_f[] = {0.5};
static int shells_0[] = {0, 0, 1, 2}, shells_1[] = {0, 1}, shells_f[] = {3};
static double coefficients_0[] = {0.5, 0.3, -0.4, 0.6, 0.7, 0.2, 0.9, -0.3};
static double coefficients_1[] = {0.2, 0.5, -0.1, 0.6, 0.1, 0.3}, coefficients_f[] = {0.4};
static size_t first_0[] = {0, 1, 2, 5}, first_1[] = {0, 1}, first_f[] = {4};
static hc_gpw_set sets_0[] = {{0, 2, 2, exponents_0, 4, shells_0, coefficients_0, first_0}};
static hc_gpw_set sets_1[] = {{0, 1, 3, exponents_1, 2, shells_1, coefficients_1, first_1},
                              {3, 3, 1, exponents_f, 1, shells_f, coefficients_f, first_f}};
static hc_gpw_basis_set basis_0 = {.atomic_number = 8, .nset = 1, .set = sets_0, .nao = 10};
static hc_gpw_basis_set basis_1 = {.atomic_number = 1, .nset = 2, .set = sets_1, .nao = 11};
static hc_gpw_potential potential_0 = {
    .atomic_number = 8, .charge = 6, .local_radius = 0.6, .nlocal = 4, .local = {-1.6, 0.8, 0.3, -0.1}};
static hc_gpw_potential potential_1 = {.atomic_number = 1, .charge = 1, .local_radius = 0.5};
static hc_gpw_kind test_kinds[] = {{8, &basis_0, &potential_0}, {1, &basis_1, &potential_1}};

/* Three atoms, the third one outside of the cell. */
static size_t test_kind_of[] = {0, 1, 0}, test_first_ao[] = {0, 10, 21, 31};
static const hc_gpw_system test_system = {3, 2, 31, test_kinds, test_kind_of, test_first_ao, 13.0};
static const double orthorhombic_cell[3][3] = {{6.1, 0, 0}, {0, 6.9, 0}, {0, 0, 7.7}};
static const double triclinic_cell[3][3] = {{6.1, 0.4, -0.3}, {-2.2, 6.9, 0.5}, {0.8, -1.1, 7.7}};

static inline hc_structure *test_structure(const double cell[3][3])
{
    static const int numbers[] = {8, 1, 8};
    static const hc_vec3 positions[] = {{0.3, 0.2, -0.4}, {1.7, 2.2, 0.9}, {4.4, -1.9, 9.1}};
    hc_structure *structure = make_structure(3, numbers, positions);
    set_cell(structure, cell);
    return structure;
}

static inline double *random_symmetric(size_t n, uint64_t seed)
{
    double *p = malloc(n * n * sizeof *p);
    assert_non_null(p);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            p[i * n + j] = p[j * n + i] = next_random(&seed);
        }
    }
    return p;
}

/* Arrays for all levels, with random values or zero. */
static inline void make_levels(const hc_multigrid *multigrid, uint64_t seed, double *values[HC_GRID_LEVELS])
{
    for (size_t level = 0; level < multigrid->nlevel; level++) {
        size_t count = multigrid->level[level].count;
        values[level] = calloc(count, sizeof(double));
        assert_non_null(values[level]);
        for (size_t i = 0; seed && i < count; i++) {
            values[level][i] = next_random(&seed);
        }
    }
}

static inline void free_levels(const hc_multigrid *multigrid, double *values[HC_GRID_LEVELS])
{
    for (size_t level = 0; level < multigrid->nlevel; level++) {
        free(values[level]);
    }
}

/* integral (x-A)^i (x-B)^j exp(-a (x-A)^2 - b (x-B)^2) dx by the recursion of Obara and Saika. */
static inline double overlap_1d(int i, int j, double a, double b, double xa, double xb)
{
    double p = a + b, center = (a * xa + b * xb) / p, s[10][10];
    s[0][0] = sqrt(M_PI / p) * exp(-a * b / p * (xa - xb) * (xa - xb));
    for (int m = 0; m <= i; m++) {
        for (int n = 0; n <= j; n++) {
            if (m > 0) {
                s[m][n] = (center - xa) * s[m - 1][n] + (m > 1 ? (m - 1) * s[m - 2][n] : 0) / (2 * p) +
                          (n > 0 ? n * s[m - 1][n - 1] : 0) / (2 * p);
            } else if (n > 0) {
                s[m][n] = (center - xb) * s[m][n - 1] + (n > 1 ? (n - 1) * s[m][n - 2] : 0) / (2 * p);
            }
        }
    }
    return s[i][j];
}

/* Overlap of two primitive solid harmonics. */
static inline double harmonic_overlap(int la, int ma, double a, hc_vec3 ra, int lb, int mb, double b, hc_vec3 rb)
{
    const double *ca = hc_solid_harmonics(la) + (size_t)ma * HC_CARTESIAN_COUNT(la);
    double sum = 0;
    for (int x = la; x >= 0; x--) {
        for (int y = la - x; y >= 0; y--, ca++) {
            const double *cb = hc_solid_harmonics(lb) + (size_t)mb * HC_CARTESIAN_COUNT(lb);
            for (int u = lb; u >= 0; u--) {
                for (int v = lb - u; v >= 0; v--, cb++) {
                    if (*ca != 0 && *cb != 0) {
                        sum += *ca * *cb * overlap_1d(x, u, a, b, ra.x, rb.x) * overlap_1d(y, v, a, b, ra.y, rb.y) *
                               overlap_1d(la - x - y, lb - u - v, a, b, ra.z, rb.z);
                    }
                }
            }
        }
    }
    return sum;
}

/* Overlap of function m of a shell with function n of another. */
static inline double shell_overlap(const hc_gpw_set *sa, size_t ia, int m, hc_vec3 ra, const hc_gpw_set *sb, size_t ib,
                                   int n, hc_vec3 rb)
{
    double sum = 0;
    for (size_t i = 0; i < sa->nexponent; i++) {
        for (size_t j = 0; j < sb->nexponent; j++) {
            double a = sa->exponent[i], b = sb->exponent[j], r2 = hc_vec3_norm2(hc_vec3_sub(ra, rb));
            if (a * b / (a + b) * r2 < 45.0) {
                sum += sa->coefficient[ia * sa->nexponent + i] * sb->coefficient[ib * sb->nexponent + j] *
                       harmonic_overlap(sa->l[ia], m, a, ra, sb->l[ib], n, b, rb);
            }
        }
    }
    return sum;
}

/* A function of the system: its shell and m. */
typedef struct function_of {
    const hc_gpw_set *set;
    size_t shell;
    int m;
    size_t atom;
} function_of;

static inline function_of find_function(const hc_gpw_system *system, size_t iao)
{
    for (size_t i = 0; i < system->natom; i++) {
        const hc_gpw_basis_set *basis = hc_gpw_kind_of(system, i)->basis;
        for (size_t s = 0; s < basis->nset; s++) {
            for (size_t k = 0; k < basis->set[s].nshell; k++) {
                size_t first = system->first_ao[i] + basis->set[s].first[k];
                if (iao >= first && iao < first + HC_SPHERICAL_COUNT(basis->set[s].l[k])) {
                    return (function_of){&basis->set[s], k, (int)(iao - first), i};
                }
            }
        }
    }
    fail_msg("no function %zu", iao);
    return (function_of){0};
}

/* Overlap of two functions, summed over `images` cells in every direction. */
static inline double periodic_overlap(const hc_gpw_system *system, const hc_structure *structure, size_t i, size_t j,
                                      int images)
{
    function_of f = find_function(system, i), g = find_function(system, j);
    double sum = 0;
    for (int x = -images; x <= images; x++) {
        for (int y = -images; y <= images; y++) {
            for (int z = -images; z <= images; z++) {
                hc_vec3 shift = hc_vec3_times_mat3((hc_vec3){x, y, z}, &structure->cell);
                sum += shell_overlap(f.set, f.shell, f.m, structure->position[f.atom], g.set, g.shell, g.m,
                                     hc_vec3_add(structure->position[g.atom], shift));
            }
        }
    }
    return sum;
}

#endif
