// Puts the page together: text first, then the figures and the viewer, which need their places in the document.
import { Clock, timeAxis } from './clock.js';
import { figureCsv, tableTsv } from './csv.js';
import { readPageData } from './data.js';
import { el, linkAddress, rich } from './dom.js';
import { contourLines } from './draw/contour.js';
import { buildFigure } from './figure.js';
import { formatWithError } from './format.js';
import { richPieces } from './formula.js';
import * as parts from './page.js';
import { buildPlayer } from './player.js';
import { preparePrinting } from './print.js';
import { figureSvg, svgText } from './svg.js';
import { onThemeChange } from './theme.js';

const slug = (text, index) => `group-${index}-${text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

function groupFigures(page, clock) {
  const groups = new Map();
  const built = page.figures.map((figure, index) => {
    const one = buildFigure(figure, index, { clock, time: timeAxis(figure.x, page.trajectory) });
    if (!groups.has(figure.group)) groups.set(figure.group, []);
    groups.get(figure.group).push(one.node);
    return one;
  });
  const sections = [...groups].map(([name, nodes], index) =>
    el('section', { class: 'group', id: slug(name, index) }, el('h2', {}, ...rich(name)), el('div', { class: 'figures' }, nodes)));
  return { built, sections };
}

function contents(sections, others) {
  const link = (id, name) => el('a', { href: `#${id}` }, name);
  const links = [...sections.map((section) => link(section.id, section.firstChild.textContent)), ...others.map(([id, name]) => link(id, name))];
  return links.length > 1 ? el('nav', { class: 'contents', 'aria-label': 'Contents' }, links) : null;
}

// Without a player nothing; with one that cannot draw, the reason in its place.
function startPlayer(player) {
  if (!player) return;
  try {
    player.start();
  } catch (error) {
    player.node.replaceChildren(el('p', { class: 'empty' },
      `The atoms cannot be shown (${error?.message ?? error ?? 'no WebGL'}). The viewer needs WebGL, which this browser or machine does not offer; the file of the structure or trajectory opens in any molecular viewer.`)); // the library may throw what is no Error
    player.viewer = null;
  }
}

function build(page) {
  document.title = page.title;
  const clock = new Clock();
  const { built, sections } = groupFigures(page, clock);
  const player = buildPlayer(page.trajectory, clock);
  const tables = page.tables.map(parts.table);
  const tableSection = tables.length ? el('section', { class: 'group', id: 'tables' }, el('h2', {}, 'Tables'), ...tables) : null;
  const about = [parts.provenance(page), parts.job(page)].filter(Boolean);
  const aboutSection = about.length ? el('section', { class: 'group', id: 'about' }, el('h2', {}, 'About this run'), ...about) : null;
  const nav = contents(sections, [...(tableSection ? [['tables', 'Tables']] : []), ...(aboutSection ? [['about', 'About this run']] : [])]);
  const nothing = sections.length === 0 && !player && tables.length === 0 && page.summary.length === 0;
  const main = document.getElementById('page');
  const present = (nodes) => nodes.filter(Boolean);
  main.replaceChildren(...present([
    parts.heading(page), nav, parts.notes(page), parts.cards(page), nothing ? el('p', { class: 'empty' }, 'There are no results yet.') : null,
    el('div', { class: `body${player ? ' with-viewer' : ''}${sections.length ? '' : ' no-figures'}` },
       ...present([player ? el('div', { class: 'side' }, player.node) : null, el('div', { class: 'results' }, sections)])),
    tableSection, aboutSection,
  ]));
  for (const one of built) one.start();
  startPlayer(player);
  onThemeChange(() => built.forEach((one) => one.repaint()));
  preparePrinting(built, player);
  return { page, clock, figures: built, player };
}

// For the console, and for tests.
window.halfcell = { ...build(readPageData()), figureCsv, figureSvg, formatWithError, svgText, tableTsv, richPieces, linkAddress, contourLines };
