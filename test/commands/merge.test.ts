import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inShard } from '../../src/commands/shard.ts';
import { summarise } from '../../src/verdicts.ts';
import { targetReport } from '../reporters/report.ts';
import {
  fleet,
  headerOf,
  type Merged,
  merge,
  temporary,
  wholeRun,
  writeShard,
  writeShards,
} from './merge-io.ts';

let folder: string;
let remove: () => Promise<void>;

beforeEach(async () => ({ folder, remove } = await temporary()));
afterEach(async () => await remove());

const at = (...parts: readonly string[]): string => path.join(folder, ...parts);
const own = (index: number, total: number) => fleet.filter(({ name }) => inShard(name, { index, total }));

/** Never green, and the report of what is there is printed all the same. */
const incomplete = ({ code, stdout, stderr }: Merged, wanted: string): string => {
  expect(code).toBe(9);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'incomplete', exitCode: 9 });
  expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({ code: wanted, exit: 9 });
  expect(stderr).toContain('\n  → ');
  return stderr;
};
const mergeJson = (...args: readonly string[]) => merge(folder, ...args, '--format', 'json');

describe('a complete set of blobs', () => {
  it.each([1, 2, 4, 8])('in %i shards gives the report of one run', async (total) => {
    await writeShards(folder, total);
    const { code, stdout } = await mergeJson('.', '--expect', String(total));
    expect(code).toBe(1);
    const { runId, durationMs, ...merged } = JSON.parse(stdout);
    const { runId: _, durationMs: __, ...whole } = wholeRun;
    expect(runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(durationMs).toBe(812);
    expect(JSON.stringify(merged.targets)).toBe(JSON.stringify(whole.targets));
    expect({ ...merged, summary: undefined }).toEqual({ ...whole, summary: undefined });
    expect(merged.summary).toEqual(summarise(fleet.flatMap(({ results }) => results)));
  });

  it('passes when every shard did, one without any target among them', async () => {
    const targets = fleet.filter(({ verdict }) => verdict === 'pass').slice(0, 1);
    for (const index of [1, 2, 3]) {
      const header = headerOf(index, 3, { targets: targets.map(({ name }) => name) });
      await writeShard(at(`${index}.jsonl`), header, { targets });
    }
    expect((await mergeJson('.')).code).toBe(0);
  });

  it('is found in the folders of a CI system, beside other reports, and as files', async () => {
    for (const index of [1, 2]) {
      await mkdir(at('artifacts', `shard-${index}`), { recursive: true });
      await writeShard(at('artifacts', `shard-${index}`, 'report.jsonl'), headerOf(index, 2));
      await writeFile(at('artifacts', `shard-${index}`, 'junit.xml'), '<testsuites/>');
    }
    expect((await mergeJson('artifacts', '--expect', '2')).code).toBe(1);
    const files = [1, 2].map((index) => path.join('artifacts', `shard-${index}`, 'report.jsonl'));
    expect((await mergeJson(...files)).code).toBe(1);
    expect((await mergeJson('artifacts', ...files)).code).toBe(1);
  });

  it('writes reports, of which a blob can be merged again', async () => {
    await writeShards(at(), 2);
    const { code } = await merge(folder, '.', '--report', 'json=out.json', '--report', 'blob=all.jsonl');
    expect(code).toBe(1);
    expect(JSON.parse(await readFile(at('out.json'), 'utf8')).targets).toEqual(fleet);
    expect(JSON.parse((await mergeJson('all.jsonl')).stdout).targets).toEqual(fleet);
  });

  it('tells every result with jsonl', async () => {
    await writeShards(folder, 2);
    const { stdout } = await merge(folder, '.', '--format', 'jsonl');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(fleet.flatMap(({ results }) => results).length + 1);
    expect(lines.at(-1)).toMatchObject({ type: 'summary', verdict: 'fail' });
  });

  it('is incomplete when a shard was interrupted', async () => {
    const [file = ''] = await writeShards(folder, 1);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace(/"verdict":"fail","exitCode":1(?=[^\n]*\n$)/, '"verdict":"incomplete","exitCode":9'),
    );
    const { code, stdout } = await mergeJson('.');
    expect(code).toBe(9);
    expect(JSON.parse(stdout).verdict).toBe('incomplete');
  });
});

