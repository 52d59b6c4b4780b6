// Curves and points as a drawing: for paper and files always, on the screen for what uPlot does not do (points in the
// order they come, log axes, abscissae of their own, names and links).
import { svgEl } from '../dom.js';
import { formatNumber, formatWithError, unitText } from '../format.js';
import { patternOf, seriesColour } from '../theme.js';
import { border, clipped, markLines, xAxis, yAxis, yRoom } from './axes.js';
import { errorCross, marker } from './markers.js';
import { extent, makeScale, padded } from './scale.js';
import { around, Room, textNode, widthOf } from './text.js';

export const yLabel = (group) => (group.every((series) => series.label === group[0].label) ? group[0].label : '');

export function unitGroups(figure) {
  const groups = new Map();
  for (const series of figure.series) {
    if (!groups.has(series.unit)) groups.set(series.unit, []);
    groups.get(series.unit).push(series);
  }
  return groups;
}

// The ends of the band or bar at a row: as they are given, or the value and its standard error to both sides.
function bounds(series, row) {
  const value = series.values[row], error = series.error?.[row] ?? 0;
  const ends = [series.low?.[row] ?? value - error, series.high?.[row] ?? value + error];
  return ends[0] <= ends[1] ? ends : [ends[1], ends[0]]; // magnitudes of negative numbers swap them
}

export const abscissa = (figure, series) => series.x ?? figure.x.values;

function* xNumbers(figure) {
  for (const series of figure.series)
    for (const [row, x] of abscissa(figure, series).entries()) {
      if (x === null || series.values[row] === null) continue;
      yield x;
      const error = series.xError?.[row];
      if (error) yield* [x - error, x + error];
    }
}

function* yNumbers(group) {
  for (const series of group)
    for (const [row, value] of series.values.entries()) {
      if (value === null) continue;
      yield value;
      const [low, high] = bounds(series, row);
      yield* [low, high];
    }
}

function scalesOf(figure, box, view) {
  const hasPoints = figure.series.some((series) => series.style === 'points');
  const bottom = box.bottom - 46;
  const ys = new Map();
  for (const [unit, group] of unitGroups(figure)) {
    const values = [...figure.marks].filter((mark) => mark.axis === 'y' && ys.size === 0).map((mark) => mark.value);
    const range = padded(extent([...yNumbers(group), ...values], figure.y.log), 0.06, figure.y.log);
    ys.set(unit, makeScale(range, { log: figure.y.log, view: view.y, from: bottom, to: box.top, wanted: Math.max(3, Math.round((bottom - box.top) / 45)) }));
  }
  const [first, second] = [...ys.values()];
  const frame = { left: box.left + yRoom(first), right: box.right - (second ? yRoom(second) : 16), top: box.top, bottom };
  const marked = figure.marks.filter((mark) => mark.axis === 'x').map((mark) => mark.value);
  const range = padded(extent([...xNumbers(figure), ...marked], figure.x.log), hasPoints || figure.ordered ? 0.03 : 0, figure.x.log);
  const x = makeScale(range, { log: figure.x.log, view: view.x, from: frame.left, to: frame.right, wanted: Math.max(3, Math.round((frame.right - frame.left) / 90)) });
  return { frame, x, ys };
}

// Rows of consecutive points that can be drawn.
function runs(count, isThere) {
  const found = [];
  let run = [];
  for (let row = 0; row < count; row++) {
    if (isThere(row)) run.push(row);
    else if (run.length) {
      found.push(run);
      run = [];
    }
  }
  if (run.length) found.push(run);
  return found;
}

// Of rows that fall on the same half pixel across, the lowest and the highest; none when they are few.
function thinned(rows, x, y, width) {
  if (rows.length <= 4 * width) return rows;
  const kept = [];
  let low = rows[0], high = rows[0], column = Math.round(2 * x(rows[0]));
  const flush = () => kept.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  for (const row of rows) {
    const now = Math.round(2 * x(row));
    if (now !== column) {
      flush();
      [low, high, column] = [row, row, now];
    }
    if (y(row) < y(low)) low = row;
    if (y(row) > y(high)) high = row;
  }
  flush();
  return kept;
}

const point = (x, y) => `${x.toFixed(2)},${y.toFixed(2)}`;

