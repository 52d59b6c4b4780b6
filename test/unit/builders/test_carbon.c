/* Carbon: rings counted on their own (faces of the drawing), coordination, forces of the field, refusals. */
#include "support/context_fixture.h"

#include "builders/carbon/edit.h"
#include "builders/carbon/sheet.h"
#include "halfcell/keyword.h"
#include "halfcell/units.h"
#include "math/random.h"

#define FACE_MAX 40

static hc_structure *make_sheet(int repeat)
{
    hc_structure *sheet = NULL;
    hc_sheet_options options = {.repeat = {repeat, repeat},
                                .layers = 1,
                                .lattice = 2.46 * HC_ANGSTROM,
                                .spacing = 3.355 * HC_ANGSTROM,
                                .vacuum = 12 * HC_ANGSTROM};
    CHECK(hc_carbon_sheet(ctx, &options, &sheet));
    return sheet;
}

/* ---- faces: at every atom turn to the next bond clockwise ---------------------------------------------------------
 */

static double link_angle(const hc_skeleton *skeleton, size_t i, int k)
{
    hc_vec3 d = hc_skeleton_vector(skeleton, i, k);
    return atan2(d.y, d.x);
}

static int next_clockwise(const hc_skeleton *skeleton, size_t i, int k)
{
    int best = k;
    double least = 10.0;
    for (int l = 0; l < skeleton->atom[i].count; l++) {
        double turn = link_angle(skeleton, i, k) - link_angle(skeleton, i, l);
        turn += turn <= 0.0 ? 2.0 * HC_PI : 0.0;
        if (l != k && turn < least) {
            least = turn;
            best = l;
        }
    }
    return best;
}

static int back_link(const hc_skeleton *skeleton, size_t i, int k)
{
    const hc_skeleton_link *link = &skeleton->atom[i].link[k];
    for (int l = 0; l < skeleton->atom[link->j].count; l++) {
        const hc_skeleton_link *other = &skeleton->atom[link->j].link[l];
        if (other->j == i && other->image[0] == -link->image[0] && other->image[1] == -link->image[1] &&
            other->image[2] == -link->image[2]) {
            return l;
        }
    }
    return -1;
}

/* faces[n]: rings of n members in a flat drawing; what is larger is not counted. */
static void count_faces(const hc_structure *structure, int faces[FACE_MAX])
{
    hc_skeleton *skeleton = NULL;
    CHECK(hc_skeleton_create(ctx, structure, &skeleton));
    bool(*seen)[HC_SKELETON_LINK_MAX] = calloc(structure->natom, sizeof *seen);
    memset(faces, 0, FACE_MAX * sizeof faces[0]);
    for (size_t i = 0; i < structure->natom; i++) {
        for (int k = 0; k < skeleton->atom[i].count; k++) {
            size_t atom = i;
            int link = k, members = 0;
            while (!seen[atom][link]) {
                seen[atom][link] = true;
                members++;
                size_t to = skeleton->atom[atom].link[link].j;
                link = next_clockwise(skeleton, to, back_link(skeleton, atom, link));
                atom = to;
            }
            faces[members < FACE_MAX ? members : 0]++;
        }
    }
    free(seen);
    hc_skeleton_free(skeleton);
}

static void check_rings(const hc_structure *structure, const int wanted[10])
{
    int faces[FACE_MAX];
    count_faces(structure, faces);
    for (int n = 3; n < 10; n++) {
        if (n != 6) {
            assert_int_equal(faces[n], wanted[n]);
        }
    }
}

/* ---- defects ------------------------------------------------------------------------------------------------------
 */

typedef struct defect_case {
    const char *name;
    int removed, unsaturated;
    int rings[10];
} defect_case;

static hc_status make_defect(hc_context *context, hc_skeleton *skeleton, const void *options)
{
    size_t atom = 0;
    const hc_carbon_defect_record *record = options;
    hc_carbon_site site = {.distance = NAN, .bonds = HC_INTEGER_UNSET};
    bool *fits = calloc(skeleton->structure->natom, sizeof *fits);
    for (size_t i = 0; i < skeleton->structure->natom; i++) {
        fits[i] = record->fits(skeleton, i);
    }
    CHECK(hc_carbon_choose(context, skeleton, &site, fits, record->name, &atom));
    free(fits);
    return record->make(context, skeleton, atom, 1);
}

