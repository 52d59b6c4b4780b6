#!/usr/bin/python3
"""Makes energies.csv (PBE-D3, engine gpw) and energies-gfn1.csv: builds the models, relaxes them with
GFN1-xTB and with PBE-D3, and adds the modes of the adsorbate.

    examples/defect-diagrams/compute.py HALFCELL FOLDER [gfn1] [carbon] [zinc-sulfide] [copper]

Of the parts that are named, or all; with gfn1, the quick table alone. Needs ASE. What is in FOLDER is not computed again: a
stopped run goes on, and parts may be computed side by side in one FOLDER. The tables hold the parts that were asked for.
The settings, what is held and what it costs are in README.md.
"""
import json
import os
import pathlib
import subprocess
import sys

import numpy
from ase import Atoms
from ase.build import bulk, molecule, surface
from ase.io import read, write

PROGRAM, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
THREADS = os.environ.get("OMP_NUM_THREADS", "2")
HARTREE_EV = 27.211386245988
GASES = ("H2", "H2O", "CO2", "CO")
QUICK = ("--engine", "gfn1", "--force-tolerance-ev-per-angstrom", "0.01", "--max-steps", "400")
GPW = ("--engine", "gpw", "--dispersion", "d3bj", "--margin-angstrom", "3.5")
RELAX = ("--scf-tolerance", "1e-4", "--force-tolerance-ev-per-angstrom", "0.1", "--max-steps", "100")
LARGER = "TZV2P-MOLOPT-GTH"  # basis set of the last energy
LARGER_METALS = {"Zn": "TZV2P-MOLOPT-SR-GTH", "Cu": "TZV2P-MOLOPT-SR-GTH"}
# Displaced to both sides by half the distance of the grid's points, an atom feels the same ripple (docs/theory/gpw.md).
DISPLACE = ("--step-angstrom", "0.04")
METAL = ("--equal-spins", "--electronic-temperature-k", "1000")
LOWEST_MODE = 50.0  # per cm: lower ones and slightly imaginary ones are raised to it
METHODS = {
    "GFN1": ("energies-gfn1.csv", "GFN1-xTB (Grimme, Bannwarth, Shushkov, J. Chem. Theory Comput. 13 (2017) 1989, "
             "doi:10.1021/acs.jctc.7b00118):\n# a quick look, not a reference.", ""),
    "PBE": ("energies.csv", "the engine gpw: PBE-D3(BJ)/TZV2P-MOLOPT-GTH at geometries of\n"
            "# PBE-D3(BJ)/DZVP-MOLOPT-SR-GTH, 400 Ry.", " (carbon: with GFN1-xTB)"),
}


def halfcell(command, structure, *words):
    """The result of a command (3 is the exit code of a relaxation that has not converged); what it does goes to a log."""
    line = [PROGRAM, command, structure, *words, "--threads", THREADS, "--json", "--verbose"]
    with open(FOLDER / f"{structure}.log", "a") as log:
        done = subprocess.run(line, cwd=FOLDER, stdout=subprocess.PIPE, stderr=log, text=True)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(str(word) for word in line)}:\n{done.stdout}")
    return json.loads(done.stdout)


