import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { createVault } from '../../src/http/index.ts';
import { createRegistrationStore, createTokenStore } from '../../src/token/index.ts';
import { type RotatingServer, startRotatingServer } from '../support/rotating-server.ts';

let home: string;
let servers: RotatingServer[];
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'logout-all-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(home, { recursive: true, force: true });
});

const directory = () => path.join(home, 'mcp-authcheck');
const store = () => createTokenStore({ directory: directory(), vault: createVault() });

/** A server whose login is kept, and that answers a revocation with this status; undefined: it has none. */
async function keptAt(revocation: number | undefined, clientId = 'person', boundTo?: string) {
  const server = await startRotatingServer();
  servers.push(server);
  server.revocation = revocation;
  const key = { issuer: server.issuer, clientId, resource: server.mcpUrl, flow: 'authorization_code' };
  const refreshToken = createVault().keep(server.current);
  await store().put(key, { refreshToken, ...(boundTo === undefined ? {} : { boundTo }) });
  return server;
}

/** `mcp-authcheck logout ARGS` in this process. */
async function logout(args: readonly string[], environment: Io['environment'] = {}) {
  const vault = createVault();
  const text = { out: '', err: '' };
  const io: Io = {
    vault,
    out: (part) => {
      text.out += vault.redact(part);
    },
    err: (part) => {
      text.err += vault.redact(part);
    },
    reveal: () => undefined,
    showUrl: () => undefined,
    environment: { XDG_STATE_HOME: home, ...environment },
    cwd: home,
    readStdin: async () => '',
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
  };
  const code = await main(['logout', ...args], io);
  for (const { current } of servers) expect(text.out + text.err).not.toContain(current);
  return { code, ...text };
}

