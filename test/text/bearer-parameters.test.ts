import { describe, expect, it } from 'vitest';
import { bearerParameters } from '../../src/text/challenges.ts';

describe('the Bearer challenge of a WWW-Authenticate value', () => {
  it.each([
    [null, null],
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
    expect(bearerParameters(field)).toStrictEqual(parameters);
  });
});
