import { describe, expect, it } from 'vitest';
import { reportFormat } from '../../src/commands/report-format.ts';
import { UsageError } from '../../src/errors.ts';
import {
  renderDiscovery,
  renderResultLine,
  renderToken,
  reporterNamed,
  reporters,
} from '../../src/reporters/index.ts';
import { report, result, STARTED, targetReport, token } from './report.ts';

const plain = { colour: false, width: 100, unicode: true };
const one = report([targetReport()]);

describe('the registry', () => {
  it('knows every reporter by its name and ends every text with one line break', () => {
    for (const reporter of reporters) {
      expect(reporterNamed(reporter.name)).toBe(reporter);
      expect(reporter.render(one, plain)).toMatch(/[^\n]\n$/);
    }
  });

  it('refuses a format it does not know, with those it does', () => {
    expect(reporterNamed('xml')).toBeUndefined();
    expect(() => reportFormat('xml')).toThrow(UsageError);
    expect(reportFormat('json')).toBe(reporterNamed('json'));
  });
});

describe('json', () => {
  it('is indented for one target, and one line for hundreds, with the same value', () => {
    const [target] = one.targets;
    const many = { ...one, targets: Array.from({ length: 300 }, () => target) } as typeof one;
    const text = reporterNamed('json')?.render(many, plain) ?? '';
    expect(text.trimEnd()).not.toContain('\n');
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(many)));
    expect(reporterNamed('json')?.render(one, plain)).toContain('\n  "schemaVersion": 1');
  });

  it('is the report, as one document', () => {
    expect(JSON.parse(reporterNamed('json')?.render(one, plain) ?? '')).toEqual(
      JSON.parse(JSON.stringify(one)),
    );
  });
});

describe('jsonl', () => {
  it('is one line per result, then the summary without them', () => {
    const line = renderResultLine(result('endpoint/rejects-no-token'), 'calculator');
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({
      type: 'result',
      target: 'calculator',
      id: 'endpoint/rejects-no-token',
      verdict: 'pass',
    });
    const text = reporterNamed('jsonl')?.render(one, plain) ?? '';
    expect(text.trimEnd()).not.toContain('\n');
    const summary = JSON.parse(text);
    expect(summary).toMatchObject({
      type: 'summary',
      schemaVersion: 1,
      verdict: 'pass',
      summary: one.summary,
    });
    expect(summary.targets[0]).not.toHaveProperty('results');
    expect(summary.targets[0].flows).toHaveLength(3);
  });
});

describe('a token in words', () => {
  it('is a sentence, its facts, its claims', () => {
    expect(renderToken(token(), Date.parse(STARTED), [], plain)).toMatchInlineSnapshot(`
      "A machine's token (app-only) for 11112222-bbbb-3333-cccc-4444dddd5555; it may: Calculator.Add.All,
      Calculator.Subtract.All.

      issuer     https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
      audience   11112222-bbbb-3333-cccc-4444dddd5555
      client     00001111-aaaa-2222-bbbb-3333cccc4444
      subject    22cc22cc-dd33-ee44-ff55-66aa66aa66aa
      tenant     aaaabbbb-0000-cccc-1111-dddd2222eeee
      roles      Calculator.Add.All, Calculator.Subtract.All
      version    2.0
      issued     2026-11-23T08:55:00.000Z
      expires    2026-11-23T10:00:00.000Z (60 min left)
      signature  verified

      header
        typ: "JWT"
        alg: "RS256"
        kid: "k1"

      claims
        aud: "11112222-bbbb-3333-cccc-4444dddd5555"
        iss: "https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"
        ver: "2.0"
      "
    `);
  });

  it.each([
    ['a machine without rights', { roles: [] }, 'it has no roles and no scopes'],
    ['a person', { appOnly: false, roles: [], scp: ['calculator.add'] }, "A person's token for"],
    [
      'an opaque token',
      { format: 'opaque' as const, header: null, claims: null },
      'An opaque token: only the server',
    ],
    ['an expired one', { expiresAt: '2026-11-23T08:57:00.000Z' }, 'expired 3 min ago'],
    ['a bad signature', { signature: 'invalid' as const }, 'INVALID'],
    [
      'an unverified one',
      { signature: 'unverified' as const, signatureReason: 'no keys' },
      'not verified (no keys)',
    ],
  ])('%s', (_, changed, words) => {
    const text = renderToken(token(changed), Date.parse(STARTED), [], plain);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
  });
});

it('says nothing of an end that a token does not name', () => {
  expect(renderToken(token({ expiresAt: null }), Date.parse(STARTED), [], plain)).not.toContain('expires');
});

describe('what an endpoint says of itself', () => {
  it('is challenge, documents and checks', () => {
    const results = [result('discovery/issuer-is-exact'), result('discovery/resource-matches-endpoint')];
    expect(renderDiscovery(targetReport({ results, flows: [] }), plain)).toMatchInlineSnapshot(`
      "✔ calculator  http://127.0.0.1:41234/mcp

        eras  up to 2025-11-25 (handshake): spoken; 2026-07-28: spoken
        challenge  Bearer scope="calculator.add"
        protected resource metadata
          resource: http://127.0.0.1:41234/mcp
          authorization_servers: https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
        authorization server metadata
          issuer: https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0
          token_endpoint: https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token

        ✔ discovery  2 passed
      "
    `);
  });

  it('begins with what is wrong, says what cannot be told, and ends with what only deserves to be known', () => {
    const finding = {
      severity: 'error',
      confidence: 'certain',
      aadsts: null,
      cause: 'It is missing.',
      fix: 'Add it.',
      results: [],
      docs: 'docs/findings.md#discovery-no-challenge',
    } as const;
    const text = renderDiscovery(
      targetReport({
        verdict: 'fail',
        flows: [],
        results: [],
        eras: { legacy: null, modern: null },
        findings: [
          { ...finding, code: 'discovery/no-challenge', summary: 'There is no challenge.' },
          { ...finding, code: 'discovery/other', summary: 'A note.', severity: 'note' },
        ],
      }),
      plain,
    );
    const order = [
      'There is no challenge.',
      'fix: Add it.',
      'cannot be told without a token',
      'challenge  ',
      'A note.',
    ];
    expect(order.map((words) => text.indexOf(words))).toEqual(
      order.map((words) => text.indexOf(words)).toSorted((one, other) => one - other),
    );
    expect(order.filter((words) => !text.includes(words))).toEqual([]);
  });
});
