import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Calculator, startCalculator } from '../fixtures/calculator/index.ts';
import type { Report } from '../src/types.ts';
import { runCli } from './support/run-cli.ts';
import { type Serving, serving } from './support/serving.ts';

let world: Serving;
let folder: string;

beforeAll(async () => {
  world = await serving();
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-gate-'));
});

afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

const file = async (name: string, text: string): Promise<string> => {
  const where = path.join(folder, name);
  await writeFile(where, text);
  return where;
};

const gate = (...flags: readonly string[]) =>
  runCli(['verify', ...world.machineFlags, ...flags], { env: world.secretEnv });

describe('what the gate refuses before anything is sent', () => {
  it.each([
    [
      'an unknown check',
      ['--checks', 'endpoint/rejects-no-tokens'],
      'Did you mean endpoint/rejects-no-token?',
    ],
    ['an unknown group', ['--checks', 'coverag'], 'Did you mean coverage?'],
    ['a wait over its bound', ['--wait-expiry', '99999'], 'from 1 to 7200'],
    ['a method that is none', ['--public-method', 'rm -rf'], 'server/discover'],
  ])('%s', async (_, flags, said) => {
    const { code, stderr } = await gate(...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(said);
  });

  it('a list of expected failures with an unknown id, by line and with the nearest name', async () => {
    const list = await file('expected.txt', '# known\nendpoint/rejects-no-token\nendpoint/rejects-garbage\n');
    const { code, stderr } = await gate('--expected-failures', list);
    expect(code).toBe(2);
    expect(stderr).toContain('expected.txt:3');
    expect(stderr).toContain('Did you mean endpoint/rejects-garbage-token?');
  });

  it('a list of expected failures that is none', async () => {
    const list = await file('binary.txt', '\u0000\u0001{"not": "a list"}');
    expect((await gate('--expected-failures', list)).code).toBe(2);
    expect((await gate('--expected-failures', path.join(folder, 'absent.txt'))).code).toBe(2);
  });

  it('an expired token that is not expired', async () => {
    const { stdout } = await runCli(['token', ...world.machineFlags], { env: world.secretEnv });
    const { code, stderr } = await gate('--expired-token-file', await file('live.txt', stdout));
    expect(code).toBe(2);
    expect(stderr).toContain('expected a token that expired five minutes ago or more');
    expect(stderr).toContain('--wait-expiry');
    expect(stderr).not.toContain(stdout.trim());
  });
});

describe('expected failures', () => {
  it('a listed check that passes fails the run, and says so', async () => {
    const list = await file('passing.txt', 'endpoint/rejects-no-token\n');
    const { code, stdout } = await gate('--expected-failures', list, '--checks', 'endpoint/rejects-no-token');
    expect(code).toBe(1);
    expect(stdout).toContain('It was expected to fail and passes');
  });

  it('a listed check that fails does not', async () => {
    const broken = await serving(['--fault', 'open-door']);
    try {
      const list = await file('failing.txt', 'endpoint/rejects-no-token\n');
      const argv = ['verify', ...broken.machineFlags, '--checks', 'endpoint/rejects-no-token'];
      const { code } = await runCli(argv, { env: broken.secretEnv });
      expect(code).toBe(1);
      const again = await runCli([...argv, '--expected-failures', list], { env: broken.secretEnv });
      expect(again.code).toBe(0);
      expect(again.stdout).toContain('failed as expected: endpoint/rejects-no-token');
    } finally {
      await broken.stop();
    }
  });
});

describe('what discloses a token', () => {
  it('runs only when it is allowed, and says what would be shown', async () => {
    const flags = ['--other-api', 'api://another/.default', '--checks', 'endpoint/rejects-wrong-audience'];
    const { stdout: report } = await gate(...flags, '--format', 'json');
    const [result] =
      (JSON.parse(report) as Report).targets[0]?.results.filter(({ group }) => group === 'endpoint') ?? [];
    expect(result?.verdict).toBe('skip');
    expect(result?.message).toContain('--allow-disclosing');
  });
});

describe('the lab', () => {
  let calculator: Calculator;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    calculator = await startCalculator({
      jwksUri: `http://localhost:${port}/jwks`,
      issuer: `http://localhost:${port}`,
      audience: 'api://lab',
      authorizationServers: [`http://localhost:${port}`],
    });
  });

  afterAll(() => calculator.close());

  const lab = (...flags: readonly string[]) =>
    runCli(
      [
        `verify ${calculator.url} --lab --lab-port ${port} --audience api://lab`.split(' '),
        '--scope calculator.add --scope calculator.subtract --format json'.split(' '),
        flags,
      ].flat(),
    );

  it('mints every fault for an endpoint that trusts it', async () => {
    const { stdout, stderr } = await lab();
    expect(stderr).toContain(`issuer http://localhost:${port}`);
    const results = (JSON.parse(stdout) as Report).targets[0]?.results ?? [];
    for (const id of [
      'endpoint/accepts-valid-token',
      'endpoint/rejects-wrong-audience',
      'endpoint/rejects-wrong-issuer',
      'endpoint/rejects-expired-token',
      'endpoint/rejects-token-before-its-time',
      'endpoint/rejects-missing-audience',
    ]) {
      const own = results.filter((result) => result.id === id);
      expect(
        own.map(({ verdict }) => verdict),
        id,
      ).toEqual(['pass', 'pass']);
    }
    expect(results.filter(({ id }) => id === 'session/belongs-to-its-principal')).not.toEqual([]);
  });

  it('works with one target only', async () => {
    const { code, stderr } = await lab(world.mcpUrl);
    expect(code).toBe(2);
    expect(stderr).toContain('one target');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
