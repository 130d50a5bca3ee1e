import { access, constants, open, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../errors.ts';
import type { Report } from '../types.ts';
import type { Io } from './io.ts';
import { reportFormat } from './report-format.ts';

/**
 * The files that `--report KIND=FILE` asks for. Their kinds, and whether they can be written, are looked at
 * before anything is sent.
 * @throws UsageError for an unknown kind, a missing file name, the same file twice or one that cannot be
 * written; RunError `report.not_writable` when writing fails in the end.
 */
export async function reportFiles(
  wanted: readonly string[],
  io: Io,
): Promise<{ readonly write: (report: Report) => Promise<void> }> {
  const files = wanted.map((text) => {
    const [kind = '', ...rest] = text.split('=');
    const file = rest.join('=');
    if (file === '') {
      throw new UsageError('usage.report', `--report expects KIND=FILE, found ${text}.`, {
        hint: 'For example: --report json=report.json',
      });
    }
    return { reporter: reportFormat(kind), file: path.resolve(io.cwd, file) };
  });
  const twice = files.find((one, index) => files.findIndex((other) => other.file === one.file) !== index);
  if (twice !== undefined) {
    throw new UsageError('usage.report_twice', `Two reports would be written to ${twice.file}.`);
  }
  for (const { file } of files) {
    await tryWriting(file).catch((cause: unknown) => {
      throw new UsageError('usage.report_not_writable', `The report cannot be written to ${file}.`, {
        cause,
        hint: 'Choose a file in a folder that exists and can be written to. Nothing was sent.',
      });
    });
  }
  return {
    write: async (report) => {
      for (const { reporter, file } of files) {
        const text = io.vault.redact(reporter.render(report, { colour: false, width: 100, unicode: true }));
        await writeFile(file, text).catch((cause: unknown) => {
          throw new RunError('report.not_writable', `The report could not be written to ${file}.`, {
            cause,
            hint: 'Choose a folder that exists and can be written to.',
          });
        });
      }
    },
  };
}

/** Throws when the file could not be written now. What is there stays as it is, and nothing is left behind. */
async function tryWriting(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there === undefined) {
    await (await open(file, 'wx')).close();
    await rm(file);
    return;
  }
  if (there.isDirectory()) throw new Error('it is a folder');
  await access(file, constants.W_OK);
}
