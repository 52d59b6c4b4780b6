"""halfcell check, run, report, manual: good jobs, wrong jobs, streams, the folder."""
import os
import signal
import time

from halfcell_command import *

JOB = """\
structure: {file: argon.xyz}
engine: lj
dynamics:
  timestep_fs: 2
  temperature_k: 10
  thermostat: nve
constraints:
  - type: distance
    atoms: [0, 1]
sampling: {type: plain, steps: 20}
output: {trajectory_every: 5, checkpoint_every: 5}
"""


class Job(CommandTest):
    def setUp(self):
        super().setUp()
        self.write("job.yaml", JOB)

    def refuse(self, old, new, says):
        """The job with a part replaced is refused by check and by run, which makes no folder."""
        self.assertIn(old, JOB)
        self.write("wrong.yaml", JOB.replace(old, new))
        self.assert_refused("check", "wrong.yaml", says=says)
        self.assert_refused("run", "wrong.yaml", says=says)
        self.assertFalse((self.folder / "wrong").exists())

    def test_check_prints_a_job(self):
        out = self.run_command("check", "job.yaml").stdout
        self.assertIn("timestep_fs: 2 ", out)
        self.assertIn("cutoff_angstrom: 8.5 ", out)  # a default of the engine
        self.write("again.yaml", out)
        body = lambda text: text[text.index("\n\n"):]
        self.assertEqual(body(self.run_command("check", "again.yaml").stdout), body(out))
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["again.yaml", "argon.xyz", "crystal.xyz", "job.yaml", "water.xyz"])

    def test_check_as_json(self):
        result = self.run_json("check", "job.yaml", "--set", "sampling.steps=7", "--set=title=a title")
        self.assertEqual(result["natom"], 3)
        self.assertEqual(result["steps"], 7)
        self.assertEqual(result["job"]["title"], "a title")
        self.assertEqual(result["job"]["dynamics"]["timestep_fs"], 2)
        self.assertEqual(result["job"]["engine"]["type"], "lj")

    def test_job_from_standard_input(self):
        self.assertIn("is in order", self.run_command("check", "-", input=JOB).stdout)

    def test_wrong_jobs(self):
        self.refuse("timestep_fs: 2", "timestep_ps: 2", "wrong.yaml:4:3: dynamics: unknown key 'timestep_ps'; write 'timestep_fs'")
        self.refuse("timestep_fs: 2", "timestep_fs: 2 ps", "wrong.yaml:4:16: dynamics: timestep_fs: '2 ps' has a unit, which the "
                    "key says already (fs); write 2000")
        self.refuse("timestep_fs: 2", "timestep_fs: fast", "wrong.yaml:4:16: dynamics: timestep_fs: 'fast' is not a number")
        self.refuse("timestep_fs: 2", "timestep_fs: 200", "out of range; it may be 0.001 to 20 fs")
        self.refuse("steps: 20", "stepz: 20", "wrong.yaml:10:25: sampling: unknown key 'stepz'; did you mean 'steps'?")
        self.refuse("timestep_fs: 2", "steps: 2", "unknown key 'steps'; it belongs in 'sampling' of type 'plain'")
        self.refuse("engine: lj", "engine: jl", "wrong.yaml:2:1: engine: there is no engine 'jl'; did you mean 'lj'?")
        self.refuse("engine: lj", "engine: {type: lj, charge: 1}", "wrong.yaml:2:20: engine: unknown key 'charge'")
        self.refuse("thermostat: nve", "thermostat: nvee", "did you mean 'nve'?")
        self.refuse("atoms: [0, 1]", "atoms: [0, 3]", "wrong.yaml:8:5: constraints[0]")
        self.refuse("atoms: [0, 1]", "atoms: [0, element Au]", "constraints[0]")
        self.refuse("    atoms: [0, 1]\n", "", "wrong.yaml:8:5: constraints[0]: key 'atoms' is missing")
        self.refuse("type: distance", "type: distanse", "did you mean 'distance'?")
        self.refuse("  - type", "    type", "a list is expected here")
        self.refuse("argon.xyz", "missing.xyz", "missing.xyz")
        self.refuse("structure: {file: argon.xyz}", "structure: {}", "wrong.yaml:1:1: structure: key 'file' is missing")
        self.refuse("engine: lj", "engine: lj\nengine: gfn1", "wrong.yaml:3:1: key 'engine' is given twice")
        self.refuse("engine: lj", "\tengine: lj", "tab")

    def test_all_problems_at_once(self):
        self.write("wrong.yaml", JOB.replace("steps: 20", "stepz: 20").replace("engine: lj", "engin: lj"))
        error = self.assert_refused("check", "wrong.yaml", says="engin")
        self.assertEqual(len(error["message"].splitlines()), 2)

    def test_bad_files(self):
        self.write("empty.yaml", "")
        self.write("junk.yaml", bytes(range(256)) * 16)
        self.write("binary.yaml", b"\x7fELF\x02\x01\x01\x00\x00")
        self.write("list.yaml", "- 1\n- 2\n")
        for command in ("check", "run"):
            self.assert_refused(command, "missing.yaml", says="missing.yaml: No such file or directory")
            self.assert_refused(command, ".", says="irectory")
            self.assert_refused(command, "empty.yaml", says="empty.yaml:1:1: key 'structure' is missing")
            self.assert_refused(command, "junk.yaml", says="junk.yaml")
            self.assert_refused(command, "binary.yaml", says="binary.yaml")
            self.assert_refused(command, "list.yaml", says="list.yaml:1:1: keys and values are expected here, not a list")
            self.assert_refused(command, "job.yaml", "--set", "steps", says="'steps' sets nothing")
            self.assert_refused(command, "job.yaml", "--set", "sampling.steps=x", says="job.yaml with --set: sampling")
            self.assert_refused(command, says="an argument is missing")
        self.assert_refused("report", "nowhere", says="nowhere")
        self.assert_refused("report", ".", says="job.yaml")
        self.assert_refused("run", "nowhere", "--resume", says="nowhere")

    def test_run(self):
        result = self.run_command("run", "job.yaml", "--folder", "out")
        self.assertIn("out/report.html", result.stdout)
        self.assertRegex(result.stderr, r"step 20/20  .* K  xi 3\.8000 angstrom")
        rows = (self.folder / "out" / "series.csv").read_text().splitlines()
        self.assertEqual(len(rows), 22)
        self.assert_refused("run", "job.yaml", "--folder", "out", says="out")  # holds a job already
        again = self.run_json("run", "job.yaml", "--folder", "out", "--overwrite", "--set", "sampling.steps=10")
        self.assertEqual(again["folder"], "out")
        self.assertEqual(len((self.folder / "out" / "series.csv").read_text().splitlines()), 12)
        if self.run_json("doctor")["facts"]["report_template.html"] == "not found":  # built without npm
            self.assert_refused("report", "out", says="report_template.html")
        else:
            self.assertEqual(self.run_json("report", "out")["folder"], "out")

    def test_progress_on_a_terminal_rewrites_one_line(self):
        master, slave = os.openpty()
        command = [BINARY, "run", "job.yaml", "--folder", "out", "--set", "sampling.steps=2000"]
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=slave)
        os.close(slave)
        seen = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # the terminal has no writer any more
                break
            if not part:
                break
            seen += part
        os.close(master)
        self.assertEqual(process.wait(timeout=60), 0)
        lines = seen.decode().split("\r")
        self.assertNotIn("\n", seen.decode().split("\x1b[K")[0])
        self.assertGreater(len(lines), 2)
        self.assertTrue(any("step 2000/2000" in line for line in lines))
        self.assertTrue(lines[-1].startswith("\x1b[K"))  # taken away at the end

    def test_interrupted_run_says_how_to_go_on(self):
        command = [BINARY, "run", "job.yaml", "--folder", "out", "--set", "sampling.steps=1000000", "--set",
                   "output.checkpoint_every=100000"]
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.time() + 60
        while not (self.folder / "out" / "checkpoint.h5").exists() and time.time() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, error)
        self.assertEqual(out, "")
        self.assertIn("go on with: halfcell run --resume out", error)

    def test_interrupted_optimisation_leaves_its_best_structure(self):
        command = [BINARY, "optimize", "argon.xyz", "--engine", "lj", "--method", "fire", "--max-steps", "10000000",
                   "--force-tolerance-ev-per-angstrom", "1e-6", "--max-step-angstrom", "0.0001", "--output", "best.xyz"]
        process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertIn("step 0", process.stderr.readline())
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, error)
        self.assertIn("stopped on request", error)
        self.assertIn("best.xyz", out)
        self.assertEqual((self.folder / "best.xyz").read_text().splitlines()[0].strip(), "3")

    def test_manual(self):
        text = self.run_command("manual").stdout
        self.assertIn("timestep_fs", text)
        self.assertLess(max(len(line) for line in text.splitlines()), 121)
        schema = self.run_json("manual")["job"]
        self.assertIn("engine", schema["variants"])
        names = [part["name"] for part in schema["parts"]]
        self.assertIn("dynamics", names)

    def test_committed_manual_is_the_generated_one(self):
        committed = (ROOT / "docs" / "input.md").read_text()
        if committed != self.run_command("manual", "--markdown").stdout:
            self.fail("docs/input.md is old; write it anew with: halfcell manual --markdown > docs/input.md")


