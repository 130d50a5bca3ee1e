import { describe, expect, test } from 'vitest';
import { rejectsReplayWithoutToken } from '../../../src/checks/coverage/rejects-replay-without-token.ts';
import { answerOf, result } from '../answers.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsReplayWithoutToken, {
  'replays-to-anybody': 'fail',
});

describe('the judge of a replay', () => {
  test.each([
    ['404: as if there were no such stream', answerOf({ status: 404 }), 'pass'],
    ['403', answerOf({ status: 403 }), 'pass'],
    ['a stream that opens', answerOf({ status: 200, kind: 'accepted' }), 'fail'],
    ['500', answerOf({ status: 500 }), 'fail'],
  ] as const)('%s', (_, answer, verdict) => {
    const judged = rejectsReplayWithoutToken.judge({ asked: [result], answer });
    expect(judged).toMatchObject({ verdict });
  });

  test('has nothing to say of servers without sessions, or whose events have no ids', () => {
    expect(rejectsReplayWithoutToken.judge(undefined)).toMatchObject({ verdict: 'skip' });
    expect(rejectsReplayWithoutToken.judge({ asked: [result] })).toMatchObject({ verdict: 'skip' });
  });
});
