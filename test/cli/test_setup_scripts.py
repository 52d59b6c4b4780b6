"""The scripts behind `make`: what is missing is named and installed, and the last line of `make test` counts right.

Arguments: the binary (unused), the root of the repository.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

SCRIPTS = pathlib.Path(sys.argv[2]) / "scripts"
# A bare machine: these, and whatever a test adds.
BARE_COMMANDS = ["cat", "echo", "grep", "printf", "sed", "sh"]


class InstallDependencies(unittest.TestCase):
    """The script on a machine whose PATH holds next to nothing, with an apt-get that only writes down its arguments."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.log = self.folder / "log"
        self.log.write_text("")
        for name in BARE_COMMANDS:
            os.symlink(shutil.which(name), self.folder / name)

    def add_command(self, name, body):
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def add_apt(self, simulation_status=0, unknown="none"):
        """An apt-get that writes down what it was asked, and package lists that lack one package."""
        self.add_command("apt-get", f'echo "$@" >>{self.log}\n'
                                    f'case "$*" in *--simulate*) exit {simulation_status} ;; esac')
        self.add_command("apt-cache", f'[ "$2" != {unknown} ]')

    def run_script(self, *arguments):
        result = subprocess.run([self.folder / "sh", SCRIPTS / "install-dependencies.sh", *arguments],
                                env={"PATH": str(self.folder)}, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        return result.returncode, result.stdout, result.stderr

    def test_names_what_is_missing_and_why(self):
        self.add_apt()
        self.add_command("id", "echo 0")
        code, out, err = self.run_script("--check", "build")
        self.assertEqual(code, 1)
        self.assertRegex(out, r"cmake +build +configures the build")
        self.assertIn("apt-get install", err)
        self.assertEqual(self.log.read_text(), "", "--check must install nothing")

    def test_without_root_prints_one_command(self):
        self.add_apt()
        self.add_command("id", "echo 1000")
        code, _, err = self.run_script("build")
        self.assertEqual(code, 1)
        commands = [line for line in err.splitlines() if "apt-get" in line]
        self.assertEqual(len(commands), 1, err)
        self.assertRegex(commands[0], r"^  sudo apt-get install --yes .* ninja-build")
        self.assertEqual(self.log.read_text(), "")

    def test_root_installs(self):
        self.add_apt()
        self.add_command("id", "echo 0")
        code, out, err = self.run_script("build")
        self.assertEqual(code, 0, out + err)
        calls = self.log.read_text().splitlines()
        self.assertEqual(len(calls), 2)
        self.assertRegex(calls[1], r"^install --yes --no-install-recommends .*\bcmake\b")

    def test_lists_are_fetched_when_packages_are_unknown(self):
        self.add_apt(simulation_status=100)
        self.add_command("id", "echo 0")
        self.assertEqual(self.run_script("build")[0], 0)
        self.assertEqual(self.log.read_text().splitlines()[1], "update")

    def test_a_package_that_the_system_lacks_is_left_to_the_script(self):
        self.add_apt(unknown="cp2k-data")
        self.add_command("id", "echo 1000")
        code, _, err = self.run_script("build", "page")
        self.assertEqual(code, 1)
        if (pathlib.Path("/usr/share/cp2k") / "xTB_parameters").exists():
            self.assertIn("sudo apt-get install", err)
        else:
            self.assertRegex(err, r"  sudo \S*install-dependencies.sh build page\n")

    def test_a_package_that_nobody_has_stops_it(self):
        self.add_apt(unknown="cmake")
        self.add_command("id", "echo 0")
        code, _, err = self.run_script("build")
        self.assertEqual(code, 1)
        self.assertIn("cmake is not among the packages", err)

    def test_a_command_from_elsewhere_is_enough(self):
        self.add_apt()
        self.add_command("id", "echo 0")
        for name in ("node", "npm"):
            self.add_command(name, "exit 0")
        _, out, _ = self.run_script("--check", "page")
        self.assertNotIn("npm", out)
        (self.folder / "npm").unlink()
        _, out, err = self.run_script("--check", "page")
        self.assertIn("npm", out)
        self.assertNotIn("nodejs", err)

    def test_other_systems_are_told_what_to_install(self):
        self.add_command("id", "echo 0")
        code, out, err = self.run_script("build")
        self.assertEqual(code, 1)
        self.assertIn("libyaml-dev", out)
        self.assertIn("package manager of this system", err)

    def test_unknown_purpose_is_refused(self):
        for arguments in ([], ["everything"]):
            code, _, err = self.run_script(*arguments)
            self.assertEqual(code, 2)
            self.assertIn("PURPOSE", err)


class SummariseTests(unittest.TestCase):
    def summarise(self, *statuses):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            cases = "".join(f'<testcase name="t{i}" status="{status}"/>' for i, status in enumerate(statuses))
            file.write(f"<testsuite>{cases}</testsuite>")
            file.flush()
            result = subprocess.run([sys.executable, SCRIPTS / "summarise-tests.py", file.name], capture_output=True,
                                    text=True)
        return result.returncode, result.stdout.splitlines()

    def test_all_passed(self):
        self.assertEqual(self.summarise("run", "run"), (0, ["2 passed, 0 failed"]))

    def test_failures_count_and_are_named(self):
        self.assertEqual(self.summarise("run", "fail", "run"), (1, ["failed: t1", "2 passed, 1 failed"]))

    def test_skipped_are_named_and_not_counted(self):
        self.assertEqual(self.summarise("run", "notrun"), (0, ["skipped: t1", "1 passed, 0 failed"]))

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.summarise(), (1, ["0 passed, 0 failed"]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
