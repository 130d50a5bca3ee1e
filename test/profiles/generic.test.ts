import { describe, expect, it } from 'vitest';
import { issuerMatches, profileNamed } from '../../src/profiles/index.ts';
import { discoveryWith, TENANT, targetOf } from './support.ts';

const generic = profileNamed('generic');

describe('any other provider', () => {
  it.each([
    [
      'https://as.example.com',
      [
        'https://as.example.com/.well-known/oauth-authorization-server',
        'https://as.example.com/.well-known/openid-configuration',
      ],
    ],
    [
      'https://as.example.com/tenant/',
      [
        'https://as.example.com/.well-known/oauth-authorization-server/tenant',
        'https://as.example.com/.well-known/openid-configuration/tenant',
        'https://as.example.com/tenant/.well-known/openid-configuration',
      ],
    ],
  ])('publishes the metadata of %s in one of these places', (issuer, urls) => {
    expect(generic.metadataUrls(issuer)).toEqual(urls);
  });

  const offers = { issuer: 'https://as.example.com', scopes_supported: ['openid', 'offline_access'] };
  const broken = { issuer: 'https://as.example.com', scopes_supported: 'offline_access' as never };
  it.each([
    ['the challenge’s', { challenge: 'add', prm: { scopes_supported: ['add', 'subtract'] } }, ['add']],
    ['the metadata’s', { prm: { scopes_supported: ['add', 'subtract'] } }, ['add', 'subtract']],
    [
      'the metadata’s, for an empty challenge',
      { challenge: ' ', prm: { scopes_supported: ['add'] } },
      ['add'],
    ],
    ['offline_access where it is offered', { challenge: 'add', as: offers }, ['add', 'offline_access']],
    ['no offline_access that a wrong type offers', { challenge: 'add', as: broken }, ['add']],
    ['none', {}, []],
  ])('is asked for scopes: %s', (_name, found, scopes) => {
    expect(generic.scopes('authorization_code', targetOf(), discoveryWith(found))).toEqual(scopes);
  });

  it('is not asked for offline_access by a machine', () => {
    expect(
      generic.scopes('client_credentials', targetOf(), discoveryWith({ challenge: 'add', as: offers })),
    ).toEqual(['add']);
  });

  it.each([
    [
      'as published, without a slash more',
      { prm: { resource: 'https://mcp.example.com' } },
      {},
      'https://mcp.example.com',
    ],
    ['the endpoint itself', {}, {}, 'https://mcp.example.com/mcp'],
    ['what the user says', { prm: { resource: 'https://a' } }, { resource: 'https://b' }, 'https://b'],
    [
      'none when the user says so',
      { prm: { resource: 'https://a' } },
      { resource: false as const },
      undefined,
    ],
  ])('is sent the resource: %s', (_name, found, settings, resource) => {
    const sent = generic.resource('client_credentials', [], targetOf(settings), discoveryWith(found));
    expect(sent).toBe(resource);
  });

  it('has its issuer pinned by the user only, and character for character', () => {
    expect(generic.issuerOf(targetOf())).toBeUndefined();
    expect(issuerMatches(generic, 'https://as.example.com', 'https://as.example.com/')).toBe(false);
    expect(issuerMatches(generic, 'https://h/contoso.com/v2.0', `https://h/${TENANT}/v2.0`)).toBe(false);
  });

  it('is sent nothing of its own, and wants federated tokens for its issuer', () => {
    const audience = targetOf({ audience: 'api' });
    expect(generic.parameters('client_credentials', audience, discoveryWith())).toEqual({});
    expect(generic.federatedAudience('https://as.example.com')).toBeUndefined();
  });
});
