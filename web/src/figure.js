// A figure with its title, legend, tools and caption around the plot.
import { button, el, rich, svgEl } from './dom.js';
import { saveText } from './download.js';
import { isPlain } from './draw/curves.js';
import { kindOf } from './draw/kinds.js';
import { Drawing } from './drawn.js';
import { figureCsv } from './csv.js';
import { formatNumber, formatWithError, unitText } from './format.js';
import { resetZoom, zoom } from './gestures.js';
import { Plot } from './plot.js';
import { figureSvg, keySwatch, savePng, svgText } from './svg.js';
import { seriesColour, theme } from './theme.js';

// An entry of a legend; a click shows or hides what it stands for.
function switchable(title, onToggle, ...children) {
  const entry = el('button', { type: 'button', class: 'legend-entry', 'aria-pressed': 'true', title }, ...children);
  entry.addEventListener('click', () => {
    const show = entry.getAttribute('aria-pressed') !== 'true';
    entry.setAttribute('aria-pressed', String(show));
    onToggle(show);
  });
  return entry;
}

class Legend {
  constructor(figure, onToggle) {
    this.figure = figure;
    this.abscissa = el('span', { class: 'legend-x' });
    this.swatches = [];
    this.values = [];
    this.node = el('div', { class: 'legend' }, figure.series.map((series, index) => this.#entry(series, index, onToggle)), this.abscissa);
    this.show(null);
    this.recolour();
  }

  #entry(series, index, onToggle) {
    const swatch = el('span', { class: `swatch ${series.style}` });
    const value = el('span', { class: 'legend-value' });
    this.swatches.push(swatch);
    this.values.push(value);
    return switchable('Show or hide this curve', (show) => onToggle(index, show), swatch, el('span', {}, ...rich(series.label || this.figure.title)), value);
  }

  // The values of one row of the data, or none.
  show(row) {
    const { x, series } = this.figure;
    const at = row === null || row === undefined ? null : x.values[row];
    this.abscissa.textContent = at === null ? '' : `${x.label || 'x'} = ${formatNumber(at)}${unitText(x.unit)}`;
    series.forEach((one, index) => {
      const value = at === null ? null : one.values[row];
      this.values[index].textContent = value === null || value === undefined ? '' : formatWithError(value, one.error?.[row]) + unitText(one.unit);
    });
  }

  recolour() {
    this.swatches.forEach((swatch, index) => swatch.style.setProperty('--colour', seriesColour(this.figure.series[index].colour)));
  }
}

function describe(figure) {
  const zooms = figure.kind === 'curves' ? ', plus and minus zoom, 0 shows all' : '';
  return `Plot: ${figure.title}. ${kindOf(figure).describe(figure)}. Arrow keys move the cursor${zooms}.`;
}

// The legend of a drawing: what is drawn, switched off by a click, and the reading under it.
class Key {
  constructor(figure, onToggle) {
    this.swatches = [];
    this.reading = el('span', { class: 'reading', 'aria-live': 'polite' });
    this.node = el('div', { class: 'legend of-drawing' }, kindOf(figure).keys(figure).map((entry) => this.#entry(entry, onToggle)), this.reading);
    this.recolour();
  }

  #entry({ label, index, colour, swatch: shape, hollow, fixed }, onToggle) {
    const swatch = svgEl('svg', { width: 17, height: 12, viewBox: '0 0 17 12', class: 'key', 'aria-hidden': 'true' });
    this.swatches.push({ node: swatch, entry: { colour, swatch: shape, hollow } });
    const name = el('span', {}, ...rich(label));
    if (fixed) return el('span', { class: 'legend-entry' }, swatch, name);
    return switchable('Show or hide', (show) => onToggle(index, show), swatch, name);
  }

  show(text) {
    this.reading.replaceChildren(...(text ? rich(text) : []));
  }

  recolour() {
    for (const { node, entry } of this.swatches) node.replaceChildren(keySwatch(entry, 0, 10, theme()));
  }
}

function zoomTools(plot) {
  if (plot.zooms === false) return [];
  const [closer, all] = plot.u ? [(factor) => zoom(plot.u, factor), () => resetZoom(plot.u)] : [(factor) => plot.zoom(factor), () => plot.reset()];
  return [
    button('+', 'Zoom in', () => closer(0.6)),
    button('\u2212', 'Zoom out', () => closer(1 / 0.6)),
    button('Reset', 'Show everything (double click in the plot)', all),
    el('span', { class: 'gap' }),
  ];
}

function tools(figure, plot) {
  const name = figure.id.replace(/[^\w.-]+/g, '_');
  return el('div', { class: 'tools' },
            ...zoomTools(plot),
            button('CSV', 'Save the numbers as CSV', () => saveText(`${name}.csv`, 'text/csv', figureCsv(figure))),
            button('SVG', 'Save the figure as SVG', () => saveText(`${name}.svg`, 'image/svg+xml', svgText(figureSvg(figure)))),
            button('PNG', 'Save the figure as PNG', () => savePng(`${name}.png`, figure)));
}

// The figure's element must be in the document before `start` is called: the plot takes its width from it.
export function buildFigure(figure, index, options) {
  const host = el('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-label': describe(figure) });
  const heading = el('h3', { id: `figure-${index}` }, ...rich(figure.title));
  const head = el('div', { class: 'figure-head' }, heading);
  const caption = figure.caption ? el('figcaption', {}, ...rich(figure.caption)) : null;
  const node = el('figure', { class: figure.wide ? 'figure wide' : 'figure' }, head, host, caption);
  const built = { figure, node, plot: null, repaint() {}, start() {} };
  if (kindOf(figure).isEmpty(figure)) {
    host.replaceWith(el('p', { class: 'empty' }, 'No values.'));
    return built;
  }
  let legend = null;
  built.start = () => {
    built.plot = isPlain(figure) ? new Plot(host, figure, { ...options, onHover: (row) => legend?.show(row) }) : new Drawing(host, figure, { onRead: (text) => legend?.show(text) });
    legend = new (isPlain(figure) ? Legend : Key)(figure, (series, show) => built.plot.toggle(series, show));
    head.append(tools(figure, built.plot));
    head.after(legend.node);
  };
  built.repaint = () => {
    built.plot?.repaint();
    legend?.recolour();
  };
  return built;
}
