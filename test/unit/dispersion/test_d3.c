/* D3 against s-dftd3 and tblite, its derivatives against finite differences, and what has to be so. */

#include "support/context_fixture.h"

#include <omp.h>

#include "dispersion/coordination.h"
#include "dispersion/d3.h"
#include "dispersion/d3_reference.h"
#include "support/reference_case.h"

static hc_json *read_data(const char *name)
{
    char path[512];
    hc_json *json;
    snprintf(path, sizeof path, "%s/test/regression/data/%s", HC_REPOSITORY, name);
    assert_int_equal(hc_json_read(ctx, path, &json), HC_OK);
    return json;
}

static double energy_of(const hc_d3_parameters *parameters, const hc_d3_options *options, const hc_structure *structure,
                        hc_vec3 *force, hc_mat3 *strain)
{
    hc_d3 *d3;
    double energy;
    assert_int_equal(hc_d3_create(ctx, parameters, options, structure, &d3), HC_OK);
    assert_int_equal(hc_d3_compute(ctx, d3, structure, &energy, force, strain), HC_OK);
    hc_d3_free(d3);
    return energy;
}

static const hc_d3_parameters *parameters_of(const char *method, hc_d3_damping damping)
{
    const hc_d3_parameters *found;
    assert_int_equal(hc_d3_parameters_find(ctx, method, damping, &found), HC_OK);
    return found;
}

/* Parameters of a case of d3_sdftd3.json. */
static hc_d3_parameters parameters_of_case(const hc_json *item)
{
    hc_d3_damping damping = strcmp(hc_json_text_of(hc_json_get(item, "damping")), "bj") == 0 ? HC_D3_BJ : HC_D3_ZERO;
    const hc_json *own = hc_json_get(item, "parameters");
    hc_d3_parameters p = {.damping = damping};
    if (own) {
        p.s6 = hc_json_real_of(hc_json_get(own, "s6"));
        p.s8 = hc_json_real_of(hc_json_get(own, "s8"));
        p.a1 = hc_json_real_of(hc_json_get(own, "s_r6"));
        p.a2 = hc_json_real_of(hc_json_get(own, "s_r8"));
    } else {
        p = *parameters_of(hc_json_text_of(hc_json_get(item, "method")), damping);
    }
    p.s9 = hc_json_real_of(hc_json_get(item, "s9"));
    return p;
}

/* s-dftd3 cuts at 60 bohr (40 with three atoms, for coordination) without a switch. */
static void agrees_with_s_dftd3(void **state)
{
    (void)state;
    hc_json *data = read_data("d3_sdftd3.json"), *cases = hc_json_get(data, "cases"), *item;
    hc_d3_options options = {.cutoff = 60.0, .switch_width = 0.0, .cn_cutoff = 40.0, .cutoff3 = 40.0};
    size_t index = 0;
    for (; hc_json_member(cases, index, &item); index++) {
        hc_structure *structure = fixture_of_case(item);
        hc_d3_parameters p = parameters_of_case(item);
        hc_vec3 *force = calloc(structure->natom, sizeof *force);
        hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
        double energy = energy_of(&p, &options, structure, force, &strain);
        assert_float_equal(energy, hc_json_real_of(hc_json_get(item, "energy_hartree")), 1e-11);
        const hc_json *gradient = hc_json_get(item, "gradient_hartree_per_bohr");
        for (size_t i = 0; i < structure->natom; i++) {
            hc_vec3 expected = vector_of(hc_json_at(gradient, i), 1.0);
            assert_true(hc_vec3_norm(hc_vec3_add(expected, force[i])) < 1e-10);
        }
        const hc_json *derivative = hc_json_get(item, "strain_derivative_hartree");
        for (size_t k = 0; k < 3; k++) {
            hc_vec3 expected = vector_of(hc_json_at(derivative, k), 1.0);
            assert_true(hc_vec3_norm(hc_vec3_sub(expected, strain.row[k])) < 1e-10);
        }
        free(force);
        free_fixture(structure);
    }
    assert_int_equal(index, 8);
    hc_json_free(data);
}

