/* Dislocations put in by their displacement field: found with their Burgers vector, type and length; other defects are
 * none. */
#include "volterra.h"

#include "analysis/defects/crystal_names.h"
#include "math/random.h"

#define COPPER 3.61
#define IRON 2.87

static const block edge_block = {
    .number = 29, .edge = COPPER, .size = {70, 45}, .axes = {{1, -1, 0}, {1, 1, 1}, {-1, -1, 2}}, .repeat = 3};
static const block screw_block = {
    .number = 29, .edge = COPPER, .size = {70, 45}, .axes = {{1, 1, -2}, {1, 1, 1}, {1, -1, 0}}, .repeat = 5};
static const block bcc_edge_block = {.body_centred = true,
                                     .number = 26,
                                     .edge = IRON,
                                     .size = {60, 40},
                                     .axes = {{1, 1, 1}, {1, -1, 0}, {1, 1, -2}},
                                     .repeat = 2};
static const block bcc_screw_block = {.body_centred = true,
                                      .number = 26,
                                      .edge = IRON,
                                      .size = {60, 40},
                                      .axes = {{1, -1, 0}, {1, 1, -2}, {1, 1, 1}},
                                      .repeat = 4};

static double count_lines(const hc_census *census)
{
    double count = 0.0;
    for (size_t k = 0; k < census->nline; k++) {
        bool line = census->line[k].role == HC_ROLE_DEFECT && strncmp(census->line[k].kind, "dislocation", 11) == 0;
        count += line ? census->line[k].count : 0.0;
    }
    return count;
}

/* The three one-digit indices behind `before`, "[1-10]". */
static void read_indices(const char *note, const char *before, int index[3])
{
    const char *c = strstr(note, before);
    assert_non_null(c);
    c = strchr(c, '[');
    assert_non_null(c);
    for (int k = 0; k < 3; k++) {
        c++;
        bool negative = *c == '-';
        c += negative;
        index[k] = (negative ? -1 : 1) * (*c - '0');
        assert_true(*c >= '0' && *c <= '9');
    }
}

/* All lines are of this kind and type and as long as the cell; b and the line are parallel or at a right angle as their
 * type says; with one direction of the line their Burgers vectors add up to nothing. */
static void check_dipole(const hc_structure *s, const char *kind, const char *type, size_t wanted)
{
    hc_census *census = census_of(s, NULL);
    int sum[3] = {0, 0, 0};
    assert_count(census, kind, wanted);
    assert_count(census, "junction of dislocations", 0);
    assert_true(count_lines(census) == (double)wanted);
    for (size_t k = 0; k < census->nfinding; k++) {
        const hc_finding *f = &census->finding[k];
        int b[3], t[3], dot = 0, b2 = 0, t2 = 0;
        if (strcmp(f->kind, kind) != 0) {
            continue;
        }
        assert_non_null(strstr(f->note, type));
        assert_true(fabs(f->value - s->cell.row[2].z / HC_ANGSTROM) < 1e-3 * f->value);
        read_indices(f->note, "b = ", b);
        read_indices(f->note, "along ", t);
        for (int d = 0; d < 3; d++) {
            sum[d] += b[d];
            dot += b[d] * t[d];
            b2 += b[d] * b[d];
            t2 += t[d] * t[d];
        }
        assert_int_equal(strcmp(type, "edge") == 0 ? 0 : b2 * t2, dot * dot);
    }
    assert_true(sum[0] == 0 && sum[1] == 0 && sum[2] == 0);
    assert_count(census, "lattice vacancy", 0);
    hc_census_free(census);
}

/* `layer` is the distance of the planes of atoms along y: the lines are half-way between two of them. */
static void place_dipole(const block *b, double layer, double edge, double screw, const char *kind, const char *type)
{
    hc_structure *s = make_block(b);
    hc_census *perfect = census_of(s, NULL);
    assert_true(count_lines(perfect) == 0.0);
    hc_census_free(perfect);
    add_straight(s, -14.03, 0.5 * layer, edge, screw);
    add_straight(s, 13.11, 0.5 * layer, -edge, -screw);
    check_dipole(s, kind, type, 2);
    hc_structure_free(s);
}

static void edge_dipole_in_fcc(void **state)
{
    (void)state;
    place_dipole(&edge_block, COPPER / sqrt(3.0), COPPER / sqrt(2.0), 0, "dislocation 1/2<110>", "edge");
}

static void screw_dipole_in_fcc(void **state)
{
    (void)state;
    place_dipole(&screw_block, COPPER / sqrt(3.0), 0, COPPER / sqrt(2.0), "dislocation 1/2<110>", "screw");
}

