/* Water and ions: counts, geometry, contacts, density, where they are, and the same again for the same seed. */
#include "support/context_fixture.h"

#include "atoms/bonds.h"
#include "atoms/cell.h"
#include "atoms/neighbours.h"
#include "builders/assemble.h"
#include "builders/packing_grid.h"
#include "builders/solvate.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"

/* A box of a, b, c Angstrom, with the atoms given. */
static hc_structure *make_box(double a, double b, double c, size_t natom, const int *number,
                              const double (*angstrom)[3])
{
    hc_structure *structure = NULL;
    CHECK(hc_structure_create(ctx, natom, &structure));
    structure->cell.row[0].x = a * HC_ANGSTROM;
    structure->cell.row[1].y = b * HC_ANGSTROM;
    structure->cell.row[2].z = c * HC_ANGSTROM;
    for (int d = 0; d < 3; d++) {
        structure->periodic[d] = true;
    }
    for (size_t i = 0; i < natom; i++) {
        hc_structure_set_element(structure, i, number[i]);
        structure->position[i] =
            hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(angstrom[i][0], angstrom[i][1], angstrom[i][2]));
    }
    return structure;
}

static const int gold[4] = {79, 79, 79, 79};
static const double tetrahedron[4][3] = {{7, 7, 12}, {9, 9, 12}, {9, 7, 14}, {7, 9, 14}};

/* New atoms are O, H, H with TIP3P's geometry; no contact of theirs is shorter than a strong hydrogen bond. */
static void assert_good_water(const hc_structure *structure, size_t nsolute, size_t nwater)
{
    hc_neighbour_list *list = NULL;
    assert_int_equal(structure->natom, nsolute + 3 * nwater);
    for (size_t i = nsolute; i < structure->natom; i += 3) {
        hc_vec3 a = hc_vec3_sub(structure->position[i + 1], structure->position[i]);
        hc_vec3 b = hc_vec3_sub(structure->position[i + 2], structure->position[i]);
        double angle = acos(hc_vec3_dot(a, b) / hc_vec3_norm(a) / hc_vec3_norm(b)) / HC_DEGREE;
        assert_true(structure->atomic_number[i] == 8 && structure->atomic_number[i + 1] == 1);
        assert_true(fabs(hc_vec3_norm(a) / HC_ANGSTROM - 0.9572) < 1e-9);
        assert_true(fabs(hc_vec3_norm(b) / HC_ANGSTROM - 0.9572) < 1e-9);
        assert_true(fabs(angle - 104.52) < 1e-6);
    }
    CHECK(hc_neighbours_create(ctx, 2.3 * HC_ANGSTROM, 0.0, &list));
    CHECK(hc_neighbours_update(ctx, list, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            size_t j = list->entry[k].j;
            bool hydrogen = structure->atomic_number[i] == 1 || structure->atomic_number[j] == 1;
            double r = hc_vec3_norm(hc_neighbour_vector(structure, i, &list->entry[k])) / HC_ANGSTROM;
            if (j >= nsolute && !(i >= nsolute && (i - nsolute) / 3 == (j - nsolute) / 3)) {
                assert_true(r > (hydrogen ? 1.3 : 2.2));
            }
        }
    }
    hc_neighbours_free(list);
}

/* 64 molecules at 1 g/cm^3 fill a cube of 12.4138 Angstrom; three bulk neighbours or more are hydrogen bonded. */
static void a_box_of_water(void **state)
{
    (void)state;
    hc_structure *structure = make_box(12.4138, 12.4138, 12.4138, 0, NULL, NULL);
    hc_water_options options = hc_water_defaults();
    CHECK(hc_solvate_water(ctx, &options, &structure));
    assert_good_water(structure, 0, 64);
    size_t bonds = 0;
    for (size_t o = 0; o < structure->natom; o += 3) {
        for (size_t h = 0; h < structure->natom; h++) {
            hc_vec3 r = hc_minimum_image(structure, structure->position[o], structure->position[h]);
            bonds += h % 3 != 0 && h / 3 != o / 3 && hc_vec3_norm(r) < 2.3 * HC_ANGSTROM;
        }
    }
    assert_in_range(bonds, 64, 128);
    hc_structure_free(structure);
}

