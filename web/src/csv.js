// A figure's numbers as CSV, units in the header, errors beside their values; a table as tab-separated text.
import { abscissa } from './draw/curves.js';

const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const named = (label, unit) => (unit ? `${label} (${unit})` : label);
const field = (value) => (value === null || value === undefined ? '' : typeof value === 'string' ? quoted(value) : String(value));

// columns: [{name, values}], as long as the longest.
function csvOf(columns) {
  const lines = [columns.map((column) => quoted(column.name)).join(',')];
  const count = Math.max(0, ...columns.map((column) => column.values.length));
  for (let row = 0; row < count; row++) lines.push(columns.map((column) => field(column.values[row])).join(','));
  return `${lines.join('\n')}\n`;
}

const withError = (label, unit, values, error) => [
  { name: named(label, unit), values }, ...(error ? [{ name: named(`${label} standard error`, unit), values: error }] : []),
];

// Series that share the abscissa stand beside it, those with one of their own after it with theirs.
function curvesCsv(figure) {
  const xName = figure.x.label || 'x';
  const shared = figure.series.filter((series) => !series.x);
  const columns = shared.length ? [{ name: named(xName, figure.x.unit), values: figure.x.values }] : [];
  for (const series of [...shared, ...figure.series.filter((one) => one.x)]) {
    if (series.x) columns.push({ name: named(`${xName} of ${series.label}`, figure.x.unit), values: abscissa(figure, series) });
    if (series.xError) columns.push({ name: named(`${xName} standard error`, figure.x.unit), values: series.xError });
    columns.push(...withError(series.label, series.unit, series.values, series.error));
    for (const end of ['low', 'high']) if (series[end]) columns.push({ name: named(`${series.label} ${end}`, series.unit), values: series[end] });
    for (const [key, name] of [['names', 'name'], ['details', 'details'], ['links', 'link']]) if (series[key]) columns.push({ name: `${series.label} ${name}`, values: series[key] });
  }
  return csvOf(columns);
}

function levelsCsv(figure) {
  const columns = [{ name: 'state', values: figure.states }];
  for (const path of figure.paths) {
    if (path.states) columns.push({ name: `${path.label} state`, values: path.states.map((name, state) => name || figure.states[state]) });
    columns.push(...withError(path.label || figure.y.label, figure.y.unit, path.values, path.error));
    if (path.barriers.some((value) => value !== null)) columns.push({ name: named(`${path.label} transition state after it`, figure.y.unit), values: path.barriers });
  }
  return csvOf(columns);
}

const barsCsv = (figure) => csvOf([
  { name: named(figure.x.label || 'category', figure.x.unit), values: figure.categories },
  ...figure.series.flatMap((series) => withError(series.label || figure.y.label, figure.y.unit, series.values, series.error)),
]);

// One line for each cell; marked places follow with their names.
function mapCsv(figure) {
  const { x, y, z } = figure;
  const cells = y.values.flatMap((b, iy) => x.values.map((a, ix) => [a, b, z.values[iy][ix]]));
  const shown = (value) => (z.categories && value !== null ? (z.categories[value] ?? value) : value);
  const names = figure.points.length ? [{ name: 'name', values: [...cells.map(() => null), ...figure.points.map((point) => point.label)] }] : [];
  return csvOf([
    { name: named(x.label || 'x', x.unit), values: [...cells.map((cell) => cell[0]), ...figure.points.map((point) => point.x)] },
    { name: named(y.label || 'y', y.unit), values: [...cells.map((cell) => cell[1]), ...figure.points.map((point) => point.y)] },
    { name: named(z.label || 'z', z.unit), values: cells.map((cell) => shown(cell[2])) }, ...names,
  ]);
}

const WRITERS = { curves: curvesCsv, levels: levelsCsv, bars: barsCsv, map: mapCsv };
export const figureCsv = (figure) => WRITERS[figure.kind](figure);

const cellText = (value) => (value === null ? '' : typeof value === 'object' ? value.text : String(value)).replace(/[\t\r\n]+/g, ' ');

export const tableTsv = (table) => `${[table.columns, ...table.rows].map((row) => row.map(cellText).join('\t')).join('\n')}\n`;
