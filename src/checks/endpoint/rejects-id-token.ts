import { decodeToken, quoteAll } from '../../token/index.ts';
import { bearer } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rejectsIdToken: Check<Refusals> = {
  id: 'endpoint/rejects-id-token',
  title: 'rejects an ID token',
  level: 'MUST',
  spec: [...TOKEN_HANDLING, 'OpenID Connect Core 1.0 §2', 'RFC 9068 §4'],
  per: 'era',
  needsToken: true,
  needs: ['sign-in', '--allow-disclosing'],
  part: 'negative',
  passes:
    'The ID token of a sign-in is sent as if it were an access token. Its audience is the client, so that it has to be answered 401.',
  fails:
    'Accepting it is critical: every application that this person signs in to gets such a token. Another refusal than 401 fails, too.',
  cannotKnow:
    'Where client and server share one registration, and with it the audience, only the type of the token (`typ`) tells them apart.',
  fix: 'Compare `aud` with the identifier of this server, which is no client id, and demand `typ: at+jwt` where the authorization server sets it.',
  unmet: (context) => {
    const token = idTokenOf(context);
    if (token === undefined)
      return 'No flow brought an ID token: add one in which a person signs in, such as --flow authorization_code, with the scope openid.';
    return context.allows?.disclosing === true
      ? undefined
      : `Would show the endpoint an ID token, with what it says of the person who signed in (${claimsOf(context)}); needs --allow-disclosing.`;
  },
  observe: async (context) => {
    const token = idTokenOf(context);
    const sent = `an ID token (with the claims ${claimsOf(context)})`;
    const attempts =
      token === undefined
        ? []
        : [await present(context, sent, bearer(token, context.http.vault, '$ID_TOKEN'))];
    return { attempts, spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};

function idTokenOf({ evidence }: CheckContext) {
  return evidence.flows.findLast(({ tokens }) => tokens?.idToken !== undefined)?.tokens?.idToken;
}

/** What the endpoint learns: the names of the claims, not what they say. */
function claimsOf(context: CheckContext): string {
  const { claims } = decodeToken(idTokenOf(context)?.reveal() ?? '');
  return quoteAll(Object.keys(claims ?? {}), 20);
}
