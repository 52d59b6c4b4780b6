// Saving from a page that lies on a disk.
import { el } from './dom.js';

export function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el('a', { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

export const saveText = (name, type, text) => saveBlob(name, new Blob([text], { type }));

// The clipboard; pages from a disk may be refused the modern way, then the old one is tried.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el('textarea', { class: 'off-screen' });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('the browser refused');
  }
}
