import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../src/token/index.ts';
import { jwt } from './tokens.ts';

const read = (claims: object) => decodeToken(jwt({ alg: 'RS256' }, claims));

describe('what each provider spells its own way', () => {
  test.each([
    ['an audience as a string', { aud: 'api' }, { aud: ['api'] }],
    [
      'audiences as an array',
      { aud: ['api', 'https://issuer.example/userinfo'] },
      { aud: ['api', 'https://issuer.example/userinfo'] },
    ],
    ['no audience', {}, { aud: [] }],
    [
      'Entra ID: scp as a string',
      { scp: 'calculator.subtract calculator.add' },
      { scp: ['calculator.add', 'calculator.subtract'] },
    ],
    ['Okta: scp as an array', { scp: ['calculator.add'] }, { scp: ['calculator.add'] }],
    ['Auth0, Keycloak: scope', { scope: 'read write' }, { scp: ['read', 'write'] }],
    ['both spellings at once', { scp: 'read', scope: 'read write' }, { scp: ['read', 'write'] }],
    ['Entra ID: roles', { roles: ['calculator.add'] }, { roles: ['calculator.add'] }],
    ['Auth0: permissions', { permissions: ['add'] }, { roles: ['permission:add'] }],
    [
      'Keycloak: realm and client roles',
      {
        realm_access: { roles: ['user'] },
        resource_access: { api: { roles: ['admin'] }, account: { roles: ['view'] } },
      },
      { roles: ['client:account:view', 'client:api:admin', 'realm:user'] },
    ],
    ['OpenID Connect, Entra v2, Auth0, Keycloak: azp', { azp: 'client' }, { clientId: 'client' }],
    ['Entra v1: appid', { appid: 'client' }, { clientId: 'client' }],
    ['Okta: cid', { cid: 'client' }, { clientId: 'client' }],
    ['RFC 9068: client_id', { client_id: 'client' }, { clientId: 'client' }],
    ['Entra v1', { tid: 'tenant', ver: '1.0' }, { tenant: 'tenant', version: '1.0' }],
    ['Entra v2', { tid: 'tenant', ver: '2.0' }, { tenant: 'tenant', version: '2.0' }],
    ['Okta\'s numeric "ver" is not Entra\'s', { ver: 1 }, { version: null }],
  ])('%s', (_, claims, expected) => {
    expect(read(claims)).toMatchObject(expected);
  });
});

describe('whose token it is', () => {
  test.each([
    ['Entra ID with idtyp app', { tid: 't', idtyp: 'app', scp: '/' }, true],
    ['Entra ID with idtyp user', { tid: 't', idtyp: 'user' }, false],
    [
      'Entra ID, subject is the service principal, no scp',
      { tid: 't', oid: 'sp', sub: 'sp', azp: 'c' },
      true,
    ],
    ['Entra ID, roles and no scp', { tid: 't', oid: 'sp', sub: 'x', roles: ['calculator.add'] }, true],
    ['Entra ID, an agent identity with an empty scp', { tid: 't', oid: 'sp', sub: 'sp', scp: '' }, true],
    ['Entra ID, scp', { tid: 't', oid: 'u', sub: 'pairwise', scp: 'calculator.add', roles: ['User'] }, false],
    ['Auth0, gty', { gty: 'client-credentials', sub: 'c@clients' }, true],
    ['Auth0, sub alone', { sub: 'c@clients', azp: 'c' }, true],
    ['Okta, subject is the client', { cid: 'c', sub: 'c', scp: ['add'] }, true],
    ['Okta, a user', { cid: 'c', sub: 'ada@example.com', uid: '00u1' }, false],
    [
      'Keycloak, service account',
      { azp: 'Calc', sub: 'uuid', preferred_username: 'service-account-calc' },
      true,
    ],
    ['Keycloak, a user', { azp: 'calc', sub: 'uuid', preferred_username: 'ada' }, false],
    [
      'Keycloak, the service account of another client',
      { azp: 'calc', sub: 'u', preferred_username: 'service-account-other' },
      false,
    ],
    ['RFC 9068, subject is the client', { client_id: 'c', sub: 'c' }, true],
    ['a login time', { sub: 'u', client_id: 'c', auth_time: 1 }, false],
    ['no sign at all', { sub: 'u', client_id: 'c' }, null],
  ])('%s', (_, claims, appOnly) => {
    expect(read(claims).appOnly).toBe(appOnly);
  });
});
