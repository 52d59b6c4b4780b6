#!/usr/bin/env python3
"""Writes the instrument files of this folder: synthetic measurements in the layouts of the vendors' software.

    python3 make.py

No instrument wrote them. One cyclic voltammogram (41 points, 0.05 V/s, current 1 mA/V times (E + 0.1 V)) and one
chronoamperogram (11 points at -0.8 V, -2 mA (1 + exp(-t/10 s))) are written in every format, so that all readers must
find the same numbers.
"""
import math

from instruments import chi, gamry, mpr, mpt, nova, write

SCAN_RATE = 0.05
CV = []
for k in range(41):
    potential = -0.2 - 0.04 * k if k <= 20 else -1.0 + 0.04 * (k - 20)
    CV.append((0.8 * k, potential, 1e-3 * (potential + 0.1), 1 if k <= 20 else 2))
CA = [(1.0 * k, -0.8, -2e-3 * (1 + math.exp(-k / 10)), 1) for k in range(11)]


def main():
    mpt("cv_comma.mpt", "Cyclic Voltammetry", CV, True, "dE/dt               50,000              \n"
        "dE/dt unit          mV/s                ")
    mpt("ca.mpt", "Chronoamperometry / Chronocoulometry", CA, False)
    for version in (2, 3, 11):
        mpr(f"cv_v{version}.mpr", 0x06, CV, version)
    mpr("ca.mpr", 0x18, CA, 3)
    gamry("cv.dta", "CV", "Cyclic Voltammetry", [CV[:21], CV[21:]])
    gamry("ca.dta", "CHRONOA", "Chronoamperometry Scan", [CA])
    chi("cv_chi.txt", "Cyclic Voltammetry",
        ["Init E (V) = -0.2", "High E (V) = -0.2", "Low E (V) = -1", "Init P/N = N", "Scan Rate (V/s) = 0.05",
         "Segment = 2", "Sample Interval (V) = 0.04", "Quiet Time (sec) = 2", "Sensitivity (A/V) = 1e-3"],
        "Potential/V, Current/A", [(f"{e:.3f}", f"{i:.3e}") for _, e, i, _ in CV])
    chi("ca_chi.csv", "Amperometric i-t Curve",
        ["Init E (V) = -0.8", "Sample Interval (s) = 1", "Run Time (sec) = 10", "Quiet Time (sec) = 0"],
        "Time/sec,Current/A", [(f"{t:.3f}", f"{i:.9e}") for t, _, i, _ in CA], between=",")
    nova("cv_nova.txt", CV, True, b"\xef\xbb\xbf")
    nova("cv_nova_tabs.txt", CV, False, b"")
    write("cv_plain.csv", "# Cyclic voltammetry, synthetic\ntime_s,potential_v_vs_ag_agcl,current_ma,cycle\n" + "".join(
        f"{t:.9g},{e:.9g},{i * 1e3:.9g},{n}\n" for t, e, i, n in CV), newline="\n")
    write("ca_utf16.csv", "Time (min)\tE / V vs Ag/AgCl\tI (µA)\n" + "".join(
        f"{t / 60:.12g}\t{e:.9g}\t{i * 1e6:.12g}\n" for t, e, i, _ in CA), "utf-16-le", mark=b"\xff\xfe")


main()
