"""NVE dynamics of 32 water molecules with gpw's default settings: the energy drifts by less than 2e-6 hartree an atom
and ps.

What velocity Verlet conserves up to fourth order of the time step h is E + h^2 (v.V''v / 12 - sum F^2/m / 24); of the
energy itself a short run says little, since it fluctuates in second order. V''v = -dF/dt is taken from the frames
beside. The drift is the slope of a straight line; blocks say how well it is known."""
import csv
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

try:
    import ase.io
    import ase.units
except ImportError:
    sys.exit(77)

import water_box

BINARY = pathlib.Path(sys.argv[1]).resolve()
STEPS = int(sys.argv[3]) if len(sys.argv) > 3 else 150
LARGEST, HARTREE = 2e-6, 27.211386245988  # hartree an atom and ps; eV
JOB = f"""structure: {{file: box.extxyz}}
engine: {{type: gpw}}
dynamics: {{timestep_fs: 0.5, temperature_k: 300, seed: 1, thermostat: nve}}
sampling: {{type: plain, steps: {STEPS}}}
output: {{trajectory_every: 1, checkpoint_every: 100}}
"""


def slope(x, y):
    mx, my = statistics.mean(x), statistics.mean(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y)) / sum((a - mx) ** 2 for a in x)


def shadow_corrections(frames, step):
    """h^2 (v.V''v / 12 - sum F^2/m / 24) of all frames but the first and the last, hartree; step in fs."""
    force = [frame.get_forces() for frame in frames]
    h, corrections = step * ase.units.fs, []
    for k in range(1, len(frames) - 1):
        change = (force[k + 1] - force[k - 1]) / (2 * h)
        kinetic = -(frames[k].get_velocities() * change).sum() / 12
        potential = (force[k] ** 2 / frames[k].get_masses()[:, None]).sum() / 24
        corrections.append(h**2 * (kinetic - potential) / HARTREE)
    return corrections


def main():
    with tempfile.TemporaryDirectory(prefix="halfcell-nve-") as name:
        folder = pathlib.Path(name)
        natom = water_box.write(folder / "box.extxyz", (2, 1, 1))  # the velocities of the copies differ
        (folder / "job.yaml").write_text(JOB)
        result = subprocess.run([BINARY, "run", "job.yaml"], cwd=folder, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(result.stderr[-800:])
        rows = list(csv.DictReader((folder / "job" / "series.csv").read_text().splitlines()))[1:-1]
        corrections = shadow_corrections(ase.io.read(folder / "job" / "trajectory.extxyz", ":"), 0.5)
    time = [float(row["time_fs"]) / 1000 for row in rows]
    energy = [(float(row["conserved_ev"]) / HARTREE + c) / natom for row, c in zip(rows, corrections)]
    drift = slope(time, energy)
    rest = [e - drift * t for t, e in zip(time, energy)]
    blocks = [statistics.mean(rest[k * len(rest) // 10:(k + 1) * len(rest) // 10]) for k in range(10)]
    error = statistics.stdev(blocks) * math.sqrt(12 / 10) / (time[-1] - time[0])
    iterations = statistics.mean(float(row["engine_iterations"]) for row in rows[10:])
    print(f"{natom} atoms, {STEPS} steps: drift {drift:.2e} +- {error:.1e} hartree an atom and ps, fluctuation "
          f"{statistics.stdev(rest):.1e}, {iterations:.1f} iterations a step")
    if not all(row["engine_converged"] == "1" for row in rows) or not abs(drift) + error < LARGEST:
        sys.exit(f"the drift is to be below {LARGEST}, error included")


main()
