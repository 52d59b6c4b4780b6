/* Collective variables: values on paper, first and second derivatives against differences, refusals. */
#include "support.h"

/* Nine atoms at no special place; a cell small enough that several distances go through its boundary. */
static hc_structure *make_atoms(bool periodic)
{
    const int number[9] = {8, 1, 1, 16, 6, 79, 79, 8, 1};
    const hc_vec3 position[9] = {{0.3, 0.1, -0.2}, {1.9, 0.4, 0.6}, {-0.7, 1.6, 0.1},  {4.1, 3.9, 0.8}, {1.0, 5.0, 2.9},
                                 {7.9, 1.2, 7.7},  {5.2, 8.1, 7.1}, {11.3, 6.2, 11.5}, {0.9, 2.2, 12.9}};
    hc_structure *structure = make_structure(9, number, position);
    if (periodic) {
        make_triclinic(structure, 13);
    }
    return structure;
}

typedef struct colvar_case {
    const char *name;
    const char *const *settings;
} colvar_case;

static const colvar_case cases[] = {
    {"distance", SETTINGS("atoms", "0, 7")},
    {"distance_difference", SETTINGS("first", "[3, 8]", "second", "[8, 0]")},
    {"distance_difference", SETTINGS("first", "[3, 8]", "second", "[7, 0]")},
    {"distance_combination", SETTINGS("pairs", "[0, 7, 7, 3, 3, 5]", "coefficients", "[0.5, -2, 1.25]")},
    {"angle", SETTINGS("atoms", "[0, 8, 3]")},
    {"angle", SETTINGS("atoms", "[1, 0, 2]")},
    {"coordination",
     SETTINGS("center", "3", "others", "element H O", "radius_angstrom", "1.7", "cutoff_angstrom", "3")},
    {"coordination", SETTINGS("center", "0, 7", "others", "element H", "radius_angstrom", "1.0", "numerator", "9",
                              "denominator", "14")},
    {"coordination", SETTINGS("center", "3", "others", "element H O", "radius_angstrom", "2.1", "switching", "fermi",
                              "steepness_per_angstrom", "3", "cutoff_angstrom", "3")},
    {"height", SETTINGS("atoms", "3, 4", "plane_angstrom", "-1.5", "axis", "z")},
    {"height", SETTINGS("atoms", "3", "above", "5, 6, 7")},
};

#define NCASE (sizeof cases / sizeof *cases)