static void rings_of_the_defects(void **state)
{
    (void)state;
    static const defect_case cases[] = {
        {"stone-wales", 0, 0, {[5] = 2, [7] = 2}},
        {"vacancy-5-9", 1, 1, {[5] = 1, [9] = 1}},
        {"divacancy-5-8-5", 2, 0, {[5] = 2, [8] = 1}},
        {"divacancy-555-777", 2, 0, {[5] = 3, [7] = 3}},
        {"open-vacancy", 1, 3, {0}},
        {"open-divacancy", 2, 4, {0}},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        hc_structure *sheet = make_sheet(8);
        const hc_carbon_defect_record *const *record = hc_carbon_defect_records();
        hc_skeleton *made = NULL;
        while (strcmp((*record)->name, cases[n].name) != 0) {
            record++;
        }
        assert_string_equal(hc_carbon_defect_names[record - hc_carbon_defect_records()], cases[n].name);
        CHECK(hc_carbon_edit(ctx, make_defect, *record, false, true, &sheet));
        assert_int_equal(sheet->natom, 128 - cases[n].removed);
        check_rings(sheet, cases[n].rings);
        CHECK(hc_skeleton_create(ctx, sheet, &made));
        assert_int_equal(hc_carbon_unsaturated(made), cases[n].unsaturated);
        hc_skeleton_free(made);
        hc_structure_free(sheet);
    }
}

static hc_status make_metal_site(hc_context *context, hc_skeleton *skeleton, const void *options)
{
    size_t metal = 0, at = skeleton->structure->natom / 2;
    return hc_carbon_metal_site(context, skeleton, at, options, &metal);
}

/* Euler: sum (6 - n) over the rings is twice the sum of (neighbours - 3) over the atoms of a torus. */
static void metal_sites(void **state)
{
    (void)state;
    static const struct {
        hc_metal_site_options site;
        size_t natom;
        int neighbours;
        int rings[10];
    } cases[] = {
        {{.metal = 28, .kind = HC_METAL_N4, .nitrogen = 4}, 161, 4, {[5] = 2}},
        {{.metal = 28, .kind = HC_METAL_N4, .nitrogen = 1, .direction = 2}, 161, 4, {[5] = 2}},
        {{.metal = 26, .kind = HC_METAL_N4_PYRROLIC, .nitrogen = 4}, 165, 4, {[5] = 4, [7] = 2}},
        {{.metal = 27, .kind = HC_METAL_N3, .nitrogen = 3}, 162, 3, {0}},
    };
    for (size_t n = 0; n < sizeof cases / sizeof cases[0]; n++) {
        hc_structure *sheet = make_sheet(9);
        hc_skeleton *made = NULL;
        CHECK(hc_carbon_edit(ctx, make_metal_site, &cases[n].site, false, true, &sheet));
        assert_int_equal(sheet->natom, cases[n].natom);
        check_rings(sheet, cases[n].rings);
        CHECK(hc_skeleton_create(ctx, sheet, &made));
        for (size_t i = 0; i < sheet->natom; i++) {
            if (sheet->atomic_number[i] == cases[n].site.metal) {
                assert_int_equal(made->atom[i].count, cases[n].neighbours);
                assert_int_equal(hc_carbon_count(made, i, 7), cases[n].site.nitrogen);
            } else {
                assert_int_equal(made->atom[i].count, 3);
            }
        }
        hc_skeleton_free(made);
        hc_structure_free(sheet);
    }
}

static void a_porphyrin_needs_room(void **state)
{
    (void)state;
    hc_structure *sheet = make_sheet(4);
    hc_metal_site_options site = {.metal = 26, .kind = HC_METAL_N4_PYRROLIC, .nitrogen = 4};
    assert_int_equal(hc_carbon_edit(ctx, make_metal_site, &site, false, true, &sheet), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "porphyrin"));
    assert_int_equal(sheet->natom, 32);
    hc_structure_free(sheet);
}

/* ---- perfect pieces -----------------------------------------------------------------------------------------------
 */

static void tubes_have_their_atoms_and_radius(void **state)
{
    (void)state;
    static const int indices[][3] = {{10, 0, 40}, {5, 5, 20}, {6, 3, 84}, {4, 2, 56}};
    for (size_t n = 0; n < 4; n++) {
        hc_structure *tube = NULL;
        hc_skeleton *made = NULL;
        int i = indices[n][0], j = indices[n][1];
        hc_tube_options options = {
            .n = i, .m = j, .length = 1, .lattice = 2.46 * HC_ANGSTROM, .vacuum = 10 * HC_ANGSTROM};
        double radius = 2.46 * HC_ANGSTROM * sqrt(i * i + i * j + j * j) / (2.0 * HC_PI);
        CHECK(hc_carbon_tube(ctx, &options, &tube));
        assert_int_equal(tube->natom, indices[n][2]);
        CHECK(hc_skeleton_create(ctx, tube, &made));
        for (size_t k = 0; k < tube->natom; k++) {
            assert_int_equal(made->atom[k].count, 3);
            double x = tube->position[k].x - 0.5 * tube->cell.row[0].x;
            double y = tube->position[k].y - 0.5 * tube->cell.row[1].y;
            assert_true(fabs(sqrt(x * x + y * y) - radius) < 1e-9);
            assert_int_equal(hc_skeleton_ring(made, k, 0, 1), 6);
        }
        hc_skeleton_free(made);
        hc_structure_free(tube);
    }
}

