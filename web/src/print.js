// Paper: each plot as a static drawing, the viewer as a picture, folded parts unfolded.
import { el } from './dom.js';
import { figureSvg } from './svg.js';

function picture(player) {
  if (!player?.viewer) return null;
  return el('img', { class: 'print-only snapshot', src: player.viewer.image(), alt: 'The trajectory at the frame that was shown' });
}

export function preparePrinting(built, player) {
  let added = [], opened = [];
  window.addEventListener('beforeprint', () => {
    const image = picture(player);
    if (image) player.viewer.overlay.frozen = true;
    if (image) player.host.prepend(image);
    added = image ? [image] : [];
    for (const { figure, node, plot } of built) {
      if (!plot) continue;
      const drawing = el('div', { class: 'print-only drawing' }, figureSvg(figure));
      node.querySelector('.plot').after(drawing);
      added.push(drawing);
    }
    for (const more of document.querySelectorAll('button.more')) more.click();
    opened = [...document.querySelectorAll('details.job:not([open])')];
    for (const part of opened) part.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const node of added) node.remove();
    for (const part of opened) part.open = false;
    if (player?.viewer) {
      player.viewer.overlay.frozen = false;
      player.viewer.gl.resize();
    }
  });
}
