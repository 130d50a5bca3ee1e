import { describe, expect, it } from 'vitest';
import { azureIssues, githubAnnotations, plainNotes } from '../../src/reporters/annotations.ts';
import { notesOf } from '../../src/reporters/annotations-notes.ts';
import { reporters } from '../../src/reporters/index.ts';
import { noToken, open, openDoor, plain } from './failing.ts';
import { commandsIn, hostileReport } from './hostile-report.ts';
import { report, result, targetReport } from './report.ts';

const failing = report([open(), noToken]);

describe('annotations of GitHub Actions', () => {
  it('name the target and its root cause, with the fix', () => {
    expect(githubAnnotations(failing)).toEqual([
      '::error title=calculator%3A endpoint/open-door::The endpoint answers without a token.' +
        '%0AFix: Put the authorization middleware in front of the route.',
      '::error title=mailer%3A entra/aadsts-7000215::The client secret is wrong.' +
        '%0AFix: Copy the Value column, not the Secret ID.',
    ]);
  });

  it('are read back as they were meant', () => {
    const fix = 'Set 100% of\nit, to "a:b"; done: %0A stays %25.';
    const [line = ''] = githubAnnotations(report([open({ findings: [{ ...openDoor, fix }] })]));
    const { title, message } = asTheRunnerReads(line);
    expect(title).toBe('calculator: endpoint/open-door');
    expect(message).toBe(
      'The endpoint answers without a token.\nFix: Set 100% of\\nit, to "a:b"; done: %0A stays %25.',
    );
  });

  it('are none for a target that passed', () => {
    expect(githubAnnotations(report([targetReport()]))).toEqual([]);
  });

  it('are ten of a kind at most, and the last one counts the others', () => {
    const targets = Array.from({ length: 25 }, (_, index) => open({ name: `target-${index}` }));
    const lines = githubAnnotations(report(targets));
    expect(lines).toHaveLength(10);
    expect(lines[8]).toContain('target-8%3A endpoint/open-door');
    expect(lines[9]).toBe('::error title=mcp-authcheck::16 more errors: see the report.');
  });
});

describe('issues of Azure Pipelines', () => {
  it('are one line each, with percent signs as the agent decodes them', () => {
    const findings = [{ ...openDoor, fix: 'Lower it to 50%.' }];
    expect(azureIssues(report([open({ findings })]))).toEqual([
      '##vso[task.logissue type=error]calculator: endpoint/open-door: ' +
        'The endpoint answers without a token. Fix: Lower it to 50%AZP25.',
    ]);
  });
});

describe('what there is to mend', () => {
  const failed = result('endpoint/rejects-no-token', {
    verdict: 'fail',
    message: 'ACCEPTED',
    fix: 'Close it.',
  });

  it('is also what failed and no finding explains, once for all flows and eras', () => {
    const results = ['2025-11-25', '2026-07-28'].map((protocol) => ({ ...failed, protocol }));
    expect(notesOf(open({ results, findings: [] }))).toEqual([
      {
        kind: 'error',
        code: 'endpoint/rejects-no-token',
        text: 'ACCEPTED',
        fix: 'Close it.',
        results: ['endpoint/rejects-no-token'],
      },
    ]);
  });

  it('is a warning when the failure was expected', () => {
    const results = [{ ...failed, expectedFailure: true as const }];
    const kinds = (verdict: 'pass' | 'fail') =>
      notesOf(targetReport({ verdict, results, findings: [openDoor] })).map(({ kind }) => kind);
    expect(kinds('pass')).toEqual(['warning']);
    expect(kinds('fail')).toContain('warning');
  });

  it('is what could not be decided, when a target is incomplete', () => {
    const results = [
      result('server/keeps-its-time', { verdict: 'inconclusive', level: 'SHOULD' }),
      result('token/refresh-works', { verdict: 'inconclusive', message: 'The server was busy.' }),
    ];
    expect(notesOf(targetReport({ verdict: 'incomplete', results }))).toMatchObject([
      { kind: 'error', code: 'token/refresh-works', text: 'The server was busy.' },
    ]);
  });

  it('are the warnings, when they fail the run', () => {
    const results = [
      result('discovery/scopes-are-minimal', { verdict: 'warn', level: 'SHOULD', message: 'x' }),
    ];
    expect(notesOf(targetReport({ verdict: 'fail', results }))).toMatchObject([
      { kind: 'error', code: 'discovery/scopes-are-minimal' },
    ]);
    expect(notesOf(targetReport({ verdict: 'pass', results }))).toEqual([]);
  });

  it('is never nothing for a target that is not green', () => {
    expect(notesOf(targetReport({ verdict: 'incomplete', results: [] }))).toHaveLength(1);
  });

  it('is the root alone, without what only follows from it', () => {
    const follows = { ...openDoor, code: 'endpoint/follows', because: openDoor.code };
    expect(notesOf(open({ findings: [openDoor, follows] })).map(({ code }) => code)).toEqual([openDoor.code]);
  });
});

describe('no text of a server becomes a command of a CI system', () => {
  const hostile = hostileReport();

  it.each(reporters.map((one) => [one.name, one] as const))('in %s', (_name, reporter) => {
    expect(commandsIn(reporter.render(hostile, plain))).toEqual([]);
  });

  it('in annotations, where every line is the one command that we meant', () => {
    const lines = githubAnnotations(hostile);
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      expect(line).toMatch(/^::(error|warning) title=[^:,\n\r]*::[^\n\r]*$/u);
      expect(line.slice(line.indexOf('::', 2) + 2)).not.toMatch(/::|##/);
      expect(
        asTheRunnerReads(line)
          .message.split('\n')
          .filter((part) => /^\s*::|##/.test(part)),
      ).toEqual([]);
    }
  });

  it('in issues of Azure Pipelines and plain lines', () => {
    for (const line of azureIssues(hostile)) expect(line.lastIndexOf('##')).toBe(0);
    expect(commandsIn(plainNotes(hostile).join('\n'))).toEqual([]);
  });
});

/** As ActionCommand.TryParseV2 of actions/runner does: the first `::` after the name ends the properties. */
function asTheRunnerReads(line: string): { readonly title: string; readonly message: string } {
  const end = line.indexOf('::', 2);
  const property = /title=(?<title>[^,]*)/.exec(line.slice(2, end))?.groups?.title ?? '';
  const plainly = (text: string): string =>
    text
      .replaceAll('%0D', '\r')
      .replaceAll('%0A', '\n')
      .replaceAll('%3A', ':')
      .replaceAll('%2C', ',')
      .replaceAll('%25', '%');
  return { title: plainly(property), message: plainly(line.slice(end + 2)) };
}
