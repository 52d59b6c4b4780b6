#include "reader_fixture.h"

#include <unistd.h>

#include "base/file.h"

#define CELL "4 0 0\n0 5 0\n1 0 6\n"

static void scale_multiplies_cell_and_cartesian_coordinates(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_poscar, "x\n2.0\n" CELL "Au\n1\nCartesian\n1 2 3\n", &structure));
    assert_vector_near(structure->cell.row[2], 2, 0, 12, HC_ANGSTROM, 1e-12);
    assert_vector_near(structure->position[0], 2, 4, 6, HC_ANGSTROM, 1e-12);
    hc_structure_free(structure);
    CHECK(read_text_as(&hc_format_poscar, "x\n1 2 3\n" CELL "Au\n1\nkart\n1 1 1\n", &structure));
    assert_vector_near(structure->cell.row[2], 1, 0, 18, HC_ANGSTROM, 1e-12);
    assert_vector_near(structure->position[0], 1, 2, 3, HC_ANGSTROM, 1e-12);
    hc_structure_free(structure);
}

/* Volume 120 A^3 of the bare vectors, 960 wanted: scale 2. */
static void negative_scale_is_the_volume(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_poscar, "x\n-960\n" CELL "Au\n1\nDirect\n0.5 0.5 0.5\n", &structure));
    assert_vector_near(structure->cell.row[1], 0, 10, 0, HC_ANGSTROM, 1e-12);
    assert_vector_near(structure->position[0], 5, 5, 6, HC_ANGSTROM, 1e-12);
    hc_structure_free(structure);
}

static void symbols_as_vasp_writes_them(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_poscar,
                       "x\n1\n" CELL "Au_pv O/1f2e H.1\n1 1 1\nSelective\nD\n0 0 0 T T T\n0 0 .5 F F F\n"
                       "0 .5 0 .TRUE. .TRUE. .TRUE.\n",
                       &structure));
    assert_int_equal(structure->atomic_number[0], 79);
    assert_int_equal(structure->atomic_number[1], 8);
    assert_int_equal(structure->atomic_number[2], 1);
    assert_true(!structure->fixed[0] && structure->fixed[1] && !structure->fixed[2]);
    hc_structure_free(structure);
    CHECK(read_text_as(&hc_format_poscar, "Au O\n1\n" CELL "1 2\nD\n0 0 0\n0 0 .5\n.5 0 0\n", &structure));
    assert_int_equal(structure->atomic_number[2], 8);
    hc_structure_free(structure);
}

static void velocities_follow_a_blank_line(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    static const char *const texts[] = {
        "x\n1\n" CELL "Au\n1\nD\n0 0 0\n\n0.1 0.2 0.3\n\npredictor corrector follows\n1\n",
        "x\n1\n" CELL "Au\n1\nD\n0 0 0\nCartesian\n0.1 0.2 0.3",
        "x\n1\n" CELL "Au\n1\nD\n0 0 0\nLattice velocities and vectors\n1\n0 0 0\n0 0 0\n0 0 0\n4 0 0\n0 5 0\n1 0 6\n"
        "Cartesian\n0.1 0.2 0.3",
    };
    for (int i = 0; i < 3; i++) {
        CHECK(read_text_as(&hc_format_poscar, texts[i], &structure));
        assert_true(structure->has_velocity);
        assert_vector_near(structure->velocity[0], 0.1, 0.2, 0.3, HC_ANGSTROM_PER_FS, 1e-14);
        hc_structure_free(structure);
    }
    CHECK(read_text_as(&hc_format_poscar, "x\n1\n" CELL "Au\n1\nD\n0 0 0\n\n0 0 0E+00\n", &structure));
    assert_false(structure->has_velocity);
    hc_structure_free(structure);
    CHECK(read_text_as(&hc_format_poscar, "x\n1\n" CELL "Au\n1\nD\n0 0 0\n\n\n", &structure));
    assert_false(structure->has_velocity);
    hc_structure_free(structure);
}

