import { z } from 'zod';
import type {
  Challenge,
  DiscoveryReport,
  Exchange,
  ExchangeMessage,
  Finding,
  Paste,
  Result,
  SupportIds,
  TargetReport,
} from '../../types.ts';
import { flowReport } from './flow-schema.ts';
import { members } from './free-form.ts';

const texts = z.array(z.string());
const numbers = z.array(z.number());

/** The members of a type, each of them: one that is forgotten here would be refused in every blob. */
type Shape<T> = Readonly<Record<keyof T, z.ZodType>>;

const result = z.strictObject({
  id: z.string(),
  group: z.string(),
  level: z.enum(['MUST', 'SHOULD', 'MAY', 'INFO']),
  spec: texts,
  verdict: z.enum(['pass', 'fail', 'warn', 'info', 'skip', 'blocked', 'inconclusive']),
  flow: z.exactOptional(z.string()),
  protocol: z.exactOptional(z.string()),
  message: z.string(),
  exchanges: numbers,
  fix: z.exactOptional(z.string()),
  undecidable: z.exactOptional(z.literal(true)),
  expectedFailure: z.exactOptional(z.literal(true)),
  reproduce: z.exactOptional(z.string()),
  accepted: z.exactOptional(z.boolean()),
  expected: z.exactOptional(texts),
} satisfies Shape<Result>);

const paste = z.strictObject({
  where: z.enum(['shell', 'manifest', 'server', 'gateway', 'client', 'claims']),
  text: z.string(),
} satisfies Shape<Paste>);

const supportIds = z.strictObject({
  traceId: z.exactOptional(z.string()),
  correlationId: z.exactOptional(z.string()),
  timestamp: z.exactOptional(z.string()),
} satisfies Shape<SupportIds>);

const finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  confidence: z.enum(['certain', 'likely', 'possible']),
  aadsts: z.nullable(z.number()),
  summary: z.string(),
  cause: z.string(),
  fix: z.string(),
  paste: z.exactOptional(z.array(paste)),
  look: z.exactOptional(z.string()),
  alternatives: z.exactOptional(texts),
  decide: z.exactOptional(z.string()),
  because: z.exactOptional(z.string()),
  support: z.exactOptional(supportIds),
  results: texts,
  docs: z.string(),
} satisfies Shape<Finding>);

const message = z.strictObject({
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.exactOptional(z.string()),
} satisfies Shape<ExchangeMessage>);

const exchange = z.strictObject({
  n: z.number(),
  phase: z.enum(['discovery', 'registration', 'authorization', 'token', 'session', 'check', 'cleanup']),
  method: z.string(),
  url: z.string(),
  status: z.nullable(z.number()),
  startedAt: z.string(),
  durationMs: z.number(),
  error: z.exactOptional(z.string()),
  date: z.exactOptional(z.string()),
  from: z.exactOptional(z.string()),
  contentType: z.exactOptional(z.string()),
  location: z.exactOptional(z.string()),
  clientRequestId: z.exactOptional(z.string()),
  traceparent: z.exactOptional(z.string()),
  request: z.exactOptional(message),
  response: z.exactOptional(message),
} satisfies Shape<Exchange>);

const challenge = z.strictObject({
  scheme: z.string(),
  parameters: z.custom<Readonly<Record<string, string>>>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((member) => typeof member === 'string'),
    { error: 'expected an object of texts' },
  ),
  token68: z.exactOptional(z.string()),
} satisfies Shape<Challenge>);

const discovery = z.strictObject({
  issuer: z.nullable(z.string()),
  resource: z.nullable(z.string()),
  challenge: z.nullable(challenge),
  protectedResourceMetadata: z.nullable(members),
  authorizationServerMetadata: z.nullable(members),
} satisfies Shape<DiscoveryReport>);

/** One target's report, as a blob has it. */
export const targetReport = z
  .strictObject({
    name: z.string(),
    url: z.string(),
    tags: z.exactOptional(texts),
    verdict: z.enum(['pass', 'fail', 'incomplete']),
    exitCode: z.int().min(0).max(255),
    startedAt: z.iso.datetime(),
    durationMs: z.number(),
    server: z.nullable(z.strictObject({ name: z.string(), version: z.string() })),
    eras: z.strictObject({ legacy: z.nullable(z.boolean()), modern: z.nullable(z.boolean()) }),
    discovery,
    flows: z.array(flowReport),
    results: z.array(result),
    findings: z.array(finding),
    exchanges: z.array(exchange),
  } satisfies Shape<TargetReport>)
  .refine(({ verdict, exitCode }) => (verdict === 'pass') === (exitCode === 0), {
    error: 'expected a verdict and an exit code that agree',
    path: ['exitCode'],
  });
