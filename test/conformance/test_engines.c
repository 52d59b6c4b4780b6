/* One suite for every engine in the table: what an engine.h engine has to fulfil. A new engine gets a line in
 * `subjects` (or in `exempt`, with the reason); the suite fails when the table of engines holds one that has neither.
 */
#include "support/structure_fixture.h"

#include "engine/engine_table.h"
#include "halfcell/engine.h"

typedef struct subject {
    const char *engine;
    const char *option[4]; /* "keyword=value" */
    double energy_tolerance, force_tolerance;
    double step;  /* bohr, of differences */
    double drift; /* hartree: largest change of the total energy in the short run */
    /* Where atoms against a grid matter: of energy, forces and charges when everything is shifted, turned or repeated;
     * 0: the tolerances above. */
    double grid_energy, grid_force, grid_charge;
    size_t stride; /* of the coordinates that are displaced; 0: every one */
    /* Of an engine that does not know water: every atom is this element, all lengths are so many times those of water.
     */
    int element;
    double scale;
} subject;

static const subject subjects[] = {
    {"gfn1", {"charge_tolerance=1e-10"}, 1e-9, 2e-7, 5e-3, 5e-6, 0, 0, 0, 0, 0, 0},
    {"gupta", {NULL}, 1e-11, 1e-9, 1e-3, 1e-8, 0, 0, 0, 0, 29, 2.4},
    {"lj", {"sigma_angstrom=1.1", "cutoff_angstrom=5.0", "epsilon_ev=0.1"}, 1e-11, 1e-9, 1e-3, 2e-3, 0, 0, 0, 0, 0, 0},
    /* A functional of the density alone: gradients in the vacuum make the energy of a GGA rough by some 1e-9 hartree.
     */
    {"gpw",
     {"cutoff_ry=280", "functional=LDA", "scf_tolerance=1e-8", "margin_angstrom=4"},
     1e-9,
     2e-7,
     2e-3,
     2e-5,
     5e-4,
     1e-2,
     1e-3,
     5,
     0,
     0},
};

typedef struct exemption {
    const char *engine, *reason;
} exemption;

static const exemption exempt[] = {{"", "no engine yet"}};

static const subject *current;
static const hc_engine_record *record;

/* --- structures: two water molecules, as they are and in a skewed cell --- */

static const int water_numbers[] = {8, 1, 1, 8, 1, 1};
static const hc_vec3 water_positions[] = {{0.00, 0.05, 0.00},  {1.75, 0.20, 0.10}, {-0.50, 1.70, 0.15},
                                          {5.40, 0.10, -0.30}, {6.10, 1.20, 1.00}, {6.20, -1.30, -0.70}};
static const double skewed_cell[3][3] = {{10.5, 0.2, -0.1}, {0.9, 8.9, 0.3}, {-0.4, 0.6, 9.4}};

static double length_scale(void)
{
    return current->element != 0 ? current->scale : 1.0;
}

/* The first atoms of the two molecules, or what stands for them. */
static hc_structure *water_atoms(size_t natom)
{
    hc_structure *structure = make_structure(natom, water_numbers, water_positions);
    for (size_t i = 0; i < natom && current->element != 0; i++) {
        hc_structure_set_element(structure, i, current->element);
        structure->position[i] = hc_vec3_scale(current->scale, structure->position[i]);
    }
    return structure;
}

static void set_scaled_cell(hc_structure *structure, const double (*cell)[3])
{
    set_cell(structure, cell);
    for (int k = 0; k < 3; k++) {
        structure->cell.row[k] = hc_vec3_scale(length_scale(), structure->cell.row[k]);
    }
}

static hc_structure *water_pair(void)
{
    return water_atoms(6);
}

static hc_structure *water_cell(void)
{
    hc_structure *structure = water_pair();
    set_scaled_cell(structure, skewed_cell);
    return structure;
}

/* --- engines --- */

