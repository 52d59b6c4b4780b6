#!/usr/bin/env python3
"""Writes the synthetic data of this example, and the truth they were made from (truth.json).

    python3 make.py

Nothing here was measured. The partial currents follow Tafel lines, the potentials are those of a saturated Ag/AgCl
electrode behind a resistance, everything that is read off an instrument is drawn about its true value with the error
that experiment.yaml states.
"""
import json
import math
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent.parent / "test" / "regression" / "data" / "measured"))
import instruments  # noqa: E402

FARADAY, GAS = 96485.33212, 8.31446261815324
AREA_CM2, SITES_MOL = 1.0, 2e-8
SHIFT_V = 0.199 + GAS * 298.15 / FARADAY * math.log(10) * 7.2
RESISTANCE_OHM = 8.0 * 0.15  # 85 % were compensated
FLOW_ML_MIN, VOLUME_ML, DURATION_S = 20.0, 30.0, 1800.0
# current density at -0.5 V vs RHE (mA/cm2) and Tafel slope (V per decade)
PRODUCTS = {"CO": (0.15, 0.120), "H2": (0.06, 0.180), "HCOO-": (0.02, 0.140)}
POTENTIALS = (-0.50, -0.58, -0.66, -0.74)
CAPACITANCE_F = 1.6e-3
DECAY = {"start_ma_cm2": 8.0, "plateau_percent": 70.0, "time_h": 4.0}

random.seed(20260)


def drawn(value, relative):
    return value * (1 + relative * random.gauss(0, 1))


def density(product, potential):
    """mA/cm2, positive for a reduction."""
    at_half_volt, slope = PRODUCTS[product]
    return at_half_volt * 10 ** (-(potential + 0.5) / slope)


def total(potential):
    return sum(density(product, potential) for product in PRODUCTS)


def measured_potential(potential, current_a):
    return potential - SHIFT_V + current_a * RESISTANCE_OHM


def electrolysis(potential):
    current = -total(potential) * AREA_CM2 * 1e-3
    volts = measured_potential(potential, current)
    return [(10.0 * k, volts, drawn(current, 0.01), 1) for k in range(181)]


