"""Boxes of water for tests and benchmarks: the 16 molecules of data/gpw/water16.json, repeated."""
import itertools
import json
import pathlib
import random

SOURCE = pathlib.Path(__file__).resolve().parent / "data" / "gpw" / "water16.json"


def write(path, along, displacement=0.0, seed=0):
    """along: copies along a, b, c; each coordinate is displaced by up to `displacement` angstrom. Returns how many atoms
    there are."""
    case, generator = json.loads(SOURCE.read_text()), random.Random(seed)
    cell, lines = case["cell_angstrom"], []
    for shift in itertools.product(*(range(n) for n in along)):
        for symbol, r in zip(case["symbols"], case["positions_angstrom"]):
            moved = [r[x] + sum(shift[d] * cell[d][x] for d in range(3)) + generator.uniform(-1, 1) * displacement
                     for x in range(3)]
            lines.append(f"{symbol} {moved[0]:.8f} {moved[1]:.8f} {moved[2]:.8f}")
    lattice = " ".join(str(along[d] * x) for d in range(3) for x in cell[d])
    header = f'Lattice="{lattice}" Properties=species:S:1:pos:R:3 pbc="T T T"'
    path.write_text("\n".join([str(len(lines)), header, *lines]) + "\n")
    return len(lines)
