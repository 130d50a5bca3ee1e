import type { FlowEvidence } from '../types.ts';
import { accessToken, hasToken, isPresentable, likeTheGoodOne, type Shown } from './bearer.ts';
import type { CheckContext } from './check.ts';

/** What a check says that needs a second principal. */
export const NEEDS_OTHER_PRINCIPAL =
  'Needs a second principal that the endpoint lets in: add a flow that signs in as somebody else, for instance a second client with its own secret under `flows` in the configuration file, or a person beside a machine.';

/**
 * A flow of another principal than the context's: one that the endpoint let in, else one that did not try yet; never
 * one that was turned away, whose refusal would prove nothing. undefined: there is none, or none of which it is
 * certain.
 */
export function otherPrincipal({ evidence, flow, era }: CheckContext): FlowEvidence | undefined {
  if (flow === undefined) return undefined;
  const others = evidence.flows.filter(
    (candidate) =>
      hasToken(candidate) &&
      isPresentable(candidate) &&
      isOtherPrincipal(flow, candidate) &&
      !wasTurnedAway(candidate),
  );
  const inEra = (candidate: FlowEvidence) => letIn(candidate).some((session) => session.era === era);
  return others.find(inEra) ?? others.find((candidate) => letIn(candidate).length > 0) ?? others[0];
}

/** How the other principal shows its token. */
export function shownByOther(other: FlowEvidence, context: CheckContext): Shown {
  return likeTheGoodOne(
    accessToken({ ...context, flow: other }),
    { ...context, flow: other },
    '$OTHER_TOKEN',
  );
}

/** Whether two flows surely act for different principals. When in doubt they do not. */
export function isOtherPrincipal(one: FlowEvidence, other: FlowEvidence): boolean {
  const subjects = [one.token?.sub, other.token?.sub];
  if (subjects.every((subject) => typeof subject === 'string')) return subjects[0] !== subjects[1];
  // Without readable subjects: a machine is its client, and is nobody who signed in.
  if (isMachine(one) !== isMachine(other))
    return isMachine(one) !== undefined && isMachine(other) !== undefined;
  if (isMachine(one) !== true) return false;
  const clients = [clientOf(one), clientOf(other)];
  return clients.every((client) => client !== undefined) && clients[0] !== clients[1];
}

const MACHINES: readonly string[] = ['client_credentials', 'managed_identity'];
const PERSONS: readonly string[] = ['authorization_code', 'device_code', 'refresh_token'];

/** undefined: it cannot be told. */
function isMachine({ request, token }: FlowEvidence): boolean | undefined {
  if (typeof token?.appOnly === 'boolean') return token.appOnly;
  if (MACHINES.includes(request.flow)) return true;
  return PERSONS.includes(request.flow) ? false : undefined;
}

function clientOf({ token, tokens, request }: FlowEvidence): string | undefined {
  return token?.clientId ?? tokens?.clientId ?? request.clientId;
}

function wasTurnedAway(flow: FlowEvidence): boolean {
  return flow.sessions.length > 0 && letIn(flow).length === 0;
}

function letIn({ sessions }: FlowEvidence): FlowEvidence['sessions'] {
  return sessions.filter((session) => session.error === null);
}
