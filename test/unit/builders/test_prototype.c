/* Prototypes: spglib finds the space group that the file states, every site is one orbit with its multiplicity, and
 * other cells of the same lattice keep both. */
#include "support/context_fixture.h"

#include "atoms/spacegroup.h"
#include "base/data_folder.h"
#include "builders/prototype.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

static hc_structure *make(const char *name, bool primitive)
{
    hc_structure *structure = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN, .primitive = primitive};
    CHECK(hc_prototype_build(ctx, &options, &structure));
    return structure;
}

static int space_group(const hc_structure *structure)
{
    hc_spacegroup *found = NULL;
    CHECK(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &found));
    int number = found->space_group;
    hc_spacegroup_free(found);
    return number;
}

static size_t count_orbits(const hc_spacegroup *found)
{
    size_t count = 0;
    for (size_t i = 0; i < found->natom; i++) {
        count += found->orbit[i] == i;
    }
    return count;
}

static void assert_as_stated(const char *name, const hc_json *json)
{
    hc_spacegroup *found = NULL;
    hc_structure *structure = make(name, false), *primitive = make(name, true);
    const hc_json *sites = hc_json_get(json, "sites");
    size_t natom = 0;
    CHECK(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &found));
    assert_int_equal(found->space_group, (int)hc_json_real_of(hc_json_get(json, "space_group_number")));
    assert_int_equal(count_orbits(found), hc_json_count(sites));
    for (size_t i = 0; i < hc_json_count(sites); i++) {
        size_t multiplicity = (size_t)hc_json_real_of(hc_json_get(hc_json_at(sites, i), "multiplicity")), count = 0;
        for (size_t k = 0; k < structure->natom; k++) {
            count += found->orbit[k] == found->orbit[natom];
        }
        assert_int_equal(count, multiplicity);
        natom += multiplicity;
    }
    assert_int_equal(structure->natom, natom);
    assert_int_equal(space_group(primitive), found->space_group);
    assert_int_equal(natom % primitive->natom, 0);
    hc_spacegroup_free(found);
    hc_structure_free(structure);
    hc_structure_free(primitive);
}

static void all_space_groups_are_found_again(void **state)
{
    (void)state;
    hc_data_folder *folder = NULL;
    CHECK(hc_data_folder_read(ctx, "prototypes", ".json", &folder));
    assert_true(folder->count >= 27);
    for (size_t i = 0; i < folder->count; i++) {
        hc_json *json = NULL;
        char *path = NULL;
        CHECK(hc_data_folder_file(ctx, folder, "prototype", "prototypes", folder->name[i], ".json", &path));
        CHECK(hc_json_read(ctx, path, &json));
        assert_as_stated(folder->name[i], json);
        hc_json_free(json);
        free(path);
    }
    hc_data_folder_free(folder);
}

static void metals_have_their_lattices(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int space_group;
        size_t natom, nprimitive;
        double volume; /* cubic Angstrom per atom, from the densities and masses of the CRC handbook, within 2 % */
    } metal[] = {
        {"Pd", 225, 4, 1, 14.70}, {"Fe", 229, 2, 1, 11.78}, {"Ti", 194, 2, 2, 17.65}, {"Zn", 194, 2, 2, 15.21}};
    for (size_t k = 0; k < 4; k++) {
        hc_structure *structure = make(metal[k].name, false), *primitive = make(metal[k].name, true);
        assert_int_equal(space_group(structure), metal[k].space_group);
        assert_int_equal(structure->natom, metal[k].natom);
        assert_int_equal(primitive->natom, metal[k].nprimitive);
        double volume = hc_mat3_determinant(&primitive->cell) / pow(HC_ANGSTROM, 3) / (double)metal[k].nprimitive;
        assert_true(fabs(volume / metal[k].volume - 1.0) < 0.02);
        hc_structure_free(structure);
        hc_structure_free(primitive);
    }
}

static void lattice_constants_can_be_given(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    hc_prototype_options options = {.name = "ZnS_wz", .a = 4.0 * HC_ANGSTROM, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &options, &structure));
    assert_true(fabs(structure->cell.row[2].z / structure->cell.row[0].x - 6.2607 / 3.8227) < 1e-12);
    hc_structure_free(structure);
    options = (hc_prototype_options){.name = "bcc", .element = "Cu", .a = 2.9 * HC_ANGSTROM, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &options, &structure));
    assert_int_equal(space_group(structure), 229);
    hc_structure_free(structure);
    options = (hc_prototype_options){.name = "bcc", .element = "Cu", .a = NAN, .b = NAN, .c = NAN};
    assert_int_equal(hc_prototype_build(ctx, &options, &structure), HC_ERROR_INPUT);
    options = (hc_prototype_options){.name = "ZnS", .a = NAN, .b = NAN, .c = NAN};
    assert_int_equal(hc_prototype_build(ctx, &options, &structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "did you mean \"ZnS_"));
}

static void other_cells_are_the_same_crystal(void **state)
{
    (void)state;
    static const int matrix[3][3][3] = {{{2, 0, 0}, {0, 3, 0}, {0, 0, 1}},
                                        {{1, 1, 0}, {-1, 2, 0}, {0, 1, 2}},
                                        {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}}}; /* left-handed */
    static const size_t copies[3] = {6, 6, 1};
    for (int k = 0; k < 3; k++) {
        hc_structure *structure = make("TiO2_rutile", false);
        double volume = hc_mat3_determinant(&structure->cell);
        hc_spacegroup *found = NULL;
        CHECK(hc_supercell(ctx, matrix[k], &structure));
        assert_int_equal(structure->natom, 6 * copies[k]);
        assert_true(fabs(fabs(hc_mat3_determinant(&structure->cell)) / volume - (double)copies[k]) < 1e-9);
        CHECK(hc_spacegroup_find(ctx, structure, HC_SPACEGROUP_TOLERANCE, &found));
        assert_int_equal(found->space_group, 136);
        assert_int_equal(count_orbits(found), 2);
        hc_spacegroup_free(found);
        hc_structure_free(structure);
    }
    static const int flat[3][3] = {{1, 0, 0}, {0, 1, 0}, {1, 1, 0}};
    hc_structure *structure = make("Cu", false);
    assert_int_equal(hc_supercell(ctx, flat, &structure), HC_ERROR_INPUT);
    assert_int_equal(structure->natom, 4);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_space_groups_are_found_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(metals_have_their_lattices, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lattice_constants_can_be_given, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_cells_are_the_same_crystal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
