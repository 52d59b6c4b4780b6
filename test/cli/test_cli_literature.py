"""`halfcell literature`: the records are complete and as printed, filters, suggestions, the page."""
import json

from halfcell_command import ROOT, CommandTest, main

# What the review prints, typed off it by its record's number: FE/%, potential/V, current density/(mA/cm2), overpotential/V.
PRINTED = {1: (95.2, None, None, None), 3: (80, None, -2.9, 0.49), 4: (89, None, None, None), 6: (95.3, None, None, None),
           7: (74, None, None, None), 17: (93, -0.43, None, None), 18: (None, None, 94, 0.34), 21: (99.6, [-0.78, -1.18], None, None),
           22: (99.4, None, -24.8, 0.49), 23: (83, -1.1, 16.1, None), 24: (86, None, 30, None), 26: (85, None, None, None),
           27: (94, None, 245, None), 31: (72.3, None, None, None), 32: (92, [-0.6, -0.9], None, None),
           33: (95, -0.69, None, None), 34: (84, None, None, 0.67)}
FIELDS = ("id catalyst named_in family defect_type product FE_percent FE_text j_mA_cm2 j_kind potential_V potential_ref "
          "overpotential_V TOF_per_h stability electrolyte cell synthesis mechanism figure reference doi remark").split()


def ids(answer):
    return [record["id"] for record in answer["records"]]


