// Points that differ in shape as well as in colour.
import { svgEl } from '../dom.js';

const SHAPES = [
  (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0Z`,
  (r) => `M${-0.9 * r},${-0.9 * r}H${0.9 * r}V${0.9 * r}H${-0.9 * r}Z`,
  (r) => `M0,${-1.2 * r}L${1.1 * r},${0.8 * r}H${-1.1 * r}Z`,
  (r) => `M0,${-1.3 * r}L${1.3 * r},0L0,${1.3 * r}L${-1.3 * r},0Z`,
  (r) => `M0,${1.2 * r}L${1.1 * r},${-0.8 * r}H${-1.1 * r}Z`,
];

export const shapePath = (index, r) => SHAPES[index % SHAPES.length](r);

export function marker(x, y, { index = 0, colour, ground, hollow = false, r = 3.4 }) {
  return svgEl('path', {
    d: shapePath(index, r), transform: `translate(${x.toFixed(2)} ${y.toFixed(2)})`, fill: hollow ? ground : colour,
    stroke: hollow ? colour : ground, 'stroke-width': hollow ? 1.4 : 0.7,
  });
}

// Cross of errors; the ends of the bars have feet.
export function errorCross(left, right, low, high, x, y, colour) {
  const parts = [];
  const foot = 2.5;
  if (right > left) parts.push(`M${left.toFixed(2)},${y.toFixed(2)}H${right.toFixed(2)}M${left.toFixed(2)},${(y - foot).toFixed(2)}v${2 * foot}M${right.toFixed(2)},${(y - foot).toFixed(2)}v${2 * foot}`);
  if (low > high) parts.push(`M${x.toFixed(2)},${low.toFixed(2)}V${high.toFixed(2)}M${(x - foot).toFixed(2)},${low.toFixed(2)}h${2 * foot}M${(x - foot).toFixed(2)},${high.toFixed(2)}h${2 * foot}`);
  return parts.length ? svgEl('path', { d: parts.join(''), stroke: colour, 'stroke-width': 1.2, fill: 'none' }) : null;
}
