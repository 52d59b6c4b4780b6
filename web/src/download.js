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
