// Building elements. Text goes in as text nodes only: what is in a report can never become markup.
import { richPieces } from './formula.js';

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

// Text with its indices and charges set as such.
export const rich = (text) => richPieces(text).map(([piece, place]) => (place ? el(place, {}, piece) : piece));

// The address of a DOI or of a page, or null: only https and doi.org are followed from here.
export function linkAddress(link) {
  if (typeof link !== 'string') return null;
  if (/^10\.\d{4,9}\/\S+$/.test(link)) return `https://doi.org/${encodeURI(link).replace(/#/g, '%23')}`;
  return /^https:\/\/[^\s"'<>]+$/.test(link) ? link : null;
}

export function linkTo(link, text) {
  const address = linkAddress(link);
  const label = text || link;
  return address ? el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...rich(label)) : el('span', {}, ...rich(label));
}

// A drawing of 16 by 16 units in the colour of the text.
export function icon(path) {
  return svgEl('svg', { viewBox: '0 0 16 16', width: 14, height: 14, class: 'icon', 'aria-hidden': 'true' }, svgEl('path', { d: path }));
}

export function button(label, title, onclick, attributes = {}) {
  return el('button', { type: 'button', title, 'aria-label': title, onclick, ...attributes }, label);
}
