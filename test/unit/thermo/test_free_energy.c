/* Free energies against the tables of NIST/JANAF, against exact limits, and against numerical derivatives. */
#include "support/context_fixture.h"

#include "halfcell/units.h"
#include "thermo/free_energy.h"
#include "thermo/gas.h"

#define JOULE_PER_MOL (1.0 / (HC_HARTREE_IN_JOULE * HC_AVOGADRO))

/* Rotational constants and fundamentals as observed: NIST CCCBDB, release 22, and Shimanouchi, NSRDS-NBS 39 (1972).
 * S and H(298.15 K) - H(0 K) at 1 bar: CODATA key values (Cox, Wagman, Medvedev 1989); CH4: NIST-JANAF; HCOOH: Chao and
 * Zwolinski, J. Phys. Chem. Ref. Data 7 (1978) 363, S converted from 1 atm to 1 bar where needed. */
static const struct gas {
    const char *name;
    double mass_u, constant[3]; /* cm-1; one for a linear molecule */
    int symmetry_number;
    double mode[18];          /* cm-1 */
    double entropy, enthalpy; /* J/(mol K), kJ/mol */
} gases[] = {
    {"H2", 2.01588, {60.853}, 2, {4161.0}, 130.680, 8.468},
    {"CO", 28.0101, {1.93128}, 1, {2143.0}, 197.660, 8.671},
    {"CO2", 44.0095, {0.39022}, 2, {667, 667, 1333, 2349}, 213.785, 9.365},
    {"H2O", 18.01528, {27.877, 14.512, 9.285}, 2, {1595, 3657, 3756}, 188.835, 9.905},
    {"CH4",
     16.0425,
     {5.241, 5.241, 5.241},
     12,
     {1306, 1306, 1306, 1534, 1534, 2917, 3019, 3019, 3019},
     186.251,
     10.024},
    {"HCOOH",
     46.0254,
     {2.58548, 0.40210, 0.34745},
     1,
     {625, 638, 1033, 1105, 1229, 1387, 1770, 2943, 3570},
     248.88,
     10.88},
};

static hc_thermo_species make_gas(const struct gas *gas, double *mode)
{
    hc_thermo_species species = {
        .model = HC_THERMO_GAS, .mass = gas->mass_u * HC_DALTON, .multiplicity = 1, .mode = mode};
    bool linear = gas->constant[1] == 0.0;
    species.rotor.kind = linear ? HC_ROTOR_LINEAR : HC_ROTOR_NONLINEAR;
    species.rotor.symmetry_number = gas->symmetry_number;
    for (int k = 0; k < 3; k++) { /* B = 1 / (2 I) */
        double constant = gas->constant[linear ? 0 : k] * HC_PER_CM;
        species.rotor.moment[k] = linear && k == 0 ? 0.0 : 0.5 / constant;
    }
    while (species.nmode < 18 && gas->mode[species.nmode] > 0.0) {
        mode[species.nmode] = gas->mode[species.nmode] * HC_PER_CM;
        species.nmode++;
    }
    return species;
}

static hc_thermo_conditions standard(void)
{
    return (hc_thermo_conditions){
        .temperature_k = 298.15, .pressure_pa = 1e5, .floor = 100 * HC_PER_CM, .crossover = 100 * HC_PER_CM};
}

static void test_gases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof gases / sizeof *gases; i++) {
        double mode[18];
        hc_thermo_species species = make_gas(&gases[i], mode);
        hc_thermo_conditions c = standard();
        hc_thermo_result r;
        CHECK(hc_thermo_compute(ctx, &species, &c, &r));
        double entropy = r.entropy * HC_KELVIN / JOULE_PER_MOL;
        double enthalpy = (r.enthalpy - r.zero_point) / JOULE_PER_MOL / 1000.0;
        double g = (r.free_energy - r.zero_point) / HC_EV;
        double expected = (gases[i].enthalpy * 1000.0 - 298.15 * gases[i].entropy) * JOULE_PER_MOL / HC_EV;
        print_message("%-6s S %.3f (%.3f)  H-H0 %.3f (%.3f)  G error %+.5f eV\n", gases[i].name, entropy,
                      gases[i].entropy, enthalpy, gases[i].enthalpy, g - expected);
        assert_float_equal(g, expected, 0.005);
        assert_float_equal(enthalpy, gases[i].enthalpy, 0.25);
        assert_float_equal(entropy, gases[i].entropy, 1.2);
    }
}

/* The gases that come with halfcell. S and H(298.15 K) - H(0 K): as above; N2 and O2 CODATA; HCHO Gurvich, as in NIST
 * CCCBDB, release 22; C2H4 and CH3OH NIST Chemistry WebBook. Methanol's torsion is no vibration: 2 meV. */
