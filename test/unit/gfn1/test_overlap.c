/* Overlap integrals: the plain ones by finite differences and known limits, the tabulated ones against them. */
#include "support/structure_fixture.h"

#include "gfn1/diatomic.h"
#include "gfn1/hamiltonian.h"
#include "gfn1/overlap.h"
#include "gfn1/overlap_table.h"

/* H (two s shells), Ag (d, s, p), S (s, p, d), O. */
static hc_gfn1_basis *make_basis(void)
{
    static const int numbers[] = {1, 47, 16, 8};
    static const hc_vec3 positions[] = {{0, 0, 0}, {3, 0, 0}, {0, 3, 0}, {0, 0, 3}};
    hc_structure *structure = make_structure(4, numbers, positions);
    hc_gfn1_basis *basis = NULL;
    CHECK(hc_gfn1_basis_create(ctx, structure, &basis));
    hc_structure_free(structure);
    return basis;
}

static void test_functions_are_normalised_and_orthogonal(void **state)
{
    (void)state;
    hc_gfn1_basis *basis = make_basis();
    for (size_t k = 0; k < basis->nkind; k++) {
        for (size_t s = 0; s < basis->kind[k].element.nshell; s++) {
            const hc_gfn1_function *f = &basis->kind[k].function[s];
            double block[HC_GFN1_BLOCK];
            hc_gfn1_overlap_block(f, f, (hc_vec3){0, 0, 0}, block, NULL);
            int n = 2 * f->l + 1;
            for (int i = 0; i < n * n; i++) {
                /* The published fits are normalised to some 1e-6. */
                assert_true(fabs(block[i] - (i % (n + 1) == 0 ? 1.0 : 0.0)) < 2e-5);
            }
        }
    }
    double mixed[1];
    hc_gfn1_overlap_block(&basis->kind[0].function[0], &basis->kind[0].function[1], (hc_vec3){0, 0, 0}, mixed, NULL);
    assert_true(fabs(mixed[0]) < 1e-6);
    hc_gfn1_basis_free(basis);
}

/* Two 1s Slater functions of one exponent: S = exp(-p) (1 + p + p^2/3), p = zeta R; STO-4G is that good. */
static void test_slater_limit(void **state)
{
    (void)state;
    hc_gfn1_basis *basis = make_basis();
    const hc_gfn1_function *s = &basis->kind[0].function[0];
    double zeta = basis->kind[0].element.shell[0].zeta;
    for (double r = 0.5; r < 4.0; r += 0.5) {
        double block[1], p = zeta * r;
        hc_gfn1_overlap_block(s, s, (hc_vec3){0, 0.6 * r, 0.8 * r}, block, NULL);
        assert_true(fabs(block[0] - exp(-p) * (1.0 + p + p * p / 3.0)) < 2e-3);
    }
    hc_gfn1_basis_free(basis);
}

typedef void pair_check(const hc_gfn1_function *a, const hc_gfn1_function *b, hc_vec3 r);

static void each_pair(const hc_gfn1_basis *basis, pair_check *check)
{
    static const hc_vec3 vectors[] = {{1.1, -0.7, 1.9}, {0.0, 0.0, 2.3}, {-3.0, 0.0, 0.0}, {0.3, 4.0, -2.0}};
    for (size_t ka = 0; ka < basis->nkind; ka++) {
        for (size_t kb = 0; kb < basis->nkind; kb++) {
            for (size_t sa = 0; sa < basis->kind[ka].element.nshell; sa++) {
                for (size_t sb = 0; sb < basis->kind[kb].element.nshell; sb++) {
                    for (int v = 0; v < 4; v++) {
                        check(&basis->kind[ka].function[sa], &basis->kind[kb].function[sb], vectors[v]);
                    }
                }
            }
        }
    }
}

static void check_difference(const hc_gfn1_function *a, const hc_gfn1_function *b, hc_vec3 r)
{
    double block[HC_GFN1_BLOCK], derivative[3 * HC_GFN1_BLOCK], side[4][HC_GFN1_BLOCK];
    int size = (2 * a->l + 1) * (2 * b->l + 1);
    hc_gfn1_overlap_block(a, b, r, block, derivative);
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < 4; i++) {
            hc_vec3 moved = r;
            *hc_vec3_at(&moved, k) += 2e-3 * (i < 2 ? i - 2 : i - 1);
            hc_gfn1_overlap_block(a, b, moved, side[i], NULL);
        }
        for (int i = 0; i < size; i++) {
            double expected = (side[0][i] - 8.0 * side[1][i] + 8.0 * side[2][i] - side[3][i]) / (12.0 * 2e-3);
            assert_true(fabs(expected - derivative[k * size + i]) < 1e-8);
        }
    }
}

static void test_derivatives(void **state)
{
    (void)state;
    hc_gfn1_basis *basis = make_basis();
    each_pair(basis, check_difference);
    hc_gfn1_basis_free(basis);
}

