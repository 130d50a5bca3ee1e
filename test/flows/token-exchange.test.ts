import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everythingIn, judging, Refusal, referenceTo } from './assertion-world.ts';
import { type EnterpriseWorld, enterpriseWorld, ID_JAG } from './enterprise-world.ts';
import { reply } from './small-server.ts';
import { failureOf } from './world.ts';

let world: EnterpriseWorld;
beforeEach(async () => {
  world = await enterpriseWorld();
});
afterEach(async () => {
  await world.close();
});

describe('a refusal of the identity provider', () => {
  it.each([
    ['unsupported_grant_type', '--idp-token-endpoint'],
    ['unauthorized_client', 'Allow token exchange'],
    ['invalid_client', '--idp-client-id'],
    ['invalid_request', 'ID-JAG'],
    ['invalid_grant', 'sign in there again'],
    ['invalid_target', 'Register the MCP server at the identity provider'],
    ['invalid_scope', 'policy allows'],
    ['access_denied', 'A policy of the identity provider'],
  ])('as %s says who refused and what to do, and ends the flow', async (error, hint) => {
    judging(world.idp, () => Promise.reject(new Refusal(error, 'because')));
    expect(await failureOf(world.run())).toMatchObject({
      name: 'TokenError',
      code: `oauth.${error}`,
      exit: 3,
      message: `The identity provider refused the token exchange (${error}, HTTP 400): "because"`,
      hint: expect.stringContaining(hint),
      provider: { error, description: 'because', status: 400 },
      exchanges: [expect.any(Number)],
    });
    expect(world.asked()).toEqual([1, 0]);
  });

  it('shows neither ID token nor secret, not even when it repeats them', async () => {
    judging(world.idp, ({ body }) =>
      Promise.reject(
        new Refusal('invalid_grant', `${body.get('subject_token')} ${body.get('client_secret')}`),
      ),
    );
    const jwt = await world.idToken();
    const secret = world.http.vault.keep('s3cret-at-the-idp');
    const credential = { kind: 'secret', secret, method: 'client_secret_post' } as const;
    const failure = await failureOf(
      world.run({ provider: { credential, idToken: referenceTo(world.http, () => jwt) } }),
    );
    expect(failure).toMatchObject({ message: expect.stringContaining('[redacted]') });
    const told = everythingIn(failure);
    for (const part of [...jwt.split('.'), 's3cret-at-the-idp']) expect(told).not.toContain(part);
  });

  it.each([
    [
      'a sign-in page',
      200,
      '<!doctype html><title>Sign in</title>',
      'token.invalid',
      6,
      'HTML instead of JSON',
    ],
    ['nothing', 200, '', 'token.invalid', 6, 'an empty answer'],
    [
      'an access token',
      200,
      issuedAs('urn:ietf:params:oauth:token-type:access_token'),
      'token.issued_type',
      6,
      'access_token',
    ],
    ['a token of no type', 200, issuedAs(undefined), 'token.issued_type', 6, 'found none'],
    ['no token', 200, { issued_token_type: ID_JAG, token_type: 'N_A' }, 'token.invalid', 6, 'found none'],
    ['another token type', 200, { ...issuedAs(ID_JAG), token_type: 'mac' }, 'token.type', 6, 'found "mac"'],
    ['a fault', 500, '', 'unavailable', 4, 'HTTP 500'],
    ['a request to wait', 429, '', 'rate_limited', 4, 'busy (HTTP 429)'],
  ])('may be %s', async (_name, status, body, code, exit, said) => {
    world.idp.answer = (_request, response) => reply(response, status, body, { 'Retry-After': '0' });
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({ name: 'TokenError', code, exit, exchanges: [expect.any(Number)] });
    expect(failure).toHaveProperty('message', expect.stringMatching(/^The identity provider /));
    expect(failure).toHaveProperty('message', expect.stringContaining(said));
    expect(world.asked()).toEqual([1, 0]);
    expect(everythingIn(failure)).not.toContain('a-token-of-some-type');
  });

  it('may be a redirect, which nothing follows', async () => {
    world.idp.answer = (_request, response) =>
      reply(response, 307, '', { Location: `${world.server.origin}/token` });
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({ code: 'redirect.credentialed', exit: 7 });
    expect(failure).toHaveProperty('message', expect.stringMatching(/^The identity provider /));
    expect(world.asked()).toEqual([1, 0]);
  });

  it('may be silence', async () => {
    await world.idp.close();
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({ code: 'tcp.refused', exit: 4, retryable: true });
    expect(failure).toHaveProperty('message', expect.stringMatching(/^The identity provider /));
    expect(world.server.received).toHaveLength(0);
  });
});

function issuedAs(type: string | undefined) {
  return { access_token: 'a-token-of-some-type', issued_token_type: type, token_type: 'N_A' };
}
