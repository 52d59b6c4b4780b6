#!/usr/bin/python3
"""Makes the structure files of this folder with ASE (made with 3.22.1), for the tests of the readers.

The numbers are also in test/unit/atoms/test_ase_files.c; they were typed there from the lines below, not read back."""
import os

import numpy as np
from ase import Atoms
from ase.calculators.singlepoint import SinglePointCalculator
from ase.constraints import FixAtoms
from ase.io import write

here = os.path.dirname(os.path.abspath(__file__))


def slab(shift):
    atoms = Atoms("OHHNa", positions=[[0.1, 0.2, 0.3 + shift], [0.9, 0.2, 0.7], [-0.6, 0.4, 0.8], [3.0, 2.5, 1.25]],
                  cell=[[6.0, 0.0, 0.0], [1.5, 5.5, 0.0], [0.3, -0.4, 12.0]], pbc=[True, True, False])
    atoms.set_masses([15.999, 2.014, 1.008, 22.98976928])
    atoms.set_velocities([[0.01, -0.02, 0.03], [0.1, 0.2, -0.3], [0.0, 0.0, 0.5], [0.0, 0.0, 0.0]])
    atoms.set_constraint(FixAtoms(indices=[3]))
    atoms.info["step"] = 7
    atoms.info["note"] = 'a "quoted" remark'
    atoms.calc = SinglePointCalculator(atoms, energy=-14.25 + shift, forces=np.arange(12).reshape(4, 3) / 8.0,
                                       charges=np.array([-0.5, 0.25, 0.125, 0.875]))
    return atoms


columns = ["symbols", "positions", "masses", "momenta", "move_mask"]
write(os.path.join(here, "ase_slab.extxyz"), [slab(0.0), slab(0.5)], format="extxyz", columns=columns)
molecule = Atoms("CO2", positions=[[0, 0, 0], [0, 0, 1.16], [0, 0, -1.16]])
write(os.path.join(here, "ase_molecule.extxyz"), molecule, format="extxyz")
write(os.path.join(here, "ase_molecule.xyz"), molecule, format="xyz", comment="carbon dioxide")
bulk = Atoms("TiO2Ti", scaled_positions=[[0, 0, 0], [0.3, 0.3, 0], [0.7, 0.7, 0], [0.5, 0.5, 0.5]],
             cell=[[4.6, 0, 0], [0, 4.6, 0], [0.2, 0, 2.95]], pbc=True)
bulk.set_constraint(FixAtoms(indices=[0, 2]))
write(os.path.join(here, "POSCAR_ase"), bulk, format="vasp", direct=True, vasp5=True)
write(os.path.join(here, "ase_cartesian.vasp"), bulk, format="vasp", direct=False, vasp5=True)
