// Numbers as a reader wants them: as many digits as the error allows, a real minus sign, powers of ten written out.

const MINUS = '\u2212';
const SUPERSCRIPT = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';

const withMinus = (text) => text.replace(/-/g, MINUS);

// A unit behind its number.
export const unitText = (unit) => (unit ? `\u2009${unit}` : '');

export function powerOfTen(exponent) {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT[Number(digit)]).join('');
  return `10${exponent < 0 ? '\u207b' : ''}${digits}`;
}

const magnitude = (value) => (value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value))));

// Decimals after which an error has one significant digit (two when it begins with 1), after rounding.
function decimalsOfError(error) {
  const first = Number(error.toExponential(1));
  const exponent = magnitude(first);
  return Number(first.toExponential().charAt(0)) === 1 ? 1 - exponent : -exponent;
}

function fixed(value, decimals) {
  const scale = 10 ** Math.max(0, -decimals);
  const text = (Math.round(value / scale) * scale).toFixed(0);
  const number = decimals > 0 ? value.toFixed(Math.min(decimals, 20)) : text;
  return withMinus(Number(number) === 0 ? number.replace('-', '') : number);
}

const awkward = (exponent) => exponent > 5 || exponent < -3;

export function formatNumber(value, digits = 5) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '\u2013';
  if (value === 0) return '0';
  const exponent = magnitude(value);
  if (Number.isInteger(value) && exponent < 9) {
    const text = String(Math.abs(value));
    const grouped = text.length > 4 ? text.replace(/\B(?=(\d{3})+$)/g, '\u202f') : text;
    return (value < 0 ? MINUS : '') + grouped;
  }
  if (awkward(exponent)) {
    const mantissa = Number((value / 10 ** exponent).toPrecision(Math.min(digits, 4)));
    return `${withMinus(String(mantissa))}\u2009\u00d7\u2009${powerOfTen(exponent)}`;
  }
  return withMinus(String(Number(value.toPrecision(Math.max(digits, exponent + 1)))));
}

// "0.85 ± 0.07"; without an error the value alone.
export function formatWithError(value, error) {
  if (typeof value !== 'number' || !Number.isFinite(value)) return '\u2013';
  if (typeof error !== 'number' || !Number.isFinite(error) || error <= 0) return formatNumber(value);
  const exponent = Math.max(magnitude(value), magnitude(error));
  if (awkward(exponent)) {
    const scale = 10 ** exponent;
    const decimals = Math.max(0, decimalsOfError(error / scale));
    return `(${fixed(value / scale, decimals)} \u00b1 ${fixed(error / scale, decimals)})\u2009\u00d7\u2009${powerOfTen(exponent)}`;
  }
  const decimals = decimalsOfError(error);
  return `${fixed(value, decimals)} \u00b1 ${fixed(error, decimals)}`;
}

// A column of a table: the same decimals in every row, six significant digits for the largest.
export function columnFormatter(values) {
  const numbers = values.filter((value) => typeof value === 'number');
  const exponents = numbers.filter((value) => value !== 0).map(magnitude);
  if (exponents.length === 0 || numbers.every(Number.isInteger)) return (value) => formatNumber(value);
  const largest = Math.max(...exponents);
  if (awkward(largest) || Math.min(...exponents) < -4) return (value) => formatNumber(value);
  const enough = Math.max(...numbers.map((value) => (String(Number(value.toPrecision(6))).split('.')[1] ?? '').length));
  const decimals = Math.min(enough, Math.max(0, 5 - largest));
  return (value) => (typeof value === 'number' ? fixed(value, decimals) : formatNumber(value));
}

// Labels of axis ticks that are `increment` apart, divided by 10^exponent.
export function formatTicks(ticks, increment, exponent) {
  const step = Math.abs(increment) / 10 ** exponent;
  const decimals = step > 0 ? Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))) : 0;
  const exact = step > 0 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6 ? decimals + 1 : decimals;
  return ticks.map((tick) => (tick === null ? '' : fixed(tick / 10 ** exponent, exact)));
}

// A multiple of three to take out of an axis whose largest absolute value is `largest`; 0 for everyday numbers.
export function axisExponent(largest) {
  if (!(largest > 0)) return 0;
  const exponent = magnitude(largest);
  return exponent >= 6 || exponent <= -3 ? 3 * Math.floor(exponent / 3) : 0;
}

export function axisLabel(label, unit, exponent) {
  const scale = exponent ? `${powerOfTen(exponent)}${unit ? '\u2009' : ''}` : '';
  const bracket = `${scale}${unit ?? ''}`;
  if (!label) return bracket;
  return bracket ? `${label} (${bracket})` : label;
}
