"""What is equal by symmetry is not decided by the last digits: the same defects in atoms that are shaken by less than any
file says, turned, renumbered or moved by lattice vectors, and the same choice of a builder from a crystal that is shaken."""
from halfcell_command import *

try:
    import numpy as np
    from ase.build import bulk
    from ase.geometry import find_mic
    from ase.io import read
except ImportError:
    print("ASE is not installed (Debian: python3-ase)")
    sys.exit(77)

SHAKEN = (1e-9, 1e-7, 1e-6)  # Angstrom

PROTOTYPES = ("Cu", "Co_hcp", "ZnS_zb", "ZnS_wz", "CeO2", "TiO2_rutile", "TiO2_anatase", "Bi2O3_beta", "BiOCl", "Cu2O", "Ti3AlC2")
CRYSTALS = {"fcc": "prototype: fcc, element: Cu, a_angstrom: 3.615", "bcc": "prototype: bcc, element: Fe, a_angstrom: 2.866",
            "hcp": "prototype: hcp, element: Ti, a_angstrom: 2.951"}
FACES = {"fcc": ("1, 1, 1", "1, 0, 0", "1, 1, 0", "3, 1, 1"), "bcc": ("1, 1, 0", "1, 0, 0", "2, 1, 1"),
         "hcp": ("0, 0, 1", "1, 0, 0")}
SHAPES = ("cuboctahedron, shells: 3", "truncated-octahedron, shells: 2", "icosahedron, shells: 3", "octahedron, edge: 6, cut: 1",
          "decahedron, edge: 4, height: 3, notch: 1")
STACKS = ("ABCABCACBACB", "ABCABCABABCABC", "ABCABCBABCABC", "ABABAB")
CARBON = ("stone-wales", "vacancy-5-9", "divacancy-5-8-5", "divacancy-555-777", "open-vacancy", "open-divacancy")


def recipes():
    """(name, steps) of what is built most: bulk, faces with and without a vacancy, particles, twins, boundaries, carbon."""
    for name in PROTOTYPES:
        yield f"{name} bulk", (f"type: crystal, prototype: {name}", "type: supercell, repeat: [2, 2, 2]")
        yield f"{name} slab", (f"type: crystal, prototype: {name}", "type: slab, miller: [1, 1, 0], layers: 3, repeat: [2, 2]")
    for name, crystal in CRYSTALS.items():
        element = crystal.split("element: ")[1].split(",")[0]
        yield f"{name} vacancies", (f"type: crystal, {crystal}", "type: supercell, repeat: [4, 4, 4]",
                                    f"type: vacancy, element: {element}, count: 3")
        for face in FACES[name]:
            yield f"{name} {face}", (f"type: crystal, {crystal}",
                                     f"type: slab, miller: [{face}], layers: 4, repeat: [4, 4], vacuum_angstrom: 10")
    for shape in SHAPES:
        yield shape, (f"type: crystal, {CRYSTALS['fcc']}", f"type: nanoparticle, shape: {shape}")
    for sequence in STACKS:
        yield sequence, ("type: crystal, prototype: Cu", f"type: stacking, sequence: {sequence}, repeat: [4, 4]")
    yield "boundary", ("type: crystal, prototype: Cu", "type: grain-boundary, sigma: 5, axis: [0, 0, 1], plane: [2, 1, 0]")
    yield "dislocation", ("type: crystal, prototype: Ag",
                          "type: dislocation, burgers: [0.5,-0.5,0], line: [1,1,-2], plane: [1,1,1]")
    for kind in CARBON:
        yield kind, ("type: graphene, repeat: [10, 10]", f"type: carbon-defect, kind: {kind}")
    yield "gap", ("type: crystal, prototype: Cu", "type: slab, miller: [1, 0, 0], layers: 4, vacuum_angstrom: 8")


def rotation(random):
    turn = np.linalg.qr(random.normal(size=(3, 3)))[0]
    return turn * np.linalg.det(turn)


