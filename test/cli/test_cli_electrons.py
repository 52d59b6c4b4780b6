"""What halfcell energy reads off the density: charges, dipole, levels, cube files, density of states."""
import csv
import math
import subprocess

from halfcell_command import *

try:
    import numpy as np
    from ase.io.cube import read_cube, write_cube
except ImportError:
    sys.exit(77)

BOHR, HARTREE = 0.529177210903, 27.211386245988
GPW = ("--engine", "gpw", "--cutoff-ry", "200", "--margin-angstrom", "3.5")
COARSE = ("--engine", "gpw", "--cutoff-ry", "80", "--margin-angstrom", "2.5")
JOB = """structure: {file: h2.xyz}
engine: {type: gpw, cutoff_ry: 80, margin_angstrom: 2.5}
dynamics: {timestep_fs: 0.5, thermostat: nve}
sampling: {type: plain, steps: 2}
charges: {scheme: bader, every_steps: 2}
"""
# CP2K 2023.1, PBE, DZVP-MOLOPT-SR-GTH, GTH-PBE, 200 Ry, isolated in a box of 9 angstrom.
CP2K_DIPOLE_DEBYE = -1.80045
CP2K_LEVELS_EV = [-25.293771, -13.087139, -9.271524, -7.183153]
HYDROXYL = "2\nhydroxyl\nO 0 0 0\nH 0 0 0.98\n"
SLAB = """3
Lattice="6 0 0 0 6.5 0 0 0 14" Properties=species:S:1:pos:R:3 pbc="T T F"
O 0.000 0.000 0.119
H 0.000 0.763 -0.477
H 0.000 -0.763 -0.477
"""
# Two molecules that differ, in a skewed cell.
CELL = """5
Lattice="5.6 0.2 0 -0.9 5.8 0.3 0.4 -0.2 6.0" Properties=species:S:1:pos:R:3 pbc="T T T"
O {0} 0.000 0.119
H {0} 0.763 -0.477
H {0} -0.763 -0.477
H {1} 3.0 2.9
H {1} 3.0 3.65
"""


def read_field(path):
    """Values, volume element (bohr^3), origin and atoms, all in bohr."""
    with open(path) as file:
        cube = read_cube(file)
    values, atoms = cube["data"], cube["atoms"]
    return values, abs(np.linalg.det(atoms.cell)) / BOHR**3 / values.size, cube["origin"] / BOHR, atoms


