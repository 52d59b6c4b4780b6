#!/usr/bin/env python3
"""How the time of an MD step with gpw grows with the number of water molecules.

    bench/gpw_growth.py [--build FOLDER] [--molecules N,N,...] [--steps N]

Boxes of 32, 64, 128 and 256 molecules: the 16 of test/regression/data/gpw/water16.json repeated, each atom displaced by
up to 0.03 angstrom so that the copies differ. Default settings (PBE, DZVP-MOLOPT-SR-GTH, 400 Ry), 0.5 fs. Prints
seconds of a step, iterations, memory, and the exponent n of seconds ~ molecules^n between neighbouring sizes and over all."""
import argparse
import json
import math
import pathlib
import random
import statistics
import sys
import tempfile

from bench import ROOT, Failed, md_steps

SOURCE = ROOT / "test" / "regression" / "data" / "gpw" / "water16.json"
WARMUP = 4
DISPLACEMENT = 0.03  # angstrom


def repetitions(count):
    """Copies along a, b, c: twos dealt out in turn."""
    along = [1, 1, 1]
    for k in range(count.bit_length() - 1):
        along[k % 3] *= 2
    if math.prod(along) != count:
        raise argparse.ArgumentTypeError("numbers of molecules are 16 times a power of 2")
    return along


def write_box(molecules, path):
    case = json.loads(SOURCE.read_text())
    cell, along = case["cell_angstrom"], repetitions(molecules // 16)
    generator = random.Random(molecules)
    lines = []
    for shift in ((i, j, k) for i in range(along[0]) for j in range(along[1]) for k in range(along[2])):
        for symbol, r in zip(case["symbols"], case["positions_angstrom"]):
            moved = [r[x] + sum(shift[d] * cell[d][x] for d in range(3)) + generator.uniform(-1, 1) * DISPLACEMENT
                     for x in range(3)]
            lines.append(f"{symbol} {moved[0]:.8f} {moved[1]:.8f} {moved[2]:.8f}")
    lattice = " ".join(str(along[d] * x) for d in range(3) for x in cell[d])
    header = f'Lattice="{lattice}" Properties=species:S:1:pos:R:3 pbc="T T T"'
    path.write_text("\n".join([str(len(lines)), header, *lines]) + "\n")


def measure(build, molecules, steps):
    with tempfile.TemporaryDirectory(prefix="halfcell-growth-") as folder:
        path = pathlib.Path(folder) / "box.extxyz"
        write_box(molecules, path)
        found, _ = md_steps(build, path.parent, path, "gpw", WARMUP, steps, 0.5)
    return (statistics.median(step["seconds"] for step in found["steps"]),
            statistics.mean(step["iterations"] for step in found["steps"]), found["peak_memory_kib"] / 1024)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--molecules", default="32,64,128,256")
    parser.add_argument("--steps", type=int, default=3)
    options = parser.parse_args()
    sizes = [int(word) for word in options.molecules.split(",")]
    print("molecules   s a step  iterations     MiB  exponent")
    times = []
    for molecules in sizes:
        seconds, iterations, memory = measure(options.build.resolve(), molecules, options.steps)
        exponent = math.log(seconds / times[-1]) / math.log(molecules / sizes[len(times) - 1]) if times else math.nan
        times.append(seconds)
        grown = "" if math.isnan(exponent) else f"{exponent:10.2f}"
        print(f"{molecules:9d}{seconds:11.2f}{iterations:12.1f}{memory:8.0f}{grown}", flush=True)
    if len(sizes) > 1:
        print(f"over all: molecules^{math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0]):.2f}")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench/gpw_growth.py: {failure}")
