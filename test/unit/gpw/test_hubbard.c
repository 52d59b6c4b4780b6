/* The Hubbard term: an atom with known occupations, derivatives against differences, and what is refused. */
#include "support/structure_fixture.h"

#include "gpw/terms/hubbard.h"
#include "gpw/terms/one_electron.h"
#include "halfcell/units.h"
#include "math/linalg.h"
#include "math/random.h"

static const char *const TEXTS[] = {"O=p:5", "1=s:-3", "Ni=d:4", "2=d:6", "Ni=s:1", "Ni=s:0"};

typedef struct cluster {
    hc_structure *structure;
    hc_gpw_system *system;
    hc_gpw_hubbard *hubbard;
    double *overlap;
    double *density[2];
} cluster;

/* O, H and Ni in a small skewed cell, so that images of the functions overlap as well. */
static void make_cluster(size_t nspin, size_t ntext, cluster *c)
{
    static const int numbers[] = {8, 1, 28};
    static const hc_vec3 positions[] = {{0.2, 0.1, 0.3}, {2.0, 0.9, 0.4}, {3.6, 3.1, 2.9}};
    static const double cell[3][3] = {{7.0, 0.2, -0.3}, {0.4, 6.8, 0.5}, {-0.2, 0.3, 7.3}};
    const hc_gpw_system_options kinds = {.functional = "PBE"};
    hc_gpw_hubbard_shells *shells = NULL;
    hc_random random;
    hc_random_seed(&random, 3);
    c->structure = make_structure(3, numbers, positions);
    set_cell(c->structure, cell);
    CHECK(hc_gpw_system_create(ctx, c->structure, &kinds, &c->system));
    const hc_gpw_hubbard_options options = {.u = TEXTS, .nu = ntext};
    CHECK(hc_gpw_hubbard_shells_create(ctx, c->system, c->structure, &options, &shells));
    CHECK(hc_gpw_hubbard_create(ctx, shells, c->system->nao, nspin, &c->hubbard));
    size_t n = c->system->nao;
    c->overlap = calloc(n * n, sizeof(double));
    for (size_t s = 0; s < 2; s++) {
        c->density[s] = calloc(n * n, sizeof(double));
        for (size_t i = 0; i < n; i++) {
            for (size_t j = 0; j <= i; j++) {
                c->density[s][i * n + j] = c->density[s][j * n + i] = hc_random_uniform(&random) - 0.5;
            }
        }
    }
}

static void free_cluster(cluster *c)
{
    hc_gpw_hubbard_free(c->hubbard);
    hc_gpw_system_free(c->system);
    hc_structure_free(c->structure);
    free(c->overlap);
    free(c->density[0]);
    free(c->density[1]);
}

/* Of the present positions and cell; h may be NULL. */
static double energy_of(cluster *c, double *const *h)
{
    size_t n = c->system->nao;
    double *own[2] = {calloc(n * n, sizeof(double)), calloc(n * n, sizeof(double))};
    CHECK(hc_gpw_one_electron(ctx, c->system, c->structure, 1e-14, c->overlap, NULL));
    hc_gpw_hubbard_update(c->hubbard, c->overlap);
    double energy = hc_gpw_hubbard_add(c->hubbard, (const double *const *)c->density, h ? h : own);
    free(own[0]);
    free(own[1]);
    return energy;
}

static void shells_are_numbered(void **state)
{
    (void)state;
    cluster c;
    make_cluster(1, 6, &c);
    const hc_gpw_hubbard_shells *shells = c.hubbard->shells;
    assert_int_equal(shells->count, 3); /* the last U takes the one before away */
    assert_int_equal(shells->nprojector, 3 + 1 + 5);
    assert_true(fabs(shells->shell[2].u - 6.0 * HC_EV) < 1e-15); /* a later one wins */
    assert_int_equal(shells->shell[2].atom, 2);
    assert_int_equal(shells->shell[2].l, 2);
    assert_true(fabs(shells->shell[0].occupation - 4.0 / 6.0) < 1e-15);
    free_cluster(&c);
}

