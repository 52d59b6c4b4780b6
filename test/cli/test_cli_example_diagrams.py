"""examples/defect-diagrams: every job gives what its expected.json says, and a page."""
import json

from halfcell_command import ROOT, CommandTest, main

EXAMPLE = (ROOT / "examples" / "defect-diagrams").resolve()


class ExampleTest(CommandTest):
    def test_expected(self):
        expected = json.loads((EXAMPLE / "expected.json").read_text())
        self.assertEqual({job["job"] for job in expected["jobs"]}, {path.name for path in EXAMPLE.glob("*.yaml")})
        for job in expected["jobs"]:
            result = self.run_json("diagram", EXAMPLE / job["job"], "--folder", job["job"] + "-out")
            self.assertTrue((self.folder / (job["job"] + "-out") / "result.json").exists())
            found = {(d["mechanism"], d["path"], d["surface"]): d["limiting_v_rhe"] for d in result["diagrams"]}
            for limit in job.get("limits", []):
                key = limit["mechanism"], limit["path"], limit["surface"]
                self.assertAlmostEqual(found[key], limit["limiting_v_rhe"], delta=expected["tolerance_v"], msg=key)
            if "stable" in job:
                self.assertEqual([s["state"] for s in result["stability"][0]["stable"]], job["stable"])

    def test_energies_say_where_they_come_from(self):
        for line in (EXAMPLE / "energies.csv").read_text().splitlines()[3:]:
            self.assertIn("compute.py", line)


main()
