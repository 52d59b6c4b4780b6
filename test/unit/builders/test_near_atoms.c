/* Distances to the nearest atom and numbers of near ones by linked cells, beside all images tried one after the other.
 */
#include "support/structure_fixture.h"

#include "atoms/cell.h"
#include "builders/near_atoms.h"
#include "math/random.h"

#define NATOM 60

static hc_vec3 draw(hc_random *random, double length)
{
    hc_vec3 r = {0, 0, 0};
    for (int d = 0; d < 3; d++) {
        *hc_vec3_at(&r, d) = length * (hc_random_uniform(random) - 0.3);
    }
    return r;
}

/* Atoms may lie outside the cell; `periodic` has a bit for each direction. */
static hc_structure *make_case(hc_random *random, size_t natom, const double cell[3][3], int periodic)
{
    int number[NATOM];
    hc_vec3 position[NATOM];
    for (size_t i = 0; i < natom; i++) {
        number[i] = 6;
        position[i] = draw(random, 40);
    }
    hc_structure *s = make_structure(natom, number, position);
    set_cell(s, cell);
    for (int d = 0; d < 3; d++) {
        s->periodic[d] = (periodic >> d) & 1;
    }
    return s;
}

/* Distances of all images with numbers up to `reach`: the nearest, and how many are below the radius. */
static double by_trying(const hc_structure *s, hc_vec3 place, int reach, double radius, size_t *count)
{
    double nearest = INFINITY;
    int image[3], limit[3];
    *count = 0;
    for (int d = 0; d < 3; d++) {
        limit[d] = s->periodic[d] ? reach : 0;
    }
    for (size_t i = 0; i < s->natom; i++) {
        for (image[0] = -limit[0]; image[0] <= limit[0]; image[0]++) {
            for (image[1] = -limit[1]; image[1] <= limit[1]; image[1]++) {
                for (image[2] = -limit[2]; image[2] <= limit[2]; image[2]++) {
                    hc_vec3 r = hc_vec3_add(s->position[i], hc_cell_translation(&s->cell, image));
                    double far = hc_vec3_norm(hc_vec3_sub(r, place));
                    nearest = fmin(nearest, far);
                    *count += far < radius;
                }
            }
        }
    }
    return nearest;
}

static const double cells[4][3][3] = {{{31, 0, 0}, {0, 27, 0}, {0, 0, 44}},
                                      {{30, 0, 0}, {13, 26, 0}, {-12, 9, 35}},
                                      {{6, 0, 0}, {0, 7, 0}, {2, 1, 60}},
                                      {{20, 0, 0}, {0, 20, 0}, {0, 0, 400}}};

/* As many of each atom as it has images there, which is found out with each atom alone. */
static void check_list(const hc_structure *s, const hc_near_atoms *near, hc_vec3 place, double radius, size_t count)
{
    size_t atom[2 * NATOM], times[NATOM] = {0};
    size_t listed = hc_near_atoms_list(near, place, radius, 2 * NATOM, atom);
    assert_int_equal(listed, count);
    for (size_t k = 0; k < listed && k < 2 * NATOM; k++) {
        times[atom[k]]++;
    }
    for (size_t i = 0; i < s->natom && listed <= 2 * NATOM; i++) {
        hc_structure alone = *s;
        size_t expected;
        alone.natom = 1;
        alone.position = &s->position[i];
        by_trying(&alone, place, 10, radius, &expected);
        assert_int_equal(times[i], expected);
    }
}

static void distances_and_numbers(void **unused)
{
    (void)unused;
    hc_random random;
    hc_random_seed(&random, 4);
    for (int k = 0; k < 32; k++) {
        hc_structure *s = make_case(&random, k % 5 == 0 ? 1 : NATOM, cells[k % 4], k / 4);
        hc_near_atoms *near = NULL;
        CHECK(hc_near_atoms_create(ctx, s, &near));
        for (int n = 0; n < 20; n++) {
            hc_vec3 place = draw(&random, 50);
            double radius = 3 + 6 * hc_random_uniform(&random);
            size_t count;
            double exact = by_trying(s, place, 10, radius, &count);
            assert_true(fabs(hc_near_atoms_distance(near, place, 1e3, 0) - exact) < 1e-9);
            assert_int_equal(hc_near_atoms_count(near, place, radius), count);
            check_list(s, near, place, radius, count);
        }
        hc_near_atoms_free(near);
        hc_structure_free(s);
    }
}

/* None within `farthest` is infinitely far; with `enough` the answer is on the right side of it. */
static void limits_of_a_search(void **unused)
{
    (void)unused;
    hc_random random;
    hc_random_seed(&random, 5);
    hc_structure *s = make_case(&random, NATOM, cells[1], 7);
    hc_near_atoms *near = NULL;
    size_t unused_count, beyond = 0, ended = 0;
    CHECK(hc_near_atoms_create(ctx, s, &near));
    for (int n = 0; n < 500; n++) {
        hc_vec3 place = draw(&random, 50);
        double exact = by_trying(s, place, 4, 1, &unused_count), limit = 2 + 6 * hc_random_uniform(&random);
        double found = hc_near_atoms_distance(near, place, limit, 0);
        assert_true(exact > limit ? isinf(found) : fabs(found - exact) < 1e-9);
        beyond += isinf(found);
        found = hc_near_atoms_distance(near, place, 1e3, limit);
        assert_true(exact > limit ? fabs(found - exact) < 1e-9 : found <= limit && found > exact - 1e-9);
        ended += exact <= limit;
    }
    assert_true(beyond > 50 && ended > 50);
    hc_near_atoms_free(near);
    hc_structure_free(s);
}

static void nothing_is_near_to_nothing(void **unused)
{
    (void)unused;
    hc_structure *s = NULL;
    hc_near_atoms *near = NULL;
    CHECK(hc_structure_create(ctx, 0, &s));
    assert_int_equal(hc_near_atoms_create(ctx, s, &near), HC_ERROR_INPUT);
    assert_null(near);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_and_numbers),
        cmocka_unit_test(limits_of_a_search),
        cmocka_unit_test(nothing_is_near_to_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
