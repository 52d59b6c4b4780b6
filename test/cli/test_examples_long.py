"""The examples that take minutes, against their expected results (expected.json beside each job).

An entry is {"path": "profile.reaction_ev.value", "value": ..., "tolerance": ...} or {"path", "maximum"}: of result.json,
absolute values for a maximum. What a melt does is chance: its temperature has the tolerance of four standard deviations
(of 12 independent temperatures of 138 degrees of freedom)."""
import json
import os

from run_support import *  # noqa: F401,F403 (argv is read there)


def look_up(result, path):
    for key in path.split("."):
        result = result[key]
    return result


def run_and_compare(folder, example):
    source = os.path.join(REPOSITORY, "examples", example)
    with open(os.path.join(source, "expected.json"), encoding="utf-8") as file:
        expected = json.load(file)
    target = os.path.join(folder, example)
    halfcell("run", os.path.join(source, expected["job"]), "--folder", target, cwd=folder, timeout=3000)
    with open(os.path.join(target, "result.json"), encoding="utf-8") as file:
        result = json.load(file)
    for entry in expected["results"]:
        value = look_up(result, entry["path"])
        if "maximum" in entry:
            assert abs(value) <= entry["maximum"], f"{entry['path']} is {value}, above {entry['maximum']}"
        else:
            difference = abs(value - entry["value"])
            assert difference <= entry["tolerance"], f"{entry['path']} is {value}, not {entry['value']}"


def co2_activation(folder):
    run_and_compare(folder, "co2-activation")


def water_box(folder):
    run_and_compare(folder, "water-box")


def au25_leaching_demonstration(folder):
    run_and_compare(folder, "au25-leaching")


def amorphous_mnox_demonstration(folder):
    run_and_compare(folder, "amorphous-mnox")


run_tests([co2_activation, water_box, au25_leaching_demonstration, amorphous_mnox_demonstration])
