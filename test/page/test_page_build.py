"""The page of a built structure, from the recipe to the browser: python3 test_page_build.py BINARY REPOSITORY."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
BINARY = os.path.abspath(sys.argv[1])
sys.path.insert(0, HERE)
from browser import Browser

RECIPE = """about: {title: "A turned bond", doi: 10.1016/0009-2614(86)80661-3, reference: "Stone 1986", model: "one bond turned"}
steps:
  - {type: graphene, repeat: [6, 6]}
  - {type: carbon-defect, kind: stone-wales}
"""
PAGE_DATA = "JSON.parse(document.getElementById('page-data').textContent)"


class PageOfABuild(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        recipe = os.path.join(cls.folder.name, "recipe.yaml")
        with open(recipe, "w", encoding="utf-8") as file:
            file.write(RECIPE)
        done = subprocess.run([BINARY, "build", recipe, "-o", os.path.join(cls.folder.name, "sheet.extxyz"), "--view",
                               "--json"], check=True, capture_output=True, stdin=subprocess.DEVNULL)
        cls.result = json.loads(done.stdout)
        cls.browser = Browser()
        cls.browser.size(1366, 768)
        cls.browser.open(cls.result["page"])
        cls.page = json.loads(cls.browser.run(f"JSON.stringify({PAGE_DATA})"))

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def halo_spheres(self):
        """Balls around marked atoms that the viewer draws now."""
        return self.browser.run("halfcell.player.viewer.haloCount")

    def test_nothing_to_complain_about(self):
        self.assertEqual(self.browser.complaints(), [])

    def test_it_lies_beside_the_structure(self):
        self.assertEqual(self.result["page"], os.path.join(self.folder.name, "sheet.html"))

    def test_atoms_have_the_colours_of_their_elements(self):
        atoms = "halfcell.player.viewer.gl.getModel().selectedAtoms({})"
        self.assertEqual(self.browser.run(f"{atoms}.length"), 72)
        self.assertEqual(self.browser.run(f"new Set({atoms}.map(atom => atom.color)).size"), 1)

    def test_defects_are_marked(self):  # a turned bond: two pentagons and two heptagons, 16 atoms
        groups = {group["label"]: group for group in self.page["trajectory"]["groups"]}
        self.assertEqual(sum(len(group["atoms"]) for group in groups.values()), 16)
        self.assertLessEqual(set(groups), {"pentagon", "heptagon"})
        self.assertTrue(all(group["halo"] for group in groups.values()))
        self.assertEqual(self.halo_spheres(), 16)

    def test_marks_are_switched_off_and_on(self):
        box = "[...document.querySelectorAll('.options label')].find(one => one.textContent === 'Defects').querySelector('input')"
        picture = "halfcell.player.viewer.gl.pngURI()"
        marked = self.browser.run(picture)
        self.browser.run(f"{box}.click()")
        self.assertEqual(self.halo_spheres(), 0)
        self.assertNotEqual(self.browser.run(picture), marked)
        self.browser.run(f"{box}.click()")
        self.assertEqual(self.halo_spheres(), 16)
        self.assertEqual(self.browser.run(picture), marked)

    def test_census_and_origin_are_told(self):
        tables = {table["title"]: table["rows"] for table in self.page["tables"]}
        counts = {row[0]: row[2] for row in tables["Census"]}
        self.assertEqual((counts["pentagon"], counts["heptagon"], counts["hexagon"]), (2, 2, 32))
        self.assertIn(["model", "one bond turned"], tables["A model of"])
        self.assertEqual(self.browser.run("[...document.querySelectorAll('a')].map(one => one.href)"
                                          ".filter(one => one.includes('doi.org')).length"), 1)
        heading = self.browser.run("document.querySelector('header').textContent")
        self.assertIn("A turned bond", heading)
        self.assertIn("C72", heading)

    def test_recipe_is_on_the_page(self):
        self.assertIn("stone-wales", self.page["job"])


unittest.main(argv=["test_page_build"], verbosity=2)
