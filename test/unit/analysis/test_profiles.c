/* Density against planes and against the distance to a surface: sum rules, known volumes, uniform water. */
#include "unit/analysis/analysis_support.h"

#include "analysis/surface_distance.h"
#include "atoms/neighbours.h"

static void test_planar_sum_rule(void **state)
{
    (void)state;
    static const double cell[3][3] = {{6, 0, 0}, {1, 7, 0}, {2, -1, 12}};
    static const double position[4][3] = {{0, 0, 0.1}, {1, 2, 6.05}, {3, 1, -3.0}, {2, 2, 30.2}};
    hc_structure *slab = make_structure((const char *const[]){"Au", "O", "H", "O"}, 4, position, cell);
    session s;
    const char *const settings[] = {"axis", "z", "bin_angstrom", "0.5", NULL};
    assert_int_equal(session_begin(&s, "density", settings, slab, false), HC_OK);
    session_frame(&s, slab, 0);
    session_finish(&s);
    const hc_table *table = s.tables.table[0];
    assert_int_equal(table->nrow, 24);
    /* Mass of a column of bins: sum density * volume, in g/cm^3 * Angstrom^3 = 0.6022 u. */
    const char *const names[] = {"total", "density_Au", "density_O", "density_H"};
    const double mass[] = {196.96657 + 2 * 15.999 + 1.008, 196.96657, 2 * 15.999, 1.008};
    for (int i = 0; i < 4; i++) {
        double sum = 0;
        for (size_t bin = 0; bin < table->nrow; bin++) {
            sum += value_at(&s, 0, names[i], bin) * 42 * 0.5 / 1.66053906660;
        }
        assert_true(fabs(sum / mass[i] - 1) < 1e-6);
    }
    /* Heights along the normal (z here), folded: 6.05, and 30.2 - 24. */
    assert_true(value_at(&s, 0, "density_O", 12) > 0);
    assert_true(fabs(value_at(&s, 0, "density_O", 12) * 21 / 1.66053906660 - 2 * 15.999) < 1e-3);
    assert_true(value_at(&s, 0, "density_H", 18) > 0 && value_at(&s, 0, "density_Au", 0) > 0);
    assert_true(fabs(value_at(&s, 0, "z", 12) - 6.25) < 1e-12);
    session_end(&s);
    /* Relative to gold, wherever the cell is cut and however it is moved. */
    const char *const centred[] = {"axis", "z", "bin_angstrom", "0.5", "centre", "element Au", NULL};
    assert_int_equal(session_begin(&s, "density", centred, slab, false), HC_OK);
    for (int shift = 0; shift < 5; shift++) {
        session_frame(&s, slab, shift);
        for (int i = 0; i < 4; i++) {
            slab->position[i].z += 3.3 * HC_ANGSTROM;
        }
    }
    session_finish(&s);
    assert_true(fabs(value_at(&s, 0, "z", 0) + 5.75) < 1e-12);
    assert_true(fabs(value_at(&s, 0, "density_O", 23) * 21 / 1.66053906660 - 15.999) < 1e-3);
    assert_true(fabs(value_at(&s, 0, "density_O", 0) * 21 / 1.66053906660 - 15.999) < 1e-3);
    session_end(&s);
    slab->periodic[0] = false;
    assert_int_equal(session_begin(&s, "density", settings, slab, false), HC_ERROR_UNSUPPORTED);
    session_end(&s);
    hc_structure_free(slab);
}

static void test_planar_open(void **state)
{
    (void)state;
    static const double cell[3][3] = {{5, 0, 0}, {0, 5, 0}, {0, 0, 0}};
    static const double position[2][3] = {{0, 0, 0}, {0, 0, 3.1}};
    hc_structure *slab = make_structure((const char *const[]){"Au", "O"}, 2, position, cell);
    slab->periodic[2] = false;
    session s;
    assert_int_equal(session_begin(&s, "density", NULL, slab, false), HC_OK);
    session_frame(&s, slab, 0);
    slab->position[1].z = 500;
    session_frame(&s, slab, 1);
    session_finish(&s);
    assert_non_null(strstr(s.tables.table[0]->caption, "too low"));
    const hc_table *table = s.tables.table[0];
    double width = table->column[0].value[1] - table->column[0].value[0], gold = 0, oxygen = 0;
    for (size_t bin = 0; bin < table->nrow; bin++) {
        gold += value_at(&s, 0, "density_Au", bin) * 25 * width / 1.66053906660;
        oxygen += value_at(&s, 0, "density_O", bin) * 25 * width / 1.66053906660;
    }
    assert_true(fabs(gold / 196.96657 - 1) < 1e-6 && fabs(oxygen / 15.999 - 0.5) < 1e-6);
    session_end(&s);
    hc_structure_free(slab);
}

