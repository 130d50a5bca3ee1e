import { describe, expect, test } from 'vitest';
import { rejectsDeletingWithoutToken } from '../../../src/checks/coverage/rejects-deleting-without-token.ts';
import { answerOf, result, rpcError } from '../answers.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsDeletingWithoutToken, {
  'ends-anybodys-session': 'fail',
  'ends-the-session-and-then-asks': 'fail',
  'says-not-found-to-deletions': 'fail',
});

describe('the judge of a deletion', () => {
  const session = { before: result, after: result };
  test.each([
    ['405: no client can end a session', { ...session, answer: answerOf({ status: 405 }) }, 'pass'],
    ['202 is acceptance', { ...session, answer: answerOf({ status: 202, kind: 'accepted' }) }, 'fail'],
    ['400 is the wrong way', { ...session, answer: answerOf({ status: 400 }) }, 'fail'],
    [
      '401, but the session is gone',
      { ...session, answer: answerOf(), after: rpcError(404, -32001) },
      'fail',
    ],
    [
      'a session that never worked was not ended',
      { before: rpcError(404, -32001), answer: answerOf(), after: rpcError(404, -32001) },
      'pass',
    ],
    ['a token that ran out ends no session', { ...session, answer: answerOf(), after: answerOf() }, 'pass'],
  ] as const)('%s', (_, observation, verdict) => {
    expect(rejectsDeletingWithoutToken.judge(observation)).toMatchObject({ verdict });
  });

  test('has nothing to say of a server without sessions', () => {
    expect(rejectsDeletingWithoutToken.judge(undefined)).toMatchObject({ verdict: 'skip' });
  });
});
