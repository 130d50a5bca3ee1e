import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { look, type Page, type Site, site, targetAt } from './support.ts';

let endpoint: Site;
let server: Site;

beforeEach(async () => {
  [endpoint, server] = await Promise.all([site(), site()]);
});

afterEach(async () => {
  await Promise.all([endpoint.close(), server.close()]);
});

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const url = (): string => `${endpoint.origin}/mcp`;

function challenge(parameters: string): Page {
  return { status: 401, headers: { 'www-authenticate': `Bearer ${parameters}` } };
}

function protectedResource(more: object = {}): Page {
  return { body: { resource: url(), authorization_servers: [server.origin], ...more } };
}

function authorizationServer(issuer: string, more: object = {}): Page {
  return { body: { issuer, token_endpoint: `${server.origin}/token`, ...more } };
}

/** Everything as it should be: challenge with the location, metadata there, an issuer without a path. */
function obey(): void {
  endpoint.pages.set('POST /mcp', challenge(`resource_metadata="${endpoint.origin}/prm", scope="calc.add"`));
  endpoint.pages.set('GET /prm', protectedResource());
  server.pages.set('GET /.well-known/oauth-authorization-server', authorizationServer(server.origin));
}

describe('a server that says everything', () => {
  it('takes one question and two documents', async () => {
    obey();
    const { discovery, profile, error } = await look(targetAt(url()));
    expect(endpoint.lines).toStrictEqual(['POST /mcp tools/list', 'GET /prm']);
    expect(server.lines).toStrictEqual(['GET /.well-known/oauth-authorization-server']);
    expect(error).toBeUndefined();
    expect(profile.name).toBe('generic');
    expect(discovery).toMatchObject({
      answers: [{ era: 'modern', status: 401 }],
      challenge: { parameters: { scope: 'calc.add' } },
      protectedResourceMetadata: { url: `${endpoint.origin}/prm`, tried: [] },
      issuer: server.origin,
      authorizationServers: [server.origin],
      authorizationServerMetadata: { document: { token_endpoint: `${server.origin}/token` } },
      resource: url(),
    });
    // The metadata is on another port, which is another origin; the location in the challenge is not.
    expect(discovery.notes).toStrictEqual([]);
  });

  it('is asked in both shapes when both are wanted', async () => {
    obey();
    const { discovery } = await look(targetAt(url()), 'both');
    expect(discovery.answers.map(({ era, status }) => [era, status])).toStrictEqual([
      ['modern', 401],
      ['legacy', 401],
    ]);
    expect(endpoint.lines.slice(0, 2)).toStrictEqual(['POST /mcp tools/list', 'POST /mcp initialize']);
  });

  it.each([
    ['the user chose its revision', { protocol: '2026-07-28' } as const, {}],
    ['it names the modern revision', {}, { supported: ['2026-07-28'], requested: '2026-07-28' }],
  ])('is not asked in the legacy shape when it refuses the modern one and %s', async (_why, more, data) => {
    obey();
    const refusal = { jsonrpc: '2.0', id: 1, error: { code: -32022, message: 'not this revision', data } };
    endpoint.pages.set('POST /mcp', { status: 400, body: refusal });
    await look(targetAt(url(), more));
    expect(endpoint.lines.filter((line) => line.startsWith('POST'))).toStrictEqual(['POST /mcp tools/list']);
  });

  it('keeps the resource byte for byte', async () => {
    obey();
    endpoint.pages.set('GET /prm', protectedResource({ resource: 'HTTP://EXAMPLE.com:80/a/../mcp/' }));
    const { discovery } = await look(targetAt(url()));
    expect(discovery.resource).toBe('HTTP://EXAMPLE.com:80/a/../mcp/');
  });
});

