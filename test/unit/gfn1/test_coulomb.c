/* The GFN1-xTB kernel: tblite's second-order energies, derivatives, limits, and the zero of the potential. */

#include "support/context_fixture.h"

#include "gfn1/coulomb.h"
#include "gfn1/ewald.h"
#include "math/random.h"
#include "support/reference_case.h"

/* Shell hardnesses of GFN1-xTB as tblite 0.7.0 has them, in its order of shells. */
static const struct {
    int atomic_number;
    size_t nshell;
    double hardness[3];
} ELEMENTS[] = {
    {1, 2, {0.470099, 0.470099}},
    {6, 2, {0.479988, 0.457371877}},
    {7, 2, {0.476106, 0.491107624}},
    {8, 2, {0.583349, 0.60520172}},
    {11, 2, {0.165908, 0.11606275}},
    {12, 2, {0.354151, 0.378049782}},
    {16, 3, {0.643959, 0.535893214, 0.643959}},
    {17, 3, {0.519712, 0.286785345, 0.519712}},
    {28, 3, {0.414086471, 0.367019, 0.2936152}},
    {30, 2, {0.209459, 0.213668937}},
    {35, 3, {0.73253, 0.627044215, 0.659277}},
    {47, 3, {0.403085331, 0.472978, 0.4020313}},
    {79, 3, {0.278919843, 0.49638, 0.421923}},
};

/* Shells of all atoms of a structure. */
typedef struct shells {
    size_t first[128], count;
    double hardness[384];
} shells;

static void find_shells(const hc_structure *structure, shells *s)
{
    s->count = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        size_t e = 0;
        while (ELEMENTS[e].atomic_number != structure->atomic_number[i]) {
            e++;
            assert_true(e < sizeof ELEMENTS / sizeof ELEMENTS[0]);
        }
        s->first[i] = s->count;
        for (size_t k = 0; k < ELEMENTS[e].nshell; k++) {
            s->hardness[s->count++] = ELEMENTS[e].hardness[k];
        }
    }
    s->first[structure->natom] = s->count;
}

static hc_coulomb *make_kernel(const hc_structure *structure, const shells *s)
{
    hc_coulomb *coulomb;
    assert_int_equal(hc_coulomb_create(ctx, structure, s->first, s->hardness, &coulomb), HC_OK);
    return coulomb;
}

static double energy_of(const hc_coulomb *coulomb, const hc_structure *structure, const double *charge)
{
    double energy;
    assert_int_equal(hc_coulomb_gradient(ctx, coulomb, structure, charge, &energy, NULL, NULL), HC_OK);
    return energy;
}

static double energy_of_matrix(const hc_coulomb *coulomb, const hc_structure *structure, size_t n, const double *charge)
{
    double *gamma = malloc(n * n * sizeof *gamma), energy = 0.0;
    assert_int_equal(hc_coulomb_matrix(ctx, coulomb, structure, gamma), HC_OK);
    for (size_t a = 0; a < n; a++) {
        for (size_t b = 0; b < n; b++) {
            energy += 0.5 * charge[a] * gamma[a * n + b] * charge[b];
            assert_true(gamma[a * n + b] == gamma[b * n + a]);
        }
    }
    free(gamma);
    return energy;
}

static hc_json *read_cells(void)
{
    hc_json *json;
    assert_int_equal(hc_json_read(ctx, HC_REPOSITORY "/test/regression/data/gfn1_periodic_tblite.json", &json), HC_OK);
    return json;
}

/* The charges of the file are rounded to 1e-8: so is, times a potential, the energy. */
static void agrees_with_tblite(void **state)
{
    (void)state;
    hc_json *data = read_cells(), *cases = hc_json_get(data, "cases"), *item;
    size_t index = 0;
    for (; hc_json_member(cases, index, &item); index++) {
        hc_structure *structure = fixture_of_case(item);
        const hc_json *result = hc_json_get(item, "sr_cutoff_10_bohr"), *list = hc_json_get(result, "shell_charges_e");
        double expected = hc_json_real_of(hc_json_get(hc_json_get(result, "terms_hartree"), "coulomb_second_order"));
        const hc_json *background = hc_json_get(result, "background_correction_hartree");
        static shells s;
        double charge[384];
        find_shells(structure, &s);
        assert_int_equal(hc_json_count(list), s.count);
        for (size_t a = 0; a < s.count; a++) {
            charge[a] = hc_json_real_of(hc_json_at(hc_json_at(list, a), 1));
        }
        hc_coulomb *coulomb = make_kernel(structure, &s);
        expected += background ? hc_json_real_of(background) : 0.0;
        double energy = energy_of_matrix(coulomb, structure, s.count, charge);
        if (getenv("HC_TEST_VERBOSE")) {
            printf("%-24s %.10f %.1e\n", hc_json_member(cases, index, &item), expected, energy - expected);
        }
        assert_float_equal(energy, expected, 2e-8);
        assert_float_equal(energy_of(coulomb, structure, charge), energy, 1e-10);
        hc_coulomb_free(coulomb);
        free_fixture(structure);
    }
    assert_true(index >= 24);
    hc_json_free(data);
}