describe('a set that is not whole is never green', () => {
  it.each([1, 4, 8])('without shard %i', async (index) => {
    const files = await writeShards(folder, 8);
    await rm(files[index - 1] ?? '');
    const merged = await mergeJson('.', '--expect', '8');
    const said = incomplete(merged, 'report.shard_missing');
    expect(said).toContain(`Shard ${index} of 8 is missing`);
    expect(said).toContain(`--shard ${index}/8`);
    for (const { name } of own(index, 8).slice(0, 5)) expect(said).toContain(`"${name}"`);
    expect(JSON.parse(merged.stdout).targets).toEqual(
      fleet.filter(({ name }) => !inShard(name, { index, total: 8 })),
    );
  });

  it('without --expect either: the blobs know how many they are', async () => {
    const [first = '', , third = ''] = await writeShards(folder, 4);
    await rm(first);
    await rm(third);
    expect(incomplete(await mergeJson('.'), 'report.shard_missing')).toContain(
      'Shards 1, 3 of 4 are missing',
    );
  });

  it('with a shard that was killed', async () => {
    await writeShards(folder, 2);
    await writeShard(at('2.jsonl'), headerOf(2, 2), { until: 1 });
    const merged = await mergeJson('.');
    const said = incomplete(merged, 'report.shard_truncated');
    expect(said).toMatch(/shard 2 of 2 \(2\.jsonl\) ends before its shard did: only 1/);
    expect(said).toContain('--retry-incomplete');
    expect(JSON.parse(merged.stdout).targets).toHaveLength(own(1, 2).length + 1);
  });

  it('with a blob cut at any byte', async () => {
    const [file = ''] = await writeShards(folder, 1);
    const { length } = await readFile(file);
    const whole = await readFile(file);
    for (let cut = 1; cut < length; cut += Math.ceil(length / 40)) {
      await writeFile(file, whole);
      await truncate(file, length - cut);
      expect((await mergeJson('1.jsonl')).code, `${cut} bytes less`).toBe(9);
    }
  });

  it('with a shard twice', async () => {
    await writeShards(folder, 2);
    await copyFile(at('2.jsonl'), at('again.jsonl'));
    const said = incomplete(await mergeJson('.'), 'report.shard_twice');
    expect(said).toContain('2 blobs of shard 2 of 2 (');
    expect(said).toContain('again.jsonl');
  });

  it.each<[string, (text: string) => string]>([
    ['a verdict', (text) => text.replace('"verdict":"fail","exitCode":1', '"verdict":"pass","exitCode":0')],
    ['a message', (text) => text.replace('it was let in', 'it was kept out')],
    ['a target removed', (text) => text.replace(/\{"type":"target","position":3.*\n/, '')],
    ['two lines swapped', (text) => text.replace(/(\{"type":"target".*\n)(\{"type":"target".*\n)/, '$2$1')],
    ['a line after the end', (text) => `${text}{}\n`],
    ['line breaks of Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['one byte', (text) => text.replace('calculator', 'calculatOr')],
    ['the checksum', (text) => text.replace(/"checksum":"./, '"checksum":"g')],
  ])('with a blob edited by hand: %s', async (_name, edit) => {
    const [file = ''] = await writeShards(folder, 1);
    const text = await readFile(file, 'utf8');
    expect(edit(text)).not.toBe(text);
    await writeFile(file, edit(text));
    expect(incomplete(await mergeJson('.'), 'report.shard_changed')).toContain('(1.jsonl) was changed');
  });

  it('with a shard of another configuration, and the odd one is named', async () => {
    await writeShards(folder, 3);
    await writeShard(at('2.jsonl'), headerOf(2, 3, { configDigest: 'c'.repeat(64) }));
    const said = incomplete(await mergeJson('.'), 'report.shard_configuration');
    expect(said).toContain('shard 2 of 3 (2.jsonl) had another configuration');
    expect(said).toContain('Shard 2 of 3 is missing');
  });

  it('with a shard of another split', async () => {
    await writeShards(folder, 3);
    await writeShard(at('2.jsonl'), headerOf(2, 4));
    expect(incomplete(await mergeJson('.'), 'report.shard_configuration')).toContain('was split into 4');
  });

  it('with a shard of another version', async () => {
    await writeShards(folder, 2);
    await writeShard(at('2.jsonl'), headerOf(2, 2, { tool: { name: 'mcp-authcheck', version: '0.0.1' } }));
    expect(incomplete(await mergeJson('.'), 'report.shard_version')).toContain('mcp-authcheck 0.0.1');
  });

  it('with fewer shards than --expect', async () => {
    await writeShards(folder, 2);
    expect(incomplete(await mergeJson('.', '--expect', '4'), 'report.shard_total')).toContain('4 shards');
  });

  it('with a target in two shards', async () => {
    const first = own(1, 2)[0];
    const both = [...own(2, 2), ...(first === undefined ? [] : [first])];
    await writeShard(at('1.jsonl'), headerOf(1, 2));
    await writeForeign(at('2.jsonl'), both);
    expect(incomplete(await mergeJson('.'), 'report.target_twice')).toContain(
      `"${first?.name}" is in shard 1 of 2`,
    );
  });

  it('with a target that no shard has', async () => {
    await writeShard(at('1.jsonl'), headerOf(1, 2));
    await writeForeign(at('2.jsonl'), own(2, 2).slice(1));
    expect(incomplete(await mergeJson('.'), 'report.target_missing')).toContain(`"${own(2, 2)[0]?.name}"`);
  });

  it('with an empty folder, a missing file, or a file that is something else', async () => {
    await mkdir(at('empty'));
    expect(incomplete(await mergeJson('empty'), 'report.no_blobs')).toContain('no blob report in empty');
    expect(incomplete(await mergeJson('absent.jsonl'), 'report.not_a_blob')).toContain('it does not exist');
    await writeFile(at('junit.xml'), '<testsuites/>');
    expect(incomplete(await mergeJson('junit.xml'), 'report.not_a_blob')).toContain('junit.xml');
    await writeFile(at('none'), '');
    expect(incomplete(await mergeJson('none'), 'report.not_a_blob')).toContain('it is empty');
    expect(incomplete(await mergeJson('/dev/null'), 'report.not_a_blob')).toContain('it is no file');
  });

  it.skipIf(!existsSync('/dev/full'))(
    'and says all that is wrong, and that a report could not be written',
    async () => {
      await writeShards(folder, 4);
      await rm(at('1.jsonl'));
      await appendFile(at('2.jsonl'), 'x\n');
      const { code, stderr } = await merge(folder, '.', '--report', 'json=/dev/full');
      expect(code).toBe(9);
      for (const word of ['Shard 1 of 4 is missing', '2.jsonl', '/dev/full', 'no space is left']) {
        expect(stderr).toContain(word);
      }
    },
  );
});

describe('blobs from whoever may write one', () => {
  it.each<[string, (line: Record<string, unknown>) => unknown]>([
    [
      'prototype keys',
      (line) => JSON.parse(JSON.stringify(line).replace('{', '{"__proto__":{"polluted":true},')),
    ],
    ['a constructor', (line) => ({ ...line, constructor: { prototype: { polluted: true } } })],
    ['a number for a text', (line) => ({ ...line, report: { ...(line.report as object), name: 7 } })],
    ['a position out of range', (line) => ({ ...line, position: 9e15 })],
    [
      'a pass that exits with 1',
      (line) => ({ ...line, report: { ...(line.report as object), exitCode: 1 } }),
    ],
    [
      'results that are none',
      (line) => ({ ...line, report: { ...(line.report as object), results: [null] } }),
    ],
    [
      'a date that is none',
      (line) => ({ ...line, report: { ...(line.report as object), startedAt: '\u001b[2J' } }),
    ],
    ['an array', () => []],
    ['nothing', () => null],
  ])('%s', async (_name, change) => {
    const [file = ''] = await writeShards(folder, 1);
    const lines = (await readFile(file, 'utf8')).split('\n');
    lines[1] = JSON.stringify(change(JSON.parse(lines[1] ?? '')));
    await writeFile(file, lines.join('\n'));
    const said = incomplete(await mergeJson('.'), 'report.shard_changed');
    expect(said).toContain('line 2');
    expect(said.length).toBeLessThan(2000);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(said).not.toContain('\u001b');
  });

  it('keeps what a hostile server wrote into its metadata, which is data', async () => {
    const [one] = fleet;
    if (one === undefined) throw new Error('no target');
    const metadata = JSON.parse('{"issuer":"x","__proto__":{"polluted":true},"constructor":1}');
    const targets = [
      targetReport({ ...one, discovery: { ...one.discovery, authorizationServerMetadata: metadata } }),
    ];
    await writeShard(at('1.jsonl'), headerOf(1, 1, { targets: [one.name] }), { targets });
    const { code, stdout } = await mergeJson('.');
    expect(code).toBe(0);
    expect(stdout).toContain('"__proto__"');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('nested so deep that writing it down would break', async () => {
    const [one] = fleet;
    if (one === undefined) throw new Error('no target');
    await writeShard(at('1.jsonl'), headerOf(1, 1, { targets: [one.name] }), { targets: [one] });
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const text = (await readFile(at('1.jsonl'), 'utf8')).replace('"claims":{', `"claims":{"x":${deep},`);
    await writeFile(at('1.jsonl'), text);
    expect(incomplete(await mergeJson('.'), 'report.shard_changed')).toContain('levels');
  });

  it('bytes that are no text', async () => {
    const [file = ''] = await writeShards(folder, 1);
    const lines = (await readFile(file)).toString('latin1').split('\n');
    lines[2] = `{"type":"target","position":1,"report":"\xff\xfe"}`;
    await writeFile(file, Buffer.from(lines.join('\n'), 'latin1'));
    expect(incomplete(await mergeJson('.'), 'report.shard_changed')).toContain('not JSON');
  });

  it('a header that lies about how many there are', async () => {
    const header = headerOf(1, 1, { shard: { index: 1, total: 1e9 } });
    await writeFile(at('1.jsonl'), `${JSON.stringify(header)}\n`);
    incomplete(await mergeJson('1.jsonl'), 'report.not_a_blob');
  });
});

describe('flags of merge', () => {
  it.each([
    ['no path', []],
    ['--expect 0', ['.', '--expect', '0']],
    ['--expect many', ['.', '--expect', 'many']],
    ['an unknown format', ['.', '--format', 'pdf']],
    ['a report without a file', ['.', '--report', 'json']],
  ])('%s ends with 2', async (_name, args) => {
    const { code, stdout } = await merge(folder, ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});

/** A blob whose targets are not those that its shard should have. */
async function writeForeign(file: string, targets: typeof fleet): Promise<void> {
  const { openBlob } = await import('../../src/commands/blob-file.ts');
  const blob = await openBlob(
    file,
    headerOf(2, 2),
    [],
    (text) => text,
    () => undefined,
  );
  for (const target of targets) blob.add(target);
  await blob.finish({ ...wholeRun, targets });
}
