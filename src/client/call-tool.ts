import { AuthcheckError, SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Call, CallExpectation, Http, Tool } from '../types.ts';
import { callListed } from './call-listed.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import { disappointment, resultOf, textOf } from './expect.ts';
import type { Found } from './list-tools.ts';
import { authorizationNeeded } from './rpc-error.ts';
import type { SchemaValidator } from './schema-validator.ts';
import type { SessionState } from './session-state.ts';

/** A call made; `error` is set when it failed in a way that is no tool's: the session is at fault. */
export interface Called {
  /** Settles when the worker has looked at the answer; never rejects. */
  readonly call: Promise<Call>;
  readonly error?: AuthcheckError;
}

/** Where a call is made. */
export interface Calling {
  readonly conversation: Conversation;
  readonly state: SessionState;
  readonly found: Found;
  readonly http: Http;
  readonly schemas: SchemaValidator;
}

/**
 * Makes one demanded call and compares; the output schema is looked at while the next call is under way.
 * Never throws for what the server did.
 */
export async function callAndCompare(calling: Calling, expectation: CallExpectation): Promise<Called> {
  const { http, schemas } = calling;
  const { elicitor } = calling.state;
  const asked = elicitor.seen.length;
  const startedAt = performance.now();
  const before = http.exchanges.length;
  const made = await attempt(calling, expectation);
  const exchanges = http.exchanges.slice(before).map((exchange) => exchange.n);
  const durationMs = Math.round(performance.now() - startedAt);
  const declined = elicitor.declinedSince(asked);
  const asCall = (problem: string | undefined): Call => ({
    tool: expectation.tool,
    arguments: expectation.arguments,
    result: 'answer' in made ? resultOf(made.answer) : null,
    ...(Object.hasOwn(expectation, 'result') ? { expected: expectation.result } : {}),
    verdict: problem === undefined ? 'pass' : 'fail',
    ...(problem === undefined ? {} : { message: http.vault.redact(withQuestions(problem, declined)) }),
    durationMs,
    exchanges,
  });
  if ('error' in made) {
    const call = Promise.resolve(asCall(made.error.message));
    return made.error.code.startsWith('tool.') ? { call } : { call, error: made.error };
  }
  const message = disappointment(made.answer, expectation);
  if (message !== undefined) {
    const pages = elicitor.pagesSince(asked);
    const call = Promise.resolve(asCall(message));
    // It was told no, so it could not but fail: what is missing is the visit.
    return pages.length === 0 ? { call } : { call, error: authorizationNeeded(pages) };
  }
  return { call: schemaViolation(made.tool, made.answer, schemas).then(asCall) };
}

async function attempt(
  { conversation, found }: Calling,
  expectation: CallExpectation,
): Promise<{ readonly tool: Tool; readonly answer: ToolAnswer } | { readonly error: AuthcheckError }> {
  try {
    return await callListed(conversation, found, expectation.tool, expectation.arguments);
  } catch (error) {
    if (error instanceof AuthcheckError) return { error };
    throw error;
  }
}

/**
 * `declined`: what it had asked the user for, in plain words.
 * @throws SessionError `tool.error` when the answer says that the call failed
 */
export function assertToolSucceeded(name: string, answer: ToolAnswer, declined?: string): void {
  if (!answer.isError) return;
  throw new SessionError(
    'tool.error',
    `${quote(name, 60)} answered with an error: ${quote(textOf(answer) ?? 'no text', 500)}.`,
    {
      phase: 'session',
      ...(declined === undefined
        ? {}
        : { hint: `Before that ${declined}. A form is answered with --elicit JSON.` }),
    },
  );
}

function withQuestions(problem: string, declined: string | undefined): string {
  return declined === undefined ? problem : `${problem} (before that ${declined})`;
}

/**
 * What is wrong with the answer by the tool's own output schema; a server MUST conform to it (2025-06-18
 * tools, output schema).
 */
export async function schemaViolation(
  tool: Tool,
  answer: ToolAnswer,
  schemas: SchemaValidator,
): Promise<string | undefined> {
  if (tool.outputSchema === undefined || answer.isError) return undefined;
  if (answer.structuredContent === undefined) {
    return 'the tool has an output schema, and the answer no structured content';
  }
  const problem = await schemas.validate(tool.outputSchema, answer.structuredContent);
  return problem === undefined
    ? undefined
    : `the answer breaks the tool's output schema: ${quote(problem, 300)}`;
}
