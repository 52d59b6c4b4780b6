/* The free atom: energies of others, convergence for all elements, its density by radius, on a grid and as a matrix. */
#include "support/structure_fixture.h"

#include "base/file.h"
#include "base/text.h"
#include "gpw/atom.h"
#include "gpw/free_atoms.h"
#include "gpw/hamiltonian.h"
#include "gpw/harmonics.h"

static hc_gpw_kind make_kind(int z, const char *basis, const char *potential)
{
    hc_gpw_kind kind = {.atomic_number = z};
    CHECK(hc_gpw_basis_set_find(ctx, z, basis, &kind.basis));
    CHECK(hc_gpw_potential_find(ctx, z, potential, &kind.potential));
    return kind;
}

static void free_kind(hc_gpw_kind *kind)
{
    hc_gpw_basis_set_free(kind->basis);
    hc_gpw_potential_free(kind->potential);
}

/* CP2K 2023.1, PROGRAM ATOM, restricted, LDA_X + LDA_C_PW of libxc, the same contracted set and potential. Its error
 * falls with the square of the number of radial points: 1500 and 3000 points, extrapolated. */
static void test_energies_of_cp2k(void **state)
{
    (void)state;
    static const struct {
        int z;
        const char *basis, *potential;
        double coarse, fine;
    } atom[] = {
        {8, "DZVP-MOLOPT-SR-GTH-q6", "GTH-PADE-q6", -15.744520654771, -15.744537176932},
        {79, "DZVP-MOLOPT-SR-GTH-q11", "GTH-PBE-q11", -33.037286112734, -33.037321788970},
        {11, "DZVP-MOLOPT-SR-GTH-q9", "GTH-PADE-q9", -47.662408359312, -47.662465515371},
        {28, "DZVP-MOLOPT-SR-GTH-q18", "GTH-PADE-q18", -168.901172912416, -168.901398548283},
    };
    for (size_t i = 0; i < 4; i++) {
        hc_gpw_atom *found = NULL;
        hc_gpw_kind kind = make_kind(atom[i].z, atom[i].basis, atom[i].potential);
        CHECK(hc_gpw_atom_create(ctx, &kind, &found));
        assert_true(found->converged);
        double expected = atom[i].fine + (atom[i].fine - atom[i].coarse) / 3.0;
        if (!(fabs(found->energy - expected) < 2e-7)) {
            fail_msg("element %d: %.9f, not %.9f", atom[i].z, found->energy, expected);
        }
        hc_gpw_atom_free(found);
        free_kind(&kind);
    }
}

/* NIST Standard Reference Data 141 (S. Kotochigova et al., Phys. Rev. A 55, 191 (1997)): hydrogen without spin in the
 * local density approximation has -0.445671 hartree, its orbital -0.233471. The pseudopotential keeps them; the set is
 * sixteen primitives. */
static void test_hydrogen_of_nist(void **state)
{
    (void)state;
    static const char path[] = HC_SCRATCH "/even_tempered_hydrogen";
    hc_text text = {0};
    hc_text_add(&text, "H EVEN-q1\n16\n");
    double exponent = 200.0;
    for (int i = 0; i < 16; i++, exponent *= 0.5) {
        hc_text_addf(&text, "1 0 0 1 1\n%.10g 1.0\n", exponent);
    }
    CHECK(hc_file_write_atomically(ctx, path, hc_text_string(&text), text.length));
    hc_gpw_kind kind = {.atomic_number = 1};
    hc_gpw_atom *atom = NULL;
    CHECK(hc_gpw_basis_set_read(ctx, path, 1, "EVEN-q1", &kind.basis));
    CHECK(hc_gpw_potential_find(ctx, 1, "GTH-PADE-q1", &kind.potential));
    CHECK(hc_gpw_atom_create(ctx, &kind, &atom));
    assert_true(atom->converged);
    assert_true(fabs(atom->energy - -0.445671) < 2e-4);
    assert_true(fabs(atom->of_l[0].level[0] - -0.233471) < 2e-4);
    hc_gpw_atom_free(atom);
    free_kind(&kind);
    hc_text_clear(&text);
}