describe('which challenge counts', () => {
  const both = (line: string): Page => ({ status: 401, headers: { 'www-authenticate': line } });

  it.each([
    ['Bearer, although another comes first', 'DPoP algs="ES256", Bearer scope="a"', 'Bearer'],
    ['DPoP, where there is no other', 'Basic realm="x", DPoP algs="ES256", scope="a"', 'DPoP'],
    ['the first of its scheme, in any case', 'bearer scope="a", Bearer scope="b"', 'bearer'],
  ])('is %s', async (_name, line, scheme) => {
    obey();
    endpoint.pages.set('POST /mcp', both(line));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp`, protectedResource());
    const { discovery } = await look(targetAt(url()));
    expect(discovery.challenge).toMatchObject({ scheme, parameters: { scope: 'a' } });
  });
});

describe('where the protected resource metadata is looked for', () => {
  it('is the location with the path, then the root one, without a hint', async () => {
    endpoint.pages.set('POST /mcp', challenge('realm="x"'));
    endpoint.pages.set(`GET ${WELL_KNOWN}`, protectedResource());
    const { discovery } = await look(targetAt(url()));
    expect(endpoint.lines).toStrictEqual([
      'POST /mcp tools/list',
      `GET ${WELL_KNOWN}/mcp`,
      `GET ${WELL_KNOWN}`,
    ]);
    expect(discovery.protectedResourceMetadata).toMatchObject({
      url: `${endpoint.origin}${WELL_KNOWN}`,
      tried: [{ url: `${endpoint.origin}${WELL_KNOWN}/mcp`, status: 404, outcome: '404' }],
    });
  });

  it('keeps the query of the endpoint, which is part of its name', async () => {
    endpoint.pages.set('POST /mcp?tenant=a', challenge(''));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp?tenant=a`, protectedResource());
    const { discovery } = await look(targetAt(`${url()}?tenant=a`));
    expect(discovery.protectedResourceMetadata?.url).toBe(`${endpoint.origin}${WELL_KNOWN}/mcp?tenant=a`);
  });

  it('is one location for an endpoint at the root', async () => {
    endpoint.pages.set('POST /', challenge(''));
    await look(targetAt(`${endpoint.origin}/`));
    expect(endpoint.lines).toStrictEqual(['POST / tools/list', `GET ${WELL_KNOWN}`]);
  });

  it('goes on when the hint does not answer, and says so', async () => {
    endpoint.pages.set('POST /mcp', challenge(`resource_metadata="${endpoint.origin}/gone"`));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp`, protectedResource());
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceMetadata?.url).toBe(`${endpoint.origin}${WELL_KNOWN}/mcp`);
    expect(discovery.notes).toStrictEqual([expect.stringContaining('answered: 404')]);
  });

  it.each([
    ['file:///etc/passwd', 'is no absolute http or https URL'],
    ['/relative', 'is no absolute http or https URL'],
    ['http://169.254.169.254/latest/meta-data', 'is on another origin'],
  ])('is never %s', async (hint, note) => {
    endpoint.pages.set('POST /mcp', challenge(`resource_metadata="${hint}"`));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp`, protectedResource());
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceMetadata?.url).toBe(`${endpoint.origin}${WELL_KNOWN}/mcp`);
    expect(discovery.notes.join('\n')).toContain(note);
  });

  it('may be another origin, which is noted', async () => {
    endpoint.pages.set('POST /mcp', challenge(`resource_metadata="${server.origin}/prm"`));
    server.pages.set('GET /prm', protectedResource());
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceMetadata?.url).toBe(`${server.origin}/prm`);
    expect(discovery.notes[0]).toContain('is on another origin than the endpoint');
  });

  it.each([
    [
      'a page',
      { headers: { 'content-type': 'text/html' }, body: '<html></html>' },
      'no JSON object but HTML',
    ],
    ['a list', { body: ['x'] }, 'no JSON object but "application/json"'],
    ['nothing', { body: '' }, 'no JSON object but an empty body'],
    ['a refusal', { status: 403 }, '403'],
  ])('is left when it answers with %s', async (_name, page, outcome) => {
    endpoint.pages.set('POST /mcp', challenge(''));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp`, page);
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceMetadata).toBeNull();
    expect(discovery.protectedResourceTried.map((tried) => tried.outcome)).toStrictEqual([outcome, '404']);
  });

  it('is followed within its origin only', async () => {
    endpoint.pages.set('POST /mcp', challenge(''));
    endpoint.pages.set(`GET ${WELL_KNOWN}/mcp`, {
      status: 302,
      headers: { location: `${server.origin}/prm` },
    });
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceTried[0]).toMatchObject({
      status: null,
      outcome: expect.stringMatching(/^redirect\./u),
    });
    expect(server.lines).toStrictEqual([]);
  });
});

describe('what the documents may hold', () => {
  it('leaves out members of the wrong type and keeps what it does not know', async () => {
    obey();
    endpoint.pages.set(
      'GET /prm',
      protectedResource({ scopes_supported: 'calc.add', resource_name: 'Calc' }),
    );
    server.pages.set(
      'GET /.well-known/oauth-authorization-server',
      authorizationServer(server.origin, { jwks_uri: 7, grant_types_supported: [1], custom: { a: 1 } }),
    );
    const { discovery } = await look(targetAt(url()));
    expect(discovery.protectedResourceMetadata?.document).toStrictEqual({
      resource: url(),
      authorization_servers: [server.origin],
      resource_name: 'Calc',
    });
    expect(discovery.authorizationServerMetadata?.document).toStrictEqual({
      issuer: server.origin,
      token_endpoint: `${server.origin}/token`,
      custom: { a: 1 },
    });
    expect(discovery.notes.join('\n')).toMatch(
      /scopes_supported[\s\S]*jwks_uri[\s\S]*grant_types_supported/u,
    );
  });
});

describe('which authorization server is used', () => {
  it('is the first that the endpoint names, and that is said', async () => {
    obey();
    endpoint.pages.set(
      'GET /prm',
      protectedResource({ authorization_servers: [server.origin, 'https://other.example'] }),
    );
    const { discovery } = await look(targetAt(url()));
    expect(discovery.issuer).toBe(server.origin);
    expect(discovery.authorizationServers).toHaveLength(2);
    expect(discovery.notes[0]).toContain('names 2 authorization servers');
  });

  it('is the pinned one, whatever the endpoint names', async () => {
    obey();
    endpoint.pages.set('GET /prm', protectedResource({ authorization_servers: ['https://evil.example'] }));
    const { discovery } = await look(targetAt(url(), { issuer: server.origin }));
    expect(discovery.issuer).toBe(server.origin);
    expect(discovery.notes[0]).toContain('is not among the authorization servers');
  });

  it('is the one that the provider settings mean', async () => {
    endpoint.pages.set('POST /mcp', challenge(''));
    const tenant = '11111111-2222-3333-4444-555555555555';
    const { discovery, profile } = await look(targetAt(url(), { tenant, authority: server.origin }));
    expect(profile.name).toBe('entra');
    expect(discovery.issuer).toContain(tenant);
    expect(server.lines.every((line) => line.startsWith('GET /') && line.includes(tenant))).toBe(true);
  });

  it('is none when nobody names one, and the endpoint is not taken for one', async () => {
    endpoint.pages.set('POST /mcp', challenge(''));
    endpoint.pages.set('GET /.well-known/oauth-authorization-server', authorizationServer(endpoint.origin));
    const { discovery } = await look(targetAt(url()));
    expect(discovery).toMatchObject({ issuer: null, authorizationServerMetadata: null });
    expect(endpoint.lines).not.toContain('GET /.well-known/oauth-authorization-server');
    expect(discovery.notes[0]).toContain('names no authorization server');
    expect(discovery.notes[0]).toContain('--protocol 2025-03-26');
  });

  it.each(['api://x', 'not a URL', 'javascript:alert(1)'])(
    'is looked for nowhere when it is %s',
    async (issuer) => {
      obey();
      endpoint.pages.set('GET /prm', protectedResource({ authorization_servers: [issuer] }));
      const { discovery } = await look(targetAt(url()));
      expect(discovery).toMatchObject({ issuer, authorizationServerMetadata: null });
      expect(discovery.notes[0]).toContain('is no http or https URL');
    },
  );
});

describe('where the authorization server metadata is looked for', () => {
  it('is every location of the issuer, in order', async () => {
    obey();
    const issuer = `${server.origin}/t`;
    endpoint.pages.set('GET /prm', protectedResource({ authorization_servers: [issuer] }));
    server.pages.set('GET /t/.well-known/openid-configuration', authorizationServer(issuer));
    const { discovery } = await look(targetAt(url()));
    expect(server.lines).toStrictEqual([
      'GET /.well-known/oauth-authorization-server/t',
      'GET /.well-known/openid-configuration/t',
      'GET /t/.well-known/openid-configuration',
    ]);
    expect(discovery.authorizationServerMetadata?.tried.map(({ outcome }) => outcome)).toStrictEqual([
      '404',
      '404',
    ]);
  });

  it('is without the last slash of the issuer, which stays in its name', async () => {
    obey();
    const issuer = `${server.origin}/a/b/`;
    endpoint.pages.set('GET /prm', protectedResource({ authorization_servers: [issuer] }));
    server.pages.set('GET /.well-known/openid-configuration/a/b', authorizationServer(issuer));
    const { discovery } = await look(targetAt(url()));
    expect(server.lines).toStrictEqual([
      'GET /.well-known/oauth-authorization-server/a/b',
      'GET /.well-known/openid-configuration/a/b',
    ]);
    expect(discovery).toMatchObject({ issuer, authorizationServerMetadata: { document: { issuer } } });
    expect(discovery.notes).toStrictEqual([]);
  });

  it('goes on when the issuer differs in a single byte', async () => {
    obey();
    server.pages.set('GET /.well-known/oauth-authorization-server', authorizationServer(`${server.origin}/`));
    server.pages.set('GET /.well-known/openid-configuration', authorizationServer(server.origin));
    const { discovery } = await look(targetAt(url()));
    expect(discovery.authorizationServerMetadata?.url).toBe(
      `${server.origin}/.well-known/openid-configuration`,
    );
    expect(discovery.authorizationServerTried[0]?.outcome).toContain('its issuer is');
  });

  it('never takes another issuer for the one that was named without saying so', async () => {
    obey();
    server.pages.set(
      'GET /.well-known/oauth-authorization-server',
      authorizationServer('https://login.example.com/{tenantid}/v2.0'),
    );
    const { discovery } = await look(targetAt(url()));
    expect(discovery.issuer).toBe(server.origin);
    expect(discovery.authorizationServerMetadata?.document.issuer).toBe(
      'https://login.example.com/{tenantid}/v2.0',
    );
    expect(discovery.notes[0]).toContain('clients must not use it');
  });
});
