"""The scripts of examples/charged-vacancy: alignment of potentials against closed forms, against another program and where it is
known; what the table of energies says of the vacancy, written out."""
import csv
import json
import sys

import numpy as np

from halfcell_command import ROOT, CommandTest, main

EXAMPLE = (ROOT / "examples" / "charged-vacancy").resolve()
sys.dont_write_bytecode = True  # nothing of the tests stays beside the example
sys.path.insert(0, str(EXAMPLE))
import compute  # noqa: E402

E2 = compute.HARTREE_EV * compute.BOHR_ANGSTROM  # eV angstrom between unit charges
SIMPLE_CUBIC = 2.837297479480619
CAESIUM_CHLORIDE = 1.762674773070988  # by the distance of nearest neighbours
ROCK_SALT = 1.747564594633182
EDGE = compute.REPEAT * compute.EDGE
CELL = EDGE * np.eye(3)


def flatness(edge):
    """What averaging adds: the background curves the potential alike everywhere but at the charge."""
    return 0.5 * compute.SPREAD**2 * 4 * np.pi * E2 / edge**3


def waves_of(lines, grid):
    """A sum of waves (amplitude, three numbers, phase in turns) on a grid of so many points an edge."""
    x = np.stack(np.meshgrid(*[np.arange(grid) / grid] * 3, indexing="ij"), -1)
    return sum(a * np.cos(2 * np.pi * (x @ np.array(n) - p)) for a, n, p in lines)


class AlignmentTest(CommandTest):
    def test_madelung(self):
        """At the charge and in the middle between its images: the lattices of a cube and of caesium chloride."""
        at_charge, at_middle = compute.point_charge(CELL, 1, 1, EDGE * np.array([[0, 0, 0], [0.5, 0.5, 0.5]]))
        own = np.sqrt(2 / np.pi) / compute.SPREAD * E2
        self.assertAlmostEqual(at_charge, own - SIMPLE_CUBIC * E2 / EDGE + flatness(EDGE), places=8)
        middle = (CAESIUM_CHLORIDE / np.sqrt(0.75) - SIMPLE_CUBIC) * E2 / EDGE
        self.assertAlmostEqual(at_middle, middle + flatness(EDGE), places=8)

    def test_image_correction(self):
        """Of a cube the program's formula; of a face-centred lattice (edge 17) what makes rock salt of two of them."""
        self.assertAlmostEqual(compute.image_correction(CELL, 2, 9.8), SIMPLE_CUBIC * 4 * E2 / (2 * 9.8 * EDGE), places=8)
        cell = compute.larger_cell().cell[:]
        volume = abs(np.linalg.det(cell))
        between = compute.point_charge(cell, 1, 1, np.array([[8.5, 0, 0]]))[0] - 2 * np.pi * compute.SPREAD**2 * E2 / volume
        self.assertAlmostEqual(2 * compute.image_correction(cell, 1, 1) + between, 2 * ROCK_SALT * E2 / 17, places=8)

    def test_another_program(self):
        """V_O+ in 63 atoms of MgO, epsilon 8.775378: what pydefect's test data (version 0.2.4) has at three ions."""
        edge, permittivity = 8.3457008510590196, 8.775378
        ions = {(0.9984685648746563, 0.0005648697872331, 0.4995714912595872): -0.07004117987038559,
                (0.9995794121799619, 0.5001326381346587, 0.4993920955868276): -0.1365224644346417,
                (0.4996316606886921, 0.2494836347611411, 0.5000833883433842): -0.10415419179794715}
        for place, expected in ions.items():
            away = compute.nearest_images(edge * np.eye(3), edge * (np.array([place]) - [0.25, 0, 0]))
            found = compute.point_charge(edge * np.eye(3), 1, permittivity, away)[0] - flatness(edge) / permittivity
            self.assertAlmostEqual(found, expected, places=7)

    def test_averages_of_waves(self):
        """A wave is weakened by exp(-G^2 s^2/2), wherever the point lies between those of the grid."""
        lines = [(0.7, (2, 0, 1), 0.1), (0.4, (-1, 3, 2), 0.6), (0.3, (0, 0, 0), 0.0)]
        point = np.array([1.234, 5.01, 7.77])
        expected = 0.0
        for a, n, p in lines:
            g = 2 * np.pi * np.array(n) / EDGE
            expected += a * np.cos(g @ point - 2 * np.pi * p) * np.exp(-0.5 * g @ g * compute.SPREAD**2)
        found = compute.averages(CELL, waves_of(lines, 40), [point])[0]
        self.assertAlmostEqual(found, expected, places=10)

    def test_a_shift_is_found(self):
        """The crystal's potential, a constant and the charge's own: the constant comes out, the same around every ion."""
        atoms = compute.supercell()
        host = waves_of([(5.0, (4, 0, 0), 0.0), (3.0, (0, 4, 0), 0.0), (2.0, (2, 2, 2), 0.0)], 40)
        numbers, vectors = compute.waves(CELL, compute.SPREAD)
        spectrum = np.zeros((40, 40, 40))
        for n, g in zip(numbers, vectors):
            if n.any():
                spectrum[tuple(n)] = 4 * np.pi * 2 * E2 / (9.8 * EDGE**3) / (g @ g)
        charge = np.fft.ifftn(spectrum).real * 40**3
        perfect = (CELL, atoms.numbers, atoms.positions, host)
        defect = (CELL, atoms.numbers, atoms.positions, host + 0.123 + charge)
        mean, deviation, count = compute.alignment(perfect, defect, 2, 9.8)
        self.assertAlmostEqual(mean, 0.123, places=8)
        self.assertLess(deviation, 1e-8)
        self.assertEqual(count, 34)  # beyond half the edge: 12 + 12 + 3 + 6 + 1

    def test_the_larger_cell_is_as_the_smaller_near_the_vacancy(self):
        """Displacements of the two shells around the vacancy are carried over, and no other."""
        small = compute.guess(2)
        large = compute.transplanted(small)
        for atoms in (small, large):
            away = compute.nearest_images(atoms.cell[:], atoms.positions)
            distance = np.sort(np.linalg.norm(away, axis=1))
            np.testing.assert_allclose(distance[1:19], [2.325] * 6 + [3.0052 - 0.04] * 12, atol=1e-4)
            self.assertGreater(distance[19], 3.68)