static void a_layer_around_a_cluster_leaves_vacuum(void **state)
{
    (void)state;
    hc_structure *structure = make_box(16, 16, 26, 4, gold, tetrahedron);
    hc_water_options options = hc_water_defaults();
    options.count = 60;
    options.region = HC_REGION_SLAB;
    CHECK(hc_solvate_water(ctx, &options, &structure));
    assert_good_water(structure, 4, 60);
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 4; i < structure->natom; i += 3) {
        low = fmin(low, structure->position[i].z / HC_ANGSTROM);
        high = fmax(high, structure->position[i].z / HC_ANGSTROM);
    }
    /* 60 molecules are 1795 A^3, the gold about 150: 7.6 A of 16 x 16, with 0.7 A on either side. */
    assert_true(low > 13.0 - 5.2 && high < 13.0 + 5.2 && high - low > 7.0);
    hc_structure_free(structure);
}

static void a_shell_is_near_the_cluster_everywhere(void **state)
{
    (void)state;
    hc_structure *structure = make_box(24, 24, 24, 4, gold, tetrahedron);
    hc_water_options options = hc_water_defaults();
    options.count = 30;
    options.region = HC_REGION_SHELL;
    CHECK(hc_solvate_water(ctx, &options, &structure));
    assert_good_water(structure, 4, 30);
    for (size_t i = 4; i < structure->natom; i += 3) {
        double nearest = INFINITY;
        for (size_t j = 0; j < 4; j++) {
            hc_vec3 r = hc_minimum_image(structure, structure->position[j], structure->position[i]);
            nearest = fmin(nearest, hc_vec3_norm(r) / HC_ANGSTROM);
        }
        assert_true(nearest > 2.6 && nearest < 7.0);
    }
    hc_structure_free(structure);
}

/* In a skewed cell, on a bottom, up to a top: as many as density and volume say. */
static void a_slab_with_bottom_and_top_counts_itself(void **state)
{
    (void)state;
    hc_structure *structure = make_box(12, 12, 30, 0, NULL, NULL);
    hc_water_options options = hc_water_defaults();
    structure->cell.row[1].x = 5.0 * HC_ANGSTROM;
    structure->periodic[2] = false;
    options.region = HC_REGION_SLAB;
    options.bottom = 3.0 * HC_ANGSTROM;
    options.top = 15.0 * HC_ANGSTROM;
    CHECK(hc_solvate_water(ctx, &options, &structure));
    assert_true(abs((int)(structure->natom / 3) - (int)round(12.0 * 12.0 * 12.0 / 29.915)) <= 3);
    assert_good_water(structure, 0, structure->natom / 3);
    for (size_t i = 0; i < structure->natom; i += 3) {
        assert_in_range((uintmax_t)(structure->position[i].z / HC_ANGSTROM * 10.0), 28, 152);
    }
    hc_structure_free(structure);
}

static void the_same_seed_gives_the_same_bits(void **state)
{
    (void)state;
    hc_structure *run[3];
    for (int i = 0; i < 3; i++) {
        hc_water_options options = hc_water_defaults();
        options.sweeps = 20;
        options.seed = i == 2 ? 6 : 5;
        run[i] = make_box(10, 10, 10, 0, NULL, NULL);
        CHECK(hc_solvate_water(ctx, &options, &run[i]));
    }
    size_t bytes = run[0]->natom * sizeof *run[0]->position;
    assert_memory_equal(run[0]->position, run[1]->position, bytes);
    assert_memory_not_equal(run[0]->position, run[2]->position, bytes);
    for (int i = 0; i < 3; i++) {
        hc_structure_free(run[i]);
    }
}