static const bad_input bad_inputs[] = {
    {"", "test:1: the file ends here; expected a comment"},
    {"x\n", "test:2: the file ends here; expected the scale"},
    {"x\nscale\n", "test:2:1: the scale is one number (or three) that is not zero, not 'scale'"},
    {"x\n0\n", "not '0'"},
    {"x\n1 2\n", "test:2: the second line should be the scale"},
    {"x\n1 2 3 4\n", "not '4'"},
    {"x\n1 2 -3\n", "of three scales none may be negative"},
    {"x\n\n", "test:2: the second line should be the scale"},
    {"x\n1\n4 0\n", "test:3:4: a lattice vector needs three numbers; '' is none"},
    {"x\n1\n4 0 0\n0 b 0\n", "test:4:3: a lattice vector needs three numbers; 'b' is none"},
    {"x\n1\n4 0 0\n0 5 0\n", "test:5: the file ends here; expected a lattice vector"},
    {"x\n1\n" CELL, "test:6: the file ends here; expected the element symbols"},
    {"x\n1\n" CELL "1\nD\n0 0 0\n", "test:6:1: the element symbols are missing"},
    {"x\n1\n" CELL "Au Zz\n1 1\nD\n", "test:6:4: 'Zz' is not an element"},
    {"x\n1\n" CELL "\n1\nD\n", "test:6: the line of the element symbols is blank"},
    {"x\n1\n" CELL "Au O\n1\nD\n", "test:7: 1 numbers of atoms for 2 elements"},
    {"x\n1\n" CELL "Au\n1 2\nD\n", "test:7:3: more numbers of atoms than the 1 elements"},
    {"x\n1\n" CELL "Au\n0\nD\n", "test:7:1: '0' should be a number of atoms"},
    {"x\n1\n" CELL "Au\n-5\nD\n", "'-5' should be a number of atoms"},
    {"x\n1\n" CELL "Au\n9999999999\nD\n", "'9999999999' should be a number of atoms"},
    {"x\n1\n" CELL "Au O\n1000000 1\nD\n", "more than 1000000 atoms"},
    {"x\n1\n" CELL "Au\n1\nFractional\n0 0 0\n", "test:8:1: expected 'Direct' or 'Cartesian'"},
    {"x\n1\n" CELL "Au\n1\nSelective\n0 0 0\n", "test:9:1: expected 'Direct' or 'Cartesian'"},
    {"x\n1\n" CELL "Au\n1\n\n", "expected 'Direct' or 'Cartesian'"},
    {"x\n1\n" CELL "Au\n2\nD\n0 0 0\n", "test:10: the file ends here; expected the coordinates of an atom"},
    {"x\n1\n" CELL "Au\n1\nD\n0 0 z\n", "test:9:5: an atom needs three numbers; 'z' is none"},
    {"x\n1\n" CELL "Au\n1\nD\n0 0 nan\n", "'nan' is none"},
    {"x\n1\n" CELL "Au\n1\nS\nD\n0 0 0\n", "test:10:6: selective dynamics needs three of T and F"},
    {"x\n1\n" CELL "Au\n1\nS\nD\n0 0 0 T F T\n", "test:10:9: single directions of an atom are fixed"},
    {"x\n1\n" CELL "Au\n1\nD\n0 0 0\nDirect\n0 0 0\n", "test:10:1: after the coordinates stands a blank line"},
    {"x\n1\n" CELL "Au\n2\nD\n0 0 0\n0 0 .5\n\n0 0 1\n", "test:13: the file ends after 1 of 2 velocities"},
    {"x\n1\n" CELL "Au\n1\nD\n0 0 0\n\n0 0 v\n", "test:11:5: a velocity needs three numbers"},
    {"x\n1\n" CELL "Au\n1\nD\n0 0 0\nLattice velocities\n1\n", "expected the velocities and vectors of the lattice"},
    {"x\n1\n1 0 0\n2 0 0\n0 0 1\nAu\n1\nD\n0 0 0\n", "the periodic lattice vectors lie (nearly) in one plane"},
    {"x\n-5\n1 0 0\n2 0 0\n0 0 1\nAu\n1\nD\n0 0 0\n", "lattice vector a is not finite"},
};

static void bad_files_are_refused_with_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_inputs / sizeof bad_inputs[0]; i++) {
        assert_refused(&hc_format_poscar, &bad_inputs[i]);
    }
}

