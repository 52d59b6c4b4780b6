"""The catalysts which GFN1-xTB relaxes within a minute or so, relaxed again."""
from relaxation import *

LARGEST = 170  # atoms
# A step of these takes minutes: charges of metals with partly filled d shells need hundreds of iterations.
SLOW = ("mxene-vacancy", "v-o-atomic-layers")


class Relax(CommandTest):
    def test_catalysts(self):
        for name, row in json.loads(TABLE.read_text()).items():
            if name in SLOW or row["engine"] != "gfn1" or "note" in row:
                continue
            if self.run_json("build", "--catalyst", name, "-o", "a.xyz")["natom"] <= LARGEST:
                with self.subTest(name):
                    assert_relaxes_as_before(self, name, row)


if __name__ == "__main__":
    main()
