// The trajectory in 3D, drawn by 3Dmol: one model whose atoms are moved from frame to frame.
import { createViewer } from '3dmol/build/3Dmol.es6-min.js';
import { Overlay } from './overlay.js';
import { colourOf, isIon, isMetal, radiusOf } from './elements.js';
import { waterAtoms } from './trajectory.js';
import { onThemeChange, theme } from './theme.js';

const BALL = 0.3; // radii in Å
const STICK = 0.13;

export class Viewer {
  constructor(host, trajectory) {
    this.host = host;
    this.trajectory = trajectory;
    this.water = waterAtoms(trajectory);
    this.waterStyle = this.water.size > 60 ? 'thin' : 'full';
    this.index = 0;
    this.gl = createViewer(host, { backgroundColor: theme().viewer, disableFog: false, antialias: true });
    if (!this.gl) throw new Error('no WebGL');
    this.model = this.gl.addModel();
    this.#addAtoms();
    this.overlay = new Overlay(host, this.gl, trajectory);
    this.gl.setViewChangeCallback(() => this.overlay.place());
    this.#style();
    this.showCell(Boolean(trajectory.cell));
    this.resetView();
    onThemeChange(() => this.repaint());
    new ResizeObserver(() => this.gl.resize()).observe(host);
    this.#guardWheel();
  }

  #addAtoms() {
    const { symbols, positions, bonds } = this.trajectory.frame(0);
    this.model.addAtoms(
      symbols.map((elem, index) => ({
        elem, index, serial: index, color: colourOf(elem), hetflag: true,
        x: positions[3 * index], y: positions[3 * index + 1], z: positions[3 * index + 2],
        bonds: bonds[index], bondOrder: bonds[index].map(() => 1),
      })),
    );
    this.atoms = this.model.selectedAtoms({});
  }

  // Each atom's style is set on the atom: the groups below do not change from frame to frame.
  #style() {
    const marked = new Set(this.trajectory.marked);
    for (const atom of this.atoms) {
      const inWater = this.water.has(atom.index);
      if (inWater && this.waterStyle === 'hidden') atom.style = {};
      else if (inWater && this.waterStyle === 'thin') atom.style = { line: { linewidth: 1, color: atom.color } };
      else if (isIon(atom.elem)) atom.style = { sphere: { radius: 0.75, color: atom.color } };
      else if (isMetal(atom.elem)) atom.style = { sphere: { radius: 0.82 * radiusOf(atom.elem), color: atom.color } };
      else {
        const ball = (atom.elem === 'H' ? 0.75 : 1) * BALL * (marked.has(atom.index) ? 1.35 : 1);
        atom.style = { sphere: { radius: ball, color: atom.color }, stick: { radius: STICK, color: atom.color } };
      }
    }
    this.#rebuild();
  }

  // 3Dmol keeps the geometry of a model until its list of atoms is touched.
  #rebuild() {
    for (const atom of this.atoms) atom.capDrawn = false;
    this.model.addAtoms([]);
    this.gl.render();
    this.overlay.show(this.trajectory.frame(this.index).positions);
  }

  show(index) {
    this.index = index;
    const { positions, bonds } = this.trajectory.frame(index);
    for (const atom of this.atoms) {
      atom.x = positions[3 * atom.index];
      atom.y = positions[3 * atom.index + 1];
      atom.z = positions[3 * atom.index + 2];
      atom.bonds = bonds[atom.index];
      atom.bondOrder = atom.bonds.map(() => 1);
    }
    this.#rebuild();
  }

  setWater(style) {
    this.waterStyle = style;
    this.#style();
  }

  showCell(wanted) {
    this.gl.removeAllShapes();
    this.cellShown = wanted && Boolean(this.trajectory.cell);
    if (this.cellShown) this.#drawCell(this.trajectory.cell);
    this.gl.render();
  }

  #drawCell(cell) {
    const corner = (bits) => {
      const [x, y, z] = [0, 1, 2].map((axis) => bits.reduce((sum, bit, row) => sum + bit * cell[row][axis], 0));
      return { x, y, z };
    };
    for (let bits = 0; bits < 8; bits++)
      for (let row = 0; row < 3; row++) {
        if (bits & (1 << row)) continue;
        const from = [0, 1, 2].map((axis) => (bits >> axis) & 1);
        const to = from.map((bit, axis) => (axis === row ? 1 : bit));
        this.gl.addLine({ start: corner(from), end: corner(to), color: theme().cell });
      }
  }

  // Third lattice direction upwards, a little from above: how slabs and boxes are usually drawn.
  resetView() {
    this.gl.setView([0, 0, 0, 0, 0, 0, 0, 1]);
    this.gl.zoomTo({});
    this.gl.rotate(-90, 'x');
    this.gl.rotate(20, 'y');
    this.gl.rotate(12, 'x');
    this.gl.zoom(this.trajectory.cell ? 1.35 : 1.15);
    this.overlay.place();
  }

  turn(degrees, axis) {
    this.gl.rotate(degrees, axis);
  }

  zoom(factor) {
    this.gl.zoom(factor);
  }

  repaint() {
    this.gl.setBackgroundColor(theme().viewer);
    this.showCell(this.cellShown);
  }

  image() {
    return this.gl.pngURI();
  }

  // The wheel scrolls the page until the viewer has been clicked or focused, and again when it is left.
  #guardWheel() {
    const focused = () => this.host.contains(document.activeElement);
    this.host.addEventListener(
      'wheel',
      (event) => {
        if (!focused() && !event.ctrlKey) event.stopPropagation();
      },
      { capture: true },
    );
    this.host.addEventListener('pointerdown', () => this.host.focus({ preventScroll: true }));
    this.host.addEventListener('pointerleave', () => this.host.blur());
  }
}
