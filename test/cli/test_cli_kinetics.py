"""halfcell kinetics: the worked study, studies right and wrong, results against high-precision arithmetic."""
import decimal
import glob
import json
import math

from halfcell_command import ROOT, CommandTest, main

EXAMPLE = ROOT / "examples" / "ag25-selectivity"
KT = 8.617333262e-5

NONLINEAR = """
mechanism: |
  CO2_g + * <-> CO2*
  CO2* + H2O_g + ele_g <-> COOH* + OH-_g
  COOH* + ele_g <-> CO* + OH-_g
  CO* <-> CO_g + *
  H2O_g + ele_g + * <-> H* + OH-_g
  H* + H2O_g + ele_g <-> H2_g + * + OH-_g
  2H* <-> H2_g + 2*
  COOH* + H* <-> HCOOH_g + 2*
potential_v_rhe: -0.6
site_density_per_cm2: 1e15
resistance_ohm_cm2: 2
fluids: [{name: CO_g, activity: 0.01}, {name: H2O_g, activity: 0.035}, {name: H2_g, activity: 1e-3},
         {name: HCOOH_g, activity: 1e-15}]
check_in_time: true
all_solutions: true
transient: {until_s: 10, points: 5}
scans:
  - {type: potential, from_v_rhe: -0.2, to_v_rhe: -1.0, points: 5}
  - {type: ph, from: 3, to: 11, points: 3, hold: she}
  - {type: temperature, from_k: 290, to_k: 330, points: 3}
  - {type: activity, fluid: CO2_g, from: 0.01, to: 10, points: 4}
map: {x_from_ev: -1, x_to_ev: 1, y_from_ev: -1, y_to_ev: 1, points: 6, product: CO_g}
uncertainty: {samples: 40, species_correlation: 0.5}
catalysts:
  - name: gold-like
    species:
      - {name: CO2_g, free_energy_ev: 0}
      - {name: H2O_g, free_energy_ev: 0}
      - {name: CO_g, free_energy_ev: 0.2}
      - {name: H2_g, free_energy_ev: 0}
      - {name: HCOOH_g, free_energy_ev: 0.35}
      - {name: CO2*, free_energy_ev: 0.3, error_ev: 0.1}
      - {name: COOH*, free_energy_ev: 0.5, error_ev: 0.1, descriptor_slopes: [1]}
      - {name: CO*, free_energy_ev: 0.1, error_ev: 0.1, descriptor_slopes: [0, 1]}
      - {name: H*, free_energy_ev: 0.2, error_ev: 0.1}
    barriers:
      - {type: bep, step: "CO2* + H2O_g + ele_g <-> COOH* + OH-_g", slope: 0.5, intercept_ev: 0.7}
      - {type: marcus, step: "COOH* + ele_g <-> CO* + OH-_g", reorganisation_ev: 2.4}
      - {type: computed, step: "2H* <-> H2_g + 2*", barrier_ev: 0.9}
      - {type: bep, step: "H2O_g + ele_g + * <-> H* + OH-_g", slope: 0.5, intercept_ev: 0.8}
      - {type: butler-volmer, step: "H* + H2O_g + ele_g <-> H2_g + * + OH-_g", rate_per_s: 0.1}
      - {type: computed, step: "COOH* + H* <-> HCOOH_g + 2*", barrier_ev: 0.8}
"""

ONE_STEP = """
mechanism: |
  reduction: CO2_g + H2O_l + 2ele_g + * -> CO_g + 2OH-_g + *
potential_v_rhe: -0.5
site_density_per_cm2: 1e15
catalysts:
  - name: one step
    barriers:
      - {type: computed, step: reduction, barrier_ev: 0.8, potential_v_rhe: -0.5, error_ev: 0.05}
"""

