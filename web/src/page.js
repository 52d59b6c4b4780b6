// The parts of the page that are text: heading, cards, notes, tables, the job and where everything comes from.
import { tableTsv } from './csv.js';
import { button, el, linkTo, rich } from './dom.js';
import { copyText, saveText } from './download.js';
import { columnFormatter, formatNumber, formatWithError } from './format.js';

const ROWS_SHOWN = 25;
const CARDS_IN_ROW = 6;

export function heading(page) {
  return el('header', { class: 'head' }, el('h1', {}, ...rich(page.title)), page.subtitle ? el('p', { class: 'subtitle' }, ...rich(page.subtitle)) : null,
            page.generator ? el('p', { class: 'generator' }, page.generator) : null);
}

const cardValue = (card) => (typeof card.value === 'string' ? card.value : formatWithError(card.value, card.error));

export function cards(page) {
  if (page.summary.length === 0) return null;
  // Rows of cards of the same length look calmer than a full row and a rest.
  const rows = Math.ceil(page.summary.length / CARDS_IN_ROW);
  return el('dl', { class: 'cards', style: `--columns: ${Math.ceil(page.summary.length / rows)}` }, page.summary.map((card) => {
    const words = typeof card.value === 'string' ? ' words' : '';
    return el('div', { class: `card${words}` }, el('dt', {}, ...rich(card.label)),
              el('dd', {}, el('span', { class: 'value' }, cardValue(card)), card.unit && card.value !== null ? el('span', { class: 'unit' }, ` ${card.unit}`) : null,
                 card.note ? el('p', { class: 'note' }, ...rich(card.note)) : null));
  }));
}

export function notes(page) {
  if (page.notes.length === 0) return null;
  return el('aside', { class: 'notes', 'aria-label': 'Notes' }, page.notes.map((note) => el('p', {}, ...rich(note))));
}

// A text that is a DOI leads to it, whether or not the table says so.
const DOI = /^10\.\d{4,9}\/\S+$/;

const LONG = 50; // characters; such cells are given some width
const SHORT = 16; // such cells are kept in one line

function cell(value, format, numeric) {
  if (typeof value === 'number') return el('td', { class: 'number' }, format(value));
  if (value === null) return el('td', { class: numeric ? 'number' : null }, '\u2013');
  if (typeof value === 'string' && !DOI.test(value) && (value.length <= SHORT || (value.length <= LONG && value.includes(' \u00b1 ')))) return el('td', { class: 'value' }, ...rich(value));
  if (typeof value === 'object') return el('td', value.text.length > LONG ? { class: 'long' } : {}, linkTo(value.link, value.text));
  return el('td', value.length > LONG ? { class: 'long' } : {}, DOI.test(value) ? linkTo(value, value) : rich(value));
}

async function copyTable(data, event) {
  const tell = (text) => {
    event.target.textContent = text;
    setTimeout(() => { event.target.textContent = 'Copy'; }, 1500);
  };
  try {
    await copyText(tableTsv(data));
    tell('Copied');
  } catch {
    tell('Not allowed here');
  }
}

export function table(data) {
  const body = el('tbody');
  const formats = data.columns.map((_, column) => columnFormatter(data.rows.map((row) => row[column])));
  const numeric = data.columns.map((_, column) => data.rows.length > 0 && data.rows.every((row) => typeof row[column] === 'number' || (row[column] ?? null) === null));
  const fill = (rows) => body.append(...rows.map((row) => el('tr', {}, row.map((value, column) => cell(value, formats[column] ?? formatNumber, numeric[column])))));
  fill(data.rows.slice(0, ROWS_SHOWN));
  const rest = data.rows.slice(ROWS_SHOWN);
  const head = el('tr', {}, data.columns.map((name, column) => el('th', { scope: 'col', class: numeric[column] ? 'number' : null }, ...rich(name))));
  const more = rest.length ? button(`Show ${rest.length} more rows`, 'Show all rows', () => {
    fill(rest);
    more.remove();
  }, { class: 'more' }) : null;
  const copy = button('Copy', 'Copy the table as tab-separated text', (event) => copyTable(data, event));
  const titleRow = el('div', { class: 'table-head' }, el('h3', {}, ...rich(data.title)), data.rows.length ? el('div', { class: 'tools' }, copy) : null);
  return el('section', { class: 'table' }, titleRow,
            el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': data.title || 'Table' }, el('table', {}, el('thead', {}, head), body)), more);
}

export function provenance(page) {
  if (page.provenance.length === 0) return null;
  const rows = page.provenance.map((row) => el('tr', {}, el('th', { scope: 'row' }, ...rich(row.label)), el('td', {}, ...(typeof row.value === 'number' ? [formatNumber(row.value, 8)] : rich(row.value ?? '\u2013')))));
  return el('section', { class: 'table provenance' }, el('h3', {}, 'What ran, and with what'), el('div', { class: 'scroll' }, el('table', {}, el('tbody', {}, rows))));
}

export function job(page) {
  if (!page.job) return null;
  return el('details', { class: 'job' }, el('summary', {}, 'The job, with every default'),
            el('div', { class: 'tools' }, button('Save job.yaml', 'Save the job as a file', () => saveText('job.yaml', 'text/yaml', page.job))), el('pre', {}, page.job));
}