static void edge_dipole_in_bcc(void **state)
{
    (void)state;
    place_dipole(&bcc_edge_block, IRON / sqrt(2.0), 0.5 * sqrt(3.0) * IRON, 0, "dislocation 1/2<111>", "edge");
}

static void screw_dipole_in_bcc(void **state)
{
    (void)state;
    place_dipole(&bcc_screw_block, IRON / sqrt(6.0), 0, 0.5 * sqrt(3.0) * IRON, "dislocation 1/2<111>", "screw");
}

/* 1/2[1-10] = 1/6[2-1-1] + 1/6[1-21]: two lines and a ribbon of stacking fault between them. */
static void dissociated_edge(void **state)
{
    (void)state;
    hc_structure *s = make_block(&edge_block);
    double half = 0.5 * COPPER / sqrt(2.0), across = COPPER / sqrt(24.0), layer = COPPER / sqrt(3.0);
    add_straight(s, -10.03, 0.5 * layer, half, -across);
    add_straight(s, 10.11, 0.5 * layer, half, across);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "dislocation 1/6<112>", 2);
    assert_true(count_lines(census) == 2.0);
    assert_count(census, "intrinsic stacking fault", 1);
    int sum[3] = {0, 0, 0}, b[3];
    for (size_t k = 0; k < census->nfinding; k++) {
        if (strncmp(census->finding[k].kind, "dislocation", 11) == 0) {
            read_indices(census->finding[k].note, "b = ", b);
            assert_non_null(strstr(census->finding[k].note, "mixed (60 degrees)"));
            for (int d = 0; d < 3; d++) {
                sum[d] += b[d];
            }
        }
    }
    assert_int_equal(abs(sum[0]) + abs(sum[1]) + abs(sum[2]), 6); /* 3/6 <110> */
    assert_int_equal(sum[0] * sum[1] * sum[2], 0);
    hc_census_free(census);
    hc_structure_free(s);
}

static void rattle(hc_structure *s, double deviation)
{
    hc_random random;
    hc_random_seed(&random, 7);
    for (size_t i = 0; i < s->natom; i++) {
        for (int d = 0; d < 3; d++) {
            *hc_vec3_at(&s->position[i], d) += deviation * HC_ANGSTROM * hc_random_normal(&random);
        }
    }
}

/* Atoms moved at random by 2 % of the nearest distance (0.05 Angstrom): the lines are found as before. */
static void dipole_in_motion(void **state)
{
    (void)state;
    hc_structure *s = make_block(&edge_block);
    double layer = COPPER / sqrt(3.0);
    add_straight(s, -14.03, 0.5 * layer, COPPER / sqrt(2.0), 0);
    add_straight(s, 13.11, 0.5 * layer, -COPPER / sqrt(2.0), 0);
    rattle(s, 0.05);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "dislocation 1/2<110>", 2);
    assert_true(count_lines(census) == 2.0);
    double length = hc_census_count_of(census, "dislocation length (angstrom)");
    assert_true(fabs(length - 2 * s->cell.row[2].z / HC_ANGSTROM) < 0.02 * length);
    hc_census_free(census);
    hc_structure_free(s);
}

/* Takes the atoms of the layer at y = 0 out that are within `radius` of a point of it. */
static void remove_disc(hc_structure *s, double radius, double x, double z)
{
    for (size_t i = s->natom; i-- > 0;) {
        hc_vec3 r = hc_vec3_scale(1.0 / HC_ANGSTROM, s->position[i]);
        if (fabs(r.y) < 0.1 && hypot(r.x - x, r.z - z) < radius) {
            remove_atom(s, i);
        }
    }
}

/* A glide loop, and a vacancy loop with its stacking fault (Frank), of radius 10 Angstrom: one line around, as long as
 * its circle. */