static double radial_integral(int l, double a)
{
    return 0.5 * tgamma(l + 1.5) / pow(a, l + 1.5);
}

/* Tr(P S) with the overlaps of one centre, which join equal l and m only. */
static double count_electrons(const hc_gpw_basis_set *basis, const double *density)
{
    double sum = 0.0;
    for (size_t s = 0; s < basis->nset; s++) {
        for (size_t t = 0; t < basis->nset; t++) {
            const hc_gpw_set *a = &basis->set[s], *b = &basis->set[t];
            for (size_t k = 0; k < a->nshell; k++) {
                for (size_t j = 0; j < b->nshell; j++) {
                    double overlap = 0.0;
                    for (size_t p = 0; p < a->nexponent && a->l[k] == b->l[j]; p++) {
                        for (size_t q = 0; q < b->nexponent; q++) {
                            overlap += a->coefficient[k * a->nexponent + p] * b->coefficient[j * b->nexponent + q] *
                                       radial_integral(a->l[k], a->exponent[p] + b->exponent[q]);
                        }
                    }
                    for (size_t m = 0; m < HC_SPHERICAL_COUNT(a->l[k]) && a->l[k] == b->l[j]; m++) {
                        sum += overlap * density[(a->first[k] + m) * basis->nao + b->first[j] + m];
                    }
                }
            }
        }
    }
    return sum;
}

/* The electrons of a shell evenly in its 2l+1 orbitals. density [nao][nao] of the kind. */
static void make_matrix(const hc_gpw_atom *atom, size_t nao, double *density)
{
    memset(density, 0, nao * nao * sizeof *density);
    for (int l = 0; l <= HC_GPW_ATOM_LMAX; l++) {
        const hc_gpw_atom_shells *shells = &atom->of_l[l];
        for (size_t a = 0; a < shells->count; a++) {
            for (size_t b = 0; b < shells->count; b++) {
                size_t i = shells->set[a]->first[shells->ishell[a]], j = shells->set[b]->first[shells->ishell[b]];
                for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
                    density[(i + m) * nao + j + m] = shells->density[a * shells->count + b] / (2 * l + 1);
                }
            }
        }
    }
}

static void check_atom(const hc_gpw_kind *kind)
{
    const size_t nao = kind->basis->nao;
    double *density = malloc(nao * nao * sizeof *density);
    hc_gpw_atom *atom = NULL;
    assert_non_null(density);
    CHECK(hc_gpw_atom_create(ctx, kind, &atom));
    if (!atom->converged || atom->iterations > 60) {
        fail_msg("element %d: %zu iterations, residual %g", kind->atomic_number, atom->iterations, atom->residual);
    }
    make_matrix(atom, nao, density);
    for (size_t i = 0; i < nao; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_true(density[i * nao + j] == density[j * nao + i]);
        }
    }
    assert_true(fabs(count_electrons(kind->basis, density) - kind->potential->charge) < 1e-9);
    hc_gpw_atom_free(atom);
    free(density);
}

static void test_all_elements_converge(void **state)
{
    (void)state;
    const hc_gpw_system_options options = {0};
    for (int z = 1; z <= 86; z++) {
        hc_gpw_system *system = NULL;
        hc_structure *structure = make_structure(1, &z, &(hc_vec3){0.0, 0.0, 0.0});
        CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
        check_atom(&system->kind[0]);
        hc_gpw_system_free(system);
        hc_structure_free(structure);
    }
}

static void test_diffuse_and_large_sets_converge(void **state)
{
    (void)state;
    static const struct {
        int z;
        const char *basis, *potential;
    } atom[] = {
        {1, "aug-QZV3P-GTH", "GTH-PBE-q1"},
        {8, "aug-QZV3P-GTH", "GTH-PBE-q6"},
        {17, "TZV2PX-MOLOPT-GTH", "GTH-PBE-q7"},
        {24, "TZV2P-MOLOPT-PBE-GTH-q14", "GTH-PBE-q14"},
        {79, "TZV2P-MOLOPT-PBE-GTH-q19", "GTH-PBE-q19"},
    };
    for (size_t i = 0; i < 5; i++) {
        hc_gpw_kind kind = make_kind(atom[i].z, atom[i].basis, atom[i].potential);
        check_atom(&kind);
        free_kind(&kind);
    }
}

