"""Nanoparticles: magic numbers, and ASE's cluster module atom by atom, up to a turn or a mirror."""
import itertools

from halfcell_command import *

try:
    import numpy as np
    from ase.cluster import Decahedron, FaceCenteredCubic, BodyCenteredCubic, HexagonalClosedPacked, Icosahedron, Octahedron
    from ase.cluster import wulff_construction
    from ase.io import read
    from scipy.spatial import cKDTree
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

A = 4.0  # lattice constant, angstrom


def turns():
    """The 48 operations of the cube, and turns about z by multiples of 6 degrees."""
    for order in itertools.permutations(range(3)):
        for signs in itertools.product((1, -1), repeat=3):
            yield np.eye(3)[list(order)] * np.array(signs)[:, None]
    for k in range(60):
        c, s = np.cos(np.pi * k / 30), np.sin(np.pi * k / 30)
        yield np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def same(ours, theirs, tolerance=2e-4):
    """Whether every atom of one lies on one of the other, of the same element, for some turn; centres of mass agree."""
    if len(ours) != len(theirs):
        return False
    a, b = (atoms.positions - atoms.positions.mean(axis=0) for atoms in (ours, theirs))
    tree = cKDTree(a)
    for turn in turns():
        far, which = tree.query(b @ turn.T)
        if far.max() < tolerance and len(set(which)) == len(a) and (ours.numbers[which] == theirs.numbers).all():
            return True
    return False


