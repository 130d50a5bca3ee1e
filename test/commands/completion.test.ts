import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faults } from '../../fixtures/faults/index.ts';
import { checks } from '../../src/checks/index.ts';
import { FLOWS, LIBRARIES, PROTOCOLS, PROVIDERS, SECRET_METHODS } from '../../src/commands/config/names.ts';
import { commands } from '../../src/commands/index.ts';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function inFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-completion-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
}

async function run(argv: readonly string[], cwd = tmpdir(), environment: Io['environment'] = {}) {
  const text = { stdout: '', stderr: '' };
  const io: Partial<Io> = {
    environment,
    cwd,
    out: (more) => {
      text.stdout += more;
    },
    err: (more) => {
      text.stderr += more;
    },
  };
  const code = await main(argv, io as Io);
  return { code, ...text };
}

/** What is offered after these words: the first line, and the values. */
async function offered(
  words: readonly string[],
  word = '',
  cwd?: string,
  environment?: Io['environment'],
): Promise<{ readonly kind: string; readonly values: readonly string[] }> {
  const { code, stdout } = await run(
    ['completion', 'bash', `--word=${word}`, '--', ...words],
    cwd,
    environment,
  );
  expect(code).toBe(0);
  const [kind = '', ...rows] = stdout.replace(/\n$/, '').split('\n');
  return { kind, values: rows.map((row) => row.split('\t')[0] ?? '') };
}

const made = commands.map((define) => define({} as Io, () => undefined));

describe('completion offers what commander knows', () => {
  it('every command', async () => {
    const { values } = await offered([]);
    expect(values).toEqual(expect.arrayContaining(made.map((command) => command.name())));
  });

  it.each(made.map((command) => [command.name(), command] as const))(
    'the flags of %s',
    async (name, command) => {
      const { values } = await offered([name], '--');
      const hidden = command.options.filter((option) => option.hidden).map((option) => option.long);
      const shown = command.options.filter((option) => !option.hidden).map((option) => option.long);
      expect(values).toEqual(expect.arrayContaining(shown));
      for (const flag of hidden) expect(values).not.toContain(flag);
    },
  );

  it.each([
    ['--flow', FLOWS],
    ['--provider', PROVIDERS],
    ['--protocol', PROTOCOLS],
    ['--library', LIBRARIES],
    ['--client-auth', SECRET_METHODS],
  ] as const)('the values of %s', async (flag, known) => {
    expect((await offered(['verify', flag])).values.toSorted()).toEqual([...known].toSorted());
  });

  it('the values of a flag that is written with =', async () => {
    expect(await offered(['discover'], '--format=p')).toEqual({ kind: 'list', values: ['--format=pretty'] });
  });

  it('not a flag that is there already, unless it may be repeated', async () => {
    const { values } = await offered(['verify', '--tenant', 'x', '--scope', 'a'], '--');
    expect(values).not.toContain('--tenant');
    expect(values).toContain('--scope');
  });

  it('no flag after --, and nothing as the value of a flag that takes any text', async () => {
    expect((await offered(['verify', '--'], '--')).values).toEqual([]);
    expect(await offered(['verify', '--tenant'])).toEqual({ kind: 'list', values: [] });
  });
});

describe('completion offers what the program knows', () => {
  it('checks and their groups, in a list with commas', async () => {
    const first = await offered(['verify', '--checks']);
    expect(first.values).toEqual(expect.arrayContaining(['all', 'endpoint', ...checks.map(({ id }) => id)]));
    const next = await offered(['verify', '--skip'], 'endpoint,session/belongs');
    expect(next.values).toEqual(['endpoint,session/belongs-to-its-principal']);
    const again = await offered(['verify', '--checks'], 'token,tok');
    expect(again.values).not.toContain('token,token');
  });

  it('faults', async () => {
    expect((await offered(['demo', '--fault'])).values).toEqual(faults.map(({ name }) => name));
  });

  it('codes that can be explained', async () => {
    expect((await offered(['explain'], 'AADSTS700021')).values).toContain('AADSTS7000215');
    expect((await offered(['explain'], 'usage.number')).values).toEqual(['usage.number']);
  });

  it('shells', async () => {
    expect((await offered(['completion'])).values).toEqual(['bash', 'zsh', 'fish', 'powershell']);
  });

  it('names of variables, and never what they hold', async () => {
    const { values } = await offered(['verify', '--client-secret-env'], 'CLI', undefined, {
      CLIENT_SECRET: 'value-of-the-secret',
      HOME: '/',
    });
    expect(values).toEqual(['CLIENT_SECRET']);
  });

  it('files where a file is wanted', async () => {
    expect(await offered(['verify', '--ca'], 'x')).toEqual({ kind: 'files ', values: [] });
    expect(await offered(['verify'], '--ca=x')).toEqual({ kind: 'files --ca=', values: [] });
  });

  it('kinds of reports, then files', async () => {
    const { kind, values } = await offered(['verify', '--report']);
    expect(kind).toBe('goes-on');
    expect(values).toContain('json=');
    expect(await offered(['verify', '--report'], 'json=out/')).toEqual({ kind: 'files json=', values: [] });
  });
});

describe('completion reads the configuration file', () => {
  const yaml = [
    'targets:',
    '  calculator: { url: "https://c.example/mcp", tags: [nightly] }',
    `  other: { url: "\${X}" }`,
  ].join('\n');

  it('for targets and tags', async () => {
    const cwd = await inFolder({ 'mcp-authcheck.yaml': yaml });
    expect((await offered(['verify'], '', cwd)).values).toEqual(['calculator', 'other']);
    expect((await offered(['verify', 'other'], '', cwd)).values).toEqual(['calculator']);
    expect((await offered(['verify', '--tag'], '', cwd)).values).toEqual(['nightly']);
  });

  it('that the line names', async () => {
    const cwd = await inFolder({ 'my gate.yaml': yaml });
    expect((await offered(['tools', '--config', '"my gate.yaml"'], 'c', cwd)).values).toEqual(['calculator']);
  });

  it('without offering what a shell would run', async () => {
    const names = ['$(touch x)', '`x`', 'a;b', "a'b", '-rf', 'a\\nb', '\\u001b[2J', 'good one'];
    const cwd = await inFolder({
      'mcp-authcheck.yaml': `targets:\n${names.map((name) => `  "${name}": { url: x }\n`).join('')}`,
    });
    expect((await offered(['verify'], '', cwd)).values).toEqual(['good one']);
  });

  it.each([
    ['nothing', {}],
    ['no YAML', { 'mcp-authcheck.yaml': '\t{' }],
    ['another shape', { 'mcp-authcheck.yaml': 'targets: [1]' }],
    ['a bomb', { 'mcp-authcheck.yaml': 'a: &a [x]\nb: [*a, *z]' }],
  ])('or offers nothing where there is %s', async (_, files) => {
    const cwd = await inFolder(files);
    const { code, stderr } = await run(['completion', 'fish', '--word=', '--', 'verify'], cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('completion prints a script', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('for %s, and nothing else', async (shell) => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`mcp-authcheck completion ${shell} "--word=`));
  });

  it.each([
    ['tcsh', 'Known: bash, zsh, fish, powershell.'],
    ['bsh', 'Did you mean bash?'],
    ['constructor', 'Known:'],
  ])('and refuses %s', async (shell, hint) => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
  });
});