static void test_gas_records(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        double mass_u, entropy, enthalpy;
    } known[] = {
        {"H2", 2.01588, 130.680, 8.468},   {"CO", 28.0101, 197.660, 8.671},   {"CO2", 44.0095, 213.785, 9.365},
        {"H2O", 18.01528, 188.835, 9.905}, {"CH4", 16.0425, 186.251, 10.024}, {"HCOOH", 46.0254, 248.88, 10.88},
        {"O2", 31.9988, 205.152, 8.680},   {"N2", 28.0134, 191.609, 8.670},   {"HCHO", 30.0260, 218.76, 10.02},
        {"C2H4", 28.0532, 219.3, 10.57},   {"CH3OH", 32.0419, 239.9, 11.44}};
    size_t count = 0;
    while (hc_gas_records()[count] != NULL) {
        count++;
    }
    assert_int_equal(count, sizeof known / sizeof *known);
    for (size_t i = 0; i < count; i++) {
        const hc_gas_record *gas = hc_gas_find(known[i].name);
        double mode[18];
        assert_non_null(gas);
        hc_thermo_species species = {.model = HC_THERMO_GAS,
                                     .mass = known[i].mass_u * HC_DALTON,
                                     .rotor = hc_gas_rotor(gas),
                                     .multiplicity = gas->multiplicity,
                                     .mode = mode};
        while (species.nmode < 18 && gas->mode[species.nmode] > 0.0) {
            mode[species.nmode] = gas->mode[species.nmode] * HC_PER_CM;
            species.nmode++;
        }
        hc_thermo_conditions c = standard();
        hc_thermo_result r;
        CHECK(hc_thermo_compute(ctx, &species, &c, &r));
        double g = (r.free_energy - r.zero_point) / HC_EV;
        double expected = (known[i].enthalpy * 1000.0 - 298.15 * known[i].entropy) * JOULE_PER_MOL / HC_EV;
        print_message("%-6s G error %+.2f meV\n", known[i].name, 1e3 * (g - expected));
        assert_float_equal(g, expected, 0.0035);
    }
}

static double free_energy(const hc_thermo_species *species, double temperature_k, double pressure_pa, hc_low_modes rule)
{
    hc_thermo_conditions c = standard();
    c.temperature_k = temperature_k;
    c.pressure_pa = pressure_pa;
    c.low_modes = rule;
    hc_thermo_result r;
    CHECK(hc_thermo_compute(ctx, species, &c, &r));
    return r.free_energy;
}

/* S = -dG/dT and Cp = dH/dT; G(p2) - G(p1) = kT ln(p2/p1). */
static void test_derivatives(void **state)
{
    (void)state;
    double mode[18];
    hc_hindered hindered = {.translation_barrier = 0.1 * HC_EV,
                            .rotation_barrier = 0.05 * HC_EV,
                            .spacing = 2.5 * HC_ANGSTROM,
                            .minima = 3,
                            .symmetry = 3,
                            .moment = 5e4};
    for (int model = 0; model < 3; model++) {
        hc_thermo_species species = make_gas(&gases[5], mode);
        species.model = (hc_thermo_model)model;
        species.hindered = &hindered;
        species.multiplicity = 2;
        hc_thermo_conditions c = standard();
        hc_thermo_result r, above, below;
        CHECK(hc_thermo_compute(ctx, &species, &c, &r));
        double step = 0.01, slope = (free_energy(&species, 298.15 + step, 1e5, HC_LOW_MODES_KEEP) -
                                     free_energy(&species, 298.15 - step, 1e5, HC_LOW_MODES_KEEP)) /
                                    (2.0 * step);
        assert_float_equal(-slope / HC_KELVIN, r.entropy, model == HC_THERMO_HINDERED ? 2e-2 : 1e-6);
        c.temperature_k = 298.15 + step;
        CHECK(hc_thermo_compute(ctx, &species, &c, &above));
        c.temperature_k = 298.15 - step;
        CHECK(hc_thermo_compute(ctx, &species, &c, &below));
        assert_float_equal((above.enthalpy - below.enthalpy) / (2.0 * step * HC_KELVIN), r.heat_capacity, 1e-5);
    }
    hc_thermo_species gas = make_gas(&gases[2], mode);
    double difference = free_energy(&gas, 400, 3e5, HC_LOW_MODES_KEEP) - free_energy(&gas, 400, 1e5, HC_LOW_MODES_KEEP);
    assert_float_equal(difference, 400 * HC_KELVIN * log(3.0), 1e-12);
}

