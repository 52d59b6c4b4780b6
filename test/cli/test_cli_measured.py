"""halfcell measured: the example finds the truth it was made from; wrong input is refused with its place."""
import json
import re

from halfcell_command import ROOT, CommandTest, main

EXAMPLE = ROOT.resolve() / "examples" / "measured-co2rr"
EXPERIMENT = """electrode: {area_cm2: 0.5}
electrolyte: {ph: 7}
reference: {electrode: rhe}
"""
RUN = """runs:
  - potential_v: -0.8
    current_ma: -10
    duration_s: 600
    flow_ml_min: 20
    products:
      - {type: gc, product: CO, concentration_ppm: 2000}
"""
CSV = "time_s,potential_v,current_ma\n" + "".join(f"{k},-0.8,-10\n" for k in range(20))


def at_path(document, path):
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        document = document[key] if key else document[int(index)]
    return document


class Measured(CommandTest):
    def test_the_example_finds_the_truth(self):
        result = self.run_json("measured", EXAMPLE / "experiment.yaml", "-o", "out")
        expected = json.loads((EXAMPLE / "expected.json").read_text())["results"]
        self.assertGreater(len(expected), 25)
        for entry in expected:
            found = at_path(result, entry["path"])
            self.assertGreater(found["error"], 0.0, entry)
            self.assertLess(abs(found["value"] - entry["value"]), entry["errors"] * found["error"], entry)
        self.assertEqual([run["closure"] for run in result["runs"]], ["closed"] * 4)
        self.assertEqual({curve["format"] for curve in result["curves"]}, {"mpt", "mpr", "chi", "csv", "gamry"})
        out = self.folder / "out"
        self.assertEqual(json.loads((out / "result.json").read_text())["runs"], result["runs"])
        page = (out / "report.html").read_text()
        for word in ("Voltammograms", "Faradaic efficiencies", "Balance of charge", "Tafel plot of CO",
                     "10.1021/acsenergylett.8b01409"):  # a published efficiency of CO
            self.assertIn(word, page)
        header = (out / "product-carbon_monoxide.csv").read_text().splitlines()[0]
        self.assertTrue(header.startswith("potential_v_rhe,potential_error_v_rhe,faradaic_efficiency_percent"), header)

    def test_a_run_without_file(self):
        self.write("experiment.yaml", EXPERIMENT + RUN)
        run = self.run_json("measured", "experiment.yaml")["runs"][0]
        # 2 F x n'/I with n' = p V'/RT at 0 C and 1 atm, by hand
        expected = 100 * 2 * 96485.33 * 2000e-6 * 101325 * 20e-6 / 60 / (8.314463 * 273.15) / 10e-3
        self.assertAlmostEqual(run["products"][0]["faradaic_efficiency_percent"]["value"], expected, places=3)
        self.assertEqual(run["potential_v_rhe"]["value"], -0.8)
        self.assertEqual(run["current_density_ma_per_cm2"]["value"], -20.0)
        self.assertEqual(run["closure"], "missing")

    def test_a_file_and_a_set_value(self):
        self.write("run.csv", CSV)
        text = RUN.replace("potential_v: -0.8\n    current_ma: -10\n    duration_s: 600", "file: run.csv")
        self.write("experiment.yaml", EXPERIMENT + text)
        run = self.run_json("measured", "experiment.yaml", "--set", "electrode.area_cm2=2")["runs"][0]
        self.assertAlmostEqual(run["charge_c"], -0.19)
        self.assertAlmostEqual(run["current_density_ma_per_cm2"]["value"], -5.0)

    def test_electrodes_in_strange_solutions_are_said(self):
        for electrode, ph, says in (("hg_hgo_1m_naoh", 7, "alkaline"), ("sce", 13.5, "chloride"), ("hg_hg2so4_saturated_k2so4", 12, "oxide"),
                                    ("hg_hgo_1m_naoh", 13, None), ("sce", 7, None), ("rhe", 14, None)):
            self.write("experiment.yaml", EXPERIMENT.replace("rhe", electrode).replace("ph: 7", f"ph: {ph}") + RUN)
            notes = " ".join(self.run_json("measured", "experiment.yaml")["notes"])
            self.assertIn(says or "", notes)
            self.assertEqual("is made for pH" in notes, says is not None, electrode)

    def test_refusals_say_where(self):
        refused = {
            EXPERIMENT: "there is nothing to evaluate",
            EXPERIMENT.replace("rhe", "sec") + RUN: "experiment.yaml:3:",
            EXPERIMENT + RUN.replace("product: CO", "product: C0"): "experiment.yaml:5:5: runs[0]: there is no product \"C0\"",
            EXPERIMENT + RUN.replace("-10", "10"): "runs[0]: the mean current is 0.01 A",
            EXPERIMENT + RUN.replace("    flow_ml_min: 20\n", ""): "gc of CO: the run needs flow_ml_min",
            EXPERIMENT + "curves:\n  - {label: a, file: none.mpt}\n": "none.mpt",
            EXPERIMENT + "curves:\n  - {label: a, file: bad.csv}\n": "bad.csv:3: 'x' in the column 'I/mA'",
            EXPERIMENT.replace("rhe", "sce") + "curves:\n  - {label: a, file: rhe.csv}\n":
                "curves[0]: the file gives potentials against rhe, but reference.electrode is 'sce'",
            EXPERIMENT + RUN + "analyses: [{type: tafel, curve: b}]\n": "analyses[0]: there is no curve 'b'",
            EXPERIMENT + RUN + "analyses: [{type: taffel}]\n": "tafel",
            EXPERIMENT.replace("ph: 7", "pH: 7") + RUN: "unknown key 'pH'",
            EXPERIMENT + RUN + "literature: {product: gold}\n": 'literature: --product: no record says "gold"',
        }
        self.write("bad.csv", "E/V,I/mA\n0.1,2\n0.2,x\n0.3,4\n")
        self.write("rhe.csv", "potential_v_rhe,current_ma\n0.1,2\n0.2,3\n")
        for text, says in refused.items():
            self.write("experiment.yaml", text)
            self.assert_refused("measured", "experiment.yaml", says=says)


main()
