/* Room for the density around a structure: where it comes from, how atoms are put into it, and when it ends. */
#include "support/structure_fixture.h"

#include "gpw/box.h"

#define MARGIN 8.0

static const int numbers[] = {8, 1};

static hc_structure *molecule(double distance)
{
    const hc_vec3 positions[] = {{100.0, -3.0, 7.0}, {100.0, -3.0, 7.0 + distance}};
    return make_structure(2, numbers, positions);
}

/* Of the outermost atoms to the faces of free direction k, the smaller one. */
static double room(const hc_structure *placed, int k)
{
    double length = hc_vec3_norm(placed->cell.row[k]), least = INFINITY;
    for (size_t i = 0; i < placed->natom; i++) {
        double height = hc_vec3_dot(placed->position[i], placed->cell.row[k]) / length;
        least = fmin(least, fmin(height, length - height));
    }
    return least;
}

static hc_structure *place(const hc_gpw_box *box, const hc_structure *structure)
{
    hc_structure *placed = NULL;
    CHECK(hc_gpw_box_place(ctx, box, MARGIN, structure, &placed));
    return placed;
}

static void a_molecule_has_its_margin_on_all_sides(void **state)
{
    (void)state;
    hc_structure *structure = molecule(2.0);
    hc_gpw_box box = hc_gpw_box_around(structure, MARGIN);
    assert_true(fabs(box.cell.row[0].x - 2.0 * MARGIN) < 1e-12 && fabs(box.cell.row[2].z - 2.0 * MARGIN - 2.0) < 1e-12);
    hc_structure *placed = place(&box, structure);
    for (int k = 0; k < 3; k++) {
        assert_true(room(placed, k) >= 0.875 * MARGIN - 1e-12); /* it may be off the middle by half a step */
    }
    hc_vec3 bond = hc_vec3_sub(placed->position[1], placed->position[0]);
    assert_true(fabs(bond.x) + fabs(bond.y) + fabs(bond.z - 2.0) < 1e-12);
    hc_structure_free(placed);
    hc_structure_free(structure);
}

static void other_atoms_stay_where_they_are_when_one_moves(void **state)
{
    (void)state;
    hc_structure *structure = molecule(2.0), *moved = molecule(2.01);
    hc_gpw_box box = hc_gpw_box_around(structure, MARGIN);
    hc_structure *a = place(&box, structure), *b = place(&box, moved);
    assert_true(hc_vec3_norm(hc_vec3_sub(a->position[0], b->position[0])) < 1e-12);
    hc_structure_free(a);
    hc_structure_free(b);
    hc_structure_free(structure);
    hc_structure_free(moved);
}

static void a_slab_is_free_along_its_normal(void **state)
{
    (void)state;
    static const double skewed[3][3] = {{9.0, 0.0, 0.0}, {2.0, 8.0, 0.0}, {3.0, 1.0, 40.0}};
    hc_structure *structure = molecule(2.0);
    set_cell(structure, skewed);
    structure->periodic[2] = false;
    hc_gpw_box box = hc_gpw_box_around(structure, MARGIN);
    assert_true(fabs(hc_vec3_norm(box.cell.row[2]) - sqrt(9.0 + 1.0 + 1600.0)) < 1e-12); /* longer than margins */
    for (int k = 0; k < 2; k++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(box.cell.row[k], structure->cell.row[k])) == 0.0);
        assert_true(fabs(hc_vec3_dot(box.cell.row[k], box.cell.row[2])) < 1e-12);
    }
    hc_structure_free(structure);
}

static void atoms_that_leave_the_box_are_refused(void **state)
{
    (void)state;
    hc_structure *structure = molecule(2.0), *far = molecule(2.0 + 0.9 * MARGIN), *gone = molecule(2.0 + 1.1 * MARGIN);
    hc_structure *placed = NULL;
    hc_gpw_box box = hc_gpw_box_around(structure, MARGIN);
    hc_structure_free(place(&box, far)); /* more than half of the margin is left on each side */
    assert_int_equal(hc_gpw_box_place(ctx, &box, MARGIN, gone, &placed), HC_ERROR_INPUT);
    assert_null(placed);
    assert_non_null(strstr(hc_context_message(ctx), "spread to 5.72 angstrom along lattice vector 2"));
    assert_non_null(strstr(hc_context_message(ctx), "larger margin_angstrom"));
    hc_structure_free(structure);
    hc_structure_free(far);
    hc_structure_free(gone);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_molecule_has_its_margin_on_all_sides),
        cmocka_unit_test(other_atoms_stay_where_they_are_when_one_moves),
        cmocka_unit_test(a_slab_is_free_along_its_normal),
        cmocka_unit_test(atoms_that_leave_the_box_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
