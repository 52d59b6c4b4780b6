// Which atoms are drawn as bonded, found again in every frame: bonds break and form in what is shown here.
import { isIon, isMetal, radiusOf } from './elements.js';

const STRETCH = 1.25; // times the sum of covalent radii; a proton half way between two oxygen atoms is still bonded
const METAL_STRETCH = 1.15;
const BOX = 3.6; // Å; no bond is longer

function longestBond(a, b) {
  if (isIon(a) || isIon(b)) return 0;
  const metals = Number(isMetal(a)) + Number(isMetal(b));
  if (metals === 2) return 0; // metals are drawn as touching spheres
  return Math.min(BOX, (metals ? METAL_STRETCH : STRETCH) * (radiusOf(a) + radiusOf(b)));
}

const SIDE = 1024; // boxes along an axis before their numbers repeat; those that share a number are far apart
const boxNumber = (x, y, z) => (x & (SIDE - 1)) + SIDE * ((y & (SIDE - 1)) + SIDE * (z & (SIDE - 1)));

function fillBoxes(at, natom) {
  const boxes = new Map();
  for (let atom = 0; atom < natom; atom++) {
    const number = boxNumber(at[3 * atom], at[3 * atom + 1], at[3 * atom + 2]);
    const box = boxes.get(number);
    if (box) box.push(atom);
    else boxes.set(number, [atom]);
  }
  return boxes;
}

function isBond(symbols, positions, a, b) {
  const x = positions[3 * b] - positions[3 * a];
  const y = positions[3 * b + 1] - positions[3 * a + 1];
  const z = positions[3 * b + 2] - positions[3 * a + 2];
  const square = x * x + y * y + z * z;
  if (!(square > 0.01 && square < BOX * BOX)) return false;
  return square < longestBond(symbols[a], symbols[b]) ** 2;
}

// For each atom the list of its partners. Bonds across a cell's boundary are not drawn.
export function bondsOf(symbols, positions) {
  const natom = symbols.length;
  const bonds = Array.from({ length: natom }, () => []);
  const at = Array.from(positions, (coordinate) => Math.floor(coordinate / BOX));
  const boxes = fillBoxes(at, natom);
  for (let atom = 0; atom < natom; atom++)
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dz = -1; dz <= 1; dz++)
          for (const other of boxes.get(boxNumber(at[3 * atom] + dx, at[3 * atom + 1] + dy, at[3 * atom + 2] + dz)) ?? [])
            if (other > atom && isBond(symbols, positions, atom, other)) {
              bonds[atom].push(other);
              bonds[other].push(atom);
            }
  return bonds;
}
