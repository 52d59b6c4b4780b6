#!/usr/bin/env python3
"""Builds every catalyst, takes its picture from the page of --view, and writes docs/catalysts.md anew.

    scripts/make-gallery.py BINARY [NAME ...]

Needs Chromium (apt-get install chromium), which runs without a screen. With names only the pictures of these are made;
the table is always of all. Pictures go to docs/pictures/catalysts/NAME.png. A catalyst that does not build ends the
script with its message; pictures of catalysts that are no more are removed.
"""
import base64
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "test" / "page"))
from browser import Browser  # noqa: E402

PICTURES = ROOT / "docs" / "pictures" / "catalysts"
WIDTH, HEIGHT = 240, 180
FINER = 2  # drawn so much larger, then reduced: smooth edges

HEAD = """# Catalysts

Each is a recipe, `data/catalysts/NAME.yaml`: `halfcell build --catalyst NAME -o FILE --view` builds it and writes a page
with the viewer, `halfcell list catalysts NAME` tells more, `docs/how-to-add/catalyst.md` how to add one. The number is that
of `data/literature/catalysts.json`, where every printed value stands with its source. In the pictures atoms have the
colours of their elements; a halo lies around what `halfcell defects` finds (edges and surfaces are under-coordinated
atoms, so they are marked too). Structures are as built, not relaxed; what of each is a guess stands below it.

This page and its pictures are made by `scripts/make-gallery.py build/halfcell`.

| | catalyst | what is built | defect → product | atoms | reference |
|---|---|---|---|---|---|
"""

# The viewer alone, on white, at a size of our choice; a promise of the picture as a data address.
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
      done(canvas.toDataURL('image/png'));
    };
    image.src = viewer.image();
  });
})()""" % (WIDTH, HEIGHT, FINER)


def run(binary, *words):
    done = subprocess.run([binary, *words, "--json"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def shoot(browser, page, picture):
    browser.open(page)
    if not browser.run("Boolean(halfcell.player && halfcell.player.viewer)"):
        sys.exit(f"{picture.stem}: the page has no viewer")
    address = browser.run(SHOOT)
    picture.write_bytes(base64.b64decode(address.split(",", 1)[1]))


def cell(text):
    return re.sub(r"\s+", " ", text or "").replace("|", "\\|")


def row(entry, built):
    number = f"{entry['record']}. " if entry["record"] else ""
    name = f"[`{entry['name']}`](../data/catalysts/{entry['name']}.yaml)"
    picture = f"![{entry['name']}](pictures/catalysts/{entry['name']}.png)"
    reference = f"[{cell(entry['reference'])}](https://doi.org/{entry['doi']})" if entry["doi"] else cell(entry["reference"])
    guess = f"<br>*{cell(entry['approximate'])}*" if entry["approximate"] else ""
    makes = f" → {cell(entry['product'])}" if entry["product"] else ""
    return (f"| {picture} | {number}{cell(entry['catalyst'])}<br>{name} | {cell(entry['model'])}{guess} "
            f"| {cell(entry['defect'])}{makes} | {built['formula']} ({built['natom']}) | {reference} |")


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
                rows.append(row(entry, built))
        finally:
            browser.close()
    (ROOT / "docs" / "catalysts.md").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    size = sum(picture.stat().st_size for picture in PICTURES.glob("*.png"))
    print(f"{len(rows)} catalysts, pictures {size / 1e6:.2f} MB")


main()
