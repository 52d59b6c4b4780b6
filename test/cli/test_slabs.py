"""Slabs against ASE's, atom by atom: some turn or mirror of the plane, some shift and perhaps turning the slab over lays
every atom of one on an atom of the other."""
from halfcell_command import *

try:
    import numpy as np
    from ase.build import bulk, fcc100, fcc110, fcc111, bcc100, bcc110, hcp0001, surface
    from ase.io import read
    from same_slab import covers
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

ZNO = dict(a=3.2501, c=5.2071, u=0.3817)


class Slabs(CommandTest):
    def build(self, prototype, miller, **options):
        keys = "".join(f", {key}: {value}" for key, value in options.items())
        self.write("slab.yaml", f"steps:\n  - {{type: crystal, prototype: {prototype}}}\n"
                                f"  - {{type: slab, miller: {list(miller)}{keys}}}\n")
        self.notes = self.run_json("build", "slab.yaml", "-o", "slab.extxyz")["notes"]
        return read(self.folder / "slab.extxyz")

    def terminations(self):
        return [note for note in self.notes if note.startswith("termination")]

    def assert_is(self, reference, *arguments, **options):
        ours = self.build(*arguments, **options)
        self.assertAlmostEqual(ours.cell[2, 2], np.ptp(ours.positions[:, 2]) + 15, places=6)
        self.assertTrue(covers(ours, reference), f"{arguments} is not ASE's")

    def test_metals(self):
        self.assert_is(fcc111("Cu", (1, 1, 5), a=3.615), "Cu", (1, 1, 1), layers=5)
        self.assert_is(fcc100("Cu", (1, 1, 5), a=3.615), "Cu", (1, 0, 0), layers=5)
        self.assert_is(fcc110("Cu", (1, 1, 6), a=3.615), "Cu", (0, 1, 1), layers=6)
        self.assert_is(fcc111("Cu", (3, 3, 4), a=3.615), "Cu", (1, -1, 1), layers=4, repeat=[3, 3])
        self.assert_is(fcc111("Cu", (1, 2, 4), a=3.615, orthogonal=True), "Cu", (1, 1, 1), cell="orthogonal")
        self.assert_is(bcc100("Fe", (1, 1, 4), a=2.87), "Fe", (1, 0, 0))
        self.assert_is(bcc110("Fe", (1, 1, 4), a=2.87), "Fe", (1, 1, 0))
        self.assert_is(bcc110("Fe", (1, 2, 4), a=2.87, orthogonal=True), "Fe", (1, 0, 1), cell="orthogonal")
        self.assert_is(hcp0001("Ti", (1, 1, 4), a=2.95, c=4.68), "Ti", (0, 0, 1), layers=2)

    def test_high_index(self):
        """The area per lattice point is the volume over the spacing of lattice planes, in the cell of fcc a^3/4."""
        for miller, odd in (((2, 1, 1), False), ((3, 1, 1), True), ((3, 2, 1), False), ((5, 3, 1), True)):
            atoms = self.build("Cu", miller, layers=7)
            spacing = 3.615 / np.linalg.norm(miller) / (1 if odd else 2)
            area = np.linalg.norm(np.cross(atoms.cell[0], atoms.cell[1]))
            self.assertEqual(len(atoms), 7)
            self.assertAlmostEqual(area, 3.615 ** 3 / 4 / spacing, places=4)
            self.assertAlmostEqual(np.ptp(atoms.positions[:, 2]), 6 * spacing, places=5)

    def assert_terminations_are(self, reference, prototype, miller, count, matches, **options):
        ours = [self.build(prototype, miller, termination=k, **options) for k in range(count)]
        self.assertEqual(len(self.terminations()), count)
        self.assertEqual(sum(covers(slab, reference) for slab in ours), matches, f"{prototype} {miller}")
        error = self.assert_refused_slab(prototype, miller, count)
        self.assertIn(f"has {count} different ones", error)

    def assert_refused_slab(self, prototype, miller, termination):
        self.write("slab.yaml", f"steps:\n  - {{type: crystal, prototype: {prototype}}}\n"
                                f"  - {{type: slab, miller: {list(miller)}, termination: {termination}}}\n")
        return self.assert_refused("build", "slab.yaml", "-o", "slab.extxyz", says="slab.yaml:3")["message"]

    def test_rutile(self):
        rutile = self.our_bulk("TiO2_rutile")
        # ASE cuts below titanium: the tops O2Ti2 and O are the two sides of that slab.
        self.assert_terminations_are(surface(rutile, (1, 1, 0), 3), "TiO2_rutile", (1, 1, 0), 3, 2, layers=3)
        self.build("TiO2_rutile", (1, 1, 0))
        self.assertIn("not polar, both sides the same", self.terminations()[0])
        self.assertFalse(any("is polar" in note for note in self.notes))
        for polar in self.terminations()[1:]:
            self.assertTrue(polar.endswith("; polar"), polar)

    def our_bulk(self, prototype):
        self.write("bulk.yaml", f"steps: [{{type: crystal, prototype: {prototype}}}]\n")
        self.run_command("build", "bulk.yaml", "-o", "bulk.extxyz")
        return read(self.folder / "bulk.extxyz")

    def test_wurtzite(self):
        zno = bulk("ZnO", "wurtzite", **ZNO)
        self.assert_terminations_are(surface(zno, (0, 0, 1), 2), "ZnO_wz", (0, 0, 1), 2, 1, layers=2)
        polar = [note for note in self.notes if "the slab is polar" in note]
        self.assertEqual(len(polar), 1)
        # The last one built ends with oxygen: four oxygens of -2 a bond u c above their zincs of +2.
        self.assertIn(f"{-2 * 4 * 0.3817 * 5.2071:+.2f} e Angstrom", polar[0])
        self.build("ZnO_wz", (1, 0, 0))
        self.assertFalse(any("is polar" in note for note in self.notes))


if __name__ == "__main__":
    main()