/* E is quadratic in P: central differences are exact. */
static void matrix_is_the_derivative(void **state)
{
    (void)state;
    for (size_t nspin = 1; nspin <= 2; nspin++) {
        cluster c;
        make_cluster(nspin, 4, &c);
        size_t n = c.system->nao;
        double *h[2] = {calloc(n * n, sizeof(double)), calloc(n * n, sizeof(double))};
        energy_of(&c, h);
        for (size_t s = 0; s < nspin; s++) {
            for (size_t k = 0; k < n * n; k += 37) {
                size_t i = k / n, j = k % n, t = j * n + i;
                double energy[2], step = 0.5, sum = h[s][k] + (t == k ? 0.0 : h[s][t]);
                for (int side = 0; side < 2; side++) {
                    double change = side ? -step : step;
                    c.density[s][k] += change;
                    c.density[s][t] += t == k ? 0.0 : change;
                    energy[side] = energy_of(&c, NULL);
                    c.density[s][k] -= change;
                    c.density[s][t] -= t == k ? 0.0 : change;
                }
                double found = (energy[0] - energy[1]) / (2.0 * step);
                if (!(fabs(found - sum) < 1e-10)) {
                    fail_msg("%zu spins, element %zu %zu: %.12f, not %.12f", nspin, i, j, sum, found);
                }
            }
        }
        free(h[0]);
        free(h[1]);
        free_cluster(&c);
    }
}

/* Force and strain derivative at fixed density matrix. */
static void weight_makes_the_gradient(void **state)
{
    (void)state;
    for (size_t nspin = 1; nspin <= 2; nspin++) {
        cluster c;
        make_cluster(nspin, 4, &c);
        size_t n = c.system->nao;
        double *zero = calloc(n * n, sizeof(double)), *weighted = calloc(n * n, sizeof(double)), step = 1e-4;
        hc_vec3 force[3] = {{0.0, 0.0, 0.0}};
        hc_mat3 strain = {0};
        energy_of(&c, NULL);
        hc_gpw_hubbard_weight(c.hubbard, (const double *const *)c.density, weighted);
        CHECK(hc_gpw_one_electron_gradient(ctx, c.system, c.structure, 1e-14, zero, weighted, force, &strain));
        for (size_t i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                double *x = &((double *)&c.structure->position[i])[k], begin = *x;
                *x = begin + step;
                double up = energy_of(&c, NULL);
                *x = begin - step;
                double found = -(up - energy_of(&c, NULL)) / (2.0 * step), ours = ((double *)&force[i])[k];
                *x = begin;
                if (!(fabs(found - ours) < 2e-6)) {
                    fail_msg("%zu spins, atom %zu, direction %d: %.9f, not %.9f", nspin, i, k, ours, found);
                }
            }
        }
        hc_structure *begin = NULL;
        CHECK(hc_structure_copy(ctx, c.structure, &begin));
        for (int k = 0; k < 9; k++) { /* direction k / 3 times 1 + step into direction k % 3 */
            double energy[2];
            for (int side = 0; side < 2; side++) {
                hc_mat3 change = {{{1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}}};
                ((double *)&change)[k] += side ? -step : step;
                for (int v = 0; v < 3; v++) {
                    c.structure->cell.row[v] = hc_vec3_times_mat3(begin->cell.row[v], &change);
                    c.structure->position[v] = hc_vec3_times_mat3(begin->position[v], &change);
                }
                energy[side] = energy_of(&c, NULL);
            }
            double found = (energy[0] - energy[1]) / (2.0 * step), ours = ((double *)&strain)[k % 3 * 3 + k / 3];
            if (!(fabs(found - ours) < 1e-5)) {
                fail_msg("%zu spins, strain %d: %.9f, not %.9f", nspin, k, ours, found);
            }
        }
        hc_structure_free(begin);
        free(zero);
        free(weighted);
        free_cluster(&c);
    }
}

