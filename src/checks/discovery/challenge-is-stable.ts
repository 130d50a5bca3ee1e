import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { exchangesOf, noChallenge, notDiscovered, unauthorized } from '../discovered.ts';
import { repeatedRefusals, type Seen, seenIn } from '../repeated-refusals.ts';
import { SCOPE_SELECTION } from '../sources.ts';

interface Challenges {
  /** Every refusal of a request without a token. */
  readonly seen: readonly Seen[];
  /** Those of one and the same request. */
  readonly same: readonly Seen[];
  /** What the request came to when it was no longer refused with 401. */
  readonly changed: string | undefined;
  readonly exchanges: readonly number[];
}

export const challengeIsStable: Check<Challenges> = {
  id: 'discovery/challenge-is-stable',
  title: 'answers the same challenge every time',
  level: 'SHOULD',
  spec: [...SCOPE_SELECTION, 'derived from RFC 9728 §5.1'],
  revisions: { since: '2025-11-25' },
  per: 'target',
  passes:
    'Requests without a token, a POST several times and a GET, get the same `resource_metadata` whenever they are answered 401, and the same request gets the same `scope`.',
  fails:
    'Another `resource_metadata` or `scope`, or another status than 401 for the same request, is a warning: clients then end up at different authorization servers or ask for different scopes.',
  fix: 'Build the challenge in one place and from settings alone; look for instances with different settings behind the same address.',
  unmet: (context) => {
    const { discovery } = context.evidence;
    if (discovery === null) return notDiscovered(context);
    return unauthorized(discovery).length === 0
      ? 'No request without a token was answered 401, so there is no challenge.'
      : noChallenge(discovery);
  },
  observe: async (context) => {
    const { discovery } = context.evidence;
    const first = discovery === null ? [] : unauthorized(discovery);
    const { post, get } = await repeatedRefusals(context);
    const again = post.status === 401 ? [seenIn('the same POST again', post)] : [];
    const before = first.map((answer) => ({ ...seenIn('a POST', answer), era: answer.era }));
    return {
      seen: [...before, ...again, ...(get.status === 401 ? [seenIn('a GET', get)] : [])],
      same: [...before.filter(({ era }) => era === post.era), ...again],
      changed: post.status === 401 ? undefined : String(post.status),
      exchanges: exchangesOf([...first, post, get]),
    };
  },
  judge: ({ seen, same, changed, exchanges }) => {
    if (changed !== undefined)
      return {
        verdict: 'warn',
        message: `The same request without a token was answered 401 at first and then ${changed}; 401 was expected each time.`,
        exchanges,
      };
    const differing =
      difference(seen, 'resource_metadata', (text) => text) ?? difference(same, 'scope', sorted);
    return differing === undefined
      ? {
          verdict: 'pass',
          message: `${seen.length} requests without a token got the same challenge.`,
          exchanges,
        }
      : { verdict: 'warn', message: differing, exchanges };
  },
};

function difference(
  seen: readonly Seen[],
  name: 'resource_metadata' | 'scope',
  normal: (text: string) => string,
): string | undefined {
  const values = seen.map(({ request, challenge }) => ({ request, value: challenge?.parameters[name] }));
  const [first, ...rest] = values;
  const same = (value = '') => normal(value) === normal(first?.value ?? '');
  const other = rest.find(({ value }) => !same(value));
  if (first === undefined || other === undefined) return undefined;
  const shown = [first, other].map(
    ({ request, value }) => `${request} got ${value === undefined ? 'none' : quote(value)}`,
  );
  return `The challenge's ${name} is not the same each time: ${shown.join(', ')}.`;
}

/** The order of scopes means nothing. */
function sorted(scope: string): string {
  return scope.split(/\s+/).toSorted().join(' ');
}
