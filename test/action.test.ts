import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { ROOT } from './architecture/imports.ts';
import { program } from './docs/reader.ts';
import { type Ended, ended } from './support/run-cli.ts';

const SCRIPT = path.join(ROOT, 'action/run.sh');

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
  };
}

const action = parse(await readFile(path.join(ROOT, 'action.yml'), 'utf8')) as Action;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck action-'));
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await mkdir(path.join(folder, 'runner'));
  // An npm that installs a program which writes down its arguments, and a report if it is told to.
  await program(path.join(bin, 'npm'), `#!${process.execPath}\n${NPM}`);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const NPM = `
const { mkdirSync, writeFileSync } = require('node:fs');
if (process.env.STAND_IN_NPM === 'fails') process.exit(1);
mkdirSync('node_modules/.bin', { recursive: true });
writeFileSync('node_modules/.bin/mcp-authcheck', '#!' + process.execPath + '\\n' + process.env.STAND_IN, { mode: 0o755 });
writeFileSync(process.env.INSTALLED, JSON.stringify({ cwd: process.cwd(), args: process.argv.slice(2) }));
`;

const STAND_IN = `
const { writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
writeFileSync(process.env.CALLED, JSON.stringify({ cwd: process.cwd(), args }));
const report = args.find((one) => one.startsWith('--report=json=')).slice('--report=json='.length);
if (process.env.VERDICT) writeFileSync(report, JSON.stringify({ verdict: process.env.VERDICT }));
process.exit(Number(process.env.CODE));
`;

interface Ran extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly called: { readonly cwd: string; readonly args: readonly string[] } | undefined;
  readonly installed: { readonly cwd: string; readonly args: readonly string[] } | undefined;
}

async function run(
  inputs: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const at = (name: string): string => path.join(folder, name);
  const child = spawn(SCRIPT, [], {
    cwd: folder,
    env: {
      PATH: `${at('bin')}:${path.dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      RUNNER_TEMP: at('runner'),
      GITHUB_OUTPUT: at('outputs'),
      INSTALLED: at('installed'),
      CALLED: at('called'),
      STAND_IN,
      VERDICT: 'pass',
      CODE: '0',
      ...inputs,
      ...more,
    },
  });
  const result = await ended(child, [SCRIPT], 25_000);
  const read = async (name: string): Promise<string> => await readFile(at(name), 'utf8').catch(() => '');
  const json = async (name: string): Promise<Ran['called']> => {
    const text = await read(name);
    return text === '' ? undefined : (JSON.parse(text) as Ran['called']);
  };
  const lines = (await read('outputs')).split('\n').filter((line) => line !== '');
  return {
    ...result,
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string])),
    called: await json('called'),
    installed: await json('installed'),
  };
}

describe('action.yml', () => {
  it('installs the version that it belongs to', () => {
    expect(action.inputs.version?.default).toBe(manifest.version);
  });

  it('puts no input into the text of a script', () => {
    const [step] = action.runs.steps;
    expect(step?.run).not.toContain('$' + '{{');
    const handed = Object.values(step?.env ?? {});
    const expected = Object.keys(action.inputs).filter((name) => name !== 'working-directory');
    expect(handed.sort()).toEqual(expected.map((name) => ['$', `{{ inputs.${name} }}`].join('')).sort());
  });

  it('hands over what the script reads, and gives out what it writes', async () => {
    const script = await readFile(SCRIPT, 'utf8');
    const read = new Set([...script.matchAll(/AUTHCHECK_[A-Z]+/g)].map(([name]) => name));
    expect(new Set(Object.keys(action.runs.steps[0]?.env ?? {}))).toEqual(
      new Set([...read].filter((name) => name !== 'AUTHCHECK_')),
    );
    const { outputs } = await run({});
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(action.outputs).sort());
  });
});

describe('action/run.sh', () => {
  it('turns inputs into arguments, each line one, whatever is in it', async () => {
    const { code, called, installed, outputs } = await run({
      AUTHCHECK_COMMAND: 'verify',
      AUTHCHECK_TARGETS:
        '  https://a.example.com/mcp\n\n--allow-commands\n$(touch pwned)`touch pwned`;touch pwned',
      AUTHCHECK_CONFIG: 'a b.yaml',
      AUTHCHECK_FEDERATED: 'github',
      AUTHCHECK_SHARD: '2/4',
      AUTHCHECK_REPORTS: 'junit=a b.xml\nsarif=c.sarif\n',
      AUTHCHECK_ARGS: '--call\nadd a=1 b=2 => 3\n--skip\nserver\'"',
      AUTHCHECK_VERSION: '0.1.0',
    });
    expect(code).toBe(0);
    expect(called?.args).toEqual([
      'verify',
      expect.stringMatching(/^--report=json=.*\/runner\/mcp-authcheck\.\w+\/report\.json$/),
      '--report=junit=a b.xml',
      '--report=sarif=c.sarif',
      '--config=a b.yaml',
      '--federated=github',
      '--shard=2/4',
      '--call',
      'add a=1 b=2 => 3',
      '--skip',
      `server'"`,
      '--',
      'https://a.example.com/mcp',
      '--allow-commands',
      '$(touch pwned)`touch pwned`;touch pwned',
    ]);
    expect(called?.cwd).toBe(folder);
    // Apart from the checkout, where a pull request could leave an .npmrc.
    expect(installed?.cwd).toContain(path.join(folder, 'runner'));
    expect(installed?.args.at(-1)).toBe('mcp-authcheck@0.1.0');
    expect(outputs).toMatchObject({ verdict: 'pass', 'exit-code': '0' });
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toContain('pwned');
  });

  it('merges', async () => {
    const { called } = await run({
      AUTHCHECK_COMMAND: 'merge',
      AUTHCHECK_TARGETS: 'blobs',
      AUTHCHECK_EXPECT: '4',
      AUTHCHECK_SHARD: '1/4',
    });
    expect(called?.args).toEqual(['merge', expect.any(String), '--expect=4', '--', 'blobs']);
  });

  it.each([
    ['1', 'fail'],
    ['9', 'incomplete'],
  ])('ends with exit code %s and says %s', async (code, verdict) => {
    const result = await run({}, { CODE: code, VERDICT: verdict });
    expect(result).toMatchObject({ code: Number(code), outputs: { verdict, 'exit-code': code } });
    expect(JSON.parse(await readFile(result.outputs.report ?? '', 'utf8'))).toEqual({ verdict });
  });

  it('says no verdict where there is no report', async () => {
    const { code, outputs } = await run({}, { CODE: '2', VERDICT: '' });
    expect({ code, outputs }).toEqual({ code: 2, outputs: { verdict: '', 'exit-code': '2', report: '' } });
  });

  it.each([
    ['command', { AUTHCHECK_COMMAND: 'token' }],
    ['version', { AUTHCHECK_VERSION: '1.0.0 evil-package' }],
    ['version', { AUTHCHECK_VERSION: '-g' }],
  ])('refuses a %s that is none before anything is installed: %o', async (word, inputs) => {
    const { code, stdout, installed, outputs } = await run(inputs);
    expect({ code, installed, outputs }).toEqual({
      code: 2,
      installed: undefined,
      outputs: { 'exit-code': '2' },
    });
    expect(stdout).toContain(`::error title=mcp-authcheck::${word}`);
  });

  it('fails when npm does', async () => {
    const { code, called } = await run({}, { STAND_IN_NPM: 'fails' });
    expect(code).not.toBe(0);
    expect(called).toBeUndefined();
  });
});
