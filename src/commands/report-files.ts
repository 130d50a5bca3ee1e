import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../errors.ts';
import { BLOB_SCHEMA, type BlobHeader, blob, blobText } from '../reporters/blob.ts';
import type { Reporter } from '../reporters/index.ts';
import type { Vault } from '../secret.ts';
import { makeDirectory } from '../token/make-directory.ts';
import type { Report, TargetReport } from '../types.ts';
import { type BlobFile, openBlob } from './blob-file.ts';
import { finishedIn } from './blob-taken-over.ts';
import { fileProblem } from './file-problem.ts';
import type { Io } from './io.ts';
import { rendered } from './rendered.ts';
import { replaceFile } from './replace-file.ts';
import { reportFormat } from './report-format.ts';
import { tryMaking } from './unfinished.ts';

/** What is known of a run before it starts. */
export type RunHeader = Omit<BlobHeader, 'schema' | 'type'>;

/** The files that `--report KIND=FILE` asks for. */
export interface ReportFiles {
  /** What blobs at these places have of an earlier run of the same shard, to be taken over. */
  readonly finished: (header: RunHeader) => Promise<readonly TargetReport[]>;
  /**
   * Begins the blobs, which are written while the run goes on; a run that never calls it writes whole ones in the end.
   * @throws UsageError `usage.report_not_writable`
   */
  readonly begin: (header: RunHeader, taken: readonly TargetReport[]) => Promise<void>;
  /** Adds a finished target to the blobs. */
  readonly onTarget: (report: TargetReport) => void;
  /**
   * Writes every file that can be written.
   * @throws RunError `report.not_writable` that names the others
   */
  readonly write: (report: Report) => Promise<void>;
}

/**
 * Their kinds, and whether they can be written, are looked at before anything is sent.
 * @throws UsageError for an unknown kind, a missing file name, the same file twice or one that cannot be written
 */
export async function reportFiles(wanted: readonly string[], io: Io): Promise<ReportFiles> {
  const files = wanted.map((text) => parsed(text, io.cwd));
  const twice = files.find((one, index) => files.findIndex((other) => other.file === one.file) !== index);
  if (twice !== undefined) {
    throw new UsageError('usage.report_twice', `Two reports would be written to ${twice.file}.`, {
      hint: 'Give every --report a file of its own.',
    });
  }
  for (const { file } of files) await tryWriting(file).catch((cause: unknown) => refuse(file, cause));
  const blobs = files.filter(({ reporter }) => reporter === blob);
  const redact = (text: string): string => io.vault.redact(text);
  const begun = new Map<string, BlobFile>();
  const failed = (file: string) => (error: unknown) =>
    io.err(`warning: ${file} cannot be written any more (${fileProblem(error)}); the run goes on\n`);

  return {
    finished: async (header) => {
      for (const { file } of blobs) {
        const finished = await finishedIn(file, header);
        if (finished.length > 0) return finished;
      }
      return [];
    },
    begin: async (run, taken) => {
      const shard = { index: run.shard.index, total: run.shard.total };
      const header: BlobHeader = { schema: BLOB_SCHEMA, type: 'header', ...run, shard };
      for (const { file } of blobs) {
        const opened = openBlob(file, header, taken, redact, failed(file));
        begun.set(file, await opened.catch((cause: unknown) => refuse(file, cause)));
      }
    },
    onTarget: (report) => {
      for (const open of begun.values()) open.add(report);
    },
    write: async (report) => {
      const unwritten: { readonly file: string; readonly error: unknown }[] = [];
      for (const { reporter, file } of files) {
        const written =
          begun.get(file)?.finish(report) ?? replaceFile(file, textOf(reporter, report, io.vault));
        await written.catch((error: unknown) => unwritten.push({ file, error }));
      }
      if (unwritten.length > 0) throw notWritten(unwritten);
    },
  };
}

/** The checksum of a blob is that of the clean lines; of every other report the whole text is cleaned. */
function textOf(reporter: Reporter, report: Report, vault: Vault): string {
  if (reporter === blob) return blobText(report, (text) => vault.redact(text));
  return vault.redact(rendered(reporter, report, vault, { colour: false, width: 100, unicode: true }));
}

function parsed(text: string, cwd: string): { readonly reporter: Reporter; readonly file: string } {
  const [kind = '', ...rest] = text.split('=');
  const file = rest.join('=');
  if (file === '') {
    throw new UsageError('usage.report', `--report expects KIND=FILE, found ${text}.`, {
      hint: 'For example: --report json=report.json',
    });
  }
  return { reporter: kind === blob.name ? blob : reportFormat(kind), file: path.resolve(cwd, file) };
}

/** Throws when the file could not be written now. What is there stays as it is; a folder that is missing is made. */
async function tryWriting(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there === undefined) {
    await makeDirectory(path.dirname(file));
    return tryMaking(file);
  }
  if (there.isDirectory()) throw new Error('it is a folder');
  await access(file, constants.W_OK);
}

function refuse(file: string, cause: unknown): never {
  throw new UsageError(
    'usage.report_not_writable',
    `The report cannot be written to ${file}: ${fileProblem(cause)}.`,
    { cause, hint: 'Choose a place that can be written to. Nothing was sent.' },
  );
}

function notWritten(all: readonly { readonly file: string; readonly error: unknown }[]): RunError {
  const [first] = all;
  const reasons = all.map(({ file, error }) => `${file} (${fileProblem(error)})`).join(', ');
  const what = all.length === 1 ? 'A report' : 'Some reports';
  return new RunError('report.not_writable', `${what} could not be written: ${reasons}.`, {
    cause: first?.error,
    hint: 'Make room or choose another place with --report, and run again.',
  });
}