/* The dispersion term of periodic GFN1-xTB. */
static void agrees_with_tblite(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json"), *cases = hc_json_get(data, "cases"), *item;
    size_t index = 0;
    for (; hc_json_member(cases, index, &item); index++) {
        hc_structure *structure = fixture_of_case(item);
        double energy = energy_of(parameters_of("gfn1", HC_D3_BJ), NULL, structure, NULL, NULL);
        double expected = hc_json_real_of(hc_json_get(hc_json_get(item, "terms_hartree"), "dispersion_d3"));
        assert_float_equal(energy, expected, 1e-10);
        free_fixture(structure);
    }
    assert_true(index >= 24);
    hc_json_free(data);
}

/* Central differences of the energy, four points. */
static double difference(double (*value)(void *, double), void *self, double h)
{
    return (8.0 * (value(self, h) - value(self, -h)) - (value(self, 2.0 * h) - value(self, -2.0 * h))) / (12.0 * h);
}

typedef struct probe {
    const hc_d3 *d3;
    const hc_structure *structure;
    size_t atom;
    int component, other; /* other < 0: move an atom */
} probe;

static double probed_energy(void *self, double step)
{
    const probe *p = self;
    hc_structure *moved = copy_fixture(p->structure);
    double energy;
    if (p->other < 0) {
        *hc_vec3_at(&moved->position[p->atom], p->component) += step;
    } else {
        hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
        *hc_vec3_at(&strain.row[p->component], p->other) += 0.5 * step;
        *hc_vec3_at(&strain.row[p->other], p->component) += 0.5 * step;
        strain_fixture(moved, &strain);
    }
    assert_int_equal(hc_d3_compute(ctx, p->d3, moved, &energy, NULL, NULL), HC_OK);
    free_fixture(moved);
    return energy;
}

static void check_derivatives(const hc_d3_parameters *parameters, const hc_d3_options *options,
                              const hc_structure *structure, double step)
{
    hc_d3 *d3;
    double energy;
    hc_vec3 *force = calloc(structure->natom, sizeof *force), sum = {0.0, 0.0, 0.0};
    hc_mat3 strain = {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};
    assert_int_equal(hc_d3_create(ctx, parameters, options, structure, &d3), HC_OK);
    assert_int_equal(hc_d3_compute(ctx, d3, structure, &energy, force, &strain), HC_OK);
    double largest = 0.0;
    for (size_t i = 0; i < structure->natom; i++) {
        sum = hc_vec3_add(sum, force[i]);
        for (int k = 0; k < 3 && (i < 4 || i + 1 == structure->natom); k++) {
            probe p = {d3, structure, i, k, -1};
            double numeric = difference(probed_energy, &p, step);
            largest = fmax(largest, fabs(numeric));
            assert_float_equal(hc_vec3_get(force[i], k), -numeric, 2e-9);
        }
    }
    assert_true(largest > 1e-5);
    assert_true(hc_vec3_norm(sum) < 1e-13);
    for (int k = 0; k < 3; k++) {
        for (int l = 0; l <= k; l++) {
            probe p = {d3, structure, 0, k, l};
            assert_float_equal(hc_vec3_get(strain.row[k], l), difference(probed_energy, &p, 0.1 * step), 3e-8);
            assert_float_equal(hc_vec3_get(strain.row[k], l), hc_vec3_get(strain.row[l], k), 1e-13);
        }
    }
    free(force);
    hc_d3_free(d3);
}

