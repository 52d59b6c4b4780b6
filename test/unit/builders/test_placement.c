/* Where defects are put: as far apart as any choice of a small cell, and quasi-random with the pair correlations that a
 * count over all images finds. */
#include "support/context_fixture.h"

#include "atoms/neighbours.h"
#include "builders/placement.h"
#include "builders/prototype.h"
#include "builders/site_choice.h"
#include "builders/supercell.h"
#include "halfcell/units.h"

#define SITES_MOST 128
#define SHELLS 3

static hc_structure *make(const char *name, int a, int b, int c)
{
    hc_structure *structure = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN};
    const int matrix[3][3] = {{a, 0, 0}, {0, b, 0}, {0, 0, c}};
    CHECK(hc_prototype_build(ctx, &options, &structure));
    CHECK(hc_supercell(ctx, matrix, &structure));
    return structure;
}

static double apart(const hc_structure *s, size_t a, size_t b)
{
    return hc_vec3_norm(hc_minimum_image(s, s->position[a], s->position[b]));
}

static double nearest_two(const hc_structure *s, size_t count, const size_t *atom)
{
    double least = INFINITY;
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < a; b++) {
            least = fmin(least, apart(s, atom[a], atom[b]));
        }
    }
    return least;
}

/* Calls for every set of `wanted` atoms. */
static void every_set(const hc_structure *s, size_t wanted, size_t depth, size_t from, size_t *atom,
                      void (*visit)(const hc_structure *, size_t, const size_t *, double *), double *best)
{
    if (depth == wanted) {
        visit(s, wanted, atom, best);
        return;
    }
    for (size_t k = from; k < s->natom; k++) {
        atom[depth] = k;
        every_set(s, wanted, depth + 1, k + 1, atom, visit, best);
    }
}

static void take_larger(const hc_structure *s, size_t count, const size_t *atom, double *best)
{
    *best = fmax(*best, nearest_two(s, count, atom));
}

static void farthest_is_the_best_of_all_sets(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int repeat[3];
        size_t most;
    } cases[] = {{"Fe", {2, 2, 2}, 8}, {"Cu", {2, 2, 1}, 8}, {"ZnO_wz", {2, 2, 1}, 6}, {"Ti", {3, 3, 1}, 6}};
    size_t all[SITES_MOST], atom[SITES_MOST], taken[SITES_MOST];
    for (size_t k = 0; k < SITES_MOST; k++) {
        all[k] = k;
    }
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const int *r = cases[c].repeat;
        hc_structure *s = make(cases[c].name, r[0], r[1], r[2]);
        for (size_t wanted = 2; wanted <= cases[c].most; wanted++) {
            double best = 0.0;
            every_set(s, wanted, 0, 0, atom, take_larger, &best);
            for (size_t start = 0; start < s->natom; start += 5) {
                CHECK(hc_place_farthest(ctx, s, s->natom, all, wanted, start, taken));
                double found = nearest_two(s, wanted, taken);
                if (fabs(found - best) > 1e-6) {
                    fail_msg("%s, %zu atoms from %zu: %g instead of %g bohr", cases[c].name, wanted, start, found,
                             best);
                }
            }
        }
        hc_structure_free(s);
    }
}

/* No worse than a choice that can be written down: 27 of 864 sites on a simple cubic lattice of edge 2 a. */
static void farthest_in_larger_cells(void **state)
{
    (void)state;
    size_t taken[SITES_MOST], all[864];
    for (size_t k = 0; k < 864; k++) {
        all[k] = k;
    }
    hc_structure *s = make("Cu", 6, 6, 6);
    CHECK(hc_place_farthest(ctx, s, 864, all, 27, 0, taken));
    assert_true(nearest_two(s, 27, taken) > 2.0 * 3.615 * HC_ANGSTROM - 1e-6);
    hc_structure_free(s);
}

/* Warren-Cowley parameters of a set, from sums over all images. */
static void warren_cowley(const hc_structure *s, const double *radius, size_t wanted, const size_t *atom, double *alpha)
{
    bool in[SITES_MOST] = {false};
    double unlike[SHELLS] = {0}, all[SHELLS] = {0}, x = (double)wanted / (double)s->natom;
    for (size_t k = 0; k < wanted; k++) {
        in[atom[k]] = true;
    }
    for (size_t i = 0; i < s->natom; i++) {
        for (size_t j = 0; j < s->natom; j++) {
            for (int n = 0; n < 125; n++) {
                hc_vec3 image = hc_vec3_make(n / 25 - 2, n / 5 % 5 - 2, n % 5 - 2);
                hc_vec3 v =
                    hc_vec3_add(hc_vec3_sub(s->position[j], s->position[i]), hc_vec3_times_mat3(image, &s->cell));
                for (int shell = 0; shell < SHELLS; shell++) {
                    bool there = fabs(hc_vec3_norm(v) - radius[shell]) < 0.01;
                    all[shell] += there;
                    unlike[shell] += there && in[i] != in[j];
                }
            }
        }
    }
    for (int shell = 0; shell < SHELLS; shell++) {
        alpha[shell] = 1.0 - unlike[shell] / (2.0 * x * (1.0 - x) * all[shell]);
    }
}

