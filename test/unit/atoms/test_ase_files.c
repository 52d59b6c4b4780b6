/* Files that ASE wrote (test/regression/data/structures/make.py) say what was put into them. */
#include "reader_fixture.h"

#include "atoms/elements.h"

#define FOLDER HC_REPOSITORY "/test/regression/data/structures/"

static void check_slab(const hc_frame *frame, double shift)
{
    /* ase.units.fs in 3.22 stands on CODATA 2014. */
    const double ase_velocity = HC_ANGSTROM / (10.180505710774743 * HC_FS);
    const hc_structure *structure = frame->structure;
    assert_int_equal(structure->natom, 4);
    assert_int_equal(structure->atomic_number[0], 8);
    assert_int_equal(structure->atomic_number[3], 11);
    assert_vector_near(structure->position[0], 0.1, 0.2, 0.3 + shift, HC_ANGSTROM, 1e-8);
    assert_near(structure->mass[1] / HC_DALTON, 2.014, 1e-9);
    assert_true(structure->has_velocity);
    assert_vector_near(structure->velocity[1], 0.1, 0.2, -0.3, ase_velocity, 1e-7);
    assert_true(structure->fixed[3] && !structure->fixed[0]);
    assert_vector_near(structure->cell.row[1], 1.5, 5.5, 0, HC_ANGSTROM, 1e-12);
    assert_vector_near(structure->cell.row[2], 0.3, -0.4, 12, HC_ANGSTROM, 1e-12);
    assert_true(structure->periodic[0] && structure->periodic[1] && !structure->periodic[2]);
    assert_vector_near(frame->force[2], 0.75, 0.875, 1.0, HC_EV_PER_ANGSTROM, 1e-8);
    assert_near(frame->charge[3], 0.875, 1e-12);
    assert_near(frame->energy / HC_EV, -14.25 + shift, 1e-10);
    assert_int_equal(frame->ninfo, 2);
    assert_string_equal(frame->info_key[0], "step");
    assert_string_equal(frame->info_value[0], "7");
    assert_string_equal(frame->info_value[1], "a \"quoted\" remark");
}

static void a_trajectory_of_ase(void **state)
{
    (void)state;
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    CHECK(hc_trajectory_open(ctx, FOLDER "ase_slab.extxyz", &reader));
    for (int i = 0; i < 2; i++) {
        CHECK(hc_trajectory_next(ctx, reader, &frame));
        assert_non_null(frame);
        check_slab(frame, 0.5 * i);
        hc_frame_free(frame);
    }
    CHECK(hc_trajectory_next(ctx, reader, &frame));
    assert_null(frame);
    hc_trajectory_close(reader);
}

static void molecules_of_ase(void **state)
{
    (void)state;
    static const char *const files[] = {FOLDER "ase_molecule.extxyz", FOLDER "ase_molecule.xyz"};
    for (int i = 0; i < 2; i++) {
        hc_structure *structure = NULL;
        CHECK(hc_structure_read(ctx, files[i], &structure));
        assert_int_equal(structure->natom, 3);
        assert_int_equal(hc_structure_periodic_count(structure), 0);
        assert_vector_near(structure->position[2], 0, 0, -1.16, HC_ANGSTROM, 1e-12);
        hc_structure_free(structure);
    }
}

static void poscars_of_ase(void **state)
{
    (void)state;
    static const char *const files[] = {FOLDER "POSCAR_ase", FOLDER "ase_cartesian.vasp"};
    static const int numbers[] = {22, 8, 8, 22};
    for (int i = 0; i < 2; i++) {
        hc_structure *structure = NULL;
        CHECK(hc_structure_read(ctx, files[i], &structure));
        assert_int_equal(structure->natom, 4);
        assert_int_equal(hc_structure_periodic_count(structure), 3);
        assert_memory_equal(structure->atomic_number, numbers, sizeof numbers);
        assert_vector_near(structure->position[1], 1.38, 1.38, 0, HC_ANGSTROM, 1e-12);
        assert_vector_near(structure->position[3], 2.4, 2.3, 1.475, HC_ANGSTROM, 1e-12);
        assert_true(structure->fixed[0] && !structure->fixed[1] && structure->fixed[2] && !structure->fixed[3]);
        assert_vector_near(structure->cell.row[2], 0.2, 0, 2.95, HC_ANGSTROM, 1e-12);
        assert_false(structure->has_velocity);
        hc_structure_free(structure);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(a_trajectory_of_ase), TEST(molecules_of_ase), TEST(poscars_of_ase)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
