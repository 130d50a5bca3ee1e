import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../src/profiles/index.ts';
import { discoveryWith, targetOf } from './support.ts';

const keycloak = profileNamed('keycloak');
const as = { issuer: 'https://id.example.com/realms/main', scopes_supported: ['openid', 'offline_access'] };

describe('Keycloak', () => {
  it('publishes the metadata of a realm in one of these places', () => {
    expect(keycloak.metadataUrls(as.issuer)).toEqual([
      'https://id.example.com/.well-known/oauth-authorization-server/realms/main',
      'https://id.example.com/.well-known/openid-configuration/realms/main',
      'https://id.example.com/realms/main/.well-known/openid-configuration',
    ]);
  });

  it.each(['authorization_code', 'device_code', 'client_credentials'])(
    'is not asked for an offline session by %s, though it offers one',
    (grant) => {
      expect(keycloak.scopes(grant, targetOf(), discoveryWith({ challenge: 'add', as }))).toEqual(['add']);
      const listed = discoveryWith({ prm: { scopes_supported: ['add', 'offline_access'] }, as });
      expect(keycloak.scopes(grant, targetOf(), listed)).toEqual(['add']);
    },
  );

  it('takes any port of a loopback redirect URI', () => {
    expect(keycloak.loopback).toEqual({ host: '127.0.0.1', path: '/callback', anyPort: true });
  });
});
