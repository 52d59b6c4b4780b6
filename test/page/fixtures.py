"""Synthetic pages for the tests in the browser: shaped like real ones, the same numbers every time."""
import math
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
CELL = [[20.0, 0.0, 0.0], [0.0, 20.0, 0.0], [0.0, 0.0, 30.0]]


def read_cluster():
    """The atoms of Au25(SCH3)18, moved to the middle of the cell."""
    with open(os.path.join(HERE, "fixtures", "au25_sch3_18.xyz"), encoding="utf-8") as file:
        lines = file.read().splitlines()[2:]
    atoms = [(words[0], [float(word) for word in words[1:4]]) for words in (line.split() for line in lines)]
    return [(symbol, [x + shift for x, shift in zip(r, (10.0, 10.0, 12.0))]) for symbol, r in atoms]


def add_water(atoms, count, rng):
    """Water molecules on a grid around the cluster, turned at random."""
    cluster = [r for _, r in atoms]
    places = [[1.5 + 2.9 * i, 1.5 + 2.9 * j, 0.8 + 2.9 * k] for k in range(9) for j in range(7) for i in range(7)]
    free = [p for p in places if min(math.dist(p, r) for r in cluster) > 2.7]
    for place in rng.sample(free, count):
        turn, tilt = rng.uniform(0, 2 * math.pi), rng.uniform(-1, 1)
        atoms.append(("O", place))
        for sign in (-1, 1):
            a = turn + sign * math.radians(52.25)
            flat = math.sqrt(1 - 0.5 * tilt * tilt)
            bond = [flat * math.cos(a), flat * math.sin(a), sign * tilt * math.sqrt(0.5)]
            length = math.hypot(*bond)
            atoms.append(("H", [x + 0.96 * b / length for x, b in zip(place, bond)]))


def trajectory(frames, waters=90, seed=1):
    """A cluster in water whose sulfur atom 25 takes up a proton of a water molecule."""
    rng = random.Random(seed)
    atoms = read_cluster()
    add_water(atoms, waters, rng)
    atoms.append(("Na", [3.0, 4.0, 27.5]))
    sulfur = next(i for i, (symbol, _) in enumerate(atoms) if symbol == "S")
    oxygen = min((i for i, (s, _) in enumerate(atoms) if s == "O"),
                 key=lambda i: math.dist(atoms[i][1], atoms[sulfur][1]))
    hydrogen = min((oxygen + 1, oxygen + 2), key=lambda i: math.dist(atoms[i][1], atoms[sulfur][1]))
    phase = [[rng.uniform(0, 2 * math.pi) for _ in range(3)] for _ in atoms]
    text = []
    for frame in range(frames):
        text.append(f"{len(atoms)}\nframe {frame}")
        progress = frame / max(1, frames - 1)
        for i, (symbol, r) in enumerate(atoms):
            size = 0.02 if symbol == "Au" else 0.07
            now = [x + size * math.sin(0.35 * frame + p) for x, p in zip(r, phase[i])]
            if i == hydrogen:
                goal = atoms[sulfur][1]
                reach = 1 - 1.36 / math.dist(r, goal)
                now = [x + progress * reach * (g - x) for x, g in zip(r, goal)]
            text.append(f"{symbol} {now[0]:.3f} {now[1]:.3f} {now[2]:.3f}")
    return {"xyz": "\n".join(text) + "\n", "times_fs": [10.0 * i for i in range(frames)],
            "steps": [20 * i for i in range(frames)], "cell_angstrom": CELL, "pbc": [True, True, False],
            "marked": [sulfur, hydrogen, oxygen], "marked_label": "reacting atoms"}


def series(label, unit, values, error=None, style="line"):
    return {"label": label, "unit": unit, "values": values, "error": error, "style": style}


def figure(name, group, title, x, curves, caption="", wide=False):
    return {"id": name, "group": group, "title": title, "caption": caption, "wide": wide,
            "x": {"label": x[0], "unit": x[1], "values": x[2]}, "series": curves}


