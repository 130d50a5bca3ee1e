import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorObject } from '../src/errors.ts';
import type { Report } from '../src/types.ts';
import { ended, runCli, start } from './support/run-cli.ts';
import { type Serving, serving } from './support/serving.ts';

describe('mcp-authcheck demo', () => {
  it('ends green with both flows, the refresh, both eras, both calls and the claims', async () => {
    const { code, stdout, stderr } = await runCli(['demo', '--format', 'json']);
    expect(stderr).not.toContain('mcp-authcheck:');
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ verdict: 'pass', exitCode: 0 });
    expect(code).toBe(0);
    const [target] = report.targets;
    expect(target?.eras).toEqual({ legacy: true, modern: true });
    expect(target?.flows.map((flow) => flow.flow)).toEqual([
      'client_credentials',
      'authorization_code',
      'refresh_token',
    ]);
    expect(target?.findings).toEqual([]);
    for (const flow of target?.flows ?? []) {
      expect(flow.verdict).toBe('pass');
      expect(flow.token?.signature).toBe('verified');
      for (const session of flow.sessions) {
        const calls = session.calls.map((call) => [call.tool, call.result]);
        expect(calls).toEqual(
          expect.arrayContaining([
            ['add', 3],
            ['subtract', 2],
          ]),
        );
      }
    }
    expect(target?.flows[0]?.sessions.map((session) => session.protocol).sort()).toEqual([
      '2025-11-25',
      '2026-07-28',
    ]);
    expect(target?.flows[0]?.token).toMatchObject({
      roles: ['calculator.add', 'calculator.subtract'],
      scp: [],
      appOnly: true,
    });
    expect(target?.flows[1]?.token).toMatchObject({
      scp: ['calculator.add', 'calculator.subtract'],
      appOnly: false,
    });
  });

  it('fits a screen and ends with the verdict', async () => {
    const { code, stdout } = await runCli(['demo']);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(50);
    expect(stdout).toContain('calculator.add');
  });

  it('turns red and names the root cause when the world is broken', async () => {
    const { code, stdout } = await runCli(['demo', '--fault', 'open-door', '--format', 'json']);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.verdict).toBe('fail');
    expect(report.targets[0]?.findings[0]?.code).toBe('endpoint/open-door');
  });
});

