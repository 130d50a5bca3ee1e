// The program as it is published, but with its names: what fails can be told by the function that did it.
// `node program.mjs FOLDER`
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '../../scripts/bundle.mjs';

const folder = process.argv[2] ?? '';
mkdirSync(folder, { recursive: true });
const { outputFiles } = await bundle({ minify: false });
for (const { path: file, contents } of outputFiles) {
  writeFileSync(path.join(folder, path.basename(file)), contents);
}
