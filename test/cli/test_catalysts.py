"""halfcell build --catalyst and halfcell list catalysts, prototypes: every recipe of data/catalysts builds a sane cell."""
from halfcell_command import *

try:
    from ase.io import read
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

# Shortest distance that two atoms may have, as a share of the sum of covalent radii.
TOO_CLOSE = 0.6


class Catalysts(CommandTest):
    def test_list(self):
        listed = self.run_json("list", "catalysts")["catalysts"]
        names = [entry["name"] for entry in listed]
        self.assertIn("v-zn-zns", names)
        for entry in listed:
            for key in ("catalyst", "defect", "reference", "model"):
                self.assertTrue(entry[key], f"{entry['name']} has no {key}")
        one = self.run_json("list", "catalysts", "v-zn-zns")
        self.assertEqual(one["doi"], "10.1021/acsenergylett.9b00711")
        self.assert_refused("list", "catalysts", "v-zn-znss", says='did you mean "v-zn-zns"')

    def test_prototypes(self):
        self.assertGreaterEqual(len(self.run_json("list", "prototypes")["prototypes"]), 27)
        self.assertIn("Kisi", self.run_command("list", "prototypes", "ZnS_wz").stdout)
        self.assert_refused("list", "prototypes", "ZnS_w", says='did you mean "ZnS_wz"')

    def test_all_build(self):
        from ase.data import covalent_radii
        from ase.neighborlist import neighbor_list
        for entry in self.run_json("list", "catalysts")["catalysts"]:
            with self.subTest(entry["name"]):
                built = self.run_json("build", "--catalyst", entry["name"], "-o", "built.extxyz")
                atoms = read(self.folder / "built.extxyz")
                self.assertEqual(len(atoms), built["natom"])
                i, j, d = neighbor_list("ijd", atoms, 2.5)
                radii = covalent_radii[atoms.numbers]
                self.assertTrue((d > TOO_CLOSE * (radii[i] + radii[j])).all(), entry["name"])

    def test_refused(self):
        self.assert_refused("build", "--catalyst", "v-zn-znss", "-o", "a.xyz", says="did you mean")
        self.assert_refused("build", "-o", "a.xyz", says="--catalyst")


if __name__ == "__main__":
    main()
