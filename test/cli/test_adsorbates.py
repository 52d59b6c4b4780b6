"""Adsorption sites and adsorbates: the sites that textbooks name, in their numbers, and molecules that touch the surface
with the atoms that bind."""
from halfcell_command import *

try:
    import numpy as np
    from ase.data import covalent_radii
    from ase.io import read
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

# Species: which of its atoms touch the surface.
BINDING = {"H": [0], "O": [0], "OH": [0], "H2O": [0], "OOH": [0], "CO": [0], "CHO": [0], "COH": [0], "COOH": [0],
           "OCHO": [0, 1], "OCCO": [0, 1], "CH2O": [0], "CO2-bent": [0], "Cu": [0]}
# What free molecules have: pairs of atoms and their distance.
BONDS = {"OH": [(0, 1, 0.97)], "H2O": [(0, 1, 0.96), (0, 2, 0.96)], "CO": [(0, 1, 1.13)], "CO2": [(0, 1, 1.16), (0, 2, 1.16)],
         "COOH": [(0, 1, 1.21), (0, 2, 1.36), (2, 3, 0.97)], "OCHO": [(0, 2, 1.26), (1, 2, 1.26), (2, 3, 1.10)],
         "OCCO": [(0, 2, 1.21), (1, 3, 1.21)], "CH2O": [(0, 1, 1.21), (1, 2, 1.11), (1, 3, 1.11)],
         "CHO": [(0, 1, 1.21), (0, 2, 1.11)], "COH": [(0, 1, 1.34), (1, 2, 0.97)]}


