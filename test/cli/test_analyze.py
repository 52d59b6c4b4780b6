"""halfcell analyze against ASE, on trajectories that ASE wrote, and as a user runs it well and badly."""
import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from ase import Atoms
from ase.build import bulk, molecule
from ase.ga.utilities import get_rdf
from ase.io import write
from ase.neighborlist import neighbor_list

BINARY, ROOT = os.path.abspath(sys.argv[1]), sys.argv[2]


def halfcell(*words):
    return subprocess.run([BINARY, *words], capture_output=True, text=True, timeout=300)


def analyze(path, *words):
    done = halfcell("analyze", path, *words, "--json")
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return {table["id"]: table for table in json.loads(done.stdout)["tables"]}


def values(table, series=0):
    return np.array(table["series"][series]["values"], dtype=float)


def water_frames(count, cell, molecules, rng):
    """Rigid water molecules at random places and turns (they may overlap), with a gold dimer."""
    frames = []
    for _ in range(count):
        atoms = Atoms("Au2", [[0, 0, 0], [0, 0, 2.6]], cell=cell, pbc=True)
        for _ in range(molecules):
            water = molecule("H2O")
            water.euler_rotate(*rng.uniform(0, 360, 3))
            water.positions += rng.uniform(-1, 2, 3) @ np.array(cell)
            atoms += water
        frames.append(atoms)
    return frames


def owners_of(atoms):
    """The atom that each hydrogen belongs to and the vector from it: the nearest other one within 1.5 Angstrom."""
    owner, best = {}, {}
    for a, b, r, v in zip(*neighbor_list("ijdD", atoms, 1.5)):
        if atoms.numbers[a] == 1 and atoms.numbers[b] != 1 and r < best.get(a, 9):
            best[a], owner[a] = r, (b, -v)
    return owner


def bonds_of(atoms):
    """Hydrogen bonds by the stated criterion, from ASE's neighbour list."""
    owner, count = owners_of(atoms), 0
    for a, b, v in zip(*neighbor_list("ijD", atoms, 3.5)):
        if atoms.numbers[a] != 8 or atoms.numbers[b] != 8:
            continue
        for own, to_h in owner.values():
            if own == a:
                cosine = to_h @ v / np.linalg.norm(to_h) / np.linalg.norm(v)
                count += np.degrees(np.arccos(np.clip(cosine, -1, 1))) <= 30
    return count


def waters_of(atoms):
    """Oxygens with two hydrogens of their own and no other oxygen bonded (1.2 times twice 0.66 Angstrom)."""
    own = [oxygen for oxygen, _ in owners_of(atoms).values()]
    i, j = neighbor_list("ij", atoms, 1.2 * 1.32)
    bound = set(i[(atoms.numbers[i] == 8) & (atoms.numbers[j] == 8)])
    return [a for a in np.flatnonzero(atoms.numbers == 8) if own.count(a) == 2 and a not in bound]


