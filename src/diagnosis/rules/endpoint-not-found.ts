import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found, quote } from '../look.ts';

export const endpointNotFound: KnownRule = {
  code: 'endpoint/not-found',
  leg: 'discovery',
  about: {
    title: 'There is nothing at this URL.',
    cause: 'The endpoint answered 404.',
    fix: 'Check the path; many servers listen at /mcp.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'endpoint.not_found');
    if (error === undefined) return [];
    const { url } = symptoms.evidence.target;
    return [
      found(
        'There is nothing at this URL.',
        `${error.message} Asked was ${quote(url)}.`,
        'Check the path: many servers listen at /mcp, and a gateway may add a prefix.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
