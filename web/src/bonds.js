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

const boxOf = (positions, atom) => [0, 1, 2].map((axis) => Math.floor(positions[3 * atom + axis] / BOX));

function boxes(positions, natom) {
  const found = new Map();
  for (let atom = 0; atom < natom; atom++) {
    const key = boxOf(positions, atom).join(' ');
    if (!found.has(key)) found.set(key, []);
    found.get(key).push(atom);
  }
  return found;
}

// For each atom the list of its partners. Bonds across a cell's boundary are not drawn.
export function bondsOf(symbols, positions) {
  const natom = symbols.length;
  const bonds = Array.from({ length: natom }, () => []);
  const grid = boxes(positions, natom);
  for (let atom = 0; atom < natom; atom++) {
    const [x, y, z] = boxOf(positions, atom);
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dz = -1; dz <= 1; dz++)
          for (const other of grid.get(`${x + dx} ${y + dy} ${z + dz}`) ?? []) {
            if (other <= atom) continue;
            const d = Math.hypot(...[0, 1, 2].map((axis) => positions[3 * other + axis] - positions[3 * atom + axis]));
            if (d > 0.1 && d < longestBond(symbols[atom], symbols[other])) {
              bonds[atom].push(other);
              bonds[other].push(atom);
            }
          }
  }
  return bonds;
}
