import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Given, load, refusal, secretOf } from './given.ts';
import { inFolder } from './in-folder.ts';

const PROGRAM = `#!/bin/sh
echo run >> runs
echo 'noise on stderr' >&2
case "$1" in
  env) env | sort | sed 's/=.*//' | tr '\\n' ' ' ;;
  fail) exit 3 ;;
  much) head -c 70000 /dev/zero | tr '\\0' x ;;
  bytes) printf '\\377\\376' ;;
  empty) ;;
  *) printf '%s\\n' "got $1" ;;
esac
`;

async function withCommand(command: string, more: Given = {}): Promise<Given> {
  const flow = `{ flow: client_credentials, clientId: x, clientSecret: { command: ${command} } }`;
  const text = `targets:\n  a: { url: https://a.example/mcp, issuer: https://i.example, flows: [${flow}] }\n  b: { url: https://b.example/mcp, issuer: https://i.example, flows: [${flow}] }\n`;
  const given = await inFolder(
    { 'mcp-authcheck.yaml': 'include: [sub/t.yaml]', 'sub/t.yaml': text, 'sub/get': PROGRAM },
    { environment: { PATH: process.env.PATH, HOME: '/nowhere', CLIENT_SECRET: 'hunter2' }, ...more },
  );
  await chmod(join(given.cwd ?? '', 'sub/get'), 0o700);
  return given;
}

const allowed: Given = { flags: { allowCommands: true } };

describe.skipIf(process.platform === 'win32')('a secret that a command prints', () => {
  it('is what it prints, without a shell, run once for all in the folder of its file', async () => {
    const given = await withCommand(`[./get, "$(id) ; *"]`, allowed);
    const { targets, kept } = await load(given);
    expect(targets.map(({ flows: [flow] }) => secretOf(flow?.credential))).toEqual([
      'got $(id) ; *',
      'got $(id) ; *',
    ]);
    expect(kept).toContain('got $(id) ; *');
    expect(await readFile(join(given.cwd ?? '', 'sub/runs'), 'utf8')).toBe('run\n');
  });

  it('is allowed by the environment as well', async () => {
    const given = await withCommand('[echo, x]');
    const environment = { ...given.environment, MCP_AUTHCHECK_ALLOW_COMMANDS: '1' };
    expect((await load({ ...given, environment })).targets).toHaveLength(2);
  });

  it('sees none of our secrets', async () => {
    const { targets } = await load(await withCommand('[./get, env]', allowed));
    const names = secretOf(targets[0]?.flows[0]?.credential).trim().split(' ');
    expect(names).toEqual(expect.arrayContaining(['HOME', 'PATH']));
    expect(names).not.toContain('CLIENT_SECRET');
  });

  it.each([
    [
      'without permission',
      '[./get, x]',
      {},
      'config.command_not_allowed',
      /runs nothing unless you allow it/,
    ],
    ['that fails', '[./get, fail]', allowed, 'credential.command_failed', /exit code 3/],
    ['that prints too much', '[./get, much]', allowed, 'credential.command_failed', /more than 65536 bytes/],
    ['that prints no text', '[./get, bytes]', allowed, 'credential.command_failed', /not UTF-8/],
    [
      'that prints nothing',
      '[./get, empty]',
      allowed,
      'credential.secret_empty',
      /what the command "\.\/get" printed is empty/,
    ],
    ['that is not there', '[no-such-program-here]', allowed, 'credential.command_failed', /was not found/],
    ['that is no program', '[./t.yaml]', allowed, 'credential.command_failed', /may not be run/],
  ])('is refused from one %s', async (_, command, more, code, message) => {
    const error = await refusal(await withCommand(command, more));
    expect([error.code, error.exit]).toEqual([code, 2]);
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^sub\/t.yaml:2:\d+: targets.a.flows\[0\].clientSecret/);
    expect(JSON.stringify(error)).not.toContain('noise');
  });

  it('is never one on a pull request from a fork, whoever is trusted', async () => {
    const given = await withCommand('[echo, x]', {
      flags: { allowCommands: true, trustIssuer: ['https://i.example'] },
      environment: { CIRCLE_PR_USERNAME: 'somebody' },
    });
    const error = await refusal(given);
    expect([error.code, error.message]).toEqual([
      'config.command_not_allowed',
      expect.stringContaining('pull request from a fork (CircleCI)'),
    ]);
  });
});
