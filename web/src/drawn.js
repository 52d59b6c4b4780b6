// A figure on the screen that is a drawing: redrawn for its width and colours, with values where the pointer or the
// cursor keys are, links, and zoom where the figure has axes of numbers.
import { el, linkAddress, svgEl } from './dom.js';
import { drawFigure } from './svg.js';
import { theme } from './theme.js';

const NEAR = 26; // px, how far from a mark the pointer may be
const DRAG = 5;
const FULL = { x: [0, 1], y: [0, 1] };

// A part [a, b] of a window, kept inside of everything.
function moved([from, to], a, b) {
  const span = to - from, width = Math.min(1, (b - a) * span);
  const start = Math.min(Math.max(0, from + a * span), 1 - width);
  return [start, start + width];
}

export class Drawing {
  // `onRead(text)` is told what is under the pointer, or null.
  constructor(host, figure, { onRead = () => {} } = {}) {
    this.host = host;
    this.figure = figure;
    this.onRead = onRead;
    this.hidden = new Set();
    this.view = FULL;
    this.mark = null;
    this.zooms = figure.kind === 'curves';
    host.classList.add('drawn');
    this.redraw();
    this.#listen();
    new ResizeObserver(() => {
      if (host.clientWidth > 0 && this.#width() !== this.drawn.width) this.redraw();
    }).observe(host);
  }

  #width() {
    return Math.max(260, Math.floor(this.host.clientWidth));
  }

  redraw() {
    this.drawn = drawFigure(this.figure, { width: this.#width(), theme: theme(), hidden: this.hidden, view: this.view, screen: true });
    const { node, width, height } = this.drawn;
    node.setAttribute('width', width);
    node.setAttribute('height', height);
    node.setAttribute('aria-hidden', 'true');
    this.ring = svgEl('circle', { r: 7, fill: 'none', stroke: theme().highlight, 'stroke-width': 2, visibility: 'hidden' });
    this.rubber = svgEl('rect', { class: 'rubber', visibility: 'hidden' });
    node.append(this.ring, this.rubber);
    this.host.replaceChildren(node);
    this.#show(null);
  }

  repaint() {
    this.redraw();
  }

  toggle(index, show) {
    if (show) this.hidden.delete(index);
    else this.hidden.add(index);
    this.redraw();
  }

  #show(mark) {
    this.mark = mark;
    this.ring.setAttribute('visibility', mark ? 'visible' : 'hidden');
    if (mark) {
      this.ring.setAttribute('cx', mark.x);
      this.ring.setAttribute('cy', mark.y);
    }
    this.host.classList.toggle('leads', Boolean(linkAddress(mark?.link)));
    this.onRead(mark ? mark.reading() : null);
  }

  #at(event) {
    const box = this.drawn.node.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  // The mark under a place: inside its box, or the nearest that is near enough.
  find(x, y) {
    if (this.drawn.hit) return this.drawn.hit(x, y);
    let best = null, distance = NEAR;
    for (const mark of this.drawn.marks) {
      if (mark.box && x >= mark.box[0] && x <= mark.box[2] && y >= mark.box[1] && y <= mark.box[3]) return mark;
      const away = Math.hypot(mark.x - x, mark.y - y);
      if (away < distance) [best, distance] = [mark, away];
    }
    return best;
  }

  // Zoom to a part of what is shown, as fractions of the frame from its lower left corner.
  window(x, y) {
    if (!this.zooms) return;
    this.view = { x: moved(this.view.x, ...x), y: moved(this.view.y, ...y) };
    this.redraw();
  }

  zoom(factor, at = [0.5, 0.5]) {
    this.window(...at.map((centre) => [centre - centre * factor, centre + (1 - centre) * factor]));
  }

  reset() {
    this.view = FULL;
    this.redraw();
  }

  #fraction([x, y]) {
    const { left, right, top, bottom } = this.drawn.frame;
    const clamp = (value) => Math.min(1, Math.max(0, value));
    return [clamp((x - left) / (right - left)), clamp((bottom - y) / (bottom - top))];
  }

