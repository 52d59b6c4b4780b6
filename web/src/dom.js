// Building elements. Text goes in as text nodes only: what is in a report can never become markup.

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

export function svgEl(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

// "U_SHE" and "k_B" with their index set as one: a symbol of one or two letters, an underscore, a word.
const SYMBOL = /(^|[^\p{L}\p{N}_])(\p{L}{1,2})_([\p{L}\p{N}]+)(?![\p{L}\p{N}_])/gu;

// The text cut into plain pieces and indices: [piece, isIndex].
export function indexPieces(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(SYMBOL)) {
    const start = match.index + match[1].length + match[2].length;
    pieces.push([text.slice(end, start), false], [match[3], true]);
    end = match.index + match[0].length;
  }
  pieces.push([text.slice(end), false]);
  return pieces.filter(([piece]) => piece !== '');
}

export const rich = (text) => indexPieces(text).map(([piece, isIndex]) => (isIndex ? el('sub', {}, piece) : piece));

// A drawing of 16 by 16 units in the colour of the text.
export function icon(path) {
  return svgEl('svg', { viewBox: '0 0 16 16', width: 14, height: 14, class: 'icon', 'aria-hidden': 'true' }, svgEl('path', { d: path }));
}

export function button(label, title, onclick, attributes = {}) {
  return el('button', { type: 'button', title, 'aria-label': title, onclick, ...attributes }, label);
}
