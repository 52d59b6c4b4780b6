/* The strain of each atom against the ideal crystal: known deformations, and what random motion must give. */
#include "volterra.h"

#include "math/random.h"

static const double *field_of(const hc_census *census, const char *name)
{
    for (size_t k = 0; k < census->nfield; k++) {
        if (strcmp(census->field[k].name, name) == 0) {
            return census->field[k].value;
        }
    }
    return NULL;
}

static hc_census *census_against(const hc_structure *s, double edge)
{
    hc_census *census = NULL;
    hc_defect_options options = {.ring_maximum = 12, .cell_edge = edge * HC_ANGSTROM};
    const hc_recogniser_record *asked = &hc_recogniser_lattice;
    CHECK(hc_defects_recognise(ctx, s, &options, 1, &asked, NULL, &census));
    return census;
}

/* x' = x f for atoms and cell, f with rows. */
static void deform(hc_structure *s, const hc_mat3 *f)
{
    for (size_t i = 0; i < s->natom; i++) {
        s->position[i] = hc_vec3_times_mat3(s->position[i], f);
    }
    for (int d = 0; d < 3; d++) {
        s->cell.row[d] = hc_vec3_times_mat3(s->cell.row[d], f);
    }
}

static hc_structure *turned_crystal(bool body_centred, double edge)
{
    block b = {.body_centred = body_centred,
               .number = body_centred ? 26 : 29,
               .edge = edge,
               .axes = {{1, 1, 0}, {-1, 1, 1}, {1, -1, 2}},
               .repeat = 2,
               .periodic = true};
    b.size[0] = 4 * period_of(&b, 0);
    b.size[1] = 3 * period_of(&b, 1);
    return make_block(&b);
}

