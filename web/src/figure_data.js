// Figures as they come from the file, made regular (see data.js): every kind has its lists, at their lengths.
import { list, number, text } from './regular.js';

const positive = (value) => (number(value) > 0 ? value : null);
const texts = (values, count) => (Array.isArray(values) ? Array.from({ length: count }, (_, i) => text(values[i]) || null) : null);
const numbers = (values, count) => Array.from({ length: count }, (_, i) => number(list(values)[i]));
const errors = (values, count) => (Array.isArray(values) ? numbers(values, count) : null);

const axis = (raw) => ({ label: text(raw?.label), unit: text(raw?.unit), log: raw?.scale === 'log' });

// Rows with a finite abscissa; ascending unless they are to be joined as they come. A stable order keeps the rows of one
// abscissa together.
function rowOrder(x, ordered) {
  const order = [];
  for (let i = 0; i < x.length; i++) if (x[i] !== null) order.push(i);
  if (!ordered && order.some((row, i) => i > 0 && x[order[i - 1]] > x[row])) order.sort((a, b) => x[a] - x[b] || a - b);
  return order;
}

const marks = (raw) => list(raw).map((mark) => ({ axis: mark?.axis === 'y' ? 'y' : 'x', value: number(mark?.value), label: text(mark?.label) })).filter((mark) => mark.value !== null);

// The place in the palette: as asked for (from 1), or that of the series in its figure.
const colour = (raw, index) => (Number.isInteger(raw?.colour) && raw.colour > 0 ? raw.colour - 1 : index);

function regularSeries(raw, index, shared, ordered) {
  const own = Array.isArray(raw?.x) ? raw.x.map(number) : null;
  const order = own ? rowOrder(own, ordered) : shared.order;
  const pick = (values, regular) => (Array.isArray(values) ? order.map((row) => regular(values[row])) : null);
  return {
    label: text(raw?.label),
    unit: text(raw?.unit),
    style: ['points', 'step', 'dashed'].includes(raw?.style) ? raw.style : 'line',
    quiet: raw?.quiet === true,
    colour: colour(raw, index),
    x: own ? order.map((row) => own[row]) : null,
    values: order.map((row) => number(list(raw?.values)[row])),
    error: pick(raw?.error, number),
    low: pick(raw?.low, number),
    high: pick(raw?.high, number),
    xError: pick(raw?.x_error, positive),
    names: pick(raw?.names, (value) => text(value) || null),
    details: pick(raw?.details, (value) => text(value) || null),
    links: pick(raw?.links, (value) => text(value) || null),
  };
}

function regularCurves(raw) {
  const ordered = raw.ordered === true;
  const x = list(raw.x?.values).map(number);
  const order = rowOrder(x, ordered);
  return {
    ordered,
    x: { ...axis(raw.x), values: order.map((row) => x[row]) },
    y: axis(raw.y),
    series: list(raw.series).map((series, index) => regularSeries(series, index, { order }, ordered)),
    marks: marks(raw.marks),
  };
}

function regularPath(raw, index, count) {
  return {
    colour: colour(raw, index),
    label: text(raw?.label),
    values: numbers(raw?.values, count),
    error: errors(raw?.error, count),
    barriers: numbers(raw?.barriers, Math.max(0, count - 1)),
    states: texts(raw?.states, count),
    limiting: Number.isInteger(raw?.limiting) ? raw.limiting : null,
  };
}

function regularLevels(raw) {
  const states = list(raw.states).map(text);
  return { y: axis(raw.y), states, paths: list(raw.paths).map((path, index) => regularPath(path, index, states.length)) };
}

function regularBars(raw) {
  const categories = list(raw.categories).map(text), count = categories.length;
  return {
    x: { ...axis(raw.x), values: [] },
    y: axis(raw.y),
    stacked: raw.stacked === true,
    horizontal: typeof raw.horizontal === 'boolean' ? raw.horizontal : null,
    categories,
    series: list(raw.series).map((series, index) => ({ label: text(series?.label), colour: colour(series, index), values: numbers(series?.values, count), error: errors(series?.error, count) })),
  };
}

// An axis of a map: its numbers must ascend, or there is no map.
function gridAxis(raw) {
  const values = list(raw?.values).map(number);
  const one = axis(raw);
  const rises = values.every((value, i) => value !== null && (i === 0 || value > values[i - 1]) && (!one.log || value > 0));
  return { ...one, values: rises ? values : [] };
}

const mapPoint = (raw) => ({ label: text(raw?.label), x: number(raw?.x), y: number(raw?.y), xError: positive(raw?.x_error), yError: positive(raw?.y_error), link: text(raw?.link) || null });

function regularMap(raw) {
  const x = gridAxis(raw.x), y = gridAxis(raw.y);
  const rows = list(raw.z?.values);
  const categories = Array.isArray(raw.z?.categories) ? raw.z.categories.map(text) : null;
  return {
    x, y,
    z: {
      ...axis(raw.z),
      values: y.values.map((_, iy) => numbers(rows[iy], x.values.length)),
      diverging: raw.z?.diverging === true,
      min: number(raw.z?.min),
      max: number(raw.z?.max),
      categories: categories?.length ? categories : null,
    },
    contours: list(raw.contours).map(number).filter((level) => level !== null),
    points: list(raw.points).map(mapPoint).filter((point) => point.x !== null && point.y !== null),
    marks: marks(raw.marks),
  };
}

const KINDS = { curves: regularCurves, levels: regularLevels, bars: regularBars, map: regularMap };

export function regularFigure(raw, index) {
  const kind = Object.hasOwn(KINDS, raw.kind) ? raw.kind : 'curves';
  const head = {
    kind,
    id: text(raw.id) || `figure-${index}`,
    group: text(raw.group) || 'Results',
    title: text(raw.title),
    caption: text(raw.caption),
    wide: raw.wide === true,
    x: { label: '', unit: '', values: [] },
    series: [],
  };
  return { ...head, ...KINDS[kind](raw) };
}
