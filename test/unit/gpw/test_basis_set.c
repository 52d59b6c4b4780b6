/* Basis sets: what the files say, normalisation, aliases, radii, and what is refused. */
#include "data_entries.h"

#include "base/file.h"
#include "gpw/basis_set.h"
#include "gpw/harmonics.h"

static const char *const files[] = {"BASIS_MOLOPT", "BASIS_MOLOPT_UCL", "BASIS_MOLOPT_UZH", "GTH_BASIS_SETS",
                                    "BASIS_RI_cc-TZ"};

/* Integral of r^(2l+2) exp(-a r^2) from the closed form (2l+1)!! sqrt(pi) / (2^(l+2) a^(l+3/2)). */
static long double radial_integral(int l, long double a)
{
    long double factor = sqrtl(acosl(-1.0L)) / 4.0L;
    for (int i = 1; i <= l; i++) {
        factor *= (2 * i + 1) / 2.0L;
    }
    return factor / powl(a, l + 1.5L);
}

static long double shell_norm(const hc_gpw_set *set, size_t ishell)
{
    const double *c = set->coefficient + ishell * set->nexponent;
    long double sum = 0.0L;
    for (size_t i = 0; i < set->nexponent; i++) {
        for (size_t j = 0; j < set->nexponent; j++) {
            sum += (long double)c[i] * c[j] *
                   radial_integral(set->l[ishell], (long double)set->exponent[i] + set->exponent[j]);
        }
    }
    return sum;
}

static void check_basis(const hc_gpw_basis_set *basis)
{
    size_t nao = 0;
    for (size_t s = 0; s < basis->nset; s++) {
        const hc_gpw_set *set = &basis->set[s];
        for (size_t k = 0; k < set->nshell; k++) {
            assert_in_range(set->l[k], set->lmin, set->lmax);
            assert_int_equal(set->first[k], nao);
            nao += HC_SPHERICAL_COUNT(set->l[k]);
            if (!(fabsl(shell_norm(set, k) - 1.0L) < 1e-10L)) {
                fail_msg("%s of element %d: norm %.15Lg", basis->name, basis->atomic_number, shell_norm(set, k));
            }
        }
    }
    assert_int_equal(basis->nao, nao);
}

static void check_entry(const char *path, int z, const char *name, void *data)
{
    (void)data;
    hc_gpw_basis_set *basis = NULL;
    CHECK(hc_gpw_basis_set_read(ctx, path, z, name, &basis));
    assert_string_equal(basis->name, name);
    assert_int_equal(basis->atomic_number, z);
    check_basis(basis);
    hc_gpw_basis_set_free(basis);
}

static void test_every_set_of_every_file_is_normalised(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_true(visit_entries(files[i], check_entry, NULL) > 100);
    }
}

/* Water's sets as CP2K counts them, and the numbers of the file. */
static void test_known_sets(void **state)
{
    (void)state;
    hc_gpw_basis_set *basis = NULL;
    CHECK(hc_gpw_basis_set_find(ctx, 8, "DZVP-MOLOPT-SR-GTH", &basis));
    assert_int_equal(basis->nao, 13);
    assert_int_equal(basis->valence, 6);
    assert_int_equal(basis->nset, 1);
    const hc_gpw_set *set = &basis->set[0];
    assert_int_equal(set->nshell, 5);
    static const int l[] = {0, 0, 1, 1, 2};
    for (size_t k = 0; k < 5; k++) {
        assert_int_equal(set->l[k], l[k]);
    }
    assert_true(set->exponent[0] == 10.389228018317);
    /* Coefficients keep their ratio once the norms of the primitives are taken out. */
    double ratio =
        set->coefficient[1] / pow(set->exponent[1], 0.75) * pow(set->exponent[0], 0.75) / set->coefficient[0];
    assert_true(fabs(ratio - 0.139933704300 / 0.126240722900) < 1e-12);
    hc_gpw_basis_set_free(basis);
    CHECK(hc_gpw_basis_set_find(ctx, 79, "dzvp-molopt-sr-gth-Q11", &basis));
    assert_int_equal(basis->valence, 11);
    assert_string_equal(basis->name, "DZVP-MOLOPT-SR-GTH-q11");
    hc_gpw_basis_set_free(basis);
    CHECK(hc_gpw_basis_set_find(ctx, 1, "QZV2P-GTH", &basis));
    assert_int_equal(basis->nset, 2);
    assert_int_equal(basis->nao, 10);
    hc_gpw_basis_set_free(basis);
}

static double value_bound(const hc_gpw_set *set, double r)
{
    double largest = 0.0;
    for (size_t k = 0; k < set->nshell; k++) {
        double sum = 0.0;
        for (size_t i = 0; i < set->nexponent; i++) {
            sum += set->coefficient[k * set->nexponent + i] * exp(-set->exponent[i] * r * r);
        }
        /* The largest harmonic is Y_l0 along z. */
        largest = fmax(largest, sqrt((2 * set->l[k] + 1) / (4.0 * M_PI)) * pow(r, set->l[k]) * fabs(sum));
    }
    return largest;
}