def kept(name, compute):
    """What compute() gives, from FOLDER/NAME.json where an earlier run has left it."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        result = compute()
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(result, indent=1) + "\n")
        unfinished.rename(path)
    return json.loads(path.read_text())


def energy_ev(result):
    """Without smearing both are the same; with it, their mean is the energy at 0 K up to the third order."""
    return 0.5 * (result["energy_hartree"] + result["free_energy_hartree"]) * HARTREE_EV


def relax(start, end, *words):
    """A run that was stopped goes on from where it was."""
    begun = (FOLDER / end).exists()
    result = halfcell("optimize", end if begun else start, "--output", end, *words)
    if not result["converged"]:
        print(f"# {end}: largest force {result['max_force_ev_per_angstrom']:.3f} eV/A after {result['steps']} steps",
              file=sys.stderr)
    return result


def calculate(name, atoms, adsorbate=(), fixed=(), words=(), start=None):
    """Energies and modes by method; atoms is the guess, adsorbate the atoms that vibrate, fixed those that do not move, words
    are settings of PBE, which begins from the geometry of GFN1-xTB or from `start`. It has modes of its own on a surface
    of which atoms are held, otherwise those of GFN1-xTB."""
    hold = ("--fix", ",".join(str(i) for i in fixed)) if len(fixed) else ()
    vibrate = ("--atoms", ",".join(str(i) for i in adsorbate))
    write(FOLDER / f"{name}.xyz", atoms, format="extxyz")
    energies = {"GFN1": energy_ev(kept(f"{name}-gfn1", lambda: relax(f"{name}.xyz", f"{name}-gfn1.xyz", *QUICK, *hold)))}
    modes = {}
    if adsorbate:
        modes["GFN1"] = raised(name, kept(f"{name}-modes", lambda: halfcell(
            "thermo", f"{name}-gfn1.xyz", "--engine", "gfn1", "--folder", f"{name}-thermo", *vibrate)))
    if "PBE" in asked_methods():
        energies["PBE"] = energy_ev(density_functional(name, start or f"{name}-gfn1.xyz", hold, words))
        if adsorbate and hold:
            modes["PBE"] = raised(name, kept(f"{name}-pbe-modes", lambda: halfcell(
                "thermo", f"{name}-pbe.xyz", *GPW, *words, *DISPLACE, "--folder", f"{name}-pbe-thermo", *vibrate)))
        elif adsorbate:
            modes["PBE"] = modes["GFN1"]
    return energies, modes


def density_functional(name, start, hold, words):
    """The energy in the larger basis set at the geometry of the smaller one."""
    kept(f"{name}-pbe", lambda: relax(start, f"{name}-pbe.xyz", *GPW, *RELAX, *words, *hold))
    return kept(f"{name}-pbe-energy", lambda: halfcell("energy", f"{name}-pbe.xyz", *GPW, *words, *larger_basis(name)))


def larger_basis(name):
    words = ["--basis", LARGER]
    for element in sorted(set(read(FOLDER / f"{name}-pbe.xyz", format="extxyz").symbols) & set(LARGER_METALS)):
        words += ["--basis-of", f"{element}={LARGER_METALS[element]}"]
    return words


def raised(name, thermo):
    for mode in thermo["modes_per_cm"]:
        if mode < -2 * LOWEST_MODE:
            print(f"# {name}: no minimum, mode {mode:.0f} per cm", file=sys.stderr)
    return [max(mode, LOWEST_MODE) for mode in thermo["modes_per_cm"]]


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


def study(label, name, clean, site, direction, kinds, fixed=(), words=()):
    """Records of a surface, clean and with each adsorbate; name is that of the clean model in FOLDER."""
    bare = calculate(name, clean, (), fixed, words)
    return [("*", label, *bare)] + [with_adsorbate(label, name, site, direction, kind, bond, fixed, words)
                                    for kind, bond in kinds.items()]


def with_adsorbate(label, clean, site, direction, kind, bond, fixed, words):
    """On the clean model as GFN1-xTB relaxes it; for a surface of which a part is held, PBE begins from what it makes of the
    clean one: GFN1-xTB moves zinc sulfide's atoms too far."""
    name, group = f"{label}-{kind}", group_of(kind, bond)
    base = read(FOLDER / f"{clean}-gfn1.xyz", format="extxyz")
    adsorbate, start = range(len(base), len(base) + len(group)), None
    if "PBE" in asked_methods() and 0 < len(fixed) < len(base):
        start = f"{name}-start.xyz"
        write(FOLDER / start, put(read(FOLDER / f"{clean}-pbe.xyz", format="extxyz"), site, direction, group), format="extxyz")
    return (f"{kind}*", label, *calculate(name, put(base, site, direction, group), adsorbate, fixed, words, start))


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
    """Two double layers of zinc blende (110), 7.6 x 10.8 angstrom (2 x 2), and which atoms are held (the lower half); perfect,
    or without an outermost Zn. The third is an outermost S, beside the vacancy."""
    slab = surface(bulk("ZnS", "zincblende", a=5.409, cubic=True), (1, 1, 0), 2, vacuum=8.0).repeat((1, 2, 1))
    slab.pbc = (True, True, False)
    order = [int(i) for i in numpy.argsort(slab.positions[:, 2])]
    fixed = sorted(order[: len(order) // 2])
    gone = [i for i in order if slab.symbols[i] == "Zn"][-1]
    outermost = [i for i in order[-len(order) // 4:] if slab.symbols[i] == "S"]
    site = min(outermost, key=lambda i: slab.get_distance(gone, i, mic=True))
    if vacancy:
        del slab[gone]
        fixed, site = [i - (i > gone) for i in fixed], site - (site > gone)
    return slab, fixed, site


def copper():
    """26 atoms in three close-packed layers 7, 12, 7, stacked ABA: the middle layer is a twin plane. The first atom is the
    middle one of the upper (111) face; the second one lies on the ridge where the twin plane meets two (111) faces."""
    a = 3.615 / numpy.sqrt(2)
    u, v = numpy.array([a, 0]), numpy.array([a / 2, a * numpy.sqrt(3) / 2])
    hollow = (u + v) / 3
    grid = [i * u + j * v for i in range(-4, 5) for j in range(-4, 5)]
    face = [p for p in grid if numpy.linalg.norm(p) < 1.01 * a]
    middle = [p - hollow for p in grid if numpy.linalg.norm(p - hollow) < 1.6 * a]
    face.sort(key=numpy.linalg.norm)
    middle.sort(key=lambda p: abs(numpy.linalg.norm(p) - 2 / numpy.sqrt(3) * a))
    height = a * numpy.sqrt(2 / 3)
    points = ([(*face[0], height), (*middle[0], 0)] + [(*p, height) for p in face[1:]] + [(*p, 0) for p in middle[1:]]
              + [(*p, -height) for p in face])
    return Atoms(f"Cu{len(points)}", points)


def gases():
    rows = []
    for gas in GASES:
        energies, _ = calculate(gas, molecule(gas))
        rows.append((f"{gas}_g", "", energies, {}))  # the program knows the measured modes
        if gas == "H2O":
            rows.append(("H2O_l", "", energies, {}))
    return rows


def carbon():
    rows = []
    for label in ("hexagon-edge", "pentagon-edge"):
        flat = polycycle(label)
        rows += study(label, label, flat, bridge_carbon(flat), (0, 0, 1), {"COOH": 1.55, "H": 1.1})
    return rows


def zinc():
    rows = []
    for label in ("ZnS", "V_Zn"):
        slab, fixed, site = zinc_sulfide(label == "V_Zn")
        rows += study(label, label, slab, site, (0, 0, 1), {"COOH": 1.8, "H": 1.35}, fixed)
    return rows


def twin():
    rows = []
    kinds = {"CO": 1.85, "CHO": 1.95}
    cluster = copper()
    for label, site in (("Cu-terrace", 0), ("Cu-twin", 1)):
        direction = (0, 0, 1) if site == 0 else (*cluster.positions[1, :2], 0)
        rows += study(label, "Cu26", cluster, site, direction, kinds, range(len(cluster)), METAL)
    return rows


def write_table(method, rows):
    name, what, modes_of = METHODS[method]
    lines = [f"# Made by compute.py with {what} Total energies; adsorbates with the modes\n# of the adsorbate alone{modes_of}, those below 50 per cm raised to it.",
             "species,surface,energy_ev,frequencies_per_cm,reference"]
    for species, surface_name, energies, modes in rows:
        if method not in energies:
            continue
        frequencies = " ".join(f"{m:.1f}" for m in modes.get(method, []))
        lines.append(f"{species},{surface_name},{energies[method]:.6f},{frequencies},{method}; compute.py")
    (FOLDER / name).write_text("\n".join(lines) + "\n")


PARTS = {"carbon": carbon, "zinc-sulfide": zinc, "copper": twin}


def asked_parts():
    return [word for word in sys.argv[3:] if word in PARTS] or list(PARTS)


def asked_methods():
    return ["GFN1"] if "gfn1" in sys.argv[3:] else list(METHODS)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    unknown = set(sys.argv[3:]) - set(PARTS) - {"gfn1"}
    if unknown:
        raise SystemExit(f"{' '.join(unknown)}: no part of this; there are gfn1 {' '.join(PARTS)}")
    rows = gases()
    for part in asked_parts():
        rows += PARTS[part]()
    for method in asked_methods():
        write_table(method, rows)


main()
