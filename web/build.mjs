// Bundles the page into one HTML file: node build.mjs OUTPUT. Runs in a folder that has node_modules.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licenceText } from './licences.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const output = process.argv[2];
if (!output) throw new Error('usage: node build.mjs OUTPUT');

const common = { bundle: true, metafile: true, minify: true, write: false, absWorkingDir: root, logLevel: 'warning', charset: 'ascii' };
const script = await build({
  ...common,
  entryPoints: ['src/main.js'],
  format: 'iife',
  target: ['es2020'],
  legalComments: 'none', // the full licence texts are in the page
});
const style = await build({ ...common, entryPoints: ['styles/main.css'] });

// Nothing inside an inline element may look like its end.
const inlineScript = script.outputFiles[0].text.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '\\x3c!--');
const inlineStyle = style.outputFiles[0].text.replace(/<\/(style)/gi, '<\\/$1');
const licences = await licenceText(root, script.metafile, style.metafile);

const parts = {
  STYLE: inlineStyle,
  SCRIPT: inlineScript,
  LICENCES: licences.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
};
const frame = await readFile(resolve(root, 'src/template.html'), 'utf8');
const html = frame.replace(/@@(STYLE|SCRIPT|LICENCES)@@/g, (_, name) => parts[name]);

// The mark is what `hc_report_write` replaces: it must be there once.
const mark = 'HALFCELL-PAGE-DATA';
if (html.split(mark).length !== 2) throw new Error(`the template must contain ${mark} exactly once`);
await mkdir(dirname(resolve(output)), { recursive: true });
await writeFile(`${output}.tmp`, html);
await rename(`${output}.tmp`, output);
