import { describe, expect, test } from 'vitest';
import { acceptsItsOwnOrigin } from '../../../src/checks/browser/accepts-its-own-origin.ts';
import { answersPreflight } from '../../../src/checks/browser/answers-preflight.ts';
import { exposesChallengeAcrossOrigins } from '../../../src/checks/browser/exposes-challenge-across-origins.ts';
import type { HeaderList, Verdict } from '../../../src/types.ts';
import { answerOf, result } from '../answers.ts';

const origin = 'https://mcp.example.com';
const open: HeaderList = [['Access-Control-Allow-Origin', '*']];
const exposed = (names: string): HeaderList => [...open, ['Access-Control-Expose-Headers', names]];
const credentials: HeaderList = [['Access-Control-Allow-Credentials', 'true']];

test.each([
  ['a result', result, true, 'pass'],
  ['403 near by', answerOf({ status: 403 }), true, 'warn'],
  ['403 at a public server', answerOf({ status: 403 }), false, 'info'],
  ['401, which is about the token', answerOf({ status: 401 }), true, 'inconclusive'],
] as const)('the own origin: %s', (_name, answer, nearby, verdict) => {
  expect(acceptsItsOwnOrigin.judge({ answer, spoken: true, nearby }).verdict).toBe(verdict);
});

describe('the challenge', () => {
  const rows: readonly (readonly [string, HeaderList, Verdict])[] = [
    ['is exposed by name, in any case', exposed('mcp-session-id, WWW-Authenticate'), 'pass'],
    ['is exposed by *', exposed('*'), 'pass'],
    ['is not exposed by * where credentials are allowed', [...exposed('*'), ...credentials], 'warn'],
    ['is not exposed', open, 'warn'],
    ['has no CORS', [], 'info'],
    ['has CORS for another page', [['Access-Control-Allow-Origin', 'https://x.example']], 'info'],
  ];
  test.each(rows)('%s', (_name, headers, verdict) => {
    const seen = { era: 'legacy', origin, refused: answerOf({ headers }), admitted: undefined } as const;
    expect(exposesChallengeAcrossOrigins.judge(seen).verdict).toBe(verdict);
  });

  test('has to be there', () => {
    const seen = { era: 'modern', origin, refused: answerOf({ status: 403 }), admitted: undefined } as const;
    expect(exposesChallengeAcrossOrigins.judge(seen).verdict).toBe('skip');
  });

  test.each([
    ['legacy', 'warn'],
    ['modern', 'pass'],
  ] as const)('is enough without the session id in the era %s: %s', (era, verdict) => {
    const admitted = { ...result, headers: open, sessionId: 'a-session-of-this-test' };
    const refused = answerOf({ headers: exposed('WWW-Authenticate') });
    expect(exposesChallengeAcrossOrigins.judge({ era, origin, refused, admitted }).verdict).toBe(verdict);
  });
});

describe('a preflight', () => {
  const asked = ['authorization', 'content-type'];
  const allowed = (names: string): HeaderList => [...open, ['Access-Control-Allow-Headers', names]];
  const none: HeaderList = [];
  test.each([
    ['allows all by name', 204, allowed('Content-Type, Authorization'), open, 'pass'],
    ['allows the rest by *', 200, allowed('Authorization, *'), open, 'pass'],
    ['allows Authorization by * alone', 204, allowed('*'), open, 'warn'],
    [
      'allows by * where credentials are allowed',
      204,
      [...allowed('Authorization, *'), ...credentials],
      open,
      'warn',
    ],
    ['lacks a header', 204, allowed('Authorization'), open, 'warn'],
    ['does not allow the origin', 204, none, open, 'warn'],
    ['is refused where there is CORS', 401, none, open, 'warn'],
    ['is refused with CORS headers of its own', 401, open, none, 'warn'],
    ['is refused where there is none', 401, none, none, 'info'],
    ['is answered where there is none', 204, none, none, 'info'],
  ] as const)('%s', (_name, status, headers, refusedHeaders, verdict) => {
    const preflight = answerOf({ status, headers });
    const refused = answerOf({ headers: refusedHeaders });
    expect(answersPreflight.judge({ origin, asked, preflight, refused }).verdict).toBe(verdict);
  });
});
