// The trajectory in 3D, drawn by 3Dmol: one model whose atoms are moved from frame to frame.
import { createViewer } from '3dmol/build/3Dmol.es6-min.js';
import { Overlay } from './overlay.js';
import { colourOf, isIon, isMetal, radiusOf } from './elements.js';
import { waterAtoms } from './trajectory.js';
import { onThemeChange, theme } from './theme.js';

const BALL = 0.3; // radii in Å
const STICK = 0.13;
const THIN = 0.045;
const THIN_HYDROGEN = '#aab2bf'; // seen on light and on dark ground

// Unit quaternions [x, y, z, w], as 3Dmol keeps its view.
function turnAbout(axis, degrees) {
  const half = (degrees * Math.PI) / 360;
  return [0, 1, 2].map((one) => (one === axis ? Math.sin(half) : 0)).concat(Math.cos(half));
}

function multiply([ax, ay, az, aw], [bx, by, bz, bw]) {
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

// Corner i has lattice vector k added when bit k of i is set.
function cellCorners(cell) {
  return Array.from({ length: 8 }, (_, corner) => {
    const [x, y, z] = [0, 1, 2].map((axis) => cell.reduce((sum, row, k) => sum + ((corner >> k) & 1) * row[axis], 0));
    return { x, y, z };
  });
}

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
    const grouped = new Map(this.trajectory.groups.flatMap(({ atoms, colour }) => atoms.map((atom) => [atom, colour])));
    this.model.addAtoms(
      symbols.map((elem, index) => ({
        elem, index, serial: index, color: grouped.get(index) ?? colourOf(elem), hetflag: true,
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
      else if (inWater && this.waterStyle === 'thin') atom.style = { stick: { radius: THIN, color: atom.elem === 'H' ? THIN_HYDROGEN : atom.color } };
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
    const corners = cellCorners(cell);
    for (let from = 0; from < 8; from++)
      for (const bit of [1, 2, 4])
        if (!(from & bit)) this.gl.addLine({ start: corners[from], end: corners[from | bit], color: theme().cell });
  }

  // Third lattice direction upwards, a little from above: how slabs and boxes are usually drawn.
  resetView() {
    this.#orient(multiply(turnAbout(0, 12), multiply(turnAbout(1, 18), turnAbout(0, -90))));
    this.gl.zoomTo({});
    this.#fit();
  }

  // Near enough to see what the marked atoms do.
  showMarked() {
    this.gl.zoomTo({ index: this.trajectory.marked });
    this.gl.zoom(0.8);
  }

  // 3Dmol leaves room for every orientation; this one may need less.
  #fit() {
    const corners = this.cellShown ? cellCorners(this.trajectory.cell) : this.atoms;
    const points = this.gl.modelToScreen(corners);
    const frame = this.host.getBoundingClientRect();
    const middle = { x: frame.left + window.scrollX + frame.width / 2, y: frame.top + window.scrollY + frame.height / 2 };
    const reach = Math.max(
      ...points.map(({ x, y }) => Math.max(Math.abs(x - middle.x) / frame.width, Math.abs(y - middle.y) / frame.height)),
    );
    if (reach > 0) this.gl.zoom(Math.min(2.5, 0.46 / reach));
    this.overlay.place();
  }

  #orient(quaternion) {
    const view = this.gl.getView();
    this.gl.setView([...view.slice(0, 4), ...quaternion]);
  }

  // Axis 0 points to the right of the screen, 1 upwards.
  turn(degrees, axis) {
    this.#orient(multiply(turnAbout(axis, degrees), this.gl.getView().slice(4, 8)));
  }

  zoom(factor) {
    this.gl.zoom(factor);
  }

  repaint() {
    this.gl.setBackgroundColor(theme().viewer);
    this.showCell(this.cellShown);
  }

  // For paper, so on white.
  image() {
    this.gl.setBackgroundColor('#ffffff');
    const address = this.gl.pngURI();
    this.gl.setBackgroundColor(theme().viewer);
    return address;
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
