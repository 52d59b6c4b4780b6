// What the viewer needs of an element. Covalent radii in Å: Cordero et al., Dalton Trans. 2008, 2832
// (doi:10.1039/b801115j), up to radon; elements beyond get `DEFAULT_RADIUS`.

const SYMBOLS =
  'H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo ' +
  'Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl ' +
  'Pb Bi Po At Rn';
const RADII =
  '31 28 128 96 84 76 71 66 57 58 166 141 121 111 107 105 102 106 203 176 170 160 153 139 139 132 126 124 132 122 122 ' +
  '120 119 120 120 116 220 195 190 175 164 154 147 146 142 139 145 144 142 139 139 138 139 140 244 215 207 204 203 201 ' +
  '199 198 198 196 194 192 192 189 190 187 187 175 170 162 151 144 141 136 136 132 145 146 148 140 150 150';

const radii = RADII.split(' ').map((text) => Number(text) / 100);
const RADIUS = new Map(SYMBOLS.split(' ').map((symbol, index) => [symbol, radii[index]]));
const DEFAULT_RADIUS = 1.6;

const NOT_METAL = new Set('H He B C N O F Ne Si P S Cl Ar Ge As Se Br Kr Te I Xe At Rn'.split(' '));
const IONS = new Set('Li Na K Rb Cs Be Mg Ca Sr Ba'.split(' '));

const COLOURS = {
  H: '#f4f4f4', C: '#7d858f', N: '#3f66d6', O: '#e0413a', F: '#7cc96b', Na: '#8e63c7', Mg: '#74b72e', Al: '#a7a3ad',
  Si: '#c8a27c', P: '#e58a1f', S: '#ecc62c', Cl: '#44b547', K: '#7d4fc0', Ca: '#5da93a', Ti: '#9fa6b2', V: '#a6a6ab',
  Cr: '#8a99c7', Mn: '#9c7ac7', Fe: '#cf6a32', Co: '#d7869b', Ni: '#64b96a', Cu: '#c27a3e', Zn: '#8083b0', Br: '#a2312b',
  Mo: '#6bb0b0', Ru: '#3a8f8f', Rh: '#2f8494', Pd: '#2f7084', Ag: '#b4bac4', I: '#7f2a94', Cs: '#5f278c', Ir: '#3a5f8c',
  Pt: '#c3c6d3', Au: '#cf9a2b', Hg: '#b3b4c6', Pb: '#5a6068',
};

export const isElement = (symbol) => RADIUS.has(symbol);
export const radiusOf = (symbol) => RADIUS.get(symbol) ?? DEFAULT_RADIUS;
export const colourOf = (symbol) => COLOURS[symbol] ?? '#b05fa0';
export const isMetal = (symbol) => !NOT_METAL.has(symbol);
export const isIon = (symbol) => IONS.has(symbol);

// "AU", "au" and "Au1" are gold.
export function symbolOf(word) {
  const letters = /^[A-Za-z]{1,3}/.exec(word)?.[0] ?? 'X';
  const pair = letters.charAt(0).toUpperCase() + letters.slice(1, 2).toLowerCase();
  return RADIUS.has(pair) ? pair : RADIUS.has(pair.charAt(0)) ? pair.charAt(0) : pair;
}
