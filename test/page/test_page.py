"""The report page in a browser: python3 test_page.py BINARY REPOSITORY.

Opens pages made of synthetic data from disk in headless Chromium and looks: nothing on the console, nothing asked of the
network, curves in the plots, atoms in the viewer, the linked time, paper. REPORT_SHOTS=FOLDER keeps pictures."""
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import fixtures
from browser import Browser, find_chromium

BINARY, REPOSITORY = sys.argv[1:3]
WRITER = os.path.join(os.path.dirname(os.path.abspath(BINARY)), "test", "write_page")
SHOTS = os.environ.get("REPORT_SHOTS")
FRAMES, ATOMS = 30, 115 + 3 * 40 + 1

# Pixels of the plot's canvas whose colour is near each series colour, counted in the page.
COUNT_COLOURS = """(index => {
  const canvas = halfcell.figures[index].node.querySelector('canvas');
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
  const context = copy.getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const data = context.getImageData(0, 0, canvas.width, canvas.height).data;
  const colours = [...halfcell.figures[index].node.querySelectorAll('.swatch')].map(
    swatch => swatch.style.getPropertyValue('--colour').match(/[0-9a-f]{2}/gi).map(hex => parseInt(hex, 16)));
  return colours.map(([r, g, b]) => {
    let count = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] > 200 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 24) count++;
    return count;
  });
})"""

