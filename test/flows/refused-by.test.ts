import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { everythingIn, judging, Refusal, referenceTo } from './assertion-world.ts';
import { type WorkloadWorld, workloadWorld } from './jwt-bearer-world.ts';
import { reply } from './small-server.ts';
import { failureOf } from './world.ts';

let world: WorkloadWorld;
beforeEach(async () => {
  world = await workloadWorld();
});
afterEach(async () => {
  await world.close();
});

describe('a refused assertion', () => {
  it.each([
    ['for another audience', { aud: 'https://other.example' }, {}, 'invalid_grant', 'be its audience'],
    ['that has expired', { exp: 1_000_000 }, {}, 'invalid_grant', 'get it in time'],
    ['of another subject', { sub: 'stranger' }, {}, 'invalid_grant', 'trust the assertion'],
    ['for a scope not allowed', {}, { scopes: ['mcp:write'] }, 'invalid_scope', '--scope'],
  ])('%s is an error, and nothing else is tried', async (_name, claims, more, error, hint) => {
    const failure = await failureOf(world.run(more, {}, claims));
    expect(failure).toMatchObject({
      name: 'TokenError',
      code: `oauth.${error}`,
      exit: 3,
      message: expect.stringMatching(
        /^The authorization server refused the assertion \(invalid_\w+, HTTP 400\)/,
      ),
      hint: expect.stringContaining(hint),
      provider: { error, status: 400 },
      exchanges: [expect.any(Number)],
    });
    expect(world.server.received).toHaveLength(1);
  });

  it.each([
    ['unsupported_grant_type', 'does not offer the JWT bearer grant'],
    ['unauthorized_client', 'Allow the JWT bearer grant'],
    ['invalid_target', '--resource'],
  ])('as %s says what to do', async (error, hint) => {
    judging(world.server, () => Promise.reject(new Refusal(error, 'no')));
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({ code: `oauth.${error}`, hint: expect.stringContaining(hint) });
    expect(world.server.received).toHaveLength(1);
  });

  it.each([
    ['a busy server', 429, '', 'rate_limited', 4],
    ['a broken server', 500, '', 'unavailable', 4],
    ['a sign-in page', 200, '<!doctype html>', 'token.invalid', 6],
    ['an answer without a token', 200, '{}', 'token.invalid', 6],
  ])('is not sent again to %s', async (_name, status, body, code, exit) => {
    world.server.answer = (_request, response) => reply(response, status, body, { 'Retry-After': '0' });
    const failure = await failureOf(world.run());
    expect(failure).toMatchObject({
      code,
      exit,
      message: expect.stringContaining('The authorization server'),
    });
    expect(world.server.received).toHaveLength(1);
  });

  it('is told from the body also when the answer is 401 with a challenge', async () => {
    judging(world.server, () =>
      Promise.reject(
        new Refusal('invalid_client', 'who?', 401, { 'WWW-Authenticate': 'Basic realm="token"' }),
      ),
    );
    expect(await failureOf(world.run({ clientId: 'me' }))).toMatchObject({
      code: 'oauth.invalid_client',
      message: expect.stringContaining('HTTP 401): "who?"'),
    });
    expect(world.server.received).toHaveLength(1);
  });

  it('is in no error, not even when the server repeats it', async () => {
    const jwt = await world.assertion({ aud: 'https://other.example' });
    judging(world.server, ({ body }) =>
      Promise.reject(new Refusal('invalid_grant', body.get('assertion') ?? '')),
    );
    const failure = await failureOf(world.run({ assertion: referenceTo(world.http, () => jwt) }));
    expect(failure).toMatchObject({
      code: 'oauth.invalid_grant',
      message: expect.stringContaining('[redacted]'),
    });
    for (const part of jwt.split('.')) expect(everythingIn(failure)).not.toContain(part);
  });

  it('that has expired is sent all the same, after a word of warning', async () => {
    const told: string[] = [];
    const person = { tell: (message: string) => void told.push(message) };
    await failureOf(world.run({}, { person }, { exp: 1_000_000 }));
    expect(told.join()).toContain('expired at 1970-01-12');
    expect(world.server.received).toHaveLength(1);
  });
});
