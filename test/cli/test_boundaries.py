"""Steps stacking, grain-boundary and interface: geometry beside ASE's, orientations and strains measured from the atoms, and
`halfcell defects` finds exactly what was built."""
import itertools
import re

from halfcell_command import *

try:
    import numpy as np
    from ase.build import fcc111
    from ase.geometry import get_distances
    from ase.io import read
    from ase.neighborlist import neighbor_list
    from same_slab import covers
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

COPPER = 3.615


class BoundaryTest(CommandTest):
    def build(self, *steps):
        self.write("built.yaml", "steps:\n" + "".join(f"  - {{{step}}}\n" for step in steps))
        self.notes = self.run_json("build", "built.yaml", "-o", "built.extxyz")["notes"]
        return read(self.folder / "built.extxyz")

    def refused(self, *steps, says):
        self.write("built.yaml", "steps:\n" + "".join(f"  - {{{step}}}\n" for step in steps))
        self.assert_refused("build", "built.yaml", "-o", "built.extxyz", says=says)

    def census(self):
        """Counts of what was built, and the defects among them."""
        counts = self.run_json("defects", "built.extxyz")["counts"]
        defects = {line["kind"]: line["count"] for line in counts if line["role"] == "defect" and line["count"]}
        return {line["kind"]: line["count"] for line in counts}, defects

    def numbers(self, pattern):
        """The numbers of the note that the pattern is found in."""
        found = [re.search(pattern, note) for note in self.notes]
        found = [match for match in found if match]
        self.assertEqual(len(found), 1, self.notes)
        return [float(number) for number in found[0].groups()]


class Stacking(BoundaryTest):
    def stack(self, sequence, options="repeat: [4, 4]", crystal="prototype: Cu"):
        return self.build(f"type: crystal, {crystal}", f"type: stacking, sequence: {sequence}, {options}")

    def test_defects_are_what_was_built(self):
        for sequence, wanted, hcp in (("ABCABC", {}, 0),
                                      ("ABCABCACBACB", {"twin boundary": 2}, 2),
                                      ("ABCABCABABCABC", {"intrinsic stacking fault": 1}, 2),
                                      ("ABCABCBABCABC", {"extrinsic stacking fault": 1}, 2)):
            with self.subTest(sequence):
                atoms = self.stack(sequence)
                counts, defects = self.census()
                self.assertEqual(len(atoms), 16 * len(sequence))
                self.assertEqual(defects, wanted)
                self.assertEqual(counts["hcp atoms"], 16 * hcp)
                self.assertEqual(counts["fcc atoms"], 16 * (len(sequence) - hcp))
                self.assertEqual(self.numbers(r"(\d+) between equal ones"), [hcp])
        self.stack("AB", "repeat: [4, 4], cell: orthogonal")
        self.assertEqual(self.census()[0]["hcp atoms"], len(read(self.folder / "built.extxyz")))

    def test_twin_is_a_mirrored_slab_of_ase(self):
        half = fcc111("Cu", (1, 1, 6), a=COPPER, vacuum=0)
        z = half.positions[:, 2]
        lower = half[np.argsort(z)]
        mirrored = lower.copy()
        mirrored.positions[:, 2] *= -1
        twin = lower[1:] + mirrored  # the lowest layer is the mirror plane
        self.assertTrue(covers(self.stack("ABCABCBACBA", "vacuum_angstrom: 10"), twin))
        self.assertFalse(covers(self.stack("ABCABCABCAB", "vacuum_angstrom: 10"), twin))

    def test_compounds(self):
        """Every atom keeps its four bonds, whatever the order: tetrahedra share corners in both stackings."""
        for prototype, miller, bond in ("ZnS_zb", "[1, 1, 1]", 2.342), ("ZnS_wz", "[0, 0, 1]", 2.341), ("diamond", "[1, 1, 1]", 1.545):
            atoms = self.stack("ABCACB", f"miller: {miller}", f"prototype: {prototype}")
            i, j, far = neighbor_list("ijd", atoms, 1.1 * bond)
            self.assertEqual(np.bincount(i).tolist(), [4] * len(atoms))
            self.assertLess(abs(far - bond).max(), 0.02)
            if len(set(atoms.symbols)) == 2:
                self.assertTrue((atoms.numbers[i] != atoms.numbers[j]).all())

    def test_refusals(self):
        crystal = "type: crystal, prototype: Cu"
        for sequence, says in (("ABCD", "letters A, B, C"), ("ABBC", "layer 1 and the next one are both B"),
                               ("ABCA", "layer 3 and the first one, which repeats above it, are both A")):
            self.refused(crystal, f"type: stacking, sequence: {sequence}", says=says)
        self.refused(crystal, "type: stacking, sequence: ABC, miller: [1, 0, 0]", says="no hexagonal layers")
        self.refused("type: crystal, prototype: TiO2_rutile", "type: stacking, sequence: ABC", says="no hexagonal layers")


