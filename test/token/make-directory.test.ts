import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDirectory } from '../../src/token/make-directory.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'make-directory-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a directory that logins or reports go to', () => {
  test('is made with those above it, with the rights asked for', async () => {
    const deep = path.join(root, 'a', 'b', 'c');
    expect(await makeDirectory(deep, 0o700)).toBe(path.join(root, 'a'));
    expect((await stat(deep)).mode & 0o777).toBe(0o700);
  });

  test('that is there is left as it is', async () => {
    expect(await makeDirectory(root)).toBeUndefined();
  });

  test('is made once by two that want it at once', async () => {
    const wanted = path.join(root, 'x', 'y');
    await Promise.all([makeDirectory(wanted), makeDirectory(wanted), makeDirectory(wanted)]);
    expect((await stat(wanted)).isDirectory()).toBe(true);
  });

  test.each([
    ['in place of it', 'file', 'EEXIST'],
    ['above it', path.join('file', 'below'), 'ENOTDIR'],
  ])('is refused where a file is %s', async (_where, name, code) => {
    await writeFile(path.join(root, 'file'), '');
    await expect(makeDirectory(path.join(root, name))).rejects.toMatchObject({ code });
  });

  test.skipIf(process.platform !== 'linux')(
    'is refused where a folder takes none and says that it is not there, instead of for ever tried again',
    async () => {
      await expect(makeDirectory('/proc/nobody/.local/state')).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );
});
