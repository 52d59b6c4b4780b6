
#include "reader_fixture.h"

#include "atoms/elements.h"

static void a_plain_file_is_a_molecule(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz,
                       "3\nwater, it's a plain comment {\nO 0 0 0 9 9\n1 0.5 0 1.0D0\nh -0.5 0 1e0\r\n\n", &structure));
    assert_int_equal(structure->natom, 3);
    assert_int_equal(hc_structure_periodic_count(structure), 0);
    assert_int_equal(structure->atomic_number[0], 8);
    assert_int_equal(structure->atomic_number[1], 1);
    assert_int_equal(structure->atomic_number[2], 1);
    assert_vector_near(structure->position[1], 0.5, 0, 1, HC_ANGSTROM, 1e-14);
    assert_near(structure->mass[0] / HC_DALTON, 15.999, 1e-12);
    assert_false(structure->has_velocity);
    hc_structure_free(structure);
}

static void the_last_frame_of_a_file_is_its_structure(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz, "1\n\nH 0 0 0\n\n2\n\nHe 0 0 0\nNe 0 0 3", &structure));
    assert_int_equal(structure->natom, 2);
    assert_int_equal(structure->atomic_number[1], 10);
    hc_structure_free(structure);
}

static void lattice_alone_makes_it_periodic(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz, "1\nLattice=\"1 0 0, 0 2 0, 0 0 3\"\nH 0 0 0\n", &structure));
    assert_int_equal(hc_structure_periodic_count(structure), 3);
    assert_vector_near(structure->cell.row[1], 0, 2, 0, HC_ANGSTROM, 1e-14);
    hc_structure_free(structure);
    CHECK(read_text_as(&hc_format_extxyz,
                       "1\nlattice={1 0 0 0 2 0 0 0 0} pbc=[T T F] properties=pos:R:3:x:S:2:Z:I:1\n"
                       "0 0 0 any thing 79\n",
                       &structure));
    assert_true(structure->periodic[1] && !structure->periodic[2]);
    assert_int_equal(structure->atomic_number[0], 79);
    hc_structure_free(structure);
}

static void vec_lines_are_the_cell(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz, "1\n\nH 0 0 0\nVEC1 4 0 0\nVEC2 0 5 0\n1\n\nH 0 0 1\nVEC1 4 0 0\n",
                       &structure));
    assert_true(structure->periodic[0] && !structure->periodic[1]);
    assert_vector_near(structure->cell.row[0], 4, 0, 0, HC_ANGSTROM, 1e-14);
    hc_structure_free(structure);
}

static void info_keys_are_kept_in_order(void **state)
{
    (void)state;
    hc_trajectory_reader *reader = NULL;
    hc_frame *frame = NULL;
    FILE *file =
        open_text("1\npbc=\"F F F\" a=1 'b c'=\"x \\\"y\\\" \\\\\" flag energy=-27.211386245988 d={1 2} e=a=b\n"
                  "H 0 0 0\n");
    CHECK(hc_trajectory_open_stream(ctx, file, "test", &reader));
    CHECK(hc_trajectory_next(ctx, reader, &frame));
    static const char *const expected[][2] = {
        {"a", "1"}, {"b c", "x \"y\" \\"}, {"flag", "T"}, {"d", "1 2"}, {"e", "a=b"}};
    assert_int_equal(frame->ninfo, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(frame->info_key[i], expected[i][0]);
        assert_string_equal(frame->info_value[i], expected[i][1]);
    }
    assert_true(frame->has_energy);
    assert_near(frame->energy, -1.0, 1e-14);
    hc_frame_free(frame);
    CHECK(hc_trajectory_next(ctx, reader, &frame));
    assert_null(frame);
    hc_trajectory_close(reader);
    fclose(file);
}

static void momenta_win_over_velocities(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    CHECK(read_text_as(&hc_format_extxyz,
                       "1\nProperties=species:S:1:pos:R:3:velocities:R:3:momenta:R:3:masses:R:1\n"
                       "H 0 0 0 9 9 9 2 0 0 4\n",
                       &structure));
    /* ASE's unit of time is Angstrom sqrt(u/eV) = 10.180505710774743 fs (CODATA 2014; 2e-8 away from 2018). */
    double expected = 0.5 * HC_ANGSTROM / (10.180505710774743 * HC_FS);
    assert_near(structure->velocity[0].x / expected, 1.0, 1e-7);
    assert_true(structure->has_velocity);
    hc_structure_free(structure);
    CHECK(read_text_as(&hc_format_extxyz, "1\nProperties=species:S:1:pos:R:3:velocities:R:3\nH 0 0 0 .5 0 0\n",
                       &structure));
    assert_near(structure->velocity[0].x / expected, 1.0, 1e-7);
    hc_structure_free(structure);
}

