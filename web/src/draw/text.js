// Text in drawings: indices and charges, widths, several lines, and places where labels do not fall on one another.
import { svgEl } from '../dom.js';
import { richPieces } from '../formula.js';

export const FONT = 'Helvetica, Arial, sans-serif';
const SMALL = 0.74; // of the letters: indices and charges
const DOWN = 0.25, UP = -0.36;

let pen = null;

function plainWidth(text, size) {
  pen ??= document.createElement('canvas').getContext('2d');
  pen.font = `${size}px ${FONT}`;
  return pen.measureText(text).width;
}

export const widthOf = (text, size = 12) =>
  richPieces(text).reduce((sum, [piece, place]) => sum + plainWidth(piece, place ? SMALL * size : size), 0);

// Attributes as of SVG's <text>; `halo` is the colour of the ground, so that the text is readable over lines.
export function textNode(content, { size = 12, halo, ...attributes }) {
  const around = halo ? { stroke: halo, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' } : {};
  const node = svgEl('text', { 'font-family': FONT, 'font-size': size, ...around, ...attributes });
  let shifted = 0; // px; what the last index went down comes up again with the next piece
  for (const [piece, place] of richPieces(content)) {
    const shift = size * (place === 'sub' ? DOWN : place === 'sup' ? UP : 0);
    const span = svgEl('tspan', { dy: (shift - shifted).toFixed(2), ...(place ? { 'font-size': (SMALL * size).toFixed(2) } : {}) });
    span.textContent = piece;
    node.append(span);
    shifted = shift;
  }
  return node;
}

// Lines of at most `width`, cut at blanks; a word that is longer stands alone.
export function wrapped(text, width, size = 12) {
  const lines = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && widthOf(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

export function shortened(text, width, size = 12) {
  if (widthOf(text, size) <= width) return text;
  let length = text.length - 1;
  while (length > 1 && widthOf(`${text.slice(0, length).trimEnd()}\u2026`, size) > width) length--;
  return `${text.slice(0, length).trimEnd()}\u2026`;
}

// Rectangles that are taken: [left, top, right, bottom].
export class Room {
  constructor(bounds) {
    this.bounds = bounds;
    this.taken = [];
  }

  take(box) {
    this.taken.push(box);
  }

  isFree([left, top, right, bottom]) {
    const { bounds } = this;
    if (bounds && (left < bounds.left || right > bounds.right || top < bounds.top || bottom > bounds.bottom)) return false;
    return this.taken.every((box) => right <= box[0] || left >= box[2] || bottom <= box[1] || top >= box[3]);
  }

  // The first of `places` ({x, y, anchor} of a text's baseline) where a text of this width is free; it is taken.
  place(places, width, size = 12) {
    for (const place of places) {
      const left = place.x - (place.anchor === 'middle' ? width / 2 : place.anchor === 'end' ? width : 0);
      const box = [left - 1, place.y - 0.8 * size - 1, left + width + 1, place.y + 0.25 * size + 1];
      if (!this.isFree(box)) continue;
      this.take(box);
      return place;
    }
    return null;
  }
}

// Places beside a point: right, left, above, below, and the corners.
export const around = (x, y, gap) => [
  { x: x + gap, y: y + 4, anchor: 'start' }, { x: x - gap, y: y + 4, anchor: 'end' },
  { x, y: y - gap, anchor: 'middle' }, { x, y: y + gap + 9, anchor: 'middle' },
  { x: x + 0.7 * gap, y: y - 0.7 * gap, anchor: 'start' }, { x: x - 0.7 * gap, y: y - 0.7 * gap, anchor: 'end' },
  { x: x + 0.7 * gap, y: y + 0.7 * gap + 9, anchor: 'start' }, { x: x - 0.7 * gap, y: y + 0.7 * gap + 9, anchor: 'end' },
];
