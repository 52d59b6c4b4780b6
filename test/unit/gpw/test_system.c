/* Which basis set and potential an atom gets, and the numbering of the functions. */
#include "support/structure_fixture.h"

#include "gpw/system.h"

static hc_structure *gold_water(void)
{
    static const int numbers[] = {79, 8, 1, 1, 79, 11};
    static const hc_vec3 positions[6] = {{0.0, 0.0, 0.0}};
    return make_structure(6, numbers, positions);
}

static void test_defaults(void **state)
{
    (void)state;
    hc_structure *structure = gold_water();
    hc_gpw_system *system = NULL;
    const hc_gpw_system_options options = {0};
    CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
    assert_int_equal(system->nkind, 4);
    static const size_t kind_of[] = {0, 1, 2, 2, 0, 3}, nao[] = {25, 13, 5, 5, 25};
    size_t first = 0;
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(system->kind_of[i], kind_of[i]);
        assert_int_equal(system->first_ao[i], first);
        assert_int_equal(hc_gpw_kind_of(system, i)->atomic_number, structure->atomic_number[i]);
        if (i < 5) {
            assert_int_equal(hc_gpw_kind_of(system, i)->basis->nao, nao[i]);
        }
        first += hc_gpw_kind_of(system, i)->basis->nao;
    }
    assert_int_equal(system->first_ao[6], first);
    assert_int_equal(system->nao, first);
    assert_true(system->electrons == 11.0 + 6.0 + 1.0 + 1.0 + 11.0 + 9.0);
    assert_string_equal(system->kind[0].basis->name, "DZVP-MOLOPT-SR-GTH");
    assert_string_equal(system->kind[0].potential->name, "GTH-PBE-q11");
    hc_gpw_system_free(system);
    hc_structure_free(structure);
}

static void test_every_element_up_to_radon(void **state)
{
    (void)state;
    const hc_gpw_system_options options = {.basis = "DZVP-MOLOPT-SR-GTH", .functional = "RPBE"};
    for (int z = 1; z <= 86; z++) {
        hc_gpw_system *system = NULL;
        hc_structure *structure = make_structure(1, &z, &(hc_vec3){0.0, 0.0, 0.0});
        CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
        assert_true(system->kind[0].potential->charge == system->electrons);
        assert_int_equal(system->kind[0].basis->valence, (int)system->electrons);
        assert_true(strncmp(system->kind[0].potential->name, "GTH-PBE", 7) == 0);
        hc_gpw_system_free(system);
        hc_structure_free(structure);
    }
}

static void test_functionals(void **state)
{
    (void)state;
    static const char *const functional[] = {
        "PBE", "revPBE", "PBEsol", "GGA_X_PBE+GGA_C_PBE", "BLYP", "GGA_X_B88+GGA_C_LYP", "LDA", "LDA_X+LDA_C_PW"};
    static const char *const expected[] = {"GTH-PBE-q6",  "GTH-PBE-q6",  "GTH-PBE-q6",  "GTH-PBE-q6",
                                           "GTH-BLYP-q6", "GTH-BLYP-q6", "GTH-PADE-q6", "GTH-PADE-q6"};
    int z = 8;
    hc_structure *structure = make_structure(1, &z, &(hc_vec3){0.0, 0.0, 0.0});
    for (size_t i = 0; i < 8; i++) {
        hc_gpw_system *system = NULL;
        const hc_gpw_system_options options = {.functional = functional[i]};
        CHECK(hc_gpw_system_create(ctx, structure, &options, &system));
        assert_string_equal(system->kind[0].potential->name, expected[i]);
        hc_gpw_system_free(system);
    }
    hc_structure_free(structure);
}

static void test_exceptions_and_ghosts(void **state)
{
    (void)state;
    hc_structure *structure = gold_water();
    hc_gpw_system *system = NULL;
    static const char *const basis_of[] = {"Au=SZV-MOLOPT-SR-GTH", "4=DZVP-MOLOPT-PBE-GTH-q19", "ghost=2"};
    static const char *const potential_of[] = {"4=GTH-PBE-q19", "ghost=5"};
    const hc_gpw_system_options options = {
        .basis_of = basis_of, .nbasis_of = 3, .potential_of = potential_of, .npotential_of = 2};
    hc_status status = hc_gpw_system_create(ctx, structure, &options, &system);
    if (status != HC_OK) {
        fail_msg("%s", hc_context_message(ctx));
    }
    assert_int_equal(system->nkind, 6);
    assert_string_equal(hc_gpw_kind_of(system, 0)->basis->name, "SZV-MOLOPT-SR-GTH");
    assert_string_equal(hc_gpw_kind_of(system, 4)->basis->name, "DZVP-MOLOPT-PBE-GTH-q19");
    assert_true(hc_gpw_kind_of(system, 4)->potential->charge == 19.0);
    assert_null(hc_gpw_kind_of(system, 2)->potential);
    assert_int_equal(hc_gpw_kind_of(system, 2)->basis->nao, 5);
    assert_non_null(hc_gpw_kind_of(system, 3)->potential);
    assert_null(hc_gpw_kind_of(system, 5)->potential);
    assert_true(system->electrons == 11.0 + 6.0 + 1.0 + 19.0);
    hc_gpw_system_free(system);
    hc_structure_free(structure);
}

static void expect_failure(const char *basis_of, const char *potential_of, hc_status expected, const char *part)
{
    hc_structure *structure = gold_water();
    hc_gpw_system *system = NULL;
    const hc_gpw_system_options options = {.basis_of = &basis_of,
                                           .nbasis_of = basis_of != NULL,
                                           .potential_of = &potential_of,
                                           .npotential_of = potential_of != NULL};
    hc_status status = hc_gpw_system_create(ctx, structure, &options, &system);
    assert_null(system);
    if (status != expected || !strstr(hc_context_message(ctx), part)) {
        fail_msg("%d, \"%s\" where \"%s\" was expected", (int)status, hc_context_message(ctx), part);
    }
    hc_structure_free(structure);
}

static void test_bad_requests(void **state)
{
    (void)state;
    expect_failure("Ag=SZV-MOLOPT-SR-GTH", NULL, HC_ERROR_INPUT, "no atom of the structure");
    expect_failure("SZV-MOLOPT-SR-GTH", NULL, HC_ERROR_INPUT, "looks like");
    expect_failure("17=SZV-MOLOPT-SR-GTH", NULL, HC_ERROR_INPUT, "17");
    expect_failure("Au=NOTHING", NULL, HC_ERROR_MISSING_DATA, "atom 0: Au has no basis set NOTHING");
    expect_failure("O=SVP-MOLOPT-PBE-ae", NULL, HC_ERROR_UNSUPPORTED, "made for all electrons");
    expect_failure(NULL, "Au=GTH-PBE-q12", HC_ERROR_MISSING_DATA, "GTH-PBE-q19");
    expect_failure(NULL, "Au=GTH-PBE-q19", HC_ERROR_INPUT, "made for 11 valence electrons");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),     cmocka_unit_test(test_every_element_up_to_radon),
        cmocka_unit_test(test_functionals),  cmocka_unit_test(test_exceptions_and_ghosts),
        cmocka_unit_test(test_bad_requests),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