static const bad_input bad_inputs[] = {
    {"", "test: the file is empty"},
    {"\n\n", "test: the file is empty"},
    {"x\n", "test:1:1: 'x' stands where the number of atoms"},
    {"0\n\n", "test:1:1: '0' stands where the number of atoms"},
    {"-1\n\n", "test:1:1: '-1'"},
    {"1.5\n\n", "test:1:1: '1.5'"},
    {"99999999999999999999\n\n", "test:1:1: '99999999999999999999'"},
    {"1 2\n\nH 0 0 0\n", "test:1:3: '2' follows the number of atoms"},
    {"1", "test:2: the file ends here; expected the comment line"},
    {"1\n", "test:2: the file ends here; expected the comment line"},
    {"2\n\nH 0 0 0\n", "test:4: the file ends after 1 of the 2 atoms"},
    {"999999999\n\nH 0 0 0\n", "the file ends after 1 of the 999999999 atoms"},
    {"1\n\nH 0 0\n", "test:3: the line of an atom has 3 columns; 4 are needed"},
    {"1\n\n\n", "test:3: the line of an atom has 0 columns"},
    {"1\n\nXx 0 0 0\n", "test:3:1: 'Xx' is not an element"},
    {"1\n\n119 0 0 0\n", "test:3:1: '119' is not an element"},
    {"1\n\nC1 0 0 0\n", "test:3:1: 'C1' is not an element"},
    {"1\n\nH 0 zero 0\n", "test:3:5: the position holds 'zero'"},
    {"1\n\nH 0 0x10 0\n", "test:3:5: the position holds '0x10'"},
    {"1\n\nH 0 0 nan\n", "test:3:7: the position holds 'nan'"},
    {"1\n\nH inf 0 0\n", "test:3:3: the position holds 'inf'"},
    {"1\n\nH 1e999 0 0\n", "test:3:3: the position holds '1e999'"},
    {"1\n\nH 1e99 0 0\n", "test:1: in the frame that begins here: atom 0: a coordinate"},
    {"1\n\nH 1.0.0 0 0\n", "test:3:3: the position holds '1.0.0'"},
    {"1\nLattice=\"1 0 0\"\nH 0 0 0\n", "test:2:9: Lattice has 3 numbers; it needs 9"},
    {"1\nLattice=\"1 0 0 0 1 0 0 0 1 0\"\nH 0 0 0\n", "test:2:9: Lattice has 10 numbers"},
    {"1\nLattice=\"1 0 0 0 a 0 0 0 1\"\nH 0 0 0\n", "test:2:9: Lattice holds 'a'"},
    {"1\nLattice=\"1 0 0 0 1 0 0 0 1\nH 0 0 0\n", "test:2:9: this quote or bracket is not closed"},
    {"1\nLattice=\"1 0 0 0 1 0 0 0 0\"\nH 0 0 0\n",
     "direction c is periodic but its lattice vector is zero or missing"},
    {"1\nLattice=\"1 0 0 0 1 0 0 0 1e-9\"\nH 0 0 0\n", "direction c is periodic but its lattice vector is shorter"},
    {"1\nLattice=\"1 0 0 2 0 0 0 0 1\"\nH 0 0 0\n", "the periodic lattice vectors lie (nearly) in one plane"},
    {"1\nLattice=\"1 0 0 2 0 0 0 0 1\" pbc=\"T T F\"\nH 0 0 0\n", "lie (nearly) in one plane or on one line"},
    {"1\nLattice=\"1e99 0 0 0 1 0 0 0 1\"\nH 0 0 0\n", "lattice vector a is not finite or longer"},
    {"1\npbc=\"T F F\"\nH 0 0 0\n", "direction a is periodic but its lattice vector is zero or missing"},
    {"1\npbc=\"T T\"\nH 0 0 0\n", "test:2:5: pbc=\"T T\" should be three of T and F"},
    {"1\npbc=\"T T T T\"\nH 0 0 0\n", "test:2:5: pbc=\"T T T T\" has more than three"},
    {"1\npbc=yes\nH 0 0 0\n", "test:2:5: pbc=\"yes\" should be"},
    {"1\npbc=\"F F F\" =3\nH 0 0 0\n", "test:2:13: a value without a key"},
    {"1\npbc=\"F F F\" energy=low\nH 0 0 0\n", "test:2:20: energy=low is not a number"},
    {"1\nProperties=species:S:1\nH\n", "test:2:12: Properties: pos:R:3 is missing"},
    {"1\nProperties=pos:R:3\n0 0 0\n", "Properties: species:S:1 (or Z:I:1) is missing"},
    {"1\nProperties=species:S:1:pos:R:2\nH 0 0\n", "Properties: pos:R:2 should be pos:R:3"},
    {"1\nProperties=species:S:1:pos:I:3\nH 0 0 0\n", "Properties: pos:I:3 should be pos:R:3"},
    {"1\nProperties=species:S:1:pos:R:3:pos:R:3\nH 0 0 0 0 0 0\n", "Properties: pos stands there twice"},
    {"1\nProperties=species:S:1:pos:R:3 Properties=a:S:1\nH 0 0 0\n", "Properties stands there twice"},
    {"1\nProperties=species:S:1:pos:R\nH 0 0 0\n", "Properties: 'pos' is not followed by type"},
    {"1\nProperties=species:S:1:pos:R:3:x:Q:1\nH 0 0 0 0\n", "Properties: type 'Q' of 'x' is none of"},
    {"1\nProperties=species:S:1:pos:R:3:x:R:0\nH 0 0 0\n", "Properties: '0' columns of 'x'"},
    {"1\nProperties=species:S:1:pos:R:3:x:R:many\nH 0 0 0\n", "Properties: 'many' columns of 'x'"},
    {"1\nProperties=species:S:1:pos:R:3\nH 0 0 0 5\n", "test:3:9: the line has more columns than the 4"},
    {"1\nProperties=species:S:1:pos:R:3:forces:R:3\nH 0 0 0 1 2\n", "has 6 columns; 7 are needed"},
    {"1\nProperties=species:S:1:pos:R:3:forces:R:3\nH 0 0 0 1 2 x\n", "test:3:13: a force holds 'x'"},
    {"1\nProperties=species:S:1:pos:R:3:move_mask:L:1\nH 0 0 0 maybe\n", "test:3:9: move_mask is 'maybe'"},
    {"1\nProperties=species:S:1:pos:R:3:move_mask:L:3\nH 0 0 0 T T F\n", "fixes single directions"},
    {"1\nProperties=species:S:1:pos:R:3:masses:R:1\nH 0 0 0 0\n", "atom 0: the mass is 0 dalton; it should be between"},
    {"1\n\nH 0 0 0\nVEC2 1 0 0\n", "test:4:1: 'VEC2' should be VEC1"},
    {"1\n\nH 0 0 0\nVEC1 1 0\n", "VEC1 needs three numbers"},
    {"1\n\nH 0 0 0\nstray\n", "test:4:1: 'stray' stands where the number of atoms"},
};

