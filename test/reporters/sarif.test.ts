import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { serverOnlyDecodesTokens } from '../../fixtures/faults/server/server-only-decodes-tokens.ts';
import { sarif } from '../../src/reporters/sarif.ts';
import type { Report } from '../../src/types.ts';
import { verifyWorld } from '../support/verify-world.ts';
import { noToken, open, plain } from './failing.ts';
import { hostileReport } from './hostile-report.ts';
import { report, result, targetReport } from './report.ts';

/** The schema that Microsoft ships for tests, with the validator of JSON Schema draft 4 that it was written for. */
const beside = createRequire(createRequire(import.meta.url).resolve('@microsoft/jest-sarif'));
const Ajv = beside('ajv') as new (
  options: object,
) => {
  addMetaSchema(schema: unknown): void;
  validate(schema: unknown, data: unknown): boolean;
  errorsText(): string;
};
const schema = beside('./schemas/sarif-2.1.0-rtm.5.json') as unknown;
const ajv = new Ajv({ schemaId: 'auto', validateSchema: false });
ajv.addMetaSchema(beside('ajv/lib/refs/json-schema-draft-04.json'));

/** What is wrong with it; undefined: nothing. */
function problem(log: unknown): string | undefined {
  return ajv.validate(schema, log) ? undefined : ajv.errorsText();
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly results: readonly Told[];
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications?: readonly { readonly message: { readonly text: string } }[];
        },
      ];
    },
  ];
}

interface Rule {
  readonly id: string;
  readonly help: { readonly text: string; readonly markdown: string };
}

interface Told {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } },
  ];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly suppressions?: readonly unknown[];
}

const logOf = (of: Report): Log => JSON.parse(sarif.render(of, plain)) as Log;
const runOf = (of: Report) => logOf(of).runs[0];
const fingerprintsOf = (of: Report) =>
  runOf(of).results.map((one) => one.partialFingerprints.primaryLocationLineHash);

