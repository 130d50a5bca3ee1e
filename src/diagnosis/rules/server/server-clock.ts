import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';
import { endpointClockAhead, ownClockAhead, TOLERATED_MS } from '../token/clocks.ts';
import { isSound } from './expectations.ts';
import { disbelieved, saidBy } from './refused.ts';

/** The endpoint says "expired" or "not yet valid" of a token that is neither. */
export const serverClock: KnownRule = {
  code: 'session/server-clock',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The clock of the server is wrong.',
    cause: 'It calls a token expired, or not yet valid, that is good by every other clock.',
    fix: 'Set the clock of the server (NTP), or of the host of its container.',
  },
  diagnose: (symptoms) => {
    const ahead = endpointClockAhead(symptoms);
    const off = ahead !== undefined && Math.abs(ahead) > TOLERATED_MS;
    const [flow] = disbelieved(symptoms).filter(
      ({ why, token, accepted }) =>
        !accepted &&
        isSound(symptoms, token) &&
        (why?.claim === 'exp' ||
          why?.claim === 'nbf' ||
          (why === undefined && off && isOutOf(symptoms.evidence.now() + ahead, token))),
    );
    if (flow === undefined) return [];
    const { token, why } = flow;
    const times = `The token is good from ${token.notBefore ?? token.issuedAt ?? 'no time named'} to ${token.expiresAt ?? 'no end'}; now it is ${new Date(symptoms.evidence.now() - (ownOff(ownClockAhead(symptoms)) ?? 0)).toISOString()}.`;
    const results = failedSteps(symptoms);
    if (off) {
      return [
        found(
          `The clock of the server is ${duration(ahead)} ${ahead > 0 ? 'ahead, so good tokens look expired to it' : 'behind, so good tokens seem to begin later'}.`,
          `${saidBy(flow)} Its Date header is ${duration(ahead)} ${ahead > 0 ? 'ahead of' : 'behind'} that of the authorization server. ${times}`,
          'Set the clock of the server (NTP); of a container or virtual machine, that of its host. A minute or two of tolerance in the JWT library is enough then.',
          { results },
        ),
      ];
    }
    return [
      found(
        `The endpoint calls a token ${why?.claim === 'nbf' ? 'not yet valid' : 'expired'} that is good.`,
        `${saidBy(flow)} ${times}${ahead === undefined ? '' : ' Its Date header agrees with the authorization server.'}`,
        'Compare the clock of the machine that verifies with the time; look how its code reads exp and nbf: they are seconds, not milliseconds.',
        {
          confidence: 'likely',
          alternatives: [
            'What answers with the right Date is a gateway, and the server behind it has another clock.',
            'It demands that tokens be younger than some age (maxTokenAge) and so refuses those that were issued a while ago.',
            'It keeps verdicts on tokens, and remembers another one.',
          ],
          decide: 'date -u, run where the server runs.',
          results,
        },
      ),
    ];
  },
};

function ownOff(ahead: number | undefined): number | undefined {
  return ahead !== undefined && Math.abs(ahead) > TOLERATED_MS ? ahead : undefined;
}

/** By a clock that is so far ahead or behind the token is not valid. */
function isOutOf(
  there: number,
  { expiresAt, notBefore }: { readonly expiresAt: string | null; readonly notBefore: string | null },
): boolean {
  return (
    (expiresAt !== null && Date.parse(expiresAt) < there) ||
    (notBefore !== null && Date.parse(notBefore) > there)
  );
}
