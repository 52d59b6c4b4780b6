// Free-energy diagrams: levels joined by dashed lines, or by humps where the transition state is known.
import { svgEl } from '../dom.js';
import { formatNumber, formatTicks, formatWithError, unitText } from '../format.js';
import { patternOf, seriesColour } from '../theme.js';
import { border, yAxis, yRoom } from './axes.js';
import { extent, makeScale, padded } from './scale.js';
import { Room, textNode, widthOf, wrapped } from './text.js';

const LABEL = 12, VALUE = 11, LINE = 15;

const energy = (value) => formatTicks([value], 0.01, 0)[0];

function* numbers(figure) {
  yield 0;
  for (const path of figure.paths) {
    for (const [i, value] of path.values.entries()) {
      if (value === null) continue;
      yield value + (path.error?.[i] ?? 0);
      yield value - (path.error?.[i] ?? 0);
    }
    yield* path.barriers.filter((value) => value !== null);
  }
}

function geometry(figure, box) {
  const count = Math.max(1, figure.states.length);
  const guess = (box.right - box.left - 70) / count;
  const names = figure.states.map((name) => wrapped(name, guess - 8, LABEL));
  const bottom = box.bottom - 10 - LINE * Math.max(1, ...names.map((lines) => lines.length));
  const y = makeScale(padded(extent(numbers(figure)), 0.1), { from: bottom, to: box.top, wanted: Math.max(3, Math.round((bottom - box.top) / 50)) });
  const frame = { left: box.left + yRoom(y), right: box.right - 12, top: box.top, bottom };
  const column = (frame.right - frame.left) / count;
  const half = Math.min(38, 0.27 * column);
  return { y, frame, names, half, middle: (state) => frame.left + (state + 0.5) * column };
}

function stateNames({ frame, names, middle }, theme) {
  return names.flatMap((lines, state) => lines.map((line, i) =>
    textNode(line, { x: middle(state).toFixed(2), y: frame.bottom + 17 + LINE * i, 'text-anchor': 'middle', fill: theme.text, size: LABEL })));
}

// From one level to the next with horizontal ends; through the transition state when there is one.
function hump([x0, y0], [xt, yt], [x1, y1]) {
  const a = 0.55 * (xt - x0), b = 0.55 * (x1 - xt);
  return `M${x0},${y0}C${x0 + a},${y0} ${xt - a},${yt} ${xt},${yt}C${xt + b},${yt} ${x1 - b},${y1} ${x1},${y1}`;
}

function nextState(path, state) {
  for (let other = state + 1; other < path.values.length; other++) if (path.values[other] !== null) return other;
  return null;
}

function connector(path, state, next, place, colour) {
  const { middle, half, y } = place;
  const from = [middle(state) + half, y.of(path.values[state])], to = [middle(next) - half, y.of(path.values[next])];
  const barrier = next === state + 1 ? path.barriers[state] : null;
  if (barrier !== null && barrier !== undefined) {
    const top = [(from[0] + to[0]) / 2, y.of(barrier)];
    return { barrier, top, node: svgEl('path', { d: hump(from, top, to), fill: 'none', stroke: colour, 'stroke-width': 1.5, class: 'barrier' }) };
  }
  const limiting = path.limiting === state ? { 'stroke-width': 2.4 } : { 'stroke-width': 1.2, 'stroke-dasharray': '3 3' };
  return { barrier: null, node: svgEl('path', { d: `M${from}L${to}`, fill: 'none', stroke: colour, class: 'join', ...limiting }) };
}

const nameOf = (figure, path, state) => path.states?.[state] || figure.states[state];

function levelReading(figure, path, state) {
  const unit = unitText(figure.y.unit);
  return `${path.label ? `${path.label} \u00b7 ` : ''}${nameOf(figure, path, state)}: ${formatWithError(path.values[state], path.error?.[state])}${unit}`;
}

function barrierReading(figure, path, state, barrier) {
  const unit = unitText(figure.y.unit);
  const height = formatNumber(Number((barrier - path.values[state]).toFixed(6)));
  return `${path.label ? `${path.label} \u00b7 ` : ''}${nameOf(figure, path, state)} \u2192 ${nameOf(figure, path, state + 1)}: transition state ${formatNumber(barrier)}${unit}, ${height}${unit} above`;
}

function level(path, state, place, colour) {
  const { middle, half, y } = place;
  const at = y.of(path.values[state]);
  const parts = [svgEl('path', { d: `M${(middle(state) - half).toFixed(2)},${at.toFixed(2)}h${(2 * half).toFixed(2)}`, stroke: colour, 'stroke-width': 3, class: 'level', ...(patternOf(path.colour) ? { 'stroke-dasharray': '9 2 2 2' } : {}) })];
  const error = path.error?.[state];
  if (error) {
    const x = middle(state) + 0.8 * half; // beside the number
    const d = `M${x},${y.of(path.values[state] - error)}V${y.of(path.values[state] + error)}`;
    parts.push(svgEl('path', { d, stroke: colour, 'stroke-width': 1.2 }));
  }
  return parts;
}