def profile_figures(rng):
    xi = [3.0 - 0.04 * i for i in range(41)]
    energy = [0.85 * math.exp(-((x - 2.0) / 0.32) ** 2) + 0.35 / (1 + math.exp((x - 1.9) / 0.12)) for x in xi]
    forward = [e + 0.015 * math.sin(9 * x) for e, x in zip(energy, xi)]
    backward = [e - 0.05 * (3.0 - x) for e, x in zip(energy, xi)]
    error = [0.005 + 0.03 * math.sqrt(i / 40) for i in range(41)]
    mean_force = [rng.gauss(0, 0.05) + 2.4 * math.sin(4 * x) for x in xi]
    return [
        figure("profile", "Free energy", "Free energy along ξ", ("ξ = d(O–H)", "Å", xi),
               [series("forward", "eV", forward, error), series("backward", "eV", backward, error)],
               "Integral of the mean force; the band is one standard error. The two directions differ by the hysteresis.",
               wide=True),
        figure("mean-force", "Free energy", "Mean force", ("ξ = d(O–H)", "Å", xi),
               [series("dA/dξ", "eV/Å", mean_force, [0.12 + 0.05 * rng.random() for _ in xi], "points")],
               "Every point is one window with its standard error."),
    ]


def time_figures(rng, frames):
    count = 2000
    time = [10.0 * (frames - 1) * i / (count - 1) for i in range(count)]
    temperature = [330 + rng.gauss(0, 9) + 4 * math.sin(t / 50) for t in time]
    drift = [1e-5 * math.sin(t / 40) + 2e-8 * t + rng.gauss(0, 2e-6) for t in time]
    potential = [-0.9 + 0.08 * math.sin(t / 120) + rng.gauss(0, 0.04) for t in time]
    bonds = [round(150 + 5 * math.sin(t / 90) + rng.gauss(0, 2)) if i % 700 else None for i, t in enumerate(time)]
    x = ("time", "fs", time)
    steps = ("step", "", [20.0 * i for i in range(frames)])
    sh = [2.9 - 1.5 * i / (frames - 1) for i in range(frames)]
    return [
        figure("xi", "Dynamics", "Reaction coordinate", x, [series("ξ", "Å", [3.0 - 1.6 * t / time[-1] for t in time])]),
        figure("temperature", "Dynamics", "Temperature", x, [series("temperature", "K", temperature)]),
        figure("drift", "Dynamics", "Conserved quantity, from its start", x, [series("drift", "hartree", drift)]),
        figure("potential", "Dynamics", "Electrode potential", x, [series("U_SHE", "V", potential)],
               "GFN1's absolute scale is not calibrated."),
        figure("hbonds", "Dynamics", "Hydrogen bonds", x, [series("hydrogen bonds", "", bonds, None, "step")]),
        figure("distances", "Dynamics", "Distances", steps,
               [series("S–H", "Å", sh), series("O–H", "Å", [3.9 - d for d in sh])]),
    ]


def density_figure():
    z = [0.25 * i for i in range(60)]
    density = [1.0 * (1 - math.exp(-(d / 3.2) ** 6)) * (1 + 1.2 * math.exp(-((d - 3.4) / 0.6) ** 2)) for d in z]
    bonds = [3.5 * (1 - math.exp(-(d / 3.5) ** 4)) for d in z]
    return figure("water", "Water", "Water around the cluster", ("distance to the cluster", "Å", z),
                  [series("density", "g/cm³", density), series("hydrogen bonds a molecule", "", bonds)],
                  "Donor–acceptor distance at most 3.5 Å, angle at most 30°.")


