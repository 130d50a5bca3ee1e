import { createHash } from 'node:crypto';
import type { Report, TargetReport } from '../types.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/** Version of the lines' shape. */
export const BLOB_SCHEMA = 'mcp-authcheck/blob@1';

/** The first line: what the whole run was to prove, and which part of it this is. */
export interface BlobHeader {
  readonly schema: typeof BLOB_SCHEMA;
  readonly type: 'header';
  readonly tool: Report['tool'];
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Equal for all shards of one configuration, different for any other. */
  readonly configDigest: string;
  /** `index` counts from 1. */
  readonly shard: { readonly index: number; readonly total: number };
  /** Names of all targets before they were split into shards, in the order of the report. */
  readonly targets: readonly string[];
}

/** One line for each target, as it finishes. A later line of the same position replaces an earlier one. */
export interface BlobTarget {
  readonly type: 'target';
  /** Where the header names it, from 0. */
  readonly position: number;
  readonly report: TargetReport;
}

/** The last line. Without it the shard did not come to its end. */
export interface BlobFooter extends Pick<Report, 'verdict' | 'exitCode' | 'summary' | 'durationMs'> {
  readonly type: 'footer';
  /** Number of the lines between header and footer. */
  readonly lines: number;
  /** SHA-256, in hex, over all lines before this one, line breaks included. */
  readonly checksum: string;
}

/** One line of a blob, with its line break. */
export function blobLine(line: BlobHeader | BlobTarget | BlobFooter): string {
  return `${jsonText(line)}\n`;
}

/** What shards leave behind for `merge`, as JSON Lines. */
export const blob: Reporter = {
  name: 'blob',
  summary: 'one part of a run, for merge',
  render: (report) => blobText(report, (text) => text),
};

/**
 * A report alone does not tell which part of which configuration it is: written from one, the blob is a whole by
 * itself, of targets with these names and URLs.
 * @param redact cleans each line before it is counted into the checksum
 */
export function blobText(report: Report, redact: (text: string) => string): string {
  const { verdict, exitCode, summary, durationMs, tool, runId, startedAt, targets } = report;
  const header: BlobHeader = {
    schema: BLOB_SCHEMA,
    type: 'header',
    tool,
    runId,
    startedAt,
    configDigest: sha256(JSON.stringify(targets.map(({ name, url }) => [name, url]))),
    shard: { index: 1, total: 1 },
    targets: targets.map(({ name }) => name),
  };
  const lines = targets.map((target, position) => blobLine({ type: 'target', position, report: target }));
  const before = [blobLine(header), ...lines].map(redact).join('');
  const end = { verdict, exitCode, summary, durationMs, lines: lines.length };
  return `${before}${redact(blobLine({ type: 'footer', ...end, checksum: sha256(before) }))}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
