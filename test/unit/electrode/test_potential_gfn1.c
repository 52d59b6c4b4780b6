/* The potential of a real engine: the dipole-corrected periodic cell against the same layer with nothing periodic
 * across it, whose two vacuum levels need no correction. */
#include "support/context_fixture.h"

#include "electrode/potential.h"
#include "gfn1/options.h"
#include "halfcell/units.h"

/* One water molecule a cell of 5 x 5 x 30 Angstrom, its hydrogens up: a layer with a dipole. */
static hc_structure *water_layer(bool periodic, bool left_handed)
{
    static const double position[3][3] = {{0.3, 0.2, 9.0}, {1.06, 0.2, 9.6}, {-0.46, 0.2, 9.6}};
    hc_structure *layer = NULL;
    assert_int_equal(hc_structure_create(ctx, 3, &layer), HC_OK);
    for (int i = 0; i < 3; i++) {
        hc_structure_set_element(layer, (size_t)i, i == 0 ? 8 : 1);
        layer->position[i] = hc_vec3_scale(HC_ANGSTROM, hc_vec3_make(position[i][0], position[i][1], position[i][2]));
    }
    layer->cell = (hc_mat3){{{5 * HC_ANGSTROM, 0, 0}, {0, 5 * HC_ANGSTROM, 0}, {0, 0, 30 * HC_ANGSTROM}}};
    if (left_handed) {
        hc_vec3 first = layer->cell.row[0];
        layer->cell.row[0] = layer->cell.row[1];
        layer->cell.row[1] = first;
    }
    layer->periodic[0] = layer->periodic[1] = true;
    layer->periodic[2] = periodic;
    return layer;
}

/* `up`: +1 or -1, the direction of the normal along z. */
static hc_electrode_potential potential_of(hc_structure *layer, double up)
{
    const hc_engine_record *record = NULL;
    hc_engine *engine = NULL;
    hc_result *result = NULL;
    hc_electrode_potential potential;
    hc_potential_options options = {0};
    hc_gfn1_options charges = {0};
    assert_int_equal(hc_keywords_set_defaults(ctx, hc_potential_keywords, &options), HC_OK);
    assert_int_equal(hc_keywords_set_defaults(ctx, hc_gfn1_keywords, &charges), HC_OK);
    charges.charge_tolerance = 1e-9; /* levels are compared to 1e-6 V; those of charges to 5e-5 e have 1e-5 V */
    assert_int_equal(hc_engine_find(ctx, "gfn1", &record), HC_OK);
    assert_int_equal(hc_engine_create(ctx, record, &charges, layer, &engine), HC_OK);
    assert_int_equal(hc_result_create(ctx, layer->natom, &result), HC_OK);
    assert_int_equal(hc_engine_compute(engine, ctx, layer, HC_WANT_PLANE_POTENTIAL, result), HC_OK);
    hc_status status = hc_electrode_potential_evaluate(ctx, &options, layer, result, 298.15 * HC_KELVIN, &potential);
    if (status != HC_OK) {
        print_error("%s\n", hc_context_message(ctx));
    }
    assert_int_equal(status, HC_OK);
    /* The dipole of the charges themselves. */
    double dipole = 0;
    for (size_t i = 0; i < layer->natom; i++) {
        dipole += up * result->charge[i] * layer->position[i].z;
    }
    assert_true(up * dipole > 0.1);
    assert_true(fabs(potential.dipole / dipole - 1) < 1e-6);
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(layer);
    return potential;
}

static void test_periodic_against_open(void **state)
{
    (void)state;
    hc_electrode_potential periodic = potential_of(water_layer(true, false), 1);
    hc_electrode_potential open = potential_of(water_layer(false, false), 1);
    print_message("periodic: levels %.6f %.6f V, field %.2e; open: %.6f %.6f V\n", periodic.vacuum_level[0] / HC_VOLT,
                  periodic.vacuum_level[1] / HC_VOLT, periodic.field, open.vacuum_level[0] / HC_VOLT,
                  open.vacuum_level[1] / HC_VOLT);
    print_message("phi below %.6f %.6f, above %.6f %.6f V\n", periodic.work_function_v[0], open.work_function_v[0],
                  periodic.work_function_v[1], open.work_function_v[1]);
    assert_true(periodic.vacuum_level[1] > periodic.vacuum_level[0]);
    /* What the correction leaves is the response of the layer to the field of its images. */
    for (int side = 0; side < 2; side++) {
        assert_true(fabs(periodic.work_function_v[side] - open.work_function_v[side]) < 0.05);
    }
}

/* A left-handed cell is the same cell. Without a period the normal is that of the two vectors, so the sides change. */
static void test_left_handed(void **state)
{
    (void)state;
    for (int periodic = 0; periodic < 2; periodic++) {
        hc_electrode_potential right = potential_of(water_layer(periodic, false), 1);
        hc_electrode_potential left = potential_of(water_layer(periodic, true), periodic ? 1 : -1);
        for (int side = 0; side < 2; side++) {
            int same = periodic ? side : 1 - side;
            assert_true(fabs(left.work_function_v[side] - right.work_function_v[same]) < 1e-6);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_periodic_against_open),
                                       cmocka_unit_test(test_left_handed)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
