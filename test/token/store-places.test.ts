import { spawnSync } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createTokenStore } from '../../src/token/index.ts';
import { isRoot, NOBODY, storeWriters, type Writers } from './store-process.ts';
import { plainVault } from './tokens.ts';

const key = { issuer: 'https://issuer.example', clientId: 'a', resource: '0', flow: 'device_code' };

let writers: Writers;
let directory: string;
let file: string;
beforeAll(async () => {
  writers = await storeWriters();
});
afterAll(() => writers.remove());
beforeEach(async () => {
  const parent = await mkdtemp(path.join(writers.root, 'place-'));
  await chmod(parent, 0o777);
  directory = path.join(parent, 'mcp-authcheck');
  file = path.join(directory, 'refresh-tokens.json');
});

const open = () => createTokenStore({ directory, vault: plainVault() });
const put = () => open().put(key, { refreshToken: new Secret('rt-1') });
const told = (stdout: string) => JSON.parse(stdout) as Readonly<Record<string, unknown>>;
const modes = async () => {
  const [folder, list] = await Promise.all([stat(directory), stat(file)]);
  return [(folder.mode & 0o777).toString(8), (list.mode & 0o777).toString(8)];
};

describe.skipIf(process.platform === 'win32')('folder and file are 0700 and 0600', () => {
  test.each(['000', '022', '077', '177', '277'])(
    'with umask %s, for whoever is not root, too',
    async (umask) => {
      const behind = ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh'];
      const as = isRoot ? { uid: NOBODY } : {};
      const end = await writers.run([directory, 'a', '1'], { behind, ...as });
      expect(end).toMatchObject({ code: 0, stdout: '' });
      expect(await modes()).toEqual(['700', '600']);
      expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
    },
  );

  test('although what a killed run left there had other rights', async () => {
    await put();
    const temporary = `${file}.1-0.tmp`;
    await writeFile(temporary, 'rt-of-a-killed-run', { mode: 0o644 });
    await put();
    expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
    expect(await modes()).toEqual(['700', '600']);
  });
});

describe('is refused, with what to do', () => {
  const refusal = (words: string) => ({
    code: 'credential.store_unsafe',
    exit: 2,
    message: expect.stringContaining(words),
    hint: expect.any(String),
  });

  test.skipIf(process.platform === 'win32')(
    'a named pipe in place of the file, which nobody writes to',
    async () => {
      await mkdir(directory, { mode: 0o700 });
      spawnSync('mkfifo', ['-m', '600', file]);
      await expect(open().get(key)).rejects.toMatchObject(refusal('not a regular file'));
      await expect(put()).rejects.toMatchObject(refusal('not a regular file'));
    },
  );

  test('a file in place of the folder', async () => {
    await writeFile(directory, '', { mode: 0o600 });
    await expect(put()).rejects.toMatchObject(refusal('is not a directory'));
  });

  // Only root can give a file away.
  describe.skipIf(!isRoot)('what another user owns (needs root)', () => {
    test('the file', async () => {
      await put();
      await chown(file, NOBODY, NOBODY);
      await expect(open().get(key)).rejects.toMatchObject(refusal('belongs to another user'));
      await expect(put()).rejects.toMatchObject(refusal('belongs to another user'));
      expect(await readFile(file, 'utf8')).toContain('rt-1');
    });

    test('the folder', async () => {
      await put();
      await chown(directory, NOBODY, NOBODY);
      await expect(open().get(key)).rejects.toMatchObject(refusal('belongs to another user'));
    });

    test('root’s own file, for who is not root', async () => {
      await put();
      await chown(directory, NOBODY, NOBODY);
      const end = await writers.run([directory, 'a', '0'], { uid: NOBODY });
      expect(told(end.stdout)).toMatchObject(refusal('cannot be opened (EACCES)') as object);
    });
  });
});

describe('where nothing can be written, the error says so and the old logins stay', () => {
  const FAILED = { code: 'run.store_not_writable', exit: 9, hint: expect.stringContaining('free space') };

  test.skipIf(process.platform === 'win32')('a folder without the right to write', async () => {
    // Root may write everywhere: somebody else has to try.
    if (isRoot) await mkdir(directory, { mode: 0o700 }).then(() => chown(directory, NOBODY, NOBODY));
    const as = isRoot ? { uid: NOBODY } : {};
    expect(await writers.run([directory, 'a', '1'], as)).toMatchObject({ code: 0 });
    await chmod(directory, 0o500);
    const end = await writers.run([directory, 'a', '2'], as);
    expect(told(end.stdout)).toMatchObject({ ...FAILED, message: expect.stringContaining('EACCES') });
    expect(await readFile(file, 'utf8')).toContain('rt-a-0');
  });

  const mounted = (options: string, then: string) => [
    'unshare',
    '--mount',
    'sh',
    '-c',
    `mount -t tmpfs -o ${options} tmpfs "$0" && ${then} exec "$@"`,
    path.dirname(directory),
  ];
  const canMount =
    isRoot && spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

  test.skipIf(!canMount)('a full disk (needs root and a mount of its own)', async () => {
    const fill = `mkdir -m 700 "$0/mcp-authcheck" && (head -c 1M /dev/zero > "$0/full" || true) 2> /dev/null &&`;
    const end = await writers.run([directory, 'a', '1'], { behind: mounted('size=16k', fill) });
    expect(told(end.stdout)).toMatchObject({ ...FAILED, message: expect.stringContaining('ENOSPC') });
  });

  test.skipIf(!canMount)('a file system that is read only (needs root and a mount of its own)', async () => {
    const lock = `mkdir -m 700 "$0/mcp-authcheck" && mount -o remount,ro "$0" &&`;
    const end = await writers.run([directory, 'a', '1'], { behind: mounted('size=64k', lock) });
    expect(told(end.stdout)).toMatchObject({ ...FAILED, message: expect.stringContaining('EROFS') });
  });

  test.skipIf(process.platform === 'win32')(
    'a limit on the size of files, and nothing half is left',
    async () => {
      await put();
      const behind = ['sh', '-c', `trap '' XFSZ; ulimit -f 1; exec "$@"`, 'sh'];
      // A thousand logins do not fit into the 512 bytes.
      const end = await writers.run([directory, 'much', '20', '2000'], { behind });
      expect(told(end.stdout)).toMatchObject({ ...FAILED, message: expect.stringContaining('EFBIG') });
      expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
      expect((await open().get(key))?.refreshToken.reveal()).toBe('rt-1');
    },
  );
});
