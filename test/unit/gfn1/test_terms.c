/* Repulsion, halogen bond and band energy: derivatives, and supercells. */
#include "support/structure_fixture.h"

#include "gfn1/halogen.h"
#include "gfn1/hamiltonian.h"
#include "gfn1/repulsion.h"

/* Bromomethane-like fragment, an oxygen, a nitrogen and a silver: everything that the terms know. */
static const int numbers[] = {6, 35, 8, 7, 47, 1, 16};
static const hc_vec3 positions[] = {{0.1, 0.2, -0.1}, {3.7, 0.1, 0.3},  {9.0, 0.5, -0.4}, {4.0, 5.5, 0.2},
                                    {8.0, 5.0, 3.0},  {-1.5, 1.2, 0.2}, {4.5, 4.5, 4.8}};
static const double cell[3][3] = {{13.0, 0.4, -0.2}, {1.1, 12.5, 0.3}, {-0.7, 0.5, 11.8}};

static hc_structure *make_mixture(bool periodic)
{
    hc_structure *structure = make_structure(sizeof numbers / sizeof numbers[0], numbers, positions);
    if (periodic) {
        set_cell(structure, cell);
    }
    return structure;
}

typedef struct terms {
    hc_gfn1_basis *basis;
    hc_gfn1_repulsion *repulsion;
    hc_gfn1_halogen *halogen;
    hc_gfn1_hamiltonian *hamiltonian;
    double *density, *weighted, *potential;
} terms;

static double repulsion_energy(const hc_structure *structure, void *data)
{
    double energy;
    CHECK(hc_gfn1_repulsion_compute(ctx, ((terms *)data)->repulsion, structure, &energy, NULL, NULL));
    return energy;
}

static double halogen_energy(const hc_structure *structure, void *data)
{
    double energy;
    CHECK(hc_gfn1_halogen_compute(ctx, ((terms *)data)->halogen, structure, &energy, NULL, NULL));
    return energy;
}

/* sum P (H0 - S (V_a + V_b) / 2) - W S at fixed P, W, V. */
static double band_energy(const hc_structure *structure, void *data)
{
    terms *t = data;
    const hc_gfn1_basis *basis = t->basis;
    CHECK(hc_gfn1_hamiltonian_update(ctx, t->hamiltonian, structure));
    double energy = 0.0;
    for (size_t s = 0; s < basis->nshell; s++) {
        for (size_t u = 0; u < basis->nshell; u++) {
            for (size_t m = basis->shell_ao[s]; m < basis->shell_ao[s + 1]; m++) {
                for (size_t n = basis->shell_ao[u]; n < basis->shell_ao[u + 1]; n++) {
                    size_t k = m * basis->nao + n;
                    double h =
                        t->hamiltonian->h0[k] - 0.5 * (t->potential[s] + t->potential[u]) * t->hamiltonian->overlap[k];
                    energy += t->density[k] * h - t->weighted[k] * t->hamiltonian->overlap[k];
                }
            }
        }
    }
    return energy;
}

static terms make_terms(const hc_structure *structure, bool tabulate)
{
    terms t = {0};
    CHECK(hc_gfn1_basis_create(ctx, structure, &t.basis));
    CHECK(hc_gfn1_repulsion_create(ctx, t.basis, &t.repulsion));
    CHECK(hc_gfn1_halogen_create(ctx, t.basis, &t.halogen));
    CHECK(hc_gfn1_hamiltonian_create(ctx, t.basis, tabulate, &t.hamiltonian));
    size_t nao = t.basis->nao;
    CHECK(hc_allocate(ctx, nao * nao, sizeof(double), &t.density));
    CHECK(hc_allocate(ctx, nao * nao, sizeof(double), &t.weighted));
    CHECK(hc_allocate(ctx, t.basis->nshell, sizeof(double), &t.potential));
    for (size_t m = 0; m < nao; m++) {
        for (size_t n = 0; n <= m; n++) {
            t.density[m * nao + n] = t.density[n * nao + m] = 0.3 * cos(1.0 + (double)(7 * m + 3 * n));
            t.weighted[m * nao + n] = t.weighted[n * nao + m] = 0.2 * sin((double)(5 * m + 2 * n));
        }
    }
    for (size_t s = 0; s < t.basis->nshell; s++) {
        t.potential[s] = 0.1 * sin(2.0 + (double)s);
    }
    return t;
}

static void free_terms(terms *t)
{
    hc_gfn1_repulsion_free(t->repulsion);
    hc_gfn1_halogen_free(t->halogen);
    hc_gfn1_hamiltonian_free(t->hamiltonian);
    hc_gfn1_basis_free(t->basis);
    free(t->density);
    free(t->weighted);
    free(t->potential);
}