class Optimize(CommandTest):
    def test_argon_triangle(self):
        """Three Lennard-Jones atoms end as a triangle of side 2^(1/6) sigma, energy -3 epsilon."""
        result = self.run_json("optimize", "argon.xyz", "--engine", "lj", "--force-tolerance-ev-per-angstrom", "1e-5")
        self.assertTrue(result["converged"])
        self.assertAlmostEqual(result["energy_hartree"], -3 * 0.0104 / 27.211386245988, delta=1e-9)
        rows = (self.folder / result["structure"]).read_text().splitlines()[2:]
        a, b, c = ([float(x) for x in row.split()[1:4]] for row in rows)
        distance = sum((x - y) ** 2 for x, y in zip(a, b)) ** 0.5
        self.assertAlmostEqual(distance, 2 ** (1 / 6) * 3.4, delta=1e-3)

    def test_every_method(self):
        for method in [m["name"] for m in self.run_json("list", "optimizers")["optimizers"]]:
            result = self.run_json("optimize", "argon.xyz", "--engine", "lj", "--method", method, "--output", f"{method}.xyz")
            self.assertTrue(result["converged"], method)
            self.assertEqual(result["method"], method)

    def test_fixed_atoms_stay(self):
        self.run_command("optimize", "argon.xyz", "--engine", "lj", "--fix", "0-1", "--output", "o.xyz")
        rows = (self.folder / "o.xyz").read_text().splitlines()[2:]
        first = [float(x) for x in rows[1].split()[1:4]]
        self.assertEqual(first, [3.8, 0, 0])

    def test_not_converged(self):
        words = ("optimize", "argon.xyz", "--engine", "lj", "--max-steps", "2", "--force-tolerance-ev-per-angstrom", "1e-6")
        result = self.run_json(*words, code=3)
        self.assertFalse(result["converged"])
        self.assertEqual(result["error"]["code"], "not-converged")
        self.assertTrue((self.folder / result["structure"]).exists())
        text = self.run_command(*words, code=3)
        self.assertIn("converged            NO", text.stdout)

    def test_refusals(self):
        engine = ("--engine", "lj")
        self.assert_refused("optimize", "argon.xyz", *engine, "--fix", "element Au", says="--fix")
        self.assert_refused("optimize", "argon.xyz", *engine, "--fix", "9", says="--fix")
        self.assert_refused("optimize", "argon.xyz", *engine, "--method", "bfgs", says="lbfgs")
        self.assert_refused("optimize", "argon.xyz", *engine, "--output", "nowhere/o.xyz", says="nowhere/o.xyz")
        self.assert_refused("optimize", "argon.xyz", *engine, "--force-tolerance-ev-per-angstrom", "-1", says="out of range")


main()