static void water_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    hc_structure *structure = make_box(10, 10, 10, 0, NULL, NULL);
    hc_water_options options = hc_water_defaults();
    options.count = 60;
    assert_int_equal(hc_solvate_water(ctx, &options, &structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "no room for 60 water molecules"));
    assert_int_equal(structure->natom, 0);
    options.count = HC_INTEGER_UNSET;
    options.region = HC_REGION_SLAB;
    assert_int_equal(hc_solvate_water(ctx, &options, &structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "give the number of molecules"));
    structure->cell.row[2].z = 0.0;
    options.region = HC_REGION_CELL;
    assert_int_equal(hc_solvate_water(ctx, &options, &structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "filling needs a cell with three vectors"));
    hc_structure_free(structure);
}

static void ions_stand_at_their_distance_and_apart(void **state)
{
    (void)state;
    hc_structure *structure = make_box(18, 18, 26, 4, gold, tetrahedron);
    hc_ion_options options = hc_ion_defaults();
    options.count = 3;
    CHECK(hc_solvate_ions(ctx, &options, 0, NULL, &structure));
    assert_int_equal(structure->natom, 7);
    for (size_t i = 4; i < 7; i++) {
        double nearest = INFINITY;
        assert_int_equal(structure->atomic_number[i], 11);
        for (size_t j = 0; j < i; j++) {
            double r = hc_vec3_norm(hc_minimum_image(structure, structure->position[j], structure->position[i]));
            if (j >= 4) {
                assert_true(r >= 5.0 * HC_ANGSTROM);
            } else {
                nearest = fmin(nearest, r);
            }
        }
        assert_true(fabs(nearest / HC_ANGSTROM - 4.5) < 0.31);
    }
    hc_water_options water = hc_water_defaults();
    water.count = 40;
    water.region = HC_REGION_SLAB;
    CHECK(hc_solvate_water(ctx, &water, &structure));
    assert_good_water(structure, 7, 40);
    options.distance = 20.0 * HC_ANGSTROM;
    assert_int_equal(hc_solvate_ions(ctx, &options, 0, NULL, &structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "no place for an ion 20.00 Angstrom"));
    hc_structure_free(structure);
}

/* Distances of bonded atoms as in the table, none else bonded; the middle at its distance, in a box that is full. */
static void ions_of_several_atoms_keep_their_shape(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t natom, bonds;
    } cases[] = {{"OH", 2, 1}, {"HCO3", 5, 4}, {"CO3", 4, 3}, {"HCOO", 4, 3}, {"H3O", 4, 3}, {"NH4", 5, 4}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        hc_structure *structure = make_box(14, 14, 20, 4, gold, tetrahedron);
        hc_ion_options options = hc_ion_defaults();
        hc_bonds *bonds = NULL;
        options.count = 3;
        const hc_ion_record *ion = NULL;
        CHECK(hc_ion_find(ctx, cases[k].name, &ion));
        options.ion = *ion;
        CHECK(hc_solvate_ions(ctx, &options, 0, NULL, &structure));
        assert_int_equal(structure->natom, 4 + 3 * cases[k].natom);
        for (size_t i = 4; i < structure->natom; i += cases[k].natom) {
            double nearest = INFINITY;
            for (size_t j = 0; j < 4; j++) {
                hc_vec3 r = hc_minimum_image(structure, structure->position[j], structure->position[i]);
                nearest = fmin(nearest, hc_vec3_norm(r));
            }
            assert_true(fabs(nearest / HC_ANGSTROM - 4.5) < 0.31);
        }
        CHECK(hc_bonds_create(ctx, structure, &bonds));
        assert_int_equal(bonds->first[bonds->natom] / 2, 6 + 3 * cases[k].bonds); /* six between four gold atoms */
        hc_bonds_free(bonds);
        hc_structure_free(structure);
    }
    const hc_ion_record *record = NULL;
    assert_int_equal(hc_ion_find(ctx, "HC03", &record), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "did you mean \"HCO3\""));
}

