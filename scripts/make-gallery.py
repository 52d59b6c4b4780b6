#!/usr/bin/env python3
"""Builds every catalyst, takes its picture from the page of --view, and writes docs/catalysts.md anew.

    scripts/make-gallery.py BINARY [NAME ...]

Needs Chromium (apt-get install chromium), which runs without a screen. With names only the pictures of these are made;
the table is always of all. Pictures go to docs/pictures/catalysts/NAME.png. A catalyst that does not build ends the
script with its message; pictures of catalysts that are no more are removed.
"""
import base64
import collections
import json
import pathlib
import re
import struct
import subprocess
import sys
import tempfile
import urllib.parse
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "test" / "page"))
from browser import Browser  # noqa: E402

PICTURES = ROOT / "docs" / "pictures" / "catalysts"
RELAXED = ROOT / "test" / "regression" / "data" / "catalysts_relaxed.json"
WIDTH, HEIGHT = 240, 180
FINER = 2  # drawn so much larger, then reduced: smooth edges

HEAD = """# Catalysts

Each is a recipe, `data/catalysts/NAME.yaml`: `halfcell build --catalyst NAME -o FILE --view` builds it and writes a page
with the viewer, `halfcell list catalysts NAME` tells more, `docs/how-to-add/catalyst.md` how to add one. The number is that
of `data/literature/catalysts.json`, where every printed value stands with its source. In the pictures atoms have the
colours of their elements; a halo lies around what `halfcell defects` finds (edges and surfaces are under-coordinated
atoms, so they are marked too). What of each is a guess stands below it.

Pictures and formulas are of structures as built. How each relaxes with an engine of the project stands below its formula:
steps until no force is larger than stated, root mean square displacement, and the share of bonds that are kept (below 1.15
times the sum of the covalent radii before, below 1.35 times after); where a piece came off, or where it was not relaxed, a
note says so. `test/regression/data/catalysts_relaxed.json` has the numbers with all options.

This page and its pictures are made by `scripts/make-gallery.py build/halfcell`.

| | catalyst | what is built | defect → product | atoms | reference |
|---|---|---|---|---|---|
"""

# The viewer alone, on white, at a size of our choice; a promise of the picture's bytes, red, green and blue, in 16 steps
# each: a few hundred colours, so that the file is small.
SHOOT = """(() => {
  const viewer = halfcell.player.viewer, width = %d, height = %d, finer = %d;
  Object.assign(viewer.host.style, { position: 'fixed', left: 0, top: 0, width: `${width * finer}px`,
                                     height: `${height * finer}px`, minHeight: 0, aspectRatio: 'auto' });
  viewer.gl.resize();
  viewer.showCell(false);
  viewer.resetView();
  viewer.gl.render();
  return new Promise((done) => {
    const image = new Image();
    image.onload = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height });
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, width, height);
      context.drawImage(image, 0, 0, width, height);
      const bytes = context.getImageData(0, 0, width, height).data.filter((_, i) => i %% 4 < 3);
      done(btoa(bytes.reduce((text, byte) => text + String.fromCharCode(17 * Math.round(byte / 17)), '')));
    };
    image.src = viewer.image();
  });
})()""" % (WIDTH, HEIGHT, FINER)


def run(binary, *words):
    done = subprocess.run([binary, *words, "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def png(rgb):
    """A PNG with a palette of the commonest colours; any other is drawn as the nearest of them."""
    pixels = [rgb[at:at + 3] for at in range(0, len(rgb), 3)]
    palette = [colour for colour, _ in collections.Counter(pixels).most_common(256)]
    place = {colour: index for index, colour in enumerate(palette)}
    for colour in set(pixels) - set(palette):
        place[colour] = min(range(len(palette)), key=lambda i: sum((a - b) ** 2 for a, b in zip(palette[i], colour)))
    rows = b"".join(b"\0" + bytes(place[one] for one in pixels[row * WIDTH:(row + 1) * WIDTH]) for row in range(HEIGHT))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)), (b"PLTE", b"".join(palette)),
              (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)


def shoot(browser, page, picture):
    for attempt in range(3):  # a machine that is busy with other things may be slow
        try:
            browser.open(page)
            break
        except TimeoutError:
            if attempt == 2:
                raise
    if not browser.run("Boolean(halfcell.player && halfcell.player.viewer)"):
        sys.exit(f"{picture.stem}: the page has no viewer")
    picture.write_bytes(png(base64.b64decode(browser.run(SHOOT))))


def cell(text):
    return re.sub(r"\s+", " ", text or "").replace("|", "\\|")


def relaxation(row):
    """What relaxing came to, in a line."""
    if "note" in row:
        return f"*{row['note']}*"
    kept = "all bonds" if row["bonds_kept"] == 1 else f"{100 * row['bonds_kept']:.1f} % of the bonds"
    end = "" if row["converged"] else ", not to the end"
    charge = f", charge {row['options']['charge']:+d}" if "charge" in row["options"] else ""
    kelvin = row["options"].get("electronic-temperature-k")
    hot = f", electrons at {kelvin} K" if kelvin else ""
    return (f"{row['engine']}{charge}{hot}: {row['steps']} steps{end} ({row['largest_force_ev_per_angstrom']:.2f} eV/Å), "
            f"{row['moved_rms']:.2f} Å, {kept}")


def row(entry, built, relaxed):
    number = f"{entry['record']}. " if entry["record"] else ""
    name = f"[`{entry['name']}`](../data/catalysts/{entry['name']}.yaml)"
    picture = f"![{entry['name']}](pictures/catalysts/{entry['name']}.png)"
    reference = f"[{cell(entry['reference'])}](https://doi.org/{urllib.parse.quote(entry['doi'])})" if entry["doi"] else cell(entry["reference"])
    guess = f"<br>*{cell(entry['approximate'])}*" if entry["approximate"] else ""
    makes = f" → {cell(entry['product'])}" if entry["product"] else ""
    return (f"| {picture} | {number}{cell(entry['catalyst'])}<br>{name} | {cell(entry['model'])}{guess} "
            f"| {cell(entry['defect'])}{makes} | {built['formula']} ({built['natom']})<br>{relaxation(relaxed)} | {reference} |")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    binary, only = sys.argv[1], sys.argv[2:]
    catalysts = run(binary, "list", "catalysts")["catalysts"]
    catalysts.sort(key=lambda entry: (entry["record"] or 1000, entry["name"]))
    names = {entry["name"] for entry in catalysts}
    for name in only:
        if name not in names:
            sys.exit(f"there is no catalyst '{name}'")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES.glob("*.png"):
        if picture.stem not in names:
            picture.unlink()
    relaxed = json.loads(RELAXED.read_text())
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser()
        try:
            browser.size(2 * WIDTH * FINER, 2 * HEIGHT * FINER)
            for entry in catalysts:
                name = entry["name"]
                wanted = not only or name in only
                page = f"{folder}/{name}.html"
                built = run(binary, "build", "--catalyst", name, "-o", f"{folder}/{name}.extxyz",
                            *([f"--view={page}"] if wanted else []))
                if wanted:
                    shoot(browser, page, PICTURES / f"{name}.png")
                    print(f"{name}: {built['natom']} atoms", flush=True)
                rows.append(row(entry, built, relaxed[name]))
        finally:
            browser.close()
    (ROOT / "docs" / "catalysts.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    size = sum(picture.stat().st_size for picture in PICTURES.glob("*.png"))
    print(f"{len(rows)} catalysts, pictures {size / 1e6:.2f} MB")


main()