THERMAL = """
mechanism: |
  CO_g + *_s <-> CO*_s
  O2_g + 2*_t <-> 2O*_t
  CO*_s + O*_t <-> O-CO*_s + *_t -> CO2_g + *_s + *_t
  CO_g + *_t <-> CO*_t
  CO*_t + *_s <-> *_t + CO*_s
  O*_t + *_s <-> *_t + O*_s
temperature_k: 500
reference_temperature_k: 500
fluids: [{name: CO_g, activity: 0.1}, {name: O2_g, activity: 0.2}]
all_solutions: true
scans: [{type: temperature, from_k: 400, to_k: 700, points: 4}]
catalysts:
  - name: metal
    interactions: [{between: CO*_s, energy_ev: 0.4}, {between: [CO*_s, O*_t], energy_ev: 0.1}]
    species:
      - {name: CO_g, free_energy_ev: 0}
      - {name: O2_g, free_energy_ev: 0}
      - {name: CO2_g, free_energy_ev: -2.6}
      - {name: CO*_s, free_energy_ev: -0.6}
      - {name: CO*_t, free_energy_ev: -0.4}
      - {name: O*_t, free_energy_ev: -0.7}
      - {name: O_s, free_energy_ev: -0.5}
      - {name: O-CO*_s, free_energy_ev: -0.5}
    barriers:
      - {type: transition-state, step: "CO*_s + O*_t <-> O-CO*_s + *_t -> CO2_g + *_s + *_t"}
      - {type: computed, step: "O2_g + 2*_t <-> 2O*_t", barrier_ev: 0.6}
"""


# CO oxidation where O2 needs two sites: a surface of O and one of CO are both steady and stable, one between them is not.
SEVERAL = """
mechanism: |
  CO_g + * <-> CO*
  O2_g + 2* -> 2O*
  CO* + O* -> CO2_g + 2*
temperature_k: 500
reference_temperature_k: 500
all_solutions: true
catalysts:
  - name: metal
    species:
      - {name: CO_g, free_energy_ev: 0}
      - {name: CO*, free_energy_ev: -0.138694}
    barriers:
      - {type: computed, step: "CO_g + * <-> CO*", barrier_ev: 0, prefactor_per_s: 1}
      - {type: computed, step: "O2_g + 2* -> 2O*", barrier_ev: 0, prefactor_per_s: 1}
      - {type: computed, step: "CO* + O* -> CO2_g + 2*", barrier_ev: 0, prefactor_per_s: 100}
"""


def look_up(result, path):
    for key in path.split("."):
        result = result[int(key)] if isinstance(result, list) else result[key]
    return result


def surface_terms(side):
    """Surface species of one side, repeated by their coefficients."""
    terms = []
    for term in side.split(" + "):
        term = term.strip()
        count, name = (int(term[0]), term[1:].strip()) if term[0].isdigit() else (1, term)
        if "*" in name:
            terms += count * [name]
    return terms


