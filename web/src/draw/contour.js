// Lines of equal value on a grid (marching squares with linear interpolation), joined to paths.

// Where the edge between two corners is crossed, as a fraction, or null.
const crossing = (a, b, level) => ((a < level) === (b < level) ? null : (level - a) / (b - a));

// The pieces of line inside one cell whose corners are (ix, iy) ... (ix + 1, iy + 1), in units of the grid.
function cellPieces(z, ix, iy, level) {
  const corners = [z[iy][ix], z[iy][ix + 1], z[iy + 1][ix + 1], z[iy + 1][ix]];
  if (corners.some((value) => value === null)) return [];
  const [a, b, c, d] = corners;
  const edges = [
    [crossing(a, b, level), (t) => [ix + t, iy]], [crossing(b, c, level), (t) => [ix + 1, iy + t]],
    [crossing(d, c, level), (t) => [ix + t, iy + 1]], [crossing(a, d, level), (t) => [ix, iy + t]],
  ];
  const points = edges.filter(([t]) => t !== null).map(([t, at]) => at(t));
  if (points.length === 2) return [points];
  if (points.length !== 4) return [];
  // A saddle: the middle decides which corners belong together.
  const high = (a + b + c + d) / 4 >= level;
  return (a >= level) === high ? [[points[0], points[1]], [points[2], points[3]]] : [[points[0], points[3]], [points[1], points[2]]];
}

const key = ([x, y]) => `${x.toFixed(9)},${y.toFixed(9)}`;

// Chains of pieces that share their ends.
function joined(pieces) {
  const at = new Map();
  pieces.forEach((piece, index) => {
    for (const end of piece) {
      if (!at.has(key(end))) at.set(key(end), []);
      at.get(key(end)).push(index);
    }
  });
  const used = new Set();
  const follow = (chain) => {
    for (;;) {
      const end = chain[chain.length - 1];
      const next = at.get(key(end)).find((index) => !used.has(index));
      if (next === undefined) return;
      used.add(next);
      const [p, q] = pieces[next];
      chain.push(key(p) === key(end) ? q : p);
    }
  };
  const chains = [];
  pieces.forEach((piece, index) => {
    if (used.has(index)) return;
    used.add(index);
    const chain = [...piece];
    follow(chain);
    chain.reverse();
    follow(chain);
    chains.push(chain);
  });
  return chains;
}

// Polylines in units of the grid's indices for z[iy][ix] = level.
export function contourLines(z, level) {
  const pieces = [];
  for (let iy = 0; iy + 1 < z.length; iy++) for (let ix = 0; ix + 1 < z[iy].length; ix++) pieces.push(...cellPieces(z, ix, iy, level));
  return joined(pieces);
}
