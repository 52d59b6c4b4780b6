/* Neighbour lists and minimum images against brute force, for random cells of every periodicity. */
#include "reader_fixture.h"

#include "atoms/neighbours.h"
#include "math/random.h"

static double between(hc_random *random, double low, double high)
{
    return low + (high - low) * hc_random_uniform(random);
}

/* A cell of about `length`, skewed; the atoms lie in and around it. */
static hc_structure *random_structure(hc_random *random, size_t natom, int periodic, double length, double skew)
{
    hc_structure *structure = NULL;
    CHECK(hc_structure_create(ctx, natom, &structure));
    for (int d = 0; d < 3; d++) {
        structure->periodic[d] = (periodic >> d) & 1;
        for (int k = 0; k < 3; k++) {
            *hc_vec3_at(&structure->cell.row[d], k) =
                d == k ? between(random, 0.7, 1.3) * length : between(random, -skew, skew) * length;
        }
    }
    for (size_t i = 0; i < natom; i++) {
        hc_structure_set_element(structure, i, 18);
        hc_vec3 s = {between(random, -1.5, 2.0), between(random, -1.5, 2.0), between(random, -1.5, 2.0)};
        structure->position[i] = hc_vec3_times_mat3(s, &structure->cell);
    }
    for (int d = 0; d < 3; d++) {
        if (!structure->periodic[d] && hc_random_uniform(random) < 0.5) {
            structure->cell.row[d] = hc_vec3_make(0, 0, 0);
        }
    }
    return structure;
}

/* Every image within +-range: the next expected pair after (j, image), or the end. */
static void assert_list_is_complete(const hc_neighbour_list *list, const hc_structure *structure, int range)
{
    double reach = list->cutoff + list->skin;
    for (size_t i = 0; i < structure->natom; i++) {
        size_t at = list->first[i];
        for (size_t j = i; j < structure->natom; j++) {
            int box[3];
            for (int d = 0; d < 3; d++) {
                box[d] = structure->periodic[d] ? range : 0;
            }
            for (int a = -box[0]; a <= box[0]; a++) {
                for (int b = -box[1]; b <= box[1]; b++) {
                    for (int c = -box[2]; c <= box[2]; c++) {
                        if (i == j && (a < 0 || (a == 0 && (b < 0 || (b == 0 && c <= 0))))) {
                            continue;
                        }
                        hc_vec3 shift = hc_vec3_times_mat3(hc_vec3_make(a, b, c), &structure->cell);
                        hc_vec3 r = hc_vec3_sub(hc_vec3_add(structure->position[j], shift), structure->position[i]);
                        if (hc_vec3_norm(r) > reach) {
                            continue;
                        }
                        assert_true(at < list->first[i + 1]);
                        const hc_neighbour *pair = &list->entry[at++];
                        assert_int_equal(pair->j, j);
                        assert_true(pair->image[0] == a && pair->image[1] == b && pair->image[2] == c);
                        assert_near(hc_vec3_norm(hc_vec3_sub(hc_neighbour_vector(structure, i, pair), r)), 0, 1e-11);
                    }
                }
            }
        }
        assert_int_equal(at, list->first[i + 1]);
    }
}

static void check_random(hc_random *random, size_t natom, int periodic, double length, double skew, double cutoff,
                         int range)
{
    hc_neighbour_list *list = NULL;
    hc_structure *structure = random_structure(random, natom, periodic, length, skew);
    CHECK(hc_neighbours_create(ctx, cutoff, 0.3, &list));
    CHECK(hc_neighbours_update(ctx, list, structure));
    assert_list_is_complete(list, structure, range);
    hc_neighbours_free(list);
    hc_structure_free(structure);
}

static void small_cells_have_all_images(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 11);
    for (int periodic = 0; periodic < 8; periodic++) {
        for (int repeat = 0; repeat < 4; repeat++) {
            check_random(&random, 1 + (size_t)repeat * 3, periodic, 4.0, 0.25, 6.0, 9);
        }
    }
}

static void large_cells_use_bins_and_have_the_same(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 12);
    for (int periodic = 0; periodic < 8; periodic++) {
        check_random(&random, 150, periodic, 30.0, 0.15, 3.7, 5);
        check_random(&random, 60, periodic, 30.0, 0.0, 5.7, 4);
    }
}

static void no_atom_and_one_atom(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 13);
    check_random(&random, 0, 7, 10.0, 0.0, 3.0, 2);
    check_random(&random, 1, 0, 10.0, 0.0, 3.0, 2);
}

