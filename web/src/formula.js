// Formulae as people type them, "*COOH", "HCO3-", "Zn2+", "Ag25(SCH3)18", "U_SHE": which pieces are indices and charges.
import { isElement } from './elements.js';

// A symbol of one or two letters, an underscore, a word: "U_SHE", "k_B".
const SYMBOL = /(?<![\p{L}\p{N}_])(\p{L}{1,2})_([\p{L}\p{N}]+)(?![\p{L}\p{N}_])/gu;

// Element symbols with counts and groups in brackets, then perhaps a charge, a phase ("_g") or the site's asterisk.
const FORMULA = /(?<![\p{L}\p{N}_])((?:[A-Z][a-z]?\d*|\([A-Z][A-Za-z0-9]{0,20}\)\d*)+)(?:\^(\d*[+\-\u2212])|([+\-\u2212]))?(?:_([a-z]{1,3}))?(?![\p{L}\p{N}_])/gu;
// "e-", and as mechanisms write it, "ele_g".
const ELECTRON = /(?<![\p{L}\p{N}_])(?:e[-\u2212]|ele_g)(?![\p{L}\p{N}_])/gu;
// A name that is no formula, as tables of energies write it: "[V_Zn^2-]_s", "[cluster]_s", "[edge]*".
const NAMED = /\[([^[\]]+?)(?:\^(\d*[+\-\u2212]))?\](?:_(g|l|s|aq)(?![\p{L}\p{N}_])|(\*))/gu;
const PHASES = ['g', 'l', 's', 'aq'];

const MOLECULES = ['H2', 'O2', 'O3', 'N2', 'F2', 'Cl2', 'Br2', 'I2'];
const IONS = ['H', 'Li', 'Na', 'K', 'Rb', 'Cs', 'Ag', 'Cu', 'Au', 'F', 'Cl', 'Br', 'I'];

// CO2RR counts as one. One element with a count is a formula only where nobody means an atom's number by it ("C1", "H12").
function isFormula(body, charge) {
  // In brackets with a count, ligands have names of their own: (SPhMe2)18, (PET)18.
  const symbols = body.replace(/RR$/, '').replace(/\(\w+\)\d+/g, '').match(/[A-Z][a-z]?/g) ?? [];
  if (symbols.length === 0 || !symbols.every(isElement)) return false;
  if (body.includes('(')) return true;
  if (symbols.length > 1) return true;
  return MOLECULES.includes(body) || (charge ? IONS.includes(body) || /\d$/.test(body) : /\d\d$/.test(body) && !/^[HCNOS]\d/.test(body));
}

const signOf = (charge) => charge.replace('-', '\u2212');

// Cuts `body` into letters and counts. A single element takes the digits before a sign as its charge: Zn2+.
function bodyPieces(body, charge) {
  const single = (body.match(/[A-Z]/g) ?? []).length === 1;
  if (charge && single && !MOLECULES.includes(body)) {
    const [, name, count] = body.match(/^(\D+)(\d*)$/);
    return [[name, ''], [count + signOf(charge), 'sup']];
  }
  const pieces = [...body.matchAll(/\d+|\D+/g)].map(([piece]) => [piece, /^\d/.test(piece) ? 'sub' : '']);
  return charge ? [...pieces, [signOf(charge), 'sup']] : pieces;
}

// "CO_g" is a gas, "Cu_s" a solid, "U_s" a symbol with an index.
const isPhase = (name, index) => PHASES.includes(index) && name.length === 2 && (isElement(name) || [...name].every(isElement));

function* findings(text) {
  for (const match of text.matchAll(NAMED)) {
    const [whole, name, charge, phase, site] = match;
    const after = [...(charge ? [[signOf(charge), 'sup']] : []), ...(phase && phase !== 's' ? [[`(${phase})`, '']] : []), ...(site ? [[site, '']] : [])];
    yield { at: match.index, length: whole.length, pieces: [...richPieces(name), ...after] };
  }
  for (const match of text.matchAll(SYMBOL)) yield { at: match.index, length: match[0].length, pieces: [[match[1], ''], isPhase(match[1], match[2]) ? [`(${match[2]})`, ''] : [match[2], 'sub']] };
  for (const match of text.matchAll(ELECTRON)) yield { at: match.index, length: match[0].length, pieces: [['e', ''], ['\u2212', 'sup']] };
  for (const match of text.matchAll(FORMULA)) {
    const [whole, body, caret, sign, phase] = match;
    const charge = caret ?? sign ?? '';
    if (!(caret && isElement(body)) && !isFormula(body, charge)) continue;
    const state = charge && phase === 'g' ? '' : phase; // as mechanisms write ions, "OH-_g": no gas
    const pieces = [...bodyPieces(body, caret ? '' : charge), ...(caret ? [[signOf(caret), 'sup']] : []), ...(state ? [PHASES.includes(state) ? [`(${state})`, ''] : [state, 'sub']] : [])];
    yield { at: match.index, length: whole.length, pieces };
  }
}

// [piece, place]: place is '', 'sub' or 'sup'. The underscore and the caret that ask for a place are not shown; arrows
// and minus signs are drawn as such.
export function richPieces(typed) {
  const text = typed.replace(/ <-> /g, ' \u21cc ').replace(/ -> /g, ' \u2192 ').replace(/(^|[\s(,])-(?=[\d.])/g, '$1\u2212');
  const found = [...findings(text)].sort((a, b) => a.at - b.at || b.length - a.length);
  const pieces = [];
  let end = 0;
  for (const { at, length, pieces: inner } of found) {
    if (at < end) continue;
    pieces.push([text.slice(end, at), ''], ...inner);
    end = at + length;
  }
  pieces.push([text.slice(end), '']);
  return pieces.filter(([piece]) => piece !== '');
}
