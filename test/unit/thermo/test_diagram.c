/* Reactions, tables of energies and diagrams: by hand, against standard potentials, and by exact limits. */
#include "support/context_fixture.h"

#include "halfcell/units.h"
#include "thermo/diagram.h"
#include "thermo/stability.h"

static hc_energies *read_table(const char *name, const char *text)
{
    hc_energies *energies;
    CHECK(hc_energies_create(ctx, &energies));
    CHECK(hc_energies_parse(ctx, energies, name, text));
    return energies;
}

static hc_diagram *draw(const hc_energies *energies, const char *text, double ph, hc_routes **routes)
{
    hc_diagram *diagram;
    CHECK(hc_routes_parse(ctx, "test.txt", text, routes));
    CHECK(hc_diagram_create(ctx, energies, *routes, 0, "M", ph, &diagram));
    return diagram;
}

static void test_reactions(void **state)
{
    (void)state;
    hc_reaction r;
    CHECK(hc_reaction_parse(ctx, "CO2_g + * + H+ + e- -> COOH*; barrier_ev=0.7, at_v_rhe=-0.5", &r));
    assert_int_equal(r.nterm, 5);
    assert_float_equal(r.electrons, 1.0, 0.0);
    assert_float_equal(r.protons, 1.0, 0.0);
    assert_float_equal(r.barrier / HC_EV, 0.7, 1e-12);
    hc_reaction_clear(&r);
    CHECK(hc_reaction_parse(ctx, "* + H2O_l + e- <-> H* + OH-", &r));
    assert_float_equal(r.protons, 1.0, 0.0);
    hc_reaction_clear(&r);
    CHECK(hc_reaction_parse(ctx, "CO* + H+ + e- -> H-CO* -> CHO*", &r));
    assert_string_equal(r.transition, "H-CO*");
    hc_reaction_clear(&r);
    CHECK(hc_reaction_parse(ctx, "Zn(OH)2_s + 2 H+ -> Zn^2+_aq + 2 H2O_l", &r));
    hc_reaction_clear(&r);
    const char *const wrong[] = {
        "CO2_g + * + H+ + e- -> CO*", "CO2_g + H+ + e- -> COOH*", "CO_g + * + e- -> CO*", "CO_g + *", "CO_g + * -> ",
        "CO_g + co?* -> CO*",         "CO_g + co* -> CO*"};
    const char *const says[] = {"not balanced", "sites", "charge", "no arrow", "missing", "no species", "no species"};
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(hc_reaction_parse(ctx, wrong[i], &r), HC_ERROR_INPUT);
        assert_non_null(strstr(hc_context_message(ctx), says[i]));
    }
}

/* Standard potentials of the CRC Handbook and of Nitopi et al., Chem. Rev. 119 (2019) 7610, table 1, from the NBS
 * free energies: V vs SHE at pH 0 and unit activity. */
static void test_standard_potentials(void **state)
{
    (void)state;
    static const struct {
        const char *reaction;
        double potential_v, rounding;
    } cases[] = {{"CO2_g + 2 H+ + 2 e- -> CO_g + H2O_l", -0.10, 0.005},
                 {"CO2_g + 8 H+ + 8 e- -> CH4_g + 2 H2O_l", 0.17, 0.005},
                 {"2 CO2_g + 12 H+ + 12 e- -> C2H4_g + 4 H2O_l", 0.08, 0.005},
                 {"2 CO2_g + 12 H+ + 12 e- -> C2H5OH_aq + 3 H2O_l", 0.09, 0.005},
                 {"CO2_g + 6 H+ + 6 e- -> CH3OH_aq + H2O_l", 0.03, 0.005},
                 {"O2_g + 4 H+ + 4 e- -> 2 H2O_l", 1.229, 0.0005},
                 {"Cu^2+_aq + 2 e- -> Cu_s", 0.3419, 0.003},
                 {"Zn^2+_aq + 2 e- -> Zn_s", -0.7618, 0.0005},
                 {"Ag^+_aq + e- -> Ag_s", 0.7996, 0.0006},
                 {"Cu2O_s + 2 H+ + 2 e- -> 2 Cu_s + H2O_l", 0.471, 0.002}};
    hc_energies *energies;
    CHECK(hc_energies_create(ctx, &energies));
    CHECK(hc_energies_read(ctx, energies, HC_REPOSITORY "/data/thermo/standard-free-energies.csv"));
    energies->activity = 1.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        hc_routes *routes;
        char text[160] = "path p:\n";
        strcat(text, cases[i].reaction);
        hc_diagram *d = draw(energies, text, 0.0, &routes);
        assert_float_equal(d->equilibrium_v, cases[i].potential_v, cases[i].rounding);
        assert_float_equal(d->limiting_v, d->equilibrium_v, 1e-12);
        hc_diagram_free(d);
        hc_routes_free(routes);
    }
    hc_energies_free(energies);
}