/* Shells around one atom in a skewed cell: whole spheres while they do not touch their images, then the cell's rest. */
static void test_shell_volumes(void **state)
{
    (void)state;
    static const double cells[2][3][3] = {{{9, 0, 0}, {3, 9, 0}, {-2, 3, 10}}, {{9, 0, 0}, {3, 9, 0}, {0, 0, 0}}};
    for (int open = 0; open < 2; open++) {
        static const double position[1][3] = {{23, -5, 41}};
        hc_structure *one = make_structure((const char *const[]){"Au"}, 1, position, cells[open]);
        one->periodic[2] = !open;
        hc_surface surface = {.maximum = 4 * HC_ANGSTROM};
        hc_random random;
        double volume[4];
        const size_t atom = 0, npoint = 400000;
        hc_random_seed(&random, 2);
        assert_int_equal(hc_surface_prepare(ctx, &surface, one, 1, &atom), HC_OK);
        assert_int_equal(hc_surface_volumes(ctx, &surface, npoint, &random, HC_ANGSTROM, 4, volume), HC_OK);
        double region = open ? 81.0 * 8 : 810;
        for (int k = 0; k < 4; k++) {
            double exact = 4 * HC_PI / 3 * (pow(k + 1, 3) - pow(k, 3));
            double error = sqrt(exact * (region - exact) / (double)npoint);
            assert_true(fabs(volume[k] / pow(HC_ANGSTROM, 3) - exact) < 4 * error);
        }
        hc_vec3 near = hc_vec3_axpy(one->position[0], 2, one->cell.row[0]);
        near = hc_vec3_axpy(near, -1, one->cell.row[1]);
        near.y += 1.5;
        assert_true(fabs(hc_surface_distance(&surface, near) - 1.5) < 1e-10);
        hc_surface_clear(&surface);
        hc_structure_free(one);
    }
}

enum { WATERS = 14, WATER_ATOMS = 3 * WATERS + 1 };

/* Oxygens at random, not nearer to each other than 1.8 Angstrom, the hydrogens at their sides; the gold anywhere. */
static void scatter_water(hc_random *random, hc_structure *box)
{
    for (int i = 0; i < WATERS; i++) {
        hc_vec3 f = hc_vec3_make(hc_random_uniform(random), hc_random_uniform(random), hc_random_uniform(random));
        hc_vec3 o = hc_vec3_times_mat3(f, &box->cell);
        bool apart = true;
        for (int j = 0; j < i; j++) {
            apart = apart && hc_vec3_norm(hc_minimum_image(box, box->position[3 * j + 1], o)) > 1.8 * HC_ANGSTROM;
        }
        box->position[3 * i + 1] = o;
        box->position[3 * i + 2] = hc_vec3_add(o, hc_vec3_make(0.1, 0, 0));
        box->position[3 * i + 3] = hc_vec3_add(o, hc_vec3_make(0, 0.1, 0));
        i -= !apart;
    }
}

static double neighbours_in_reach(const hc_structure *box)
{
    double count = 0;
    for (int i = 0; i < WATERS; i++) {
        for (int j = 0; j < WATERS; j++) {
            hc_vec3 d = hc_minimum_image(box, box->position[3 * i + 1], box->position[3 * j + 1]);
            count += i != j && hc_vec3_norm(d) <= 3.5 * HC_ANGSTROM;
        }
    }
    return count / WATERS;
}

/* The same density in every shell, that of the cell. With every angle allowed each hydrogen of each near pair makes a
 * bond: 2 given and 2 taken for each near neighbour, which the test counts by itself. */
static void test_uniform_water(void **state)
{
    (void)state;
    enum { FRAMES = 500 };
    static const double cell[3][3] = {{10, 0, 0}, {2, 10, 0}, {-1, 3, 11}};
    const char *symbols[WATER_ATOMS];
    symbols[0] = "Au";
    for (int i = 0; i < WATERS; i++) {
        symbols[3 * i + 1] = "O";
        symbols[3 * i + 2] = symbols[3 * i + 3] = "H";
    }
    hc_structure *box = make_structure(symbols, WATER_ATOMS, NULL, cell);
    hc_random random;
    session s;
    const char *const settings[] = {"surface", "element Au",   "maximum_angstrom",
                                    "5",       "bin_angstrom", "1",
                                    "points",  "5000",         "seed",
                                    "3",       "angle_degree", "180",
                                    NULL};
    double neighbours = 0;
    hc_random_seed(&random, 6);
    assert_int_equal(session_begin(&s, "water-shells", settings, box, false), HC_OK);
    for (int frame = 0; frame < FRAMES; frame++) {
        box->position[0] = hc_vec3_make(hc_random_normal(&random), 20, -7);
        scatter_water(&random, box);
        neighbours += neighbours_in_reach(box) / FRAMES;
        session_frame(&s, box, frame);
    }
    session_finish(&s);
    const double expected = WATERS * 18.015 * 1.66053906660 / 1100;
    for (size_t bin = 0; bin < 5; bin++) {
        double density = value_at(&s, 0, "density", bin), error = s.tables.table[0]->column[1].error[bin];
        assert_true(fabs(density - expected) < 4 * error);
        assert_true(bin == 0 || error < 0.15 * expected);
        double bonds = value_at(&s, 1, "hydrogen_bonds", bin), bond_error = s.tables.table[1]->column[1].error[bin];
        assert_true(fabs(bonds - 4 * neighbours) < 4 * bond_error);
        assert_true(bin == 0 || bond_error < 0.15 * bonds);
    }
    session_end(&s);
    hc_structure_free(box);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_planar_sum_rule),
        cmocka_unit_test(test_planar_open),
        cmocka_unit_test(test_shell_volumes),
        cmocka_unit_test(test_uniform_water),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
