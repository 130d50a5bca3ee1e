import { describe, expect, test } from 'vitest';
import { refusesHeaderThatContradictsBody } from '../../../src/checks/coverage/refuses-header-that-contradicts-body.ts';
import type { ProbeAnswer } from '../../../src/types.ts';
import { answerOf, result, rpcError } from '../answers.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusesHeaderThatContradictsBody, {
  'believes-the-body': 'fail',
  'does-not-compare-the-method': 'fail',
  'does-not-compare-the-name': 'fail',
  'permits-by-header': 'fail',
  'carries-out-the-header': 'fail',
  'calls-a-contradiction-an-invalid-request': 'fail',
});

describe('the judge of a contradiction', () => {
  const judge = (answer: ProbeAnswer, spoken: boolean | null = true) =>
    refusesHeaderThatContradictsBody.judge([{ sent: 'a request that contradicts itself', answer, spoken }]);
  test.each([
    ['400 with -32020', rpcError(400, -32020), 'pass', false],
    ['-32020 with 200 is not the right way', rpcError(200, -32020), 'fail', false],
    ['another code is not the right way', rpcError(400, -32000), 'fail', false],
    ['an unknown tool was looked for', rpcError(200, -32602), 'fail', true],
    ['an unknown method was looked for', rpcError(404, -32601), 'fail', true],
    ['a result', result, 'fail', true],
    ['the token may not call tools', answerOf({ status: 403 }), 'inconclusive', undefined],
    ['the token is not accepted any more', answerOf(), 'inconclusive', undefined],
  ] as const)('%s', (_, answer, verdict, accepted) => {
    const judged = judge(answer);
    expect(judged).toMatchObject({ verdict });
    expect(judged.accepted).toBe(accepted);
  });

  test('a server that may not speak the era need not know the code', () => {
    expect(judge(rpcError(400, -32000), null)).toMatchObject({ verdict: 'inconclusive' });
  });

  test('the worse of two answers decides', () => {
    const [good, bad] = [rpcError(400, -32020), rpcError(200, -32602)];
    const both = [good, bad].map((answer) => ({ sent: 'a contradiction', answer, spoken: true }));
    expect(refusesHeaderThatContradictsBody.judge(both)).toMatchObject({ verdict: 'fail', certain: true });
  });
});
