import type { Session } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, isProtected, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { isSound } from './expectations.ts';

/** 401 without a token, and a server error with every good one: verifying is what fails. */
export const keysUnreachable: KnownRule = {
  code: 'session/keys-unreachable',
  leg: 'session',
  explains: ['network/busy', 'session/broken-answer', 'endpoint/refuses-in-the-wrong-way'],
  about: {
    title: 'The endpoint fails when it is shown a good token: most likely it cannot fetch the keys.',
    cause: 'Without a token it answers 401; with one it has to verify, and something it needs is missing.',
    fix: "Let the server reach the issuer's jwks_uri: proxy, DNS, firewall, certificate authority.",
  },
  diagnose: (symptoms) => {
    const { discovery, flows, target } = symptoms.evidence;
    if (!isProtected(discovery)) return [];
    const sessions = flows.flatMap((flow) => flow.sessions);
    const errors = sessions.map((session) => session.error);
    const began = sessions.some(({ tools, server }) => tools.length > 0 || server !== null);
    const [error] = errors;
    const statuses = sessions.map((session) => lastStatus(symptoms, session));
    const [status = 0] = statuses;
    const all = statuses.length > 0 && statuses.every((one) => one >= 500);
    const sound = readFlows(symptoms).some(({ token }) => isSound(symptoms, token));
    if (!all || began || !sound || error === null || error === undefined) return [];
    const place = target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
    const keys = place ?? "the issuer's jwks_uri";
    return [
      found(
        'The endpoint fails when it is shown a good token: most likely it cannot fetch the keys of the issuer.',
        `${error.message}${error.message.includes(`${status}`) ? '' : ` The status is ${status}.`} Without a token it answers 401, so it is up; a token has to be verified, and the keys at ${keys} verify this one from here.`,
        'Let the server reach the address of the keys: firewall, proxy, DNS, and the certificate authority that it trusts.',
        {
          ...(place === undefined
            ? {}
            : {
                paste: [
                  {
                    where: 'shell',
                    text: `curl -sS -o /dev/null -w '%{http_code}\\n' ${place}   # where the server runs`,
                  },
                  { where: 'server', text: `OAUTH_JWKS_URI=${place}` },
                ],
              }),
          alternatives: [
            'Its code throws on something in the token: a claim that it takes for granted.',
            'A gateway asks for the token, and the server behind it is down.',
          ],
          decide:
            "That line, run where the server runs: 200 means that the keys can be had, and the server's log has the exception.",
          confidence: 'likely',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

/** The status that ended the session; 0: there was no answer, or it was not recorded. */
function lastStatus({ exchanges }: Symptoms, session: Session): number {
  const last = session.exchanges.at(-1);
  return exchanges.find(({ n }) => n === last)?.status ?? 0;
}
