import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands/index.ts';
import type { Io } from '../src/commands/io.ts';
import { runCli } from './support/run-cli.ts';

describe('the help of the whole program', () => {
  let folder = '';

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is written at build time and is what the program would say now, however it is asked for', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'authcheck-help-'));
    // A second word takes the way through the program itself.
    const { stdout } = await runCli(['--help', '--help'], { cwd: folder });
    expect(stdout).toContain('Usage: mcp-authcheck');
    for (const word of ['--help', '-h', 'help']) {
      expect(await runCli([word], { cwd: folder })).toEqual({ code: 0, stdout, stderr: '' });
    }
  });
});

describe('the help of a command', () => {
  it.each(commands.map((define) => define({} as Io, () => undefined).name()))(
    '%s: what it says of arguments and flags stays within 100 columns',
    async (name) => {
      const { stdout } = await runCli([name, '--help']);
      const [described = ''] = stdout.split(/^Examples:$/m);
      expect(described.split('\n').filter((line) => line.length > 100)).toEqual([]);
    },
  );
});
