import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, isProtected } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';

export const noChallenge: KnownRule = {
  code: 'discovery/no-challenge',
  leg: 'discovery',
  checks: ['discovery/challenge-is-well-formed'],
  about: {
    title: 'The refusal has no Bearer challenge.',
    cause: 'The 401 lacks WWW-Authenticate: Bearer, or a gateway removes it.',
    fix: 'Answer 401 with a Bearer challenge that has resource_metadata.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    if (discovery === null || discovery.challenge !== null || !isProtected(discovery)) return [];
    // Another scheme than Bearer has a rule of its own.
    if (discovery.answers.some(({ challenges }) => challenges.length > 0)) return [];
    const results = failedIds(symptoms, (result) => result.id.startsWith('discovery/challenge'));
    const answers = discovery.answers.map(
      (answer) => `${answer.status} with ${described(answer.wwwAuthenticate)}`,
    );
    return [
      found(
        'The refusal has no Bearer challenge.',
        `Without a token the endpoint answered ${[...new Set(answers)].join(' and ')}. RFC 6750 §3 demands WWW-Authenticate: Bearer, which is how clients begin.`,
        'Let every 401 have this header, and check that no gateway removes it (API Management and CDNs do so unless told otherwise):',
        {
          severity: results.length > 0 || discovery.protectedResourceMetadata === null ? 'error' : 'warning',
          results,
          paste: [challengeToServe(symptoms)],
        },
      ),
    ];
  },
};

function described(lines: readonly string[]): string {
  return lines.length === 0 ? 'no WWW-Authenticate' : lines.map((line) => JSON.stringify(line)).join(', ');
}
