#!/usr/bin/env python3
"""One MD step of density functional theory: halfcell's gpw beside CP2K, with where the time goes.

    bench/gpw.py [--structure FILE] [--steps N] [--timestep-fs T] [--without-cp2k]

Without --structure: the water box of examples/water-box. PBE, DZVP-MOLOPT-SR-GTH, 400 Ry, relative cutoff 50 Ry, five
grids, eps 1e-10 for both; halfcell's scf_tolerance 1e-5, CP2K's EPS_SCF 5e-6. CP2K gets its wavefunction by conjugate
gradients and then takes MD steps with OT/DIIS, FULL_ALL and ASPC of order 3, on all cores as ranks of one thread. Prints
seconds of each step (the first ones, in which the history fills, are left out) and the ratio of the medians."""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import sys
import tempfile

from bench import ROOT, Failed, cp2k_command, md_steps, read_structure, run, write_xyz

WARMUP = 4
POTENTIALS = {"H": "q1", "C": "q4", "N": "q5", "O": "q6", "S": "q6", "Na": "q9", "Ag": "q11", "Au": "q11"}
INPUT = """&GLOBAL
 PROJECT {project}
 RUN_TYPE {run}
 PRINT_LEVEL MEDIUM
&END GLOBAL
&MOTION
 &MD
  ENSEMBLE NVE
  STEPS {steps}
  TEMPERATURE 300
  TIMESTEP {timestep}
 &END MD
&END MOTION
&FORCE_EVAL
 METHOD QS
 &DFT
  BASIS_SET_FILE_NAME BASIS_MOLOPT
  BASIS_SET_FILE_NAME BASIS_MOLOPT_UCL
  POTENTIAL_FILE_NAME GTH_POTENTIALS
  WFN_RESTART_FILE_NAME first-RESTART.wfn
  &MGRID
   CUTOFF 400
   REL_CUTOFF 50
   NGRIDS 5
  &END MGRID
  &QS
   EPS_DEFAULT 1e-10
   EXTRAPOLATION ASPC
   EXTRAPOLATION_ORDER 3
  &END QS
  &SCF
   SCF_GUESS {guess}
   EPS_SCF 5e-6
   MAX_SCF 30
   &OUTER_SCF
    EPS_SCF 5e-6
    MAX_SCF 10
   &END OUTER_SCF
   &OT
    PRECONDITIONER FULL_ALL
    MINIMIZER {minimizer}
    ENERGY_GAP 0.02
   &END OT
  &END SCF
  &XC
   &XC_FUNCTIONAL PBE
   &END XC_FUNCTIONAL
  &END XC
 &END DFT
 &SUBSYS
  &CELL
   A {a}
   B {b}
   C {c}
  &END CELL
  &TOPOLOGY
   COORD_FILE_NAME cell.xyz
   COORD_FILE_FORMAT XYZ
  &END TOPOLOGY
{kinds} &END SUBSYS
&END FORCE_EVAL
"""
PARTS = ("integrals", "ions", "tasks", "collocation", "fields", "integration", "forces")


def measure_ours(build, structure, steps, timestep, folder):
    found, text = md_steps(build, folder, structure, "gpw", WARMUP, steps, timestep, "eps=1e-10", "rel_cutoff_ry=50")
    times = [[float(re.search(part + r" ([0-9.]+)", line)[1]) for part in PARTS]
             for line in text.splitlines() if "times so far" in line]
    found["parts"] = {part: (times[-1][i] - times[-1 - steps][i]) / steps for i, part in enumerate(PARTS)}
    return found


def measure_cp2k(structure, steps, timestep, folder):
    atoms, cell = read_structure(structure)
    symbols = sorted({atom.split()[0] for atom in atoms})
    unknown = [symbol for symbol in symbols if symbol not in POTENTIALS]
    if unknown:
        raise Failed(f"the potential of {', '.join(unknown)} in CP2K is not known here")
    write_xyz(folder / "cell.xyz", atoms)
    kinds = "".join(f"  &KIND {s}\n   BASIS_SET DZVP-MOLOPT-SR-GTH\n   POTENTIAL GTH-PBE-{POTENTIALS[s]}\n  &END KIND\n"
                    for s in symbols)
    common = {axis: " ".join(map(str, vector)) for axis, vector in zip("abc", cell)}
    common.update(kinds=kinds, timestep=timestep, steps=WARMUP + steps)
    for project, kind, guess, minimizer in (("first", "ENERGY", "ATOMIC", "CG"), ("md", "MD", "RESTART", "DIIS")):
        text = INPUT.format(project=project, run=kind, guess=guess, minimizer=minimizer, **common)
        (folder / f"{project}.inp").write_text(text)
        run(cp2k_command(os.cpu_count(), f"{project}.inp"), folder, OMP_NUM_THREADS="1")
    rows = [line.split() for line in (folder / "md-1.ener").read_text().splitlines() if not line.startswith("#")]
    return [float(row[6]) for row in rows][1 + WARMUP:]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--structure", type=pathlib.Path, default=ROOT / "examples" / "water-box" / "start.extxyz")
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--timestep-fs", type=float, default=0.5)
    parser.add_argument("--without-cp2k", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="halfcell-bench-") as folder:
        measure(options, pathlib.Path(folder))


def measure(options, folder):
    ours = measure_ours(ROOT / "build", options.structure.resolve(), options.steps, options.timestep_fs, folder)
    seconds = [step["seconds"] for step in ours["steps"]]
    print(f"halfcell gpw   {statistics.median(seconds):8.2f} s a step ({min(seconds):.2f} to {max(seconds):.2f}), "
          f"{statistics.mean(step['iterations'] for step in ours['steps']):.1f} iterations, "
          f"{ours['peak_memory_kib'] / 1024:.0f} MiB")
    rest = statistics.mean(seconds) - sum(ours["parts"].values())
    print("    of which   " + "  ".join(f"{part} {ours['parts'][part]:.2f}" for part in PARTS) +
          f"  linear algebra and the rest {rest:.2f}")
    if options.without_cp2k or not shutil.which("cp2k.psmp"):
        print("CP2K           " + ("left out" if options.without_cp2k else "is not installed"))
        return
    theirs = measure_cp2k(options.structure.resolve(), options.steps, options.timestep_fs, folder)
    print(f"CP2K           {statistics.median(theirs):8.2f} s a step ({min(theirs):.2f} to {max(theirs):.2f})")
    print(f"ratio          {statistics.median(theirs) / statistics.median(seconds):8.1f}")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench/gpw.py: {failure}")