static void loops(void **state)
{
    (void)state;
    const block big = {
        .number = 29, .edge = COPPER, .size = {45, 37}, .axes = {{1, -1, 0}, {1, 1, 1}, {-1, -1, 2}}, .repeat = 10};
    const struct {
        hc_vec3 b;
        bool vacancies;
        const char *kind;
    } cases[] = {{{COPPER / sqrt(2.0), 0, 0}, false, "dislocation 1/2<110>"},
                 {{0, -COPPER / sqrt(3.0), 0}, true, "dislocation 1/3<111>"}};
    for (size_t k = 0; k < 2; k++) {
        hc_structure *s = make_block(&big);
        if (cases[k].vacancies) {
            remove_disc(s, 10, 0.1, 22.1);
        }
        add_loop(s, 10, hc_vec3_make(0.1, cases[k].vacancies ? 0.0 : 0.5 * COPPER / sqrt(3.0), 22.1), cases[k].b);
        hc_census *census = census_of(s, NULL);
        assert_count(census, cases[k].kind, 1);
        assert_true(count_lines(census) == 1.0);
        for (size_t n = 0; n < census->nfinding; n++) {
            if (strcmp(census->finding[n].kind, cases[k].kind) == 0) {
                assert_non_null(strstr(census->finding[n].note, "loop"));
                assert_true(fabs(census->finding[n].value - 2 * HC_PI * 10) < 0.1 * 2 * HC_PI * 10);
            }
        }
        hc_census_free(census);
        hc_structure_free(s);
    }
}

static const char junction[] = "junction of dislocations";

/* Two half discs of a close-packed plane slip by different vectors: where they meet is a third line, whose b is the
 * difference, and its two ends are junctions of three lines. */
static void half_discs(double radius, hc_vec3 upper, hc_vec3 lower, double wanted)
{
    const double size = 2 * radius + 25;
    const block b = {.number = 29,
                     .edge = COPPER,
                     .size = {size, 37},
                     .axes = {{1, -1, 0}, {1, 1, 1}, {-1, -1, 2}},
                     .repeat = (int)(size / 4.42) + 1};
    hc_structure *s = make_block(&b);
    hc_vec3 centre = hc_vec3_make(0.1, 0.5 * COPPER / sqrt(3.0), 0.5 * s->cell.row[2].z / HC_ANGSTROM + 0.1);
    int sum[3] = {0, 0, 0}, index[3];
    add_sector(s, radius, centre, 0, SIDES / 2, upper);
    add_sector(s, radius, centre, SIDES / 2, SIDES, lower);
    hc_census *census = census_of(s, NULL);
    assert_count(census, junction, wanted);
    assert_true(count_lines(census) == (wanted > 0 ? 3.0 : 1.0));
    for (size_t k = 0; k < census->nfinding; k++) {
        const hc_finding *f = &census->finding[k];
        if (strcmp(f->kind, junction) == 0) {
            hc_vec3 at = hc_vec3_sub(hc_vec3_scale(1.0 / HC_ANGSTROM, f->position), centre);
            assert_true(f->value == 3.0 && f->natom == 3);
            assert_true(hypot(hypot(fabs(at.x) - radius, at.y), at.z) < 3.0);
        } else if (wanted > 0 && strncmp(f->kind, "dislocation", 11) == 0) {
            assert_true(f->vector[1].value.x > 0.9); /* all lead from the one junction to the other */
            read_indices(f->note, "b = ", index);
            for (int d = 0; d < 3; d++) {
                sum[d] += index[d];
            }
        }
    }
    assert_true(sum[0] == 0 && sum[1] == 0 && sum[2] == 0);
    hc_census_free(census);
    hc_structure_free(s);
}

static void junctions(void **state)
{
    (void)state;
    const double d = COPPER / sqrt(2.0);
    const hc_vec3 along = {d, 0, 0}, turned = {0.5 * d, 0, -sqrt(0.75) * d};
    half_discs(12, along, turned, 2);
    half_discs(18, along, turned, 2);
    half_discs(24, along, turned, 2);
    half_discs(18, turned, hc_vec3_sub(turned, along), 2);
    half_discs(12, along, along, 0); /* one disc: a loop */
}

static void no_line(hc_structure *s)
{
    hc_census *census = census_of(s, NULL);
    assert_true(count_lines(census) == 0.0);
    assert_count(census, junction, 0);
    assert_count(census, "dislocation length (angstrom)", 0);
    hc_census_free(census);
    hc_structure_free(s);
}

static void other_defects_are_no_lines(void **state)
{
    (void)state;
    const char *const stackings[] = {"ABCABCACBACB", "ABCABABCABC", "ABCABCBABCABC", "ABABAB"};
    for (size_t k = 0; k < 4; k++) {
        hc_structure *s = close_packed(stackings[k], 6, 2.88, 79);
        s->periodic[2] = k != 1; /* one of them with surfaces */
        rattle(s, 0.05);
        no_line(s);
    }
    hc_structure *s = close_packed("ABCABCABC", 8, 2.88, 47);
    remove_atom(s, 301); /* two neighbours, and one alone */
    remove_atom(s, 300);
    remove_atom(s, 100);
    s->position[400] = hc_vec3_add(s->position[400], hc_vec3_make(1.5, 1.0, 0.4)); /* a Frenkel pair */
    rattle(s, 0.05);
    no_line(s);
}