/* Every atom's gradient, also the zero one of atoms that the colvar does not name. */
static void check_gradient(const hc_colvar *colvar, hc_structure *structure)
{
    const double h = 1e-4;
    hc_vec3 gradient[9], dense[9] = {{0, 0, 0}};
    double value = hc_colvar_evaluate(colvar, structure, gradient), largest = 0;
    assert_true(value == hc_colvar_value(colvar, structure));
    for (size_t i = 0; i < colvar->natom; i++) {
        dense[colvar->atoms[i]] = gradient[i];
    }
    for (size_t i = 0; i < structure->natom; i++) {
        for (int k = 0; k < 3; k++) {
            double *x = hc_vec3_at(&structure->position[i], k), kept = *x, f[4];
            const double shift[4] = {-2, -1, 1, 2};
            for (int p = 0; p < 4; p++) {
                *x = kept + shift[p] * h;
                f[p] = hc_colvar_value(colvar, structure);
            }
            *x = kept;
            double slope = (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
            assert_true(fabs(slope - hc_vec3_get(dense[i], k)) < 1e-9);
            largest = fmax(largest, fabs(slope));
        }
    }
    assert_true(largest > 1e-2);
}

static void check_hessian(const hc_colvar *colvar, hc_structure *structure)
{
    const double h = 1e-4;
    hc_vec3 direction[9], product[9], gradient[4][9], kept[9];
    for (size_t i = 0; i < colvar->natom; i++) {
        direction[i] = hc_vec3_make(sin(1.0 + (double)i), cos(2.0 * (double)i), sin(3.0 * (double)i + 0.5));
        kept[i] = structure->position[colvar->atoms[i]];
    }
    hc_colvar_hessian_product(colvar, structure, direction, product);
    const double shift[4] = {-2, -1, 1, 2};
    for (int p = 0; p < 4; p++) {
        for (size_t i = 0; i < colvar->natom; i++) {
            structure->position[colvar->atoms[i]] = hc_vec3_axpy(kept[i], shift[p] * h, direction[i]);
        }
        (void)hc_colvar_evaluate(colvar, structure, gradient[p]);
    }
    for (size_t i = 0; i < colvar->natom; i++) {
        structure->position[colvar->atoms[i]] = kept[i];
        for (int k = 0; k < 3; k++) {
            double slope = (hc_vec3_get(gradient[0][i], k) - 8 * hc_vec3_get(gradient[1][i], k) +
                            8 * hc_vec3_get(gradient[2][i], k) - hc_vec3_get(gradient[3][i], k)) /
                           (12 * h);
            assert_true(fabs(slope - hc_vec3_get(product[i], k)) < 2e-9);
        }
    }
}

static void derivatives(bool periodic)
{
    for (size_t icase = 0; icase < NCASE; icase++) {
        hc_structure *structure = make_atoms(periodic);
        hc_colvar *colvar = make_colvar(cases[icase].name, cases[icase].settings, structure);
        check_gradient(colvar, structure);
        check_hessian(colvar, structure);
        hc_colvar_free(colvar);
        hc_structure_free(structure);
    }
}

static void derivatives_of_molecules(void **unused)
{
    (void)unused;
    derivatives(false);
}

static void derivatives_in_a_cell(void **unused)
{
    (void)unused;
    derivatives(true);
}

/* A value does not change when atoms are moved by lattice vectors, nor, unless a plane is fixed in space, when all
 * move.
 */
static void images_and_shifts(void **unused)
{
    (void)unused;
    for (size_t icase = 0; icase < NCASE; icase++) {
        hc_structure *structure = make_atoms(true);
        hc_colvar *colvar = make_colvar(cases[icase].name, cases[icase].settings, structure);
        double before = hc_colvar_value(colvar, structure);
        for (size_t i = 0; i < 9; i++) {
            structure->position[i] = hc_vec3_axpy(structure->position[i], (double)i - 4, structure->cell.row[i % 3]);
        }
        assert_true(fabs(hc_colvar_value(colvar, structure) - before) < 1e-12);
        for (size_t i = 0; i < 9; i++) {
            structure->position[i] = hc_vec3_add(structure->position[i], hc_vec3_make(0.3, -0.7, 1.1));
        }
        bool same = fabs(hc_colvar_value(colvar, structure) - before) < 1e-12;
        assert_true(same == colvar->translation_invariant);
        hc_colvar_free(colvar);
        hc_structure_free(structure);
    }
}

static void values_on_paper(void **unused)
{
    (void)unused;
    const int number[4] = {8, 1, 1, 79};
    const hc_vec3 position[4] = {{0, 0, 0}, {3, 0, 0}, {0, 4, 0}, {0, 0, -7}};
    hc_structure *s = make_structure(4, number, position);
    hc_colvar *angle = make_colvar("angle", SETTINGS("atoms", "[1, 0, 2]"), s);
    hc_colvar *distance = make_colvar("distance", SETTINGS("atoms", "1, 2"), s);
    hc_colvar *difference = make_colvar("distance_difference", SETTINGS("first", "[1, 2]", "second", "[0, 1]"), s);
    hc_colvar *height = make_colvar("height", SETTINGS("atoms", "0", "above", "element Au"), s);
    assert_true(fabs(hc_colvar_value(angle, s) / HC_DEGREE - 90) < 1e-12);
    assert_true(fabs(hc_colvar_value(distance, s) - 5) < 1e-14);
    assert_true(fabs(hc_colvar_value(difference, s) - 2) < 1e-14);
    assert_true(fabs(hc_colvar_value(height, s) - 7) < 1e-14);
    hc_colvar_free(angle);
    hc_colvar_free(distance);
    hc_colvar_free(difference);
    hc_colvar_free(height);
    hc_structure_free(s);
}

static double count_at(double d_over_radius, const char *numerator, const char *denominator)
{
    const int number[2] = {8, 1};
    const hc_vec3 position[2] = {{0, 0, 0}, {2 * HC_ANGSTROM * d_over_radius, 0, 0}};
    hc_structure *s = make_structure(2, number, position);
    hc_colvar *c = make_colvar("coordination",
                               SETTINGS("center", "0", "others", "1", "radius_angstrom", "2", "numerator", numerator,
                                        "denominator", denominator),
                               s);
    double value = hc_colvar_value(c, s);
    hc_colvar_free(c);
    hc_structure_free(s);
    return value;
}

/* The rational switch is n/m at the radius, (1 - x^n)/(1 - x^m) before the taper, and nothing beyond the cutoff. */
static void coordination_on_paper(void **unused)
{
    (void)unused;
    assert_true(fabs(count_at(1, "6", "12") - 0.5) < 1e-14);
    assert_true(fabs(count_at(1, "9", "14") - 9.0 / 14) < 1e-14);
    assert_true(fabs(count_at(1.5, "6", "12") - 1 / (1 + pow(1.5, 6))) < 1e-14);
    assert_true(fabs(count_at(0.4, "9", "14") - (1 - pow(0.4, 9)) / (1 - pow(0.4, 14))) < 1e-14);
    double tapered = count_at(2.7, "6", "12"), bare = 1 / (1 + pow(2.7, 6));
    assert_true(fabs(tapered - 0.5 * bare) < 1e-14); /* half way between 0.8 and 1 of three radii */
    assert_true(count_at(3.01, "6", "12") == 0);
}

/* Groups that lie across the boundary of a slab cell count as if they did not. */
static void height_across_the_boundary(void **unused)
{
    (void)unused;
    const int number[4] = {8, 79, 79, 79};
    const hc_vec3 position[4] = {{0, 0, 6}, {0, 0, 0.5}, {5, 0, 29.5}, {0, 5, -0.3}};
    hc_structure *s = make_structure(4, number, position);
    s->cell = (hc_mat3){{{10, 0, 0}, {5, 9, 0}, {0, 0, 30}}};
    s->periodic[0] = s->periodic[1] = s->periodic[2] = true;
    hc_colvar *height = make_colvar("height", SETTINGS("atoms", "0", "above", "element Au"), s);
    assert_true(fabs(hc_colvar_value(height, s) - (6 - (0.5 - 0.5 - 0.3) / 3)) < 1e-12);
    hc_colvar_free(height);
    hc_structure_free(s);
}

typedef struct refusal {
    const char *name;
    const char *const *settings;
    const char *says;
} refusal;

static void refusals(void **unused)
{
    (void)unused;
    const int number[5] = {8, 1, 1, 1, 79};
    const hc_vec3 position[5] = {{0, 0, 0}, {2, 0, 0}, {-2, 0, 0}, {-2, 0.01, 0}, {0, 0, 5}};
    hc_structure *s = make_structure(5, number, position);
    make_triclinic(s, 12);
    const refusal list[] = {
        {"distance", SETTINGS("atoms", "0, 99"), "99"},
        {"distance", SETTINGS("atoms", "0, 0"), "twice"},
        {"distance", SETTINGS("atoms", "2, 3"), "overlap"},
        {"distance", SETTINGS("atoms", "0"), "two are needed"},
        {"distance_difference", SETTINGS("first", "[0, 1]", "second", "[1, 0]"), "always zero"},
        {"distance_difference", SETTINGS("first", "[0, 1, 2]", "second", "[1, 0]"), "two are needed"},
        {"distance_combination", SETTINGS("pairs", "[0, 1, 2]", "coefficients", "[1, 1]"), "two atoms"},
        {"distance_combination", SETTINGS("pairs", "[0, 1]", "coefficients", "[0]"), "leave the pair out"},
        {"angle", SETTINGS("atoms", "[1, 0, 2]"), "one line"},
        {"angle", SETTINGS("atoms", "[1, 0]"), "three are needed"},
        {"angle", SETTINGS("atoms", "[2, 0, 3]"), "overlap"},
        {"coordination", SETTINGS("center", "0", "others", "0-2", "radius_angstrom", "0.8"), "twice"},
        {"coordination", SETTINGS("center", "0", "others", "element H", "radius_angstrom", "2.5"), "half the cell"},
        {"coordination", SETTINGS("center", "0", "others", "none", "radius_angstrom", "0.8"), "no atom"},
        {"coordination",
         SETTINGS("center", "0", "others", "1", "radius_angstrom", "0.8", "numerator", "12", "denominator", "6"),
         "smaller than denominator"},
        {"height", SETTINGS("atoms", "0", "above", "4", "axis", "x"), "more than one lattice vector"},
        {"height", SETTINGS("atoms", "0", "above", "4", "plane_angstrom", "0"), "exactly one"},
        {"height", SETTINGS("atoms", "0"), "exactly one"},
    };
    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        hc_colvar *colvar = NULL;
        assert_int_equal(try_colvar(list[i].name, list[i].settings, s, &colvar), HC_ERROR_INPUT);
        assert_null(colvar);
        assert_non_null(strstr(hc_context_message(ctx), list[i].says));
        assert_non_null(strstr(hc_context_message(ctx), list[i].name));
    }
    const hc_colvar_record *record;
    assert_int_equal(hc_colvar_find(ctx, "distanse", &record), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "\"distance\""));
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_on_paper),
        cmocka_unit_test(coordination_on_paper),
        cmocka_unit_test(derivatives_of_molecules),
        cmocka_unit_test(derivatives_in_a_cell),
        cmocka_unit_test(images_and_shifts),
        cmocka_unit_test(height_across_the_boundary),
        cmocka_unit_test(refusals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
