// Rings, names and distances of the marked atoms, in SVG over the viewer: sharp at every zoom, and never hidden.
import { svgEl } from './dom.js';
import { nearestImage } from './trajectory.js';

const text = (content, className) => {
  const node = svgEl('text', { class: className });
  node.textContent = content;
  return node;
};

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
    this.rings = trajectory.marked.map((atom) => [svgEl('circle', { r: 9 }), text(`${symbols[atom]} ${atom}`, 'name')]);
    this.root.append(...this.lines.flat(), ...this.rings.flat());
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

  place() {
    const { marked } = this.trajectory;
    if (!this.positions || !this.visible || this.frozen || marked.length === 0) return;
    this.root.setAttribute('viewBox', `0 0 ${this.host.clientWidth} ${this.host.clientHeight}`);
    const point = (atom, shift = [0, 0, 0]) => ({
      x: this.positions[3 * atom] + shift[0], y: this.positions[3 * atom + 1] + shift[1], z: this.positions[3 * atom + 2] + shift[2],
    });
    const atoms = this.#onScreen(marked.map((atom) => point(atom)));
    atoms.forEach(([x, y], i) => {
      const [ring, name] = this.rings[i];
      ring.setAttribute('cx', x);
      ring.setAttribute('cy', y);
      name.setAttribute('x', x + 12);
      name.setAttribute('y', y - 9);
    });
    if (marked.length < 2) return;
    const ends = this.#onScreen(marked.slice(1).map((atom, i) => point(marked[i], nearestImage(this.trajectory, this.positions, marked[i], atom))));
    const lengths = this.distances();
    ends.forEach(([x, y], i) => {
      const [line, length] = this.lines[i];
      const [x0, y0] = atoms[i];
      for (const [name, value] of Object.entries({ x1: x0, y1: y0, x2: x, y2: y })) line.setAttribute(name, value);
      length.setAttribute('x', (x0 + x) / 2 + 6);
      length.setAttribute('y', (y0 + y) / 2 + 14);
      length.textContent = `${lengths[i].toFixed(2)}\u2009\u00c5`;
    });
  }
}