class Nanoparticles(CommandTest):
    def recipe(self, crystal, **keys):
        text = "".join(f", {key}: {json.dumps(value)}" for key, value in keys.items())
        self.write("particle.yaml", f"steps:\n  - {{type: crystal, {crystal}}}\n  - {{type: nanoparticle{text}}}\n")
        return ("build", "particle.yaml", "-o", "particle.extxyz")

    def build(self, crystal=f"prototype: fcc, element: Au, a_angstrom: {A}", **keys):
        self.notes = self.run_json(*self.recipe(crystal, **keys))["notes"]
        atoms = read(self.folder / "particle.extxyz")
        self.assertFalse(atoms.pbc.any())
        return atoms

    def test_magic_numbers(self):
        for shells, number in enumerate((1, 13, 55, 147, 309, 561, 923)):  # Mackay 1962
            for shape in ("icosahedron", "cuboctahedron"):
                self.assertEqual(len(self.build(shape=shape, shells=shells)), number)
        for shells, number in ((1, 38), (2, 201), (3, 586)):
            self.assertEqual(len(self.build(shape="truncated-octahedron", shells=shells)), number)
        for edge, number in ((2, 6), (3, 19), (4, 44), (5, 85)):
            self.assertEqual(len(self.build(shape="octahedron", edge=edge)), number)
        for edge, height, notch, number in ((2, 1, 0, 7), (3, 1, 0, 23), (4, 1, 0, 54), (2, 2, 0, 13), (2, 2, 1, 75),
                                            (2, 3, 1, 101), (3, 2, 1, 146), (3, 3, 1, 192)):
            self.assertEqual(len(self.build(shape="decahedron", edge=edge, height=height, notch=notch)), number)

    def test_shapes_of_ase(self):
        for edge, cut in ((5, 0), (6, 1), (7, 2), (7, 3), (10, 3)):
            self.assertTrue(same(self.build(shape="octahedron", edge=edge, cut=cut), Octahedron("Au", edge, cut, A)))
        for shells in (1, 3, 5):
            self.assertTrue(same(self.build(shape="cuboctahedron", shells=shells),
                                 Octahedron("Au", 2 * shells + 1, shells, A)))
            self.assertTrue(same(self.build(shape="truncated-octahedron", shells=shells),
                                 Octahedron("Au", 3 * shells + 1, shells, A)))
            self.assertTrue(same(self.build(shape="icosahedron", shells=shells), Icosahedron("Au", shells + 1, A)))
        for edge, height, notch in ((4, 1, 0), (3, 4, 0), (2, 2, 1), (3, 2, 2), (4, 3, 1)):
            self.assertTrue(same(self.build(shape="decahedron", edge=edge, height=height, notch=notch),
                                 Decahedron("Au", edge, height, notch, A)), (edge, height, notch))

    def test_star(self):
        """Five arms, the corners between them drawn in, and no atom leans on one column only."""
        row = A * 0.375**0.5
        for edge, height in ((4, 1), (7, 2), (8, 1), (11, 2)):
            r = self.build(shape="star-decahedron", edge=edge, height=height).positions
            rho, angle = np.hypot(r[:, 0], r[:, 1]), np.degrees(np.arctan2(r[:, 1], r[:, 0])) % 72
            self.assertAlmostEqual(rho.max(), (edge - 1) * row, delta=1e-4)
            self.assertEqual((rho > rho.max() - 1e-3).sum(), 5 * height)
            self.assertLess(rho[abs(angle - 36) < 1].max(), 0.8 * rho.max() * np.cos(np.pi / 5))
            tree = cKDTree(r)
            self.assertGreaterEqual(min(len(near) - 1 for near in tree.query_ball_point(r, 0.8 * A)), 4)

    def test_wulff_of_ase(self):
        """A given number of atoms: the same shape as ASE where that exists, which rounds every face to whole layers."""
        planes, energies = [(1, 1, 1), (1, 0, 0), (1, 1, 0)], [1.28, 1.63, 1.70]
        faces = [f"{h} {k} {l}: {e}" for (h, k, l), e in zip(planes, energies)]
        exact = []
        for number in (13, 79, 201, 309, 500, 1000, 3000):
            ours = self.build(shape="wulff", faces=faces, atoms=number)
            layers = [int(np.floor((ours.positions @ np.array(p)).max() / np.linalg.norm(p) / d + 1e-6))
                      for p, d in zip(planes, (A / 3**0.5, A / 2, A / 8**0.5))]
            self.assertTrue(same(ours, FaceCenteredCubic("Au", planes, layers, A)), (number, layers))
            theirs = wulff_construction("Au", planes, energies, number, "fcc", latticeconstant=A)
            exact += [number] if same(ours, theirs) else []
            self.assertEqual(len(self.build(shape="wulff", faces=faces, atoms=len(ours) - 1)), len(ours))
            self.assertLessEqual(abs(len(ours) - number), 0.35 * number)
        self.assertGreaterEqual(len(exact), 3, exact)

    def test_wulff_of_other_lattices(self):
        planes, layers = [(1, 1, 0), (1, 0, 0)], [4, 5]
        spacing = [A / 2**0.5, A / 2]  # ASE counts planes of the bcc lattice
        faces = [f"{h} {k} {l}: {n * d + 0.01}" for (h, k, l), n, d in zip(planes, layers, spacing)]
        theirs = BodyCenteredCubic("Fe", planes, layers, A)
        ours = self.build(f"prototype: bcc, element: Fe, a_angstrom: {A}", shape="wulff", faces=faces, atoms=len(theirs))
        self.assertTrue(same(ours, theirs))
        c = 6.2
        theirs = HexagonalClosedPacked("Ti", [(0, 0, 0, 1), (1, 0, -1, 0)], [3, 4], latticeconstant=(A, c))
        faces = [f"0 0 1: {3 * c / 2 + 0.01}", f"1 0 0: {4 * A * 0.75**0.5 / 2 + 0.01}"]  # rows of A and B
        ours = self.build(f"prototype: hcp, element: Ti, a_angstrom: {A}, c_angstrom: {c}", shape="wulff", faces=faces,
                          atoms=len(theirs), center=[1 / 3, 2 / 3, 0.25])
        self.assertTrue(same(ours, theirs), (len(ours), len(theirs)))

    def test_wulff_of_a_compound(self):
        """Every plane equivalent under the space group is there and no other: zinc blende has four of (111)."""
        ours = self.build("prototype: ZnS_zb", shape="wulff", faces=["1 1 1: 1.0"], radius_angstrom=9)
        self.assertIn("4 equivalent planes, 100.0 % of the surface", " ".join(self.notes))
        normal = np.array([1, 1, 1]) / 3**0.5
        self.assertGreater(abs((ours.positions @ normal).max() + (ours.positions @ normal).min()), 3)
        ours = self.build("prototype: TiO2_anatase", shape="wulff", faces=["1 0 1: 0.44", "0 0 1: 0.9"], atoms=300)
        self.assertIn("8 equivalent planes", " ".join(self.notes))
        self.assertIn("2 equivalent planes", " ".join(self.notes))
        self.assertEqual(set(ours.get_chemical_symbols()), {"Ti", "O"})

    def test_radius(self):
        """As many atoms as the volume of a sphere holds."""
        ours = self.build(shape="wulff", faces=["1 1 1: 1.28", "1 0 0: 1.5"], radius_angstrom=30)
        expected = 4 / 3 * np.pi * 30**3 / (A**3 / 4)
        self.assertLess(abs(len(ours) / expected - 1), 0.1)

    def test_refused(self):
        fcc = f"prototype: fcc, element: Au, a_angstrom: {A}"
        for keys, says in ((dict(shape="icosahedron"), "shells"), (dict(shape="octahedron", edge=4, cut=2), "at most 1"),
                           (dict(shape="icosahedron", shells=2, edge=3), "edge is not a key"),
                           (dict(shape="decahedron", edge=3), "height"),
                           (dict(shape="decahedron", edge=3, height=2, faults=[2, 0]), "five numbers"),
                           (dict(shape="decahedron", edge=6, height=2, faults=[1, 0, 0, 0, 0]), "begin with 2"),
                           (dict(shape="decahedron", edge=6, height=2, faults=[5, 0, 0, 0, 0]), "row 5"),
                           (dict(shape="decahedron", edge=120, height=120, notch=60), "are the most"),
                           (dict(shape="wulff", atoms=5), "faces"),
                           (dict(shape="wulff", faces=["1 1: 2"], atoms=5), "Miller"),
                           (dict(shape="wulff", faces=["1 1 1: -2"], atoms=5), "above 0"),
                           (dict(shape="wulff", faces=["1 1 1: 1", "-1 1 1: 2"], atoms=5), "equivalent"),
                           (dict(shape="wulff", faces=["1 1 1: 1"]), "one of them")):
            self.assert_refused(*self.recipe(fcc, **keys), says=says)
        self.assert_refused(*self.recipe("prototype: TiO2_anatase", shape="icosahedron", shells=2), says="fcc metals")
        self.assert_refused(*self.recipe("prototype: TiO2_anatase", shape="wulff", faces=["0 0 1: 1"], atoms=20),
                            says="do not enclose")
        self.write("particle.yaml", "steps:\n  - {type: nanoparticle, shape: icosahedron, shells: 1}\n")
        self.assert_refused("build", "particle.yaml", "-o", "a.xyz", says="begin with the step `crystal`")


if __name__ == "__main__":
    main()
