/* Descent of the free energy for a model: one orbital a site, and electrons that repel each other on it. */
#include "support/context_fixture.h"

#include "gpw/scf/ensemble.h"
#include "math/linalg.h"

#define N 6
#define KT 0.02

typedef struct sites {
    size_t nspin;
    double repulsion, hop, electrons; /* hartree; the latter of each spin */
    double overlap[N * N];
    double used[2][N * (N + 1) / 2], h[2][N * N], occupation[2][N];
    double density[2][N * N]; /* of one electron in a filled orbital */
    double total[2][N * N];   /* of as many as there are in it */
    hc_occupation filling[2];
    hc_orbitals *orbitals[2];
    hc_gpw_ensemble *ensemble;
} sites;

static double level(size_t i)
{
    return 0.1 * (double)i - 0.02 * (double)(i * i);
}

static void make_sites(sites *m, size_t nspin, double repulsion, double hop, double overlap)
{
    *m = (sites){.nspin = nspin, .repulsion = repulsion, .hop = hop, .electrons = 2.4};
    for (size_t i = 0; i < N * N; i++) {
        m->overlap[i] = i % (N + 1) == 0 ? 1.0 : overlap;
    }
    for (size_t s = 0; s < nspin; s++) {
        CHECK(hc_orbitals_create(ctx, N, &m->orbitals[s]));
        CHECK(hc_orbitals_set_overlap(ctx, m->orbitals[s], m->overlap));
    }
    CHECK(hc_gpw_ensemble_create(ctx, N, nspin, KT, &m->ensemble));
}

static void free_sites(sites *m)
{
    hc_orbitals_free(m->orbitals[0]);
    hc_orbitals_free(m->orbitals[1]);
    hc_gpw_ensemble_free(m->ensemble);
}

/* Orbitals of the matrices `used`, their density, its matrix, and its free energy: Tr H0 P + U/2 sum_i (P_ii)^2 - TS.
 */
static double evaluate(sites *m)
{
    double fill = m->nspin == 1 ? 2.0 : 1.0, energy = 0.0, scratch[N * N], x[N * N];
    for (size_t s = 0; s < m->nspin; s++) {
        for (size_t i = 0; i < N; i++) {
            for (size_t j = 0; j <= i; j++) {
                x[i * N + j] = x[j * N + i] = m->used[s][i * (i + 1) / 2 + j];
            }
        }
        CHECK(hc_orbitals_solve(ctx, m->orbitals[s], x));
        hc_occupy(N, m->orbitals[s]->energy, m->electrons - 0.7 * (double)s, KT, m->occupation[s], &m->filling[s]);
        hc_orbitals_density(m->orbitals[s], m->occupation[s], scratch, m->density[s]);
        energy += fill * m->filling[s].minus_ts;
        for (size_t k = 0; k < N * N; k++) {
            m->total[s][k] = fill * m->density[s][k];
        }
    }
    for (size_t i = 0; i < N; i++) {
        double electrons = 0.0;
        for (size_t s = 0; s < m->nspin; s++) {
            electrons += fill * m->density[s][i * (N + 1)];
        }
        energy += 0.5 * m->repulsion * electrons * electrons;
        for (size_t s = 0; s < m->nspin; s++) {
            for (size_t j = 0; j < N; j++) {
                double h0 = i == j ? level(i) : m->hop;
                energy += fill * h0 * m->density[s][i * N + j];
                m->h[s][i * N + j] = h0 + (i == j ? m->repulsion * electrons : 0.0);
            }
        }
    }
    return energy;
}

static double look(sites *m, double free_energy)
{
    hc_gpw_ensemble_spin spin[2];
    double error;
    for (size_t s = 0; s < m->nspin; s++) {
        spin[s] = (hc_gpw_ensemble_spin){.orbitals = m->orbitals[s],
                                         .occupation = m->occupation[s],
                                         .fermi_level = m->filling[s].fermi_level,
                                         .density = m->total[s],
                                         .used = m->used[s],
                                         .h = m->h[s]};
    }
    hc_gpw_ensemble_look(m->ensemble, m->overlap, spin, free_energy, 1e-9, &error);
    return error;
}

