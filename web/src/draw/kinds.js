// The kinds of figures. A kind says what is empty, what the legend has, how high it is, and paints itself.
import * as bars from './bars.js';
import * as curves from './curves.js';
import * as levels from './levels.js';
import * as map from './map.js';

export const KINDS = { curves, levels, bars, map };
export const kindOf = (figure) => KINDS[figure.kind] ?? curves;
