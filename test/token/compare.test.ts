import { describe, expect, test } from 'vitest';
import { type Accepted, compareToken, decodeToken } from '../../src/token/index.ts';
import type { TokenExpectation } from '../../src/types.ts';
import { jwt, part } from './tokens.ts';

const token = decodeToken(
  jwt(
    { alg: 'RS256' },
    {
      aud: ['api://calc', 'https://issuer.example/userinfo'],
      iss: 'https://issuer.example/v2.0',
      scp: 'calculator.add offline',
      roles: ['calculator.add'],
      permissions: ['subtract'],
      resource_access: { 'api://calc': { roles: ['owner'] }, other: { roles: ['admin'] } },
      exp: 1,
    },
  ),
);

test('nothing expected, nothing compared', () => {
  expect(compareToken(token, {})).toEqual([]);
});

describe('each claim', () => {
  const rows: readonly (readonly [string, TokenExpectation, Accepted, string, 'pass' | 'fail'])[] = [
    ['the audience is one of those held', { aud: ['api://calc'] }, {}, 'aud', 'pass'],
    ['one of the demanded audiences is enough', { aud: ['calc', 'api://calc'] }, {}, 'aud', 'pass'],
    ['another audience', { aud: ['api://other'] }, {}, 'aud', 'fail'],
    ['an audience that differs in a slash', { aud: ['api://calc/'] }, {}, 'aud', 'fail'],
    ['an audience that the provider may write', {}, { audiences: ['calc', 'api://calc'] }, 'aud', 'pass'],
    [
      'a demand goes before what the provider may write',
      { aud: ['calc'] },
      { audiences: ['api://calc'] },
      'aud',
      'fail',
    ],
    ['the issuer', { iss: 'https://issuer.example/v2.0' }, {}, 'iss', 'pass'],
    ['an issuer that differs in a slash', { iss: 'https://issuer.example/v2.0/' }, {}, 'iss', 'fail'],
    [
      'an issuer that the provider may write',
      {},
      { issuers: ['x', 'https://issuer.example/v2.0'] },
      'iss',
      'pass',
    ],
    ['another issuer', {}, { issuers: ['https://thief.example'] }, 'iss', 'fail'],
    ['each scope is there', { scp: ['calculator.add', 'offline'] }, {}, 'scp', 'pass'],
    ['a scope is missing', { scp: ['calculator.add', 'calculator.subtract'] }, {}, 'scp', 'fail'],
    ['a role', { roles: ['calculator.add'] }, {}, 'roles', 'pass'],
    ['a permission under its own name', { roles: ['subtract'] }, {}, 'roles', 'pass'],
    ['a permission under its marked name', { roles: ['permission:subtract'] }, {}, 'roles', 'pass'],
    ['a role at the audience', { roles: ['owner'] }, {}, 'roles', 'pass'],
    ['a role at another client does not count here', { roles: ['admin'] }, {}, 'roles', 'fail'],
    ['that role under its marked name does', { roles: ['client:other:admin'] }, {}, 'roles', 'pass'],
  ];
  test.each(rows)('%s', (_, expected, accepted, claim, verdict) => {
    expect(compareToken(token, expected, accepted)).toEqual([
      { claim, verdict, message: expect.stringContaining(`\`${claim}\` is `) },
    ]);
  });
});

test('a failure names what was found, what was expected and what is missing', () => {
  const [comparison] = compareToken(token, { scp: ['calculator.add', 'calculator.subtract'] });
  expect(comparison?.message).toBe(
    '`scp` is "calculator.add", "offline"; "calculator.add", "calculator.subtract" was expected and "calculator.subtract" is missing',
  );
});

test('what cannot be read fails, and says why', () => {
  const messages = ['opaque', `${part({ alg: 'dir' })}..a.b.c`].map(
    (raw) => compareToken(decodeToken(raw), { aud: ['api'] })[0]?.message,
  );
  expect(messages).toEqual([
    '`aud` cannot be read: the token is opaque; "api" was expected',
    '`aud` cannot be read: the token is encrypted; "api" was expected',
  ]);
});
