"""The catalysts which GFN1-xTB relaxes within a minute or so, relaxed again."""
from relaxation import *

LARGEST = 170  # atoms


class Relax(CommandTest):
    def test_catalysts(self):
        for name, row in json.loads(TABLE.read_text()).items():
            if row["engine"] == "gfn1" and "note" not in row and self.run_json("build", "--catalyst", name, "-o", "a.xyz")["natom"] <= LARGEST:
                with self.subTest(name):
                    assert_relaxes_as_before(self, name, row)


if __name__ == "__main__":
    main()
