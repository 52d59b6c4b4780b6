// A figure with its title, legend, tools and caption around the plot.
import { button, el, rich } from './dom.js';
import { saveText } from './download.js';
import { figureCsv } from './csv.js';
import { formatNumber, formatWithError } from './format.js';
import { resetZoom, zoom } from './gestures.js';
import { Plot } from './plot.js';
import { figureSvg, savePng, svgText } from './svg.js';
import { seriesColour } from './theme.js';

const isEmpty = (figure) =>
  figure.x.values.length === 0 || !figure.series.some((series) => series.values.some((value) => value !== null));

const unitText = (unit) => (unit ? `\u2009${unit}` : '');

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
    const entry = el('button', { type: 'button', class: 'legend-entry', 'aria-pressed': 'true', title: 'Show or hide this curve' },
                     swatch, el('span', {}, ...rich(series.label || this.figure.title)), value);
    entry.addEventListener('click', () => {
      const show = entry.getAttribute('aria-pressed') !== 'true';
      entry.setAttribute('aria-pressed', String(show));
      onToggle(index, show);
    });
    return entry;
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
    this.swatches.forEach((swatch, index) => swatch.style.setProperty('--colour', seriesColour(index)));
  }
}

function describe(figure) {
  const ranges = figure.series.map((series) => {
    const numbers = series.values.filter((value) => value !== null);
    if (numbers.length === 0) return `${series.label}: no values`;
    const [min, max] = numbers.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
    return `${series.label}: ${formatNumber(min)} to ${formatNumber(max)} ${series.unit}`;
  });
  return `Plot: ${figure.title}. ${ranges.join('; ')}. Arrow keys move the cursor, plus and minus zoom, 0 shows all.`;
}

function tools(figure, plot) {
  const name = figure.id.replace(/[^\w.-]+/g, '_');
  return el('div', { class: 'tools' },
            button('+', 'Zoom in', () => zoom(plot.u, 0.6)),
            button('\u2212', 'Zoom out', () => zoom(plot.u, 1 / 0.6)),
            button('Reset', 'Show everything (double click in the plot)', () => resetZoom(plot.u)),
            el('span', { class: 'gap' }),
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
  if (isEmpty(figure)) {
    host.replaceWith(el('p', { class: 'empty' }, 'No values.'));
    return built;
  }
  let legend = null;
  built.start = () => {
    built.plot = new Plot(host, figure, { ...options, onHover: (row) => legend?.show(row) });
    legend = new Legend(figure, (series, show) => built.plot.toggle(series, show));
    head.append(tools(figure, built.plot));
    head.after(legend.node);
  };
  built.repaint = () => {
    built.plot?.repaint();
    legend?.recolour();
  };
  return built;
}
