import { existsSync } from 'node:fs';
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reportFiles } from '../../src/commands/report-files.ts';
import { runCli } from '../support/run-cli.ts';
import { fleet, headerOf, ioIn, merge, wholeRun } from './merge-io.ts';

let folder: string;
let server: Server;
let asked: number;
let endpoint: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-reports-'));
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const verifyInto = (file: string) =>
  runCli(['verify', endpoint, '--flow', 'none', '--report', `json=${file}`], {
    cwd: folder,
    env: { HOME: '/nonexistent' },
  });

describe('--report into a place that cannot be written', () => {
  it.each([
    ['below a file', 'file/report.json'],
    ['a folder', 'there'],
  ])('%s ends with 2 before anything is sent', async (_name, file) => {
    await mkdir(path.join(folder, 'there'));
    await writeFile(path.join(folder, 'file'), '');
    const { code, stdout, stderr } = await verifyInto(file);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(path.join(folder, file));
    expect(asked).toBe(0);
    expect((await readdir(folder)).toSorted()).toEqual(['file', 'there']);
  });

  it('is no folder that is missing: it is made', async () => {
    await verifyInto('reports/today/report.json');
    const written = await readFile(path.join(folder, 'reports', 'today', 'report.json'), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ schemaVersion: 1 });
  });

  it('leaves an earlier report alone when another one cannot be written', async () => {
    await writeFile(path.join(folder, 'old.json'), 'an earlier report');
    const args = [
      'verify',
      endpoint,
      '--flow',
      'none',
      '--report',
      'json=old.json',
      '--report',
      'json=old.json/x',
    ];
    expect((await runCli(args, { cwd: folder })).code).toBe(2);
    expect(await readFile(path.join(folder, 'old.json'), 'utf8')).toBe('an earlier report');
  });

  it('writes over an earlier report when all is well', async () => {
    await writeFile(path.join(folder, 'old.json'), 'an earlier report');
    await verifyInto('old.json');
    expect(JSON.parse(await readFile(path.join(folder, 'old.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect(asked).toBeGreaterThan(0);
  });
});

/** A disk without room, where there is one. */
const onFullDisk = it.skipIf(!existsSync('/dev/full'));

describe('writing in the end', () => {
  const written = async (name: string): Promise<string> => await readFile(path.join(folder, name), 'utf8');
  const write = async (...wanted: readonly string[]): Promise<void> =>
    await (await reportFiles(wanted, ioIn(folder))).write(wholeRun);

  onFullDisk('a full disk under one report leaves the others', async () => {
    const failing = write('json=one.json', 'json=/dev/full', 'blob=two.jsonl');
    await expect(failing).rejects.toMatchObject({ code: 'report.not_writable', exit: 9 });
    await expect(failing).rejects.toThrow('/dev/full (no space is left)');
    expect(JSON.parse(await written('one.json')).targets).toHaveLength(fleet.length);
    expect((await merge(folder, 'two.jsonl')).code).toBe(1);
    expect((await readdir(folder)).sort()).toEqual(['one.json', 'two.jsonl']);
  });

  it('a folder that went away in the middle costs its own reports only', async () => {
    await mkdir(path.join(folder, 'gone'));
    const io = ioIn(folder);
    const files = await reportFiles(['json=gone/a.json', 'blob=gone/b.jsonl', 'json=kept.json'], io);
    await files.begin(headerOf(1, 1), []);
    for (const target of fleet.slice(0, 2)) files.onTarget(target);
    await rm(path.join(folder, 'gone'), { recursive: true });
    for (const target of fleet.slice(2)) files.onTarget(target);
    const failing = files.write(wholeRun);
    await expect(failing).rejects.toThrow(/Some reports could not be written: .*a\.json .*b\.jsonl /);
    expect(JSON.parse(await written('kept.json')).targets).toHaveLength(fleet.length);
    expect(io.heard.err.match(/b\.jsonl cannot be written any more/g)).toHaveLength(1);
  });

  it('keeps links, modes and files that are known by two names', async () => {
    await writeFile(path.join(folder, 'real.json'), 'old');
    await chmod(path.join(folder, 'real.json'), 0o640);
    await symlink('real.json', path.join(folder, 'link.json'));
    await writeFile(path.join(folder, 'twin.json'), 'old');
    await link(path.join(folder, 'twin.json'), path.join(folder, 'other.json'));
    await write('json=link.json', 'json=twin.json');
    expect(await readlink(path.join(folder, 'link.json'))).toBe('real.json');
    expect((await stat(path.join(folder, 'real.json'))).mode & 0o777).toBe(0o640);
    expect(await written('real.json')).toBe(await written('other.json'));
    expect(JSON.parse(await written('other.json')).targets).toHaveLength(fleet.length);
  });

  it('has room for the longest name there is', async () => {
    const long = path.join(folder, `${'x'.repeat(255)}`);
    await writeFile(long, 'old');
    await write(`json=${long}`);
    expect(JSON.parse(await readFile(long, 'utf8')).targets).toHaveLength(fleet.length);
    expect(await readdir(folder)).toEqual([path.basename(long)]);
  });

  onFullDisk('a blob that cannot even be begun is said before anything is sent', async () => {
    const files = await reportFiles(['blob=/dev/full'], ioIn(folder));
    await expect(files.begin(headerOf(1, 1), [])).rejects.toMatchObject({
      code: 'usage.report_not_writable',
      exit: 2,
    });
  });

  it('takes over what the blob of a killed run has', async () => {
    const first = await reportFiles(['blob=b.jsonl'], ioIn(folder));
    await first.begin(headerOf(1, 1), []);
    for (const target of fleet.slice(0, 3)) first.onTarget(target);
    await expect.poll(async () => (await written('b.jsonl')).split('\n').length).toBe(5);

    const again = await reportFiles(['blob=b.jsonl', 'json=r.json'], ioIn(folder));
    const taken = await again.finished(headerOf(1, 1));
    expect(taken).toEqual(fleet.slice(0, 3));
    await again.begin(headerOf(1, 1), taken);
    for (const target of fleet.slice(3)) again.onTarget(target);
    await again.write(wholeRun);
    const merged = await merge(folder, 'b.jsonl', '--format', 'json');
    expect(JSON.parse(merged.stdout).targets).toEqual(fleet);
    expect((await written('b.jsonl')).split('\n')).toHaveLength(fleet.length + 3);
  });
});
