// Generates the reference pages, and the README's table of providers, from the registries of the program.
// `--check` writes nothing and fails when a page is stale; `--to FOLDER` works there instead of in docs/, on
// the README there if it has one.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './bundle.mjs';
import { checksPage } from './docs/checks.mjs';
import { cliPage } from './docs/cli.mjs';
import { errorsPage } from './docs/errors.mjs';
import { faultsPage } from './docs/faults.mjs';
import { findingsPage } from './docs/findings.mjs';
import { flowsPage } from './docs/flows.mjs';
import { between } from './docs/markdown.mjs';
import { profilesPage, worksWith } from './docs/profiles.mjs';
import { readRegistries } from './docs/registries.mjs';

const { values } = parseArgs({ options: { check: { type: 'boolean' }, to: { type: 'string' } } });
const folder = path.resolve(values.to ?? path.join(ROOT, 'docs'));

const known = await readRegistries();
const pages = {
  'checks.md': checksPage(known),
  'cli.md': cliPage(known),
  'errors.md': errorsPage(known),
  'faults.md': faultsPage(known),
  'findings.md': findingsPage(known),
  'flows.md': flowsPage(known),
  'profiles.md': profilesPage(known),
};
const readme = path.join(values.to === undefined ? ROOT : folder, 'README.md');
if (existsSync(readme)) {
  const name = path.relative(folder, readme);
  pages[name] = between('works with', readFileSync(readme, 'utf8'), worksWith(known));
}
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(pages)) {
  const file = path.join(folder, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (values.check) {
    process.stderr.write(`${path.basename(name)} is stale: run npm run docs\n`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
  }
}
