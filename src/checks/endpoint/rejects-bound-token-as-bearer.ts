import { accessToken, bearer, isBound } from '../bearer.ts';
import type { Check } from '../check.ts';
import { present } from '../forged.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';

export const rejectsBoundTokenAsBearer: Check<Refusals> = {
  id: 'endpoint/rejects-bound-token-as-bearer',
  title: 'rejects a token that is bound to a key when it comes without a proof of that key',
  level: 'MUST',
  spec: ['RFC 9449 §7.2'],
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'The good token, which is bound to a key, is sent as a plain bearer token without a proof of that key. It has to be answered 401.',
  fails:
    'Accepting it is critical: a stolen token is good without its key. Another refusal than 401 fails, too.',
  fix: 'Refuse a token with `cnf` unless it comes under the scheme `DPoP` with a proof of the key whose thumbprint `cnf.jkt` names.',
  concerns: ({ flows, discovery }) =>
    flows.some(isBound) ||
    discovery?.authorizationServerMetadata?.document.dpop_signing_alg_values_supported !== undefined,
  unmet: ({ flow }) => {
    if (flow === undefined || !isBound(flow))
      return 'The token is a bearer token; use --dpop, where the authorization server binds tokens to a key.';
    return flow.token?.claims != null && flow.token.claims.cnf === undefined
      ? 'The token names no key (cnf), so no endpoint can tell that it is bound; see token/bound-to-its-key.'
      : undefined;
  },
  observe: async (context) => {
    const stolen = bearer(accessToken(context), context.http.vault);
    const sent = 'the token that is bound to a key, as a bearer token without a proof,';
    return { attempts: [await present(context, sent, stolen)], spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};