class Rounding(CommandTest):
    def save(self, atoms, positions, cell, name):
        """All digits: ASE writes eight decimals."""
        lattice = " ".join(f"{x:.15g}" for x in np.ravel(cell))
        pbc = " ".join("FT"[int(repeats)] for repeats in atoms.pbc)
        lines = [f"{s} {x:.15g} {y:.15g} {z:.15g}" for s, (x, y, z) in zip(atoms.symbols, positions)]
        header = (f'Lattice="{lattice}" ' if atoms.pbc.any() else "") + f'Properties=species:S:1:pos:R:3 pbc="{pbc}"'
        return self.write(name, "\n".join([str(len(atoms)), header, *lines, ""]))

    def build(self, *steps, name="built.extxyz"):
        self.write("recipe.yaml", "steps:\n" + "".join(f"  - {{{step}}}\n" for step in steps))
        self.run_command("build", "recipe.yaml", "-o", name)
        return read(self.folder / name)

    # ---- recognised ---------------------------------------------------------------------------------------------------

    def census(self, path):
        """Counts of defects and of what is usual, and what densities they have; measures are numbers that may differ."""
        found = self.run_json("defects", path)
        counts = {line["kind"]: (line["count"], *sorted(key for key in line if key.startswith("per_")))
                  for line in found["counts"] if line["role"] != "measure" and line["count"]}
        return {**counts, "closed": found["closed_directions"]}

    def assert_steady(self, name, atoms, random):
        cell = atoms.cell.array
        expected = self.census(self.save(atoms, atoms.positions, cell, "base.extxyz"))
        order, turn = random.permutation(len(atoms)), rotation(random)
        images = (random.integers(-2, 3, atoms.positions.shape) * atoms.pbc) @ cell
        shaken = [atoms.positions + random.uniform(-s, s, atoms.positions.shape) for s in SHAKEN]
        variants = [("shaken", atoms, shaken[0], cell), ("turned", atoms, shaken[1] @ turn + random.uniform(-5, 5, 3), cell @ turn),
                    ("renumbered, images", atoms[order], (shaken[2] + images)[order], cell)]
        for what, same, positions, vectors in variants:
            self.assertEqual(self.census(self.save(same, positions, vectors, "same.extxyz")), expected, f"{name}, {what}")

    def test_census_of_recipes(self):
        random = np.random.default_rng(1)
        for name, steps in recipes():
            with self.subTest(name):
                self.assert_steady(name, self.build(*steps), random)

    def test_census_of_catalysts(self):
        random = np.random.default_rng(2)
        for entry in self.run_json("list", "catalysts")["catalysts"]:
            with self.subTest(entry["name"]):
                self.run_command("build", "--catalyst", entry["name"], "-o", "built.extxyz")
                self.assert_steady(entry["name"], read(self.folder / "built.extxyz"), random)

    # ---- built --------------------------------------------------------------------------------------------------------

    def assert_same_choice(self, crystal, *steps, equal_places=False, directions=(1, 1, 1)):
        """The step does the same with a crystal and with the same crystal shaken, atom by atom; with equal_places the last
        atom has the same distances."""
        random = np.random.default_rng(3)
        expected = None
        for s in (0.0, *SHAKEN, *SHAKEN[1:]):
            shaken = crystal.positions + random.uniform(-s, s, crystal.positions.shape) * directions
            self.save(crystal, shaken, crystal.cell.array, "crystal.extxyz")
            made = self.build("type: read, file: crystal.extxyz", *steps)
            expected = expected or made
            self.assertEqual(str(made.symbols), str(expected.symbols), steps)
            if equal_places:
                far = [np.sort(atoms.get_distances(-1, range(len(atoms) - 1), mic=True)) for atoms in (made, expected)]
                apart = abs(far[0] - far[1])
            else:
                apart = find_mic(made.positions - expected.positions, made.cell, made.pbc)[1]
            self.assertLess(apart.max(), 1e-3, f"{steps}: shaken by {s}, other atoms")

    def test_choice_of_atoms(self):
        copper, zinc = bulk("Cu", cubic=True, a=3.6) * (4, 4, 4), bulk("ZnS", "zincblende", a=5.41, cubic=True) * (3, 3, 3)
        for step in ("vacancy, atoms: nearest 3 Cu to 0, count: 3", "vacancy, element: Cu, count: 5",
                     "remove, atoms: within 3.6 of 100", "remove, atoms: layer 1 of 3 along z",
                     "vacancy, element: Cu, where: surface, depth_angstrom: 1.8, count: 4",
                     "vacancy, element: Cu, where: below, depth_angstrom: 3.6, count: 4",
                     "substitute, element: Cu, by: Al, fraction: 0.25, placement: sqs, seed: 1"):
            with self.subTest(step):
                self.assert_same_choice(copper, f"type: {step}")
        for step in ("antisite, element: Zn, with: S, count: 3", "vacancy, atoms: nearest 5 S to 0, count: 5"):
            with self.subTest(step):
                self.assert_same_choice(zinc, f"type: {step}")

    def test_choice_of_places(self):
        unit = bulk("Cu", cubic=True, a=3.6)
        hole = unit * (2, 2, 2)
        del hole[0]
        for site in range(4):  # the same of the distinct places, but any of those that are equal by symmetry
            with self.subTest(f"interstitial at {site}"):
                self.assert_same_choice(hole, f"type: interstitial, element: H, site: {site}", equal_places=True)
        slab = "type: slab, miller: [1, 1, 1], layers: 3, repeat: [2, 2], vacuum_angstrom: 12"
        for site, index in (("top", 0), ("bridge", 0), ("hollow", 0), ("hollow", 1)):
            with self.subTest(f"{site} {index}"):
                self.assert_same_choice(unit, slab, f"type: adsorbate, species: CO, site: {site}, index: {index}")
        cluster = self.build("type: crystal, prototype: Cu", "type: nanoparticle, shape: cuboctahedron, shells: 2")
        for site in ("top", "bridge", "hollow"):
            with self.subTest(f"{site} of a cluster"):
                self.assert_same_choice(cluster, f"type: adsorbate, species: CO, site: {site}, index: 1")
        with self.subTest("particle"):
            self.assert_same_choice(unit, 'type: nanoparticle, shape: wulff, faces: ["1 1 1: 1.28", "1 0 0: 1.35"], atoms: 150')

    def test_choice_of_dopants(self):
        sheet = self.build("type: graphene, repeat: [10, 10]")  # stays flat: out of the plane it could buckle either way
        for step in ("dope, element: N, count: 3", "metal-site, metal: Ni", "metal-site, metal: Fe, kind: n4-pyrrolic",
                     "carbon-defect, kind: stone-wales"):
            with self.subTest(step):
                self.assert_same_choice(sheet, f"type: {step}", directions=(1, 1, 0))


if __name__ == "__main__":
    main()
