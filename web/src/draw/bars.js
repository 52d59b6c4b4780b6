// Bars in groups or on one another, with errors; upright, or lying where the names of the groups are long.
import { svgEl } from '../dom.js';
import { formatNumber, formatWithError, unitText } from '../format.js';
import { seriesColour } from '../theme.js';
import { border, xAxis, xTitle, yAxis, yRoom } from './axes.js';
import { errorCross } from './markers.js';
import { extent, makeScale, padded } from './scale.js';
import { shortened, textNode, widthOf, wrapped } from './text.js';

const LABEL = 12, LINE = 15;

// Start and end of every bar, as numbers: stacked bars begin where the last of their sign ended.
function spans(figure, hidden) {
  const up = figure.categories.map(() => 0), down = figure.categories.map(() => 0);
  return figure.series.map((series, index) => series.values.map((value, group) => {
    if (value === null || hidden.has(index)) return null;
    if (!figure.stacked) return [0, value];
    const ends = value < 0 ? down : up;
    const start = ends[group];
    ends[group] = start + value;
    return [start, start + value];
  }));
}

function* numbers(figure, all) {
  yield 0;
  for (const [index, series] of all.entries())
    for (const [group, span] of series.entries()) {
      if (!span) continue;
      const error = figure.series[index].error?.[group] ?? 0;
      yield* [span[0], span[1] + error, span[1] - error];
    }
}

// Zero is the end of the axis when all bars are on one side of it.
function limits(figure, all) {
  if (figure.y.log) return padded(extent(all.flat().filter(Boolean).map((span) => span[1]), true), 0.08, true);
  const [min, max] = extent(numbers(figure, all));
  const [low, high] = padded([min, max], 0.09);
  return [min < 0 ? low : 0, max > 0 || min === 0 ? high : 0];
}

// Equations are read in one line; other names may stand in two.
function needsLying(figure, box) {
  const column = (box.right - box.left - 60) / Math.max(1, figure.categories.length);
  return figure.categories.some((name) => {
    const lines = wrapped(name, column - 6, LABEL);
    return lines.length > 2 || Math.max(...lines.map((line) => widthOf(line, LABEL))) > column - 4 || (lines.length > 1 && / <?->|\u21cc|\u2192/.test(name));
  });
}

export const isLying = (figure, box) => figure.horizontal ?? needsLying(figure, box);

function upright(figure, box, range) {
  const guess = (box.right - box.left - 60) / figure.categories.length;
  const names = figure.categories.map((name) => wrapped(name, guess - 6, LABEL));
  const bottom = box.bottom - 10 - LINE * Math.max(1, ...names.map((lines) => lines.length)) - (figure.x.label ? 18 : 0);
  const value = makeScale(range, { log: figure.y.log, from: bottom, to: box.top, wanted: Math.max(3, Math.round((bottom - box.top) / 45)) });
  const frame = { left: box.left + yRoom(value), right: box.right - 12, top: box.top, bottom };
  return { value, frame, names, lying: false, step: (frame.right - frame.left) / figure.categories.length, start: frame.left };
}

function lying(figure, box, range) {
  const most = 0.45 * (box.right - box.left);
  const names = figure.categories.map((name) => [shortened(name, most, LABEL)]);
  const bottom = box.bottom - 46;
  const left = box.left + 14 + Math.max(...names.map(([name]) => widthOf(name, LABEL)));
  const frame = { left, right: box.right - 22, top: box.top, bottom };
  const value = makeScale(range, { log: figure.y.log, from: left, to: frame.right, wanted: Math.max(3, Math.round((frame.right - left) / 80)) });
  return { value, frame, names, lying: true, step: (bottom - box.top) / figure.categories.length, start: box.top };
}

function axes(figure, place, theme) {
  const { frame, names, step, start, value } = place;
  const centre = (group) => start + (group + 0.5) * step;
  if (place.lying) {
    const texts = names.map(([name], group) => textNode(name, { x: frame.left - 8, y: (centre(group) + 4).toFixed(2), 'text-anchor': 'end', fill: theme.text, size: LABEL }));
    return [...xAxis(figure.y, value, frame, theme), ...texts];
  }
  const texts = names.flatMap((lines, group) => lines.map((line, i) =>
    textNode(line, { x: centre(group).toFixed(2), y: frame.bottom + 17 + LINE * i, 'text-anchor': 'middle', fill: theme.text, size: LABEL })));
  const rows = Math.max(1, ...names.map((lines) => lines.length));
  const title = figure.x.label ? [xTitle(figure.x.unit ? `${figure.x.label} (${figure.x.unit})` : figure.x.label, frame, theme, 20 + LINE * rows)] : [];
  return [...yAxis(figure.y, value, frame, theme), ...texts, ...title];
}

// Where a bar stands across the axis: [from, width].
function across(figure, place, group, order, count) {
  const wide = Math.min(0.72 * place.step, figure.stacked ? 72 : 56 * count);
  const from = place.start + (group + 0.5) * place.step - wide / 2;
  return figure.stacked ? [from, wide] : [from + (order * wide) / count, wide / count - (count > 1 ? 1.5 : 0)];
}

