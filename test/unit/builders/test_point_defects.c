/* Point defects: as many distinct vacancies as the crystal has Wyckoff sites, room for interstitials where the lattice
 * is known to have it, defects far apart and the same again for the same seed. */
#include "support/context_fixture.h"

#include "atoms/neighbours.h"
#include "base/data_folder.h"
#include "builders/prototype.h"
#include "builders/site_choice.h"
#include "builders/supercell.h"
#include "builders/void_sites.h"
#include "halfcell/units.h"

static hc_structure *make(const char *name, int a, int b, int c)
{
    hc_structure *structure = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN};
    const int matrix[3][3] = {{a, 0, 0}, {0, b, 0}, {0, 0, c}};
    CHECK(hc_prototype_build(ctx, &options, &structure));
    CHECK(hc_supercell(ctx, matrix, &structure));
    return structure;
}

static hc_site_choice choose(const char *element, int count, int seed)
{
    return (hc_site_choice){.element = (char *)element,
                            .site = HC_INTEGER_UNSET,
                            .depth = HC_ANGSTROM,
                            .count = count,
                            .fraction = NAN,
                            .seed = seed};
}

/* Sites of one element in the file of the prototype. */
static size_t sites_in_file(const hc_json *json, const char *symbol)
{
    const hc_json *sites = hc_json_get(json, "sites");
    size_t count = 0;
    for (size_t i = 0; i < hc_json_count(sites); i++) {
        count += strcmp(hc_json_text_of(hc_json_get(hc_json_at(sites, i), "element")), symbol) == 0;
    }
    return count;
}

static void distinct_vacancies_are_the_wyckoff_sites(void **state)
{
    (void)state;
    hc_data_folder *folder = NULL;
    CHECK(hc_data_folder_read(ctx, "prototypes", ".json", &folder));
    for (size_t i = 0; i < folder->count; i++) {
        char *path = NULL;
        hc_json *json = NULL;
        hc_structure *structure = make(folder->name[i], 2, 1, 1);
        bool seen[119] = {false};
        CHECK(hc_data_folder_file(ctx, folder, "", "", folder->name[i], ".json", &path));
        CHECK(hc_json_read(ctx, path, &json));
        for (size_t k = 0; k < structure->natom; k++) {
            int number = structure->atomic_number[k];
            if (!seen[number]) {
                hc_distinct_site *list = NULL;
                size_t count = 0;
                seen[number] = true;
                CHECK(hc_sites_distinct(ctx, structure, number, &count, &list, NULL));
                assert_int_equal(count, sites_in_file(json, hc_element_symbol(number)));
                assert_int_equal(list[0].first, k);
                free(list);
            }
        }
        hc_structure_free(structure);
        hc_json_free(json);
        free(path);
    }
    hc_data_folder_free(folder);
}

static void assert_room(const char *name, size_t which, double distance, size_t multiplicity)
{
    hc_structure *structure = make(name, 1, 1, 1);
    hc_void_site *list = NULL;
    size_t count = 0;
    CHECK(hc_void_sites_find(ctx, structure, 4.0 * HC_ANGSTROM, &count, &list));
    assert_true(which < count);
    assert_true(fabs(list[which].distance / structure->cell.row[0].x - distance) < 1e-4);
    assert_int_equal(list[which].multiplicity, multiplicity);
    free(list);
    hc_structure_free(structure);
}

/* Distances in units of a: octahedra and tetrahedra of fcc, tetrahedra of bcc, the empty cubes of fluorite and the two
 * empty tetrahedra of zinc blende. */
static void room_is_where_the_lattice_has_it(void **state)
{
    (void)state;
    assert_room("Cu", 0, 0.5, 4);
    assert_room("Cu", 1, sqrt(3.0) / 4.0, 8);
    assert_room("Fe", 0, sqrt(5.0) / 4.0, 12);
    assert_room("CeO2", 0, sqrt(3.0) / 4.0, 4);
    assert_room("ZnS_zb", 0, sqrt(3.0) / 4.0, 4);
    assert_room("ZnS_zb", 1, sqrt(3.0) / 4.0, 4);
}

static void several_are_far_apart(void **state)
{
    (void)state;
    hc_structure *structure = make("Cu", 2, 2, 2);
    hc_site_choice choice = choose("Cu", 2, 0);
    size_t count = 0, *atoms = NULL, *again = NULL;
    CHECK(hc_sites_choose(ctx, structure, &choice, &count, &atoms));
    assert_int_equal(atoms[0], 0);
    /* In a cube of edge 2 a nothing is farther than its middle, sqrt(3) a away. */
    hc_vec3 apart = hc_minimum_image(structure, structure->position[atoms[0]], structure->position[atoms[1]]);
    assert_true(fabs(hc_vec3_norm(apart) / (sqrt(3.0) * 3.615 * HC_ANGSTROM) - 1.0) < 1e-9);
    free(atoms);
    bool differs = false;
    for (int placement = 0; placement < 2; placement++) {
        choice = choose("Cu", 12, 7);
        choice.placement = placement;
        CHECK(hc_sites_choose(ctx, structure, &choice, &count, &atoms));
        CHECK(hc_sites_choose(ctx, structure, &choice, &count, &again));
        assert_memory_equal(atoms, again, count * sizeof *atoms);
        for (size_t i = 0; i < count; i++) {
            for (size_t k = 0; k < i; k++) {
                assert_int_not_equal(atoms[i], atoms[k]);
            }
        }
        free(again);
        choice.seed = 8;
        CHECK(hc_sites_choose(ctx, structure, &choice, &count, &again));
        differs |= memcmp(atoms, again, count * sizeof *atoms) != 0;
        free(atoms);
        free(again);
    }
    assert_true(differs);
    hc_structure_free(structure);
}

/* What has no cell has no space group, and none is needed to take an atom of an element. */
static void a_molecule_needs_no_symmetry(void **state)
{
    (void)state;
    hc_structure *structure = make("ZnS_wz", 1, 1, 1);
    hc_site_choice choice = choose("S", 1, 0);
    size_t count = 0, *atoms = NULL;
    structure->cell = (hc_mat3){0};
    for (int d = 0; d < 3; d++) {
        structure->periodic[d] = false;
    }
    CHECK(hc_sites_choose(ctx, structure, &choice, &count, &atoms));
    assert_int_equal(structure->atomic_number[atoms[0]], 16);
    free(atoms);
    choice.site = 0;
    assert_int_equal(hc_sites_choose(ctx, structure, &choice, &count, &atoms), HC_ERROR_INPUT);
    hc_structure_free(structure);
}

static void wrong_choices_are_refused(void **state)
{
    (void)state;
    hc_structure *structure = make("ZnS_wz", 1, 1, 1);
    size_t count = 0, *atoms = NULL;
    hc_site_choice wrong[] = {choose("Zz", 1, 0), choose("O", 1, 0),  choose("Zn", 3, 0),
                              choose(NULL, 1, 0), choose("Zn", 1, 0), choose("Zn", 1, 0)};
    wrong[4].site = 1;
    wrong[5].fraction = 0.1;
    for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
        assert_int_equal(hc_sites_choose(ctx, structure, &wrong[k], &count, &atoms), HC_ERROR_INPUT);
        assert_null(atoms);
    }
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(distinct_vacancies_are_the_wyckoff_sites, set_up, tear_down),
        cmocka_unit_test_setup_teardown(room_is_where_the_lattice_has_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(several_are_far_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_molecule_needs_no_symmetry, set_up, tear_down),
        cmocka_unit_test_setup_teardown(wrong_choices_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