/* chi at a point, for all functions of the set. */
static void evaluate(const hc_gpw_basis_set *basis, hc_vec3 x, double *chi)
{
    double r2 = x.x * x.x + x.y * x.y + x.z * x.z;
    for (size_t s = 0; s < basis->nset; s++) {
        const hc_gpw_set *set = &basis->set[s];
        for (size_t k = 0; k < set->nshell; k++) {
            double radial = 0.0;
            int l = set->l[k];
            for (size_t p = 0; p < set->nexponent; p++) {
                radial += set->coefficient[k * set->nexponent + p] * exp(-set->exponent[p] * r2);
            }
            for (size_t m = 0; m < HC_SPHERICAL_COUNT(l); m++) {
                const double *c = hc_solid_harmonics(l) + m * HC_CARTESIAN_COUNT(l);
                double value = 0.0;
                for (int i = l; i >= 0; i--) {
                    for (int j = l - i; j >= 0; j--) {
                        value +=
                            c[hc_cartesian_index(i, j, l - i - j)] * pow(x.x, i) * pow(x.y, j) * pow(x.z, l - i - j);
                    }
                }
                chi[set->first[k] + m] = radial * value;
            }
        }
    }
}

static void test_density_matrix_is_the_spherical_density(void **state)
{
    (void)state;
    hc_gpw_kind kind = make_kind(47, "DZVP-MOLOPT-SR-GTH", "GTH-PBE-q11");
    const size_t nao = kind.basis->nao;
    double *density = malloc(nao * nao * sizeof *density), *chi = malloc(nao * sizeof *chi), electrons = 0.0;
    hc_gpw_atom *atom = NULL;
    CHECK(hc_gpw_atom_create(ctx, &kind, &atom));
    make_matrix(atom, nao, density);
    for (int k = 0; k < 8; k++) {
        double r = 0.4 + 0.3 * k, theta = 0.5 * k, phi = 1.3 * k, rho = 0.0;
        evaluate(kind.basis, (hc_vec3){r * sin(theta) * cos(phi), r * sin(theta) * sin(phi), r * cos(theta)}, chi);
        for (size_t i = 0; i < nao * nao; i++) {
            rho += density[i] * chi[i / nao] * chi[i % nao];
        }
        assert_true(rho > 0.0 && fabs(rho / hc_gpw_atom_density(atom, r) - 1.0) < 1e-12);
    }
    for (double r = 0.005; r < 25.0; r += 0.01) {
        electrons += 0.01 * 4.0 * M_PI * r * r * hc_gpw_atom_density(atom, r);
    }
    assert_true(fabs(electrons - 11.0) < 1e-6);
    hc_gpw_atom_free(atom);
    free_kind(&kind);
    free(density);
    free(chi);
}

static void test_no_room(void **state)
{
    (void)state;
    hc_gpw_kind kind = make_kind(1, "DZVP-MOLOPT-SR-GTH", "GTH-PBE-q1");
    hc_gpw_potential *own = kind.potential, *gold = NULL;
    hc_gpw_atom *atom = NULL;
    CHECK(hc_gpw_potential_find(ctx, 79, "GTH-PBE-q11", &gold));
    kind.potential = gold;
    assert_int_equal(hc_gpw_atom_create(ctx, &kind, &atom), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "10 electrons with l = 2"));
    assert_null(atom);
    hc_gpw_potential_free(own);
    free_kind(&kind);
}

typedef struct crystal {
    hc_structure *structure;
    hc_gpw_system *system;
    hc_gpw_hamiltonian *hamiltonian;
    hc_gpw_free_atoms *atoms;
} crystal;

