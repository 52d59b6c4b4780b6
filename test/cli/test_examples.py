"""Every example: its job is accepted as it stands, its recipe builds the committed structure's atoms."""
import glob
import json
import os

from run_support import *  # noqa: F401,F403 (argv is read there)


def jobs():
    paths = []
    for path in sorted(glob.glob(os.path.join(REPOSITORY, "examples", "*", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            if "structure:" in file.read():  # the others are recipes
                paths.append(path)
    return paths


def every_job_is_accepted(folder):
    assert len(jobs()) >= 6, jobs()
    for path in jobs():
        halfcell("check", path, cwd=folder)


def every_recipe_builds_the_atoms_of_its_structure(folder):
    recipes = sorted(glob.glob(os.path.join(REPOSITORY, "examples", "*", "build.yaml")))
    assert len(recipes) >= 3, recipes
    for recipe in recipes:
        built = os.path.join(folder, "built.extxyz")
        halfcell("build", recipe, "--output", built, cwd=folder)
        committed = [name for name in ("unrelaxed.extxyz", "start.extxyz")
                     if os.path.exists(os.path.join(os.path.dirname(recipe), name))][0]
        symbols = []
        for path in (built, os.path.join(os.path.dirname(recipe), committed)):
            with open(path, encoding="utf-8") as file:
                symbols.append(sorted(line.split()[0] for line in file.read().splitlines()[2:]))
        assert symbols[0] == symbols[1], f"{recipe} does not build the atoms of {committed}"


def every_census_is_that_of_its_expected_result(folder):
    censuses = 0
    for path in sorted(glob.glob(os.path.join(REPOSITORY, "examples", "*", "expected.json"))):
        example = os.path.dirname(path)
        with open(path, encoding="utf-8") as file:
            expected = json.load(file).get("census", [])
        for wanted in expected:
            options = []
            if "reference" in wanted:
                perfect = os.path.join(folder, "perfect.extxyz")
                halfcell("build", os.path.join(example, wanted["reference"]), "--output", perfect, cwd=folder)
                options = ["--reference", perfect]
            done = halfcell("defects", os.path.join(example, wanted["file"]), "--json", *options, cwd=folder)
            counts = {line["kind"]: line["count"] for line in json.loads(done.stdout)["counts"]}
            found = {kind: counts.get(kind, 0) for kind in wanted["counts"]}
            assert found == wanted["counts"], f"{example}/{wanted['file']}: {found}"
            censuses += 1
    assert censuses >= 4, censuses


run_tests([every_job_is_accepted, every_recipe_builds_the_atoms_of_its_structure,
           every_census_is_that_of_its_expected_result])