/* Some water and salt in a skewed cell, with shell charges that sum to `total`. */
static hc_structure *random_cell(unsigned seed, int periodic, double total, shells *s, double *charge)
{
    static const int Z[] = {8, 1, 1, 11, 17, 6, 8};
    enum { N = sizeof Z / sizeof Z[0] };
    hc_structure *structure = make_fixture(N);
    hc_random random;
    hc_random_seed(&random, seed);
    structure->cell = (hc_mat3){{{9.0, 0.5, 0.0}, {-2.5, 10.0, 0.3}, {1.0, 2.0, 11.0}}};
    for (size_t i = 0; i < N; i++) {
        hc_vec3 fraction = {hc_random_uniform(&random), hc_random_uniform(&random), hc_random_uniform(&random)};
        structure->position[i] = hc_vec3_times_mat3(fraction, &structure->cell);
        structure->atomic_number[i] = Z[i];
    }
    for (int k = 0; k < periodic; k++) {
        structure->periodic[k] = true;
    }
    find_shells(structure, s);
    double sum = 0.0;
    for (size_t a = 0; a < s->count; a++) {
        charge[a] = 0.5 * hc_random_normal(&random);
        sum += charge[a];
    }
    for (size_t a = 0; a < s->count; a++) {
        charge[a] += (total - sum) / (double)s->count;
    }
    return structure;
}

static double energy_after(const hc_coulomb *coulomb, const hc_structure *structure, const double *charge, size_t atom,
                           int component, int other, double step)
{
    hc_structure *moved = copy_fixture(structure);
    if (other < 0) {
        *hc_vec3_at(&moved->position[atom], component) += step;
    } else {
        hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
        *hc_vec3_at(&strain.row[component], other) += 0.5 * step;
        *hc_vec3_at(&strain.row[other], component) += 0.5 * step;
        strain_fixture(moved, &strain);
    }
    double energy = energy_of(coulomb, moved, charge);
    free_fixture(moved);
    return energy;
}

static double difference(const hc_coulomb *coulomb, const hc_structure *structure, const double *charge, size_t atom,
                         int component, int other, double h)
{
    double one = energy_after(coulomb, structure, charge, atom, component, other, h) -
                 energy_after(coulomb, structure, charge, atom, component, other, -h);
    double two = energy_after(coulomb, structure, charge, atom, component, other, 2.0 * h) -
                 energy_after(coulomb, structure, charge, atom, component, other, -2.0 * h);
    return (8.0 * one - two) / (12.0 * h);
}

static void derivatives_are_those_of_the_energy(void **state)
{
    (void)state;
    shells s;
    double charge[384], energy;
    for (int periodic = 0; periodic <= 3; periodic += periodic == 0 ? 2 : 1) {
        hc_structure *structure = random_cell(7, periodic, 1.0, &s, charge);
        hc_coulomb *coulomb = make_kernel(structure, &s);
        hc_vec3 force[7] = {{0.0, 0.0, 0.0}};
        hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
        assert_int_equal(hc_coulomb_gradient(ctx, coulomb, structure, charge, &energy, force, &strain), HC_OK);
        double largest = 0.0;
        for (size_t i = 0; i < structure->natom; i++) {
            for (int k = 0; k < 3; k++) {
                double numeric = difference(coulomb, structure, charge, i, k, -1, 1e-3);
                assert_float_equal(hc_vec3_get(force[i], k), -numeric, 2e-8);
                largest = fmax(largest, fabs(numeric));
            }
        }
        assert_true(largest > 1e-2);
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
                assert_float_equal(hc_vec3_get(strain.row[k], l), difference(coulomb, structure, charge, 0, k, l, 1e-4),
                                   2e-7);
            }
        }
        hc_coulomb_free(coulomb);
        free_fixture(structure);
    }
}

static void matrix_and_energy_agree(void **state)
{
    (void)state;
    shells s;
    double charge[384];
    for (int periodic = 0; periodic <= 3; periodic += periodic == 0 ? 2 : 1) {
        hc_structure *structure = random_cell(9, periodic, -0.5, &s, charge);
        hc_coulomb *coulomb = make_kernel(structure, &s);
        assert_float_equal(energy_of_matrix(coulomb, structure, s.count, charge), energy_of(coulomb, structure, charge),
                           1e-10);
        hc_coulomb_free(coulomb);
        free_fixture(structure);
    }
}

