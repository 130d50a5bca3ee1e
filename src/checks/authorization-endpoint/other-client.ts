import { TokenError } from '../../errors.ts';
import type { FlowEvidence, ServerAnswer } from '../../types.ts';
import type { CheckContext } from '../check.ts';
import { codeFlow, frontProbe } from '../front-channel.ts';
import { clientDocument, noRegistering, withRegistered } from '../registering.ts';
import { anotherCode, redemption } from './sign-in.ts';

/** Why no other client can redeem a code, if so. */
export function noOtherClient(context: CheckContext): string | undefined {
  if (otherFlows(context).length > 0 || noRegistering(context) === undefined) return undefined;
  return 'Needs a second client: add a flow with another client id, or let one be registered with --allow-registering where the authorization server does that.';
}

/**
 * A fresh code, redeemed by another client with everything else as it should be. One that people sign in with may
 * redeem codes for sure, then one that is registered for just that; another one perhaps.
 * @throws TokenError `registration.refused` when there is none after all
 */
export async function redeemAsOther(context: CheckContext): Promise<ServerAnswer> {
  const [other] = otherFlows(context);
  if (other !== undefined && isOfPeople(other)) return await redeemBy(context, other);
  const answer = noRegistering(context) === undefined ? await redeemByRegistered(context) : undefined;
  if (answer !== undefined) return answer;
  if (other !== undefined) return await redeemBy(context, other);
  throw new TokenError('registration.refused', 'The authorization server registered no second client.', {
    phase: 'check',
  });
}

async function redeemBy(
  { serverProbe, ...context }: CheckContext,
  flow: FlowEvidence,
): Promise<ServerAnswer> {
  if (serverProbe === undefined) throw new TokenError('internal.no_flow', 'There is no client to ask with.');
  const came = await anotherCode({ ...context, serverProbe });
  return await serverProbe(flow).token({ parameters: redemption(came) });
}

/** undefined: it was not registered. */
async function redeemByRegistered(context: CheckContext): Promise<ServerAnswer | undefined> {
  const document = clientDocument(context, { token_endpoint_auth_method: 'none' });
  return await withRegistered(context, document, async ({ members: { client_id: id } }) => {
    if (typeof id !== 'string') return undefined;
    const came = await anotherCode(context);
    return await frontProbe(context).token({
      parameters: { ...redemption(came), client_id: id },
      authentication: 'none',
    });
  });
}

const PEOPLE = ['authorization_code', 'refresh_token', 'device_code'];

function isOfPeople({ request }: FlowEvidence): boolean {
  return PEOPLE.includes(request.flow);
}

/** Flows of other clients that can ask, those of people first. */
function otherFlows(context: CheckContext): readonly FlowEvidence[] {
  const { evidence, serverProbe } = context;
  const own = codeFlow(context);
  if (serverProbe === undefined || own === undefined) return [];
  const { clientId } = serverProbe(own);
  const others = evidence.flows.filter((flow) => {
    const probe = serverProbe(flow);
    return probe.unable === undefined && probe.clientId !== undefined && probe.clientId !== clientId;
  });
  return [...others.filter(isOfPeople), ...others.filter((flow) => !isOfPeople(flow))];
}