// A number at a level, above or below, wherever there is room; what a path calls the state stands with it. Paths that
// share a level share its number (`written` has those that stand).
function levelText(figure, path, state, place, room, colour, theme, written) {
  const own = path.states?.[state];
  const text = own ? `${own} ${energy(path.values[state])}` : energy(path.values[state]);
  const x = place.middle(state), at = place.y.of(path.values[state]), { half } = place;
  if (written.has(`${state} ${text}`)) return [];
  written.add(`${state} ${text}`);
  const width = widthOf(text, VALUE);
  const spots = [{ x, y: at - 6, anchor: 'middle' }, { x, y: at + 14, anchor: 'middle' }, { x: x - half, y: at - 6, anchor: 'start' },
                 { x: x + half, y: at - 6, anchor: 'end' }, { x: x + half + 3, y: at + 4, anchor: 'start' }, { x: x - half - 3, y: at + 4, anchor: 'end' },
                 { x, y: at - 19, anchor: 'middle' }, { x, y: at + 27, anchor: 'middle' }];
  const spot = room.place(spots, width, VALUE);
  return spot ? [textNode(text, { x: spot.x.toFixed(2), y: spot.y.toFixed(2), 'text-anchor': spot.anchor, size: VALUE, fill: colour, halo: theme.ground })] : [];
}

function barrierText({ barrier, top }, room, colour, theme) {
  const spot = room.place([{ x: top[0], y: top[1] - 8, anchor: 'middle' }, { x: top[0], y: top[1] + 14, anchor: 'middle' }], widthOf(energy(barrier), VALUE), VALUE);
  return spot ? [textNode(energy(barrier), { x: spot.x.toFixed(2), y: spot.y.toFixed(2), 'text-anchor': 'middle', size: VALUE, fill: colour, halo: theme.ground, 'font-style': 'italic' })] : [];
}

function paintPath(figure, index, place, room, theme, written) {
  const path = figure.paths[index], colour = seriesColour(path.colour, theme);
  const alone = (state) => figure.paths.every((other) => other === path || other.values[state] === null || energy(other.values[state]) !== energy(path.values[state]));
  const lines = [], texts = [], marks = [];
  path.values.forEach((value, state) => {
    if (value === null) return;
    lines.push(...level(path, state, place, colour));
    marks.push({ x: place.middle(state), y: place.y.of(value), reading: () => levelReading(figure, path, state) });
    const next = nextState(path, state);
    if (next === null) return;
    const join = connector(path, state, next, place, colour);
    lines.unshift(join.node);
    if (join.barrier === null) return;
    marks.push({ x: join.top[0], y: join.top[1], reading: () => barrierReading(figure, path, state, join.barrier) });
    texts.push(() => barrierText(join, room, colour, theme));
  });
  path.values.forEach((value, state) => {
    if (value !== null) texts.push(() => levelText(figure, path, state, place, room, alone(state) ? colour : theme.text, theme, written));
  });
  return { lines, texts, marks };
}

export function paint(figure, { box, theme, hidden }) {
  const place = geometry(figure, box);
  const { frame, y } = place;
  const room = new Room(frame), written = new Set();
  const painted = figure.paths.map((_, index) => index).filter((index) => !hidden.has(index)).map((index) => paintPath(figure, index, place, room, theme, written));
  for (const { marks } of painted) for (const mark of marks) room.take([mark.x - place.half, mark.y - 2, mark.x + place.half, mark.y + 2]);
  const zero = svgEl('path', { d: `M${frame.left},${y.of(0).toFixed(2)}H${frame.right}`, stroke: theme.axis });
  const texts = painted.flatMap((one) => one.texts.flatMap((write) => write()));
  const parts = [...yAxis(figure.y, y, frame, theme), zero, border(frame, theme), ...stateNames(place, theme), ...painted.flatMap((one) => one.lines), ...texts];
  return { parts, marks: painted.flatMap((one) => one.marks).sort((a, b) => a.x - b.x || a.y - b.y), frame };
}

export const height = (figure) => (figure.wide ? 380 : 310);
export const isEmpty = (figure) => !figure.paths.some((path) => path.values.some((value) => value !== null));
export const keys = (figure) => (figure.paths.length > 1 || figure.paths[0]?.label ? figure.paths.map((path, index) => ({ label: path.label, index, colour: path.colour, swatch: 'line' })) : []);

export const describe = (figure) =>
  figure.paths.map((path) => `${path.label}: ${path.values.map((value, state) => (value === null ? null : `${nameOf(figure, path, state)} ${energy(value)}`)).filter(Boolean).join(', ')} ${figure.y.unit}`).join('; ');
