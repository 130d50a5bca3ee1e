import { z } from 'zod';
import { BLOB_SCHEMA, type BlobFooter, type BlobHeader, type BlobTarget } from '../../reporters/blob.ts';
import type { Summary } from '../../types.ts';
import { targetReport } from './target-schema.ts';

type Shape<T> = Readonly<Record<keyof T, z.ZodType>>;

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hex');

const summary = z.strictObject({
  pass: count,
  fail: count,
  warn: count,
  info: count,
  skip: count,
  blocked: count,
  inconclusive: count,
} satisfies Shape<Summary>);

/** The first line of a blob. */
export const header: z.ZodType<BlobHeader> = z.strictObject({
  schema: z.literal(BLOB_SCHEMA),
  type: z.literal('header'),
  tool: z.strictObject({ name: z.literal('mcp-authcheck'), version: z.string().max(100) }),
  runId: z.string().max(100),
  startedAt: z.iso.datetime(),
  configDigest: sha256,
  shard: z
    .strictObject({ index: z.int().min(1).max(10_000), total: z.int().min(1).max(10_000) })
    .refine(({ index, total }) => index <= total, 'expected a shard of as many as there are'),
  targets: z.array(z.string().min(1).max(2000)).max(100_000),
} satisfies Shape<BlobHeader>);

/** The lines between header and footer. */
export const target: z.ZodType<BlobTarget> = z.strictObject({
  type: z.literal('target'),
  position: count,
  report: targetReport,
} satisfies Shape<BlobTarget>);

/** The last line. */
export const footer: z.ZodType<BlobFooter> = z.strictObject({
  type: z.literal('footer'),
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  exitCode: z.int().min(0).max(255),
  summary,
  durationMs: z.number(),
  lines: count,
  checksum: sha256,
} satisfies Shape<BlobFooter>);
