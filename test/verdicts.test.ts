import { describe, expect, it } from 'vitest';
import { AuthcheckError, type ErrorObject } from '../src/errors.ts';
import type { Level, Result, Verdict } from '../src/types.ts';
import { exitCode, exitOfTarget, verdictOf, withExpectedFailures, worst } from '../src/verdicts.ts';

describe('the verdict of a target', () => {
  it.each([
    ['pass', ['pass', 'info', 'skip', 'warn'], false],
    ['fail', ['pass', 'fail'], false],
    ['fail', ['pass', 'blocked'], false],
    ['fail', ['pass', 'warn'], true],
    ['incomplete', ['pass', 'inconclusive'], false],
    ['fail', ['fail', 'inconclusive'], false],
  ] as const)('is %s for %j (strict: %s)', (expected, verdicts, strict) => {
    expect(
      verdictOf(
        verdicts.map((verdict) => result(verdict)),
        strict,
      ),
    ).toBe(expected);
  });

  it('is not held up by what another run could not decide either', () => {
    const page: Result = { ...result('inconclusive'), undecidable: true };
    expect(verdictOf([result('pass'), page], false)).toBe('pass');
  });

  it('is not held up by a SHOULD that could not be decided', () => {
    expect(verdictOf([result('pass'), result('inconclusive', 'SHOULD')], false)).toBe('pass');
  });
});

describe('failures that were expected', () => {
  const listed = new Set(['endpoint/x']);
  const other = { ...result('fail'), id: 'endpoint/y' };

  it('do not fail the run, and others still do', () => {
    expect(verdictOf(withExpectedFailures([result('fail'), result('pass')], listed), false)).toBe('pass');
    expect(verdictOf(withExpectedFailures([result('warn')], listed), true)).toBe('pass');
    expect(verdictOf(withExpectedFailures([result('fail'), other], listed), false)).toBe('fail');
  });

  it('that pass wherever they ran are failures', () => {
    const [judged] = withExpectedFailures([result('pass'), result('skip')], listed);
    expect(judged).toMatchObject({ verdict: 'fail', fix: expect.stringContaining('Take it off') });
  });

  it('that could not run say nothing', () => {
    expect(verdictOf(withExpectedFailures([result('skip')], listed), false)).toBe('pass');
  });
});

describe('the verdict of a run', () => {
  it('is the worst of its targets', () => {
    expect(worst(['pass', 'incomplete'])).toBe('incomplete');
    expect(worst(['pass', 'fail', 'incomplete'])).toBe('fail');
    expect(worst(['pass', 'pass'])).toBe('pass');
  });
});

describe('the exit code of a target', () => {
  it.each([
    ['an unreachable endpoint', 4, [error('tcp.refused')], [road('fail'), road('blocked')]],
    ['an issuer that is not pinned', 7, [error('issuer.not_pinned')], [road('fail'), road('blocked')]],
    ['a missing person', 8, [error('person.not_allowed')], [road('fail')]],
    ['a refused client', 1, [error('oauth.invalid_client')], [road('fail')]],
    ['two different causes', 1, [error('tcp.refused'), error('issuer.not_pinned')], [road('fail')]],
    ['a failed check besides', 1, [error('person.not_allowed')], [road('fail'), result('fail')]],
    [
      'another flow that got in',
      1,
      [error('person.not_allowed')],
      [road('fail'), { ...road('pass'), id: 'road/session' }],
    ],
    ['a bug of ours', 70, [error('internal.unexpected')], [road('fail')]],
  ])('%s: %i', (_name, expected, errors, results) => {
    expect(exitOfTarget('fail', results, errors)).toBe(expected);
  });

  it('is 0 for a pass and 9 for what could not be decided', () => {
    expect(exitOfTarget('pass', [], [])).toBe(0);
    expect(exitOfTarget('incomplete', [result('inconclusive')], [])).toBe(9);
  });
});

describe('the exit code of a run', () => {
  it.each([
    [[0, 0], 0],
    [[0, 1], 1],
    [[4, 4], 4],
    [[7, 7], 7],
    [[4, 0], 1],
    [[4, 7], 1],
    [[1, 9], 9],
    [[9, 70], 70],
    [[], 0],
  ])('%j: %i', (exits, expected) => {
    expect(exitCode(exits)).toBe(expected);
  });
});

function result(verdict: Verdict, level: Level = 'MUST'): Result {
  return { id: 'endpoint/x', group: 'endpoint', level, spec: [], verdict, message: '', exchanges: [] };
}

function road(verdict: Verdict): Result {
  return { ...result(verdict), id: 'road/token', group: 'road' };
}

function error(code: string): ErrorObject {
  return new AuthcheckError(code, 'x').toJSON();
}
