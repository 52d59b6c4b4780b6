/* Dislocations built into crystals: bulk coordination up to the core, no seam, Burgers circuits through the atoms. */
#include "support/context_fixture.h"

#include "atoms/neighbours.h"
#include "builders/deform.h"
#include "builders/dislocation.h"
#include "builders/prototype.h"
#include "engine/engine_table.h"
#include "halfcell/units.h"

typedef struct dislocation_case {
    const char *name, *element;
    int plane[3], line[3];
    double burgers[3]; /* of the conventional cell */
    double angle;      /* degree */
    double first;      /* distances below this share of a are nearest neighbours */
    size_t coordination;
    double core; /* Angstrom: atoms farther from the lines are bulk */
} dislocation_case;

static const dislocation_case cases[] = {
    {"Cu edge", "Cu", {1, 1, 1}, {1, 1, -2}, {0.5, -0.5, 0}, 90, 0.854, 12, 8},
    {"Cu screw", "Cu", {1, 1, 1}, {1, -1, 0}, {0.5, -0.5, 0}, 0, 0.854, 12, 8},
    {"Cu mixed", "Cu", {1, 1, 1}, {1, -1, 0}, {0.5, 0, -0.5}, 60, 0.854, 12, 8},
    {"W screw", "W", {1, -1, 0}, {1, 1, 1}, {0.5, 0.5, 0.5}, 0, 0.933, 8, 8},
    {"W edge", "W", {1, -1, 0}, {1, 1, -2}, {0.5, 0.5, 0.5}, 90, 0.933, 8, 12},
};
#define ARGON (5.26 * HC_ANGSTROM)
#define NCASE (sizeof cases / sizeof *cases)

/* Zener ratios 3.2 and 1: copper and tungsten, GPa. */
static const double cubic[2][3] = {{168.4, 121.4, 75.4}, {522.4, 204.4, 160.8}};

static void fill_constants(const double values[3], double c[6][6])
{
    memset(c, 0, 36 * sizeof(double));
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            c[i][j] = values[i == j ? 0 : 1];
        }
        c[i + 3][i + 3] = values[2];
    }
}

static hc_dislocation_options options_of(const dislocation_case *one, const hc_structure *crystal)
{
    hc_dislocation_options options = {.size = {70 * HC_ANGSTROM, 50 * HC_ANGSTROM},
                                      .wire = {.repeat = 1, .vacuum = 10 * HC_ANGSTROM},
                                      .poisson = 0.34,
                                      .core = NAN,
                                      .closest = 0.7};
    memcpy(options.plane, one->plane, sizeof options.plane);
    memcpy(options.line, one->line, sizeof options.line);
    options.burgers =
        hc_vec3_times_mat3(hc_vec3_make(one->burgers[0], one->burgers[1], one->burgers[2]), &crystal->cell);
    return options;
}

static hc_structure *make_crystal(const char *name)
{
    hc_structure *crystal = NULL;
    hc_prototype_options options = {.name = name, .a = NAN, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &options, &crystal));
    return crystal;
}

static hc_neighbour_list *list_of(const hc_structure *structure, double cutoff)
{
    hc_neighbour_list *list = NULL;
    CHECK(hc_neighbours_create(ctx, cutoff, 0.0, &list));
    CHECK(hc_neighbours_update(ctx, list, structure));
    return list;
}

/* Distance of an atom from the nearest line, by images. */
static double from_lines(const hc_structure *structure, const hc_dislocation_report *report, hc_vec3 r, int lines)
{
    double nearest = INFINITY;
    for (int k = 0; k < lines; k++) {
        for (int m = -2; m <= 2; m++) {
            for (int n = -2; n <= 2; n++) {
                const hc_vec3 *c = structure->cell.row;
                double x = report->at[k].x + m * c[0].x + n * c[1].x, y = report->at[k].y + m * c[0].y + n * c[1].y;
                nearest = fmin(nearest, hypot(r.x - x, r.y - y));
            }
        }
    }
    return nearest;
}