describe('against a running server', () => {
  let world: Serving;
  let folder: string;

  beforeAll(async () => {
    world = await serving();
    folder = await mkdtemp(path.join(tmpdir(), 'authcheck-e2e-'));
  });

  afterAll(async () => {
    expect(await world.stop()).toBe(143);
    await rm(folder, { recursive: true, force: true });
  });

  const env = (more: Readonly<Record<string, string>> = {}) => ({
    env: { ...world.secretEnv, ...more },
    cwd: folder,
  });

  it('verify passes with flags and an environment variable for the secret', async () => {
    const { code, stdout } = await runCli(['verify', ...world.machineFlags, '--format', 'json'], env());
    const report = JSON.parse(stdout) as Report;
    expect(report.targets[0]?.findings).toEqual([]);
    expect(code).toBe(0);
  });

  it('verify takes the tenant by its domain as well as by its id', async () => {
    const flags = world.machineFlags.map((flag) => (flag === world.tenantId ? 'contoso.com' : flag));
    const { code, stdout } = await runCli(['verify', ...flags, '--format', 'json'], env());
    expect((JSON.parse(stdout) as Report).targets[0]?.findings).toEqual([]);
    expect(code).toBe(0);
  });

  it('verify takes several targets from a configuration file', async () => {
    const file = path.join(folder, 'mcp-authcheck.yaml');
    await writeFile(file, configuration(world));
    const { code, stdout } = await runCli(
      ['verify', '--ca', world.caFile, '--format', 'json'],
      env({ API: world.audience }),
    );
    const report = JSON.parse(stdout) as Report;
    expect(report.targets.map((target) => [target.name, target.verdict])).toEqual([
      ['calculator', 'pass'],
      ['strict', 'pass'],
    ]);
    expect(code).toBe(0);
    await rm(file);
  });

  it('verify writes the JSON report to a file as well', async () => {
    const file = path.join(folder, 'report.json');
    const { code } = await runCli(['verify', ...world.machineFlags, '--report', `json=${file}`], env());
    expect(code).toBe(0);
    expect((JSON.parse(await readFile(file, 'utf8')) as Report).verdict).toBe('pass');
  });

  it('verify fails when a demand is not met, and says which', async () => {
    const { code, stdout } = await runCli(
      ['verify', ...world.machineFlags, '--checks', 'none', '--call', 'add a=1 b=2 => 4', '--format', 'json'],
      env(),
    );
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.targets[0]?.flows[0]?.sessions[0]?.calls[0]).toMatchObject({
      result: 3,
      expected: 4,
      verdict: 'fail',
    });
  });

  it('token prints the token alone, and decode reads it from a pipe', async () => {
    const token = await runCli(['token', ...world.machineFlags], env());
    expect(token.code).toBe(0);
    expect(token.stdout).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const decoded = await runCli(
      ['decode', '--issuer', world.issuer, '--ca', world.caFile, '--format', 'json'],
      {
        ...env(),
        stdin: token.stdout,
      },
    );
    expect(decoded.code).toBe(0);
    expect(JSON.parse(decoded.stdout)).toMatchObject({
      aud: [world.audience],
      signature: 'verified',
      appOnly: true,
    });
    expect(decoded.stdout).not.toContain(token.stdout.trim().split('.')[2]);
  });

  it('decode ends with 1 when the token is not what was demanded', async () => {
    const token = await runCli(['token', ...world.machineFlags], env());
    const wrong = await runCli(['decode', '--audience', 'somebody-else'], { ...env(), stdin: token.stdout });
    expect(wrong.code).toBe(1);
    const right = await runCli(['decode', '--audience', world.audience], { ...env(), stdin: token.stdout });
    expect(right.code).toBe(0);
  });

  it('token --claims prints what the token says', async () => {
    const { stdout } = await runCli(['token', ...world.machineFlags, '--claims'], env());
    expect(JSON.parse(stdout)).toMatchObject({
      aud: [world.audience],
      roles: ['calculator.add', 'calculator.subtract'],
    });
  });

  it('tools lists and call calls', async () => {
    const listed = await runCli(['tools', ...world.machineFlags], env());
    expect(listed.code).toBe(0);
    const names = listed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/[( ]/)[0]);
    expect(new Set(names)).toEqual(new Set(['add', 'get_me', 'subtract']));
    const [url = '', ...flags] = world.machineFlags;
    const called = await runCli(['call', url, 'subtract', 'a=5', 'b=3', ...flags], env());
    expect(called).toMatchObject({ code: 0, stdout: '2\n' });
  });

  it('call ends with 5 when there is no such tool', async () => {
    const [url = '', ...flags] = world.machineFlags;
    const { code, stderr } = await runCli(
      ['call', url, 'divide', 'a=5', 'b=3', ...flags, '--format', 'json'],
      env(),
    );
    expect(code).toBe(5);
    expect(lastError(stderr)).toMatchObject({ class: 'tool_error', exit: 5 });
  });

  it('discover shows what the endpoint says of itself', async () => {
    const { code, stdout } = await runCli(
      [
        'discover',
        world.mcpUrl,
        '--ca',
        world.caFile,
        '--tenant',
        world.tenantId,
        '--authority',
        world.authority,
        '--format',
        'json',
      ],
      env(),
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      discovery: {
        issuer: world.issuer,
        resource: world.mcpUrl,
        challenge: { scheme: expect.stringMatching(/^bearer$/i) },
      },
    });
  });

  it('verify goes through a gateway with --header', async () => {
    const { code, stdout } = await runCli(
      [
        'verify',
        world.gatewayUrl,
        '--flow',
        'none',
        '--checks',
        'none',
        '--header',
        'x-api-key: env:GATEWAY_KEY',
        '--ca',
        world.caFile,
        '--protocol',
        '2025-11-25',
        '--format',
        'json',
      ],
      env({ GATEWAY_KEY: world.gatewayKey }),
    );
    const report = JSON.parse(stdout) as Report;
    const text = JSON.stringify(report);
    expect(text).not.toContain(world.gatewayKey);
    expect(code).toBe(1);
    expect(text).toContain('/connect');
  });

  it('a wrong secret is said in the words of the portal', async () => {
    const { code, stderr } = await runCli(
      ['token', ...world.machineFlags, '--format', 'json'],
      env({ CLIENT_SECRET: 'not-the-secret' }),
    );
    expect(code).toBe(3);
    expect(lastError(stderr)).toMatchObject({ class: 'auth', provider: { aadsts: 7000215 } });
  });

  it('a person is needed where none is', async () => {
    const { code, stderr } = await runCli(
      ['token', ...world.personFlags, '--format', 'json'],
      env({ CLIENT_SECRET: '', CI: 'true' }),
    );
    expect(code).toBe(8);
    expect(lastError(stderr)).toMatchObject({ class: 'needs_person' });
  });

  it('prints a sign-in URL that can be copied, and ends with 130 when interrupted', async () => {
    const args = ['login', ...world.personFlags, '--no-browser'];
    const child = start(args, { env: { XDG_STATE_HOME: folder }, cwd: folder });
    const end = ended(child, args, 20_000);
    const url = await printedUrl(child);
    expect(url.searchParams.get('state')).toMatch(/^[\w-]{20,}$/);
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
    child.kill('SIGINT');
    const { code, stdout } = await end;
    expect(code).toBe(130);
    expect(stdout).toBe('');
  });

  it('nothing listening, TLS not trusted and no tenant have their exit codes', async () => {
    const nobody = await runCli(['verify', 'http://127.0.0.1:9/mcp', '--flow', 'none'], env());
    expect(nobody.code).toBe(4);
    const withoutCa = world.machineFlags.filter(
      (flag, index, all) => flag !== '--ca' && all[index - 1] !== '--ca',
    );
    const untrusted = await runCli(['token', ...withoutCa, '--format', 'json'], env());
    expect(untrusted.code).toBe(4);
    expect(lastError(untrusted.stderr).code).toMatch(/^tls\./);
    const unpinned = await runCli(
      [
        'token',
        world.mcpUrl,
        '--client-id',
        world.clients.machine.clientId,
        '--ca',
        world.caFile,
        '--format',
        'json',
      ],
      env(),
    );
    expect(unpinned.code).toBe(7);
    expect(lastError(unpinned.stderr).code).toBe('issuer.not_pinned');
  });
});