static hc_engine *make_engine(const hc_structure *structure)
{
    hc_engine *engine = NULL;
    void *options = NULL;
    CHECK(hc_allocate(ctx, 1, record->options_size, &options));
    CHECK(hc_keywords_set_defaults(ctx, record->keywords, options));
    for (size_t i = 0; i < 4 && current->option[i]; i++) {
        char name[64];
        const char *equals = strchr(current->option[i], '=');
        snprintf(name, sizeof name, "%.*s", (int)(equals - current->option[i]), current->option[i]);
        const hc_keyword *keyword = hc_keyword_find(record->keywords, name);
        assert_non_null(keyword);
        CHECK(hc_keyword_set(ctx, keyword, options, equals + 1));
    }
    CHECK(hc_engine_create(ctx, record, options, structure, &engine));
    hc_keywords_clear(record->keywords, options);
    free(options);
    return engine;
}

static hc_result *compute(hc_engine *engine, const hc_structure *structure, unsigned wanted)
{
    hc_result *result = NULL;
    CHECK(hc_result_create(ctx, structure->natom, &result));
    CHECK(hc_engine_compute(engine, ctx, structure, wanted, result));
    return result;
}

static hc_result *compute_once(const hc_structure *structure, unsigned wanted)
{
    hc_engine *engine = make_engine(structure);
    hc_result *result = compute(engine, structure, wanted);
    hc_engine_free(engine);
    return result;
}

static bool can(hc_capability capability)
{
    return (record->capabilities & (unsigned)capability) != 0;
}

static double free_energy(const hc_structure *structure, void *engine)
{
    hc_result *result = compute(engine, structure, 0);
    double energy = result->free_energy;
    hc_result_free(result);
    return energy;
}

/* --- what is checked --- */

static void check_forces(const hc_structure *structure)
{
    hc_engine *engine = make_engine(structure);
    hc_result *result = compute(engine, structure, HC_WANT_FORCES);
    double largest = 0.0;
    for (size_t c = 0; c < 3 * structure->natom; c += current->stride ? current->stride : 1) {
        size_t i = c / 3;
        int k = (int)(c % 3);
        double expected = -energy_difference(free_energy, engine, structure, i, k, 0, current->step);
        double force = hc_vec3_get(result->force[i], k);
        largest = fmax(largest, fabs(expected));
        if (!(fabs(expected - force) < current->force_tolerance)) {
            fail_msg("%s: force %d on atom %zu is %.9f, by differences %.9f", record->name, k, i, force, expected);
        }
    }
    assert_true(largest > 1e-4);
    hc_result_free(result);
    hc_engine_free(engine);
}

static void test_forces(void **state)
{
    (void)state;
    hc_structure *molecule = water_pair(), *cell = water_cell();
    if (can(HC_CAN_MOLECULE)) {
        check_forces(molecule);
    }
    if (can(HC_CAN_BULK)) {
        check_forces(cell);
    }
    if (can(HC_CAN_SLAB)) {
        cell->periodic[2] = false;
        check_forces(cell);
    }
    hc_structure_free(molecule);
    hc_structure_free(cell);
}

static void test_stress(void **state)
{
    (void)state;
    if (!can(HC_CAN_STRESS) || !can(HC_CAN_BULK)) {
        skip();
    }
    hc_structure *cell = water_cell();
    hc_engine *engine = make_engine(cell);
    hc_result *result = compute(engine, cell, HC_WANT_FORCES | HC_WANT_STRESS);
    double volume = hc_mat3_determinant(&cell->cell), largest = 0.0;
    for (int k = 0; k < 9; k += current->stride ? 2 : 1) {
        double expected = energy_difference(free_energy, engine, cell, cell->natom, k / 3, k % 3, 5e-4) / volume;
        double stress = hc_vec3_get(result->stress.row[k / 3], k % 3);
        largest = fmax(largest, fabs(expected));
        if (!(fabs(expected - stress) * volume < 20.0 * current->force_tolerance)) {
            fail_msg("%s: stress %d %d is %.10f, by differences %.10f", record->name, k / 3, k % 3, stress, expected);
        }
    }
    assert_true(largest > 1e-7);
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(cell);
}

