#!/usr/bin/python3
"""Makes all-electron-pbe.csv and all-electron-rpbe.csv: all electrons, with NWChem, at the structures of compute.py.

    examples/gas-corrections/compute-all-electron.py NWCHEM FOLDER
"""
import pathlib
import re
import subprocess
import sys

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
EV = 27.211386245988
EXCHANGE = {"PBE": "xpbe96", "RPBE": "rpbe"}
HEADER = """# Electronic energies of molecules, eV: {functional}, all electrons, def2-QZVPP with Weigend's Coulomb fit, NWChem 7.0.2,
# structures of compute.py. Settings: compute-all-electron.py.
species,energy_ev
"""
INPUT = """start molecule
memory 1500 mb
geometry units angstroms noautoz
{atoms}
end
basis spherical
 * library def2-qzvpp
end
basis "cd basis" spherical
 * library "Weigend Coulomb Fitting"
end
dft
 xc {exchange} cpbe96
 grid fine
 iterations 60
 convergence energy 1e-7
 direct
 noio
end
task dft energy
"""


def energy(name, functional):
    lines = (FOLDER / f"{name}-relaxed.xyz").read_text().splitlines()
    atoms = "\n".join(" ".join(line.split()[:4]) for line in lines[2:2 + int(lines[0])])
    (FOLDER / "molecule.nw").write_text(INPUT.format(atoms=atoms, exchange=EXCHANGE[functional]))
    out = subprocess.run([PROGRAM, "molecule.nw"], cwd=FOLDER, capture_output=True, text=True).stdout
    return EV * float(re.findall(r"Total DFT energy\s*=\s*(\S+)", out)[-1])


def main():
    for functional in EXCHANGE:
        small = functional.lower()
        names = [line.split(",")[0] for line in (FOLDER / f"gpw-{small}.csv").read_text().splitlines()[3:]]
        with open(FOLDER / f"all-electron-{small}.csv", "w") as out:
            out.write(HEADER.format(functional=functional))
            for name in names:
                print(f"{name},{energy(name, functional):.4f}", file=out, flush=True)


main()
