import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../src/types.ts';
import { type RegisteringServer, startRegisteringServer } from './flows/registering-server.ts';
import { runCli } from './support/run-cli.ts';

const browser = fileURLToPath(new URL('./conformance/browser.mjs', import.meta.url));

let home: string;
let first: RegisteringServer;
let second: RegisteringServer;
let door: Door;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'renewal-'));
  [first, second] = await Promise.all([startRegisteringServer(), startRegisteringServer()]);
  door = await startDoor(first.origin);
});

afterEach(async () => {
  await Promise.all([door.close(), first.close(), second.close()]);
  await rm(home, { recursive: true, force: true });
});

async function verify(...flags: readonly string[]) {
  const args = [
    'verify',
    door.url,
    '--checks',
    'none',
    '--call',
    'greet',
    '--browser',
    browser,
    '--format',
    'json',
  ];
  const { code, stdout, stderr } = await runCli([...args, ...flags], {
    cwd: home,
    env: { XDG_STATE_HOME: home },
  });
  const [target] = (JSON.parse(stdout) as Report).targets;
  const renewals = target?.results.filter(({ id }) => id === 'road/renewal').map(({ message }) => message);
  return { code, target, renewals, said: stdout + stderr };
}

describe('a token that stops being good in the middle of a run', () => {
  it('is refreshed, and the call goes on with the new one', async () => {
    door.judge = (token, method) =>
      method === 'tools/call' && token === 'access-1-token' ? EXPIRED : undefined;
    const { code, renewals, said } = await verify();

    expect({ code, said }).toMatchObject({ code: 0 });
    expect(renewals).toEqual([expect.stringContaining('took the first token and then refused it (401)')]);
    expect(first.tokenRequests.map(({ body }) => body.get('grant_type'))).toEqual([
      'authorization_code',
      'refresh_token',
      'refresh_token',
    ]);
    expect(door.shown.filter(([method]) => method === 'tools/call').slice(0, 2)).toEqual([
      ['tools/call', 'access-1-token'],
      ['tools/call', 'access-2-token'],
    ]);
    expect(said).not.toMatch(/access-\d-token|refresh-\d-token/);
  });

  it('that came of a kept login leaves the newest refresh token behind: the next command still gets in', async () => {
    const login = ['login', door.url, '--browser', browser];
    const env = { XDG_STATE_HOME: home };
    expect(await runCli(login, { cwd: home, env })).toMatchObject({ code: 0 });
    let refused = false;
    door.judge = (_token, method) => {
      if (method !== 'tools/call' || refused) return undefined;
      refused = true;
      return EXPIRED;
    };
    const call = ['call', door.url, 'greet', '--no-browser'];
    expect(await runCli(call, { cwd: home, env })).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect(await runCli(call, { cwd: home, env })).toMatchObject({ code: 0, stdout: 'hello\n' });
    expect(refused).toBe(true);
    const spent = first.tokenRequests.map(({ body }) => body.get('refresh_token')).filter(Boolean);
    expect(new Set(spent).size).toBe(spent.length);
  });

  it('is not replaced for ever', async () => {
    door.judge = (_token, method) => (method === 'tools/call' ? EXPIRED : undefined);
    const { code, target } = await verify('--flow', 'authorization_code');

    expect(code).toBe(1);
    expect(target?.flows[0]?.sessions[0]?.error?.code).toBe('auth.rejected_token');
    expect(first.authorizations).toHaveLength(1);
    expect(first.tokenRequests.length).toBeLessThanOrEqual(4);
  });
});

describe('a tool that wants more scopes', () => {
  const WANTS_WRITE = { status: 403, challenge: 'error="insufficient_scope", scope="write"' };

  it('gets them, beside those there were, and the call is made once more', async () => {
    door.scope = 'read';
    door.judge = (token, method) =>
      method === 'tools/call' && token === 'access-1-token' ? WANTS_WRITE : undefined;
    const { code, renewals } = await verify();

    expect(code).toBe(0);
    expect(first.authorizations.map((asked) => asked.get('scope'))).toEqual(['read', 'read write']);
    expect(renewals).toEqual([expect.stringContaining('asked for more scopes (403)')]);
  });

  it('that are never enough: the person is asked twice and no more', async () => {
    door.scope = 'read';
    door.judge = (_token, method) => (method === 'tools/call' ? WANTS_WRITE : undefined);
    const { code, target } = await verify('--flow', 'authorization_code');

    expect(code).toBe(1);
    expect(first.authorizations).toHaveLength(2);
    expect(target?.findings[0]?.code).toBe('session/insufficient-scope');
  });
});