class Kinetics(CommandTest):
    def study(self, text=NONLINEAR, name="study.yaml"):
        self.write(name, text)
        return name

    def test_the_worked_study(self):
        expected = json.loads((EXAMPLE / "expected.json").read_text())
        result = self.run_json("kinetics", EXAMPLE / expected["study"])
        for entry in expected["results"]:
            value = look_up(result, entry["path"])
            if "text" in entry:
                self.assertEqual(value, entry["text"], entry["path"])
            else:
                self.assertLessEqual(abs(value - entry["value"]), entry["tolerance"], f"{entry['path']}: {value}")
        self.assertEqual([s["met"] for s in result["statements"]], [True] * 6 + [False])
        # By hand: irreversible steps one after the other.
        for catalyst, barriers in ((0, (0.22, 0.93, 0.68, 0.23)), (1, (0.13, 0.71, 0.81, 0.28))):
            rate = KT * 300 / 4.135667696e-15 / sum(math.exp(b / (KT * 300)) for b in barriers)
            found = result["catalysts"][catalyst]["products"]["CO_g"]["turnover_per_s"]["value"]
            self.assertLess(abs(found / rate - 1), 1e-6)  # some sites hold H*

    def test_steady_state_in_sixty_digits(self):
        catalyst = self.run_json("kinetics", self.study())["catalysts"][0]
        names = list(catalyst["coverages"])
        with decimal.localcontext() as context:
            context.prec = 60
            theta = {s: decimal.Decimal(x).exp() for s, x in catalyst["log_coverages"].items()}
            change = dict.fromkeys(names, decimal.Decimal(0))
            slowest = {}
            for step in catalyst["steps"].values():
                left, right = step["equation"].split("<->")
                forward, reverse = decimal.Decimal(step["log_forward"]).exp(), decimal.Decimal(step["log_reverse"]).exp()
                for s in surface_terms(left):
                    forward *= theta[s]
                for s in surface_terms(right):
                    reverse *= theta[s]
                for s in surface_terms(left):
                    change[s] -= forward - reverse
                for s in surface_terms(right):
                    change[s] += forward - reverse
                for s in set(surface_terms(left) + surface_terms(right)):
                    slowest[s] = max(slowest.get(s, 0), forward, reverse)
            for s in names:
                self.assertLess(abs(change[s]), decimal.Decimal("1e-12") * slowest[s], s)
            self.assertLess(abs(sum(theta.values()) - 1), decimal.Decimal("1e-12"))
        self.assertLess(catalyst["solver"]["residual"], 1e-10)
        self.assertLess(catalyst["solver"]["time_largest_difference"], 1e-6)
        self.assertEqual(len(catalyst["steady_states"]), 1)

    def test_what_a_study_gives(self):
        catalyst = self.run_json("kinetics", self.study())["catalysts"][0]
        products = catalyst["products"]
        self.assertEqual(set(products), {"CO_g", "H2_g", "HCOOH_g"})
        self.assertAlmostEqual(sum(p["efficiency_percent"]["value"] for p in products.values()), 100, places=8)
        total = catalyst["current_ma_cm2"]
        self.assertAlmostEqual(sum(p["current_ma_cm2"]["value"] for p in products.values()) / total["value"], 1, places=9)
        for product in products.values():
            self.assertAlmostEqual(sum(product["rate_control"].values()), 1, places=7)
            self.assertEqual(product["electrons"], 2)
            self.assertLessEqual(product["turnover_per_s"]["low_16"], product["turnover_per_s"]["high_84"])
        self.assertTrue(total["low_16"] < total["median"] < total["high_84"] < 0)
        electrons = catalyst["electrons_per_s"]  # cathodic: most electrons, most negative current
        self.assertAlmostEqual(total["low_16"] / total["value"], electrons["high_84"] / electrons["value"], places=9)
        self.assertEqual([len(s["columns"]["theta-free"]) for s in catalyst["scans"]], [5, 3, 3, 4])
        scan = catalyst["scans"][0]["columns"]
        for applied, u, j in zip(scan["u-applied"], scan["potential"], scan["j-total"]):
            self.assertAlmostEqual(applied, u + 2e-3 * j, places=12)

    def test_band_of_the_total_current(self):
        # One irreversible step: ln rate is normal with sigma/kT, so the quantiles are known; 0.9945 sigma for 16 and 84 %.
        text = ONE_STEP + "uncertainty: {samples: 4000}\nscans:\n" \
            "  - {type: potential, from_v_rhe: -0.6, to_v_rhe: -0.4, points: 3}\n"
        catalyst = self.run_json("kinetics", self.study(text))["catalysts"][0]
        total, product = catalyst["current_ma_cm2"], catalyst["products"]["CO_g"]
        width = 0.9945 * 0.05 / KT / 298.15
        self.assertAlmostEqual(math.log(total["low_16"] / total["value"]), width, delta=0.1)
        self.assertAlmostEqual(math.log(total["high_84"] / total["value"]), -width, delta=0.1)
        self.assertEqual(total, product["current_ma_cm2"])  # one product takes all
        scan = catalyst["scans"][0]["columns"]
        for i in range(3):
            self.assertTrue(scan["j-total-low"][i] < scan["j-total"][i] < scan["j-total-high"][i] < 0)
            self.assertEqual(scan["j-total-low"][i], scan["j-CO-g-low"][i])
            self.assertAlmostEqual(math.log(scan["rate-electrons-high"][i] / scan["rate-electrons"][i]), width, delta=0.4)

    def test_order_and_tafel_are_slopes_of_scans(self):
        text = NONLINEAR.split("scans:")[0] + "scans:\n  - {type: potential, from_v_rhe: -0.601, to_v_rhe: -0.599, points: 3}\n" \
            "  - {type: activity, fluid: CO2_g, from: 0.999, to: 1.001, points: 3}\n" \
            "  - {type: temperature, from_k: 298.05, to_k: 298.25, points: 3}\n" + \
            "catalysts:" + NONLINEAR.split("catalysts:")[1]
        catalyst = self.run_json("kinetics", self.study(text))["catalysts"][0]
        for name, product in catalyst["products"].items():
            rates = [[s["columns"]["rate-" + name.replace("_", "-")][i] for i in (0, 2)] for s in catalyst["scans"]]
            tafel = 2e-3 * 1e3 / math.log10(rates[0][1] / rates[0][0])
            order = math.log(rates[1][1] / rates[1][0]) / math.log(1.001 / 0.999)
            activation = KT * 298.15 ** 2 * math.log(rates[2][1] / rates[2][0]) / 0.2
            self.assertLess(abs(product["tafel_mv_per_decade"] / tafel - 1), 1e-3, name)
            self.assertLess(abs(product["orders"]["CO2_g"] - order), 1e-4, name)
            self.assertLess(abs(product["apparent_activation_ev"] - activation), 1e-3, name)

    def test_energies_from_a_table(self):
        head, tail = NONLINEAR.split("    species:\n")
        head = head.split("map:")[0] + "catalysts:" + head.split("catalysts:")[1]
        rows = [line for line in tail.split("\n") if "- {name: " in line and "free_energy_ev" in line]
        table = "species,surface,free_energy_ev,error_ev\n"
        for row in rows:
            name = row.split("name: ")[1].split(",")[0]
            energy = row.split("free_energy_ev: ")[1].split(",")[0].split("}")[0]
            table += f"{name},{'gold' if '*' in name else ''},{energy},{0.1 if '*' in name else 0}\n"
        self.assertEqual(len(rows), 9)
        self.write("table.csv", table)
        text = head + "    energies: [table.csv]\n    surface: gold\n    barriers:" + tail.split("barriers:")[1]
        one = self.run_json("kinetics", self.study(text))["catalysts"][0]
        other = self.run_json("kinetics", self.study(head + "    species:\n" + tail))["catalysts"][0]
        for name, theta in other["log_coverages"].items():
            self.assertAlmostEqual(one["log_coverages"][name], theta, places=9)
        self.write("table.csv", table.replace("COOH*", "CHO*"))
        self.assert_refused("kinetics", self.study(text), says="COOH* has no free energy")

    def test_tables_bring_their_hydrogen_and_entropies(self):
        """Energies of a program count from its own zero: so do H+ and OH-, though no step has H2 or water of its own.
        Modes move the free energies with the temperature: what is left is of second order."""
        zero = {"H2": -31.7, "H2O": -470.2, "CO2": -1030.4, "CO": -590.1}
        rows = [("CO2_g", zero["CO2"]), ("H2_g", zero["H2"]), ("H2O_l", zero["H2O"])]
        bound = zero["CO2"] + zero["H2"] / 2 + 0.3
        table = "species,energy_ev,frequencies_per_cm\n" + "".join(f"{n},{e},\n" for n, e in rows)
        table += f'COOH*,{bound},"3600 1500 1260 1100 680 660 370 270 200 150 145 100"\n'
        self.write("t.csv", table)
        text = """
mechanism: |
  one: CO2_g + * + H+_g + ele_g <-> COOH*
  two: COOH* + ele_g -> CO_g + OH-_g + *
potential_v_rhe: -0.4
ph: 3
catalysts:
  - name: M
    energies: [t.csv]
    barriers: [{type: computed, step: two, barrier_ev: 0.6, potential_v_rhe: -0.4}]
"""
        def reaction(more="", words=text):
            return self.run_json("kinetics", self.study(words + more))["catalysts"][0]["steps"]["one"]["reaction_ev"]

        self.write("path.txt", "path p:\n CO2_g + * + H+ + e- -> COOH*\n")

        def diagram(temperature):
            self.write("d.yaml", f"energies: [t.csv]\nmechanisms: [path.txt]\ntemperature_k: {temperature}\n")
            return self.run_json("diagram", "d.yaml")["diagrams"][0]["steps"][0]["free_energy_ev"] - 0.4

        self.assertAlmostEqual(reaction(), diagram(298.15), places=9)
        warm = reaction("temperature_k: 328.15\n")
        self.assertAlmostEqual(reaction("temperature_k: 328.15\nreference_temperature_k: 328.15\n"), diagram(328.15), places=9)
        self.assertAlmostEqual(warm, diagram(328.15), delta=2e-3)
        self.assertGreater(warm - reaction(), 0.03)  # a gas is lost
        self.write("t.csv", table.replace("H2_g,", "N2_g,"))
        self.assert_refused("kinetics", self.study(text), says="H+ and OH- count from H2_g")
        self.assertIsNotNone(reaction(f"hydrogen_ev: {zero['H2']}\n"))
        self.write("t.csv", table.replace("H2O_l,", "N2_g,"))
        self.assert_refused("kinetics", self.study(text), says="H+ and OH- count from H2O_l")

    def test_several_steady_states(self):
        self.run_command("kinetics", self.study(SEVERAL), "-o", "out")
        catalyst = json.loads((self.folder / "out/result.json").read_text())["catalysts"][0]
        states = sorted(zip([s["O*"] for s in catalyst["steady_states"]], catalyst["steady_states_stability"]))
        self.assertEqual([kind for _, kind in states], ["stable", "unstable", "stable"])
        down = math.exp(-0.138694 / KT / 500)
        for state in catalyst["steady_states"]:
            e, a, b = state["*"], state["CO*"], state["O*"]
            self.assertAlmostEqual((e - down * a) / (100 * a * b), 1, places=7)
            self.assertAlmostEqual(2 * e * e / (100 * a * b), 1, places=7)
        page = (self.folder / "out/report.html").read_text()
        self.assertIn("there are 3 steady states; the numbers are those of the first, which is stable", page)
        for number in ("2, unstable", "3, stable"):
            self.assertIn(number, page)

    def test_barriers_from_runs(self):
        """Folders of `halfcell run` in any order are the barriers written out; what they are is said."""
        text = ONE_STEP.replace(", barrier_ev: 0.8, potential_v_rhe: -0.5, error_ev: 0.05", ", RUNS") + "uncertainty: {samples: 20}\n"
        runs = {"a": (0.9, 0.05, -0.2), "b": (0.6, 0.08, -0.8), "c": (0.8, 0.02, -0.5)}

        def result(barrier, error, potential, ph=7, quantity="free energy", complete=True):
            return json.dumps({"complete": complete, "profile": {"quantity": quantity, "barrier_ev": {"value": barrier, "error": error}},
                               "potential": {"u_rhe_v": {"value": potential, "error": 0.01}, "ph": ph}})

        for name, numbers in runs.items():
            (self.folder / name).mkdir()
            self.write(f"{name}/result.json", result(*numbers))
        one = self.run_json("kinetics", self.study(text.replace("RUNS", "runs: [b, a, c]")))
        written = "barrier_ev: [0.9, 0.8, 0.6], potential_v_rhe: [-0.2, -0.5, -0.8], ph: 7, error_ev: 0.08"
        other = self.run_json("kinetics", self.study(text.replace("RUNS", written)))
        self.assertEqual(one["catalysts"], other["catalysts"])
        self.assertIn("reduction: 0.600 +- 0.080 eV at -0.800 V vs RHE, pH 7, from b.", one["remarks"])
        (self.folder / "w").mkdir()
        refused = {"w": (result(0.9, 0.1, -0.9, complete=False), "not complete"), "x": ("{}", "no profile"),
                   "y": (result(0.9, 0.1, -0.9, ph=3), "y: its pH is 3"), "z": ("{", "result.json:1:")}
        for name, (content, says) in refused.items():
            (self.folder / name).mkdir(exist_ok=True)
            self.write(f"{name}/result.json", content)
            self.assert_refused("kinetics", self.study(text.replace("RUNS", f"runs: [a, {name}]")), says=says)
        self.write("w/result.json", result(0.9, 0.1, -0.9, quantity="work"))
        said = self.run_json("kinetics", self.study(text.replace("RUNS", "runs: w")))["remarks"]
        self.assertIn("that of w is work along one direction", " ".join(said))
        for keys in ("runs: a, barrier_ev: 0.4", "beta: 0.5"):
            self.assert_refused("kinetics", self.study(text.replace("RUNS", keys)), says="barrier_ev")

    def test_without_electrons_on_two_types_of_sites(self):
        catalyst = self.run_json("kinetics", self.study(THERMAL))["catalysts"][0]
        theta = catalyst["coverages"]
        self.assertAlmostEqual(theta["*_s"] + theta["CO*_s"] + theta["O*_s"], 1, places=12)
        self.assertAlmostEqual(theta["*_t"] + theta["CO*_t"] + theta["O*_t"], 1, places=12)
        product = catalyst["products"]["CO2_g"]
        self.assertIsNone(product["efficiency_percent"]["value"])
        self.assertGreater(product["turnover_per_s"]["value"], 0)
        self.assertIn("theta-CO-s", catalyst["scans"][0]["columns"])
        self.assertGreaterEqual(len(catalyst["steady_states"]), 1)

    def test_diffusion_layer(self):
        text = NONLINEAR.split("scans:")[0] + "transport: {thickness_um: 50, buffer: false}\nscans:\n" \
            "  - {type: potential, from_v_rhe: -0.4, to_v_rhe: -2.4, points: 21}\ncatalysts:" + NONLINEAR.split("catalysts:")[1]
        text = text.replace("intercept_ev: 0.8}", "intercept_ev: 1.8}")  # hydrogen aside
        scan = self.run_json("kinetics", self.study(text))["catalysts"][0]["scans"][0]["columns"]
        limit = -2 * 96485.33212 * 1.91e-9 * 33 / 50e-6 / 10  # mA/cm2
        self.assertTrue(all(a < b + 1e-9 for a, b in zip(scan["surface-co2"][1:], scan["surface-co2"])))
        for current, ratio in zip(scan["j-CO-g"], scan["surface-co2"]):
            # two electrons for each CO2 that diffuses, less what little goes to formic acid
            self.assertLess(abs(current - limit * (1 - ratio)), 1e-3 * abs(limit))
        self.assertLess(scan["surface-co2"][-1], 0.01)
        more = text.replace("scans:\n", "scans:\n  - {type: activity, fluid: CO2_g, from: 0.25, to: 4, points: 5}\n")
        over = self.run_json("kinetics", self.study(more.replace("potential_v_rhe: -0.6", "potential_v_rhe: -2.4")))
        columns = over["catalysts"][0]["scans"][0]["columns"]
        for pressure, current, ratio in zip(columns["activity"], columns["j-CO-g"], columns["surface-co2"]):
            self.assertLess(abs(current / (limit * pressure * (1 - ratio)) - 1), 1e-3)  # Henry: twice the CO2
        self.assertGreater(scan["surface-ph"][-1], 10)
        self.assert_refused("kinetics", self.study(text.replace("site_density_per_cm2: 1e15\n", "")), says="site_density")
        self.assert_refused("kinetics", self.study(text.replace("thickness_um: 50, ", "")), says="thickness_um")

    def test_feed(self):
        """From CO, methane takes six electrons and closes the balance; counted from CO2 it does not."""
        text = """
mechanism: |
  adsorption: CO_g + * -> CO*
  first: CO* + H2O_g + ele_g -> CHO* + OH-_g
  rest: CHO* + 4H2O_g + 5ele_g -> CH4_g + 5OH-_g + *
potential_v_rhe: -0.8
feed: CO_g
catalysts:
  - name: a
    barriers:
      - {type: computed, step: adsorption, barrier_ev: 0.5}
      - {type: computed, step: first, barrier_ev: 0.7, potential_v_rhe: -0.8}
      - {type: computed, step: rest, barrier_ev: 0.6, potential_v_rhe: -0.8}
"""
        products = self.run_json("kinetics", self.study(text))["catalysts"][0]["products"]
        self.assertEqual(list(products), ["CH4_g"])
        self.assertEqual(products["CH4_g"]["electrons"], 6)
        self.assertAlmostEqual(products["CH4_g"]["efficiency_percent"]["value"], 100, places=9)
        products = self.run_json("kinetics", self.study(text.replace("feed: CO_g\n", "")))["catalysts"][0]["products"]
        self.assertAlmostEqual(products["CH4_g"]["efficiency_percent"]["value"], 800 / 6, places=9)
        self.assert_refused("kinetics", self.study(text.replace("feed: CO_g", "feed: H2O_g")), says="no fluid with carbon")
        self.assert_refused("kinetics", self.study(text.replace("feed: CO_g", "feed: CO2_g")), says="feed")

    def test_measured_and_published_points(self):
        self.run_command("measured", str(ROOT / "examples" / "measured-co2rr" / "experiment.yaml"), "-o", "lab")
        text = NONLINEAR + "measured: [lab]\nliterature: {product: CO}\n"
        self.run_command("kinetics", self.study(text), "-o", "out")
        figures = {f["id"]: f for f in self.page_data("out")["figures"]}
        series = {s["label"]: s for s in figures["fe-0"]["series"]}
        own = series["CO (Synthetic CO2 reduction experiment)"]
        lab = json.loads((self.folder / "lab" / "result.json").read_text())["runs"]
        self.assertEqual(len(own["values"]), 4)
        self.assertEqual(own["values"][0], lab[0]["products"][0]["faradaic_efficiency_percent"]["value"])
        self.assertEqual(own["x"][0], lab[0]["potential_v_rhe"]["value"])
        self.assertTrue(series["literature, CO"]["quiet"])
        currents = [s for s in figures["j-0"]["series"] if s["style"] == "points"]
        self.assertEqual(len(currents), 3)
        self.assertTrue(all(v > 0 for s in currents for v in s["values"]))
        banded = [s for s in figures["j-0"]["series"] if s.get("low")]
        self.assertEqual({s["label"] for s in banded}, {"CO", "H2", "HCOOH", "total"})
        self.assertTrue(all(lo <= hi for s in banded for lo, hi in zip(s["low"], s["high"]) if lo is not None))
        curve = {s["label"]: s for s in figures["polarisation-0"]["series"]}
        self.assertTrue(curve["at the electrode"]["low"] and not curve["applied"].get("low"))
        for at, applied, j in zip(figures["polarisation-0"]["x"]["values"], curve["applied"]["x"], curve["applied"]["values"]):
            self.assertAlmostEqual(applied, at + 2e-3 * j)  # 2 ohm cm2
        self.assertEqual(len(curve["Synthetic CO2 reduction experiment"]["values"]), 4)
        for group in range(2):
            self.assertAlmostEqual(sum(s["values"][group] for s in figures["selectivity-control"]["series"]), 0, places=6)
        self.assertFalse([s for s in figures["fe-1"]["series"] if s.get("style") == "points"])  # over pH
        self.assert_refused("kinetics", self.study(text.replace("[lab]", "[out]")), says="has no runs")
        self.assert_refused("kinetics", self.study(text.replace("[lab]", "[nowhere]")), says="measured[0]")
        self.assert_refused("kinetics", self.study(text.replace("product: CO}", "product: gold}")), says="literature")

    def test_folder_and_page(self):
        self.run_command("kinetics", self.study(), "-o", "out")
        names = {p.name for p in (self.folder / "out").iterdir()}
        self.assertTrue({"result.json", "report.html", "map.csv", "scan-0-potential-0.csv", "transient-0.csv"} <= names, names)
        page = (self.folder / "out" / "report.html").read_text()
        for part in ("Degree of rate control", "Degree of selectivity control", "All products together",
                     "Errors: 16 and 84 % of the samples"):
            self.assertIn(part, page)
        data = self.page_data("out")
        catalyst = json.loads((self.folder / "out/result.json").read_text())["catalysts"][0]
        tables = {t["title"]: (t["columns"], t["rows"]) for t in data["tables"]}
        columns, rows = tables["Reaction orders"]
        self.assertEqual(columns[2:], ["CO2", "H2O", "CO", "H2", "HCOOH", "pH at constant U_SHE (decades)"])
        self.assertAlmostEqual(rows[0][2], catalyst["products"]["CO_g"]["orders"]["CO2_g"], delta=6e-4)
        columns, rows = tables["Coverages"]
        for name, theta in catalyst["coverages"].items():
            self.assertAlmostEqual(rows[0][columns.index(name)] / theta, 1, places=9)
        self.assertEqual(rows[0][columns.index("off in time")],
                         catalyst["solver"]["time_largest_difference"])
        over = next(f for f in data["figures"] if f["id"] == "fe-3")
        self.assertEqual((over["group"], over["x"]["label"], over["x"]["unit"]), ("Over p(CO2)", "p(CO2)", "bar"))
        first = (self.folder / "out" / "result.json").read_bytes()
        self.run_command("kinetics", self.study(), "-o", "out")
        self.assertEqual(first, (self.folder / "out" / "result.json").read_bytes())

    def test_mechanisms_that_come_with_it(self):
        paths = sorted(glob.glob(str(ROOT / "data" / "mechanisms" / "*.steps")))
        self.assertGreaterEqual(len(paths), 5)
        for path in paths:  # no energies are given: refused for that, not for the steps
            self.write("s.yaml", f"mechanism_file: {path}\npotential_v_rhe: -1\ncatalysts: [{{name: a}}]\n")
            self.assert_refused("kinetics", "s.yaml", says="has no free energy")
        self.write("s.yaml", "mechanism_file: co2-to-co.steps\npotential_v_rhe: -1\ncatalysts: [{name: a}]\n")
        self.assert_refused("kinetics", "s.yaml", says="has no free energy")
        self.assert_refused("kinetics", "s.yaml", "--set", "mechanism_file=x.steps", says="there is no file 'x.steps'")
        self.assert_refused("kinetics", "s.yaml", "--set", "ph", says="'ph' sets nothing")

    def test_refusals(self):
        wrong = [
            (NONLINEAR.replace("COOH* + OH-_g\n  COOH*", "COOH*\n  COOH*", 1), "study.yaml:4:3: the step is not balanced"),
            (NONLINEAR.replace("name: CO*,", "name: CO2**,"), "there is no species 'CO2**'"),
            (NONLINEAR.replace("name: CO*, free", "name: CX*, free"), "did you mean"),
            (NONLINEAR.replace("type: marcus, step: \"COOH*", "type: marcus, step: \"COOO*"), "there is no step"),
            (NONLINEAR.replace("potential_v_rhe: -0.6\n", ""), "there is no potential"),
            (NONLINEAR.replace("potential_v_rhe: -0.6\n", "potential_v_rhe: -0.6\npotential_v_she: -1\n"), "both given"),
            (NONLINEAR.replace("      - {name: CO*, free_energy_ev: 0.1, error_ev: 0.1, descriptor_slopes: [0, 1]}\n", ""),
             "CO* has no free energy"),
            (NONLINEAR.replace("fluid: CO2_g", "fluid: CO3_g"), "scans[3].fluid"),
            (NONLINEAR.replace("fluid: CO2_g", 'fluid: "CO*"'), "scans[3].fluid: CO* is no fluid"),
            (NONLINEAR.replace("fluid: CO2_g", "fluid: OH-_g"), "a scan of type ph is right"),
            (NONLINEAR.replace("points: 6, product: CO_g", 'points: 6, product: "CO*"'), "map.product: CO* is no fluid"),
            (NONLINEAR.replace("reorganisation_ev", "reorganization_ev"), "did you mean 'reorganisation_ev'"),
            (NONLINEAR.replace("  2H* <-> H2_g + 2*\n", "  H* <-> H-* \n"), "study.yaml"),
        ]
        for text, says in wrong:
            self.assertNotEqual(text, NONLINEAR)
            self.assert_refused("kinetics", self.study(text), says=says)


main()
