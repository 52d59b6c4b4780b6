"""halfcell defects on structures that ASE makes, not we: counts that are known from their topology."""
import itertools
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from random import Random

try:
    from ase import Atoms
    from ase.build import bulk, fcc100, fcc111, graphene, graphene_nanoribbon, hcp0001, molecule, nanotube
    from ase.cluster import Decahedron, Icosahedron
    from ase.io import read, write
    from ase.neighborlist import neighbor_list
except ImportError:
    sys.exit(77)

binary, repository = sys.argv[1:3]
scratch = tempfile.TemporaryDirectory()
folder = pathlib.Path(scratch.name)


def census(atoms, *options):
    path = folder / "structure.extxyz"
    write(path, atoms)
    done = subprocess.run([binary, "defects", path, "--json", *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def counts(atoms, *options):
    return {line["kind"]: line["count"] for line in census(atoms, *options)["counts"]}


def check(found, **wanted):
    for kind, count in wanted.items():
        kind = kind.replace("_", " ")
        assert found.get(kind, 0) == count, f"{kind}: {found.get(kind, 0)} instead of {count} in {found}"


def defects(found_json):
    return {line["kind"]: line["count"] for line in found_json["counts"] if line["role"] == "defect" and line["count"]}


def test_fullerene():  # Euler: 12 pentagons, whatever the rest
    check(counts(molecule("C60")), pentagon=12, hexagon=20, undercoordinated_C=0)


def test_nanotubes():  # no ring around the circumference
    for n, m in (6, 6), (5, 0), (9, 3):
        tube = nanotube(n, m, length=3)
        found = census(tube)
        assert defects(found) == {}, defects(found)
        check({line["kind"]: line["count"] for line in found["counts"]}, hexagon=len(tube) / 2)


def test_ribbons():
    check(counts(graphene_nanoribbon(4, 5, type="zigzag", saturated=True, vacuum=6)), zigzag_edge=10, armchair_edge=0,
          undercoordinated_C=0)
    check(counts(graphene_nanoribbon(4, 5, type="armchair", saturated=False, vacuum=6)), zigzag_edge=0,
          armchair_edge=20, undercoordinated_C=20)


def test_lattices():
    lattices = {"Cu": "fcc", "Al": "fcc", "Pb": "fcc", "Fe": "bcc", "W": "bcc", "Cs": "bcc", "Ti": "hcp", "Zn": "hcp"}
    for symbol, kind in lattices.items():
        metal = bulk(symbol) * (5, 5, 5)
        metal.rattle(0.05, seed=3)
        check(counts(metal), **{f"{kind}_atoms": len(metal), "lattice_vacancy": 0})


def test_small_cells():  # images count: one atom in each layer is a layer, one atom in the cell a crystal
    for metal, kind in (("Cu", "fcc"), ("Fe", "bcc"), ("Ti", "hcp")):
        check(counts(bulk(metal)), **{f"{kind}_atoms": len(bulk(metal)), "twin_boundary": 0, "lattice_vacancy": 0})
    d = 2.556
    for repeat in ((1, 1, 1), (2, 1, 1), (3, 2, 1)):
        for layers, twins, faults in (("ABCABC", 0, 0), ("ABCABCACBACB", 2, 0), ("ABCABCABABCABC", 0, 1)):
            sheets = [("ABC".index(letter) / 3,) * 2 + (k / len(layers),) for k, letter in enumerate(layers)]
            crystal = Atoms(f"Cu{len(layers)}", scaled_positions=sheets, pbc=True,
                            cell=[d, d, d * len(layers) * (2 / 3) ** 0.5, 90, 90, 60]) * repeat
            check(counts(crystal), twin_boundary=twins, intrinsic_stacking_fault=faults, extrinsic_stacking_fault=0)


def test_twinned_particles():  # five twin planes around the axis; 30 between the 20 tetrahedra of an icosahedron
    check(counts(Decahedron("Ag", 5, 3, 0)), twin_boundary=5, **{"five-fold_twin": 1, "five-fold_axis_atoms": 5})
    check(counts(Icosahedron("Cu", 6)), twin_boundary=30, icosahedral_atoms=1, **{"five-fold_twin": 12})
    hot = Decahedron("Ag", 5, 3, 1)
    hot.rattle(0.08, seed=1)
    check(counts(hot), **{"five-fold_twin": 1})
    write(folder / "small.xyz", Decahedron("Ag", 3, 1, 0))  # one atom on the axis is no line, and has its own colour
    done = subprocess.run([binary, "defects", folder / "small.xyz", "-o", folder / "small", "--json"], capture_output=True,
                          text=True)
    check({line["kind"]: line["count"] for line in json.loads(done.stdout)["counts"]},
          **{"five-fold_twin": 0, "five-fold_axis_atoms": 1})
    small = read(folder / "small" / "defects.extxyz")
    axis = [i for i, word in enumerate(small.arrays["lattice"]) if word == "five-fold"]
    assert len(axis) == 1 and abs(small.arrays["color"][axis[0]] - [0.55, 0.30, 0.70]).max() < 1e-3, small.arrays
    for particle in (Decahedron("Ag", 5, 3, 0), Decahedron("Ag", 7, 5, 2), Icosahedron("Cu", 6)):
        assert not [kind for kind in counts(particle) if kind.startswith("dislocation 1")]


def test_slab():
    slab = fcc111("Pt", (4, 4, 6), vacuum=8)
    found = census(slab)
    assert defects(found) == {"undercoordinated Pt": 32}, defects(found)
    line = next(line for line in found["counts"] if line["kind"] == "undercoordinated Pt")
    area = abs(slab.cell[0][0] * slab.cell[1][1] - slab.cell[0][1] * slab.cell[1][0]) / 100
    assert abs(line["per_nm2"] - 32 / area) < 1e-6 * 32 / area
    gram = slab.get_masses().sum() / 6.02214076e23
    assert abs(line["per_gram"] - 32 / gram) < 1e-3 * 32 / gram


def test_open_metal():  # every atom of a bare (111) or (100) face is exposed, whatever the metal; those below are not
    for symbol, face in itertools.product(("Ni", "Cu", "Pd", "Ag", "Pt", "Au"), (fcc111, fcc100)):
        slab = face(symbol, (4, 4, 4), vacuum=8)
        slab.info = {}
        top = [i for i in range(len(slab)) if slab.positions[i, 2] > slab.positions[:, 2].max() - 0.1]
        low = slab.positions[5] * (1, 1, 0) + (0, 0, slab.positions[:, 2].min() - 2.3)  # CH3S below the other face
        slab += Atoms("SCH3", low + [(0, 0, 0), (0, 0, -1.82), (1.02, 0, -2.2), (-.51, .88, -2.2), (-.51, -.88, -2.2)])
        found = census(slab, "--only", "ligands")
        exposed = [d["atoms"][0] for d in found["defects"] if d["kind"] == f"exposed {symbol}"]
        assert set(top) <= set(exposed), (symbol, face.__name__)
        assert all(slab.positions[i, 2] < low[2] + 2.4 for i in set(exposed) - set(top)), (symbol, face.__name__)


def test_hexagonal_cells():  # two layers in the cell, or a thin slab: hcp, no faults
    for metal in (bulk("Ti") * (5, 5, 1), hcp0001("Ti", (5, 5, 4), vacuum=8), hcp0001("Zn", (5, 5, 3), vacuum=8)):
        check(counts(metal), intrinsic_stacking_fault=0, extrinsic_stacking_fault=0, twin_boundary=0)


def test_compound_against_its_cell():
    unit = bulk("ZnS", "zincblende", a=5.41, cubic=True)
    write(folder / "unit.extxyz", unit)
    crystal = unit * (3, 3, 3)
    removed = sorted((10, 31))
    places = [crystal.positions[i].copy() for i in removed]
    symbols = [crystal[i].symbol for i in removed]
    del crystal[removed]
    crystal.rattle(0.03, seed=1)
    crystal.translate((0.7, -0.4, 1.9))
    found = census(crystal, "--reference", folder / "unit.extxyz")
    vacancies = [d for d in found["defects"] if d["kind"].startswith("vacancy ")]
    assert sorted(d["kind"][8:] for d in vacancies) == sorted(symbols)
    for vacancy in vacancies:
        place = places[symbols.index(vacancy["kind"][8:])] + (0.7, -0.4, 1.9)
        d = crystal.cell.scaled_positions(vacancy["position_angstrom"] - place)
        assert abs((d - d.round()) @ crystal.cell.array).max() < 0.05, (vacancy, place)
    check({line["kind"]: line["count"] for line in found["counts"]}, undercoordinated_Zn=4, undercoordinated_S=4)


def committed(name, *options):  # made by make.py beside them
    path = pathlib.Path(repository) / "test" / "regression" / "data" / "defects" / name
    done = subprocess.run([binary, "defects", path, "--json", *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_adatom():  # 16 atoms on either face, and the one on top with its three bonds
    found = committed("pt111_adatom.extxyz")
    assert defects(found) == {"undercoordinated Pt": 33}, defects(found)
    notes = [d["note"] for d in found["defects"] if d["atoms"] == [64]]
    assert notes == ["3 bonds instead of 12"], notes


def test_tube_and_holes():
    found = committed("nanotube_9_3.extxyz")
    assert defects(found) == {} and found["closed_directions"] == 1
    found = committed("graphene_vacancies.extxyz", "--rings-up-to", "14")
    assert found["natom"] == 96 - 3
    wanted = {"monovacancy, bare": 1, "divacancy, bare": 1, "ring of 12": 1, "ring of 14": 1, "undercoordinated C": 7,
              "hole edge": 7}
    assert defects(found) == wanted, defects(found)
    check({line["kind"]: line["count"] for line in found["counts"]}, hexagon=48 - 3 - 4)
    del wanted["ring of 14"]  # is larger than the rings that are looked for by default; the hole is told all the same
    assert defects(committed("graphene_vacancies.extxyz")) == wanted


def cut_hole(sheet, wanted, random):
    """The sheet without so many atoms that hang together, and without atoms with one bond."""
    i, j = neighbor_list("ij", sheet, 1.6)
    near = [set(j[i == k]) for k in range(len(sheet))]
    while True:
        gone = {random.randrange(len(sheet))}
        while len(gone) < wanted:
            gone.add(random.choice(sorted(set().union(*(near[k] for k in gone)) - gone)))
        rest = set(range(len(sheet))) - gone
        if all(len(near[k] & rest) > 1 for k in rest):
            return sheet[sorted(rest)]


def test_holes_of_any_shape():  # the atoms missing are those that were taken out; nothing is called an edge of the sheet
    random = Random(1)
    sheet, tube = graphene(size=(12, 12, 1), vacuum=8), nanotube(6, 6, length=8, vacuum=6)
    tube.pbc = (False, False, True)
    for whole, rattled, most in ((sheet, 0.0, 20), (sheet, 0.04, 20), (tube, 0.03, 7)):
        for number in range(1, most + 1):
            holed = cut_hole(whole, number, random)
            holed.rattle(rattled, seed=number)
            found = defects(census(holed))
            name = {1: "monovacancy, bare", 2: "divacancy, bare"}.get(number, f"hole of {number} atoms, bare")
            assert found[name] == 1, (name, found)
            assert not [kind for kind in found if "edge" in kind and kind != "hole edge"], found
            assert found["hole edge"] == found["undercoordinated C"], found
            assert sum(count for kind, count in found.items() if "vacancy" in kind or kind.startswith("hole of")) == 1, found


def test_no_holes():  # a piece is inside of its rim, not around it; a tube's end is around nothing
    tube = nanotube(8, 2, length=2, vacuum=6)
    tube.pbc = False
    ribbon = graphene_nanoribbon(4, 5, type="zigzag", saturated=True, vacuum=6)
    for atoms in (tube, ribbon, molecule("C60"), molecule("C6H6"), molecule("C4H4NH")):
        found = defects(census(atoms))
        assert not [kind for kind in found if "vacancy" in kind or "hole" in kind], found
    opened = molecule("C60")  # two of its atoms missing: pentagons around it, so that no number of hexagons fits
    del opened[[0, min(range(1, 60), key=lambda k: opened.get_distance(0, k))]]
    found = defects(census(opened))
    assert found["undercoordinated C"] == found["hole edge"] == 4 and "hole, bare" in found, found
    bare = [d["atoms"][0] for d in census(opened)["defects"] if d["kind"] == "undercoordinated C"]
    middle = opened.positions.mean(axis=0)
    opened += Atoms(f"H{len(bare)}", [middle + (opened.positions[k] - middle) * (1 + 1.09 / 3.55) for k in bare])
    check(counts(opened), pores=1, undercoordinated_C=0, **{"hole, saturated": 0})


def test_screw_pair():  # b = 2.4855 Angstrom along z, one of each sign; as long as the bar
    found = committed("fe_screw_pair.extxyz")
    lines = [d for d in found["defects"] if d["kind"].startswith("dislocation")]
    assert [d["kind"] for d in lines] == ["dislocation 1/2<111>"] * 2
    for line in lines:
        assert abs(line["length_angstrom"] - 3 * 2.87 * 3**0.5 / 2) < 0.01 and "screw" in line["note"], line
        assert abs(abs(line["direction"][2]) - 1) < 1e-9
    b = [line["burgers_angstrom"] for line in sorted(lines, key=lambda d: d["position_angstrom"][0])]
    # u_z = b angle/2 pi: the Burgers vector by a circuit that is right-handed about +z
    assert abs(b[0][2] - 2.4855) < 0.05 and abs(b[1][2] + 2.4855) < 0.05, b
    assert max(abs(x) for v in b for x in v[:2]) < 0.15, b


def test_low_angle_boundary():  # [100] edge dislocations as far apart as Frank says; two boundaries of opposite sense
    found = committed("cu_low_angle.extxyz")
    lines = [d for d in found["defects"] if d["kind"].startswith("dislocation")]
    assert [d["kind"] for d in lines] == ["dislocation <100>"] * 4 and all("edge (90" in d["note"] for d in lines)
    places = sorted((d["position_angstrom"][1] > 14, d["position_angstrom"][0]) for d in lines)
    apart = 3.596 / (2 * math.sin(math.atan(1 / 8)))
    assert abs(places[1][1] - places[0][1] - apart) < 0.05 and abs(places[3][1] - places[2][1] - apart) < 0.05, places
    assert all(abs(abs(d["burgers_angstrom"][1]) - 3.596) < 0.1 for d in lines)
    assert abs(sum(d["burgers_angstrom"][1] for d in lines)) < 0.01
    density = [line["count"] for line in found["counts"] if line["kind"] == "dislocation density (1/m^2)"][0]
    assert abs(density - 4 / (3.596**2 * 65 * 2 * 1e-20)) < 1e-3 * density


def test_boundaries_of_large_angle():
    for sigma, axis, plane in ((5, "[0,0,1]", "[2,1,0]"), (5, "[0,0,1]", "[3,1,0]"), (5, "[0,0,1]", "[0,0,1]"),
                               (7, "[1,1,1]", "[1,1,1]"), (9, "[1,-1,0]", "[2,2,1]"), (11, "[1,-1,0]", "[1,1,3]"),
                               (13, "[0,0,1]", "[3,2,0]")):
        (folder / "boundary.yaml").write_text(
            "steps:\n  - {type: crystal, prototype: Cu}\n  - {type: grain-boundary, "
            f"sigma: {sigma}, axis: {axis}, plane: {plane}, repeat: [2, 2]}}\n")
        path = folder / "boundary.extxyz"
        subprocess.run([binary, "build", folder / "boundary.yaml", "-o", path], check=True, capture_output=True)
        done = subprocess.run([binary, "defects", path, "--only", "lattice", "--json"], capture_output=True, text=True)
        assert not [d for d in json.loads(done.stdout)["defects"] if d["kind"].startswith("dislocation")], (sigma, plane)


def test_built_dislocations():  # by `halfcell build`, in pairs; the Burgers vectors are those of the recipe
    built = {("Cu", "[0.5,-0.5,0]", "[1,1,-2]", "[1,1,1]"): ("1/2<110>", "edge (90"),
             ("Cu", "[0.5,-0.5,0]", "[1,-1,0]", "[1,1,1]"): ("1/2<110>", "screw (0"),
             ("Ag", "[0.5,-0.5,0]", "[1,0,-1]", "[1,1,1]"): ("1/2<110>", "mixed (60"),
             ("Cu", "[-0.16666667,-0.16666667,0.33333333]", "[1,-1,0]", "[1,1,1]"): ("1/6<112>", "edge (90"),
             ("Cu", "[0.33333333,-0.16666667,-0.16666667]", "[1,1,-2]", "[1,1,1]"): ("1/6<112>", "mixed (60"),
             ("Fe", "[0.5,0.5,0.5]", "[1,1,-2]", "[1,-1,0]"): ("1/2<111>", "edge (8"),
             ("Fe", "[0.5,0.5,0.5]", "[1,1,1]", "[1,-1,0]"): ("1/2<111>", "screw (0"),
             ("Fe", "[1,0,0]", "[0,0,1]", "[0,1,0]"): ("<100>", "edge (90")}
    for (metal, burgers, line, plane), (kind, character) in built.items():
        recipe = folder / "dislocation.yaml"
        recipe.write_text(f"steps:\n  - {{type: crystal, prototype: {metal}}}\n"
                          f"  - {{type: dislocation, burgers: {burgers}, line: {line}, plane: {plane}}}\n")
        path = folder / "dislocation.extxyz"
        subprocess.run([binary, "build", recipe, "-o", path], check=True, capture_output=True)
        atoms = read(path)
        done = subprocess.run([binary, "defects", path, "--json"], capture_output=True, text=True, check=True)
        lines = [d for d in json.loads(done.stdout)["defects"] if d["kind"].startswith("dislocation")]
        assert [d["kind"] for d in lines] == [f"dislocation {kind}"] * 2, (metal, burgers, lines)
        assert all(character in d["note"] for d in lines), lines
        assert all(abs(d["length_angstrom"] - atoms.cell[2][2]) < 0.002 * atoms.cell[2][2] for d in lines), lines
        assert all(abs(sum(d["burgers_angstrom"][k] for d in lines)) < 0.03 for k in range(3)), lines


def test_dislocated_wires():  # one line, which ends at no side
    for line, character in ("[1,1,-2]", "edge (90"), ("[1,-1,0]", "screw (0"):
        recipe = folder / "wire.yaml"
        recipe.write_text("steps:\n  - {type: crystal, prototype: Ag}\n  - {type: dislocation, burgers: [0.5,-0.5,0], "
                          f"line: {line}, plane: [1,1,1], arrangement: wire, repeat: 3}}\n")
        subprocess.run([binary, "build", recipe, "-o", folder / "wire.extxyz"], check=True, capture_output=True)
        done = subprocess.run([binary, "defects", folder / "wire.extxyz", "--json"], capture_output=True, text=True)
        lines = [d for d in json.loads(done.stdout)["defects"] if d["kind"].startswith("dislocation")]
        assert [d["kind"] for d in lines] == ["dislocation 1/2<110>"] and character in lines[0]["note"], lines


def test_strain_of_metals():  # against a cell that is 1 % shorter
    copper = bulk("Cu", a=3.6461, cubic=True) * (4, 4, 4)
    path = folder / "structure.extxyz"
    write(path, copper)
    done = subprocess.run([binary, "defects", path, "--cell-edge-angstrom", "3.61", "-o", folder / "strain"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    atoms = read(folder / "strain" / "defects.extxyz")
    assert abs(atoms.arrays["volumetric_strain"] - (1.01**3 - 1)).max() < 1e-6
    assert abs(atoms.arrays["local_strain"][:, :3] - 0.01005).max() < 1e-6
    assert abs(atoms.arrays["local_strain"][:, 3:]).max() < 1e-6 and abs(atoms.arrays["shear_strain"]).max() < 1e-6


def test_trajectory_and_files():
    slab = fcc111("Pt", (4, 4, 6), vacuum=8)
    other = slab.copy()
    del other[-1]
    write(folder / "run.extxyz", [slab, other])
    done = subprocess.run([binary, "defects", folder / "run.extxyz", "-o", folder / "census", "--json"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    line = next(line for line in found["counts"] if line["kind"] == "undercoordinated Pt")
    assert found["nframe"] == 2 and line["frames"] == [32, 31 + 3], line  # three below it lose a bond
    frames = read(folder / "census" / "defects.extxyz", ":")
    assert [len(f) for f in frames] == [96, 95]
    words = list(frames[1].arrays["defect"])  # the nine around the empty site have the colour of that
    assert words.count("lattice_vacancy") == 9 and words.count("undercoordinated_Pt") == 34 - 9
    assert abs(frames[1].positions - other.positions).max() < 1e-6 and frames[1].arrays["color"].shape == (95, 3)
    rows = (folder / "census" / "counts.csv").read_text().splitlines()
    assert rows[0].startswith("frame,") and len(rows) == 3
    assert (folder / "census" / "defects.csv").read_text().count("\n") == 1 + len(found["defects"])


def refused(*options):
    done = subprocess.run([binary, "defects", *options], capture_output=True, text=True)
    assert done.returncode == 2 and not done.stdout, done
    return done.stderr


def test_refusals():
    write(folder / "c60.xyz", molecule("C60"))
    assert "13 metal atoms" in refused(folder / "c60.xyz", "--only", "lattice")
    assert 'did you mean "rings"' in refused(folder / "c60.xyz", "--only", "ring")
    assert "rings_up_to" in refused(folder / "c60.xyz", "--rings-up-to", "2").replace("-", "_")
    assert "none.xyz" in refused(folder / "none.xyz")


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
        print(name)
