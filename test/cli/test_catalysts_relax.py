"""What becomes of catalysts that are relaxed: what the table test/regression/data/catalysts_relaxed.json says of all, and
the smallest ones again. `--update NAME ...` behind the arguments of the test relaxes these anew for the table."""
from relaxation import *

NAMES = ("v-s-cds", "v-zn-zns", "v-s-mos2", "defect-bi-from-bi2s3", "silk-cocoon-carbon", "np-fullerene-carbon")
# Two S-Zn bonds under the surface become 2.77 Angstrom long, 1.22 of the sum of the radii: `halfcell defects` counts to 1.2.
LESS_COORDINATED = {"v-zn-zns": 4}


class Relax(CommandTest):
    def test_table(self):
        """Every catalyst is there, and holds, or a note says what became of it: with which engine it was relaxed, and how
        far, stands there too."""
        table = json.loads(TABLE.read_text())
        names = [entry["name"] for entry in self.run_json("list", "catalysts")["catalysts"]]
        self.assertEqual(names, list(table))
        for name, row in table.items():
            with self.subTest(name):
                self.assertEqual("note" not in row, row["engine"] is not None and holds(row))

    def test_smallest(self):
        table = json.loads(TABLE.read_text())
        for name in NAMES:
            with self.subTest(name):
                assert_relaxes_as_before(self, name, table[name])
                self.assertLessEqual(self.undercoordinated("relaxed.extxyz"),
                                     self.undercoordinated("built.extxyz") + LESS_COORDINATED.get(name, 0))

    def test_star_keeps_its_faults(self):
        """The partial dislocations stay where the faults end; two of the five twin planes go on one row further there."""
        name = "star-decahedron-cu"
        assert_relaxes_as_before(self, name, json.loads(TABLE.read_text())[name])
        wanted = {"five-fold twin": (1, 1), "intrinsic stacking fault": (2, 2), "twin boundary": (5, 7)}
        before, after = self.counts("built.extxyz"), self.counts("relaxed.extxyz")
        self.assertEqual({kind: (before[kind], after[kind]) for kind in wanted}, wanted)

    def counts(self, name):
        return {line["kind"]: line["count"] for line in self.run_json("defects", name)["counts"]}

    def undercoordinated(self, name):
        return sum(count for kind, count in self.counts(name).items() if kind.startswith("undercoordinated"))


def update(names):
    table = json.loads(TABLE.read_text())
    for name in names:
        if table.get(name, {}).get("engine") is None:
            sys.exit(f"{name} has no engine in {TABLE}: write a row with its engine and options first")
    test = Relax("test_table")
    test.setUp()
    for name in names:
        table[name] = relax(test, name, table[name])
        print(name, table[name])
    test.doCleanups()
    write_table(table)


def write_table(table):
    lines = [f"{json.dumps(name)}: {json.dumps(table[name])}" for name in sorted(table)]
    TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    update(sys.argv[sys.argv.index("--update") + 1:]) if "--update" in sys.argv else main()