static hc_structure *sample(void)
{
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz,
                       "4\nLattice=\"6 0 0 1.5 5.5 0 0.3 -0.4 12\" "
                       "Properties=species:S:1:pos:R:3:move_mask:L:1:momenta:R:3\n"
                       "Ti 0 0 -0.5 T 1 2 3\nO 1 2 3 F 0 0 0\nO 3 2 1 T -1 0 0\nTi 7 7 7 T 0 1 0\n",
                       &structure));
    return structure;
}

static void assert_same(const hc_structure *a, const hc_structure *b, double tolerance)
{
    assert_int_equal(a->natom, b->natom);
    assert_memory_equal(a->atomic_number, b->atomic_number, a->natom * sizeof(int));
    assert_memory_equal(a->fixed, b->fixed, a->natom * sizeof(bool));
    for (size_t i = 0; i < a->natom; i++) {
        assert_near(hc_vec3_norm(hc_vec3_sub(a->position[i], b->position[i])), 0, tolerance);
        assert_near(hc_vec3_norm(hc_vec3_sub(a->velocity[i], b->velocity[i])), 0, tolerance);
    }
    for (int d = 0; d < 3; d++) {
        assert_near(hc_vec3_norm(hc_vec3_sub(a->cell.row[d], b->cell.row[d])), 0, tolerance);
    }
}

/* Through files, by every name that a format has, and by the content where the name says nothing. */
static void structures_go_through_files(void **state)
{
    (void)state;
    static const char *const names[] = {"a.xyz", "a.EXTXYZ", "a.vasp", "POSCAR", "CONTCAR_1", "a.poscar"};
    hc_structure *structure = sample(), *back = NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *path = NULL, *nameless = NULL;
        CHECK(hc_format(ctx, &path, "%s/%s", HC_SCRATCH, names[i]));
        CHECK(hc_format(ctx, &nameless, "%s/structure_without_name", HC_SCRATCH));
        CHECK(hc_structure_write(ctx, path, structure));
        CHECK(hc_structure_read(ctx, path, &back));
        assert_same(structure, back, 1e-9);
        hc_structure_free(back);
        assert_int_equal(rename(path, nameless), 0);
        CHECK(hc_structure_read(ctx, nameless, &back));
        assert_same(structure, back, 1e-9);
        hc_structure_free(back);
        unlink(nameless);
        free(path);
        free(nameless);
    }
    hc_structure_free(structure);
}

static void what_a_poscar_cannot_hold_is_refused(void **state)
{
    (void)state;
    hc_structure *structure = sample();
    structure->cell.row[2] = hc_vec3_make(0, 0, 0);
    structure->periodic[2] = false;
    assert_int_equal(hc_structure_write(ctx, HC_SCRATCH "/refused.vasp", structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "a POSCAR is periodic in all directions: direction c"));
    assert_false(hc_file_exists(HC_SCRATCH "/refused.vasp"));
    assert_false(hc_file_exists(HC_SCRATCH "/refused.vasp.tmp"));
    assert_int_equal(hc_structure_write(ctx, HC_SCRATCH "/refused.pdb", structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "known names: .extxyz, .xyz, .vasp"));
    assert_int_equal(hc_structure_write(ctx, "/nowhere/a.xyz", structure), HC_ERROR_FILE);
    hc_structure_free(structure);
}

static void a_file_of_no_known_format_is_refused(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(hc_file_write_atomically(ctx, HC_SCRATCH "/prose", "Once upon a time\n1 2 3\n", 23));
    assert_int_equal(hc_structure_read(ctx, HC_SCRATCH "/prose", &structure), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "neither the name nor the content"));
    assert_int_equal(hc_structure_read(ctx, HC_SCRATCH "/not there.xyz", &structure), HC_ERROR_FILE);
    assert_int_equal(hc_structure_read(ctx, "/", &structure), HC_ERROR_FILE);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scale_multiplies_cell_and_cartesian_coordinates),
        TEST(negative_scale_is_the_volume),
        TEST(symbols_as_vasp_writes_them),
        TEST(velocities_follow_a_blank_line),
        TEST(bad_files_are_refused_with_line_and_column),
        TEST(structures_go_through_files),
        TEST(what_a_poscar_cannot_hold_is_refused),
        TEST(a_file_of_no_known_format_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
