#!/usr/bin/env python3
"""How the time of an MD step with gpw grows with the number of water molecules.

    bench/gpw_growth.py [--build FOLDER] [--molecules N,N,...] [--steps N]

Boxes of 32, 64, 128 and 256 molecules: the 16 of test/regression/data/gpw/water16.json repeated, each atom displaced by
up to 0.03 angstrom so that the copies differ. Default settings (PBE, DZVP-MOLOPT-SR-GTH, 400 Ry), 0.5 fs. Prints
seconds of a step, iterations, memory, and the exponent n of seconds ~ molecules^n between neighbouring sizes and over all."""
import argparse
import math
import pathlib
import statistics
import sys
import tempfile

from bench import ROOT, Failed, md_steps

sys.path.insert(0, str(ROOT / "test" / "regression"))
import water_box

WARMUP = 4
DISPLACEMENT = 0.03  # angstrom


def repetitions(molecules):
    """Copies along a, b, c: twos dealt out in turn."""
    along = [1, 1, 1]
    for k in range((molecules // 16).bit_length() - 1):
        along[k % 3] *= 2
    return along


def sizes_of(text):
    sizes = [int(word) for word in text.split(",")]
    if any(16 * math.prod(repetitions(n)) != n for n in sizes):
        raise argparse.ArgumentTypeError("numbers of molecules are 16 times a power of 2: 16, 32, 64 ...")
    return sizes


def measure(build, molecules, steps):
    with tempfile.TemporaryDirectory(prefix="halfcell-growth-") as folder:
        path = pathlib.Path(folder) / "box.extxyz"
        water_box.write(path, repetitions(molecules), DISPLACEMENT, seed=molecules)
        found, _ = md_steps(build, path.parent, path, "gpw", WARMUP, steps, 0.5)
    return (statistics.median(step["seconds"] for step in found["steps"]),
            statistics.mean(step["iterations"] for step in found["steps"]), found["peak_memory_kib"] / 1024)


def exponent(smaller, larger):
    return math.log(larger[1] / smaller[1]) / math.log(larger[0] / smaller[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--molecules", type=sizes_of, default="32,64,128,256")
    parser.add_argument("--steps", type=int, default=3)
    options = parser.parse_args()
    print("molecules   s a step  iterations     MiB  exponent")
    found = []  # molecules, seconds
    for molecules in options.molecules:
        seconds, iterations, memory = measure(options.build.resolve(), molecules, options.steps)
        found.append((molecules, seconds))
        grown = f"{exponent(*found[-2:]):10.2f}" if len(found) > 1 else ""
        print(f"{molecules:9d}{seconds:11.2f}{iterations:12.1f}{memory:8.0f}{grown}", flush=True)
    if len(found) > 1:
        n = exponent(found[0], found[-1])
        print(f"over all: molecules^{n:.2f}, {'no ' if n <= 2 else ''}faster than molecules^2")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench/gpw_growth.py: {failure}")
