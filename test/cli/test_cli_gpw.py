"""halfcell energy --engine gpw: what it prints, and what it refuses."""
import csv
import math
import re

from halfcell_command import *

GPW = ("--engine", "gpw", "--cutoff-ry", "280", "--margin-angstrom", "3")
CELL = """3
Lattice="6 0 0 0 6 0 0 0 {height}" Properties=species:S:1:pos:R:3 pbc="T T {third}"
O 0.000 0.000 0.119
H 0.000 0.763 -0.477
H 0.000 -0.763 -0.477
"""


class Gpw(CommandTest):
    def test_keys(self):
        result = self.run_json("energy", "water.xyz", *GPW, "--forces")
        self.assertAlmostEqual(sum(result["terms_hartree"].values()), result["free_energy_hartree"], delta=1e-9)
        self.assertEqual(result["basis_count"], 23)
        self.assertEqual(result["orbital_count"], 4)
        self.assertEqual(len(result["grid"]), 3)
        self.assertEqual(result["mulliken_e"], result["charges_e"])
        self.assertAlmostEqual(sum(result["mulliken_e"]), 0, delta=1e-8)
        self.assertEqual(result["spins"], [0, 0, 0])
        self.assertGreater(result["gap_ev"], 5)
        self.assertTrue(result["converged"])
        for k in range(3):  # of a molecule in the middle of its box; the grid leaves a little
            self.assertAlmostEqual(sum(force[k] for force in result["forces_hartree_per_bohr"]), 0, delta=2e-2)

    def test_open_shell_and_ions(self):
        cation = self.run_json("energy", "water.xyz", *GPW, "--charge", "1")
        self.assertAlmostEqual(sum(cation["mulliken_e"]), 1, delta=1e-8)
        self.assertAlmostEqual(sum(cation["spins"]), 1, delta=1e-8)
        triplet = self.run_json("energy", "water.xyz", *GPW, "--multiplicity", "3")
        self.assertAlmostEqual(sum(triplet["spins"]), 2, delta=1e-8)
        half = self.run_json("energy", "water.xyz", *GPW, "--charge", "0.5")
        self.assertAlmostEqual(sum(half["mulliken_e"]), 0.5, delta=1e-8)
        self.assertGreater(cation["free_energy_hartree"], half["free_energy_hartree"])

    def test_equal_spins(self):
        """Half an electron in each spin: two atoms apart are as one is, and more than with a spin of its own."""
        self.write("one.xyz", "1\n\nH 0 0 0\n")
        self.write("two.xyz", "2\n\nH 0 0 0\nH 0 0 9\n")
        one = self.run_json("energy", "one.xyz", *GPW, "--equal-spins")
        self.assertEqual(one["spins"], [0])
        two = self.run_json("energy", "two.xyz", *GPW)
        self.assertAlmostEqual(two["free_energy_hartree"], 2 * one["free_energy_hartree"], delta=1e-5)
        spin = self.run_json("energy", "one.xyz", *GPW)
        self.assertAlmostEqual(spin["spins"][0], 1, delta=1e-8)
        self.assertGreater(one["free_energy_hartree"], spin["free_energy_hartree"] + 0.02)

    def test_free_energy_is_gone_down_where_mixing_is_lost(self):
        """Cerium's f levels beside each other, at a temperature that fills many: two geometries converge, the second begins
        from the first, and what converged is the lowest of all steps."""
        self.write("ceo.xyz", "2\n\nCe 0 0 0\nO 0 0 1.7\n")
        result = self.run_command("optimize", "ceo.xyz", *GPW, "--equal-spins", "--electronic-temperature-k", "1500",
                                  "--scf-tolerance", "1e-4", "--max-iterations", "300", "--max-steps", "2", "--verbose",
                                  code=None)
        self.assertIn("mixing does not find the way", result.stderr)
        first, second = result.stderr.split("\nstep 0")
        lowest = min(float(energy) for energy in re.findall(r"ensemble +free energy +(\S+) hartree", first))
        step = float(re.search(r"free energy +(\S+) hartree", second).group(1))
        self.assertAlmostEqual(step, lowest, delta=1e-7)
        residual = float(re.search(r"gpw +1 +ensemble.*residual +(\S+)", second).group(1))
        self.assertLess(residual, 0.07)  # 0.038; the last geometry's matrices alone: 0.176
        self.assertNotIn("the density did not converge", result.stderr)

    def test_boundary_conditions(self):
        """The water molecule has a dipole along z: a slab and a crystal of it differ, and agree with more room."""
        energies = {}
        for height, third in (("9", "F"), ("9", "T"), ("18", "T")):
            self.write("cell.xyz", CELL.format(height=height, third=third))
            energies[height, third] = self.run_json("energy", "cell.xyz", *GPW)["free_energy_hartree"]
        self.assertLess(abs(energies["18", "T"] - energies["9", "F"]), abs(energies["9", "T"] - energies["9", "F"]))
        self.assertLess(abs(energies["9", "T"] - energies["9", "F"]), 5e-2)

    def test_work_function(self):
        """Below and above a layer with a dipole p an area A it differs by 4 pi p / A, also in a periodic cell."""
        self.write("cell.xyz", CELL.format(height="9", third="F"))
        layer = self.run_json("energy", "cell.xyz", *GPW, "--dipole", "--plane-potential", "plane.csv")
        below, above = layer["work_function_sides_ev"]
        dipole = layer["dipole_debye"][2] * 0.393430  # e bohr
        step = 4 * math.pi * dipole / (6 / 0.529177) ** 2 * 27.21139  # V, of the potential
        self.assertAlmostEqual(below - above, step, delta=2e-3)
        self.assertAlmostEqual(layer["work_function_ev"], (below + above) / 2, delta=1e-9)
        self.assertAlmostEqual(layer["u_she_v"], layer["work_function_ev"] - 4.44, delta=1e-9)
        self.assertAlmostEqual(layer["work_function_ev"], -layer["fermi_ev"], delta=1e-3)  # zero between the vacua
        with open(self.folder / "plane.csv") as file:
            rows = [(float(row["z_angstrom"]), float(row["potential_v"])) for row in csv.DictReader(file)]
        self.assertEqual(len(rows), layer["grid"][2])
        for (z, potential), side in zip((rows[0], rows[-1]), (below, above)):
            self.assertAlmostEqual(-potential - layer["fermi_ev"], side, delta=5e-3)
        self.assertLess(rows[0][0], -3)
        self.assertGreater(rows[-1][0], 3)
        self.write("cell.xyz", CELL.format(height="14", third="T"))
        crystal = self.run_json("energy", "cell.xyz", *GPW)
        for ours, expected in zip(crystal["work_function_sides_ev"], (below, above)):
            self.assertAlmostEqual(ours, expected, delta=0.06)
        self.assertNotIn("work_function_ev", self.run_json("energy", "water.xyz", *GPW))

    def test_a_charged_slab_has_no_vacuum_level(self):
        self.write("cell.xyz", CELL.format(height="9", third="F"))
        result = self.run_json("energy", "cell.xyz", *GPW, "--charge", "1")
        self.assertIsNone(result["work_function_ev"])
        self.assertIn("charged", result["work_function_note"])

    def test_dispersion(self):
        plain = self.run_json("energy", "water.xyz", *GPW)
        for kind in ("d3", "d3bj"):
            result = self.run_json("energy", "water.xyz", *GPW, "--dispersion", kind)
            dispersion = result["terms_hartree"]["dispersion"]
            self.assertLess(dispersion, -1e-6)
            self.assertAlmostEqual(result["energy_hartree"], plain["energy_hartree"] + dispersion, delta=1e-7)

    def test_hubbard(self):
        """One electron over two protons sits on either; U on both keeps it where it began."""
        self.write("ion.xyz", "2\n\nH 0 0 0\nH 0 0 5\n")
        ion, u = ("energy", "ion.xyz", *GPW, "--charge", "1"), 12
        shared = self.run_json(*ion)
        self.assertAlmostEqual(shared["spins"][0], 0.5, delta=1e-3)
        self.assertEqual(shared["terms_hartree"]["hubbard"], 0)
        torn = self.run_json(*ion, "--hubbard-u-ev", f"H=s:{u}")
        self.assertAlmostEqual(torn["terms_hartree"]["hubbard"], 2 * u / 2 / 4 / 27.211386, delta=1e-4)
        energies = []
        for atom in (0, 1):
            held = self.run_json(*ion, "--hubbard-u-ev", f"H=s:{u}", "--hubbard-start", f"{atom}=s:1", "--forces")
            self.assertAlmostEqual(held["spins"][atom], 1, delta=1e-3)
            self.assertAlmostEqual(sum(held["terms_hartree"].values()), held["free_energy_hartree"], delta=1e-9)
            self.assertLess(held["terms_hartree"]["hubbard"], 1e-3)
            self.assertGreater(held["gap_ev"], 5)
            energies.append(held["free_energy_hartree"])
        self.assertAlmostEqual(*energies, delta=1e-5)
        self.assertLess(energies[0], torn["free_energy_hartree"] - 5e-3)

    def test_hubbard_in_any_direction(self):
        """All orbitals of a shell count alike: a molecule may be turned. LDA, 400 Ry: the grid's ripple is small."""
        self.write("along.xyz", "2\n\nO 0 0 0\nH 0 0 0.97\n")
        self.write("across.xyz", "2\n\nO 0 0 0\nH 0.44 0.55 0.666933\n")
        found = [self.run_json("energy", name, "--engine", "gpw", "--functional", "LDA", "--charge", "-1",
                               "--hubbard-u-ev", "O=p:6", "--hubbard-u-ev", "H=s:2", "--margin-angstrom", "4")
                 for name in ("along.xyz", "across.xyz")]
        self.assertGreater(found[0]["terms_hartree"]["hubbard"], 1e-3)
        self.assertAlmostEqual(*(r["terms_hartree"]["hubbard"] for r in found), delta=1e-5)
        self.assertAlmostEqual(*(r["free_energy_hartree"] for r in found), delta=5e-4)

    def test_a_ghost_has_functions_and_nothing_else(self):
        alone = self.write("hydrogen.xyz", "2\n\nH 0 0 0\nH 0 0 0.74\n")
        both = self.write("with-ghost.xyz", "3\n\nH 0 0 0\nH 0 0 0.74\nHe 0 0 2.2\n")
        ours = self.run_json("energy", alone, *GPW)
        ghost = self.run_json("energy", both, *GPW, "--potential-of", "ghost=2")
        self.assertGreater(ghost["basis_count"], ours["basis_count"])
        self.assertEqual(ghost["orbital_count"], ours["orbital_count"])
        self.assertAlmostEqual(ghost["energy_hartree"], ours["energy_hartree"], delta=5e-3)

    def test_a_ghost_has_no_dispersion(self):
        """Two molecules with a ghost between them, in the middle of the list: energy and forces of D3 without it."""
        pair = ["H 0 0 0", "H 0 0 0.74", "H 0 2.9 0.3", "H 0 2.9 1.04"]
        with_ghost = pair[:2] + ["He 0 1.4 0.4"] + pair[2:]
        forces, energies = [], []
        for atoms, ghost in ((pair, ()), (with_ghost, ("--potential-of", "ghost=2"))):
            self.write("pair.xyz", f"{len(atoms)}\n\n" + "\n".join(atoms) + "\n")
            plain, d3 = (self.run_json("energy", "pair.xyz", *GPW, *ghost, "--forces", "--dispersion", kind)
                         for kind in ("none", "d3"))
            energies.append(d3["terms_hartree"]["dispersion"])
            forces.append([[b - a for a, b in zip(f, g)] for f, g in zip(plain["forces_hartree_per_bohr"],
                                                                         d3["forces_hartree_per_bohr"])])
        self.assertAlmostEqual(*energies, delta=1e-12)
        self.assertEqual(forces[1].pop(2), [0, 0, 0])
        self.assertGreater(abs(forces[0][0][1]), 1e-5)
        for f, g in zip(*forces):
            for a, b in zip(f, g):
                self.assertAlmostEqual(a, b, delta=1e-10)

    def test_refusals(self):
        self.write("curium.xyz", "1\n\nCm 0 0 0\n")
        self.write("tiny.xyz", CELL.format(height="1", third="T"))
        self.write("narrow.xyz", CELL.replace('"6 0 0 0 6', '"6 0 0 0 1.7').format(height="9", third="F"))
        self.write("wire.xyz", CELL.replace("T T", "F F").format(height="6", third="T"))
        crowd = CELL.replace("O 0.000", "O 5.800").replace("H 0.000 0.763 -0.477", "H 0.1 0 0.1")
        self.write("crowd.xyz", crowd.format(height="6", third="T"))
        self.write("nuclei.xyz", "2\n\nO 0 0 0\nH 0 0 0.2\n")
        for words, says in (
            (("water.xyz", "--functional", "PBEX"), "did you mean 'PBE'"),
            (("water.xyz", "--functional", "PBE0"), "hybrid"),
            (("water.xyz", "--basis", "NOPE"), "O has no basis set NOPE"),
            (("curium.xyz",), "Cm has no basis set"),
            (("water.xyz", "--multiplicity", "2"), "odd multiplicity"),
            (("water.xyz", "--charge", "9"), "leaves -1 electrons"),
            (("water.xyz", "--cutoff-ry", "30"), "too low for H (atom 1, basis set DZVP-MOLOPT-SR-GTH): below 70 Ry"),
            (("water.xyz", "--potential-of", "ghost=7"), "7"),
            (("water.xyz", "--hubbard-u-ev", "O=2p:5"), "without its number"),
            (("water.xyz", "--hubbard-u-ev", "O=d:5"), "the free atom O has no d electrons"),
            (("water.xyz", "--hubbard-u-ev", "H=s:5", "--potential-of", "ghost=1"), "is a ghost"),
            (("water.xyz", "--hubbard-start", "O=p:1"), "has no Hubbard U"),
            (("tiny.xyz",), "image of its own 1.000 angstrom away"),
            (("narrow.xyz",), "image of its own 1.700 angstrom away"),
            (("wire.xyz",), "make all three directions periodic"),
            (("crowd.xyz",), "atoms 0 (O) and 1 (H) are 0.301 angstrom apart"),
            (("nuclei.xyz",), "atoms 0 (O) and 1 (H) are 0.200 angstrom apart"),
            (("water.xyz", "--margin-angstrom", "2"), "it may be 2.5 to 100"),
        ):
            result = self.run_command("energy", words[0], *GPW, *words[1:], code=None)
            self.assertIn(result.returncode, (1, 2, 3), words)
            self.assertIn(says, result.stderr)
            self.assertEqual(result.stdout, "")

    def test_no_convergence_says_what_to_try(self):
        result = self.run_command("energy", "water.xyz", *GPW, "--max-iterations", "2", code=None)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("did not converge in 2 iterations", result.stderr)
        self.assertIn("try", result.stderr)
        self.assertIn("NOT CONVERGED", result.stdout)
        result = self.run_command("optimize", "water.xyz", *GPW, "--max-iterations", "2", code=None)
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("at the first structure: gpw: the density did not converge", result.stderr)
        self.assertIn("try", result.stderr)


main()
