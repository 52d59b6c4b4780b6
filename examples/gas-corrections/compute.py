#!/usr/bin/python3
"""Makes gpw-pbe.csv and gpw-rpbe.csv: molecules relaxed with PBE, and their energies with each functional by the engine gpw.

    examples/gas-corrections/compute.py HALFCELL FOLDER

Needs ASE for the starting structures. The basis sets of the relaxation lack f functions, without which CO2 to CO and
water is 0.04 eV off; the energies have them.
"""
import json
import pathlib
import subprocess
import sys

from ase.build import molecule
from ase.io import write

PROGRAM, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
# Name in the table, in ASE's collection.
MOLECULES = {"H2_g": "H2", "H2O_l": "H2O", "CO_g": "CO", "CO2_g": "CO2", "CH4_g": "CH4", "HCHO_g": "H2CO",
             "HCOOH_l": "HCOOH", "CH3OH_l": "CH3OH", "C2H4_g": "C2H4"}
ENGINE = ["--engine", "gpw", "--cutoff-ry", "600", "--scf-tolerance", "1e-6"]
RELAX_BASIS, BASIS = "TZV2P-GTH", "cc-QZ"
EV = 27.211386245988
HEADER = """# Electronic energies of molecules, eV: {functional}, GTH pseudopotentials made for PBE, {basis}, grids of 600 Ry, no
# boundaries; structures of PBE with {relax}. Settings: compute.py.
species,energy_ev
"""


def halfcell(*words):
    done = subprocess.run([PROGRAM, *words, "--json"], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{words}: {done.stderr}")
    return json.loads(done.stdout)


def relax(name):
    write(FOLDER / f"{name}.xyz", molecule(MOLECULES[name]), format="xyz")
    halfcell("optimize", f"{name}.xyz", *ENGINE, "--basis", RELAX_BASIS, "--force-tolerance-ev-per-angstrom", "0.005",
             "--output", f"{name}-relaxed.xyz")


def energy(name, functional):
    return EV * halfcell("energy", f"{name}-relaxed.xyz", *ENGINE, "--functional", functional, "--basis",
                         BASIS)["energy_hartree"]


def main():
    for name in MOLECULES:
        relax(name)
    for functional in ("PBE", "RPBE"):
        with open(FOLDER / f"gpw-{functional.lower()}.csv", "w") as out:
            out.write(HEADER.format(functional=functional, basis=BASIS, relax=RELAX_BASIS))
            for name in MOLECULES:
                print(f"{name},{energy(name, functional):.4f}", file=out, flush=True)


main()
