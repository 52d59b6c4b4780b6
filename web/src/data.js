// The page's data, read from the element that hc_report_write filled and made regular: every list is a list, every
// number a number or null. What is of another type is left out rather than shown wrongly.
import { regularFigure } from './figure_data.js';
import { list, number, text } from './regular.js';

const scalar = (value) => (typeof value === 'string' ? value : number(value));

export function readPageData() {
  const raw = JSON.parse(document.getElementById('page-data').textContent);
  return regularPage(raw && typeof raw === 'object' ? raw : {});
}

export function regularPage(raw) {
  return {
    title: text(raw.title) || 'halfcell report',
    subtitle: text(raw.subtitle),
    generator: text(raw.generator),
    summary: list(raw.summary).map((card) => ({
      label: text(card?.label),
      value: scalar(card?.value),
      error: number(card?.error),
      unit: text(card?.unit),
      note: text(card?.note),
    })),
    notes: list(raw.notes).map(text).filter(Boolean),
    figures: list(raw.figures).filter((figure) => figure && typeof figure === 'object').map(regularFigure),
    trajectory: raw.trajectory && typeof raw.trajectory === 'object' ? regularTrajectory(raw.trajectory) : null,
    job: text(raw.job),
    provenance: list(raw.provenance).map((row) => ({ label: text(row?.label), value: scalar(row?.value) })),
    tables: list(raw.tables).map((table) => ({
      title: text(table?.title),
      columns: list(table?.columns).map(text),
      rows: list(table?.rows).map((row) => list(row).map(cell)),
    })),
  };
}

// {text, link} leads somewhere; anything else is a number or a text.
const cell = (value) => (value && typeof value === 'object' ? { text: text(value.text) || text(value.link), link: text(value.link) } : scalar(value));

function regularTrajectory(raw) {
  const cell = list(raw.cell_angstrom).map((row) => list(row).map(number));
  const whole = cell.length === 3 && cell.every((row) => row.length === 3 && row.every((value) => value !== null));
  return {
    xyz: text(raw.xyz),
    times: list(raw.times_fs).map(number),
    steps: list(raw.steps).map(number),
    cell: whole ? cell : null,
    pbc: [0, 1, 2].map((axis) => Boolean(list(raw.pbc)[axis])),
    marked: list(raw.marked).filter((atom) => Number.isInteger(atom) && atom >= 0),
    markedLabel: text(raw.marked_label) || 'marked atoms',
    groups: list(raw.groups).filter((group) => /^#[0-9a-f]{6}$/i.test(group?.colour)).map((group) => ({
      label: text(group.label), colour: group.colour, halo: group.halo === true, atoms: list(group.atoms).filter((atom) => Number.isInteger(atom) && atom >= 0),
    })),
  };
}
