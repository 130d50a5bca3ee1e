import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedSteps, found } from '../look.ts';

export const networkBusy: KnownRule = {
  code: 'network/busy',
  leg: 'network',
  about: {
    title: 'A server is busy or limits requests.',
    cause: 'It answered 429, 502, 503 or 504.',
    fix: 'Wait, then run it again.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'rate_limited', 'unavailable');
    if (error === undefined) return [];
    return [
      found('A server is busy or limits requests.', error.message, error.hint ?? 'Wait, then run it again.', {
        results: failedSteps(symptoms),
      }),
    ];
  },
};
