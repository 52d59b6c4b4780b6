"""A run that was killed anywhere and resumed gives the same files as one that was not."""
import os
import random
import shutil
import signal
from functools import partial

from run_support import *  # noqa: F401,F403 (argv is read there)


def reference(folder, write_job=write_argon_job):
    """The whole run of a job."""
    job = write_job(folder)
    halfcell("run", job, "--folder", os.path.join(folder, "whole"), cwd=folder)
    return job


def begin_or_resume(job, target):
    """A run that was killed before its folder was complete is begun again, any other is resumed."""
    if os.path.exists(os.path.join(target, "job.yaml")):
        return ["run", target, "--resume"]
    return ["run", job, "--folder", target]


def killed_and_resumed(folder, write_job, kills, seed):
    """Kills when the series has grown to random lengths; one that it has already kills while the run starts."""
    generator = random.Random(seed)
    job = reference(folder, write_job)
    whole, target = os.path.join(folder, "whole"), os.path.join(folder, "killed")
    with open(os.path.join(whole, "series.csv"), encoding="utf-8") as file:
        rows = len(file.readlines()) - 2
    codes = [start_and_stop(begin_or_resume(job, target), target, folder, signal.SIGKILL, generator.randrange(rows))
             for _ in range(kills)]
    halfcell(*begin_or_resume(job, target), cwd=folder)
    different = differing_files(whole, target)
    killed = codes.count(-signal.SIGKILL)
    assert not different, f"{different} differ after {killed} kills"
    assert killed > 0, "the run was never alive when it was to be killed: the test tests nothing"


def kill_csvr(folder):
    killed_and_resumed(folder, write_argon_job, 6, 1)


def kill_nose_hoover(folder):
    killed_and_resumed(folder, partial(write_argon_job, thermostat="nose_hoover"), 4, 2)


def kill_langevin(folder):
    killed_and_resumed(folder, partial(write_argon_job, thermostat="langevin"), 4, 3)


def kill_gfn1(folder):
    """Its self-consistency has a history to keep."""
    killed_and_resumed(folder, write_gfn1_job, 4, 4)


def kill_gpw(folder):
    """So has this one's."""
    killed_and_resumed(folder, write_gpw_job, 3, 5)


def same_seed_same_bytes(folder):
    job = reference(folder)
    halfcell("run", job, "--folder", os.path.join(folder, "again"), cwd=folder)
    assert not differing_files(os.path.join(folder, "whole"), os.path.join(folder, "again"))


def terminated_then_resumed(folder):
    """SIGTERM: the run stops at a step, saves, exits with its own code and says how to go on."""
    job = reference(folder)
    target = os.path.join(folder, "stopped")
    code = start_and_stop(["run", job, "--folder", target], target, folder, signal.SIGTERM, rows=20)
    assert code == 130, f"exit code {code}"
    halfcell("run", target, "--resume", cwd=folder)
    assert not differing_files(os.path.join(folder, "whole"), target)


def cut_rows_are_repaired(folder):
    """What a crash leaves half written behind the last checkpoint is cut back."""
    job = reference(folder)
    target = os.path.join(folder, "cut")
    start_and_stop(["run", job, "--folder", target], target, folder, signal.SIGKILL, rows=100)
    for name in ["series.csv", "trajectory.extxyz"]:
        path = os.path.join(target, name)
        if os.path.exists(path):
            with open(path, "a") as file:
                file.write("13\nhalf a fra")
    halfcell("run", target, "--resume", cwd=folder)
    assert not differing_files(os.path.join(folder, "whole"), target)


def refuses_damage(folder):
    """A damaged or foreign checkpoint, a shortened series, another job: refused by name, nothing is overwritten."""
    job = reference(folder)
    whole = os.path.join(folder, "whole")
    for name, mend in [("checkpoint.h5", lambda path: open(path, "r+b").truncate(700)),
                       ("checkpoint.h5", lambda path: open(path, "w").write("junk")),
                       ("series.csv", lambda path: open(path, "r+b").truncate(100))]:
        copy = os.path.join(folder, "copy")
        shutil.copytree(whole, copy)
        mend(os.path.join(copy, name))
        done = halfcell("run", copy, "--resume", cwd=folder, check=False)
        assert done.returncode not in (0, 139, 134), f"{name}: exit {done.returncode}"
        assert name in done.stderr, f"{name} is not named in: {done.stderr}"
        shutil.rmtree(copy)
    with open(job) as file:
        text = file.read()
    with open(job, "w") as file:
        file.write(text.replace("temperature_k: 20", "temperature_k: 21"))
    done = halfcell("run", job, "--resume", "--folder", whole, cwd=folder, check=False)
    assert done.returncode == 2 and "not the job" in done.stderr, done.stderr
    done = halfcell("run", job, "--folder", whole, cwd=folder, check=False)
    assert done.returncode == 2 and "--resume" in done.stderr, done.stderr


run_tests([kill_csvr, kill_nose_hoover, kill_langevin, kill_gfn1, kill_gpw, same_seed_same_bytes, terminated_then_resumed,
           cut_rows_are_repaired, refuses_damage])