/* One atom in a cube of this edge (bohr); a ghost of copper stands in its middle. */
static void make_crystal(int z, double edge, crystal *c)
{
    const double cell[3][3] = {{edge, 0.0, 0.0}, {0.0, edge, 0.0}, {0.0, 0.0, edge}};
    const int numbers[] = {z, 29};
    const hc_vec3 positions[] = {{0.1, 0.2, 0.3}, {0.5 * edge, 0.5 * edge, 0.5 * edge}};
    const char *const ghost[] = {"ghost=1"};
    const hc_gpw_system_options kinds = {.potential_of = ghost, .npotential_of = 1};
    const hc_gpw_hamiltonian_options grids = {
        .cutoff = 150.0, .relative_cutoff = 30.0, .nlevel = 3, .eps = 1e-12, .functional = "PBE", .nspin = 1};
    c->structure = make_structure(2, numbers, positions);
    set_cell(c->structure, cell);
    CHECK(hc_gpw_system_create(ctx, c->structure, &kinds, &c->system));
    CHECK(hc_gpw_hamiltonian_create(ctx, c->system, c->structure, &grids, &c->hamiltonian));
    CHECK(hc_gpw_hamiltonian_update(ctx, c->hamiltonian, c->structure));
    CHECK(hc_gpw_free_atoms_create(ctx, c->system, c->structure, &c->hamiltonian->multigrid.level[0], &c->atoms));
}

static void free_crystal(crystal *c)
{
    hc_gpw_free_atoms_free(c->atoms);
    hc_gpw_hamiltonian_free(c->hamiltonian);
    hc_gpw_system_free(c->system);
    hc_structure_free(c->structure);
}

/* In a cell that the atom reaches far out of: a density matrix of the cell would have products of its functions with
 * those of its images as well. */
static void test_atoms_on_a_grid_keep_their_electrons(void **state)
{
    (void)state;
    crystal c;
    make_crystal(29, 4.8, &c);
    const hc_grid *grid = &c.hamiltonian->multigrid.level[0];
    double *density = c.hamiltonian->rho[0][0], sum = 0.0;
    hc_gpw_free_atoms_sum(c.atoms, density);
    for (size_t i = 0; i < grid->count; i++) {
        sum += density[i] * grid->volume_element;
    }
    if (!(fabs(sum - 11.0) < 1e-4)) {
        fail_msg("%.6f electrons, not 11", sum);
    }
    free_crystal(&c);
}

/* Where the atom does not reach its images its density has the matrix of its density matrix. */
static void test_matrix_of_a_grid_is_that_of_the_density_matrix(void **state)
{
    (void)state;
    crystal c;
    make_crystal(8, 24.0, &c);
    size_t nao = c.system->nao, n = c.system->kind[c.system->kind_of[0]].basis->nao;
    double *block = malloc(n * n * sizeof *block), *density = calloc(nao * nao, sizeof *density);
    double *found = malloc(nao * nao * sizeof *found), *expected = malloc(nao * nao * sizeof *expected);
    hc_gpw_atom *atom = NULL;
    hc_gpw_energies energies;
    CHECK(hc_gpw_atom_create(ctx, &c.system->kind[c.system->kind_of[0]], &atom));
    make_matrix(atom, n, block);
    for (size_t i = 0; i < n * n; i++) {
        density[(i / n) * nao + i % n] = block[i];
    }
    hc_gpw_free_atoms_sum(c.atoms, c.hamiltonian->rho[0][0]);
    CHECK(hc_gpw_hamiltonian_of_grid(ctx, c.hamiltonian, &found));
    CHECK(hc_gpw_hamiltonian_evaluate(ctx, c.hamiltonian, (const double *const[]){density}, &energies, &expected));
    for (size_t i = 0; i < nao * nao; i++) {
        if (!(fabs(found[i] - expected[i]) < 2e-4)) {
            fail_msg("element %zu: %.6f, not %.6f hartree", i, found[i], expected[i]);
        }
    }
    hc_gpw_atom_free(atom);
    free(block);
    free(density);
    free(found);
    free(expected);
    free_crystal(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_energies_of_cp2k),
        cmocka_unit_test(test_hydrogen_of_nist),
        cmocka_unit_test(test_all_elements_converge),
        cmocka_unit_test(test_diffuse_and_large_sets_converge),
        cmocka_unit_test(test_density_matrix_is_the_spherical_density),
        cmocka_unit_test(test_no_room),
        cmocka_unit_test(test_atoms_on_a_grid_keep_their_electrons),
        cmocka_unit_test(test_matrix_of_a_grid_is_that_of_the_density_matrix),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
