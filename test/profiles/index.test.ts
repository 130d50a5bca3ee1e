import { describe, expect, it } from 'vitest';
import { profileFor, profileNamed, profiles } from '../../src/profiles/index.ts';
import { TENANT, targetOf } from './support.ts';

const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;

describe('the registry', () => {
  it('finds every profile by its name', () => {
    for (const profile of profiles) expect(profileNamed(profile.name)).toBe(profile);
  });

  it('has the providers that are promised, the one that takes everything last', () => {
    expect(profiles.map(({ name }) => name).toSorted()).toEqual(
      ['auth0', 'entra', 'generic', 'keycloak', 'okta'].toSorted(),
    );
    expect(profiles.at(-1)?.name).toBe('generic');
  });

  it('says which there are', () => {
    expect(() => profileNamed('adfs')).toThrowError(
      expect.objectContaining({
        code: 'config.provider',
        exit: 2,
        hint: expect.stringContaining('keycloak'),
      }),
    );
  });

  it.each([
    ['what the target says', { provider: 'generic', tenant: TENANT }, ISSUER, {}, 'generic'],
    ['a tenant', { tenant: TENANT }, undefined, {}, 'entra'],
    ['the pinned issuer', { issuer: ISSUER }, 'https://as.example.com', {}, 'entra'],
    ['the issuer', {}, ISSUER, {}, 'entra'],
    ['the issuer before the authority', { authority: ISSUER }, 'https://as.example.com', {}, 'generic'],
    ['the authority', { authority: 'https://contoso.ciamlogin.com' }, undefined, {}, 'entra'],
    ['the v1 issuer', {}, `https://sts.windows.net/${TENANT}/`, {}, 'entra'],
    ['a sovereign cloud', {}, `https://login.microsoftonline.us/${TENANT}/v2.0`, {}, 'entra'],
    ['Bleu', {}, `https://login.sovcloud-identity.fr/${TENANT}/v2.0`, {}, 'entra'],
    ['External ID', {}, `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`, {}, 'entra'],
    ['B2C', {}, `https://contoso.b2clogin.com/${TENANT}/v2.0/`, {}, 'entra'],
    ['Entra’s members', {}, 'https://login.example.com/x/v2.0', { msgraph_host: 'graph' }, 'entra'],
    ['a custom authorization server of Okta', {}, 'https://dev-1.okta.com/oauth2/default', {}, 'okta'],
    ['the org of Okta', {}, 'https://dev-1.oktapreview.com', {}, 'okta'],
    ['Okta’s path', {}, 'https://id.example.com/oauth2/aus1a2b3c4d5e6f7g8h9', {}, 'okta'],
    [
      'Okta’s registration endpoint',
      {},
      'https://id.example.com',
      { registration_endpoint: 'https://id.example.com/oauth2/v1/clients' },
      'okta',
    ],
    ['a path that many have', {}, 'https://id.example.com/oauth2', {}, 'generic'],
    ['Auth0', {}, 'https://dev-1.eu.auth0.com/', {}, 'auth0'],
    ['Auth0’s member', {}, 'https://id.example.com/', { mfa_challenge_endpoint: 'https://x' }, 'auth0'],
    ['a realm', {}, 'https://id.example.com/realms/main', {}, 'keycloak'],
    ['an old realm', {}, 'https://id.example.com/auth/realms/main', {}, 'keycloak'],
    [
      'Keycloak’s paths',
      {},
      'https://id.example.com/main',
      { token_endpoint: 'https://id.example.com/main/protocol/openid-connect/token' },
      'keycloak',
    ],
    ['a look-alike host', {}, `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0`, {}, 'generic'],
    ['a look-alike of Okta', {}, 'https://notokta.com', {}, 'generic'],
    ['a look-alike of Auth0', {}, 'https://auth0.com.evil.example/', {}, 'generic'],
    ['a member of another type', {}, 'https://as.example.com', { mfa_challenge_endpoint: true }, 'generic'],
    ['another host', {}, 'https://as.example.com', {}, 'generic'],
    ['nothing', {}, undefined, {}, 'generic'],
  ])('chooses by %s', (_name, settings, issuer, metadata, name) => {
    expect(profileFor(targetOf(settings), issuer, metadata).name).toBe(name);
  });

  it.each([
    [{ authority: 'https://contoso.b2clogin.com', tenant: TENANT }, 'openid-client'],
    [
      { issuer: `https://contoso.b2clogin.com/${TENANT}/B2C_1_signin/v2.0/`, provider: 'entra' },
      'openid-client',
    ],
    [{ tenant: TENANT }, 'msal'],
  ])('leaves B2C, whose endpoints msal-node rewrites, to the other library: %j', (settings, library) => {
    expect(profileFor(targetOf(settings)).defaultLibrary).toBe(library);
  });
});

describe.each(profiles.map((profile) => [profile.name, profile] as const))('%s', (_name, profile) => {
  it('keeps a pinned issuer, and what is published, byte for byte', () => {
    for (const issuer of ['https://as.example.com', 'https://as.example.com/']) {
      expect(profile.issuerOf(targetOf({ issuer }))).toBe(issuer);
      expect(profile.acceptedIssuers(issuer)).toContain(issuer);
    }
    expect(profile.acceptedAudiences('https://mcp.example.com')).toContain('https://mcp.example.com');
  });

  it('finds no fault with a target of which nothing is said', () => {
    expect(profile.mistake(targetOf(), { flow: 'none' })).toBeUndefined();
    expect(profile.mistake(targetOf(), { flow: 'bearer' })).toBeUndefined();
  });

  it('says what a user has to know, a line each', () => {
    expect(profile.facts.length).toBeGreaterThan(0);
    for (const { watch, ...lines } of profile.facts) {
      for (const line of [...Object.values(lines), ...watch]) {
        expect(line).toMatch(/^\S.{3,}\S$/);
        expect(line.length).toBeLessThan(140);
      }
    }
  });
});