/* The diatomic frame with exact radial functions gives the plain block and its derivative, and undoes itself. */
static void check_frame(const hc_gfn1_function *a, const hc_gfn1_function *b, hc_vec3 r)
{
    double along[HC_GFN1_BLOCK], along_derivative[3 * HC_GFN1_BLOCK], f[3], df[3];
    double block[HC_GFN1_BLOCK], derivative[3 * HC_GFN1_BLOCK], rotated[HC_GFN1_BLOCK], m[HC_GFN1_BLOCK];
    int nb = 2 * b->l + 1, size = (2 * a->l + 1) * nb, low = a->l < b->l ? a->l : b->l;
    hc_gfn1_overlap_block(a, b, (hc_vec3){0, 0, hc_vec3_norm(r)}, along, along_derivative);
    for (int i = 0; i <= low; i++) {
        f[i] = along[(i + a->l) * nb + i + b->l];
        df[i] = along_derivative[2 * size + (i + a->l) * nb + i + b->l];
    }
    hc_gfn1_frame frame;
    hc_gfn1_frame_set(&frame, r, 2);
    hc_gfn1_frame_expand(&frame, a->l, b->l, f, rotated);
    hc_gfn1_overlap_block(a, b, r, block, derivative);
    for (int i = 0; i < size; i++) {
        assert_true(fabs(rotated[i] - block[i]) < 1e-12);
    }
    double local[HC_GFN1_BLOCK], trace = 0.0;
    hc_vec3 expected = {0, 0, 0};
    for (int i = 0; i < size; i++) {
        m[i] = sin(1.0 + 3.7 * i);
        trace += m[i] * block[i];
        expected.x += m[i] * derivative[i];
        expected.y += m[i] * derivative[size + i];
        expected.z += m[i] * derivative[2 * size + i];
    }
    hc_gfn1_frame_project(&frame, a->l, b->l, m, (size_t)nb, local);
    assert_true(fabs(hc_gfn1_frame_trace(a->l, b->l, f, local) - trace) < 1e-12);
    hc_vec3 d = hc_gfn1_frame_derivative(&frame, a->l, b->l, f, df, local);
    hc_vec3 global = hc_vec3_scale(d.x, frame.x);
    global = hc_vec3_axpy(hc_vec3_axpy(global, d.y, frame.y), d.z, frame.z);
    assert_true(hc_vec3_norm(hc_vec3_sub(global, expected)) < 1e-11);
}

static void test_diatomic_frame(void **state)
{
    (void)state;
    hc_gfn1_basis *basis = make_basis();
    each_pair(basis, check_frame);
    hc_gfn1_basis_free(basis);
}

static void test_tables_agree_with_integrals(void **state)
{
    (void)state;
    hc_gfn1_basis *basis = make_basis();
    hc_gfn1_table *made = NULL, *plain = NULL;
    CHECK(hc_gfn1_tables_create(ctx, basis, true, &made));
    CHECK(hc_gfn1_tables_create(ctx, basis, false, &plain));
    double worst = 0.0, worst_slope = 0.0, at_cutoff = 0.0;
    for (size_t a = 0; a < basis->nkind; a++) {
        for (size_t b = a; b < basis->nkind; b++) {
            const hc_gfn1_table *table = &made[a * basis->nkind + b];
            double f[HC_GFN1_CHANNELS], df[HC_GFN1_CHANNELS], g[HC_GFN1_CHANNELS], dg[HC_GFN1_CHANNELS];
            assert_true(table->cutoff > 5.0 && table->cutoff < 40.0);
            for (double r = 0.45; r < table->cutoff; r += 0.0371) {
                hc_gfn1_table_evaluate(table, r, f, df);
                hc_gfn1_table_evaluate(&plain[a * basis->nkind + b], r, g, dg);
                for (size_t c = 0; c < table->nchannel; c++) {
                    worst = fmax(worst, fabs(f[c] - g[c]));
                    worst_slope = fmax(worst_slope, fabs(df[c] - dg[c]));
                }
            }
            hc_gfn1_table_evaluate(table, table->cutoff * (1.0 - 1e-12), f, df);
            for (size_t c = 0; c < table->nchannel; c++) {
                at_cutoff = fmax(at_cutoff, fabs(f[c]) + fabs(df[c]));
            }
        }
    }
    print_message("tables: values to %.1e, slopes to %.1e, at the cutoff %.1e\n", worst, worst_slope, at_cutoff);
    assert_true(worst < 1e-11);
    assert_true(worst_slope < 1e-9);
    assert_true(at_cutoff < 1e-12);
    hc_gfn1_tables_free(basis, made);
    hc_gfn1_tables_free(basis, plain);
    hc_gfn1_basis_free(basis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_functions_are_normalised_and_orthogonal),
        cmocka_unit_test(test_slater_limit),
        cmocka_unit_test(test_derivatives),
        cmocka_unit_test(test_diatomic_frame),
        cmocka_unit_test(test_tables_agree_with_integrals),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
