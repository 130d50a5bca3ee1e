import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../../fixtures/faults/index.ts';
import { catalogue, providerCatalogue, validatorCatalogue } from '../../src/diagnosis/catalogue.ts';
import { aadstsCode, oauthCode } from '../../src/diagnosis/codes.ts';
import { explain, explanations } from '../../src/diagnosis/explain.ts';
import { docsOf, rules } from '../../src/diagnosis/index.ts';
import { oauthErrors } from '../../src/diagnosis/oauth-errors.ts';
import { ROOT } from '../architecture/imports.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-step-'));
const pages = new Map<string, string>();

beforeAll(() => {
  const script = path.join(ROOT, 'scripts/docs.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--to', folder], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const page of ['errors.md', 'findings.md'])
    pages.set(page, readFileSync(path.join(folder, page), 'utf8'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rows = [
  ...catalogue.map((entry) => ({ ...entry, code: `AADSTS${entry.code}`, finding: aadstsCode(entry.code) })),
  ...providerCatalogue.map((entry) => ({ ...entry, finding: entry.code })),
  ...validatorCatalogue.map((entry) => ({ ...entry, finding: entry.code })),
];

describe('the rows of the catalogues', () => {
  it('are each explained by their code and by the code of their finding', () => {
    for (const { code, finding, title, confidence, source } of rows) {
      for (const asked of [code, finding, code.toUpperCase()]) {
        const found = explain(asked);
        expect([asked, found.known]).toEqual([asked, true]);
        expect(found).toMatchObject({ explanation: { code, title, confidence, source } });
      }
    }
  });

  it('say in the explanation how far they are known, and leave no placeholder', () => {
    for (const { code, confidence, source } of rows) {
      const found = explain(code);
      const text = found.known ? found.text : '';
      expect(text).toContain(source);
      expect([code, /not verified/.test(text)]).toEqual([code, confidence === 'unverified']);
      expect(text).not.toMatch(/\{(?:clientId|tenant|audience)\}|undefined|\[object/);
    }
  });

  it('stand in the documentation where the link of their finding leads', () => {
    for (const { finding, title } of rows) {
      const [file = '', anchor = ''] = docsOf(finding).replace('docs/', '').split('#');
      const text = pages.get(file) ?? '';
      const line = text.split('\n').filter((one) => one.includes(`<a id="${anchor}"></a>`));
      expect([finding, line.length]).toEqual([finding, 1]);
      expect(line[0]?.replaceAll('\\', '')).toContain(title);
    }
  });
});

describe('findings and OAuth errors', () => {
  it('stand where their links lead', () => {
    const codes = [...rules.map(({ code }) => code), ...oauthErrors.map(({ error }) => oauthCode(error))];
    for (const code of codes) {
      const [file = '', anchor = ''] = docsOf(code).replace('docs/', '').split('#');
      expect(pages.get(file)).toContain(`<a id="${anchor}"></a>`);
    }
  });

  it('stand with the fault that shows them', () => {
    const findings = pages.get('findings.md') ?? '';
    const errors = pages.get('errors.md') ?? '';
    for (const { name, finding } of faults) {
      if (!explain(finding).known) continue;
      expect(docsOf(finding).includes('errors.md') ? errors : findings).toContain(name);
    }
  });

  it('have the old places of the numbers on the page of the findings still', () => {
    for (const { code } of catalogue) {
      expect(pages.get('findings.md')).toContain(`<a id="${aadstsCode(code).replace('/', '-')}"></a>`);
    }
  });
});

describe('every explanation', () => {
  it('has a title, a cause, a fix and a source', () => {
    for (const { title, cause, fix, source } of explanations()) {
      for (const text of [title, cause, fix, source]) expect(text.trim()).not.toBe('');
    }
  });

  it('has a code that leads back to it', () => {
    for (const { code, kind } of explanations()) {
      const found = explain(code);
      expect(found.known && [found.explanation.code, found.explanation.kind]).toEqual([code, kind]);
    }
  });
});
