// Writes the bundle to dist/. What is already right is not touched and leftovers go last, so that a program
// that runs from dist/ meanwhile, or a second build, is not disturbed.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle, ROOT } from './bundle.mjs';

const dist = path.join(ROOT, 'dist');
const { outputFiles, program } = await bundle();

// src/commands/code-cache.ts reads it without decoding.
if (outputFiles.some(({ path: file, contents }) => file === program && contents.some((byte) => byte > 0x7f)))
  throw new Error('the program is not ASCII');

mkdirSync(dist, { recursive: true });
for (const { path: file, contents } of outputFiles) keep(file, contents);
// The help that most people ask for, as the program itself renders it for 80 columns.
const help = execFileSync(process.execPath, ['-e', 'require(process.argv[1]).main(["--help"])', program]);
keep(path.join(dist, 'help.txt'), help);
chmodSync(path.join(dist, 'cli.js'), 0o755);

const written = new Set(outputFiles.map(({ path: file }) => path.basename(file))).add('help.txt');
for (const name of readdirSync(dist)) {
  if (!written.has(name)) rmSync(path.join(dist, name), { recursive: true, force: true });
}

function keep(file, contents) {
  if (!existsSync(file) || !readFileSync(file).equals(contents)) writeFileSync(file, contents);
}
