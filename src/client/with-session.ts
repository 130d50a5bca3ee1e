import type { Session, Tool } from '../types.ts';
import { callListed } from './call-listed.ts';
import { assertToolSucceeded, schemaViolation } from './call-tool.ts';
import type { Conversation, ToolAnswer } from './conversation.ts';
import type { Elicitor } from './elicitor.ts';
import { type Found, listAllTools } from './list-tools.ts';
import { openSession } from './open-session.ts';
import { createSchemaValidator } from './schema-validator.ts';
import type { SessionPlan } from './session-plan.ts';
import { beginSession } from './session-state.ts';

type ListPlan = Omit<SessionPlan, 'calls' | 'callDefaults' | 'only'>;

export interface Listing extends Pick<Session, 'protocol' | 'era' | 'server' | 'droppedTools'> {
  readonly tools: readonly Tool[];
}

export interface ToolOutcome extends Listing, Pick<Session, 'elicitations'> {
  readonly answer: ToolAnswer;
  /** How the answer breaks the tool's output schema, in plain words; undefined when it does not. */
  readonly violation: string | undefined;
}

/**
 * One conversation that only lists.
 * @throws SessionError, NetworkError
 */
export function listTools(plan: ListPlan): Promise<Listing> {
  return withSession({ ...plan, only: 'list' }, async ({ conversation, found }) =>
    listing(conversation, found),
  );
}

/**
 * One conversation that calls one tool and returns its whole answer.
 * @throws SessionError `tool.not_found`, `tool.error` when the answer says so; NetworkError
 */
export function callTool(
  plan: ListPlan,
  name: string,
  args: Readonly<Record<string, unknown>>,
): Promise<ToolOutcome> {
  return withSession(plan, async ({ conversation, found, elicitor }) => {
    const { tool, answer } = await callListed(conversation, found, name, args);
    assertToolSucceeded(name, answer, elicitor.declinedSince(0));
    const schemas = plan.schemas ?? createSchemaValidator();
    try {
      const violation = await schemaViolation(tool, answer, schemas);
      return { ...listing(conversation, found), elicitations: elicitor.seen, answer, violation };
    } finally {
      if (plan.schemas === undefined) await schemas.close();
    }
  });
}

async function withSession<T>(
  given: ListPlan & Pick<SessionPlan, 'only'>,
  use: (session: {
    readonly conversation: Conversation;
    readonly found: Found;
    readonly elicitor: Elicitor;
  }) => Promise<T>,
): Promise<T> {
  const plan: SessionPlan = { ...given, calls: [], callDefaults: false };
  const state = beginSession(plan);
  const { conversation, firstPage } = await openSession(plan, plan.protocol, state);
  try {
    const found: Found = { tools: [], dropped: [] };
    await listAllTools(conversation, found, firstPage);
    return await use({ conversation, found, elicitor: state.elicitor });
  } finally {
    await conversation.close();
  }
}

function listing({ protocol, era, server }: Conversation, { tools, dropped }: Found): Listing {
  return { protocol, era, server: server(), tools, droppedTools: dropped };
}