def cubic_axes(atoms, centre):
    """Directions of the cube around an atom of fcc: sums of two neighbours at right angles."""
    i, vectors = neighbor_list("iD", atoms, 1.1 * COPPER / np.sqrt(2))
    near = vectors[i == centre]
    axes = [a + b for a, b in itertools.combinations(near, 2) if abs(a @ b) < 0.1]
    x = axes[0] / np.linalg.norm(axes[0])
    y = next(a for a in axes if abs(a @ x) < 0.1)
    y /= np.linalg.norm(y)
    return np.array([x, y, np.cross(x, y)])


def disorientation(a, b):
    """Smallest angle (degree) over all ways to name the axes of the cube."""
    best = 180.0
    for order in itertools.permutations(range(3)):
        for signs in itertools.product((1, -1), repeat=3):
            c = b[list(order)] * np.array(signs)[:, None]
            if np.linalg.det(c) > 0:
                best = min(best, np.degrees(np.arccos(np.clip((np.trace(a.T @ c) - 1) / 2, -1, 1))))
    return best


class GrainBoundary(BoundaryTest):
    def bicrystal(self, sigma, axis, plane, options="", prototype="Cu"):
        return self.build(f"type: crystal, prototype: {prototype}",
                          f"type: grain-boundary, sigma: {sigma}, axis: {axis}, plane: {plane}" + options)

    def test_coherent_twin(self):
        """By rotation about an axis in the plane (tilt) and about its normal (twist): the same twin as by stacking."""
        by_stacking = self.build("type: crystal, prototype: Cu", "type: stacking, sequence: ABCABCACBACB")
        for axis, plane in (([1, 1, 0], [1, -1, 1]), ([1, 1, 1], [1, 1, 1])):
            self.assertTrue(covers(self.bicrystal(3, axis, plane), by_stacking))
            self.assertEqual(self.numbers("; ([0-9]+) atoms removed"), [0])
            self.bicrystal(3, axis, plane, ", repeat: [4, 4]")
            self.assertEqual(self.census()[1], {"twin boundary": 2})

    def test_misorientation(self):
        """Measured in the middle of the grains, beside the tables (Grimmer, Bollmann, Warrington 1974)."""
        for sigma, axis, plane, degree in ((3, [1, 1, 0], [1, -1, 2], 60.00), (5, [0, 0, 1], [2, 1, 0], 36.87),
                                           (5, [0, 0, 1], [0, 0, 1], 36.87), (7, [1, 1, 1], [3, -1, -2], 38.21),
                                           (9, [1, 1, 0], [2, -2, 1], 38.94), (11, [1, 1, 0], [1, -1, 3], 50.48)):
            with self.subTest(sigma=sigma, plane=plane):
                atoms = self.bicrystal(sigma, axis, plane, ", thickness_angstrom: 14")
                height = atoms.cell[2, 2]
                thick = self.numbers("grains ([0-9.]+) and ([0-9.]+) Angstrom")
                removed = self.numbers("; ([0-9]+) atoms removed that were nearer than ([0-9.]+)")
                self.assertAlmostEqual(sum(thick), height, places=2)
                middles = [abs(atoms.positions[:, 2] - z).argmin() for z in (thick[0] / 2, thick[0] + thick[1] / 2)]
                self.assertAlmostEqual(disorientation(*(cubic_axes(atoms, i) for i in middles)), degree, delta=0.006)
                self.assertAlmostEqual(self.numbers("disorientation ([0-9.]+)")[0], degree, delta=0.006)
                self.assertEqual(len(atoms) + removed[0], round(atoms.get_volume() / COPPER ** 3 * 4))
                self.assertEqual(len(neighbor_list("i", atoms, removed[1])), 0)
                self.assertIn("twist" if plane == axis else "tilt", " ".join(self.notes))

    def test_known_cells(self):
        """Sigma 5 (310) [001] of fcc: the cell is a by a sqrt(10)/2 and the grains are mirror images."""
        atoms = self.bicrystal(5, [0, 0, 1], [3, 1, 0])
        edges = sorted(np.linalg.norm(atoms.cell[:2], axis=1))
        self.assertAlmostEqual(edges[0], COPPER, places=6)
        self.assertAlmostEqual(edges[1], COPPER * np.sqrt(10) / 2, places=6)
        self.assertIn("plane (3 1 0) below and (3 -1 0) above, symmetric", " ".join(self.notes))
        lower = round(atoms.get_volume() / 2 / COPPER ** 3 * 4)
        mirrored = atoms.positions[lower:] * [1, 1, -1]
        self.assertEqual(len(mirrored) + self.numbers("; ([0-9]+) atoms removed")[0], lower)
        apart = get_distances(mirrored, atoms.positions, cell=atoms.cell, pbc=True)[1]
        self.assertLess(apart.min(axis=1).max(), 1e-6)

    def test_options(self):
        plain = self.bicrystal(5, [0, 0, 1], [2, 1, 0])
        slab = self.bicrystal(5, [0, 0, 1], [2, 1, 0], ", vacuum_angstrom: 10")
        self.assertGreater(slab.cell[2, 2] - np.ptp(slab.positions[:, 2]), 9.999)
        few = self.bicrystal(5, [0, 0, 1], [2, 1, 0], ", overlap_angstrom: 1.5, expansion_angstrom: 0.5")
        self.assertEqual(self.numbers("; ([0-9]+) atoms removed"), [0])
        self.assertAlmostEqual(few.cell[2, 2], plain.cell[2, 2] + 1, places=6)
        other = self.bicrystal(5, [0, 0, 1], [2, 1, 0], ", overlap_angstrom: 1.5, expansion_angstrom: 0.5, translation: [0.5, 0]")
        upper = few.positions[:, 2] > few.cell[2, 2] / 2 + 0.1
        moved = other.positions[upper][:, :2] - few.positions[upper][:, :2]
        self.assertTrue(np.allclose(moved, few.cell[0, :2] / 2, atol=1e-6))
        ceria = self.bicrystal(5, [0, 0, 1], [2, 1, 0], prototype="CeO2")
        for pair, bond in ((("Ce", "O"), 2.343), (("Ce", "Ce"), 3.826), (("O", "O"), 2.705)):
            i, j = (np.flatnonzero(ceria.symbols == symbol) for symbol in pair)
            far = get_distances(ceria.positions[i], ceria.positions[j], cell=ceria.cell, pbc=True)[1]
            self.assertGreater(far[far > 0].min(), 0.7 * bond - 1e-3)
        iron = self.bicrystal(3, [1, 1, 0], [1, -1, 2], prototype="Fe")
        self.assertEqual(len(iron) + self.numbers("; ([0-9]+) atoms removed")[0], round(iron.get_volume() / 2.8665 ** 3 * 2))

    def test_a_surface_cut_by_twins(self):
        self.run_command("build", "--catalyst", "cu-twin-boundary", "-o", "built.extxyz")
        self.assertEqual(self.census()[0]["twin boundary"], 2)

    def test_refusals(self):
        copper = "type: crystal, prototype: Cu"
        self.refused(copper, "type: grain-boundary, sigma: 7, axis: [0, 0, 1], plane: [2, 1, 0]",
                     says="sigmas of this axis are 5, 13, 17, 25")
        self.refused(copper, "type: grain-boundary, sigma: 5, axis: [0, 0, 1], plane: [2, 1, 0], angle_degree: 40",
                     says="with that angle_degree; angles are 36.870, 53.130")
        self.refused("type: crystal, prototype: ZnO_wz", "type: grain-boundary, sigma: 3, axis: [1, 1, 1], plane: [1, 1, 1]",
                     says="conventional")
        self.refused(copper, "type: supercell, repeat: [2, 2, 2]",
                     "type: grain-boundary, sigma: 3, axis: [1, 1, 1], plane: [1, 1, 1]", says="conventional")


