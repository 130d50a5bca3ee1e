import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { refusal } from './config/given.ts';
import { typed } from './init-io.ts';
import { merge } from './merge-io.ts';

/** A link that leads to itself: there, and nobody can read it, root included. */
const circle = (file: string): Promise<void> => symlink(path.basename(file), file);

describe('a file that is there and cannot be read', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'disk-errors-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is named by merge, where passing it over would hide a shard', async () => {
    await mkdir(path.join(folder, 'blobs'));
    await circle(path.join(folder, 'blobs', '1.jsonl'));
    const { code, stderr } = await merge(folder, 'blobs');
    expect(code).toBe(9);
    expect(stderr).toContain('blobs/1.jsonl is no blob report of this version: it cannot be read (ELOOP)');
  });

  it('is no missing configuration', async () => {
    await circle(path.join(folder, 'mcp-authcheck.yaml'));
    const { code, message } = await refusal({ cwd: folder, targets: ['calculator'] });
    expect(code).toBe('config.unreadable');
    expect(message).toContain('mcp-authcheck.yaml');
  });

  it('is not what init asks for: without a temporary folder it says so, and writes nothing', async () => {
    vi.stubEnv('TMPDIR', path.join(folder, 'not there'));
    const id = '00001111-aaaa-2222-bbbb-3333cccc4444';
    const url = ['https://calculator.example.com/mcp', '--no-discover'];
    const { code, stderr } = await typed(folder, url, ['--tenant', id, '--audience', id, '--client-id', id]);
    expect(code).toBe(2);
    expect(stderr).toContain(`temporary folder ${path.join(folder, 'not there')} (ENOENT)`);
    expect(await readdir(folder)).toEqual([]);
  });
});
