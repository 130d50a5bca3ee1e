import { SessionError } from '../errors.ts';
import type { ProtocolChoice } from '../types.ts';
import type { Conversation, ToolPage } from './conversation.ts';
import { looksLegacy, wantsSameRevision } from './era-fallback.ts';
import { otherRevision } from './rpc-error.ts';
import { MODERN, NEWEST_LEGACY, type SessionPlan } from './session-plan.ts';
import type { SessionState } from './session-state.ts';

export interface Opened {
  readonly conversation: Conversation;
  /** The first page of the tools, when finding out the era took asking for it. */
  readonly firstPage?: ToolPage;
}

/**
 * Opens a conversation in one revision, or, for `auto`, in the newest era that the server speaks. Each SDK
 * is loaded when its era is first wanted.
 * @throws SessionError, NetworkError
 */
export async function openSession(
  plan: SessionPlan,
  choice: ProtocolChoice,
  state: SessionState,
): Promise<Opened> {
  if (choice === MODERN) return { conversation: await connectModern(plan, state) };
  if (choice !== 'auto' && choice !== 'both')
    return { conversation: await connectLegacy(plan, state, choice) };
  if (plan.eras?.modern === true) return { conversation: await connectModern(plan, state) };
  if (plan.eras?.legacy === true || plan.eras?.modern === false) {
    return { conversation: await connectLegacy(plan, state, NEWEST_LEGACY) };
  }
  return findOut(plan, state);
}

/**
 * Asks in the modern shape for what is wanted anyway; when the answer is a legacy server's, shakes hands.
 * A legacy server that refuses the handshake too is not legacy: then the first refusal counts.
 */
async function findOut(plan: SessionPlan, state: SessionState): Promise<Opened> {
  const modern = await connectModern(plan, state);
  try {
    if (plan.only !== 'connect') return { conversation: modern, firstPage: await modern.listPage() };
    await modern.greet();
    return { conversation: modern };
  } catch (error) {
    const refusal = modern.refusal();
    await modern.close();
    const otherEra = error instanceof SessionError && error.code === 'mcp.era_not_supported';
    if (!otherEra && (refusal === undefined || !looksLegacy(refusal))) throw error;
    if (refusal !== undefined && wantsSameRevision(refusal)) throw error;
    return { conversation: await connectAfter(error, plan, state) };
  }
}

async function connectAfter(
  modernError: unknown,
  plan: SessionPlan,
  state: SessionState,
): Promise<Conversation> {
  try {
    return await connectLegacy(plan, state, NEWEST_LEGACY);
  } catch (error) {
    const notLegacyEither = error instanceof SessionError && error.code === 'mcp.era_not_supported';
    throw notLegacyEither ? modernError : error;
  }
}

async function connectModern(plan: SessionPlan, state: SessionState): Promise<Conversation> {
  const { connectSecondSdk } = await import('./second-sdk.ts');
  return connectSecondSdk(plan, state, MODERN);
}

async function connectLegacy(
  plan: SessionPlan,
  state: SessionState,
  revision: Exclude<ProtocolChoice, 'auto' | 'both'>,
): Promise<Conversation> {
  if (revision === NEWEST_LEGACY) {
    const { connectFirstSdk } = await import('./first-sdk.ts');
    const conversation = await connectFirstSdk(plan, state);
    if (plan.protocol !== NEWEST_LEGACY || conversation.protocol === NEWEST_LEGACY) return conversation;
    await conversation.close();
    throw otherRevision(NEWEST_LEGACY, conversation.protocol);
  }
  const { connectSecondSdk } = await import('./second-sdk.ts');
  return connectSecondSdk(plan, state, revision);
}