/* A nickel atom alone whose d orbitals are filled to f in each spin: 5 f (1 - f) U, and levels moved by U (1/2 - f). */
static void an_atom_alone(void **state)
{
    (void)state;
    static const int number[] = {28};
    static const hc_vec3 position[] = {{15.0, 15.0, 15.0}};
    static const double cell[3][3] = {{30.0, 0.0, 0.0}, {0.0, 30.0, 0.0}, {0.0, 0.0, 30.0}};
    const hc_gpw_system_options kinds = {.functional = "PBE"};
    const char *const text[] = {"Ni=d:4"};
    const hc_gpw_hubbard_options options = {.u = text, .nu = 1};
    hc_structure *structure = make_structure(1, number, position);
    hc_gpw_system *system = NULL;
    hc_gpw_hubbard_shells *shells = NULL;
    hc_gpw_hubbard *hubbard = NULL;
    set_cell(structure, cell);
    CHECK(hc_gpw_system_create(ctx, structure, &kinds, &system));
    CHECK(hc_gpw_hubbard_shells_create(ctx, system, structure, &options, &shells));
    CHECK(hc_gpw_hubbard_create(ctx, shells, system->nao, 1, &hubbard));
    size_t n = system->nao;
    double *overlap = calloc(n * n, sizeof(double)), *density = calloc(n * n, sizeof(double));
    double *h = calloc(n * n, sizeof(double)), *b = calloc(5 * n, sizeof(double)), block[25];
    CHECK(hc_gpw_one_electron(ctx, system, structure, 1e-14, overlap, NULL));
    hc_gpw_hubbard_update(hubbard, overlap);
    hc_gemm(false, true, 5, 5, n, 1.0, hubbard->projected, n, shells->projector, n, 0.0, block, 5);
    for (size_t k = 0; k < 25; k++) {
        assert_true(fabs(block[k] - (k % 6 == 0 ? 1.0 : 0.0)) < 1e-10);
    }
    for (double f = 0.0; f <= 1.0; f += 0.25) {
        double u = 4.0 * HC_EV;
        hc_gemm(true, false, n, n, 5, 2.0 * f, shells->projector, n, shells->projector, n, 0.0, density, n);
        memset(h, 0, n * n * sizeof *h);
        double energy = hc_gpw_hubbard_add(hubbard, (const double *const[]){density}, &h);
        assert_true(fabs(energy - 5.0 * f * (1.0 - f) * u) < 1e-12);
        double electrons[1][2];
        hc_gpw_hubbard_electrons(hubbard, (const double *const[]){density}, electrons);
        assert_true(fabs(electrons[0][0] - 5.0 * f) < 1e-10 && electrons[0][1] == electrons[0][0]);
        hc_gemm(false, false, 5, n, n, 1.0, shells->projector, n, h, n, 0.0, b, n);
        hc_gemm(false, true, 5, 5, n, 1.0, b, n, shells->projector, n, 0.0, block, 5);
        for (size_t k = 0; k < 25; k++) {
            assert_true(fabs(block[k] - (k % 6 == 0 ? u * (0.5 - f) : 0.0)) < 1e-10);
        }
    }
    memset(h, 0, n * n * sizeof *h); /* nickel's d shell has 8 electrons of 10 */
    CHECK(hc_gpw_hubbard_begin(ctx, hubbard, &h));
    hc_gemm(false, false, 5, n, n, 1.0, shells->projector, n, h, n, 0.0, b, n);
    assert_true(fabs(hc_dot(n, b, shells->projector) - 4.0 * HC_EV * (0.5 - 0.8)) < 1e-10);
    free(overlap);
    free(density);
    free(h);
    free(b);
    hc_gpw_hubbard_free(hubbard);
    hc_gpw_system_free(system);
    hc_structure_free(structure);
}

/* The electrons that a shell begins with lie in its lowest orbitals, held by 1 hartree, which is more than U: of a
 * matrix that sets those of d apart. */