typedef struct tolerances {
    double energy, force, charge;
} tolerances;

static tolerances usual_tolerances(void)
{
    return (tolerances){current->energy_tolerance, current->force_tolerance, 1e-7};
}

/* When the atoms stand otherwise against the grid of an engine that has one. */
static tolerances grid_tolerances(void)
{
    return current->grid_energy > 0.0 ? (tolerances){current->grid_energy, current->grid_force, current->grid_charge}
                                      : usual_tolerances();
}

/* moved: atom order[i] of `structure` in another place; forces compare after the rotation. */
static void check_same(const hc_structure *structure, const hc_structure *moved, const size_t *order,
                       const hc_mat3 *rotation, tolerances tolerance)
{
    hc_result *a = compute_once(structure, HC_WANT_FORCES), *b = compute_once(moved, HC_WANT_FORCES);
    assert_true(fabs(a->free_energy - b->free_energy) < tolerance.energy);
    for (size_t i = 0; i < structure->natom; i++) {
        hc_vec3 expected = rotation ? hc_mat3_times_vec3(rotation, a->force[order[i]]) : a->force[order[i]];
        assert_true(hc_vec3_norm(hc_vec3_sub(expected, b->force[i])) < tolerance.force);
        if (can(HC_CAN_ATOMIC_CHARGES)) {
            assert_true(fabs(a->charge[order[i]] - b->charge[i]) < tolerance.charge);
        }
    }
    hc_result_free(a);
    hc_result_free(b);
}

static const size_t same_order[] = {0, 1, 2, 3, 4, 5};

static void test_translation(void **state)
{
    (void)state;
    hc_structure *base = can(HC_CAN_BULK) ? water_cell() : water_pair(), *moved = NULL;
    CHECK(hc_structure_copy(ctx, base, &moved));
    hc_vec3 total = {0, 0, 0}, shift = {1.234, -7.1, 3.3};
    for (size_t i = 0; i < moved->natom; i++) {
        moved->position[i] = hc_vec3_add(moved->position[i], shift);
    }
    check_same(base, moved, same_order, NULL, grid_tolerances());
    hc_result *result = compute_once(base, HC_WANT_FORCES);
    for (size_t i = 0; i < base->natom; i++) {
        total = hc_vec3_add(total, result->force[i]);
    }
    assert_true(hc_vec3_norm(total) < grid_tolerances().force);
    hc_result_free(result);
    hc_structure_free(base);
    hc_structure_free(moved);
}

static void test_rotation(void **state)
{
    (void)state;
    if (!can(HC_CAN_MOLECULE)) {
        skip();
    }
    hc_structure *base = water_pair(), *turned = water_pair();
    double c = cos(0.7), s = sin(0.7), d = cos(-1.9), e = sin(-1.9);
    hc_mat3 rotation = {{{c, -s, 0}, {s * d, c * d, -e}, {s * e, c * e, d}}};
    for (size_t i = 0; i < base->natom; i++) {
        turned->position[i] = hc_mat3_times_vec3(&rotation, base->position[i]);
    }
    check_same(base, turned, same_order, &rotation, grid_tolerances());
    hc_structure_free(base);
    hc_structure_free(turned);
}

static void test_permutation(void **state)
{
    (void)state;
    static const size_t order[] = {4, 2, 0, 5, 3, 1};
    hc_structure *base = can(HC_CAN_BULK) ? water_cell() : water_pair(), *mixed = NULL;
    CHECK(hc_structure_copy(ctx, base, &mixed));
    for (size_t i = 0; i < base->natom; i++) {
        hc_structure_set_element(mixed, i, base->atomic_number[order[i]]);
        mixed->position[i] = base->position[order[i]];
    }
    check_same(base, mixed, order, NULL, usual_tolerances());
    hc_structure_free(base);
    hc_structure_free(mixed);
}

