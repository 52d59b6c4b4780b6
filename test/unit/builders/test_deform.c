/* Strain, distortion, wires and their twist. */
#include "support/structure_fixture.h"

#include "builders/deform.h"
#include "builders/miller.h"
#include "builders/prototype.h"
#include "builders/supercell.h"
#include "builders/wire.h"

static hc_structure *make_crystal(const char *name, int repeat)
{
    hc_structure *crystal = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN};
    const int matrix[3][3] = {{repeat, 0, 0}, {0, repeat, 0}, {0, 0, repeat}};
    CHECK(hc_prototype_build(ctx, &options, &crystal));
    CHECK(hc_supercell(ctx, matrix, &crystal));
    return crystal;
}

/* Fractions stay, lengths and angles are those of the gradient. */
static void strain_is_homogeneous(void **state)
{
    (void)state;
    hc_structure *before = make_crystal("ZnS_wz", 1), *after = make_crystal("ZnS_wz", 1);
    const hc_mat3 gradient = {{{1.02, 0.01, 0}, {0.01, 0.99, 0}, {0, 0.03, 1.0}}};
    CHECK(hc_structure_deform(ctx, &gradient, after));
    hc_mat3 from = hc_mat3_inverse(&before->cell), to = hc_mat3_inverse(&after->cell);
    for (size_t i = 0; i < before->natom; i++) {
        hc_vec3 s =
            hc_vec3_sub(hc_vec3_times_mat3(before->position[i], &from), hc_vec3_times_mat3(after->position[i], &to));
        assert_true(hc_vec3_norm(s) < 1e-12);
    }
    assert_float_equal(hc_mat3_determinant(&after->cell) / hc_mat3_determinant(&before->cell),
                       1.02 * 0.99 - 0.01 * 0.01, 1e-12);
    assert_float_equal(after->cell.row[2].y, 0.0, 1e-12);
    assert_float_equal(after->cell.row[1].z, 0.03 * before->cell.row[1].y, 1e-12);
    const hc_mat3 inside_out = {{{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
    assert_int_equal(hc_structure_deform(ctx, &inside_out, after), HC_ERROR_INPUT);
    hc_structure_free(before);
    hc_structure_free(after);
}

static void random_displacements_have_their_size(void **state)
{
    (void)state;
    hc_structure *before = make_crystal("BiOCl", 2), *after = make_crystal("BiOCl", 2),
                 *again = make_crystal("BiOCl", 2);
    const bool along[3] = {true, false, true};
    const size_t atoms[5] = {0, 3, 4, 17, 30};
    hc_vec3 sum = {0, 0, 0};
    double square = 0.0;
    CHECK(hc_structure_shake(ctx, 5, atoms, 0.2, along, 7, after));
    CHECK(hc_structure_shake(ctx, 5, atoms, 0.2, along, 7, again));
    for (size_t i = 0; i < before->natom; i++) {
        hc_vec3 moved = hc_vec3_sub(after->position[i], before->position[i]);
        bool chosen = i == 0 || i == 3 || i == 4 || i == 17 || i == 30;
        assert_true(chosen == (hc_vec3_norm(moved) > 0.0));
        assert_true(moved.y == 0.0);
        sum = hc_vec3_add(sum, moved);
        square += hc_vec3_norm2(moved);
        assert_memory_equal(&after->position[i], &again->position[i], sizeof(hc_vec3));
    }
    assert_true(hc_vec3_norm(sum) < 1e-12);
    assert_float_equal(sqrt(square / 5), 0.2, 1e-12);
    hc_structure_free(before);
    hc_structure_free(after);
    hc_structure_free(again);
}

static void waves_fit_into_the_cell(void **state)
{
    (void)state;
    hc_structure *before = make_crystal("Cu", 4), *after = make_crystal("Cu", 4);
    size_t *atoms = calloc(before->natom, sizeof *atoms);
    const int wave[3] = {2, 1, 0};
    const hc_vec3 amplitude = {0.1, 0, -0.05};
    for (size_t i = 0; i < before->natom; i++) {
        atoms[i] = i;
    }
    CHECK(hc_structure_wave(ctx, before->natom, atoms, amplitude, wave, after));
    for (size_t i = 0; i < before->natom; i++) {
        hc_vec3 r = before->position[i], moved = hc_vec3_sub(after->position[i], r);
        double expected = cos(2 * HC_PI * (2 * r.x + r.y) / before->cell.row[0].x);
        assert_true(hc_vec3_norm(hc_vec3_axpy(moved, -expected, amplitude)) < 1e-12);
    }
    after->periodic[1] = false;
    assert_int_equal(hc_structure_wave(ctx, 1, atoms, amplitude, wave, after), HC_ERROR_INPUT);
    free(atoms);
    hc_structure_free(before);
    hc_structure_free(after);
}

#define A (3.615 * HC_ANGSTROM) /* of copper */
#define RADIUS (3.5 * A)

static hc_structure *make_wire(int sides, bool free_ends, int repeat)
{
    hc_structure *wire = make_crystal("Cu", 1);
    const int plane[3] = {0, 1, 0}, axis[3] = {0, 0, 1};
    const hc_wire_options options = {
        .radius = RADIUS, .sides = sides, .repeat = repeat, .free_ends = free_ends, .vacuum = 10 * HC_ANGSTROM};
    CHECK(hc_wire_build(ctx, &options, plane, axis, &wire));
    return wire;
}

/* All inside the section, and as many as its area has: exactly in a square whose sides lie between planes. */
static void wires_have_their_section(void **state)
{
    (void)state;
    for (int sides = 0; sides <= 8; sides += 4) {
        hc_structure *wire = make_wire(sides, false, 3);
        double area = sides == 0 ? HC_PI : sides * tan(HC_PI / sides), corner = sides == 0 ? 1 : cos(HC_PI / sides);
        double expected = 3 * 4 * area * RADIUS * RADIUS / (A * A);
        assert_float_equal((double)wire->natom, expected, sides == 4 ? 1e-6 : 0.04 * expected);
        assert_float_equal(wire->cell.row[2].z, 3 * A, 1e-6);
        for (size_t i = 0; i < wire->natom; i++) {
            double x = wire->position[i].x - 0.5 * wire->cell.row[0].x;
            double y = wire->position[i].y - 0.5 * wire->cell.row[1].y;
            assert_true(hypot(x, y) < RADIUS / corner + 1e-5);
        }
        hc_structure_free(wire);
    }
}

/* Twists a wire and looks at each atom's turn. */
static void check_twist(hc_structure *wire, double rate)
{
    hc_structure *after = NULL;
    CHECK(hc_structure_copy(ctx, wire, &after));
    CHECK(hc_structure_twist(ctx, rate, after));
    for (size_t i = 0; i < wire->natom; i++) {
        hc_vec3 middle = hc_vec3_scale(0.5, hc_vec3_add(wire->cell.row[0], wire->cell.row[1]));
        hc_vec3 a = hc_vec3_sub(wire->position[i], middle), b = hc_vec3_sub(after->position[i], middle);
        double angle = remainder(atan2(b.y, b.x) - atan2(a.y, a.x) - rate * a.z, 2 * HC_PI);
        assert_true(fabs(angle) < 1e-10);
        assert_float_equal(a.z, b.z, 1e-12);
        assert_float_equal(hypot(a.x, a.y), hypot(b.x, b.y), 1e-10);
    }
    hc_structure_free(after);
}

static void twists_turn_with_height(void **state)
{
    (void)state;
    hc_structure *wire = make_wire(0, true, 4);
    check_twist(wire, 0.01);
    check_twist(wire, -0.02);
    hc_structure_free(wire);
}

/* A wire that repeats can be twisted by its own symmetry only: half a turn of a square one along <100> of fcc. */
static void periodic_twists_are_symmetries(void **state)
{
    (void)state;
    hc_structure *wire = make_wire(4, false, 20);
    double period = wire->cell.row[2].z;
    check_twist(wire, HC_PI / period);
    assert_int_equal(hc_structure_twist(ctx, 0.1 / period, wire), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "does not repeat"));
    hc_structure_free(wire);
}

static void indices_from_directions(void **state)
{
    (void)state;
    hc_structure *bismuth = make_crystal("Bi", 1);
    const double a2[3] = {-0.5, sqrt(0.75), 0}, up[3] = {0, 0, 2}, odd[3] = {1, 0.617, 0};
    int found[3];
    CHECK(hc_direction_indices(ctx, bismuth, HC_BASIS_CARTESIAN, a2, found));
    assert_true(found[0] == 0 && found[1] == 1 && found[2] == 0);
    CHECK(hc_plane_indices(ctx, bismuth, HC_BASIS_CARTESIAN, up, found));
    assert_true(found[0] == 0 && found[1] == 0 && found[2] == 1);
    assert_int_equal(hc_direction_indices(ctx, bismuth, HC_BASIS_LATTICE, odd, found), HC_ERROR_INPUT);
    const int axis[3] = {1, 1, -2};
    CHECK(hc_plane_along(ctx, axis, found));
    assert_true(found[0] == 1 && found[1] == -1 && found[2] == 0);
    hc_structure_free(bismuth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strain_is_homogeneous),   cmocka_unit_test(random_displacements_have_their_size),
        cmocka_unit_test(waves_fit_into_the_cell), cmocka_unit_test(wires_have_their_section),
        cmocka_unit_test(twists_turn_with_height), cmocka_unit_test(periodic_twists_are_symmetries),
        cmocka_unit_test(indices_from_directions),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