/* Every atom away from the lines has the neighbours of the crystal: over the boundaries of the cell as well, and where
 * the slip was. */
static void check_bulk(const dislocation_case *one, const hc_structure *structure, const hc_dislocation_report *report,
                       double a)
{
    hc_neighbour_list *list = list_of(structure, one->first * a);
    size_t *count = calloc(structure->natom, sizeof *count), far = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t k = list->first[i]; k < list->first[i + 1]; k++) {
            count[i]++;
            count[list->entry[k].j]++;
        }
    }
    for (size_t i = 0; i < structure->natom; i++) {
        if (from_lines(structure, report, structure->position[i], 2) > one->core * HC_ANGSTROM) {
            far++;
            if (count[i] != one->coordination) {
                fail_msg("%s: an atom at (%.2f, %.2f) Angstrom has %zu neighbours", one->name,
                         structure->position[i].x / HC_ANGSTROM, structure->position[i].y / HC_ANGSTROM, count[i]);
            }
        }
    }
    assert_true(far > structure->natom / 2);
    free(count);
    hc_neighbours_free(list);
}

static void pairs_have_no_seam(void **state)
{
    (void)state;
    for (size_t n = 0; n < 4 * NCASE; n++) {
        const dislocation_case *one = &cases[n / 4];
        hc_structure *structure = make_crystal(one->element);
        double a = structure->cell.row[0].x, density = (double)structure->natom / (a * a * a), constants[6][6];
        hc_dislocation_options options = options_of(one, structure);
        hc_dislocation_report report;
        fill_constants(cubic[n / 4 > 2], constants);
        options.constants = n % 2 ? (const double(*)[6])constants : NULL;
        options.arrangement = n % 4 > 1 ? HC_DISLOCATION_QUADRUPOLE : HC_DISLOCATION_PAIR;
        CHECK(hc_dislocation_build(ctx, &options, &structure, &report));
        assert_true(report.whole);
        assert_int_equal(report.removed, 0);
        assert_float_equal(report.angle / HC_DEGREE, one->angle, 1e-6);
        assert_float_equal(hc_vec3_norm(report.burgers), hc_vec3_norm(options.burgers), 1e-9);
        /* Glide makes no volume. */
        assert_float_equal((double)structure->natom / hc_mat3_determinant(&structure->cell), density, 1e-9 * density);
        assert_true(report.shortest[1] > 0.75 * report.shortest[0]);
        check_bulk(one, structure, &report, a);
        hc_structure_free(structure);
    }
}

/* ---- Burgers circuits through the atoms ---- */

typedef struct walk {
    const hc_structure *structure;
    hc_neighbour_list *list;
    hc_vec3 ideal[12]; /* neighbours in the crystal, in the axes of the result */
    size_t nideal;
    double a;
} walk;

/* From atom i, standing at `here`, to the neighbour nearest to `target`: the ideal vector of that bond is added to
 * *sum. False when no neighbour is nearer than the atom itself. */
static bool step_towards(const walk *w, size_t *i, hc_vec3 *here, hc_vec3 target, hc_vec3 *sum)
{
    double best = hc_vec3_norm(hc_vec3_sub(target, *here)) - 1e-9;
    hc_vec3 bond = {0, 0, 0};
    size_t next = *i;
    for (size_t n = 0; n < w->structure->natom; n++) {
        for (size_t k = w->list->first[n]; k < w->list->first[n + 1]; k++) {
            const hc_neighbour *entry = &w->list->entry[k];
            hc_vec3 v = hc_neighbour_vector(w->structure, n, entry);
            for (int way = 0; way < 2; way++, v = hc_vec3_scale(-1, v)) {
                size_t from = way ? entry->j : n, to = way ? n : entry->j;
                double left = hc_vec3_norm(hc_vec3_sub(target, hc_vec3_add(*here, v)));
                if (from == *i && left < best) {
                    best = left;
                    next = to;
                    bond = v;
                }
            }
        }
    }
    if (hc_vec3_norm(bond) == 0.0) {
        return false;
    }
    size_t nearest = 0;
    for (size_t k = 1; k < w->nideal; k++) {
        if (hc_vec3_norm(hc_vec3_sub(w->ideal[k], bond)) < hc_vec3_norm(hc_vec3_sub(w->ideal[nearest], bond))) {
            nearest = k;
        }
    }
    assert_true(hc_vec3_norm(hc_vec3_sub(w->ideal[nearest], bond)) < 0.3 * w->a);
    *sum = hc_vec3_add(*sum, w->ideal[nearest]);
    *here = hc_vec3_add(*here, bond);
    *i = next;
    return true;
}