static void set_used(sites *m, const double *matrices)
{
    for (size_t s = 0; s < m->nspin; s++) {
        memcpy(m->used[s], matrices + s * (N * (N + 1) / 2), sizeof m->used[s]);
    }
}

/* Symmetric matrices of both spins without any order. */
static void disorder(double *matrices, double size)
{
    for (size_t k = 0; k < N * (N + 1); k++) {
        matrices[k] = size * sin(7.0 * (double)(k * k) + 1.0);
    }
}

static void the_gradient_is_the_derivative(void **state)
{
    (void)state;
    for (size_t nspin = 1; nspin <= 2; nspin++) {
        sites m;
        double start[N * (N + 1)], ahead[N * (N + 1)], along[N * (N + 1)], energy[2], slope = 0.0;
        make_sites(&m, nspin, 0.5, -0.05, 0.1);
        disorder(start, 0.1);
        set_used(&m, start);
        look(&m, evaluate(&m));
        for (size_t k = 0; k < nspin * N * (N + 1) / 2; k++) {
            along[k] = cos(3.0 * (double)k);
        }
        for (size_t s = 0, k = 0; s < nspin; s++) { /* products of matrices count what is off the diagonal twice */
            for (size_t i = 0; i < N; i++) {
                for (size_t j = 0; j <= i; j++, k++) {
                    slope += (i == j ? 1.0 : sqrt(2.0)) * m.ensemble->gradient[k] * along[k];
                }
            }
        }
        for (int side = 0; side < 2; side++) {
            for (size_t k = 0; k < nspin * N * (N + 1) / 2; k++) {
                ahead[k] = start[k] + (side ? 1e-5 : -1e-5) * along[k];
            }
            set_used(&m, ahead);
            energy[side] = evaluate(&m);
        }
        assert_true(fabs(slope) > 1e-2);
        assert_true(fabs((energy[1] - energy[0]) / 2e-5 - slope) < 1e-6);
        free_sites(&m);
    }
}

/* Occupations f_i of levels e_i + 2 U f_i, by bisection of each for a Fermi level, and of the Fermi level. */
static void fill_sites(double repulsion, double electrons, double *f)
{
    double low = -10.0, high = 100.0;
    for (int k = 0; k < 200; k++) {
        double fermi = 0.5 * (low + high), sum = 0.0;
        for (size_t i = 0; i < N; i++) {
            double least = 0.0, most = 1.0;
            for (int l = 0; l < 100; l++) {
                f[i] = 0.5 * (least + most);
                bool more = f[i] < 1.0 / (1.0 + exp((level(i) + 2.0 * repulsion * f[i] - fermi) / KT));
                least = more ? f[i] : least;
                most = more ? most : f[i];
            }
            sum += f[i];
        }
        low = sum < electrons ? fermi : low;
        high = sum < electrons ? high : fermi;
    }
}

/* The electrons' answer is 25 times the step: taking each matrix for the next orbitals goes to and fro. */
static void strong_repulsion_ends_where_it_has_to(void **state)
{
    (void)state;
    sites m;
    double next[N * (N + 1)], f[N], error = 1.0, lowest = INFINITY;
    int iterations = 0;
    make_sites(&m, 1, 1.0, 0.0, 0.0);
    disorder(next, 0.3);
    set_used(&m, next);
    for (; error > 1e-9 && iterations < 200; iterations++) {
        double energy = evaluate(&m);
        error = look(&m, energy);
        if (m.ensemble->refusals == 0) {
            assert_true(energy < lowest + 1e-10);
            lowest = energy;
        }
        hc_gpw_ensemble_move(m.ensemble, next);
        if (error > 1e-9) {
            set_used(&m, next);
        }
    }
    fill_sites(1.0, m.electrons, f);
    for (size_t i = 0; i < N; i++) {
        assert_true(fabs(m.density[0][i * (N + 1)] - f[i]) < 1e-7);
    }
    assert_true(iterations < 100);
    free_sites(&m);
}