static void test_low_modes(void **state)
{
    (void)state;
    double low = 20 * HC_PER_CM, high = 3000 * HC_PER_CM, floor = 100 * HC_PER_CM;
    hc_thermo_species one = {.model = HC_THERMO_HARMONIC, .multiplicity = 1, .nmode = 1, .mode = &low};
    double raised = free_energy(&one, 298.15, 1e5, HC_LOW_MODES_FLOOR);
    one.mode = &floor;
    assert_float_equal(raised, free_energy(&one, 298.15, 1e5, HC_LOW_MODES_KEEP), 1e-15);
    one.mode = &high; /* a high mode is what it was under every rule */
    double keep = free_energy(&one, 298.15, 1e5, HC_LOW_MODES_KEEP);
    assert_float_equal(free_energy(&one, 298.15, 1e5, HC_LOW_MODES_FLOOR), keep, 1e-15);
    assert_float_equal(free_energy(&one, 298.15, 1e5, HC_LOW_MODES_GRIMME), keep, 1e-8);
    /* At the crossover the entropy is the mean of both; Grimme 2012: about 4 cal/(mol K) for a free rotor there. */
    double oscillator = hc_thermo_vibration(floor, 298.15).entropy;
    double rotor = hc_thermo_free_rotor_entropy(floor, 1e9, 298.15);
    one.mode = &floor;
    hc_thermo_conditions c = standard();
    hc_thermo_result r;
    c.low_modes = HC_LOW_MODES_GRIMME;
    CHECK(hc_thermo_compute(ctx, &one, &c, &r));
    assert_float_equal(r.entropy, 0.5 * (oscillator + rotor), 1e-3);
    double imaginary[2] = {-500 * HC_PER_CM, high};
    one.nmode = 2;
    one.mode = imaginary;
    CHECK(hc_thermo_compute(ctx, &one, &c, &r));
    assert_int_equal(r.imaginary, 1);
    assert_float_equal(r.zero_point, 0.5 * high, 1e-15);
}

static void test_bessel(void **state)
{
    (void)state;
    /* Abramowitz and Stegun, tables 9.8 and 9.9. */
    assert_float_equal(hc_bessel_i_scaled(0, 1.0), 0.4657596077, 1e-10);
    assert_float_equal(hc_bessel_i_scaled(1, 1.0), 0.2079104154, 1e-10);
    assert_float_equal(hc_bessel_i_scaled(0, 10.0), 0.1278333372, 1e-10);
    assert_float_equal(hc_bessel_i_scaled(1, 10.0), 0.1212626814, 1e-10);
    for (int order = 0; order < 2; order++) {
        double below = hc_bessel_i_scaled(order, 25.0 - 1e-9), above = hc_bessel_i_scaled(order, 25.0 + 1e-9);
        assert_float_equal(above / below, 1.0, 1e-9);
    }
}

/* High barrier: a harmonic oscillator. No barrier: a free rotor. */
static void test_hindered_limits(void **state)
{
    (void)state;
    double frequency = 50 * HC_PER_CM, T = 298.15;
    hc_thermo_part hindered = hc_thermo_hindered(frequency, 2000 * HC_EV, 1, T);
    hc_thermo_part oscillator = hc_thermo_vibration(frequency, T);
    assert_float_equal(hindered.entropy, oscillator.entropy, 1e-4);
    assert_float_equal(hindered.energy / oscillator.energy, 1.0, 1e-4);
    double moment = 1e5, barrier = 1e-6 * HC_EV;
    int minima = 3;
    double quantum = hc_thermo_hindered_rotation_quantum(moment, minima, barrier);
    hc_thermo_part free_part = hc_thermo_hindered(quantum, barrier, minima, T);
    /* The model counts one well of 2 pi / n and divides by the symmetry number as well. */
    double rotor = 0.5 + 0.5 * log(2.0 * HC_PI * moment * T * HC_KELVIN) - 2.0 * log(minima);
    assert_float_equal(free_part.entropy, rotor, 1e-2);
}

static void test_refusals(void **state)
{
    (void)state;
    double mode = 0.01;
    hc_thermo_species species = {.model = HC_THERMO_HARMONIC, .multiplicity = 1, .nmode = 1, .mode = &mode};
    hc_thermo_conditions c = standard();
    hc_thermo_result r;
    c.temperature_k = 0.0;
    assert_int_equal(hc_thermo_compute(ctx, &species, &c, &r), HC_ERROR_INPUT);
    c = standard();
    species.multiplicity = 0;
    assert_int_equal(hc_thermo_compute(ctx, &species, &c, &r), HC_ERROR_INPUT);
    species.multiplicity = 1;
    species.model = HC_THERMO_HINDERED;
    species.mass = 1.0;
    assert_int_equal(hc_thermo_compute(ctx, &species, &c, &r), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "hindered"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_gases),       cmocka_unit_test(test_gas_records),
                                       cmocka_unit_test(test_derivatives), cmocka_unit_test(test_low_modes),
                                       cmocka_unit_test(test_bessel),      cmocka_unit_test(test_hindered_limits),
                                       cmocka_unit_test(test_refusals)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