describe('SARIF', () => {
  it.each([
    ['a healthy target', report([targetReport()])],
    ['failures', report([open(), noToken])],
    ['no target', report([])],
    ['hostile text', hostileReport()],
    ['an incomplete target', report([targetReport({ verdict: 'incomplete' })], { verdict: 'incomplete' })],
  ])('of %s is valid for its schema', (_name, of) => {
    expect(problem(logOf(of))).toBeUndefined();
  });

  it('is refused by that schema when it is wrong', () => {
    expect(problem({ ...logOf(report([open()])), version: '3' })).toContain('version');
  });

  it('tells a broken rule once a target, with its root cause, its fix and every place', () => {
    const [first, ...others] = runOf(report([open()])).results;
    expect(first).toMatchInlineSnapshot(`
      {
        "kind": "fail",
        "level": "error",
        "locations": [
          {
            "logicalLocations": [
              {
                "fullyQualifiedName": "calculator/endpoint/rejects-no-token",
                "kind": "resource",
                "name": "calculator",
              },
            ],
            "physicalLocation": {
              "artifactLocation": {
                "uri": "127.0.0.1%3A41234/mcp",
              },
              "region": {
                "startLine": 1,
              },
            },
          },
        ],
        "message": {
          "text": "calculator: (2025-11-25 and 2026-07-28) A request without a token was answered 200 with a result: it was ACCEPTED; 401 was expected.
      Root cause: The endpoint answers without a token.
      Fix: Put the authorization middleware in front of the route.",
        },
        "partialFingerprints": {
          "primaryLocationLineHash": "97e6cd335d91943aeaf80a03fe6c8146:1",
        },
        "properties": {
          "target": "calculator",
          "url": "http://127.0.0.1:41234/mcp",
        },
        "ruleId": "endpoint/rejects-no-token",
        "ruleIndex": 0,
      }
    `);
    expect(others.map(({ ruleId, level }) => [ruleId, level])).toEqual([
      ['endpoint/challenge-on-invalid-token', 'warning'],
    ]);
  });

  it('has a rule with help for everything that it tells', () => {
    const { results, tool } = runOf(report([open(), noToken]));
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const failed = result('endpoint/rejects-no-token', {
      verdict: 'fail',
      fix: 'Verify with `jwtVerify`, <b>always</b>.',
      spec: ['RFC 6750 §3.1'],
    });
    const [rule] = runOf(report([open({ results: [failed] })])).tool.driver.rules;
    expect(rule?.help).toEqual({
      text: 'Fix: Verify with `jwtVerify`, <b>always</b>.\nRule (MUST): RFC 6750 §3.1.\nWhat it sends and expects: mcp-authcheck explain endpoint/rejects-no-token',
      markdown:
        '**Fix:** Verify with `jwtVerify`, &lt;b>always&lt;/b>.\n\n**Rule (MUST):** RFC 6750 §3.1.\n\nWhat it sends and expects: `mcp-authcheck explain endpoint/rejects-no-token`',
    });
  });

  it('keeps its fingerprints when words, ports and runs change, and has one for each target and check', () => {
    const before = report([open(), open({ name: 'other' })], { runId: 'one' });
    const results = open().results.map((one) => ({ ...one, message: `${one.message} Again.` }));
    const after = report(
      [open({ results, url: 'http://127.0.0.1:5/mcp' }), open({ name: 'other', results })],
      { runId: 'two' },
    );
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
    expect(new Set(fingerprintsOf(before)).size).toBe(fingerprintsOf(before).length);
  });

  it.each([
    ['https://calculator.example.com/mcp', 'calculator.example.com/mcp'],
    ['https://calculator.example.com/', 'calculator.example.com'],
    ['http://localhost:3000/a/mcp?key=secret#x', 'localhost%3A3000/a/mcp'],
    ['http://[::1]:3000/mcp', '%5B%3A%3A1%5D%3A3000/mcp'],
    ['https://host.example/a|b/%20', 'host.example/a%7Cb/%20'],
  ])('says where %s is without a scheme, which GitHub would refuse', (url, uri) => {
    const [told] = runOf(report([open({ url })])).results;
    expect(told?.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
    // GitHub takes what is before a colon in the first segment for a scheme.
    expect(uri.split('/')[0]).not.toContain(':');
  });

  it('has no link that a server wrote', () => {
    const message = 'See [the fix](https://evil.example).';
    const results = [result('endpoint/rejects-no-token', { verdict: 'fail', message })];
    const [told] = runOf(report([open({ results, findings: [] })])).results;
    expect(told?.message.text).toBe('calculator: See [the fix] (https://evil.example).');
  });

  it('shows an expected failure as a note that is suppressed', () => {
    const results = [result('endpoint/rejects-no-token', { verdict: 'fail', expectedFailure: true })];
    expect(runOf(report([targetReport({ results })])).results).toMatchObject([
      { level: 'note', suppressions: [{ kind: 'external' }] },
    ]);
  });

  it('leaves open what could not be decided, and names the targets without a verdict', () => {
    const results = [result('token/refresh-works', { verdict: 'inconclusive' })];
    const run = runOf(
      report([targetReport({ verdict: 'incomplete', exitCode: 9, results })], { verdict: 'incomplete' }),
    );
    expect(run.results).toMatchObject([{ kind: 'open', level: 'none' }]);
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        { message: { text: 'calculator could not be verified to the end (exit 9).' } },
      ],
    });
  });

  it('tells 25,000 results at most, the errors before the warnings', () => {
    const results = Array.from({ length: 300 }, (_, index) =>
      result(`endpoint/number-${index}`, { verdict: index % 2 === 0 ? 'warn' : 'fail' }),
    );
    const targets = Array.from({ length: 100 }, (_, index) => open({ name: `target-${index}`, results }));
    const run = runOf(report(targets));
    expect(run.results).toHaveLength(25_000);
    expect(run.results.slice(0, 15_000).every(({ level }) => level === 'error')).toBe(true);
    expect(run.invocations[0].toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
      '5000 further results are left out: see the other reports.',
    ]);
  });

  it('of a real run is valid, and every error leads to a fix', { timeout: 120_000 }, async () => {
    const { report: real, close } = await verifyWorld({ fault: serverOnlyDecodesTokens });
    await close();
    expect(problem(logOf(real))).toBeUndefined();
    const { results } = runOf(real);
    expect(results.map(({ ruleId }) => ruleId)).toContain('endpoint/rejects-alg-none');
    expect(new Set(results.map(({ ruleId }) => ruleId)).size).toBe(results.length);
    for (const { message: told } of results.filter(({ level }) => level === 'error')) {
      expect(told.text).toContain('\nFix: ');
    }
  });
});
