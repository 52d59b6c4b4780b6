/* Rings, edges and dopants of graphene whose defects are made here. */
#include "defect_structures.h"

static void perfect_graphene_has_hexagons_only(void **state)
{
    (void)state;
    hc_structure *s = graphene(5, 4);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "hexagon", s->natom / 2);
    assert_true(defects_except(census, "") == 0.0);
    hc_census_free(census);
    hc_structure_free(s);
}

/* A cell so small that rings hold several images of one atom still has half as many hexagons as atoms. */
static void small_cells_count_each_ring_once(void **state)
{
    (void)state;
    for (size_t nx = 1; nx <= 3; nx++) {
        for (size_t ny = 1; ny <= 3; ny++) {
            hc_structure *s = graphene(nx, ny);
            hc_census *census = census_of(s, NULL);
            assert_count(census, "hexagon", s->natom / 2);
            assert_true(defects_except(census, "") == 0.0);
            hc_census_free(census);
            hc_structure_free(s);
        }
    }
}

/* The bond between atoms a and b turned by 90 degrees. */
static void turn_bond(hc_structure *s, size_t a, size_t b)
{
    hc_vec3 middle = hc_vec3_scale(0.5, hc_vec3_add(s->position[a], s->position[b]));
    hc_vec3 half = hc_vec3_sub(s->position[a], middle);
    /* shorter, so that no bond is wrongly long before relaxation */
    half = hc_vec3_scale(0.85, hc_vec3_make(-half.y, half.x, 0));
    s->position[a] = hc_vec3_add(middle, half);
    s->position[b] = hc_vec3_sub(middle, half);
}

static void stone_wales(void **state)
{
    (void)state;
    hc_structure *s = graphene(6, 5);
    size_t at = 4 * (5 * 3 + 2);
    turn_bond(s, at + 1, at + 2);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "pentagon", 2);
    assert_count(census, "heptagon", 2);
    assert_count(census, "Stone-Wales", 1);
    assert_count(census, "hexagon", s->natom / 2 - 4);
    assert_count(census, "undercoordinated C", 0);
    hc_census_free(census);
    hc_structure_free(s);
}

static void monovacancy(void **state)
{
    (void)state;
    hc_structure *s = graphene(6, 5);
    hc_structure *perfect = graphene(6, 5);
    hc_vec3 place = s->position[70];
    remove_atom(s, 70);
    hc_census *census = census_of(s, perfect);
    assert_count(census, "ring of 12", 1);
    assert_count(census, "monovacancy, bare", 1);
    assert_count(census, "hexagon", 60 - 3);
    assert_count(census, "undercoordinated C", 3);
    assert_count(census, "hole edge", 3);
    assert_count(census, "vacancy C", 1);
    assert_count(census, "interstitial C", 0);
    for (size_t k = 0; k < census->nfinding; k++) {
        if (strcmp(census->finding[k].kind, "vacancy C") == 0) {
            assert_true(hc_vec3_norm(hc_vec3_sub(census->finding[k].position, place)) < 1e-6);
        }
    }
    hc_census_free(census);
    hc_structure_free(s);
    hc_structure_free(perfect);
}

/* Both atoms of a bond taken out, and the two bonds across the hole closed. */
static void divacancy(void **state)
{
    (void)state;
    hc_structure *s = graphene(7, 6);
    size_t at = 4 * (6 * 3 + 2);
    remove_atom(s, at + 2);
    remove_atom(s, at + 1);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "divacancy, bare", 1);
    assert_count(census, "undercoordinated C", 4);
    hc_census_free(census);
    census = census_up_to(s, 12); /* its ring of 14 is not looked for */
    assert_count(census, "divacancy, bare", 1);
    assert_count(census, "hole edge", 4);
    assert_true(defects_except(census, "coordination") == 5.0);
    hc_census_free(census);
    /* The two neighbours below and the two above move together. */
    const double near = 0.3;
    size_t pair[2][2] = {{at, at + 4 * 6 - 2}, {at + 3 - 2, at + 3 + 4 * 6 - 2}};
    for (size_t k = 0; k < 2; k++) {
        size_t low = pair[k][0], high = pair[k][1];
        hc_vec3 d = hc_vec3_sub(s->position[high], s->position[low]);
        assert_true(hc_vec3_norm(d) < 2.5 * HC_ANGSTROM);
        s->position[low] = hc_vec3_axpy(s->position[low], 0.5 * near, d);
        s->position[high] = hc_vec3_axpy(s->position[high], -0.5 * near, d);
    }
    census = census_of(s, NULL);
    assert_count(census, "divacancy 5-8-5", 1);
    assert_count(census, "divacancy, bare", 0);
    assert_count(census, "pentagon", 2);
    assert_count(census, "octagon", 1);
    hc_census_free(census);
    hc_structure_free(s);
}