typedef struct told {
    double alpha[SHELLS];
    int count;
} told;

static void listen(void *user, hc_log_level level, const char *line)
{
    told *t = user;
    const char *at = strstr(line, "parameter ");
    (void)level;
    if (at != NULL && t->count < SHELLS) {
        t->alpha[t->count++] = atof(at + strlen("parameter "));
    }
}

static void quasirandom(hc_structure *s, int wanted, int seed, size_t *taken, told *t)
{
    size_t count = 0, *atoms = NULL;
    hc_site_choice choice = {.element = (char *)"Cu",
                             .site = HC_INTEGER_UNSET,
                             .count = wanted,
                             .fraction = NAN,
                             .placement = HC_SITE_SQS,
                             .shells = SHELLS,
                             .seed = seed};
    *t = (told){0};
    hc_context_set_log(ctx, listen, t);
    CHECK(hc_sites_choose(ctx, s, &choice, &count, &atoms));
    hc_context_set_log(ctx, NULL, NULL);
    assert_int_equal(count, wanted);
    memcpy(taken, atoms, count * sizeof *atoms);
    free(atoms);
}

static void fcc_radii(double *radius)
{
    for (int shell = 0; shell < SHELLS; shell++) {
        radius[shell] = sqrt(0.5 * (shell + 1)) * 3.615 * HC_ANGSTROM;
    }
}

/* 16 of 32 sites of fcc: as many unlike neighbours as in the random alloy in each of three shells, for every seed. */
static void sqs_of_32_sites_is_random(void **state)
{
    (void)state;
    hc_structure *s = make("Cu", 2, 2, 2);
    size_t first[SITES_MOST], taken[SITES_MOST];
    double radius[SHELLS], alpha[SHELLS];
    bool differs = false;
    told t;
    fcc_radii(radius);
    for (int seed = 0; seed < 4; seed++) {
        quasirandom(s, 16, seed, taken, &t);
        warren_cowley(s, radius, 16, taken, alpha);
        assert_int_equal(t.count, SHELLS);
        for (int shell = 0; shell < SHELLS; shell++) {
            if (fabs(alpha[shell]) > 1e-12 || fabs(t.alpha[shell] - alpha[shell]) > 1e-3) {
                fail_msg("seed %d, shell %d: %g, told %g", seed, shell + 1, alpha[shell], t.alpha[shell]);
            }
        }
        if (seed == 0) {
            memcpy(first, taken, sizeof first);
            quasirandom(s, 16, 0, taken, &t);
            assert_memory_equal(first, taken, 16 * sizeof *taken);
        }
        differs |= memcmp(first, taken, 16 * sizeof *taken) != 0;
    }
    assert_true(differs);
    hc_structure_free(s);
}

static void take_more_random(const hc_structure *s, size_t count, const size_t *atom, double *best)
{
    double radius[SHELLS], alpha[SHELLS], sum = 0.0;
    fcc_radii(radius);
    warren_cowley(s, radius, count, atom, alpha);
    for (int shell = 0; shell < SHELLS; shell++) {
        sum += alpha[shell] * alpha[shell] / (shell + 1);
    }
    *best = fmin(*best, sum);
}

/* Where 0 cannot be had: the best of all sets. */
static void sqs_is_the_best_of_all_sets(void **state)
{
    (void)state;
    size_t atom[SITES_MOST], taken[SITES_MOST];
    hc_structure *s = make("Cu", 2, 1, 1);
    for (int wanted = 1; wanted <= 4; wanted++) {
        double best = INFINITY, found = INFINITY;
        told t;
        every_set(s, (size_t)wanted, 0, 0, atom, take_more_random, &best);
        quasirandom(s, wanted, 1, taken, &t);
        take_more_random(s, (size_t)wanted, taken, &found);
        assert_true(fabs(found - best) < 1e-9);
    }
    hc_structure_free(s);
}

static void sqs_refuses(void **state)
{
    (void)state;
    hc_structure *s = make("Cu", 1, 1, 1);
    size_t all[4] = {0, 1, 2, 3}, taken[4];
    assert_int_equal(hc_place_quasirandom(ctx, s, 4, all, 4, 3, 0, taken), HC_ERROR_INPUT);
    s->periodic[0] = s->periodic[1] = s->periodic[2] = false;
    assert_int_equal(hc_place_quasirandom(ctx, s, 4, all, 2, 5, 0, taken), HC_ERROR_INPUT);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(farthest_is_the_best_of_all_sets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(farthest_in_larger_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sqs_of_32_sites_is_random, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sqs_is_the_best_of_all_sets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sqs_refuses, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
