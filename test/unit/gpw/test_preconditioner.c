/* The preconditioner of the descent: exact for its shift, whatever the estimate of the gap. With S = Y Y^T and
 * H = Y diag(e) Y^T the orbitals are the rows of Y^-1 and S times orbital k is column k of Y. */
#include "support/context_fixture.h"

#include "gpw/scf/preconditioner.h"
#include "math/linalg.h"
#include "math/random.h"

#define N 24
#define OCCUPIED 9

static const double levels[OCCUPIED] = {-2.0, -1.9, -0.9, -0.6, -0.55, -0.5, -0.4, -0.31, -0.3};

typedef struct model {
    double energy[N], y[N * N], h[N * N], overlap[N * N], sc[OCCUPIED * N];
    hc_gpw_preconditioner *preconditioner;
} model;

static void make_model(double lumo, model *m)
{
    hc_random random;
    double scaled[N * N];
    hc_random_seed(&random, 11);
    for (size_t k = 0; k < N; k++) {
        m->energy[k] = k < OCCUPIED ? levels[k] : lumo + 0.2 * (double)(k - OCCUPIED);
    }
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < N; k++) {
            m->y[i * N + k] = 0.1 * hc_random_normal(&random) + (i == k ? 1.0 : 0.0);
            scaled[i * N + k] = m->y[i * N + k] * m->energy[k];
            if (k < OCCUPIED) {
                m->sc[k * N + i] = m->y[i * N + k];
            }
        }
    }
    hc_gemm(false, true, N, N, N, 1.0, m->y, N, m->y, N, 0.0, m->overlap, N);
    hc_gemm(false, true, N, N, N, 1.0, scaled, N, m->y, N, 0.0, m->h, N);
    CHECK(hc_gpw_preconditioner_create(ctx, N, OCCUPIED, &m->preconditioner));
}

/* Gradients that point into the empty space only. */
static void make_gradient(const model *m, double *gradient)
{
    hc_random random;
    hc_random_seed(&random, 12);
    memset(gradient, 0, OCCUPIED * N * sizeof *gradient);
    for (size_t i = 0; i < OCCUPIED; i++) {
        for (size_t k = OCCUPIED; k < N; k++) {
            double weight = hc_random_normal(&random);
            for (size_t a = 0; a < N; a++) {
                gradient[i * N + a] += weight * m->y[a * N + k];
            }
        }
    }
}

static void expect_solved(const model *m, const double *gradient, const double *x)
{
    const hc_gpw_preconditioner *p = m->preconditioner;
    double hx[OCCUPIED * N], sx[OCCUPIED * N], inside[OCCUPIED * OCCUPIED];
    hc_gemm(false, false, OCCUPIED, N, N, 1.0, x, N, m->h, N, 0.0, hx, N);
    hc_gemm(false, false, OCCUPIED, N, N, 1.0, x, N, m->overlap, N, 0.0, sx, N);
    for (size_t g = 0; g < p->ngroup; g++) {
        for (size_t k = p->first[g] * N; k < p->first[g + 1] * N; k++) {
            assert_true(fabs(hx[k] - p->shift[g] * sx[k] - gradient[k]) < 1e-10);
        }
    }
    hc_gemm(false, true, OCCUPIED, OCCUPIED, N, 1.0, x, N, m->sc, N, 0.0, inside, OCCUPIED);
    for (size_t k = 0; k < OCCUPIED * OCCUPIED; k++) {
        assert_true(fabs(inside[k]) < 1e-10);
    }
}

static void expect_inverse(double lumo, double estimate)
{
    model m;
    double gradient[OCCUPIED * N], x[OCCUPIED * N];
    make_model(lumo, &m);
    CHECK(hc_gpw_preconditioner_update(ctx, m.preconditioner, m.h, m.overlap, m.sc, m.energy, estimate));
    make_gradient(&m, gradient);
    memcpy(x, gradient, sizeof x);
    hc_gpw_preconditioner_apply(m.preconditioner, x);
    expect_solved(&m, gradient, x);
    hc_gpw_preconditioner_free(m.preconditioner);
}

static void is_the_inverse_in_the_empty_space(void **state)
{
    (void)state;
    expect_inverse(-0.1, -0.1);
}

static void holds_when_the_estimate_of_the_gap_is_wrong(void **state)
{
    (void)state;
    expect_inverse(-0.25, 0.6);
    expect_inverse(0.5, -0.2);
    expect_inverse(0.1, NAN);
}

static void groups_are_of_similar_distance_and_leave_nobody_out(void **state)
{
    (void)state;
    model m;
    make_model(-0.1, &m);
    CHECK(hc_gpw_preconditioner_update(ctx, m.preconditioner, m.h, m.overlap, m.sc, m.energy, -0.1));
    const hc_gpw_preconditioner *p = m.preconditioner;
    assert_int_equal(p->first[0], 0);
    assert_int_equal(p->first[p->ngroup], OCCUPIED);
    for (size_t g = 0; g < p->ngroup; g++) {
        double nearest = -0.1 - m.energy[p->first[g + 1] - 1], farthest = -0.1 - m.energy[p->first[g]];
        assert_true(p->first[g] < p->first[g + 1]);
        assert_true(farthest <= 2.0 * nearest);
        assert_true(fabs(-0.1 - p->shift[g] - sqrt(nearest * farthest)) < 1e-12);
    }
    hc_gpw_preconditioner_free(m.preconditioner);
}

static void highest_group_serves_empty_orbitals(void **state)
{
    (void)state;
    model m;
    double gradient[OCCUPIED * N], all[OCCUPIED * N], one[N];
    make_model(-0.1, &m);
    CHECK(hc_gpw_preconditioner_update(ctx, m.preconditioner, m.h, m.overlap, m.sc, m.energy, -0.1));
    make_gradient(&m, gradient);
    memcpy(all, gradient, sizeof all);
    memcpy(one, gradient + (OCCUPIED - 1) * N, sizeof one);
    hc_gpw_preconditioner_apply(m.preconditioner, all);
    hc_gpw_preconditioner_apply_highest(m.preconditioner, 1, one);
    for (size_t k = 0; k < N; k++) {
        assert_true(fabs(one[k] - all[(OCCUPIED - 1) * N + k]) < 1e-12);
    }
    hc_gpw_preconditioner_free(m.preconditioner);
}

static void refuses_a_matrix_without_empty_levels(void **state)
{
    (void)state;
    model m;
    make_model(-1e9, &m);
    assert_int_equal(hc_gpw_preconditioner_update(ctx, m.preconditioner, m.h, m.overlap, m.sc, m.energy, -0.1),
                     HC_ERROR_NUMERIC);
    assert_non_null(strstr(hc_context_message(ctx), "no lowest empty level"));
    hc_gpw_preconditioner_free(m.preconditioner);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_the_inverse_in_the_empty_space),
        cmocka_unit_test(holds_when_the_estimate_of_the_gap_is_wrong),
        cmocka_unit_test(groups_are_of_similar_distance_and_leave_nobody_out),
        cmocka_unit_test(highest_group_serves_empty_orbitals),
        cmocka_unit_test(refuses_a_matrix_without_empty_levels),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
