/* Close-packed and body-centred metals: lattices, planar faults, vacancies, strain. */
#include "defect_structures.h"

#include "analysis/defects/common_neighbours.h"

static void lattices(void **state)
{
    (void)state;
    const struct {
        const char *stacking, *kind;
    } cases[] = {{"ABCABC", "fcc atoms"}, {"ABABAB", "hcp atoms"}, {"AB", "hcp atoms"}};
    for (size_t k = 0; k < 3; k++) {
        hc_structure *s = close_packed(cases[k].stacking, 6, 2.88, 79);
        hc_census *census = census_of(s, NULL);
        assert_count(census, cases[k].kind, s->natom);
        assert_true(defects_except(census, "") == 0.0);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

static hc_structure *body_centred(size_t n, double a, int number)
{
    hc_structure *s = new_structure(2 * n * n * n);
    for (size_t i = 0; i < n * n * n; i++) {
        double x = a * (double)(i % n), y = a * (double)(i / n % n), z = a * (double)(i / (n * n));
        put(s, 2 * i, number, x, y, z);
        put(s, 2 * i + 1, number, x + 0.5 * a, y + 0.5 * a, z + 0.5 * a);
    }
    for (int d = 0; d < 3; d++) {
        *hc_vec3_at(&s->cell.row[d], d) = a * (double)n * HC_ANGSTROM;
        s->periodic[d] = true;
    }
    return s;
}

static void body_centred_iron(void **state)
{
    (void)state;
    hc_structure *s = body_centred(5, 2.87, 26);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "bcc atoms", s->natom);
    assert_true(defects_except(census, "") == 0.0);
    hc_census_free(census);
    remove_atom(s, 101);
    census = census_of(s, NULL);
    assert_count(census, "lattice vacancy", 1);
    hc_census_free(census);
    hc_structure_free(s);
}

static double measure_of(const hc_census *census, const char *kind)
{
    for (size_t k = 0; k < census->nfinding; k++) {
        if (strcmp(census->finding[k].kind, kind) == 0) {
            return census->finding[k].value;
        }
    }
    return NAN;
}

static void planar_faults(void **state)
{
    (void)state;
    /* Periodic sequences. ABCACB: a twin at A, and one at the second A: two boundaries. */
    const struct {
        const char *stacking, *kind;
        int count, hcp_layers;
    } cases[] = {
        {"ABCABCACBACB", "twin boundary", 2, 2},
        {"ABCABABCABC", "intrinsic stacking fault", 1, 2}, /* an A plane taken out: ABCAB|ABC would be next to C */
        {"ABCABCBABCABC", "extrinsic stacking fault", 1, 2},
    };
    const double d = 2.88;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        hc_structure *s = close_packed(cases[k].stacking, 6, d, 79);
        hc_census *census = census_of(s, NULL);
        assert_count(census, "hcp atoms", 36 * cases[k].hcp_layers);
        assert_count(census, "atoms in no lattice", 0);
        assert_count(census, cases[k].kind, cases[k].count);
        assert_true(defects_except(census, "") == cases[k].count);
        assert_true(fabs(measure_of(census, cases[k].kind) - 36 * 0.5 * sqrt(3.0) * d * d * 0.01) < 1e-6);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

static void vacancies_of_fcc(void **state)
{
    (void)state;
    hc_structure *s = close_packed("ABCABC", 7, 2.88, 47);
    hc_structure *perfect = close_packed("ABCABC", 7, 2.88, 47);
    hc_vec3 place = s->position[150];
    remove_atom(s, 250);
    remove_atom(s, 150);
    hc_census *census = census_of(s, perfect);
    assert_count(census, "lattice vacancy", 2);
    assert_count(census, "vacancy Ag", 2);
    assert_count(census, "undercoordinated Ag", 24);
    bool seen = false;
    for (size_t k = 0; k < census->nfinding; k++) {
        if (strcmp(census->finding[k].kind, "lattice vacancy") == 0) {
            assert_int_equal(census->finding[k].natom, 12);
            seen = seen || hc_vec3_norm(hc_vec3_sub(census->finding[k].position, place)) < 1e-6;
        }
    }
    assert_true(seen);
    hc_census_free(census);
    hc_structure_free(s);
    hc_structure_free(perfect);
}

/* Two hcp layers within the cell are no stacking fault, as in the crystal without end; nor are those of a thin slab.
 * In ABAC every other layer is fcc: the crystal of lanthanum, not faults. */
static void hexagonal_crystals_have_no_faults(void **state)
{
    (void)state;
    const char *const stackings[] = {"ABA", "ABAB", "ABABAB", "ABAC"};
    for (size_t k = 0; k < 4; k++) {
        hc_structure *s = close_packed(stackings[k], 6, 2.88, 22);
        s->periodic[2] = k == 3;
        hc_census *census = census_of(s, NULL);
        assert_true(hc_census_count_of(census, "hcp atoms") >= 36);
        assert_true(defects_except(census, "coordination") == 0.0);
        assert_count(census, "undercoordinated Ti", k == 3 ? 0 : 72); /* also where those within are the fewer */
        assert_count(census, "overcoordinated Ti", 0);
        hc_census_free(census);
        hc_structure_free(s);
    }
}

/* A slab has no vacancies, however many votes its surface gives; one taken out of its surface is one. */
static void surfaces_are_no_vacancies(void **state)
{
    (void)state;
    hc_structure *s = close_packed("ABCABC", 6, 2.88, 47);
    s->periodic[2] = false;
    hc_census *census = census_of(s, NULL);
    assert_count(census, "lattice vacancy", 0);
    assert_count(census, "fcc atoms", 4 * 36);
    assert_count(census, "undercoordinated Ag", 2 * 36);
    hc_census_free(census);
    remove_atom(s, 5 * 36 + 14);
    census = census_of(s, NULL);
    assert_count(census, "lattice vacancy", 1);
    hc_census_free(census);
    hc_structure_free(s);
}

static void interstitial_and_antisite(void **state)
{
    (void)state;
    hc_structure *perfect = close_packed("ABCABC", 6, 2.88, 79);
    hc_structure_set_element(perfect, 0, 47);
    hc_structure *s = new_structure(perfect->natom + 1);
    s->cell = perfect->cell;
    for (size_t i = 0; i < perfect->natom; i++) {
        hc_structure_set_element(s, i, perfect->atomic_number[i]);
        s->position[i] = perfect->position[i];
    }
    hc_structure_set_element(s, 100, 47);
    hc_structure_set_element(s, perfect->natom, 79);
    s->position[perfect->natom] = hc_vec3_add(perfect->position[60], hc_vec3_make(0.9 * HC_ANGSTROM, 0, 0));
    for (int d = 0; d < 3; d++) {
        s->periodic[d] = true;
    }
    hc_census *census = census_of(s, perfect);
    assert_count(census, "interstitial Au", 1);
    assert_count(census, "antisite Ag on Au", 1);
    assert_count(census, "vacancy Au", 0);
    hc_census_free(census);
    hc_structure_free(s);
    hc_structure_free(perfect);
}

static const double *field_of(const hc_census *census, const char *name)
{
    for (size_t k = 0; k < census->nfield; k++) {
        if (strcmp(census->field[k].name, name) == 0) {
            return census->field[k].value;
        }
    }
    return NULL;
}

/* A known homogeneous deformation, its cell with it, on a unit cell that is repeated and shifted. */
static void strain_of_a_known_deformation(void **state)
{
    (void)state;
    hc_structure *unit = close_packed("ABC", 1, 2.88, 79);
    hc_structure *s = close_packed("ABCABC", 5, 2.88, 79);
    /* rows: x' = r f, that is F = f transposed */
    hc_mat3 f = {{{1.03, 0.0, 0.0}, {0.02, 0.98, 0.0}, {0.0, 0.0, 1.01}}};
    for (size_t i = 0; i < s->natom; i++) {
        s->position[i] = hc_vec3_add(hc_vec3_times_mat3(s->position[i], &f), hc_vec3_make(1.3, 0.4, -2.0));
    }
    for (int d = 0; d < 3; d++) {
        s->cell.row[d] = hc_vec3_times_mat3(s->cell.row[d], &f);
    }
    hc_census *census = census_of(s, unit);
    const double *strain = field_of(census, "strain");
    assert_non_null(strain);
    for (size_t i = 0; i < s->natom; i++) {
        for (int k = 0; k < 6; k++) {
            static const int row[6] = {0, 1, 2, 1, 0, 0}, column[6] = {0, 1, 2, 2, 2, 1};
            /* F^T F = f f^T */
            double wanted = 0.5 * (hc_vec3_dot(f.row[row[k]], f.row[column[k]]) - (row[k] == column[k]));
            assert_true(fabs(strain[6 * i + (size_t)k] - wanted) < 1e-10);
        }
    }
    assert_count(census, "vacancy Au", 0);
    assert_count(census, "interstitial Au", 0);
    hc_census_free(census);
    hc_structure_free(s);
    hc_structure_free(unit);
}

static void a_reference_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    hc_structure *s = close_packed("ABCABC", 5, 2.88, 79);
    hc_structure *other = close_packed("ABCABC", 2, 2.88, 79);
    hc_census *census = NULL;
    hc_defect_options options = {.ring_maximum = 12, .reference = other};
    assert_int_equal(hc_defects_recognise(ctx, s, &options, 0, NULL, NULL, &census), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "2.5000 times the reference"));
    hc_structure_free(s);
    hc_structure_free(other);
}

static void too_few_neighbours_are_no_lattice(void **state)
{
    (void)state;
    const hc_shell_neighbour neighbour[11] = {{0}};
    unsigned marked = 7;
    assert_int_equal(hc_common_neighbours(neighbour, 11, &marked), HC_LATTICE_OTHER);
    assert_int_equal(marked, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lattices),
        cmocka_unit_test(body_centred_iron),
        cmocka_unit_test(planar_faults),
        cmocka_unit_test(hexagonal_crystals_have_no_faults),
        cmocka_unit_test(vacancies_of_fcc),
        cmocka_unit_test(surfaces_are_no_vacancies),
        cmocka_unit_test(interstitial_and_antisite),
        cmocka_unit_test(strain_of_a_known_deformation),
        cmocka_unit_test(a_reference_that_does_not_fit_is_refused),
        cmocka_unit_test(too_few_neighbours_are_no_lattice),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
