import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { faults } from '../fixtures/faults/index.ts';
import { checks } from '../src/checks/index.ts';
import { catalogue } from '../src/diagnosis/catalogue.ts';
import { aadstsCode, oauthCode } from '../src/diagnosis/codes.ts';
import { docsOf, rules } from '../src/diagnosis/index.ts';
import { oauthErrors } from '../src/diagnosis/oauth-errors.ts';
import { flows } from '../src/flows/index.ts';
import { profiles } from '../src/profiles/index.ts';
import { modulesBelow, ROOT, sourceOf } from './architecture/imports.ts';
import { anchorsOf, blocksOf, linksOf, PAGES, pageText } from './docs/pages.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const generate = (...argv: readonly string[]) =>
  spawnSync(process.execPath, [path.join(ROOT, 'scripts/docs.mjs'), ...argv], {
    encoding: 'utf8',
    timeout: 30_000,
  });

describe('the reference pages', () => {
  it('are what the registries say now', () => {
    const { status, stderr } = generate('--check');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('are called stale when they are not', () => {
    const copy = path.join(folder, 'docs');
    cpSync(path.join(ROOT, 'docs'), copy, { recursive: true });
    const file = path.join(copy, 'checks.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('MUST', 'MIGHT'));
    const { status, stderr } = generate('--check', '--to', copy);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'checks.md is stale: run npm run docs\n' });
  });

  it('describe every check, flow, provider and fault', () => {
    const known = anchorsOf('docs/checks.md');
    expect(checks.filter(({ id }) => !known.has(id.replaceAll('/', '-'))).map(({ id }) => id)).toEqual([]);
    const flowsPage = pageText('docs/flows.md');
    for (const { name } of flows) expect(flowsPage).toContain(`| \`${name}\` |`);
    for (const { title } of profiles) expect(flowsPage).toContain(title);
    for (const { title } of faults) expect(pageText('docs/faults.md')).toContain(title);
  });

  it('name only variables that the program reads', () => {
    const [, table = ''] = pageText('docs/cli.md').split('## Environment');
    const names = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);
    const source = modulesBelow('src').map(sourceOf).join('\n');
    expect(names).toContain('TENANT_ID');
    expect(names.filter((name) => name !== 'NAME' && !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
  });
});

describe('the page of a finding', () => {
  const codes = [
    ...rules.map(({ code }) => code),
    ...catalogue.map(({ code }) => aadstsCode(code)),
    ...oauthErrors.map(({ error }) => oauthCode(error)),
  ];

  it.each(codes)('%s is where its docs link says', (code) => {
    const [page = '', anchor = ''] = docsOf(code).split('#');
    expect(anchorsOf(page)).toContain(anchor);
  });
});

describe.each(PAGES)('%s', (page) => {
  it('links to what exists', () => {
    const broken = linksOf(page).filter((link) => {
      const [target = '', anchor] = link.split('#');
      const file = target === '' ? page : path.posix.join(path.posix.dirname(page), target);
      if (!existsSync(path.join(ROOT, file)) || path.posix.normalize(file).startsWith('..')) return true;
      return anchor !== undefined && !anchorsOf(file).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('names nothing outside the repository', () => {
    const outside = /(?<![\w.:/-])\/(?:work|tmp|home|root|usr|var|etc|opt|mnt|srv|Users)\b[^\s`]*/g;
    const registries =
      /\b(?:registry\.[\w.-]+|npmjs\.\w+|pypi\.org|pythonhosted\.org|ghcr\.io|docker\.io)\b/g;
    const found = [outside, registries].flatMap((pattern) => pageText(page).match(pattern) ?? []);
    expect(found).toEqual([]);
  });

  it('says of each block what it is', () => {
    const fences = pageText(page).match(/^```.*$/gm) ?? [];
    expect(fences.length).toBe(2 * blocksOf(page).length);
  });
});
