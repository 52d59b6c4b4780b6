"""What the tests of `halfcell run` share: small jobs, running the program, comparing folders."""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

BINARY, REPOSITORY = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])

# Files that must be the same to the last byte whether or not a run was killed.
DETERMINISTIC = ["series.csv", "trajectory.extxyz", "profile.csv", "result.json", "job.yaml", "start.extxyz"]


def argon_cluster(path, count=13, seed=1):
    """A compact Lennard-Jones cluster: points of a face-centred lattice with a small displacement."""
    generator = random.Random(seed)
    points = sorted(((x, y, z) for x in range(-2, 3) for y in range(-2, 3) for z in range(-2, 3)
                     if (x + y + z) % 2 == 0), key=lambda p: (sum(c * c for c in p), p))[:count]
    with open(path, "w") as file:
        file.write(f"{count}\nargon cluster\n")
        for p in points:
            x, y, z = (2.70 * c + generator.uniform(-0.05, 0.05) for c in p)
            file.write(f"Ar {x:.6f} {y:.6f} {z:.6f}\n")


ARGON_JOB = """\
title: Argon cluster, one atom pulled off
structure: {{file: argon.xyz}}
engine: {{type: lj}}
dynamics:
  timestep_fs: 5
  temperature_k: 20
  seed: 7
  thermostat: {thermostat}
constraints:
  - type: distance
    atoms: [0, 12]
    growth_angstrom_per_fs: 0.001
    stop_angstrom: 7.0
sampling: {{type: slow_growth, directions: both, equilibration_steps: 40, turn_steps: 20, bins: 10}}
output: {{trajectory_every: 7, checkpoint_every: 11}}
"""


def write_argon_job(folder, thermostat="csvr"):
    argon_cluster(os.path.join(folder, "argon.xyz"))
    path = os.path.join(folder, "argon.yaml")
    with open(path, "w") as file:
        file.write(ARGON_JOB.format(thermostat=thermostat))
    return path


GFN1_JOB = """\
title: CO2 and a gold anion, pulled together
structure: {{file: {start}}}
engine: {{type: gfn1, charge: -1}}
dynamics: {{timestep_fs: 1, temperature_k: 300, seed: 3, thermostat: csvr}}
constraints:
  - {{type: distance, atoms: [0, 1], growth_angstrom_per_fs: -0.01, stop_angstrom: 2.2}}
sampling: {{type: slow_growth, equilibration_steps: 30, bins: 5}}
output: {{trajectory_every: 5, checkpoint_every: 7}}
"""


def write_gfn1_job(folder):
    path = os.path.join(folder, "gold.yaml")
    start = os.path.join(REPOSITORY, "examples", "co2-activation", "start.extxyz")
    with open(path, "w") as file:
        file.write(GFN1_JOB.format(start=start))
    return path


GPW_JOB = """\
title: A hydrogen molecule, stretched
structure: {file: h2.xyz}
engine: {type: gpw, cutoff_ry: 80, margin_angstrom: 2.5}
dynamics: {timestep_fs: 0.5, temperature_k: 300, seed: 3, thermostat: csvr}
constraints:
  - {type: distance, atoms: [0, 1], growth_angstrom_per_fs: 0.02, stop_angstrom: 0.9}
sampling: {type: slow_growth, equilibration_steps: 6, bins: 4}
output: {trajectory_every: 2, checkpoint_every: 3}
"""


def write_gpw_job(folder):
    path = os.path.join(folder, "h2.yaml")
    with open(os.path.join(folder, "h2.xyz"), "w") as file:
        file.write("2\n\nH 0 0 0\nH 0 0 0.74\n")
    with open(path, "w") as file:
        file.write(GPW_JOB)
    return path


def halfcell(*arguments, cwd=None, check=True, timeout=600):
    done = subprocess.run([BINARY, *arguments], cwd=cwd, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                          timeout=timeout)
    if check and done.returncode != 0:
        raise AssertionError(f"halfcell {' '.join(arguments)} failed ({done.returncode}):\n{done.stdout}\n{done.stderr}")
    return done


def start_and_stop(arguments, folder, cwd, how, rows):
    """Starts a run, sends the signal once the series has some rows, returns the exit code."""
    process = subprocess.Popen([BINARY, *arguments], cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    series = os.path.join(folder, "series.csv")
    deadline = time.time() + 300
    while process.poll() is None and time.time() < deadline:
        if os.path.exists(series) and open(series).read().count("\n") > rows:
            process.send_signal(how)
            break
        time.sleep(0.002)
    return process.wait(timeout=300)


def without_timing(name, content):
    if name != "result.json":
        return content
    result = json.loads(content)
    result.pop("timing", None)
    return json.dumps(result, sort_keys=True)


def differing_files(a, b, names=DETERMINISTIC):
    different = []
    for name in names:
        with open(os.path.join(a, name)) as one, open(os.path.join(b, name)) as two:
            if without_timing(name, one.read()) != without_timing(name, two.read()):
                different.append(name)
    return different


def run_tests(tests):
    """Runs functions of one argument (a fresh folder), prints cmocka-like lines, exits with the number of failures."""
    failed = 0
    for test in tests:
        begin = time.time()
        with tempfile.TemporaryDirectory(prefix="halfcell-test-") as folder:
            try:
                test(folder)
                print(f"[       OK ] {test.__name__} ({time.time() - begin:.1f} s)")
            except Exception as error:  # every failure is reported and counted
                failed += 1
                print(f"[  FAILED  ] {test.__name__}: {type(error).__name__}: {error}")
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
