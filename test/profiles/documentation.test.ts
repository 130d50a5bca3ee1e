import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { profiles } from '../../src/profiles/index.ts';
import { ROOT } from '../architecture/imports.ts';
import { anchorsOf, pageText } from '../docs/pages.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-profiles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/profiles.md', () => {
  it.each(profiles)('says of $name what its profile says', ({ name, title, facts }) => {
    const page = pageText('docs/profiles.md');
    expect(anchorsOf('docs/profiles.md')).toContain(`provider-${name}`);
    expect(page).toContain(`## ${name}: ${title}`);
    for (const { kind: _, watch, ...lines } of facts) {
      for (const line of [...Object.values(lines), ...watch]) expect(page).toContain(line);
    }
  });
});

describe('the README', () => {
  it.each(profiles.flatMap(({ name, facts }) => facts.map(({ kind }) => [kind, name])))(
    'says that it works with: %s',
    (kind, name) => {
      expect(pageText('README.md')).toContain(`| [${kind}](docs/profiles.md#provider-${name}) |`);
    },
  );

  it('is called stale when its table is, and is made good', () => {
    const copy = path.join(folder, 'docs');
    cpSync(path.join(ROOT, 'docs'), copy, { recursive: true });
    const fresh = pageText('README.md');
    const file = path.join(copy, 'README.md');
    writeFileSync(file, fresh.replace('| [Keycloak]', '| [Cloakkey]'));
    expect(generate('--check', '--to', copy).stderr).toContain('README.md is stale: run npm run docs\n');
    generate('--to', copy);
    expect(readFileSync(file, 'utf8')).toBe(fresh);
  });
});

function generate(...argv: readonly string[]) {
  return spawnSync(process.execPath, [path.join(ROOT, 'scripts/docs.mjs'), ...argv], {
    encoding: 'utf8',
    timeout: 60_000,
  });
}
