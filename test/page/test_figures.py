"""Every kind of figure in a browser: python3 test_figures.py BINARY REPOSITORY.

Looks at what is drawn (in both colour schemes, narrow and printed), at what is read under the pointer and with the
keyboard, and at what is saved. REPORT_SHOTS=FOLDER keeps pictures."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figure_fixtures
from browser import Browser, find_chromium

BINARY = sys.argv[1]
WRITER = os.path.join(os.path.dirname(os.path.abspath(BINARY)), "test", "write_page")
SHOTS = os.environ.get("REPORT_SHOTS")
DOI = f"https://doi.org/{figure_fixtures.DOI}"


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = Browser()
        cls.page = figure_fixtures.page()
        cls.names = [figure["id"] for figure in cls.page["figures"]]

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def open(self, page=None, name="figures", width=1366, scheme="light"):
        source, target = (os.path.join(self.folder.name, name + end) for end in (".json", ".html"))
        with open(source, "w", encoding="utf-8") as file:
            json.dump(page or self.page, file)
        subprocess.run([WRITER, source, target], check=True)
        self.browser.size(width, 768, scheme)
        self.browser.open(target)
        if SHOTS:
            self.browser.screenshot(os.path.join(SHOTS, f"{name}-{width}-{scheme}.png"), whole=True)

    def js(self, script):
        return self.browser.run(script)

    def of(self, name, script):
        """The value of `script`, in which f is the figure's element, d its drawing and p its plot."""
        index = self.names.index(name)
        return self.js(f"(({{ node: f, plot: p }}) => {{ const d = p.drawn; return {script}; }})(halfcell.figures[{index}])")

    def csv(self, name):
        return self.js(f"halfcell.figureCsv(halfcell.page.figures[{self.names.index(name)}])").splitlines()

    def assert_quiet(self):
        self.assertEqual(self.browser.complaints(), [])

    def point_at(self, name, script):
        """Moves the pointer to [x, y] of the drawing, as `script` says; the reading after it."""
        self.of(name, "f.scrollIntoView({block: 'center', behavior: 'instant'})")
        self.browser.frames(2)
        x, y = self.of(name, f"(b => {{ const [x, y] = {script}; return [b.left + x, b.top + y]; }})(d.node.getBoundingClientRect())")
        self.browser.mouse("mouseMoved", x, y)
        self.browser.frames(2)
        return x, y, self.of(name, "f.querySelector('.reading').textContent")

    def test_all_are_drawn_in_both_schemes_and_fit(self):
        for width, scheme in ((1366, "light"), (1366, "dark"), (420, "light")):
            self.open(width=width, scheme=scheme)
            self.assertEqual(self.js("halfcell.figures.filter(f => f.node.querySelector('.plot svg')).length"), len(self.names))
            self.assertLessEqual(self.js("document.documentElement.scrollWidth"), width)
            # No text leaves its drawing.
            out = self.js("""halfcell.figures.flatMap(({ figure, plot }) => {
              const box = plot.drawn.node.getBoundingClientRect();
              return [...plot.drawn.node.querySelectorAll('text')].filter(text => text.textContent).filter(text => {
                const b = text.getBoundingClientRect();
                return b.left < box.left - 1 || b.right > box.right + 1 || b.top < box.top - 1 || b.bottom > box.bottom + 1;
              }).map(text => `${figure.id}: ${text.textContent}`); })""")
            self.assertEqual(out, [], f"{width} {scheme}")
            self.assert_quiet()

    def test_a_scheme_changes_the_colours(self):
        self.open(scheme="light")
        stroke = "d.node.querySelector('.level').getAttribute('stroke')"
        light = self.of("diagram", stroke)
        self.browser.size(1366, 768, "dark")
        self.browser.frames(3)
        self.assertNotEqual(self.of("diagram", stroke), light)

    def test_a_voltammogram_keeps_its_order(self):
        self.open()
        x = self.page["figures"][self.names.index("cv")]["x"]["values"]
        self.assertEqual(self.js(f"halfcell.page.figures[{self.names.index('cv')}].x.values"), x)
        path = self.of("cv", "[...d.node.querySelectorAll('path[fill=none]')].map(p => p.getAttribute('d')).sort((a, b) => b.length - a.length)[0]")
        xs = [float(pair.split(",")[0]) for pair in re.findall(r"[\d.]+,[\d.]+", path)]
        turns = sum((b - a) * (c - b) < 0 for a, b, c in zip(xs, xs[1:], xs[2:]))
        self.assertEqual(turns, 3)
        self.assertEqual([float(line.split(",")[0]) for line in self.csv("cv")[1:]], x)

    def test_log_axes_are_even_in_decades(self):
        self.open()
        places = self.of("tafel", "d.marks.slice(0, 12).map(m => [m.x, m.y])")
        x, y = zip(*places)
        steps = [b - a for a, b in zip(x, x[1:])]
        self.assertLess(max(steps) - min(steps), 0.01)
        # 50 mV are 0.05 / 0.12 decades, but for the scatter of 0.06 decades a point: a straight line on this axis.
        rise = (y[0] - y[-1]) / 11
        self.assertTrue(all(abs(y[0] - rise * i - y[i]) < 0.6 * rise for i in range(12)))
        self.assertIn("10⁻²", self.of("tafel", "d.node.textContent"))

    def test_an_interval_has_two_ends(self):
        self.open()
        band = self.of("arrhenius", "d.node.querySelector('path[fill-opacity]').getAttribute('d')")
        points = [tuple(map(float, pair.split(","))) for pair in re.findall(r"[\d.]+,[\d.]+", band)]
        x, y = self.of("arrhenius", "[d.marks[0].x, d.marks[0].y]")
        high, low = points[0], points[-1]
        self.assertAlmostEqual(high[0], x, delta=0.01)
        # 0.3 decades up, 0.8 down.
        self.assertAlmostEqual((low[1] - y) / (y - high[1]), 0.8 / 0.3, delta=0.01)
        self.assertIn("CO low (1/s),CO high (1/s)", self.csv("arrhenius")[0])

    def test_marks_cross_the_figure(self):
        self.open()
        self.assertEqual(self.of("tafel", "d.node.querySelectorAll('.mark').length"), 1)
        self.assertIn("limiting current begins", self.of("tafel", "d.node.textContent"))

    def test_states_have_indices_and_charges(self):
        self.open()
        pieces = self.of("diagram", """[...d.node.querySelectorAll('text')].find(t => t.textContent.startsWith('CO2(g)'))
          .querySelectorAll('tspan').length""")
        self.assertEqual(pieces, 8)  # CO, 2, "(g) + 2 ", H, +, " + 2 ", e, -
        sets = self.js("['CO2', 'HCO3-', 'Zn2+', 'CO3^2-', 'Ag25(SCH3)18', 'Au25(PET)18', 'U_SHE', 'C1', 'GFN1', 'pH7', 'Cu(211)', 'CO2RR', 'CO_g', 'H2O_l', 'OH-_g', 'ele_g', 'Cu_s', 'U_s', 'Zn^2+_aq', 'HS^-_aq', '[V_Zn^2-]_s', '[cluster]_aq', '[edge]*', '[2011]']"
                       ".map(text => halfcell.richPieces(text).map(([piece, place]) => place ? `<${place}:${piece}>` : piece).join(''))")
        self.assertEqual(sets, ["CO<sub:2>", "HCO<sub:3><sup:−>", "Zn<sup:2+>", "CO<sub:3><sup:2−>", "Ag<sub:25>(SCH<sub:3>)<sub:18>",
                                "Au<sub:25>(PET)<sub:18>", "U<sub:SHE>", "C1", "GFN1", "pH7", "Cu(211)", "CO<sub:2>RR", "CO(g)", "H<sub:2>O(l)", "OH<sup:−>", "e<sup:−>", "Cu(s)", "U<sub:s>",
                                "Zn<sup:2+>(aq)", "HS<sup:−>(aq)", "V<sub:Zn><sup:2−>", "cluster(aq)", "edge*", "[2011]"])

    def test_levels_have_humps_values_and_readings(self):
        self.open()
        self.assertEqual(self.of("diagram", "d.node.querySelectorAll('.level').length"), 12)
        self.assertEqual(self.of("diagram", "d.node.querySelectorAll('.barrier').length"), 4)
        self.assertEqual(self.of("diagram", "d.node.querySelectorAll('.join').length"), 5)
        texts = self.of("diagram", "[...d.node.querySelectorAll('text')].map(t => t.textContent)")
        for number in ("0.92", "0.71", "0.55", "0.35", "−0.65", "−0.85", "1.32", "0.83"):
            self.assertIn(number, texts)
        *_, reading = self.point_at("diagram", "(m => [m.x, m.y])(d.marks.find(m => m.reading().includes('transition state 1.32')))")
        self.assertIn("1.32\u2009eV above", reading)
        # A state that a path lacks is passed over: one line from the second to the last.
        self.assertEqual(self.of("two-products", "d.node.querySelectorAll('.join').length"), 3 + 2)
        self.assertIn("*OCHO 0.25", self.of("two-products", "d.node.textContent"))

    def test_a_path_is_switched_off(self):
        self.open()
        self.of("diagram", "f.querySelectorAll('.legend-entry')[0].click()")
        self.assertEqual(self.of("diagram", "d.node.querySelectorAll('.level').length"), 8)
        self.of("diagram", "f.querySelectorAll('.legend-entry')[0].click()")
        self.assertEqual(self.of("diagram", "d.node.querySelectorAll('.level').length"), 12)

    def test_bars_are_as_high_as_their_values(self):
        self.open()
        heights = self.of("products", "[...d.node.querySelectorAll('.bar')].map(b => Number(b.getAttribute('height')))")
        values = [v for s in self.page["figures"][self.names.index("products")]["series"] for v in s["values"]]
        for height, value in zip(heights, values):
            self.assertAlmostEqual(height / heights[0], value / values[0], delta=0.01)
        *_, reading = self.point_at("products", "(m => [m.x, m.y + 5])(d.marks[1])")
        self.assertEqual(reading, "H2 · Cu foil: 38 ± 4\u2009%")

    def test_stacked_bars_stand_on_one_another(self):
        self.open()
        boxes = self.of("closure", "[...d.node.querySelectorAll('.bar')].map(b => ['x', 'y', 'height'].map(n => Number(b.getAttribute(n))))")
        self.assertEqual(len(boxes), 11)
        below, above = boxes[0], boxes[4]  # CO and H2 at the first potential
        self.assertAlmostEqual(below[0], above[0], delta=0.02)
        self.assertAlmostEqual(above[1] + above[2], below[1], delta=0.02)

    def test_bars_lie_where_names_are_long(self):
        self.open()
        boxes = self.of("control", "[...d.node.querySelectorAll('.bar')].map(b => ['width', 'height'].map(n => Number(b.getAttribute(n))))")
        self.assertGreater(boxes[0][0], boxes[0][1])
        self.assertIn("⇌", self.of("control", "d.node.textContent"))
        upright = self.of("products", "[...d.node.querySelectorAll('.bar')].map(b => ['width', 'height'].map(n => Number(b.getAttribute(n))))")
        self.assertGreater(upright[0][1], upright[0][0])

    def test_a_map_shows_the_value_under_the_pointer(self):
        self.open()
        figure = self.page["figures"][self.names.index("difference")]
        frame = self.of("difference", "d.frame")
        x, y = (frame["left"] + frame["right"]) / 2, (frame["top"] + frame["bottom"]) / 2
        *_, reading = self.point_at("difference", f"[{x}, {y}]")
        self.assertTrue(reading.startswith("ΔUL: 0\u2009V"), reading)
        *_, corner = self.point_at("difference", f"[{frame['left'] + 2}, {frame['top'] + 2}]")
        self.assertTrue(corner.startswith("ΔUL: no value"), corner)
        self.assertIsNone(figure["z"]["values"][30][0])
        colours = self.of("difference", """new Promise(done => {
          const image = new Image(), canvas = document.createElement('canvas');
          image.onload = () => { [canvas.width, canvas.height] = [image.width, image.height];
            const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
            const at = (u, v) => [...pen.getImageData(Math.floor(u * image.width), Math.floor(v * image.height), 1, 1).data].slice(0, 3);
            done([at(0.02, 0.4), at(0.5, 0.5), at(0.97, 0.6)]); };
          image.src = d.node.querySelector('image').getAttribute('href'); })""")
        self.assertGreater(colours[0][2], colours[0][0] + 60)   # blue where negative
        self.assertGreater(min(colours[1]), 225)                # light at zero
        self.assertGreater(colours[2][0], colours[2][2] + 60)   # orange where positive

    def test_contours_follow_the_level(self):
        self.open()
        lines = self.js("halfcell.contourLines([[0, 1, 2], [0, 1, 2], [0, 1, 2]], 0.5)")
        self.assertEqual([sorted(line) for line in lines], [[[0.5, 0], [0.5, 1], [0.5, 2]]])
        ring = self.js("halfcell.contourLines([[0, 0, 0], [0, 1, 0], [0, 0, 0]], 0.5)")
        self.assertEqual([len(line) for line in ring], [5])
        self.assertEqual(ring[0][0], ring[0][-1])
        self.assertEqual(self.js("halfcell.contourLines([[0, null], [1, 1]], 0.5)"), [])
        self.assertGreater(self.of("volcano", "d.node.querySelectorAll('.contour').length"), 4)

    def test_marked_places_have_names_and_lead_to_their_paper(self):
        self.open()
        self.assertIn("Cu(211)", self.of("volcano", "d.node.textContent"))
        self.js("window.opened = []; window.addEventListener('click', e => { const a = e.target.closest?.('a'); if (a) { opened.push(a.href); e.preventDefault(); } }, true);"
                "HTMLAnchorElement.prototype.click = function () { opened.push(this.href); }")
        x, y, reading = self.point_at("volcano", "(m => [m.x, m.y])(d.marks[0])")
        self.assertTrue(reading.startswith("Cu(211)"), reading)
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.mouse(kind, x, y, button="left", clickCount=1)
        self.assertEqual(self.js("opened"), [DOI])
        *_, reading = self.point_at("fe-literature", "(m => [m.x, m.y])(d.marks.find(m => m.reading().startsWith('Fe-N-C')))")
        self.assertIn("0.5 M KHCO3, H cell", reading.replace("₃", "3"))

    def test_only_dois_and_https_are_links(self):
        page = {"title": "Links", "figures": [{"kind": "map", "x": {"values": [0, 1]}, "y": {"values": [0, 1]}, "z": {"values": [[0, 1], [1, 0]]},
                                               "points": [{"label": "a", "x": 0, "y": 0, "link": "javascript:alert(1)"}]}],
                "tables": [{"title": "t", "columns": ["a", "b", "c", "d"],
                            "rows": [["10.1000/182", {"text": "x", "link": "javascript:alert(1)"}, {"link": "https://example.org/a"}, "plain"]]}]}
        self.open(page, "links")
        self.assertEqual(self.js("[...document.querySelectorAll('td a')].map(a => a.href)"), ["https://doi.org/10.1000/182", "https://example.org/a"])
        self.assertFalse(self.js("halfcell.figures[0].plot.drawn.marks.some(m => halfcell.linkAddress(m.link))"))
        self.assert_quiet()

    def test_zoom_and_reset(self):
        self.open()
        self.of("cv", "f.scrollIntoView({block: 'center', behavior: 'instant'})")
        self.browser.frames(2)
        left, top, width, height = self.of("cv", "(b => [b.left + d.frame.left, b.top + d.frame.top, d.frame.right - d.frame.left, d.frame.bottom - d.frame.top])(d.node.getBoundingClientRect())")
        self.browser.mouse("mousePressed", left + 0.25 * width, top + 0.25 * height, button="left", clickCount=1)
        for part in (0.4, 0.5, 0.75):
            self.browser.mouse("mouseMoved", left + part * width, top + part * height, button="left", buttons=1)
        self.browser.mouse("mouseReleased", left + 0.75 * width, top + 0.75 * height, button="left", clickCount=1)
        view = self.of("cv", "p.view")
        for axis in ("x", "y"):
            self.assertAlmostEqual(view[axis][0], 0.25, delta=0.02)
            self.assertAlmostEqual(view[axis][1], 0.75, delta=0.02)
        self.of("cv", "f.querySelector('.plot').focus()")
        self.browser.key("0")
        self.assertEqual(self.of("cv", "p.view"), {"x": [0, 1], "y": [0, 1]})
        self.browser.key("+")
        self.assertAlmostEqual(self.of("cv", "p.view.x[1] - p.view.x[0]"), 0.7)
        self.assert_quiet()

    def test_the_keyboard_reads_every_kind(self):
        self.open()
        for name in self.names:
            with self.subTest(name):
                self.of(name, "f.querySelector('.plot').focus()")
                self.browser.key("ArrowRight")
                first = self.of(name, "f.querySelector('.reading').textContent")
                self.assertGreater(len(first), 5)
                for _ in range(3):
                    self.browser.key("ArrowRight")
                self.assertNotEqual(self.of(name, "f.querySelector('.reading').textContent"), first)
        self.assert_quiet()

    def test_what_is_saved(self):
        self.open()
        for name in self.names:
            with self.subTest(name):
                index = self.names.index(name)
                svg = self.js(f"halfcell.svgText(halfcell.figureSvg(halfcell.page.figures[{index}]))")
                self.assertEqual(self.js(f"new DOMParser().parseFromString({json.dumps(svg)}, 'image/svg+xml').querySelectorAll('parsererror').length"), 0)
                self.assertGreater(len(self.csv(name)), 3)
                self.assertEqual(len({line.count(",") - 0 for line in self.csv(name)} if '"' not in "".join(self.csv(name)) else {0}), 1)
        self.assertEqual(self.csv("diagram")[0], 'state,"Ag25, 0 V (eV)","Ag25, 0 V transition state after it (eV)","Au25, 0 V (eV)",'
                                                 '"Au25, 0 V standard error (eV)","Ag25, −0.6 V (eV)","Ag25, −0.6 V transition state after it (eV)"')
        self.assertEqual(self.csv("diagram")[1], "CO2(g) + 2 H+ + 2 e-,0,1.32,0,0,0,0.83")
        self.assertEqual(self.csv("products")[2], "CO,9,2,14,3")
        volcano = self.csv("volcano")
        self.assertEqual(volcano[0], "E(CO*) (eV),E(H*) (eV),TOF (1/s),name")
        self.assertEqual(len(volcano), 1 + 40 * 40 + 5)
        self.assertTrue(volcano[-1].endswith(",V_Zn-ZnS"))
        self.assertTrue(self.csv("pourbaix")[1].endswith(",Zn"))

    def test_tables_are_copied_and_lead_to_papers(self):
        self.open()
        tsv = self.js("halfcell.tableTsv(halfcell.page.tables[0])").splitlines()
        self.assertEqual(tsv[:2], ["catalyst\tFE (%)\tDOI\twhere", f"Ag25\t90.5\t{figure_fixtures.DOI}\tChem. Commun."])
        self.assertEqual(len(tsv), 31)
        self.assertEqual(self.js("[...document.querySelectorAll('td a')].slice(0, 2).map(a => [a.href, a.textContent, a.rel])"),
                         [[DOI, figure_fixtures.DOI, "noopener noreferrer"], [DOI, "Chem. Commun.", "noopener noreferrer"]])
        self.js("window.copied = null; document.addEventListener('copy', () => { copied = document.activeElement.value; })")
        self.js("navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
        self.js("document.querySelector('.table-head').scrollIntoView({block: 'center', behavior: 'instant'})")
        self.browser.frames(2)
        x, y = self.js("(b => [b.left + b.width / 2, b.top + b.height / 2])(document.querySelector('.table-head button').getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.mouse(kind, x, y, button="left", clickCount=1)
        self.browser.frames(3)
        self.assertEqual((self.js("copied") or "").splitlines(), tsv)

    def test_prints(self):
        self.open()
        self.js("window.addEventListener('beforeprint', () => { window.printed = document.querySelectorAll('.drawing svg').length; })")
        path = os.path.join(SHOTS or self.folder.name, "figures.pdf")
        self.browser.pdf(path)
        self.assertEqual(self.js("window.printed"), len(self.names))
        with open(path, "rb") as file:
            self.assertIn(len(re.findall(rb"/Type /Page\b", file.read())), range(4, 12))
        self.assert_quiet()

    def test_broken_figures_are_quiet(self):
        figures = [{"kind": kind} for kind in ("levels", "bars", "map", "curves", "toString", 5)]
        figures += [{"kind": "levels", "states": ["a", 2, None], "paths": [None, {"values": [1, "x", None], "barriers": "no", "states": 3, "limiting": "x"}]},
                    {"kind": "bars", "categories": ["a"], "series": [{"values": [None]}, {"values": ["x"]}, None]},
                    {"kind": "bars", "categories": ["a", "b"], "y": {"scale": "log"}, "series": [{"values": [1e-30, -2], "error": [5, 1]}]},
                    {"kind": "bars", "categories": ["only"], "series": [{"values": [0]}]},
                    {"kind": "map", "x": {"values": [1]}, "y": {"values": [2]}, "z": {"values": [[3]]}, "contours": [3, "x"], "points": [None, {"x": "no"}]},
                    {"kind": "map", "x": {"values": [2, 1]}, "y": {"values": [1, 2]}, "z": {"values": [[1, 2], [3, 4]]}},
                    {"kind": "map", "x": {"values": [1, 2], "scale": "log"}, "y": {"values": [1, 2]}, "z": {"scale": "log", "values": [[0, -1], [None, "x"]]}},
                    {"kind": "map", "x": {"values": [1, 2]}, "y": {"values": [1, 2]}, "z": {"values": [[7, 7], [7, 7]], "categories": ["a"]}, "contours": [7]},
                    {"kind": "curves", "ordered": True, "x": {"values": [1, None, 3], "scale": "log"}, "y": {"scale": "log"},
                     "series": [{"values": [0, 1, -5]}, {"x": [None], "values": [1]}, None, {"x": "no", "values": [2, 3, 4], "names": "no", "links": [5]}],
                     "marks": [None, {"axis": "x", "value": -1}, {"axis": "y", "value": 1e9, "label": "far"}]},
                    {"kind": "curves", "series": [{"x": [1], "values": [1], "style": "points", "x_error": [1e9], "error": [-1]}]}]
        self.open({"title": "Broken", "figures": figures}, "broken")
        self.assertEqual(self.js("halfcell.figures.length"), len(figures))
        self.js("halfcell.figures.filter(f => f.plot).forEach(f => { halfcell.figureSvg(f.figure); halfcell.figureCsv(f.figure); })")
        self.assertNotIn("NaN", self.js("document.getElementById('page').innerHTML"))
        self.assert_quiet()

    def test_a_large_map_and_a_long_curve_are_fast(self):
        count = 200
        axis = {"values": [i / count for i in range(count)]}
        big = {"kind": "map", "x": axis, "y": axis, "z": {"values": [[i * j for i in range(count)] for j in range(count)]}, "contours": [5000, 20000]}
        turning = [abs((i % 2000) - 1000) for i in range(50000)]
        cycles = {"kind": "curves", "ordered": True, "x": {"label": "U", "unit": "V", "values": turning}, "series": [{"values": [i % 37 for i in range(50000)]}]}
        self.open({"title": "Large", "figures": [big, cycles]}, "large")
        self.assertLess(self.js("(t => { halfcell.figures[0].plot.redraw(); halfcell.figures[1].plot.redraw(); return performance.now() - t; })(performance.now())"), 3000)
        self.assert_quiet()


if __name__ == "__main__":
    if not os.path.exists(WRITER):
        sys.exit(f"{WRITER} is missing: build the tests first")
    find_chromium()
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
