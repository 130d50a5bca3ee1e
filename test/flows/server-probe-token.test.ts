import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { curlOf } from '../../src/checks/reproduce.ts';
import { TokenError } from '../../src/errors.ts';
import type { Credential } from '../../src/types.ts';
import { type ProbeWorld, probeWorld } from './server-probe-world.ts';
import { failureOf } from './world.ts';

const GRANT = { grant_type: 'client_credentials', scope: 'calculator.add' };

describe('a request to the token endpoint as the client of a flow', () => {
  let world: ProbeWorld;

  beforeEach(async () => {
    world = await probeWorld();
  });
  afterEach(() => world.close());

  const form = (at: number) => new URLSearchParams(world.received.at(at)?.body);

  it('proves the client as the flow does, and covers what came', async () => {
    const answer = await world.probe(world.clients.machine).token({ parameters: GRANT });
    expect(answer).toMatchObject({
      status: 200,
      error: undefined,
      members: { token_type: 'Bearer', expires_in: 600, access_token: '[redacted]' },
    });
    const token = answer.accessToken?.reveal() ?? '';
    expect(token).toMatch(/^eyJ/);
    expect(JSON.stringify(answer)).not.toContain(token);
    expect(form(-1).get('client_secret')).toBe(world.server.secrets.machine);
    expect(world.http.exchanges.at(-1)).toMatchObject({ n: answer.exchange, phase: 'check', status: 200 });
  });

  it('is written for a shell without the secret', async () => {
    const { request } = await world.probe(world.clients.machine).token({ parameters: GRANT });
    const line = world.http.vault.redact(curlOf(request));
    expect(line).toContain('client_secret=$CLIENT_SECRET');
    expect(line).toContain('grant_type=client_credentials&scope=calculator.add');
    expect(curlOf(request)).not.toContain(world.server.secrets.machine);
  });

  it('keeps a secret in the header out of that line, too', async () => {
    const { machine } = world.clients;
    const credential: Credential = {
      kind: 'secret',
      secret: world.http.vault.keep(world.server.secrets.machine),
      method: 'client_secret_basic',
    };
    const { status, request } = await world.probe({ ...machine, credential }).token({ parameters: GRANT });
    expect(status).toBe(200);
    const line = world.http.vault.redact(curlOf(request));
    expect(line).toContain(
      '"Authorization: Basic $(printf %s "machine:$CLIENT_SECRET" | base64 | tr -d \'\\n\')"',
    );
    expect(JSON.stringify(request)).not.toContain(world.server.secrets.machine);
  });

  it('writes codes and refresh tokens as variables', async () => {
    const { vault } = world.http;
    const { error, request } = await world.probe(world.clients.person).token({
      parameters: {
        grant_type: 'authorization_code',
        code: vault.keep('a-code-of-somebody'),
        code_verifier: vault.keep('v'.repeat(43)),
      },
    });
    expect(error).toBe('invalid_grant');
    expect(request.bodyInShell).toBe(
      'client_id=person&grant_type=authorization_code&code=$CODE&code_verifier=$CODE_VERIFIER',
    );
    expect(form(-1).get('code')).toBe('a-code-of-somebody');
  });

  it('puts parameters in place of those of the authentication, and leaves out what is null', async () => {
    const probe = world.probe(world.clients.machine);
    await probe.token({ parameters: { ...GRANT, client_id: 'other-machine' } });
    expect(form(-1).getAll('client_id')).toEqual(['other-machine']);
    await probe.token({ parameters: { ...GRANT, client_id: null } });
    expect(form(-1).has('client_id')).toBe(false);
  });

  it('has a wrong secret, or none', async () => {
    const probe = world.probe(world.clients.machine);
    const wrong = await probe.token({ parameters: GRANT, authentication: 'wrong_secret' });
    expect(wrong).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(form(-1).get('client_secret')).not.toBe(world.server.secrets.machine);
    expect(wrong.request.bodyInShell).toContain('client_secret=$WRONG_SECRET');
    const none = await probe.token({ parameters: GRANT, authentication: 'none' });
    expect(none).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(form(-1).has('client_secret')).toBe(false);
  });

  it.each(['wrong_audience', 'expired', 'replayed'] as const)(
    'signs an assertion that is %s',
    async (authentication) => {
      const probe = world.probe(world.clients.keyMachine);
      expect(await probe.token({ parameters: GRANT })).toMatchObject({ status: 200 });
      const answer = await probe.token({ parameters: GRANT, authentication });
      expect(answer).toMatchObject({ status: 401, error: 'invalid_client' });
      const [good, bad] = world.received.map(({ body }) => claimsOf(new URLSearchParams(body)));
      expect(bad?.iss).toBe('key-machine');
      expect(bad?.aud === good?.aud).toBe(authentication !== 'wrong_audience');
      expect(Number(bad?.exp) < Date.now() / 1000 - 300).toBe(authentication === 'expired');
      expect(bad?.jti === good?.jti).toBe(authentication === 'replayed');
    },
  );

  it.each([
    ['machine', 'expired'],
    ['machine', 'replayed'],
    ['keyMachine', 'wrong_secret'],
    ['person', 'wrong_secret'],
  ] as const)('sends nothing where %s has nothing for %s', async (client, authentication) => {
    const probe = world.probe(world.clients[client]);
    const failure = await failureOf(probe.token({ parameters: GRANT, authentication }));
    expect(failure).toBeInstanceOf(TokenError);
    expect(world.received).toEqual([]);
  });

  it('takes a GET, whose query has nothing secret', async () => {
    const parameters = { ...GRANT, code: world.http.vault.keep('a-code-of-somebody') };
    const answer = await world.probe(world.clients.machine).token({ parameters, method: 'GET' });
    expect(answer.status).toBe(405);
    const [asked] = world.received;
    expect(asked?.method).toBe('GET');
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({ client_id: 'machine', ...GRANT });
    expect(asked?.headers.authorization).toBeUndefined();
  });

  it('proves the client of a GET in a header, when that is wanted', async () => {
    const probe = world.probe(world.clients.machine);
    const { request } = await probe.token({ parameters: GRANT, method: 'GET', authentication: 'own' });
    const [asked] = world.received;
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({ client_id: 'machine', ...GRANT });
    const basic = asked?.headers.authorization?.[0]?.replace('Basic ', '') ?? '';
    expect(Buffer.from(basic, 'base64').toString()).toBe(`machine:${world.server.secrets.machine}`);
    expect(JSON.stringify(request)).not.toContain(basic);
  });

  it('goes over plain http without a credential', async () => {
    const answer = await world.probe(world.clients.machine).token({ parameters: GRANT, plainHttp: true });
    expect(answer).toMatchObject({ status: 401, error: 'invalid_client' });
    expect(Object.fromEntries(form(-1))).toEqual({ client_id: 'machine', ...GRANT });
  });

  it('returns a redirect of a request without a credential as it is', async () => {
    await world.close();
    world = await probeWorld((parts) => ({
      ...parts,
      answer: ({ path }, answer) =>
        path === '/token' ? { status: 301, headers: { location: 'https://as.example/token' } } : answer,
    }));
    const answer = await world.probe(world.clients.machine).token({ parameters: GRANT, plainHttp: true });
    expect(answer).toMatchObject({ status: 301, location: 'https://as.example/token' });
    expect(world.received).toHaveLength(1);
  });
});

describe('revoking', () => {
  let world: ProbeWorld;
  afterEach(() => world.close());

  it('ends a token of the client', async () => {
    world = await probeWorld();
    const probe = world.probe(world.clients.machine);
    const { accessToken } = await probe.token({ parameters: GRANT });
    if (accessToken === undefined) throw new Error('no token came');
    const answer = await probe.revoke(accessToken, 'access_token');
    expect(answer).toMatchObject({ status: 200 });
    expect(answer?.request.bodyInShell).toContain('token=$TOKEN&token_type_hint=access_token');
    expect(world.server.context.revoked.size).toBe(1);
  });

  it('is left out where the server has no endpoint for it', async () => {
    world = await probeWorld();
    const { revocation_endpoint: _, ...metadata } = world.metadata;
    const probe = world.probe(world.clients.machine, { metadata });
    expect(await probe.revoke(world.http.vault.keep('some token'), 'access_token')).toBeUndefined();
  });
});

function claimsOf(form: URLSearchParams): Record<string, unknown> {
  const [, payload = ''] = form.get('client_assertion')?.split('.') ?? [];
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
