// The viewer's panel: play, step, slide, what is shown, and the link to the shared time.
import { button, el, icon, svgEl } from './dom.js';
import { nearestIndex } from './clock.js';
import { saveBlob } from './download.js';
import { formatNumber } from './format.js';
import { Trajectory, waterAtoms } from './trajectory.js';
import { Viewer } from './viewer.js';

const SPEEDS = [2, 5, 10, 20, 40];
const ICON = {
  play: 'M4 2.5v11l9.5-5.5z', pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z', first: 'M3 2.5h2v11H3zM13 2.5v11L5.5 8z',
  back: 'M11.5 2.5v11L4 8z', on: 'M4.5 2.5v11L12 8z',
};

export class Player {
  constructor(trajectory, clock) {
    this.trajectory = trajectory;
    this.clock = clock;
    this.index = 0;
    this.playing = false;
    this.speed = 10;
    this.host = el('div', {
      class: 'viewer', tabindex: '0', role: 'application',
      'aria-label': `Trajectory of ${trajectory.natom} atoms, ${trajectory.count} frames. Space plays, arrow keys step, w a s d turn, plus and minus zoom, 0 resets the view.`,
    });
    this.node = el('section', { class: 'trajectory', id: 'trajectory' }, this.host, this.#transport(), this.#options());
  }

  // After the panel is in the document; throws when there is no WebGL.
  start() {
    this.viewer = new Viewer(this.host, this.trajectory);
    this.host.addEventListener('keydown', (event) => this.#key(event));
    this.waterSelect.value = this.viewer.waterStyle;
    this.clock.listen((time, source) => {
      if (source === 'plot' && !this.playing) this.go(nearestIndex(this.trajectory.times, time), 'plot');
    });
    this.go(0);
  }

  #transport() {
    const last = this.trajectory.count - 1;
    this.playButton = button(icon(ICON.play), 'Play', () => this.toggle(), { class: 'play' });
    this.slider = el('input', { type: 'range', min: 0, max: last, value: 0, step: 1, 'aria-label': 'Frame', oninput: () => this.#seek(Number(this.slider.value)) });
    this.reading = el('output', { class: 'reading' });
    const single = last < 1;
    const speed = el('select', { 'aria-label': 'Frames a second', title: 'Frames a second', onchange: (event) => (this.speed = Number(event.target.value)) },
                     SPEEDS.map((value) => el('option', { value, selected: value === this.speed }, `${value}/s`)));
    return el('div', { class: 'transport', hidden: single },
              button(icon(ICON.first), 'First frame', () => this.#seek(0)), button(icon(ICON.back), 'One frame back', () => this.step(-1)), this.playButton,
              button(icon(ICON.on), 'One frame on', () => this.step(1)), this.slider, this.reading, speed);
  }

  #options() {
    const checkbox = (label, checked, onchange) =>
      el('label', {}, el('input', { type: 'checkbox', checked, onchange: (event) => onchange(event.target.checked) }), label);
    this.waterSelect = el('select', { onchange: (event) => this.viewer.setWater(event.target.value) },
                          ['full', 'thin', 'hidden'].map((value) => el('option', { value }, value)));
    const parts = [];
    if (waterAtoms(this.trajectory).size) parts.push(el('label', {}, 'Water ', this.waterSelect));
    if (this.trajectory.cell) parts.push(checkbox('Cell', true, (on) => this.viewer.showCell(on)));
    if (this.trajectory.marked.length) parts.push(checkbox(this.trajectory.markedLabel, true, (on) => this.viewer.overlay.setVisible(on)));
    if (this.trajectory.groups.some(({ halo }) => halo)) parts.push(checkbox('Defects', true, (on) => this.viewer.showHalos(on)));
    for (const { label, colour, atoms } of this.trajectory.groups) {
      const swatch = svgEl('svg', { width: 10, height: 10, 'aria-hidden': 'true' }, svgEl('circle', { cx: 5, cy: 5, r: 5, fill: colour }));
      parts.push(el('span', { class: 'group', title: `${atoms.length} atoms` }, swatch, ` ${label}`));
    }
    parts.push(el('span', { class: 'gap' }));
    if (this.trajectory.marked.length) parts.push(button('Close up', 'Zoom to the marked atoms', () => this.viewer.showMarked()));
    parts.push(button('Reset', 'Reset the view', () => this.viewer.resetView()),
               button('PNG', 'Save this view as PNG', () => this.#savePng()));
    return el('div', { class: 'options' }, parts);
  }

  #savePng() {
    this.viewer.gl.getCanvas().toBlob((blob) => saveBlob(`trajectory-frame-${this.index}.png`, blob), 'image/png');
  }

  // `source` is who moved the time; the shared time follows unless it moved us.
  go(index, source = 'viewer') {
    if (index < 0 || index >= this.trajectory.count) return;
    this.index = index;
    this.viewer.show(index);
    this.slider.value = index;
    this.reading.textContent = this.#reading(index);
    if (source === 'viewer') this.clock.set(this.trajectory.times[index], 'viewer');
  }

  #reading(index) {
    const time = this.trajectory.times[index];
    const step = this.trajectory.steps[index];
    if (Number.isFinite(time)) return Math.abs(time) >= 1e4 ? `${(time / 1e3).toFixed(2)} ps` : `${formatNumber(time)} fs`;
    return Number.isFinite(step) ? `step ${step}` : `${index + 1} / ${this.trajectory.count}`;
  }

  #seek(index) {
    this.pause();
    this.go(index);
  }

  step(count) {
    const frames = this.trajectory.count;
    this.#seek((this.index + count + frames) % frames);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.trajectory.count < 2) return;
    this.playing = true;
    this.#showState('pause', 'Pause');
    let shown = performance.now();
    const tick = (now) => {
      if (!this.playing) return;
      if (now - shown >= 1000 / this.speed) {
        shown = now;
        this.go((this.index + 1) % this.trajectory.count);
      }
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  pause() {
    this.playing = false;
    this.#showState('play', 'Play');
  }

  #showState(symbol, name) {
    this.playButton.replaceChildren(icon(ICON[symbol]));
    this.playButton.title = name;
    this.playButton.setAttribute('aria-label', name);
  }

  #key(event) {
    const actions = {
      ' ': () => this.toggle(), ArrowLeft: () => this.step(-1), ArrowRight: () => this.step(1), Home: () => this.#seek(0),
      End: () => this.#seek(this.trajectory.count - 1), a: () => this.viewer.turn(-10, 1), d: () => this.viewer.turn(10, 1),
      w: () => this.viewer.turn(-10, 0), s: () => this.viewer.turn(10, 0), '+': () => this.viewer.zoom(1.15),
      '=': () => this.viewer.zoom(1.15), '-': () => this.viewer.zoom(1 / 1.15), 0: () => this.viewer.resetView(),
    };
    if (!actions[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    actions[event.key]();
  }
}

// A player, or the reason why there is none.
export function buildPlayer(data, clock) {
  if (!data || !data.xyz) return null;
  const trajectory = new Trajectory(data);
  return trajectory.count > 0 ? new Player(trajectory, clock) : null;
}
