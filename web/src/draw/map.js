// Heat maps: colours over two axes with their bar, lines of equal value, marked places.
import { svgEl } from '../dom.js';
import { axisLabel, formatNumber, formatWithError, unitText } from '../format.js';
import { seriesColour } from '../theme.js';
import { border, clipped, markLines, tickRoom, xAxis, yAxis, yRoom } from './axes.js';
import { contourLines } from './contour.js';
import { errorCross, marker } from './markers.js';
import { diverging, sequential } from './palette.js';
import { extent, makeScale, padded } from './scale.js';
import { around, Room, textNode, widthOf } from './text.js';

const BAR = 14; // px, width of the colour bar
const NO_VALUE = { light: '#d5d9e0', dark: '#3a4352' };

// Borders of the cells: halfway between neighbours (in decades on a log axis), the outer ones as far out.
function cellEdges(values, log) {
  const turn = log ? Math.log10 : (value) => value, back = log ? (value) => 10 ** value : (value) => value;
  const at = values.map(turn);
  if (at.length === 1) return [back(at[0] - 0.5), back(at[0] + 0.5)];
  const inner = at.slice(1).map((value, i) => (value + at[i]) / 2);
  return [at[0] - (inner[0] - at[0]), ...inner, at[at.length - 1] + (at[at.length - 1] - inner[inner.length - 1])].map(back);
}

function colourLimits({ values, log, min, max, diverging: twoSided }) {
  const range = extent(values.flat(), log) ?? (log ? [0.1, 10] : [0, 1]);
  let [low, high] = [min ?? range[0], max ?? range[1]];
  if (twoSided && !log) [low, high] = [-Math.max(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
  return low === high ? padded([low, high], 0, log) : [low, high];
}

function colouring(figure, theme) {
  const { z } = figure;
  if (z.categories) return { limits: [0, 1], of: (value) => (value === null ? null : seriesColour(Math.round(value), theme)) };
  const limits = colourLimits(z);
  const scale = makeScale(limits, { log: z.log, from: 0, to: 1 });
  const palette = z.diverging ? diverging : sequential;
  return { limits, of: (value) => (scale.shows(value) ? palette(scale.of(value)) : null) };
}

// Whether all cells are of one size on the paper; then a picture of one pixel a cell is enough.
function isEven(edges, scale) {
  const at = edges.map(scale.of), step = (at[at.length - 1] - at[0]) / (at.length - 1);
  return at.every((place, i) => Math.abs(place - at[0] - i * step) < 0.25);
}

const evenPixels = (count) => Array.from({ length: count + 1 }, (_, i) => i);

// One picture of all cells: ten thousand rectangles would make the page slow. Where there is no value it is clear.
function cellImage(figure, { frame, x, y }, edges, colours) {
  const even = isEven(edges.x, x) && isEven(edges.y, y);
  const px = even ? evenPixels(edges.x.length - 1) : edges.x.map((value) => Math.round(x.of(value) - frame.left));
  const py = even ? evenPixels(edges.y.length - 1).reverse() : edges.y.map((value) => Math.round(y.of(value) - frame.top));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, px[px.length - 1]), Math.max(1, py[0])];
  const pen = canvas.getContext('2d', { willReadFrequently: true }); // on the CPU: it is read at once
  figure.z.values.forEach((row, iy) => row.forEach((value, ix) => {
    const colour = colours.of(value);
    if (!colour) return;
    pen.fillStyle = colour;
    pen.fillRect(px[ix], py[iy + 1], px[ix + 1] - px[ix], py[iy] - py[iy + 1]);
  }));
  return svgEl('image', {
    x: frame.left, y: frame.top, width: frame.right - frame.left, height: frame.bottom - frame.top, preserveAspectRatio: 'none',
    style: 'image-rendering: pixelated', href: canvas.toDataURL('image/png'),
  });
}

let hatches = 0;

function hatched(frame, theme) {
  const id = `hatch-${hatches++}`;
  const lines = svgEl('path', { d: 'M-1,7L7,-1M-1,1L1,-1M5,7L7,5', stroke: NO_VALUE[theme.name], 'stroke-width': 1 });
  const pattern = svgEl('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse' }, lines);
  return [pattern, svgEl('rect', { x: frame.left, y: frame.top, width: frame.right - frame.left, height: frame.bottom - frame.top, fill: `url(#${id})` })];
}

const barTicks = (tall) => Math.max(3, Math.round(tall / 45));

