import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../src/token/index.ts';
import { jwt, part } from './tokens.ts';

const header = { alg: 'RS256', typ: 'JWT', kid: 'key-1' };
const claims = {
  iss: 'https://issuer.example/',
  sub: 'someone',
  aud: 'api',
  iat: 1795418880,
  exp: 1795422780,
};

describe('a JWT', () => {
  test('is read into header, claims and ISO times, without its signature', () => {
    const token = decodeToken(jwt(header, { ...claims, nbf: 1795418880.5 }));
    expect(token).toMatchObject({
      format: 'jwt',
      header,
      aud: ['api'],
      iss: 'https://issuer.example/',
      sub: 'someone',
      issuedAt: '2026-11-23T07:28:00.000Z',
      notBefore: '2026-11-23T07:28:00.500Z',
      expiresAt: '2026-11-23T08:33:00.000Z',
      signature: 'unverified',
      remarks: [],
    });
    expect(JSON.stringify(token)).not.toContain('c2lnbmF0dXJl');
  });

  test.each([
    ['a Bearer scheme', (raw: string) => `Bearer ${raw}`, 'the scheme "Bearer"'],
    ['a header name', (raw: string) => `Authorization: ${raw}`, 'the header name'],
    ['double quotes', (raw: string) => `"${raw}"`, 'quotes around'],
    ['quotes inside the scheme', (raw: string) => `Bearer '${raw}'`, 'quotes around'],
    ['a trailing newline', (raw: string) => `${raw}\n`, 'white space around'],
    ['a byte order mark', (raw: string) => `\uFEFF${raw}`, 'a byte order mark'],
    ['line breaks inside', (raw: string) => raw.replace('.', '\r\n.'), 'white space inside'],
  ])('pasted with %s is read, and the repair is named', (_, spoil, remark) => {
    const token = decodeToken(spoil(jwt(header, claims)));
    expect(token.claims).toEqual(claims);
    expect(token.remarks.at(-1)).toContain(remark);
  });

  test('with padding or the standard alphabet is read and reported', () => {
    const payload = Buffer.from(JSON.stringify({ ...claims, note: '>>>???' })).toString('base64');
    expect(payload).toMatch(/[+/]/);
    const token = decodeToken(`${part(header)}.${payload}.c2ln`);
    expect(token.claims).toMatchObject({ note: '>>>???' });
    expect(token.remarks).toContain('the payload uses the standard base64 alphabet instead of base64url');
    expect(decodeToken(`${part(header)}==.${part(claims)}.c2ln`).remarks).toEqual([
      'the header has padding, which base64url in a token must not have',
    ]);
  });

  test.each([
    ['unused bits that are not zero', jwt(header, claims, 'c2lnbb'), 'the signature has unused bits'],
    ['an impossible length', `${part(header)}.abcde.c2ln`, 'the payload has a length'],
    ['other characters', `${part(header)}.ab!d.c2ln`, 'the payload has characters'],
    ['a payload that is no JSON', jwt(header, 'not json'), 'the payload is not JSON'],
    ['a payload that is an array', jwt(header, [1]), 'the payload is a JSON array'],
    ['a payload that is null', jwt(header, null), 'the payload is a JSON null'],
    ['a payload that is a number', jwt(header, 7), 'the payload is a JSON number'],
    [
      'a payload that is not UTF-8',
      `${part(header)}.${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.c2ln`,
      'the payload is not UTF-8',
    ],
    [
      'a payload with a byte order mark',
      jwt(header, `\uFEFF${JSON.stringify(claims)}`),
      'the payload starts with a byte order mark',
    ],
    [
      'a payload nested too deep',
      jwt(header, `{"a":${'['.repeat(70)}${']'.repeat(70)}}`),
      'the payload is nested deeper than 64',
    ],
    [
      'a member twice',
      jwt(header, '{"aud":"a","\\u0061ud":"b","exp":1}'),
      'the payload has the member "aud" more than once',
    ],
    ['"alg" none', jwt({ alg: 'NoNe' }, claims, ''), '"alg" is "none"'],
    ['no "alg"', jwt({ typ: 'JWT' }, claims), 'the header has no usable "alg"'],
    ['an empty signature', jwt(header, claims, ''), 'the signature is empty'],
    [
      '"jku"',
      jwt({ ...header, jku: 'https://keys.example' }, claims),
      'names a key by URL ("jku"); it was not fetched',
    ],
    ['"jwk"', jwt({ ...header, jwk: {} }, claims), 'brings its own key ("jwk")'],
    ['"crit"', jwt({ ...header, crit: ['x'] }, claims), 'demands extensions'],
    ['"exp" as a string', jwt(header, { ...claims, exp: '1795422780' }), 'the claim "exp" is not a number'],
    ['"exp" beyond all numbers', jwt(header, '{"aud":"a","exp":1e400}'), 'the claim "exp" is not a time'],
    ['"exp" beyond all dates', jwt(header, { ...claims, exp: 2 ** 53 + 1 }), 'the claim "exp" is not a time'],
    ['a negative "exp"', jwt(header, { ...claims, exp: -1 }), 'the claim "exp" lies before 1970'],
    ['no "exp"', jwt(header, { aud: 'a' }), 'no claim "exp"'],
    ['"nbf" after "exp"', jwt(header, { ...claims, nbf: claims.exp + 1 }), '"nbf" lies after "exp"'],
    ['"aud" as a number', jwt(header, { ...claims, aud: 7 }), 'the claim "aud" is neither'],
    ['an empty "aud"', jwt(header, { ...claims, aud: [] }), 'the claim "aud" is empty'],
  ])('with %s is reported', (_, raw, remark) => {
    const token = decodeToken(raw);
    expect(token.format).toBe('jwt');
    expect(token.remarks.join('\n')).toContain(remark);
  });

  test('with a member "__proto__" changes nobody else', () => {
    decodeToken(jwt(header, '{"__proto__":{"polluted":true},"aud":"a","exp":1}'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('with control characters in a member name is reported in visible characters', () => {
    const [remark = ''] = decodeToken(
      jwt(header, '{"\\u001b[31m":1,"\\u001b[31m":2,"aud":"a","exp":1}'),
    ).remarks;
    expect(remark).toContain('"\\u{1b}[31m"');
  });
});

describe('what is no JWT', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['spaces', '   ', 'empty'],
    ['one part', 'opaque-token', 'it has 1 dot-separated part,'],
    ['two parts', 'a.b', 'it has 2 dot-separated parts'],
    ['six parts', 'a.b.c.d.e.f', 'it has 6 dot-separated parts'],
    ['three parts with a header that is no JSON', 'abcd.abcd.abcd', 'not a JWT'],
    ['a mebibyte', 'x'.repeat(1 << 20), 'longer than 65536'],
  ])('%s is opaque, with the reason', (_, raw, remark) => {
    const token = decodeToken(raw);
    expect(token).toMatchObject({ format: 'opaque', header: null, claims: null, aud: [] });
    expect(token.remarks.join('\n')).toContain(remark);
  });

  test('never shows the text of an opaque token', () => {
    expect(JSON.stringify(decodeToken('s3cr3t-value.abc'))).not.toContain('s3cr3t');
  });
});

test('a JWE gives its header only', () => {
  const token = decodeToken(`${part({ alg: 'dir', enc: 'A256GCM' })}..aXY.Y2lwaGVy.dGFn`);
  expect(token).toMatchObject({ format: 'jwe', header: { alg: 'dir', enc: 'A256GCM' }, claims: null });
  expect(token.remarks.join()).toContain('encrypted');
});

describe('reading is total', () => {
  test('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => decodeToken(raw).signature === 'unverified'),
    );
  });

  test('for any JSON in the payload', () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom('aud', 'exp', 'iat', 'nbf', 'scp', 'roles', 'resource_access'),
          fc.jsonValue(),
        ),
        (any, odd) => {
          expect(decodeToken(jwt(header, any)).format).toBe('jwt');
          const token = decodeToken(jwt(header, odd));
          expect(token.claims).toEqual(JSON.parse(JSON.stringify(odd)));
          expect([token.aud, token.scp, token.roles].every(Array.isArray)).toBe(true);
        },
      ),
    );
  });
});

describe('a token of Keycloak that is none for an endpoint', () => {
  test.each([
    ['ID', 'an ID token'],
    ['Refresh', 'a refresh token'],
    ['Offline', 'a refresh token'],
    ['Logout', 'a logout token'],
  ])('is known by its claim "typ": %s', (typ, words) => {
    const remarks = decodeToken(`${part({ alg: 'RS256' })}.${part({ exp: 9, typ })}.c2ln`).remarks;
    expect(remarks.join()).toContain(`"typ" is "${typ}": this is ${words}`);
  });

  test.each(['Bearer', 'DPoP', 7, undefined])('is not suspected where "typ" is %s', (typ) => {
    expect(decodeToken(`${part({ alg: 'RS256' })}.${part({ exp: 9, typ })}.c2ln`).remarks).toEqual([]);
  });
});
