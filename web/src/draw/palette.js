// Colours of maps. The sequence goes from dark to light in even steps of lightness, so that it reads in grey and with
// every colour blindness; the diverging one has its light middle at zero and blue and orange ends.
const SEQUENCE = ['#1a1446', '#27307a', '#1f558c', '#1d748f', '#259187', '#4fae77', '#8dc662', '#d0d755', '#fdf0a0'];
const DIVERGING = ['#0b3c6f', '#2a6ca8', '#6ea3cf', '#b5d0e6', '#f4f2ee', '#f2c9a4', '#e0935a', '#b85c22', '#753008'];

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function between(anchors, fraction) {
  const place = Math.min(1, Math.max(0, fraction)) * (anchors.length - 1);
  const index = Math.min(anchors.length - 2, Math.floor(place));
  const [a, b] = [channels(anchors[index]), channels(anchors[index + 1])];
  const mixed = a.map((channel, i) => Math.round(channel + (place - index) * (b[i] - channel)));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

export const sequential = (fraction) => between(SEQUENCE, fraction);
export const diverging = (fraction) => between(DIVERGING, fraction);
