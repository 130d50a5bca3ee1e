import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';

const CHECK = 'discovery/challenge-names-resource-metadata';

export const challengeWithoutMetadata: KnownRule = {
  code: 'discovery/challenge-without-metadata',
  leg: 'discovery',
  checks: [CHECK],
  about: {
    title: 'The challenge does not say where the metadata is.',
    cause: 'It has no resource_metadata, so clients have to guess a well-known location.',
    fix: 'Add resource_metadata to the challenge.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const challenge = discovery?.challenge ?? null;
    const metadata = discovery?.protectedResourceMetadata ?? null;
    if (challenge === null || metadata === null) return [];
    if (challenge.parameters.resource_metadata !== undefined) return [];
    const results = failedIds(symptoms, ({ id }) => id === CHECK);
    const first = discovery?.answers.find(({ wwwAuthenticate }) => wwwAuthenticate.length > 0);
    return [
      found(
        'The challenge does not say where the metadata is, so some clients do not find it.',
        `The challenge is ${quote(first?.wwwAuthenticate.join(', ') ?? challenge.scheme)}; the metadata was found by guessing, at ${quote(metadata.url)}. Clients of revision 2025-06-18 follow resource_metadata alone.`,
        'Let every 401 say:',
        {
          // A well-known location is enough since 2025-11-25.
          severity: results.length > 0 ? 'error' : 'note',
          results,
          paste: [challengeToServe(symptoms)],
        },
      ),
    ];
  },
};