class LiteratureTest(CommandTest):
    def test_every_record_is_complete(self):
        answer = self.run_json("literature")
        self.assertEqual(ids(answer), list(range(1, 56)))
        for record in answer["records"]:
            self.assertEqual(list(record), FIELDS)
            self.assertRegex(record["doi"], r"^10\.\d{4,9}/\S+$")
            for key in ("catalyst", "named_in", "family", "defect_type", "reference"):
                self.assertTrue(record[key], (record["id"], key))
            self.assertEqual(record["FE_percent"] is None, record["FE_text"] is None or record["id"] == 29, record["id"])
            self.assertEqual(record["potential_V"] is None, record["potential_ref"] is None)
        self.assertEqual(answer["source"]["doi"], "10.3389/fchem.2022.1067327")
        self.assertIn("null where the review text gives none", answer["rules"])

    def test_numbers_are_as_printed(self):
        keys = ("FE_percent", "potential_V", "j_mA_cm2", "overpotential_V")
        for record in self.run_json("literature")["records"]:
            numbers = tuple(record[key] for key in keys)
            self.assertEqual(numbers, PRINTED.get(record["id"], (None,) * 4), record["id"])
            if record["FE_percent"] is not None:
                self.assertIn(f"{record['FE_percent']:g}", record["FE_text"])
            self.assertEqual(record["TOF_per_h"], {16: 5273, 21: 2870}.get(record["id"]))

    def test_doubts_are_kept(self):
        records = self.run_json("literature")["records"]
        self.assertEqual(sum(r["named_in"].startswith("cited only") for r in records), 21)
        self.assertIn("PHOTOreduction", records[25]["remark"])
        self.assertIn("ambiguous", records[21]["remark"])
        measured = self.run_json("literature", "--catalyst", "Ag25")["measured"]
        self.assertTrue(all(q["derived_by_us"] is False for q in measured["quantities"]))

    def test_measured_statements_of_the_clusters(self):
        measured = self.run_json("literature")["measured"]
        self.assertEqual(measured["source"]["doi"], "10.1039/d4cc06185c")
        values = {q["id"]: (q["value"], q["unit"]) for q in measured["quantities"]}
        self.assertEqual(values["exp_stab_U"], (-0.38, "V"))
        self.assertEqual(values["exp_stab_t"], (16, "h"))
        self.assertEqual(values["exp_KOH"], (1, "mol/L"))
        self.assertEqual([values[f"uvvis_Ag_{i}"][0] for i in (1, 2, 3)], [390, 490, 675])
        self.assertEqual([values[f"uvvis_Au_{i}"][0] for i in (1, 2, 3)], [400, 450, 670])
        self.assertEqual(len(values), 9)
        self.assertIn("numbers only in the figure", measured["statements"][0])
        silver = self.run_json("literature", "--catalyst", "Ag25")
        self.assertEqual(silver["records"], [])
        self.assertEqual({q["metal"] for q in silver["measured"]["quantities"]}, {"Ag", None})
        self.assertNotIn("measured", self.run_json("literature", "--product", "formate"))

    def test_filters(self):
        cases = [(["--product", "formate", "--defect", "vacancy"], [24, 26, 27]),
                 (["--product", "HCOOH"], [20, 24, 26, 27, 30, 32, 33, 34]),
                 (["--product", "ethanol"], [31]),
                 (["--defect", "zinc-vacancy"], [26, 27]),
                 (["--defect", "twin"], [28, 29]),
                 (["--defect", "single atom", "--product", "CO", "--catalyst", "cnt"], [22]),
                 (["--catalyst", "fe-n-c"], [11, 17]),
                 (["--defect", "stacking"], [29])]
        for words, expected in cases:
            self.assertEqual(ids(self.run_json("literature", *words)), expected, words)
        # CO is a word: neither CO2 nor cobalt, and what makes it beside something else makes it.
        for record in self.run_json("literature", "--product", "co")["records"]:
            self.assertRegex(record["product"], r"\bCO\b")

    def test_filters_that_exclude_one_another_keep_nothing(self):
        answer = self.run_json("literature", "--product", "ethanol", "--defect", "twin")
        self.assertEqual(answer["records"], [])
        said = self.run_command("literature", "--product", "ethanol", "--defect", "twin", "-o", "none").stdout
        self.assertTrue((self.folder / "none/report.html").exists())
        self.assertIn("written: none/report.html, literature.json", said)

    def test_nearest_names(self):
        self.assert_refused("literature", "--product", "formiate", says='--product: no record says "formiate"; did you mean "formate"?')
        self.assert_refused("literature", "--defect", "vacency", says='did you mean "vacancy"?')
        self.assert_refused("literature", "--defect", "xyzzy", says="there are vacancy, oxygen vacancy")
        self.assert_refused("literature", "--catalyst", "nanoshets", says='did you mean "nanosheets"?')
        self.assert_refused("literature", "--catalyst", "qqqqqqq", says="`halfcell literature` shows them all")

    def test_terminal(self):
        text = self.run_command("literature", "--catalyst", "BiOCl").stdout
        self.assertRegex(text, r"32 BiOCl thin nanoplates\s+lattice defects\s+formate\s+92\.0\s+-0\.75 r\s+- 10\.\d+/")
        self.assertIn("1 of 55 records", text)
        # E(CO2/CO) - 0.49 V.
        self.assertRegex(self.run_command("literature", "--catalyst", "CoN4").stdout, r"99\.4\s+-0\.59 o\s+-24\.8")

    def test_page(self):
        self.run_command("literature", "-o", "out")
        self.assertEqual(json.loads((self.folder / "out/literature.json").read_text()), self.run_json("literature"))
        page = self.page_data("out")
        product, defect, stated = page["figures"]
        points = [(series["label"], u, fe, link) for series in product["series"]
                  for u, fe, link in zip(series.get("x", product["x"]["values"]), series["values"], series["links"])]
        self.assertIn(("formate", -0.69, 95), [point[:3] for point in points])
        self.assertTrue(all(link.startswith("10.") for *_, link in points))
        self.assertEqual(len(points), 7)
        self.assertEqual(sum(len(series["values"]) for series in defect["series"]), 7)
        self.assertEqual(len(stated["categories"]), sum(numbers[0] is not None for numbers in PRINTED.values()))
        self.assertEqual(len(page["tables"][0]["rows"]), 55)
        self.assertTrue(all(series["quiet"] for series in product["series"]))

    def test_the_data_are_the_projects_own(self):
        data = json.loads((ROOT / "data/literature/catalysts.json").read_text())
        self.assertEqual(data["records"], self.run_json("literature")["records"])


main()
