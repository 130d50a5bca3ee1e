import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCompiled } from '../../src/commands/code-cache.ts';
import { CLI, runCli } from '../support/run-cli.ts';

interface Greeter {
  readonly greet: () => string;
}

/** From Node 22.1 on, Node keeps it in a way of its own. */
const byNode = 'enableCompileCache' in nodeModule;
let folder: string;
let cache: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-code-cache-'));
  cache = path.join(folder, 'cache', 'mcp-authcheck');
  await writeFile(program(), "exports.greet = () => require('node:path').basename(__filename);");
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const program = (): string => path.join(folder, 'program-1.cjs');
const load = () =>
  loadCompiled<Greeter>(pathToFileURL(program()), 'verify', { XDG_CACHE_HOME: path.dirname(cache) });

async function kept(): Promise<readonly string[]> {
  return (await readdir(cache)).filter((name) => name.startsWith('program-'));
}

describe('a bundled program', () => {
  it('runs with and without compiled code of an earlier run', () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const { exports, keep } = load();
      expect(exports.greet()).toBe('program-1.cjs');
      keep();
    }
  });

  it('takes no code from the working directory, and leaves none there', async () => {
    const { exports, keep } = loadCompiled<Greeter>(pathToFileURL(program()), 'verify', {
      XDG_CACHE_HOME: path.basename(folder),
    });
    keep();
    expect(exports.greet()).toBe('program-1.cjs');
    await expect(stat(path.basename(folder))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  // Containers run like this; only root can try.
  it.skipIf(process.getuid?.() !== 0)('runs for a user without a home directory (needs root)', () => {
    const { stdout, status } = spawnSync(process.execPath, [CLI, 'explain', 'invalid_grant'], {
      encoding: 'utf8',
      env: {},
      uid: 54_321,
      gid: 54_321,
      cwd: '/',
    });
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('invalid_grant') });
  });

  it('runs where nothing can be kept', async () => {
    await writeFile(path.join(folder, 'cache'), 'no folder');
    const { exports, keep } = load();
    keep();
    expect(exports.greet()).toBe('program-1.cjs');
  });
});

describe.skipIf(byNode)('its compiled code', () => {
  it('lies in a folder of the user alone, one file per kind of run', async () => {
    load().keep();
    expect((await stat(cache)).mode & 0o777).toBe(0o700);
    const [name = ''] = await kept();
    expect(name).toMatch(/^program-1\.cjs-.*-verify$/);
    expect((await stat(path.join(cache, name))).mode & 0o777).toBe(0o600);
  });

  it('is neither read from nor written to a folder that others can write to', async () => {
    await mkdir(cache, { recursive: true });
    await chmod(cache, 0o777);
    const { exports, keep } = load();
    keep();
    expect(exports.greet()).toBe('program-1.cjs');
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['fits', (whole: Buffer) => whole, false],
    ['is cut off', (whole: Buffer) => whole.subarray(0, whole.length / 2), true],
    ['is full of zeros', (whole: Buffer) => Buffer.alloc(whole.length), true],
    ['is empty', () => Buffer.alloc(0), true],
  ])('that %s is used, or made anew', async (_how, change, anew) => {
    // A process of its own each time: V8 itself remembers what it has just compiled.
    const run = () => runCli(['explain', 'invalid_client'], { env: { XDG_CACHE_HOME: path.dirname(cache) } });
    const first = await run();
    const file = path.join(cache, (await kept())[0] ?? '');
    await writeFile(file, change(await readFile(file)));
    await utimes(file, 1_000, 1_000);
    expect(await run()).toEqual({ ...first, code: 0 });
    expect((await stat(file)).mtimeMs !== 1_000_000).toBe(anew);
  });

  it('goes when nobody has renewed it for a month', async () => {
    load().keep();
    const old = path.join(cache, 'program-0.cjs-of-long-ago');
    await writeFile(old, '');
    await utimes(old, 0, 0);
    await rm(path.join(cache, (await kept()).find((name) => name.endsWith('-verify')) ?? ''));
    load().keep();
    expect((await kept()).map((name) => name.slice(0, 9))).toEqual(['program-1']);
  });
});