static void bad_files_are_refused_with_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_inputs / sizeof bad_inputs[0]; i++) {
        assert_refused(&hc_format_extxyz, &bad_inputs[i]);
    }
}

static void a_binary_file_is_refused(void **state)
{
    (void)state;
    hc_structure *structure = NULL;
    FILE *file = tmpfile();
    fwrite("1\nab\0c\nH 0 0 0\n", 1, 16, file);
    rewind(file);
    assert_int_equal(hc_format_extxyz.read(ctx, file, "test", &structure), HC_ERROR_FORMAT);
    assert_non_null(strstr(hc_context_message(ctx), "test:2:3: a zero byte"));
    fclose(file);
}

static hc_frame make_frame(void)
{
    hc_frame frame = {.has_energy = true, .energy = -3.25};
    CHECK(hc_structure_create(ctx, 2, &frame.structure));
    hc_structure *structure = frame.structure;
    hc_structure_set_element(structure, 0, 79);
    hc_structure_set_element(structure, 1, 1);
    structure->mass[1] = 2.014 * HC_DALTON;
    structure->position[1] = hc_vec3_make(1.25, -2.5, 3.0);
    structure->velocity[0] = hc_vec3_make(1e-4, 2e-4, -3e-4);
    structure->has_velocity = true;
    structure->fixed[1] = true;
    structure->cell = (hc_mat3){{{10, 0, 0}, {1, 9, 0}, {0, 0, 0}}};
    structure->periodic[0] = structure->periodic[1] = true;
    CHECK(hc_allocate(ctx, 2, sizeof *frame.force, &frame.force));
    CHECK(hc_allocate(ctx, 2, sizeof *frame.charge, &frame.charge));
    frame.force[1] = hc_vec3_make(0.01, 0.02, -0.03);
    frame.charge[0] = -0.75;
    return frame;
}

