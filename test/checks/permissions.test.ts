import { describe, expect, test } from 'vitest';
import { allOf, includesPermission, permissionsOf } from '../../src/checks/permissions.ts';
import { createVault } from '../../src/http/index.ts';
import { decodeToken } from '../../src/token/index.ts';
import type { Token, TokenSet } from '../../src/types.ts';

const accessToken = createVault().keep('a-token-of-the-test');

function permits(token: Partial<Token>, tokens: Partial<TokenSet> = {}) {
  const basis = {
    accessToken,
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'none',
    exchanges: [],
  };
  return permissionsOf({ token: { ...decodeToken(''), ...token }, tokens: { ...basis, ...tokens } });
}

describe('what a token permits', () => {
  test.each<[string, ReturnType<typeof permits>, readonly string[] | undefined]>([
    ['what it says', permits({ claims: {}, scp: ['a'], roles: ['r'] }), ['a', 'r']],
    ['and what its answer says', permits({ claims: {}, scp: ['a'] }, { scopes: ['a', 'b'] }), ['a', 'b']],
    [
      'once, as it is asked for',
      permits({ claims: {}, scp: ['a'] }, { scopes: ['api://x/a'] }),
      ['api://x/a'],
    ],
    ['else what was asked for', permits({}, { requestedScopes: ['a'] }), ['a']],
    [
      'but not .default',
      permits({ claims: {}, roles: ['r'] }, { requestedScopes: ['api://x/.default'] }),
      ['r'],
    ],
    ['nothing, when it can be read and says nothing', permits({ claims: {} }), []],
    ['unknown, when it is opaque', permits({}), undefined],
    ['unknown scopes hide behind known roles', permits({ roles: ['r'] }), undefined],
  ])('%s', (_name, found, expected) => {
    expect(allOf(found)).toEqual(expected);
  });

  test.each([
    [['read'], 'read', true],
    [['read'], 'api://x/read', true],
    [['api://x/read'], 'read', true],
    [['api://x/read'], 'api://y/read', false],
    [['thread'], 'read', false],
    [[], 'read', false],
  ] as const)('of %j, %s is one: %s', (permissions, wanted, expected) => {
    expect(includesPermission(permissions, wanted)).toBe(expected);
  });
});