static void a_shell_begins_as_asked(void **state)
{
    (void)state;
    cluster c;
    make_cluster(2, 1, &c);
    const char *const u[] = {"Ni=d:4"}, *const start[] = {"2=d:2.5/1"};
    const hc_gpw_hubbard_options options = {u, start, 1, 1};
    hc_gpw_hubbard_shells *shells = NULL;
    hc_gpw_hubbard *hubbard = NULL;
    size_t n = c.system->nao;
    CHECK(hc_gpw_hubbard_shells_create(ctx, c.system, c.structure, &options, &shells));
    CHECK(hc_gpw_hubbard_create(ctx, shells, n, 2, &hubbard));
    set_cell(c.structure, (double[3][3]){{30.0, 0.0, 0.0}, {0.0, 30.0, 0.0}, {0.0, 0.0, 30.0}});
    energy_of(&c, NULL);
    hc_gpw_hubbard_update(hubbard, c.overlap);
    double *rows = calloc(5 * n, sizeof(double)), *h[2], *before[2];
    double block[25], level[5] = {0.3, -0.2, 0.5, -0.1, 0.9}; /* of m, hartree */
    for (size_t s = 0; s < 2; s++) {
        h[s] = calloc(n * n, sizeof(double));
        before[s] = calloc(n * n, sizeof(double));
        for (size_t m = 0; m < 5; m++) {
            for (size_t i = 0; i < n; i++) {
                rows[m * n + i] = level[m] * hubbard->projected[m * n + i];
            }
        }
        hc_gemm(true, false, n, n, 5, 1.0, hubbard->projected, n, rows, n, 0.0, h[s], n);
        memcpy(before[s], h[s], n * n * sizeof(double));
    }
    CHECK(hc_gpw_hubbard_begin(ctx, hubbard, h));
    const double filled[2][5] = {{0.5, 1.0, 0.0, 1.0, 0.0}, {0.0, 1.0, 0.0, 0.0, 0.0}};
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < n * n; i++) {
            h[s][i] -= before[s][i];
        }
        hc_gemm(false, false, 5, n, n, 1.0, shells->projector, n, h[s], n, 0.0, rows, n);
        hc_gemm(false, true, 5, 5, n, 1.0, rows, n, shells->projector, n, 0.0, block, 5);
        for (size_t m = 0; m < 5; m++) {
            assert_true(fabs(block[6 * m] - 1.0 * (0.5 - filled[s][m])) < 1e-10);
        }
        free(h[s]);
        free(before[s]);
    }
    free(rows);
    hc_gpw_hubbard_free(hubbard);
    free_cluster(&c);
}

static void refusals(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        bool starts;
    } cases[] = {
        {"O", "looks like", false},
        {"=p:5", "looks like", false},
        {"O=", "without its number", false},
        {"O=2p:5", "without its number", false},
        {"O=g:5", "without its number", false},
        {"O=p", "without its number", false},
        {"O=p:", "number of eV", false},
        {"O=p:five", "number of eV", false},
        {"O=p:5 eV", "number of eV", false},
        {"O=p:nan", "number of eV", false},
        {"O=p:50", "from -30 to 30", false},
        {"O=d:5", "no d electrons with GTH-PBE-q6, only of sp", false},
        {"Ce=f:5", "no atom of the structure is meant", false},
        {"7=s:5", "7", false},
        {"wood=s:5", "wood", false},
        {"O=p", "without its number", true},
        {"O=p:4", "0 to 3 electrons of each spin", true},
        {"O=p:-1", "0 to 3 electrons of each spin", true},
        {"O=p:1/", "p:1 or p:1/0", true},
        {"O=p:1/2/3", "p:1 or p:1/0", true},
        {"O=s:1", "the shell s of atom 0 (O) has no Hubbard U", true},
    };
    cluster c;
    make_cluster(1, 1, &c);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        hc_gpw_hubbard_shells *shells = NULL;
        const hc_gpw_hubbard_options u = {.u = &cases[k].text, .nu = 1},
                                     start = {.u = TEXTS, .nu = 1, .start = &cases[k].text, .nstart = 1};
        assert_int_not_equal(
            hc_gpw_hubbard_shells_create(ctx, c.system, c.structure, cases[k].starts ? &start : &u, &shells), HC_OK);
        assert_null(shells);
        if (!strstr(hc_context_message(ctx), cases[k].says)) {
            fail_msg("\"%s\": %s", cases[k].text, hc_context_message(ctx));
        }
    }
    free_cluster(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shells_are_numbered),       cmocka_unit_test(matrix_is_the_derivative),
        cmocka_unit_test(weight_makes_the_gradient), cmocka_unit_test(an_atom_alone),
        cmocka_unit_test(a_shell_begins_as_asked),   cmocka_unit_test(refusals)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
