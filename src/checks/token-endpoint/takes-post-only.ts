import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { askForToken, noMachine } from '../machine-grant.ts';
import { describeServerAnswer, undecided } from '../server-said.ts';

const SENT = 'A token request by GET';

/** Errors of a server that read the request: it knows what was asked for, or who asks. */
const PROCESSED = [
  'invalid_client',
  'invalid_grant',
  'invalid_scope',
  'invalid_target',
  'unauthorized_client',
  'unsupported_grant_type',
];

export const takesPostOnly: Check<ServerAnswer> = {
  id: 'token-endpoint/takes-post-only',
  title: 'takes token requests by POST only',
  level: 'SHOULD',
  spec: ['derived from RFC 6749 §3.2 (clients MUST use POST)', 'RFC 6749 §2.3.1 (no secrets in the URL)'],
  per: 'target',
  needs: ['client credential'],
  passes:
    'The same request is sent by GET, its parameters in the query and the secret, where it may travel so, in a header. It has to be refused, best with 405.',
  fails:
    'A token warns: whoever sends secrets in a URL leaves them in logs and histories. A refusal that shows that the query was read is a note.',
  fix: 'Route the token endpoint for POST alone, read parameters from the body alone, and answer 405 to the rest.',
  unmet: noMachine,
  observe: (context) => askForToken(context, {}, { method: 'GET', authentication: 'own' }),
  judge: (answer) => {
    const exchanges = [answer.exchange];
    const came = `${SENT} was answered ${describeServerAnswer(answer)}`;
    if (answer.accessToken !== undefined)
      return {
        verdict: 'warn',
        message: `${came}: parameters in a URL are taken; 405 was expected.`,
        exchanges,
        accepted: true,
        certain: true,
      };
    const unclear = undecided(SENT, answer);
    if (unclear !== undefined && answer.status !== 501) return unclear;
    if (answer.status < 300)
      return { verdict: 'info', message: `${came}: no token, and no refusal either.`, exchanges };
    return answer.error !== undefined && PROCESSED.includes(answer.error)
      ? {
          verdict: 'info',
          message: `${came}: refused, but not for the method; 405 was expected.`,
          exchanges,
          accepted: false,
        }
      : { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false };
  },
};
