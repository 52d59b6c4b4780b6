/* Matrices of real basis sets and pseudopotentials against those that CP2K 2023.1 printed for the same atoms in a small
 * skewed cell (DZVP-MOLOPT-SR-GTH, GTH-PBE, EPS_DEFAULT 1e-14, AO_MATRICES with 14 digits): some elements, and sums
 * over all of them. CP2K leaves out what is far, some 1e-8. */
#include "support/structure_fixture.h"

#include "gpw/system.h"
#include "gpw/terms/ions.h"
#include "gpw/terms/local.h"
#include "gpw/terms/nonlocal.h"
#include "gpw/terms/one_electron.h"

typedef struct element {
    size_t row, column;
    double value;
} element;

typedef struct matrix_case {
    double squares, waves; /* sum of m_ij^2, of m_ij cos(i + 2j) */
    element elements[8];
} matrix_case;

static const matrix_case OVERLAP = {165.51140112318654,
                                    2.668422628452112,
                                    {{0, 1, 0.24419796627321},
                                     {1, 67, 0.40251594779000},
                                     {18, 26, -0.00276473417265},
                                     {20, 74, 0.03602749017956},
                                     {24, 67, 0.04947023235610},
                                     {38, 58, 0.30264383306908},
                                     {75, 75, 1.00000037164442},
                                     {22, 22, 1.03800635772507}}};
static const matrix_case KINETIC = {366.91214522278995,
                                    -0.4886590796035062,
                                    {{0, 1, -0.24137787168111},
                                     {1, 67, -0.02231036487393},
                                     {18, 26, 0.00216855184379},
                                     {20, 74, 0.00518800785873},
                                     {24, 67, 0.00693310122479},
                                     {38, 58, 0.14365300152513},
                                     {75, 75, 0.94422256494605},
                                     {22, 22, 1.94594973920757}}};
/* Kinetic energy, short-ranged local and separable pseudopotential. */
static const matrix_case CORE = {298.9631218620792,
                                 -3.555444880108319,
                                 {{14, 18, 0.00031493791542},
                                  {1, 67, -0.01356539727999},
                                  {18, 26, -0.01143405811376},
                                  {20, 74, 0.00761297425838},
                                  {24, 67, 0.00523532679518},
                                  {38, 58, 0.24558910841115},
                                  {75, 75, 1.43594686328798},
                                  {22, 22, 1.95203719881918}}};

static void check_matrix(size_t n, const double *matrix, const matrix_case *expected)
{
    double squares = 0.0, waves = 0.0;
    for (size_t k = 0; k < n * n; k++) {
        squares += matrix[k] * matrix[k];
        waves += matrix[k] * cos((double)(k / n) + 2.0 * (double)(k % n));
    }
    assert_true(fabs(squares - expected->squares) < 2e-6);
    assert_true(fabs(waves - expected->waves) < 2e-6);
    for (size_t k = 0; k < 8; k++) {
        const element *e = &expected->elements[k];
        assert_true(fabs(matrix[e->row * n + e->column] - e->value) < 2e-8);
        assert_true(fabs(matrix[e->row * n + e->column] - matrix[e->column * n + e->row]) < 1e-14);
    }
}

static hc_structure *ag_sch3_na_o(void)
{
    static const int numbers[] = {47, 16, 6, 1, 1, 1, 11, 8};
    static const double cell[3][3] = {{7.2, 0.0, 0.0}, {0.9, 6.8, 0.0}, {-0.4, 0.7, 6.5}};
    static const hc_vec3 angstrom[] = {{4.0781404, 4.37680017, 4.9685261},
                                       {6.27733821, 4.36185061, 4.94845934},
                                       {6.78728239, 6.0895249, 5.04594238},
                                       {7.9218596, 6.08262711, 4.99717465},
                                       {6.44367162, 6.63814939, 5.89539118},
                                       {6.44206707, 6.60302118, 4.10460882},
                                       {0.8, 1.1, 2.2},
                                       {3.0, 0.9, 7.7}};
    hc_structure *structure = make_structure(8, numbers, angstrom);
    set_cell(structure, cell);
    for (size_t i = 0; i < 8; i++) {
        structure->position[i] = hc_vec3_scale(HC_ANGSTROM, structure->position[i]);
    }
    for (int k = 0; k < 3; k++) {
        structure->cell.row[k] = hc_vec3_scale(HC_ANGSTROM, structure->cell.row[k]);
    }
    return structure;
}

static void test_matrices(void **state)
{
    (void)state;
    hc_structure *structure = ag_sch3_na_o();
    hc_gpw_system_options options = {.basis = "DZVP-MOLOPT-SR-GTH", .functional = "PBE"};
    hc_gpw_system *system = NULL;
    CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
    size_t n = system->nao;
    assert_int_equal(n, 88);
    double *s = calloc(n * n, sizeof(double)), *t = calloc(n * n, sizeof(double));
    CHECK(hc_gpw_one_electron(ctx, system, structure, 1e-14, s, t));
    check_matrix(n, s, &OVERLAP);
    check_matrix(n, t, &KINETIC);
    CHECK(hc_gpw_nonlocal(ctx, system, structure, 1e-14, t));
    CHECK(hc_gpw_local(ctx, system, structure, 1e-14, t));
    check_matrix(n, t, &CORE);
    free(s);
    free(t);
    hc_gpw_system_free(system);
    hc_structure_free(structure);
}

static void test_ions(void **state)
{
    (void)state;
    hc_structure *structure = ag_sch3_na_o();
    hc_gpw_system_options options = {.basis = "DZVP-MOLOPT-SR-GTH", .functional = "PBE"};
    hc_gpw_system *system = NULL;
    double energy;
    CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
    CHECK(hc_gpw_ion_overlap(ctx, system, structure, 1e-16, &energy, NULL, NULL));
    assert_true(fabs(energy - 0.00000083935660) < 1e-12);
    assert_true(fabs(hc_gpw_ion_self_energy(system) + 239.76196101643291) < 1e-10);
    hc_gpw_system_free(system);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_matrices), cmocka_unit_test(test_ions)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