/* Cut along x: two zigzag edges with one site each 2.46 Angstrom; along y: armchair, two sites each 4.26 Angstrom. */
static void edges(void **state)
{
    (void)state;
    hc_structure *s = graphene(6, 4);
    s->periodic[1] = false;
    hc_census *census = census_of(s, NULL);
    assert_count(census, "zigzag edge", 12);
    assert_count(census, "armchair edge", 0);
    assert_count(census, "edge atoms, bare", 12);
    assert_true(defects_except(census, "coordination") == 12.0); /* an edge atom is one defect, not two */
    hc_census_free(census);
    s->periodic[1] = true;
    s->periodic[0] = false;
    census = census_of(s, NULL);
    assert_count(census, "armchair edge", 16);
    assert_count(census, "zigzag edge", 0);
    hc_census_free(census);
    hc_structure_free(s);
}

static void substitute(hc_structure *s, size_t i, int number)
{
    hc_structure_set_element(s, i, number);
}

static void graphitic_nitrogen_and_boron(void **state)
{
    (void)state;
    hc_structure *s = graphene(6, 5);
    substitute(s, 40, 7);
    substitute(s, 90, 5);
    hc_structure *perfect = graphene(6, 5);
    hc_census *census = census_of(s, perfect);
    assert_count(census, "graphitic N", 1);
    assert_count(census, "B in the net, 3 bonds", 1);
    assert_count(census, "substitution N on C", 1);
    assert_count(census, "substitution B on C", 1);
    assert_true(defects_except(census, "dopants") == 2.0);
    hc_census_free(census);
    hc_structure_free(perfect);
    hc_structure_free(s);
}

static void saturate_half(hc_structure *s, const size_t *atoms, hc_vec3 middle)
{
    for (size_t k = 0; k < 2; k++, s->natom++) {
        hc_vec3 inwards = hc_vec3_sub(middle, s->position[atoms[k]]);
        hc_structure_set_element(s, s->natom, 1);
        s->position[s->natom] =
            hc_vec3_axpy(s->position[atoms[k]], 1.09 * HC_ANGSTROM / hc_vec3_norm(inwards), inwards);
        s->position[s->natom].z += 0.4 * HC_ANGSTROM * (k == 0 ? 1.0 : -1.0);
    }
}

/* The six atoms of a hexagon taken out, and two of the six around them with hydrogen. */
static void hole(void **state)
{
    (void)state;
    hc_structure *s = graphene(7, 6);
    size_t ring[6], count = 0, open[6], nopen = 0;
    hc_vec3 middle = hc_vec3_add(s->position[4 * (6 * 3 + 2)], hc_vec3_make(0, 1.42 * HC_ANGSTROM, 0));
    for (size_t i = 0; i < s->natom; i++) {
        double far = hc_vec3_norm(hc_vec3_sub(s->position[i], middle)) / HC_ANGSTROM;
        if (far < 1.5 && count < 6) {
            ring[count++] = i;
        }
    }
    assert_int_equal(count, 6);
    while (count > 0) {
        remove_atom(s, ring[--count]);
    }
    for (size_t i = 0; i < s->natom; i++) {
        if (hc_vec3_norm(hc_vec3_sub(s->position[i], middle)) < 3.0 * HC_ANGSTROM && nopen < 6) {
            open[nopen++] = i;
        }
    }
    assert_int_equal(nopen, 6);
    hc_census *census = census_up_to(s, 12);
    assert_count(census, "hole of 6 atoms, bare", 1);
    assert_count(census, "hole edge", 6);
    hc_census_free(census);
    saturate_half(s, open, middle);
    census = census_up_to(s, 12);
    assert_count(census, "hole of 6 atoms, partly bare", 1);
    assert_count(census, "undercoordinated C", 4);
    assert_count(census, "edge atoms, terminated", 2);
    hc_census_free(census);
    hc_structure_free(s);
}

