import { AuthcheckError, type ErrorObject, RunError } from '../errors.ts';
import type { Call, ProtocolChoice, Session } from '../types.ts';
import { type Calling, callAndCompare } from './call-tool.ts';
import type { Conversation } from './conversation.ts';
import { createCredential } from './credential.ts';
import { defaultCalls } from './default-calls.ts';
import { type Found, listAllTools } from './list-tools.ts';
import { openSession } from './open-session.ts';
import { createSchemaValidator, type SchemaValidator } from './schema-validator.ts';
import { MODERN, NEWEST_LEGACY, type SessionPlan } from './session-plan.ts';
import { beginSession, type SessionState } from './session-state.ts';

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
  // One for all: a token that was renewed in the first session is the one that the second begins with.
  const credential = createCredential(plan);
  try {
    for (const choice of choices)
      sessions.push(await session(plan, choice, beginSession(plan, credential), schemas));
  } finally {
    if (plan.schemas === undefined) await schemas.close();
  }
  return sessions;
}

async function session(
  plan: SessionPlan,
  choice: ProtocolChoice,
  state: SessionState,
  schemas: SchemaValidator,
): Promise<Session> {
  const before = plan.http.exchanges.length;
  const found: Found = { tools: [], dropped: [] };
  const calls: Call[] = [];
  let conversation: Conversation | undefined;
  let error: ErrorObject | null = null;
  try {
    const opened = await openSession(plan, choice, state);
    conversation = opened.conversation;
    if (plan.only === 'connect') await conversation.greet();
    else await listAllTools(conversation, found, opened.firstPage);
    if (plan.only === undefined)
      error = await makeCalls(plan, { conversation, state, found, http: plan.http, schemas }, calls);
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
    tools: found.tools,
    calls,
    droppedTools: found.dropped,
    elicitations: state.elicitor.seen,
    stateful: conversation?.stateful() ?? false,
    error,
    exchanges: plan.http.exchanges.slice(before).map((exchange) => exchange.n),
  };
}

/** Makes the calls one after the other; the first fault that is no tool's ends them. */
async function makeCalls(plan: SessionPlan, calling: Calling, calls: Call[]): Promise<ErrorObject | null> {
  const { schemas } = calling;
  const { tools } = calling.found;
  const demanded = plan.callDefaults && plan.calls.length === 0 ? defaultCalls(tools) : plan.calls;
  const called = tools.filter((tool) => demanded.some((call) => call.tool === tool.name));
  for (const { outputSchema } of called) if (outputSchema !== undefined) schemas.warm(outputSchema);
  const made: Promise<Call>[] = [];
  let first: AuthcheckError | undefined;
  for (const expectation of demanded) {
    const { call, error } = await callAndCompare(calling, expectation);
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