static void test_periodic_images(void **state)
{
    (void)state;
    if (!can(HC_CAN_BULK)) {
        skip();
    }
    hc_structure *base = water_cell(), *moved = water_cell();
    moved->position[1] = hc_vec3_add(moved->position[1], base->cell.row[0]);
    moved->position[3] = hc_vec3_axpy(moved->position[3], -2.0, base->cell.row[1]);
    moved->position[5] = hc_vec3_sub(hc_vec3_add(moved->position[5], base->cell.row[2]), base->cell.row[0]);
    check_same(base, moved, same_order, NULL, usual_tolerances());
    hc_structure_free(base);
    hc_structure_free(moved);
}

/* Molecules so far apart that their orbitals do not meet: then the Gamma point of the cell and of a supercell agree. */
static void test_supercell(void **state)
{
    (void)state;
    if (!can(HC_CAN_BULK)) {
        skip();
    }
    hc_structure *cell = water_atoms(3), *doubled = NULL;
    static const double wide[3][3] = {{17.0, 0.0, 0.0}, {0.5, 18.0, 0.0}, {0.0, -0.7, 17.5}};
    set_scaled_cell(cell, wide);
    CHECK(hc_structure_create(ctx, 6, &doubled));
    for (size_t i = 0; i < 6; i++) {
        hc_structure_set_element(doubled, i, cell->atomic_number[i % 3]);
        doubled->position[i] = hc_vec3_axpy(cell->position[i % 3], i < 3 ? 0.0 : 1.0, cell->cell.row[2]);
    }
    set_scaled_cell(doubled, wide);
    doubled->cell.row[2] = hc_vec3_scale(2.0, cell->cell.row[2]);
    hc_result *one = compute_once(cell, HC_WANT_FORCES), *two = compute_once(doubled, HC_WANT_FORCES);
    assert_true(fabs(2.0 * one->free_energy - two->free_energy) < 20.0 * grid_tolerances().energy);
    for (size_t i = 0; i < 6; i++) {
        assert_true(hc_vec3_norm(hc_vec3_sub(one->force[i % 3], two->force[i])) < grid_tolerances().force);
    }
    hc_result_free(one);
    hc_result_free(two);
    hc_structure_free(cell);
    hc_structure_free(doubled);
}

static void test_result_is_complete(void **state)
{
    (void)state;
    hc_structure *structure = can(HC_CAN_BULK) ? water_cell() : water_pair();
    hc_result *result = compute_once(structure, HC_WANT_FORCES);
    double sum = 0.0, charge = 0.0;
    for (size_t i = 0; i < result->nterm; i++) {
        assert_non_null(result->term[i].name);
        sum += result->term[i].energy;
    }
    for (size_t i = 0; i < result->natom; i++) {
        charge += result->charge[i];
    }
    assert_true(result->nterm > 0 && fabs(sum - result->free_energy) < 1e-10);
    assert_true(result->converged && result->free_energy <= result->energy + 1e-12);
    assert_true(can(HC_CAN_ATOMIC_CHARGES) ? fabs(charge) < 1e-7 : isnan(charge));
    assert_true(can(HC_CAN_FERMI_LEVEL) ? isfinite(result->fermi_level) && result->gap > 0.0
                                        : isnan(result->fermi_level));
    hc_result_free(result);
    hc_structure_free(structure);
}

static void test_plane_potential(void **state)
{
    (void)state;
    if (!can(HC_CAN_PLANE_POTENTIAL) || !can(HC_CAN_BULK)) {
        skip();
    }
    hc_structure *cell = water_cell();
    hc_result *result = compute_once(cell, HC_WANT_PLANE_POTENTIAL);
    const hc_plane_potential *plane = &result->plane_potential;
    assert_true(plane->count > 10 && plane->axis >= 0 && plane->axis < 3);
    double largest = 0.0;
    for (size_t i = 0; i < plane->count; i++) {
        assert_true(i == 0 || plane->z[i] > plane->z[i - 1]);
        largest = fmax(largest, fabs(plane->potential[i]));
    }
    assert_true(largest > 1e-4 && largest < 10.0);
    hc_result_free(result);
    hc_structure_free(cell);
}

static double kinetic_energy(const hc_structure *structure)
{
    double sum = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        sum += 0.5 * structure->mass[i] * hc_vec3_norm2(structure->velocity[i]);
    }
    return sum;
}