def full_page(frames=100, waters=90):
    rng = random.Random(7)
    return {
        "title": "Water pulls a thiolate off Au25(SCH3)18",
        "subtitle": "Slow growth of the S–H bond by water, 386 atoms, GFN1-xTB, 330 K",
        "generator": "halfcell 0.1.0",
        "summary": [
            {"label": "Barrier", "value": 0.8512, "error": 0.0664, "unit": "eV", "note": "forward 0.87, backward 0.83"},
            {"label": "Reaction free energy", "value": 0.3468, "error": 0.0921, "unit": "eV", "note": ""},
            {"label": "U_SHE", "value": -0.9031, "error": 0.0412, "unit": "V", "note": "absolute scale not calibrated"},
            {"label": "Temperature", "value": 330.42, "error": 1.36, "unit": "K", "note": "CSVR, 330 K asked for"},
            {"label": "Drift", "value": 3.2e-7, "error": None, "unit": "hartree/(atom ps)", "note": ""},
            {"label": "Steps", "value": 20000, "error": None, "unit": "", "note": "0.5 fs each, 10 ps"},
            {"label": "Hysteresis", "value": None, "error": None, "unit": "eV", "note": "only one direction was run"},
            {"label": "State", "value": "finished", "error": None, "unit": "", "note": ""},
        ],
        "notes": ["GFN1's absolute potential scale is not calibrated: U_SHE carries an unknown constant offset.",
                  "This is the shortened demonstration; the barrier is not converged."],
        "figures": profile_figures(rng) + time_figures(rng, frames) + [density_figure()],
        "trajectory": trajectory(frames, waters),
        "job": "engine:\n  name: gfn1\n  electronic_temperature_k: 300\ndynamics:\n  timestep_fs: 0.5\n",
        "provenance": [{"label": "Program", "value": "halfcell 0.1.0"}, {"label": "Threads", "value": 2},
                       {"label": "Parameters", "value": "/usr/share/cp2k/xTB_parameters"}],
        "tables": [{"title": "Windows", "columns": ["window", "ξ (Å)", "dA/dξ (eV/Å)", "error", "note"],
                    "rows": [[i, 3.0 - 0.04 * i, 2.4 * math.sin(0.16 * i), 0.12, "converged"] for i in range(80)]}],
    }


EVIL = '</script><script>window.evil=1</script><img src=x onerror="window.evil=1"><!-- \u2028 & "q" \\'


def small_pages():
    """name -> page: what is missing, empty, broken or hostile."""
    two = [series("a", "eV", [0.0, None, 2.0, None, None, 5.0]), series("none", "eV", [None] * 6)]
    huge = [0.5 * i for i in range(300000)]
    return {
        "empty": {},
        "no_trajectory": {"title": "No trajectory", "figures": [figure("f", "Results", "Descending", ("x", "Å", [3, 2, 1]),
                                                                       [series("y", "eV", [0.1, 0.7, 0.2], [0.1] * 3)])]},
        "gaps": {"title": "Gaps", "figures": [figure("gaps", "Results", "Gaps", ("time", "fs", [0, 1, 2, 3, 4, None]), two),
                                              figure("none", "Results", "No values", ("time", "fs", []), []),
                                              figure("one", "Results", "One point", ("x", "", [1.0]),
                                                     [series("y", "", [2.0], [0.5], "points")])]},
        "only_trajectory": {"title": "Only a molecule", "trajectory": {"xyz": "3\n\nO 0 0 0\nH 0.96 0 0\nH -0.24 0.93 0\n",
                                                                        "marked": [0, 99], "cell_angstrom": None}},
        "huge": {"title": "Huge", "figures": [figure("huge", "Results", "Huge", ("time", "fs", huge),
                                                     [series("noise", "K", [300 + 50 * math.sin(x / 7) for x in huge]),
                                                      series("points", "K", [200 + x % 13 for x in huge], None, "points")])]},
        "evil": {"title": EVIL, "subtitle": EVIL, "generator": EVIL, "notes": [EVIL], "job": EVIL,
                 "summary": [{"label": EVIL, "value": EVIL, "unit": EVIL, "note": EVIL}],
                 "provenance": [{"label": EVIL, "value": EVIL}],
                 "tables": [{"title": EVIL, "columns": [EVIL], "rows": [[EVIL], [None], [1.5]]}],
                 "figures": [figure(EVIL, EVIL, EVIL, (EVIL, EVIL, [0, 1]), [series(EVIL, EVIL, [0, 1])], EVIL)],
                 "trajectory": {"xyz": f"2\n{EVIL}\n<b> 0 0 0\nO 0 0 1\n".replace("\u2028", ""), "times_fs": ["x"],
                                "marked": [0, 1, -1, "x"], "marked_label": EVIL}},
        "wrong_types": {"title": 5, "figures": [None, {"x": 3, "series": "no"}, {"series": [None]}], "notes": "no",
                        "summary": [None], "tables": [None, {}], "trajectory": {"xyz": 7}, "provenance": [None]},
    }
