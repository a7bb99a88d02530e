// Builds the page into Core's folder, or into the folder given. The same sources give the same bytes on every machine: versions
// are pinned, names are made of contents, and nothing in the output knows a path or a time.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const limit = 150 * 1024;

export async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: 'src/main.tsx', style: 'src/style.css' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    charset: 'utf8',
    outdir: 'out',
    write: false,
    logLevel: 'warning',
  });
  const files = new Map();
  const named = (name, contents) => {
    const hash = createHash('sha256').update(contents).digest('hex').slice(0, 10);
    const full = name.replace(/(\.\w+)$/, `-${hash}$1`);
    files.set(full, contents);
    return full;
  };
  const output = (end) => Buffer.from(result.outputFiles.find((file) => file.path.endsWith(end)).contents);
  const names = { script: named('app.js', output('app.js')), style: named('style.css', output('style.css')), icon: named('icon.svg', await readFile(join(here, 'src/icon.svg'))) };
  // MIT asks for its text to travel along; minified scripts have no room for it.
  const licences = await Promise.all(['preact', 'uplot'].map(async (name) => `${name}\n\n${await readFile(join(here, 'node_modules', name, 'LICENSE'), 'utf8')}`));
  names.licences = named('licences.txt', Buffer.from(licences.join('\n\n').replace(/\r\n/g, '\n')));
  const page = (await readFile(join(here, 'src/index.html'), 'utf8')).replace(/\{(\w+)\}/g, (_, key) => `assets/${names[key]}`);
  files.set('index.html', Buffer.from(page));
  return files;
}

export async function writeTo(folder) {
  const files = await bundle();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [name, contents] of files) await writeFile(join(folder, name), contents);
  const first = [...files].filter(([name]) => !name.endsWith('.txt')).reduce((sum, [, contents]) => sum + gzipSync(contents).length, 0);
  console.log(`${folder}: ${(first / 1024).toFixed(1)} KB gzipped at the first visit, ${limit / 1024} allowed`);
  if (first > limit) throw new Error('The first visit loads too much.');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeTo(process.argv[2] ?? join(here, '../LlmMcp.Core/Web/built'));
}
