"""Whether two cells with the normal along z are the same up to turns and mirrors of the plane, shifts and turning over."""
import itertools

import numpy as np


def in_plane(atoms):
    """Two vectors of the plane, fractions in the plane, heights from the middle, numbers."""
    cell = atoms.cell[:2, :2]
    z = atoms.positions[:, 2]
    return cell, atoms.positions[:, :2] @ np.linalg.inv(cell), z - 0.5 * (z.min() + z.max()), atoms.numbers


def lattice_maps(cell, other, tolerance):
    """Integer matrices M with M @ other congruent to cell."""
    metric = cell @ cell.T
    for numbers in itertools.product(range(-4, 5), repeat=4):
        m = np.array(numbers).reshape(2, 2)
        if abs(round(np.linalg.det(m))) == 1 and np.allclose(m @ other @ other.T @ m.T, metric, atol=tolerance):
            yield m


def covers(a, b, tolerance=2e-3):
    """Whether every atom of a lies on one of b, for some symmetry of the plane."""
    if len(a) != len(b):
        return False
    cell, s, z, number = in_plane(a)
    other, t, w, kind = in_plane(b)
    for m in lattice_maps(cell, other, 2e-2):
        moved = t @ np.linalg.inv(m)
        for flip in (1, -1):
            for k in np.flatnonzero((number == kind[0]) & (abs(z - flip * w[0]) < tolerance)):
                apart = s[:, None, :] - (moved + s[k] - moved[0])[None]
                apart = (apart - np.round(apart)) @ cell
                far = np.hypot(np.linalg.norm(apart, axis=2), z[:, None] - flip * w[None])
                far[number[:, None] != kind[None]] = 9
                if far.min(axis=1).max() < tolerance and len(set(far.argmin(axis=1))) == len(a):
                    return True
    return False
