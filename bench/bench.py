#!/usr/bin/env python3
"""Measures halfcell beside xtb and CP2K on one cell, and prints a Markdown table.

    bench/bench.py [--build FOLDER] [--structure FILE] [--steps N] [--skip xtb|cp2k]... [--json FILE]

One MD step of halfcell (GFN1-xTB, 0.5 fs, the engine's default accuracy), one gradient of `xtb --gfn 1` and one MD step
of CP2K (METHOD xTB) on the same atoms. xtb cannot do a periodic cell of this kind with GFN1: it gets the atoms as a
molecule. CP2K is run with each of the settings below, from the same converged wavefunction; the fastest one counts.
An odd number of electrons is made even for CP2K by a charge
of one, which saves it half of its work. What is not installed is left out, and said so. Medians; the fastest and slowest are in the JSON file.
"""
import argparse
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
STRUCTURE = ROOT / "examples" / "au25-leaching" / "start.extxyz"
TIMESTEP_FS = 0.5
OURS_WARMUP = 10
XTB_REPEATS = 3
CP2K_STEPS = 7  # the extrapolation has its full order after the fourth
CP2K_COUNTED = 3  # of which the last ones are counted
TIME_LIMIT_S = 1800

OT = "   &OT ON\n    PRECONDITIONER {}\n    MINIMIZER DIIS\n   &END OT"
DIAGONALISATION = """   ADDED_MOS 80
   &SMEAR ON
    METHOD FERMI_DIRAC
    ELECTRONIC_TEMPERATURE 300
   &END SMEAR
   &MIXING
    METHOD BROYDEN_MIXING
    ALPHA 0.2
    NBROYDEN 8
   &END MIXING"""
CP2K_SCF = {
    "OT, FULL_SINGLE_INVERSE": OT.format("FULL_SINGLE_INVERSE"),
    "OT, FULL_ALL": OT.format("FULL_ALL"),
    "diagonalisation, smearing": DIAGONALISATION,
}