static void homogeneous_strain(void **state)
{
    (void)state;
    const hc_mat3 f = {{{1.03, 0.01, -0.005}, {0.02, 0.98, 0.004}, {0.0, -0.015, 1.01}}};
    for (int body_centred = 0; body_centred < 2; body_centred++) {
        double edge = body_centred ? 2.87 : 3.61;
        hc_structure *s = turned_crystal(body_centred == 1, edge);
        deform(s, &f);
        hc_census *census = census_against(s, edge);
        assert_count(census, body_centred ? "bcc atoms" : "fcc atoms", s->natom);
        const double *strain = field_of(census, "local_strain"), *volume = field_of(census, "volumetric_strain"),
                     *shear = field_of(census, "shear_strain");
        /* Columns deform by F = f transposed: F F^T = f^T f. */
        hc_mat3 t = hc_mat3_transpose(&f);
        double e[6];
        static const int row[6] = {0, 1, 2, 1, 0, 0}, column[6] = {0, 1, 2, 2, 2, 1};
        for (int k = 0; k < 6; k++) {
            e[k] = 0.5 * (hc_vec3_dot(t.row[row[k]], t.row[column[k]]) - (row[k] == column[k]));
        }
        double third = (e[0] + e[1] + e[2]) / 3;
        double wanted = sqrt(0.5 * (pow(e[0] - third, 2) + pow(e[1] - third, 2) + pow(e[2] - third, 2)) + e[3] * e[3] +
                             e[4] * e[4] + e[5] * e[5]);
        for (size_t i = 0; i < s->natom; i++) {
            for (int k = 0; k < 6; k++) {
                assert_true(fabs(strain[6 * i + (size_t)k] - e[k]) < 1e-10);
            }
            assert_true(fabs(volume[i] - (hc_mat3_determinant(&f) - 1)) < 1e-10);
            assert_true(fabs(shear[i] - wanted) < 1e-10);
        }
        assert_true(fabs(hc_census_count_of(census, "mean volumetric strain") - hc_mat3_determinant(&f) + 1) < 1e-10);
        assert_true(fabs(hc_census_count_of(census, "largest shear strain") - wanted) < 1e-10);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

/* Without an edge the mean cell is the reference: no volumetric strain, and the edge is found. */
static void own_edge(void **state)
{
    (void)state;
    const char *const kinds[2] = {"edge of the fcc cell (angstrom)", "edge of the bcc cell (angstrom)"};
    for (int body_centred = 0; body_centred < 2; body_centred++) {
        hc_structure *s = turned_crystal(body_centred == 1, 3.2);
        hc_census *census = census_of(s, NULL);
        assert_true(fabs(hc_census_count_of(census, kinds[body_centred]) - 3.2) < 1e-10);
        assert_true(fabs(hc_census_count_of(census, "mean volumetric strain")) < 1e-10);
        assert_true(hc_census_count_of(census, "largest shear strain") < 1e-10);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

/* A metal with another c/a than that of spheres (zinc: 1.856) is not strained by that; stretched along its axis against
 * nothing known it is a crystal with another c. */
static void hexagonal_cells(void **state)
{
    (void)state;
    const double ratio[] = {sqrt(8.0 / 3.0), 1.587, 1.75};
    for (size_t k = 0; k < 3; k++) {
        hc_structure *s = close_packed("ABABAB", 5, 2.66, 30);
        hc_mat3 f = {{{1, 0, 0}, {0, 1, 0}, {0, 0, ratio[k] / ratio[0]}}};
        deform(s, &f);
        hc_census *census = census_of(s, NULL);
        assert_count(census, "hcp atoms", s->natom);
        assert_true(fabs(hc_census_count_of(census, "a of the hcp cell (angstrom)") - 2.66) < 1e-10);
        assert_true(fabs(hc_census_count_of(census, "c of the hcp cell (angstrom)") - 2.66 * ratio[k]) < 1e-10);
        assert_true(hc_census_count_of(census, "largest shear strain") < 1e-10);
        assert_true(fabs(hc_census_count_of(census, "mean volumetric strain")) < 1e-10);
        hc_census_free(census);
        census = census_against(s, 2.66 * sqrt(2.0) / 1.02); /* 2 % in the plane */
        const double *strain = field_of(census, "local_strain");
        const double wanted[6] = {0.0202, 0.0202, 0, 0, 0, 0};
        for (size_t i = 0; i < 6 * s->natom; i++) {
            assert_true(fabs(strain[i] - wanted[i % 6]) < 1e-10);
        }
        hc_census_free(census);
        hc_structure_free(s);
    }
}

/* hcp layers have the edge of fcc: a twin and a stacking fault are no strain. */
static void faults_are_no_strain(void **state)
{
    (void)state;
    hc_structure *s = close_packed("ABCABABCABCACBACB", 5, 2.88, 79);
    hc_census *census = census_against(s, 2.88 * sqrt(2.0));
    assert_true(hc_census_count_of(census, "hcp atoms") >= 50);
    assert_true(fabs(hc_census_count_of(census, "mean volumetric strain")) < 1e-10);
    assert_true(hc_census_count_of(census, "largest shear strain") < 1e-10);
    hc_census_free(census);
    hc_structure_free(s);
}

/* Independent displacements of deviation s make each element of the gradient deviate by s / sqrt(sum of t^2 over the
 * neighbours) = s / (sqrt(2) a) in fcc, s / (2 a) in bcc; the volume is the sum of three. */
static void random_motion(void **state)
{
    (void)state;
    const double deviation = 0.02, edge = 3.61;
    for (int body_centred = 0; body_centred < 2; body_centred++) {
        hc_structure *s = turned_crystal(body_centred == 1, edge);
        hc_random random;
        hc_random_seed(&random, 3);
        for (size_t i = 0; i < s->natom; i++) {
            for (int d = 0; d < 3; d++) {
                *hc_vec3_at(&s->position[i], d) += deviation * HC_ANGSTROM * hc_random_normal(&random);
            }
        }
        hc_census *census = census_against(s, edge);
        double wanted = sqrt(3.0) * deviation / edge / (body_centred ? 2.0 : sqrt(2.0));
        double found = hc_census_count_of(census, "deviation of volumetric strain");
        /* of N values, correlated over a shell of neighbours: 4 errors */
        assert_true(fabs(found - wanted) < 4 * wanted * sqrt(13.0 / (2.0 * (double)s->natom)));
        assert_true(fabs(hc_census_count_of(census, "mean volumetric strain")) < 1e-3);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

/* The dilatation of an edge dislocation in linear elasticity, -b (1 - 2 nu) sin / (2 pi (1 - nu) r) (Hirth and Lothe,
 * section 3-4). b is so small that the strain is linear; what is left is that a shell of neighbours is no point. */
static void field_of_an_edge_dislocation(void **state)
{
    (void)state;
    const block b = {
        .number = 29, .edge = 3.61, .size = {70, 60}, .axes = {{1, -1, 0}, {1, 1, 1}, {-1, -1, 2}}, .repeat = 2};
    const double burgers = 0.01, nu = 1.0 / 3;
    hc_structure *s = make_block(&b);
    hc_structure *perfect = make_block(&b);
    add_straight(s, 0.4, 1.0, burgers, 0);
    hc_census *census = census_against(s, 3.61);
    const double *volume = field_of(census, "volumetric_strain");
    size_t checked = 0;
    for (size_t i = 0; i < s->natom; i++) {
        double x = perfect->position[i].x / HC_ANGSTROM - 0.4, y = perfect->position[i].y / HC_ANGSTROM - 1.0;
        double r = hypot(x, y), largest = burgers / (2 * HC_PI) * (1 - 2 * nu) / (1 - nu) / r;
        bool at_cut = x < 0 && fabs(y) < 4;
        if (r > 10 && r < 24 && !at_cut) {
            assert_true(fabs(volume[i] + largest * y / r) < 0.05 * largest);
            checked++;
        }
    }
    assert_true(checked > 500);
    hc_census_free(census);
    hc_structure_free(perfect);
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(homogeneous_strain), cmocka_unit_test(own_edge),
        cmocka_unit_test(hexagonal_cells),    cmocka_unit_test(faults_are_no_strain),
        cmocka_unit_test(random_motion),      cmocka_unit_test(field_of_an_edge_dislocation),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