class AgainstAse(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = os.path.join(cls.folder.name, "water.extxyz")
        cls.cell = [[9.3, 0, 0], [2.1, 8.9, 0], [-1.7, 2.4, 10.1]]
        cls.frames = water_frames(6, cls.cell, 20, np.random.default_rng(5))
        write(cls.path, cls.frames)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_distance_and_angle(self):
        tables = analyze(self.path, "--distance", "0-2, 5-30", "--angle", "3-2-4")
        for series, (a, b) in enumerate([(0, 2), (5, 30)]):
            expected = [atoms.get_distance(a, b, mic=True) for atoms in self.frames]
            np.testing.assert_allclose(values(tables["distance"], series), expected, atol=1e-6)
        expected = [atoms.get_angle(3, 2, 4, mic=True) for atoms in self.frames]
        np.testing.assert_allclose(values(tables["angle"]), expected, atol=1e-5)
        self.assertEqual(tables["distance"]["x"]["values"], list(range(6)))

    def test_rdf(self):
        tables = analyze(self.path, "--rdf", "O-H", "--maximum-angstrom", "12", "--bin-angstrom", "0.5")
        histogram = np.zeros(24)
        for atoms in self.frames:
            i, j, d = neighbor_list("ijd", atoms, 12.0)
            chosen = (atoms.numbers[i] == 8) & (atoms.numbers[j] == 1)
            histogram += np.histogram(d[chosen], bins=24, range=(0, 12))[0] / len(self.frames)
        edges = np.arange(25) * 0.5
        shells = 4 * np.pi / 3 * np.diff(edges**3)
        expected = histogram / 20 / shells / (40 / self.frames[0].get_volume())
        np.testing.assert_allclose(values(tables["rdf-O-H"]), expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(values(tables["rdf-O-H-running"]), np.cumsum(histogram) / 20, rtol=1e-9)

    def test_rdf_by_ase(self):
        path = os.path.join(self.folder.name, "gold.extxyz")
        gold = bulk("Au", cubic=True).repeat(4)
        gold.rattle(0.2, seed=3)
        write(path, gold)
        # ASE gives g at bin centres from the shell volume there; ours is exact for the shell: compare counts.
        g, r = get_rdf(gold, 8.0, 80)
        ours = values(analyze(path, "--rdf", "Au-Au", "--maximum-angstrom", "8", "--bin-angstrom", "0.1")["rdf-Au-Au"])
        exact = 4 * np.pi / 3 * (np.arange(1, 81) ** 3 - np.arange(80) ** 3) * 0.1**3
        theirs = g * 4 * np.pi * r**2 * 0.1 / exact if np.isclose(r[0], 0.05) else None
        self.assertIsNotNone(theirs, "ASE's bins are not where this test expects them")
        np.testing.assert_allclose(ours[1:], theirs[1:], rtol=2e-3, atol=1e-9)

    def test_coordination(self):
        tables = analyze(self.path, "--coordination", "element Au", "--neighbour", "element O H", "--cutoff-angstrom", "4")
        for atom in (0, 1):
            expected = []
            for atoms in self.frames:
                i, j = neighbor_list("ij", atoms, 4.0)
                expected.append(np.sum((i == atom) & (atoms.numbers[j] != 79)))
            np.testing.assert_array_equal(values(tables["coordination"], 1 + atom), expected)

    def test_hydrogen_bonds(self):
        ours = values(analyze(self.path, "--hydrogen-bonds")["hydrogen-bonds"])
        np.testing.assert_array_equal(ours, [bonds_of(atoms) for atoms in self.frames])
        self.assertGreater(ours.sum(), 0)

    def test_density(self):
        table = analyze(self.path, "--density", "y", "--bin-angstrom", "0.3")["density-y"]
        width = table["x"]["values"][1] - table["x"]["values"][0]
        volume = self.frames[0].get_volume() / len(table["x"]["values"])
        total = values(table).sum() * volume / 1.66053906660
        self.assertAlmostEqual(total, self.frames[0].get_masses().sum(), delta=0.02)
        normal = np.cross(self.cell[2], self.cell[0])
        normal /= np.linalg.norm(normal)
        length = np.dot(self.cell[1], normal)
        self.assertAlmostEqual(width * len(table["x"]["values"]), length, places=9)
        gold = [s["label"] for s in table["series"]].index("Au")
        heights = np.concatenate([(atoms.positions[:2] @ normal) % length for atoms in self.frames])
        counts = np.histogram(heights, bins=len(table["x"]["values"]), range=(0, length))[0] / len(self.frames)
        np.testing.assert_allclose(values(table, gold) * volume / 1.66053906660, counts * 196.96657, atol=1e-3)

    def test_shells(self):
        tables = analyze(self.path, "--water-shells", "element Au", "--maximum-angstrom", "4", "--bin-angstrom", "1",
                         "--points", "400000")
        counts = np.zeros(4)
        for atoms in self.frames:
            i, j, d = neighbor_list("ijd", atoms, 4.0)
            for oxygen in waters_of(atoms):
                near = d[(i == oxygen) & (atoms.numbers[j] == 79)]
                if len(near):
                    counts[int(near.min())] += 1
        self.assertGreater(counts.sum(), 15)

        def union(r, a=2.6):
            """Volume of two spheres a apart."""
            lens = np.pi * (2 * r - a) ** 2 * (a * a + 4 * a * r) / (12 * a) if 2 * r > a else 0
            return 8 * np.pi / 3 * r**3 - lens

        volume = np.diff([union(r) for r in range(5)])
        ours = values(tables["water-density"]) / 1.66053906660 / 18.015 * volume * len(self.frames)
        np.testing.assert_allclose(ours, counts, rtol=0.02, atol=1e-9)


class AsAUser(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, "w.xyz")
        write(self.path, [molecule("H2O")] * 60, format="xyz")

    def tearDown(self):
        self.folder.cleanup()

    def test_files(self):
        out = os.path.join(self.folder.name, "results")
        done = halfcell("analyze", self.path, "--distance", "0-1", "--distance", "0-2", "--species", "--timestep-fs",
                        "0.5", "--skip", "10", "--stride", "5", "--output", out)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(sorted(os.listdir(out)), ["distance-2.csv", "distance-2.json", "distance.csv",
                                                   "distance.json", "species.csv", "species.json"])
        with open(os.path.join(out, "distance.csv")) as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), 10)
        self.assertEqual(float(rows[1]["time_fs"]), 7.5)
        self.assertAlmostEqual(float(rows[0]["d_0_1_angstrom"]), molecule("H2O").get_distance(0, 1), places=6)
        with open(os.path.join(out, "species.json")) as file:
            self.assertEqual(json.load(file)["series"][0]["values"], [1.0] * 10)

    def test_text(self):
        done = halfcell("analyze", self.path, "--distance", "0-1", "--rdf", "O-H", "--maximum-angstrom", "1",
                        "--bin-angstrom", "0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("60 rows", done.stdout)
        self.assertIn("Not normalised", done.stdout)
        done = halfcell("analyze", self.path, "--rdf", "--from", "element O", "--to", "1", "--species")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("selection", done.stdout)
        self.assertIn("--water-shells", halfcell("analyze", "--help").stdout)

    def test_refusals(self):
        for words, message in [
            ([self.path], "no analysis is asked for"),
            ([self.path, "--distance"], "wants a value"),
            ([self.path, "--rdf"], "give either pair"),
            ([self.path, "--rdf", "O-Q"], "no element"),
            ([self.path, "--distance", "0-9"], "no atom 9"),
            ([self.path, "--distance", "0-1", "--skip", "60"], "no frame is left"),
            ([self.path, "--density", "z"], "periodic"),
            ([self.path, "--density", "q"], "z"),
            ([self.path, "--species=1"], "takes no value"),
            ([self.path, "--bin-angstrom", "1", "--rdf", "O-H"], "unknown option"),
            ([self.path, "--rdf", "O-H", "--bin-angstrom", "-1"], "bin_angstrom"),
            ([self.path, "--water-shells", "element Xy"], "Xy"),
            (["nowhere.xyz", "--species"], "nowhere.xyz"),
        ]:
            done = halfcell("analyze", *words)
            self.assertEqual(done.returncode, 2, (words, done.stdout, done.stderr))
            self.assertEqual(done.stdout, "", words)
            self.assertIn(message, done.stderr, words)
        broken = os.path.join(self.folder.name, "broken.xyz")
        with open(self.path) as source, open(broken, "w") as target:
            target.write(source.read()[:-20])
        done = halfcell("analyze", broken, "--species", "--json")
        self.assertEqual(done.returncode, 2)
        self.assertIn("error", json.loads(done.stdout))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
