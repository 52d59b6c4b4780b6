// A figure as an SVG: on the screen in its colours, on paper and in files with its legend and in the colours of paper.
import { svgEl } from './dom.js';
import { saveBlob } from './download.js';
import { kindOf } from './draw/kinds.js';
import { shapePath } from './draw/markers.js';
import { textNode, widthOf } from './draw/text.js';
import { patternOf, printTheme, seriesColour } from './theme.js';

const WIDTH = 720;
const ROW = 18; // px, a line of the legend

export const keySwatch = ({ colour: place, swatch: shape, hollow }, x, y, theme) => {
  const colour = seriesColour(place, theme);
  if (shape === 'points')
    return svgEl('path', { d: shapePath(place, 3.6), transform: `translate(${x + 8} ${y - 4})`, fill: hollow ? theme.ground : colour, stroke: colour });
  if (shape === 'bar') return svgEl('rect', { x: x + 3, y: y - 9, width: 11, height: 11, rx: 2, fill: colour });
  return svgEl('path', { d: `M${x},${y - 4}h16`, stroke: colour, 'stroke-width': 2.5, ...(shape === 'dashed' ? { 'stroke-dasharray': '5 3' } : patternOf(place) ? { 'stroke-dasharray': '7 2 2 2' } : {}) });
};

function legend(entries, width, theme) {
  const parts = [];
  let x = 12, y = 20;
  for (const entry of entries) {
    const long = 24 + widthOf(entry.label, 12) + 18;
    if (x > 12 && x + long > width) [x, y] = [12, y + ROW];
    parts.push(keySwatch(entry, x, y, theme), textNode(entry.label, { x: x + 22, y, fill: theme.text, size: 12 }));
    x += long;
  }
  return { parts, bottom: entries.length ? y + 12 : 14 };
}

// What is drawn: {node, marks, hit, frame, width, height}. Without `screen` a drawing for paper, with its legend.
export function drawFigure(figure, { width = WIDTH, theme = printTheme, hidden = new Set(), view = {}, screen = false } = {}) {
  const kind = kindOf(figure);
  const key = screen ? { parts: [], bottom: 10 } : legend(kind.keys(figure), width, theme);
  const height = kind.height(figure, width) + key.bottom - 10;
  const box = { left: 4, right: width - 4, top: key.bottom, bottom: height - 4 };
  const painted = kind.paint(figure, { box, theme, hidden, view });
  const root = svgEl('svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, role: 'img' });
  const title = svgEl('title');
  title.textContent = figure.title;
  if (!screen) root.append(title, svgEl('rect', { width, height, fill: theme.ground }));
  root.append(...painted.parts, ...key.parts);
  return { ...painted, node: root, width, height };
}

export const figureSvg = (figure) => drawFigure(figure).node;
export const svgText = (node) => new XMLSerializer().serializeToString(node);

export function savePng(name, figure) {
  const { node, width, height } = drawFigure(figure);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => saveBlob(name, blob), 'image/png');
  };
  node.setAttribute('width', width);
  node.setAttribute('height', height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(node))}`;
}
