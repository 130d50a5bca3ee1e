import { TokenError, UsageError } from '../errors.ts';
import type { ServerProbe } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { codeProbe } from './server-probe-code.ts';
import { knownClientId, partyOf, serverOf, unableBecause } from './server-probe-party.ts';
import { registrationProbe } from './server-probe-registration.ts';
import { tokenProbe } from './server-probe-token.ts';

/**
 * Asks the authorization server as the client of one flow, for checks: as the flow did it, but for what the check
 * changes. `context.earlier` holds what the flows brought, this one's tokens among them. Nothing is sent and nothing
 * decided before the first request; each is under the flow's own rules: what is secret goes to the pinned issuer only.
 */
export function createServerProbe(context: FlowContext): ServerProbe {
  const party = () => partyOf(context);
  const { token, revoke } = tokenProbe(party);
  const { authorize, signIn } = codeProbe(party);
  const { register, unregister } = registrationProbe(() => ({ context, server: serverOf(context) }));
  return {
    unable: unableBecause(context),
    clientId: knownClientId(context),
    token: (request) => notAsked(token(request)),
    authorize: (parameters) => notAsked(authorize(parameters)),
    signIn: (changes) => notAsked(signIn(changes)),
    revoke: (secret, hint) => notAsked(revoke(secret, hint)),
    register: (document) => notAsked(register(document)),
    unregister: (registered) => notAsked(unregister(registered)),
  };
}

/** Settings that do not let the client ask are no error of the run here: the check that wanted it is skipped. */
async function notAsked<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    const { code, message, target, hint, exchanges } = error;
    throw new TokenError(code, message, {
      phase: 'check',
      cause: error,
      exchanges,
      ...(target === undefined ? {} : { target }),
      ...(hint === undefined ? {} : { hint }),
    });
  });
}
