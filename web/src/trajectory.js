// The frames of a trajectory: multi-frame XYZ in Å, kept as text and parsed a frame at a time.
import { bondsOf } from './bonds.js';
import { isMetal, symbolOf } from './elements.js';

// Where each frame begins, from the counts of atoms; stops at the first frame that is not whole.
function frameOffsets(lines) {
  const offsets = [];
  let at = 0;
  while (at < lines.length) {
    const count = /^\s*\d+\s*$/.test(lines[at]) ? Number(lines[at]) : 0;
    if (count === 0 || at + 2 + count > lines.length) break;
    offsets.push(at);
    at += 2 + count;
  }
  return offsets;
}

function parseFrame(lines, offset) {
  const count = Number(lines[offset]);
  const symbols = new Array(count);
  const positions = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const words = lines[offset + 2 + i].trim().split(/\s+/);
    symbols[i] = symbolOf(words[0]);
    for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = Number(words[1 + axis]);
  }
  return { symbols, positions };
}

export class Trajectory {
  #lines;
  #offsets;
  #frames = new Map();

  constructor(data) {
    this.#lines = data.xyz.split(/\r?\n/);
    while (this.#lines.length && this.#lines[this.#lines.length - 1].trim() === '') this.#lines.pop();
    this.#offsets = frameOffsets(this.#lines);
    this.count = this.#offsets.length;
    this.times = data.times;
    this.steps = data.steps;
    this.cell = data.cell;
    this.pbc = data.pbc;
    const natom = this.count ? this.frame(0).symbols.length : 0;
    this.natom = natom;
    this.marked = data.marked.filter((atom) => atom < natom);
    this.markedLabel = data.markedLabel;
    this.groups = data.groups.map((group) => ({ ...group, atoms: group.atoms.filter((atom) => atom < natom) }));
  }

  // {symbols, positions, bonds}, of the same atoms as frame 0 (a frame of another count is refused).
  frame(index) {
    if (!this.#frames.has(index)) {
      const frame = parseFrame(this.#lines, this.#offsets[index]);
      if (this.natom && frame.symbols.length !== this.natom) throw new Error(`frame ${index} has another number of atoms`);
      frame.bonds = bondsOf(frame.symbols, frame.positions);
      this.#frames.set(index, frame);
    }
    return this.#frames.get(index);
  }
}

// Atoms of whole water molecules in the first frame, but not of those with a marked atom.
export function waterAtoms(trajectory) {
  const { symbols, bonds } = trajectory.frame(0);
  const marked = new Set(trajectory.marked);
  const water = new Set();
  symbols.forEach((symbol, oxygen) => {
    if (symbol !== 'O') return;
    const light = bonds[oxygen].filter((atom) => !isMetal(symbols[atom]));
    const hydrogens = light.filter((atom) => symbols[atom] === 'H' && bonds[atom].length === 1);
    if (hydrogens.length !== 2 || light.length !== 2) return;
    const molecule = [oxygen, ...hydrogens];
    if (!molecule.some((atom) => marked.has(atom))) molecule.forEach((atom) => water.add(atom));
  });
  return water;
}

// The vector from `a` to the nearest image of `b`.
export function nearestImage(trajectory, positions, a, b) {
  const plain = [0, 1, 2].map((axis) => positions[3 * b + axis] - positions[3 * a + axis]);
  if (!trajectory.cell) return plain;
  const range = trajectory.pbc.map((periodic) => (periodic ? [-1, 0, 1] : [0]));
  let best = plain, shortest = Infinity;
  for (const i of range[0])
    for (const j of range[1])
      for (const k of range[2]) {
        const shifted = plain.map((value, axis) => value + i * trajectory.cell[0][axis] + j * trajectory.cell[1][axis] + k * trajectory.cell[2][axis]);
        const length = Math.hypot(...shifted);
        if (length < shortest - 1e-9) [best, shortest] = [shifted, length];
      }
  return best;
}
