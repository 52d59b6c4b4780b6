"""Examples of diagrams: every job gives what its expected.json says, and a page."""
import json

from halfcell_command import ROOT, CommandTest, main

EXAMPLES = (ROOT / "examples").resolve()


class ExampleTest(CommandTest):
    def test_defect_diagrams(self):
        self.check(EXAMPLES / "defect-diagrams")

    def test_ligand_loss(self):
        self.check(EXAMPLES / "ligand-loss")

    def test_published_diagrams(self):
        self.check(EXAMPLES / "published-diagrams")

    def check(self, example):
        expected = json.loads((example / "expected.json").read_text())
        self.assertEqual({job["job"] for job in expected["jobs"]}, {path.name for path in example.glob("*.yaml")})
        for job in expected["jobs"]:
            result = self.run_json("diagram", example / job["job"], "--folder", job["job"] + "-out")
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

    def test_energies_say_where_they_come_from(self):
        for line in (EXAMPLES / "defect-diagrams" / "energies.csv").read_text().splitlines()[3:]:
            self.assertIn("compute.py", line)


main()
