"""The page of a real run, from the job to the browser: python3 test_page_run.py BINARY REPOSITORY."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY, REPOSITORY = os.path.abspath(sys.argv[1]), sys.argv[2]
sys.path[:0] = [HERE, os.path.join(HERE, "..", "cli")]
from browser import Browser
from run_support import write_argon_job


class PageOfARun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        job = write_argon_job(cls.folder.name)
        with open(job, "a", encoding="utf-8") as file:
            file.write("analysis:\n  - {type: distance, pairs: [0-12]}\n")
        subprocess.run([BINARY, "run", job, "--folder", os.path.join(cls.folder.name, "run")], check=True,
                       capture_output=True, stdin=subprocess.DEVNULL)
        cls.browser = Browser()
        cls.browser.size(1366, 768)
        cls.browser.open(os.path.join(cls.folder.name, "run", "report.html"))
        with open(os.path.join(cls.folder.name, "run", "result.json"), encoding="utf-8") as file:
            cls.result = json.load(file)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def test_nothing_to_complain_about(self):
        self.assertEqual(self.browser.complaints(), [])

    def test_profile_has_three_curves_with_the_numbers_of_the_files(self):
        text = self.browser.run("JSON.stringify(JSON.parse(document.querySelector('script[type=\"application/json\"]')"
                                ".textContent).figures[0])")
        figure = json.loads(text)
        self.assertEqual(figure["id"], "profile")
        self.assertEqual(len(figure["series"]), 3)
        with open(os.path.join(self.folder.name, "run", "profile.csv"), encoding="utf-8") as file:
            rows = [line.strip().split(",") for line in file][1:]
        self.assertEqual(len(rows), len(figure["x"]["values"]))
        for row, value in zip(rows, figure["series"][0]["values"]):
            self.assertEqual(float(row[1]), value)

    def test_cards_show_the_barrier_of_the_result(self):
        cards = self.browser.run("[...document.querySelectorAll('.card')].map(card => card.textContent)")
        barrier = next(card for card in cards if card.startswith("Barrier"))
        shown = f"{self.result['profile']['barrier_ev']['value']:.3f}"
        self.assertIn(shown, barrier)

    def test_viewer_has_the_atoms_and_frames(self):
        self.assertEqual(self.browser.run("halfcell.player.viewer.gl.getModel().selectedAtoms({}).length"), 13)
        times = json.loads(self.browser.run("JSON.stringify(JSON.parse(document.querySelector("
                                            "'script[type=\"application/json\"]').textContent).trajectory)"))
        self.assertEqual(times["xyz"].count("\n13\n") + times["xyz"].startswith("13\n"), len(times["times_fs"]))
        self.assertEqual(times["marked"], [0, 12])

    def test_reacting_atoms_are_named(self):
        self.assertIn("Ar 12", self.browser.run("document.body.textContent"))


unittest.main(argv=["test_page_run"], verbosity=2)
