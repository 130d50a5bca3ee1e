import { describe, expect, it } from 'vitest';
import { tokenRequestKeys } from '../../../src/commands/fleet/token-request.ts';
import type { FlowStep } from '../../../src/job.ts';
import { profileNamed } from '../../../src/profiles/index.ts';
import { Secret } from '../../../src/secret.ts';
import type { Credential, FlowRequest, HttpRequest } from '../../../src/types.ts';

const KEY = { kind: 'private_key', privateKey: new Secret('the key of the client') } as const;

describe('a token request', () => {
  it('is the same as another with another correlation id', () => {
    const first = keys({ url: 'https://as.example.com/token?client-request-id=1' });
    const second = keys({ url: 'https://as.example.com/token?client-request-id=2' });

    expect(second).toEqual(first);
  });

  it.each<readonly [string, Change]>([
    ['resource', { form: { resource: 'https://b.example.com/mcp' } }],
    ['scope', { form: { scope: 'read write' } }],
    ['audience', { form: { audience: 'b' } }],
    ['client', { form: { client_id: 'other' } }],
    ['secret', { form: { client_secret: 'other' } }],
    ['header', { headers: [['authorization', 'Basic b3RoZXI6b3RoZXI=']] }],
    ['token endpoint', { url: 'https://other.example.com/token' }],
    ['issuer', { issuer: 'https://other.example.com' }],
    ['library', { request: { library: 'msal' } }],
    ['trust in the address', { named: true }],
  ])('is another one with another %s', (_what, change) => {
    expect(keys(change)?.request).not.toBe(keys()?.request);
  });

  it.each<readonly [string, Change]>([
    ['scope', { form: { scope: 'read write' } }],
    ['resource', { form: { resource: 'https://b.example.com/mcp' } }],
  ])(
    'comes from the same client with another %s: a refusal of the client counts there too',
    (_what, change) => {
      expect(keys(change)?.client).toBe(keys()?.client);
    },
  );

  it.each<readonly [string, Change]>([
    ['secret', { form: { client_secret: 'other' } }],
    ['id', { form: { client_id: 'other' } }],
    ['issuer', { issuer: 'https://other.example.com' }],
  ])('comes from another client with another %s', (_what, change) => {
    expect(keys(change)?.client).not.toBe(keys()?.client);
  });

  it('with an assertion made for it is the same whatever its time and id, by the same key only', () => {
    const first = asserted(KEY, { iat: 1, jti: 'a', aud: 'as' });
    expect(asserted(KEY, { iat: 2, jti: 'b', aud: 'as' })).toEqual(first);
    expect(asserted(KEY, { iat: 1, jti: 'a', aud: 'other' })).not.toEqual(first);
    expect(
      asserted({ ...KEY, privateKey: new Secret('another key') }, { iat: 1, jti: 'a', aud: 'as' }),
    ).not.toEqual(first);
  });

  it('with an assertion that was given counts byte for byte', () => {
    const given = {
      kind: 'assertion',
      source: { from: 'reference', read: async () => new Secret('') },
    } as const;

    expect(asserted(given, { iat: 2, aud: 'as' })).not.toEqual(asserted(given, { iat: 1, aud: 'as' }));
  });

  it.each<readonly [string, Change]>([
    [
      'a code',
      { request: { flow: 'authorization_code' }, form: { grant_type: 'authorization_code', code: 'c' } },
    ],
    ['a refresh token', { request: { flow: 'refresh_token' }, form: { grant_type: 'refresh_token' } }],
    ['another grant than the flow’s', { form: { grant_type: 'refresh_token' } }],
    ['a check', { phase: 'check' }],
    ['no credential', { purpose: 'metadata' }],
  ])('is none with %s', (_what, change) => {
    expect(keys(change)).toBeUndefined();
  });
});

interface Change extends Partial<Omit<HttpRequest, 'body'>> {
  readonly form?: Readonly<Record<string, string>>;
  readonly issuer?: string;
  readonly request?: Partial<FlowRequest>;
}

function keys({ form = {}, issuer = 'https://as.example.com', request = {}, ...http }: Change = {}) {
  const parameters = {
    grant_type: 'client_credentials',
    client_id: 'me',
    client_secret: 'mine',
    scope: 'read',
    resource: 'https://a.example.com/mcp',
    ...form,
  };
  return tokenRequestKeys(stepOf(issuer, request), {
    method: 'POST',
    url: 'https://as.example.com/token',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    purpose: 'credential',
    phase: 'token',
    body: new URLSearchParams(parameters).toString(),
    ...http,
  });
}

function asserted(credential: Credential, claims: object) {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const assertion = `${encode({ alg: 'RS256' })}.${encode(claims)}.${Math.random()}`;
  return keys({ form: { client_assertion: assertion, client_secret: '' }, request: { credential } });
}

/** Only what the key is made of. */
function stepOf(issuer: string, request: Partial<FlowRequest>): FlowStep {
  const step: Pick<FlowStep, 'request' | 'profile'> & { readonly discovery: { readonly issuer: string } } = {
    request: { flow: 'client_credentials', ...request },
    profile: profileNamed('generic'),
    discovery: { issuer },
  };
  return step as FlowStep;
}
