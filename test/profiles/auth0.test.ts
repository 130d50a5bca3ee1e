import { describe, expect, it } from 'vitest';
import { issuerMatches, profileNamed } from '../../src/profiles/index.ts';
import { discoveryWith, targetOf } from './support.ts';

const auth0 = profileNamed('auth0');
const ISSUER = 'https://dev-1.eu.auth0.com/';
const audience = 'https://calculator.example.com/mcp';

describe('Auth0', () => {
  it('is pinned with its slash and without doubling it', () => {
    expect(auth0.issuerOf(targetOf({ issuer: ISSUER }))).toBe(ISSUER);
    expect(issuerMatches(auth0, ISSUER, ISSUER)).toBe(true);
    expect(issuerMatches(auth0, ISSUER.slice(0, -1), ISSUER)).toBe(false);
    expect(auth0.metadataUrls(ISSUER)).toEqual([
      'https://dev-1.eu.auth0.com/.well-known/oauth-authorization-server',
      'https://dev-1.eu.auth0.com/.well-known/openid-configuration',
    ]);
  });

  it.each([
    ['client_credentials', { audience }, { audience }],
    ['authorization_code', { audience }, { audience }],
    ['device_code', { audience }, { audience }],
    ['refresh_token', { audience }, {}],
    ['client_credentials', {}, {}],
  ])('is sent with %s and the settings %j: %j', (grant, settings, parameters) => {
    expect(auth0.parameters(grant, targetOf(settings), discoveryWith())).toEqual(parameters);
  });

  it.each([
    ['a machine without audience', 'client_credentials', {}, 'usage.audience_missing'],
    ['a machine without resource', 'client_credentials', { resource: false }, 'usage.audience_missing'],
    ['a machine with one', 'client_credentials', { audience }, undefined],
    ['a machine with a resource of the user’s', 'client_credentials', { resource: audience }, undefined],
    ['a person without audience', 'authorization_code', {}, undefined],
  ] as const)('says before anything is sent of %s: %3$s', (_name, flow, settings, code) => {
    const found = auth0.mistake(targetOf({ issuer: ISSUER, ...settings }), { flow });
    expect(found?.code).toBe(code);
    if (found !== undefined) expect(found.fix).toContain('--audience');
  });
});
