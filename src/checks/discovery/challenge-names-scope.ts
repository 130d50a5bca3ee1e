import { quote } from '../../token/index.ts';
import type { Judgement } from '../check.ts';
import { discoveryCheck, exchangesOf, noChallenge } from '../discovered.ts';
import { SCOPE_SELECTION } from '../sources.ts';

export const challengeNamesScope = discoveryCheck({
  id: 'discovery/challenge-names-scope',
  title: 'names the scopes to ask for in its challenge',
  level: 'SHOULD',
  spec: [...SCOPE_SELECTION, 'RFC 6750 §3', 'RFC 6749 §3.3'],
  revisions: { since: '2025-11-25' },
  passes:
    'The challenge of a request without a token has a `scope` of one or more scopes, separated by single blanks.',
  fails:
    'A challenge without `scope`, and one whose value is no list of scopes (empty, separated by commas, with characters that a scope may not have), is a warning.',
  cannotKnow: 'Whether these scopes are the right ones; only the operator knows that.',
  fix: 'Add `scope="…"` to the challenge: the scopes that a client needs for its first requests, separated by blanks.',
  unmet: noChallenge,
  judge: ({ discovery }) => ({
    ...judgeScope(discovery.challenge?.parameters.scope),
    exchanges: exchangesOf(discovery.answers),
  }),
});

function judgeScope(scope: string | undefined): Omit<Judgement, 'exchanges'> {
  if (scope === undefined)
    return {
      verdict: 'warn',
      message:
        'The challenge has no `scope`, so clients ask for every scope that the metadata lists, or for none.',
    };
  const problem = scopeProblem(scope);
  return problem === undefined
    ? { verdict: 'pass', message: `The challenge names the scopes ${quote(scope)}.` }
    : { verdict: 'warn', message: `The challenge's scope ${quote(scope)} ${problem}.` };
}

/** RFC 6749 §3.3: `scope-token *( SP scope-token )`. */
function scopeProblem(scope: string): string | undefined {
  const scopes = scope.split(' ');
  if (scope.trim() === '') return 'is empty';
  if (scopes.includes('')) return 'has more than single blanks between its scopes';
  if (scopes.some((one) => !/^[\x21\x23-\x5b\x5d-\x7e]+$/.test(one)))
    return 'has characters that a scope may not have';
  // A comma may be part of a scope, but at the end of one it was meant to separate.
  return scopes.some((one) => one.endsWith(',')) ? 'is separated by commas; blanks were expected' : undefined;
}
