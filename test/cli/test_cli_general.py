"""What holds for every command: help, lists, doctor, streams that are closed or go away."""
import os
import re
import signal
import time

from halfcell_command import *


class General(CommandTest):
    def test_help(self):
        program = self.run_command().stdout
        self.assertEqual(program, self.run_command("--help").stdout)
        self.assertEqual(program, self.run_command("help").stdout)
        self.assertIn("exit codes", program)
        commands = [c["name"] for c in self.run_json("list", "commands")["commands"]]
        self.assertIn("energy", commands)
        for command in commands:
            self.assertIn(f"  {command} ", program)
            text = self.run_command(command, "--help").stdout
            self.assertEqual(text, self.run_command("help", command).stdout)
            self.assertIn(f"usage: halfcell {command}", text)
            self.assertIn("--json", text)
            self.assertLess(max(len(line) for line in text.splitlines()), 130)

    def test_help_shows_the_engines_options(self):
        text = self.run_command("energy", "-h").stdout
        self.assertIn("--electronic-temperature-k X", text)
        self.assertIn("--sigma-angstrom X", text)

    def test_version(self):
        self.assertRegex(self.run_command("--version").stdout, r"^halfcell \d+\.\d+\.\d+\n$")

    def test_unknown_command(self):
        self.assert_refused("enrgy", "a.xyz", "--engine", "lj", says="there is no command 'enrgy'; did you mean 'energy'?")
        self.assert_refused("help", "lits", says="did you mean 'list'?")
        self.assert_refused("--verison", says="unknown option --verison")
        self.assertEqual(self.assert_refused("", says="there is no command")["code"], "input")

    def test_lists(self):
        kinds = self.run_json("list")["kinds"]
        self.assertGreater(len(kinds), 3)
        for kind in kinds:
            records = self.run_json("list", kind)[kind]
            self.assertGreater(len(records), 0, kind)
            text = self.run_command("list", kind).stdout
            for record in records:
                self.assertIn(record["name"], text)
                self.assertTrue(record["doc"], f"{kind} {record['name']} has no summary")
                self.assertEqual(self.run_json("list", kind, record["name"])["name"], record["name"])
                self.assertIn(record["name"], self.run_command("list", kind, record["name"]).stdout)
        self.assert_refused("list", "engine", says="did you mean 'engines'?")
        self.assert_refused("list", "engines", "gfn2", says="did you mean 'gfn1'?")
        self.assert_refused("list", "a", "b", "c", says="one argument too many")

    def test_keywords_have_words_and_units(self):
        """Every keyword says what it is; what has a dimension says its unit in its name."""
        for kind in self.run_json("list")["kinds"]:
            for record in self.run_json("list", kind)[kind]:
                for keyword in record.get("keywords", []):  # what is data, not code, has none
                    self.assertTrue(keyword["doc"], f"{kind} {record['name']} {keyword['name']}")
                    self.assertRegex(keyword["name"], r"^[a-z][a-z0-9_]*$")

    def test_doctor(self):
        result = self.run_json("doctor")
        facts = result["facts"]
        for key in ("version", "processor", "blas_kernel", "threads", "memory", "xTB_parameters", "data_places"):
            self.assertIn(key, facts)
        self.assertEqual(result["healthy"], len(result["problems"]) == 0)
        for problem in result["problems"]:
            self.assertTrue(problem["mend"])
        self.assertIn("xTB_parameters", self.run_command("doctor").stdout)

    def test_doctor_finds_data_where_it_is_told(self):
        (self.folder / "data").mkdir()
        self.write("data/dftd3.dat", "")
        environment = dict(os.environ, HALFCELL_DATA=str(self.folder / "data"))
        facts = self.run_json("doctor", env=environment)["facts"]
        self.assertEqual(facts["dftd3.dat"], str(self.folder / "data" / "dftd3.dat"))
        self.assertEqual(facts["data_places"][0], str(self.folder / "data"))

    def test_threads(self):
        self.assertTrue(self.run_json("doctor", "--threads", "1")["facts"]["threads"].startswith("1 "))
        self.assertTrue(self.run_json("doctor", "--threads=2")["facts"]["threads"].startswith("2 "))

    def test_blas_kernel_is_the_processors(self):
        """Started with nothing set, the program gives itself the kernels that its processor can use."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS", "HALFCELL"))}
        problems = [p["what"] for p in self.run_json("doctor", env=environment)["problems"]]
        self.assertNotIn("blas_kernel", problems)

    def test_reader_goes_away(self):
        for _ in range(5):
            shell = subprocess.run(["sh", "-c", f"'{BINARY}' energy --help | head -1; '{BINARY}' list engines --json | true"],
                                   capture_output=True, text=True, timeout=60)
            self.assertEqual(shell.stderr, "")
            self.assertEqual(len(shell.stdout.splitlines()), 1)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        with open("/dev/full", "w") as full:
            result = subprocess.run([BINARY, "list"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot be written", result.stderr)

    def test_closed_streams(self):
        command = f"'{BINARY}' energy '{self.folder}/argon.xyz' --engine lj"
        result = subprocess.run(["sh", "-c", f"{command} <&-"], capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        result = subprocess.run(["sh", "-c", f"{command} >&-"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 1)
        self.assertIn("cannot be written", result.stderr)
        result = subprocess.run(["sh", "-c", f"{command} <&- 2>&-"], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0)
        self.assertEqual((self.folder / "argon.xyz").read_text(), ARGON)


main()
