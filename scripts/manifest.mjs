// The packed package.json has no dependencies: the bundle holds them. `strip` takes them out for the time
// of packing and `restore` puts the file back byte for byte. `refuse` stops `npm publish` from the
// repository: npm reads the restored file for the registry's own record, which would then list them.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

const FILE = 'package.json';
const KEPT = '.package.json.whole';

const actions = { strip, restore, refuse };
const action = actions[process.argv[2]];
if (action === undefined) throw new Error('expected strip, restore or refuse');
action();

function strip() {
  restore();
  const whole = readFileSync(FILE, 'utf8');
  const { dependencies: _, devDependencies: __, ...manifest } = JSON.parse(whole);
  writeFileSync(KEPT, whole);
  writeFileSync(FILE, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Also mends what a killed `npm pack` left behind. */
function restore() {
  if (existsSync(KEPT)) renameSync(KEPT, FILE);
}

function refuse() {
  process.stderr.write('Publish the tarball: npm pack, then npm publish mcp-authcheck-VERSION.tgz\n');
  process.exitCode = 1;
}