/* The kernel between its limits: the hardness on one atom, 1/R far away. */
static void limits_of_the_kernel(void **state)
{
    (void)state;
    const size_t first[] = {0, 2, 3};
    const double hardness[] = {0.5, 0.3, 0.4};
    double gamma[9];
    hc_structure *pair = make_fixture(2);
    hc_coulomb *coulomb;
    assert_int_equal(hc_coulomb_create(ctx, pair, first, hardness, &coulomb), HC_OK);
    pair->position[1].z = 1e5;
    assert_int_equal(hc_coulomb_matrix(ctx, coulomb, pair, gamma), HC_OK);
    assert_float_equal(gamma[0], 0.5, 1e-15);
    assert_float_equal(gamma[1], 2.0 / (1.0 / 0.5 + 1.0 / 0.3), 1e-15);
    assert_float_equal(gamma[4], 0.3, 1e-15);
    assert_float_equal(gamma[2] * 1e5, 1.0, 1e-9);
    pair->position[1].z = 3.0;
    assert_int_equal(hc_coulomb_matrix(ctx, coulomb, pair, gamma), HC_OK);
    double eta = 2.0 / (1.0 / 0.3 + 1.0 / 0.4);
    assert_float_equal(gamma[5], 1.0 / sqrt(9.0 + 1.0 / (eta * eta)), 1e-15);
    hc_coulomb_free(coulomb);
    const double bad[] = {0.5, 0.0, 0.4};
    assert_int_equal(hc_coulomb_create(ctx, pair, first, bad, &coulomb), HC_ERROR_INPUT);
    free_fixture(pair);
}

/* The definition of the periodic kernel makes a cell and its supercell the same. */
static void a_supercell_has_as_much_per_cell(void **state)
{
    (void)state;
    shells s, twice;
    double charge[384], both[384];
    for (int periodic = 2; periodic <= 3; periodic++) {
        hc_structure *cell = random_cell(13, periodic, 0.0, &s, charge), *super = make_fixture(2 * cell->natom);
        memcpy(super->periodic, cell->periodic, sizeof super->periodic);
        super->cell = cell->cell;
        super->cell.row[1] = hc_vec3_scale(2.0, cell->cell.row[1]);
        for (size_t i = 0; i < super->natom; i++) {
            super->atomic_number[i] = cell->atomic_number[i % cell->natom];
            super->position[i] =
                hc_vec3_axpy(cell->position[i % cell->natom], i < cell->natom ? 0.0 : 1.0, cell->cell.row[1]);
        }
        find_shells(super, &twice);
        for (size_t a = 0; a < twice.count; a++) {
            both[a] = charge[a % s.count];
        }
        hc_coulomb *one = make_kernel(cell, &s), *two = make_kernel(super, &twice);
        assert_float_equal(2.0 * energy_of(one, cell, charge), energy_of(two, super, both), 1e-10);
        hc_coulomb_free(one);
        hc_coulomb_free(two);
        free_fixture(cell);
        free_fixture(super);
    }
}

/* Levels come from the potential of gamma, the vacuum level from the plane average: an atom without charge far outside
 * feels exactly the plane average, in a slab and in a bulk cell with vacuum. */
static void the_vacuum_level_has_the_zero_of_the_levels(void **state)
{
    (void)state;
    shells s;
    double charge[384], gamma[400], atomic[7] = {0.0}, potential = 0.0, average;
    for (int periodic = 2; periodic <= 3; periodic++) {
        hc_structure *structure = random_cell(19, periodic, 0.0, &s, charge);
        size_t probe = structure->natom - 1, row = s.first[probe];
        structure->cell.row[2] = (hc_vec3){0.0, 0.0, 80.0};
        structure->position[probe] = (hc_vec3){1.0, 2.0, 48.0};
        for (size_t a = row; a < s.count; a++) {
            charge[0] += charge[a];
            charge[a] = 0.0;
        }
        hc_coulomb *coulomb = make_kernel(structure, &s);
        assert_true(s.count * s.count <= 400);
        assert_int_equal(hc_coulomb_matrix(ctx, coulomb, structure, gamma), HC_OK);
        potential = 0.0;
        memset(atomic, 0, sizeof atomic);
        for (size_t i = 0; i < structure->natom; i++) {
            for (size_t a = s.first[i]; a < s.first[i + 1]; a++) {
                potential += gamma[row * s.count + a] * charge[a];
                atomic[i] += charge[a];
            }
        }
        /* distances are along the normal of the plane, which is not quite z here */
        hc_vec3 across = hc_vec3_cross(structure->cell.row[0], structure->cell.row[1]);
        double z = hc_vec3_dot(across, structure->position[probe]) / hc_vec3_norm(across);
        assert_int_equal(hc_ewald_plane_potential(ctx, structure, atomic, 2, 1, &z, &average), HC_OK);
        assert_float_equal(average, potential, 1e-9);
        assert_true(fabs(average) > 1e-3);
        hc_coulomb_free(coulomb);
        free_fixture(structure);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_tblite),
        cmocka_unit_test(derivatives_are_those_of_the_energy),
        cmocka_unit_test(matrix_and_energy_agree),
        cmocka_unit_test(limits_of_the_kernel),
        cmocka_unit_test(a_supercell_has_as_much_per_cell),
        cmocka_unit_test(the_vacuum_level_has_the_zero_of_the_levels),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