function linePath(rows, x, y, step) {
  return rows.map((row, i) => {
    if (i === 0) return `M${point(x(row), y(row))}`;
    return step ? `H${x(row).toFixed(2)}V${y(row).toFixed(2)}` : `L${point(x(row), y(row))}`;
  }).join('');
}

function band(rows, x, upper, lower, colour) {
  const back = [...rows].reverse();
  const d = `M${rows.map((row) => point(x(row), upper(row))).join('L')}L${back.map((row) => point(x(row), lower(row))).join('L')}Z`;
  return svgEl('path', { d, fill: colour, 'fill-opacity': 0.18 });
}

// One series on its scales: what there is at a row, in numbers and in pixels.
function placed(figure, series, index, x, y) {
  const xs = abscissa(figure, series);
  return {
    series, index, xs,
    count: series.values.length,
    there: (row) => x.shows(xs[row] ?? null) && y.shows(series.values[row]),
    px: (row) => x.of(xs[row]),
    py: (row) => y.of(series.values[row]),
    upper: (row) => y.of(bounds(series, row)[1]),
    lower: (row) => y.of(bounds(series, row)[0]),
    xBound: (row, sign) => x.of(xs[row] + sign * (series.xError?.[row] ?? 0)),
  };
}

const HOLLOW_ALPHA = 0.75;

function drawPoints(one, colour, theme, frame) {
  const { series } = one;
  const errors = [], points = [];
  const many = one.count > 300;
  for (let row = 0; row < one.count; row++) {
    if (!one.there(row)) continue;
    const [x, y] = [one.px(row), one.py(row)];
    if (x < frame.left - 20 || x > frame.right + 20) continue;
    const cross = errorCross(one.xBound(row, -1), one.xBound(row, 1), one.lower(row), one.upper(row), x, y, colour);
    if (cross) errors.push(cross);
    points.push(marker(x, y, { index: series.colour, colour, ground: theme.ground, hollow: series.quiet, r: many ? 2.4 : 3.4 }));
  }
  return [svgEl('g', { opacity: series.quiet ? HOLLOW_ALPHA : 1 }, ...errors, ...points)];
}

function dashes({ style, colour }) {
  const pattern = style === 'dashed' ? [6, 4] : patternOf(colour);
  return pattern ? { 'stroke-dasharray': pattern.join(' ') } : {};
}

function drawLine(one, figure, colour, frame) {
  const { series } = one;
  const width = frame.right - frame.left;
  const parts = [];
  for (const run of runs(one.count, one.there)) {
    const rows = thinned(run, one.px, one.py, width);
    if (series.error || series.low || series.high) parts.push(band(rows, one.px, one.upper, one.lower, colour));
    if (run.length === 1) {
      parts.push(svgEl('circle', { cx: one.px(run[0]).toFixed(2), cy: one.py(run[0]).toFixed(2), r: 2.6, fill: colour }));
      continue;
    }
    parts.push(svgEl('path', {
      d: linePath(rows, one.px, one.py, series.style === 'step'), fill: 'none', stroke: colour, 'stroke-width': series.quiet ? 1.1 : 1.6,
      'stroke-linejoin': 'round', ...dashes(series), ...(series.quiet ? { opacity: HOLLOW_ALPHA } : {}),
    }));
  }
  return parts;
}

const inside = (frame, x, y) => x >= frame.left - 1 && x <= frame.right + 1 && y >= frame.top - 1 && y <= frame.bottom + 1;

// A point and the arms of its errors.
function takePoint(room, one, row) {
  const [x, y] = [one.px(row), one.py(row)];
  room.take([x - 4, y - 4, x + 4, y + 4]);
  if (one.series.xError?.[row]) room.take([one.xBound(row, -1) - 1, y - 2, one.xBound(row, 1) + 1, y + 2]);
  if (one.lower(row) > one.upper(row)) room.take([x - 2, one.upper(row) - 1, x + 2, one.lower(row) + 1]);
}