static const char table[] = "species,surface,free_energy_ev,error_ev,pressure_pa,reference\n"
                            "H2_g,,0,,100000,a\nH2O_l,,0,0.0,,b\nCO2_g,,0,0.05,100000,\"c, d\"\n"
                            "COOH*,M,0.41,0.1,,\nCO*,M,-0.1,,,\nCO_g,,0.2,,100000,\nH-CO*,M,0.9,,,\n";
static const char co_path[] = "title: t\npath carboxyl: text # comment\nCO2_g + * + H+ + e- -> COOH*\n"
                              "  COOH* + H+ + e- -> CO* + H2O_l\nCO* -> CO_g + * ; barrier_ev=0.6\n";

static void test_diagram_by_hand(void **state)
{
    (void)state;
    hc_energies *energies = read_table("t.csv", table);
    hc_routes *routes;
    hc_diagram *d = draw(energies, co_path, 5.0, &routes);
    double levels[4];
    assert_string_equal(routes->path[0].title, "text");
    assert_float_equal(d->limiting_v, -0.41, 1e-12);
    assert_int_equal(d->limiting_step, 0);
    assert_float_equal(d->limiting_error_v, sqrt(0.05 * 0.05 + 0.1 * 0.1), 1e-12);
    assert_float_equal(d->equilibrium_v, -0.1, 1e-12);
    assert_float_equal(d->uphill / HC_EV, 0.3, 1e-12);
    hc_diagram_levels(d, -0.41, levels); /* pH does not matter on the RHE scale */
    assert_float_equal(levels[1] / HC_EV, 0.0, 1e-12);
    assert_float_equal(levels[2] / HC_EV, -0.1 - 0.82, 1e-12);
    assert_float_equal(levels[3] / HC_EV, 0.2 - 0.82, 1e-12);
    assert_float_equal(hc_diagram_step_barrier(d, 2, -0.41) / HC_EV, 0.6, 1e-12);
    assert_float_equal(hc_diagram_climb(d, -0.41) / HC_EV, 0.6, 1e-12);
    assert_float_equal(hc_diagram_climb(d, 0.3) / HC_EV, -0.1 + 2 * 0.3 + 0.6, 1e-12);
    /* Nothing gets the chemical step below 0.6: no onset under that; at 0.6 its top must not rise over the start. */
    assert_true(isnan(hc_diagram_onset(d, 0.5 * HC_EV)));
    assert_float_equal(hc_diagram_onset(d, 0.6 * HC_EV), 0.05, 1e-6);
    hc_diagram_free(d);
    hc_routes_free(routes);
    hc_energies_free(energies);
}

/* Volmer in acid and from water are one step: equal on the RHE scale at every pH. */
static void test_alkaline_is_the_same(void **state)
{
    (void)state;
    hc_energies *energies =
        read_table("t.csv", "species,surface,free_energy_ev\nH2_g,,-6.8\nH2O_l,,-14.2\nH*,M,-3.3\n");
    hc_routes *acid, *alkaline;
    for (double ph = 0.0; ph < 15.0; ph += 7.0) {
        hc_diagram *a = draw(energies, "path p:\n* + H+ + e- -> H*\n", ph, &acid);
        hc_diagram *b = draw(energies, "path p:\n* + H2O_l + e- -> H* + OH-\n", ph, &alkaline);
        assert_float_equal(hc_diagram_step_energy(a, 0, -0.3) / HC_EV, 0.1 - 0.3, 1e-12);
        assert_float_equal(hc_diagram_step_energy(b, 0, -0.3), hc_diagram_step_energy(a, 0, -0.3), 1e-12);
        hc_diagram_free(a);
        hc_diagram_free(b);
        hc_routes_free(acid);
        hc_routes_free(alkaline);
    }
    hc_energies_free(energies);
}

