import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
