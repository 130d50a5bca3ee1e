import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everythingIn, judging, Refusal } from './assertion-world.ts';
import {
  CLIENT,
  type EnterpriseWorld,
  enterpriseWorld,
  ID_JAG,
  IDP_CLIENT,
  RESOURCE,
  takingAnything,
} from './enterprise-world.ts';
import { rsaKey } from './rsa-key.ts';
import { reply } from './small-server.ts';
import { failureOf } from './world.ts';

let world: EnterpriseWorld;
beforeEach(async () => {
  world = await enterpriseWorld();
});
afterEach(async () => {
  await world.close();
});

describe('enterprise', () => {
  it('changes an ID token for an identity assertion, and that for an access token', async () => {
    const tokens = await world.run();
    expect(tokens.accessToken.reveal()).toBe('token-of-alice');
    expect(tokens).toMatchObject({
      library: 'openid-client',
      tokenType: 'Bearer',
      clientId: CLIENT,
      scopes: ['mcp:read'],
      requestedScopes: ['mcp:read'],
    });
    expect(tokens.exchanges).toHaveLength(2);
    expect(Object.fromEntries(world.idp.received[0]?.body ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: ID_JAG,
      audience: world.server.origin,
      resource: RESOURCE,
      scope: 'mcp:read',
      subject_token: expect.stringMatching(/^ey/),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      client_id: IDP_CLIENT,
    });
    expect(Object.fromEntries(world.server.received[0]?.body ?? [])).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: world.lastAssertion,
      resource: RESOURCE,
      scope: 'mcp:read',
    });
    expect(world.asked()).toEqual([1, 1]);
  });

  it('keeps the identity assertion as a secret', async () => {
    await world.run();
    for (const part of world.lastAssertion.split('.')) {
      expect(world.http.vault.redact(`before ${world.lastAssertion} after`)).not.toContain(part);
    }
    expect(world.http.vault.redact(`before ${world.lastAssertion} after`)).toMatch(/^before .* after$/);
  });

  it('sends each server its own client and credential, and never the other’s', async () => {
    const secret = world.http.vault.keep('s3cret-at-the-idp');
    await world.run({ provider: { credential: { kind: 'secret', secret, method: 'client_secret_post' } } });
    expect(world.idp.received[0]?.body.get('client_secret')).toBe('s3cret-at-the-idp');
    expect(world.idp.received[0]?.headers.authorization).toBeUndefined();
    expect(world.server.received[0]?.body.has('client_secret')).toBe(false);
    expect(world.server.received[0]?.body.has('subject_token')).toBe(false);
  });

  it('signs for the issuer of the ID token when the client has a key at the identity provider', async () => {
    const key = await rsaKey();
    judging(world.idp, () => Promise.reject(new Refusal('access_denied', 'seen enough')));
    const credential = { kind: 'private_key', privateKey: world.http.vault.keep(key) } as const;
    await failureOf(world.run({ provider: { credential } }));
    const sent = world.idp.received[0]?.body.get('client_assertion') ?? '';
    const rules = { issuer: IDP_CLIENT, subject: IDP_CLIENT, audience: world.idp.origin };
    await expect(jwtVerify(sent, createPublicKey(key), rules)).resolves.toBeDefined();
  });

  it('names no resource with --no-resource', async () => {
    takingAnything(world);
    await world.run({ parts: { target: { resource: false } } });
    expect(world.idp.received[0]?.body.has('resource')).toBe(false);
    expect(world.server.received[0]?.body.has('resource')).toBe(false);
  });

  it('names the endpoint itself where no resource is published', async () => {
    takingAnything(world);
    await world.run({ parts: { discovery: { protectedResourceMetadata: null } } });
    expect(world.idp.received[0]?.body.get('resource')).toBe('https://calculator.example.com/mcp');
  });

  it('uses the client metadata document where the authorization server takes one', async () => {
    const url = 'https://client.example.com/client.json';
    world.issued = { client_id: url };
    takingAnything(world);
    const metadata = { ...world.server.metadata, client_id_metadata_document_supported: true };
    const tokens = await world.run({ client: { clientMetadataUrl: url }, parts: { metadata } });
    expect(tokens.clientId).toBe(url);
    expect(world.server.received[0]?.body.get('client_id')).toBe(url);
  });

  it.each([
    ['without a resource', () => ({ resource: undefined }), {}],
    ['with several resources', () => ({ resource: ['https://other.example', RESOURCE] }), {}],
    ['with its audience in an array', () => ({ aud: [world.server.origin] }), {}],
    ['with the whole media type', () => ({}), { typ: 'application/OAuth-ID-JAG+JWT' }],
  ])('passes on an assertion %s', async (_name, claims, typ) => {
    world.issued = claims();
    world.header = { ...world.header, ...typ };
    takingAnything(world);
    expect((await world.run()).accessToken.reveal()).toBe('token-of-alice');
  });
});

describe('a refusal of the authorization server', () => {
  it.each([
    ['unsupported_grant_type', 'urn:ietf:params:oauth:grant-profile:id-jag'],
    ['unauthorized_client', 'JWT bearer grant'],
    ['invalid_grant', 'trust the identity provider'],
    ['invalid_target', 'resource of the identity assertion'],
    ['invalid_scope', '--scope'],
  ])('as %s says who refused and what to do, and nothing else is tried', async (error, hint) => {
    judging(world.server, () => Promise.reject(new Refusal(error, 'because')));
    expect(await failureOf(world.run())).toMatchObject({
      code: `oauth.${error}`,
      exit: 3,
      message: `The authorization server refused the identity assertion (${error}, HTTP 400): "because"`,
      hint: expect.stringContaining(hint),
    });
    expect(world.asked()).toEqual([1, 1]);
  });

  it('may be 401 with a challenge', async () => {
    judging(world.server, () =>
      Promise.reject(
        new Refusal('invalid_client', 'who?', 401, { 'WWW-Authenticate': 'Basic realm="token"' }),
      ),
    );
    expect(await failureOf(world.run())).toMatchObject({
      code: 'oauth.invalid_client',
      message: expect.stringMatching(/^The authorization server refused .*HTTP 401/),
    });
    expect(world.asked()).toEqual([1, 1]);
  });

  it('of a wrong secret shows neither it nor the assertion', async () => {
    judging(world.server, ({ body, headers }) =>
      Promise.reject(new Refusal('invalid_client', `${headers.authorization} ${body.get('assertion')}`)),
    );
    const failure = await failureOf(world.run());
    const told = everythingIn(failure);
    const basic = Buffer.from(`${CLIENT}:s3cret-of-the-client`).toString('base64');
    expect(failure).toMatchObject({ code: 'oauth.invalid_client' });
    for (const part of [...world.lastAssertion.split('.'), basic, 's3cret-of-the-client']) {
      expect(told).not.toContain(part);
    }
  });

  it('does not make the flow try again when it is busy', async () => {
    world.server.answer = (_request, response) => reply(response, 503, '', { 'Retry-After': '7' });
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({
      code: 'rate_limited',
      message: 'The authorization server is busy (HTTP 503) and asks to wait 7 s.',
    });
    expect(world.asked()).toEqual([1, 1]);
  });
});