/* H+ and OH- have all that the energies of hydrogen and water are tied to. */
static void test_references_may_be_relative(void **state)
{
    (void)state;
    hc_energies *energies = read_table("t.csv", "species,free_energy_ev,relative_to\nO2_g,-860,\n[metal]_s,-500,\n"
                                                "H2_g,469,[metal]_s\nH2O_l,-2.4583,H2_g + 0.5 O2_g\n");
    static const struct {
        const char *equation;
        double expected;
    } steps[] = {{"H2O_l -> H+ + OH-", 0.0}, {"H2_g -> 2 H+ + 2 e-", 0.0}, {"H2_g + 0.5 O2_g -> H+ + OH-", -2.4583}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        hc_reaction r;
        double free_energy, error;
        CHECK(hc_reaction_parse(ctx, steps[i].equation, &r));
        CHECK(hc_energies_reaction(ctx, energies, &r, "", &free_energy, &error));
        assert_float_equal(free_energy / HC_EV, steps[i].expected, 1e-9);
        hc_reaction_clear(&r);
    }
    hc_energies_free(energies);
}

static void test_dependence_on_the_surface(void **state)
{
    (void)state;
    static const struct {
        const char *equation;
        bool depends;
    } reactions[] = {{"[slab]_s -> [gap]_s", true},
                     {"H2_g -> [tied]_s", true},
                     {"H2_g -> [free]_s", false},
                     {"H2_g -> [own]_s", false}};
    hc_energies *energies =
        read_table("t.csv", "species,surface,free_energy_ev,relative_to\nH2_g,,0,\n[slab]_s,A,1,\n"
                            "[gap]_s,A,2,\n[tied]_s,,0.5,[slab]_s + H2_g\n[free]_s,,0.5,H2_g\n[own]_s,,1,[own]_s\n");
    for (size_t i = 0; i < sizeof reactions / sizeof *reactions; i++) {
        hc_reaction r;
        CHECK(hc_reaction_parse(ctx, reactions[i].equation, &r));
        assert_int_equal(hc_energies_depend(energies, &r, "A"), reactions[i].depends);
        hc_reaction_clear(&r);
    }
    hc_energies_free(energies);
}

/* The table's CO2 without modes of its own takes those known; corrections only when asked for. */
static void test_parts_and_corrections(void **state)
{
    (void)state;
    hc_energies *energies = read_table(
        "t.csv", "species,surface,energy_ev,frequencies_per_cm,zero_point_ev,heat_ev,entropy_term_ev,solvation_ev\n"
                 "CO2_g,,-20,,,,,\nCOOH*,M,-22,\"100 200;[3000]\",,,,\nCO*,M,-15,,0.2,0.1,0.15,-0.1\nOH*,M,-9,,,,,\n");
    hc_free_energy gas, found;
    hc_chemical formula;
    CHECK(hc_chemical_parse(ctx, "CO2_g", &formula));
    CHECK(hc_energies_find(ctx, energies, &formula, "CO2_g", "M", &gas));
    /* CODATA: S 213.785 J/(mol K), H - H0 9.365 kJ/mol; zero-point energy of the fundamentals. */
    double expected = (9365.0 - 298.15 * 213.785) / 96485.3321 + 0.5 * (667 + 667 + 1333 + 2349) * HC_PER_CM / HC_EV;
    assert_float_equal(gas.total / HC_EV, -20.0 + expected, 2e-3);
    CHECK(hc_chemical_parse(ctx, "CO*", &formula));
    CHECK(hc_energies_find(ctx, energies, &formula, "CO*", "M", &found));
    assert_float_equal(found.total / HC_EV, -15.0 + 0.2 + 0.1 - 0.15 - 0.1, 1e-12);
    CHECK(hc_chemical_parse(ctx, "COOH*", &formula));
    CHECK(hc_energies_find(ctx, energies, &formula, "COOH*", "M", &found));
    assert_int_equal(found.entry->nmode, 3);
    assert_false(found.bare);
    CHECK(hc_chemical_parse(ctx, "OH*", &formula));
    CHECK(hc_energies_find(ctx, energies, &formula, "OH*", "M", &found));
    assert_true(found.bare);
    CHECK(hc_correction_find(ctx, "peterson-2010-rpbe", &energies->correction[0]));
    energies->ncorrection = 1;
    double before = gas.total;
    CHECK(hc_chemical_parse(ctx, "CO2_g", &formula));
    CHECK(hc_energies_find(ctx, energies, &formula, "CO2_g", "M", &gas));
    assert_float_equal((gas.total - before) / HC_EV, 0.45, 1e-12);
    assert_int_equal(hc_correction_find(ctx, "peterson-2011-rpbe", &energies->correction[0]), HC_ERROR_INPUT);
    hc_energies_free(energies);
}

