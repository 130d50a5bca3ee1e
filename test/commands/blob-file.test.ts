import { readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlob } from '../../src/commands/blob-file.ts';
import { finishedIn } from '../../src/commands/blob-taken-over.ts';
import { targetReport } from '../reporters/report.ts';
import { fleet, headerOf, merge, temporary, wholeRun, writeShard } from './merge-io.ts';

let folder: string;
let remove: () => Promise<void>;
let file: string;

beforeEach(async () => {
  ({ folder, remove } = await temporary());
  file = path.join(folder, 'blob.jsonl');
});
afterEach(async () => await remove());

const asIs = (text: string): string => text;
const silent = (): undefined => undefined;
const lines = async (): Promise<readonly string[]> => (await readFile(file, 'utf8')).split('\n').slice(0, -1);
const names = (reports: readonly { readonly name: string }[]): readonly string[] =>
  reports.map(({ name }) => name);

describe('a blob while it is written', () => {
  it('holds each target as it finishes, before the run is over', async () => {
    const blob = await openBlob(file, headerOf(1, 1), [], asIs, silent);
    expect(await lines()).toHaveLength(1);
    for (const target of fleet.slice(0, 3)) blob.add(target);
    await expect.poll(async () => (await lines()).length).toBe(4);
    await blob.finish(wholeRun);
    expect(await lines()).toHaveLength(14);
    expect((await merge(folder, file)).code).toBe(1);
  });

  it('is cleaned of secrets line by line, and whole all the same', async () => {
    const secret = 'a-secret-of-server-2';
    const redact = (text: string): string => text.replaceAll(secret, '[redacted]');
    const leaky = fleet.map((target) => ({ ...target, url: `${target.url}?key=${secret}` }));
    const blob = await openBlob(file, headerOf(1, 1), [], redact, silent);
    for (const target of leaky) blob.add(target);
    await blob.finish({ ...wholeRun, targets: leaky });
    expect(await readFile(file, 'utf8')).not.toContain(secret);
    expect((await merge(folder, file)).code).toBe(1);
  });

  it('takes the place of yesterday’s at once: a run that dies leaves nothing green behind', async () => {
    await writeShard(file, headerOf(1, 1), { targets: fleet.filter(({ verdict }) => verdict === 'pass') });
    await openBlob(file, headerOf(1, 1), [], asIs, silent);
    const { code, stderr } = await merge(folder, file);
    expect(code).toBe(9);
    expect(stderr).toContain('shard 1 of 1');
    expect(await readdir(folder)).toEqual(['blob.jsonl']);
  });

  it('writes through a symbolic link', async () => {
    const link = path.join(folder, 'latest');
    await writeFile(file, 'old');
    await symlink(file, link);
    await openBlob(link, headerOf(1, 1), [], asIs, silent);
    expect(await lines()).toHaveLength(1);
  });

  it('tells of a full disk once, keeps what is there, and fails in the end', async () => {
    const told: unknown[] = [];
    const blob = await openBlob(file, headerOf(1, 1), [], asIs, (error) => told.push(error));
    await remove();
    for (const target of fleet) blob.add(target);
    await expect(blob.finish(wholeRun)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(told).toHaveLength(1);
  });
});

describe('what a shard that is run again takes over', () => {
  it('the targets of a killed run, with half a line at its end', async () => {
    await writeShard(file, headerOf(1, 1), { until: 5 });
    await writeFile(file, '{"type":"target","position":5,"rep', { flag: 'a' });
    expect(names(await finishedIn(file, headerOf(1, 1)))).toEqual(names(fleet.slice(0, 5)));
  });

  it('not those that were unreachable, incomplete or broke inside', async () => {
    const [one, two, three, four, five] = fleet;
    const ends = [
      { ...one, verdict: 'fail', exitCode: 4 },
      { ...two, verdict: 'incomplete', exitCode: 9 },
      { ...three, verdict: 'incomplete', exitCode: 1 },
      { ...four, verdict: 'fail', exitCode: 70 },
      { ...five, verdict: 'fail', exitCode: 7 },
    ].map((changed) => targetReport(changed as Parameters<typeof targetReport>[0]));
    const targets = [...ends, ...fleet.slice(5)];
    await writeShard(file, headerOf(1, 1), { targets });
    expect(names(await finishedIn(file, headerOf(1, 1)))).toEqual(names(targets.slice(4)));
  });

  it.each([
    ['another configuration', headerOf(1, 1, { configDigest: 'b'.repeat(64) })],
    ['another shard', headerOf(2, 2)],
    ['another version', headerOf(1, 1, { tool: { name: 'mcp-authcheck', version: '9.9.9' } })],
  ])('nothing of %s', async (_name, header) => {
    await writeShard(file, headerOf(1, 1));
    expect(await finishedIn(file, header)).toEqual([]);
  });

  it('nothing of a blob that was edited, and nothing where there is none', async () => {
    await writeShard(file, headerOf(1, 1));
    await writeFile(file, (await readFile(file, 'utf8')).replace('it was let in', 'it was kept out'));
    expect(await finishedIn(file, headerOf(1, 1))).toEqual([]);
    await writeFile(file, 'something else');
    expect(await finishedIn(file, headerOf(1, 1))).toEqual([]);
    expect(await finishedIn(path.join(folder, 'absent'), headerOf(1, 1))).toEqual([]);
  });

  it('never less, when it is killed as well', async () => {
    await writeShard(file, headerOf(1, 1), { until: 5 });
    const taken = await finishedIn(file, headerOf(1, 1));
    const again = await openBlob(file, headerOf(1, 1), taken, asIs, silent);
    expect(names(await finishedIn(file, headerOf(1, 1)))).toEqual(names(taken));
    await again.finish(wholeRun);
    const { code, stdout } = await merge(folder, file, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout).targets).toEqual(fleet);
  });
});