function rectangle([from, thick], low, high, isLyingBar, colour) {
  const start = Math.min(low, high), length = Math.max(0.6, Math.abs(high - low));
  const box = isLyingBar ? { x: start, y: from, width: length, height: thick } : { x: from, y: start, width: thick, height: length };
  return svgEl('rect', { ...Object.fromEntries(Object.entries(box).map(([name, value]) => [name, value.toFixed(2)])), fill: colour, class: 'bar' });
}

function whisker(place, middle, value, error, theme) {
  if (!error) return null;
  const [low, high] = [place.value.of(value - error), place.value.of(value + error)];
  return place.lying ? errorCross(low, high, 0, 0, place.value.of(value), middle, theme.text) : errorCross(0, 0, low, high, middle, place.value.of(value), theme.text);
}

function reading(figure, series, group) {
  const unit = unitText(figure.y.unit);
  return `${figure.categories[group]} \u00b7 ${series.label ? `${series.label}: ` : ''}${formatWithError(series.values[group], series.error?.[group])}${unit}`;
}

// The number at the end of a bar, where bars are few enough.
function endNumber(place, middle, value, error, thick, theme) {
  if (!place.value.log && Math.abs(place.value.of(value) - place.value.of(0)) < 0.5) return null; // rows of zeros tell nothing
  const text = formatNumber(Number(value.toPrecision(3)));
  const end = place.value.of(value >= 0 ? value + (error ?? 0) : value - (error ?? 0));
  if (place.lying) {
    if (thick < 9) return null;
    const right = value >= 0, fits = right ? end + 5 + widthOf(text, 11) < place.frame.right + 20 : end - 5 - widthOf(text, 11) > place.frame.left;
    return fits ? textNode(text, { x: end + (right ? 5 : -5), y: middle + 4, 'text-anchor': right ? 'start' : 'end', fill: theme.muted, size: 11, halo: theme.ground }) : null;
  }
  if (widthOf(text, 11) > thick + 2) return null;
  return textNode(text, { x: middle.toFixed(2), y: value >= 0 ? end - 4 : end + 12, 'text-anchor': 'middle', fill: theme.muted, size: 11, halo: theme.ground });
}

export function paint(figure, { box, theme, hidden }) {
  const all = spans(figure, hidden);
  const place = (isLying(figure, box) ? lying : upright)(figure, box, limits(figure, all));
  const shown = figure.series.map((_, index) => index).filter((index) => !hidden.has(index));
  const bars = [], over = [], marks = [];
  const base = (start) => place.value.of(figure.y.log && start <= 0 ? place.value.min : start);
  shown.forEach((index, order) => {
    const series = figure.series[index];
    all[index].forEach((span, group) => {
      if (!span || !place.value.shows(span[1])) return;
      const [from, thick] = across(figure, place, group, order, shown.length);
      const middle = from + thick / 2, end = place.value.of(span[1]), error = series.error?.[group];
      const spot = place.lying ? { x: end, y: middle } : { x: middle, y: end };
      bars.push(rectangle([from, thick], base(span[0]), end, place.lying, seriesColour(series.colour, theme)));
      over.push(whisker(place, middle, span[1], error, theme), figure.stacked ? null : endNumber(place, middle, span[1], error, thick, theme));
      const box0 = place.lying ? [Math.min(base(span[0]), end), from, Math.max(base(span[0]), end), from + thick] : [from, Math.min(base(span[0]), end), from + thick, Math.max(base(span[0]), end)];
      marks.push({ ...spot, box: box0, group, reading: () => reading(figure, series, group) });
    });
  });
  const { frame } = place;
  const zero = !place.value.shows(0) || place.value.log ? null : place.lying
    ? svgEl('path', { d: `M${base(0).toFixed(2)},${frame.top}V${frame.bottom}`, stroke: theme.axis })
    : svgEl('path', { d: `M${frame.left},${base(0).toFixed(2)}H${frame.right}`, stroke: theme.axis });
  const parts = [...axes(figure, place, theme), ...bars, zero, border(frame, theme), ...over].filter(Boolean);
  return { parts, marks: marks.sort((a, b) => a.group - b.group), frame };
}

export function height(figure, width) {
  const box = { left: 0, right: width, top: 0, bottom: 300 };
  if (figure.categories.length === 0 || !isLying(figure, box)) return figure.wide ? 330 : 280;
  const thick = figure.stacked ? 26 : Math.max(26, 13 * figure.series.length + 10);
  return Math.max(150, Math.min(900, 60 + thick * figure.categories.length));
}

export const isEmpty = (figure) => figure.categories.length === 0 || !figure.series.some((series) => series.values.some((value) => value !== null));
export const keys = (figure) => (figure.series.length > 1 || figure.series[0]?.label ? figure.series.map((series, index) => ({ label: series.label || figure.title, index, colour: series.colour, swatch: 'bar' })) : []);
export const describe = (figure) =>
  figure.series.map((series) => `${series.label}: ${figure.categories.map((name, group) => (series.values[group] === null ? null : `${name} ${formatNumber(series.values[group])}`)).filter(Boolean).join(', ')} ${figure.y.unit}`).join('; ');
