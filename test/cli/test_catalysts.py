"""Every catalyst of data/catalysts builds what the table test/regression/data/catalysts.json says; `--update` behind the
arguments of the test writes that table anew."""
import re

from halfcell_command import *

try:
    from ase.data import covalent_radii
    from ase.io import read
    from ase.neighborlist import neighbor_list
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

TABLE = ROOT / "test/regression/data/catalysts.json"
ENGINES = ("gfn1", "gpw", "gupta")
# What the force field of carbon leaves open, and the last digits of a processor; Angstrom, and a share.
TOLERANCE = 2e-3
NOISE = 1e-6  # of a measure of the census: a strain that is none


class Catalysts(CommandTest):
    parameters = {}  # (engine, elements) -> whether it has them

    def names(self):
        return [entry["name"] for entry in self.run_json("list", "catalysts")["catalysts"]]

    def has_parameters(self, engine, elements):
        """A job of one atom of each is checked: the engine is made, nothing is computed."""
        if (engine, elements) not in self.parameters:
            lines = [f"{element} 0 0 {3 * k}" for k, element in enumerate(elements)]
            self.write("atoms.xyz", "\n".join([str(len(elements)), "", *lines, ""]))
            self.write("job.yaml", f"structure: {{file: atoms.xyz}}\nengine: {{type: {engine}}}\n"
                                   "sampling: {type: plain, steps: 1}\n")
            result = self.run_command("check", "job.yaml", code=None)
            says = result.stdout + result.stderr
            self.assertTrue(result.returncode == 0 or any(element in says for element in elements), says)
            self.parameters[engine, elements] = result.returncode == 0
        return self.parameters[engine, elements]

    def row(self, name):
        built = self.run_json("build", "--catalyst", name, "-o", "built.extxyz")
        atoms = read(self.folder / "built.extxyz")
        self.assertEqual(len(atoms), built["natom"])
        self.assert_closest(atoms, built["closest"])
        counts = self.run_json("defects", "built.extxyz")["counts"]
        charge = sum(int(found) for note in built["notes"] for found in re.findall(r"([+-]\d+) e for the cell", note))
        i, j = built["closest"]["atoms"]
        elements = tuple(sorted(set(atoms.symbols)))
        return {
            "formula": built["formula"],
            "natom": built["natom"],
            "periodic": "".join(axis for axis, repeats in zip("abc", built["periodic"]) if repeats),
            "cell": [round(float(x), 4) for x in atoms.cell.cellpar()],
            "charge": charge,
            "closest": "-".join(sorted((atoms.symbols[i], atoms.symbols[j]))),
            "distance": round(built["closest"]["distance_angstrom"], 4),
            "of_radii": round(built["closest"]["of_covalent_radii"], 4),
            "engines": [engine for engine in ENGINES if self.has_parameters(engine, elements)],
            "census": {line["kind"]: float(f"{line['count']:.6g}") for line in counts if abs(line["count"]) > NOISE},
        }

    def assert_closest(self, atoms, closest):
        """The pair nearest for its elements is the one that ASE finds."""
        i, j, d = neighbor_list("ijd", atoms, 3.2)
        shares = d / (covalent_radii[atoms.numbers[i]] + covalent_radii[atoms.numbers[j]])
        self.assertAlmostEqual(shares.min(), closest["of_covalent_radii"], delta=1e-6)
        self.assertGreater(shares.min(), 0.8)

    def assert_same_row(self, row, expected):
        self.assertEqual(list(row), list(expected))
        self.assertEqual(sorted(row["census"]), sorted(expected["census"]))
        for key, want in expected.items():
            have = row[key]
            if key == "census":
                near = all(abs(have[kind] - count) <= 1e-3 * abs(count) for kind, count in want.items())
            elif key in ("cell", "distance", "of_radii"):
                pairs = zip(have, want) if key == "cell" else [(have, want)]
                near = all(abs(a - b) <= TOLERANCE for a, b in pairs)
            else:
                near = have == want
            self.assertTrue(near, f"{key}: {have}, not {want}")

    def test_table(self):
        expected = json.loads(TABLE.read_text())
        self.assertEqual(self.names(), list(expected), "run this test with --update and look at the difference")
        for name in expected:
            with self.subTest(name):
                self.assert_same_row(self.row(name), expected[name])

    def test_list(self):
        listed = self.run_json("list", "catalysts")["catalysts"]
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

    def test_gallery_shows_them_all(self):
        """docs/catalysts.md and its pictures; scripts/make-gallery.py build/halfcell NAME adds one."""
        text = (ROOT / "docs" / "catalysts.md").read_text(encoding="utf-8")
        names = {entry["name"] for entry in self.run_json("list", "catalysts")["catalysts"]}
        pictures = {path.stem for path in (ROOT / "docs" / "pictures" / "catalysts").glob("*.png")}
        self.assertEqual(pictures, names)
        self.assertEqual({name for name in names if f"catalysts/{name}.png" not in text}, set())

    def test_refused(self):
        self.assert_refused("build", "--catalyst", "v-zn-znss", "-o", "a.xyz", says="did you mean")
        self.assert_refused("build", "-o", "a.xyz", says="--catalyst")


def update():
    """One line for each catalyst."""
    test = Catalysts("test_table")
    test.setUp()
    lines = [f"{json.dumps(name)}: {json.dumps(test.row(name))}" for name in test.names()]
    test.doCleanups()
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{TABLE}: {len(lines)} catalysts")


if __name__ == "__main__":
    update() if "--update" in sys.argv else main()