static void check_all_derivatives(bool periodic, bool tabulate)
{
    hc_structure *structure = make_mixture(periodic);
    terms t = make_terms(structure, tabulate);
    hc_vec3 force[3][sizeof numbers / sizeof numbers[0]];
    hc_mat3 strain[3];
    double energy;
    memset(force, 0, sizeof force);
    memset(strain, 0, sizeof strain);
    CHECK(hc_gfn1_repulsion_compute(ctx, t.repulsion, structure, &energy, force[0], &strain[0]));
    CHECK(hc_gfn1_halogen_compute(ctx, t.halogen, structure, &energy, force[1], &strain[1]));
    CHECK(hc_gfn1_hamiltonian_update(ctx, t.hamiltonian, structure));
    CHECK(hc_gfn1_hamiltonian_gradient(ctx, t.hamiltonian, structure, t.density, t.weighted, t.potential, force[2],
                                       &strain[2]));
    check_derivatives(repulsion_energy, &t, structure, force[0], &strain[0], 1e-9);
    check_derivatives(halogen_energy, &t, structure, force[1], &strain[1], 1e-9);
    check_derivatives(band_energy, &t, structure, force[2], &strain[2], 2e-8);
    free_terms(&t);
    hc_structure_free(structure);
}

static void test_molecule_derivatives(void **state)
{
    (void)state;
    check_all_derivatives(false, false);
    check_all_derivatives(false, true);
}

static void test_cell_derivatives(void **state)
{
    (void)state;
    check_all_derivatives(true, false);
    check_all_derivatives(true, true);
}

/* The structure twice along its first lattice vector. */
static hc_structure *double_cell(const hc_structure *structure)
{
    hc_structure *doubled = NULL;
    size_t n = structure->natom;
    CHECK(hc_structure_create(ctx, 2 * n, &doubled));
    for (size_t i = 0; i < 2 * n; i++) {
        hc_structure_set_element(doubled, i, structure->atomic_number[i % n]);
        doubled->position[i] = hc_vec3_axpy(structure->position[i % n], i < n ? 0.0 : 1.0, structure->cell.row[0]);
    }
    doubled->cell = structure->cell;
    doubled->cell.row[0] = hc_vec3_scale(2.0, structure->cell.row[0]);
    memcpy(doubled->periodic, structure->periodic, sizeof doubled->periodic);
    return doubled;
}

static void test_supercell(void **state)
{
    (void)state;
    hc_structure *structure = make_mixture(true), *doubled = double_cell(structure);
    terms one = make_terms(structure, false), two = make_terms(doubled, false);
    assert_true(fabs(2.0 * repulsion_energy(structure, &one) - repulsion_energy(doubled, &two)) < 1e-12);
    assert_true(fabs(2.0 * halogen_energy(structure, &one) - halogen_energy(doubled, &two)) < 1e-14);
    assert_true(fabs(halogen_energy(structure, &one)) > 1e-5);
    /* The Gamma point of the cell is the sum over the blocks of the supercell. */
    CHECK(hc_gfn1_hamiltonian_update(ctx, one.hamiltonian, structure));
    CHECK(hc_gfn1_hamiltonian_update(ctx, two.hamiltonian, doubled));
    size_t nao = one.basis->nao;
    for (size_t m = 0; m < nao; m++) {
        for (size_t n = 0; n < nao; n++) {
            const double *h = two.hamiltonian->h0 + m * 2 * nao, *s = two.hamiltonian->overlap + m * 2 * nao;
            assert_true(fabs(h[n] + h[nao + n] - one.hamiltonian->h0[m * nao + n]) < 1e-12);
            assert_true(fabs(s[n] + s[nao + n] - one.hamiltonian->overlap[m * nao + n]) < 1e-12);
        }
    }
    free_terms(&one);
    free_terms(&two);
    hc_structure_free(structure);
    hc_structure_free(doubled);
}

static void test_tables_and_direct_integrals_make_one_hamiltonian(void **state)
{
    (void)state;
    hc_structure *structure = make_mixture(true);
    terms direct = make_terms(structure, false), tabulated = make_terms(structure, true);
    CHECK(hc_gfn1_hamiltonian_update(ctx, direct.hamiltonian, structure));
    CHECK(hc_gfn1_hamiltonian_update(ctx, tabulated.hamiltonian, structure));
    double worst = 0.0;
    for (size_t k = 0; k < direct.basis->nao * direct.basis->nao; k++) {
        worst = fmax(worst, fabs(direct.hamiltonian->h0[k] - tabulated.hamiltonian->h0[k]));
        worst = fmax(worst, fabs(direct.hamiltonian->overlap[k] - tabulated.hamiltonian->overlap[k]));
    }
    assert_true(worst < 1e-10);
    free_terms(&direct);
    free_terms(&tabulated);
    hc_structure_free(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_molecule_derivatives),
        cmocka_unit_test(test_cell_derivatives),
        cmocka_unit_test(test_supercell),
        cmocka_unit_test(test_tables_and_direct_integrals_make_one_hamiltonian),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