  follow() {
    const address = linkAddress(this.mark?.link);
    if (address) el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }).click();
  }

  step(dx, dy) {
    const { marks, step } = this.drawn;
    if (step && (this.mark?.cell || marks.length === 0 || dy !== 0)) return this.#show(step(this.mark, dx, -dy));
    if (marks.length === 0) return null;
    const now = this.mark ? marks.findIndex((mark) => mark.x === this.mark.x && mark.y === this.mark.y && mark.reading() === this.mark.reading()) : -1;
    const next = now < 0 ? (dx + dy > 0 ? 0 : marks.length - 1) : (now + Math.sign(dx + dy) + marks.length) % marks.length;
    return this.#show(marks[next]);
  }

  #keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const pan = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[event.key];
    const actions = {
      ArrowLeft: () => this.step(-1, 0), ArrowRight: () => this.step(1, 0), ArrowUp: () => this.step(0, -1), ArrowDown: () => this.step(0, 1),
      Enter: () => this.follow(), Escape: () => this.reset(), '+': () => this.zoom(0.7), '=': () => this.zoom(0.7), '-': () => this.zoom(1 / 0.7), 0: () => this.reset(),
    };
    if (event.shiftKey && pan && this.zooms) this.window([pan[0], 1 + pan[0]], [pan[1], 1 + pan[1]]);
    else if (actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  }

  #drag(event) {
    if (event.button !== 0 || !this.zooms) return;
    const start = this.#at(event), pans = event.shiftKey, view = this.view;
    let dragged = false;
    const move = (later) => {
      const now = this.#at(later);
      dragged ||= Math.hypot(now[0] - start[0], now[1] - start[1]) > DRAG;
      if (!dragged) return;
      if (pans) this.#panTo(view, start, now);
      else this.#stretch(start, now);
    };
    const stop = (later) => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', stop);
      if (dragged && !pans) this.#zoomTo(start, this.#at(later));
      this.dragged = dragged;
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', stop);
    event.preventDefault();
    this.host.focus({ preventScroll: true });
  }

  #panTo(view, start, now) {
    const { left, right, top, bottom } = this.drawn.frame;
    const [dx, dy] = [(start[0] - now[0]) / (right - left), (now[1] - start[1]) / (bottom - top)];
    this.view = view;
    this.window([dx, 1 + dx], [dy, 1 + dy]);
  }

  #stretch(start, now) {
    const [left, right] = [start[0], now[0]].sort((a, b) => a - b), [top, bottom] = [start[1], now[1]].sort((a, b) => a - b);
    for (const [name, value] of Object.entries({ x: left, y: top, width: right - left, height: bottom - top, visibility: 'visible' })) this.rubber.setAttribute(name, value);
  }

  // A drag that is hardly higher (or wider) than a line zooms along the other axis alone.
  #zoomTo(start, end) {
    const [a, b] = [this.#fraction(start), this.#fraction(end)];
    const part = (axis) => (Math.abs(start[axis] - end[axis]) < 12 ? [0, 1] : [a[axis], b[axis]].sort((p, q) => p - q));
    const [x, y] = [part(0), part(1)];
    if (x[1] - x[0] > 1e-3 && y[1] - y[0] > 1e-3) this.window(x, y);
  }

  #listen() {
    const { host } = this;
    host.addEventListener('pointermove', (event) => this.#show(this.find(...this.#at(event))));
    host.addEventListener('pointerleave', () => this.#show(null));
    host.addEventListener('pointerdown', (event) => this.#drag(event));
    host.addEventListener('click', () => {
      if (!this.dragged) this.follow();
      this.dragged = false;
    });
    host.addEventListener('dblclick', () => this.reset());
    host.addEventListener('keydown', (event) => this.#keys(event));
    host.addEventListener('wheel', (event) => {
      if (!this.zooms || (!event.ctrlKey && !event.metaKey)) return; // the page scrolls
      event.preventDefault();
      this.zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, this.#fraction(this.#at(event)));
    }, { passive: false });
  }
}
