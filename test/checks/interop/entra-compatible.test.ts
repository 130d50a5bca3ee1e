import { describe, expect, test } from 'vitest';
import { checks, runChecks } from '../../../src/checks/index.ts';
import { entraCompatible } from '../../../src/checks/interop/entra-compatible.ts';
import { profileNamed } from '../../../src/profiles/index.ts';
import { Secret } from '../../../src/secret.ts';
import type { Discovery, FlowEvidence, Session } from '../../../src/types.ts';
import { describeCheck } from '../describe-check.ts';
import { contextOf, discoveryOf } from '../discoveries.ts';

// Scopes whose App ID URI is the URL of the endpoint: then the letter and Entra ID agree.
describeCheck(entraCompatible, {
  given: {
    provider: 'entra',
    expect: { tools: [], calls: [] },
    behaviour: {
      challenge: (value) => value.replace(/, scope="[^"]*"/, ''),
      protectedResourceMetadata: (document) => ({
        ...document,
        scopes_supported: [`${document.resource}/calculator.add`],
      }),
    },
  },
  brokenBy: { calculator: { audience: 'api://another' } },
  alsoFails: ['endpoint/accepts-valid-token'],
});

const entra = profileNamed('entra');
const atEntra = discoveryOf({
  resource: { scopes_supported: ['read'] },
  server: { code_challenge_methods_supported: undefined },
});

const session: Session = {
  protocol: '2025-11-25',
  era: 'legacy',
  server: null,
  tools: [],
  calls: [],
  droppedTools: [],
  elicitations: [],
  stateful: false,
  error: null,
  exchanges: [7],
};
const refusal = { code: 'auth.rejected_token', message: 'The endpoint refused it.' } as Session['error'];

function flow(
  name: string,
  changed: Partial<FlowEvidence>,
  requestedScopes?: readonly string[],
): FlowEvidence {
  const tokens = {
    accessToken: new Secret('t'),
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    ...(requestedScopes === undefined ? {} : { requestedScopes }),
    library: 'msal',
    exchanges: [],
  };
  return { request: { flow: name }, tokens, sessions: [session], error: null, ...changed };
}

async function judged(flows: readonly FlowEvidence[], discovery: Discovery = atEntra) {
  const context = contextOf({ discovery, profile: entra, flows });
  return entraCompatible.judge(await entraCompatible.observe(context));
}

describe('what the client adapted', () => {
  test('is named: resource, scopes in full, PKCE', async () => {
    const asked = ['api://calculator/read', 'offline_access'];
    const { verdict, message, exchanges } = await judged([flow('authorization_code', {}, asked)]);
    expect(verdict).toBe('pass');
    expect(message).toContain('got in by authorization_code');
    expect(message).toContain('wrote the scopes in full: "api://calculator/read";');
    expect(message).toContain('left out resource="https://h.example/mcp"');
    expect(message).toContain('sent PKCE with S256');
    expect(exchanges).toEqual([7]);
  });

  test('is the one scope of a machine, which needs no PKCE', async () => {
    const { message } = await judged([flow('client_credentials', {}, ['api://calculator/.default'])]);
    expect(message).toContain('asked for "api://calculator/.default" in place of "read"');
    expect(message).not.toContain('PKCE');
  });

  test('is the issuer, where the tenant was named by its domain', async () => {
    const discovery = discoveryOf({ server: { issuer: 'https://as.example/guid/v2.0' } });
    const { message } = await judged([flow('client_credentials', {})], discovery);
    expect(message).toContain('took the issuer "https://as.example/guid/v2.0" for "https://as.example"');
  });

  test('is nothing where the letter and Entra ID agree', async () => {
    const scopes = ['https://h.example/mcp/read'];
    const discovery = discoveryOf({ resource: { scopes_supported: scopes } });
    const { message } = await judged([flow('authorization_code', {}, scopes)], discovery);
    expect(message).toContain('nothing had to be adapted');
  });
});

describe('a client that did not get in', () => {
  const none = { ...flow('client_credentials', { sessions: [] }), error: refusal };

  test('for want of a token blocks the question', async () => {
    const { tokens: _tokens, ...without } = none;
    expect(await judged([without])).toMatchObject({
      verdict: 'blocked',
      message: expect.stringContaining('refused it'),
    });
  });

  test('with a token is a failure, unless another flow got in', async () => {
    const refused = flow('client_credentials', { sessions: [{ ...session, error: refusal }] });
    expect((await judged([refused])).verdict).toBe('fail');
    expect((await judged([refused, flow('authorization_code', {})])).verdict).toBe('pass');
  });

  test.each<readonly [string, readonly FlowEvidence[], string]>([
    ['nobody tried', [], '--flow'],
    ['only no token was tried', [flow('none', {})], '--flow'],
    ['the token came from elsewhere', [flow('bearer', {})], '--flow'],
    ['the token was shown to nobody', [flow('client_credentials', { sessions: [] })], 'run verify'],
  ])('is no question when %s', (_name, flows, why) => {
    expect(entraCompatible.unmet?.(contextOf({ flows, profile: entra }))).toContain(why);
  });
});

test('of other providers nothing is said, not even that it was skipped', async () => {
  const only = checks.filter(({ id }) => id === entraCompatible.id);
  expect(await runChecks(only, contextOf({ flows: [flow('client_credentials', {})] }))).toEqual([]);
  expect(await runChecks(only, contextOf({ profile: entra }))).toMatchObject([{ verdict: 'skip' }]);
});