describe('an endpoint that moves to another authorization server', () => {
  beforeEach(() => {
    second.behaviour.tokens = { access_token: 'access-of-second', refresh_token: undefined };
    door.judge = (token, method) => {
      if (method === 'tools/call') door.issuer = second.origin;
      return door.issuer === first.origin || token === 'access-of-second' ? undefined : EXPIRED;
    };
  });

  it('is followed there with a new client, and nothing of the old one', async () => {
    const { code, renewals, target } = await verify('--flow', 'authorization_code');

    expect(code).toBe(0);
    expect(target?.discovery.issuer).toBe(second.origin);
    expect(renewals).toEqual([expect.stringContaining(`moved to the authorization server ${second.origin}`)]);
    const [registered] = first.clients.keys();
    const sent = second.received.map(
      ({ path, text, headers }) => `${path} ${text} ${headers.authorization ?? ''}`,
    );
    expect(registered).toBeDefined();
    expect(sent.join('\n')).not.toContain(registered);
    expect(sent.join('\n')).not.toMatch(/refresh-\d-token/);
  });

  it('is not followed where another issuer is pinned: the new one hears nothing', async () => {
    const { code, target } = await verify('--flow', 'authorization_code', '--issuer', first.origin);

    expect(code).toBe(1);
    expect(target?.flows[0]?.sessions[0]?.error?.code).toBe('issuer.not_pinned');
    expect(target?.findings[0]?.code).toBe('issuer/changed');
    expect(second.received.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(second.authorizations).toEqual([]);
  });

  it('is not followed by a single command either, which names the new one', async () => {
    const args = ['call', door.url, 'greet', '--browser', browser, '--issuer', first.origin];
    const { code, stderr } = await runCli(args, { cwd: home, env: { XDG_STATE_HOME: home } });

    expect(code).toBe(7);
    expect(stderr).toContain(second.origin);
    expect(stderr).not.toContain(`names the authorization server "${first.origin}"`);
    expect(second.received.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

interface Refusal {
  readonly status: number;
  readonly challenge: string;
}

const EXPIRED: Refusal = { status: 401, challenge: 'error="invalid_token", error_description="expired"' };

interface Door {
  readonly url: string;
  issuer: string;
  /** Named in the challenge to who has no token. */
  scope: string | undefined;
  /** Refuses a token for a method. */
  judge: (token: string, method: string) => Refusal | undefined;
  /** Every method with the token that came with it, in order. */
  readonly shown: [method: string, token: string][];
  readonly close: () => Promise<void>;
}

/** An MCP endpoint of revision 2026-07-28 with one tool, whose door a test keeps. */
async function startDoor(issuer: string): Promise<Door> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') {
        const found = request.url === '/.well-known/oauth-protected-resource/mcp';
        return json(response, found ? 200 : 404, {
          resource: door.url,
          authorization_servers: [door.issuer],
        });
      }
      const rpc = JSON.parse(Buffer.concat(chunks).toString()) as { id: number; method: string };
      const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
      if (token !== '') door.shown.push([rpc.method, token]);
      const scope = door.scope === undefined ? '' : `, scope="${door.scope}"`;
      const refusal =
        token === '' ? { status: 401, challenge: `realm="mcp"${scope}` } : door.judge(token, rpc.method);
      if (refusal === undefined)
        return json(response, 200, { jsonrpc: '2.0', id: rpc.id, result: resultOf(rpc.method) });
      response.setHeader('www-authenticate', `Bearer ${refusal.challenge}`);
      return json(response, refusal.status, {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const door: Door = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    issuer,
    scope: undefined,
    judge: () => undefined,
    shown: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return door;
}

function resultOf(method: string): object {
  const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  if (method === 'tools/list')
    return { ...complete, tools: [{ name: 'greet', inputSchema: { type: 'object' } }] };
  return { ...complete, content: [{ type: 'text', text: 'hello' }] };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
