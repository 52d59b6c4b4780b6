"""Examples of diagrams: every job gives what its expected.json says, and a page."""
import json
import shutil

from halfcell_command import ROOT, CommandTest, main

EXAMPLES = (ROOT / "examples").resolve()


class ExampleTest(CommandTest):
    def test_defect_diagrams(self):
        self.check(EXAMPLES / "defect-diagrams")

    def test_charged_vacancy(self):
        self.check(EXAMPLES / "charged-vacancy")

    def test_ligand_loss(self):
        self.check(EXAMPLES / "ligand-loss")

    def test_published_diagrams(self):
        self.check(EXAMPLES / "published-diagrams")

    def test_gas_corrections(self):
        self.check(EXAMPLES / "gas-corrections")

    def check(self, example):
        expected = json.loads((example / "expected.json").read_text())
        self.assertEqual({job["job"] for job in expected["jobs"]}, {path.name for path in example.glob("*.yaml")})
        for job in expected["jobs"]:
            result = self.run_json("diagram", self.with_table(example, job), "--folder", job["job"] + "-out")
            self.assertTrue((self.folder / (job["job"] + "-out") / "result.json").exists())
            found = {(d["mechanism"], d["path"], d["surface"]): d["limiting_v_rhe"] for d in result["diagrams"]}
            for limit in job.get("limits", []):
                key = limit["mechanism"], limit["path"], limit["surface"]
                self.assertAlmostEqual(found[key], limit["limiting_v_rhe"], delta=expected["tolerance_v"], msg=key)
            stable = result["stability"][0]["stable"] if "stable" in job else []
            self.assertEqual([s["state"] for s in stable], job.get("stable", []))
            for interval, boundary in zip(stable, job.get("boundaries", [])):
                self.assertAlmostEqual(interval["to_v_she"], boundary["v_she"], delta=expected["tolerance_v"])
                self.assertAlmostEqual(interval["to_error_v"], boundary["error_v"], delta=expected["tolerance_v"])

            transitions = result["stability"][0]["transitions"] if "transitions" in job else []
            self.assertEqual([(t["below"], t["above"]) for t in transitions],
                             [(t["below"], t["above"]) for t in job.get("transitions", [])])
            for found_level, level in zip(transitions, job.get("transitions", [])):
                self.assertAlmostEqual(found_level["at_v_she"], level["v_she"], delta=expected["tolerance_v"])
            energies = {s["state"]: s["free_energy_ev"] for s in result["stability"][0]["states"]} if "states" in job else {}
            for state, energy in job.get("states", {}).items():
                self.assertAlmostEqual(energies[state], energy, delta=expected["tolerance_v"], msg=state)

    def with_table(self, example, job):
        """The job's file; or, where another table of energies is named, a copy with that one and without corrections."""
        if "energies" not in job:
            return example / job["job"]
        copy = self.folder / "copy"
        shutil.copytree(example, copy, dirs_exist_ok=True)
        lines = (copy / job["job"]).read_text().splitlines()
        self.assertEqual(lines.count("energies: [energies.csv]"), 1)
        (copy / job["job"]).write_text("".join(
            f"energies: [{job['energies']}]\n" if line.startswith("energies:") else line + "\n"
            for line in lines if not line.startswith("corrections:")))
        return copy / job["job"]

    def test_energies_say_where_they_come_from(self):
        for table, method in (("defect-diagrams/energies.csv", "PBE"), ("defect-diagrams/energies-gfn1.csv", "GFN1"),
                              ("charged-vacancy/energies.csv", "PBE")):
            lines = (EXAMPLES / table).read_text().splitlines()
            for line in [line for line in lines if not line.startswith("#")][1:]:
                self.assertTrue(line.endswith(f",{method}; compute.py"), line)


main()
