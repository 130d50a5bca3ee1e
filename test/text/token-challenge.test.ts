import { describe, expect, it } from 'vitest';
import { parseChallenges, tokenChallenge } from '../../src/text/challenges.ts';

describe('the challenge of a WWW-Authenticate value that speaks of the token', () => {
  it.each([
    ['', null],
    ['Basic realm="x"', null],
    ['Bearer', {}],
    ['bearer error="invalid_token"', { error: 'invalid_token' }],
    [
      'Bearer realm="a, b", error=invalid_token , scope="x y"',
      { realm: 'a, b', error: 'invalid_token', scope: 'x y' },
    ],
    ['Negotiate, Bearer scope="a"', { scope: 'a' }],
    ['Negotiate YWJj==, Bearer scope="a", Basic realm="b"', { scope: 'a' }],
    ['Basic realm="x, Bearer scope=evil", Bearer scope=a', { scope: 'a' }],
    [
      'Bearer error_description="need scope=admin now", scope="mcp:read"',
      { error_description: 'need scope=admin now', scope: 'mcp:read' },
    ],
    ['Bearer error_description="a \\"quoted\\" word"', { error_description: 'a "quoted" word' }],
    ['Bearer scope="first", scope="second"', { scope: 'first' }],
    ['Bearer SCOPE = "a"', { scope: 'a' }],
    ['Bearer xresource_metadata="https://evil"', { xresource_metadata: 'https://evil' }],
    ['Bearer scope="unterminated', {}],
    [',, , Bearer scope=a,,error=b', { scope: 'a', error: 'b' }],
  ])('%s', (field, parameters) => {
    expect(tokenChallenge(parseChallenges([field]))?.parameters ?? null).toStrictEqual(parameters);
  });

  it.each([
    ['Basic realm="x", DPoP error="a", Bearer error="b"', undefined, 'Bearer'],
    ['dpop error="a"', undefined, 'dpop'],
    ['Bearer error="b", DPoP error="a"', 'DPoP', 'DPoP'],
    ['BEARER error="b"', 'DPoP', 'BEARER'],
    ['Basic realm="x"', 'DPoP', undefined],
  ])('%s, sent as %s: %s', (field, sentAs, scheme) => {
    expect(tokenChallenge(parseChallenges([field]), sentAs)?.scheme).toBe(scheme);
  });
});
