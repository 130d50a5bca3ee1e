import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { atEndpoint, COMPARE, frontOf, setting } from './seen.ts';
import { passAuthorization } from './settings.ts';

/** A bad token is refused with invalid_token here: so tokens do arrive. */
const SAYS_WHY = 'endpoint/challenge-on-invalid-token';

/**
 * With a good token the endpoint says what it says without any, and something in front of it gives its name. A
 * server that never says why refuses alike, so the token must be right by all that can be compared here.
 */
export const authorizationDropped: KnownRule = {
  code: 'gateway/authorization-dropped',
  leg: 'session',
  explains: ['session/*', 'server/*', 'interop/*'],
  checks: ['endpoint/accepts-valid-token'],
  about: {
    title: 'The Authorization header does not reach the server.',
    cause: 'A gateway takes it out or uses it up, and the server answers as if no token had been sent.',
    fix: 'Let the gateway pass the Authorization header on unchanged.',
  },
  diagnose: (symptoms) => {
    const { discovery, flows } = symptoms.evidence;
    const last = atEndpoint(symptoms).findLast(({ phase, status }) => phase === 'session' && status === 401);
    const front = frontOf(last);
    if (last === undefined || front.product === undefined || !answeredAsWithoutToken(symptoms)) return [];
    const tokens = readFlows(symptoms);
    if (tokens.some(({ token }) => token.signature === 'invalid')) return [];
    const without = discovery?.answers.map(({ exchange }) => exchange).join(' and ');
    const aud = [...new Set(tokens.flatMap(({ token }) => token.aud))].join(', ');
    return [
      found(
        `The server answers a good token exactly as it answers no token: ${front.name} in front most likely drops the Authorization header.`,
        `Without a token (exchange ${without}) and with one (exchange ${last.n}) came the same 401${front.told}, whose challenge has no error="invalid_token". ${flows.length > 1 ? 'So it is with every token and in every era.' : ''}`.trim(),
        `Let ${front.name} pass the Authorization header on unchanged. If it checks the token itself, it must hand the same header to the server.`,
        {
          confidence: 'likely',
          ...setting(front, passAuthorization),
          look: "The server's log of requests: whether the header Authorization arrives there at all.",
          alternatives: [
            'The gateway puts a header of its own in its place, or answers from a cache.',
            `The server refuses this token without saying why: it expects another audience than ${aud === '' ? 'the one of the token' : aud} (OAUTH_AUDIENCE) or another issuer (OAUTH_ISSUER).`,
          ],
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

function answeredAsWithoutToken({ evidence, results }: Symptoms): boolean {
  const { discovery, flows } = evidence;
  if (discovery === null || discovery.answers.length === 0) return false;
  const plain = discovery.answers.every(
    ({ status, challenges }) =>
      status === 401 &&
      challenges.some(({ scheme }) => /^bearer$/i.test(scheme)) &&
      challenges.every(({ parameters }) => parameters.error === undefined),
  );
  const sessions = flows.flatMap((flow) => (flow.tokens === undefined ? [] : flow.sessions));
  const refused = sessions.every(
    ({ error }) =>
      error?.code === 'auth.rejected_token' &&
      error.provider?.error === undefined &&
      error.provider?.description === undefined,
  );
  const sound = !results.some(
    ({ id, group, verdict }) =>
      (id === SAYS_WHY && verdict === 'pass') ||
      (group === 'token' && verdict === 'fail' && id !== 'token/refresh-works'),
  );
  return plain && sessions.length > 0 && refused && sound;
}
