import { expect, it } from 'vitest';
import { answersAreNotStored } from '../../../src/checks/token-endpoint/answers-are-not-stored.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, OPAQUE, said } from './said.ts';

describeByMutants(answersAreNotStored, { 'cacheable-tokens': 'fail', 'privately-cacheable-tokens': 'fail' });

it.each([
  ['No-Store, no-cache', 'pass'],
  ['no-cache, private, max-age=0', 'fail'],
])('reads Cache-Control: %s', (value, verdict) => {
  const answer = said(200, OPAQUE, { headers: [['Cache-Control', value]] });
  expect(answersAreNotStored.judge(answer).verdict).toBe(verdict);
});

it('reads every line, and says when there is none', () => {
  const headers = [
    ['cache-control', 'private'],
    ['cache-control', 'no-store'],
  ] as const;
  expect(answersAreNotStored.judge({ ...GOOD, headers }).verdict).toBe('pass');
  expect(answersAreNotStored.judge(GOOD).message).toContain('is missing');
  expect(answersAreNotStored.judge(said(400, { error: 'invalid_scope' })).verdict).toBe('inconclusive');
});
