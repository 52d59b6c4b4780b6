"""halfcell energy: numbers, options from the engine's table, refusals."""
import math
import os

from halfcell_command import *

EPSILON, SIGMA, BOHR, HARTREE = 0.0104, 3.4, 0.529177210903, 27.211386245988


class Energy(CommandTest):
    def test_lanthanides_are_warned_of_once(self):
        """GFN1-xTB knows the trivalent ions only."""
        for symbol, times in (("Ce", 1), ("La", 0), ("Lu", 0)):
            self.write("oxide.xyz", f"4\n\n{symbol} 0 0 0\nO 1.9 0 0\n{symbol} 9 0 0\nO 10.9 0 0\n")
            said = self.run_command("energy", "oxide.xyz", "--engine", "gfn1", code=None).stderr
            self.assertEqual(said.count("4f electrons"), times, said)

    def test_pairs_on_paper(self):
        """All distances are below the switch at 0.9 cutoff: the sum can be done by hand."""
        positions = [(0, 0, 0), (3.8, 0, 0), (0, 3.9, 0.1)]
        expected = 0.0
        for i in range(3):
            for j in range(i):
                s6 = (SIGMA / math.dist(positions[i], positions[j])) ** 6
                expected += 4 * EPSILON * (s6 * s6 - s6) / HARTREE
        result = self.run_json("energy", "argon.xyz", "--engine", "lj", "--forces")
        self.assertAlmostEqual(result["energy_hartree"], expected, delta=1e-14)
        self.assertAlmostEqual(result["free_energy_hartree"], expected, delta=1e-14)
        self.assertAlmostEqual(sum(result["terms_hartree"].values()), expected, delta=1e-14)
        self.assertEqual(result["natom"], 3)
        self.assertEqual(result["engine"], "lj")
        self.assertTrue(result["converged"])
        self.assertIsNone(result["charges_e"])
        self.assertIsNone(result["fermi_ev"])
        self.assertGreater(result["wall_s"], 0)
        forces = result["forces_hartree_per_bohr"]
        for k in range(3):
            self.assertAlmostEqual(sum(f[k] for f in forces), 0, delta=1e-16)
        self.assertGreater(max(abs(x) for f in forces for x in f), 1e-6)

    def test_gfn1(self):
        result = self.run_json("energy", "water.xyz", "--engine", "gfn1", "--electronic-temperature-k", "300")
        self.assertLess(abs(sum(result["charges_e"])), 1e-8)
        self.assertLess(result["charges_e"][0], -0.3)
        self.assertGreater(result["gap_ev"], 3)
        self.assertAlmostEqual(sum(result["terms_hartree"].values()), result["free_energy_hartree"], delta=1e-10)
        self.assertGreater(result["iterations"], 1)
        self.assertNotIn("forces_hartree_per_bohr", result)
        cation = self.run_json("energy", "water.xyz", "--engine=gfn1", "--charge=1")
        self.assertAlmostEqual(sum(cation["charges_e"]), 1, delta=1e-8)

    def test_stress(self):
        result = self.run_json("energy", "crystal.xyz", "--engine", "lj", "--stress")
        stress = result["stress_hartree_per_bohr3"]
        self.assertAlmostEqual(stress[0][0], stress[2][2], delta=1e-18)
        self.assertGreater(abs(stress[0][0]), 1e-9)
        self.assert_refused("energy", "argon.xyz", "--engine", "lj", "--stress", says="three periodic directions")

    def test_text(self):
        out = self.run_command("energy", "argon.xyz", "--engine", "lj", "--forces").stdout
        self.assertIn("free energy", out)
        self.assertEqual(out.count("Ar"), 3)

    def test_threads_do_not_change_bits(self):
        results = [self.run_json("energy", "water.xyz", "--engine", "gfn1", "--forces", "--threads", n) for n in "11"]
        for result in results:
            del result["wall_s"]
        self.assertEqual(*results)

    def test_wrong_options(self):
        file = ("energy", "argon.xyz")
        self.assert_refused(*file, says="option --engine is missing")
        self.assert_refused(*file, "--engine", says="--engine wants a name")
        self.assert_refused(*file, "--engine", "gnf1", says="did you mean 'gfn1'?")
        self.assert_refused(*file, "--engine", "lj", "--sigma-nm", "0.3",
                            says="unknown option --sigma-nm; write 'sigma-angstrom', with the value in angstrom (1 nm = 10")
        self.assert_refused(*file, "--engine", "lj", "--sigma-angstrom", "0.3 nm", says="--sigma-angstrom: '0.3 nm'")
        self.assert_refused(*file, "--engine", "lj", "--sigma-angstrom", "300", says="out of range; it may be 0.1 to 20")
        self.assert_refused(*file, "--engine", "lj", "--sigma-angstrom", says="--sigma-angstrom wants a value (number)")
        self.assert_refused(*file, "--engine", "lj", "--charge", "1", says="unknown option --charge")
        self.assert_refused(*file, "--engine", "lj", "--forces=perhaps", says="--forces: 'perhaps' is neither")
        self.assert_refused(*file, "--engine", "lj", "--threads", "0", says="1 to 4096")
        self.assert_refused(*file, "--engine", "lj", "-x", says="unknown option -x")
        self.assert_refused(*file, "another.xyz", "--engine", "lj", says="one argument too many")
        self.assert_refused("energy", "--engine", "lj", says="an argument is missing")

    def test_bad_files(self):
        engine = ("--engine", "lj")
        self.write("empty.xyz", "")
        self.write("junk.xyz", bytes(range(256)) * 40)
        self.write("half.xyz", WATER[:40])
        self.write("element.xyz", WATER.replace("O ", "Qq "))
        self.write("nan.xyz", WATER.replace("0.119", "nan"))
        self.write("overlap.xyz", "2\n\nAr 0 0 0\nAr 0 0 0\n")
        self.assert_refused("energy", "missing.xyz", *engine, says="missing.xyz")
        self.assert_refused("energy", ".", *engine, says="irectory")
        self.assert_refused("energy", "/dev/null", *engine, says="/dev/null")
        for name in ("empty", "junk", "half", "element", "nan"):
            self.assert_refused("energy", f"{name}.xyz", *engine, says=f"{name}.xyz")
        self.assert_refused("energy", "overlap.xyz", *engine, says="overlap", code=1)

    def test_unreadable_file(self):
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.write("secret.xyz", WATER).chmod(0)
        self.assert_refused("energy", "secret.xyz", "--engine", "lj", says="Permission denied")

    def test_name_that_looks_like_an_option(self):
        self.write("--odd.xyz", ARGON)
        self.run_command("energy", "--engine", "lj", "--", "--odd.xyz")


main()