static void a_molecule_is_put_beside_an_atom(void **state)
{
    (void)state;
    static const int dioxide[3] = {6, 8, 8};
    static const double line[3][3] = {{0, 0, 0}, {0, 0, 1.16}, {0, 0, -1.16}};
    static const size_t near_to[1] = {2};
    hc_structure *structure = make_box(18, 18, 26, 4, gold, tetrahedron);
    hc_structure *molecule = make_box(1, 1, 1, 3, dioxide, line);
    hc_place_options options = {
        .nnear = 1, .near = near_to, .distance = 3.0 * HC_ANGSTROM, .clearance = 0.8, .seed = 3};
    CHECK(hc_structure_place(ctx, &options, molecule, &structure));
    assert_int_equal(structure->natom, 7);
    double nearest = INFINITY;
    for (size_t i = 4; i < 7; i++) {
        nearest = fmin(nearest, hc_vec3_norm(hc_vec3_sub(structure->position[i], structure->position[2])));
        for (size_t j = 0; j < 4; j++) {
            double r = hc_vec3_norm(hc_vec3_sub(structure->position[i], structure->position[j]));
            assert_true(r > 0.8 * 3.5 * HC_ANGSTROM || j == 2);
        }
    }
    assert_true(fabs(nearest / HC_ANGSTROM - 3.0) < 1e-6);
    hc_vec3 a = hc_vec3_sub(structure->position[5], structure->position[4]);
    hc_vec3 b = hc_vec3_sub(structure->position[6], structure->position[4]);
    assert_true(hc_vec3_norm(hc_vec3_add(a, b)) < 1e-9 && fabs(hc_vec3_norm(a) / HC_ANGSTROM - 1.16) < 1e-9);
    options.clearance = 50.0;
    assert_int_equal(hc_structure_place(ctx, &options, molecule, &structure), HC_ERROR_INPUT);
    assert_int_equal(structure->natom, 7);
    hc_structure_free(molecule);
    hc_structure_free(structure);
}

static void atoms_are_centred_appended_and_removed(void **state)
{
    (void)state;
    static const bool along_z[3] = {false, false, true};
    static const double at[3] = {0.5, 0.5, 0.25};
    static const size_t gone[3] = {0, 2, 0};
    hc_structure *structure = make_box(18, 18, 40, 4, gold, tetrahedron);
    CHECK(hc_structure_centre(ctx, along_z, at, structure));
    assert_true(fabs(structure->position[0].z / HC_ANGSTROM - 9.0) < 1e-9);
    assert_true(fabs(structure->position[0].x / HC_ANGSTROM - 7.0) < 1e-9);
    structure->fixed[3] = true;
    CHECK(hc_structure_remove(ctx, 3, gone, &structure));
    assert_int_equal(structure->natom, 2);
    assert_true(structure->fixed[1] && fabs(structure->position[1].z / HC_ANGSTROM - 11.0) < 1e-9);
    hc_structure *copy = NULL;
    CHECK(hc_structure_copy(ctx, structure, &copy));
    CHECK(hc_structure_append(ctx, copy, hc_vec3_make(0, 0, 1), &structure));
    assert_int_equal(structure->natom, 4);
    assert_true(structure->fixed[3] && structure->position[3].z == structure->position[1].z + 1.0);
    assert_true(structure->periodic[2]);
    assert_int_equal(hc_structure_remove(ctx, 1, (const size_t[]){4}, &structure), HC_ERROR_INPUT);
    hc_structure_free(copy);
    hc_structure_free(structure);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_box_of_water),
        TEST(a_layer_around_a_cluster_leaves_vacuum),
        TEST(a_shell_is_near_the_cluster_everywhere),
        TEST(a_slab_with_bottom_and_top_counts_itself),
        TEST(the_same_seed_gives_the_same_bits),
        TEST(water_that_does_not_fit_is_refused),
        TEST(ions_stand_at_their_distance_and_apart),
        TEST(ions_of_several_atoms_keep_their_shape),
        TEST(a_molecule_is_put_beside_an_atom),
        TEST(atoms_are_centred_appended_and_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
