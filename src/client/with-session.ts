import type { Session, Tool } from '../types.ts';
import { assertToolSucceeded, listed, schemaViolation } from './call-tool.ts';
import type { ToolAnswer } from './conversation.ts';
import { assertWithinLimits } from './limits.ts';
import { listAllTools } from './list-tools.ts';
import { openSession } from './open-session.ts';
import { createSchemaValidator } from './schema-validator.ts';
import type { SessionPlan } from './session-plan.ts';

type ListPlan = Omit<SessionPlan, 'calls' | 'callDefaults' | 'only'>;

export interface Listing extends Pick<Session, 'protocol' | 'era' | 'server'> {
  readonly tools: readonly Tool[];
}

export interface ToolOutcome extends Listing {
  readonly answer: ToolAnswer;
  /** How the answer breaks the tool's output schema, in plain words; undefined when it does not. */
  readonly violation: string | undefined;
}

/**
 * One conversation that only lists.
 * @throws SessionError, NetworkError
 */
export function listTools(plan: ListPlan): Promise<Listing> {
  return withSession(plan, async (listing) => listing);
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
  return withSession(plan, async (listing, call) => {
    const tool = listed(listing.tools, name);
    const answer = await call(tool, args);
    assertWithinLimits(answer, 'the answer');
    assertToolSucceeded(name, answer);
    const schemas = plan.schemas ?? createSchemaValidator();
    try {
      return { ...listing, answer, violation: await schemaViolation(tool, answer, schemas) };
    } finally {
      if (plan.schemas === undefined) await schemas.close();
    }
  });
}

async function withSession<T>(
  plan: ListPlan,
  use: (
    listing: Listing,
    call: (tool: Tool, args: Readonly<Record<string, unknown>>) => Promise<ToolAnswer>,
  ) => Promise<T>,
): Promise<T> {
  const { conversation, firstPage } = await openSession(
    { ...plan, calls: [], callDefaults: false },
    plan.protocol,
  );
  try {
    const tools = await listAllTools(conversation, [], firstPage);
    const { protocol, era } = conversation;
    return await use({ protocol, era, server: conversation.server(), tools }, conversation.callTool);
  } finally {
    await conversation.close();
  }
}
