#!/usr/bin/python3
"""Makes the structures of this folder with ASE (made with 3.22.1), for the recognition of defects.

What has to be found in them follows from how they are made here; it is written in test/cli/test_cli_defects.py."""
import os

import numpy as np
from ase import Atoms
from ase.build import add_adsorbate, bulk, fcc111, graphene, nanotube
from ase.calculators.emt import EMT
from ase.io import write
from ase.neighborlist import neighbor_list
from ase.optimize import FIRE

here = os.path.dirname(os.path.abspath(__file__))


def save(name, atoms):
    atoms.info = {}
    write(os.path.join(here, name), atoms, columns=["symbols", "positions"])


slab = fcc111("Pt", (4, 4, 4), vacuum=8)
add_adsorbate(slab, "Pt", 2.27, "fcc", offset=(1, 1))
save("pt111_adatom.extxyz", slab)

save("nanotube_9_3.extxyz", nanotube(9, 3, length=1, vacuum=6))

sheet = graphene(size=(8, 6, 1), vacuum=7)
middle = sheet.positions[40]
far = max(range(len(sheet)), key=lambda i: sheet.get_distance(40, i, mic=True))
bonded = [i for i in range(len(sheet)) if i != far and sheet.get_distance(far, i, mic=True) < 1.5][0]
del sheet[[40, far, bonded]]  # one atom alone, and two that were bonded
save("graphene_vacancies.extxyz", sheet)

# A pair of screw dislocations along z = [111] of iron, opposite Burgers vectors of 1/2[111], in a bar with free sides.
iron = bulk("Fe", "bcc", a=2.87, cubic=True)
z = np.array([1, 1, 1]) / np.sqrt(3)
x = np.array([1, -1, 0]) / np.sqrt(2)
frame = np.array([x, np.cross(z, x), z])
big = iron * (26, 26, 26)
big.positions -= big.positions.mean(axis=0).round(0)
period = 2.87 * np.sqrt(3) / 2
r = big.positions @ frame.T
keep = (abs(r[:, 0]) < 26) & (abs(r[:, 1]) < 15) & (r[:, 2] > -0.01) & (r[:, 2] < 3 * period - 0.01)
bar = big[keep]
bar.positions = r[keep]
for place, sign in ((-11.6, 1), (12.1, -1)):
    bar.positions[:, 2] += sign * period * np.arctan2(bar.positions[:, 1] - 0.6, bar.positions[:, 0] - place) / (2 * np.pi)
bar.set_cell([60, 40, 3 * period])
bar.pbc = (False, False, True)
save("fe_screw_pair.extxyz", bar)

# Two grains of copper turned by 14.25 degrees about [001]: boundaries (8 1 0), mirror planes, relaxed with ASE's EMT. Their
# dislocations must be as far apart as Frank's formula says, b / (2 sin(7.125 degrees)).
edge, h, k = 3.596, 8, 1
along, across = np.array([-k, h, 0]) / np.hypot(h, k), np.array([h, k, 0]) / np.hypot(h, k)
size = np.hypot(h, k) * edge
grid = np.array([(i, j, 0) for i in range(-40, 40) for j in range(-40, 40)])
grid = np.vstack([grid + shift for shift in ((0, 0, 0), (0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5))]) * edge
grain = np.array([grid @ along, grid @ across, grid[:, 2]]).T
grain = grain[(grain[:, 0] > -1e-6) & (grain[:, 0] < size - 1e-6) & (grain[:, 1] > -1e-6) & (grain[:, 1] < size + 1e-6)]
inside = (grain[:, 1] > 1e-6) & (grain[:, 1] < size - 1e-6)
both = np.vstack([grain, grain[inside] * (1, -1, 1)])
boundary = Atoms(f"Cu{len(both)}", both, cell=[size, 2 * size, edge], pbc=True)
first, second = neighbor_list("ij", boundary, 0.6 * edge / np.sqrt(2))
gone = set()
for i, j in zip(first, second):
    if i < j and i not in gone:
        gone.add(j)
del boundary[sorted(gone)]
boundary.calc = EMT()
FIRE(boundary, logfile=None).run(fmax=0.02, steps=400)
boundary.calc = None
save("cu_low_angle.extxyz", boundary)
