/* M25(SR)18: topology for every ligand, the metal-sulphur frame beside a crystal structure, and what leaves. */
#include "support/context_fixture.h"

#include "builders/cluster/dethiolate.h"
#include "builders/cluster/ligand.h"
#include "builders/cluster/m25.h"
#include "halfcell/units.h"

static hc_structure *make_cluster(int centre, int icosahedron, int staple, int ligand, int sides)
{
    hc_structure *cluster = NULL;
    hc_m25_options options = {
        .centre = centre, .icosahedron = icosahedron, .staple = staple, .ligand = ligand, .sides = sides};
    CHECK(hc_m25_build(ctx, &options, &cluster));
    CHECK(hc_m25_check(ctx, cluster));
    return cluster;
}

static void all_ligands(void **state)
{
    (void)state;
    static const size_t natom[] = {115, 385, 349, 349};
    for (int ligand = 0; hc_ligand_names[ligand] != NULL; ligand++) {
        for (int metal = 47; metal <= 79; metal += 32) {
            int sides = ligand == 3 && metal == 47 ? HC_M25_ROOMIEST : HC_M25_ALTERNATE;
            hc_structure *cluster = make_cluster(metal, metal, metal, ligand, sides);
            assert_int_equal(cluster->natom, natom[ligand]);
            hc_structure_free(cluster);
        }
    }
}

/* Rings at sulphur fit on gold, on whichever sides they are, when the angles at sulphur lean a little; on the twisted
 * frame of silver only when the sides are free. */
static void rings_fit(void **state)
{
    (void)state;
    for (int sides = HC_M25_ALTERNATE; sides <= HC_M25_ROOMIEST; sides++) {
        for (int metal = 47; metal <= 79; metal += 32) {
            hc_m25_options options = {
                .centre = metal, .icosahedron = metal, .staple = metal, .ligand = 3, .sides = sides};
            hc_structure *cluster = NULL;
            if (metal == 47 && sides != HC_M25_ROOMIEST) {
                assert_int_equal(hc_m25_build(ctx, &options, &cluster), HC_ERROR_INPUT);
                assert_null(cluster);
                assert_non_null(strstr(hc_context_message(ctx), "roomiest"));
                continue;
            }
            CHECK(hc_m25_build(ctx, &options, &cluster));
            for (size_t i = 0; i < 18; i++) {
                hc_vec3 sulphur = cluster->position[25 + i], carbon = cluster->position[43 + 17 * i];
                hc_vec3 bond = hc_vec3_sub(carbon, sulphur);
                assert_true(fabs(hc_vec3_norm(bond) / HC_ANGSTROM - 1.78) < 1e-9);
                for (size_t m = 0; m < 25; m++) {
                    hc_vec3 to = hc_vec3_sub(cluster->position[m], sulphur);
                    double angle = acos(hc_vec3_dot(to, bond) / hc_vec3_norm(to) / hc_vec3_norm(bond)) / HC_DEGREE;
                    assert_true(hc_vec3_norm(to) > 2.9 * HC_ANGSTROM || (angle > 97.9 && angle < 114.1));
                }
            }
            hc_structure_free(cluster);
        }
    }
}

static void metals_by_site(void **state)
{
    (void)state;
    hc_structure *cluster = make_cluster(78, 79, 47, 0, HC_M25_SAME);
    for (size_t m = 0; m < 25; m++) {
        assert_int_equal(cluster->atomic_number[m], m == 0 ? 78 : m < 13 ? 79 : 47);
    }
    hc_structure_free(cluster);
}

/* Mean distances from the centre in the crystal structure of [Au25(SC2H4Ph)18]0 (COD 1540567, public
 * domain; Tofanelli et al., Chem. Sci. 7, 1882 (2016)), Angstrom: what does not depend on orientation or numbering. */
static void radii_of_the_gold_frame(void **state)
{
    (void)state;
    static const double core = 2.783, staple = 4.904, outer = 4.978, middle = 6.043;
    hc_structure *cluster = make_cluster(79, 79, 79, 0, HC_M25_ALTERNATE);
    double mean[4] = {0, 0, 0, 0};
    for (size_t i = 1; i < 43; i++) {
        int orbit = i < 13 ? 0 : i < 25 ? 1 : (i - 25) % 3 == 1 ? 3 : 2;
        mean[orbit] += hc_vec3_norm(cluster->position[i]) / HC_ANGSTROM / (orbit == 3 ? 6 : 12);
    }
    assert_true(fabs(mean[0] - core) < 0.12 && fabs(mean[1] - staple) < 0.12);
    assert_true(fabs(mean[2] - outer) < 0.12 && fabs(mean[3] - middle) < 0.12);
    hc_structure_free(cluster);
}

static void ligands_leave(void **state)
{
    (void)state;
    static const size_t sulphurs[] = {25, 26, 27};
    hc_structure *cluster = make_cluster(79, 79, 79, 2, HC_M25_ALTERNATE);
    CHECK(hc_dethiolate(ctx, 2, 3, sulphurs, false, &cluster));
    assert_int_equal(cluster->natom, 349 - 2 * 18);
    assert_int_equal(hc_m25_check(ctx, cluster), HC_ERROR_INPUT);
    CHECK(hc_dethiolate(ctx, 1, 1, sulphurs, true, &cluster));
    assert_int_equal(cluster->natom, 349 - 2 * 18 - 17);
    assert_int_equal(hc_dethiolate(ctx, 1, 1, sulphurs, true, &cluster), HC_ERROR_INPUT);
    hc_structure_free(cluster);
}

static void damage_is_seen(void **state)
{
    (void)state;
    hc_structure *cluster = make_cluster(47, 47, 47, 0, HC_M25_ALTERNATE);
    cluster->position[30] = hc_vec3_scale(1.4, cluster->position[30]);
    assert_int_equal(hc_m25_check(ctx, cluster), HC_ERROR_INPUT);
    hc_structure_free(cluster);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_ligands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rings_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(metals_by_site, set_up, tear_down),
        cmocka_unit_test_setup_teardown(radii_of_the_gold_frame, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ligands_leave, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damage_is_seen, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("clusters", tests, NULL, NULL);
}
