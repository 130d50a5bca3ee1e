import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCRIPTS } from '../../src/commands/completion/scripts/index.ts';
import { mayLeaveOut } from '../support/chromium.ts';

const run = promisify(execFile);

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-shell-'));
  for (const [shell, script] of Object.entries(SCRIPTS)) await writeFile(path.join(folder, shell), script);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A program of that name which notes its arguments, one a line, and answers with this. */
async function program(answer: string): Promise<void> {
  const file = path.join(folder, 'mcp-authcheck');
  await writeFile(path.join(folder, 'answer'), answer);
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/asked'\ncat '${folder}/answer'\n`);
  await chmod(file, 0o755);
}

async function asked(): Promise<readonly string[]> {
  return (await readFile(path.join(folder, 'asked'), 'utf8')).trimEnd().split('\n');
}

async function shell(name: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr } = await run(name, args, {
    cwd: folder,
    env: { PATH: `${folder}:${process.env.PATH}`, HOME: folder, ...environment },
    timeout: 20_000,
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

const available = (name: string): boolean =>
  ['/bin', '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((place) =>
    existsSync(path.join(place, name)),
  );

/** What bash would put in place of the last piece of the line; `pieces` as bash splits it. */
async function bash(pieces: readonly string[], line = pieces.join(' ')): Promise<readonly string[]> {
  const script = `
    source bash
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMP_POINT=\${#COMP_LINE}
    _mcp_authcheck
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  return await shell('bash', ['--norc', '-c', script, 'bash', ...pieces], { COMP_LINE: line });
}

describe('the script of bash', () => {
  it('asks with the words before the cursor and the one at it', async () => {
    await program('list\n--format\tpretty or json\n');
    expect(await bash(['mcp-authcheck', 'verify', '--fo'])).toEqual(['--format']);
    expect(await asked()).toEqual(['completion', 'bash', '--word=--fo', '--', 'verify']);
  });

  it('asks for an empty word', async () => {
    await program('list\nverify\t\ntools\t\n');
    expect(await bash(['mcp-authcheck', ''])).toEqual(['verify', 'tools']);
    expect(await asked()).toEqual(['completion', 'bash', '--word=', '--']);
  });

  it('puts together what bash takes apart, and gives the last part back', async () => {
    await program('list\n--format=json\t\n');
    const pieces = ['mcp-authcheck', 'verify', 'https', ':', '//c.example/mcp', '--format', '=', 'js'];
    expect(await bash(pieces, 'mcp-authcheck verify https://c.example/mcp --format=js')).toEqual(['json']);
    expect((await asked()).slice(2)).toEqual(['--word=--format=js', '--', 'verify', 'https://c.example/mcp']);
  });

  it('looks for files where they are wanted', async () => {
    await program('files json=\n');
    await writeFile(path.join(folder, 'report one.json'), '');
    const pieces = ['mcp-authcheck', 'verify', '--report', 'json', '=', 'report'];
    expect(await bash(pieces, 'mcp-authcheck verify --report json=report')).toEqual(['report one.json']);
  });

  it('keeps a name with a blank together', async () => {
    await program('list\nmy target\thttps://c.example/mcp\n');
    expect(await bash(['mcp-authcheck', 'verify', 'my'])).toEqual(['my\\ target']);
  });

  it('offers nothing when the program fails', async () => {
    await program('');
    expect(await bash(['mcp-authcheck', 'verify', 'x'])).toEqual([]);
  });

  it('can be loaded twice', async () => {
    await shell('bash', ['--norc', '-euc', 'source bash; source bash; complete -p mcp-authcheck']);
  });
});

describe.skipIf(mayLeaveOut && !available('zsh'))('the script of zsh', () => {
  const zsh = async (words: readonly string[], prefix: string): Promise<readonly string[]> => {
    const stand = `
      compdef() { }
      _describe() { print -l -- "\${(@P)4}" }
      _files() { print -l -- files:$PREFIX }
      compset() { PREFIX=\${PREFIX#$~2} }
      source ./zsh
      words=("$@"); CURRENT=$#; PREFIX=${prefix}
      _mcp_authcheck`;
    return await shell('zsh', ['-f', '-c', stand, 'zsh', ...words]);
  };

  it('asks, and hands on values with their descriptions', async () => {
    await program('list\nusage:x\ttext: more\nplain\t\n');
    expect(await zsh(['mcp-authcheck', 'explain', '--config', "'a b'", 'us'], 'us')).toEqual([
      'usage\\:x:text: more',
      'plain',
    ]);
    expect(await asked()).toEqual(['completion', 'zsh', '--word=us', '--', 'explain', '--config', 'a b']);
  });

  it('looks for files after what stands before them', async () => {
    await program('files json=\n');
    expect(await zsh(['mcp-authcheck', 'verify', '--report', 'json=re'], 'json=re')).toEqual(['files:re']);
  });
});

describe.skipIf(mayLeaveOut && !available('fish'))('the script of fish', () => {
  const fish = (line: string): Promise<readonly string[]> =>
    shell('fish', ['--no-config', '-c', `source ./fish; complete -C '${line}'`]);

  it('asks, and hands on values with their descriptions', async () => {
    await program('list\n--format\tpretty or json\n');
    expect(await fish('mcp-authcheck verify --fo')).toEqual(['--format\tpretty or json']);
    expect(await asked()).toEqual(['completion', 'fish', '--word=--fo', '--', 'verify']);
  });

  it('asks for an empty word', async () => {
    await program('list\nverify\tProve\n');
    expect(await fish('mcp-authcheck ')).toEqual(['verify\tProve']);
    expect(await asked()).toEqual(['completion', 'fish', '--word=', '--']);
  });

  it('looks for files after what stands before them', async () => {
    await program('files json=\n');
    await writeFile(path.join(folder, 'report.json'), '');
    expect(await fish('mcp-authcheck verify --report json=rep')).toEqual(['json=report.json']);
  });
});
