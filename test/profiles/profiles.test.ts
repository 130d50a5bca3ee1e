import { describe, expect, it } from 'vitest';
import { issuerMatches, profileFor, profileNamed, profiles } from '../../src/profiles/index.ts';
import type { AuthorizationServerMetadata, ProtectedResourceMetadata, Target } from '../../src/types.ts';
import { discoveryOf, located } from '../flows/world.ts';

const TENANT = '0f1e2d3c-1111-4222-8333-444455556666';
const API = 'aaaabbbb-1111-4222-8333-444455556666';
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const entra = profileNamed('entra');
const generic = profileNamed('generic');

const target = (parts: Partial<Target> = {}): Target =>
  ({ name: 'x', url: 'https://mcp.example.com/mcp', allowedOrigins: [], headers: [], ...parts }) as Target;

const discovery = (
  parts: { challenge?: string; prm?: ProtectedResourceMetadata; as?: AuthorizationServerMetadata } = {},
) =>
  discoveryOf(parts.as, {
    challenge:
      parts.challenge === undefined ? null : { scheme: 'Bearer', parameters: { scope: parts.challenge } },
    protectedResourceMetadata: parts.prm === undefined ? null : located(parts.prm),
  });

describe('the registry', () => {
  it('finds every profile by its name', () => {
    for (const profile of profiles) expect(profileNamed(profile.name)).toBe(profile);
  });

  it('says which there are', () => {
    expect(() => profileNamed('adfs')).toThrowError(
      expect.objectContaining({ code: 'config.provider', exit: 2, hint: expect.stringContaining('entra') }),
    );
  });

  it.each([
    ['what the target says', { provider: 'generic', tenant: TENANT }, ISSUER, {}, 'generic'],
    ['a tenant', { tenant: TENANT }, undefined, {}, 'entra'],
    ['the pinned issuer', { issuer: ISSUER }, 'https://as.example.com', {}, 'entra'],
    ['the issuer', {}, ISSUER, {}, 'entra'],
    ['the v1 issuer', {}, `https://sts.windows.net/${TENANT}/`, {}, 'entra'],
    ['a sovereign cloud', {}, `https://login.microsoftonline.us/${TENANT}/v2.0`, {}, 'entra'],
    ['External ID', {}, `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`, {}, 'entra'],
    [
      'the metadata',
      {},
      'https://login.example.com/x/v2.0',
      { msgraph_host: 'graph.microsoft.com' },
      'entra',
    ],
    ['a look-alike host', {}, `https://login.microsoftonline.com.evil.example/${TENANT}/v2.0`, {}, 'generic'],
    ['another host', {}, 'https://as.example.com', {}, 'generic'],
    ['nothing', {}, undefined, {}, 'generic'],
  ])('chooses by %s', (_name, settings, issuer, metadata, name) => {
    expect(profileFor(target(settings), issuer, metadata).name).toBe(name);
  });
});

