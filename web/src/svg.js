// A figure as a static SVG: for paper, and to save.
import { indexPieces, svgEl } from './dom.js';
import { saveBlob } from './download.js';
import { axisExponent, axisLabel, formatTicks } from './format.js';
import { unitGroups, yLabel } from './plot.js';
import { printTheme, seriesColour } from './theme.js';

const WIDTH = 720, HEIGHT = 260, WIDE_HEIGHT = 330;
const EDGE = { top: 34, bottom: 46, left: 74, right: 22, rightAxis: 74 };
const FONT = 'Helvetica, Arial, sans-serif';

function niceTicks(min, max, wanted) {
  const rough = (max - min) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const ticks = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++) ticks.push(i * step);
  return { ticks, step };
}

function limits(values, pad) {
  let min = Infinity, max = -Infinity;
  for (const value of values) if (value !== null) [min, max] = [Math.min(min, value), Math.max(max, value)];
  if (min > max) return [0, 1];
  if (min === max) return [min - (Math.abs(min) * 1e-3 || 1), max + (Math.abs(max) * 1e-3 || 1)];
  return [min - pad * (max - min), max + pad * (max - min)];
}

function* extremes(group) {
  for (const series of group)
    for (let i = 0; i < series.values.length; i++) {
      if (series.values[i] === null) continue;
      yield series.values[i] + (series.error?.[i] ?? 0);
      yield series.values[i] - (series.error?.[i] ?? 0);
    }
}

// Runs of consecutive values without a gap: lists of rows.
function runs(values) {
  const found = [];
  let run = [];
  values.forEach((value, row) => {
    if (value !== null) run.push(row);
    else if (run.length) {
      found.push(run);
      run = [];
    }
  });
  if (run.length) found.push(run);
  return found;
}

// At most two rows (lowest and highest) for each half pixel of width.
function thinned(run, values, width) {
  const bins = 2 * width;
  if (run.length <= 2 * bins) return run;
  const kept = [];
  const size = Math.ceil(run.length / bins);
  for (let start = 0; start < run.length; start += size) {
    const part = run.slice(start, start + size);
    let low = part[0], high = part[0];
    for (const row of part) {
      if (values[row] < values[low]) low = row;
      if (values[row] > values[high]) high = row;
    }
    kept.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  }
  return kept;
}

const point = (x, y) => `${x.toFixed(2)},${y.toFixed(2)}`;

function linePath(rows, x, y, step) {
  return rows
    .map((row, i) => {
      if (i === 0) return `M${point(x(row), y(row))}`;
      return step ? `H${x(row).toFixed(2)}V${y(row).toFixed(2)}` : `L${point(x(row), y(row))}`;
    })
    .join('');
}

function bandPath(rows, x, upper, lower) {
  const back = [...rows].reverse();
  return `M${rows.map((row) => point(x(row), upper(row))).join('L')}L${back.map((row) => point(x(row), lower(row))).join('L')}Z`;
}

