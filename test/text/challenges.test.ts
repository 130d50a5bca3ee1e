import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../src/http/index.ts';

const bearer = (parameters: Record<string, string>) => ({ scheme: 'Bearer', parameters });

describe('WWW-Authenticate', () => {
  it.each([
    ['nothing', [], []],
    ['an empty line', [''], []],
    ['a bare scheme', ['Negotiate'], [{ scheme: 'Negotiate', parameters: {} }]],
    ['a token68', ['NTLM TlRMTVNTUAAB=='], [{ scheme: 'NTLM', parameters: {}, token68: 'TlRMTVNTUAAB==' }]],
    [
      'parameters',
      ['Bearer realm="a", error="invalid_token"'],
      [bearer({ realm: 'a', error: 'invalid_token' })],
    ],
    [
      'unquoted values',
      ['Bearer error=invalid_token,scope=a'],
      [bearer({ error: 'invalid_token', scope: 'a' })],
    ],
    [
      'an unquoted URL',
      ['Bearer resource_metadata=https://a/b?c=d'],
      [bearer({ resource_metadata: 'https://a/b?c=d' })],
    ],
    [
      'names in any case',
      ['BEARER Resource_Metadata="x"'],
      [{ scheme: 'BEARER', parameters: { resource_metadata: 'x' } }],
    ],
    ['tabs and blanks', ['Bearer\trealm \t=\t "a" \t,\terror="b"'], [bearer({ realm: 'a', error: 'b' })]],
    ['escapes', ['Bearer realm="a\\"b\\\\c"'], [bearer({ realm: 'a"b\\c' })]],
    ['an empty value', ['Bearer realm=""'], [bearer({ realm: '' })]],
    ['empty list members', [',, Bearer realm="a",, ,error="b",'], [bearer({ realm: 'a', error: 'b' })]],
    [
      'several schemes on one line',
      ['Basic realm="x", Bearer error="e", Negotiate'],
      [
        { scheme: 'Basic', parameters: { realm: 'x' } },
        bearer({ error: 'e' }),
        { scheme: 'Negotiate', parameters: {} },
      ],
    ],
    [
      'a token68 before another scheme',
      ['Negotiate abc==, Bearer realm="x"'],
      [{ scheme: 'Negotiate', parameters: {}, token68: 'abc==' }, bearer({ realm: 'x' })],
    ],
    [
      'several lines',
      ['Basic realm="x"', 'Bearer error="e"'],
      [{ scheme: 'Basic', parameters: { realm: 'x' } }, bearer({ error: 'e' })],
    ],
    [
      'a scheme after a missing comma',
      ['Basic realm="x" Bearer error="e"'],
      [{ scheme: 'Basic', parameters: { realm: 'x' } }, bearer({ error: 'e' })],
    ],
    ['a repeated parameter: the first counts', ['Bearer error="a", Error="b"'], [bearer({ error: 'a' })]],
    [
      'a decoy whose name only ends alike',
      ['Bearer x_resource_metadata="https://evil", resource_metadata="https://good"'],
      [bearer({ x_resource_metadata: 'https://evil', resource_metadata: 'https://good' })],
    ],
    [
      'a decoy inside a quoted string',
      [
        'Bearer error_description="x, resource_metadata=\\"https://evil\\", Basic y=z", resource_metadata="https://good"',
      ],
      [
        bearer({
          error_description: 'x, resource_metadata="https://evil", Basic y=z',
          resource_metadata: 'https://good',
        }),
      ],
    ],
    ['a quoted string without an end', ['Bearer realm="a", error="b'], [bearer({ realm: 'a' })]],
    ['parameters before any scheme', ['realm="a", Bearer error="b"'], [bearer({ error: 'b' })]],
    [
      'junk between',
      ['Bearer realm="a", @@@ "Basic x=y, z", error="b"'],
      [bearer({ realm: 'a', error: 'b' })],
    ],
    [
      'a DPoP challenge before a Bearer one',
      ['DPoP algs="ES256 PS256", error="use_dpop_nonce", Bearer realm="a", resource_metadata="https://good"'],
      [
        { scheme: 'DPoP', parameters: { algs: 'ES256 PS256', error: 'use_dpop_nonce' } },
        bearer({ realm: 'a', resource_metadata: 'https://good' }),
      ],
    ],
    [
      'schemes on lines of their own, a token68 among them',
      ['Negotiate YWJj', 'DPoP algs=ES256', 'bearer scope="a b"', 'Basic realm="x"'],
      [
        { scheme: 'Negotiate', parameters: {}, token68: 'YWJj' },
        { scheme: 'DPoP', parameters: { algs: 'ES256' } },
        { scheme: 'bearer', parameters: { scope: 'a b' } },
        { scheme: 'Basic', parameters: { realm: 'x' } },
      ],
    ],
    [
      'a decoy in another scheme',
      ['Basic realm="x", resource_metadata="https://evil", Bearer resource_metadata="https://good"'],
      [
        { scheme: 'Basic', parameters: { realm: 'x', resource_metadata: 'https://evil' } },
        bearer({ resource_metadata: 'https://good' }),
      ],
    ],
    [
      'a whole challenge inside a quoted string',
      ['Basic realm="Bearer resource_metadata=https://evil, scope=admin", Bearer scope="read"'],
      [
        { scheme: 'Basic', parameters: { realm: 'Bearer resource_metadata=https://evil, scope=admin' } },
        bearer({ scope: 'read' }),
      ],
    ],
    [
      'a scope that a description merely talks of',
      ['Bearer error_description="need scope=admin now", scope="mcp:read"'],
      [bearer({ error_description: 'need scope=admin now', scope: 'mcp:read' })],
    ],
    [
      'a name with something before it',
      ['Bearer xresource_metadata="https://evil"'],
      [bearer({ xresource_metadata: 'https://evil' })],
    ],
    [
      'a tab for every blank',
      ['Bearer\tresource_metadata="https://good"\t,\tscope\t=\t"a"'],
      [bearer({ resource_metadata: 'https://good', scope: 'a' })],
    ],
    [
      'quotation marks that the official server SDK does not escape',
      [
        'Bearer error="invalid_token", error_description="unexpected "aud" claim value", resource_metadata="https://good"',
      ],
      [
        bearer({
          error: 'invalid_token',
          error_description: 'unexpected ',
          resource_metadata: 'https://good',
        }),
      ],
    ],
    [
      'unescaped quotation marks around a comma',
      ['Bearer error_description="not "a, b" but "c"", scope="read"'],
      [bearer({ error_description: 'not ', scope: 'read' })],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(parseChallenges(lines)).toEqual(expected);
  });

  it('has no way into the prototype', () => {
    const [challenge] = parseChallenges(['Bearer __proto__="x", constructor="y"']);
    expect(Object.keys(challenge?.parameters ?? {})).toEqual(['__proto__', 'constructor']);
    expect(({} as { x?: string }).x).toBeUndefined();
  });

  it.each(['"', ',', '\\', '"\\', '=', 'a=', 'a="', 'a ', '\t', 'a,', '~', '/=', '"",'])(
    'comes to an end on 16 KiB and on 256 KiB of %j',
    (junk) => {
      // A quadratic parser would run into the test's time limit on the longer one.
      for (const size of [16 * 1024, 256 * 1024]) {
        expect(parseChallenges([junk.repeat(size / junk.length)])).toBeInstanceOf(Array);
        expect(parseChallenges([`Bearer ${junk.repeat(size / junk.length)}`])).toBeInstanceOf(Array);
      }
    },
  );
});
