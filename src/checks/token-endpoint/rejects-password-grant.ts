import type { Check } from '../check.ts';
import { askForToken, goodGrant, noMachine, type Refused, unjudged } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

interface Observation extends Refused {
  /** Who runs it cannot turn the grant off. */
  readonly isGiven: boolean;
}

export const rejectsPasswordGrant: Check<Observation> = {
  id: 'token-endpoint/rejects-password-grant',
  title: 'does not offer the password grant',
  level: 'SHOULD',
  spec: [
    'derived from RFC 9700 §2.4 (the grant MUST NOT be used)',
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §10',
  ],
  per: 'target',
  needs: ['client credential'],
  passes:
    'The client of a flow sends `grant_type=password` without a user name and without a password, so that no account can be locked. `unsupported_grant_type` or `unauthorized_client` has to come.',
  fails:
    'A token, and any other error, warn: a server that misses the user name would take one. At Entra ID, which has this grant in every tenant, it is a note.',
  cannotKnow: 'Whether another client may use the grant.',
  fix: "Turn the grant off (Keycloak: 'Direct access grants'; Auth0: grant type 'Password'; Okta: 'Resource Owner Password'), for every client.",
  unmet: noMachine,
  observe: async (context) => {
    const good = await goodGrant(context);
    const answer = await askForToken(context, { grant_type: 'password' });
    const isGiven = context.evidence.profile.name === 'entra';
    return { sent: 'grant_type=password without user and password', good, answer, isGiven };
  },
  judge: (observation) => {
    const { sent, answer, isGiven } = observation;
    const unclear = unjudged(observation);
    if (unclear !== undefined) return unclear;
    const exchanges = [answer.exchange];
    const came = `${sent} was answered ${describeServerAnswer(answer)}`;
    if (answer.accessToken !== undefined)
      return {
        verdict: 'warn',
        message: `${came}: it takes the grant, and asks for no password.`,
        exchanges,
        accepted: true,
        certain: true,
      };
    if (answer.error === 'unsupported_grant_type' || answer.error === 'unauthorized_client')
      return { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false };
    return isGiven
      ? {
          verdict: 'info',
          message: `${came}: Entra ID has the password grant in every tenant; a Conditional Access policy that demands a second factor keeps it from working.`,
          exchanges,
        }
      : {
          verdict: 'warn',
          message: `${came}: it seems to know the grant; unsupported_grant_type or unauthorized_client was expected (RFC 9700 §2.4: it must not be used).`,
          exchanges,
        };
  },
};