class TableTest(CommandTest):
    def test_formation_energies(self):
        """E_f(q) - E_f(0) at U = 0, written out; levels where they are alike; and oxygen's chemical potential cancels."""
        with open(EXAMPLE / "energies.csv") as file:
            rows = {row["species"]: row for row in csv.DictReader(line for line in file if not line.startswith("#"))}
        neutral = float(rows["[V_O]_s"]["energy_ev"])
        over = {"0": 0.0}
        for q, name in ((1, "[V_O^+]_s"), (2, "[V_O^2+]_s")):
            row = {key: float(rows[name][key]) for key in ("energy_ev", "electron_level_ev", "cell_edge_angstrom", "permittivity")}
            image = SIMPLE_CUBIC * q**2 * E2 / (2 * row["permittivity"] * row["cell_edge_angstrom"])
            over[f"{q}+"] = row["energy_ev"] - neutral + image + q * (row["electron_level_ev"] - 4.44)
        for job in ("oxygen.yaml", "water.yaml"):
            found = self.run_json("diagram", EXAMPLE / job, "--folder", job + "-out")["stability"][0]
            energy = {s["state"]: s["free_energy_ev"] for s in found["states"]}
            for q, expected in over.items():
                self.assertAlmostEqual(energy["V_O/" + q] - energy["V_O/0"], expected, places=6)
            levels = {t["below"]: t["at_v_she"] for t in found["transitions"]}
            self.assertAlmostEqual(levels["V_O/0"], over["1+"], places=6)
            self.assertAlmostEqual(levels["V_O/1+"], over["2+"] - over["1+"], places=6)


main()
