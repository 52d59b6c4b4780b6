"""`halfcell thermo`: modes and free energies, beside ASE's thermochemistry and xtb's Hessian."""
import json
import shutil
import subprocess
import time

from halfcell_command import BINARY, CommandTest, main

try:
    import ase.build
    import numpy
    from ase import units
    from ase.io import read, write
    from ase.thermochemistry import HarmonicThermo, HinderedThermo, IdealGasThermo
except ImportError:
    raise SystemExit(77)

PER_CM = units.invcm
FILES = ("forces.txt", "hessian.json", "modes.csv", "modes.xyz", "result.json")


class ThermoTest(CommandTest):
    def relaxed_water(self):
        self.run_command("optimize", "water.xyz", "--engine", "gfn1", "--force-tolerance-ev-per-angstrom", "0.0005",
                         "--output", "relaxed.xyz")
        return read(self.folder / "relaxed.xyz")

    def test_gas_beside_ase(self):
        atoms = self.relaxed_water()
        r = self.run_json("thermo", "relaxed.xyz", "--engine", "gfn1", "--temperature-k", "350", "--pressure-pa",
                          "3534", "--folder", "out")
        self.assertEqual((r["model"], r["symmetry_number"], r["imaginary"]), ("gas", 2, 0))
        self.assertEqual(len(r["modes_per_cm"]), 3)
        ase = IdealGasThermo([m * PER_CM for m in r["modes_per_cm"]], "nonlinear", atoms=atoms, symmetrynumber=2,
                             spin=0)
        self.assertAlmostEqual(r["correction_ev"], ase.get_gibbs_energy(350, 3534, verbose=False), delta=2e-5)
        self.assertAlmostEqual(r["entropy_ev_per_k"], ase.get_entropy(350, 3534, verbose=False), delta=1e-7)
        self.assertAlmostEqual(r["zero_point_ev"], ase.get_ZPE_correction(), delta=1e-6)
        self.assertEqual(r["warnings"], [])
        hessian = numpy.array(json.loads((self.folder / "out/hessian.json").read_text())["hessian_hartree_per_bohr2"])
        mass = numpy.repeat(atoms.get_masses() * units._amu / units._me, 3)
        values = numpy.linalg.eigvalsh(hessian / numpy.sqrt(numpy.outer(mass, mass)))
        numpy.testing.assert_allclose(numpy.sqrt(values[6:]) * units.Hartree / PER_CM, r["modes_per_cm"], rtol=1e-4)

    def test_beside_xtb(self):
        if not shutil.which("xtb"):
            self.skipTest("xtb is not installed")
        self.relaxed_water()
        r = self.run_json("thermo", "relaxed.xyz", "--engine", "gfn1", "--folder", "out")
        subprocess.run(["xtb", "relaxed.xyz", "--gfn", "1", "--hess"], cwd=self.folder, capture_output=True, check=True)
        lines = (self.folder / "vibspectrum").read_text().splitlines()
        xtb = [float(line[20:].split()[0]) for line in lines if line[:1] == " " and " a " in line]
        self.assertEqual(len(xtb), 3)
        numpy.testing.assert_allclose(r["modes_per_cm"], xtb, atol=2.0)

    def test_symmetry_spares_displacements_and_changes_nothing(self):
        self.relaxed_water()
        few = self.run_json("thermo", "relaxed.xyz", "--engine", "gfn1", "--folder", "few")
        all_ = self.run_json("thermo", "relaxed.xyz", "--engine", "gfn1", "--folder", "all", "--no-symmetry")
        self.assertEqual((few["evaluations"], all_["evaluations"]), (9, 18))
        numpy.testing.assert_allclose(few["modes_per_cm"], all_["modes_per_cm"], atol=0.2)

    def test_symmetry_of_crystals_and_slabs(self):
        """What the space group spares changes no mode: a cubic and a hexagonal crystal, an atom on a slab that is held,
        a crystal that is skewed so that only translations and inversions are left."""
        skewed = ase.build.bulk("Ar", "fcc", a=5.25) * (2, 2, 2)
        skewed.set_cell(skewed.cell[:] @ numpy.array([[1, 0.03, 0.011], [0, 1.02, 0.007], [0, 0, 0.98]]), scale_atoms=True)
        slab = ase.build.fcc100("Ar", (2, 2, 3), a=5.25, vacuum=12)
        ase.build.add_adsorbate(slab, "Ar", 3.7, "hollow")
        slab.pbc, slab.info = (True, True, False), {}
        hexagonal = ase.build.bulk("Ar", "hcp", a=3.71, c=6.06) * (2, 2, 1)
        hexagonal.rotate(37, (1, 2, 3), rotate_cell=True)
        cases = [("cubic", ase.build.bulk("Ar", "fcc", a=5.25, cubic=True) * 2, [], 1, 192),
                 ("hexagonal", hexagonal, [], None, 48), ("skewed", skewed, [], None, 48),
                 ("slab", slab, ["--atoms", "8-12"], 7, 30)]
        for name, atoms, words, few, many in cases:
            atoms.translate((0.1, 0.2, 0.3))
            write(self.folder / f"{name}.xyz", atoms, format="extxyz")
            words = ["thermo", f"{name}.xyz", "--engine", "lj", "--model", "adsorbate", *words,
                     "--step-angstrom", "0.002"]  # what is left of third order depends on the axes
            one = self.run_json(*words, "--folder", name)
            all_ = self.run_json(*words, "--folder", name + "-all", "--no-symmetry")
            self.assertEqual(all_["evaluations"], many)
            self.assertLess(one["evaluations"], many / 3)
            self.assertIn(few, (None, one["evaluations"]))
            numpy.testing.assert_allclose(one["modes_per_cm"], all_["modes_per_cm"], atol=1e-3, err_msg=name)

    def test_killed_at_any_moment_it_goes_on(self):
        """SIGKILL while forces are computed, as often as it takes: what is there at the end is what one run gives."""
        self.relaxed_water()
        words = ("thermo", "relaxed.xyz", "--engine", "gpw", "--cutoff-ry", "80", "--folder")
        self.run_command(*words, "whole")
        forces, killed = self.folder / "cut/forces.txt", 0
        while killed < 40:
            process = subprocess.Popen([BINARY, *words, "cut"], cwd=self.folder, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            lines = len(forces.read_bytes().splitlines()) if forces.exists() else 0
            while process.poll() is None and (not forces.exists() or len(forces.read_bytes().splitlines()) <= lines):
                time.sleep(0.002)
            if process.poll() is not None:
                break
            process.kill()
            process.wait()
            killed += 1
        self.assertGreaterEqual(killed, 3)
        self.run_command(*words, "cut")
        for name in FILES:
            self.assertEqual((self.folder / "whole" / name).read_bytes(), (self.folder / "cut" / name).read_bytes(), name)

    def test_goes_on_to_the_same_bytes(self):
        words = ("thermo", "water.xyz", "--engine", "gfn1", "--folder")
        self.run_command(*words, "whole")
        self.run_command(*words, "cut")
        path = self.folder / "cut/forces.txt"
        text = path.read_bytes()
        path.write_bytes(text[: len(text) // 2])
        for name in FILES[1:]:
            (self.folder / "cut" / name).unlink()
        self.run_command(*words, "cut")
        for name in FILES:
            self.assertEqual((self.folder / "whole" / name).read_bytes(), (self.folder / "cut" / name).read_bytes(), name)

    def test_other_conditions_need_no_forces(self):
        self.run_command("thermo", "argon.xyz", "--engine", "lj", "--folder", "out", "--model", "adsorbate")
        before = (self.folder / "out/forces.txt").read_bytes()
        self.run_command("thermo", "argon.xyz", "--engine", "lj", "--folder", "out", "--model", "adsorbate",
                         "--temperature-k", "20")
        self.assertEqual(before, (self.folder / "out/forces.txt").read_bytes())
        (self.folder / "out/forces.txt").write_bytes(b"x" + before)
        self.assert_refused("thermo", "argon.xyz", "--engine", "lj", "--folder", "out", says="line 1 is damaged")
        self.assert_refused("thermo", "argon.xyz", "--engine", "lj", "--folder", "out", "--step-angstrom", "0.02",
                            says="another structure, engine or step")

    def test_an_atom_is_a_gas(self):
        """Argon, 154.846 J/(mol K) (NIST-JANAF)."""
        self.write("ar.xyz", "1\n\nAr 0 0 0\n")
        r = self.run_json("thermo", "ar.xyz", "--engine", "lj", "--folder", "out")
        self.assertEqual((r["model"], r["modes_per_cm"]), ("gas", []))
        self.assertAlmostEqual(r["entropy_ev_per_k"] * 96485.33, 154.846, delta=0.01)

    def test_one_atom_beside_ase(self):
        """An argon atom among two that are held: harmonic, and hindered."""
        words = ("thermo", "argon.xyz", "--engine", "lj", "--atoms", "0", "--folder", "out")
        r = self.run_json(*words)
        self.assertEqual((r["model"], len(r["modes_per_cm"])), ("adsorbate", 3))
        real = [m * PER_CM for m in r["modes_per_cm"] if m > 0]
        ase = HarmonicThermo(real)
        self.assertAlmostEqual(r["correction_ev"], ase.get_helmholtz_energy(298.15, verbose=False), delta=1e-6)
        self.assertIn("imaginary" if r["imaginary"] else "force", " ".join(r["warnings"]) or "force")

    def test_hindered_beside_ase(self):
        """Carbon monoxide that is taken as turning and sliding; ASE adds an entropy of concentration, we do not."""
        self.write("co.xyz", "2\n\nC 0 0 0\nO 1.128 0 0.1\n")
        atoms = read(self.folder / "co.xyz")
        r = self.run_json("thermo", "co.xyz", "--engine", "gfn1", "--model", "hindered", "--translation-barrier-ev",
                          "0.1", "--rotation-barrier-ev", "0.05", "--site-spacing-angstrom", "2.55", "--rotation-minima",
                          "6", "--rotation-symmetry", "1", "--folder", "out")
        area = (2.55e-10) ** 2
        flat = atoms.copy()
        flat.positions[:, 2] = 0
        ase = HinderedThermo([1e3 * PER_CM] * 3, trans_barrier_energy=0.1, rot_barrier_energy=0.05,
                             sitedensity=1e-4 / area, rotationalminima=6, symmetrynumber=1,
                             mass=sum(atoms.get_masses()), inertia=flat.get_moments_of_inertia()[2])
        per_area = numpy.exp(1 / 3) * (1e5 / (units._k * 298.15)) ** (2 / 3)
        concentration = units.kB * (1 - numpy.log(per_area) - numpy.log(area))
        entropy = ase.get_entropy(298.15, verbose=False) - concentration
        # ASE leaves out the three modes that the hindered motions replace; of CO's one mode none is left here.
        self.assertAlmostEqual(r["entropy_ev_per_k"], entropy, delta=2e-6)

    def test_refusals(self):
        self.assert_refused("thermo", "water.xyz", "--engine", "lj", "--atoms", "0", "--model", "gas",
                            says="no atom is held")
        self.assert_refused("thermo", "water.xyz", "--engine", "gfn1", "--model", "hindered",
                            says="--translation-barrier-ev")
        self.assert_refused("thermo", "water.xyz", "--engine", "gfn1", "--temperature-k", "0", says="temperature")
        self.assert_refused("thermo", "nothing.xyz", "--engine", "gfn1", says="nothing.xyz")


main()