describe('Entra ID', () => {
  it.each([
    [{ tenant: TENANT }, ISSUER],
    [{ tenant: TENANT, authority: 'https://localhost:1234' }, `https://localhost:1234/${TENANT}/v2.0`],
    [
      { tenant: TENANT, authority: 'https://login.microsoftonline.us/' },
      `https://login.microsoftonline.us/${TENANT}/v2.0`,
    ],
    [{ tenant: TENANT, issuer: 'https://pinned.example' }, 'https://pinned.example'],
    [{}, undefined],
  ])('pins for %j the issuer %s', (settings, issuer) => {
    expect(entra.issuerOf(target(settings))).toBe(issuer);
  });

  it('publishes metadata in one place', () => {
    expect(entra.metadataUrls(ISSUER)).toEqual([`${ISSUER}/.well-known/openid-configuration`]);
  });

  it.each([
    ['a client id', { audience: API }, {}, [`api://${API}/.default`]],
    [
      'an App ID URI',
      { audience: 'https://mcp.example.com/mcp' },
      {},
      ['https://mcp.example.com/mcp/.default'],
    ],
    ['an api URI', { audience: `api://${API}` }, {}, [`api://${API}/.default`]],
    ['qualified scopes', {}, { prm: { scopes_supported: [`api://${API}/add`] } }, [`api://${API}/.default`]],
    [
      'the resource',
      {},
      { prm: { resource: 'https://mcp.example.com/' } },
      ['https://mcp.example.com/.default'],
    ],
    ['nothing', {}, {}, []],
  ])('asks as a machine, knowing %s, for one API', (_name, settings, found, scopes) => {
    expect(entra.scopes('client_credentials', target(settings), discovery(found))).toEqual(scopes);
  });

  it.each([
    [
      'short names of the challenge',
      { audience: API },
      { challenge: 'add subtract' },
      [`api://${API}/add`, `api://${API}/subtract`],
    ],
    [
      'short names of the metadata',
      { audience: API },
      { prm: { scopes_supported: ['add'] } },
      [`api://${API}/add`],
    ],
    [
      'short names without an audience',
      {},
      { prm: { resource: 'https://mcp.example.com/mcp', scopes_supported: ['add'] } },
      ['https://mcp.example.com/mcp/add'],
    ],
    [
      'qualified names, as they are',
      { audience: 'other' },
      { challenge: `api://${API}/add openid` },
      [`api://${API}/add`],
    ],
    ['no names', { audience: API }, {}, [`api://${API}/.default`]],
  ])('asks for a person, given %s, fully qualified', (_name, settings, found, scopes) => {
    expect(entra.scopes('authorization_code', target(settings), discovery(found))).toEqual([
      ...scopes,
      'openid',
      'profile',
      'offline_access',
    ]);
  });

  const user = 'authorization_code';
  it.each([
    [
      'the App ID URI of the scopes',
      user,
      'https://mcp.example.com/mcp',
      ['https://mcp.example.com/mcp/add', 'openid'],
      {},
      'https://mcp.example.com/mcp',
    ],
    [
      'a resource that differs by a slash',
      user,
      'https://mcp.example.com/mcp/',
      ['https://mcp.example.com/mcp/add'],
      {},
      undefined,
    ],
    ['another resource', user, 'https://mcp.example.com/mcp', [`api://${API}/add`], {}, undefined],
    ['scopes of two APIs', user, 'api://a', ['api://a/add', 'api://b/add'], {}, undefined],
    ['only OpenID scopes', user, 'api://a', ['openid'], {}, undefined],
    ['client credentials', 'client_credentials', 'api://a', ['api://a/.default'], {}, undefined],
    ['a resource the user insists on', user, 'api://a', ['api://b/add'], { resource: 'api://c' }, 'api://c'],
    ['a user who wants none', user, 'api://a', ['api://a/add'], { resource: false as const }, undefined],
  ])('sends for %s the resource', (_name, grant, resource, scopes, settings, sent) => {
    const found = discovery({ prm: { resource } });
    expect(entra.resource(grant, scopes, target(settings), found)).toBe(sent);
  });

  it('issues v1 and v2 tokens for the same tenant', () => {
    expect(entra.acceptedIssuers(ISSUER)).toEqual([ISSUER, `https://sts.windows.net/${TENANT}/`]);
    expect(entra.acceptedIssuers('https://login.partner.microsoftonline.cn/t/v2.0')).toContain(
      'https://sts.chinacloudapi.cn/t/',
    );
  });

  it.each([
    [API, [API, `api://${API}`]],
    [`api://${API}`, [`api://${API}`, API]],
    ['https://mcp.example.com/mcp', ['https://mcp.example.com/mcp']],
  ])('names the audience %s in these ways', (audience, accepted) => {
    expect(entra.acceptedAudiences(audience)).toEqual(accepted);
  });

  const host = 'https://login.microsoftonline.com';
  it.each([
    ['the same', ISSUER, ISSUER, true],
    ['a domain for the GUID', `${host}/contoso.com/v2.0`, ISSUER, true],
    ['organizations for the template', `${host}/organizations/v2.0`, `${host}/{tenantid}/v2.0`, true],
    ['another GUID', `${host}/${API}/v2.0`, ISSUER, false],
    ['the GUID of another host', 'https://login.microsoftonline.us/contoso.com/v2.0', ISSUER, false],
    ['a slash more', `${ISSUER}/`, ISSUER, false],
    ['the v1 issuer', ISSUER, `https://sts.windows.net/${TENANT}/`, false],
  ])('takes for the pinned issuer: %s', (_name, pinned, found, matches) => {
    expect(issuerMatches(entra, pinned, found)).toBe(matches);
  });
});

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
  it.each([
    ['the challenge’s', { challenge: 'add', prm: { scopes_supported: ['add', 'subtract'] } }, ['add']],
    ['the metadata’s', { prm: { scopes_supported: ['add', 'subtract'] } }, ['add', 'subtract']],
    ['offline_access where it is offered', { challenge: 'add', as: offers }, ['add', 'offline_access']],
    ['none', {}, []],
  ])('is asked for scopes: %s', (_name, found, scopes) => {
    expect(generic.scopes('authorization_code', target(), discovery(found))).toEqual(scopes);
  });

  it('is not asked for offline_access by a machine', () => {
    expect(
      generic.scopes('client_credentials', target(), discovery({ challenge: 'add', as: offers })),
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
    expect(generic.resource('client_credentials', [], target(settings), discovery(found))).toBe(resource);
  });

  it('has its issuer pinned by the user only, and character for character', () => {
    expect(generic.issuerOf(target({ issuer: 'https://as.example.com' }))).toBe('https://as.example.com');
    expect(generic.issuerOf(target())).toBeUndefined();
    expect(issuerMatches(generic, 'https://as.example.com', 'https://as.example.com/')).toBe(false);
    expect(issuerMatches(generic, 'https://h/contoso.com/v2.0', `https://h/${TENANT}/v2.0`)).toBe(false);
  });
});