def best_blas_kernel():
    """The OpenBLAS kernels for this processor, or None. All three programs get them: OpenBLAS does not recognise every
    processor, and a setting that is left in the environment would slow some of them down."""
    flags = re.search(r"^flags\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    flags = flags[1].split() if flags else []
    if {"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"} <= set(flags):
        return "SkylakeX"
    return "Haswell" if {"avx2", "fma"} <= set(flags) else None


class Failed(Exception):
    """A program did not do what was asked; the text says what it said."""


def run(command, folder, **environment):
    """Output of a program, which must succeed."""
    if best_blas_kernel():
        environment["OPENBLAS_CORETYPE"] = best_blas_kernel()
    with open(folder / "output", "w+") as output:
        process = subprocess.Popen(command, cwd=folder, env=dict(os.environ, **environment), stdout=output,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        try:
            process.wait(TIME_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
            raise Failed(f"{command[0]} took more than {TIME_LIMIT_S} s")
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        raise Failed(f"{command[0]} ended with {process.returncode}: ...{text[-600:]}")
    return text


def read_structure(path):
    """Symbols with coordinates as lines of an XYZ file, and the cell's lattice vectors, in Angstrom."""
    if not path.exists():
        raise Failed(f"{path} is missing; --structure names another")
    lines = path.read_text().splitlines()
    count = int(lines[0])
    lattice = [float(word) for word in re.search(r'Lattice="([^"]+)"', lines[1])[1].split()]
    columns = re.search(r"Properties=(\S+)", lines[1])[1].split(":")
    if columns[:6] != ["species", "S", "1", "pos", "R", "3"]:
        raise Failed(f"{path}: the columns have to begin with species and positions")
    atoms = [" ".join(line.split()[:4]) for line in lines[2:2 + count]]
    return atoms, [lattice[:3], lattice[3:6], lattice[6:]]


def write_xyz(path, atoms):
    path.write_text(f"{len(atoms)}\n\n" + "\n".join(atoms) + "\n")


def summarise(seconds):
    return {"median_s": statistics.median(seconds), "fastest_s": min(seconds), "slowest_s": max(seconds)}


# ---- the three programs ----------------------------------------------------------------------------------------------


def md_steps(build, folder, structure, engine, warmup, steps, timestep_fs, *options):
    """What bench_md_steps found (bench/md_steps.c), and all that was printed."""
    run(["cmake", "--build", str(build), "--target", "bench_md_steps"], folder)
    text = run([str(build / "bench" / "bench_md_steps"), str(structure), engine, str(warmup), str(steps),
                str(timestep_fs), *options], folder)
    return json.loads(text.splitlines()[-1]), text


def measure_ours(build, structure, steps, folder):
    found, _ = md_steps(build, folder, structure, "gfn1", OURS_WARMUP, steps, TIMESTEP_FS)
    result = summarise([step["seconds"] for step in found["steps"]])
    result["iterations"] = statistics.mean(step["iterations"] for step in found["steps"])
    result["memory_mib"] = found["peak_memory_kib"] / 1024
    result["energy_hartree"] = found["energy_hartree"]
    return result


def measure_xtb(atoms, folder):
    """The faster of one thread and of all; seconds are xtb's own, without start and end of the program."""
    if not pathlib.Path("/usr/bin/time").exists():
        raise Failed("the memory of xtb is measured by /usr/bin/time (Debian package time), which is missing")
    write_xyz(folder / "cell.xyz", atoms)
    results = []
    for threads in sorted({1, os.cpu_count()}):
        seconds = []
        for _ in range(XTB_REPEATS):
            (folder / "xtbrestart").unlink(missing_ok=True)
            text = run(["/usr/bin/time", "-f", "peak %M", "xtb", "cell.xyz", "--gfn", "1", "--grad"], folder,
                       OMP_NUM_THREADS=str(threads), OPENBLAS_NUM_THREADS=str(threads), OMP_STACKSIZE="1G")
            wall = re.search(r" SCF:\n \* wall-time: +(\d+) d, +(\d+) h, +(\d+) min, +([\d.]+) sec", text)
            days, hours, minutes, rest = (float(word) for word in wall.groups())
            seconds.append(((days * 24 + hours) * 60 + minutes) * 60 + rest)
        result = summarise(seconds)
        result["setting"] = f"{threads} thread{'s' if threads > 1 else ''}"
        result["iterations"] = int(re.search(r"criteria satisfied after +(\d+) iter", text)[1])
        result["memory_mib"] = int(re.search(r"^peak (\d+)", text, re.M)[1]) / 1024
        result["energy_hartree"] = float(re.search(r"TOTAL ENERGY +(\S+) Eh", text)[1])
        results.append(result)
    return results


def cp2k_command(ranks, name="run.inp"):
    program = ["cp2k.psmp", "-i", name]
    if ranks == 1:
        return program
    as_root = ["--allow-run-as-root"] if os.geteuid() == 0 else []
    return ["mpirun", *as_root, "-np", str(ranks), *program]


ODD_ELEMENTS = "H Li B N F Na Al P Cl K Sc V Mn Co Cu Ga As Br Rb Y Nb Tc Rh Ag In Sb I Cs La Ta Re Ir Au Tl Bi".split()


def charge_of_even_electrons(atoms):
    """1 where the neutral cell has an odd number of electrons: CP2K would need two sets of orbitals, twice the work."""
    return sum(atom.split()[0] in ODD_ELEMENTS for atom in atoms) % 2


def run_cp2k(folder, cell, ranks, threads, **fields):
    text = (ROOT / "bench" / "cp2k.inp.in").read_text()
    for axis, vector in zip("ABC", cell):
        fields[axis] = " ".join(f"{x:.10f}" for x in vector)
    for name, value in dict(fields, TIMESTEP_FS=TIMESTEP_FS, WAVEFUNCTION="start.wfn").items():
        text = text.replace(f"@{name}@", str(value))
    (folder / "run.inp").write_text(text)
    return run(cp2k_command(ranks), folder, OMP_NUM_THREADS=str(threads))


def measure_cp2k(atoms, cell, folder):
    write_xyz(folder / "cell.xyz", atoms)
    cores = os.cpu_count()
    # The wavefunction that all start from. OUTER_SCF: the first one takes long.
    charge = charge_of_even_electrons(atoms)
    scf = CP2K_SCF["OT, FULL_SINGLE_INVERSE"] + "\n   &OUTER_SCF\n    EPS_SCF 1e-6\n    MAX_SCF 10\n   &END OUTER_SCF"
    run_cp2k(folder, cell, cores, 1, PROJECT="start", GUESS="MOPAC", SCF=scf, STEPS=0, CHARGE=charge)
    (folder / "start-RESTART.wfn").rename(folder / "start.wfn")
    results = []
    for name, scf in CP2K_SCF.items():
        for ranks, threads in sorted({(cores, 1), (1, cores)}, reverse=True):
            setting = f"{name}, {ranks} × {threads} (ranks × threads)"
            try:
                text = run_cp2k(folder, cell, ranks, threads, PROJECT="run", GUESS="RESTART", SCF=scf, STEPS=CP2K_STEPS,
                                CHARGE=charge)
                seconds = [float(x) for x in re.findall(r"CPU time per MD step \[s\] +(\S+)", text)]
                if "SCF run NOT converged" in text:
                    raise Failed("self-consistency was not reached")
                result = summarise(seconds[-CP2K_COUNTED:])
                result["memory_mib"] = ranks * float(re.findall(r"peak process memory.*\[MiB\] +(\d+)", text)[-1])
                result["energy_hartree"] = float(re.findall(r"ENERGY\| Total.* (\S+)\n", text)[-1])
                iterations = [int(x) for x in re.findall(r"SCF run converged in +(\d+) steps", text)]
                result["iterations"] = statistics.mean(iterations[-CP2K_COUNTED:])
            except Failed as failure:
                result = {"failed": str(failure)}
            result["setting"] = setting
            print(f"CP2K, {setting}: {result.get('median_s', result.get('failed'))}", file=sys.stderr)
            results.append(result)
    return results


# ---- the report ------------------------------------------------------------------------------------------------------


def first_line(command):
    try:
        text = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    except OSError:
        return ""
    return text.strip().splitlines()[0] if text.strip() else ""


def package_version(name):
    return first_line(["dpkg-query", "-W", "-f", "${Version}", name]) or "version unknown"


def describe_machine():
    processor = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    system = re.search(r'^PRETTY_NAME="(.*)"$', pathlib.Path("/etc/os-release").read_text(), re.M)
    return {
        "processor": processor[1] if processor else platform.machine(),
        "cores": os.cpu_count(),
        "system": system[1] if system else platform.platform(),
        "openblas": package_version("libopenblas0-openmp"),
        "openblas_kernel": best_blas_kernel() or "chosen by OpenBLAS",
        "load_before": os.getloadavg()[0],
    }


def fastest(results):
    """The fastest of the settings that worked, or None."""
    return min((result for result in results if "median_s" in result), key=lambda r: r["median_s"], default=None)


def format_row(what, result, ours):
    cells = [what, f"{result['median_s']:.2f}", f"{result['iterations']:.1f}", f"{result['memory_mib']:.0f}",
             f"{result['median_s'] / ours['median_s']:.1f}"]
    return "| " + " | ".join(cells) + " |"


def format_table(report):
    ours, machine = report["halfcell"], report["machine"]
    lines = [f"{report['atoms']} atoms, {machine['processor']}, {machine['cores']} cores, {machine['system']}, "
             f"OpenBLAS {machine['openblas']} with its {machine['openblas_kernel']} kernels.", "",
             "| what | seconds | self-consistency iterations | memory, MiB | times ours |", "|---|---|---|---|---|",
             format_row("halfcell, one MD step, GFN1-xTB", ours, ours)]
    for key, what in (("xtb", f"xtb {report['versions']['xtb']}, one gradient (as a molecule)"),
                      ("cp2k", f"CP2K {report['versions']['cp2k']}, one MD step, GFN1-xTB")):
        best = fastest(report[key])
        if best:
            lines.append(format_row(f"{what}, {best['setting']}", best, ours))
        else:
            lines.append(f"| {what} | not measured: {report['why_not'][key]} | | | |")
    if machine["load_before"] > 0.5:
        lines += ["", f"The machine was not idle (load {machine['load_before']:.1f}): these numbers are rough."]
    return "\n".join(lines)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build", help="build folder")
    parser.add_argument("--structure", type=pathlib.Path, default=STRUCTURE, help="extended XYZ file")
    parser.add_argument("--steps", type=int, default=40, help="MD steps of ours that are timed")
    parser.add_argument("--skip", action="append", default=[], choices=["xtb", "cp2k"])
    parser.add_argument("--json", type=pathlib.Path, help="all numbers go there")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    atoms, cell = read_structure(arguments.structure)
    report = {"atoms": len(atoms), "structure": arguments.structure.name, "machine": describe_machine(),
              "versions": {"xtb": package_version("xtb"), "cp2k": package_version("cp2k")}, "why_not": {}}
    others = {"xtb": ("xtb", measure_xtb, (atoms,)), "cp2k": ("cp2k.psmp", measure_cp2k, (atoms, cell))}
    with tempfile.TemporaryDirectory(prefix="halfcell-bench-") as scratch:
        def folder_of(name):
            folder = pathlib.Path(scratch) / name
            folder.mkdir()
            return folder

        build, structure = arguments.build.resolve(), arguments.structure.resolve()
        report["halfcell"] = measure_ours(build, structure, arguments.steps, folder_of("halfcell"))
        for key, (program, measure, what) in others.items():
            report[key] = []
            if key in arguments.skip:
                report["why_not"][key] = "left out on request"
            elif shutil.which(program) is None:
                report["why_not"][key] = f"{program} is not installed (Debian package {key})"
            else:
                try:
                    report[key] = measure(*what, folder_of(key))
                    failures = [result["failed"] for result in report[key] if "failed" in result]
                    report["why_not"][key] = "; ".join(failures)
                except Failed as failure:
                    report["why_not"][key] = str(failure)
    print(format_table(report))
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as failure:
        sys.exit(f"bench: {failure}")