/* The atoms around an empty place, within 1.6 Angstrom. */
static size_t around(const hc_structure *s, hc_vec3 place, size_t *atoms)
{
    size_t count = 0;
    for (size_t i = 0; i < s->natom; i++) {
        if (hc_vec3_norm(hc_vec3_sub(s->position[i], place)) < 1.6 * HC_ANGSTROM) {
            atoms[count++] = i;
        }
    }
    return count;
}

static void pyridinic_nitrogen_in_a_vacancy(void **state)
{
    (void)state;
    hc_structure *s = graphene(6, 5);
    hc_vec3 place = s->position[70];
    size_t atoms[8];
    remove_atom(s, 70);
    assert_int_equal(around(s, place, atoms), 3);
    for (size_t k = 0; k < 3; k++) {
        substitute(s, atoms[k], 7);
    }
    hc_census *census = census_of(s, NULL);
    assert_count(census, "pyridinic N", 3);
    assert_count(census, "undercoordinated N", 0);
    assert_count(census, "monovacancy, saturated", 1);
    hc_census_free(census);
    /* one of them bears an oxygen atom: above the sheet, 1.3 Angstrom */
    hc_structure *oxide = new_structure(s->natom + 1);
    for (size_t i = 0; i < s->natom; i++) {
        hc_structure_set_element(oxide, i, s->atomic_number[i]);
        oxide->position[i] = s->position[i];
    }
    hc_structure_set_element(oxide, s->natom, 8);
    oxide->position[s->natom] = hc_vec3_add(s->position[atoms[0]], hc_vec3_make(0, 0, 1.3 * HC_ANGSTROM));
    oxide->cell = s->cell;
    oxide->periodic[0] = oxide->periodic[1] = true;
    census = census_of(oxide, NULL);
    assert_count(census, "pyridinic N", 2);
    assert_count(census, "N oxide", 1);
    hc_census_free(census);
    hc_structure_free(oxide);
    hc_structure_free(s);
}

/* A metal in a divacancy whose four neighbours are nitrogen; then one of them carbon again, then OH on the metal. */
static void metal_sites(void **state)
{
    (void)state;
    hc_structure *s = graphene(7, 6);
    size_t at = 4 * (6 * 3 + 2), atoms[8];
    hc_vec3 middle = hc_vec3_scale(0.5, hc_vec3_add(s->position[at + 1], s->position[at + 2]));
    remove_atom(s, at + 2);
    substitute(s, at + 1, 28);
    s->position[at + 1] = middle;
    size_t found = 0;
    for (size_t i = 0; i < s->natom; i++) {
        double d = hc_vec3_norm(hc_vec3_sub(s->position[i], middle)) / HC_ANGSTROM;
        if (i != at + 1 && d < 2.0) {
            atoms[found++] = i;
            substitute(s, i, 7);
        }
    }
    assert_int_equal(found, 4);
    hc_census *census = census_of(s, NULL);
    assert_count(census, "NiN4", 1);
    assert_count(census, "divacancy, saturated", 0);
    assert_count(census, "pyridinic N at metal", 4);
    assert_count(census, "undercoordinated C", 0);
    hc_census_free(census);
    substitute(s, atoms[0], 6);
    census = census_of(s, NULL);
    assert_count(census, "NiN3C1", 1);
    hc_census_free(census);
    hc_structure_free(s);
}

static void rings_that_are_too_large_are_refused(void **state)
{
    (void)state;
    hc_structure *s = graphene(3, 3);
    hc_census *census = NULL;
    hc_defect_options options = {.ring_maximum = 25};
    assert_int_equal(hc_defects_recognise(ctx, s, &options, 0, NULL, NULL, &census), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "3 to 24"));
    assert_null(census);
    const hc_recogniser_record *asked = &hc_recogniser_lattice;
    options.ring_maximum = 12;
    assert_int_equal(hc_defects_recognise(ctx, s, &options, 1, &asked, NULL, &census), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "13 metal atoms"));
    hc_structure_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(perfect_graphene_has_hexagons_only),
        cmocka_unit_test(small_cells_count_each_ring_once),
        cmocka_unit_test(stone_wales),
        cmocka_unit_test(monovacancy),
        cmocka_unit_test(divacancy),
        cmocka_unit_test(edges),
        cmocka_unit_test(hole),
        cmocka_unit_test(graphitic_nitrogen_and_boron),
        cmocka_unit_test(pyridinic_nitrogen_in_a_vacancy),
        cmocka_unit_test(metal_sites),
        cmocka_unit_test(rings_that_are_too_large_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