function drawSeries(series, index, x, yOf, width) {
  const colour = seriesColour(index, printTheme);
  const value = (row) => yOf(series.values[row]);
  const bound = (sign) => (row) => yOf(series.values[row] + sign * (series.error?.[row] ?? 0));
  const parts = [];
  for (const run of runs(series.values)) {
    const rows = thinned(run, series.values, width);
    if (series.style === 'points') {
      for (const row of rows) {
        if (series.error?.[row]) parts.push(svgEl('path', { d: `M${x(row).toFixed(2)},${bound(1)(row).toFixed(2)}V${bound(-1)(row).toFixed(2)}`, stroke: colour }));
        parts.push(svgEl('circle', { cx: x(row).toFixed(2), cy: value(row).toFixed(2), r: 2.6, fill: colour }));
      }
      continue;
    }
    if (series.error) parts.push(svgEl('path', { d: bandPath(rows, x, bound(1), bound(-1)), fill: colour, 'fill-opacity': 0.18 }));
    const d = linePath(rows, x, value, series.style === 'step');
    parts.push(svgEl('path', { d, fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-linejoin': 'round' }));
  }
  return parts;
}

const label = (text, attributes) => {
  const node = svgEl('text', { 'font-family': FONT, 'font-size': 12, fill: '#475467', ...attributes });
  let lowered = 0; // px; what the last index went down comes up again with the next piece
  for (const [piece, isIndex] of indexPieces(text)) {
    const down = isIndex ? 3 : 0;
    const span = svgEl('tspan', { dy: down - lowered, ...(isIndex ? { 'font-size': 9 } : {}) });
    span.textContent = piece;
    node.append(span);
    lowered = down;
  }
  return node;
};

function xAxis(figure, frame, position, [min, max]) {
  const { ticks, step } = niceTicks(min, max, 7);
  const exponent = axisExponent(Math.max(Math.abs(min), Math.abs(max)));
  const names = formatTicks(ticks, step, exponent);
  const parts = ticks.flatMap((tick, i) => [
    svgEl('path', { d: `M${position(tick).toFixed(2)},${frame.top}V${frame.bottom}`, stroke: printTheme.grid }),
    label(names[i], { x: position(tick), y: frame.bottom + 17, 'text-anchor': 'middle' }),
  ]);
  const title = axisLabel(figure.x.label, figure.x.unit, exponent);
  return [...parts, label(title, { x: (frame.left + frame.right) / 2, y: frame.bottom + 37, 'text-anchor': 'middle', fill: '#1d2939' })];
}

function yAxis(text, unit, frame, position, [min, max], right) {
  const { ticks, step } = niceTicks(min, max, 5);
  const exponent = axisExponent(Math.max(Math.abs(min), Math.abs(max)));
  const names = formatTicks(ticks, step, exponent);
  const at = right ? frame.right + 7 : frame.left - 7;
  const parts = ticks.flatMap((tick, i) => [
    ...(right ? [] : [svgEl('path', { d: `M${frame.left},${position(tick).toFixed(2)}H${frame.right}`, stroke: printTheme.grid })]),
    label(names[i], { x: at, y: position(tick) + 4, 'text-anchor': right ? 'start' : 'end' }),
  ]);
  const middle = (frame.top + frame.bottom) / 2;
  const titleX = right ? frame.right + 62 : 14;
  parts.push(label(axisLabel(text, unit, exponent), {
    x: titleX, y: middle, 'text-anchor': 'middle', fill: '#1d2939', transform: `rotate(-90 ${titleX} ${middle})`,
  }));
  return parts;
}

function legend(figure, frame) {
  const parts = [];
  let x = frame.left;
  figure.series.forEach((series, index) => {
    const colour = seriesColour(index, printTheme);
    const text = series.label || figure.title;
    parts.push(svgEl('rect', { x, y: 13, width: 16, height: 4, rx: 2, fill: colour }), label(text, { x: x + 22, y: 19, fill: '#1d2939' }));
    x += 44 + 6.3 * text.length;
  });
  return parts;
}

const sizeOf = (figure) => ({ width: WIDTH, height: figure.wide ? WIDE_HEIGHT : HEIGHT });

export function figureSvg(figure) {
  const size = sizeOf(figure);
  const groups = unitGroups(figure);
  const frame = { left: EDGE.left, right: size.width - (groups.size > 1 ? EDGE.rightAxis : EDGE.right), top: EDGE.top, bottom: size.height - EDGE.bottom };
  const xLimits = limits(figure.x.values, 0);
  const xOf = (value) => frame.left + ((value - xLimits[0]) / (xLimits[1] - xLimits[0])) * (frame.right - frame.left);
  const root = svgEl('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${size.width} ${size.height}`, role: 'img' });
  const title = svgEl('title');
  title.textContent = figure.title;
  root.append(title, svgEl('rect', { width: size.width, height: size.height, fill: '#ffffff' }), ...xAxis(figure, frame, xOf, xLimits));
  const curves = [];
  let side = 0;
  for (const [unit, group] of groups) {
    const yLimits = limits(extremes(group), 0.06);
    const yOf = (value) => frame.bottom - ((value - yLimits[0]) / (yLimits[1] - yLimits[0])) * (frame.bottom - frame.top);
    if (side < 2) root.append(...yAxis(yLabel(group), unit, frame, yOf, yLimits, side === 1));
    for (const series of group)
      curves.push(...drawSeries(series, figure.series.indexOf(series), (row) => xOf(figure.x.values[row]), yOf, frame.right - frame.left));
    side++;
  }
  root.append(svgEl('path', { d: `M${frame.left},${frame.top}V${frame.bottom}H${frame.right}`, fill: 'none', stroke: printTheme.axis }));
  root.append(...curves, ...legend(figure, frame));
  return root;
}

export const svgText = (node) => new XMLSerializer().serializeToString(node);

export function savePng(name, figure) {
  const size = sizeOf(figure);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2 * size.width, 2 * size.height];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => saveBlob(name, blob), 'image/png');
  };
  const node = figureSvg(figure);
  node.setAttribute('width', size.width);
  node.setAttribute('height', size.height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(node))}`;
}
