// A figure's numbers as CSV, units in the header, errors beside their values.

const quoted = (text) => (/[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
const header = (label, unit) => quoted(unit ? `${label} (${unit})` : label);
const field = (value) => (value === null || value === undefined ? '' : String(value));

export function figureCsv(figure) {
  const columns = [{ name: header(figure.x.label || 'x', figure.x.unit), values: figure.x.values }];
  for (const series of figure.series) {
    columns.push({ name: header(series.label, series.unit), values: series.values });
    if (series.error) columns.push({ name: header(`${series.label} standard error`, series.unit), values: series.error });
  }
  const lines = [columns.map((column) => column.name).join(',')];
  for (let row = 0; row < figure.x.values.length; row++) lines.push(columns.map((column) => field(column.values[row])).join(','));
  return `${lines.join('\n')}\n`;
}