# How many different colours the viewer shows, and the share of the commonest (the ground).
VIEWER_COLOURS = """new Promise(done => {
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    const words = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    const counts = new Map();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    done({ colours: counts.size, ground: Math.max(...counts.values()) / words.length });
  };
  image.src = halfcell.player.viewer.gl.pngURI();
})"""


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.browser = Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.folder.cleanup()

    def open(self, name, page, width=1366, height=768, scheme="light"):
        source = os.path.join(self.folder.name, name + ".json")
        target = os.path.join(self.folder.name, name + ".html")
        with open(source, "w", encoding="utf-8") as file:
            json.dump(page, file)
        subprocess.run([WRITER, source, target], check=True)
        self.browser.size(width, height, scheme)
        self.browser.open(target)
        if SHOTS:
            self.browser.screenshot(os.path.join(SHOTS, f"{name}-{width}-{scheme}.png"))
        return target

    def open_full(self, **view):
        return self.open("full", fixtures.full_page(FRAMES, 40), **view)

    def assert_quiet(self):
        self.assertEqual(self.browser.complaints(), [])

    def run_js(self, script):
        return self.browser.run(script)

    def test_template_is_small_and_has_licences(self):
        path = os.path.join(os.path.dirname(os.path.abspath(BINARY)), "share", "report_template.html")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertLess(len(text), 1_500_000)
        for package in ("3dmol", "uplot", "pako"):
            self.assertRegex(text, rf"\n?{package} \d+\.\d+\.\d+ \(")
        self.assertIn("Permission is hereby granted", text)
        self.assertNotRegex(text, r"<(script|link|img)[^>]+(src|href)=\"(https?:)?//")

    def test_every_curve_is_drawn(self):
        self.open_full()
        number = self.run_js("halfcell.figures.length")
        self.assertEqual(number, len(fixtures.full_page(2, 1)["figures"]))
        for index in range(number):
            for count in self.run_js(f"{COUNT_COLOURS}({index})"):
                self.assertGreater(count, 40, f"figure {index}")
        self.assert_quiet()

    def test_colours_follow_the_scheme(self):
        self.open_full(scheme="dark")
        self.assertGreater(min(self.run_js(f"{COUNT_COLOURS}(0)")), 40)
        dark = self.run_js("getComputedStyle(document.body).backgroundColor")
        self.browser.size(1366, 768, "light")
        self.browser.frames(3)
        self.assertNotEqual(dark, self.run_js("getComputedStyle(document.body).backgroundColor"))
        self.assertGreater(min(self.run_js(f"{COUNT_COLOURS}(0)")), 40)
        self.assert_quiet()

    def test_cards_have_values_with_errors(self):
        self.open_full()
        cards = self.run_js("[...document.querySelectorAll('.card dd')].map(card => card.textContent)")
        self.assertTrue(cards[0].startswith("0.85 ± 0.07 eV"), cards[0])
        self.assertTrue(cards[2].startswith("−0.90 ± 0.04 V"), cards[2])
        self.assertTrue(cards[3].startswith("330.4 ± 1.4 K"), cards[3])
        self.assertIn("× 10⁻⁷", cards[4].replace("\u2009", " "))
        self.assertIn("not calibrated", self.run_js("document.querySelector('.notes').textContent"))

    def test_number_formats(self):
        cases = {"0.8512, 0.0664": "0.85 ± 0.07", "1234.4, 12": "1234 ± 12", "12345, 1234": "12300 ± 1200",
                 "0, 0.02": "0.00 ± 0.02", "-0.001, 0.02": "0.00 ± 0.02", "1, 0.0096": "1.000 ± 0.010",
                 "2.5, null": "2.5", "null, 1": "–", "-7, null": "−7"}
        for arguments, expected in cases.items():
            self.assertEqual(self.run_js(f"halfcell.formatWithError({arguments})"), expected, arguments)

    def test_viewer_shows_the_atoms(self):
        self.open_full()
        self.assertEqual(self.run_js("halfcell.player.viewer.gl.getModel().selectedAtoms({}).length"), ATOMS)
        seen = self.run_js(VIEWER_COLOURS)
        self.assertGreater(seen["colours"], 200)
        self.assertLess(seen["ground"], 0.98)
        self.assertEqual(self.run_js("halfcell.player.viewer.water.size"), 3 * 39)
        names = self.run_js("[...document.querySelectorAll('.overlay .name')].map(name => name.textContent)")
        self.assertEqual([name.split()[0] for name in names], ["S", "H", "O"])
        marked = self.run_js("halfcell.page.trajectory.marked")
        self.assertEqual([int(name.split()[1]) for name in names], marked)
        listed = self.run_js("[...document.querySelectorAll('.overlay .listed')].map(line => line.textContent)")
        self.assertEqual(len(listed), 2)
        lines = fixtures.trajectory(1, 40)["xyz"].splitlines()[2:]
        place = [[float(word) for word in lines[atom].split()[1:]] for atom in marked]
        self.assertEqual(listed[1], f"H {marked[1]} – O {marked[2]}: {math.dist(place[1], place[2]):.2f}\u2009Å")
        self.assert_quiet()

    def test_water_is_hidden_and_shown(self):
        self.open_full()
        shown = self.run_js(VIEWER_COLOURS)["ground"]
        self.run_js("halfcell.player.viewer.setWater('hidden')")
        hidden = self.run_js(VIEWER_COLOURS)["ground"]
        self.run_js("halfcell.player.viewer.setWater('full')")
        full = self.run_js(VIEWER_COLOURS)["ground"]
        self.assertGreater(hidden, shown)
        self.assertLess(full, shown)

    def test_bonds_follow_the_reaction(self):
        self.open_full()
        sulfur, hydrogen, oxygen = self.run_js("halfcell.page.trajectory.marked")
        bonds = "halfcell.player.trajectory.frame({}).bonds[{}]"
        self.assertIn(oxygen, self.run_js(bonds.format(0, hydrogen)))
        self.assertNotIn(sulfur, self.run_js(bonds.format(0, hydrogen)))
        self.assertIn(sulfur, self.run_js(bonds.format(FRAMES - 1, hydrogen)))
        self.assertNotIn(oxygen, self.run_js(bonds.format(FRAMES - 1, hydrogen)))

    def test_it_plays_and_the_plots_follow(self):
        self.open_full()
        self.run_js("document.querySelector('.transport .play').click()")
        self.browser.wait("halfcell.player.index >= 3")
        self.run_js("document.querySelector('.transport .play').click()")
        self.assertFalse(self.run_js("halfcell.player.playing"))
        index = self.run_js("halfcell.player.index")
        self.assertEqual(self.run_js("halfcell.clock.time"), 10.0 * index)
        # The marker of every time plot stands at the time of the frame; the last of them counts steps.
        off = self.run_js("""halfcell.figures.filter(f => f.plot.marker).map(f => {
          const at = f.plot.u.posToVal(new DOMMatrix(f.plot.marker.style.transform).m41, 'x');
          return Math.abs(f.plot.time.toTime(at) - halfcell.clock.time);
        })""")
        self.assertEqual(len(off), 6)
        self.assertLess(max(off), 1.0)
        self.assert_quiet()

    def plot_box(self, index):
        self.run_js(f"halfcell.figures[{index}].node.scrollIntoView({{block: 'center', behavior: 'instant'}})")
        self.browser.frames(3)
        return self.run_js(f"(b => [b.left, b.top, b.width, b.height])(halfcell.figures[{index}].plot.u.over.getBoundingClientRect())")

    def test_hover_shows_values_and_moves_the_trajectory(self):
        self.open_full()
        left, top, width, height = self.plot_box(3)
        self.browser.mouse("mouseMoved", left + 0.5 * width, top + 0.5 * height)
        self.browser.frames(3)
        reading = self.run_js("halfcell.figures[3].node.querySelector('.legend').textContent")
        self.assertRegex(reading, r"temperature\s*[\d.]+\s*K.*time = [\d.]+\s*fs")
        self.assertAlmostEqual(self.run_js("halfcell.player.index"), (FRAMES - 1) / 2, delta=1)
        if SHOTS:
            self.browser.screenshot(os.path.join(SHOTS, "hover.png"))
        self.assert_quiet()

    def test_hover_on_the_profile_shows_the_error(self):
        self.open_full()
        left, top, width, height = self.plot_box(0)
        self.browser.mouse("mouseMoved", left + 0.4 * width, top + 0.5 * height)
        self.browser.frames(3)
        reading = self.run_js("halfcell.figures[0].node.querySelector('.legend').textContent")
        self.assertEqual(len(re.findall(r"\d ± 0\.0\d+\s*eV", reading)), 2, reading)

    def test_zoom_pan_and_reset(self):
        self.open_full()
        window = "(s => [s.min, s.max])(halfcell.figures[3].plot.u.scales.x)"
        full = self.run_js(window)
        left, top, width, height = self.plot_box(3)
        middle = top + 0.5 * height
        self.browser.mouse("mousePressed", left + 0.2 * width, middle, button="left", clickCount=1)
        for part in (0.3, 0.5, 0.6):
            self.browser.mouse("mouseMoved", left + part * width, middle, button="left", buttons=1)
        self.browser.mouse("mouseReleased", left + 0.6 * width, middle, button="left", clickCount=1)
        self.browser.frames(3)
        zoomed = self.run_js(window)
        span = full[1] - full[0]
        self.assertAlmostEqual(zoomed[0], full[0] + 0.2 * span, delta=0.02 * span)
        self.assertAlmostEqual(zoomed[1], full[0] + 0.6 * span, delta=0.02 * span)
        self.run_js("halfcell.figures[3].node.querySelector('.plot').focus()")
        self.browser.key("ArrowRight", modifiers=8)
        self.browser.frames(2)
        panned = self.run_js(window)
        self.assertAlmostEqual(panned[0] - zoomed[0], 0.04 * span, delta=0.01 * span)
        for clicks in (1, 2):
            self.browser.mouse("mousePressed", left + 0.5 * width, middle, button="left", clickCount=clicks)
            self.browser.mouse("mouseReleased", left + 0.5 * width, middle, button="left", clickCount=clicks)
        self.browser.frames(3)
        self.assertEqual(self.run_js(window), full)
        self.assert_quiet()

    def test_keys_work_the_viewer(self):
        self.open_full()
        self.run_js("halfcell.player.host.focus()")
        self.browser.key("ArrowRight")
        self.browser.key("ArrowRight")
        self.assertEqual(self.run_js("halfcell.player.index"), 2)
        before = self.run_js("halfcell.player.viewer.gl.getView()")
        self.browser.key("d")
        self.assertNotEqual(self.run_js("halfcell.player.viewer.gl.getView()"), before)
        self.browser.key("0")
        after = self.run_js("halfcell.player.viewer.gl.getView()")
        for one, other in zip(before, after):
            self.assertAlmostEqual(one, other, delta=0.1)
        self.browser.key(" ")
        self.assertTrue(self.run_js("halfcell.player.playing"))
        self.assert_quiet()

    def test_csv_and_svg(self):
        self.open_full()
        lines = self.run_js("halfcell.figureCsv(halfcell.page.figures[0])").splitlines()
        self.assertEqual(lines[0], "ξ = d(O–H) (Å),forward (eV),forward standard error (eV),backward (eV),"
                                   "backward standard error (eV)")
        self.assertEqual(len(lines), 42)
        first = [float(word) for word in lines[1].split(",")]
        self.assertAlmostEqual(first[0], 1.4)
        shapes = self.run_js("(svg => [svg.querySelectorAll('path[fill-opacity]').length, svg.textContent])"
                             "(halfcell.figureSvg(halfcell.page.figures[0]))")
        self.assertEqual(shapes[0], 2)
        self.assertIn("backward", shapes[1])

    def test_a_curve_is_switched_off(self):
        self.open_full()
        before = self.run_js(f"{COUNT_COLOURS}(0)")
        self.run_js("halfcell.figures[0].node.querySelectorAll('.legend-entry')[1].click()")
        self.browser.frames(3)
        after = self.run_js(f"{COUNT_COLOURS}(0)")
        self.assertGreater(before[1], 40)
        self.assertEqual(after[1], 0)
        self.assertGreater(after[0], 40)

    def test_narrow_window_has_no_sideways_scroll(self):
        for width in (1366, 1000, 400):
            self.open_full(width=width, height=800)
            self.assertLessEqual(self.run_js("document.documentElement.scrollWidth"), width)
            plots = self.run_js("Math.max(...halfcell.figures.map(f => f.node.querySelector('.uplot').getBoundingClientRect().right))")
            self.assertLessEqual(plots, width)
        self.assert_quiet()

    def test_prints(self):
        self.open_full()
        path = os.path.join(SHOTS or self.folder.name, "full.pdf")
        self.run_js("""window.addEventListener('beforeprint', () => {
          window.printed = [document.querySelectorAll('.drawing svg').length, document.querySelectorAll('.snapshot').length]; })""")
        self.browser.pdf(path)
        with open(path, "rb") as file:
            data = file.read()
        self.assertTrue(data.startswith(b"%PDF"))
        self.assertIn(len(re.findall(rb"/Type /Page\b", data)), range(4, 12))
        self.assertEqual(self.run_js("window.printed"), [self.run_js("halfcell.figures.length"), 1])
        self.assertEqual(self.run_js("document.querySelectorAll('.print-only').length"), 0)
        self.assert_quiet()

    def test_odd_pages_open_quietly(self):
        for name, page in fixtures.small_pages().items():
            with self.subTest(name):
                self.open(name, page)
                self.assert_quiet()
                self.assertTrue(self.run_js("document.querySelector('h1').textContent.length > 0"))

    def test_gaps_and_single_points_are_drawn(self):
        self.open("gaps", fixtures.small_pages()["gaps"])
        self.assertGreater(self.run_js(f"{COUNT_COLOURS}(0)")[0], 8)
        self.assertGreater(self.run_js(f"{COUNT_COLOURS}(2)")[0], 20)
        self.assertIn("No values", self.run_js("halfcell.figures[1].node.textContent"))

    def test_a_falling_abscissa_is_sorted(self):
        self.open("falling", fixtures.small_pages()["no_trajectory"])
        self.assertEqual(self.run_js("[halfcell.page.figures[0].x.values, halfcell.page.figures[0].series[0].values]"),
                         [[1, 2, 3], [0.2, 0.7, 0.1]])

    def test_hostile_text_stays_text(self):
        self.open("evil", fixtures.small_pages()["evil"])
        self.assertIsNone(self.run_js("window.evil ?? null"))
        self.assertEqual(self.run_js("document.querySelector('h1').textContent"), fixtures.EVIL)
        self.assertEqual(self.run_js("document.querySelectorAll('main img, main script').length"), 0)
        self.assertEqual(self.run_js("new DOMParser().parseFromString(halfcell.svgText(halfcell.figureSvg("
                                     "halfcell.page.figures[0])), 'image/svg+xml').querySelectorAll('script, img').length"), 0)
        self.assert_quiet()


if __name__ == "__main__":
    if not os.path.exists(WRITER):
        sys.exit(f"{WRITER} is missing: build the tests first")
    find_chromium()
    unittest.main(argv=sys.argv[:1], verbosity=2)
