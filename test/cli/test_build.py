"""halfcell build, and structures on their way between ASE and halfcell, both ways."""
from halfcell_command import *

try:
    import numpy as np
    from ase import Atoms
    from ase.calculators.singlepoint import SinglePointCalculator
    from ase.constraints import FixAtoms
    from ase.io import read, write
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

BOX = """steps:
  - {type: cell, lengths_angstrom: [11, 11, 11]}
  - {type: water, sweeps: 60, seed: 3}
"""


IONS = {"OH": -1, "HCO3": -1, "CO3": -2, "HCOO": -1, "H3O": 1, "NH4": 1}


class Build(CommandTest):
    def convert(self, source, target):
        """A recipe of one step reads a file; what it builds is written in the format of the target."""
        self.write("convert.yaml", f"steps: [{{type: read, file: {source}}}]\n")
        self.run_command("build", "convert.yaml", "-o", target)
        return self.folder / target

    def test_water(self):
        self.write("box.yaml", BOX)
        result = self.run_json("build", "box.yaml", "--output", "box.extxyz")
        self.assertEqual(result["formula"], "O44 H88")
        self.assertEqual(result["natom"], 132)
        self.assertEqual(result["periodic"], [True, True, True])
        self.assertAlmostEqual(result["cell_angstrom"][1][1], 11)
        atoms = read(self.folder / "box.extxyz")
        self.assertTrue(atoms.pbc.all())
        distances = atoms.get_all_distances(mic=True)[::3, ::3]
        self.assertGreater(distances[distances > 0].min(), 2.3)
        first = (self.folder / "box.extxyz").read_bytes()
        self.assertIn("O44 H88", self.run_command("build", "box.yaml", "-o", "box.extxyz").stdout)
        self.assertEqual(first, (self.folder / "box.extxyz").read_bytes())
        self.write("other.yaml", BOX.replace("seed: 3", "seed: 4"))
        self.run_command("build", "other.yaml", "-o", "box.extxyz")
        self.assertNotEqual(first, (self.folder / "box.extxyz").read_bytes())

    def test_refused(self):
        self.write("wrong.yaml", BOX.replace("sweeps", "sweep"))
        error = self.assert_refused("build", "wrong.yaml", "-o", "a.xyz", says="did you mean 'sweeps'")
        self.assertIn("wrong.yaml:3:19", error["message"])
        self.assertFalse((self.folder / "a.xyz").exists())
        self.write("box.yaml", BOX)
        self.assert_refused("build", "box.yaml", says="--output")
        self.assert_refused("build", "box.yaml", "-o", says="--output wants a value")
        self.assert_refused("build", "box.yaml", "-o", "a.pdb", says="known names: .extxyz")
        self.assert_refused("build", "nowhere.yaml", "-o", "a.xyz", says="nowhere.yaml")

    def put_ions(self, keys):
        self.write("ion.yaml", f"steps:\n  - {{type: read, file: box.extxyz}}\n  - {{type: ions{keys}}}\n")
        self.write("box.extxyz", '1\nLattice="20 0 0 0 20 0 0 0 20" Properties=species:S:1:pos:R:3 pbc="F F F"\nAr 9 9 9\n')
        return ("build", "ion.yaml", "-o", "ion.extxyz")

    def test_ions_are_minima(self):
        """As their source says; forces are what rounding to 0.001 Angstrom leaves. Hydroxyl is bent as in acids."""
        for name, charge in IONS.items():
            self.run_command(*self.put_ions(f", species: {name}"))
            ion = read(self.folder / "ion.extxyz")[1:]
            write(self.folder / "ion.xyz", ion)
            result = self.run_json("energy", "ion.xyz", "--engine", "gfn1", "--charge", str(charge), "--forces")
            self.assertLess(np.abs(result["forces_hartree_per_bohr"]).max(), 0.002, name)
            if name == "HCO3":
                self.assertLess(abs(ion.get_angle(0, 3, 4) - 105), 5)

    def test_one_kind_of_ion_a_step(self):
        for keys, says in ((", element: K, species: OH", "element K and species OH"), (", element: Kx", "'Kx' is not")):
            self.assert_refused(*self.put_ions(keys), says=says)
        self.run_command(*self.put_ions(""))
        self.assertEqual(read(self.folder / "ion.extxyz").get_chemical_symbols(), ["Ar", "Na"])

    def test_charge_is_written(self):
        """Of vacancies and ions, through steps that repeat, remove and add; none where none is stated."""
        crystal = "steps:\n  - {type: crystal, prototype: ZnO_wz}\n  - {type: supercell, repeat: [2, 2, 1]}\n"
        vacancy = "  - {type: vacancy, element: O, count: 2, charge: 2}\n"
        for steps, charge in (("  - {type: vacancy, element: O}\n", None), (vacancy, 4),
                              (vacancy + "  - {type: supercell, repeat: [2, 1, 2]}\n", 16),
                              (vacancy + "  - {type: vacancy, element: Zn, charge: -2}\n", 2),
                              (vacancy + "  - {type: substitute, element: Zn, by: Al}\n  - {type: remove, atoms: '0'}\n", 4)):
            self.write("charged.yaml", crystal + steps)
            self.run_command("build", "charged.yaml", "-o", "charged.extxyz")
            self.assertEqual(read(self.folder / "charged.extxyz").info.get("charge"), charge, steps)
        for keys, charge in ((", species: CO3, count: 3", -6), (", species: NH4", 1), (", element: K", None)):
            self.run_command(*self.put_ions(keys))
            self.assertEqual(read(self.folder / "ion.extxyz").info.get("charge"), charge, keys)

    def test_hydrogen_in_a_hole_leaves_the_plane(self):
        """In the plane of a vacancy three hydrogen atoms would be 1.05 Angstrom apart, oxygen 1.07 from its nitrogen."""
        oxide = "  - {type: dope, element: N, configuration: oxide, saturate: true}\n"
        for kind, after in (("open-vacancy", ""), ("open-divacancy", ""), ("vacancy-5-9", ""), ("open-vacancy", oxide)):
            self.write("hole.yaml", "steps:\n  - {type: graphene, repeat: [6, 6]}\n  - {type: carbon-defect, kind: "
                                    f"{kind}, saturate: {'false' if after else 'true'}}}\n{after}")
            self.run_json("build", "hole.yaml", "-o", "hole.extxyz")
            atoms = read(self.folder / "hole.extxyz")
            for i in [atom.index for atom in atoms if atom.symbol in "HO"]:
                d = atoms.get_distances(i, range(len(atoms)), mic=True)
                d[i] = 9
                j = d.argmin()
                length = {"CH": 1.09, "NO": 1.28}[atoms.symbols[j] + atoms.symbols[i]]
                self.assertLess(abs(d[j] - length), 0.03 * length, (kind, i, d[j]))
                d[j] = 9
                self.assertGreater(d.min(), 1.35, (kind, i))

    def test_a_defect_of_what_is_not_there(self):
        self.write("none.yaml", "steps:\n  - {type: crystal, prototype: Cu}\n  - {type: vacancy, element: O}\n")
        refused = self.run_command("build", "none.yaml", "-o", "none.extxyz", code=2).stderr
        self.assertIn("none.yaml:3:5: steps[1]: no atom of O is there", refused)
        self.write("none.yaml", "steps:\n  - {type: vacancy, element: O}\n")
        refused = self.run_command("build", "none.yaml", "-o", "none.extxyz", code=2).stderr
        self.assertIn("there are no atoms yet", refused)

    def test_steps_that_cannot_be_meant(self):
        """Each says in which step, and what it wants; nothing is written."""
        copper, cell = "{type: crystal, prototype: Cu}", "{type: cell, lengths_angstrom: [12, 12, 12]}"
        zinc = "{type: crystal, prototype: ZnS_zb}"
        graphene = "{type: graphene, repeat: [6, 6]}"
        slab = copper + "\n  - {type: slab, miller: [1, 1, 1], repeat: [2, 2]}"
        for before, step, says in (
                ("", "slab, miller: [1, 1, 1]", "there are no atoms yet"), ("", "strain, strain: [0.1]", "no atoms yet"),
                (copper + "\n  - {type: remove, atoms: all}", "supercell, repeat: [2, 2, 2]", "took all away"),
                ("", "crystal, prototype: fcc, element: Zz", "'Zz' is not an element symbol"),
                (graphene, "saturate, neighbours: 4", "no side of it is open for hydrogen"),
                (graphene, "carbon-defect, kind: stone-wales, at: 0, from: 1", "give at, or from with"),
                (graphene, "carbon-defect, kind: stone-wales, distance_angstrom: 5", "give at, or from with"),
                (graphene, "metal-site, metal: C", "'C' is not a metal"), ("", "phthalocyanine, metal: H", "'H' is not a metal"),
                (zinc, "vacancy, element: S, fraction: 0.5, count: 2", "give one of them"),
                (zinc, "substitute, element: Zn, by: Zn", "atom 0 is Zn already"),
                (zinc, "antisite, element: Zn, with: Zn", "atom 0 is Zn itself"),
                (zinc, "antisite, element: Zn, with: O", "has no O to change places with"),
                (zinc, "interstitial, element: Li, farthest_angstrom: 1", "a larger farthest_angstrom"),
                ("{type: m25}", "interstitial, element: Li", "needs a cell with three vectors"),
                (copper, "cell, lengths_angstrom: [-5, 9, 9]", "an edge cannot be negative; here are -5 9 9"),
                (cell, "water, bottom_angstrom: 3", "go with region slab"),
                (cell, "water, region: slab, bottom_angstrom: 3, top_angstrom: 3.1", "no room for one molecule"),
                (graphene, "ions, bottom_angstrom: 9, top_angstrom: 2", "bottom, 9 Angstrom, is above top, 2 Angstrom"),
                (copper, "remove, atoms: element Ag", "'element Ag' is no atom"),
                (copper, "distort, atoms: none, rms_angstrom: 0.1", "'none' is no atom"),
                (copper, "nanoparticle, shape: wulff, atoms: 9, faces: ['1 1 1: 1e-300']", "a surface energy above 0 (1e-6 to 1e6)"),
                (copper, "adsorbate, species: CO", "this is no slab with room for adsorbates"),
                ("{type: nanotube, indices: [5, 5]}", "adsorbate, species: H", "this is no slab with room for adsorbates"),
                (slab + "\n  - {type: adsorbate, species: H}", "adsorbate, species: H, element: Cu",
                 "H cannot reach that site: atom 16 (H) keeps it off")):
            with self.subTest(step):
                lines = f"  - {before}\n" * bool(before) + f"  - {{type: {step}}}\n"
                self.write("odd.yaml", f"steps:\n{lines}")
                error = self.assert_refused("build", "odd.yaml", "-o", "odd.extxyz", says=says)
                self.assertIn(f"steps[{lines.count('- {') - 1}]", error["message"])
                self.assertFalse((self.folder / "odd.extxyz").exists())
        self.write("twice.yaml", f"steps:\n  - {slab}\n" + "  - {type: adsorbate, species: H}\n" * 2)
        warned = self.run_command("build", "twice.yaml", "-o", "twice.extxyz").stderr
        self.assertIn("atom 16 (H), which looks like an adsorbate", warned)
        self.write("cut.yaml", f"steps:\n  - {slab}\n  - {{type: slab, miller: [1, 0, 0]}}\n")
        warned = self.run_command("build", "cut.yaml", "-o", "cut.extxyz").stderr
        self.assertIn("15.0 Angstrom without atoms along c; is it a slab already?", warned)

    def test_places_are_looked_at_first(self):
        """Where nothing can be written is said before the work, which here would take hours."""
        self.write("long.yaml", "steps:\n  - {type: cell, lengths_angstrom: [60, 60, 60]}\n"
                                "  - {type: water, sweeps: 1000000}\n")
        (self.folder / "folder.xyz").mkdir()
        for place, says in (("none/a.xyz", "the folder none: No such file"), ("folder.xyz", "is a folder"),
                            ("a.foo", "which format to write")):
            self.assert_refused("build", "long.yaml", "-o", place, says=says)

    def test_too_many_atoms(self):
        self.write("huge.yaml", "steps:\n  - {type: graphene, repeat: [1000, 1000], layers: 100}\n")
        refused = self.run_command("build", "huge.yaml", "-o", "huge.extxyz", code=2).stderr
        self.assertIn("huge.yaml:2:5: steps[0]: 200000000 atoms are more than", refused)

    def test_a_step_on_carbon_needs_carbon(self):
        """Said in words of carbon, with the place of the step; not that copper has many bonds."""
        for step in ("type: carbon-defect, kind: stone-wales", "type: dope, element: N", "type: metal-site, metal: Ni",
                     "type: saturate"):
            with self.subTest(step):
                self.write("copper.yaml", "steps:\n  - {type: crystal, prototype: Cu}\n"
                                          f"  - {{type: supercell, repeat: [3, 3, 3]}}\n  - {{{step}}}\n")
                error = self.assert_refused("build", "copper.yaml", "-o", "a.xyz",
                                            says="changes carbon, and there is none: the steps before it made Cu108")
                self.assertIn("copper.yaml:4:5: steps[2]", error["message"])
                self.write("nothing.yaml", f"steps:\n  - {{{step}}}\n")
                self.assert_refused("build", "nothing.yaml", "-o", "a.xyz", says="made no atoms")

    def test_view_is_refused_before_the_work(self):
        """Without a page that can be written there is no structure either."""
        self.write("box.yaml", BOX)
        (self.folder / "data").mkdir()
        self.write("data/report_template.html", "<html>no place for data</html>")
        result = self.run_command("build", "box.yaml", "-o", "a.xyz", "--view", code=None,
                                  env=dict(os.environ, HALFCELL_DATA=str(self.folder / "data")))
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("data/report_template.html", result.stderr)
        self.assertFalse((self.folder / "a.xyz").exists())

    def test_view(self):
        self.write("box.yaml", BOX)
        if self.run_json("doctor")["facts"]["report_template.html"] == "not found":  # built without npm
            self.assert_refused("build", "box.yaml", "-o", "a.xyz", "--view", says="report_template.html")
            return
        for words, page in ((("--view",), "box.v1.html"), (("--view", "p.html"), "p.html"), (("--view=q",), "q")):
            result = self.run_json("build", "box.yaml", *words, "-o", "box.v1.xyz")
            self.assertEqual(result["page"], page)
            self.assertIn("O44 H88, periodic along a b c", (self.folder / page).read_text())
        self.assertEqual(self.run_json("build", "--view", "box.yaml", "-o", "a.xyz")["page"], "a.html")
        self.assertNotIn("page", self.run_json("build", "box.yaml", "-o", "a.xyz"))

    def test_list(self):
        out = self.run_command("list", "steps").stdout
        for name in ("read", "cell", "center", "water", "ions", "molecule", "fix", "remove"):
            self.assertIn(name, out)
        self.assertIn("density_g_cm3", self.run_command("list", "steps", "water").stdout)

    def moving_atoms(self):
        rng = np.random.default_rng(5)
        atoms = Atoms("AuSCH2Na", positions=rng.uniform(-3, 9, (6, 3)), cell=[[8, 0, 0], [2, 7, 0], [-1, 1.5, 11]],
                      pbc=[True, False, True])
        atoms.set_velocities(rng.normal(0, 0.02, (6, 3)))
        atoms.set_constraint(FixAtoms([1, 4]))
        return atoms

    def assert_same(self, atoms, back, tolerance=1e-7):
        self.assertEqual(atoms.get_chemical_symbols(), back.get_chemical_symbols())
        np.testing.assert_allclose(back.positions, atoms.positions, atol=tolerance)
        np.testing.assert_allclose(back.cell[:], atoms.cell[:], atol=tolerance)

    def test_extended_xyz_there_and_back(self):
        atoms = self.moving_atoms()
        write(self.folder / "ase.extxyz", atoms, columns=["symbols", "positions", "momenta", "move_mask"])
        back = read(self.convert("ase.extxyz", "ours.extxyz"))
        self.assert_same(atoms, back)
        self.assertEqual(list(back.pbc), [True, False, True])
        np.testing.assert_allclose(back.get_momenta(), atoms.get_momenta(), atol=2e-7)
        np.testing.assert_array_equal(back.constraints[0].index, [1, 4])

    def test_masses_there_and_back(self):
        atoms = self.moving_atoms()
        atoms.set_constraint()
        atoms.set_masses([196.97, 32.06, 12.011, 1.008, 2.014, 22.99])
        velocities = atoms.get_velocities()
        write(self.folder / "ase.extxyz", atoms, columns=["symbols", "positions", "masses", "momenta"])
        back = read(self.convert("ase.extxyz", "ours.extxyz"))
        np.testing.assert_allclose(back.get_masses(), atoms.get_masses(), rtol=1e-9)
        np.testing.assert_allclose(back.get_velocities(), velocities, atol=2e-7)

    def test_plain_xyz_there_and_back(self):
        atoms = Atoms("OCO", positions=[[0, 0, -1.16], [0, 0, 0], [0, 0, 1.16]])
        write(self.folder / "ase.xyz", atoms, format="xyz", comment="a molecule")
        back = read(self.convert("ase.xyz", "ours.xyz"))
        self.assert_same(atoms, back)
        self.assertFalse(back.pbc.any())

    def test_poscar_there_and_back(self):
        for direct in (True, False):
            atoms = self.moving_atoms()
            atoms.pbc = True
            write(self.folder / "POSCAR", atoms, format="vasp", direct=direct, vasp5=True)
            back = read(self.convert("POSCAR", "ours.vasp"), format="vasp")
            self.assert_same(atoms, back, tolerance=1e-11)
            np.testing.assert_array_equal(back.constraints[0].index, [1, 4])

    def test_a_trajectory_of_ase(self):
        """The last frame counts; energies and forces stand beside it without harm."""
        frames = []
        for k in range(3):
            atoms = self.moving_atoms()
            atoms.positions += 0.1 * k
            atoms.info = {"step": k, "text": 'with "quotes" and [brackets]', "vector": np.arange(3) * 0.5}
            atoms.calc = SinglePointCalculator(atoms, energy=-1.0 * k, forces=np.ones((6, 3)), stress=np.zeros(6))
            frames.append(atoms)
        write(self.folder / "ase.xyz", frames, format="extxyz")
        self.assert_same(frames[2], read(self.convert("ase.xyz", "ours.extxyz")))


if __name__ == "__main__":
    main()