describe('bad input ends with 2, names itself and sends nothing', () => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['verfy'], /verfy/],
    ['an unknown flag', ['verify', '--tennant', 'x'], /tennant/],
    ['a missing value', ['verify', '--tenant'], /tenant/],
    ['not a URL', ['verify', 'calculator.example.com/mcp'], /calculator\.example\.com/],
    ['a URL with credentials', ['verify', 'https://user:pass@example.com/mcp'], /credential|user/i],
    ['http off loopback', ['verify', 'http://example.com/mcp'], /https/],
    [
      'a secret as a flag value',
      ['verify', 'https://example.com/mcp', '--client-secret', 'hunter2hunter2'],
      /--client-secret-env/,
    ],
    [
      'a secret as a flag value with =',
      ['verify', 'https://example.com/mcp', '--client-secret=hunter2hunter2'],
      /--client-secret-env/,
    ],
    [
      'an unknown check',
      ['verify', 'https://example.com/mcp', '--flow', 'none', '--checks', 'endpoint/rejects-no-tokens'],
      /rejects-no-token/,
    ],
    ['an unknown fault', ['demo', '--fault', 'open-dor'], /open-door/],
    ['an unknown format', ['verify', 'https://example.com/mcp', '--format', 'xml'], /json/],
    [
      'a time-out that is none',
      ['verify', 'https://example.com/mcp', '--flow', 'none', '--timeout', '-1'],
      /timeout/,
    ],
    ['no target at all', ['verify'], /URL|mcp-authcheck\.yaml/],
  ];

  it.each(rows)('%s', async (_name, args, names) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: tmpdir() });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(names);
    expect(stderr).not.toContain('hunter2');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('with --format json the last line of stderr is the error object', async () => {
    const { stderr } = await runCli(['verify', 'nonsense', '--format', 'json'], { cwd: tmpdir() });
    expect(lastError(stderr)).toMatchObject({ schema: 'mcp-authcheck/error@1', class: 'usage', exit: 2 });
  });
});

describe('help and version', () => {
  it.each([
    'demo',
    'verify',
    'token',
    'login',
    'logout',
    'decode',
    'discover',
    'tools',
    'call',
    'explain',
    'serve',
  ])('%s --help fits a screen, starts with a purpose and ends with two examples', async (command) => {
    const { code, stdout } = await runCli([command, '--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(51);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(-2)
        .every((line) => line.startsWith('  mcp-authcheck ')),
    ).toBe(true);
  });

  it('--version prints the version alone', async () => {
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a closed pipe', () => {
  it('ends quietly when nobody reads stdout', async () => {
    const child = start(['verify', '--list-checks']);
    child.stdout?.destroy();
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(stderr).toBe('');
  });
});

/** The first URL on stderr. */
function printedUrl(child: ChildProcess): Promise<URL> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('close', () => reject(new Error(`no URL: ${text}`)));
    child.stderr?.on('data', (chunk: string) => {
      text += chunk;
      const [, url] = /(https:\S+)\s/.exec(text) ?? [];
      if (url !== undefined) resolve(new URL(url));
    });
  });
}

function lastError(stderr: string): ErrorObject {
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as ErrorObject;
}

function configuration(world: Serving): string {
  const target = (name: string, more: string): string => `  ${name}:
    url: ${world.mcpUrl}
    provider: entra
    tenant: ${world.tenantId}
    authority: ${world.authority}
    audience: \${API}
    flows:
      - flow: client_credentials
        clientId: ${world.clients.machine.clientId}
        clientSecret: { env: CLIENT_SECRET }
        expect: { aud: "\${API}", roles: [calculator.add, calculator.subtract] }
${more}`;
  return `targets:\n${target('calculator', '')}${target(
    'strict',
    `    expect:
      tools: [add, subtract]
      calls:
        - { tool: add, arguments: { a: 1, b: 2 }, result: 3 }
`,
  )}`;
}