/* An empty site needs no entry; a name in brackets that is missing is no empty site. */
static void test_opaque_names_need_entries(void **state)
{
    (void)state;
    hc_energies *energies = read_table("t.csv", "species,surface,free_energy_ev\nH2_g,,0\n[A]*,M,1\n");
    const char *const reactions[] = {"* + H+ + e- -> [A]*", "* + H+ + e- -> [B]*"};
    for (size_t i = 0; i < 2; i++) {
        hc_reaction r;
        double energy, error;
        CHECK(hc_reaction_parse(ctx, reactions[i], &r));
        hc_status status = hc_energies_reaction(ctx, energies, &r, "M", &energy, &error);
        assert_int_equal(status, i == 0 ? HC_OK : HC_ERROR_INPUT);
        assert_int_equal(hc_energies_have(energies, &r, "M"), i == 0);
        hc_reaction_clear(&r);
    }
    hc_energies_free(energies);
}

static void test_formats(void **state)
{
    (void)state;
    hc_energies *catmap = read_table(
        "energies.txt", "surface_name\tsite_name\tspecies_name\tformation_energy\tbulk_structure\tfrequencies\t"
                        "other_parameters\treference\n"
                        "None\tgas\tCO\t0.5\tNone\t[2170]\t[]\t\"a, b\"\nNone\tgas\tpe\t0.\tNone\t[]\t[]\tx\r\n"
                        "Cu\t211\tCO\t-0.2\tfcc\t[2000, 300,200.5]\t[]\tc\n"
                        "Cu\t211\tclean\t-9\tfcc\t[]\t[]\tc\nCu\t211\t2OHCC-H2O-ele\t1\tfcc\t[]\t[]\tc\n"
                        "Cu\t211\tOC-H2O-ele\t1\tfcc\t[]\t[]\tc\n");
    assert_int_equal(catmap->count, 5);
    assert_string_equal(catmap->entry[2].species, "[clean]*");
    assert_string_equal(catmap->entry[3].species, "[2OHCC-H2O-ele]*");
    assert_string_equal(catmap->entry[4].species, "OC-H2O-ele*");
    assert_int_equal(catmap->entry[4].formula.elements.count, 3);
    hc_context_clear(ctx);
    assert_string_equal(catmap->entry[0].species, "CO_g");
    assert_string_equal(catmap->entry[1].species, "CO*");
    assert_string_equal(catmap->entry[1].surface, "Cu(211)");
    assert_int_equal(catmap->entry[1].nmode, 3);
    assert_float_equal(catmap->entry[1].mode[2], 200.5 * HC_PER_CM, 1e-15);
    hc_energies_free(catmap);
    hc_energies *json =
        read_table("e.json", "{\"energies\": [{\"species\": \"CO*\", \"surface\": \"M\", \"energy_ev\": "
                             "-1.5, \"frequencies_per_cm\": [100, 200]}]}");
    assert_int_equal(json->entry[0].nmode, 2);
    assert_float_equal(json->entry[0].energy / HC_EV, -1.5, 1e-12);
    hc_energies_free(json);
    hc_energies *result = read_table("x/COOH*@Cu211-thermo/result.json",
                                     "{\"kind\": \"thermo\", \"free_energy_ev\": -3.5, \"pressure_pa\": 1e5}");
    assert_string_equal(result->entry[0].species, "COOH*");
    assert_string_equal(result->entry[0].surface, "Cu211");
    hc_energies_free(result);
    const char *const wrong[] = {"species,energy_eV\nCO_g,1\n",
                                 "species,energy_ev\nCO_g,one\n",
                                 "species,energy_ev,free_energy_ev\nCO_g,1,2\n",
                                 "species,energy_ev\nCO_g,1,2\n",
                                 "species,energy_ev\n\"CO_g,1\n",
                                 "species,energy_ev,pressure_pa\nCO_g,1,-5\n",
                                 "species,energy_ev\nCO_g,1\nCO_g,2\n",
                                 "species,energy_ev,energy_ev\nCO_g,1,2\n"};
    const char *const says[] = {"energy_ev",           "t.csv:2",     "not both", "more fields", "quote", "positive",
                                "already, in t.csv:2", "stands twice"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        hc_energies *energies;
        CHECK(hc_energies_create(ctx, &energies));
        assert_int_equal(hc_energies_parse(ctx, energies, "t.csv", wrong[i]), HC_ERROR_FORMAT);
        assert_non_null(strstr(hc_context_message(ctx), says[i]));
        hc_energies_free(energies);
    }
}

