import { AuthcheckError, SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Call, CallExpectation, Http, Tool } from '../types.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import { disappointment, resultOf, textOf } from './expect.ts';
import { assertWithinLimits } from './limits.ts';
import type { SchemaValidator } from './schema-validator.ts';

/** A call made; `error` is set when it failed in a way that is no tool's: the session is at fault. */
export interface Called {
  /** Settles when the worker has looked at the answer; never rejects. */
  readonly call: Promise<Call>;
  readonly error?: AuthcheckError;
}

/**
 * Makes one demanded call and compares; the output schema is looked at while the next call is under way.
 * Never throws for what the server did.
 */
export async function callAndCompare(
  conversation: Conversation,
  tools: readonly Tool[],
  expectation: CallExpectation,
  http: Http,
  schemas: SchemaValidator,
): Promise<Called> {
  const startedAt = performance.now();
  const before = http.exchanges.length;
  const made = await attempt(conversation, tools, expectation);
  const exchanges = http.exchanges.slice(before).map((exchange) => exchange.n);
  const durationMs = Math.round(performance.now() - startedAt);
  const asCall = (message: string | undefined): Call => ({
    tool: expectation.tool,
    arguments: expectation.arguments,
    result: 'answer' in made ? resultOf(made.answer) : null,
    ...(Object.hasOwn(expectation, 'result') ? { expected: expectation.result } : {}),
    verdict: message === undefined ? 'pass' : 'fail',
    ...(message === undefined ? {} : { message: http.vault.redact(message) }),
    durationMs,
    exchanges,
  });
  if ('error' in made) {
    const call = Promise.resolve(asCall(made.error.message));
    return made.error.code.startsWith('tool.') ? { call } : { call, error: made.error };
  }
  const message = disappointment(made.answer, expectation);
  if (message !== undefined) return { call: Promise.resolve(asCall(message)) };
  return { call: schemaViolation(made.tool, made.answer, schemas).then(asCall) };
}

async function attempt(
  conversation: Conversation,
  tools: readonly Tool[],
  expectation: CallExpectation,
): Promise<{ readonly tool: Tool; readonly answer: ToolAnswer } | { readonly error: AuthcheckError }> {
  try {
    const tool = listed(tools, expectation.tool);
    const answer = await conversation.callTool(tool, expectation.arguments);
    assertWithinLimits(answer, `the answer of ${quote(tool.name, 60)}`);
    return { tool, answer };
  } catch (error) {
    if (error instanceof AuthcheckError) return { error };
    throw error;
  }
}

/** @throws SessionError `tool.not_found` with the names there are */
export function listed(tools: readonly Tool[], name: string): Tool {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool !== undefined) return tool;
  const names = tools.slice(0, 20).map((candidate) => quote(candidate.name, 60));
  throw new SessionError('tool.not_found', `The server lists no tool ${quote(name, 60)}.`, {
    phase: 'session',
    hint:
      names.length === 0
        ? 'It lists no tools at all to this caller; the token may lack the scope or role that shows them.'
        : `It lists ${names.join(', ')}${tools.length > names.length ? ' and more' : ''}.`,
  });
}

/** @throws SessionError `tool.error` when the answer says that the call failed */
export function assertToolSucceeded(name: string, answer: ToolAnswer): void {
  if (!answer.isError) return;
  throw new SessionError(
    'tool.error',
    `${quote(name, 60)} answered with an error: ${quote(textOf(answer) ?? 'no text', 500)}.`,
    {
      phase: 'session',
    },
  );
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
