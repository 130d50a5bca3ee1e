import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProbeWorld, probeWorld, RESOURCE } from './server-probe-world.ts';
import { failureOf } from './world.ts';

describe('asking the authorization endpoint without a browser', () => {
  let world: ProbeWorld;

  beforeEach(async () => {
    world = await probeWorld();
  });
  afterEach(() => world.close());

  it('sends what the flow would, and covers the code that comes', async () => {
    const answer = await world.probe(world.clients.person).authorize({ scope: 'calculator.add' });
    const [asked] = world.received;
    expect(asked?.method).toBe('GET');
    expect(asked?.headers.cookie).toBeUndefined();
    const { state, code_challenge: challenge, ...usual } = Object.fromEntries(asked?.query ?? []);
    expect(usual).toEqual({
      client_id: 'person',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
      response_type: 'code',
      scope: 'calculator.add',
      resource: RESOURCE,
      code_challenge_method: 'S256',
    });
    expect(challenge).toMatch(/^[\w-]{43}$/);
    expect(answer).toMatchObject({
      status: 302,
      error: undefined,
      members: { code: '[redacted]', state, iss: world.server.issuer },
    });
    const [code = ''] = world.server.context.codes.keys();
    expect(answer.location).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\?code=\[redacted\]&state=/);
    expect(JSON.stringify(answer)).not.toContain(code);
  });

  it('replaces parameters and leaves out those that are null', async () => {
    const probe = world.probe(world.clients.person);
    const answer = await probe.authorize({ code_challenge: null, code_challenge_method: null });
    expect(world.received[0]?.query.has('code_challenge')).toBe(false);
    expect(answer).toMatchObject({ status: 302, error: 'invalid_request' });
    const foreign = await probe.authorize({ redirect_uri: 'https://attacker.example/cb' });
    expect(foreign).toMatchObject({ status: 400, location: undefined });
  });

  it('covers tokens in a fragment', async () => {
    await world.close();
    world = await probeWorld((parts) => ({
      ...parts,
      redirectLocation: (uri) => `${uri}#access_token=a-token-in-the-fragment&token_type=Bearer`,
    }));
    const answer = await world.probe(world.clients.person).authorize({ response_type: 'token' });
    expect(answer.accessToken?.reveal()).toBe('a-token-in-the-fragment');
    expect(answer.members).toMatchObject({ access_token: '[redacted]', token_type: 'Bearer' });
    expect(answer.location).toContain('#access_token=[redacted]&token_type=Bearer');
  });

  it('masks cookies but not their attributes', async () => {
    await world.close();
    world = await probeWorld((parts) => ({
      ...parts,
      pageHeaders: () => ({ 'set-cookie': 'sid=a-session-of-nobody; HttpOnly; Secure' }),
    }));
    const { headers } = await world.probe(world.clients.person).authorize({});
    expect(headers).toContainEqual(['set-cookie', 'sid=[redacted]; HttpOnly; Secure']);
  });
});

describe('a person who signs in once more', () => {
  let world: ProbeWorld;

  beforeEach(async () => {
    world = await probeWorld();
  });
  afterEach(() => world.close());

  it('brings a code with its verifier, unredeemed', async () => {
    const answer = await world
      .probe(world.clients.person)
      .signIn({ parameters: { scope: 'calculator.add' } });
    expect(answer).toMatchObject({
      state: { received: [answer.state.sent] },
      iss: [world.server.issuer],
      error: undefined,
      names: ['code', 'state', 'iss'],
    });
    const { code } = answer;
    const known = world.server.context.codes.get(code?.reveal() ?? '');
    expect(known?.redirectUri).toBe(answer.redirectUri);
    const hashed = createHash('sha256').update(answer.codeVerifier.reveal()).digest('base64url');
    expect(known?.challenge).toBe(hashed);
    if (code === undefined) throw new Error('no code came');
    const { status } = await world.probe(world.clients.person).token({
      parameters: {
        grant_type: 'authorization_code',
        code,
        code_verifier: answer.codeVerifier,
        redirect_uri: answer.redirectUri,
      },
    });
    expect(status).toBe(200);
  });

  it('takes whatever comes back', async () => {
    const refused = await world.probe(world.clients.person).signIn({ parameters: { code_challenge: null } });
    expect(refused).toMatchObject({ code: undefined, error: 'invalid_request' });
    await world.close();
    world = await probeWorld((parts) => ({
      ...parts,
      redirectParameters: () => [
        ['state', 'one'],
        ['state', 'other'],
      ],
    }));
    const odd = await world.probe(world.clients.person).signIn({});
    expect(odd).toMatchObject({ code: undefined, state: { received: ['one', 'other'] }, names: ['state'] });
  });

  it('signs in for one at a time, also for different flows', async () => {
    let open = 0;
    let most = 0;
    const person = {
      present: true,
      tell: () => undefined,
      open: async (url: string) => {
        open += 1;
        most = Math.max(most, open);
        const location = (await fetch(url, { redirect: 'manual' })).headers.get('location');
        await new Promise((resolve) => setTimeout(resolve, 20));
        open -= 1;
        await fetch(location ?? '');
        return true;
      },
    };
    const { createServerProbe } = await import('../../src/flows/server-probe.ts');
    const probes = [1, 2, 3].map(() => createServerProbe({ ...world.context(world.clients.person), person }));
    const answers = await Promise.all(probes.map((probe) => probe.signIn({})));
    expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(most).toBe(1);
  });

  it('is not asked for where nobody is', async () => {
    const probe = world.probe(world.clients.person, { person: { present: false } });
    expect(await failureOf(probe.signIn({}))).toMatchObject({
      name: 'TokenError',
      code: 'person.not_allowed',
    });
  });

  it('is not waited for longer than the target says', async () => {
    const probe = world.probe(world.clients.person, {
      person: { open: () => Promise.resolve(true) },
      target: { timeoutMs: 50 },
    });
    expect(await failureOf(probe.signIn({}))).toMatchObject({ code: 'person.timeout' });
  });
});