describe('logout --all', () => {
  it('forgets every login, revokes each at its own server, and says what it did', async () => {
    const [offers, lacks] = [await keptAt(200), await keptAt(undefined)];
    const { code, out } = await logout(['--all']);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `"${offers.mcpUrl}" at "${offers.issuer}": forgotten, and revoked.`,
      expect.stringContaining(
        `"${lacks.mcpUrl}" at "${lacks.issuer}": forgotten. The authorization server has no`,
      ),
      '',
    ]);
    expect(offers.revoked).toEqual([{ token: offers.current, client: 'person', basic: '' }]);
    expect(lacks.revoked).toEqual([]);
    expect(await store().list()).toEqual([]);
    expect(await logout(['--all'])).toMatchObject({
      code: 0,
      out: '',
      err: 'There is no login to forget.\n',
    });
  });

  it('one that fails does not keep the others, and the exit code is its own', async () => {
    const [fails, offers] = [await keptAt(503), await keptAt(200)];
    const { code, out } = await logout(['--all', '--format', 'json']);
    expect(JSON.parse(out)).toEqual({
      logins: [
        {
          resource: fails.mcpUrl,
          issuer: fails.issuer,
          clientId: 'person',
          revoked: false,
          error: expect.objectContaining({ code: expect.any(String), exit: code }),
        },
        { resource: offers.mcpUrl, issuer: offers.issuer, clientId: 'person', revoked: true },
      ],
    });
    expect(code).toBe(4);
    expect(await store().list()).toEqual([]);
  });

  it('a server that is gone is told apart from one that revokes nothing', async () => {
    const gone = await keptAt(200);
    await gone.close();
    const { code, out } = await logout(['--all']);
    expect({ code, out }).toMatchObject({ code: 4, out: expect.stringContaining('but not revoked') });
    expect(await store().list()).toEqual([]);
  });

  it('failures of different kinds end in exit code 9', async () => {
    const [gone] = [await keptAt(200), await keptAt(400)];
    await gone.close();
    expect((await logout(['--all'])).code).toBe(9);
  });

  it('needs no endpoint: what it protected may be gone', async () => {
    const server = await keptAt(200);
    const key = (await store().list())[0];
    if (key === undefined) throw new Error('nothing is kept');
    const login = await store().get(key);
    if (login === undefined) throw new Error('nothing is kept');
    await store().delete(key);
    await store().put({ ...key, resource: 'http://127.0.0.1:1/mcp' }, login);
    expect(await logout(['--all'])).toMatchObject({ code: 0, out: expect.stringContaining('revoked.') });
    expect(server.revoked).toHaveLength(1);
  });

  it('revokes as the client that was registered on request, with its secret', async () => {
    const server = await keptAt(200, '', 'registered');
    const clientSecret = createVault().keep(`secret-${server.current}`);
    await createRegistrationStore({ directory: directory(), vault: createVault() }).keep({
      issuer: server.issuer,
      clientId: 'registered',
      clientSecret,
      authMethod: 'client_secret_basic',
      expiresAt: null,
    });
    expect((await logout(['--all'])).code).toBe(0);
    const basic = Buffer.from(`registered:${clientSecret.reveal()}`).toString('base64');
    expect(server.revoked).toEqual([{ token: server.current, client: null, basic: `Basic ${basic}` }]);
  });

  it('a secret of the environment goes to no server that only the kept login names', async () => {
    const server = await keptAt(200);
    const environment = { CLIENT_ID: 'person', CLIENT_SECRET: `secret-${server.current}` };
    expect((await logout(['--all'], environment)).code).toBe(0);
    expect(server.revoked).toEqual([{ token: server.current, client: 'person', basic: '' }]);
  });

  it('a client that proves itself does so where its target pins the issuer', async () => {
    const server = await keptAt(200);
    const secret = `secret-${server.current}`;
    const config = (issuer: string) => `
targets:
  mine:
    url: ${server.mcpUrl}
    issuer: ${issuer}
    flows:
      - { flow: authorization_code, clientId: person, clientSecret: { env: MY_SECRET } }
`;
    await writeFile(path.join(home, 'mcp-authcheck.yaml'), config(server.issuer));
    expect((await logout(['--all'], { MY_SECRET: secret })).code).toBe(0);
    const basic = `Basic ${Buffer.from(`person:${secret}`).toString('base64')}`;
    expect(server.revoked).toEqual([{ token: server.current, client: null, basic }]);

    const other = await keptAt(200);
    await writeFile(
      path.join(home, 'mcp-authcheck.yaml'),
      config(server.issuer).replace(server.mcpUrl, other.mcpUrl),
    );
    await logout(['--all'], { MY_SECRET: secret });
    expect(other.revoked).toEqual([{ token: other.current, client: 'person', basic: '' }]);
  });

  it('settings that cannot be read are told, and cost no login its end', async () => {
    const server = await keptAt(200);
    await writeFile(path.join(home, 'mcp-authcheck.yaml'), 'targets: [');
    const { code, err } = await logout(['--all']);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('are not used') });
    expect(server.revoked).toHaveLength(1);
  });

  it('goes without a target', async () => {
    const server = await keptAt(200);
    const { code, err } = await logout([server.mcpUrl, '--all']);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('without a target') });
    expect(await store().list()).toHaveLength(1);
  });
});

describe('logout of one target', () => {
  const flags = ({ mcpUrl, issuer }: RotatingServer) => [mcpUrl, '--issuer', issuer, '--client-id', 'person'];

  it('says that it is forgotten here when the server refuses to revoke', async () => {
    const server = await keptAt(503);
    const { code, err } = await logout(flags(server));
    expect({ code, err }).toMatchObject({
      code: 4,
      err: expect.stringContaining('Forgotten here, but not revoked'),
    });
    expect(await store().list()).toEqual([]);
  });

  it('leaves the others alone', async () => {
    const [one, another] = [await keptAt(200), await keptAt(200)];
    expect((await logout(flags(one))).code).toBe(0);
    expect(await store().list()).toMatchObject([{ issuer: another.issuer }]);
    expect(another.revoked).toEqual([]);
  });
});