/* Corannulene C20H10, coronene C24H12, and their relatives around other rings. */
static void flakes(void **state)
{
    (void)state;
    for (int members = 5; members <= 8; members++) {
        hc_skeleton *skeleton = NULL;
        hc_structure *flake = NULL;
        int faces[FACE_MAX];
        CHECK(hc_structure_create(ctx, 0, &flake));
        CHECK(hc_carbon_flake(ctx, members, 2, 2.46 * HC_ANGSTROM, &skeleton));
        CHECK(hc_carbon_complete(ctx, skeleton, true, true, &flake));
        assert_int_equal(flake->natom, 6 * members);
        count_faces(flake, faces);
        assert_int_equal(faces[6], members == 6 ? 7 : members);
        assert_int_equal(faces[members], members == 6 ? 7 : 1);
        hc_structure_free(flake);
    }
}

/* ---- the field ----------------------------------------------------------------------------------------------------
 */

static void forces_are_derivatives(void **state)
{
    (void)state;
    hc_structure *sheet = make_sheet(4);
    hc_skeleton *skeleton = NULL;
    hc_skeleton_field *field = NULL;
    hc_random random;
    double energy = 0.0, largest = 0.0, h = 1e-4;
    hc_random_seed(&random, 5);
    CHECK(hc_skeleton_create(ctx, sheet, &skeleton));
    hc_structure *structure = skeleton->structure;
    hc_structure_set_element(structure, 3, 7);
    hc_structure_set_element(structure, 9, 28);
    for (size_t i = 0; i < structure->natom; i++) {
        structure->position[i].x += 0.3 * hc_random_normal(&random);
        structure->position[i].z += 0.3 * hc_random_normal(&random);
    }
    hc_skeleton_cut(skeleton, 12, 0); /* two that are near and not bonded */
    hc_vec3 *gradient = calloc(structure->natom, sizeof *gradient);
    hc_vec3 *other = calloc(structure->natom, sizeof *other);
    CHECK(hc_skeleton_field_create(ctx, skeleton, &field));
    CHECK(hc_skeleton_field_energy(ctx, field, &energy, gradient));
    for (size_t i = 0; i < structure->natom; i++) {
        for (int d = 0; d < 3; d++) {
            double *x = hc_vec3_at(&structure->position[i], d), start = *x, up = 0.0, down = 0.0;
            *x = start + h;
            CHECK(hc_skeleton_field_energy(ctx, field, &up, other));
            *x = start - h;
            CHECK(hc_skeleton_field_energy(ctx, field, &down, other));
            *x = start;
            assert_true(fabs((up - down) / (2.0 * h) - hc_vec3_get(gradient[i], d)) < 1e-7);
            largest = fmax(largest, fabs(hc_vec3_get(gradient[i], d)));
        }
    }
    assert_true(largest > 0.05);
    free(gradient);
    free(other);
    hc_skeleton_field_free(field);
    hc_skeleton_free(skeleton);
    hc_structure_free(sheet);
}

/* E/A = (C11 + C12) e^2 for equal strain e in both directions. Of graphene, 342 N/m (Lee et al., Science 321, 385
 * (2008)) and the Poisson ratio 0.17 make 412 N/m; the field has it within 20 %. */
static void stiffness_of_graphene(void **state)
{
    (void)state;
    hc_structure *sheet = make_sheet(4);
    hc_skeleton *skeleton = NULL;
    hc_skeleton_field *field = NULL;
    double energy = 0.0, strain = 0.005;
    for (size_t i = 0; i < sheet->natom; i++) {
        sheet->position[i] = hc_vec3_scale(1.0 + strain, sheet->position[i]);
    }
    for (int d = 0; d < 3; d++) {
        sheet->cell.row[d] = hc_vec3_scale(1.0 + strain, sheet->cell.row[d]);
    }
    hc_vec3 *gradient = calloc(sheet->natom, sizeof *gradient);
    CHECK(hc_skeleton_create(ctx, sheet, &skeleton));
    CHECK(hc_skeleton_field_create(ctx, skeleton, &field));
    CHECK(hc_skeleton_field_energy(ctx, field, &energy, gradient));
    double area = hc_vec3_norm(hc_vec3_cross(sheet->cell.row[0], sheet->cell.row[1]));
    double metre = HC_ANGSTROM * 1e10, newton_per_metre = 1.0 / HC_HARTREE_IN_JOULE / (metre * metre);
    double stiffness = energy / (area * strain * strain) / newton_per_metre;
    assert_true(fabs(stiffness / 412.0 - 1.0) < 0.2);
    free(gradient);
    hc_skeleton_field_free(field);
    hc_skeleton_free(skeleton);
    hc_structure_free(sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rings_of_the_defects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(metal_sites, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_porphyrin_needs_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tubes_have_their_atoms_and_radius, set_up, tear_down),
        cmocka_unit_test_setup_teardown(flakes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(forces_are_derivatives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stiffness_of_graphene, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("carbon", tests, NULL, NULL);
}