/* A screw of the basal plane of hcp in four indices: 1/3[11-20]. */
static void screw_in_hcp(void **state)
{
    (void)state;
    double d = 2.95, c = d * sqrt(8.0 / 3.0);
    const size_t nx = 12, ny = 9, nz = 3;
    hc_structure *s = new_structure(4 * nx * ny * nz);
    s->natom = 0;
    for (size_t i = 0; i < nx * ny * nz; i++) { /* x: [1-100], y: [0001], z: [11-20] */
        double x = sqrt(3.0) * d * ((double)(i % nx) - 6), y = c * ((double)(i / nx % ny) - 4),
               z = d * (double)(i / nx / ny);
        put(s, s->natom++, 22, x, y, z);
        put(s, s->natom++, 22, x + 0.5 * sqrt(3.0) * d, y, z + 0.5 * d);
        put(s, s->natom++, 22, x + d / sqrt(3.0), y + 0.5 * c, z);
        put(s, s->natom++, 22, x + d / sqrt(3.0) + 0.5 * sqrt(3.0) * d, y + 0.5 * c, z + 0.5 * d);
    }
    s->cell.row[2].z = (double)nz * d * HC_ANGSTROM;
    s->periodic[2] = true;
    add_straight(s, -14.1, 0.26 * c, 0, d);
    add_straight(s, 12.3, 0.26 * c, 0, -d);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "dislocation 1/3<11-20>", 2);
    assert_true(count_lines(census) == 2.0);
    for (size_t k = 0; k < census->nfinding; k++) {
        assert_true(strncmp(census->finding[k].kind, "disl", 4) != 0 ||
                    strstr(census->finding[k].note, "screw") != NULL);
    }
    hc_census_free(census);
    hc_structure_free(s);
}

static void names_of_vectors(void **state)
{
    (void)state;
    const struct {
        int count;
        double v[4];
        const char *vector, *family;
    } cases[] = {
        {3, {0.5, 0, -0.5, 0}, "1/2[10-1]", "1/2<110>"},
        {3, {-1.0 / 6, 1.0 / 3, -1.0 / 6, 0}, "1/6[-12-1]", "1/6<112>"},
        {3, {1.0 / 3, -1.0 / 3, 1.0 / 3, 0}, "1/3[1-11]", "1/3<111>"},
        {3, {0, 0, -1, 0}, "[00-1]", "<100>"},
        {3, {2, 0, 2, 0}, "2[101]", "2<110>"},
        {3, {1.0 / 6, 1.0 / 6, 0, 0}, "1/6[110]", "1/6<110>"},
        {3, {0.123, 0, 0, 0}, "(0.12 0.00 0.00)", "(0.12 0.00 0.00)"},
        {4, {2.0 / 3, -1.0 / 3, -1.0 / 3, 0}, "1/3[2-1-10]", "1/3<11-20>"},
        {4, {0, 1.0 / 3, -1.0 / 3, 0}, "1/3[01-10]", "1/3<10-10>"},
        {4, {1.0 / 3, 1.0 / 3, -2.0 / 3, -1}, "1/3[11-2-3]", "1/3<11-23>"},
        {4, {0, 0, 0, -1}, "[000-1]", "<0001>"},
    };
    char name[24];
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        hc_crystal_vector_name(cases[k].count, cases[k].v, false, name, sizeof name);
        assert_string_equal(name, cases[k].vector);
        hc_crystal_vector_name(cases[k].count, cases[k].v, true, name, sizeof name);
        assert_string_equal(name, cases[k].family);
    }
    assert_true(hc_crystal_direction_name(3, (double[3]){0.41, 0.81, -0.4}, name, sizeof name));
    assert_string_equal(name, "[12-1]");
    assert_false(hc_crystal_direction_name(3, (double[3]){0.9, 0.1, 0.03}, name, sizeof name));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edge_dipole_in_fcc),
        cmocka_unit_test(screw_dipole_in_fcc),
        cmocka_unit_test(edge_dipole_in_bcc),
        cmocka_unit_test(screw_dipole_in_bcc),
        cmocka_unit_test(dissociated_edge),
        cmocka_unit_test(dipole_in_motion),
        cmocka_unit_test(loops),
        cmocka_unit_test(junctions),
        cmocka_unit_test(other_defects_are_no_lines),
        cmocka_unit_test(screw_in_hcp),
        cmocka_unit_test(names_of_vectors),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
