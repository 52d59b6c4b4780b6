// Axes of a drawing: grid, tick labels, titles, the frame.
import { svgEl } from '../dom.js';
import { axisLabel } from '../format.js';
import { textNode, widthOf } from './text.js';

const TICK = 12; // px, height of the letters

export const tickRoom = (scale) => Math.max(12, ...scale.ticks.map(({ text }) => widthOf(text, TICK)));

export function xAxis({ label, unit }, scale, frame, theme) {
  const spaced = [];
  let last = -Infinity;
  for (const tick of scale.ticks) {
    const half = widthOf(tick.text, TICK) / 2, at = scale.of(tick.value);
    const title = at - half < last + 6 ? '' : tick.text;
    if (title) last = at + half;
    spaced.push([at, title]);
  }
  const parts = spaced.flatMap(([at, title]) => [
    svgEl('path', { d: `M${at.toFixed(2)},${frame.top}V${frame.bottom}`, stroke: theme.grid }),
    textNode(title, { x: at.toFixed(2), y: frame.bottom + 17, 'text-anchor': 'middle', fill: theme.muted, size: TICK }),
  ]);
  return [...parts, xTitle(axisLabel(label, unit, scale.exponent), frame, theme)];
}

export const xTitle = (text, frame, theme, down = 37) =>
  textNode(text, { x: (frame.left + frame.right) / 2, y: frame.bottom + down, 'text-anchor': 'middle', fill: theme.text, size: 12 });

// On the left, or on the right without a grid.
export function yAxis({ label, unit }, scale, frame, theme, right = false) {
  const at = right ? frame.right + 7 : frame.left - 7;
  const parts = scale.ticks.flatMap(({ value, text }) => [
    ...(right ? [] : [svgEl('path', { d: `M${frame.left},${scale.of(value).toFixed(2)}H${frame.right}`, stroke: theme.grid })]),
    textNode(text, { x: at, y: (scale.of(value) + 4).toFixed(2), 'text-anchor': right ? 'start' : 'end', fill: theme.muted, size: TICK }),
  ]);
  const middle = (frame.top + frame.bottom) / 2;
  const x = right ? frame.right + 22 + tickRoom(scale) : frame.left - 18 - tickRoom(scale);
  parts.push(textNode(axisLabel(label, unit, scale.exponent), {
    x, y: middle, 'text-anchor': 'middle', fill: theme.text, size: 12, transform: `rotate(-90 ${x} ${middle})`,
  }));
  return parts;
}

// Width of a y axis with its title.
export const yRoom = (scale) => 32 + tickRoom(scale);

export const border = (frame, theme, closed = false) =>
  svgEl('path', { d: `M${frame.left},${frame.top}V${frame.bottom}H${frame.right}${closed ? `V${frame.top}Z` : ''}`, fill: 'none', stroke: theme.axis });

let clips = 0;

// A group that is cut off at the frame.
export function clipped(frame, parts) {
  const id = `clip-${clips++}`;
  const rect = svgEl('rect', { x: frame.left, y: frame.top, width: Math.max(0, frame.right - frame.left), height: Math.max(0, frame.bottom - frame.top) });
  return svgEl('g', { 'clip-path': `url(#${id})` }, svgEl('clipPath', { id }, rect), ...parts);
}

// Thin lines across the figure with their names: [{axis, value, label}].
export function markLines(marks, { x, y }, frame, theme, room) {
  return marks.flatMap(({ axis, value, label }) => {
    const scale = axis === 'x' ? x : y;
    if (!scale.shows(value)) return [];
    const at = scale.of(value);
    const low = axis === 'x' ? frame.left : frame.top, high = axis === 'x' ? frame.right : frame.bottom;
    if (at < low - 0.5 || at > high + 0.5) return [];
    const d = axis === 'x' ? `M${at.toFixed(2)},${frame.top}V${frame.bottom}` : `M${frame.left},${at.toFixed(2)}H${frame.right}`;
    const line = svgEl('path', { d, stroke: theme.muted, 'stroke-width': 1.2, 'stroke-dasharray': '2 3', fill: 'none', class: 'mark' });
    const width = widthOf(label, 11);
    const places = axis === 'x'
      ? [12, 26, 40].flatMap((down) => [{ x: at + 4, y: frame.top + down, anchor: 'start' }, { x: at - 4, y: frame.top + down, anchor: 'end' }])
      : [{ x: frame.right - 4, y: at - 4, anchor: 'end' }, { x: frame.right - 4, y: at + 12, anchor: 'end' }, { x: frame.left + 4, y: at - 4, anchor: 'start' }];
    const place = label ? room.place(places, width, 11) : null;
    return place ? [line, textNode(label, { x: place.x, y: place.y, 'text-anchor': place.anchor, fill: theme.muted, size: 11, halo: theme.ground })] : [line];
  });
}
