#!/usr/bin/python3
"""Makes energies.csv: the oxygen vacancy of MgO in the charges 0, +1, +2, with PBE (engine gpw), relaxed in 64 atoms; valence
band, alignment of the potentials, the surface that ties them to the vacuum, and the gases. `larger` asks for what 128 atoms change.

    examples/charged-vacancy/compute.py HALFCELL FOLDER [larger]

Needs ASE. What is in FOLDER is not computed again: a stopped run goes on. Settings and cost are in README.md.
"""
import csv
import json
import os
import pathlib
import subprocess
import sys

import numpy
from ase import Atoms
from ase.build import bulk, molecule
from ase.io import read, write

HARTREE_EV = 27.211386245988
BOHR_ANGSTROM = 0.529177210544
EDGE = 4.25  # angstrom, of the conventional cell: PBE's
REPEAT = 2  # the cube that is relaxed: 64 atoms
REPEAT_PRIMITIVE = 4  # the larger cell: 128 atoms, images are 12 angstrom away instead of 8.5
PERMITTIVITY = 9.8  # measured, ions included
CHARGES = (0, 1, 2)
SPREAD = 0.5  # angstrom: width of the Gaussian that potentials are averaged with
LAYERS = 5
GPW = ("--engine", "gpw", "--cutoff-ry", "900")
LARGER = {symbol: f"{symbol}=TZV2P-MOLOPT-PBE-GTH-q{valence}" for symbol, valence in (("H", 1), ("O", 6), ("Mg", 10))}
RELAX = ("--scf-tolerance", "5e-5", "--force-tolerance-ev-per-angstrom", "0.03", "--max-steps", "25")


