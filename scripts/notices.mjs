// Writes what a bundle owes: the licences of the packages whose code it holds, and a bill of materials
// (CycloneDX) of exactly those and of what may be installed with it. `--to FOLDER` writes there instead of to dist/.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, bundledPackages, manifest, ROOT } from './bundle.mjs';

const { values } = parseArgs({ options: { to: { type: 'string' } } });
const target = path.resolve(values.to ?? path.join(ROOT, 'dist'));
const packages = bundledPackages((await bundle()).metafile);

mkdirSync(target, { recursive: true });
writeFileSync(
  path.join(target, 'THIRD-PARTY-LICENSES.txt'),
  packages.map(notice).join(`\n${'-'.repeat(78)}\n\n`),
);
writeFileSync(path.join(target, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(), null, 2)}\n`);

function notice({ name, version, license, folder }) {
  const files = readdirSync(path.join(ROOT, folder)).filter((file) =>
    /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file),
  );
  const texts = files.sort().map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8').trim());
  if (license === undefined && texts.length === 0) throw new Error(`${name} states no licence.`);
  return `${[`${name} ${version} (${license ?? 'see below'})`, ...texts].join('\n\n')}\n`;
}

/** npm's own bill of everything installed, cut down to the bundle and to the optional dependencies beside it. */
function billOfMaterials() {
  const npm = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
    shell: process.platform === 'win32',
  });
  const { components, dependencies, metadata, serialNumber, ...bill } = JSON.parse(npm);
  const root = metadata.component['bom-ref'];
  const refs = new Set(packages.map(({ name, version }) => `${name}@${version}`));
  const isBundled = ({ name, version }) => refs.has(`${name}@${version}`);
  const isBeside = ({ scope, properties = [] }) =>
    scope === 'optional' && !properties.some(({ name }) => name === 'cdx:npm:package:development');
  const kept = components.filter((component) => isBundled(component) || isBeside(component));
  const missing = [...refs].filter((ref) => !kept.some(({ name, version }) => ref === `${name}@${version}`));
  if (missing.length > 0) throw new Error(`npm sbom does not know ${missing.join(', ')}.`);
  const keptRefs = new Set([root, ...kept.map((component) => component['bom-ref'])]);
  return {
    ...bill,
    serialNumber,
    metadata: { ...metadata, component: { ...metadata.component, name: manifest.name, type: 'application' } },
    components: kept.map((component) => ({
      ...component,
      scope: isBundled(component) ? 'required' : 'optional',
    })),
    dependencies: dependencies
      .filter(({ ref }) => keptRefs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((to) => keptRefs.has(to)) })),
  };
}
