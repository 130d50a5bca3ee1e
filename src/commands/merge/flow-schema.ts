import { z } from 'zod';
import type { ErrorObject, ProviderError } from '../../errors.ts';
import type { FlowReport, SessionReport, Token } from '../../types.ts';
import { anything, members } from './free-form.ts';

const texts = z.array(z.string());

type Shape<T> = Readonly<Record<keyof T, z.ZodType>>;

const providerError = z.strictObject({
  error: z.exactOptional(z.string()),
  description: z.exactOptional(z.string()),
  aadsts: z.exactOptional(z.number()),
  suberror: z.exactOptional(z.string()),
  status: z.exactOptional(z.number()),
  traceId: z.exactOptional(z.string()),
  correlationId: z.exactOptional(z.string()),
  timestamp: z.exactOptional(z.string()),
  scope: z.exactOptional(z.string()),
  claims: z.exactOptional(z.string()),
} satisfies Shape<ProviderError>);

const errorObject = z.strictObject({
  schema: z.literal('mcp-authcheck/error@1'),
  code: z.string(),
  class: z.enum([
    'usage',
    'auth',
    'unreachable',
    'tool_error',
    'protocol',
    'refused',
    'needs_person',
    'incomplete',
    'internal',
  ]),
  exit: z.number(),
  message: z.string(),
  target: z.exactOptional(z.string()),
  phase: z.exactOptional(z.string()),
  retryable: z.boolean(),
  hint: z.exactOptional(z.string()),
  provider: z.exactOptional(providerError),
} satisfies Shape<ErrorObject>);

const token = z.strictObject({
  format: z.enum(['jwt', 'jwe', 'opaque']),
  header: z.nullable(members),
  claims: z.nullable(members),
  aud: texts,
  scp: texts,
  roles: texts,
  iss: z.nullable(z.string()),
  sub: z.nullable(z.string()),
  clientId: z.nullable(z.string()),
  tenant: z.nullable(z.string()),
  version: z.nullable(z.string()),
  appOnly: z.nullable(z.boolean()),
  issuedAt: z.nullable(z.string()),
  notBefore: z.nullable(z.string()),
  expiresAt: z.nullable(z.string()),
  signature: z.enum(['verified', 'invalid', 'unverified']),
  signatureReason: z.nullable(z.string()),
  remarks: texts,
} satisfies Shape<Token>);

const call = z.strictObject({
  tool: z.string(),
  arguments: members,
  result: anything,
  expected: z.exactOptional(anything),
  verdict: z.enum(['pass', 'fail']),
  message: z.exactOptional(z.string()),
  durationMs: z.number(),
} satisfies Shape<SessionReport['calls'][number]>);

const elicitation = z.strictObject({
  mode: z.enum(['form', 'url']),
  message: z.string(),
  url: z.exactOptional(z.string()),
  answer: z.enum(['accept', 'decline']),
  reason: z.exactOptional(z.string()),
} satisfies Shape<SessionReport['elicitations'][number]>);

const session = z.strictObject({
  protocol: z.string(),
  tools: z.array(z.strictObject({ name: z.string(), description: z.exactOptional(z.string()) })),
  calls: z.array(call),
  droppedTools: z.array(z.strictObject({ name: z.string(), reason: z.string() })),
  elicitations: z.array(elicitation),
  error: z.nullable(errorObject),
} satisfies Shape<SessionReport>);

/** What one way of getting a token came to, as a blob has it. */
export const flowReport = z.strictObject({
  flow: z.string(),
  library: z.nullable(z.string()),
  verdict: z.enum(['pass', 'fail', 'incomplete']),
  token: z.nullable(token),
  sessions: z.array(session),
  error: z.nullable(errorObject),
} satisfies Shape<FlowReport>);
