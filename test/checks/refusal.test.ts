import { describe, expect, test } from 'vitest';
import { judgeRefusals } from '../../src/checks/refusal.ts';
import type { ProbeAnswer, Verdict } from '../../src/types.ts';
import { answerOf, result, rpcError } from './answers.ts';

const judge = (answer: ProbeAnswer, spoken: boolean | null, alsoRight: readonly number[] = []) =>
  judgeRefusals({ attempts: [{ sent: 'a bad token', answer }], spoken }, alsoRight);

describe('what must be refused', () => {
  const rows: readonly (readonly [string, ProbeAnswer, boolean | null, Verdict, string])[] = [
    ['401 is right', answerOf(), true, 'pass', 'as expected'],
    ['a result is acceptance', result, true, 'fail', 'ACCEPTED'],
    ['a result in an era thought unspoken is acceptance', result, false, 'fail', 'ACCEPTED'],
    ['202 is acceptance', answerOf({ status: 202, kind: 'accepted' }), true, 'fail', 'ACCEPTED'],
    [
      'a JSON-RPC error with 200 is no refusal',
      rpcError(200, -32001),
      true,
      'fail',
      'not refused by HTTP status',
    ],
    [
      'a web page with 200 is no refusal',
      answerOf({ status: 200, contentType: 'text/html' }),
      true,
      'fail',
      'not refused by HTTP status',
    ],
    ['400 is the wrong way', answerOf({ status: 400 }), true, 'fail', 'wrong way'],
    ['403 is the wrong way', answerOf({ status: 403 }), true, 'fail', 'wrong way'],
    ['404 is the wrong way', answerOf({ status: 404 }), true, 'fail', 'wrong way'],
    ['500 is the wrong way', answerOf({ status: 500 }), true, 'fail', 'wrong way'],
    ['a redirect is the wrong way', answerOf({ status: 302 }), true, 'fail', 'a redirect'],
    ['an era error says nothing of the token', rpcError(400, -32022), true, 'inconclusive', 'not looked at'],
    [
      'an era error tells that an era is not spoken',
      rpcError(400, -32020),
      null,
      'info',
      'does not speak this era',
    ],
    [
      '400 with a JSON-RPC error may be about the era',
      rpcError(400, -32000),
      null,
      'inconclusive',
      'perhaps',
    ],
    [
      'any refusal does in an era that is not spoken',
      answerOf({ status: 400 }),
      false,
      'info',
      'does not speak',
    ],
  ];
  test.each(rows)('%s', (_, answer, spoken, verdict, words) => {
    expect(judge(answer, spoken)).toMatchObject({
      verdict,
      message: expect.stringContaining(words),
      exchanges: [1],
    });
  });

  test('a status may be right besides 401', () => {
    expect(judge(answerOf({ status: 405 }), true, [405]).verdict).toBe('pass');
  });

  test('400 is right for a malformed header, and not where it is about the protocol', () => {
    const verdicts = (answer: ProbeAnswer) =>
      [true, null, false].map((spoken) => judge(answer, spoken, [400]).verdict);
    expect(verdicts(answerOf({ status: 400 }))).toEqual(['pass', 'pass', 'pass']);
    expect(verdicts(rpcError(400, -32000))).toEqual(['pass', 'inconclusive', 'info']);
    expect(verdicts(rpcError(400, -32022))).toEqual(['inconclusive', 'info', 'info']);
  });

  test('what could not be sent is skipped with the reason', () => {
    expect(judgeRefusals({ attempts: [], spoken: true, skipped: 'No such token came.' })).toEqual({
      verdict: 'skip',
      message: 'No such token came.',
      exchanges: [],
    });
  });

  test('acceptance is certain, other failures are not', () => {
    expect(judge(result, true).certain).toBe(true);
    expect(judge(answerOf({ status: 500 }), true).certain).toBeUndefined();
  });

  test('whether it was let in stands in a member of its own', () => {
    expect(judge(result, true).accepted).toBe(true);
    for (const answer of [answerOf(), answerOf({ status: 500 }), rpcError(200, -32001)])
      expect(judge(answer, true).accepted).toBe(false);
  });

  test('the worst of several attempts decides, and acceptance is worse than a wrong refusal', () => {
    const answers = [
      answerOf({ status: 500, exchange: 1 }),
      { ...result, exchange: 2 },
      answerOf({ exchange: 3 }),
    ];
    const attempts = answers.map((answer, index) => ({ sent: `attempt ${index}`, answer }));
    expect(judgeRefusals({ attempts, spoken: true })).toMatchObject({
      verdict: 'fail',
      certain: true,
      message: 'Attempt 1 was answered 200 with a JSON-RPC result: it was ACCEPTED; 401 was expected.',
      exchanges: [1, 2, 3],
    });
  });

  test('remote text in the message is escaped and clipped', () => {
    const answer = answerOf({
      status: 400,
      rpc: { error: { code: 1, message: `\u001b[31m${'x'.repeat(500)}` } },
    });
    const { message } = judge(answer, true);
    expect(message).toContain('\\u{1b}[31m');
    expect(message.length).toBeLessThan(300);
  });
});
