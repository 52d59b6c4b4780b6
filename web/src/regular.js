// What is of another type than it should be is nothing.
export const text = (value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
export const list = (value) => (Array.isArray(value) ? value : []);
export const number = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
