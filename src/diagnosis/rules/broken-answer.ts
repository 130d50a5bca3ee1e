import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const brokenAnswer: KnownRule = {
  code: 'network/broken-answer',
  leg: 'network',
  about: {
    title: 'An answer is no sound HTTP, or larger than any limit.',
    cause:
      'Something else than a web server listens there, a proxy cuts answers short, or the server floods.',
    fix: 'Ask the URL with curl -v, from here and from the server itself, and compare.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'http', 'limit');
    if (error === undefined) return [];
    return [
      found(
        error.code.startsWith('limit.') ? 'An answer is over a limit.' : 'An answer is no sound HTTP.',
        error.message,
        error.hint ?? 'Ask the URL with curl -v, from here and from the server itself, and compare.',
        { results: failedSteps(symptoms) },
      ),
    ];
  },
};