class Electrons(CommandTest):
    def test_water(self):
        r = self.run_json("energy", "water.xyz", *GPW, "--charges", "mulliken,hirshfeld", "--charges=bader", "--dipole",
                          "--levels", "--cube", "density,homo,lumo,potential,orbital-3", "--dos", "dos.csv",
                          "--dos-atoms", "element O")
        for key in ("mulliken_e", "hirshfeld_e", "bader_e"):
            self.assertAlmostEqual(sum(r[key]), 0, delta=1e-9, msg=key)
            self.assertAlmostEqual(r[key][1], r[key][2], delta=2e-4, msg=key)
            self.assertLess(r[key][0], -0.2, key)
        self.assertAlmostEqual(r["grid_electrons"], 8, delta=2e-5)
        # Hirshfeld's charges are small, Bader's large.
        self.assertTrue(0.13 < r["hirshfeld_e"][1] < 0.2, r["hirshfeld_e"])
        self.assertTrue(0.5 < r["bader_e"][1] < 0.65, r["bader_e"])
        self.assertEqual(r["hirshfeld_spins"], [0, 0, 0])
        self.assertAlmostEqual(r["dipole_debye"][2], CP2K_DIPOLE_DEBYE, delta=2e-3)
        self.assertAlmostEqual(r["dipole_debye"][0], 0, delta=2e-3)
        (levels,), (filled,) = r["orbital_energies_ev"], r["orbital_occupations"]
        for ours, theirs in zip(levels, CP2K_LEVELS_EV):
            self.assertAlmostEqual(ours, theirs, delta=5e-3)
        np.testing.assert_allclose(filled[:5], [2, 2, 2, 2, 0], atol=1e-12)
        self.assertAlmostEqual(levels[4] - levels[3], r["gap_ev"], delta=1e-3)
        self.check_cubes(r)
        self.check_dos(levels)

    def check_cubes(self, r):
        density, element, origin, atoms = read_field(self.folder / "water-density.cube")
        self.assertEqual(r["cubes"][0], "water-density.cube")
        self.assertAlmostEqual(density.sum() * element, r["grid_electrons"], delta=1e-6)
        np.testing.assert_allclose(atoms.positions[1], [0, 0.763, -0.477], atol=1e-8)
        # The density is greatest beside the oxygen atom: field and atoms are in the same coordinates.
        step = atoms.cell[:] / BOHR / np.array(density.shape)[:, None]
        peak = (origin + np.array(np.unravel_index(density.argmax(), density.shape)) @ step) * BOHR
        self.assertLess(np.linalg.norm(peak - atoms.positions[0]), 0.35)
        # Dipole from the file.
        index = np.indices(density.shape).reshape(3, -1)
        moment = -(density.reshape(-1) * element) @ (index.T @ step + origin)
        for atom, charge in zip(atoms, [6, 1, 1]):
            moment = moment + charge * atom.position / BOHR
        self.assertAlmostEqual(moment[2] * 2.541746, r["dipole_debye"][2], delta=1e-3)
        homo, lumo, third = (read_field(self.folder / f"water-{name}.cube")[0] for name in ("homo", "lumo", "orbital-3"))
        self.assertAlmostEqual((homo**2).sum() * element, 1, delta=1e-3)
        self.assertAlmostEqual((homo * lumo).sum() * element, 0, delta=1e-3)
        np.testing.assert_array_equal(homo, third)
        # Plus the HOMO of water has a node in the plane of the molecule.
        self.assertAlmostEqual(homo.sum() * element, 0, delta=1e-3)
        again = self.run_json("bader", "water-density.cube", "--refine", str(r["bader_refinement"]))
        self.assertEqual(r["bader_refinement"], 2)
        np.testing.assert_allclose(again["bader_e"], r["bader_e"], atol=2e-5)
        # A file that ASE wrote has no charges of nuclei.
        with open(self.folder / "ase.cube", "w") as file:
            write_cube(file, atoms, density, origin=origin * BOHR)
        ase = self.run_json("bader", "ase.cube", "--refine=2")
        np.testing.assert_allclose(ase["electrons"], again["electrons"], atol=2e-4)

    def check_dos(self, levels):
        with open(self.folder / "dos.csv") as file:
            rows = list(csv.DictReader(file))
        energy = np.array([float(row["energy_ev"]) for row in rows])
        total, oxygen, hydrogen, atom = (np.array([float(row[f"{name}_per_ev"]) for row in rows])
                                         for name in ("total", "O", "H", "atom_0"))
        filled = energy < 0.5 * (levels[3] + levels[4])
        self.assertAlmostEqual(np.trapz(total[filled], energy[filled]), 8, delta=1e-6)
        np.testing.assert_allclose(total, oxygen + hydrogen, atol=1e-9)
        np.testing.assert_array_equal(atom, oxygen)

    def test_open_shell(self):
        self.write("oh.xyz", HYDROXYL)
        r = self.run_json("energy", "oh.xyz", *GPW, "--multiplicity", "2", "--electronic-temperature-k", "500",
                          "--charges", "hirshfeld,bader", "--cube", "spin,homo-beta")
        for key in ("spins", "hirshfeld_spins", "bader_spins"):
            self.assertAlmostEqual(sum(r[key]), 1, delta=1e-4, msg=key)
            self.assertGreater(r[key][0], 0.9, key)
        spin, element, _, _ = read_field(self.folder / "oh-spin.cube")
        self.assertAlmostEqual(spin.sum() * element, 1, delta=1e-4)
        self.assertTrue((self.folder / "oh-homo-beta.cube").exists())

    def test_ion(self):
        self.write("oh.xyz", HYDROXYL)
        r = self.run_json("energy", "oh.xyz", *GPW, "--charge", "-1", "--charges", "hirshfeld,bader")
        self.assertAlmostEqual(sum(r["hirshfeld_e"]), -1, delta=1e-9)
        self.assertAlmostEqual(sum(r["bader_e"]), -1, delta=1e-9)

    def test_slab(self):
        """The dipole of a layer is the step of the potential across it: 4 pi mu / A."""
        self.write("slab.xyz", SLAB)
        r = self.run_json("energy", "slab.xyz", *GPW, "--dipole", "--cube", "potential", "--cube-prefix", "plane")
        self.assertEqual(r["dipole_debye"][:2], [None, None])
        values, _, _, atoms = read_field(self.folder / "plane-potential.cube")
        plane = values.mean(axis=(0, 1))
        step = plane[-8] - plane[8]  # hartree/e, above minus below, away from the jump at the ends of the cell
        area = 6 * 6.5 / BOHR**2
        self.assertAlmostEqual(step, 4 * math.pi * r["dipole_debye"][2] / 2.541746 / area, delta=2e-4)
        self.assertLess(r["dipole_debye"][2], -1)

    def test_bulk(self):
        """Sums in a skewed cell; moving all atoms against the grid changes little."""
        shifted = []
        for shift in (0.0, 0.037):
            self.write("cell.xyz", CELL.format(shift, 2.5 + shift))
            r = self.run_json("energy", "cell.xyz", *GPW, "--charges", "hirshfeld,bader")
            self.assertAlmostEqual(sum(r["hirshfeld_e"]), 0, delta=1e-9)
            self.assertAlmostEqual(sum(r["bader_e"]), 0, delta=1e-9)
            shifted.append(r)
        np.testing.assert_allclose(shifted[0]["hirshfeld_e"], shifted[1]["hirshfeld_e"], atol=2e-4)
        np.testing.assert_allclose(shifted[0]["bader_e"], shifted[1]["bader_e"], atol=4e-3)
        # The hydrogen molecule keeps nearly all to itself.
        self.assertAlmostEqual(sum(shifted[0]["bader_e"][3:]), 0, delta=0.03)
        self.assert_refused("energy", "cell.xyz", *GPW, "--dipole", says="has no dipole moment")

    def test_text(self):
        out = self.run_command("energy", "water.xyz", *GPW, "--charges", "hirshfeld,bader", "--dipole", "--levels").stdout
        for word in ("Hirshfeld", "Bader", "dipole (debye)", "orbital"):
            self.assertIn(word, out)

    def test_a_run_writes_charges(self):
        """Of every second step, as `energy` has them; what was written behind a checkpoint is cut off."""
        self.write("h2.xyz", "2\n\nH 0 0 0\nH 0 0 0.74\n")
        self.write("job.yaml", JOB)
        self.write("wrong.yaml", JOB.replace("type: gpw, cutoff_ry: 80, margin_angstrom: 2.5", "type: gfn1"))
        self.assert_refused("run", "wrong.yaml", says="engine gfn1 does not give bader charges")
        self.run_command("run", "job.yaml")
        path = self.folder / "job" / "charges.csv"
        written = path.read_text()
        rows = list(csv.DictReader(written.splitlines()))
        self.assertEqual([(row["step"], row["atom"]) for row in rows], [("0", "0"), ("0", "1"), ("2", "0"), ("2", "1")])
        first = self.run_json("energy", "h2.xyz", *COARSE, "--charges", "bader")
        self.assertGreater(abs(first["bader_e"][0]), 1e-3)  # of a coarse grid
        for row, charge in zip(rows[:2], first["bader_e"]):
            self.assertAlmostEqual(float(row["charge_e"]), charge, delta=1e-6)
            self.assertEqual(float(row["spin"]), 0)
        path.write_text(written + "3,1.5,0")
        self.run_command("run", "job", "--resume")
        self.assertEqual(path.read_text(), written)

    def test_refusals(self):
        self.write("h2.xyz", "2\n\nH 0 0 0\nH 0 0 0.74\n")
        file = ("energy", "h2.xyz", *COARSE)
        self.assert_refused(*file, "--charges", "loewdin", says="there are mulliken, hirshfeld, bader")
        self.assert_refused(*file, "--cube", "density,humo", says="'humo' is not known")
        self.assert_refused(*file, "--cube", "orbital-x", says="'orbital-x' is not known")
        self.assert_refused(*file, "--cube", "spin", says="the shell is closed")
        self.assert_refused(*file, "--cube", "orbital-900", says="counted from 0 to 9")
        self.assert_refused("energy", "water.xyz", "--engine", "gfn1", "--dipole", says="does not give a dipole moment")
        self.assert_refused("energy", "water.xyz", "--engine", "gfn1", "--charges", "bader",
                            says="does not give densities and orbitals")
        self.assert_refused("bader", "water.xyz", says="water.xyz")
        self.assert_refused("bader", "absent.cube", says="absent.cube")


def has_basis_sets():
    """Basis sets and pseudopotentials are CP2K's files, which may not be installed."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "h.xyz")
        path.write_text("2\n\nH 0 0 0\nH 0 0 0.74\n")
        result = subprocess.run([BINARY, "energy", path, "--engine", "gpw", "--cutoff-ry", "80", "--json"],
                                capture_output=True, text=True)
        return "missing-data" not in result.stdout


if not has_basis_sets():
    sys.exit(77)
main()