/* Closed in the real crystal, in the right-handed sense about z; what is missing in the perfect one, from finish to
 * start, is b. */
static hc_vec3 atomic_circuit(const walk *w, hc_vec3 centre, double radius)
{
    size_t start = 0, i;
    hc_vec3 sum = {0, 0, 0}, here = {0, 0, 0};
    double best = INFINITY;
    for (size_t n = 0; n < w->structure->natom; n++) {
        hc_vec3 r = w->structure->position[n];
        double off = hypot(r.x - centre.x - radius, r.y - centre.y);
        if (off < best) {
            best = off;
            start = n;
        }
    }
    i = start;
    here = w->structure->position[start];
    const hc_vec3 begin = here;
    double first = atan2(here.y - centre.y, here.x - centre.x);
    for (int k = 1; k < 48; k++) {
        double angle = first + 2 * HC_PI * k / 48;
        hc_vec3 target = {centre.x + radius * cos(angle), centre.y + radius * sin(angle), begin.z};
        while (step_towards(w, &i, &here, target, &sum)) {
        }
    }
    while (step_towards(w, &i, &here, begin, &sum)) {
    }
    assert_int_equal(i, start);
    assert_true(hc_vec3_norm(hc_vec3_sub(here, begin)) < 1e-9);
    return hc_vec3_scale(-1, sum);
}

static walk make_walk(const dislocation_case *one, const hc_structure *structure, const hc_structure *crystal)
{
    walk w = {.structure = structure, .a = crystal->cell.row[0].x};
    hc_vec3 z = hc_vec3_times_mat3(hc_vec3_make(one->line[0], one->line[1], one->line[2]), &crystal->cell);
    hc_vec3 y = hc_vec3_make(one->plane[0], one->plane[1], one->plane[2]);
    z = hc_vec3_scale(1 / hc_vec3_norm(z), z);
    y = hc_vec3_scale(1 / hc_vec3_norm(y), y);
    const hc_mat3 axes = {{hc_vec3_cross(y, z), y, z}};
    for (int k = 0; k < 27; k++) {
        hc_vec3 v = hc_vec3_make(k / 9 - 1, k / 3 % 3 - 1, k % 3 - 1);
        if (fabs(hc_vec3_norm2(v) - (one->coordination == 12 ? 2 : 3)) < 0.1) {
            w.ideal[w.nideal++] = hc_mat3_times_vec3(&axes, hc_vec3_scale(0.5 * w.a, v));
        }
    }
    assert_int_equal(w.nideal, one->coordination);
    w.list = list_of(structure, one->first * w.a);
    return w;
}

static void circuits_through_atoms_close_with_b(void **state)
{
    (void)state;
    for (size_t n = 0; n < NCASE; n++) {
        hc_structure *structure = make_crystal(cases[n].element), *crystal = make_crystal(cases[n].element);
        hc_dislocation_options options = options_of(&cases[n], structure);
        hc_dislocation_report report;
        CHECK(hc_dislocation_build(ctx, &options, &structure, &report));
        walk w = make_walk(&cases[n], structure, crystal);
        for (int k = 0; k < 2; k++) {
            hc_vec3 found = atomic_circuit(&w, report.at[k], 12 * HC_ANGSTROM);
            hc_vec3 expected = hc_vec3_scale(k ? -1 : 1, report.burgers);
            assert_true(hc_vec3_norm(hc_vec3_sub(found, expected)) < 1e-9);
        }
        hc_vec3 between = hc_vec3_scale(0.5, hc_vec3_add(report.at[0], report.at[1]));
        assert_true(hc_vec3_norm(atomic_circuit(&w, between, 4 * HC_ANGSTROM)) < 1e-9);
        hc_neighbours_free(w.list);
        hc_structure_free(structure);
        hc_structure_free(crystal);
    }
}