/* Two spins, hopping and overlap: the density is that of its own matrix. */
static void the_result_is_filled_as_its_matrix_has_it(void **state)
{
    (void)state;
    sites m;
    double next[N * (N + 1)], before[2][N * N], error = 1.0;
    make_sites(&m, 2, 0.8, -0.1, 0.15);
    disorder(next, 0.3);
    set_used(&m, next);
    for (int k = 0; error > 1e-9 && k < 200; k++) {
        error = look(&m, evaluate(&m));
        hc_gpw_ensemble_move(m.ensemble, next);
        if (error > 1e-9) {
            set_used(&m, next);
        }
    }
    memcpy(before, m.density, sizeof before);
    for (size_t s = 0; s < 2; s++) {
        for (size_t i = 0; i < N; i++) {
            memcpy(m.used[s] + i * (i + 1) / 2, m.h[s] + i * N, (i + 1) * sizeof(double));
        }
    }
    evaluate(&m);
    for (size_t k = 0; k < 2 * N * N; k++) {
        assert_true(fabs(m.density[k / (N * N)][k % (N * N)] - before[k / (N * N)][k % (N * N)]) < 1e-7);
    }
    free_sites(&m);
}

/* tr S d S d of both spins, d the difference of the present density to `before`. */
static double redistribution(const sites *m, const double before[2][N * N])
{
    double sum = 0.0, sd[N * N], d[N * N];
    for (size_t s = 0; s < m->nspin; s++) {
        for (size_t k = 0; k < N * N; k++) {
            d[k] = m->density[s][k] - before[s][k];
        }
        hc_gemm(false, false, N, N, N, 1.0, m->overlap, N, d, N, 0.0, sd, N);
        for (size_t k = 0; k < N * N; k++) {
            sum += sd[k] * sd[k % N * N + k / N];
        }
    }
    return sum;
}

static void a_step_goes_as_far_as_the_density_follows(void **state)
{
    (void)state;
    int far = 0;
    for (size_t nspin = 1; nspin <= 2; nspin++) {
        sites m;
        double next[N * (N + 1)], before[2][N * N];
        make_sites(&m, nspin, 0.5, -0.05, 0.1);
        disorder(next, 0.3);
        set_used(&m, next);
        look(&m, evaluate(&m));
        memcpy(before, m.density, sizeof before);
        const hc_gpw_ensemble *e = m.ensemble;
        for (size_t s = 0, k = 0; s < nspin; s++) {
            for (size_t i = 0; i < N; i++) {
                for (size_t j = 0; j <= i; j++, k++) {
                    next[k] = (e->base[k] + 1e-5 * e->direction[k]) / (i == j ? 1.0 : sqrt(2.0));
                }
            }
        }
        set_used(&m, next);
        evaluate(&m);
        assert_true(fabs(redistribution(&m, before) / (1e-10 * e->redistribution) - 1.0) < 1e-3);
        const double *const density[2] = {m.total[0], m.total[1]};
        double tried, found;
        do {
            hc_gpw_ensemble_move(e, next);
            set_used(&m, next);
            evaluate(&m);
            tried = e->length;
            found = redistribution(&m, before) / (tried * tried * e->redistribution);
            far += fabs(found - 1.0) > 0.5;
        } while (!hc_gpw_ensemble_is_near(m.ensemble, m.overlap, density));
        assert_true(fabs(found - 1.0) <= 0.5 && e->length == tried);
        free_sites(&m);
    }
    assert_true(far > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gradient_is_the_derivative),
        cmocka_unit_test(a_step_goes_as_far_as_the_density_follows),
        cmocka_unit_test(strong_repulsion_ends_where_it_has_to),
        cmocka_unit_test(the_result_is_filled_as_its_matrix_has_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
