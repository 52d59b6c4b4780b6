// What fingers do on a plot beyond uPlot's drag to zoom and double click to see all: pan, wheel zoom, keys.

export function resetZoom(u) {
  u.setData(u.data, true);
}

export function zoom(u, factor, at = 0.5) {
  const { min, max } = u.scales.x;
  const centre = min + at * (max - min);
  setWindow(u, centre - (centre - min) * factor, centre + (max - centre) * factor);
}

function fullWindow(u) {
  const x = u.data[0];
  return [x[0], x[x.length - 1]];
}

// A window inside the data, of the width asked for when there is room.
function setWindow(u, min, max) {
  const [first, last] = fullWindow(u);
  if (!(last > first)) return;
  const width = Math.min(max - min, last - first);
  const from = Math.min(Math.max(min, first), last - width);
  if (width >= (last - first) * (1 - 1e-9)) resetZoom(u);
  else u.setScale('x', { min: from, max: from + width });
}

function pan(u, fraction) {
  const { min, max } = u.scales.x;
  setWindow(u, min + fraction * (max - min), max + fraction * (max - min));
}

function startPan(u, event) {
  event.preventDefault();
  event.stopImmediatePropagation();
  const { min, max } = u.scales.x;
  const start = event.clientX;
  const move = (later) => {
    const shift = ((start - later.clientX) / u.over.clientWidth) * (max - min);
    setWindow(u, min + shift, max + shift);
  };
  const stop = () => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', stop);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', stop);
}

function moveCursor(u, rows) {
  const last = u.data[0].length - 1;
  if (last < 0) return;
  const now = u.cursor.idx ?? u.valToIdx((u.scales.x.min + u.scales.x.max) / 2);
  const row = Math.min(last, Math.max(0, now + rows));
  u.setCursor({ left: u.valToPos(u.data[0][row], 'x'), top: u.over.clientHeight / 2 });
}

const KEYS = {
  ArrowLeft: (u, event) => (event.shiftKey ? pan(u, -0.1) : moveCursor(u, -1)),
  ArrowRight: (u, event) => (event.shiftKey ? pan(u, 0.1) : moveCursor(u, 1)),
  PageUp: (u) => moveCursor(u, -20),
  PageDown: (u) => moveCursor(u, 20),
  '+': (u) => zoom(u, 0.7),
  '=': (u) => zoom(u, 0.7),
  '-': (u) => zoom(u, 1 / 0.7),
  0: resetZoom,
  Escape: resetZoom,
};

export function addGestures(u, host) {
  u.over.addEventListener(
    'mousedown',
    (event) => {
      if (event.shiftKey || event.button === 1) startPan(u, event);
    },
    { capture: true },
  );
  u.over.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      zoom(u, event.deltaY > 0 ? 1.15 : 1 / 1.15, event.offsetX / u.over.clientWidth);
    },
    { passive: false },
  );
  host.addEventListener('keydown', (event) => {
    const action = KEYS[event.key];
    if (!action || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    action(u, event);
  });
}
