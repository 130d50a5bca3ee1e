import { AuthcheckError, type ErrorObject, RunError } from '../errors.ts';
import type { Call, ProtocolChoice, Session, Tool } from '../types.ts';
import { callAndCompare } from './call-tool.ts';
import type { Conversation } from './conversation.ts';
import { defaultCalls } from './default-calls.ts';
import { listAllTools } from './list-tools.ts';
import { openSession } from './open-session.ts';
import { createSchemaValidator, type SchemaValidator } from './schema-validator.ts';
import { MODERN, NEWEST_LEGACY, type SessionPlan } from './session-plan.ts';

/**
 * Talks to the endpoint as a real MCP client would: one session for `auto` (in the newest era that the
 * server speaks) and for a revision, one per era for `both`. Lists the tools, makes the demanded calls and
 * ends the session. Never throws for what a server did: that is in `Session.error`, beside what came before.
 */
export async function converse(plan: SessionPlan): Promise<readonly Session[]> {
  const choices: readonly ProtocolChoice[] =
    plan.protocol === 'both' ? [MODERN, NEWEST_LEGACY] : [plan.protocol];
  const schemas = plan.schemas ?? createSchemaValidator();
  const sessions: Session[] = [];
  try {
    for (const choice of choices) sessions.push(await session(plan, choice, schemas));
  } finally {
    if (plan.schemas === undefined) await schemas.close();
  }
  return sessions;
}

async function session(
  plan: SessionPlan,
  choice: ProtocolChoice,
  schemas: SchemaValidator,
): Promise<Session> {
  const before = plan.http.exchanges.length;
  const tools: Tool[] = [];
  const calls: Call[] = [];
  let conversation: Conversation | undefined;
  let error: ErrorObject | null = null;
  try {
    const opened = await openSession(plan, choice);
    conversation = opened.conversation;
    if (plan.only === 'connect') await conversation.greet();
    else await listAllTools(conversation, tools, opened.firstPage);
    if (plan.only === undefined) error = await makeCalls(plan, conversation, tools, calls, schemas);
  } catch (caught) {
    error = asErrorObject(caught);
  } finally {
    await conversation?.close();
  }
  const era = conversation?.era ?? (choice === MODERN || choice === 'auto' ? 'modern' : 'legacy');
  return {
    protocol: conversation?.protocol ?? (choice === 'auto' ? MODERN : choice),
    era,
    server: conversation?.server() ?? null,
    tools,
    calls,
    stateful: conversation?.stateful() ?? false,
    error,
    exchanges: plan.http.exchanges.slice(before).map((exchange) => exchange.n),
  };
}

/** Makes the calls one after the other; the first fault that is no tool's ends them. */
async function makeCalls(
  plan: SessionPlan,
  conversation: Conversation,
  tools: readonly Tool[],
  calls: Call[],
  schemas: SchemaValidator,
): Promise<ErrorObject | null> {
  const demanded = plan.callDefaults && plan.calls.length === 0 ? defaultCalls(tools) : plan.calls;
  const called = tools.filter((tool) => demanded.some((call) => call.tool === tool.name));
  for (const { outputSchema } of called) if (outputSchema !== undefined) schemas.warm(outputSchema);
  const made: Promise<Call>[] = [];
  let first: AuthcheckError | undefined;
  for (const expectation of demanded) {
    const { call, error } = await callAndCompare(conversation, tools, expectation, plan.http, schemas);
    made.push(call);
    first ??= error;
    if (error !== undefined && ['unreachable', 'incomplete', 'refused'].includes(error.class)) break;
  }
  calls.push(...(await Promise.all(made)));
  return first === undefined ? null : first.toJSON();
}

function asErrorObject(error: unknown): ErrorObject {
  if (error instanceof AuthcheckError) return error.toJSON();
  const message = error instanceof Error ? error.message : String(error);
  return new RunError('internal.unexpected', message, {
    phase: 'session',
    cause: error,
    hint: 'This is a bug of mcp-authcheck: please report it with the command you ran.',
  }).toJSON();
}