/* Sabatier's triangle: dG1 = x, dG2 = -x for hydrogen; the top is at x = 0. */
static void test_volcano(void **state)
{
    (void)state;
    hc_diagram *diagrams[3];
    hc_routes *routes[3];
    hc_volcano volcano;
    const double x[] = {-0.5, 0.2, 0.6};
    const char *const tables[] = {"species,surface,free_energy_ev\nH2_g,,0\nH*,M,-0.5\n",
                                  "species,surface,free_energy_ev\nH2_g,,0\nH*,M,0.2\n",
                                  "species,surface,free_energy_ev\nH2_g,,0\nH*,M,0.6\n"};
    hc_energies *energies[3];
    for (int i = 0; i < 3; i++) {
        energies[i] = read_table("t.csv", tables[i]);
        diagrams[i] = draw(energies[i], "path p:\n* + H+ + e- -> H*\nH* + H+ + e- -> H2_g + *\n", 0.0, &routes[i]);
        assert_float_equal(diagrams[i]->limiting_v, -fabs(x[i]), 1e-12);
    }
    CHECK(hc_volcano_make(ctx, 3, diagrams, x, &volcano));
    for (double at = -1.0; at < 1.05; at += 0.1) {
        size_t step;
        assert_float_equal(hc_volcano_limit(&volcano, at, &step), -fabs(at), 1e-12);
        assert_true(fabs(at) < 1e-9 || step == (at > 0.0 ? 0u : 1u));
    }
    hc_volcano_clear(&volcano);
    for (int i = 0; i < 3; i++) {
        hc_diagram_free(diagrams[i]);
        hc_routes_free(routes[i]);
        hc_energies_free(energies[i]);
    }
}

/* Pourbaix' lines of copper: 0.471 - 0.0592 pH; dissolution at 1e-6 0.34 - 0.177. */
static void test_stability(void **state)
{
    (void)state;
    hc_energies *energies;
    hc_routes *routes;
    hc_stability *s;
    CHECK(hc_energies_create(ctx, &energies));
    CHECK(hc_energies_read(ctx, energies, HC_REPOSITORY "/data/thermo/standard-free-energies.csv"));
    CHECK(hc_routes_read(ctx, HC_REPOSITORY "/data/diagrams/copper-in-water.txt", &routes));
    CHECK(hc_stability_create(ctx, energies, routes, "", &s));
    assert_string_equal(s->state[0].name, "Cu");
    double boundary[8];
    size_t state_of[8], count;
    hc_stability_scan(s, HC_STABILITY_ALL, -1.0, 1.5, 7.0, &count, boundary, state_of);
    assert_int_equal(count, 2);
    assert_float_equal(boundary[0], 0.471 - 0.05916 * 7.0, 2e-3);
    assert_string_equal(s->state[state_of[1]].name, "Cu2O");
    hc_stability_scan(s, HC_STABILITY_ALL, -1.0, 1.5, 2.0, &count, boundary, state_of);
    assert_int_equal(count, 1);
    assert_float_equal(boundary[0], 0.3394 + 0.5 * 0.05916 * -6.0, 1e-3);
    for (double u = -1.0; u < 1.5; u += 0.01) { /* the scan says what the lowest state is */
        size_t k = 0;
        while (k < count && u > boundary[k]) {
            k++;
        }
        assert_int_equal(hc_stability_lowest(s, u, 2.0, NULL, 0.0), state_of[k]);
    }
    /* Water is taken up by one half for an oxide of one copper atom. */
    for (size_t i = 0; i < s->count; i++) {
        double change = hc_stability_energy_at(s, i, 0.1, 3.0, "H2O_l", -0.01) - hc_stability_energy(s, i, 0.1, 3.0);
        assert_float_equal(change,
                           strcmp(s->state[i].name, "Cu2O") == 0  ? 0.005
                           : strcmp(s->state[i].name, "CuO") == 0 ? 0.01
                                                                  : 0.0,
                           1e-12);
    }
    hc_stability_free(s);
    hc_routes_free(routes);
    hc_energies_free(energies);
}

