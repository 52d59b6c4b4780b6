// Rings, names and distances of the marked atoms, in SVG over the viewer: sharp at every zoom, and never hidden.
import { svgEl } from './dom.js';
import { nearestImage } from './trajectory.js';

const RING = 0.55; // Å

const text = (content, className) => {
  const node = svgEl('text', { class: className });
  node.textContent = content;
  return node;
};

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

// A name stands on the far side of its ring, seen from the middle of all of them.
function namePlace([x, y], middle, radius) {
  let [dx, dy] = [x - middle[0], y - middle[1]];
  const length = Math.hypot(dx, dy);
  [dx, dy] = length > 1 ? [dx / length, dy / length] : [0.7, -0.7];
  return { x: x + (radius + 5) * dx, y: y + (radius + 9) * dy + 4, 'text-anchor': Math.abs(dx) < 0.4 ? 'middle' : dx > 0 ? 'start' : 'end' };
}

export class Overlay {
  constructor(host, gl, trajectory) {
    this.gl = gl;
    this.trajectory = trajectory;
    this.visible = true;
    this.frozen = false; // while printing: the picture beside it is of the screen
    this.positions = null;
    const { symbols } = trajectory.frame(0);
    this.root = svgEl('svg', { class: 'overlay', 'aria-hidden': 'true' });
    this.lines = trajectory.marked.slice(1).map(() => [svgEl('line'), text('', 'distance')]);
    this.rings = trajectory.marked.map((atom) => [svgEl('circle'), text(`${symbols[atom]} ${atom}`, 'name')]);
    this.list = trajectory.marked.slice(1).map((atom, i) => {
      const pair = `${symbols[trajectory.marked[i]]} ${trajectory.marked[i]} \u2013 ${symbols[atom]} ${atom}`;
      const line = text('', 'listed');
      set(line, { x: 12, y: 22 + 17 * i });
      return { pair, line };
    });
    this.root.append(...this.lines.flat(), ...this.rings.flat(), ...this.list.map(({ line }) => line));
    host.append(this.root);
    this.host = host;
  }

  setVisible(visible) {
    this.visible = visible;
    this.root.style.display = visible ? '' : 'none';
    this.place();
  }

  show(positions) {
    this.positions = positions;
    this.place();
  }

  // Distances between marked atoms that follow one another, in Å.
  distances() {
    const { marked } = this.trajectory;
    return marked.slice(1).map((atom, i) => Math.hypot(...nearestImage(this.trajectory, this.positions, marked[i], atom)));
  }

  #onScreen(points) {
    const frame = this.host.getBoundingClientRect();
    return this.gl.modelToScreen(points).map(({ x, y }) => [x - frame.left - window.scrollX, y - frame.top - window.scrollY]);
  }

  // Where names would fall on one another the first stays.
  #hideCrowdedNames() {
    const kept = [];
    for (const [, name] of this.rings) {
      const [x, y] = [Number(name.getAttribute('x')), Number(name.getAttribute('y'))];
      const free = kept.every((other) => Math.abs(other[0] - x) > 44 || Math.abs(other[1] - y) > 13);
      name.style.display = free ? '' : 'none';
      if (free) kept.push([x, y]);
    }
  }

  // How long 1 Å is on the screen, in any orientation: the squares of three unit vectors' projections add up to two.
  #pixelsPerAngstrom(origin) {
    const ends = ['x', 'y', 'z'].map((axis) => ({ ...origin, [axis]: origin[axis] + 1 }));
    const [[x, y], ...tips] = this.#onScreen([origin, ...ends]);
    return Math.sqrt(tips.reduce((sum, tip) => sum + (tip[0] - x) ** 2 + (tip[1] - y) ** 2, 0) / 2);
  }

  place() {
    const { marked } = this.trajectory;
    if (!this.positions || !this.visible || this.frozen || marked.length === 0) return;
    this.root.setAttribute('viewBox', `0 0 ${this.host.clientWidth} ${this.host.clientHeight}`);
    const point = (atom, shift = [0, 0, 0]) => ({
      x: this.positions[3 * atom] + shift[0], y: this.positions[3 * atom + 1] + shift[1], z: this.positions[3 * atom + 2] + shift[2],
    });
    const atoms = this.#onScreen(marked.map((atom) => point(atom)));
    const radius = Math.max(7, RING * this.#pixelsPerAngstrom(point(marked[0])));
    const middle = [0, 1].map((axis) => atoms.reduce((sum, atom) => sum + atom[axis], 0) / atoms.length);
    atoms.forEach(([x, y], i) => {
      const [ring, name] = this.rings[i];
      set(ring, { cx: x, cy: y, r: radius });
      set(name, namePlace([x, y], middle, radius));
    });
    this.#hideCrowdedNames();
    if (marked.length < 2) return;
    const ends = this.#onScreen(marked.slice(1).map((atom, i) => point(marked[i], nearestImage(this.trajectory, this.positions, marked[i], atom))));
    const lengths = this.distances();
    ends.forEach(([x, y], i) => {
      const [line, length] = this.lines[i];
      const [x0, y0] = atoms[i];
      set(line, { x1: x0, y1: y0, x2: x, y2: y });
      set(length, { x: (x0 + x) / 2, y: (y0 + y) / 2 + 4 });
      // Two rings that touch leave no room for a number between them.
      length.style.display = Math.hypot(x - x0, y - y0) > 2 * radius + 24 ? '' : 'none';
      this.list[i].line.textContent = `${this.list[i].pair}: ${lengths[i].toFixed(2)}\u2009\u00c5`;
      length.textContent = `${lengths[i].toFixed(2)}\u2009\u00c5`;
    });
  }
}