/* A list that was built before the atoms moved holds, within the cutoff, what a fresh one holds, in the same order. */
static void order_does_not_depend_on_when_it_was_built(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 14);
    hc_structure *structure = random_structure(&random, 80, 7, 14.0, 0.2);
    hc_neighbour_list *old = NULL, *fresh = NULL;
    CHECK(hc_neighbours_create(ctx, 5.0, 1.0, &old));
    CHECK(hc_neighbours_create(ctx, 5.0, 0.0, &fresh));
    CHECK(hc_neighbours_update(ctx, old, structure));
    const hc_neighbour *built = old->entry;
    hc_vec3 before = old->built_position[0];
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i].x += between(&random, -0.25, 0.25);
        structure->position[i].z += between(&random, -0.25, 0.25);
    }
    CHECK(hc_neighbours_update(ctx, old, structure));
    assert_ptr_equal(old->entry, built);
    assert_memory_equal(&old->built_position[0], &before, sizeof before);
    CHECK(hc_neighbours_update(ctx, fresh, structure));
    for (size_t i = 0; i < structure->natom; i++) {
        size_t at = fresh->first[i];
        for (size_t k = old->first[i]; k < old->first[i + 1]; k++) {
            if (hc_vec3_norm2(hc_neighbour_vector(structure, i, &old->entry[k])) <= 25.0) {
                assert_memory_equal(&old->entry[k].shift, &fresh->entry[at].shift, sizeof(hc_vec3));
                assert_int_equal(old->entry[k].j, fresh->entry[at].j);
                at++;
            }
        }
        assert_int_equal(at, fresh->first[i + 1]);
    }
    hc_neighbours_free(old);
    hc_neighbours_free(fresh);
    hc_structure_free(structure);
}

static void it_is_rebuilt_when_needed(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 15);
    hc_structure *structure = random_structure(&random, 20, 7, 8.0, 0.1);
    hc_neighbour_list *list = NULL;
    CHECK(hc_neighbours_create(ctx, 5.0, 0.8, &list));
    CHECK(hc_neighbours_update(ctx, list, structure));
    structure->position[3].y += 0.41;
    CHECK(hc_neighbours_update(ctx, list, structure));
    assert_true(list->built_position[3].y == structure->position[3].y);
    assert_list_is_complete(list, structure, 6);
    structure->cell.row[2].z *= 1.1;
    CHECK(hc_neighbours_update(ctx, list, structure));
    assert_list_is_complete(list, structure, 6);
    structure->periodic[1] = false;
    CHECK(hc_neighbours_update(ctx, list, structure));
    assert_list_is_complete(list, structure, 6);
    hc_neighbours_free(list);
    hc_structure_free(structure);
}

static void wrong_input_is_refused(void **state)
{
    (void)state;
    hc_random random;
    hc_neighbour_list *list = NULL;
    hc_random_seed(&random, 16);
    assert_int_equal(hc_neighbours_create(ctx, 0.0, 1.0, &list), HC_ERROR_INPUT);
    assert_int_equal(hc_neighbours_create(ctx, 5.0, -1.0, &list), HC_ERROR_INPUT);
    assert_int_equal(hc_neighbours_create(ctx, NAN, 0.0, &list), HC_ERROR_INPUT);
    hc_structure *structure = random_structure(&random, 2, 7, 8.0, 0.0);
    CHECK(hc_neighbours_create(ctx, 5.0, 1.0, &list));
    structure->position[1].x = NAN;
    assert_int_equal(hc_neighbours_update(ctx, list, structure), HC_ERROR_NUMERIC);
    assert_non_null(strstr(hc_context_message(ctx), "atom 1"));
    structure->position[1].x = 0.0;
    CHECK(hc_neighbours_update(ctx, list, structure));
    structure->cell.row[0] = hc_vec3_make(1e-4, 0, 0);
    assert_int_equal(hc_neighbours_update(ctx, list, structure), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "direction a, too thin"));
    hc_neighbours_free(list);
    hc_structure_free(structure);
}

/* Strong skew, so that rounding fractional coordinates is not enough. */
static void minimum_images_are_the_shortest(void **state)
{
    (void)state;
    hc_random random;
    hc_random_seed(&random, 17);
    for (int repeat = 0; repeat < 200; repeat++) {
        hc_structure *structure = random_structure(&random, 2, repeat % 8, 5.0, 0.45);
        hc_vec3 a = structure->position[0], b = structure->position[1];
        hc_vec3 found = hc_minimum_image(structure, a, b);
        double shortest = INFINITY, to_image = INFINITY;
        int box[3];
        for (int d = 0; d < 3; d++) {
            box[d] = structure->periodic[d] ? 12 : 0;
        }
        for (int i = -box[0]; i <= box[0]; i++) {
            for (int j = -box[1]; j <= box[1]; j++) {
                for (int k = -box[2]; k <= box[2]; k++) {
                    hc_vec3 r =
                        hc_vec3_add(hc_vec3_sub(b, a), hc_vec3_times_mat3(hc_vec3_make(i, j, k), &structure->cell));
                    shortest = fmin(shortest, hc_vec3_norm(r));
                    to_image = fmin(to_image, hc_vec3_norm(hc_vec3_sub(r, found)));
                }
            }
        }
        assert_near(hc_vec3_norm(found), shortest, 1e-11);
        assert_near(to_image, 0, 1e-11);
        hc_structure_free(structure);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(small_cells_have_all_images),
        TEST(large_cells_use_bins_and_have_the_same),
        TEST(no_atom_and_one_atom),
        TEST(order_does_not_depend_on_when_it_was_built),
        TEST(it_is_rebuilt_when_needed),
        TEST(wrong_input_is_refused),
        TEST(minimum_images_are_the_shortest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
