import { bearer } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

const DISCLOSED = 'a refresh token, which lives long and brings new access tokens';

export const rejectsRefreshToken: Check<Refusals> = {
  id: 'endpoint/rejects-refresh-token',
  title: 'rejects a refresh token',
  level: 'MUST',
  spec: [...TOKEN_HANDLING, 'RFC 6749 §1.5'],
  per: 'era',
  needsToken: true,
  needs: ['refresh token', '--allow-disclosing'],
  part: 'negative',
  passes: 'The refresh token of a sign-in is sent as if it were an access token. It has to be answered 401.',
  fails: 'Accepting it is critical: it outlives every access token. Another refusal than 401 fails, too.',
  fix: 'Take access tokens alone: verify `typ` and `aud` of JWTs, and look at `token_type` of what introspection says.',
  unmet: (context) => {
    if (refreshTokenOf(context) === undefined)
      return 'No flow brought a refresh token: add one in which a person signs in, such as --flow authorization_code, with the scope offline_access where the authorization server wants it.';
    return context.allows?.disclosing === true
      ? undefined
      : `Would show the endpoint ${DISCLOSED}; needs --allow-disclosing.`;
  },
  observe: async (context) => {
    const token = refreshTokenOf(context);
    const attempts =
      token === undefined
        ? []
        : [await present(context, `${DISCLOSED},`, bearer(token, context.http.vault, '$REFRESH_TOKEN'))];
    return { attempts, spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};

/** The last one: where they rotate, those before it are spent. */
function refreshTokenOf({ evidence }: CheckContext) {
  return evidence.flows.findLast(({ tokens }) => tokens?.refreshToken !== undefined)?.tokens?.refreshToken;
}
