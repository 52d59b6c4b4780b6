// One figure as an interactive uPlot: bands and bars of errors, zoom, pan, hover, the marker of the shared time.
import uPlot from 'uplot';
import { el } from './dom.js';
import { unitGroups, yLabel } from './draw/curves.js';
import { padded } from './draw/scale.js';
import { axisExponent, axisLabel, formatTicks } from './format.js';
import { addGestures } from './gestures.js';
import { patternOf, seriesColour, theme, translucent } from './theme.js';

const FONT = '12px ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif';
const HEIGHT = 270, WIDE_HEIGHT = 340; // those of drawn curves
const DENSE = 400; // more rows than this are drawn with a thin line
const MANY_POINTS = 4000;

const scaleKey = (unit) => `y:${unit}`;
const largestOf = (u, scale) => Math.max(Math.abs(u.scales[scale].min ?? 0), Math.abs(u.scales[scale].max ?? 0));

// uPlot gives null limits when there is nothing to show, and equal ones for a constant.
function paddedRange(u, min, max) {
  return padded(Number.isFinite(min) && Number.isFinite(max) ? [min, max] : null, 0.06);
}

function exactRange(u, min, max) {
  if (min === null || max === null) return [0, 1];
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

function axis(label, unit, scale, options) {
  const exponentOf = (u) => axisExponent(largestOf(u, scale));
  return {
    scale,
    font: FONT,
    labelFont: FONT,
    stroke: () => theme().muted,
    grid: { stroke: () => theme().grid, width: 1 },
    ticks: { stroke: () => theme().grid, width: 1, size: 4 },
    border: { show: true, stroke: () => theme().axis, width: 1 },
    label: (u) => axisLabel(label, unit, exponentOf(u)),
    labelSize: 20,
    labelGap: 2,
    gap: 5,
    values: (u, splits, index, space, increment) => formatTicks(splits, increment, exponentOf(u)),
    ...options,
  };
}

// Room for the widest tick label, so that long numbers are not cut.
const tickRoom = (u, values) => 16 + 7 * Math.max(2, ...(values ?? []).map((value) => String(value ?? '').length));

function axesOf(figure) {
  const axes = [axis(figure.x.label, figure.x.unit, 'x', { space: 70, size: 30 })];
  let side = 3;
  for (const [unit, group] of unitGroups(figure)) {
    const options = { side, size: tickRoom, space: 30 };
    if (side === 1) options.grid = { show: false };
    axes.push(axis(yLabel(group) || (side === 3 ? figure.y.label : ''), unit, scaleKey(unit), options));
    side = 1;
  }
  return axes;
}

// Far more points than pixels: those that would fall on one another are left out of the drawing (not of the data).
function spreadPoints(u, seriesIndex, show) {
  const [first, last] = u.series[seriesIndex].idxs;
  if (!show || last - first < MANY_POINTS) return null;
  const stride = Math.ceil((last - first) / MANY_POINTS);
  const kept = [];
  for (let i = first; i <= last; i += stride) kept.push(i);
  return kept;
}

function drawnSeries(series) {
  const colour = () => seriesColour(series.colour);
  const common = { label: series.label, scale: scaleKey(series.unit), stroke: colour, pxAlign: 0, dash: patternOf(series.colour) ?? undefined, width: series.values.length > DENSE ? 1 : 1.75 };
  if (series.style === 'points')
    return {
      ...common,
      paths: () => null,
      points: { show: true, size: 6, width: 1.25, fill: colour, stroke: colour, space: 0, filter: spreadPoints },
    };
  const sparse = series.values.length <= 60;
  const points = { show: sparse, size: 5, width: 0, fill: colour, stroke: colour };
  return { ...common, paths: series.style === 'step' ? uPlot.paths.stepped({ align: 1 }) : uPlot.paths.linear(), points };
}

const edge = (series, sign) =>
  series.values.map((value, i) => {
    const error = series.error[i];
    return value === null ? null : value + sign * (error ?? 0);
  });

// The figure's series, then two invisible ones for each error band: its edges count for the range of the axis.
function columnsOf(figure) {
  const data = [figure.x.values], series = [{}], bands = [], owners = [];
  figure.series.forEach((one) => {
    data.push(one.values);
    series.push(drawnSeries(one));
  });
  figure.series.forEach((one, index) => {
    if (!one.error) return;
    const invisible = { scale: scaleKey(one.unit), stroke: 'transparent', width: 0, points: { show: false } };
    data.push(edge(one, +1), edge(one, -1));
    series.push(invisible, { ...invisible });
    owners.push([index + 1, series.length - 2, series.length - 1]);
    if (one.style !== 'points')
      bands.push({ series: [series.length - 2, series.length - 1], fill: () => translucent(seriesColour(one.colour), 0.2) });
  });
  return { data, series, bands, owners };
}

// Bars for the errors of points.
function drawErrorBars(u, figure) {
  const { ctx } = u;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
  ctx.clip();
  ctx.lineWidth = 1.25 * ratio;
  figure.series.forEach((series, index) => {
    if (!series.error || series.style !== 'points' || !u.series[index + 1].show) return;
    ctx.strokeStyle = seriesColour(series.colour);
    ctx.beginPath();
    for (let i = 0; i < series.values.length; i++) {
      if (series.values[i] === null || series.error[i] === null) continue;
      const x = u.valToPos(figure.x.values[i], 'x', true);
      ctx.moveTo(x, u.valToPos(series.values[i] - series.error[i], scaleKey(series.unit), true));
      ctx.lineTo(x, u.valToPos(series.values[i] + series.error[i], scaleKey(series.unit), true));
    }
    ctx.stroke();
  });
  ctx.restore();
}

export class Plot {
  // `onHover(row)` is told the row under the cursor, or null.
  constructor(host, figure, { time = null, clock = null, onHover = () => {} } = {}) {
    this.figure = figure;
    this.host = host;
    this.height = figure.wide ? WIDE_HEIGHT : HEIGHT;
    this.onHover = onHover;
    this.time = time;
    this.clock = clock;
    const { data, series, bands, owners } = columnsOf(figure);
    this.owners = owners;
    const scales = { x: { time: false, range: exactRange } };
    for (const unit of unitGroups(figure).keys()) scales[scaleKey(unit)] = { range: paddedRange };
    this.u = new uPlot(
      {
        width: this.#width(), height: this.height, series, bands, scales, axes: axesOf(figure),
        legend: { show: false },
        padding: [10, 14, 0, 4],
        cursor: {
          drag: { x: true, y: true, uni: 24, dist: 4 },
          points: { size: 8, width: 2, fill: () => theme().viewer, show: (u, index) => this.#cursorPoint(u, index) },
          focus: { prox: -1 },
        },
        hooks: {
          setCursor: [(u) => this.#cursorMoved(u)],
          draw: [(u) => drawErrorBars(u, figure)],
          setScale: [() => this.#placeMarker()],
          setSize: [() => this.#placeMarker()],
        },
      },
      data,
      host,
    );
    addGestures(this.u, host);
    if (time && clock) this.#followClock();
    new ResizeObserver(() => this.#fit()).observe(host);
  }

  #width() {
    return Math.max(220, Math.floor(this.host.clientWidth));
  }

  #fit() {
    if (this.host.clientWidth > 0 && this.#width() !== this.u.width) this.u.setSize({ width: this.#width(), height: this.height });
  }

  // Only the figure's own series have a point at the cursor, not the edges of their bands.
  #cursorPoint(u, index) {
    if (index > this.figure.series.length) return false;
    return el('div', { class: 'cursor-point', style: `border-color: ${seriesColour(this.figure.series[index - 1].colour)}` });
  }

  #cursorMoved(u) {
    const inside = u.cursor.left >= 0;
    this.onHover(inside ? u.cursor.idx : null);
    if (inside && this.time && this.clock && u.cursor.event)
      this.clock.set(this.time.toTime(u.posToVal(u.cursor.left, 'x')), 'plot');
  }

  #followClock() {
    this.marker = el('div', { class: 'time-marker', hidden: true });
    this.u.over.append(this.marker);
    this.clock.listen(() => this.#placeMarker());
    this.#placeMarker();
  }

  #placeMarker() {
    if (!this.marker || this.clock.time === null) return;
    const left = this.u.valToPos(this.time.fromTime(this.clock.time), 'x');
    this.marker.hidden = !(left >= 0 && left <= this.u.over.clientWidth);
    this.marker.style.transform = `translateX(${Math.round(left)}px)`;
  }

  toggle(index, show) {
    this.u.batch(() => {
      this.u.setSeries(index + 1, { show });
      for (const [owner, upper, lower] of this.owners)
        if (owner === index + 1) for (const edgeIndex of [upper, lower]) this.u.setSeries(edgeIndex, { show });
    });
  }

  repaint() {
    this.u.redraw(true, true);
  }
}
