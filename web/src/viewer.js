// The trajectory in 3D, drawn by 3Dmol: one model whose atoms are moved from frame to frame.
import { createViewer } from '3dmol/build/3Dmol.es6-min.js';
import { Overlay } from './overlay.js';
import { colourOf, isIon, isMetal, radiusOf } from './elements.js';
import { waterAtoms } from './trajectory.js';
import { onThemeChange, theme } from './theme.js';

const BALL = 0.3; // radii in Å
const STICK = 0.13;
const THIN = 0.045;
const HALO = { wider: 0.28, alpha: 0.55 }; // Å beyond the atom's ball
const FLAT = 0.25; // thickness over width below which it is a sheet
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

const at = ({ x, y, z }) => ({ x, y, z });

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
    this.halosShown = trajectory.groups.some(({ halo }) => halo);
    this.#style();
    this.showCell(Boolean(trajectory.cell));
    this.resetView();
    onThemeChange(() => this.repaint());
    new ResizeObserver(() => this.gl.resize()).observe(host);
    this.#guardWheel();
  }

  #addAtoms() {
    const { symbols, positions, bonds } = this.trajectory.frame(0);
    const grouped = new Map(this.trajectory.groups.filter(({ halo }) => !halo).flatMap(({ atoms, colour }) => atoms.map((atom) => [atom, colour])));
    this.model.addAtoms(
      symbols.map((elem, index) => ({
        elem, index, serial: index, color: grouped.get(index) ?? colourOf(elem), hetflag: true,
        x: positions[3 * index], y: positions[3 * index + 1], z: positions[3 * index + 2],
        bonds: bonds[index], bondOrder: bonds[index].map(() => 1),
      })),
    );
    this.atoms = this.model.selectedAtoms({});
  }

  #ball({ elem, index }) {
    if (isIon(elem)) return 0.75;
    if (isMetal(elem)) return 0.82 * radiusOf(elem);
    return (elem === 'H' ? 0.75 : 1) * BALL * (this.trajectory.marked.includes(index) ? 1.35 : 1);
  }

  // Each atom's style is set on the atom: the groups below do not change from frame to frame.
  #style() {
    for (const atom of this.atoms) {
      const inWater = this.water.has(atom.index);
      if (inWater && this.waterStyle === 'hidden') atom.style = {};
      else if (inWater && this.waterStyle === 'thin') atom.style = { stick: { radius: THIN, color: atom.elem === 'H' ? THIN_HYDROGEN : atom.color } };
      else {
        atom.style = { sphere: { radius: this.#ball(atom), color: atom.color } };
        if (!isIon(atom.elem) && !isMetal(atom.elem)) atom.style.stick = { radius: STICK, color: atom.color };
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
    if (this.halosShown) this.#drawShapes();
    this.#rebuild();
  }

  setWater(style) {
    this.waterStyle = style;
    this.#style();
  }

  showCell(wanted) {
    this.cellShown = wanted && Boolean(this.trajectory.cell);
    this.#drawShapes();
    this.gl.render();
  }

  showHalos(wanted) {
    this.halosShown = wanted;
    this.#drawShapes();
    this.gl.render();
  }

  #drawShapes() {
    this.gl.removeAllShapes();
    this.haloCount = 0;
    if (this.cellShown) this.#drawCell(this.trajectory.cell);
    if (this.halosShown) this.trajectory.groups.filter(({ halo }) => halo).forEach((group) => this.#drawHalos(group));
  }

  #drawHalos({ atoms, colour }) {
    const shape = this.gl.addShape({ color: colour, alpha: HALO.alpha });
    for (const index of atoms) {
      shape.addSphere({ center: at(this.atoms[index]), radius: this.#ball(this.atoms[index]) + HALO.wider });
    }
    this.haloCount += atoms.length;
  }

  #drawCell(cell) {
    const corners = cellCorners(cell);
    for (let from = 0; from < 8; from++)
      for (const bit of [1, 2, 4])
        if (!(from & bit)) this.gl.addLine({ start: corners[from], end: corners[from | bit], color: theme().cell });
  }

  // Third lattice direction upwards, a little from above: how slabs and boxes are usually drawn. Sheets lie before the
  // eye.
  resetView() {
    this.#orient(multiply(turnAbout(0, this.#isSheet() ? 65 : 12), multiply(turnAbout(1, 18), turnAbout(0, -90))));
    this.gl.zoomTo({});
    this.#fit();
  }

  // Much wider than thick, and thin.
  #isSheet() {
    const [x, y, z] = ['x', 'y', 'z'].map((axis) => {
      const values = this.atoms.map((atom) => atom[axis]);
      return values.reduce((most, value) => Math.max(most, value), -Infinity) - values.reduce((least, value) => Math.min(least, value), Infinity);
    });
    return z < 4 && z < FLAT * Math.min(x, y);
  }

  // Where an atom's ball, or its halo, ends along the axes.
  #outermost(atom) {
    const r = this.#ball(atom) + (this.halosShown ? HALO.wider : 0);
    return [-r, r].flatMap((d) => [{ ...at(atom), x: atom.x + d }, { ...at(atom), y: atom.y + d }, { ...at(atom), z: atom.z + d }]);
  }

  // Near enough to see what the marked atoms do.
  showMarked() {
    this.gl.zoomTo({ index: this.trajectory.marked });
    this.gl.zoom(0.8);
  }

  // 3Dmol leaves room for every orientation; this one may need less.
  #fit() {
    const corners = this.cellShown ? cellCorners(this.trajectory.cell) : this.atoms.flatMap((atom) => this.#outermost(atom));
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