/* One step of velocity Verlet; result holds the forces before and after. */
static void verlet_step(hc_engine *engine, hc_structure *structure, double dt, hc_result *result)
{
    for (size_t i = 0; i < structure->natom; i++) {
        structure->velocity[i] = hc_vec3_axpy(structure->velocity[i], 0.5 * dt / structure->mass[i], result->force[i]);
        structure->position[i] = hc_vec3_axpy(structure->position[i], dt, structure->velocity[i]);
    }
    CHECK(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result));
    for (size_t i = 0; i < structure->natom; i++) {
        structure->velocity[i] = hc_vec3_axpy(structure->velocity[i], 0.5 * dt / structure->mass[i], result->force[i]);
    }
}

static hc_structure *warm_structure(void)
{
    hc_structure *structure = can(HC_CAN_BULK) ? water_cell() : water_pair();
    for (size_t i = 0; i < structure->natom; i++) {
        double speed = sqrt(300.0 * HC_KELVIN / structure->mass[i]);
        structure->velocity[i] =
            (hc_vec3){speed * sin(1.0 + 5.0 * (double)i), speed * cos(3.0 * (double)i), -speed * sin(2.0 * (double)i)};
    }
    return structure;
}

static void test_energy_is_conserved(void **state)
{
    (void)state;
    hc_structure *structure = warm_structure();
    hc_engine *engine = make_engine(structure);
    hc_result *result = compute(engine, structure, HC_WANT_FORCES);
    double start = 0.0, worst = 0.0, moved = 0.0, first = result->free_energy;
    enum { STEPS = 80 };
    for (int step = 0; step < STEPS; step++) {
        verlet_step(engine, structure, 0.05 * HC_FS, result);
        double total = result->free_energy + kinetic_energy(structure);
        start = step == 0 ? total : start;
        worst = fmax(worst, fabs(total - start));
        moved = fmax(moved, fabs(result->free_energy - first));
    }
    print_message("  %s: total energy within %.1e hartree while the potential moves %.1e\n", record->name, worst,
                  moved);
    assert_true(moved > 30.0 * current->drift);
    assert_true(worst < current->drift);
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(structure);
}

static void test_saved_state_gives_the_same_bits(void **state)
{
    (void)state;
    hc_structure *structure = warm_structure(), *copy = NULL;
    hc_engine *engine = make_engine(structure), *other = NULL;
    hc_result *result = compute(engine, structure, HC_WANT_FORCES), *again = NULL;
    hc_state *saved = NULL;
    for (int step = 0; step < 5; step++) {
        verlet_step(engine, structure, 0.5 * HC_FS, result);
    }
    CHECK(hc_state_create(ctx, &saved));
    CHECK(hc_engine_save(engine, ctx, saved));
    CHECK(hc_structure_copy(ctx, structure, &copy));
    other = make_engine(copy);
    CHECK(hc_engine_load(other, ctx, saved));
    CHECK(hc_result_create(ctx, copy->natom, &again));
    memcpy(again->force, result->force, copy->natom * sizeof *again->force);
    for (int step = 0; step < 3; step++) {
        verlet_step(engine, structure, 0.5 * HC_FS, result);
        verlet_step(other, copy, 0.5 * HC_FS, again);
        assert_memory_equal(result->force, again->force, copy->natom * sizeof *again->force);
        assert_memory_equal(&result->free_energy, &again->free_energy, sizeof(double));
        assert_int_equal(result->iterations, again->iterations);
    }
    hc_state_free(saved);
    hc_result_free(result);
    hc_result_free(again);
    hc_engine_free(engine);
    hc_engine_free(other);
    hc_structure_free(structure);
    hc_structure_free(copy);
}

