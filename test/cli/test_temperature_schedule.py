"""A run whose temperature follows a schedule: what it writes, resumed runs, and what is refused, with its place."""
import csv
import json
import os
import random
import signal

from run_support import *  # noqa: F401,F403 (argv is read there)

FILES = [name for name in DETERMINISTIC if name != "profile.csv"]  # nothing grows

JOB = """\
structure: {{file: argon.xyz}}
engine: {{type: lj}}
dynamics:
  timestep_fs: 5
  temperature_k: 20
  seed: 7
  thermostat: {thermostat}
  temperature_schedule:
    - {{until_step: 40, temperature_k: {hot}}}
    - {{until_step: {kept}, temperature_k: 60}}
    - {{until_step: 300, temperature_k: 5}}
sampling: {sampling}
output: {{trajectory_every: 7, checkpoint_every: 3}}
{more}"""


def write_job(folder, thermostat="csvr", sampling="{type: plain, steps: 320}", hot=60, kept=100, more=""):
    argon_cluster(os.path.join(folder, "argon.xyz"))
    path = os.path.join(folder, "argon.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(JOB.format(thermostat=thermostat, sampling=sampling, hot=hot, kept=kept, more=more))
    return path


def series_of(folder):
    with open(os.path.join(folder, "series.csv"), encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items() if value} for row in csv.DictReader(file)]


def scheduled(step):
    """Written anew, not after the program: 20 to 60 K in 40 steps, kept until 100, to 5 K at 300."""
    if step <= 40:
        return 20 + step
    return 60 if step <= 100 else 60 - 55 * (min(step, 300) - 100) / 200


def series_has_the_set_temperature(folder):
    target = os.path.join(folder, "run")
    halfcell("run", write_job(folder), "--folder", target, cwd=folder)
    rows = series_of(target)
    assert len(rows) == 321, len(rows)
    for row in rows:
        assert abs(row["set_temperature_k"] - scheduled(row["step"])) < 1e-12 * 60, row
    with open(os.path.join(target, "result.json"), encoding="utf-8") as file:
        result = json.load(file)
    above = [row["temperature_k"] - row["set_temperature_k"] for row in rows[1:]]
    assert abs(result["temperature_above_set_k"]["value"] - sum(above) / len(above)) < 1e-9, result
    assert result["temperature_k"] is None, result


def constant_temperature_has_no_such_column(folder):
    path = write_job(folder)
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if "until_step" not in line and "schedule" not in line]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    halfcell("run", path, "--folder", os.path.join(folder, "run"), cwd=folder)
    assert "set_temperature_k" not in series_of(os.path.join(folder, "run"))[0]


def killed_runs_go_on_to_the_same_bytes(folder):
    """In the rise, on the plateau and in the fall, for each thermostat."""
    generator = random.Random(3)
    for thermostat in ["csvr", "nose_hoover", "langevin"]:
        job = write_job(folder, thermostat=thermostat)
        whole, target = os.path.join(folder, f"{thermostat}-whole"), os.path.join(folder, f"{thermostat}-killed")
        halfcell("run", job, "--folder", whole, cwd=folder)
        codes = []
        for first, last in [(1, 39), (41, 99), (101, 250)]:
            known = os.path.exists(os.path.join(target, "job.yaml"))
            arguments = ["run", target, "--resume"] if known else ["run", job, "--folder", target]
            codes.append(start_and_stop(arguments, target, folder, signal.SIGKILL, generator.randrange(first, last)))
        halfcell("run", target, "--resume", cwd=folder)
        assert -signal.SIGKILL in codes, "the run was never alive when it was to be killed: the test tests nothing"
        assert not differing_files(whole, target, FILES), thermostat


def refused(folder, place, words, **changes):
    path = write_job(folder, **changes)
    for command in [["check", path], ["run", path, "--folder", os.path.join(folder, "never")]]:
        done = halfcell(*command, cwd=folder, check=False)
        assert done.returncode == 2, f"{changes}: exit {done.returncode}"
        assert f"argon.yaml:{place}" in done.stderr and words in done.stderr, done.stderr
        assert not os.path.exists(os.path.join(folder, "never"))


def wrong_schedules_are_refused_with_their_place(folder):
    refused(folder, "10:8: dynamics.temperature_schedule[1].until_step", "step 40 does not lie after step 40", kept=40)
    refused(folder, "9:39: dynamics.temperature_schedule[0]", "temperature_k", hot=0)
    refused(folder, "9:39: dynamics.temperature_schedule[0]", "temperature_k", hot="warm")
    refused(folder, "11:8: dynamics.temperature_schedule[2].until_step", "make sampling.steps at least 300",
            sampling="{type: plain, steps: 299}")
    refused(folder, "8:3: dynamics.temperature_schedule", "'nve' keeps no temperature", thermostat="nve")
    refused(folder, "8:3: dynamics.temperature_schedule", "a mean force belongs to one temperature",
            sampling="{type: slow_growth}",
            more="constraints: [{type: distance, atoms: [0, 12], growth_angstrom_per_fs: 0.001, stop_angstrom: 7}]\n")
    refused(folder, "8:3: dynamics.temperature_schedule", "belongs to one temperature", more="potential: {}\n")


run_tests([series_has_the_set_temperature, constant_temperature_has_no_such_column,
           killed_runs_go_on_to_the_same_bytes, wrong_schedules_are_refused_with_their_place])