static void a_line_in_a_wire(void **state)
{
    (void)state;
    const dislocation_case *one = &cases[1];
    for (int sides = 0; sides <= 6; sides += 6) {
        hc_structure *structure = make_crystal(one->element), *crystal = make_crystal(one->element);
        hc_dislocation_options options = options_of(one, structure);
        hc_dislocation_report report;
        const double radius = 16 * HC_ANGSTROM;
        options.arrangement = HC_DISLOCATION_WIRE;
        options.wire.radius = radius;
        options.wire.sides = sides;
        options.wire.repeat = 2;
        CHECK(hc_dislocation_build(ctx, &options, &structure, &report));
        double area = sides ? 2 * sqrt(3) * radius * radius : HC_PI * radius * radius, a = crystal->cell.row[0].x;
        double expected = 4 / (a * a * a) * area * structure->cell.row[2].z;
        assert_float_equal((double)structure->natom, expected, 0.06 * expected);
        walk w = make_walk(one, structure, crystal);
        assert_true(hc_vec3_norm(hc_vec3_sub(atomic_circuit(&w, report.at[0], 8 * HC_ANGSTROM), report.burgers)) <
                    1e-9);
        hc_neighbours_free(w.list);
        hc_structure_free(structure);
        hc_structure_free(crystal);
    }
}

/* ---- with forces: Lennard-Jones argon ---- */

static hc_structure *make_argon(hc_dislocation_options *options, const dislocation_case *one)
{
    hc_structure *crystal = NULL;
    const hc_prototype_options argon = {.name = "fcc", .element = "Ar", .a = ARGON, .b = NAN, .c = NAN};
    CHECK(hc_prototype_build(ctx, &argon, &crystal));
    *options = options_of(one, crystal);
    options->size[0] = 80 * HC_ANGSTROM;
    options->size[1] = 60 * HC_ANGSTROM;
    options->arrangement = HC_DISLOCATION_QUADRUPOLE;
    return crystal;
}

static hc_engine *make_lj(const hc_structure *structure)
{
    hc_engine *engine = NULL;
    void *options = calloc(1, hc_engine_lj.options_size);
    CHECK(hc_keywords_set_defaults(ctx, hc_engine_lj.keywords, options));
    CHECK(hc_engine_create(ctx, &hc_engine_lj, options, structure, &engine));
    hc_keywords_clear(hc_engine_lj.keywords, options);
    free(options);
    return engine;
}

/* b . stress . n. */
static double stress_on_line(const hc_structure *structure, hc_vec3 b)
{
    hc_engine *engine = make_lj(structure);
    hc_result *result = NULL;
    CHECK(hc_result_create(ctx, structure->natom, &result));
    CHECK(hc_engine_compute(engine, ctx, structure, HC_WANT_STRESS, result));
    double stress = hc_vec3_dot(b, hc_mat3_times_vec3(&result->stress, hc_vec3_make(0, 1, 0)));
    hc_result_free(result);
    hc_engine_free(engine);
    return stress;
}

/* The shear stress that the pair would have in the cell of the crystal is gone in the cell that took the plastic
 * strain. */
