#!/usr/bin/python3
"""Makes energies.csv: builds the models, relaxes them with GFN1-xTB and adds what vibrations give.

    examples/defect-diagrams/compute.py HALFCELL FOLDER

Needs ASE. GFN1-xTB is a quick look, not a reference: the numbers show how the parts work together and in which direction
a defect changes things at this level; they are not to be quoted as DFT.
"""
import json
import pathlib
import subprocess
import sys

import numpy
from ase import Atoms
from ase.build import molecule, surface
from ase.io import read, write
from ase.lattice.cubic import FaceCenteredCubic

PROGRAM, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
GASES = ("H2", "H2O", "CO2", "CO")


def halfcell(*words):
    done = subprocess.run([PROGRAM, *words, "--json"], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{words}: {done.stderr}")
    return json.loads(done.stdout)


def relax(name, atoms, fixed=()):
    from ase.constraints import FixAtoms
    atoms = atoms.copy()
    if len(fixed):
        atoms.set_constraint(FixAtoms(indices=list(fixed)))
    write(FOLDER / f"{name}.xyz", atoms, format="extxyz")
    result = halfcell("optimize", f"{name}.xyz", "--engine", "gfn1", "--force-tolerance-ev-per-angstrom", "0.01",
                      "--max-steps", "400", "--output", f"{name}-relaxed.xyz")
    if not result["converged"]:
        print(f"# {name}: largest force {result['max_force_ev_per_angstrom']:.3f} eV/A", file=sys.stderr)
    return read(FOLDER / f"{name}-relaxed.xyz", format="extxyz"), result["free_energy_hartree"] * 27.211386245988


def modes(name, atoms):
    """Of the atoms given alone."""
    words = ["--atoms", ",".join(str(i) for i in atoms)] if atoms else []
    result = halfcell("thermo", f"{name}-relaxed.xyz", "--engine", "gfn1", "--folder", f"{name}-thermo", *words)
    return [m for m in result["modes_per_cm"] if m > 0]


def add(species, surface_name, energy, frequencies, rows):
    text = " ".join(f"{m:.1f}" for m in frequencies)
    rows.append(f"{species},{surface_name},{energy:.6f},{text},GFN1-xTB; compute.py")
    print(rows[-1], flush=True)


def put(base, site, direction, group):
    """`group` (its first atom binds) on atom `site`, along `direction`."""
    direction = numpy.array(direction, float) / numpy.linalg.norm(direction)
    helper = numpy.array([1.0, 0, 0]) if abs(direction[0]) < 0.7 else numpy.array([0, 1.0, 0])
    x = numpy.cross(direction, helper)
    x /= numpy.linalg.norm(x)
    frame = numpy.array([x, numpy.cross(direction, x), direction])
    added = Atoms([s for s, _ in group], [base.positions[site] + numpy.array(r) @ frame for _, r in group])
    return base + added


def group_of(kind, bond):
    """Atoms over the binding one, at the height `bond`; z is away from it."""
    if kind == "H":
        return [("H", (0, 0, bond))]
    if kind == "CO":
        return [("C", (0, 0, bond)), ("O", (0, 0, bond + 1.15))]
    if kind == "CHO":
        return [("C", (0, 0, bond)), ("O", (1.0, 0, bond + 0.65)), ("H", (-0.95, 0, bond + 0.55))]
    return [("C", (0, 0, bond)), ("O", (1.05, 0, bond + 0.6)), ("O", (-1.1, 0, bond + 0.75)),
            ("H", (-1.95, 0, bond + 0.35))]


def study(label, clean, site, direction, kinds, fixed, rows):
    base, energy = relax(label, clean, fixed)
    add("*", label, energy, [], rows)
    for kind, bond in kinds.items():
        name = f"{label}-{kind}"
        atoms = put(base, site, direction, group_of(kind, bond))
        _, energy = relax(name, atoms, fixed)
        add(f"{kind}*", label, energy, modes(name, range(len(base), len(atoms))), rows)


def polycycle(name):
    """Flat carbon with hydrogen around it, from lattice points: pyrene, or acenaphthylene with its pentagon."""
    if name == "hexagon-edge":
        d = 1.42
        rings = [(0, 0), (1, 0), (0, 1), (1, -1)]
        points = []
        for a, b in rings:
            centre = numpy.array([a * 1.5 * d, (a * 0.5 + b) * numpy.sqrt(3) * d])
            for k in range(6):
                p = centre + d * numpy.array([numpy.cos(k * numpy.pi / 3), numpy.sin(k * numpy.pi / 3)])
                if all(numpy.linalg.norm(p - q) > 0.5 for q in points):
                    points.append(p)
    else:
        d = 1.42
        points = []
        for x in (-1, 1):
            centre = numpy.array([x * numpy.sqrt(3) / 2 * d, 0])
            for k in range(6):
                p = centre + d * numpy.array([numpy.sin(k * numpy.pi / 3), numpy.cos(k * numpy.pi / 3)])
                if all(numpy.linalg.norm(p - q) > 0.5 for q in points):
                    points.append(p)
        points += [numpy.array([-0.72, 2.55]), numpy.array([0.72, 2.55])]
    carbon = numpy.array(points)
    atoms = Atoms("C" * len(carbon), numpy.column_stack([carbon, numpy.zeros(len(carbon))]))
    for i, p in enumerate(carbon):
        near = [q for j, q in enumerate(carbon) if j != i and numpy.linalg.norm(p - q) < 1.75]
        if len(near) == 2:
            out = 2 * p - near[0] - near[1]
            atoms += Atoms("H", [[*(p + 1.09 * out / numpy.linalg.norm(out)), 0]])
    return atoms


def bridge_carbon(atoms):
    """A carbon with a hydrogen whose neighbour has one too: of the shortest such bond (the double bond)."""
    carbon = [i for i, s in enumerate(atoms.symbols) if s == "C"]
    has = [i for i in carbon if any(atoms.get_distance(i, j) < 1.3 for j, s in enumerate(atoms.symbols) if s == "H")]
    pairs = [(atoms.get_distance(i, j), i) for i in has for j in has if i < j]
    return min(pairs)[1]


def zinc_sulfide(vacancy):
    from ase.build import bulk
    slab = surface(bulk("ZnS", "zincblende", a=5.409, cubic=True), (1, 1, 0), 2, vacuum=8.0)
    slab = slab.repeat((2, 1, 1))
    slab.pbc = (True, True, False)
    order = numpy.argsort(slab.positions[:, 2])
    fixed = set(order[: len(order) // 2])
    zinc = [i for i in order if slab.symbols[i] == "Zn"]
    if vacancy:
        gone = zinc[-1]
        slab_fixed = sorted(i - (i > gone) for i in fixed)
        del slab[int(gone)]
        return slab, slab_fixed
    return slab, sorted(fixed)


def top_atom(atoms, symbol):
    return int(max((i for i, s in enumerate(atoms.symbols) if s == symbol), key=lambda i: atoms.positions[i, 2]))


def copper(twin):
    """Three close-packed layers of 12, 19 and 12 atoms: ABC, or ABA with the middle layer as a twin plane."""
    a = 3.615 / numpy.sqrt(2)
    u, v = numpy.array([a, 0]), numpy.array([a / 2, a * numpy.sqrt(3) / 2])
    shift = (u + v) / 3
    grid = [i * u + j * v for i in range(-4, 5) for j in range(-4, 5)]
    radii = (2.0 * a + 1e-3, 2.1 * a)
    layers = []
    for height, offset in ((-1, -1), (0, 0), (1, -1 if twin else 1)):
        points = [p + offset * shift for p in grid]
        points = [p for p in points if numpy.linalg.norm(p) < (radii[0] if height == 0 else radii[1])]
        layers += [[*p, height * a * numpy.sqrt(2 / 3)] for p in points]
    return Atoms(f"Cu{len(layers)}", layers)


def edge_atom(atoms):
    """Of the middle layer, farthest out: where the twin plane meets the surface."""
    return int(max(range(len(atoms)), key=lambda i: (abs(atoms.positions[i, 2]) < 0.1, round(atoms.positions[i, 0], 3))))


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    for gas in GASES:
        _, energy = relax(gas, molecule(gas))
        frequencies = modes(gas, [])
        add(f"{gas}_g", "", energy, frequencies, rows)
        if gas == "H2O":
            add("H2O_l", "", energy, frequencies, rows)
    for label in ("hexagon-edge", "pentagon-edge"):
        flat = polycycle(label)
        site = bridge_carbon(flat)
        study(label, flat, site, (0, 0, 1), {"COOH": 1.55, "H": 1.1}, (), rows)
    for label in ("ZnS", "V_Zn"):
        slab, fixed = zinc_sulfide(label == "V_Zn")
        study(label, slab, top_atom(slab, "S"), (0, 0, 1), {"COOH": 1.8, "H": 1.35}, fixed, rows)
    for label in ("Cu-terrace", "Cu-twin"):
        cluster = copper(label == "Cu-twin")
        site = top_atom(cluster, "Cu") if label == "Cu-terrace" else edge_atom(cluster)
        direction = (0, 0, 1) if label == "Cu-terrace" else (1, 0, 0)
        study(label, cluster, site, direction, {"CO": 1.85, "CHO": 1.95, "H": 1.6}, range(len(cluster)), rows)
    header = "species,surface,energy_ev,frequencies_per_cm,reference\n"
    note = ("# Made by compute.py with GFN1-xTB (Grimme, Bannwarth, Shushkov, J. Chem. Theory Comput. 13 (2017) 1989, "
            "doi:10.1021/acs.jctc.7b00118):\n# a quick look, not a reference. Total energies; adsorbates with the modes of "
            "the adsorbate alone.\n")
    (FOLDER / "energies.csv").write_text(note + header + "\n".join(rows) + "\n")


main()