static hc_structure *case_named(const hc_json *data, const char *name)
{
    return fixture_of_case(hc_json_get(hc_json_get(data, "cases"), name));
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The cutoff of the coordination number is hard; here it is put into the widest gap between 9 and 14 bohr of all the
 * distances, where no pair crosses it during a finite difference. */
static hc_d3_options quiet_options(const hc_structure *structure)
{
    enum { MOST = 20000, REACH = 4 };
    static double distance[MOST];
    size_t count = 0;
    for (size_t i = 0; i < structure->natom; i++) {
        for (size_t j = 0; j <= i; j++) {
            for (int a = -REACH; a <= REACH; a++) {
                for (int b = -REACH; b <= REACH; b++) {
                    for (int c = -REACH; c <= REACH; c++) {
                        hc_vec3 t = hc_vec3_times_mat3((hc_vec3){a, b, c}, &structure->cell);
                        hc_vec3 d = hc_vec3_sub(structure->position[j], structure->position[i]);
                        double r = hc_vec3_norm(hc_vec3_add(d, t));
                        if (r > 9.0 && r < 14.0 && count < MOST) {
                            distance[count++] = r;
                        }
                    }
                }
            }
        }
    }
    qsort(distance, count, sizeof distance[0], compare_numbers);
    double gap = 0.0, middle = 12.0;
    for (size_t k = 0; k + 1 < count; k++) {
        if (distance[k + 1] - distance[k] > gap) {
            gap = distance[k + 1] - distance[k];
            middle = 0.5 * (distance[k + 1] + distance[k]);
        }
    }
    assert_true(count < MOST && gap > 0.03);
    return (hc_d3_options){.cutoff = 30.0, .switch_width = 8.0, .cn_cutoff = middle, .cutoff3 = 15.0};
}

static void derivatives_are_those_of_the_energy(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    static const char *const NAMES[] = {"ch3br_och2_triclinic", "zns_8", "au111_2x2x3"};
    for (size_t n = 0; n < sizeof NAMES / sizeof NAMES[0]; n++) {
        hc_structure *structure = case_named(data, NAMES[n]);
        hc_d3_options smooth = quiet_options(structure);
        check_derivatives(parameters_of("gfn1", HC_D3_BJ), &smooth, structure, 2e-3);
        check_derivatives(parameters_of("pbe", HC_D3_ZERO), &smooth, structure, 2e-3);
        structure->periodic[2] = false;
        check_derivatives(parameters_of("pbe", HC_D3_BJ), &smooth, structure, 2e-3);
        structure->periodic[1] = structure->periodic[0] = false;
        check_derivatives(parameters_of("pbe", HC_D3_BJ), &smooth, structure, 2e-3);
        free_fixture(structure);
    }
    hc_json_free(data);
}

static void three_body_derivatives(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    hc_structure *structure = case_named(data, "zns_8");
    hc_d3_options options = quiet_options(structure);
    options.cutoff3 = 10.0;
    options.switch_width = 4.0;
    hc_d3_parameters p = *parameters_of("pbe", HC_D3_BJ), two = p;
    p.s9 = 1.0;
    check_derivatives(&p, &options, structure, 2e-3);
    double with = energy_of(&p, &options, structure, NULL, NULL);
    assert_true(fabs(with - energy_of(&two, &options, structure, NULL, NULL)) > 1e-5);
    free_fixture(structure);
    hc_json_free(data);
}

/* n copies along one lattice direction. */
static hc_structure *repeat(const hc_structure *cell, int direction, size_t n)
{
    hc_structure *super = make_fixture(n * cell->natom);
    memcpy(super->periodic, cell->periodic, sizeof super->periodic);
    super->cell = cell->cell;
    super->cell.row[direction] = hc_vec3_scale((double)n, cell->cell.row[direction]);
    for (size_t i = 0; i < super->natom; i++) {
        super->atomic_number[i] = cell->atomic_number[i % cell->natom];
        super->position[i] =
            hc_vec3_axpy(cell->position[i % cell->natom], (double)(i / cell->natom), cell->cell.row[direction]);
    }
    return super;
}

static void a_supercell_has_as_much_per_cell(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    hc_d3_parameters p = *parameters_of("pbe", HC_D3_BJ);
    hc_d3_options options = HC_D3_DEFAULTS;
    options.cutoff3 = 9.0;
    p.s9 = 1.0;
    hc_structure *cell = case_named(data, "nacl_8");
    double energy = energy_of(&p, &options, cell, NULL, NULL);
    for (int k = 0; k < 3; k++) {
        hc_structure *super = repeat(cell, k, 2);
        assert_float_equal(energy_of(&p, &options, super, NULL, NULL), 2.0 * energy, 1e-11);
        free_fixture(super);
    }
    free_fixture(cell);
    hc_json_free(data);
}

/* A crystal beyond the cutoff is a continuum: what is missing goes as 1/cutoff^3. */
static void what_the_cutoff_leaves_out_is_a_continuum(void **state)
{
    (void)state;
    const double cutoff[3] = {60.0, 75.0, 95.0}, edge = 7.73; /* bohr, of silver's cube */
    double energy[3];
    hc_structure *silver = make_fixture(4);
    for (size_t i = 0; i < 4; i++) {
        silver->atomic_number[i] = 47;
        silver->position[i] =
            (hc_vec3){i % 3 ? 0.5 * edge : 0.0, i == 1 || i == 3 ? 0.5 * edge : 0.0, i >= 2 ? 0.5 * edge : 0.0};
    }
    for (int k = 0; k < 3; k++) {
        silver->periodic[k] = true;
        silver->cell.row[k] = (hc_vec3){k == 0 ? edge : 0.0, k == 1 ? edge : 0.0, k == 2 ? edge : 0.0};
    }
    for (int k = 0; k < 3; k++) {
        hc_d3_options options = HC_D3_WIDE;
        options.cutoff = cutoff[k];
        energy[k] = energy_of(parameters_of("pbe", HC_D3_ZERO), &options, silver, NULL, NULL);
    }
    double expected = (pow(60.0, -3) - pow(75.0, -3)) / (pow(75.0, -3) - pow(95.0, -3));
    assert_true(energy[2] < energy[1] && energy[1] < energy[0]);
    assert_float_equal((energy[0] - energy[1]) / (energy[1] - energy[2]), expected, 0.05 * expected);
    free_fixture(silver);
}

/* An atom can be put into any image, and the molecule anywhere. */
static void images_of_atoms_are_the_same(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    hc_structure *structure = case_named(data, "water8_triclinic");
    const hc_d3_parameters *p = parameters_of("gfn1", HC_D3_BJ);
    double energy = energy_of(p, NULL, structure, NULL, NULL);
    for (size_t i = 0; i < structure->natom; i++) {
        for (int k = 0; k < 3; k++) {
            structure->position[i] = hc_vec3_axpy(structure->position[i], (double)((int)(i * 7 + (size_t)k) % 5 - 2),
                                                  structure->cell.row[k]);
        }
    }
    assert_float_equal(energy_of(p, NULL, structure, NULL, NULL), energy, 1e-12);
    free_fixture(structure);
    hc_json_free(data);
}

/* To the last bit, whatever the number of threads. */
static void threads_do_not_matter(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    hc_structure *structure = case_named(data, "water16");
    hc_vec3 force[2][48] = {{{0.0, 0.0, 0.0}}};
    hc_mat3 strain[2] = {{{{0.0, 0.0, 0.0}}}};
    double energy[2];
    int before = omp_get_max_threads();
    for (int k = 0; k < 2; k++) {
        omp_set_num_threads(k == 0 ? 1 : 3);
        energy[k] = energy_of(parameters_of("gfn1", HC_D3_BJ), NULL, structure, force[k], &strain[k]);
    }
    omp_set_num_threads(before);
    assert_true(energy[0] == energy[1] && energy[0] < 0.0);
    assert_memory_equal(force[0], force[1], sizeof force[0]);
    assert_memory_equal(&strain[0], &strain[1], sizeof strain[0]);
    free_fixture(structure);
    hc_json_free(data);
}

/* Known numbers of neighbours, in a crystal of molecules. */
static void coordination_numbers_are_chemical(void **state)
{
    (void)state;
    hc_json *data = read_data("gfn1_periodic_tblite.json");
    hc_structure *structure = case_named(data, "urea_1x1x2");
    double cn[32];
    assert_int_equal(structure->natom, 32);
    assert_int_equal(hc_coordination_numbers(ctx, structure, HC_COORDINATION_CUTOFF, cn), HC_OK);
    for (size_t i = 0; i < structure->natom; i++) {
        int z = structure->atomic_number[i];
        assert_float_equal(cn[i], z == 1 || z == 8 ? 1.0 : 3.0, 0.15);
    }
    free_fixture(structure);
    hc_json_free(data);
}

static void what_is_wrong_is_refused(void **state)
{
    (void)state;
    const hc_d3_parameters *p;
    assert_int_equal(hc_d3_parameters_find(ctx, "PBE", HC_D3_ZERO, &p), HC_OK);
    assert_int_equal(hc_d3_parameters_find(ctx, "pbx", HC_D3_ZERO, &p), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "revpbe"));
    p = parameters_of("pbe", HC_D3_BJ);
    hc_structure *structure = make_fixture(2);
    hc_d3 *d3;
    structure->atomic_number[0] = 95;
    structure->atomic_number[1] = 1;
    assert_int_equal(hc_d3_create(ctx, p, NULL, structure, &d3), HC_ERROR_MISSING_DATA);
    structure->atomic_number[0] = 8;
    hc_d3_options options = HC_D3_DEFAULTS;
    options.switch_width = 60.0;
    assert_int_equal(hc_d3_create(ctx, p, &options, structure, &d3), HC_ERROR_INPUT);
    assert_int_equal(hc_d3_create(ctx, p, NULL, structure, &d3), HC_OK);
    double energy;
    structure->position[1].x = 2.0;
    assert_int_equal(hc_d3_compute(ctx, d3, structure, &energy, NULL, NULL), HC_OK);
    structure->atomic_number[0] = 7;
    assert_int_equal(hc_d3_compute(ctx, d3, structure, &energy, NULL, NULL), HC_ERROR_INPUT);
    structure->atomic_number[0] = 8;
    structure->periodic[0] = structure->periodic[1] = true;
    structure->cell.row[0] = structure->cell.row[1] = (hc_vec3){5.0, 0.0, 0.0};
    assert_int_equal(hc_d3_compute(ctx, d3, structure, &energy, NULL, NULL), HC_ERROR_INPUT);
    hc_d3_free(d3);
    free_fixture(structure);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void damaged_parameter_files_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        hc_status status;
    } FILES[] = {{"", HC_ERROR_FORMAT},
                 {"10 3\n", HC_ERROR_FORMAT},
                 {"5 1\n 3.0 1.0 1.0 0.9\n", HC_ERROR_FORMAT},
                 {"5 1\n 3.0 601.0 1.0 0.9 0.9\n", HC_ERROR_FORMAT},
                 {"5 1\n 3.0 1.5 1.0 0.9 0.9\n", HC_ERROR_FORMAT},
                 {"5 1\n -3.0 1.0 1.0 0.9 0.9\n", HC_ERROR_FORMAT},
                 {"5 1\n 3.0 101.0 1.0 0.0 0.9\n", HC_ERROR_MISSING_DATA},
                 {"5 1\n 3.0 2.0 2.0 0.9 0.9\n", HC_ERROR_MISSING_DATA},
                 {"5 1\n 3.0 1.0 1.0 0.9 0.9\n", HC_OK}};
    hc_structure *structure = make_fixture(1);
    structure->atomic_number[0] = 1;
    for (size_t k = 0; k < sizeof FILES / sizeof FILES[0]; k++) {
        hc_d3_reference *reference;
        write_text(HC_SCRATCH "/dftd3_damaged.dat", FILES[k].text);
        assert_int_equal(hc_d3_reference_create(ctx, HC_SCRATCH "/dftd3_damaged.dat", structure, &reference),
                         FILES[k].status);
        hc_d3_reference_free(reference);
    }
    free_fixture(structure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_s_dftd3),
        cmocka_unit_test(agrees_with_tblite),
        cmocka_unit_test(derivatives_are_those_of_the_energy),
        cmocka_unit_test(three_body_derivatives),
        cmocka_unit_test(a_supercell_has_as_much_per_cell),
        cmocka_unit_test(what_the_cutoff_leaves_out_is_a_continuum),
        cmocka_unit_test(images_of_atoms_are_the_same),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(coordination_numbers_are_chemical),
        cmocka_unit_test(what_is_wrong_is_refused),
        cmocka_unit_test(damaged_parameter_files_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