/* What two states have in common does not blur where one gives way to the other: both have lost the ligand. */
static void test_ligand_loss(void **state)
{
    (void)state;
    hc_energies *energies = read_table("t.csv", "species,surface,free_energy_ev,error_ev\nH2_g,,0,\n[cluster]_s,M,0,\n"
                                                "[cluster-SR]_s,M,0.97,0.13\n[HSR]_aq,,0,\n[SR-]_aq,,0.611,0.006\n");
    hc_routes *routes;
    hc_stability *s;
    double boundary[4], per_ph = 298.15 * HC_KELVIN * log(10.0) / HC_EV;
    size_t state_of[4], count;
    energies->activity = 1.0;
    CHECK(hc_routes_read(ctx, HC_REPOSITORY "/data/diagrams/ligand-loss.txt", &routes));
    CHECK(hc_stability_create(ctx, energies, routes, "M", &s));
    for (double ph = 0.0; ph <= 14.0; ph += 7.0) {
        bool acid = ph < 10.33; /* HSR below its pKa, SR- above */
        hc_stability_scan(s, HC_STABILITY_ALL, -2.0, 0.5, ph, &count, boundary, state_of);
        assert_int_equal(count, 1);
        assert_string_equal(s->state[state_of[0]].name, acid ? "lost as thiol" : "lost as thiolate");
        assert_string_equal(s->state[state_of[1]].name, "bound");
        assert_float_equal(boundary[0], acid ? -0.97 - per_ph * ph : -0.97 - 0.611, 1e-12);
        assert_float_equal(hc_stability_crossing_error(s, 0, state_of[0]), acid ? 0.13 : hypot(0.13, 0.006), 1e-12);
    }
    assert_float_equal(s->error_between[1 * 3 + 2] / HC_EV, 0.006, 1e-12);
    assert_true(isnan(hc_stability_crossing_error(s, 1, 2)));
    hc_stability_free(s);
    hc_routes_free(routes);
    hc_energies_free(energies);
}

/* Entropies: of gases and liquids as measured (CODATA; NIST WebBook: liquid HCOOH between 129.0 and 131.8), of an
 * adsorbate those of its modes, of given parts T S over T. */
static void test_entropies(void **state)
{
    (void)state;
    static const struct {
        const char *species;
        double joule, within;
    } known[] = {{"CO2_g", 213.79, 0.1},   {"H2_g", 130.68, 1.2},   {"H2O_g", 188.84, 0.4}, {"H2O_l", 69.95, 1.0},
                 {"CH3OH_l", 127.2, 3.0},  {"HCOOH_l", 130.4, 3.0}, {"CO*", 5.93, 0.01},    {"COOH*", 96.485, 0.01},
                 {"[tied]_s", 69.95, 1.0}, {"OH*", 0.0, 1e-6}};
    hc_energies *energies =
        read_table("t.csv", "species,energy_ev,free_energy_ev,frequencies_per_cm,entropy_term_ev,relative_to\n"
                            "CO2_g,-1,,,,\nH2_g,-1,,,,\nH2O_g,-1,,,,\nH2O_l,-1,,,,\nCH3OH_l,-1,,,,\nHCOOH_l,-1,,,,\n"
                            "CO*,-1,,\"300 2000\",,\nCOOH*,-1,,,0.29815,\n[tied]_s,-1,,,,H2O_l\nOH*,,-1,,,\n");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        hc_chemical formula;
        double entropy;
        CHECK(hc_chemical_parse(ctx, known[i].species, &formula));
        CHECK(hc_energies_entropy(ctx, energies, &formula, known[i].species, "", &entropy));
        assert_float_equal(entropy * 8.314463, known[i].joule, known[i].within);
    }
    assert_float_equal(energies->conditions.temperature_k, 298.15, 0.0);
    hc_energies_free(energies);
}