static void clear_frame(hc_frame *frame)
{
    hc_structure_free(frame->structure);
    free(frame->force);
    free(frame->charge);
}

static void assert_same_frame(const hc_frame *a, const hc_frame *b)
{
    const hc_structure *s = a->structure, *t = b->structure;
    assert_int_equal(s->natom, t->natom);
    assert_int_equal(a->ninfo, b->ninfo);
    for (size_t i = 0; i < a->ninfo; i++) {
        assert_string_equal(a->info_key[i], b->info_key[i]);
        assert_string_equal(a->info_value[i], b->info_value[i]);
    }
    assert_near(a->energy, b->energy, 1e-12);
    for (size_t i = 0; i < s->natom; i++) {
        assert_int_equal(s->atomic_number[i], t->atomic_number[i]);
        assert_near(hc_vec3_norm(hc_vec3_sub(s->position[i], t->position[i])), 0, 2e-10);
        assert_near(hc_vec3_norm(hc_vec3_sub(s->velocity[i], t->velocity[i])), 0, 1e-11);
        assert_near(hc_vec3_norm(hc_vec3_sub(a->force[i], b->force[i])), 0, 1e-11);
        assert_near(a->charge[i], b->charge[i], 1e-10);
        assert_near(s->mass[i] / t->mass[i], 1.0, 1e-9);
        assert_int_equal(s->fixed[i], t->fixed[i]);
    }
    for (int d = 0; d < 3; d++) {
        assert_near(hc_vec3_norm(hc_vec3_sub(s->cell.row[d], t->cell.row[d])), 0, 2e-10);
        assert_int_equal(s->periodic[d], t->periodic[d]);
    }
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    char *keys[] = {"step", "odd key", "empty"}, *values[] = {"12", "a=\"b\" \\ {c}", ""};
    hc_frame frame = make_frame(), *back = NULL;
    hc_trajectory_reader *reader = NULL;
    frame.ninfo = 3;
    frame.info_key = keys;
    frame.info_value = values;
    FILE *file = tmpfile();
    for (int i = 0; i < 3; i++) {
        CHECK(hc_frame_write(ctx, file, &frame));
    }
    rewind(file);
    CHECK(hc_trajectory_open_stream(ctx, file, "test", &reader));
    for (int i = 0; i < 3; i++) {
        CHECK(hc_trajectory_next(ctx, reader, &back));
        assert_non_null(back);
        assert_same_frame(&frame, back);
        hc_frame_free(back);
    }
    CHECK(hc_trajectory_next(ctx, reader, &back));
    assert_null(back);
    hc_trajectory_close(reader);
    fclose(file);
    clear_frame(&frame);
}

static void what_cannot_be_read_again_is_not_written(void **state)
{
    (void)state;
    hc_frame frame = make_frame();
    FILE *file = tmpfile();
    frame.charge[1] = NAN;
    assert_int_equal(hc_frame_write(ctx, file, &frame), HC_ERROR_NUMERIC);
    assert_non_null(strstr(hc_context_message(ctx), "charge of atom 1"));
    frame.charge[1] = 0.0;
    frame.force[0].y = INFINITY;
    assert_int_equal(hc_frame_write(ctx, file, &frame), HC_ERROR_NUMERIC);
    frame.force[0].y = 0.0;
    frame.structure->position[0].x = NAN;
    assert_int_equal(hc_frame_write(ctx, file, &frame), HC_ERROR_INPUT);
    assert_int_equal(ftell(file), 0);
    fclose(file);
    clear_frame(&frame);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    hc_trajectory_reader *reader = NULL;
    assert_int_equal(hc_trajectory_open(ctx, "/nowhere/at all.xyz", &reader), HC_ERROR_FILE);
    assert_non_null(strstr(hc_context_message(ctx), "/nowhere/at all.xyz: cannot be opened"));
    assert_null(reader);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_plain_file_is_a_molecule),
        TEST(the_last_frame_of_a_file_is_its_structure),
        TEST(lattice_alone_makes_it_periodic),
        TEST(vec_lines_are_the_cell),
        TEST(info_keys_are_kept_in_order),
        TEST(momenta_win_over_velocities),
        TEST(bad_files_are_refused_with_line_and_column),
        TEST(a_binary_file_is_refused),
        TEST(what_is_written_is_read_back),
        TEST(what_cannot_be_read_again_is_not_written),
        TEST(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
