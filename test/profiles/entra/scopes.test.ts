import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../../src/profiles/index.ts';
import { API, discoveryWith, targetOf } from '../support.ts';

const entra = profileNamed('entra');
const GRAPH = '00000003-0000-0000-c000-000000000000';
const B2C = 'https://contoso.b2clogin.com/contoso.onmicrosoft.com/B2C_1_signin/v2.0/';

describe('Entra ID', () => {
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
    [
      'a client id at B2C',
      { audience: API, issuer: B2C },
      {},
      [`https://contoso.onmicrosoft.com/${API}/.default`],
    ],
    ['nothing', {}, {}, []],
  ])('asks as a machine, knowing %s, for one API', (_name, settings, found, scopes) => {
    expect(entra.scopes('client_credentials', targetOf(settings), discoveryWith(found))).toEqual(scopes);
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
    [
      'short names at B2C',
      { audience: API, issuer: B2C },
      { challenge: 'add' },
      [`https://contoso.onmicrosoft.com/${API}/add`],
    ],
    ['no names', { audience: API }, {}, [`api://${API}/.default`]],
  ])('asks for a person, given %s, fully qualified', (_name, settings, found, scopes) => {
    expect(entra.scopes('authorization_code', targetOf(settings), discoveryWith(found))).toEqual([
      ...scopes,
      'openid',
      'profile',
      'offline_access',
    ]);
  });

  it.each([
    ['scopes of Microsoft Graph by its id', {}, { challenge: `${GRAPH}/User.Read` }],
    ['scopes of Microsoft Graph beside an audience', { audience: API }, { challenge: `${GRAPH}/User.Read` }],
    ['short names and no API', {}, { challenge: 'User.Read' }],
    ['neither names nor an API', {}, {}],
    ['only names of OpenID Connect, and no API', {}, { challenge: 'openid profile' }],
  ])('asks for nothing where an endpoint names %s, for a person', (_name, settings, found) => {
    expect(() => entra.scopes('authorization_code', targetOf(settings), discoveryWith(found))).toThrowError(
      expect.objectContaining({
        code: 'prm.resource_mismatch',
        exit: 7,
        hint: expect.stringContaining('--audience'),
      }),
    );
  });

  it.each([
    ['its id', { audience: API }, `${API}/add`],
    ['its id, set as a URI', { audience: `api://${API}` }, `${API}/add`],
    ['the App ID URI at B2C', { audience: API, issuer: B2C }, `https://contoso.onmicrosoft.com/${API}/add`],
  ])('asks for scopes of the API that the user named, by %s', (_name, settings, scope) => {
    const found = discoveryWith({ challenge: scope });
    expect(entra.scopes('authorization_code', targetOf(settings), found)).toContain(scope);
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
    const found = discoveryWith({ prm: { resource } });
    expect(entra.resource(grant, scopes, targetOf(settings), found)).toBe(sent);
  });

  it.each([
    [API, [API, `api://${API}`]],
    [`api://${API}`, [`api://${API}`, API]],
    ['https://mcp.example.com/mcp', ['https://mcp.example.com/mcp']],
  ])('names the audience %s in these ways', (audience, accepted) => {
    expect(entra.acceptedAudiences(audience)).toEqual(accepted);
  });
});
