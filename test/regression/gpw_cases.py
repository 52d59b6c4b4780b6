"""Runs `halfcell energy --engine gpw` on the cases of data/gpw and compares with CP2K 2023.1, term by term.

Each file holds a structure and CP2K's results (PBE, DZVP-MOLOPT-SR-GTH, GTH-PBE, relative cutoff 60 Ry, five grids, no
smoothing of the density, EPS_DEFAULT 1e-12, EPS_SCF 1e-7); the key says the cutoff. Energies of cases with an electronic
temperature are free energies. "mulliken_e" of open shells holds spins.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BINARY, ROOT = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
DATA = ROOT / "test" / "regression" / "data" / "gpw"

# Per atom, hartree; hartree/bohr; e.
ENERGY, TERM, FORCE, CHARGE = 2e-8, 4e-6, 5e-6, 1e-5
TERMS = {"core_hamiltonian": "core_h_hartree", "hartree": "hartree_hartree", "exchange_correlation": "exc_hartree",
         "ion_self": "core_self_hartree"}


def write_structure(case, path):
    cell = " ".join(str(x) for vector in case["cell_angstrom"] for x in vector)
    with open(path, "w") as out:
        print(len(case["symbols"]), f'Lattice="{cell}" Properties=species:S:1:pos:R:3 pbc="T T T"', sep="\n", file=out)
        for symbol, position in zip(case["symbols"], case["positions_angstrom"]):
            print(symbol, *position, file=out)


def compute(case, cutoff):
    with tempfile.TemporaryDirectory(prefix="halfcell-gpw-") as folder:
        path = pathlib.Path(folder) / "case.extxyz"
        write_structure(case, path)
        words = [BINARY, "energy", path, "--engine", "gpw", "--forces", "--json", "--cutoff-ry", str(cutoff),
                 "--scf-tolerance", "1e-7", "--charge", str(case["charge"]), "--multiplicity",
                 str(case["multiplicity"])]
        if case["electronic_temperature_kelvin"] > 0:
            words += ["--electronic-temperature-k", str(case["electronic_temperature_kelvin"])]
        result = subprocess.run(words, capture_output=True, text=True)
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        return json.loads(result.stdout)


class Gpw(unittest.TestCase):
    def compare(self, name, cutoff):
        case = json.loads((DATA / f"{name}.json").read_text())
        expected, natom = case[f"gpw_pbe_dzvp_sr_{cutoff}ry"], len(case["symbols"])
        found = compute(case, cutoff)
        with self.subTest(case=name, cutoff_ry=cutoff):
            self.assertTrue(found["converged"])
            self.assertAlmostEqual(found["free_energy_hartree"] / natom, expected["energy_hartree"] / natom, delta=ENERGY)
            for ours, theirs in TERMS.items():
                self.assertAlmostEqual(found["terms_hartree"][ours] / natom, expected[theirs] / natom, delta=TERM, msg=ours)
            for i, (f, g) in enumerate(zip(found["forces_hartree_per_bohr"], expected["forces_hartree_per_bohr"])):
                for k in range(3):
                    self.assertAlmostEqual(f[k], g[k], delta=FORCE, msg=f"force {k} on atom {i}")
            populations = found["mulliken_e"] if case["multiplicity"] == 1 else found["spins"]
            for i, (q, p) in enumerate(zip(populations, expected["mulliken_e"])):
                self.assertAlmostEqual(q, p, delta=CHARGE, msg=f"population of atom {i}")


def run(cases):
    """cases: name and cutoff in Ry of each."""
    def test(self):
        for name, cutoff in cases:
            self.compare(name, cutoff)
    Gpw.test_against_cp2k = test
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Gpw)
    outcome = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if outcome.wasSuccessful() else 1)
