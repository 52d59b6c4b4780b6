// The licence texts of every npm package whose code is in the bundle, read from the installed packages.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const packageOf = (path) => {
  const match = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match ? match[1] : null;
};

async function describe(root, name) {
  const folder = join(root, 'node_modules', name);
  const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (!file) throw new Error(`${name} has no licence file: it cannot be bundled`);
  return { about, text: (await readFile(join(folder, file), 'utf8')).trim() };
}

// 3dmol ships a file that already contains its dependencies, hence the closure over `dependencies`.
export async function licenceText(root, ...metafiles) {
  const names = new Set();
  for (const metafile of metafiles)
    for (const path of Object.keys(metafile.inputs)) if (packageOf(path)) names.add(packageOf(path));
  const entries = new Map();
  const add = async (name) => {
    if (entries.has(name)) return;
    entries.set(name, await describe(root, name));
    for (const dependency of Object.keys(entries.get(name).about.dependencies ?? {})) await add(dependency);
  };
  for (const name of names) await add(name);
  return [...entries.keys()]
    .sort()
    .map((name) => {
      const { about, text } = entries.get(name);
      const title = `${name} ${about.version} (${about.license})`;
      return `${title}\n${'='.repeat(title.length)}\n\n${text}`;
    })
    .join('\n\n\n');
}
