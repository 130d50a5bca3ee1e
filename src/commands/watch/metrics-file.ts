import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../../errors.ts';
import type { Report } from '../../types.ts';
import type { Io } from '../io.ts';
import { replaceFile } from '../replace-file.ts';
import { tryMaking } from '../unfinished.ts';
import { metricsText } from './metrics-text.ts';

export interface MetricsFile {
  /** @throws RunError `report.metrics_not_writable` */
  readonly write: (report: Report) => Promise<void>;
}

/**
 * The file of `--metrics-file`, replaced in one step, so that a collector never reads half of it. Whether that can be
 * done is tried before anything is sent.
 * @throws UsageError `usage.metrics_not_writable`
 */
export async function metricsFile(name: string, io: Pick<Io, 'cwd' | 'now' | 'vault'>): Promise<MetricsFile> {
  const file = path.resolve(io.cwd, name);
  await tryReplacing(file).catch((cause: unknown) => {
    throw new UsageError('usage.metrics_not_writable', `The metrics cannot be written to ${file}.`, {
      cause,
      hint: 'Name a file, not a folder or a device, in a folder that exists and can be written to. Nothing was sent.',
    });
  });
  return {
    write: async (report) => {
      const text = io.vault.redact(await metricsText(report, io.now()));
      await replaceFile(file, text).catch((cause: unknown) => {
        throw new RunError('report.metrics_not_writable', `The metrics could not be written to ${file}.`, {
          cause,
          hint: 'What stood there before is still there. Look at the space and the permissions of the folder.',
        });
      });
    },
  };
}

/** Throws when no file could take the place of this one. Nothing is left behind. */
async function tryReplacing(file: string): Promise<void> {
  const there = await stat(file).catch(() => undefined);
  if (there !== undefined && !there.isFile()) throw new Error('it is not a file');
  tryMaking(path.join(path.dirname(file), `.mcp-authcheck-${randomUUID()}.tmp`));
}
