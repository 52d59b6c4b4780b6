"""GPW against CP2K: small molecules at 400 Ry. All cases at their highest cutoff: test_gpw_long.py."""
from gpw_cases import run

run([("h2", 400), ("h2o", 400), ("co", 400), ("oh_anion", 400), ("o2_triplet", 400)])