static void test_radius_encloses(void **state)
{
    (void)state;
    static const int elements[] = {1, 8, 11, 28, 79};
    for (size_t e = 0; e < 5; e++) {
        hc_gpw_basis_set *basis = NULL;
        CHECK(hc_gpw_basis_set_find(ctx, elements[e], "DZVP-MOLOPT-SR-GTH", &basis));
        for (double eps = 1e-3; eps > 1e-15; eps *= 1e-3) {
            double radius = hc_gpw_set_radius(&basis->set[0], eps);
            for (double r = radius; r < 3.0 * radius; r += 0.05) {
                assert_true(value_bound(&basis->set[0], r) <= eps);
            }
            /* And is not much larger than it must be. */
            assert_true(value_bound(&basis->set[0], 0.85 * radius) > eps);
        }
        assert_true(hc_gpw_set_radius(&basis->set[0], 1e3) >= 0.0);
        hc_gpw_basis_set_free(basis);
    }
}

static void expect_failure(const char *text, hc_status expected, const char *part)
{
    static const char path[] = HC_SCRATCH "/basis_set_under_test";
    hc_gpw_basis_set *basis = NULL;
    CHECK(hc_file_write_atomically(ctx, path, text, strlen(text)));
    hc_status status = hc_gpw_basis_set_read(ctx, path, 47, "X", &basis);
    assert_null(basis);
    if (status != expected || !strstr(hc_context_message(ctx), part)) {
        fail_msg("%d, \"%s\" where \"%s\" was expected", (int)status, hc_context_message(ctx), part);
    }
}

static void test_damaged_entries(void **state)
{
    (void)state;
    expect_failure("", HC_ERROR_MISSING_DATA, "Ag has no basis set");
    expect_failure("Au X\n1\n1 0 0 1 1\n1.0 1.0\nAg Y Z-q1\n", HC_ERROR_MISSING_DATA, "it has: Y");
    expect_failure("Ag X\n", HC_ERROR_FORMAT, ":2: Ag X: the entry ends where the number of sets");
    expect_failure("Ag X\nNA\nAg Y\n", HC_ERROR_MISSING_DATA, "not available");
    expect_failure("Ag X\n1.5\n", HC_ERROR_FORMAT, ":2:");
    expect_failure("Ag X\n0\n", HC_ERROR_FORMAT, "number of sets is 0");
    expect_failure("Ag X\n1\n", HC_ERROR_FORMAT, "further set");
    expect_failure("Ag X\n1\n1 0 5 1 1 1 1 1 1 1\n", HC_ERROR_FORMAT, "g functions");
    expect_failure("Ag X\n1\n1 2 1 1 1\n", HC_ERROR_FORMAT, "highest angular momentum");
    expect_failure("Ag X\n1\n1 0 0 0 1\n", HC_ERROR_FORMAT, "number of exponents is 0");
    expect_failure("Ag X\n1\n1 0 0 1 0\n", HC_ERROR_FORMAT, "0 contractions");
    expect_failure("Ag X\n1\n1 0 1 1 100 100\n", HC_ERROR_FORMAT, "200 contractions");
    expect_failure("Ag X\n1\n1 0 0 2 1\n2.0 1.0\nAg Y\n", HC_ERROR_FORMAT, "not one of 0 columns");
    expect_failure("Ag X\n1\n1 0 0 1 1\n2.0 1.0 0.0 1.0\n", HC_ERROR_FORMAT, ":4: Ag X: a coefficient (1) more");
    expect_failure("Ag X\n1\n1 0 0 1 1\n-2.0 1.0\n", HC_ERROR_FORMAT, "exponent -2");
    expect_failure("Ag X\n1\n1 0 0 1 1\nnan 1.0\n", HC_ERROR_FORMAT, "not finite");
    expect_failure("Ag X\n1\n1 0 0 1 1\n2.0 1e300\n", HC_ERROR_FORMAT, "too large");
    expect_failure("Ag X\n1\n1 0 0 1 1\n2.0 one\n", HC_ERROR_FORMAT, "not \"one\"");
    expect_failure("Ag X\n1\n1 0 0 1 1\n2.0 0.0\n", HC_ERROR_FORMAT, "no norm");
    expect_failure("Ag X\n1\n1 0 0 1 1\n2.0 1.0\n3.0 1.0\n", HC_ERROR_FORMAT, ":5: Ag X: a line follows");
}

static void test_missing_names_and_files(void **state)
{
    (void)state;
    hc_gpw_basis_set *basis = NULL;
    assert_int_equal(hc_gpw_basis_set_find(ctx, 79, "NO-SUCH", &basis), HC_ERROR_MISSING_DATA);
    assert_null(basis);
    assert_non_null(strstr(hc_context_message(ctx), "Au has no basis set NO-SUCH"));
    assert_non_null(strstr(hc_context_message(ctx), " DZVP-MOLOPT-SR-GTH "));
    assert_int_equal(hc_gpw_basis_set_find(ctx, 0, "X", &basis), HC_ERROR_INPUT);
    assert_int_equal(hc_gpw_basis_set_read(ctx, "/nowhere/at/all", 1, "X", &basis), HC_ERROR_FILE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_set_of_every_file_is_normalised),
        cmocka_unit_test(test_known_sets),
        cmocka_unit_test(test_radius_encloses),
        cmocka_unit_test(test_damaged_entries),
        cmocka_unit_test(test_missing_names_and_files),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
