import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check } from '../check.ts';
import { isEraError, spokenEra } from '../refusal.ts';
import { withToken } from './own-page.ts';
import { isNearby } from './vicinity.ts';
import { wasLetThrough } from './visit.ts';

interface Seen {
  readonly answer: ProbeAnswer;
  readonly spoken: boolean | null;
  readonly nearby: boolean;
}

export const acceptsItsOwnOrigin: Check<Seen> = {
  id: 'browser/accepts-its-own-origin',
  title: "accepts the good token from a page of the server's own origin",
  level: 'SHOULD',
  spec: ['derived: the scenario dns-rebinding-protection of the official conformance suite'],
  per: 'era',
  needsToken: true,
  passes: "The good token is sent with the server's own Host and Origin. A JSON-RPC result has to come back.",
  fails:
    'A refusal is a warning on this machine and in private networks, where the local inspector is such a page, and a note at a public server, which may serve no pages at all.',
  fix: "Put the server's own origin, as clients write it, on the list of allowed origins; behind a proxy that is the public one.",
  observe: async (context) => ({
    answer: await withToken(context),
    spoken: spokenEra(context),
    nearby: isNearby(context.evidence.target.url),
  }),
  judge: ({ answer, spoken, nearby }) => {
    const exchanges = [answer.exchange];
    const came = `The good token from a page of the server's own origin was answered ${describeAnswer(answer)}`;
    if (wasLetThrough(answer)) return { verdict: 'pass', message: `${came}, as expected.`, exchanges };
    if (spoken !== true && isEraError(answer))
      return { verdict: 'info', message: `${came}: it does not speak this era.`, exchanges };
    if (answer.status === 401 || isEraError(answer))
      return {
        verdict: 'inconclusive',
        message: `${came}: refused for another reason than its origin.`,
        exchanges,
      };
    return {
      verdict: nearby ? 'warn' : 'info',
      message: `${came}; a JSON-RPC result was expected.`,
      exchanges,
    };
  },
};
