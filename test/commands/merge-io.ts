import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBlob } from '../../src/commands/blob-file.ts';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { inShard } from '../../src/commands/shard.ts';
import { createVault } from '../../src/http/index.ts';
import { BLOB_SCHEMA, type BlobHeader } from '../../src/reporters/blob.ts';
import type { Report, TargetReport } from '../../src/types.ts';
import { VERSION } from '../../src/version.ts';
import { report, result, STARTED, targetReport } from '../reporters/report.ts';

export interface Heard extends Io {
  readonly heard: { out: string; err: string };
}

/** A process of a CI system, as commands see it; what they print is kept. */
export function ioIn(cwd: string): Heard {
  const vault = createVault();
  const heard = { out: '', err: '' };
  return {
    heard,
    vault,
    out: (text) => {
      heard.out += vault.redact(text);
    },
    err: (text) => {
      heard.err += vault.redact(text);
    },
    reveal: () => undefined,
    showUrl: () => undefined,
    environment: {},
    cwd,
    readStdin: async () => '',
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    width: 100,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
  };
}

export interface Merged {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as users have it, in this process. */
export async function merge(cwd: string, ...args: readonly string[]): Promise<Merged> {
  const io = ioIn(cwd);
  const code = await main(['merge', ...args], io);
  return { code, stdout: io.heard.out, stderr: io.heard.err };
}

export async function temporary(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'authcheck-blobs-'));
  return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

const BROKEN = [
  result('endpoint/rejects-no-token', { verdict: 'fail', message: 'it was let in', fix: 'do not' }),
];

/** Twelve targets of a fleet: the fourth fails. */
export const fleet: readonly TargetReport[] = Array.from({ length: 12 }, (_, index) =>
  targetReport({
    name: `server-${index + 1}`,
    url: `https://server-${index + 1}.example.com/mcp`,
    ...(index === 3 ? { verdict: 'fail', exitCode: 1, results: BROKEN } : {}),
  }),
);

export const wholeRun: Report = report(fleet, { tool: { name: 'mcp-authcheck', version: VERSION } });

export function headerOf(index: number, total: number, changed: Partial<BlobHeader> = {}): BlobHeader {
  return {
    schema: BLOB_SCHEMA,
    type: 'header',
    tool: { name: 'mcp-authcheck', version: VERSION },
    runId: `run-of-${index}`,
    startedAt: STARTED,
    configDigest: 'a'.repeat(64),
    shard: { index, total },
    targets: fleet.map(({ name }) => name),
    ...changed,
  };
}

/** Writes what a shard writes; `until`: the process is killed after so many targets. */
export async function writeShard(
  file: string,
  header: BlobHeader,
  {
    until = Number.POSITIVE_INFINITY,
    targets = fleet,
  }: { until?: number; targets?: readonly TargetReport[] } = {},
): Promise<readonly TargetReport[]> {
  const own = targets.filter(({ name }) => inShard(name, header.shard));
  const blob = await openBlob(
    file,
    header,
    [],
    (text) => text,
    () => undefined,
  );
  for (const one of own.slice(0, until)) blob.add(one);
  if (own.length <= until) await blob.finish(report(own, { startedAt: header.startedAt }));
  else await new Promise((resolve) => setTimeout(resolve, 50));
  return own;
}

/** All shards of the fleet, in `folder/blobs`. */
export async function writeShards(folder: string, total: number): Promise<readonly string[]> {
  const files = Array.from({ length: total }, (_, index) => path.join(folder, `${index + 1}.jsonl`));
  for (const [index, file] of files.entries()) await writeShard(file, headerOf(index + 1, total));
  return files;
}