class Adsorbates(CommandTest):
    def build(self, prototype, slab, **options):
        keys = "".join(f", {key}: {value}" for key, value in options.items())
        self.write("a.yaml", f"steps:\n  - {{type: crystal, prototype: {prototype}}}\n  - {{type: slab, {slab}}}\n"
                             f"  - {{type: adsorbate{keys}}}\n")
        self.notes = self.run_json("build", "a.yaml", "-o", "a.extxyz")["notes"]
        return read(self.folder / "a.extxyz")

    def sites(self, prototype, slab):
        """[(kind, atoms around, how many in the cell)]"""
        self.build(prototype, slab, species="H")
        found = []
        for note in self.notes:
            words = note.split()
            if words[0] in ("top", "bridge", "hollow") and words[1].endswith(":"):
                around, cell = note.split("Angstrom, ")[1].split(", ")[:2]
                found.append((words[0], int(around.split()[0]), int(cell.split()[0])))
        return found

    def test_textbook_sites(self):
        """Per surface atom: fcc(111) has 3 bridges and 2 hollows, (100) 2 and 1, (110) 1 + 1 and 1."""
        self.assertEqual(self.sites("Cu", "miller: [1, 1, 1], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 12), ("hollow", 3, 4), ("hollow", 3, 4)])
        self.assertEqual(self.sites("Cu", "miller: [1, 0, 0], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 8), ("hollow", 4, 4)])
        self.assertEqual(self.sites("Cu", "miller: [1, 1, 0], repeat: [2, 2]"),
                         [("top", 1, 4), ("bridge", 2, 4), ("bridge", 2, 4), ("hollow", 4, 4)])
        self.assertEqual(self.sites("Ti", "miller: [0, 0, 1]"), [("top", 1, 1), ("bridge", 2, 3), ("hollow", 3, 1),
                                                                 ("hollow", 3, 1)])

    def test_hcp_and_fcc_hollows(self):
        """Hollow 0 of fcc(111) has an atom of the second layer below, hollow 1 none before the third."""
        for index, layer in ((0, 1), (1, 2)):
            atoms = self.build("Cu", "miller: [1, 1, 1]", species="H", site="hollow", index=index)
            below = atoms[:-1][np.argsort(-atoms[:-1].positions[:, 2], kind="stable")]
            apart = below.positions[:, :2] - atoms.positions[-1, :2]
            fraction = apart @ np.linalg.inv(atoms.cell[:2, :2])
            side = np.linalg.norm((fraction - np.round(fraction)) @ atoms.cell[:2, :2], axis=1)
            self.assertEqual(int(np.flatnonzero(side < 0.01)[0]), layer)

    def test_contacts(self):
        for site in ("top", "bridge", "hollow"):
            for species, binding in BINDING.items():
                atoms = self.build("Cu", "miller: [1, 1, 1], repeat: [3, 3], layers: 2", species=species, site=site)
                n = 18
                touching = []
                for k in range(n, len(atoms)):
                    ratio = atoms.get_distances(k, range(n), mic=True) / (
                        covalent_radii[atoms.numbers[k]] + covalent_radii[29])
                    limit = 1.0 if k - n in binding else 1.25
                    self.assertGreater(ratio.min(), limit - 0.02, f"{species} {site}")
                    touching.append(ratio.min() < limit + 0.02)
                self.assertTrue(any(touching), f"{species} on {site} floats")

    def test_molecules(self):
        for species, bonds in BONDS.items():
            atoms = self.build("Cu", "miller: [1, 0, 0], repeat: [3, 3]", species=species)
            for i, j, length in bonds:
                self.assertAlmostEqual(atoms.get_distance(36 + i, 36 + j), length, delta=0.03, msg=species)

    def test_bidentates_lie_along_the_bridge(self):
        atoms = self.build("Cu", "miller: [1, 1, 0], repeat: [2, 3]", species="OCHO", site="bridge", index=1)
        first, second = atoms.positions[24], atoms.positions[25]
        self.assertAlmostEqual(first[2], second[2], places=6)
        turned = self.build("Cu", "miller: [1, 1, 0], repeat: [2, 3]", species="OCHO", site="bridge", index=1,
                            azimuth_deg=90)
        again = turned.positions[25] - turned.positions[24]
        self.assertAlmostEqual(float(again @ (second - first)), 0.0, places=5)
        distances = [atoms.get_distances(k, range(24), mic=True).min() for k in (24, 25)]
        self.assertAlmostEqual(distances[0], distances[1], places=5)

    def test_sides(self):
        """On a slab with a mirror plane the lower adsorbates are the mirror image of the upper ones, on both sides there
        are both; titanium's hollow 0 has an atom of the next layer behind it from either side."""
        slab = "miller: [1, 0, 0], repeat: [2, 2], layers: 3"
        upper, lower, both = (self.build("Cu", slab, species="COOH", site="bridge", side=side)
                              for side in ("upper", "lower", "both"))
        middle = upper.positions[:12, 2].mean()
        mirrored = upper.positions * [1, 1, -1] + [0, 0, 2 * middle]
        np.testing.assert_allclose(lower.positions[12:], mirrored[12:], atol=1e-6)
        np.testing.assert_allclose(both.positions[:16], upper.positions, atol=1e-6)
        np.testing.assert_allclose(both.positions[16:], lower.positions[12:], atol=1e-6)
        atoms = self.build("Ti", "miller: [0, 0, 1], layers: 3", species="O", site="hollow", index=0, side="both")
        upper, lower = len(atoms) - 2, len(atoms) - 1
        layers = np.argsort(atoms.positions[:upper, 2])
        for oxygen, behind in ((upper, layers[-2]), (lower, layers[1])):
            apart = atoms.get_distance(oxygen, behind, mic=True, vector=True)
            self.assertLess(np.linalg.norm(apart[:2]), 0.01)
            self.assertLess(abs(apart[2]), 4.0)

    def test_oxide_and_refusals(self):
        atoms = self.build("TiO2_rutile", "miller: [1, 1, 0], repeat: [2, 1]", species="Ni", site="hollow",
                           depth_angstrom=1.5)
        self.assertEqual(atoms.get_chemical_symbols()[-1], "Ni")
        for options, says in ((", species: COO", "did you mean"), (", species: CO, index: 5", "distinct top sites"),
                              (", species: CO, element: Pt", "0 atoms make the surface")):
            self.write("a.yaml", "steps:\n  - {type: crystal, prototype: Cu}\n  - {type: slab, miller: [1, 1, 1]}\n"
                                 f"  - {{type: adsorbate{options}}}\n")
            self.assert_refused("build", "a.yaml", "-o", "a.extxyz", says=says)
        self.write("a.yaml", "steps:\n  - {type: crystal, prototype: Cu, cell: primitive}\n"
                             "  - {type: adsorbate, species: CO}\n")
        self.assert_refused("build", "a.yaml", "-o", "a.extxyz", says="those of a slab")


if __name__ == "__main__":
    main()
