/* Crystals seen along a line in a plane: primitive cells in the right axes, blocks, holes. */
#include "support/context_fixture.h"

#include "builders/line_lattice.h"
#include "builders/miller.h"
#include "builders/prototype.h"
#include "halfcell/units.h"

static hc_structure *make_crystal(const char *name)
{
    hc_structure *crystal = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &options, &crystal));
    return crystal;
}

/* Vectors of the primitive lattice, in the axes of plane and line, right-handed. */
static void check_lattice(const hc_structure *crystal, const int plane[3], const int line[3], double volume,
                          size_t natom)
{
    hc_line_lattice *lattice = NULL;
    CHECK(hc_line_lattice_create(ctx, crystal, plane, line, &lattice));
    hc_mat3 cell = {{lattice->vector[0], lattice->vector[1], lattice->vector[2]}};
    hc_vec3 along = hc_vec3_times_mat3(hc_vec3_make(line[0], line[1], line[2]), &crystal->cell);
    assert_float_equal(hc_mat3_determinant(&cell), volume, 1e-6 * volume);
    assert_int_equal(lattice->unit->natom, natom);
    assert_true(hc_vec3_norm(hc_vec3_cross(lattice->axes.row[2], along)) < 1e-9 * hc_vec3_norm(along));
    assert_true(hc_vec3_dot(lattice->axes.row[2], along) > 0.0);
    assert_float_equal(hypot(cell.row[2].x, cell.row[2].y), 0.0, 1e-8);
    assert_float_equal(cell.row[0].y, 0.0, 1e-8);
    assert_true(fabs(cell.row[0].z) <= 0.5 * cell.row[2].z + 1e-6 && cell.row[0].x > 0.0 && cell.row[1].y > 0.0);
    /* The normal has the indices of the plane, sign included. */
    for (int d = 0; d < 3; d++) {
        double index = hc_vec3_dot(lattice->axes.row[1], crystal->cell.row[d]) * plane[d];
        assert_true(plane[d] == 0 ? fabs(index) < 1e-9 : index > 0.0);
    }
    hc_line_lattice_free(lattice);
}

static void every_plane_and_line(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double cells; /* primitive cells in the conventional one */
    } crystals[] = {{"Cu", 4}, {"W", 2}, {"Bi", 3}, {"ZnS_wz", 1}};
    size_t count = 0;
    for (size_t c = 0; c < sizeof crystals / sizeof *crystals; c++) {
        hc_structure *crystal = make_crystal(crystals[c].name);
        double volume = hc_mat3_determinant(&crystal->cell) / crystals[c].cells;
        size_t natom = crystal->natom / (size_t)crystals[c].cells;
        for (int n = 0; n < 27 * 27; n++) {
            const int plane[3] = {n % 3 - 1, n / 3 % 3 - 1, n / 9 % 3 - 1};
            const int line[3] = {n / 27 % 3 - 1, n / 81 % 3 - 1, n / 243 - 1};
            bool in_plane = plane[0] * line[0] + plane[1] * line[1] + plane[2] * line[2] == 0;
            if (in_plane && n % 27 != 13 && n / 27 != 13) {
                check_lattice(crystal, plane, line, volume, natom);
                count++;
            }
        }
        hc_structure_free(crystal);
    }
    assert_int_equal(count, 4 * 192);
}

/* In fcc(111) seen along <1-10> the hole between two planes is as far from rows as the lattice allows. */
static void holes_and_gaps(void **state)
{
    (void)state;
    const int plane[3] = {1, 1, 1}, line[3] = {1, -1, 0};
    hc_structure *crystal = make_crystal("Cu");
    hc_line_lattice *lattice = NULL;
    double a = crystal->cell.row[0].x, d = a / sqrt(3);
    CHECK(hc_line_lattice_create(ctx, crystal, plane, line, &lattice));
    assert_int_equal(lattice->ngap, 1);
    assert_float_equal(lattice->gap_width[0], d, 1e-6);
    double y = lattice->gap_height[0], x = hc_line_lattice_hole(lattice, y), nearest = INFINITY;
    for (int n = 0; n < 49; n++) {
        double dx =
            (n % 7 - 3) * lattice->vector[0].x + (n / 7 - 3) * lattice->vector[1].x + lattice->unit->position[0].x - x;
        double dy = (n / 7 - 3) * lattice->vector[1].y + lattice->unit->position[0].y - y;
        nearest = fmin(nearest, hypot(dx, dy));
    }
    /* Rows lie w apart in a plane and w/3 apart sideways from plane to plane: the farthest point at half the height is
     * a third of w from both, sideways. */
    assert_float_equal(nearest, hypot(0.5 * d, lattice->vector[0].x / 3), 0.02 * nearest);
    hc_line_lattice_free(lattice);
    hc_structure_free(crystal);
}

static void blocks_are_nearly_right_angled(void **state)
{
    (void)state;
    const int plane[3] = {1, 1, 1}, line[3] = {1, 1, -2}, repeat[3] = {6, 4, 2};
    hc_structure *crystal = make_crystal("Cu"), *block = NULL;
    hc_line_lattice *lattice = NULL;
    CHECK(hc_line_lattice_create(ctx, crystal, plane, line, &lattice));
    CHECK(hc_line_lattice_block(ctx, lattice, repeat, 0, &block));
    assert_int_equal(block->natom, 48);
    assert_true(fabs(block->cell.row[1].x) <= 0.5 * lattice->vector[0].x + 1e-6);
    assert_true(fabs(block->cell.row[1].z) <= 0.5 * lattice->vector[2].z + 1e-6);
    assert_true(hc_line_lattice_is_flat(lattice, repeat, 0) ==
                (fabs(block->cell.row[0].z) < 1e-5 && fabs(block->cell.row[1].z) < 1e-5));
    double x = block->cell.row[1].x;
    hc_structure_free(block);
    CHECK(hc_line_lattice_block(ctx, lattice, repeat, 3, &block));
    assert_float_equal(block->cell.row[1].x - x, 3 * lattice->vector[0].x, 1e-6);
    hc_structure_free(block);
    hc_line_lattice_free(lattice);
    hc_structure_free(crystal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_plane_and_line),
        cmocka_unit_test(holes_and_gaps),
        cmocka_unit_test(blocks_are_nearly_right_angled),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
