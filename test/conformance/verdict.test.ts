import { describe, expect, it } from 'vitest';
import type { Ended } from './harness.ts';
import { type Check, faultsIn } from './verdict.ts';

const passed: Ended = { code: 0, stdout: '', stderr: 'OVERALL: PASSED', late: false };
const success = check('SUCCESS');

function check(status: Check['status']): Check {
  return { id: 'some-check', name: 'SomeCheck', description: 'what it looks at', status };
}

function stderr(text: string, code = 0): Ended {
  return { ...passed, code, stderr: text };
}

describe('a scenario run passes', () => {
  it('when checks passed and nothing else happened', () => {
    expect(faultsIn([success, check('INFO'), check('SKIPPED')], passed)).toEqual([]);
  });

  it('when the client refused where it may', () => {
    expect(faultsIn([success], stderr('\nClient exited with code 7\n'))).toEqual([]);
  });
});

describe('a scenario run fails', () => {
  const exited = (code: number): string => `\nClient exited with code ${code}\n`;
  it.each<[string, readonly Check[], Ended, RegExp]>([
    ['for a check that failed', [success, check('FAILURE')], passed, /FAILURE some-check: what it looks at/],
    ['for a warning', [success, check('WARNING')], passed, /WARNING some-check/],
    ['when no check passed', [check('INFO')], passed, /No check passed/],
    ['when there are no checks', [], passed, /No check passed/],
    [
      'for an exit code where success is demanded',
      [success],
      stderr(`${exited(3)}\n⚠️  CLIENT EXITED WITH ERROR (code 3) - Test may be incomplete\n`, 1),
      /exit code 3/,
    ],
    ['when the client misread its flags where it may fail', [success], stderr(exited(2)), /exit code 2/],
    ['when the client crashed where it may fail', [success], stderr(exited(70)), /exit code 70/],
    ['when the adapter had to end the client', [success], stderr(exited(124)), /exit code 124/],
    ['when a signal ended the client', [success], stderr(exited(137)), /exit code 137/],
    ['when the client did not end', [success], stderr('\nClient timed out after 60000ms\n'), /in time/],
    ['when the suite did not end', [success], { ...passed, code: null, late: true }, /by itself/],
    ['when the suite failed for reasons of its own', [success], stderr('', 1), /exit code 1/],
  ])('%s', (_, checks, suite, words) => {
    expect(faultsIn(checks, suite).join('\n')).toMatch(words);
  });
});
