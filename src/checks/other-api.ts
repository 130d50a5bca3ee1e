import type { Secret } from '../secret.ts';
import { quote } from '../token/index.ts';
import { askAsMachine, machineFlow, refusedBy } from './as-machine.ts';
import type { CheckContext } from './check.ts';
import { forApi } from './machine-grant.ts';
import { once } from './once.ts';

/**
 * A token for `probes.otherApi`, asked for by the client of a flow: once, for all checks of both eras. Resolves with
 * why there is none, in plain words.
 */
export async function tokenForOtherApi(context: CheckContext): Promise<Secret | string> {
  return await once(context, 'token-for-other-api', () => ask(context));
}

async function ask(context: CheckContext): Promise<Secret | string> {
  const api = context.evidence.target.probes?.otherApi;
  if (api === undefined) return 'No other API is named as `probes.otherApi`.';
  const flow = machineFlow(context);
  if (typeof flow === 'string') return flow;
  // Nothing more than the audience: the least that the server gives.
  const answer = await askAsMachine(context, flow, forApi(api, context));
  if (answer?.accessToken !== undefined) return answer.accessToken;
  const said = answer === undefined ? 'could not be asked' : `answered ${refusedBy(answer)}`;
  return `Asked for a token for ${quote(api, 80)}, the authorization server ${said}.`;
}
