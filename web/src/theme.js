// Colours for light and dark. The series colours are told apart with every common colour blindness (after Okabe and
// Ito, https://jfly.uni-koeln.de/color), darkened or lightened for the ground they stand on.

const LIGHT = {
  name: 'light',
  series: ['#0b66a8', '#c8500a', '#0a8a63', '#a84f86', '#8a6d00', '#3f93c9', '#555b66'],
  ground: '#ffffff', text: '#2a2f3a', muted: '#667085', grid: '#e7e9ee', axis: '#b7bdc9', marker: '#101828',
  viewer: '#f3f5f8', cell: '#98a1b2', highlight: '#d6006e',
};

const DARK = {
  name: 'dark',
  series: ['#62b3f0', '#f5955a', '#4cc9a0', '#dd93c2', '#e0c040', '#9ad1f5', '#aeb6c4'],
  ground: '#131922', text: '#dfe3ea', muted: '#98a2b3', grid: '#262d3a', axis: '#465066', marker: '#f2f4f7',
  viewer: '#10151d', cell: '#5b667b', highlight: '#ff6fb5',
};

export const printTheme = LIGHT;

const query = window.matchMedia('(prefers-color-scheme: dark)');

export const theme = () => (query.matches ? DARK : LIGHT);
export const onThemeChange = (callback) => query.addEventListener('change', callback);
export const seriesColour = (index, colours = theme()) => colours.series[index % colours.series.length];

// Beyond the last colour they begin again, with another pattern.
export const patternOf = (index) => (index < LIGHT.series.length ? null : [9, 2, 2, 2]);

export function translucent(hex, alpha) {
  const channel = (at) => parseInt(hex.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${alpha})`;
}
