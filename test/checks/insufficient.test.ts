import { describe, expect, test } from 'vitest';
import type { InsufficientCall } from '../../src/checks/insufficient.ts';
import { insufficientIs403 } from '../../src/checks/scope/insufficient-is-403.ts';
import { insufficientIsNot401 } from '../../src/checks/scope/insufficient-is-not-401.ts';
import { stepsUp } from '../../src/checks/scope/steps-up.ts';
import type { SteppedUp } from '../../src/checks/stepped-up.ts';
import type { ProbeAnswer } from '../../src/types.ts';
import { answerOf, result, rpcError } from './answers.ts';

function call(answer: ProbeAnswer, changes: Partial<InsufficientCall> = {}): InsufficientCall {
  return {
    tool: { tool: 'subtract', arguments: {}, needs: ['calculator.subtract'] },
    token: {
      flow: { request: { flow: 'client_credentials' }, sessions: [], error: null },
      shown: { authorization: ['Bearer of-the-test'] },
      permits: { scopes: ['calculator.add'], roles: [] },
      aud: [],
      exchanges: [1],
    },
    askedFor: true,
    answer,
    isGood: true,
    exchanges: [1, 2],
    ...changes,
  };
}

const page = answerOf({ status: 403, contentType: 'text/html; charset=utf-8', challenges: [] });

describe('a call with insufficient scope', () => {
  test.each<[string, InsufficientCall, string, string]>([
    ['403', call(answerOf({ status: 403 })), 'pass', 'pass'],
    ['a result', call(result), 'fail', 'skip'],
    ['401 to a token that is good otherwise', call(answerOf()), 'warn', 'warn'],
    [
      '401 to a token of which nothing is known',
      call(answerOf(), { isGood: false }),
      'inconclusive',
      'inconclusive',
    ],
    ['404', call(rpcError(404, -32601)), 'warn', 'pass'],
    ['500', call(answerOf({ status: 500 })), 'warn', 'pass'],
    ['a redirect', call(answerOf({ status: 302 })), 'warn', 'pass'],
    ['a JSON-RPC error', call(rpcError(200, -32003)), 'warn', 'skip'],
    ['the page of a firewall', call(page), 'inconclusive', 'inconclusive'],
    ['an error about the revision', call(rpcError(400, -32022)), 'inconclusive', 'inconclusive'],
  ])('that is answered by %s', (_name, observed, is403, isNot401) => {
    expect(insufficientIs403.judge(observed).verdict).toBe(is403);
    expect(insufficientIsNot401.judge(observed).verdict).toBe(isNot401);
  });

  test('that was carried out stands as accepted, whatever becomes of the control', () => {
    expect(insufficientIs403.judge(call(result))).toMatchObject({ accepted: true, certain: true, shown: 1 });
  });

  test('that could not be made is skipped with the reason', () => {
    const judged = insufficientIs403.judge({ why: 'no scope is known', exchanges: [3] });
    expect(judged).toEqual({
      verdict: 'skip',
      message: 'It could not be tried: no scope is known.',
      exchanges: [3],
    });
  });
});

describe('stepping up', () => {
  const stepped = (askedFor: boolean, error: string): SteppedUp => ({
    call: call(answerOf({ status: 403 }), { askedFor }),
    challenged: ['calculator.write'],
    asked: ['calculator.add', 'calculator.write'],
    token: { why: `the authorization server answered 400 and ${error}`, error, exchanges: [3] },
    answer: null,
    exchanges: [1, 2, 3],
  });

  test('is a matter of the name where the client may have what the tool needs', () => {
    expect(stepsUp.judge(stepped(true, 'invalid_scope')).verdict).toBe('warn');
  });

  test('is nothing to judge where the client may have no more, or cannot ask', () => {
    expect(stepsUp.judge(stepped(false, 'invalid_scope')).verdict).toBe('skip');
    expect(stepsUp.judge(stepped(true, 'temporarily_unavailable')).verdict).toBe('skip');
  });
});
