import { describe, expect, test } from 'vitest';
import { traceIn, tracesOf } from '../../../src/checks/leakage/traces.ts';
import { Secret } from '../../../src/secret.ts';
import { jwt } from '../../token/tokens.ts';

const claims = { sub: 'somebody', note: 'a/b' };
const raw = jwt({ alg: 'RS256' }, claims);
const [header = '', payload = '', signature = ''] = raw.split('.');

describe('parts of a token in what a server sends back', () => {
  const traces = tracesOf(new Secret(raw));

  test.each([
    ['the token', `x ${raw} y`, 'the token'],
    ['its signature', JSON.stringify({ debug: signature }), 'its signature'],
    ['its payload', `${header}.${payload}`, 'its payload'],
    ['its claims', JSON.stringify({ user: claims }), 'its decoded payload'],
    ['its claims in a text in JSON', JSON.stringify({ user: JSON.stringify(claims) }), 'its decoded payload'],
    [
      'its claims in a URL',
      `https://x.example/?c=${encodeURIComponent(JSON.stringify(claims))}`,
      'its decoded payload',
    ],
    ['its claims with escaped slashes', JSON.stringify(claims).replaceAll('/', '\\/'), 'its decoded payload'],
  ])('%s', (_name, text, what) => {
    expect(traceIn(text, traces)?.what).toBe(what);
  });

  test.each([
    ['the subject alone', '{"sub":"somebody"}'],
    ['the header, which all tokens of an issuer share', header],
    ['nothing', ''],
  ])('not %s', (_name, text) => {
    expect(traceIn(text, traces)).toBeUndefined();
  });

  test('of an opaque token there is the whole alone, and of a short one nothing', () => {
    expect(tracesOf(new Secret('an-opaque-token-of-a-test')).map(({ what }) => what)).toEqual(['the token']);
    expect(tracesOf(new Secret('short'))).toEqual([]);
  });
});