function colourBar(figure, frame, colours, theme) {
  const { z } = figure;
  const left = frame.right + 14;
  const scale = makeScale(colours.limits, { log: z.log, from: frame.bottom, to: frame.top, wanted: barTicks(frame.bottom - frame.top) });
  const steps = 64, tall = (frame.bottom - frame.top) / steps;
  const palette = z.diverging ? diverging : sequential;
  const cells = Array.from({ length: steps }, (_, i) =>
    svgEl('rect', { x: left, y: (frame.bottom - (i + 1) * tall).toFixed(2), width: BAR, height: (tall + 0.6).toFixed(2), fill: palette((i + 0.5) / steps) }));
  const outline = svgEl('rect', { x: left, y: frame.top, width: BAR, height: frame.bottom - frame.top, fill: 'none', stroke: theme.axis });
  const ticks = scale.ticks.map(({ value, text }) => textNode(text, { x: left + BAR + 6, y: (scale.of(value) + 4).toFixed(2), fill: theme.muted, size: 12 }));
  const x = left + BAR + 20 + tickRoom(scale), middle = (frame.top + frame.bottom) / 2;
  const title = textNode(axisLabel(z.label, z.unit, scale.exponent), { x, y: middle, 'text-anchor': 'middle', fill: theme.text, size: 12, transform: `rotate(-90 ${x} ${middle})` });
  return [...cells, outline, ...ticks, title];
}

function barRoom(figure, colours, tall) {
  if (figure.z.categories) return 16;
  const scale = makeScale(colours.limits, { log: figure.z.log, from: tall, to: 0, wanted: barTicks(tall) });
  return 14 + BAR + 26 + tickRoom(scale);
}

// A value of the axis at a place between the points of the grid.
function gridValue(values, place, log) {
  const low = Math.min(values.length - 2, Math.floor(place)), t = place - low;
  if (values.length < 2) return values[0];
  return log ? values[low] ** (1 - t) * values[low + 1] ** t : (1 - t) * values[low] + t * values[low + 1];
}

function contours(figure, { frame, x, y }, room) {
  const lines = [], labels = [];
  const turn = (value) => (figure.z.log ? (value > 0 ? Math.log10(value) : null) : value);
  const z = figure.z.values.map((row) => row.map((value) => (value === null ? null : turn(value))));
  for (const level of figure.contours) {
    if (turn(level) === null) continue;
    const text = formatNumber(level);
    let named = false;
    for (const chain of contourLines(z, turn(level))) {
      const points = chain.map(([ix, iy]) => [x.of(gridValue(figure.x.values, ix, figure.x.log)), y.of(gridValue(figure.y.values, iy, figure.y.log))]);
      lines.push(svgEl('path', { d: `M${points.map((point) => point.map((v) => v.toFixed(1)).join(',')).join('L')}`, fill: 'none', stroke: '#ffffff', 'stroke-width': 1.1, 'stroke-opacity': 0.85, class: 'contour' }));
      if (named || points.length < 4) continue;
      const spots = [0.5, 0.3, 0.7, 0.15, 0.85].map((part) => points[Math.floor(part * (points.length - 1))]).map(([px, py]) => ({ x: px, y: py + 4, anchor: 'middle' }));
      const spot = room.place(spots, widthOf(text, 10.5) + 4, 10.5);
      if (!spot) continue;
      named = true;
      labels.push(textNode(text, { x: spot.x.toFixed(1), y: spot.y.toFixed(1), 'text-anchor': 'middle', size: 10.5, fill: '#ffffff', halo: '#1d2433' }));
    }
  }
  return [...lines, ...labels];
}

function pointParts(figure, { x, y }, room) {
  const shown = figure.points.filter((point) => x.shows(point.x) && y.shows(point.y));
  for (const point of shown) {
    const [px, py] = [x.of(point.x), y.of(point.y)];
    room.take([px - 5, py - 5, px + 5, py + 5]);
    if (point.xError) room.take([x.of(point.x - point.xError), py - 2, x.of(point.x + point.xError), py + 2]);
    if (point.yError) room.take([px - 2, y.of(point.y + point.yError), px + 2, y.of(point.y - point.yError)]);
  }
  return shown.flatMap((point) => {
    const [px, py] = [x.of(point.x), y.of(point.y)];
    const [ex, ey] = [point.xError ?? 0, point.yError ?? 0];
    const cross = errorCross(x.of(point.x - ex), x.of(point.x + ex), y.of(point.y - ey), y.of(point.y + ey), px, py, '#ffffff');
    const spot = point.label ? room.place(around(px, py, 9), widthOf(point.label, 12), 12) : null;
    const text = spot ? textNode(point.label, { x: spot.x.toFixed(1), y: spot.y.toFixed(1), 'text-anchor': spot.anchor, size: 12, fill: '#ffffff', halo: '#101828' }) : null;
    return [cross, marker(px, py, { colour: '#ffffff', ground: '#101828', r: 4.2 }), text].filter(Boolean);
  });
}


function zText(z, value) {
  if (value === null) return `${z.label || 'z'}: no value`;
  if (z.categories) return `${z.label ? `${z.label}: ` : ''}${z.categories[Math.round(value)] ?? formatNumber(value)}`;
  return `${z.label || 'z'}: ${formatNumber(value)}${unitText(z.unit)}`;
}

const place2 = (figure, x, y) => `${figure.x.label || 'x'} = ${formatNumber(x, 4)}${unitText(figure.x.unit)}, ${figure.y.label || 'y'} = ${formatNumber(y, 4)}${unitText(figure.y.unit)}`;