/* The formation energy of a charged defect, E_def + E_corr - E_perf - sum n mu + q (E_VBM + E_F), by hand: the bulk
 * form counts the electrons from the valence band, ours from the vacuum, where the band lies at E_VBM,abs. Levels at
 * which the charge changes depend neither on the host's energy nor on that of the atom that left. */
static void test_charged_defects(void **state)
{
    (void)state;
    const double perfect = -1000.0, metal = -3.0, vbm = 1.7, vbm_vacuum = -6.6, edge_angstrom = 11.0,
                 permittivity = 8.9;
    const double defect[] = {-993.2, -991.9, -990.4}; /* charges 0, -1, -2 */
    char text[512];
    snprintf(
        text, sizeof text,
        "species,energy_ev,electron_level_ev,cell_edge_angstrom,permittivity,charge_correction_ev\n[ZnS]_s,%g,,,,\n"
        "Zn_s,%g,,,,\n[V]_s,%g,,,,\n[V^-]_s,%g,%g,%g,%g,\n[V^2-]_s,%g,%g,,,0.25\n",
        perfect, metal, defect[0], defect[1], vbm - vbm_vacuum, edge_angstrom, permittivity, defect[2],
        vbm - vbm_vacuum);
    hc_energies *energies = read_table("t.csv", text);
    hc_routes *routes;
    hc_stability *s;
    CHECK(hc_routes_parse(ctx, "d.txt",
                          "state perfect:\nstate V/0: neutral\n[ZnS]_s -> [V]_s + Zn_s\nstate V/1-:\n"
                          "[ZnS]_s + e- -> [V^-]_s + Zn_s\nstate V/2-:\n[ZnS]_s + 2 e- -> [V^2-]_s + Zn_s\n",
                          &routes));
    CHECK(hc_stability_create(ctx, energies, routes, "", &s));
    /* 14.39964 eV angstrom between unit charges; Madelung's constant of the simple cubic lattice */
    const double correction[] = {0.0, 14.39964 * 2.837297 / (2.0 * permittivity * edge_angstrom), 0.25};
    double formation[3];
    for (double u = -2.0; u <= 1.0; u += 0.25) {
        double fermi = -4.44 - u - vbm_vacuum; /* over the valence band */
        for (int k = 0; k < 3; k++) {
            formation[k] = defect[k] + correction[k] - perfect + metal - k * (vbm + fermi);
            assert_float_equal(hc_stability_energy(s, 1 + (size_t)k, u, 7.0) / HC_EV, formation[k], 1e-5);
        }
    }
    double boundary[5], level[2];
    size_t state_of[5], count;
    for (int k = 0; k < 2; k++) { /* where k and k + 1 are alike; more electrons below */
        level[k] = -4.44 - vbm_vacuum - (defect[k + 1] + correction[k + 1] - defect[k] - correction[k] - vbm);
    }
    assert_true(level[1] < level[0]);
    hc_stability_scan(s, 2, -6.0, 3.0, 7.0, &count, boundary, state_of);
    assert_int_equal(count, 2);
    for (size_t k = 0; k < 2; k++) {
        assert_int_equal(state_of[k], 3 - k);
        assert_float_equal(boundary[k], level[1 - k], 1e-5);
    }
    assert_int_equal(hc_stability_defect_name(s, 0), 0);
    hc_stability_free(s);
    hc_routes_free(routes);
    hc_energies_free(energies);
}

