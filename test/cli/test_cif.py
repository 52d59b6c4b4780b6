"""CIF files: symmetry operations applied, as ASE reads them; what is wrong is refused."""
from halfcell_command import *

try:
    import numpy as np
    from ase.io import read, write
    from ase.spacegroup import crystal
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

QUARTZ = """# a comment
data_quartz
_chemical_name 'alpha quartz; it''s "SiO2"'
_cell_length_a 4.9137(5)
_cell_length_b 4.9137(5)
_cell_length_c 5.4047
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 120
_publ_section_title
;
A text with _cell_length_a 9
;
OPERATIONS
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
_atom_site_occupancy
Si1 0.4697 0.0000 0.33333 1.0
O1 0.4135 0.2669 0.1191 1
data_other
_cell_length_a 1
"""
OPERATIONS = """loop_
_symmetry_equiv_pos_as_xyz
x,y,z
'-y, x-y, z+1/3'
-x+y,-x,2/3+z
y,x,-z
x-y,-y,2/3-z
-x,-x+y,1/3-z"""


class Cif(CommandTest):
    def load(self, text, name="a.cif"):
        self.write(name, text)
        self.write("r.yaml", f"steps: [{{type: read, file: {name}}}]\n")
        self.run_command("build", "r.yaml", "-o", "a.extxyz")
        return read(self.folder / "a.extxyz")

    def assert_same_atoms(self, ours, theirs, tolerance=1e-4):
        self.assertEqual(sorted(ours.get_chemical_symbols()), sorted(theirs.get_chemical_symbols()))
        np.testing.assert_allclose(ours.cell.cellpar(), theirs.cell.cellpar(), atol=1e-6)
        apart = ours.get_scaled_positions()[:, None] - theirs.get_scaled_positions()[None]
        far = np.linalg.norm((apart - np.round(apart)) @ ours.cell[:], axis=2)
        far[ours.numbers[:, None] != theirs.numbers[None]] = 9
        self.assertLess(far.min(axis=1).max(), tolerance)

    def test_operations(self):
        quartz = crystal(["Si", "O"], [(0.4697, 0, 1 / 3), (0.4135, 0.2669, 0.1191)], spacegroup=152,
                         cellpar=[4.9137, 4.9137, 5.4047, 90, 90, 120])
        self.assert_same_atoms(self.load(QUARTZ.replace("OPERATIONS", OPERATIONS)), quartz)

    def test_hall_symbol(self):
        ours = self.load(QUARTZ.replace("OPERATIONS", "_space_group_name_Hall 'P 31 2\"'"))
        self.assertEqual(len(ours), 9)

    def test_as_ase_writes(self):
        rutile = crystal(["Ti", "O"], [(0, 0, 0), (0.3053, 0.3053, 0)], spacegroup=136,
                         cellpar=[4.5937, 4.5937, 2.9587, 90, 90, 90])
        write(self.folder / "ase.cif", rutile)
        self.assert_same_atoms(self.load((self.folder / "ase.cif").read_text()), rutile)

    def test_written_and_read(self):
        self.run_command("build", "--catalyst", "v-zn-zns", "-o", "a.extxyz")
        self.write("r.yaml", "steps: [{type: read, file: a.extxyz}]\n")
        self.run_command("build", "r.yaml", "-o", "b.cif")
        self.assert_same_atoms(read(self.folder / "a.extxyz"), read(self.folder / "b.cif"))

    def test_missing_atoms_are_warned_of(self):
        whole = QUARTZ.replace("OPERATIONS", "_chemical_formula_sum 'O2 Si'\n_cell_formula_units_Z 3\n" + OPERATIONS)
        self.write("r.yaml", "steps: [{type: read, file: a.cif}]\n")
        for text, warns in ((whole, False), (whole.replace("O1 0.4135 0.2669 0.1191 1\n", ""), True)):
            self.write("a.cif", text)
            notes = self.run_json("build", "r.yaml", "-o", "a.extxyz")["notes"]
            says = "a.cif:14: the cell has 0 atoms of O, its formula and Z ask for 6"
            self.assertEqual(warns, any(says in note for note in notes))

    def test_refused(self):
        whole = QUARTZ.replace("OPERATIONS", OPERATIONS)
        self.write("r.yaml", "steps: [{type: read, file: a.cif}]\n")
        for change, says in (((OPERATIONS, ""), "symmetry operations are missing"),
                             (("y,x,-z", "y,x,-w"), "symmetry operation is written like"),
                             (("0.1191 1", "0.1191 0.5"), "partly occupied"), (("Si1 ", "Qq1 "), "needs an element"),
                             (("y,x,-z", "x,x,-z"), "symmetry operation is written like"),
                             (("y,x,-z", "2x,y,-z"), "symmetry operation is written like"),
                             (("y,x,-z\n", ""), "no group: number 1 after number 3"),
                             (("-x,-x+y,1/3-z", "-x,-x+y,1/2-z"), "no group"),
                             (("0.2669 0.1191 1", "0.2669 0.1191"), "a.cif:29: the last row of this loop has fewer"),
                             (("_cell_length_a 9\n;", "_cell_length_a 9\n"), "a.cif:11: the text that begins here"),
                             (('"SiO2"\'', '"SiO2"'), "a.cif:3: a quote is not closed"),
                             (("_cell_length_c 5.4047", ""), "_cell_length_c is missing"),
                             (("gamma 120", "gamma 190"), "make no cell"), (("0.2669", "?"), "are no numbers")):
            self.write("a.cif", whole.replace(*change))
            self.assert_refused("build", "r.yaml", "-o", "x.extxyz", says=says)


if __name__ == "__main__":
    main()