static void test_state_of_another_structure_is_refused(void **state)
{
    (void)state;
    if (!record->load) {
        skip();
    }
    hc_structure *pair = can(HC_CAN_MOLECULE) ? water_pair() : water_cell();
    hc_structure *single = water_atoms(3);
    single->cell = pair->cell;
    memcpy(single->periodic, pair->periodic, sizeof single->periodic);
    hc_engine *engine = make_engine(pair), *other = make_engine(single);
    hc_result *result = compute(engine, pair, HC_WANT_FORCES);
    hc_state *saved = NULL;
    CHECK(hc_state_create(ctx, &saved));
    CHECK(hc_engine_save(engine, ctx, saved));
    assert_int_equal(hc_engine_load(other, ctx, saved), HC_ERROR_FORMAT);
    hc_state_free(saved);
    hc_result_free(result);
    hc_engine_free(engine);
    hc_engine_free(other);
    hc_structure_free(pair);
    hc_structure_free(single);
}

static void test_bad_structures_are_refused(void **state)
{
    (void)state;
    hc_structure *structure = can(HC_CAN_MOLECULE) ? water_pair() : water_cell();
    hc_engine *engine = make_engine(structure), *none = NULL;
    hc_result *result = compute(engine, structure, HC_WANT_FORCES);
    hc_vec3 kept = structure->position[2];
    structure->position[2].y = NAN;
    assert_int_equal(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "atom 2"));
    assert_int_equal(hc_engine_create(ctx, record, NULL, structure, &none), HC_ERROR_INPUT);
    structure->position[2] = structure->position[0];
    assert_int_not_equal(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result), HC_OK);
    structure->position[2] = kept; /* and a failure spoils nothing */
    hc_context_clear(ctx);
    CHECK(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result));
    structure->periodic[0] = true;
    if (can(HC_CAN_WIRE)) {
        structure->cell.row[0] = (hc_vec3){20.0, 0.0, 0.0};
        CHECK(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result));
    } else {
        assert_int_equal(hc_engine_compute(engine, ctx, structure, HC_WANT_FORCES, result), HC_ERROR_UNSUPPORTED);
    }
    hc_result_free(result);
    hc_engine_free(engine);
    hc_structure_free(structure);
}

static void test_every_engine_is_a_subject(void **state)
{
    (void)state;
    const hc_engine_record *const *records = hc_engine_records();
    for (size_t i = 0; records[i]; i++) {
        bool found = false;
        for (size_t s = 0; s < sizeof subjects / sizeof subjects[0]; s++) {
            found = found || strcmp(subjects[s].engine, records[i]->name) == 0;
        }
        for (size_t s = 0; s < sizeof exempt / sizeof exempt[0]; s++) {
            found = found || strcmp(exempt[s].engine, records[i]->name) == 0;
        }
        if (!found) {
            fail_msg("engine %s is in the table and not in this suite", records[i]->name);
        }
        assert_true(strlen(records[i]->summary) > 10 && strlen(records[i]->reference) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest general[] = {cmocka_unit_test(test_every_engine_is_a_subject)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forces),
        cmocka_unit_test(test_stress),
        cmocka_unit_test(test_translation),
        cmocka_unit_test(test_rotation),
        cmocka_unit_test(test_permutation),
        cmocka_unit_test(test_periodic_images),
        cmocka_unit_test(test_supercell),
        cmocka_unit_test(test_result_is_complete),
        cmocka_unit_test(test_plane_potential),
        cmocka_unit_test(test_energy_is_conserved),
        cmocka_unit_test(test_saved_state_gives_the_same_bits),
        cmocka_unit_test(test_state_of_another_structure_is_refused),
        cmocka_unit_test(test_bad_structures_are_refused),
    };
    int failures = cmocka_run_group_tests_name("all engines", general, set_up, tear_down);
    for (size_t s = 0; s < sizeof subjects / sizeof subjects[0]; s++) {
        current = &subjects[s];
        record = NULL;
        for (size_t i = 0; hc_engine_records()[i]; i++) {
            if (strcmp(hc_engine_records()[i]->name, current->engine) == 0) {
                record = hc_engine_records()[i];
            }
        }
        failures += record ? cmocka_run_group_tests_name(current->engine, tests, set_up, tear_down) : 1;
    }
    return failures;
}