class Calculations:
    """Results of the program in a folder, computed where they are not there yet."""

    def __init__(self, program, folder):
        self.program, self.folder = pathlib.Path(program).resolve(), pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def result(self, name, command, structure, *words):
        path = self.folder / f"{name}.json"
        if not (path.exists() and path.stat().st_size > 0):
            line = [self.program, command, structure, *GPW, *words, "--threads", os.environ.get("OMP_NUM_THREADS", "2"),
                    "--json", "--verbose"]
            with open(self.folder / f"{name}.log", "a") as log:
                done = subprocess.run(line, cwd=self.folder, stdout=subprocess.PIPE, stderr=log, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{' '.join(str(word) for word in line)}:\n{done.stdout}")
            unfinished = path.with_suffix(".part")
            unfinished.write_text(done.stdout)
            unfinished.rename(path)
        return json.loads(path.read_text())

    def structure(self, name, atoms):
        path = self.folder / f"{name}.extxyz"
        if not path.exists():
            write(path, atoms)
        return path.name

    def relaxed(self, name, atoms, *words):
        """The relaxed energy; a run that was stopped goes on from where it was."""
        start = self.structure(f"start-{name}", atoms)
        begun = (self.folder / f"{name}.extxyz").exists()
        return self.result(f"{name}-opt", "optimize", f"{name}.extxyz" if begun else start, "--output", f"{name}.extxyz",
                           *RELAX, *words)

    def potential(self, name):
        """Positions (angstrom), symbols and the electrostatic potential (V) on the grid of NAME-potential.cube."""
        return read_cube(self.folder / f"{name}-potential.cube")


def read_cube(path):
    """Cell (3 x 3, angstrom), atomic numbers, positions from the grid's origin (angstrom), values (V)."""
    with open(path) as file:
        lines = [file.readline() for _ in range(6)]
        count, origin = int(lines[2].split()[0]), numpy.array(lines[2].split()[1:], float)
        shape = [int(line.split()[0]) for line in lines[3:]]
        cell = numpy.array([numpy.array(line.split()[1:], float) * n for line, n in zip(lines[3:], shape)])
        atoms = numpy.array([file.readline().split() for _ in range(count)], float)
        values = numpy.array(file.read().split(), float).reshape(shape)
    return (cell * BOHR_ANGSTROM, atoms[:, 0].astype(int), (atoms[:, 2:] - origin) * BOHR_ANGSTROM,
            values * HARTREE_EV)


def waves(cell, spread):
    """Numbers [n, 3] and wave vectors (1/angstrom) of those waves that a Gaussian of that width leaves."""
    reciprocal = 2 * numpy.pi * numpy.linalg.inv(cell).T
    most = [int(numpy.ceil(8.0 / spread * numpy.linalg.norm(edge) / (2 * numpy.pi))) for edge in cell]
    numbers = numpy.stack(numpy.meshgrid(*(numpy.arange(-m, m + 1) for m in most), indexing="ij"), -1).reshape(-1, 3)
    vectors = numbers @ reciprocal
    keep = numpy.linalg.norm(vectors, axis=1) * spread < 7.0
    return numbers[keep], vectors[keep]


def averages(cell, values, points, spread=SPREAD):
    """Of a periodic field around points (angstrom), weighted with a normalised Gaussian: exact for a field that the grid holds."""
    numbers, vectors = waves(cell, spread)
    limits = (numpy.array(values.shape) - 1) // 2
    inside = (abs(numbers) <= limits).all(axis=1)
    numbers, vectors = numbers[inside], vectors[inside]
    spectrum = numpy.fft.fftn(values)[tuple(numbers.T)] / values.size
    spectrum = spectrum * numpy.exp(-0.5 * (vectors**2).sum(axis=1) * spread**2)
    return numpy.array([(spectrum * numpy.exp(1j * vectors @ point)).sum().real for point in points])


def point_charge(cell, charge, permittivity, displacements, spread=SPREAD):
    """Potential (V) of a point charge (e), its images and a background in a medium, its mean zero: with the same average, at
    displacements (angstrom) from it."""
    numbers, vectors = waves(cell, spread)
    vectors = vectors[(numbers != 0).any(axis=1)]
    square = (vectors**2).sum(axis=1)
    volume = abs(numpy.linalg.det(cell))
    factor = 4 * numpy.pi * charge * HARTREE_EV * BOHR_ANGSTROM / (permittivity * volume) * numpy.exp(-0.5 * square * spread**2) / square
    return numpy.array([(factor * numpy.cos(vectors @ d)).sum() for d in displacements])


def nearest_images(cell, displacements):
    """Displacements of the nearest images."""
    shifts = numpy.stack(numpy.meshgrid(*[(-1, 0, 1)] * 3, indexing="ij"), -1).reshape(-1, 3)
    inside = displacements @ numpy.linalg.inv(cell)
    images = ((inside - numpy.round(inside))[:, None, :] + shifts) @ cell
    return numpy.array([d[numpy.linalg.norm(d, axis=1).argmin()] for d in images])


def image_correction(cell, charge, permittivity, spread=SPREAD):
    """eV that a point charge lacks through its images and the background: q^2/(2 epsilon) times Madelung's constant."""
    own = numpy.sqrt(2 / numpy.pi) / spread + 2 * numpy.pi * spread**2 / abs(numpy.linalg.det(cell))
    madelung = own * HARTREE_EV * BOHR_ANGSTROM - point_charge(cell, 1, 1, numpy.zeros((1, 3)), spread)[0]
    return charge**2 * madelung / (2 * permittivity)


def around(field, number):
    """The crystal's potential around an ion of that atomic number."""
    cell, numbers, positions, values = field
    return averages(cell, values, [positions[list(numbers).index(number)]])[0]


def alignment(perfect, defect, charge, permittivity):
    """(mean, standard deviation, number of atoms) of the potential (V) that the charged cell has more than the perfect one far
    away from the defect, less that of the point charge and its images. Atoms are those that lie further away than half the
    distance of the nearest image."""
    cell, numbers, positions, values = defect
    host = {number: around(perfect, number) for number in set(numbers)}
    from_defect = nearest_images(cell, positions - positions[vacant(cell, positions)])
    radius = 0.5 * min(numpy.linalg.norm(edge) for edge in cell) + 0.1
    far = [i for i, d in enumerate(from_defect) if numpy.linalg.norm(d) > radius]
    own = averages(cell, values, positions[far])
    model = point_charge(cell, charge, permittivity, from_defect[far])
    difference = own - [host[numbers[i]] for i in far] - model
    return difference.mean(), difference.std(), len(far)


def vacancy_at_origin(atoms):
    atoms.positions -= atoms.positions[list(atoms.symbols).index("O")]
    atoms.wrap()
    return atoms


def vacant(cell, positions):
    """The atom at the origin: it is taken out, its basis functions stay."""
    return int(numpy.linalg.norm(nearest_images(cell, positions), axis=1).argmin())


def supercell():
    return vacancy_at_origin(bulk("MgO", "rocksalt", a=EDGE, cubic=True).repeat(REPEAT))


def larger_cell():
    return vacancy_at_origin(bulk("MgO", "rocksalt", a=EDGE).repeat(REPEAT_PRIMITIVE))


def guess(charge):
    """Outwards go the six Mg, inwards the twelve O around, the more the higher the charge: of the unrelaxed charged vacancy
    the empty level lies in the valence band, and no density is self-consistent with whole electrons."""
    atoms = supercell()
    away = nearest_images(atoms.cell[:], atoms.positions)
    for i, d in enumerate(numpy.linalg.norm(away, axis=1)):
        if 0.1 < d < 2.2:
            atoms.positions[i] += 0.1 * charge * away[i] / d
        elif 0.1 < d < 3.1:
            atoms.positions[i] -= 0.02 * charge * away[i] / d
    return atoms


def transplanted(relaxed):
    """The larger cell with the displacements that the two shells around the vacancy have in the relaxed cube."""
    step = EDGE / 2
    small, large = supercell(), larger_cell()
    place = numpy.rint(nearest_images(small.cell[:], small.positions) / step).astype(int)
    moved = nearest_images(small.cell[:], relaxed.positions - small.positions)
    displacement = {tuple(n): d for n, d in zip(place, moved) if 0 < n @ n < 3}
    for i, n in enumerate(numpy.rint(nearest_images(large.cell[:], large.positions) / step).astype(int)):
        large.positions[i] += displacement.get(tuple(n), numpy.zeros(3))
    return large


def slab():
    """MgO(001), as cut, free in the third direction."""
    atoms = bulk("MgO", "rocksalt", a=EDGE, cubic=True).repeat((REPEAT, REPEAT, (LAYERS + 1) // 2))
    atoms = atoms[[atom.index for atom in atoms if atom.z < (LAYERS - 0.5) * EDGE / 2]]
    atoms.pbc = (True, True, False)
    atoms.cell[2] = (0, 0, (LAYERS - 1) * EDGE / 2 + 11.0)
    atoms.positions[:, 2] += 5.5
    return atoms


def with_potential(name):
    return ("--levels", "--cube", "potential", "--cube-prefix", name)


def larger_basis(symbols):
    """Of the last energies; geometries are those of the default, DZVP-MOLOPT-SR-GTH."""
    return [word for symbol in sorted(set(symbols)) for word in ("--basis-of", LARGER[symbol])]


def valence_band_against_vacuum(run, perfect, valence_band):
    """eV, below zero: by the potential around the ions in the slab's middle layer, which are those of the crystal."""
    run.result("slab", "energy", run.structure("slab", slab()), *larger_basis(["Mg", "O"]), *with_potential("slab"))
    cell, numbers, positions, values = run.potential("slab")
    heights = positions[:, 2]
    middle = [i for i, z in enumerate(heights) if abs(z - (heights.min() + heights.max()) / 2) < 0.5]
    shifts = []
    for z in (8, 12):
        ions = positions[[i for i in middle if numbers[i] == z]]
        shifts.append(averages(cell, values, ions).mean() - around(perfect, z))
    vacuum = 0.5 * (values[:, :, 0].mean() + values[:, :, -1].mean())
    print(f"# slab: potential around O and Mg of the middle layer is {shifts[0]:.3f} and {shifts[1]:.3f} V above the crystal's, "
          f"vacuum at {vacuum:.3f} V", file=sys.stderr)
    return valence_band - numpy.mean(shifts) + vacuum


def vacancy_words(atoms, charge):
    return "--potential-of", f"ghost={vacant(atoms.cell[:], atoms.positions)}", "--charge", str(charge)


def gas(run, name):
    spin = ("--multiplicity", "3") if name == "O2" else ()
    atoms = molecule(name)
    atoms.center(vacuum=4.0)
    words = (*spin, "--margin-angstrom", "4")
    run.relaxed(name, atoms, *words)
    result = run.result(name, "energy", f"{name}.extxyz", *words, *larger_basis(atoms.get_chemical_symbols()))
    return result["energy_hartree"] * HARTREE_EV


def vacancies(run, label, structures, words):
    """For a cell and a basis set: the perfect crystal's result and potential, and of each charge (energy less the crystal's, eV;
    energy of an electron at the top of the valence band, eV, potentials aligned)."""
    crystal = run.result(f"{label}-perfect", "energy", run.structure(f"{label}-perfect", structures[None]), *words,
                         *with_potential(f"{label}-perfect"))
    perfect, found = run.potential(f"{label}-perfect"), {}
    for charge in [charge for charge in structures if charge is not None]:
        name = f"{label}-q{charge}"
        result = run.result(name, "energy", run.structure(name, structures[charge]),
                            *vacancy_words(structures[charge], charge), *words, *with_potential(name))
        shift, spread, count = alignment(perfect, run.potential(name), charge, PERMITTIVITY)
        found[charge] = ((result["energy_hartree"] - crystal["energy_hartree"]) * HARTREE_EV, crystal["homo_ev"] - shift)
        image = image_correction(structures[charge].cell[:], charge, PERMITTIVITY)
        bare, level = found[charge][0], found[charge][1]
        print(f"# {name}: potential {shift:.3f} +- {spread:.3f} V above the crystal's ({count} atoms); E(q) - E_host {bare:.3f} eV, "
              f"with images {image:.3f} eV and electrons at the valence band {bare + image + charge * level:.3f} eV", file=sys.stderr)
    return crystal, perfect, found


def vacancy_row(charge, crystal, energy, level):
    """level: of an electron in the vacuum."""
    row = {"species": ("[V_O]_s", "[V_O^+]_s", "[V_O^2+]_s")[charge], "energy_ev": f"{crystal + energy:.4f}"}
    if charge:
        row |= {"electron_level_ev": f"{level:.4f}", "cell_edge_angstrom": REPEAT * EDGE, "permittivity": PERMITTIVITY}
    return row


def relaxed_vacancy(run, name, start, charge):
    run.relaxed(name, start, "--fix", str(vacant(start.cell[:], start.positions)), *vacancy_words(start, charge))
    return read(run.folder / f"{name}.extxyz")


def write_table(run, structures):
    crystal, perfect, found = vacancies(run, "cube-tzv2p", structures, larger_basis(["Mg", "O"]))
    absolute = valence_band_against_vacuum(run, perfect, crystal["homo_ev"])
    energy = crystal["energy_hartree"] * HARTREE_EV
    rows = [{"species": "[MgO]_s", "energy_ev": f"{energy:.4f}"}]
    rows += [vacancy_row(charge, energy, change, level - absolute) for charge, (change, level) in found.items()]
    rows += [{"species": species, "energy_ev": f"{gas(run, name):.4f}"}
             for species, name in (("O2_g", "O2"), ("H2_g", "H2"), ("H2O_l", "H2O"))]
    with open(run.folder / "energies.csv", "w") as file:
        file.write("# Made by compute.py with the engine gpw: PBE/TZV2P-MOLOPT-PBE-GTH at geometries of\n"
                   f"# PBE/DZVP-MOLOPT-SR-GTH, 900 Ry. Electron levels put the valence band at {absolute:.4f} eV against the vacuum.\n")
        table = csv.DictWriter(file, ["species", "energy_ev", "electron_level_ev", "cell_edge_angstrom", "permittivity",
                                      "reference"], lineterminator="\n")
        table.writeheader()
        table.writerows(row | {"reference": "PBE; compute.py"} for row in rows)


def main(program, folder, *parts):
    if set(parts) - {"larger"}:
        raise SystemExit(f"{' '.join(parts)}: there is the part 'larger' alone")
    run = Calculations(program, folder)
    relaxed = {charge: relaxed_vacancy(run, f"q{charge}", guess(charge), charge) for charge in CHARGES}
    write_table(run, {None: supercell()} | relaxed)
    if "larger" in parts:  # with the smaller basis set, so beside the cube with that
        vacancies(run, "cube", {None: supercell()} | relaxed, ())
        vacancies(run, "fcc", {None: larger_cell()} | {
            charge: relaxed_vacancy(run, f"large-q{charge}", transplanted(relaxed[charge]), charge) for charge in (0, 2)}, ())


if __name__ == "__main__":
    main(*sys.argv[1:])