// Names beside their points, those of one's own first; what has no room is read at the point.
function drawNames(all, frame, theme, room) {
  const named = all.filter(({ series }) => series.names).sort((a, b) => a.series.quiet - b.series.quiet);
  for (const one of all) {
    if (one.series.style !== 'points' || one.count > 500) continue;
    for (let row = 0; row < one.count; row++) if (one.there(row)) takePoint(room, one, row);
  }
  const parts = [];
  for (const one of named)
    for (let row = 0; row < one.count; row++) {
      const name = one.series.names[row];
      if (!name || !one.there(row) || !inside(frame, one.px(row), one.py(row))) continue;
      const place = room.place(around(one.px(row), one.py(row), 8), widthOf(name, 11), 11);
      if (place) parts.push(textNode(name, { x: place.x.toFixed(2), y: place.y.toFixed(2), 'text-anchor': place.anchor, size: 11, fill: one.series.quiet ? theme.muted : theme.text, halo: theme.ground }));
    }
  return parts;
}


function readingOf(figure, { series, xs }, row) {
  const parts = [
    series.names?.[row] ?? null,
    `${series.label || figure.title}: ${formatWithError(series.values[row], series.error?.[row])}${unitText(series.unit)}`,
    series.low && series.high && series.low[row] !== null ? `from ${formatNumber(series.low[row])} to ${formatNumber(series.high[row])}` : null,
    `${figure.x.label || 'x'} = ${formatWithError(xs[row], series.xError?.[row])}${unitText(figure.x.unit)}`,
    series.details?.[row] ?? null,
  ];
  return parts.filter(Boolean).join(' \u00b7 ');
}

function marksOf(all, figure, frame) {
  const marks = [];
  for (const one of all)
    for (let row = 0; row < one.count; row++) {
      if (!one.there(row)) continue;
      const [x, y] = [one.px(row), one.py(row)];
      if (inside(frame, x, y)) marks.push({ x, y, link: one.series.links?.[row] ?? null, reading: () => readingOf(figure, one, row) });
    }
  return marks;
}

export function paint(figure, { box, theme, hidden, view }) {
  const { frame, x, ys } = scalesOf(figure, box, view);
  const parts = [...xAxis(figure.x, x, frame, theme)];
  let side = 0;
  for (const [unit, group] of unitGroups(figure)) {
    if (side < 2) parts.push(...yAxis({ label: yLabel(group) || (side === 0 ? figure.y.label : ''), unit }, ys.get(unit), frame, theme, side === 1));
    side++;
  }
  const all = figure.series.map((series, index) => placed(figure, series, index, x, ys.get(series.unit))).filter(({ index }) => !hidden.has(index));
  const room = new Room(frame);
  const behindFirst = [...all].sort((a, b) => b.series.quiet - a.series.quiet || (a.series.style === 'points') - (b.series.style === 'points'));
  const drawn = behindFirst.flatMap((one) => {
    const colour = seriesColour(one.series.colour, theme);
    return one.series.style === 'points' ? drawPoints(one, colour, theme, frame) : drawLine(one, figure, colour, frame);
  });
  const first = ys.values().next().value;
  parts.push(...markLines(figure.marks, { x, y: first }, frame, theme, room), border(frame, theme), clipped(frame, [...drawn, ...drawNames(all, frame, theme, room)]));
  return { parts, marks: marksOf(all, figure, frame), frame };
}

export const height = (figure) => (figure.wide ? 340 : 270);

export const isEmpty = (figure) => !figure.series.some((series) => series.values.some((value, row) => value !== null && (abscissa(figure, series)[row] ?? null) !== null));

export const keys = (figure) => figure.series.map((series, index) => ({
  label: series.label || figure.title, index, colour: series.colour, swatch: series.style === 'points' ? 'points' : series.style === 'dashed' ? 'dashed' : 'line', hollow: series.quiet,
}));

export function describe(figure) {
  return figure.series.map((series) => {
    const range = extent(series.values);
    return range ? `${series.label}: ${formatNumber(range[0])} to ${formatNumber(range[1])} ${series.unit}` : `${series.label}: no values`;
  }).join('; ');
}

// Whether uPlot draws it on the screen: one ascending abscissa, linear axes, nothing to read at single points.
export const isPlain = (figure) =>
  figure.kind === 'curves' && !figure.ordered && !figure.x.log && !figure.y.log && figure.marks.length === 0 &&
  figure.series.every((series) => !series.x && !series.low && !series.high && !series.xError && !series.names && !series.details && !series.links && !series.quiet && series.style !== 'dashed');