def voltammogram(rate):
    """Two cycles between -0.10 and 0.00 V against Ag/AgCl: a capacitor with a leak of 50 kohm."""
    rows = []
    for k in range(161):
        phase = k % 80
        down = phase < 40
        volts = -0.0025 * phase if down else -0.1 + 0.0025 * (phase - 40)
        current = (-CAPACITANCE_F if down else CAPACITANCE_F) * rate + volts / 5e4
        rows.append((0.0025 * k / rate, volts, drawn(current, 0.002), 1 + k // 80))
    return rows


def sweep():
    rows = []
    for k in range(251):
        potential = -0.25 - 0.002 * k
        current = -total(potential) * AREA_CM2 * 1e-3
        rows.append((0.2 * k, measured_potential(potential, current), drawn(current, 0.002), 1))
    return rows


def day():
    rows = []
    for k in range(241):
        hours = k / 12
        share = DECAY["plateau_percent"] / 100
        current = -DECAY["start_ma_cm2"] * AREA_CM2 * 1e-3 * (share + (1 - share) * math.exp(-hours / DECAY["time_h"]))
        rows.append((3600 * hours, measured_potential(-0.7, current), drawn(current, 0.01), 1))
    return rows


def true_efficiency(product, potential):
    return 100 * density(product, potential) / total(potential)


def ppm(product, potential):
    flow = FLOW_ML_MIN * 1e-6 / 60 * 101325 / (GAS * 273.15)
    return 1e6 * density(product, potential) * AREA_CM2 * 1e-3 / (2 * FARADAY) / flow


def formate_integral(potential):
    """Of one proton against the six of 1 mmol/l dimethyl sulfoxide with the integral 100; 0.5 ml in 0.6 ml."""
    mmol_l = density("HCOO-", potential) * AREA_CM2 * 1e-3 * DURATION_S / (2 * FARADAY) / (VOLUME_ML * 1e-6)
    return mmol_l * 0.5 / 0.6 / 1.0 * 100 / 6


def write_files():
    instruments.FOLDER = HERE
    rows = [electrolysis(potential) for potential in POTENTIALS]
    instruments.mpt("run-1.mpt", "Chronoamperometry / Chronocoulometry", rows[0], True)
    instruments.mpr("run-2.mpr", 0x18, rows[1], 3)
    instruments.gamry("run-3.dta", "CHRONOA", "Chronoamperometry Scan", [rows[2]])
    instruments.nova("run-4.txt", rows[3], True, b"\xef\xbb\xbf")
    settings = "dE/dt               20,000              \ndE/dt unit          mV/s                "
    instruments.mpt("cv-20.mpt", "Cyclic Voltammetry", voltammogram(0.02), True, settings)
    instruments.mpr("cv-40.mpr", 0x06, voltammogram(0.04), 11)
    cycles = voltammogram(0.06)
    instruments.chi("cv-60.txt", "Cyclic Voltammetry",
                    ["Init E (V) = 0", "High E (V) = 0", "Low E (V) = -0.1", "Init P/N = N", "Scan Rate (V/s) = 0.06",
                     "Segment = 4", "Sample Interval (V) = 0.0025", "Quiet Time (sec) = 2", "Sensitivity (A/V) = 1e-4"],
                    "Potential/V, Current/A", [(f"{e:.4f}", f"{i:.5e}") for _, e, i, _ in cycles])
    instruments.write("cv-80.csv", "# Cyclic voltammetry, synthetic\ntime_s,potential_v_vs_ag_agcl,current_ma,cycle\n" +
                      "".join(f"{t:.6g},{e:.6g},{i * 1e3:.6g},{n}\n" for t, e, i, n in voltammogram(0.08)), newline="\n")
    instruments.chi("lsv.txt", "Linear Sweep Voltammetry",
                    ["Init E (V) = -0.875", "Final E (V) = -1.4", "Scan Rate (V/s) = 0.01", "Sample Interval (V) = 0.002",
                     "Quiet Time (sec) = 2", "Sensitivity (A/V) = 1e-2"],
                    "Potential/V, Current/A", [(f"{e:.6f}", f"{i:.6e}") for _, e, i, _ in sweep()])
    instruments.gamry("day.dta", "CHRONOA", "Chronoamperometry Scan", [day()])


def show_products():
    """What stands under `products` of each run in experiment.yaml."""
    for potential in POTENTIALS:
        flow, volume = drawn(1, 0.02), drawn(1, 0.01)
        print(f"  # {potential} V vs RHE")
        print(f"    flow_ml_min: {FLOW_ML_MIN * flow:.3f}\n    volume_ml: {VOLUME_ML * volume:.2f}")
        for product in ("CO", "H2"):
            calibration = drawn(1, 0.02)
            values = ", ".join(f"{drawn(ppm(product, potential) * calibration, 0.02):.1f}" for _ in range(3))
            print(f"      - {{type: gc, product: {product}, concentration_ppm: [{values}]}}")
        print(f"      - {{type: nmr, product: HCOO-, integral: {drawn(formate_integral(potential), 0.03):.4f}}}")


def main():
    write_files()
    show_products()
    truth = {"runs": [{"potential_v_rhe": potential, "current_density_ma_per_cm2": -total(potential),
                       "faradaic_efficiency_percent": {p: true_efficiency(p, potential) for p in PRODUCTS}}
                      for potential in POTENTIALS],
             "double_layer_capacitance_mf": 1e3 * CAPACITANCE_F,
             "tafel_slope_CO_mv_per_decade": -120.0,
             "decay_time_h": DECAY["time_h"], "plateau_percent": DECAY["plateau_percent"]}
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")


main()
