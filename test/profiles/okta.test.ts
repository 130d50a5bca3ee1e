import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import type { Credential, FlowRequest } from '../../src/types.ts';
import { discoveryWith, targetOf } from './support.ts';

const okta = profileNamed('okta');
const CUSTOM = 'https://dev-1.okta.com/oauth2/default';
const ORG = 'https://dev-1.okta.com';
const vault = createVault();
const secret: Credential = { kind: 'secret', secret: vault.keep('a secret of the test') };
const key: Credential = { kind: 'private_key', privateKey: vault.keep('a key of the test') };

describe('Okta', () => {
  it('publishes the metadata of a custom authorization server in one of these places', () => {
    expect(okta.metadataUrls(CUSTOM)).toEqual([
      'https://dev-1.okta.com/.well-known/oauth-authorization-server/oauth2/default',
      'https://dev-1.okta.com/.well-known/openid-configuration/oauth2/default',
      'https://dev-1.okta.com/oauth2/default/.well-known/openid-configuration',
    ]);
  });

  it('is asked for offline_access by a person, as its metadata offers it', () => {
    const found = discoveryWith({
      challenge: 'add',
      as: { issuer: CUSTOM, scopes_supported: ['offline_access'] },
    });
    expect(okta.scopes('authorization_code', targetOf(), found)).toEqual(['add', 'offline_access']);
    expect(okta.scopes('client_credentials', targetOf(), found)).toEqual(['add']);
  });

  it('wants its redirect URI with its port', () => {
    expect(okta.loopback.anyPort).toBe(false);
  });

  const machine = { flow: 'client_credentials', clientId: '0oa1' };
  const person = { flow: 'authorization_code', clientId: '0oa1' };
  it.each<[string, string | undefined, FlowRequest, string | undefined]>([
    [
      'a machine’s secret at the org',
      ORG,
      { ...machine, credential: secret },
      'usage.credential_not_accepted',
    ],
    ['with a slash', `${ORG}/`, { ...machine, credential: secret }, 'usage.credential_not_accepted'],
    ['a machine’s key at the org', ORG, { ...machine, credential: key }, undefined],
    [
      'a custom scope at the org',
      ORG,
      { ...machine, credential: key, scopes: ['okta.users.read', 'calculator.add'] },
      'usage.scope_not_offered',
    ],
    ['Okta’s own scope', ORG, { ...machine, credential: key, scopes: ['okta.users.read'] }, undefined],
    ['a person’s custom scope', ORG, { ...person, scopes: ['openid', 'add'] }, 'usage.scope_not_offered'],
    ['a person’s own', ORG, { ...person, scopes: ['openid', 'profile', 'offline_access'] }, undefined],
    ['the same at a custom server', CUSTOM, { ...machine, credential: secret, scopes: ['add'] }, undefined],
    ['the root of another host', 'https://id.example.com', { ...machine, credential: secret }, undefined],
    ['no issuer', undefined, { ...machine, credential: secret }, undefined],
  ])('says before anything is sent of %s at %s', (_name, issuer, request, code) => {
    const found = okta.mistake(targetOf(issuer === undefined ? {} : { issuer }), request);
    expect(found?.code).toBe(code);
    if (found !== undefined) expect(found.fix).toContain(CUSTOM);
    expect(JSON.stringify(found ?? null)).not.toContain('secret of the test');
  });
});
