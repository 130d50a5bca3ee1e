import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../fixtures/world.ts';
import { ended } from '../../support/run-cli.ts';
import { runInArtilleryShim, runInK6Shim } from './engines.ts';
import { environmentOf, exported } from './exported.ts';

let world: World;
let environment: Readonly<Record<string, string>>;
let folder = '';

beforeAll(async () => {
  world = await startWorld();
  environment = await environmentOf(world);
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-export-'));
});

afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const url = (): string => world.calculator.url;

describe('export k6', () => {
  it('writes the discovered endpoint, scope and calls, and no secret', async () => {
    const { code, out } = await exported('k6', url(), environment);
    expect(code).toBe(0);
    expect(out).toContain(JSON.stringify(url()));
    expect(out).toContain(JSON.stringify(world.entra.tokenEndpoint));
    expect(out).toContain(`"scope": "api://${world.settings.audience}/.default"`);
    expect(out).toContain('"secretVariable": "CLIENT_SECRET"');
    expect(out).not.toContain(environment.CLIENT_SECRET);
  });

  it('keeps a conversation without handshake in 2026-07-28, one token for all of it', async () => {
    const { out } = await exported('k6', url(), environment);
    const { checks, requests, aborted } = await runInK6Shim(out, { ...environment, MCP_ROUNDS: '2' });
    expect({ aborted, wrong: Object.keys(checks).filter((name) => checks[name] === false) }).toEqual({
      aborted: null,
      wrong: [],
    });
    expect(checks).toHaveProperty('tools/call subtract has the expected result', true);
    const round = ['tools/call add', 'tools/call subtract', 'tools/call get_me'];
    expect(requests.map(({ name }) => name)).toEqual(['token', ...round, ...round]);
    expect(requests.find(({ name }) => name === 'tools/call add')?.names).toEqual(
      expect.arrayContaining(['MCP-Protocol-Version', 'Mcp-Method', 'Mcp-Name']),
    );
  });

  it('opens and ends a session in the era of the handshake', async () => {
    const { out } = await exported('k6', url(), environment);
    const { checks, requests } = await runInK6Shim(out, { ...environment, MCP_ERA: 'legacy' });
    expect(Object.values(checks)).not.toContain(false);
    const names = requests.map(({ name }) => name).filter((name) => name !== 'token');
    expect(names.slice(0, 3)).toEqual(['initialize', 'notifications/initialized', 'tools/call add']);
    expect(names.at(-1)).toBe('DELETE');
    expect(requests.at(-1)?.names).toContain('Mcp-Session-Id');
  });

  it('fails the check of a result that is not the demanded one', async () => {
    const { out } = await exported('k6', url(), environment, { call: ['add a=1 b=2 => 4'] });
    const { checks } = await runInK6Shim(out, environment);
    expect(checks).toMatchObject({
      'tools/call add succeeds': true,
      'tools/call add has the expected result': false,
    });
  });

  it('stops at the first refusal of the authorization server', async () => {
    const { out } = await exported('k6', url(), environment);
    const { aborted, requests } = await runInK6Shim(out, { ...environment, CLIENT_SECRET: 'wrong' });
    expect(aborted).toBe('The token endpoint answered 401: "invalid_client".');
    expect(requests).toHaveLength(1);
  });

  it.runIf(process.env.MCP_AUTHCHECK_K6 !== undefined)('runs in k6 itself', async () => {
    const { out } = await exported('k6', url(), environment);
    const file = path.join(folder, 'real.js');
    await writeFile(file, out);
    const args = ['run', '--quiet', '--vus', '1', '--iterations', '1', file];
    const env = { PATH: process.env.PATH ?? '', HOME: folder, ...environment, MCP_PAUSE: '0' };
    const child = spawn(process.env.MCP_AUTHCHECK_K6 ?? '', args, {
      env: { ...env, SSL_CERT_FILE: environment.NODE_EXTRA_CA_CERTS },
    });
    const { code, stdout, stderr } = await ended(child, args, 25_000);
    expect({ code, stderr, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('100.00%') });
  });
});

describe('export artillery', () => {
  it.each(['modern', 'legacy'])('keeps a whole conversation in the era %s', async (era) => {
    const { out } = await exported('artillery', url(), environment);
    expect(out).not.toContain(environment.CLIENT_SECRET);
    const { sent, error } = await runInArtilleryShim(out, { ...environment, MCP_ERA: era });
    expect(error).toBeNull();
    const calls = Array.from({ length: 3 }, () => 'tools/call');
    expect(sent.map(({ method }) => method)).toEqual(
      era === 'modern' ? calls : ['initialize', 'notifications/initialized', ...calls, 'delete'],
    );
  });

  it('ends the conversation at a wrong result', async () => {
    const { out } = await exported('artillery', url(), environment, { call: ['add a=1 b=2 => 4'] });
    const { error } = await runInArtilleryShim(out, environment);
    expect(error).toBe('tools/call add has another result');
  });
});

describe('the file', () => {
  it('gets the script with --out, and nothing goes to stdout', async () => {
    const flags = { out: 'load.js' };
    const { out, err } = await exported('k6', url(), environment, flags, folder);
    expect(out).toBe('');
    expect(err).toContain(path.join(folder, 'load.js'));
    expect(await readFile(path.join(folder, 'load.js'), 'utf8')).toContain('export default function');
  });

  it('that cannot be written is an error that names it', async () => {
    const file = path.join(folder, 'no-such', 'load.js');
    await expect(exported('k6', url(), environment, { out: file })).rejects.toMatchObject({
      code: 'usage.export_not_writable',
      message: expect.stringContaining(file),
    });
    await expect(stat(path.dirname(file))).rejects.toThrow();
  });
});

it('says which engines there are', async () => {
  await expect(exported('k7', url(), environment)).rejects.toMatchObject({
    code: 'usage.engine_unknown',
    hint: expect.stringContaining('k6'),
  });
});

it('takes the names of the configuration file, and gateway headers by their variable', async () => {
  const config = `targets:
  calc:
    url: ${url()}
    tenant: ${world.entra.tenantId}
    authority: ${world.entra.authority}
    audience: ${world.settings.audience}
    headers: { X-Gateway-Key: { env: GATE } }
    flows:
      - { flow: client_credentials, clientId: ${environment.CLIENT_ID}, clientSecret: { env: OTHER_SECRET } }
    expect: { tools: [add], calls: [{ tool: add, arguments: { a: 2, b: 2 }, result: 4 }] }
`;
  await writeFile(path.join(folder, 'mcp-authcheck.yaml'), config);
  const { CLIENT_SECRET = '', ...others } = environment;
  const named = { ...others, OTHER_SECRET: CLIENT_SECRET, GATE: 'gate-key-of-the-test' };
  const { out } = await exported('k6', 'calc', named, {}, folder);
  expect(out).toContain('"secretVariable": "OTHER_SECRET"');
  expect(out).toContain('"X-Gateway-Key": "GATE"');
  expect(out).not.toMatch(/gate-key-of-the-test/);
  const { checks, aborted } = await runInK6Shim(out, named);
  expect({ checks, aborted }).toMatchObject({ checks: { 'tools/list lists add': true }, aborted: null });
  const { GATE: _gate, ...without } = named;
  expect((await runInK6Shim(out, without)).aborted).toContain('GATE is not set');
});