static void the_cell_takes_the_plastic_strain(void **state)
{
    (void)state;
    for (int n = 0; n < 3; n++) {
        hc_dislocation_options options;
        hc_dislocation_report report;
        hc_structure *structure = make_argon(&options, &cases[n]), *held = NULL;
        CHECK(hc_dislocation_build(ctx, &options, &structure, &report));
        CHECK(hc_structure_copy(ctx, structure, &held));
        const hc_mat3 back = {{{1, -report.plastic.row[0].y, 0}, {0, 1, 0}, {0, -report.plastic.row[2].y, 1}}};
        CHECK(hc_structure_deform(ctx, &back, held));
        double taken = stress_on_line(structure, report.burgers), kept = stress_on_line(held, report.burgers);
        assert_true(fabs(taken) < 0.1 * fabs(kept));
        hc_structure_free(structure);
        hc_structure_free(held);
    }
}

/* The line of Volterra in the plane of an edge: what comes too close is taken out, and that is said. */
static void close_atoms_are_taken_out(void **state)
{
    (void)state;
    hc_structure *sharp = make_crystal("W"), *whole = make_crystal("W");
    hc_dislocation_options options = options_of(&cases[4], sharp);
    hc_dislocation_report all, less;
    options.core = 0.0;
    options.closest = 0.01;
    CHECK(hc_dislocation_build(ctx, &options, &whole, &all));
    options.closest = 0.9;
    CHECK(hc_dislocation_build(ctx, &options, &sharp, &less));
    assert_int_equal(all.removed, 0);
    assert_true(all.shortest[1] < 0.9 * all.shortest[0]);
    assert_true(less.removed > 0);
    assert_int_equal(sharp->natom + less.removed, whole->natom);
    assert_true(less.shortest[1] >= 0.9 * less.shortest[0]);
    hc_structure_free(sharp);
    hc_structure_free(whole);
}

static void slabs_with_lines_through_them(void **state)
{
    (void)state;
    for (size_t n = 0; n < NCASE; n++) {
        hc_structure *structure = make_crystal(cases[n].element);
        hc_dislocation_options options = options_of(&cases[n], structure);
        hc_dislocation_report report;
        options.wire.free_ends = true;
        options.wire.repeat = 3;
        options.size[0] = options.size[1] = 30 * HC_ANGSTROM;
        CHECK(hc_dislocation_build(ctx, &options, &structure, &report));
        double share = (report.at[1].x - report.at[0].x) / structure->cell.row[0].x;
        assert_true(fabs(structure->cell.row[0].z) < 1e-6); /* bohr */
        assert_float_equal(structure->cell.row[1].z, -share * report.burgers.z, 1e-6);
        hc_structure_free(structure);
    }
}

static void what_is_no_dislocation_is_refused(void **state)
{
    (void)state;
    hc_structure *crystal = make_crystal("Cu");
    hc_dislocation_report report;
    hc_dislocation_options options = options_of(&cases[0], crystal);
    options.burgers = crystal->cell.row[0];
    assert_int_equal(hc_dislocation_build(ctx, &options, &crystal, &report), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "leaves the glide plane"));
    options = options_of(&cases[0], crystal);
    options.line[2] = 1;
    assert_int_equal(hc_dislocation_build(ctx, &options, &crystal, &report), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "does not lie in the plane"));
    options = options_of(&cases[0], crystal);
    options.gap = 1;
    assert_int_equal(hc_dislocation_build(ctx, &options, &crystal, &report), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "no gap 1"));
    options = options_of(&cases[0], crystal);
    options.burgers = hc_vec3_scale(0.5, options.burgers);
    CHECK(hc_dislocation_build(ctx, &options, &crystal, &report));
    assert_false(report.whole);
    hc_structure_free(crystal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_have_no_seam),
        cmocka_unit_test(circuits_through_atoms_close_with_b),
        cmocka_unit_test(a_line_in_a_wire),
        cmocka_unit_test(the_cell_takes_the_plastic_strain),
        cmocka_unit_test(close_atoms_are_taken_out),
        cmocka_unit_test(slabs_with_lines_through_them),
        cmocka_unit_test(what_is_no_dislocation_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
