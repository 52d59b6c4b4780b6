// From numbers to pixels: linear and logarithmic axes, their limits and ticks.
import { axisExponent, formatTicks, powerOfTen } from '../format.js';

const SMALLEST = 1e-300; // what a log axis shows begins here

export function niceTicks(min, max, wanted) {
  const rough = (max - min) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step && ticks.length < 50; i++) ticks.push(i * step);
  return { ticks, step };
}

// Lowest and highest of what an axis can show, or null.
export function extent(values, log = false) {
  let min = Infinity, max = -Infinity;
  for (const value of values) {
    if (value === null || !Number.isFinite(value) || (log && value < SMALLEST)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? null : [min, max];
}

// Limits with `pad` of the span on both sides; for a log axis in decades.
export function padded(range, pad, log = false) {
  if (!range) return log ? [0.1, 10] : [0, 1];
  if (log) {
    const [low, high] = range.map(Math.log10);
    const extra = high - low < 1e-9 ? 0.5 : pad * (high - low);
    return [10 ** Math.max(-300, low - extra), 10 ** Math.min(300, high + extra)];
  }
  const [min, max] = range;
  const constant = max - min <= 1e-12 * Math.max(Math.abs(min), Math.abs(max)); // what rounding leaves of it
  const extra = constant ? Math.abs(min) * 1e-3 || 1 : pad * (max - min);
  return [min - extra, max + extra];
}

function logTicks(low, high, wanted) {
  const first = Math.ceil(low - 1e-9), last = Math.floor(high + 1e-9);
  const decades = last - first + 1;
  if (decades >= 2) {
    const every = Math.ceil(decades / wanted);
    const found = [];
    for (let decade = first; decade <= last; decade++) if (decade % every === 0) found.push(decade);
    const plain = found.every((decade) => decade >= -3 && decade <= 3);
    return found.map((decade) => ({ value: 10 ** decade, text: plain ? String(Number((10 ** decade).toPrecision(1))) : powerOfTen(decade) }));
  }
  const found = [];
  for (let decade = Math.floor(low); decade <= Math.ceil(high); decade++)
    for (const factor of [1, 2, 5]) {
      const value = factor * 10 ** decade;
      if (Math.log10(value) < low - 1e-9 || Math.log10(value) > high + 1e-9) continue;
      const plain = decade >= -3 && decade <= 4;
      found.push({ value, text: plain ? String(Number(value.toPrecision(1))) : `${factor}\u00d7${powerOfTen(decade)}` });
    }
  if (found.length >= 2) return found;
  const { ticks, step } = niceTicks(10 ** low, 10 ** high, wanted);
  const texts = formatTicks(ticks, step, 0);
  return ticks.map((value, i) => ({ value, text: texts[i] }));
}

// limits: of everything; view: the part that is shown, as fractions (of decades on a log axis); from, to: pixels.
export function makeScale(limits, { log = false, view = [0, 1], from, to, wanted = 6 }) {
  const turn = log ? Math.log10 : (value) => value;
  const back = log ? (value) => 10 ** value : (value) => value;
  const [first, last] = limits.map(turn);
  const low = first + view[0] * (last - first), high = first + view[1] * (last - first);
  const [min, max] = [back(low), back(high)];
  let ticks, exponent = 0;
  if (log) ticks = logTicks(low, high, wanted);
  else {
    const nice = niceTicks(min, max, wanted);
    exponent = axisExponent(Math.max(Math.abs(min), Math.abs(max)));
    const texts = formatTicks(nice.ticks, nice.step, exponent);
    ticks = nice.ticks.map((value, i) => ({ value, text: texts[i] }));
  }
  const shows = (value) => value !== null && Number.isFinite(value) && !(log && value < SMALLEST);
  return {
    log, min, max, ticks, exponent, shows,
    of: (value) => from + ((turn(Math.max(value, log ? SMALLEST : -Infinity)) - low) / (high - low)) * (to - from),
    at: (pixel) => back(low + ((pixel - from) / (to - from)) * (high - low)),
  };
}