const nearestIndex = (edges, value) => Math.min(edges.length - 2, Math.max(0, edges.findIndex((edge) => edge > value) - 1));

function hitter(figure, { frame, x, y }, edges, marks) {
  return (px, py) => {
    const near = marks.find((mark) => Math.hypot(mark.x - px, mark.y - py) < 9);
    if (near) return near;
    if (px < frame.left || px > frame.right || py < frame.top || py > frame.bottom) return null;
    const ix = nearestIndex(edges.x, x.at(px)), iy = nearestIndex(edges.y, y.at(py));
    return cellMark(figure, { x, y }, ix, iy);
  };
}

const cellMark = (figure, { x, y }, ix, iy) => ({
  x: x.of(figure.x.values[ix]), y: y.of(figure.y.values[iy]), cell: [ix, iy],
  reading: () => `${zText(figure.z, figure.z.values[iy][ix])} \u00b7 ${place2(figure, figure.x.values[ix], figure.y.values[iy])}`,
});

const pointMark = (figure, { x, y }, point) => ({
  x: x.of(point.x), y: y.of(point.y), link: point.link,
  reading: () => `${point.label} \u00b7 ${figure.x.label || 'x'} = ${formatWithError(point.x, point.xError)}${unitText(figure.x.unit)}, ${figure.y.label || 'y'} = ${formatWithError(point.y, point.yError)}${unitText(figure.y.unit)}`,
});

export function paint(figure, { box, theme }) {
  const edges = { x: cellEdges(figure.x.values, figure.x.log), y: cellEdges(figure.y.values, figure.y.log) };
  const colours = colouring(figure, theme);
  const bottom = box.bottom - 46;
  const y = makeScale([edges.y[0], edges.y[edges.y.length - 1]], { log: figure.y.log, from: bottom, to: box.top, wanted: Math.max(3, Math.round((bottom - box.top) / 45)) });
  const frame = { left: box.left + yRoom(y), right: box.right - barRoom(figure, colours, bottom - box.top), top: box.top, bottom };
  const x = makeScale([edges.x[0], edges.x[edges.x.length - 1]], { log: figure.x.log, from: frame.left, to: frame.right, wanted: Math.max(3, Math.round((frame.right - frame.left) / 80)) });
  const place = { frame, x, y };
  const room = new Room(frame);
  const marks = figure.points.filter((point) => x.shows(point.x) && y.shows(point.y)).map((point) => pointMark(figure, place, point));
  const points = pointParts(figure, place, room);
  const over = [...contours(figure, place, room), ...points];
  const noGrid = { ...theme, grid: 'none' };
  const parts = [
    ...xAxis(figure.x, x, frame, noGrid), ...yAxis(figure.y, y, frame, noGrid),
    ...(figure.z.values.some((row) => row.includes(null)) ? hatched(frame, theme) : []), cellImage(figure, place, edges, colours),
    clipped(frame, [...markLines(figure.marks, place, frame, { ...theme, muted: '#ffffff', ground: '#1d2433' }, room), ...over]), border(frame, theme, true),
    ...(figure.z.categories ? [] : colourBar(figure, frame, colours, theme)),
  ];
  const cells = marks.length ? [] : middleRow(figure, place);
  return { parts, marks: [...marks, ...cells], hit: hitter(figure, place, edges, marks), frame, step: stepper(figure, place) };
}

const middleRow = (figure, place) => [cellMark(figure, place, Math.floor(figure.x.values.length / 2), Math.floor(figure.y.values.length / 2))];

// Arrow keys walk over the cells, from the middle or from where the last mark is.
function stepper(figure, place) {
  const [nx, ny] = [figure.x.values.length, figure.y.values.length];
  return (mark, dx, dy) => {
    if (!mark?.cell) return cellMark(figure, place, Math.floor(nx / 2), Math.floor(ny / 2));
    const [ix, iy] = mark.cell;
    return cellMark(figure, place, Math.min(nx - 1, Math.max(0, ix + dx)), Math.min(ny - 1, Math.max(0, iy + dy)));
  };
}

export const height = (figure) => (figure.wide ? 460 : 360);
export const isEmpty = (figure) => figure.x.values.length === 0 || figure.y.values.length === 0 || !figure.z.values.some((row) => row.some((value) => value !== null));
export const keys = (figure) => (figure.z.categories ?? []).map((label, index) => ({ label, index, colour: index, swatch: 'bar', fixed: true }));

export function describe(figure) {
  const range = extent(figure.z.values.flat());
  const names = figure.points.map((point) => point.label).filter(Boolean).join(', ');
  const what = figure.z.categories ? figure.z.categories.join(', ') : `${figure.z.label} ${formatNumber(range?.[0])} to ${formatNumber(range?.[1])} ${figure.z.unit}`;
  return `map of ${what}${names ? `; marked: ${names}` : ''}`;
}
