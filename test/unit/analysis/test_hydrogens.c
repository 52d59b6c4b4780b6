/* Hydrogen bonds at the limits of their criterion, in ice, and species. */
#include "unit/analysis/analysis_support.h"

/* A donor at the origin, its hydrogen along x, the acceptor at `distance` and `angle` from it. */
static double bonds_of_dimer(double distance, double angle_degree, const double (*cell)[3])
{
    double c = cos(angle_degree * HC_DEGREE), t = sin(angle_degree * HC_DEGREE);
    const double position[6][3] = {{0, 0, 0},
                                   {0.96, 0, 0},
                                   {-0.24, -0.93, 0},
                                   {distance * c, distance * t, 0},
                                   {distance * c + 0.6, distance * t + 0.4, 0.65},
                                   {distance * c + 0.6, distance * t + 0.4, -0.65}};
    hc_structure *dimer = make_structure((const char *const[]){"O", "H", "H", "O", "H", "H"}, 6, position, cell);
    session s;
    assert_int_equal(session_begin(&s, "hydrogen-bonds", NULL, dimer, false), HC_OK);
    session_frame(&s, dimer, 0);
    session_finish(&s);
    double bonds = value_at(&s, 0, "hydrogen_bonds", 0);
    assert_true(value_at(&s, 0, "water_water", 0) == bonds);
    session_end(&s);
    hc_structure_free(dimer);
    return bonds;
}

static void test_threshold(void **state)
{
    (void)state;
    /* A cell so small that the dimer reaches across its border (images of it are far enough). */
    static const double skewed[3][3] = {{8, 0, 0}, {3, 8, 0}, {1, -2, 9}};
    const double(*cells[2])[3] = {NULL, skewed};
    for (int i = 0; i < 2; i++) {
        assert_true(bonds_of_dimer(2.9, 0, cells[i]) == 1);
        assert_true(bonds_of_dimer(3.4999, 0, cells[i]) == 1);
        assert_true(bonds_of_dimer(3.5001, 0, cells[i]) == 0);
        assert_true(bonds_of_dimer(2.9, 29.99, cells[i]) == 1);
        assert_true(bonds_of_dimer(2.9, 30.01, cells[i]) == 0);
        assert_true(bonds_of_dimer(2.9, -29.99, cells[i]) == 1);
    }
}

/* Cubic ice with ordered protons: oxygens on a diamond lattice, those of one sublattice give their hydrogens along two
 * of the four directions, those of the other along the other two. Every molecule gives two bonds and takes two. */
static void test_ice(void **state)
{
    (void)state;
    const double d = 2.75, a = 4 * d / sqrt(3), h = a / 2, u = 0.97 / sqrt(3), o = a / 4;
    const double cell[3][3] = {{0, h, h}, {h, 0, h}, {h, h, 0}};
    /* Directions from the first sublattice: (1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1). */
    const double position[6][3] = {
        {0, 0, 0}, {u, u, u}, {u, -u, -u}, {o, o, o}, {o + u, o - u, o + u}, {o + u, o + u, o - u}};
    hc_structure *ice = make_structure((const char *const[]){"O", "H", "H", "O", "H", "H"}, 6, position, cell);
    session s;
    assert_int_equal(session_begin(&s, "hydrogen-bonds", NULL, ice, false), HC_OK);
    session_frame(&s, ice, 0);
    session_finish(&s);
    assert_true(value_at(&s, 0, "hydrogen_bonds", 0) == 4);
    session_end(&s);
    const char *const from_first[] = {"donor", "0", "acceptor", "3", NULL};
    assert_int_equal(session_begin(&s, "hydrogen-bonds", from_first, ice, false), HC_OK);
    session_frame(&s, ice, 0);
    session_finish(&s);
    assert_true(value_at(&s, 0, "hydrogen_bonds", 0) == 2);
    session_end(&s);
    assert_int_equal(session_begin(&s, "species", NULL, ice, false), HC_OK);
    session_frame(&s, ice, 0);
    session_finish(&s);
    assert_true(value_at(&s, 0, "water", 0) == 2);
    session_end(&s);
    hc_structure_free(ice);
}