static void test_charges_need_their_scale(void **state)
{
    (void)state;
    static const struct {
        const char *columns, *values, *says;
    } wrong[] = {{"energy_ev", "1", "electron_level_ev is needed"},
                 {"energy_ev,electron_level_ev", "1,0", "charge_correction_ev is needed"},
                 {"energy_ev,electron_level_ev,cell_edge_angstrom", "1,0,12", "permittivity"},
                 {"energy_ev,electron_level_ev,cell_edge_angstrom,permittivity", "1,0,12,0.5", "permittivity (from 1)"},
                 {"energy_ev,electron_level_ev,cell_edge_angstrom,permittivity,charge_correction_ev", "1,0,12,2,0",
                  "which is meant"}};
    hc_chemical formula;
    hc_free_energy found;
    CHECK(hc_chemical_parse(ctx, "[V_S^2+]_s", &formula));
    assert_float_equal(formula.charge, 2.0, 0.0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[256];
        snprintf(text, sizeof text, "species,%s\n[V_S^2+]_s,%s\n", wrong[i].columns, wrong[i].values);
        hc_energies *energies = read_table("t.csv", text);
        assert_int_equal(hc_energies_find(ctx, energies, &formula, "[V_S^2+]_s", "", &found), HC_ERROR_INPUT);
        assert_non_null(strstr(hc_context_message(ctx), "t.csv:2: [V_S^2+]_s: "));
        assert_non_null(strstr(hc_context_message(ctx), wrong[i].says));
        hc_energies_free(energies);
    }
    hc_energies *given = read_table("t.csv", "species,free_energy_ev\n[V_S^2+]_s,1.5\n"); /* against SHE already */
    CHECK(hc_energies_find(ctx, given, &formula, "[V_S^2+]_s", "", &found));
    assert_float_equal(found.total / HC_EV, 1.5, 1e-12);
    hc_energies_free(given);
    hc_reaction r;
    assert_int_equal(hc_reaction_parse(ctx, "[ZnS]_s + e- -> [V^2-]_s + Zn_s", &r), HC_ERROR_INPUT);
    assert_non_null(strstr(hc_context_message(ctx), "the charge changes by -1"));
    CHECK(hc_reaction_parse(ctx, "[ZnS]_s -> [V^2-]_s + Zn^2+_aq", &r));
    hc_reaction_clear(&r);
}

/* Every mechanism of the data folder is balanced and gives its product from CO2, H+ and e-. */
static void test_ready_mechanisms(void **state)
{
    (void)state;
    const char *const names[] = {"co2-to-co",  "co2-to-hcooh", "co2-to-hcho",   "co2-to-ch3oh",
                                 "co2-to-ch4", "co2-to-c2h4",  "co2-to-c2h5oh", "hydrogen"};
    const double electrons[] = {2, 2, 4, 6, 8, 12, 12, 2};
    for (size_t i = 0; i < 8; i++) {
        hc_routes *routes;
        CHECK(hc_routes_read(ctx, names[i], &routes));
        assert_non_null(routes->reference);
        assert_true(routes->npath >= 2); /* alternatives */
        for (size_t p = 0; p < routes->npath; p++) {
            double n = 0.0, made = 0.0;
            for (size_t k = 0; k < routes->path[p].nstep; k++) {
                const hc_reaction *r = &routes->path[p].step[k];
                n += r->electrons;
                for (size_t t = 0; t < r->nterm; t++) {
                    made += strcmp(r->term[t].name, routes->product) == 0 ? r->term[t].count : 0.0;
                }
            }
            assert_float_equal(n, electrons[i], 1e-12);
            assert_float_equal(made, 1.0, 1e-12);
        }
        hc_routes_free(routes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reactions),
                                       cmocka_unit_test(test_standard_potentials),
                                       cmocka_unit_test(test_diagram_by_hand),
                                       cmocka_unit_test(test_alkaline_is_the_same),
                                       cmocka_unit_test(test_references_may_be_relative),
                                       cmocka_unit_test(test_dependence_on_the_surface),
                                       cmocka_unit_test(test_parts_and_corrections),
                                       cmocka_unit_test(test_opaque_names_need_entries),
                                       cmocka_unit_test(test_formats),
                                       cmocka_unit_test(test_volcano),
                                       cmocka_unit_test(test_stability),
                                       cmocka_unit_test(test_ligand_loss),
                                       cmocka_unit_test(test_entropies),
                                       cmocka_unit_test(test_charged_defects),
                                       cmocka_unit_test(test_charges_need_their_scale),
                                       cmocka_unit_test(test_ready_mechanisms)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
