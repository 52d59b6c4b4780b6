// The one time that all time plots and the trajectory share, in fs.

export class Clock {
  #listeners = new Set();
  time = null;

  // `source` tells a listener whether it hears its own echo.
  set(time, source) {
    if (time === this.time || !Number.isFinite(time)) return;
    this.time = time;
    for (const listener of this.#listeners) listener(time, source);
  }

  listen(listener) {
    this.#listeners.add(listener);
  }
}

const FEMTOSECONDS = { as: 1e-3, fs: 1, ps: 1e3, ns: 1e6 };

// How an abscissa relates to time: {toTime, fromTime}, or null when it is no time. Steps need the trajectory's table.
export function timeAxis(x, trajectory) {
  const factor = FEMTOSECONDS[x.unit.trim()];
  if (factor) return { toTime: (value) => value * factor, fromTime: (time) => time / factor };
  if (!/^(md )?steps?$/i.test(x.label.trim()) || !trajectory) return null;
  const pairs = trajectory.steps
    .map((step, frame) => [step, trajectory.times[frame]])
    .filter(([step, time]) => Number.isFinite(step) && Number.isFinite(time));
  if (pairs.length < 2) return null;
  const table = (from, to) => (value) => interpolate(pairs, from, to, value);
  return { toTime: table(0, 1), fromTime: table(1, 0) };
}

function interpolate(pairs, from, to, value) {
  let low = 0, high = pairs.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (pairs[middle][from] <= value) low = middle;
    else high = middle;
  }
  const [a, b] = [pairs[low], pairs[high]];
  const width = b[from] - a[from];
  return width === 0 ? a[to] : a[to] + ((b[to] - a[to]) * (value - a[from])) / width;
}

export function nearestIndex(values, wanted) {
  let best = -1, distance = Infinity;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === null) continue;
    const d = Math.abs(values[i] - wanted);
    if (d < distance) [best, distance] = [i, d];
  }
  return best;
}
