import { expect, test } from 'vitest';
import { differInWords, judgeElsewhere } from '../../src/checks/token-elsewhere.ts';
import type { ProbeAnswer, Verdict } from '../../src/types.ts';
import { answerOf, result } from './answers.ts';

const refusal = (parameters: Readonly<Record<string, string>> = {}): ProbeAnswer =>
  answerOf({ challenges: [{ scheme: 'Bearer', parameters }] });

const described = (text: string) => refusal({ error: 'invalid_token', error_description: text });

const rows: readonly (readonly [string, ProbeAnswer, ProbeAnswer, ProbeAnswer | undefined, Verdict])[] = [
  ['the same answer', refusal(), refusal(), undefined, 'pass'],
  ['an error that was not there', refusal(), refusal({ error: 'invalid_token' }), undefined, 'warn'],
  [
    'another error',
    refusal({ error: 'invalid_token' }),
    refusal({ error: 'invalid_request' }),
    undefined,
    'warn',
  ],
  ['a server error', refusal(), answerOf({ status: 500 }), undefined, 'warn'],
  ['another refusal without an error', refusal(), answerOf({ status: 404 }), undefined, 'pass'],
  ['other words each time', described('at 1'), described('at 2'), described('at 3'), 'pass'],
  ['other words for the token', described('no token'), described('bad token'), described('no token'), 'warn'],
  ['being let in', refusal(), result, undefined, 'fail'],
  ['everybody let in', result, result, undefined, 'skip'],
];

test.each(rows)('%s', (_, without, garbage, again, verdict) => {
  const seen = { where: 'in the query', without, with: garbage };
  const judged = judgeElsewhere(again === undefined ? seen : { ...seen, again });
  expect(judged.verdict).toBe(verdict);
  expect(differInWords(without, garbage)).toBe(again !== undefined);
});
