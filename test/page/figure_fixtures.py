"""One figure of each kind that the page draws, shaped like real ones; the same numbers every time."""
import math
import random

DOI = "10.1039/d4cc06185c"


def head(kind, name, group, title, caption="", wide=False):
    return {"kind": kind, "id": name, "group": group, "title": title, "caption": caption, "wide": wide}


def voltammogram():
    """Two sweeps up and down: the abscissa turns, the hysteresis opens the curve."""
    potential, current = [], []
    for i in range(800):
        phase = (i % 400) / 400
        u = 0.05 + 1.1 * (1 - abs(2 * phase - 1))
        sweep = 1 if phase < 0.5 else -1
        peak = math.exp(-((u - (0.62 if sweep > 0 else 0.55)) / 0.07) ** 2)
        potential.append(u)
        current.append(sweep * (0.25 + 1.1 * peak) * (1 + 0.06 * (i // 400)) + 0.1 * u)
    return {**head("curves", "cv", "Measured", "Cyclic voltammogram, 50 mV/s",
                   "Two cycles in CO2-saturated 0.1 M KHCO3; the points are joined in the order they were taken."),
            "ordered": True, "x": {"label": "U_RHE", "unit": "V", "values": potential},
            "series": [{"label": "j", "unit": "mA/cm²", "values": current}]}


def tafel(rng):
    eta = [0.05 * i for i in range(1, 13)]
    rate = [10 ** (-4 + u / 0.12 + rng.gauss(0, 0.06)) for u in eta]
    return {**head("curves", "tafel", "Measured", "Tafel analysis", "Slope (118 ± 4) mV per decade."),
            "x": {"label": "overpotential", "unit": "V", "values": eta}, "y": {"label": "current density", "scale": "log"},
            "series": [{"label": "measured", "unit": "mA/cm²", "style": "points", "values": rate,
                        "error": [0.3 * r for r in rate]},
                       {"label": "fit", "unit": "mA/cm²", "style": "dashed", "x": [0.0, 0.65],
                        "values": [1e-4, 10 ** (-4 + 0.65 / 0.12)]}],
            "marks": [{"axis": "x", "value": 0.33, "label": "limiting current begins"}]}


def literature(rng):
    u = [-1.2 + 0.02 * i for i in range(46)]
    fe = [100 / (1 + math.exp((x + 0.55) / 0.07)) * (1 - 0.2 * math.exp(-(x + 1.2) / 0.1)) for x in u]
    points = [(round(-0.4 - 0.7 * rng.random(), 2), round(40 + 55 * rng.random(), 1)) for _ in range(12)]
    names = ["Ag25(SPhMe2)18", "Au25(PET)18", "Fe-N-C", "Ni SAs/N-C", "twinned Cu", "V_Zn-ZnS", "SnO2 nanosheets", None,
             "oxide-derived Ag", "N-doped CNT", "Bi2O3", "CoPc"]
    return {**head("curves", "fe-literature", "Measured", "Faradaic efficiency to CO against potential",
                   "Hollow points are published; a click opens the paper.", wide=True),
            "x": {"label": "U_RHE", "unit": "V", "values": u}, "y": {"label": "FE"},
            "series": [{"label": "calculated, Ag25", "unit": "%", "values": fe, "error": [6.0] * len(u)},
                       {"label": "measured here", "unit": "%", "style": "points", "x": [-0.5, -0.7, -0.9, -1.1],
                        "values": [31, 77, 89, 84], "error": [3, 4, 3, 5], "x_error": [0.02] * 4},
                       {"label": "literature, CO", "unit": "%", "style": "points", "quiet": True,
                        "x": [p[0] for p in points], "values": [p[1] for p in points], "names": names,
                        "details": ["0.5 M KHCO3, H cell"] * 12, "links": [DOI] * 12}]}


def scaling(rng):
    names = ["Ag", "Au", "Cu", "Pd", "Pt", "Ni", "Zn", "Rh"]
    x = [0.1, 0.05, -0.5, -1.6, -1.7, -1.5, 0.2, -1.65]
    y = [0.58 * v + 0.85 + rng.gauss(0, 0.05) for v in x]
    return {**head("curves", "scaling", "Maps", "Scaling relation", "ΔG(*COOH) = (0.58 ± 0.02) ΔG(*CO) + (0.85 ± 0.02) eV."),
            "x": {"label": "ΔG(*CO)", "unit": "eV"},
            "series": [{"label": "ΔG(*COOH)", "unit": "eV", "style": "points", "x": x, "values": y, "names": names,
                        "error": [0.05] * 8, "x_error": [0.06] * 8},
                       {"label": "fit", "unit": "eV", "style": "line", "x": [-1.8, 0.3], "values": [-0.194, 1.024],
                        "error": [0.06, 0.04]}]}


def diagrams():
    states = ["CO2(g) + 2 H+ + 2 e-", "*COOH + H+ + e-", "*CO + H2O", "CO(g) + H2O"]
    return [
        {**head("levels", "diagram", "Free energy", "CO2 to CO at 0 V and at −0.6 V",
                "Numbers are ΔG in eV; numbers in italics are transition states.", wide=True),
         "y": {"label": "ΔG", "unit": "eV"}, "states": states,
         "paths": [{"label": "Ag25, 0 V", "values": [0, 0.92, 0.55, 0.35], "barriers": [1.32, 1.2, None], "limiting": 0},
                   {"label": "Au25, 0 V", "values": [0, 0.71, 0.15, 0.35], "error": [0, 0.1, 0.1, 0.05], "limiting": 0},
                   {"label": "Ag25, −0.6 V", "values": [0, 0.32, -0.65, -0.85], "barriers": [0.83, 0.55, None]}]},
        {**head("levels", "two-products", "Free energy", "Formate beside CO", "The second path calls one state differently and lacks one."),
         "y": {"label": "ΔG", "unit": "eV"}, "states": ["CO2", "*COOH", "*CO", "product"],
         "paths": [{"label": "to CO", "values": [0, 0.61, 0.1, -0.2]},
                   {"label": "to HCOO-", "values": [0, 0.25, None, 0.05], "states": [None, "*OCHO", None, None]}]},
    ]


def bar_figures():
    steps = ["CO2* + H+ + e- <-> COOH*", "COOH* + H+ + e- <-> CO* + H2O", "CO* <-> CO + *", "H+ + e- + * <-> H*", "H* + H+ + e- <-> H2 + *"]
    potentials = ["−0.5 V", "−0.7 V", "−0.9 V", "−1.1 V"]
    return [
        {**head("bars", "control", "Kinetics", "Degree of rate control", "For the rate of CO, at −0.84 V."),
         "y": {"label": "degree of rate control"}, "categories": steps,
         "series": [{"label": "Ag25", "values": [0.96, 0.03, 0.0, 0.004, -0.02], "error": [0.02, 0.01, 0.001, 0.002, 0.01]},
                    {"label": "Au25", "values": [0.08, 0.9, 0.01, 0.002, -0.05], "error": [0.03, 0.04, 0.002, 0.001, 0.02]}]},
        {**head("bars", "products", "Kinetics", "Faradaic efficiency by product", "Mean of three electrodes, standard errors."),
         "y": {"label": "FE", "unit": "%"}, "categories": ["H2", "CO", "HCOO-", "CH4", "C2H4", "C2H5OH"],
         "series": [{"label": "twinned Cu", "values": [22, 9, 14, 41, 10, 3], "error": [3, 2, 2, 4, 2, 1]},
                    {"label": "Cu foil", "values": [38, 14, 18, 17, 9, 2], "error": [4, 3, 2, 3, 2, 1]}]},
        {**head("bars", "closure", "Kinetics", "What became of the charge", "Shares of the charge; what is missing to 100 % was not found."),
         "y": {"label": "FE", "unit": "%"}, "x": {"label": "U_RHE"}, "stacked": True, "categories": potentials,
         "series": [{"label": "CO", "values": [31, 77, 89, 84]}, {"label": "H2", "values": [62, 17, 8, 12]},
                    {"label": "HCOO-", "values": [2, 3, 1, None]}]},
    ]


def volcano(size=40):
    co = [-1.8 + 2.4 * i / (size - 1) for i in range(size)]
    h = [-0.6 + 1.6 * i / (size - 1) for i in range(size)]
    rate = [[10 ** (2 - 9 * abs(a + 0.4) - 3 * abs(b - 0.25)) for a in co] for b in h]
    points = [("Cu(211)", -0.35, 0.05), ("Ag(211)", 0.15, 0.55), ("Au(211)", 0.05, 0.4), ("Pt(211)", -1.6, -0.35), ("V_Zn-ZnS", -0.5, 0.5)]
    return {**head("map", "volcano", "Maps", "Turnover to CO over two descriptors", "T = 300 K, pH 7, U = −0.8 V vs RHE."),
            "x": {"label": "E(CO*)", "unit": "eV", "values": co}, "y": {"label": "E(H*)", "unit": "eV", "values": h},
            "z": {"label": "TOF", "unit": "1/s", "scale": "log", "values": rate, "min": 1e-12},
            "contours": [1e-9, 1e-6, 1e-3, 1],
            "points": [{"label": n, "x": a, "y": b, "x_error": 0.1, "y_error": 0.1, "link": DOI} for n, a, b in points]}


def selectivity(size=31):
    x = [-1 + 2 * i / (size - 1) for i in range(size)]
    z = [[a - 0.6 * b + 0.3 * math.sin(3 * a * b) if a * a + b * b < 1.7 else None for a in x] for b in x]
    return {**head("map", "difference", "Maps", "U_L(CO2RR) − U_L(HER)", "Positive: CO2 reduction begins first. Hatched: no value."),
            "x": {"label": "ΔE_1", "unit": "eV", "values": x}, "y": {"label": "ΔE_2", "unit": "eV", "values": x},
            "z": {"label": "ΔU_L", "unit": "V", "values": z, "diverging": True}, "contours": [-1, -0.5, 0, 0.5, 1]}


def stability(size=60):
    ph = [14 * i / (size - 1) for i in range(size)]
    u = [-1.4 + 2.4 * i / (size - 1) for i in range(size)]
    def best(p, v):
        energy = [0.0, -2 * (v + 0.76) , -2 * (v + 0.76) - 0.118 * (p - 9.2), -2 * (v + 0.76) - 0.236 * (p - 11)]
        return energy.index(min(energy))
    return {**head("map", "pourbaix", "Maps", "Stable species of zinc", "Against the standard hydrogen electrode, 25 °C, 1 µM."),
            "x": {"label": "pH", "unit": "", "values": ph}, "y": {"label": "U_SHE", "unit": "V", "values": u},
            "z": {"label": "stable", "values": [[best(p, v) for p in ph] for v in u], "categories": ["Zn", "Zn2+", "Zn(OH)2", "HZnO2-"]},
            "marks": [{"axis": "y", "value": 0.0, "label": "H+/H2 at pH 0"}, {"axis": "x", "value": 6.8, "label": "0.5 M KHCO3"}]}


def rate_against_temperature():
    inverse = [2.0 + 0.05 * i for i in range(30)]
    return {**head("curves", "arrhenius", "Kinetics", "Both axes logarithmic", "Reaction order of CO2."),
            "x": {"label": "p(CO2)", "unit": "bar", "scale": "log", "values": [10 ** (v - 4) for v in inverse]},
            "y": {"scale": "log"},
            "series": [{"label": "CO", "unit": "1/s", "values": [10 ** (0.97 * v) for v in inverse],
                        "low": [10 ** (0.97 * v - 0.8) for v in inverse], "high": [10 ** (0.97 * v + 0.3) for v in inverse]},
                       {"label": "H2", "unit": "1/s", "values": [10 ** (4.5 - 0.02 * v) for v in inverse]}]}


def all_figures():
    rng = random.Random(11)
    return [*diagrams(), voltammogram(), tafel(rng), literature(rng), *bar_figures(), rate_against_temperature(),
            scaling(rng), volcano(), selectivity(), stability()]


def page():
    return {"title": "CO2 reduction on Ag25(SCH3)18 and what it is compared with", "subtitle": "Every kind of figure",
            "figures": all_figures(),
            "tables": [{"title": "Records", "columns": ["catalyst", "FE (%)", "DOI", "where"],
                        "rows": [[f"Ag{25 + i}", 90.5 - i, DOI, {"text": "Chem. Commun.", "link": DOI}] for i in range(30)]}]}
