/* Au25(SCH3)18 of the examples, whole, with a ligand pulled away and with one taken off. */
#include "defect_structures.h"

#define SULPHUR 16

static hc_structure *cluster(void)
{
    hc_structure *s = NULL;
    CHECK(hc_structure_read(ctx, HC_REPOSITORY "/examples/au25-leaching/Au25_SCH3_18.xyz", &s));
    return s;
}

static void whole_cluster(void **state)
{
    (void)state;
    hc_structure *s = cluster();
    hc_census *census = census_of(s, NULL);
    assert_count(census, "thiolates, bound", 18);
    assert_count(census, "thiolate, partly bound", 0);
    assert_count(census, "thiolate, lost", 0);
    assert_count(census, "icosahedral atoms", 1); /* the centre of the 13-atom core */
    assert_count(census, "exposed Au", 0);
    assert_true(defects_except(census, "") == 0.0);
    hc_census_free(census);
    hc_structure_free(s);
}

static double distance(const hc_structure *s, size_t i, size_t j)
{
    return hc_vec3_norm(hc_vec3_sub(s->position[i], s->position[j])) / HC_ANGSTROM;
}

/* A thiolate: sulphur, its carbon, the hydrogen atoms of that. */
static size_t ligand(const hc_structure *s, size_t sulphur, size_t atoms[5])
{
    size_t count = 0, carbon = s->natom;
    for (size_t i = 0; i < s->natom; i++) {
        carbon = s->atomic_number[i] == 6 && distance(s, i, sulphur) < 2.0 ? i : carbon;
    }
    for (size_t i = 0; i < s->natom; i++) {
        if (i == sulphur || i == carbon || (s->atomic_number[i] == 1 && distance(s, i, carbon) < 1.3)) {
            atoms[count++] = i;
        }
    }
    return count;
}

static void every_ligand_can_be_lost(void **state)
{
    (void)state;
    hc_structure *s = cluster();
    for (size_t i = 0; i < s->natom; i++) {
        if (s->atomic_number[i] != SULPHUR) {
            continue;
        }
        size_t atoms[5];
        hc_structure *moved = NULL;
        assert_int_equal(ligand(s, i, atoms), 5);
        CHECK(hc_structure_copy(ctx, s, &moved));
        for (size_t k = 0; k < 5; k++) {
            /* straight out from the cluster's centre, which is atom 0 */
            hc_vec3 out = hc_vec3_sub(s->position[i], s->position[0]);
            moved->position[atoms[k]] = hc_vec3_axpy(moved->position[atoms[k]], 2.0, out);
        }
        hc_census *census = census_of(moved, NULL);
        assert_count(census, "thiolates, bound", 17);
        assert_count(census, "thiolate, lost", 1);
        hc_census_free(census);
        hc_structure_free(moved);
    }
    hc_structure_free(s);
}

static void a_ligand_taken_off_lays_metal_open(void **state)
{
    (void)state;
    hc_structure *s = cluster();
    size_t atoms[5], sulphur = 0;
    while (s->atomic_number[sulphur] != SULPHUR) {
        sulphur++;
    }
    hc_census *census = census_of(s, NULL);
    double before = hc_census_count_of(census, "exposed metal area (angstrom^2)");
    hc_census_free(census);
    assert_int_equal(ligand(s, sulphur, atoms), 5);
    for (size_t k = 5; k-- > 0;) {
        remove_atom(s, atoms[k]);
    }
    census = census_of(s, NULL);
    assert_count(census, "thiolates, bound", 17);
    assert_true(hc_census_count_of(census, "exposed metal area (angstrom^2)") > before + 5.0);
    assert_true(hc_census_count_of(census, "exposed Au") >= 1.0);
    hc_census_free(census);
    hc_structure_free(s);
}

/* One isolated metal atom beside a far thiolate: its open area is that of its sphere. */
static void the_area_of_a_free_atom(void **state)
{
    (void)state;
    hc_structure *s = new_structure(4);
    put(s, 0, 79, 0, 0, 0);
    put(s, 1, 79, 30, 0, 0);
    put(s, 2, 16, 32.3, 0, 0);
    put(s, 3, 6, 34.1, 0, 0); /* in the shade of S */
    hc_census *census = census_of(s, NULL);
    const double radius = 1.66 + 1.4, whole = 4.0 * HC_PI * radius * radius;
    /* The sphere of S covers, of the other atom, the cap beyond the plane where both meet. */
    const double other = 1.8 + 1.4, apart = 2.3;
    double height = radius - (apart * apart + radius * radius - other * other) / (2.0 * apart);
    double wanted = 2.0 * whole - 2.0 * HC_PI * radius * height;
    double is = hc_census_count_of(census, "exposed metal area (angstrom^2)");
    assert_true(fabs(is - wanted) < 0.01 * whole);
    assert_count(census, "thiolate, partly bound", 1);
    hc_census_free(census);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_cluster),
        cmocka_unit_test(every_ligand_can_be_lost),
        cmocka_unit_test(a_ligand_taken_off_lays_metal_open),
        cmocka_unit_test(the_area_of_a_free_atom),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
