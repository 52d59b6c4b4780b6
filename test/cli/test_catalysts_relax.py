"""What becomes of catalysts that are relaxed: what the table test/regression/data/catalysts_relaxed.json says of all, and
the smallest ones again. `--update NAME ...` behind the arguments of the test relaxes these anew for the table."""
from relaxation import *

NAMES = ("v-s-cds", "v-zn-zns", "v-s-mos2", "defect-bi-from-bi2s3", "silk-cocoon-carbon", "np-fullerene-carbon")


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


def update(names):
    table = json.loads(TABLE.read_text())
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