static void test_species(void **state)
{
    (void)state;
    /* Far apart: water, hydroxide, hydronium, an oxide, CO2, methanol, HCl, water on gold. */
    static const char *const symbols[] = {"O", "H", "H", "O", "H", "O", "H",  "H", "H",  "O", "C", "O", "O",
                                          "C", "O", "H", "H", "H", "H", "Cl", "H", "Au", "O", "H", "H", "H"};
    static const double position[][3] = {
        {0, 0, 0},         {0.96, 0, 0},       {-0.24, 0.93, 0},                   /* H2O */
        {10, 0, 0},        {10.97, 0, 0},                                          /* OH */
        {20, 0, 0},        {20.98, 0, 0},      {19.5, 0.85, 0},  {19.5, -0.85, 0}, /* H3O */
        {30, 0, 0},                                                                /* O */
        {40, 0, 0},        {41.16, 0, 0},      {38.84, 0, 0},                      /* CO2 */
        {50, 0, 0},        {51.42, 0, 0},      {51.75, 0.9, 0},  {49.6, 1.0, 0},
        {49.6, -0.5, 0.9}, {49.6, -0.5, -0.9}, {60, 0, 0},       {61.28, 0, 0},   /* HCl */
        {70, 0, 0},        {72.2, 0, 0},       {72.6, 0.8, 0},   {72.6, -0.8, 0}, /* Au-OH2 */
        {80, 0, 0}};                                                              /* a lone H */
    hc_structure *zoo = make_structure(symbols, 26, position, NULL);
    session s;
    assert_int_equal(session_begin(&s, "species", NULL, zoo, true), HC_OK);
    session_frame(&s, zoo, 3);
    session_finish(&s);
    assert_true(value_at(&s, 0, "time", 0) == 3);
    assert_true(value_at(&s, 0, "water", 0) == 2);
    assert_true(value_at(&s, 0, "hydroxide", 0) == 1);
    assert_true(value_at(&s, 0, "hydronium", 0) == 1);
    assert_true(value_at(&s, 0, "oxide", 0) == 1);
    assert_true(value_at(&s, 0, "bound_oxygen", 0) == 3);
    assert_true(value_at(&s, 0, "other_hydrogen", 0) == 5);
    session_end(&s);
    hc_structure_free(zoo);
}

/* A proton that is shared belongs to the nearer one. */
static void test_nearest_wins(void **state)
{
    (void)state;
    double position[7][3] = {{0, 0, 0},   {1.15, 0, 0},  {-0.3, 0.9, 0}, {-0.3, -0.9, 0},
                             {2.4, 0, 0}, {2.7, 0.9, 0}, {2.7, -0.9, 0}};
    hc_structure *zundel = make_structure((const char *const[]){"O", "H", "H", "H", "O", "H", "H"}, 7, position, NULL);
    session s;
    assert_int_equal(session_begin(&s, "hydrogen-bonds", NULL, zundel, false), HC_OK);
    session_frame(&s, zundel, 0);
    zundel->position[1].x = 1.25 * HC_ANGSTROM;
    session_frame(&s, zundel, 1);
    session_finish(&s);
    assert_true(value_at(&s, 0, "hydrogen_bonds", 0) == 1 && value_at(&s, 0, "hydrogen_bonds", 1) == 1);
    assert_true(value_at(&s, 0, "water_water", 0) == 0);
    session_end(&s);
    const char *const from_second[] = {"donor", "4", NULL};
    assert_int_equal(session_begin(&s, "hydrogen-bonds", from_second, zundel, false), HC_OK);
    session_frame(&s, zundel, 0);
    session_finish(&s);
    assert_true(value_at(&s, 0, "hydrogen_bonds", 0) == 1);
    session_end(&s);
    const char *const wrong[] = {"elements", "O, Q", NULL};
    assert_int_equal(session_begin(&s, "species", wrong, zundel, false), HC_ERROR_INPUT);
    session_end(&s);
    hc_structure_free(zundel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threshold),
        cmocka_unit_test(test_ice),
        cmocka_unit_test(test_species),
        cmocka_unit_test(test_nearest_wins),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