def plane_metric(atoms, select):
    """Scalar products of the two shortest vectors between atoms of one height and element."""
    apart = get_distances(atoms.positions[select][:1], atoms.repeat((3, 3, 1)).positions[np.tile(select, 9)] -
                          atoms.cell[0] - atoms.cell[1])[0][0][:, :2]
    apart = apart[np.linalg.norm(apart, axis=1) > 0.1]
    apart = apart[np.argsort(np.linalg.norm(apart, axis=1))]
    a = apart[0]
    b = next(v for v in apart if abs(a[0] * v[1] - a[1] * v[0]) > 0.1)
    b = b if a @ b <= 0 else -b
    return np.array([[a @ a, a @ b], [a @ b, b @ b]])


class Interface(BoundaryTest):
    LOWER = ("type: crystal, prototype: SnO2_rutile", "type: slab, miller: [1, 1, 0], layers: 2")
    UPPER = "type: interface, prototype: Bi2O3_beta, miller: [1, 0, 0], layers: 1, area_angstrom2: 130"

    def measured(self, free, strained, element):
        """Principal strains of a plane of that element that has one atom in the cell of the free slab."""
        metrics = []
        for atoms in free, strained:
            heights = atoms.positions[:, 2][atoms.symbols == element]
            top = heights.max() if atoms is free else heights[atoms.positions[:, 2][atoms.symbols == element].argmax()]
            metrics.append(plane_metric(atoms, (atoms.symbols == element) & (abs(atoms.positions[:, 2] - top) < 1e-4)))
        return 100 * (np.sqrt(np.sort(np.linalg.eigvals(np.linalg.solve(*metrics)))[::-1]) - 1)

    def test_strain_is_what_is_said(self):
        lower = self.build(*self.LOWER)
        upper = self.build("type: crystal, prototype: Bi2O3_beta", "type: slab, miller: [1, 0, 0], layers: 1")
        for strained in "upper", "lower", "both":
            with self.subTest(strained):
                atoms = self.build(*self.LOWER, self.UPPER + f", strained: {strained}")
                said = [self.numbers(rf"{part} part: .* strains ([-+0-9.]+) ([-+0-9.]+)") for part in ("lower", "upper")]
                match = self.numbers(r"\(taken\).* strains ([-+0-9.]+) ([-+0-9.]+)")
                for free, element, strains in (lower, "Sn", said[0]), (upper, "Bi", said[1]):
                    found = self.measured(free, atoms, element)
                    self.assertTrue(np.allclose(found, strains, atol=0.002), f"{element}: {found} for {strains}")
                if strained == "upper":
                    self.assertEqual(said, [[0, 0], match])
                elif strained == "both":
                    self.assertTrue(np.allclose(np.subtract(said[1], said[0][::-1]), match, atol=0.1))

    def test_atoms_touch_and_nothing_is_lost(self):
        from ase.data import covalent_radii
        lower = self.build(*self.LOWER)
        upper = self.build("type: crystal, prototype: Bi2O3_beta", "type: slab, miller: [1, 0, 0], layers: 1")
        for boundaries, options in ((2, ""), (1, ", vacuum_angstrom: 12")):
            atoms = self.build(*self.LOWER, self.UPPER + options)
            cells = self.numbers(r"\(taken\): (\d+) cells on (\d+)")
            self.assertEqual(len(atoms), cells[0] * len(lower) + cells[1] * len(upper))
            first = int(cells[0]) * len(lower)
            apart = get_distances(atoms.positions[:first], atoms.positions[first:], cell=atoms.cell, pbc=True)[1]
            radii, oxygen = covalent_radii[atoms.numbers], atoms.symbols == "O"
            touch = radii[:first, None] + radii[None, first:] + (oxygen[:first, None] == oxygen[None, first:])
            self.assertAlmostEqual((apart - touch).min(), 0.0, places=5)
            below = np.flatnonzero((apart - touch).min(axis=1) < 1e-4)
            self.assertEqual(len(np.unique(np.round(atoms.positions[below, 2], 1))), boundaries)
            if boundaries == 1:
                self.assertAlmostEqual(atoms.cell[2, 2] - np.ptp(atoms.positions[:, 2]), 12, places=5)

    def test_both_phases_are_at_the_surface(self):
        self.notes = self.run_json("build", "--catalyst", "sno2-bi2o3-janus", "-o", "built.extxyz")["notes"]
        atoms = read(self.folder / "built.extxyz")
        self.assertEqual(self.numbers(r"\(taken\): .* strains ([-+0-9.]+) ([-+0-9.]+)"), [2.933, -2.003])
        top = atoms[atoms.positions[:, 2] > atoms.positions[:, 2].max() - 2.5]
        self.assertTrue({"Sn", "Bi"} < set(top.symbols))
        metal = np.isin(atoms.symbols, ["Sn", "Bi"])
        i, j, far = neighbor_list("ijd", atoms, 2.3)
        self.assertTrue((metal[i] != metal[j]).all())
        self.assertGreater(far.min(), 1.9)

    def test_file_and_refusals(self):
        self.build("type: crystal, prototype: Cu", "type: slab, miller: [1, 1, 1], layers: 2")
        (self.folder / "built.extxyz").rename(self.folder / "upper.extxyz")
        nickel = ("type: crystal, prototype: fcc, element: Ni, a_angstrom: 3.52", "type: slab, miller: [1, 1, 1], layers: 2")
        atoms = self.build(*nickel, "type: interface, file: upper.extxyz, gap_angstrom: 2, strained: lower, vacuum_angstrom: 9")
        self.assertEqual(str(atoms.symbols), "Ni2Cu2")
        self.assertAlmostEqual(atoms.cell[0, 0], COPPER / np.sqrt(2), places=5)
        self.assertAlmostEqual(atoms.positions[2, 2] - atoms.positions[1, 2], 2, places=6)
        self.refused(*nickel, "type: interface, file: upper.extxyz, strain_percent: 1", says="0 within strain_percent 1 and")
        self.refused(*nickel, "type: interface, area_angstrom2: 40", says="give prototype or file")
        self.refused(*nickel[:1], "type: supercell, matrix: [1, 0, 0, 0, 1, 0, 0, 1, 1]",
                     "type: supercell, matrix: [0, 0, 1, 1, 0, 0, 0, 1, 0]", "type: interface, file: upper.extxyz",
                     says="is a slab")


if __name__ == "__main__":
    main()
