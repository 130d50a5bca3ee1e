import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './support/run-cli.ts';
import { type Serving, serving } from './support/serving.ts';

describe('no output carries a secret, a token or a code', () => {
  let world: Serving;
  let folder: string;

  beforeAll(async () => {
    world = await serving();
    folder = await mkdtemp(path.join(tmpdir(), 'authcheck-secrets-'));
  });

  afterAll(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const runs: readonly (readonly [string, () => readonly string[]])[] = [
    ['verify', () => ['verify', ...world.machineFlags]],
    ['verify --trace as JSON', () => ['verify', ...world.machineFlags, '--trace', '--format', 'json']],
    ['verify as JSON lines', () => ['verify', ...world.machineFlags, '--format', 'jsonl']],
    [
      'verify with openid-client',
      () => ['verify', ...world.machineFlags, '--library', 'openid-client', '--trace', '--format', 'json'],
    ],
    [
      'verify with a wrong audience',
      () => [
        'verify',
        ...world.machineFlags,
        '--audience',
        '11112222-0000-4000-8000-555566667777',
        '--trace',
        '--format',
        'json',
      ],
    ],
    [
      'verify against a token endpoint that is elsewhere',
      () => [
        'verify',
        ...world.machineFlags,
        '--token-endpoint',
        'https://127.0.0.1:9/token',
        '--format',
        'json',
      ],
    ],
    ['token --claims', () => ['token', ...world.machineFlags, '--claims']],
    ['tools', () => ['tools', ...world.machineFlags, '--format', 'json']],
    ['call get_me', () => ['call', world.machineFlags[0] ?? '', 'get_me', ...world.machineFlags.slice(1)]],
    ['discover', () => ['discover', ...world.machineFlags, '--trace', '--format', 'json']],
    ['demo', () => ['demo', '--format', 'json']],
    [
      'demo --fault secret-id-instead-of-value',
      () => ['demo', '--fault', 'secret-id-instead-of-value', '--format', 'json'],
    ],
    [
      'a secret as a flag',
      () => ['verify', world.mcpUrl, '--client-secret', world.clients.machine.clientSecret],
    ],
    [
      'a secret as an unknown flag',
      () => ['verify', world.mcpUrl, `--password=${world.clients.machine.clientSecret}`],
    ],
    ['a secret as a command', () => [world.clients.machine.clientSecret]],
  ];

  it.each(runs)('%s', async (_name, args) => {
    const { stdout, stderr } = await runCli(args(), { env: world.secretEnv, cwd: folder });
    for (const text of [stdout, stderr]) expectClean(text, world.clients.machine.clientSecret);
  });

  it('reports written to files are as clean', async () => {
    const file = path.join(folder, 'report.json');
    await runCli(['verify', ...world.machineFlags, '--trace', '--report', `json=${file}`], {
      env: world.secretEnv,
    });
    expectClean(await readFile(file, 'utf8'), world.clients.machine.clientSecret);
    for (const name of await readdir(folder, { recursive: true })) {
      if (name === 'report.json' || !(await stat(path.join(folder, name))).isFile()) continue;
      // Compiled code, which the other runs have kept in what they take for the user's home.
      expect(name).toMatch(/^\.cache\/mcp-authcheck\//);
      const compiled = await readFile(path.join(folder, name), 'latin1');
      expect(compiled).not.toContain(world.clients.machine.clientSecret);
    }
  });
});

/** Neither the secret in any of its usual spellings, nor anything that has the shape of a signed token. */
function expectClean(text: string, secret: string): void {
  const spellings = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(secret).toString('hex'),
  ];
  for (const spelling of spellings) expect(text).not.toContain(spelling);
  expect(text).not.toMatch(/eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{40,}/);
  expect(text).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----/);
}
